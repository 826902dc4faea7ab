"""The bulletin's sheet 整改清单: what is open or was mended just now, gravest class first.

Lines are rpt_rectification's. Problems about few pupils stand with a band, those whose very
presence would tell a withheld figure are left to the county's restricted copy.
"""

from __future__ import annotations

from typing import Any

from reports.blocks import Cell, Column, Heading, Note, Sheet, Table, Title, Value
from reports.bulletin_input import BulletinInput
from reports.formatting import NOT_APPLICABLE, shown, spoken_target, whole
from reports.wording import lines, say
from validations.code_lists import label_of

_ROOT = "bulletin.rectification"
_GRID = (13.0, 9.0, 25.0, 10.5, 7.5, 11.0, 9.0, 25.0, 12.0, 10.0, 27.0, 9.0)
_COLUMNS = (
    ("unit", "name"),
    ("problem_class", "centre"),
    ("problem", "text"),
    ("first_found", "centre"),
    ("periods", "centre_count"),
    ("now", "centre"),
    ("standard", "centre"),
    ("responsible", "text"),
    ("due_on", "date"),
    ("status", "centre"),
    ("evidence", "code"),
    ("change", "centre"),
)
_RESTRICTED, _BANDED = "restricted", "banded"
_STATUS_TONES = {"overdue": "missed", "closed": "met"}
_CHANGE_TONES = {"reopened": "missed", "closed": "met"}


def rectification_sheet(given: BulletinInput, title: Title) -> Sheet | None:
    """整改清单, under the title given; None where no list was given."""
    if given.rectification is None:
        return None
    rows = [
        row
        for row in given.rectification.sort(
            "class_no", "sort_no", "unit_no", "unit_code"
        ).iter_rows(named=True)
        if row["shown_as"] != _RESTRICTED
    ]
    columns = tuple(Column(_say(key), style) for key, style in _COLUMNS)
    blocks: list[Title | Heading | Note | Table] = [title, Note(lines(f"{_ROOT}.notes"))]
    if rows:
        body = tuple(_line(given, row) for row in rows)
        blocks.append(Table("rectification", columns, body, is_repeated=True))
    else:
        blocks.append(Note((_say("none"),)))
    return Sheet(say("bulletin.sheets.rectification"), tuple(blocks), _GRID)


def _say(key: str, **blanks: object) -> str:
    return say(f"{_ROOT}.{key}", **blanks)


def _line(given: BulletinInput, row: dict[str, Any]) -> tuple[Value | Cell, ...]:
    evidence = row["evidence"]
    if row["seen_in"] < row["month"]:
        evidence = _say("carried", evidence=evidence)
    return (
        row["unit_name"],
        label_of("problem_class", row["class_code"]),
        row["problem_name"],
        row["first_found"],
        row["period_count"],
        _now(given, row),
        _standard(given, row),
        row["responsible"],
        row["due_on"],
        Cell(
            label_of("problem_status", row["status"]),
            "centre",
            _STATUS_TONES.get(row["status"], ""),
        ),
        evidence,
        Cell(
            label_of("problem_change", row["change_code"]),
            "centre",
            _CHANGE_TONES.get(row["change_code"], ""),
        ),
    )


def _now(given: BulletinInput, row: dict[str, Any]) -> Cell:
    """What was seen last: a band, a number of records, or the figure rounded as everywhere."""
    if row["shown_as"] == _BANDED:
        return Cell(row["band_label"] or NOT_APPLICABLE, "centre")
    if row["source_kind"] == "rule":
        return Cell(whole(row["value"]), "centre_count")
    metric = given.metric(row["source_id"], row["variant"])
    return Cell(shown({**row, "status": "ok"}, metric.kind, metric.decimals), metric.style)


def _standard(given: BulletinInput, row: dict[str, Any]) -> str:
    kind = "count"
    if row["source_kind"] == "metric":
        kind = given.metric(row["source_id"], row["variant"]).kind
    key = "at_most" if row["direction"] == "down" else "at_least"
    return _say(key, value=spoken_target(row["threshold"], kind))
