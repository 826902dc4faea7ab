"""The chapters of a county's edition: its figures beside the city's, then school by school.

Every number is a row of the leaders' figures after disclosure, as it stands there. Which metrics
make a chapter is said here, what they mean in the metric seed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from reports.blocks import Block, Cell, Chart, Column, Heading, Note, Series, Table, Value
from reports.bulletin_input import CITY, BulletinInput, Metric
from reports.bulletin_intervention import band_cell
from reports.formatting import NOT_APPLICABLE, shown
from reports.series_words import since_words
from reports.theme import MISSED_SIGN, PARTIAL_SIGN
from reports.wording import has, say, section
from validations.code_lists import label_of, labels, read_seed

_ROOT = "county_edition"
REPORTS = "reports"
METRICS = {
    "education": ("M33", "M34", "M35", "M36", "M37", "M45", "M40"),
    "monitoring": ("M01", "M02", "M03", "M04", "M05", "M06", "M07", "M08", "M09"),
    "counselling": ("M29", "M30", "M31", "M32", "M38", "M39"),
    "intervention": (
        *("M10", "M11", "M12", "M13", "M14", "M15", "M16", "M17"),
        *("M18", "M19", "M20"),
    ),
    "staffing": ("M21", "M22", "M23", "M24", "M25", "M26", "M27"),
    REPORTS: ("M28", "M41", "M42", "M43", "M44"),
}
CHAPTERS = tuple(name for name in METRICS if name != REPORTS)
_COVERAGE = "M02"
_MEASURES = ("running_count", "paused_count", "opened_in_month", "closed_in_month")
_LEVELS = ("severe", "moderate", "mild")
_CHARTED = 30  # more schools than that are a table of several pages, whose header is repeated
# The list whose labels a kind of slice bears, where it is not the kind itself.
_LISTS = {
    "case_level": "level",
    "contest": "activity_type",
    "training": "activity_type",
    "weekly_series": "activity_type",
    "campaign": "activity_type",
}


@dataclass(frozen=True)
class Place:
    """The county an edition is for; ``schools`` has school_code and school_name."""

    unit_code: str
    name: str
    schools: pl.DataFrame


def chapter_blocks(given: BulletinInput, place: Place, chapter: str) -> Iterator[Block]:
    """A chapter under its title: the county beside the city, cases, then schools."""
    yield Heading(say(f"{_ROOT}.figures.heading", unit=place.name))
    own = given.slices.get(place.unit_code, {})
    rows = tuple(
        row
        for metric in metrics_of(given, place, chapter)
        for row in _rows(given, place, metric, own[metric.metric_id, metric.variant])
    )
    schools = tuple(_schools(given, place, chapter))
    # A sheet repeats one header: the figures' own where no other table starts a page below them.
    is_alone = not schools and chapter in ("education", "monitoring", "counselling", "staffing")
    if rows:
        yield Table(f"figures {chapter}", _columns(place), rows, is_repeated=is_alone)
    else:
        yield Note((say(f"{_ROOT}.figures.none"),))
    if chapter == "intervention":
        yield Heading(say(f"{_ROOT}.cases.heading"), starts_page=True)
        yield _cases(given, place)
    yield from schools


def metrics_of(given: BulletinInput, place: Place, chapter: str) -> list[Metric]:
    """The metrics of a chapter, in official order, that the edition has for the county."""
    own = given.slices.get(place.unit_code, {})
    return [
        metric
        for wanted in METRICS[chapter]
        for metric in given.metric_list
        if metric.metric_id == wanted and (metric.metric_id, metric.variant) in own
    ]


def _rows(
    given: BulletinInput, place: Place, metric: Metric, slices: set[str]
) -> Iterator[tuple[Value | Cell, ...]]:
    """The metric whole, then by slice in the order of its list."""
    names = _labels(given, metric)
    order = {code: number for number, code in enumerate(("", *names))}
    for code in sorted(slices, key=lambda code: (order.get(code, len(order)), code)):
        label = names.get(code, code) if code else say(f"{_ROOT}.figures.whole")
        yield _row(given, place, metric, code, label)


def _labels(given: BulletinInput, metric: Metric) -> dict[str, str]:
    """Label by code of every slice the metric may be cut into."""
    kinds = given.slice_kinds.get((metric.metric_id, metric.variant), ())
    found: dict[str, str] = {}
    for kind in kinds:
        if kind == "overdue_age":
            found |= section("bulletin.intervention.ages")
        elif kind != "instrument_group":
            found |= {code: label for label, code in labels(_LISTS.get(kind, kind)).items()}
    return found


def _columns(place: Place) -> tuple[Column, ...]:
    keys = {"metric": "name", "slice": "text", "own": "count", "city": "count"}
    keys |= {"target": "centre", "numerator": "count", "denominator": "count", "reach": "centre"}
    return tuple(
        Column(say(f"{_ROOT}.figures.{key}", unit=place.name), style) for key, style in keys.items()
    )


def _row(
    given: BulletinInput, place: Place, metric: Metric, slice_: str, label: str
) -> tuple[Value | Cell, ...]:
    key = (metric.metric_id, metric.variant, slice_)
    row = given.rows[(*key, place.unit_code)]
    own = given.cell(metric.metric_id, place.unit_code, metric.variant, slice_)
    city = given.cell(metric.metric_id, CITY, metric.variant, slice_)
    return (
        _named(given, place, metric, row),
        label,
        own,
        city,
        given.target_words(metric.metric_id, metric.variant, slice_),
        _part(given, "numerator", metric, slice_, place),
        _part(given, "denominator", metric, slice_, place),
        _reach(row),
    )


def _named(given: BulletinInput, place: Place, metric: Metric, row: Mapping[str, Any]) -> Cell:
    """The metric's name with what must be said beside its number: 估报, 不少于, 2024年以来."""
    said = [since_words(given.running.get((metric.metric_id, metric.variant, place.unit_code)))]
    key = f"{_ROOT}.qualifiers.{row['qualifier']}"
    if has(key):
        said.append(say(key))
    told = "，".join(filter(None, said))
    name = say(f"{_ROOT}.figures.named", name=metric.name, told=told) if told else metric.name
    return Cell(name, "text" if said[0] else "name")


