"""The bulletin's sheet 报送质量与负担: what came in, what it cost, what was wrong, what is missing.

Counts come from rpt_reporting, rpt_finding_count and rpt_missing_submission, rates from M42, the
burden from M43 and M44.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from reports.blocks import Cell, Column, Heading, Note, Sheet, Table, Title, Value
from reports.bulletin_input import CITY, BulletinInput
from reports.formatting import NOT_APPLICABLE
from reports.rule_words import rule_sentence
from reports.theme import SEVERITY_TONES
from reports.wording import say

_ROOT = "bulletin.reporting"
_GRID = (14.0,) + (7.0,) * 17
_RATES = {
    "a": ("on_time_rate", "rate"),
    "b": ("first_pass_rate", "rate"),
    "c": ("resubmissions", "count"),
    "d": ("late_corrections", "count"),
}
_BURDEN = (("M43", "a"), ("M43", "b"), ("M43", "c"), ("M44", ""))
_BURDEN_STYLES = ("name", "count", "centre", "text")
_UNITS_A_ROW = 3
MISSING_SHOWN = 200
FINDINGS_SHOWN = 30


def reporting_sheet(given: BulletinInput, title: Title) -> Sheet:
    """报送质量与负担, under the title given."""
    blocks = (
        title,
        *_reporting(given),
        *_burden(given),
        Heading(_say("findings"), starts_page=True),
        _findings(given.finding_counts),
        Heading(_say("missing"), starts_page=True),
        *_missing(given),
    )
    return Sheet(say("bulletin.sheets.reporting"), blocks, _GRID, repeat=2, freeze=(2, 1))


def _say(key: str, **blanks: object) -> str:
    return say(f"{_ROOT}.{key}", **blanks)


def _reporting(given: BulletinInput) -> Iterable[Heading | Table | Note]:
    """Units by form and period, what is owed by a semester's end on a few pages; then the forms.

    The first table also carries M42, so it holds fewer forms than those that follow.
    """
    groups = given.reporting.select("form_id", "period").unique().sort("form_id", "period")
    keys = [(form_id, period) for form_id, period in groups.iter_rows()]
    if not keys:
        yield Heading(_say("table"))
        yield Note((_say("no_reporting"),))
        return
    first = len(_GRID) - 1 - len(_RATES)
    pages = [keys[:first]]
    pages += [keys[at : at + len(_GRID) - 1] for at in range(first, len(keys), len(_GRID) - 1)]
    for number, page in enumerate(pages):
        yield Heading(_say("table_more" if number else "table"), starts_page=number > 0)
        yield _page_table(given, page, has_rates=number == 0)
        yield Note((_say("note"),))
    yield Heading(_say("forms"), starts_page=True)
    yield _forms(given)
    yield Note((_say("forms_note"),))


def _page_table(given: BulletinInput, keys: list[tuple[str, str]], has_rates: bool) -> Table:
    """Received of expected for each unit, form and period; the city's stand in its rates."""
    rows = {
        (row["unit_code"], row["form_id"], row["period"]): row
        for row in given.reporting.iter_rows(named=True)
    }
    rates = _RATES if has_rates else {}
    columns = [Column(_say("unit"), "name")]
    columns += [Column(_say(key), style) for key, style in rates.values()]
    columns += [_form_column(given.reporting, *key) for key in keys]
    places = ((CITY, say("mark.city")), *given.unit_list) if has_rates else given.unit_list
    body: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            name,
            *(given.cell("M42", unit, variant) for variant in rates),
            *(_share(rows.get((unit, *key)), unit) for key in keys),
        )
        for unit, name in places
    )
    return Table(f"reporting {keys[:1]}", tuple(columns), body, lead_rows=int(has_rates))


def _share(row: dict[str, Any] | None, unit: str) -> Cell:
    """A unit's reports received of those expected; marked where none came at all."""
    if row is None:
        return Cell(None if unit == CITY else NOT_APPLICABLE, "centre")
    counts = {name: row[f"{name}_count"] for name in ("received", "expected")}
    return Cell(say("bulletin.share", **counts), "centre", "missed" if row["is_silent"] else "")


def _form_column(reporting: pl.DataFrame, form_id: str, period: str) -> Column:
    """A column for a form and period, under the form's name and number."""
    rows = reporting.filter((pl.col("form_id") == form_id) & (pl.col("period") == period))
    due = rows["due_on"].unique().to_list()
    words = f"{due[0]:%m-%d}" if len(due) == 1 and due[0] else _say("due_varies")
    group = _say("form_group", form_id=form_id, form=rows["form_name"][0])
    return Column(_say("period_due", period=period, due=words), "centre", group)


