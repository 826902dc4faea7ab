"""The bulletin's sheet 师资队伍: teachers, researchers, shortfalls in three variants, new posts.

The variants stand side by side; which one is published by default is a standard, not a choice here.
What is planned stands beside who was hired, under a head of its own, and is added to nothing.
"""

from __future__ import annotations

from reports.blocks import Cell, Chart, Column, Heading, Note, Series, Sheet, Table, Title, Value
from reports.bulletin_input import CITY, BulletinInput
from reports.formatting import shown, spoken
from reports.wording import lines, say

_ROOT = "bulletin.staffing"
_GRID = (14.0,) + (11.5,) * 10


def staffing_sheet(given: BulletinInput, title: Title) -> Sheet:
    """师资队伍, under the title given."""
    blocks = (
        title,
        Heading(_say("table")),
        _table(given),
        Note(lines(f"{_ROOT}.notes")),
        Heading(_say("chart_section"), starts_page=True),
        _shortfall_chart(),
        Note((say("bulletin.monitoring.chart_note"),)),
        Heading(_say("recruitment"), starts_page=True),
        _recruitment(given),
        Note((_province_words(given), *lines(f"{_ROOT}.recruitment_notes"))),
    )
    return Sheet(say("bulletin.sheets.staffing"), blocks, _GRID, repeat=2, freeze=(2, 1))


def _say(key: str) -> str:
    return say(f"{_ROOT}.{key}")


def _table(given: BulletinInput) -> Table:
    ratio, shortfall = _say("ratio_group"), _say("shortfall_group")
    columns = (
        Column(_say("unit"), "name"),
        Column(_say("any_teacher"), "rate"),
        Column(_say("full_time"), "rate"),
        Column(_say("ratio_heads"), "ratio1", ratio),
        Column(_say("ratio_fte"), "ratio1", ratio),
        Column(_say("shortfall_floor"), "count", shortfall),
        Column(_say("shortfall_ratio"), "count", shortfall),
        Column(_say("shortfall_both"), "count", shortfall),
        Column(_say("researcher"), "centre"),
        Column(_say("qualified"), "rate"),
        Column(_say("practising"), "rate"),
    )
    rows = tuple(
        _row(given, unit, name) for unit, name in ((CITY, say("mark.city")), *given.unit_list)
    )
    return Table("staffing", columns, rows, lead_rows=1)


def _row(given: BulletinInput, unit: str, name: str) -> tuple[Value | Cell, ...]:
    shown = (("M21", ""), ("M22", ""), ("M23", "a"), ("M23", "b"))
    shortfalls = (("M24", "a"), ("M24", "b"), ("M24", "c"))
    quality = (("M27", "a"), ("M27", "b"))
    return (
        name,
        *(given.cell(metric, unit, variant) for metric, variant in shown + shortfalls),
        researcher_cell(given, unit),
        *(given.cell(metric, unit, variant) for metric, variant in quality),
    )


def researcher_cell(given: BulletinInput, unit: str) -> Cell:
    """M25 of a unit as 到位 or 未到位; of the city as the rate it is."""
    cell = given.cell("M25", unit)
    row = given.row("M25", unit)
    if unit == CITY or row is None or row["status"] != "ok" or row["is_target_met"] is None:
        return cell
    word = _say("in_post") if row["is_target_met"] else _say("not_in_post")
    return Cell(word, "centre", cell.tone)


def _shortfall_chart() -> Chart:
    header = _say("shortfall_floor")
    return Chart(
        table="staffing",
        category=_say("unit"),
        series=(Series(header, header, colour="orange", has_labels=True),),
        title=_say("shortfall_chart"),
        number_style="count",
        rows_high=24,
    )


def _recruitment(given: BulletinInput) -> Table:
    """Plan and actual side by side (M26 c, b), the rate of one by the other, retrained, stayed."""
    plan, actual, rates = (_say(f"{key}_group") for key in ("plan", "actual", "rate"))
    columns = (
        Column(_say("unit"), "name"),
        Column(_say("planned"), "count", plan),
        Column(_say("hired"), "count", actual),
        Column(_say("retrained"), "count", actual),
        Column(_say("hired_rate"), "rate", rates),
        Column(_say("stayed"), "rate", rates),
        Column(_say("received"), "centre"),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            name,
            *(given.cell("M26", unit, variant) for variant in "cbdae"),
            given.received("M26", unit, "b"),
        )
        for unit, name in ((CITY, say("mark.city")), *given.unit_list)
    )
    return Table("recruitment", columns, rows, lead_rows=1, span=(1, 2, 2, 2, 1, 1, 2))


def _province_words(given: BulletinInput) -> str:
    """The city's share of the province's plan (M26 f) in a sentence, or that it is not known."""
    row = given.row("M26", CITY, "f")
    if row is None:
        return _say("province_unknown")
    metric = given.metric("M26", "f")
    value = shown(row, metric.kind, metric.decimals)
    if isinstance(value, str):
        return _say("province_unknown")
    return say(f"{_ROOT}.province", value=spoken(value, metric.kind, metric.decimals))
