"""The bulletin's sheet 咨询服务: counselling rooms, hotlines by line, orders to the service teams.

Every number is a figure of ``fct_figures``; the number of a line is its name and never a count.
Calls in a crisis are no figure and stand nowhere.
"""

from __future__ import annotations

import polars as pl

from reports.blocks import (
    Block,
    Cell,
    Chart,
    Column,
    Heading,
    Note,
    Series,
    Sheet,
    Table,
    Title,
    Value,
)
from reports.bulletin_input import CITY, BulletinInput
from reports.wording import lines, say
from validations.code_lists import labels

_ROOT = "bulletin.counselling"
_GRID = (14.0,) + (10.5,) * 11
_LINE = "line_code"
_CALLS = ("a", "b", "f", "c", "d")


def counselling_sheet(given: BulletinInput, title: Title) -> Sheet:
    """咨询服务, under the title given."""
    blocks = (
        title,
        Heading(_say("rooms")),
        _rooms(given),
        Note(lines(f"{_ROOT}.room_notes")),
        Heading(_say("rooms_chart_section"), starts_page=True),
        _rooms_chart(),
        Note((_say("chart_note"),)),
        *_gap_blocks(given),
        Heading(_say("hotlines"), starts_page=True),
        _lines(given),
        _lines_chart(),
        Note(lines(f"{_ROOT}.hotline_notes")),
        Heading(_say("unit_hotlines"), starts_page=True),
        _unit_lines(given),
        Note((_say("order_of_units"),)),
        Heading(_say("orders"), starts_page=True),
        _orders(given),
        Note(lines(f"{_ROOT}.order_notes")),
    )
    return Sheet(say("bulletin.sheets.counselling"), blocks, _GRID, repeat=2, freeze=(2, 1))


def _say(key: str) -> str:
    return say(f"{_ROOT}.{key}")


def _places(given: BulletinInput) -> tuple[tuple[str, str], ...]:
    return ((CITY, say("mark.city")), *given.unit_list)


def _rooms(given: BulletinInput) -> Table:
    """Schools with a room (M29), rooms up to standard (M30), opening and use (M31), posters."""
    built, standard = _say("built_group"), _say("standard_group")
    columns = (
        Column(_say("unit"), "name"),
        Column(_say("schools"), "count", built),
        Column(_say("schools_with_room"), "count", built),
        Column(_say("built_rate"), "rate", built),
        Column(_say("room_count"), "count", standard),
        Column(_say("rooms_met"), "count", standard),
        Column(_say("standard_rate"), "rate", standard),
        Column(_say("open_rate"), "rate"),
        Column(_say("posted"), "rate"),
        Column(_say("visits"), "decimal1"),
        Column(_say("room_reports"), "centre", _say("received")),
        Column(_say("visit_reports"), "centre", _say("received")),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            name,
            given.part("denominator", "M29", unit),
            given.part("numerator", "M29", unit),
            given.cell("M29", unit),
            given.part("denominator", "M30", unit),
            given.part("numerator", "M30", unit),
            given.cell("M30", unit),
            given.cell("M31", unit, "a"),
            given.cell("M32", unit, "e"),
            given.cell("M31", unit, "b"),
            given.received("M29", unit),
            given.received("M31", unit, "b"),
        )
        for unit, name in _places(given)
    )
    return Table("rooms", columns, rows, lead_rows=1)


def _rooms_chart() -> Chart:
    return Chart(
        table="rooms",
        category=_say("unit"),
        series=(
            Series(_say("built_rate"), _say("built_rate"), colour="blue"),
            Series(_say("standard_rate"), _say("standard_rate"), colour="steel"),
        ),
        title=_say("rooms_chart"),
        rows_high=24,
    )


def _gap_blocks(given: BulletinInput) -> tuple[Block, ...]:
    """What rooms miss, on a page of its own; nothing where no school has sent both forms."""
    if given.room_gaps.is_empty():
        return ()
    blocks = (Heading(_say("gaps"), starts_page=True), _gaps(given.room_gaps))
    return (*blocks, Note(lines(f"{_ROOT}.gap_notes")))


