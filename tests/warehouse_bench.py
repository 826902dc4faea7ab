"""A lake and a warehouse at fixed paths: dbt compiles once, and its SQL is run as often as wanted.

It runs dbt's own SQL and reads models; what the figures should be belongs to the tests.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from orchestration.stores.keys import Keys
from orchestration.stores.warehouse import KEY_VARIABLE, Warehouse
from tests.lake_builder import LakeBuilder

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PROJECT = Path(__file__).resolve().parents[1] / "dbt_project"
ANY_MOMENT = datetime(2001, 2, 3, 4, 5, 6)


class WarehouseBench:
    """One folder with `lake`, `warehouse.duckdb` and dbt's scratch; built as often as wanted."""

    def __init__(self, root: Path) -> None:
        """Take the folder; nothing is built yet."""
        self.root = root
        self.lake = root / "lake"
        self.path = root / "warehouse.duckdb"
        self._models: dict[str, _Model] = {}

    def fresh_lake(self) -> LakeBuilder:
        """An empty lake in the place of the last one."""
        shutil.rmtree(self.lake, ignore_errors=True)
        return LakeBuilder(self.lake)

    def add_to_lake(self, batch_id: str, name: str, frame: pl.DataFrame) -> None:
        """Add one table to the lake as it is."""
        LakeBuilder(self.lake).write(batch_id, name, frame)

    def run(self, known_at: datetime, *models: str, leave: Collection[str] = ()) -> None:
        """Build all models as known at `known_at` with the SQL dbt compiled, about a second.

        With names of models, only these and what they read; those to `leave` stay as last built.
        """
        if not self._models:
            self._invoke(["seed", "--no-write-json"], ANY_MOMENT)
            self._invoke(["compile"], ANY_MOMENT)
            manifest = json.loads((self.root / "target" / "manifest.json").read_text("utf-8"))
            self._models = _models(manifest)
        wanted = _with_parents(self._models, models) if models else set(self._models)
        with self.connect(read_only=False) as connection:
            for name, model in self._models.items():
                if name in wanted and name not in leave:
                    moment = known_at.isoformat(sep=" ")
                    connection.execute(model.statement.replace(str(ANY_MOMENT), moment))

    def build(self, known_at: datetime, *options: str) -> dict[str, str]:
        """Seeds, models and all of dbt's tests, through dbt; each node's status by its name."""
        return self._invoke(["build", *options], known_at, may_fail=True)

    def rows(self, model: str, where: str = "true") -> pl.DataFrame:
        """The rows of a model that meet a condition."""
        with self.connect() as connection:
            frame: pl.DataFrame = connection.sql(f"select * from {model} where {where}").pl()
        return frame

    def connect(self, read_only: bool = True) -> DuckDBPyConnection:
        """A connection to the built file."""
        return Warehouse(self.path, self.root, self.lake).connect(read_only)

    def figures(self, month: str) -> dict[str, tuple[float | None, float | None, str]]:
        """Figures of a month by their id without it: numerator, denominator, status."""
        rows = self.rows("fct_figures", f"month = '{month}'").with_columns(
            pl.col("numerator", "denominator").cast(pl.Float64)
        )
        return {
            row["figure_id"].removesuffix(f".{month}"): (
                row["numerator"],
                row["denominator"],
                row["status"],
            )
            for row in rows.to_dicts()
        }

    def _invoke(
        self, command: Sequence[str], known_at: datetime, may_fail: bool = False
    ) -> dict[str, str]:
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.cli.main import dbtRunner

        folders = {
            "--project-dir": PROJECT,
            "--profiles-dir": PROJECT,
            "--target-path": self.root / "target",
            "--log-path": self.root / "target",
        }
        options = [str(part) for pair in folders.items() for part in pair]
        environment = {
            "XINQING_LAKE": str(self.lake),
            "XINQING_WAREHOUSE": str(self.path),
            "XINQING_SPILL": str(self.root / "spill"),
            KEY_VARIABLE: Keys(self.root).store_key(),
            "XINQING_KNOWN_AT": known_at.isoformat(sep=" "),
        }
        with _environment(environment):
            try:
                answer = dbtRunner().invoke(["--quiet", "--log-level", "none", *command, *options])
            finally:
                DuckDBConnectionManager.close_all_connections()
        results = getattr(answer.result, "results", [])
        statuses = {str(result.node.name): str(result.status) for result in results}
        if not may_fail and not answer.success:
            failed = [str(result.message) for result in results if result.status == "error"]
            raise AssertionError(f"dbt {command[0]} failed: {failed or answer.exception}")
        return statuses


@dataclass(frozen=True)
class _Model:
    """A model as one statement, and the models it reads."""

    statement: str
    parents: tuple[str, ...]


def _models(manifest: dict[str, Any]) -> dict[str, _Model]:
    """The models of a compiled manifest by name, each after those it reads."""
    nodes = {
        key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"
    }
    done: dict[str, _Model] = {}

    def visit(key: str) -> None:
        if key not in nodes or nodes[key]["name"] in done:
            return
        parents = nodes[key]["depends_on"]["nodes"]
        for parent in parents:
            visit(parent)
        node = nodes[key]
        done[node["name"]] = _Model(
            f"create or replace {node['config']['materialized']} {node['name']}"
            f" as {node['compiled_code']}",
            tuple(nodes[parent]["name"] for parent in parents if parent in nodes),
        )

    for key in nodes:
        visit(key)
    return done


def _with_parents(models: dict[str, _Model], names: Sequence[str]) -> set[str]:
    """The named models and every model they read, near or far."""
    wanted: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += models[name].parents
    return wanted


@contextlib.contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