def _part(given: BulletinInput, name: str, metric: Metric, slice_: str, place: Place) -> Cell:
    if metric.kind not in ("rate", "ratio"):
        return Cell(NOT_APPLICABLE, "count")
    return given.part(name, metric.metric_id, place.unit_code, metric.variant, slice_)


def _reach(row: Mapping[str, Any]) -> str:
    if not row["expected_count"]:
        return NOT_APPLICABLE
    counts = {name: row[f"{name}_count"] for name in ("received", "expected")}
    return say("bulletin.share", **counts)


def _cases(given: BulletinInput, place: Place) -> Table:
    """Cases by level, gravest first, and the band of overdue pupils at the severe level."""
    columns = (
        Column(say(f"{_ROOT}.cases.place"), "name"),
        Column(say("bulletin.intervention.level"), "text"),
        *(Column(say(f"bulletin.intervention.measures.{one}"), "count") for one in _MEASURES),
        Column(say("bulletin.intervention.band"), "centre"),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            name,
            label_of("level", level),
            *(given.case_cell(one, code, level) for one in _MEASURES),
            band_cell(given, code) if level == "severe" else Cell(NOT_APPLICABLE, "centre"),
        )
        for code, name in ((place.unit_code, place.name), (CITY, say("mark.city")))
        for level in _LEVELS
    )
    return Table("cases", columns, rows, span=(1, 1, 1, 1, 1, 1, 2))


