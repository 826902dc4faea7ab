"""Deductions and the records behind them: the cells of a record, and the county's own sheet.

Rows are rpt_deduction's, nothing is computed. A record is told by school, file, sheet and row,
never by a pupil's code. The scorecard lists those of rules that are not banded, the county's
restricted copy all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from reports.blocks import Block, Cell, Column, Heading, Note, Sheet, Table, Value
from reports.formatting import NOT_APPLICABLE, exact, half_up
from reports.wording import lines, say, section
from validations.code_lists import label_of

RECORD_KEYS = ("school", "form", "period", "file", "sheet", "row")
_WORDS, _ROOT = "scorecard", "county.deductions"
_GRID = (6.0, 8.0, 22.0, 12.5, 21.0, 15.0, 28.0, 23.0, 6.5, 11.5)
_SUMS = (
    ("rule", "centre", 2),
    ("content", "text", 3),
    ("records", "centre_count", 1),
    ("band", "centre", 1),
    ("points", "decimal1", 1),
)
_RECORD_STYLES = ("text", "text", "centre", "text", "text", "centre")


def rule_words(rule_id: str) -> str:
    """What a rule that takes points off is about; KeyError where it has no words."""
    return section(f"{_WORDS}.rules")[rule_id]


def record_headers() -> tuple[str, ...]:
    """The headers over `record_cells`."""
    return tuple(say(f"{_WORDS}.record.{key}") for key in RECORD_KEYS)


def record_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    """School, form, period, file, sheet and row of a record; a whole file has no row."""
    return (
        row["school_name"],
        f"{row['form_id']} {label_of('form', row['form_id'])}",
        row["period"],
        row["file_name"] or NOT_APPLICABLE,
        row["sheet"] or say(f"{_WORDS}.record.whole"),
        NOT_APPLICABLE if row["row_number"] is None else str(row["row_number"]),
    )


def deductions_sheet(deductions: pl.DataFrame, head: tuple[Block, ...]) -> Sheet:
    """考评扣分记录 under the copy's own head: points and exact number by rule, then each record."""
    name = say("county.sheets.deductions")
    if deductions.is_empty():
        block: Block = Note((_say("none"),), style="body")
        return Sheet(name, (*head, block), _GRID, tab="red")
    rows = deductions.sort("rule_no", "school_code", "file_name", "sheet", "row_number")
    blocks = (
        *head,
        Note(lines(f"{_ROOT}.notes")),
        Heading(_say("sums")),
        _sums(rows),
        Heading(_say("records_heading")),
        _records(rows),
    )
    return Sheet(name, blocks, _GRID, tab="red")


def _say(key: str) -> str:
    return say(f"{_ROOT}.{key}")


def _sums(rows: pl.DataFrame) -> Table:
    columns = tuple(Column(_say(key), style) for key, style, _ in _SUMS)
    summed = rows.unique("rule_id", keep="first", maintain_order=True)
    cells = tuple(
        (
            row["rule_id"],
            rule_words(row["rule_id"]),
            row["record_count"],
            row["band_label"],
            Cell(half_up(exact(row["points"]), 1), "decimal1", "missed"),
        )
        for row in summed.iter_rows(named=True)
    )
    return Table("sums", columns, cells, span=tuple(span for *_, span in _SUMS))


def _records(rows: pl.DataFrame) -> Table:
    school, *others = (
        Column(header, style)
        for header, style in zip(record_headers(), _RECORD_STYLES, strict=True)
    )
    columns = (
        Column(_say("number"), "centre"),
        Column(_say("rule"), "centre"),
        school,
        Column(_say("school_code"), "code"),
        *others,
        Column(_say("found_on"), "date"),
    )
    lines_of = tuple(_record(number, row) for number, row in enumerate(rows.to_dicts(), start=1))
    return Table("records", columns, lines_of, is_repeated=True)


def _record(number: int, row: Mapping[str, Any]) -> tuple[Value | Cell, ...]:
    school, *others = record_cells(row)
    return (
        str(number),
        row["rule_id"],
        school,
        row["school_code"],
        *others,
        row["found_on"],
    )
