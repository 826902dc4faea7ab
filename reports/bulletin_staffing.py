"""The bulletin's sheet 师资队伍: teachers, researchers, shortfalls in three variants.

The variants stand side by side; which one is published by default is a standard, not a choice here.
"""

from __future__ import annotations

from reports.blocks import Cell, Chart, Column, Heading, Note, Series, Sheet, Table, Title, Value
from reports.bulletin_input import CITY, BulletinInput
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
