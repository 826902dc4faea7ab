"""The bulletin's sheet 监测预警: coverage, stages, levels, detection.

Every number is a figure of ``fct_figures`` after suppression; detection stands only for the city
and within one instrument group, and nothing is ranked.
"""

from __future__ import annotations

from reports.blocks import Cell, Chart, Column, Heading, Note, Series, Sheet, Table, Title, Value
from reports.bulletin_input import CITY, BulletinInput
from reports.form_words import known_label
from reports.wording import say
from validations.code_lists import labels

_ROOT = "bulletin.monitoring"
_GRID = (14.0,) + (10.5,) * 11
_DETECTION_SPANS = (2, 2, 2, 1, 2, 1, 2)


def monitoring_sheet(given: BulletinInput, title: Title, minimum: int) -> Sheet:
    """监测预警, under the title given; ``minimum`` is the smallest count shown."""
    blocks = (
        title,
        Heading(_say("coverage")),
        _coverage(given),
        Note((_say("coverage_note"),)),
        Heading(_say("chart_section"), starts_page=True),
        _coverage_chart(),
        Note((_say("chart_note"),)),
        Heading(_say("stages"), starts_page=True),
        _stages(given),
        Note((_say("stages_note"),)),
        Heading(_say("composition"), starts_page=True),
        _composition(given),
        Note((_say("composition_note", minimum=minimum),)),
        Heading(_say("detection"), starts_page=True),
        *_detection(given),
    )
    return Sheet(say("bulletin.sheets.monitoring"), blocks, _GRID, repeat=2, freeze=(2, 1))


def _say(key: str, **blanks: object) -> str:
    return say(f"{_ROOT}.{key}", **blanks)


def _plain(
    given: BulletinInput, metric_id: str, unit: str, variant: str = "", slice_: str = ""
) -> Cell:
    """A figure without the sign for partial reporting, which the coverage rates carry for all."""
    return given.cell(metric_id, unit, variant, slice_, shows_partial=False)


def _bare(given: BulletinInput, metric_id: str, unit: str, slice_: str) -> Cell:
    """A figure without any sign or tone, for a table shaded by size."""
    cell = given.cell(metric_id, unit, slice_=slice_)
    return Cell(cell.value, cell.style)


def _coverage(given: BulletinInput) -> Table:
    keys = ("unit", "due", "screened", "coverage_rate", "target", "participation")
    more = ("validity", "retest", "refused", "refusal_rate", "on_time", "received")
    columns = tuple(Column(_say(key), "name" if key == "unit" else "centre") for key in keys + more)
    places = ((CITY, say("mark.city")), *given.unit_list)
    rows = tuple(_coverage_row(given, code, name) for code, name in places)
    return Table("coverage", columns, rows, lead_rows=1)


def _coverage_row(given: BulletinInput, unit: str, name: str) -> tuple[Value | Cell, ...]:
    return (
        name,
        _plain(given, "M01", unit),
        given.part("numerator", "M02", unit),
        given.cell("M02", unit),
        Cell(given.target("M02"), "rate0"),
        _plain(given, "M03", unit),
        _plain(given, "M04", unit),
        _plain(given, "M06", unit),
        given.part("numerator", "M05", unit),
        _plain(given, "M05", unit),
        given.cell("M07", unit),
        given.received("M02", unit),
    )


def _coverage_chart() -> Chart:
    return Chart(
        table="coverage",
        category=_say("unit"),
        series=(
            Series(_say("coverage_rate"), _say("coverage_rate"), colour="steel", has_labels=True),
            Series(_say("target"), _say("target"), shape="line", colour="red"),
        ),
        title=_say("coverage_chart"),
        rows_high=24,
    )


def _stages(given: BulletinInput) -> Table:
    """Coverage by unit and stage; stages that apply nowhere are left out."""
    present = {
        key[2]
        for key, row in given.rows.items()
        if key[0] == "M02" and key[2] and row["status"] != "not_applicable"
    }
    stages = [(code, label) for label, code in labels("stage").items() if code in present]
    columns = (Column(_say("unit"), "name"), *(Column(label, "rate") for _, label in stages))
    places = ((CITY, say("mark.city")), *given.unit_list)
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (name, *(_bare(given, "M02", unit, code) for code, _ in stages)) for unit, name in places
    )
    heat = tuple(label for _, label in stages)
    share, rest = divmod(len(_GRID) - 1, max(len(stages), 1))
    spans = tuple(share + (number < rest) for number in range(len(stages)))
    return Table("stages", columns, rows, 1, heat, span=(1, *spans))


def _composition(given: BulletinInput) -> Table:
    """Counts and shares by level: the city in both variants, units in the worst of the year."""
    levels = [(code, label) for label, code in labels("level").items()]
    shares = tuple(
        Column(f"{label}{_say('share_suffix')}", "rate", _say("share_group")) for _, label in levels
    )
    columns = (
        Column(_say("unit"), "name"),
        Column(_say("valid_pupils"), "count"),
        *(Column(label, "count", _say("count_group")) for _, label in levels),
        *shares,
    )
    city = say("mark.city")
    places = [(CITY, f"{city}（{_say('worst')}）", "a"), (CITY, f"{city}（{_say('latest')}）", "b")]
    places += [(unit, name, "a") for unit, name in given.unit_list]
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            name,
            given.part("numerator", "M02", unit),
            *(given.part("numerator", "M08", unit, variant, code) for code, _ in levels),
            *(_plain(given, "M08", unit, variant, code) for code, _ in levels),
        )
        for unit, name, variant in places
    )
    return Table("levels", columns, rows, lead_rows=2, span=(2, 2, *(1,) * 8))


def _detection(given: BulletinInput) -> tuple[Table | Note, ...]:
    groups = sorted(key[2] for key in given.rows if key[0] == "M09" and key[2] and key[3] == CITY)
    if not groups:
        return (Note((_say("detection_none"),)), Note((_say("detection_note"),)))
    styles = {"instrument": "text", "version": "text", "norm": "text", "stage": "centre"}
    numbers = {"valid_pupils": "count", "detected": "count", "detection_rate": "rate"}
    columns = tuple(Column(_say(key), style) for key, style in (styles | numbers).items())
    rows = tuple(
        (
            *_group_words(group),
            given.part("denominator", "M09", CITY, slice_=group),
            given.part("numerator", "M09", CITY, slice_=group),
            _plain(given, "M09", CITY, slice_=group),
        )
        for group in groups
    )
    table = Table("detection", columns, rows, span=_DETECTION_SPANS)
    return (table, Note((_say("detection_note"),)))


def _group_words(group: str) -> tuple[str, str, str, str]:
    """Instrument, version, norm and stage of a slice ``<instrument>_<version>_<norm>_<stage>``."""
    instrument, _, rest = group.partition("_")
    rest, _, stage = rest.rpartition("_")
    version, _, norm = rest.partition("_")
    codes = {"instrument": instrument, "instrument_version": version, "norm_set": norm}
    words = [known_label(name, code) for name, code in (codes | {"stage": stage}).items()]
    return words[0], words[1], words[2], words[3]
