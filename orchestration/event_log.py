"""Dagster's own event log in SQLite, with its files kept open between two events.

Dagster opens the file of the run and that of all runs anew for each event. A build of the figures
writes some twelve hundred, which took longer than a third of the build itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.sql import create_engine
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from sqlalchemy.engine import Connection, Engine

# The run under way, the index of all runs, and a few that somebody looks at.
_OPEN_FILES = 8


class OpenEventLog(SqliteEventLogStorage):
    """Same files, tables and answers as its parent's; at most eight files stay open."""

    def __init__(self, base_dir: str, inst_data: Any = None) -> None:
        self._engines: dict[str, Engine] = {}
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Mapping[str, Any]) -> OpenEventLog:
        """As Dagster makes it from `dagster.yaml`."""
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock, self._engine(shard).connect() as connection, connection.begin():
            yield connection

    def _engine(self, shard: str) -> Engine:
        engine = self._engines.pop(shard, None)
        if engine is None:
            if len(self._engines) == _OPEN_FILES:
                self._engines.pop(next(iter(self._engines))).dispose()
            waits = {"timeout": SQLITE_BUSY_TIMEOUT_SECONDS}
            engine = create_engine(self.conn_string_for_shard(shard), connect_args=waits)
            self._initdb(engine)
        self._engines[shard] = engine
        return engine
