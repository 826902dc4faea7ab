"""The lake: an append-only log of batches in Parquet, each made visible by one rename.

Nothing in it is updated. Which submission counts is a dbt rule and does not belong here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from orchestration.stores import atomic
from orchestration.stores.lake_tables import Schema
from orchestration.stores.vault import Event

SCHEMA_BATCH = "00000000T000000-schema"


@dataclass(frozen=True)
class Lake:
    """The folder `lake/` of a home: `batches/<batch_id>/<table>.parquet` and `staging/`.

    `tables` names every table with its columns, so that each batch has the same types.
    """

    root: Path
    tables: Mapping[str, Schema]

    def batch_ids(self) -> set[str]:
        """Every visible batch, the schema batch left out."""
        return {path.name for path in self._batches.glob("*") if path.is_dir()} - {SCHEMA_BATCH}

    def commit(self, batch_id: str, frames: Mapping[str, pl.DataFrame]) -> None:
        """Make a batch visible, all of it or nothing; a batch already there is left as it is.

        Columns are put in order and cast; one that is missing or does not fit raises.
        """
        if (self._batches / batch_id).exists():
            return
        staged = self.root / "staging" / batch_id
        atomic.remove_folder(staged)
        staged.mkdir(parents=True)
        for table, frame in frames.items():
            if frame.height:
                self._shaped(table, frame).write_parquet(staged / f"{table}.parquet")
        atomic.publish_folder(staged, self._batches / batch_id)

    def ensure_schema(self) -> None:
        """Keep one batch of empty frames, so that every table can be read before its first row."""
        home = self._batches / SCHEMA_BATCH
        if home.exists() and self._schema_on_disk(home) == _plain(self.tables):
            return
        staged = self.root / "staging" / SCHEMA_BATCH
        atomic.remove_folder(staged)
        staged.mkdir(parents=True)
        for table, schema in self.tables.items():
            pl.DataFrame(schema=schema).write_parquet(staged / f"{table}.parquet")
        atomic.remove_folder(home)
        atomic.publish_folder(staged, home)

    def read(self, table: str) -> pl.DataFrame:
        """All rows of a table over all batches, in batch order."""
        files = sorted(self._batches.glob(f"*/{table}.parquet"))
        if not files:
            return pl.DataFrame(schema=self.tables[table])
        return pl.concat([pl.read_parquet(file) for file in files], how="diagonal_relaxed")

    def read_submission(self, table: str, submission_id: str) -> pl.DataFrame:
        """The rows of one submission in a table; only its own batch is opened."""
        batch_id = submission_id.rpartition("-")[0]
        file = self._batches / batch_id / f"{table}.parquet"
        if not file.exists():
            return pl.DataFrame(schema=self.tables[table])
        return pl.read_parquet(file).filter(pl.col("submission_id") == submission_id)

    def commit_events(self, events: list[Event]) -> None:
        """Bring sealed events the lake has not seen into it, as one batch named by its content."""
        known = set(self.read("events")["event_id"])
        fresh = [event for event in events if event.event_id not in known]
        if not fresh:
            return
        digest = hashlib.sha256("\n".join(e.event_id for e in fresh).encode()).hexdigest()[:6]
        self.commit(
            f"{fresh[-1].occurred_at:%Y%m%dT%H%M%S}-{digest}", {"events": _event_rows(fresh)}
        )

    @property
    def _batches(self) -> Path:
        return self.root / "batches"

    def _shaped(self, table: str, frame: pl.DataFrame) -> pl.DataFrame:
        schema = self.tables[table]
        return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items())

    def _schema_on_disk(self, home: Path) -> dict[str, list[tuple[str, str]]]:
        return {
            file.stem: [(name, str(dtype)) for name, dtype in pl.read_parquet_schema(file).items()]
            for file in home.glob("*.parquet")
        }


def _plain(tables: Mapping[str, Schema]) -> dict[str, list[tuple[str, str]]]:
    return {
        table: [(name, str(dtype)) for name, dtype in pl.Schema(schema).items()]
        for table, schema in tables.items()
    }


def _event_rows(events: list[Event]) -> pl.DataFrame:
    rows = [
        {
            "event_id": event.event_id,
            "event_type": event.event_type,
            "occurred_at": event.occurred_at,
            "who": event.who,
            "subject": event.subject,
            "payload": json.dumps(event.payload, ensure_ascii=False, sort_keys=True),
        }
        for event in events
    ]
    return pl.DataFrame(rows)
