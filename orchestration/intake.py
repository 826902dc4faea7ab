"""Take in what lies at rest in the inbox: one batch, sealed, judged, visible all at once.

Every step may be repeated after a crash. What makes a row right or wrong is not decided here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import polars as pl

from orchestration.decisions import (
    apply_decisions,
    known_before,
    known_now,
    seal_decisions,
    withdrawn_before,
)
from orchestration.judging import DECISIONS, UNMAPPED, Gate, OpenBytes, Tables, judge_batch
from orchestration.reading import Read, reading
from orchestration.replays import replays
from orchestration.retention import expire_originals
from orchestration.settings import Settings
from orchestration.stores.inbox import Arrival, Claim, Entry, Inbox, Unread, declared_by_folder
from orchestration.stores.kept import KeptBatches
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.lock import store_lock
from orchestration.stores.rekey import recover_lake
from orchestration.stores.vault import BatchReceipt, Receipt, Vault

ReturnWriter = Callable[[Settings, BatchReceipt, Tables, OpenBytes, Read], Sequence[Path]]
OnStep = Callable[[str], None]


@dataclass(frozen=True)
class BatchReport:
    """What came of one batch; `replayed` are files that repeated what already counts.

    `unmapped_count` is how many words of lists no seed knows; they lie with the returns.
    """

    batch_id: str
    received_at: datetime
    submissions: pl.DataFrame
    findings: pl.DataFrame
    unmapped_count: int
    replayed: tuple[str, ...]
    returns: tuple[Path, ...]


@dataclass(frozen=True)
class IntakeReport:
    """All batches ended by one run, resumed ones first; `moving` were still being written.

    `unread` are files and folders that could not be read or moved; they wait in the inbox.
    """

    batches: tuple[BatchReport, ...]
    moving: tuple[str, ...]
    unread: tuple[str, ...] = ()


def _no_step(step: str) -> None:
    return None


@dataclass(frozen=True)
class Intake:
    """The stores of one home with the gate and the writer of returns.

    `gate` and `write_returns` default to the real ones; `on_step` hears each step as it ends.
    `read` lends the reading processes of whoever takes in several batches; else a run has its own.
    """

    settings: Settings
    gate: Gate | None = None
    write_returns: ReturnWriter | None = None
    on_step: OnStep = _no_step
    read: Read | None = None

    def run(self, received_at: datetime) -> IntakeReport:
        """Finish what was begun, rebuild what the lake lacks, then take in the inbox.

        `received_at` is naive Beijing time. An empty inbox is fine. Raises `StoreBusyError` when
        another run holds the stores.
        """
        with store_lock(self.settings.lock, "接收报送"), self._reading() as read:
            recover_lake(self.lake.keys)
            self.vault.sweep()
            self.lake.ensure_schema()
            unread = Unread()
            reports = [self._finish(claim, read, unread) for claim in self.inbox.unfinished()]
            self._rebuild(read)
            resting, moving = self.inbox.at_rest(self.settings.settle_seconds, unread=unread)
            digests = self.inbox.digests(resting, unread)
            if digests:
                arrivals = [arrival for arrival in resting if arrival.path in digests]
                claim = self._new_claim(arrivals, digests, received_at)
                self.inbox.write_manifest(claim)
                self.on_step("manifest")
                reports.append(self._finish(claim, read, unread))
            apply_decisions(self.settings)
            parameters = known_now(self.settings).parameters
            expire_originals(self.vault, self.lake, received_at, parameters)
        return IntakeReport(
            batches=tuple(report for report in reports if report is not None),
            moving=tuple(arrival.path for arrival in moving),
            unread=tuple(unread.paths),
        )

    def rebuild(self) -> None:
        """Judge again every sealed batch the lake does not hold; the inbox is left alone."""
        with store_lock(self.settings.lock, "重建数据湖"):
            self.rebuild_locked()

    def rebuild_locked(self) -> None:
        """The same for a caller who holds the store lock."""
        with self._reading() as read:
            self.lake.ensure_schema()
            self._rebuild(read)

    @contextmanager
    def _reading(self) -> Iterator[Read]:
        """The reader lent, or one whose processes end with the run."""
        if self.read is not None:
            yield self.read
            return
        with reading(self.settings.reading) as read:
            yield read

    @property
    def inbox(self) -> Inbox:
        """The drop folder."""
        return Inbox(self.settings.inbox)

    @property
    def vault(self) -> Vault:
        """Originals and receipts."""
        return Vault(self.settings.vault)

    @property
    def kept(self) -> KeptBatches:
        """What stands for originals that were destroyed."""
        return KeptBatches(self.vault)

    @property
    def lake(self) -> Lake:
        """The log of batches."""
        return Lake(self.settings.lake, lake_tables())

    def _new_claim(
        self, arrivals: list[Arrival], digests: dict[str, str], received_at: datetime
    ) -> Claim:
        """Name the batch after its time and content; each is later than the one before it.

        With the clock set back a correction would else come before what it corrects, and not count.
        """
        last = max(self.vault.batch_ids(), default="")[:15]
        if last >= f"{received_at:%Y%m%dT%H%M%S}":
            received_at = datetime.strptime(last, "%Y%m%dT%H%M%S") + timedelta(seconds=1)  # noqa: DTZ007
        content = "\n".join(f"{arrival.path}\0{digests[arrival.path]}" for arrival in arrivals)
        digest = hashlib.sha256(f"{received_at.isoformat()}\n{content}".encode()).hexdigest()
        batch_id = f"{received_at:%Y%m%dT%H%M%S}-{digest[:6]}"
        entries = tuple(
            Entry(f"{batch_id}-{number:04d}", arrival)
            for number, arrival in enumerate(arrivals, start=1)
        )
        return Claim(batch_id, received_at, entries)

    def _finish(self, claim: Claim, read: Read, unread: Unread) -> BatchReport | None:
        """Bring a claimed batch to its end from wherever it stands; None where nothing was left."""
        held = self.inbox.take(claim, self.on_step, unread)
        if not self.vault.has_batch(claim.batch_id) and not self._seal(claim, held, unread):
            self.inbox.release(claim, {})
            return None
        batch = self.vault.batch(claim.batch_id)
        open_bytes = self._held_bytes(claim)
        tables, replayed = self._to_lake(batch, open_bytes, read)
        write_returns = self.write_returns or _write_returns
        returns = tuple(write_returns(self.settings, batch, tables, open_bytes, read))
        self.on_step("returns")
        self.inbox.release(claim, {r.submission_id: r.sha256 for r in batch.receipts})
        self.on_step("released")
        return BatchReport(
            batch_id=claim.batch_id,
            received_at=claim.received_at,
            submissions=tables["submissions"],
            findings=tables["findings"],
            unmapped_count=tables[UNMAPPED].height,
            replayed=replayed,
            returns=returns,
        )

    def _seal(self, claim: Claim, held: list[Entry], unread: Unread) -> bool:
        """Seal what is held and can be read; whether that is anything."""
        receipts = []
        for entry in held:
            content = None
            with unread.noted(entry.arrival.path):
                content = self.inbox.read(claim, entry)
            if content is None:
                continue
            self.inbox.keep(claim, entry, content)
            form_id, period, unit_code = declared_by_folder(entry.arrival.path)
            receipt = Receipt(
                submission_id=entry.submission_id,
                path=entry.arrival.path,
                file_name=entry.arrival.path.rpartition("/")[2],
                sha256=self.vault.seal(content, f"{claim.received_at:%Y-%m}"),
                size=len(content),
                form_id=form_id,
                period=period,
                unit_code=unit_code,
            )
            receipts.append(receipt)
            self.on_step(f"sealed {entry.submission_id}")
        if receipts:
            self.vault.seal_batch(BatchReceipt(claim.batch_id, claim.received_at, tuple(receipts)))
            self.on_step("receipts")
        return bool(receipts)

    def _rebuild(self, read: Read) -> None:
        """Judge again every sealed batch the lake does not hold, oldest first."""
        for batch_id in sorted(set(self.vault.batch_ids()) - self.lake.batch_ids()):
            if self.kept.has(batch_id):
                self.lake.commit(batch_id, self.kept.get(batch_id))
            else:
                self._to_lake(self.vault.batch(batch_id), self._sealed_bytes, read)

    def _to_lake(
        self, batch: BatchReceipt, open_bytes: OpenBytes, read: Read
    ) -> tuple[Tables, tuple[str, ...]]:
        """Judge a sealed batch and make it visible; the gate is pure, so twice is once."""
        tables = self._judge(batch, open_bytes, read)
        seal_decisions(self.vault, batch, tables.get(DECISIONS))
        self.on_step("decisions")
        earlier = pl.col("batch_id") < batch.batch_id
        repeated = replays(
            tables["submissions"],
            tables["submission_scopes"],
            self.lake.read("submissions").filter(earlier),
            self.lake.read("submission_scopes").filter(
                earlier, ~withdrawn_before(self.vault, batch)
            ),
        )
        self.on_step("gate")
        kept = {
            table: frame.filter(~pl.col("submission_id").is_in(sorted(repeated)))
            for table, frame in tables.items()
            if table in self.lake.tables
        }
        self.lake.commit(batch.batch_id, kept)
        self.on_step("lake")
        return tables, tuple(sorted(repeated))

    def _judge(self, batch: BatchReceipt, open_bytes: OpenBytes, read: Read) -> Tables:
        from validations.gate import check_batch

        if self.gate is not None:
            return judge_batch(self.gate, open_bytes, batch)
        known, limits = known_before(self.vault, self.lake, batch), self.settings.reading
        gate = partial(check_batch, known=known, read=read, readers=limits.processes)
        return judge_batch(gate, open_bytes, batch)

    def _held_bytes(self, claim: Claim) -> OpenBytes:
        """Originals of a batch under way, which need no opening of the vault."""

        def open_bytes(receipt: Receipt) -> bytes:
            held = self.inbox.held_bytes(claim, receipt.submission_id, receipt.sha256)
            return self._sealed_bytes(receipt) if held is None else held

        return open_bytes

    def _sealed_bytes(self, receipt: Receipt) -> bytes:
        return self.vault.open(receipt.sha256)


def _write_returns(
    settings: Settings, batch: BatchReceipt, tables: Tables, open_bytes: OpenBytes, read: Read
) -> Sequence[Path]:
    from orchestration.returns import write_returns

    return write_returns(settings, batch, tables, open_bytes, read)
