"""The vault: originals sealed to their month's key, receipts of each batch, events; append-only.

Receipts and events hold no pupil rows and stay readable. Lake and warehouse can be rebuilt from
it. Reading workbooks or judging them is not done here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.stores import atomic
from orchestration.stores.keys import Keys
from orchestration.stores.month_keys import MonthKeys
from orchestration.stores.records import (
    SealedDifferentlyError,
    damaged,
    read_record,
    write_record,
)

if TYPE_CHECKING:
    from pyrage.x25519 import Identity, Recipient


@dataclass(frozen=True)
class Receipt:
    """One file as it arrived: bytes by `sha256`, its place in the inbox, what its folder declared.

    `form_id`, `period` and `unit_code` come from `inbox/<form>/<period>/<unit>/`, else None.
    """

    submission_id: str
    path: str
    file_name: str
    sha256: str
    size: int
    form_id: str | None
    period: str | None
    unit_code: str | None


@dataclass(frozen=True)
class BatchReceipt:
    """All files of one batch, received at one instant (naive Beijing time)."""

    batch_id: str
    received_at: datetime
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True)
class Event:
    """Something an officer or the system decided: who, when, about what, with which details."""

    event_id: str
    event_type: str
    occurred_at: datetime
    who: str
    subject: str
    payload: dict[str, Any]


class OriginalGoneError(RuntimeError):
    """The vault holds no such original any more; the words name it."""


@dataclass(frozen=True)
class Vault:
    """The folder `vault/` of a home: `objects/<month>/`, `batches/`, `events/`.

    Keys are the home's, whose folder `keys/` lies beside the vault.
    """

    root: Path

    @property
    def month_keys(self) -> MonthKeys:
        """The keys originals are sealed to."""
        return MonthKeys(Keys(self.root.parent))

    def seal(self, content: bytes, month: str) -> str:
        """Seal `content` among what was received in `month` (as 2026-10), return its SHA-256.

        Sealing the same bytes again changes nothing. The same bytes of another month are sealed
        for themselves, so that a month can be destroyed.
        """
        import pyrage

        digest = hashlib.sha256(content).hexdigest()
        path = self._object(month, digest)
        # Whoever seals cannot open: only a file cut short can be seen from outside.
        if not (path.exists() and path.stat().st_size > len(content)):
            recipient = self.month_keys.recipient(month)
            atomic.write_bytes(path, pyrage.encrypt(content, [recipient]))
        return digest

    def open(self, sha256: str) -> bytes:
        """The original with this SHA-256, opened.

        Raises `KeyFaultError` without the identity, `SealedDifferentlyError` where the sealed file
        was altered, `OriginalGoneError` where there is none.
        """
        sealed = self.sealed_files(sha256)
        if not sealed:
            raise OriginalGoneError(f"保管库中没有原件 {sha256}：已按期销毁或抹除，或者文件丢失。")
        for number, path in enumerate(sealed, start=1):
            try:
                return self._opened(path, sha256)
            except SealedDifferentlyError:
                if number == len(sealed):
                    raise
        raise AssertionError("unreachable")

    def sweep(self) -> None:
        """Remove what a killed run left half written; only a run that holds the lock seals."""
        for path in (self.root / "objects").glob(f"*/*/{atomic.ASIDE}*"):
            path.unlink()

    def sealed_files(self, sha256: str) -> list[Path]:
        """The sealed files of an original, one a month in which it was received."""
        return sorted((self.root / "objects").glob(f"*/{sha256[:2]}/{sha256}.age"))

    def months(self) -> list[str]:
        """Every month with sealed originals."""
        return sorted(path.name for path in (self.root / "objects").glob("*"))

    def month_files(self, month: str) -> list[Path]:
        """The sealed originals received in a month."""
        return sorted((self.root / "objects" / month).glob("*/*.age"))

    def reseal(self, file: Path, identities: Sequence[Identity], recipient: Recipient) -> None:
        """Seal a file to another recipient; one that cannot be opened is told and left."""
        import pyrage

        try:
            content = pyrage.decrypt(file.read_bytes(), identities)
        except pyrage.DecryptError as error:
            raise damaged(file) from error
        atomic.write_bytes(file, pyrage.encrypt(content, [recipient]))

    def destroy(self, file: Path) -> None:
        """Remove a sealed file; what stands for it must have been kept before."""
        file.unlink(missing_ok=True)
        atomic.sync_folder(file.parent)

    def _opened(self, path: Path, sha256: str) -> bytes:
        import pyrage

        identities = self.month_keys.identities(path.parents[1].name)
        try:
            content: bytes = pyrage.decrypt(path.read_bytes(), identities)
        except pyrage.DecryptError as error:
            raise damaged(path) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise damaged(path)
        return content

    def seal_batch(self, batch: BatchReceipt) -> None:
        """Write the receipts of a batch as one JSON file; from here on the batch exists."""
        self._append(self.root / "batches" / f"{batch.batch_id}.json", asdict(batch))

    def has_batch(self, batch_id: str) -> bool:
        """Whether receipts of this batch are sealed."""
        return (self.root / "batches" / f"{batch_id}.json").exists()

    def batch_ids(self) -> list[str]:
        """Every sealed batch, oldest first."""
        return sorted(path.stem for path in (self.root / "batches").glob("*.json"))

    def batch(self, batch_id: str) -> BatchReceipt:
        """The receipts of one batch; raises `SealedDifferentlyError` where they were altered."""
        raw = read_record(self.root / "batches" / f"{batch_id}.json")
        return BatchReceipt(
            batch_id=raw["batch_id"],
            received_at=datetime.fromisoformat(raw["received_at"]),
            receipts=tuple(Receipt(**receipt) for receipt in raw["receipts"]),
        )

    def record(self, event: Event) -> None:
        """Append an event; recording the same event again changes nothing."""
        self._append(self.root / "events" / f"{event.event_id}.json", asdict(event))

    def events(self, event_type: str | None = None, subject: str | None = None) -> list[Event]:
        """Events in the order they occurred, of one type or about one subject where asked.

        Raises `SealedDifferentlyError` where any was altered.
        """
        found = [_event(read_record(path)) for path in (self.root / "events").glob("*.json")]
        return sorted(
            (
                event
                for event in found
                if event_type in (None, event.event_type) and subject in (None, event.subject)
            ),
            key=lambda event: (event.occurred_at, event.event_id),
        )

    def _object(self, month: str, sha256: str) -> Path:
        return self.root / "objects" / month / sha256[:2] / f"{sha256}.age"

    def _append(self, path: Path, record: dict[str, Any]) -> None:
        plain = json.loads(json.dumps(record, ensure_ascii=False, default=_as_text))
        if path.exists():
            if read_record(path) != plain:
                raise SealedDifferentlyError(f"{path.name} 已存在且内容不同，保管库只增不改。")
            return
        write_record(path, plain)


def _event(raw: dict[str, Any]) -> Event:
    return Event(**{**raw, "occurred_at": datetime.fromisoformat(raw["occurred_at"])})


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"not sealable: {type(value).__name__}")
