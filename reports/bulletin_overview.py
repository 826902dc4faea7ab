"""The bulletin's sheet 县(市、区)一览: one row a unit in official order, marks, no score, no rank.

Which unit missed a target is read from the figure (``is_target_met``), never compared here.
"""

from __future__ import annotations

from reports.blocks import Cell, Column, Note, Sheet, Table, Title, Value
from reports.bulletin_input import CITY, BulletinInput
from reports.bulletin_staffing import researcher_cell
from reports.wording import say

_METRICS = (
    ("M02", ""),
    ("M03", ""),
    ("M04", ""),
    ("M05", ""),
    ("M07", ""),
    ("M21", ""),
    ("M22", ""),
    ("M23", "a"),
    ("M24", "a"),
    ("M25", ""),
    ("M27", "a"),
    ("M27", "b"),
    ("M42", "a"),
    ("M42", "b"),
)
# A ratio is the longest value: two marks, "1:" and up to five digits with a decimal.
_GRID = (12.6, *(11.8 if metric_id == "M23" else 8.5 for metric_id, _ in _METRICS))


def overview_sheet(given: BulletinInput, title: Title) -> Sheet:
    """县(市、区)一览, under the title given."""
    metrics = [given.metric(metric_id, variant) for metric_id, variant in _METRICS]
    columns = (
        Column(say("bulletin.overview.unit"), "name"),
        *(Column(metric.name, metric.style) for metric in metrics),
    )
    targets = tuple(
        Cell(given.target_words(metric_id, variant), "centre") for metric_id, variant in _METRICS
    )
    places = ((CITY, say("mark.city")), *given.unit_list)
    rows: tuple[tuple[Value | Cell, ...], ...] = (
        (say("bulletin.overview.target_row"), *targets),
        *((name, *_cells(given, unit)) for unit, name in places),
    )
    table = Table("overview", columns, rows, lead_rows=2, is_repeated=True)
    note = Note((say("bulletin.overview.note"), say("mark.legend")))
    return Sheet(say("bulletin.sheets.overview"), (title, table, note), _GRID)


def _cells(given: BulletinInput, unit: str) -> tuple[Value | Cell, ...]:
    return tuple(
        researcher_cell(given, unit) if metric_id == "M25" else given.cell(metric_id, unit, variant)
        for metric_id, variant in _METRICS
    )
