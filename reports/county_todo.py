"""A county's weekly to-do: how much there is of each kind, and every item in a list to work off.

Which items there are is ``rpt_county_todo``'s; it names cases, so it is collected, never mailed.
Nothing is computed here but the number of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import polars as pl

from reports.blocks import Block, Cell, Column, Note, Sheet, Table, Title, Value, Workbook
from reports.formatting import NOT_APPLICABLE, chinese_time
from reports.theme import TODO_TONES
from reports.wording import say, section

_SUMMARY_GRID = (12.0, 10.0, 48.0, 60.0)
_ITEMS_GRID = (7.0, 8.0, 8.0, 16.0, 30.0, 14.0, 50.0, 8.0, 13.0, 8.0)
_ITEMS = (
    ("number", "centre"),
    ("kind", "centre"),
    ("form", "centre"),
    ("period", "text"),
    ("school", "text"),
    ("school_code", "code"),
    ("item", "text"),
    ("rule_id", "centre"),
    ("since_on", "date"),
    ("days", "count"),
)


@dataclass(frozen=True)
class TodoInput:
    """What a county's list of a week says; ``items`` are its rows of ``rpt_county_todo``."""

    unit_name: str
    week: date
    known_at: datetime
    is_rehearsal: bool
    items: pl.DataFrame

    @cached_property
    def counts(self) -> dict[str, int]:
        """Items by kind, every kind in the order of the words; none as 0."""
        found = dict(self.items.group_by("kind").len().iter_rows())
        return {kind: found.get(kind, 0) for kind in section("todo.what")}


def week_label(day: date) -> str:
    """The ISO week of a day as file names have it: 2026-W47."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02d}"


def week_words(day: date) -> str:
    """The ISO week of a day in words."""
    year, number, _ = day.isocalendar()
    return say("todo.week", year=year, number=number)


def todo_file_name(day: date) -> str:
    """What the list of the day's week is called."""
    return say("todo.file_name", week=week_label(day))


def build_todo(given: TodoInput) -> Workbook:
    """The county's workbook of the week."""
    title = say("todo.title", unit=given.unit_name, week=week_words(given.week))
    subtitle = say("todo.subtitle", known_at=chinese_time(given.known_at))
    head = (Note((say("todo.mark"),), style="restricted"), Title(title, subtitle))
    return Workbook(
        title=title,
        sheets=(_summary(given, head), _items(given, head)),
        header_left=title,
        header_right=say("todo.header_mark"),
        banner=say("mark.rehearsal_banner") if given.is_rehearsal else "",
    )


def _column(key: str, style: str) -> Column:
    return Column(say(f"todo.columns.{key}"), style)


def _summary(given: TodoInput, head: tuple[Block, ...]) -> Sheet:
    """待办概况: each kind with its count, what it means and what to do."""
    columns = (
        _column("kind", "centre"),
        _column("count", "count"),
        _column("what", "text"),
        _column("how", "text"),
    )
    rows = tuple(
        (_kind(kind), count, section("todo.what")[kind], section("todo.how")[kind])
        for kind, count in given.counts.items()
    )
    blocks = (*head, Table("summary", columns, rows))
    return Sheet(say("todo.sheets.summary"), blocks, _SUMMARY_GRID, tab="red")


def _items(given: TodoInput, head: tuple[Block, ...]) -> Sheet:
    """待办明细: item by item, kind by kind, the oldest first."""
    order = {kind: number for number, kind in enumerate(given.counts)}
    rank = pl.col("kind").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    ordered = given.items.sort(
        rank, "since_on", "form_id", "period", "school_code", "item", nulls_last=True
    )
    rows = tuple(
        _item_row(number, row) for number, row in enumerate(ordered.iter_rows(named=True), start=1)
    )
    columns = tuple(_column(key, style) for key, style in _ITEMS)
    blocks = (*head, Table("items", columns, rows, is_repeated=True))
    return Sheet(say("todo.sheets.items"), blocks, _ITEMS_GRID, tab="blue")


def _item_row(number: int, row: Mapping[str, Any]) -> tuple[Value | Cell, ...]:
    return (
        str(number),
        _kind(row["kind"]),
        row["form_id"] or NOT_APPLICABLE,
        row["period"] or NOT_APPLICABLE,
        row["school_name"] or NOT_APPLICABLE,
        row["school_code"] or NOT_APPLICABLE,
        row["item"] or NOT_APPLICABLE,
        row["rule_id"] or NOT_APPLICABLE,
        NOT_APPLICABLE if row["since_on"] is None else row["since_on"],
        NOT_APPLICABLE if row["days"] is None else row["days"],
    )


def _kind(kind: str) -> Cell:
    return Cell(kind, "centre", TODO_TONES.get(kind, ""))
