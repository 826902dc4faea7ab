"""The bulletin's sheet 健康教育: research, outreach, training, contests, campaigns, notes, pieces.

Sessions, attendances and persons stand in columns of their own; lower bounds are told as 不少于,
self-declared numbers as 估报, and what has been counted for years with the start of its series.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from reports.blocks import Cell, Chart, Column, Heading, Note, Series, Sheet, Table, Title, Value
from reports.bulletin_input import CITY, BulletinInput
from reports.form_words import known_label
from reports.formatting import NOT_APPLICABLE, NOT_REPORTED, chinese_date
from reports.series_words import since_words
from reports.wording import has, lines, say
from validations.code_lists import labels

_ROOT = "bulletin.education"
_GRID = (14.0,) + (11.5,) * 10
_METRICS = ("M33", "M34", "M35", "M36", "M37", "M45")
_CONTESTS = ("lesson_contest", "skills_contest", "teaching_contest")
_CAMPAIGNS = ("awareness", "class_meeting", "drama", "parent_class", "pe_art_labour", "caring")
_NOTES = ("mind_note", "family_note")
# What is counted since its series began, as the letters name it: metric, variant, slice.
_SINCE = (
    ("M33", "at", "downtown"),
    ("M33", "at", "county"),
    ("M33", "bt", ""),
    ("M36", "ct", "study_tour"),
    ("M36", "at", "training"),
    ("M36", "at", "lecture"),
    ("M36", "bt", ""),
    ("M37", "at", ""),
    ("M37", "bt", ""),
    ("M37", "ct", ""),
    ("M37", "dt", ""),
    ("M35", "at", ""),
)


def education_sheet(given: BulletinInput, title: Title) -> Sheet | None:
    """健康教育, under the title given; None for a month before activities were registered."""
    stands = (row["status"] for key, row in given.rows.items() if key[0] in _METRICS)
    if all(status == "not_applicable" for status in stands):
        return None
    blocks = (
        title,
        Heading(_say("research")),
        _research(given),
        Note(lines(f"{_ROOT}.research_notes")),
        Heading(_say("training"), starts_page=True),
        _training(given),
        Note(lines(f"{_ROOT}.training_notes")),
        Heading(_say("contents"), starts_page=True),
        _contents(given),
        _contents_chart(),
        Heading(_say("contests"), starts_page=True),
        _contests(given),
        Note(lines(f"{_ROOT}.contest_notes")),
        Heading(_say("campaigns")),
        _campaigns(given),
        Note(lines(f"{_ROOT}.campaign_notes")),
        Heading(_say("notes_of_week"), starts_page=True),
        _weekly_notes(given),
        Note(lines(f"{_ROOT}.weekly_lines")),
        Heading(_say("since")),
        _since(given),
        Note(lines(f"{_ROOT}.since_notes")),
    )
    return Sheet(say("bulletin.sheets.education"), blocks, _GRID, repeat=2, freeze=(2, 1))


def _say(key: str, **blanks: object) -> str:
    return say(f"{_ROOT}.{key}", **blanks)


def _places(given: BulletinInput) -> tuple[tuple[str, str], ...]:
    return ((CITY, say("mark.city")), *given.unit_list)


def _research(given: BulletinInput) -> Table:
    """Research, outreach and pieces by unit, this school year."""
    groups = {"research": 3, "outreach": 4, "pieces": 2}
    keys = ("sessions", "attendances", "teachers", "visits", "visitors", "benefit", "schools")
    styles = ("count",) * 8 + ("rate",)
    names = [name for name, width in groups.items() for _ in range(width)]
    columns = (
        Column(_say("unit"), "name"),
        *(
            Column(_say(key), style, _say(f"{group}_group"))
            for key, style, group in zip((*keys, "used", "used_rate"), styles, names, strict=True)
        ),
    )
    shown = (
        *(("M33", variant) for variant in ("ay", "by", "cy")),
        *(("M37", variant) for variant in ("ay", "by", "cy", "dy")),
        *(("M35", variant) for variant in ("ay", "by")),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (name, *(given.cell(metric, unit, variant) for metric, variant in shown))
        for unit, name in _places(given)
    )
    return Table("research", columns, rows, lead_rows=1, span=(1,) * 9 + (2,))


def _training(given: BulletinInput) -> Table:
    """Training by unit: sessions, attendances, persons, hours, and how far full-time staff came."""
    known = {row["unit_code"]: row for row in given.training_hours.iter_rows(named=True)}
    keys = {"courses": "count", "course_attendances": "count", "course_teachers": "count"}
    keys |= {"hours": "count", "reached_rate": "rate"}
    parts = ("teacher", "reached", "begun", "none")
    columns = (
        Column(_say("unit"), "name"),
        *(Column(_say(key), style) for key, style in keys.items()),
        *(Column(_say(f"{part}_count"), "count", _say("hours_group")) for part in parts),
        Column(_say("homeroom_rate"), "rate"),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            name,
            *(given.cell("M36", unit, variant) for variant in ("ay", "by", "cy", "dy", "e")),
            *(_teachers(known.get(unit), part) for part in parts),
            given.cell("M36", unit, "f"),
        )
        for unit, name in _places(given)
    )
    return Table("training", columns, rows, lead_rows=1)


def _teachers(row: dict[str, Any] | None, part: str) -> Cell:
    """A count of teachers of a unit or the city, from its row of rpt_training_hours."""
    if row is None or row["status"] != "ok":
        is_away = row is not None and row["status"] == "not_applicable"
        return Cell(NOT_APPLICABLE if is_away else NOT_REPORTED, "count")
    return Cell(row[f"{part}_count"], "count")


def _contents(given: BulletinInput) -> Table:
    """The five contents of research in the city: how often, and which share."""
    columns = (
        Column(_say("content"), "name"),
        Column(_say("content_count"), "count"),
        Column(_say("content_share"), "rate"),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            label,
            given.part("numerator", "M33", CITY, "dy", code),
            given.cell("M33", CITY, "dy", code, shows_partial=False),
        )
        for label, code in labels("content_code").items()
    )
    return Table("contents", columns, rows, span=(3, 4, 4))


def _contents_chart() -> Chart:
    header = _say("content_share")
    return Chart(
        table="contents",
        category=_say("content"),
        series=(Series(header, header, colour="steel", has_labels=True),),
        title=_say("contents_chart"),
        rows_high=18,
    )


def _contests(given: BulletinInput) -> Table:
    """The three kinds of contest this school year, of the whole city."""
    keys = (
        "contest",
        "contest_sessions",
        "contest_counties",
        "contest_schools",
        "contest_teachers",
    )
    columns = tuple(
        Column(_say(key), "count" if number else "name") for number, key in enumerate(keys)
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            known_label("activity_type", contest),
            *(given.cell("M34", CITY, variant, contest) for variant in ("ay", "by", "cy", "dy")),
        )
        for contest in _CONTESTS
    )
    return Table("contests", columns, rows, span=(3, 2, 2, 2, 2))


def _campaigns(given: BulletinInput) -> Table:
    """Campaigns this school year of the whole city, together and by type."""
    keys = {"campaign": "name", "campaign_sessions": "count", "campaign_attendances": "count"}
    columns = tuple(Column(_say(key), style) for key, style in keys.items())
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            known_label("activity_type", kind) if kind else _say("campaigns_whole"),
            *(given.cell("M45", CITY, variant, kind) for variant in ("ay", "by")),
        )
        for kind in ("", *_CAMPAIGNS)
    )
    return Table("campaigns", columns, rows, lead_rows=1, span=(3, 4, 4))


def _weekly_notes(given: BulletinInput) -> Table:
    """The two series of weekly notes: how many weeks on end, since when, and the readers so far."""
    known = {row["series_code"]: row for row in given.streaks.iter_rows(named=True)}
    styles = {"series": "name", "weeks": "count", "run_since": "centre", "last_on": "centre"}
    styles |= {"last_no": "count", "views": "count", "remark": "text"}
    columns = tuple(Column(_say(key), style) for key, style in styles.items())
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            known_label("activity_type", series),
            given.cell("M35", CITY, "c", series),
            _day(known.get(series), "run_started_on"),
            _day(known.get(series), "last_posted_on"),
            _number(known.get(series), "last_issue_no"),
            given.cell("M35", CITY, "dt", series),
            _remark(given, known.get(series)),
        )
        for series in _NOTES
    )
    return Table("weekly", columns, rows, span=(1, 1, 2, 2, 1, 2, 2))


def _day(row: dict[str, Any] | None, name: str) -> Cell:
    day = None if row is None else row[name]
    return Cell(chinese_date(day) if isinstance(day, date) else NOT_APPLICABLE, "centre")


def _number(row: dict[str, Any] | None, name: str) -> Cell:
    number = None if row is None else row[name]
    return Cell(NOT_APPLICABLE if number is None else number, "count")


def _remark(given: BulletinInput, row: dict[str, Any] | None) -> str:
    """Where a run has ended, the week that was missed; else where the readers' series begins."""
    if row is not None and row["missed_week_on"] is not None:
        return _say("missed", day=chinese_date(row["missed_week_on"]))
    return _start(given, "M35", "dt")


