"""Archives gone astray, a sheet of the county's restricted copy: by slip, never by pupil.

Which rows there are is ``rpt_transfer_anomaly``'s; nothing is computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from reports.blocks import Block, Cell, Column, Note, Sheet, Table, Value
from reports.formatting import NOT_APPLICABLE
from reports.wording import say

_ROOT = "county.astray"
_GRID = (7.0, 20.0, 26.0, 18.0, 14.0, 13.0, 13.0, 8.0, 16.0)
_COLUMNS = (
    ("number", "centre"),
    ("kind", "text"),
    ("transfer_id", "code"),
    ("leg", "text"),
    ("other_unit", "text"),
    ("sent_on", "date"),
    ("arrived_on", "date"),
    ("days", "count"),
    ("who", "text"),
)


def astray_sheet(astray: pl.DataFrame, head: tuple[Block, ...]) -> Sheet:
    """移交对账 under the copy's own head: what this county is to clear first, the oldest first."""
    if astray.is_empty():
        block: Block = Note((say(f"{_ROOT}.none"),), style="body")
        return Sheet(say("county.sheets.astray"), (*head, block), _GRID, tab="red")
    ordered = astray.sort(
        ~pl.col("is_to_clear"), "since_on", "transfer_id", "leg_no", "anomaly_code"
    )
    columns = tuple(Column(say(f"{_ROOT}.{key}"), style) for key, style in _COLUMNS)
    rows = tuple(
        _row(number, row) for number, row in enumerate(ordered.iter_rows(named=True), start=1)
    )
    blocks = (
        *head,
        Note((say(f"{_ROOT}.note"),)),
        Table("astray", columns, rows, is_repeated=True),
    )
    return Sheet(say("county.sheets.astray"), blocks, _GRID, tab="red")


def _row(number: int, row: Mapping[str, Any]) -> tuple[Value | Cell, ...]:
    who = "ours" if row["is_to_clear"] else "theirs"
    return (
        str(number),
        row["anomaly_label"],
        row["transfer_id"],
        row["leg_label"],
        row["other_unit_name"] or NOT_APPLICABLE,
        row["sent_on"] or NOT_APPLICABLE,
        row["arrived_on"] or NOT_APPLICABLE,
        row["days"],
        Cell(say(f"{_ROOT}.{who}"), "text", "must_fix" if row["is_to_clear"] else ""),
    )
