"""The drop folder: what lies at rest in it, and the claiming of files for one batch.

A manifest is written before any file is moved, so a batch can be finished after a crash. The folder
may lie on a slow share: what goes away under our hands is passed over, what cannot be read is told
and stays. What a file holds is not looked at here.
"""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from orchestration.stores import atomic

_UNFINISHED_NAMES = (".tmp", ".part", ".crdownload", ".partial")
_SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini"})
_ROOT_WORDS = "收件目录"
# Nobody's file: the run has to stop and be repeated.
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class Arrival:
    """One file in the inbox as a look found it; `path` is relative, with forward slashes."""

    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True)
class Entry:
    """One file of a claim, with the number it has as a submission."""

    submission_id: str
    arrival: Arrival


@dataclass(frozen=True)
class Claim:
    """The files of one batch, as its manifest names them."""

    batch_id: str
    received_at: datetime
    entries: tuple[Entry, ...]


@dataclass
class Unread:
    """Files and folders that could not be read or moved, by their paths in the inbox; they stay."""

    paths: list[str] = field(default_factory=list)

    @contextmanager
    def noted(self, path: str) -> Iterator[None]:
        """Go on where a file is gone by now, or cannot be read; a full disk is raised."""
        try:
            yield
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            if error.errno in _FULL:
                raise
            if path not in self.paths:
                self.paths.append(path)


