"""Files in, figures out: the short way the pipeline tests take through the real parts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

import polars as pl

from orchestration.figures import build_figures, warehouse_of
from orchestration.intake import BatchReport, Intake
from orchestration.settings import Settings, load_settings
from validations.form_columns import columns_of
from validations.forms import FORMS


def new_home(home: Path) -> Settings:
    """A home that takes files as soon as they lie there."""
    (home / "inbox").mkdir(parents=True)
    (home / "settings.toml").write_text("settle_seconds = 0\n", encoding="utf-8")
    return load_settings(home)


def drop_csv(
    settings: Settings, form_id: str, period: str, unit_code: str, rows: Iterable[Mapping[str, str]]
) -> None:
    """Lay rows (Chinese words by English column) into the folder that says what they are."""
    columns = columns_of(FORMS[form_id].main)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.title for column in columns])
    writer.writerows([row.get(column.name, "") for column in columns] for row in rows)
    path = settings.inbox / form_id / period / unit_code / f"{form_id}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(out.getvalue(), encoding="utf-8-sig")


def take_in(settings: Settings, received_at: datetime) -> BatchReport:
    """One batch through vault, gate, lake and returns."""
    report = Intake(settings).run(received_at)
    assert len(report.batches) == 1
    return report.batches[0]


def figures(settings: Settings) -> pl.DataFrame:
    """Build the warehouse as known now and read fct_figures."""
    result = build_figures(settings)
    assert result.published, [(node.unique_id, node.message) for node in result.failed]
    return warehouse_of(settings).read("fct_figures")


def figure(frame: pl.DataFrame, figure_id: str) -> dict[str, object]:
    """The one row of a figure."""
    rows = frame.filter(pl.col("figure_id") == figure_id)
    assert rows.height == 1, figure_id
    return rows.row(0, named=True)
