"""A county's restricted copy: exact figures of county and schools, overdue cases, archives astray.

Also all its problems and the records behind deductions, which leaders see in bands or not at all.
It is collected, never mailed, so no count is held back. Which rows there are, and where the file
goes, is decided in ``orchestration``; nothing is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from reports.blocks import Block, Cell, Column, Heading, Note, Sheet, Table, Title, Value, Workbook
from reports.county_astray import astray_sheet
from reports.county_input import CountyInput, Measure
from reports.county_problems import problems_sheet
from reports.county_rooms import rooms_sheet
from reports.deduction_records import deductions_sheet
from reports.formatting import NOT_APPLICABLE, NOT_REPORTED, chinese_month, chinese_time
from reports.wording import lines, say
from validations.code_lists import label_of

_FIGURES_GRID = (8.0, 22.0, 16.0, 11.0, 11.0, 13.0, 11.0, 15.0, 34.0)
_OVERDUE_GRID = (7.0, 36.0, 15.0, 23.0, 11.0, 14.0, 11.0, 15.0, 20.0)
_NOTES_GRID = (9.0, 24.0, 105.0)
_CASE_COUNTS = ("running_count", "paused_count", "opened_in_month", "closed_in_month")
_PARTS = ("numerator", "denominator", "value")
_RATE_WIDTHS = (6.5, 6.5, 9.0)
_COUNT_WIDTH = 13.0
_GRAVEST_FIRST = {"severe": 0, "moderate": 1, "mild": 2}
_FIGURES = (
    ("metric_id", "centre"),
    ("metric", "name"),
    ("slice", "text"),
    ("numerator", "count"),
    ("denominator", "count"),
    ("value", "count"),
    ("target", "count"),
    ("reach", "centre"),
    ("figure_id", "code"),
)
_OVERDUE = (
    ("number", "centre"),
    ("school", "text"),
    ("school_code", "code"),
    ("case_id", "code"),
    ("level", "centre"),
    ("overdue_since", "date"),
    ("days_overdue", "count"),
    ("last_contact_on", "date"),
    ("owner_token", "code"),
)
_LEVEL_TONES = {"severe": "must_fix", "moderate": "explain", "mild": "hint"}


def build_county_copy(given: CountyInput) -> Workbook:
    """The county's restricted workbook of a month."""
    title = _title(given)
    return Workbook(
        title=title,
        sheets=(
            _figures(given),
            _schools(given, is_counts=False),
            _schools(given, is_counts=True),
            _overdue(given),
            astray_sheet(given.astray, _head(given)),
            rooms_sheet(given.rooms, _head(given)),
            *_mended(given),
            _notes(given),
        ),
        header_left=title,
        header_right=say("county.header_mark"),
        banner=say("mark.rehearsal_banner") if given.is_rehearsal else "",
    )


def _mended(given: CountyInput) -> Iterator[Sheet]:
    """整改事项 and 考评扣分记录, which the leaders' pages withhold or band."""
    if given.problems is not None:
        yield problems_sheet(given.problems, _head(given))
    if given.deductions is not None:
        yield deductions_sheet(given.deductions, _head(given))


def _title(given: CountyInput) -> str:
    return say("county.title", unit=given.unit_name, month=chinese_month(given.month))


def _head(given: CountyInput) -> tuple[Block, ...]:
    """On every sheet: who may read it, and as known when."""
    subtitle = say("county.subtitle", known_at=chinese_time(given.known_at))
    return (Note((say("county.mark"),), style="restricted"), Title(_title(given), subtitle))


def _figures(given: CountyInput) -> Sheet:
    """本县指标: each metric whole and by slice, its target, the schools it rests on."""
    columns = tuple(Column(say(f"county.figures.{key}"), style) for key, style in _FIGURES)
    rows = tuple(
        _figure_row(given, measure, code, label)
        for measure in given.measures
        for code, label in (("", say("county.figures.whole")), *measure.slices)
    )
    blocks = (
        *_head(given),
        Heading(say("county.figures.heading")),
        Table("figures", columns, rows),
        Note((say("county.figures.note"),)),
        Heading(say("county.cases.heading")),
        _cases(given),
    )
    return Sheet(say("county.sheets.figures"), blocks, _FIGURES_GRID, tab="red")


def _figure_row(
    given: CountyInput, measure: Measure, code: str, label: str
) -> tuple[Value | Cell, ...]:
    row = given.row(measure, "", code)
    return (
        measure.metric_id,
        measure.name,
        label,
        given.part("numerator", measure, "", code),
        given.part("denominator", measure, "", code),
        given.cell(measure, "", code),
        _target(row, measure),
        _reach(row),
        NOT_APPLICABLE if row is None else row["figure_id"],
    )


def _target(row: Mapping[str, Any] | None, measure: Measure) -> Cell:
    if row is None or row["target"] is None:
        return Cell(NOT_APPLICABLE, measure.style)
    return Cell(Decimal(str(row["target"])), measure.style)


