"""A county's edition of the month's bulletin: its own figures beside the city's, and its schools.

Made of the leaders' input after disclosure and of nothing else, so that the two editions side by
side tell no more than the leaders' alone. It is mailed; exact counts of pupils at risk stand only
in the restricted copy. Nothing is computed, compared or ranked.
"""

from __future__ import annotations

from collections.abc import Iterator

from reports.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    Masthead,
    Note,
    Sheet,
    Table,
    Tile,
    Tiles,
    Title,
    Value,
    Workbook,
)
from reports.bulletin import issue_of
from reports.bulletin_cover import issue_words, kind_of_measure, month_lines, reach_words
from reports.bulletin_input import CITY, BulletinInput
from reports.bulletin_reporting import MISSING_SHOWN
from reports.county_chapters import CHAPTERS, REPORTS, Place, chapter_blocks, metrics_of
from reports.disclosure import minimum_count
from reports.formatting import (
    NOT_APPLICABLE,
    chinese_date,
    chinese_time,
    shown,
    spoken,
    spoken_target,
)
from reports.wording import lines, say

_ROOT = "county_edition"
_EDITION = "leaders"
# The first column holds a name with what is said beside it: （2023年9月以来，不少于）.
_GRID = (42.0, 14.0, 11.0, 11.0, 11.0, 11.0, 11.0, 10.0)
_COVER_GRID = (10.8,) * 12
_REPORT_GRID = (10.0, 30.0, 16.0, 16.0, 13.0, 13.0, 13.0, 13.0)
_NOTES_GRID = (9.0, 30.0, 8.0, 76.0, 9.0)
_COUNTS = ("expected", "received", "on_time", "first_pass")


def build_county_edition(given: BulletinInput, place: Place) -> Workbook:
    """The edition of one county as a value; ``given`` is the leaders' input of the month."""
    chapters = (_chapter(given, place, chapter) for chapter in CHAPTERS)
    sheets = (_cover(given, place), *chapters, _reports(given, place), _notes(given, place))
    return Workbook(
        title=edition_subject(given, place),
        sheets=sheets,
        header_left=_named(given, place),
        header_right=say("bulletin.header_right", **issue_of(given)).strip(),
        banner=say("mark.rehearsal_banner") if given.is_rehearsal else "",
        properties={"company": given.issuer, "author": given.issuer},
    )


def edition_subject(given: BulletinInput, place: Place) -> str:
    """Title, county, issue and month in one line."""
    return say(f"{_ROOT}.subject", unit=place.name, **issue_of(given))


def _named(given: BulletinInput, place: Place) -> str:
    return say(f"{_ROOT}.title", title=given.title, unit=place.name)


def _say(key: str, **blanks: object) -> str:
    return say(f"{_ROOT}.{key}", **blanks)


def _cover(given: BulletinInput, place: Place) -> Sheet:
    """要点: masthead, what it rests on, the county's main indicators with the city's beside."""
    signed = say("bulletin.cover.signed", name=given.signed_by) if given.signed_by else ""
    cover_lines = lines(f"{_ROOT}.cover_lines", unit=place.name)
    blocks = (
        Masthead(
            title=_named(given, place),
            issue=issue_words(given),
            left=given.issuer,
            middle=signed or say("bulletin.cover.unsigned"),
            right=chinese_date(given.issued_on or given.known_at.date()),
        ),
        Note((_reach(given),), style="body"),
        Heading(_say("tiles")),
        Tiles(tuple(_tiles(given, place)), per_row=4),
        Note((*cover_lines, *month_lines(given), say("mark.legend"))),
    )
    return Sheet(_say("sheets.cover"), blocks, _COVER_GRID, is_one_page=True, tab="red")


def _reach(given: BulletinInput) -> str:
    return say(
        "bulletin.cover.reach",
        month=given.named_period,
        known_at=chinese_time(given.known_at),
        **reach_words(given.reach.row(0, named=True)),
    )


def _tiles(given: BulletinInput, place: Place) -> Iterator[Tile]:
    """The first page's indicators of the leaders' edition, as the county has them."""
    tones = {None: "", True: "tile_met", False: "tile_missed"}
    for row in given.kpi.sort("sort_no").iter_rows(named=True):
        key = (row["metric_id"], row["variant"] or "", row["slice"] or "")
        own_key = (*key, place.unit_code)
        own = given.rows.get(own_key) or given.statuses.get(own_key)
        city = given.rows.get((*key, CITY))
        kind = kind_of_measure(row["unit_of_measure"])
        words = [
            spoken(shown(one, kind, row["decimals"]), kind, row["decimals"], row["unit_of_measure"])
            for one in (own, city)
        ]
        target = spoken_target(row["target"], kind, row["unit_of_measure"])
        compared = (say(f"{_ROOT}.city", value=words[1]), say(f"{_ROOT}.target", value=target))
        yield Tile(
            row["name_zh"],
            words[0],
            tones[None if own is None else own.get("is_target_met")],
            compared,
        )