def _since(given: BulletinInput) -> Table:
    """What is counted over years: value, unit, whether exact, and since when."""
    keys = ("item", "value", "measure", "nature", "start")
    styles = ("name", "count", "centre", "centre", "text")
    columns = tuple(Column(_say(key), style) for key, style in zip(keys, styles, strict=True))
    rows = tuple(_since_row(given, *place) for place in _SINCE)
    return Table("since", columns, rows, span=(3, 1, 1, 1, 5))


def _since_row(
    given: BulletinInput, metric_id: str, variant: str, slice_: str
) -> tuple[Value | Cell, ...]:
    metric = given.metric(metric_id, variant)
    list_name = "activity_level" if metric_id == "M33" else "activity_type"
    cut = _say("cut", label=known_label(list_name, slice_)) if slice_ else ""
    row = given.row(metric_id, CITY, variant, slice_)
    nature = "exact" if row is None else str(row["qualifier"])
    return (
        metric.name + cut,
        given.cell(metric_id, CITY, variant, slice_),
        metric.unit,
        _say(f"natures.{nature}") if has(f"{_ROOT}.natures.{nature}") else NOT_APPLICABLE,
        _start(given, metric_id, variant),
    )


def _start(given: BulletinInput, metric_id: str, variant: str) -> str:
    """The start of a series as printed beside its number, never without the reach of its data."""
    return since_words(given.running.get((metric_id, variant, CITY))) or NOT_APPLICABLE
