"""The drop folder: what lies at rest in it, and the claiming of files for one batch.

A manifest is written before any file is moved, so a batch can be finished after a crash. What a
file holds is not looked at here.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from orchestration.stores import atomic

_UNFINISHED_NAMES = (".tmp", ".part", ".crdownload", ".partial")
_SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini"})


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


@dataclass(frozen=True)
class Inbox:
    """The folder `inbox/` of a home; `.taken/<batch>/` inside it holds a batch under way."""

    root: Path

    def look(self) -> list[Arrival]:
        """Every file that could be a submission, in the order of its path.

        Office lock files, hidden files, links and names of downloads under way are passed over.
        """
        found = []
        for path in sorted(self.root.rglob("*")):
            relative = path.relative_to(self.root)
            if _is_wanted(relative) and path.is_file() and not path.is_symlink():
                stat = path.stat()
                found.append(Arrival(relative.as_posix(), stat.st_size, stat.st_mtime_ns))
        return found

    def at_rest(
        self, settle_seconds: float, sleep: Callable[[float], None] = time.sleep
    ) -> tuple[list[Arrival], list[Arrival]]:
        """Files whose size and time did not change, and those still being written.

        Young files are looked at a second time after `settle_seconds`.
        """
        first = self.look()
        oldest_allowed = time.time_ns() - int(settle_seconds * 1e9)
        if settle_seconds and any(arrival.mtime_ns > oldest_allowed for arrival in first):
            sleep(settle_seconds)
            second = set(self.look())
            return [a for a in first if a in second], [a for a in second if a not in first]
        return first, []

    def digest(self, arrival: Arrival) -> str:
        """SHA-256 of a file lying in the inbox."""
        with (self.root / arrival.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

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

    def take(self, claim: Claim, on_step: Callable[[str], None]) -> list[Entry]:
        """Move the claimed files out of the submitters' reach; may be repeated.

        A file that changed or went since it was claimed stays where it is, for the next batch.
        Returns the entries that are now held.
        """
        for entry in claim.entries:
            source, held = self.root / entry.arrival.path, self._held(claim, entry)
            if held.exists() or not source.is_file():
                continue
            stat = source.stat()
            if (stat.st_size, stat.st_mtime_ns) == (entry.arrival.size, entry.arrival.mtime_ns):
                held.parent.mkdir(parents=True, exist_ok=True)
                source.rename(held)
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
                content = held.read_bytes()
                if sealed.get(entry.submission_id) == hashlib.sha256(content).hexdigest():
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


def _is_wanted(relative: Path) -> bool:
    name = relative.name.lower()
    return not (
        any(part.startswith(".") for part in relative.parts)
        or name.startswith("~$")
        or name.endswith(_UNFINISHED_NAMES)
        or name in _SYSTEM_NAMES
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
