"""The bulletin's sheet 干预处置: cases, plans, follow-up against its target, overdue, archives.

Every number is a figure or a count of the register after disclosure; a unit's overdue pupils at
the severe level stand as a band, never as a number, and nothing is ranked.
"""

from __future__ import annotations

from decimal import Decimal

from reports.blocks import (
    Cell,
    Chart,
    Column,
    Heading,
    Note,
    Sentences,
    Series,
    Sheet,
    Table,
    Title,
    Value,
)
from reports.bulletin_case_words import case_sentences
from reports.bulletin_input import CITY, BulletinInput
from reports.theme import BAND_TONES
from reports.wording import lines, say, section
from validations.code_lists import label_of

_ROOT = "bulletin.intervention"
_GRID = (14.0,) + (10.5,) * 11
_LEVELS = ("severe", "moderate", "mild")
_MEASURES = ("running_count", "paused_count", "opened_in_month", "closed_in_month")
SEVERE = "severe"


def intervention_sheet(given: BulletinInput, title: Title, minimum: int) -> Sheet:
    """干预处置, under the title given; ``minimum`` is the smallest count shown."""
    blocks = (
        title,
        Heading(_say("summary")),
        Sentences(case_sentences(given)),
        Heading(_say("city_cases")),
        _city_cases(given),
        Note(lines(f"{_ROOT}.city_notes")),
        Heading(_say("unit_cases"), starts_page=True),
        _unit_cases(given),
        Note(lines(f"{_ROOT}.unit_notes", minimum=minimum)),
        Heading(_say("followup"), starts_page=True),
        _followup(given),
        Note(lines(f"{_ROOT}.followup_notes", minimum=minimum)),
        Heading(_say("followup_chart_section"), starts_page=True),
        _followup_chart(),
        Note((_say("chart_note"),)),
        Heading(_say("unit_overdue"), starts_page=True),
        _unit_overdue(given),
        Note(lines(f"{_ROOT}.band_notes")),
        *_turns(given, minimum),
        *_overdue(given),
    )
    return Sheet(say("bulletin.sheets.intervention"), blocks, _GRID, repeat=2, freeze=(2, 1))


def band_cell(given: BulletinInput, unit: str) -> Cell:
    """Overdue pupils at the severe level: a unit's band, the city's number or band, or the mark."""
    row = given.row("M14", unit, slice_=SEVERE)
    words = given.band_words(unit, SEVERE)
    if unit == CITY and row is not None and row["status"] == "ok":
        number = given.cell("M14", CITY, slice_=SEVERE, shows_partial=False)
        return Cell(number.value, "centre_count", number.tone, number.sign)
    if words is None:
        mark = given.cell("M14", unit, slice_=SEVERE).value
        return Cell(mark, "centre", "mark")
    return Cell(words, "centre", BAND_TONES.get(given.band(unit, SEVERE) or "", ""))


def _say(key: str, **blanks: object) -> str:
    return say(f"{_ROOT}.{key}", **blanks)


def _columns(keys: dict[str, str], group: str = "") -> tuple[Column, ...]:
    return tuple(Column(_say(key), style, group) for key, style in keys.items())


def _places(given: BulletinInput) -> tuple[tuple[str, str], ...]:
    return ((CITY, say("mark.city")), *given.unit_list)


def _city_cases(given: BulletinInput) -> Table:
    """The city's cases by level: standing, paused, opened, closed, and overdue."""
    names = section(f"{_ROOT}.measures")
    columns = (
        Column(_say("level"), "name"),
        *(Column(names[measure], "count") for measure in _MEASURES),
        Column(_say("overdue_pupils"), "count"),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            label_of("level", level),
            *(given.case_cell(measure, CITY, level) for measure in _MEASURES),
            given.cell("M14", CITY, slice_=level, shows_partial=False),
        )
        for level in _LEVELS
    )
    return Table("city cases", columns, rows, span=(2,) * 6)


def _unit_cases(given: BulletinInput) -> Table:
    """Cases in the register by level, plans (M12) and who knows (M17), by unit."""
    columns = (
        Column(_say("unit"), "name"),
        *(Column(label_of("level", level), "count", _say("running_group")) for level in _LEVELS),
        *_columns(
            {"to_plan": "count", "planned": "count", "plan_rate": "rate"}, _say("plan_group")
        ),
        *_columns(
            {"to_know": "count", "known": "count", "known_rate": "rate"}, _say("known_group")
        ),
        Column(_say("received"), "centre"),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            name,
            *(given.case_cell("running_count", unit, level) for level in _LEVELS),
            *_rate_cells(given, "M12", unit),
            *_rate_cells(given, "M17", unit),
            given.received("M12", unit),
        )
        for unit, name in _places(given)
    )
    return Table("unit cases", columns, rows, lead_rows=1, span=(1,) * 10 + (2,))


def _rate_cells(
    given: BulletinInput, metric_id: str, unit: str, slice_: str = ""
) -> tuple[Cell, Cell, Cell]:
    """A rate's group, its count and itself."""
    return (
        given.part("denominator", metric_id, unit, slice_=slice_),
        given.part("numerator", metric_id, unit, slice_=slice_),
        given.cell(metric_id, unit, slice_=slice_),
    )


