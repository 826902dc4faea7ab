"""A model's own SQL on tables made up for it: no lake, no dbt, only the project's macros.

What the rows should be belongs to the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import jinja2
import polars as pl

PROJECT = Path(__file__).resolve().parents[1] / "dbt_project"
KNOWN_AT = datetime(2027, 7, 5, 20)


class ModelBench:
    """A database in memory: tables are put in, models are run over them by name."""

    def __init__(self) -> None:
        """Open an empty database."""
        self.connection = duckdb.connect()

    def put(self, name: str, frame: pl.DataFrame) -> None:
        """Lay a frame in as the table of that name."""
        self.connection.register("given_frame", frame.to_arrow())
        self.connection.execute(f'create or replace table "{name}" as select * from given_frame')
        self.connection.unregister("given_frame")

    def put_seed(self, name: str) -> None:
        """Lay a seed in as dbt would, typed by its YAML."""
        import yaml

        path = next(PROJECT.glob(f"seeds/**/{name}.csv"))
        (entry,) = yaml.safe_load(path.with_suffix(".yml").read_text("utf-8"))["seeds"]
        types = entry["config"]["column_types"]
        columns = ", ".join(
            f"cast({column} as {kind}) as {column}" for column, kind in types.items()
        )
        self.connection.execute(
            f'create or replace table "{name}" as select {columns} from '
            f"read_csv('{path}', header = true, all_varchar = true, nullstr = '')"
        )

    def run(self, *models: str) -> None:
        """Build models one after the other from what lies there."""
        for name in models:
            self.connection.execute(f'create or replace table "{name}" as {rendered(name)}')

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table."""
        frame: pl.DataFrame = self.connection.sql(f'select * from "{table}"').pl()
        return frame.to_dicts()


@cache
def rendered(model: str) -> str:
    """A model's SQL with its macros put in and every ref a plain name."""
    path = next(PROJECT.glob(f"models/**/{model}.sql"))
    macros = "".join(part.read_text("utf-8") for part in sorted((PROJECT / "macros").glob("*.sql")))
    context: Mapping[str, Any] = {
        "ref": lambda name: f'"{name}"',
        "env_var": lambda _name, _default="": f"{KNOWN_AT:%Y-%m-%d %H:%M:%S}",
        "target": SimpleNamespace(type="duckdb"),
        "execute": False,
        "flags": SimpleNamespace(WHICH="compile"),
    }
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    return environment.from_string(macros + path.read_text("utf-8"), globals=context).render()


def months_frame(months: list[str]) -> pl.DataFrame:
    """dim_month for these months, each with its school year and the month a year before."""
    rows = []
    for month in months:
        year, number = int(month[:4]), int(month[5:])
        start = date(year, number, 1)
        after = date(year + number // 12, number % 12 + 1, 1)
        first = year if number >= 9 else year - 1
        rows.append(
            {
                "month": month,
                "starts_on": start,
                "ends_on": date.fromordinal(after.toordinal() - 1),
                "school_year": f"{first}-{first + 1}",
                "same_month_last_year": f"{year - 1}-{number:02d}",
            }
        )
    return pl.DataFrame(rows)
