"""The bulletin's sheet 更正说明: figures of issued months that read otherwise now.

What changed, why, and by which submissions is found before (``orchestration``), and so is what
may be shown of either reading; here it is only put into words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.blocks import Cell, Column, Note, Sheet, Table, Title, Value
from reports.bulletin_input import BulletinInput
from reports.formatting import chinese_month, shown, spoken
from reports.wording import lines, say
from validations.code_lists import labels

_ROOT = "bulletin.errata"
_COLUMNS = {
    "issue_no": "centre",
    "month": "centre",
    "metric_name": "text",
    "unit_name": "name",
    "old": "centre",
    "new": "centre",
    "submissions": "text",
    "why": "text",
    "figure_id": "text",
}
_GRID = (7.5, 12.0, 21.0, 12.0, 11.0, 11.0, 32.0, 10.0, 24.0)
_LISTS = ("level", "stage", "form")


def errata_sheet(given: BulletinInput, title: Title) -> Sheet | None:
    """更正说明, under the title given; None where nothing issued has changed."""
    if given.errata is None or given.errata.is_empty():
        return None
    columns = tuple(Column(say(f"{_ROOT}.{key}"), style) for key, style in _COLUMNS.items())
    rows = tuple(_row(given, row) for row in given.errata.iter_rows(named=True))
    table = Table("errata", columns, rows, is_repeated=True)
    return Sheet(
        say("bulletin.sheets.errata"),
        (title, table, Note(lines(f"{_ROOT}.notes"))),
        _GRID,
        tab="orange",
    )


def _row(given: BulletinInput, row: Mapping[str, Any]) -> tuple[Value | Cell, ...]:
    group = _slice_words(row["slice"])
    name = say(f"{_ROOT}.metric", name=row["metric_name"], group=group)
    return (
        row["issue_no"],
        chinese_month(row["month"]),
        name if group else row["metric_name"],
        row["unit_name"],
        _words(given, row, "old"),
        _words(given, row, "new"),
        row["submissions"],
        row["why"],
        row["figure_id"],
    )


def _words(given: BulletinInput, row: Mapping[str, Any], when: str) -> str:
    """One reading of a figure as printed: its number rounded once, or its mark."""
    metric = given.metric(row["metric_id"], row["variant"] or "")
    parts = ("status", "numerator", "denominator", "value")
    reading = {name: row[f"{when}_{name}"] for name in parts}
    number = shown(reading, metric.kind, metric.decimals)
    return spoken(number, metric.kind, metric.decimals, row["unit_of_measure"])


def _slice_words(slice_: str | None) -> str:
    """A level, stage or form by its name, another slice by its code."""
    for name in _LISTS:
        for label, code in labels(name).items():
            if code == slice_:
                return label
    return slice_ or ""
