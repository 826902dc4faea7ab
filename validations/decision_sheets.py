"""The two sheets of a 待办表 read as rows of text with their cells; what they decide is not judged.

A workbook is known for one by its ``_meta`` alone, wherever it lies and whatever it is called.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from validations.cell_values import folded
from validations.findings import Finding
from validations.form_columns import Column, sheet_columns
from validations.forms.decisions import (
    DECISION_RULES,
    FORM_ID,
    INITIATIVE_SHEET,
    QUESTION_SHEET,
    InitiativeSheet,
    QuestionSheet,
)
from validations.headers import find_header, rows_below
from validations.workbook_reader import ReadWorkbook, TextSheet

SHEETS = {QUESTION_SHEET: QuestionSheet, INITIATIVE_SHEET: InitiativeSheet}
LOCKED = ("kind", "unit", "form", "period", "school", "words")
_QUESTION = "question."
_DRAFT = "draft."
_CHECK_LENGTH = 6


@dataclass(frozen=True)
class DecisionRow:
    """One row of either sheet: its cells as text (blank ones left out) and where each stands."""

    submission_id: str
    sheet: str
    row_number: int
    cells: Mapping[str, str]
    letters: Mapping[str, str]
    is_1904: bool

    def finding(self, rule_id: str, column_name: str, **values: Any) -> Finding:
        """A finding of ``DECISION_RULES`` at one cell of the row."""
        rule = DECISION_RULES[rule_id]
        column = _columns(self.sheet)[column_name]
        said = {"title": column.title, "help": column.help, **values}
        return Finding(
            submission_id=self.submission_id,
            rule_id=rule_id,
            severity=rule.severity,
            words=rule.words.format_map(said),
            fix=rule.fix.format_map(said),
            sheet=self.sheet,
            cell=f"{self.letters.get(column_name, 'A')}{self.row_number}",
            row_number=self.row_number,
            column_name=column_name,
        )


@dataclass(frozen=True)
class DecisionFile:
    """A 待办表 as it came.

    ``asked`` maps question ids to what each is about, ``drafts`` months to the digest of the
    figures shown; both as the workbook's ``_meta`` was written.
    """

    submission_id: str
    rows: tuple[DecisionRow, ...]
    asked: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    drafts: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Finding, ...] = ()


def is_decision_form(meta: Mapping[str, str] | None) -> bool:
    """Whether a workbook's ``_meta`` says that it is a 待办表."""
    return folded((meta or {}).get("form_id", "")).upper() == FORM_ID


def decision_meta(
    asked: Mapping[str, Mapping[str, str]], drafts: Mapping[str, str]
) -> dict[str, str]:
    """The pairs by which ``_meta`` carries what each question is about; read back below."""
    said = {
        _QUESTION + question_id: json.dumps(about, ensure_ascii=False, sort_keys=True)
        for question_id, about in asked.items()
    }
    return said | {_DRAFT + month: digest for month, digest in drafts.items()}


def question_number(
    question_id: str, locked: Mapping[str, str | None], about: Mapping[str, str]
) -> str:
    """The 事项编号 on the sheet: the question's id and a digest of the row it stands in."""
    parts = [question_id, *(_plain(locked.get(name)) for name in LOCKED)]
    parts.append(json.dumps(about, ensure_ascii=False, sort_keys=True))
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"{question_id}-{digest[:_CHECK_LENGTH]}"


def read_decisions(submission_id: str, book: ReadWorkbook) -> DecisionFile:
    """Both sheets of a workbook; a sheet that is gone or headless is a fault."""
    meta = book.meta or {}
    rows: list[DecisionRow] = []
    faults: list[Finding] = []
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for name in SHEETS:
        found = _rows_of(submission_id, sheets[name], book.is_1904) if name in sheets else None
        if found is None:
            faults.append(_file_fault(submission_id, "D01.R11", name))
        else:
            rows += found[0]
            faults += found[1]
    return DecisionFile(
        submission_id=submission_id,
        rows=tuple(rows),
        asked=dict(_asked(meta)),
        drafts={
            key.removeprefix(_DRAFT): value for key, value in meta.items() if key.startswith(_DRAFT)
        },
        faults=tuple(faults),
    )


def _asked(meta: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Questions of ``_meta``; one that is broken is left out, and so is not known."""
    for key, value in meta.items():
        if key.startswith(_QUESTION):
            try:
                about = json.loads(value)
            except ValueError:
                continue
            if isinstance(about, dict):
                yield key.removeprefix(_QUESTION), {str(k): str(v) for k, v in about.items()}


def _rows_of(
    submission_id: str, sheet: TextSheet, is_1904: bool
) -> tuple[list[DecisionRow], list[Finding]] | None:
    columns = sheet_columns(SHEETS[sheet.name])
    if sheet.cells.is_empty():
        return None
    header = find_header(sheet, columns, FORM_ID)
    if header is None or len(header.letters) < len(columns):
        return None
    rows = []
    for row in rows_below(sheet, header, columns).iter_rows(named=True):
        cells = {
            column.name: text.strip()
            for column in columns
            if (text := row[column.name]) and text.strip()
        }
        if cells:
            number = int(row["row_number"])
            rows.append(
                DecisionRow(submission_id, sheet.name, number, cells, header.letters, is_1904)
            )
    return rows, _cell_faults(rows, sheet.faults)


def _cell_faults(rows: list[DecisionRow], faults: pl.DataFrame) -> list[Finding]:
    """Cells in error, uncalculated or swallowed by a merge, in rows that say something."""
    by_number = {row.row_number: row for row in rows}
    found = []
    for number, letter in faults.select("row_number", "letter").unique().sort(pl.all()).rows():
        row = by_number.get(number)
        names = [name for name, at in row.letters.items() if at == letter] if row else []
        if row and names:
            found.append(row.finding("D01.R12", names[0]))
    return found


def _file_fault(submission_id: str, rule_id: str, sheet: str) -> Finding:
    rule = DECISION_RULES[rule_id]
    values = {"sheet": sheet}
    return Finding(
        submission_id=submission_id,
        rule_id=rule_id,
        severity=rule.severity,
        words=rule.words.format_map(values),
        fix=rule.fix.format_map(values),
        sheet=sheet,
        cell="A1",
    )


def _columns(sheet: str) -> dict[str, Column]:
    return {column.name: column for column in sheet_columns(SHEETS[sheet])}


def _plain(text: str | None) -> str:
    """A cell as it survives being saved by another program."""
    return " ".join(folded(text or "").split())
