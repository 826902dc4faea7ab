"""The bulletin's sheet 档案移交: how far archives have come, what went astray, how long legs take.

Every number is a figure of ``fct_figures``. Pupils of the case register who left are few, so the
funnel and their rate stand for the whole city only; nothing is ranked.
"""

from __future__ import annotations

from reports.blocks import Cell, Chart, Column, Heading, Note, Series, Sheet, Table, Title, Value
from reports.bulletin_input import CITY, BulletinInput
from reports.wording import lines, say
from validations.code_lists import labels

_ROOT = "bulletin.transfers"
_GRID = (14.0,) + (11.0,) * 10
_SPREAD = (2, 2, 2, 2, 3)
_VARIANTS = {"a": "median", "b": "p90"}


def transfers_sheet(given: BulletinInput, title: Title) -> Sheet:
    """档案移交, under the title given."""
    blocks = (
        title,
        Heading(_say("stages")),
        _stages(given),
        _stages_chart(),
        Note(lines(f"{_ROOT}.stage_notes")),
        Heading(_say("rates")),
        _rates(given),
        Heading(_say("units"), starts_page=True),
        _units(given),
        Note(lines(f"{_ROOT}.unit_notes")),
        Heading(_say("durations"), starts_page=True),
        _durations(given),
        Note(lines(f"{_ROOT}.duration_notes")),
    )
    return Sheet(say("bulletin.sheets.transfers"), blocks, _GRID, repeat=2, freeze=(2, 1))


def _say(key: str) -> str:
    return say(f"{_ROOT}.{key}")


def _places(given: BulletinInput) -> tuple[tuple[str, str], ...]:
    return ((CITY, say("mark.city")), *given.unit_list)


def _stages(given: BulletinInput) -> Table:
    """The city's archives by how far they have come (M18-c)."""
    columns = (
        Column(_say("stage"), "name"),
        Column(_say("archives"), "count"),
        Column(_say("received"), "centre"),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            words,
            given.cell("M18", CITY, "c", code),
            given.received("M18", CITY, "c", code),
        )
        for words, code in labels("transfer_stage").items()
    )
    return Table("stages", columns, rows, span=(3, 2, 3))


def _stages_chart() -> Chart:
    header = _say("archives")
    return Chart(
        table="stages",
        category=_say("stage"),
        series=(Series(header, header, colour="steel", has_labels=True),),
        title=_say("stages_chart"),
        number_style="count",
        rows_high=13,
    )


def _rates(given: BulletinInput) -> Table:
    """The city's two rates: pupils of the case register, and the last grades (M18-a, b)."""
    columns = (
        Column(_say("whose"), "name"),
        Column(_say("due"), "count"),
        Column(_say("done"), "count"),
        Column(_say("rate"), "rate"),
        Column(_say("target"), "rate0"),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            _say(f"whose_{variant}"),
            given.part("denominator", "M18", CITY, variant),
            given.part("numerator", "M18", CITY, variant),
            given.cell("M18", CITY, variant),
            Cell(given.target("M18", variant), "rate0"),
        )
        for variant in ("a", "b")
    )
    return Table("rates", columns, rows, span=_SPREAD)


def _units(given: BulletinInput) -> Table:
    """The last grades' archives (M18-b) and what is not cleared (M20), by unit."""
    graduates, astray = _say("graduates_group"), _say("astray_group")
    kinds = labels("transfer_anomaly")
    columns = (
        Column(_say("unit"), "name"),
        Column(_say("due"), "count", graduates),
        Column(_say("done"), "count", graduates),
        Column(_say("rate"), "rate", graduates),
        Column(_say("received"), "centre", graduates),
        Column(_say("all_kinds"), "count", astray),
        *(Column(words, "count", astray) for words in kinds),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            name,
            given.part("denominator", "M18", unit, "b"),
            given.part("numerator", "M18", unit, "b"),
            given.cell("M18", unit, "b"),
            given.received("M18", unit, "b"),
            given.cell("M20", unit),
            *(given.cell("M20", unit, slice_=code, shows_partial=False) for code in kinds.values()),
        )
        for unit, name in _places(given)
    )
    return Table("units", columns, rows, lead_rows=1)


def _durations(given: BulletinInput) -> Table:
    """Working days a leg takes (M19), by the unit that receives: the middle, the ninth of ten."""
    legs = labels("leg_no")
    columns = (
        Column(_say("unit"), "name"),
        *(Column(_say(key), "decimal1", leg) for leg in legs for key in _VARIANTS.values()),
        Column(_say("slips_received"), "centre"),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            name,
            *(
                given.cell("M19", unit, variant, code, shows_partial=False)
                for code in legs.values()
                for variant in _VARIANTS
            ),
            given.received("M20", unit),
        )
        for unit, name in _places(given)
    )
    return Table("durations", columns, rows, lead_rows=1, span=(1,) * 7 + (2,))
