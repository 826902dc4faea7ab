"""The lake: an append-only log of batches in encrypted Parquet, each made visible by one rename.

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
from orchestration.stores.encrypted import read_parquet, write_parquet
from orchestration.stores.keys import Keys
from orchestration.stores.lake_tables import Schema
from orchestration.stores.vault import Event

SCHEMA_BATCH = "00000000T000000-schema"


@dataclass(frozen=True)
class Lake:
    """The folder `lake/` of a home: `batches/<batch_id>/<table>.parquet` and `staging/`.

    `tables` names every table with its columns, so that each batch has the same types. The key is
    the home's, whose folder `keys/` lies beside the lake.
    """

    root: Path
    tables: Mapping[str, Schema]

    @property
    def keys(self) -> Keys:
        """The keys of the home the lake lies in."""
        return Keys(self.root.parent)

    def batch_ids(self) -> set[str]:
        """Every visible batch, the schema batch left out."""
        return {path.name for path in self._batches.glob("*") if path.is_dir()} - {SCHEMA_BATCH}

    def commit(self, batch_id: str, frames: Mapping[str, pl.DataFrame]) -> None:
        """Make a batch visible, all of it or nothing; a batch already there is left as it is.

        Columns are put in order and cast; one that is missing or does not fit raises.
        """
        if (self._batches / batch_id).exists():
            return
        staged = self._stage(batch_id)
        key = self._write_key()
        for table, frame in frames.items():
            if frame.height:
                write_parquet(self._shaped(table, frame), staged / f"{table}.parquet", key)
        atomic.publish_folder(staged, self._batches / batch_id)

    def ensure_schema(self) -> None:
        """Keep one batch of empty frames, so that every table can be read before its first row.

        Where a release brought other columns, older batches are given them, empty.
        """
        home = self._batches / SCHEMA_BATCH
        key = self._write_key()
        schema_file = home / "schema.json"
        if schema_file.exists() and atomic.read_json(schema_file) == _plain(self.tables):
            return
        for batch_id in sorted(self.batch_ids()):
            self._widen(self._batches / batch_id, key)
        staged = self._stage(SCHEMA_BATCH)
        for table, schema in self.tables.items():
            write_parquet(pl.DataFrame(schema=schema), staged / f"{table}.parquet", key)
        atomic.write_json(staged / "schema.json", _plain(self.tables))
        atomic.remove_folder(home)
        atomic.publish_folder(staged, home)

    def read(self, table: str) -> pl.DataFrame:
        """All rows of a table over all batches, in batch order."""
        files = sorted(self._batches.glob(f"*/{table}.parquet"))
        if not files:
            return pl.DataFrame(schema=self.tables[table])
        return read_parquet(files, self.keys.store_key())

    def read_submission(self, table: str, submission_id: str) -> pl.DataFrame:
        """The rows of one submission in a table; only its own batch is opened."""
        batch_id = submission_id.rpartition("-")[0]
        file = self._batches / batch_id / f"{table}.parquet"
        if not file.exists():
            return pl.DataFrame(schema=self.tables[table])
        rows = read_parquet([file], self.keys.store_key())
        return rows.filter(pl.col("submission_id") == submission_id)

    def read_batch(self, batch_id: str) -> dict[str, pl.DataFrame]:
        """All tables of one batch, those with rows."""
        key = self.keys.store_key()
        files = sorted((self._batches / batch_id).glob("*.parquet"))
        return {file.stem: read_parquet([file], key) for file in files}

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

    def _widen(self, folder: Path, key: str) -> None:
        """Write a batch's files again that lack a column; each is replaced by one rename."""
        for file in sorted(folder.glob("*.parquet")):
            schema = self.tables.get(file.stem)
            frame = read_parquet([file], key)
            if schema is not None and frame.columns != list(schema):
                missing = [pl.lit(None).alias(name) for name in schema if name not in frame.columns]
                aside = file.with_suffix(".aside")
                write_parquet(self._shaped(file.stem, frame.with_columns(missing)), aside, key)
                aside.replace(file)

    def _stage(self, batch_id: str) -> Path:
        staged = self.root / "staging" / batch_id
        atomic.remove_folder(staged)
        staged.mkdir(parents=True)
        return staged

    def _write_key(self) -> str:
        """The key, noted in the lake before anything is written with it."""
        key = self.keys.store_key()
        if not self.keys.key_mark.exists():
            self.keys.mark_lake(self.root, key)
        return key

    def _shaped(self, table: str, frame: pl.DataFrame) -> pl.DataFrame:
        schema = self.tables[table]
        return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items())


def _plain(tables: Mapping[str, Schema]) -> dict[str, list[list[str]]]:
    return {
        table: [[name, str(dtype)] for name, dtype in pl.Schema(schema).items()]
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