def _forms(given: BulletinInput) -> Table:
    """The city's reports of the semester by form (M42): owed, on time, first pass, sent again."""
    forms = given.reporting.select("form_id", "form_name").unique().sort("form_id")
    keys = {"form_id": "centre", "form": "name", "expected": "count", "on_time": "count"}
    keys |= {"on_time_rate": "rate", "first_pass_rate": "rate"}
    keys |= {"resubmissions": "count", "late_corrections": "count"}
    columns = tuple(Column(_say(key), style) for key, style in keys.items())
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (
            Cell(form_id, "centre"),
            name,
            given.part("denominator", "M42", CITY, "a", form_id),
            given.part("numerator", "M42", CITY, "a", form_id),
            *(given.cell("M42", CITY, variant, form_id, shows_partial=False) for variant in _RATES),
        )
        for form_id, name in forms.iter_rows()
    )
    return Table("reporting forms", columns, rows, span=(1, 4, 2, 2, 2, 2, 2, 2))


def _burden(given: BulletinInput) -> Iterable[Heading | Table | Note]:
    """What reporting costs: the city's lines with their meaning, then minutes a school by unit."""
    wanted = [one for one in _BURDEN if given.has_metric(*one)]
    if not wanted:
        return
    keys = ("burden_item", "burden_city", "burden_target", "burden_meaning")
    columns = tuple(
        Column(_say(key), style) for key, style in zip(keys, _BURDEN_STYLES, strict=True)
    )
    yield Heading(_say("burden"), starts_page=True)
    rows = tuple(
        (
            metric.name,
            given.cell(metric.metric_id, CITY, metric.variant),
            Cell(given.target_words(metric.metric_id, metric.variant), "centre"),
            metric.definition,
        )
        for metric in (given.metric(*one) for one in wanted)
    )
    yield Table("burden", columns, rows, span=(2, 1, 1, 14))
    yield Heading(_say("burden_units"))
    yield _minutes(given)
    yield Note((_say("burden_note"),))


def _minutes(given: BulletinInput) -> Table:
    """Minutes a school, several units beside each other in official order."""
    pair = (Column(_say("unit"), "name"), Column(_say("burden_minutes"), "count"))
    cells: list[Value | Cell] = []
    for unit, name in given.unit_list:
        cells += [name, given.cell("M43", unit, "a")]
    width = 2 * _UNITS_A_ROW
    cells += [None] * (-len(cells) % width)
    rows = tuple(tuple(cells[at : at + width]) for at in range(0, len(cells), width))
    return Table("minutes", pair * _UNITS_A_ROW, rows, span=(1, 2, *(3, 2) * (_UNITS_A_ROW - 1)))


def _findings(counts: pl.DataFrame) -> Table | Note:
    """The most frequent rules in their own words: an example might name a pupil or a school."""
    if counts.is_empty():
        return Note((_say("no_findings"),))
    columns = tuple(
        Column(_say(key), style)
        for key, style in (
            ("rule", "text"),
            ("severity", "centre"),
            ("words", "text"),
            ("finding_count", "count"),
            ("submission_count", "count"),
        )
    )
    ordered = counts.sort(["finding_count", "rule_id"], descending=[True, False])
    rows = tuple(
        (
            row["rule_id"],
            Cell(row["severity"], "centre", SEVERITY_TONES.get(row["severity"], "")),
            rule_sentence(row["rule_id"]),
            row["finding_count"],
            row["submission_count"],
        )
        for row in ordered.head(FINDINGS_SHOWN).iter_rows(named=True)
    )
    return Table("findings", columns, rows, span=(2, 1, 13, 1, 1))


def _missing(given: BulletinInput) -> Iterable[Table | Note]:
    if given.missing.is_empty():
        yield Note((_say("no_missing"),))
        return
    keys = ("unit", "form", "period", "scope", "due_on", "status")
    names = dict(given.unit_list)
    rows = tuple(
        (
            names.get(row["unit_code"], row["unit_code"]),
            row["form_id"],
            row["period"],
            row["scope_name"] or row["scope_code"],
            Cell(row["due_on"], "date"),
            Cell(row["status"], "centre"),
        )
        for row in _in_official_order(given).head(MISSING_SHOWN).iter_rows(named=True)
    )
    columns = tuple(Column(_say(key), "name" if key == "unit" else "text") for key in keys)
    yield Table("missing", columns, rows, span=(1, 2, 3, 7, 3, 2), is_repeated=True)
    if given.missing.height > MISSING_SHOWN:
        counts = {"total": given.missing.height, "shown": MISSING_SHOWN}
        yield Note((_say("missing_limited", **counts),))


def _in_official_order(given: BulletinInput) -> pl.DataFrame:
    order = {code: number for number, (code, _) in enumerate(given.unit_list)}
    place = pl.col("unit_code").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    return given.missing.sort(place, "form_id", "period", "scope_code")
