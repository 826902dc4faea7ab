"""A lake and a warehouse at fixed paths: dbt compiles once, and its SQL is run as often as wanted.

It runs dbt's own SQL and reads models; what the figures should be belongs to the tests.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from tests.lake_builder import LakeBuilder

PROJECT = Path(__file__).resolve().parents[1] / "dbt_project"
ANY_MOMENT = datetime(2001, 2, 3, 4, 5, 6)


class WarehouseBench:
    """One folder with `lake`, `warehouse.duckdb` and dbt's scratch; built as often as wanted."""

    def __init__(self, root: Path) -> None:
        """Take the folder; nothing is built yet."""
        self.root = root
        self.lake = root / "lake"
        self.path = root / "warehouse.duckdb"
        self._statements: list[str] = []

    def fresh_lake(self) -> LakeBuilder:
        """An empty lake in the place of the last one."""
        shutil.rmtree(self.lake, ignore_errors=True)
        return LakeBuilder(self.lake)

    def run(self, known_at: datetime) -> None:
        """Build all models as known at `known_at` with the SQL dbt compiled, about a second."""
        import duckdb

        if not self._statements:
            self._invoke(["seed", "--no-write-json"], ANY_MOMENT)
            self._invoke(["compile"], ANY_MOMENT)
            manifest = json.loads((self.root / "target" / "manifest.json").read_text("utf-8"))
            self._statements = _statements(manifest)
        with duckdb.connect(str(self.path)) as connection:
            for statement in self._statements:
                connection.execute(statement.replace(str(ANY_MOMENT), known_at.isoformat(sep=" ")))

    def build(self, known_at: datetime, *options: str) -> dict[str, str]:
        """Seeds, models and all of dbt's tests, through dbt; each node's status by its name."""
        return self._invoke(["build", *options], known_at, may_fail=True)

    def rows(self, model: str, where: str = "true") -> pl.DataFrame:
        """The rows of a model that meet a condition."""
        import duckdb

        with duckdb.connect(str(self.path), read_only=True) as connection:
            frame: pl.DataFrame = connection.sql(f"select * from {model} where {where}").pl()
        return frame

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


def _statements(manifest: dict[str, Any]) -> list[str]:
    """The models of a compiled manifest as statements, each after those it reads."""
    models = {
        key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"
    }
    done: list[str] = []

    def visit(key: str) -> None:
        if key in done or key not in models:
            return
        for parent in models[key]["depends_on"]["nodes"]:
            visit(parent)
        done.append(key)

    for key in models:
        visit(key)
    kinds = {key: models[key]["config"]["materialized"] for key in done}
    return [
        f"create or replace {kinds[key]} {models[key]['name']} as {models[key]['compiled_code']}"
        for key in done
    ]


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