def _followup(given: BulletinInput) -> Table:
    """M13 by unit: whole and 重度 with their counts, the other levels as rates."""
    severe = label_of("level", SEVERE)
    columns = (
        Column(_say("unit"), "name"),
        *_columns({"due": "count", "on_time": "count", "timely": "rate"}, _say("all_group")),
        Column(_say("target"), "centre", _say("all_group")),
        *_columns({"due": "count", "on_time": "count", "severe_timely": "rate"}, severe),
        Column(_say("severe_target"), "centre", severe),
        *_columns({"moderate_timely": "rate", "mild_timely": "rate"}, _say("other_group")),
        Column(_say("received"), "centre"),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            name,
            *_rate_cells(given, "M13", unit),
            Cell(given.target("M13"), "rate0"),
            *_rate_cells(given, "M13", unit, SEVERE),
            Cell(given.target("M13", slice_=SEVERE), "rate0"),
            given.cell("M13", unit, slice_="moderate", shows_partial=False),
            given.cell("M13", unit, slice_="mild", shows_partial=False),
            given.received("M13", unit),
        )
        for unit, name in _places(given)
    )
    return Table("followup", columns, rows, lead_rows=1)


def _followup_chart() -> Chart:
    return Chart(
        table="followup",
        category=_say("unit"),
        series=(
            Series(_say("timely"), _say("timely"), colour="steel", has_labels=True),
            Series(_say("target"), _say("target"), shape="line", colour="red"),
        ),
        title=_say("followup_chart"),
        rows_high=24,
    )


def _overdue(given: BulletinInput) -> tuple[Heading | Table | Chart | Note, ...]:
    """The city's overdue pupils by how long; left out where no number of them can be drawn."""
    table = _ages(given)
    numbers = [row[1].value for row in table.rows if isinstance(row[1], Cell)]
    if not any(isinstance(number, Decimal) and number for number in numbers):
        return ()
    return (
        Heading(_say("overdue"), starts_page=True),
        table,
        _ages_chart(),
        Note(lines(f"{_ROOT}.overdue_notes")),
    )


def _ages(given: BulletinInput) -> Table:
    """The city's overdue pupils by how long they have been."""
    columns = (Column(_say("age"), "name"), Column(_say("overdue_pupils"), "count"))
    whole = (_say("whole"), given.cell("M14", CITY, shows_partial=False))
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (words, given.cell("M14", CITY, slice_=code, shows_partial=False))
        for code, words in section(f"{_ROOT}.ages").items()
    )
    return Table("ages", columns, (whole, *rows), lead_rows=1, span=(3, 3))


def _ages_chart() -> Chart:
    header = _say("overdue_pupils")
    return Chart(
        table="ages",
        category=_say("age"),
        series=(Series(header, header, colour="orange", has_labels=True),),
        title=_say("ages_chart"),
        number_style="count",
        rows_high=16,
    )


def _turns(given: BulletinInput, minimum: int) -> tuple[Heading | Table | Note, ...]:
    """Referrals and what came back (M15), returns to school and who was met (M16), by unit."""
    if not given.has_metric("M15"):
        return ()
    columns = (
        Column(_say("unit"), "name"),
        *_columns(
            {"referred": "count", "answered": "count", "answered_rate": "rate"},
            _say("referral_group"),
        ),
        Column(_say("received"), "centre", _say("referral_group")),
        *_columns({"returned": "count", "met": "count", "met_rate": "rate"}, _say("return_group")),
        Column(_say("received"), "centre", _say("return_group")),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            name,
            *_rate_cells(given, "M15", unit),
            given.received("M15", unit),
            *_rate_cells(given, "M16", unit),
            given.received("M16", unit),
        )
        for unit, name in _places(given)
    )
    return (
        Heading(_say("turns"), starts_page=True),
        Table("turns", columns, rows, lead_rows=1, span=(1, 1, 1, 1, 2, 1, 1, 2, 2)),
        Note(lines(f"{_ROOT}.turn_notes", minimum=minimum)),
    )


def _unit_overdue(given: BulletinInput) -> Table:
    """Bands of overdue pupils at the severe level, reviews (M10) and archives (M11), by unit."""
    review, archive = _say("review_group"), _say("archive_group")
    columns = (
        Column(_say("unit"), "name"),
        Column(_say("band"), "centre"),
        *_columns({"to_review": "count", "reviewed": "count", "review_rate": "rate"}, review),
        Column(_say("received"), "centre", review),
        *_columns({"enrolled": "count", "archived": "count", "archive_rate": "rate"}, archive),
        Column(_say("received"), "centre", archive),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            name,
            band_cell(given, unit),
            *_rate_cells(given, "M10", unit),
            given.received("M10", unit),
            *_rate_cells(given, "M11", unit),
            given.received("M11", unit),
        )
        for unit, name in _places(given)
    )
    return Table("unit overdue", columns, rows, lead_rows=1, span=(1, 2, *(1,) * 7, 2))
