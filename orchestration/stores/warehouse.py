"""The DuckDB warehouse: built by dbt in process, aside, and put in place by one rename.

A failed or killed build leaves the last good figures standing. No rule and no arithmetic is here.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from orchestration.stores import atomic
from orchestration.stores.encrypted import attach_warehouse
from orchestration.stores.keys import Keys

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# dbt keeps variables of this prefix out of its logs and its manifest.
KEY_VARIABLE = "DBT_ENV_SECRET_XINQING_STORE_KEY"
WAREHOUSE_VARIABLE = "XINQING_WAREHOUSE"
SPILL_VARIABLE = "XINQING_SPILL"
PROJECT_DIR = Path(__file__).resolve().parents[2] / "dbt_project"
_SILENT = ("--quiet", "--log-level", "none", "--log-level-file", "none")
_OK = frozenset({"success", "pass", "warn", "no-op"})


class NoFiguresError(RuntimeError):
    """There is no complete build to read from; the words say what to run first."""


class DbtFailedError(RuntimeError):
    """dbt could not even start its work (parse or connection), with its own words."""


@dataclass(frozen=True)
class NodeResult:
    """What dbt says of one seed, model or test; `failures` counts rows a test found."""

    unique_id: str
    resource_type: str
    status: str
    seconds: float
    failures: int | None
    message: str

    @property
    def passed(self) -> bool:
        """Whether the node did what it should; a warning passes."""
        return self.status in _OK


@dataclass(frozen=True)
class BuildResult:
    """One build: its knowledge date and every node; `published` when the figures were replaced."""

    known_at: datetime
    nodes: tuple[NodeResult, ...]
    published: bool

    @property
    def failed(self) -> tuple[NodeResult, ...]:
        """Nodes in error or failing; skipped ones are left out, since another is the cause."""
        return tuple(n for n in self.nodes if not n.passed and n.status != "skipped")


@dataclass(frozen=True)
class Warehouse:
    """`path` is the published file; `scratch` holds builds under way and dbt's own target.

    All of them are encrypted with the key of the home in which `lake` lies. `connection` is set
    within `held` only.
    """

    path: Path
    scratch: Path
    lake: Path
    connection: DuckDBPyConnection | None = field(default=None, repr=False, compare=False)

    @property
    def manifest(self) -> Path:
        """The manifest of dbt, written by `parse` and by each build."""
        return self.scratch / "dbt" / "manifest.json"

    def parse(self) -> Path:
        """Write the manifest without touching any data; raises `DbtFailedError`."""
        # No database is opened, so no key is needed or made.
        surroundings = self._surroundings(self.path, datetime(2000, 1, 1), "unused")  # noqa: DTZ001
        with surroundings as invoke:
            invoke(["parse"])
        return self.manifest

    def build(
        self, known_at: datetime, on_node: Callable[[str], None] | None = None
    ) -> BuildResult:
        """Seed, build and test everything as known at `known_at`; publish only if all is well.

        `on_node` hears the name of each finished node. The caller holds the store lock.
        """
        aside = self.scratch / "building"
        atomic.remove_folder(aside)
        aside.mkdir(parents=True)
        building = aside / self.path.name
        key = Keys(self.lake.parent).store_key()
        with self._surroundings(building, known_at, key, on_node) as invoke:
            # Unit tests try the code, not the data: they belong to `make test`.
            nodes = tuple(
                _node(raw) for raw in invoke(["build", "--exclude-resource-type", "unit_test"])
            )
        is_good = bool(nodes) and all(node.passed for node in nodes)
        if is_good:
            self._publish(building)
        return BuildResult(known_at=known_at, nodes=nodes, published=is_good)

    def read(self, model: str, **equal: str) -> pl.DataFrame:
        """A model as a frame, rows where each named column equals its value.

        Raises `NoFiguresError` where nothing has been built yet.
        """
        condition = " and ".join(f'"{column}" = ?' for column in equal) or "true"
        with self._connected() as connection:
            frame: pl.DataFrame = connection.execute(
                f'select * from "{model}" where {condition}',  # noqa: S608 - names are our own
                list(equal.values()),
            ).pl()
        return frame

    def has(self, model: str) -> bool:
        """Whether the published build holds the model; one of an earlier release may not."""
        if self.connection is None and not self.path.exists():
            return False
        with self._connected() as connection:
            tables = connection.execute(
                "select 1 from information_schema.tables where table_name = ?", [model]
            ).fetchall()
        return bool(tables)

    def find(self, model: str, **equal: str) -> pl.DataFrame | None:
        """As `read`; None where the published build does not hold the model."""
        return self.read(model, **equal) if self.has(model) else None

    @contextlib.contextmanager
    def held(self) -> Iterator[Warehouse]:
        """The same on one connection: whatever is read within the block is of one build.

        Raises `NoFiguresError` where nothing has been built yet.
        """
        with self._connected() as connection:
            yield replace(self, connection=connection)

    @contextlib.contextmanager
    def _connected(self) -> Iterator[DuckDBPyConnection]:
        if self.connection is not None:
            yield self.connection
            return
        if not self.path.exists():
            raise NoFiguresError("指标库尚未建成：请先运行 xinqing run，或在界面中运行 nightly。")
        with self.connect() as connection:
            yield connection

    def connect(self, read_only: bool = True) -> DuckDBPyConnection:
        """A connection to the published file, for a `with` block.

        Raises `KeyFaultError` where the home's key is not the file's.
        """
        return attach_warehouse(self.path, Keys(self.lake.parent).store_key(), read_only)

    def _publish(self, building: Path) -> None:
        with building.open("rb") as opened:
            os.fsync(opened.fileno())
        building.replace(self.path)
        atomic.sync_folder(self.path.parent)

    @contextlib.contextmanager
    def _surroundings(
        self,
        target: Path,
        known_at: datetime,
        key: str,
        on_node: Callable[[str], None] | None = None,
    ) -> Iterator[Callable[[list[str]], Sequence[Any]]]:
        """Run dbt with its environment set, and its connections closed afterwards."""
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.cli.main import dbtRunner

        runner = dbtRunner(callbacks=[_listener(on_node)] if on_node else None)
        folders = {
            "--project-dir": PROJECT_DIR,
            "--profiles-dir": PROJECT_DIR,
            "--target-path": self.scratch / "dbt",
            "--log-path": self.scratch / "dbt",
        }

        def invoke(command: list[str]) -> Sequence[Any]:
            options = [str(part) for pair in folders.items() for part in pair]
            with _unsaid_arguments():
                answer = runner.invoke([*_SILENT, *command, *options])
            if answer.exception is not None:
                raise DbtFailedError(f"dbt 未能运行：{answer.exception}") from answer.exception
            return getattr(answer.result, "results", ())

        with _environment(self._variables(target, known_at, key)):
            try:
                yield invoke
            finally:
                # Else the next opening of the same file in this process fails.
                DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]

    def _variables(self, target: Path, known_at: datetime, key: str) -> dict[str, str]:
        return {
            WAREHOUSE_VARIABLE: str(target),
            "XINQING_LAKE": str(self.lake),
            SPILL_VARIABLE: str(self.scratch / "spill"),
            KEY_VARIABLE: key,
            "XINQING_KNOWN_AT": f"{known_at:%Y-%m-%d %H:%M:%S}",
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }


@contextlib.contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextlib.contextmanager
def _unsaid_arguments() -> Iterator[None]:
    """Hide this program's arguments, a pupil's token among them: dbt writes them into its files."""
    said = sys.argv
    sys.argv = said[:1]
    try:
        yield
    finally:
        sys.argv = said


def _listener(on_node: Callable[[str], None]) -> Callable[[Any], None]:
    def hear(event: Any) -> None:
        if event.info.name == "NodeFinished":
            on_node(event.data.node_info.node_name)

    return hear


def _node(raw: Any) -> NodeResult:
    return NodeResult(
        unique_id=raw.node.unique_id,
        resource_type=str(raw.node.resource_type),
        status=str(raw.status),
        seconds=float(raw.execution_time),
        failures=raw.failures,
        message=raw.message or "",
    )