def _title(given: BulletinInput, place: Place, name: str) -> Title:
    subtitle = _say(
        "subtitle",
        unit=place.name,
        month=given.named_period,
        known_at=chinese_time(given.known_at),
    )
    return Title(name, subtitle)


def _chapter(given: BulletinInput, place: Place, chapter: str) -> Sheet:
    name = _say(f"sheets.{chapter}")
    minimum = minimum_count(_EDITION, given.known_at.date())
    blocks: tuple[Block, ...] = (
        _title(given, place, name),
        *chapter_blocks(given, place, chapter),
        Note((*lines(f"{_ROOT}.chapter_lines", minimum=minimum), say("mark.legend"))),
    )
    return Sheet(name, blocks, _GRID, repeat=2, freeze=(2, 1))


def _reports(given: BulletinInput, place: Place) -> Sheet:
    """报送与办理: what of the county's came in, form by form, and what is missing."""
    name = _say(f"sheets.{REPORTS}")
    blocks: tuple[Block, ...] = (
        _title(given, place, name),
        *chapter_blocks(given, place, REPORTS),
        Heading(_say("reporting.heading")),
        _reporting(given, place),
        Heading(_say("missing.heading")),
        *_missing(given, place),
    )
    return Sheet(name, blocks, _REPORT_GRID, repeat=2, freeze=(2, 1))


def _reporting(given: BulletinInput, place: Place) -> Table | Note:
    own = given.reporting.filter(unit_code=place.unit_code)
    if own.is_empty():
        return Note((_say("reporting.none"),))
    keys = ("form_id", "form", "period", "due_on", *_COUNTS)
    styles = ("centre", "name", "text", "date", *("count" for _ in _COUNTS))
    columns = tuple(
        Column(_say(f"reporting.{key}"), style) for key, style in zip(keys, styles, strict=True)
    )
    rows = tuple(
        (
            row["form_id"],
            row["form_name"],
            row["period"],
            Cell(row["due_on"], "date"),
            *(
                Cell(row[f"{one}_count"], "count", "missed" if row["is_silent"] else "")
                for one in _COUNTS
            ),
        )
        for row in own.sort("form_id", "period").iter_rows(named=True)
    )
    return Table("reporting", columns, rows)


def _missing(given: BulletinInput, place: Place) -> Iterator[Table | Note]:
    own = given.missing.filter(unit_code=place.unit_code).sort("form_id", "period", "scope_code")
    if own.is_empty():
        yield Note((_say("missing.none"),))
        return
    keys = ("form_id", "scope", "period", "due_on", "status")
    columns = tuple(
        Column(_say(f"missing.{key}"), "date" if key == "due_on" else "text") for key in keys
    )
    rows = tuple(
        (
            row["form_id"],
            row["scope_name"] or row["scope_code"],
            row["period"],
            Cell(row["due_on"], "date"),
            Cell(row["status"], "centre"),
        )
        for row in own.head(MISSING_SHOWN).iter_rows(named=True)
    )
    yield Table("missing", columns, rows, span=(1, 3, 2, 1, 1), is_repeated=True)
    if own.height > MISSING_SHOWN:
        yield Note((_say("missing.limited", total=own.height, shown=MISSING_SHOWN),))


def _notes(given: BulletinInput, place: Place) -> Sheet:
    """口径说明: the signs, and what each metric of the edition means."""
    name = _say("sheets.notes")
    keys = ("metric_id", "name", "variant", "definition", "unit")
    styles = ("centre", "name", "centre", "text", "centre")
    columns = tuple(
        Column(say(f"bulletin.notes.{key}"), style) for key, style in zip(keys, styles, strict=True)
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (one.metric_id, one.name, one.variant or NOT_APPLICABLE, one.definition, one.unit)
        for chapter in (*CHAPTERS, REPORTS)
        for one in metrics_of(given, place, chapter)
    )
    minimum = minimum_count(_EDITION, given.known_at.date())
    blocks: tuple[Block, ...] = (
        _title(given, place, name),
        Note((*lines("bulletin.notes.legend_lines", minimum=minimum),), style="body"),
        Note(lines(f"{_ROOT}.notes_lines"), style="body"),
        Table("metrics", columns, rows, is_repeated=True),
    )
    return Sheet(name, blocks, _NOTES_GRID, repeat=2, freeze=(2, 0), tab="grey")