@dataclass(frozen=True)
class Inbox:
    """The folder `inbox/` of a home; `.taken/<batch>/` inside it holds a batch under way."""

    root: Path

    def look(self, unread: Unread | None = None) -> list[Arrival]:
        """Every file that could be a submission, in the order of its path.

        Office lock files, hidden files, links and names of downloads under way are passed over.
        What cannot be looked at goes into `unread`.
        """
        told = Unread() if unread is None else unread
        if not os.path.lexists(self.root):
            told.paths.append(_ROOT_WORDS)
        return list(self._in(self.root, "", told))

    def at_rest(
        self,
        settle_seconds: float,
        sleep: Callable[[float], None] = time.sleep,
        unread: Unread | None = None,
    ) -> tuple[list[Arrival], list[Arrival]]:
        """Files whose size and time did not change, and those still being written.

        All are looked at a second time after `settle_seconds`, old ones too: the times are those
        of the machine that holds the folder, and its clock may be any.
        """
        first = self.look(unread)
        if settle_seconds and first:
            sleep(settle_seconds)
            second = set(self.look(unread))
            return [a for a in first if a in second], [a for a in second if a not in first]
        return first, []

    def digests(self, arrivals: Iterable[Arrival], unread: Unread | None = None) -> dict[str, str]:
        """SHA-256 of the files that can be read to their end, by path."""
        told, found = Unread() if unread is None else unread, {}
        for arrival in arrivals:
            with told.noted(arrival.path), (self.root / arrival.path).open("rb") as file:
                found[arrival.path] = hashlib.file_digest(file, "sha256").hexdigest()
        return found

    def _in(self, folder: Path, path: str, unread: Unread) -> Iterator[Arrival]:
        """The files of one folder and those below it; `path` is its own, with a slash."""
        listed: list[os.DirEntry[str]] = []
        with unread.noted(path or _ROOT_WORDS), os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
        for entry in listed:
            with unread.noted(path + entry.name):
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith("."):
                        yield from self._in(Path(entry.path), f"{path}{entry.name}/", unread)
                elif _is_wanted(entry.name) and entry.is_file(follow_symlinks=False):
                    stat = entry.stat(follow_symlinks=False)
                    yield Arrival(path + entry.name, stat.st_size, stat.st_mtime_ns)

    def write_manifest(self, claim: Claim) -> None:
        """Say which files this batch is going to take."""
        plain = asdict(claim) | {"received_at": claim.received_at.isoformat()}
        atomic.write_json(self._folder(claim.batch_id) / "manifest.json", plain)

    def unfinished(self) -> list[Claim]:
        """Batches begun and not ended, oldest first; debris without a claim is cleared."""
        claims = []
        for folder in sorted((self.root / ".taken").glob("*")):
            manifest = folder / "manifest.json"
            if manifest.exists():
                claims.append(_claim(manifest))
            elif not any(path.is_file() for path in (folder / "files").rglob("*")):
                atomic.remove_folder(folder)
        return claims

    def take(
        self, claim: Claim, on_step: Callable[[str], None], unread: Unread | None = None
    ) -> list[Entry]:
        """Move the claimed files out of the submitters' reach; may be repeated.

        A file that changed or went since it was claimed, or may not be moved, stays where it is,
        for the next batch. Returns the entries that are now held.
        """
        told = Unread() if unread is None else unread
        for entry in claim.entries:
            source, held = self.root / entry.arrival.path, self._held(claim, entry)
            if held.exists():
                continue
            held.parent.mkdir(parents=True, exist_ok=True)
            with told.noted(entry.arrival.path):
                stat = source.stat()
                if (stat.st_size, stat.st_mtime_ns) == (entry.arrival.size, entry.arrival.mtime_ns):
                    source.rename(held)
            if held.exists():
                atomic.sync_folder(held.parent)
                on_step(f"claimed {entry.submission_id}")
        return [entry for entry in claim.entries if self._held(claim, entry).exists()]

    def read(self, claim: Claim, entry: Entry) -> bytes:
        """The bytes of a held file."""
        return self._held(claim, entry).read_bytes()

    def keep(self, claim: Claim, entry: Entry, content: bytes) -> None:
        """Lay a copy of what is being sealed beside the claim.

        The held file may still be written to by its sender, and the vault may be closed to us:
        this copy alone is what the batch is judged by, also after a crash.
        """
        copy = self._copy(claim, entry.submission_id)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(content)

    def held_bytes(self, claim: Claim, submission_id: str, sha256: str) -> bytes | None:
        """The bytes of one submission as they were sealed; None where no copy of them is left."""
        held = [self._held(claim, e) for e in claim.entries if e.submission_id == submission_id]
        for path in (self._copy(claim, submission_id), *held):
            if path.exists():
                content = path.read_bytes()
                if hashlib.sha256(content).hexdigest() == sha256:
                    return content
        return None

    def release(self, claim: Claim, sealed: dict[str, str]) -> None:
        """End a batch: remove what was sealed, the manifest last.

        `sealed` maps submission ids to SHA-256. A file someone wrote to after it was sealed goes
        back into the inbox instead.
        """
        for entry in claim.entries:
            held = self._held(claim, entry)
            if held.exists():
                wanted = sealed.get(entry.submission_id)
                if wanted and hashlib.sha256(held.read_bytes()).hexdigest() == wanted:
                    held.unlink()
                else:
                    held.rename(_free_name(self.root / entry.arrival.path))
        (self._folder(claim.batch_id) / "manifest.json").unlink()
        atomic.remove_folder(self._folder(claim.batch_id))

    def _folder(self, batch_id: str) -> Path:
        return self.root / ".taken" / batch_id

    def _held(self, claim: Claim, entry: Entry) -> Path:
        return self._folder(claim.batch_id) / "files" / entry.arrival.path

    def _copy(self, claim: Claim, submission_id: str) -> Path:
        return self._folder(claim.batch_id) / "sealed" / submission_id


def _is_wanted(file_name: str) -> bool:
    name = file_name.lower()
    return not (
        name.startswith((".", "~$")) or name.endswith(_UNFINISHED_NAMES) or name in _SYSTEM_NAMES
    )


def _free_name(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    candidate, number = path, 2
    while candidate.exists():
        candidate = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return candidate


def _claim(manifest: Path) -> Claim:
    raw = atomic.read_json(manifest)
    return Claim(
        batch_id=raw["batch_id"],
        received_at=datetime.fromisoformat(raw["received_at"]),
        entries=tuple(
            Entry(entry["submission_id"], Arrival(**entry["arrival"])) for entry in raw["entries"]
        ),
    )


def declared_by_folder(path: str) -> tuple[str | None, str | None, str | None]:
    """Form, period and unit as `<form>/<period>/<unit>/<file>` declares them, else three None."""
    parts = PurePosixPath(path).parts
    if len(parts) == 4 and len(parts[0]) == 3 and parts[0][0] == "F" and parts[0][1:].isdigit():
        return parts[0], parts[1], parts[2]
    return None, None, None