def _gaps(gaps: pl.DataFrame) -> Table:
    """Rooms in use by unit, and of those how many miss each part of the standard."""
    standards = gaps.select("standard_code", "standard_label", "standard_sort_no").unique()
    ordered = standards.sort("standard_sort_no")
    columns = (
        Column(_say("unit"), "name"),
        Column(_say("room_count"), "count"),
        *(Column(name, "count", _say("gap_group")) for name in ordered["standard_label"]),
    )
    counts = {(r["unit_code"], r["standard_code"]): r for r in gaps.iter_rows(named=True)}
    units = gaps.select("unit_code", "unit_name", "sort_no", "room_count").unique()
    first = units.sort(pl.col("unit_code") != CITY, "sort_no")
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            name,
            rooms,
            *(counts[unit, code]["lacking_count"] for code in ordered["standard_code"]),
        )
        for unit, name, _, rooms in first.iter_rows()
    )
    return Table("room_gaps", columns, rows, lead_rows=1)


def _call_columns(place: str) -> tuple[Column, ...]:
    styles = {"calls": "count", "answered": "count", "answered_rate": "rate"}
    styles |= {"handed": "count", "closed": "count"}
    return (
        Column(_say(place), "name"),
        *(Column(_say(key), style) for key, style in styles.items()),
        Column(_say("units_received"), "centre"),
    )


def _call_cells(given: BulletinInput, unit: str, line: str = "") -> tuple[Value | Cell, ...]:
    cells = (given.cell("M32", unit, variant, line, shows_partial=False) for variant in _CALLS)
    return (*cells, given.received("M32", unit, "a", line))


def _lines(given: BulletinInput) -> Table:
    """The city's calls by line, their sum first."""
    rows: tuple[tuple[Value | Cell, ...], ...] = (
        (_say("all_lines"), *_call_cells(given, CITY)),
        *((name, *_call_cells(given, CITY, code)) for name, code in labels(_LINE).items()),
    )
    return Table("lines", _call_columns("line"), rows, lead_rows=1, span=(3, 2, 1, 2, 1, 1, 2))


def _lines_chart() -> Chart:
    rate = _say("answered_rate")
    return Chart(
        table="lines",
        category=_say("line"),
        series=(
            Series(_say("calls"), _say("calls"), colour="steel", has_labels=True),
            Series(rate, rate, shape="line", colour="red", has_labels=True, is_rate_beside=True),
        ),
        title=_say("lines_chart"),
        number_style="count",
        rows_high=18,
    )


def _unit_lines(given: BulletinInput) -> Table:
    """Each unit's calls over all its lines, and by line how many there were."""
    codes = tuple(labels(_LINE).items())
    columns = (
        *_call_columns("unit"),
        *(Column(name, "count", _say("calls_by_line")) for name, _ in codes),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            name,
            *_call_cells(given, unit),
            *(given.cell("M32", unit, "a", code, shows_partial=False) for _, code in codes),
        )
        for unit, name in _places(given)
    )
    spans = (1,) * 6 + (2,) + (1,) * len(codes)
    return Table("unit lines", columns, rows, lead_rows=1, span=spans)


def _orders(given: BulletinInput) -> Table:
    """Orders to the service teams (M38): how many, how they went, and the schools served."""
    styles = {"order_count": ("f", "count"), "responded": ("a", "rate"), "done": ("b", "rate")}
    styles |= {"content": ("c", "rate"), "served": ("e", "count"), "reach": ("d", "rate")}
    columns = (
        Column(_say("unit"), "name"),
        *(Column(_say(key), style) for key, (_, style) in styles.items()),
        Column(_say("units_received"), "centre"),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            name,
            *(given.cell("M38", unit, variant) for variant, _ in styles.values()),
            given.received("M38", unit, "f"),
        )
        for unit, name in _places(given)
    )
    return Table("orders", columns, rows, lead_rows=1, span=(1, 1, 2, 2, 2, 1, 2, 1))