def _reach(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return NOT_APPLICABLE
    counts = {"received": row["received_count"], "expected": row["expected_count"]}
    return say("bulletin.share", **counts)


def _cases(given: CountyInput) -> Table:
    """Cases by level, gravest first: a level nobody has counted was not reported."""
    columns = (
        Column(say("county.cases.level"), "name"),
        *(Column(say(f"county.cases.{key}"), "count") for key in _CASE_COUNTS),
    )
    found = {row["level_code"]: row for row in given.cases.iter_rows(named=True)}
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (label_of("level", level), *(_case_count(found.get(level), key) for key in _CASE_COUNTS))
        for level in _GRAVEST_FIRST
    )
    return Table("cases", columns, rows, span=(2, 1, 1, 1, 1))


def _case_count(row: Mapping[str, Any] | None, key: str) -> Cell:
    number = None if row is None else row[key]
    return Cell(NOT_REPORTED if number is None else number, "count")


def _schools(given: CountyInput, *, is_counts: bool) -> Sheet:
    """各校指标 or 各校逾期: the county first, then each school; a rate with what it is made of."""
    chosen = [measure for measure in given.measures if measure.is_count == is_counts]
    columns = [Column(_school("school"), "name"), Column(_school("school_code"), "code")]
    widths = [30.0, 14.0]
    for measure in chosen:
        for column, width in _school_columns(measure):
            columns.append(column)
            widths.append(width)
    places = (("", _school("county")), *given.school_list)
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (name, code or given.unit_code, *_school_cells(given, chosen, code))
        for code, name in places
    )
    key = "counts" if is_counts else "rates"
    table = Table(key, tuple(columns), rows, lead_rows=1, is_repeated=True)
    blocks = (*_head(given), Note((_school(f"{key}_note"),)), table)
    return Sheet(say(f"county.sheets.{key}"), blocks, tuple(widths), tab="blue")


def _school(key: str) -> str:
    return say(f"county.schools.{key}")


def _school_columns(measure: Measure) -> Iterator[tuple[Column, float]]:
    if measure.is_count:
        for label in (say("county.figures.whole"), *(label for _, label in measure.slices)):
            yield Column(label, "count", measure.name), _COUNT_WIDTH
        return
    styles = ("count", "count", measure.style)
    for key, style, width in zip(_PARTS, styles, _RATE_WIDTHS, strict=True):
        yield Column(_school(key), style, measure.name), width


def _school_cells(given: CountyInput, chosen: Iterable[Measure], school: str) -> Iterator[Cell]:
    for measure in chosen:
        if measure.is_count:
            for code in ("", *(code for code, _ in measure.slices)):
                yield given.cell(measure, school, code)
            continue
        yield given.part("numerator", measure, school)
        yield given.part("denominator", measure, school)
        yield given.cell(measure, school)


def _overdue(given: CountyInput) -> Sheet:
    """逾期未随访: every overdue case by its number, gravest level and longest wait first."""
    blocks: list[Block] = list(_head(given))
    if given.overdue.is_empty():
        blocks.append(Note((say("county.overdue.none"),), style="body"))
    else:
        columns = tuple(Column(say(f"county.overdue.{key}"), style) for key, style in _OVERDUE)
        gravity = pl.col("level_code").replace_strict(_GRAVEST_FIRST, default=len(_GRAVEST_FIRST))
        ordered = given.overdue.sort(gravity, -pl.col("days_overdue"), "school_code", "case_id")
        rows = tuple(
            _overdue_row(number, row)
            for number, row in enumerate(ordered.iter_rows(named=True), start=1)
        )
        blocks.append(Note((say("county.overdue.note"),)))
        blocks.append(Table("overdue", columns, rows, is_repeated=True))
    return Sheet(say("county.sheets.overdue"), tuple(blocks), _OVERDUE_GRID, tab="red")


def _overdue_row(number: int, row: Mapping[str, Any]) -> tuple[Value | Cell, ...]:
    level = row["level_code"]
    last_contact = row["last_contact_on"]
    return (
        str(number),
        row["school_name"],
        row["school_code"],
        row["case_id"],
        Cell(label_of("level", level), "centre", _LEVEL_TONES.get(level, "")),
        row["overdue_since"],
        row["days_overdue"],
        NOT_APPLICABLE if last_contact is None else last_contact,
        row["owner_token"] or NOT_APPLICABLE,
    )


def _notes(given: CountyInput) -> Sheet:
    """使用说明: how the copy is to be handled, and what each metric means."""
    columns = (
        Column(say("county.figures.metric_id"), "centre"),
        Column(say("county.figures.metric"), "name"),
        Column(say("county.notes.definition"), "text"),
    )
    rows = tuple((one.metric_id, one.name, one.definition) for one in given.measures)
    blocks = (
        *_head(given),
        Heading(say("county.notes.handling")),
        Note(lines("county.notes.handling_lines"), style="body"),
        Heading(say("county.notes.metrics")),
        Table("metrics", columns, rows),
    )
    return Sheet(say("county.sheets.notes"), blocks, _NOTES_GRID, tab="grey")
