"""The vault: sealed bytes under their SHA-256, receipts of each batch, events; append-only.

Lake and warehouse can be rebuilt from it. Reading workbooks or judging them is not done here.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from orchestration.stores import atomic


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


class SealedDifferentlyError(RuntimeError):
    """A sealed record would be changed: the vault is append-only."""


@dataclass(frozen=True)
class Vault:
    """The folder `vault/` of a home: `objects/`, `batches/`, `events/`."""

    root: Path

    def seal(self, content: bytes) -> str:
        """Keep `content`, return its SHA-256; sealing the same bytes again changes nothing."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._object(digest)
        if not (path.exists() and path.stat().st_size == len(content)):
            atomic.write_bytes(path, content)
        return digest

    def open(self, sha256: str) -> bytes:
        """The sealed bytes; raises `SealedDifferentlyError` if they rotted on the disk."""
        content = self._object(sha256).read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise SealedDifferentlyError(f"保管库中的文件 {sha256} 已损坏，请从备份恢复。")
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
        """The receipts of one batch."""
        raw = atomic.read_json(self.root / "batches" / f"{batch_id}.json")
        return BatchReceipt(
            batch_id=raw["batch_id"],
            received_at=datetime.fromisoformat(raw["received_at"]),
            receipts=tuple(Receipt(**receipt) for receipt in raw["receipts"]),
        )

    def record(self, event: Event) -> None:
        """Append an event; recording the same event again changes nothing."""
        self._append(self.root / "events" / f"{event.event_id}.json", asdict(event))

    def events(self, event_type: str | None = None, subject: str | None = None) -> list[Event]:
        """Events in the order they occurred, of one type or about one subject where asked."""
        found = [_event(atomic.read_json(path)) for path in (self.root / "events").glob("*.json")]
        return sorted(
            (
                event
                for event in found
                if event_type in (None, event.event_type) and subject in (None, event.subject)
            ),
            key=lambda event: (event.occurred_at, event.event_id),
        )

    def _object(self, sha256: str) -> Path:
        return self.root / "objects" / sha256[:2] / sha256

    def _append(self, path: Path, record: dict[str, Any]) -> None:
        plain = json.loads(json.dumps(record, ensure_ascii=False, default=_as_text))
        if path.exists():
            if atomic.read_json(path) != plain:
                raise SealedDifferentlyError(f"{path.name} 已存在且内容不同，保管库只增不改。")
            return
        atomic.write_json(path, plain)


def _event(raw: dict[str, Any]) -> Event:
    return Event(**{**raw, "occurred_at": datetime.fromisoformat(raw["occurred_at"])})


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"not sealable: {type(value).__name__}")
