"""The bulletin's sheet 整改清单: what is open or was mended just now, gravest class first.

Lines are rpt_rectification's. Problems about few pupils stand with a band, those whose very
presence would tell a withheld figure are left to the county's restricted copy, whose list is made
of the same cells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from reports.blocks import Cell, Column, Heading, Note, Sheet, Table, Title, Value
from reports.bulletin_input import BulletinInput, Metric
from reports.formatting import NOT_APPLICABLE, shown, spoken_target, whole
from reports.wording import lines, say
from validations.code_lists import label_of

_ROOT = "bulletin.rectification"
_GRID = (13.0, 9.0, 25.0, 10.5, 7.5, 11.0, 9.0, 25.0, 12.0, 10.0, 27.0, 9.0)
_STYLES = {
    "unit": "name",
    "problem_class": "centre",
    "problem": "text",
    "first_found": "centre",
    "periods": "centre_count",
    "numerator": "count",
    "denominator": "count",
    "now": "centre",
    "standard": "centre",
    "responsible": "text",
    "due_on": "date",
    "status": "centre",
    "evidence": "code",
    "change": "centre",
    "leaders": "centre",
}
_EXACT_ONLY = frozenset({"numerator", "denominator", "leaders"})
_COLUMNS = {key: style for key, style in _STYLES.items() if key not in _EXACT_ONLY}
# On a page to appeal from an evidence id may take two lines: cut off it would prove nothing.
_EXACT_COLUMNS = {key: style for key, style in _STYLES.items() if key != "unit"}
_EXACT_COLUMNS |= {"evidence": "text"}
_RESTRICTED, _BANDED = "restricted", "banded"
_STATUS_TONES = {"overdue": "missed", "closed": "met"}
_CHANGE_TONES = {"reopened": "missed", "closed": "met"}

MetricOf = Callable[[str, str], Metric]
"""A metric by id and variant."""


def rectification_sheet(given: BulletinInput, title: Title) -> Sheet | None:
    """整改清单, under the title given; None where no list was given."""
    if given.rectification is None:
        return None
    listed = given.rectification.filter(pl.col("shown_as") != _RESTRICTED)
    blocks: list[Title | Heading | Note | Table] = [title, Note(lines(f"{_ROOT}.notes"))]
    if listed.is_empty():
        blocks.append(Note((_say("none"),)))
    else:
        blocks.append(_table(listed, _COLUMNS, given.metric, is_exact=False))
    return Sheet(say("bulletin.sheets.rectification"), tuple(blocks), _GRID)


def exact_problems(problems: pl.DataFrame, metric_of: MetricOf) -> Table:
    """All of one unit's problems with nothing held back: for its restricted copy alone."""
    return _table(problems, _EXACT_COLUMNS, metric_of, is_exact=True)


def _say(key: str, **blanks: object) -> str:
    return say(f"{_ROOT}.{key}", **blanks)


def _table(
    problems: pl.DataFrame, styles: Mapping[str, str], metric_of: MetricOf, *, is_exact: bool
) -> Table:
    ordered = problems.sort("class_no", "sort_no", "unit_no", "unit_code")
    rows = []
    for row in ordered.iter_rows(named=True):
        cells = _cells(row, metric_of, is_exact=is_exact)
        rows.append(tuple(cells[key] for key in styles))
    columns = tuple(Column(_say(key), style) for key, style in styles.items())
    return Table("rectification", columns, tuple(rows), is_repeated=True)


def _cells(row: dict[str, Any], metric_of: MetricOf, *, is_exact: bool) -> dict[str, Value | Cell]:
    evidence = row["evidence"]
    if row["seen_in"] < row["month"]:
        evidence = _say("carried", evidence=evidence)
    status, change = row["status"], row["change_code"]
    return {
        "unit": row["unit_name"],
        "problem_class": label_of("problem_class", row["class_code"]),
        "problem": row["problem_name"],
        "first_found": row["first_found"],
        "periods": row["period_count"],
        "numerator": _part(row, "numerator"),
        "denominator": _part(row, "denominator"),
        "now": _now(row, metric_of, is_exact=is_exact),
        "standard": _standard(row, metric_of),
        "responsible": row["responsible"],
        "due_on": row["due_on"],
        "status": Cell(label_of("problem_status", status), "centre", _STATUS_TONES.get(status, "")),
        "evidence": evidence,
        "change": Cell(label_of("problem_change", change), "centre", _CHANGE_TONES.get(change, "")),
        "leaders": _say(f"shown.{row['shown_as']}"),
    }


def _part(row: dict[str, Any], name: str) -> Cell:
    """What a rate is made of; — where the figure is a count or the problem a number of records."""
    if row["denominator"] is None:
        return Cell(NOT_APPLICABLE, "count")
    return Cell(whole(row[name]), "count")


def _now(row: dict[str, Any], metric_of: MetricOf, *, is_exact: bool) -> Cell:
    """What was seen last: a band, a number of records, or the figure rounded as everywhere."""
    if row["shown_as"] == _BANDED and not is_exact:
        return Cell(row["band_label"] or NOT_APPLICABLE, "centre")
    if row["source_kind"] == "rule":
        return Cell(whole(row["value"]), "centre_count")
    metric = metric_of(row["source_id"], row["variant"])
    return Cell(shown({**row, "status": "ok"}, metric.kind, metric.decimals), metric.style)


def _standard(row: dict[str, Any], metric_of: MetricOf) -> str:
    kind = "count"
    if row["source_kind"] == "metric":
        kind = metric_of(row["source_id"], row["variant"]).kind
    key = "at_most" if row["direction"] == "down" else "at_least"
    return _say(key, value=spoken_target(row["threshold"], kind))
