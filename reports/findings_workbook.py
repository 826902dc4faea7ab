"""The workbook a submitter gets back: receipt, list of faults, how to send again.

What is wrong and how to mend it is worded by the rules; nothing is judged here, and the values
shown come masked from the gate.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import PurePath
from typing import Any

import polars as pl

from reports.blocks import Block, Cell, Column, Heading, Note, Sheet, Table, Title, Value, Workbook
from reports.form_words import example_words
from reports.formatting import chinese_time
from reports.receipt import receipt_facts
from reports.theme import SEVERITY_TONES
from reports.wording import lines, say, section
from validations.form_columns import Column as FormColumn
from validations.form_columns import all_columns, sheet_columns
from validations.forms import FORMS, Scope
from validations.forms.decisions import FORM_ID as DECISION_FORM
from validations.forms.decisions import InitiativeSheet, QuestionSheet

SHOWN = 5000
_LIST_GRID = (6.0, 9.0, 13.0, 8.0, 16.0, 18.0, 38.0, 42.0, 20.0)
_LIST_COLUMNS = (
    ("number", "centre"),
    ("severity", "centre"),
    ("sheet", "text"),
    ("cell", "centre"),
    ("column", "text"),
    ("value", "code"),
    ("words", "text"),
    ("fix", "text"),
    ("rule", "text"),
)


def build_findings(
    submission: Mapping[str, Any],
    findings: pl.DataFrame,
    issued_at: datetime,
    is_rehearsal: bool = False,
    is_sealed: bool = False,
) -> Workbook:
    """The findings of one submission, where its own workbook cannot be given back with marks.

    ``submission`` is a row of the lake's submissions, ``findings`` its rows of the lake's findings
    (cross-form ones may be added); faults are listed by severity, then by place.
    """
    listed = ordered(findings)
    sheets = (
        _receipt(submission, listed),
        _list(submission, listed),
        _again(is_sealed=is_sealed),
    )
    return Workbook(
        title=say("findings.title"),
        sheets=sheets,
        header_left=say("findings.title"),
        header_right=chinese_time(issued_at),
        banner=say("mark.rehearsal_banner") if is_rehearsal else "",
    )


def findings_file_name(file_name: str) -> str:
    """The Chinese name of the findings workbook of a file."""
    return say("findings.file_name", file_name=PurePath(file_name).stem)


def ordered(findings: pl.DataFrame) -> pl.DataFrame:
    """Findings by severity, the gravest first, then by place."""
    rank = {severity: number for number, severity in enumerate(SEVERITY_TONES)}
    return findings.with_columns(
        pl.col("severity").replace_strict(rank, default=len(rank)).alias("_rank")
    ).sort("_rank", "sheet", "row_number", "cell", "rule_id", nulls_last=False, maintain_order=True)


def _receipt(submission: Mapping[str, Any], findings: pl.DataFrame) -> Sheet:
    """报送回执: what was sent, what became of its rows, totals by severity."""
    columns = (Column(say("form.fact"), "name"), Column(say("form.fact_value"), "text"))
    rows = tuple((name, Cell(text, "text")) for name, text in receipt_facts(submission))
    blocks: tuple[Block, ...] = (
        _title("sheet_summary", submission),
        Table("receipt", columns, rows, span=(1, 3)),
        Heading(say("findings.totals")),
        _totals(findings),
    )
    return Sheet(say("findings.sheet_summary"), blocks, (16.0, 16.0, 60.0, 20.0), tab="green")


def _totals(findings: pl.DataFrame) -> Table:
    columns = (
        Column(say("findings.severity"), "centre"),
        Column(say("findings.count"), "count"),
        Column(say("findings.meaning"), "text"),
    )
    counts = dict(findings.group_by("severity").len().iter_rows())
    rows = tuple(
        (Cell(severity, "centre", tone), counts.get(severity, 0), meaning)
        for (severity, tone), meaning in zip(
            SEVERITY_TONES.items(), section("findings.meanings").values(), strict=True
        )
    )
    return Table("totals", columns, rows, span=(1, 1, 2))


def _list(submission: Mapping[str, Any], findings: pl.DataFrame) -> Sheet:
    blocks: list[Block] = [_title("sheet_findings", submission)]
    if findings.is_empty():
        blocks.append(Note((say("findings.none"),), style="body"))
        return Sheet(say("findings.sheet_findings"), tuple(blocks), _LIST_GRID, tab="red")
    columns = tuple(Column(say(f"findings.{key}"), style) for key, style in _LIST_COLUMNS)
    titles = column_titles(submission["form_id"])
    shown = findings.head(SHOWN).iter_rows(named=True)
    rows = tuple(_row(number, row, titles) for number, row in enumerate(shown, start=1))
    blocks.append(Table("findings", columns, rows, is_repeated=True))
    if findings.height > SHOWN:
        blocks.append(Note((say("findings.more", count=findings.height - SHOWN),), style="body"))
    return Sheet(say("findings.sheet_findings"), tuple(blocks), _LIST_GRID, tab="red")


@cache
def column_titles(form_id: str | None) -> dict[str, str]:
    """Column name → title, for every column a workbook of the form may have."""
    return {column.name: column.title for column in _columns(form_id)}


@cache
def column_examples(form_id: str | None) -> dict[str, str]:
    """Column name → its example in words, for columns that have one."""
    return {column.name: example_words(column) for column in _columns(form_id) if column.example}


def _columns(form_id: str | None) -> tuple[FormColumn, ...]:
    if form_id == DECISION_FORM:
        return (*sheet_columns(QuestionSheet), *sheet_columns(InitiativeSheet))
    form = FORMS.get(form_id or "")
    return (*sheet_columns(Scope), *(() if form is None else all_columns(form)))


def _row(
    number: int, finding: Mapping[str, Any], titles: Mapping[str, str]
) -> tuple[Value | Cell, ...]:
    column = finding["column_name"]
    value = finding.get("value_shown")
    return (
        Cell(str(number), "centre"),
        _severity_cell(finding),
        finding["sheet"],
        finding["cell"],
        titles.get(column, column) if column else None,
        value,
        finding["words"],
        finding["fix"],
        finding["rule_id"],
    )


def _severity_cell(finding: Mapping[str, Any]) -> Cell:
    """The severity in its colour; a fault already explained by the submitter says so."""
    severity = finding["severity"]
    if finding.get("is_explained"):
        return Cell(say("findings.explained"), "centre", "hint")
    return Cell(severity, "centre", SEVERITY_TONES.get(severity, ""))


def _again(*, is_sealed: bool) -> Sheet:
    first = say("returns.sealed" if is_sealed else "returns.list_only")
    blocks = (
        Title(say("findings.sheet_again")),
        Note((first, *lines("findings.again.lines")), style="body"),
    )
    return Sheet(say("findings.sheet_again"), blocks, (110.0,), tab="blue")


def _title(sheet: str, submission: Mapping[str, Any]) -> Title:
    when = chinese_time(submission["received_at"])
    subtitle = say("findings.subtitle", file=submission["file_name"], when=when)
    return Title(say(f"findings.{sheet}"), subtitle)