def _schools(given: BulletinInput, place: Place, chapter: str) -> Iterator[Block]:
    """Own schools in the metrics whose school rows the leaders' edition carries too."""
    own = given.figures.filter(
        (pl.col("month") == given.month)
        & (pl.col("unit_code") == place.unit_code)
        & pl.col("school_code").is_not_null()
        & pl.col("metric_id").is_in(list(METRICS[chapter]))
        & ~pl.col("is_sensitive")
        & (pl.col("slice").fill_null("") == "")
    )
    if own.is_empty():
        return
    found = {
        (row["school_code"], row["metric_id"], row["variant"] or ""): row
        for row in own.iter_rows(named=True)
    }
    metrics = [
        one
        for one in metrics_of(given, place, chapter)
        if any(key[1:] == (one.metric_id, one.variant) for key in found)
    ]
    names = dict(zip(place.schools["school_code"], place.schools["school_name"], strict=True))
    codes = sorted({key[0] for key in found})
    has_coverage = any(one.metric_id == _COVERAGE for one in metrics)
    yield Heading(say(f"{_ROOT}.schools.heading"), starts_page=True)
    is_charted = has_coverage and len(codes) <= _CHARTED
    named = {one: names.get(one, one) for one in codes}
    table = _school_table(given, place, metrics, found, named, is_repeated=not is_charted)
    if is_charted:
        yield table
        yield Heading(say(f"{_ROOT}.schools.chart_heading"), starts_page=True)
        yield _coverage_chart()
        yield Note((say(f"{_ROOT}.schools.chart_note"),))
        return
    yield table


def _school_table(
    given: BulletinInput,
    place: Place,
    metrics: list[Metric],
    found: Mapping[tuple[str, str, str], Mapping[str, Any]],
    names: Mapping[str, str],
    *,
    is_repeated: bool,
) -> Table:
    """The county, the city, then each school; coverage with the city's and the target beside."""
    columns = [Column(say(f"{_ROOT}.schools.school"), "name")]
    columns += [Column(one.name, one.style) for one in metrics]
    coverage = next((one for one in metrics if one.metric_id == _COVERAGE), None)
    beside: list[Value | Cell] = []
    if coverage is not None:
        columns.append(Column(say(f"{_ROOT}.schools.city"), coverage.style))
        columns.append(Column(say(f"{_ROOT}.schools.target"), "rate0"))
        beside.append(given.cell(_COVERAGE, CITY, shows_partial=False))
        beside.append(Cell(given.target(_COVERAGE), "rate0"))
    rows: list[tuple[Value | Cell, ...]] = [
        (name, *(given.cell(one.metric_id, code, one.variant) for one in metrics), *beside)
        for code, name in ((place.unit_code, place.name), (CITY, say("mark.city")))
    ]
    rows += [
        (
            name,
            *(_school_cell(found.get((code, one.metric_id, one.variant)), one) for one in metrics),
            *beside,
        )
        for code, name in names.items()
    ]
    return Table("schools", tuple(columns), tuple(rows), lead_rows=2, is_repeated=is_repeated)


def _school_cell(row: Mapping[str, Any] | None, metric: Metric) -> Cell:
    value: Decimal | str = shown(row, metric.kind, metric.decimals)
    if row is None or isinstance(value, str):
        return Cell(value, metric.style)
    is_missed = row["is_target_met"] is False
    signs = (MISSED_SIGN if is_missed else "") + (PARTIAL_SIGN if row["is_partial"] else "")
    return Cell(value, metric.style, "missed" if is_missed else "", signs)


def _coverage_chart() -> Chart:
    city, target = say(f"{_ROOT}.schools.city"), say(f"{_ROOT}.schools.target")
    coverage = str(read_seed("code_metric").filter(metric_id=_COVERAGE)["name_zh"][0])
    return Chart(
        table="schools",
        category=say(f"{_ROOT}.schools.school"),
        series=(
            Series(coverage, coverage, colour="steel"),
            Series(city, city, shape="line", colour="blue"),
            Series(target, target, shape="line", colour="red"),
        ),
        title=say(f"{_ROOT}.schools.chart"),
        rows_high=24,
    )
