"""The sheets of a workbook that hold a form's rows, and what is to be said of all its sheets.

Rows are carried on as text; where a header stands is found by ``headers``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl

from validations.findings import Finding, file_finding
from validations.form_columns import columns_of
from validations.forms import Form, FormSheet
from validations.header_findings import header_findings
from validations.headers import Header, find_header, rows_below
from validations.workbook_reader import ReadWorkbook, TextSheet

_TAKES_THE_SHEET = ("H01", "H02", "H05")


@dataclass(frozen=True)
class DataSheet:
    """A sheet with a header of the form: its rows as text, and whether the header spoils it."""

    form_sheet: FormSheet
    name: str
    rows: pl.DataFrame
    letters: dict[str, str]
    faults: pl.DataFrame
    first_cell: str
    is_spoilt: bool


class HeadedSheet(NamedTuple):
    """A sheet of a workbook that bears the header of one of its form's sheets."""

    sheet: TextSheet
    form_sheet: FormSheet
    header: Header


def headed_sheets(book: ReadWorkbook, form: Form) -> list[HeadedSheet]:
    """Every sheet of a workbook with a header of the form, in the workbook's order.

    A header is that of the form's sheet most of whose columns it names, whatever the sheet is
    called.
    """
    found = []
    for sheet in book.sheets:
        fitting = [
            HeadedSheet(sheet, form_sheet, header)
            for form_sheet in form.sheets
            if (header := find_header(sheet, columns_of(form_sheet), form_sheet.sheet_id))
        ]
        if fitting:
            found.append(max(fitting, key=lambda headed: len(headed.header.letters)))
    return found


def data_sheets(
    submission_id: str, book: ReadWorkbook, form: Form
) -> tuple[list[DataSheet], list[Finding]]:
    """Every sheet that bears a header of the form, and what is to be said of all sheets."""
    headed = headed_sheets(book, form)
    if not headed:
        return [], [_no_header(submission_id, book, form)]
    sheets: list[DataSheet] = []
    findings = _strange_sheets(submission_id, book, form, headed)
    for sheet, form_sheet, header in headed:
        columns = columns_of(form_sheet)
        found = header_findings(submission_id, sheet, header, columns)
        findings += [*found, *_hidden_parts(submission_id, sheet, header)]
        sheets.append(
            DataSheet(
                form_sheet=form_sheet,
                name=sheet.name,
                rows=rows_below(sheet, header, columns),
                letters=header.letters,
                faults=sheet.faults,
                first_cell=f"{sheet.cells.columns[0]}{header.first_data_row}",
                is_spoilt=any(finding.rule_id in _TAKES_THE_SHEET for finding in found),
            )
        )
    is_whole = {one.form_sheet for one in sheets if not one.is_spoilt} == set(form.sheets)
    if len(form.sheets) > 1 and not is_whole:
        # What it leaves out would be taken for gone, for a submission replaces the earlier whole.
        sheets = [replace(sheet, is_spoilt=True) for sheet in sheets]
    return sheets, findings


def _no_header(submission_id: str, book: ReadWorkbook, form: Form) -> Finding:
    names = "、".join(sheet.name for sheet in book.sheets)[:80] or "（没有可见的数据表）"
    if all(sheet.cells.is_empty() for sheet in book.sheets):
        names += "，都是空的"
    titles = "、".join(column.title for column in columns_of(form.main) if column.is_required)
    values = {"title": form.title, "sheets": names, "headers": titles}
    where = {"sheet": book.sheets[0].name, "cell": "A1"} if book.sheets else {}
    return file_finding(submission_id, "W10", values, **where)


def _strange_sheets(
    submission_id: str, book: ReadWorkbook, form: Form, headed: Sequence[HeadedSheet]
) -> list[Finding]:
    """Sheets without any header of the form, and sheets of the form that are not there."""
    known = {one.sheet.name for one in headed}
    found = [
        file_finding(
            submission_id,
            "W11",
            {"sheet": sheet.name, "title": form.title},
            sheet=sheet.name,
            cell="A1",
        )
        for sheet in book.sheets
        if sheet.name not in known and not sheet.cells.is_empty()
    ]
    there = {one.form_sheet.sheet_id for one in headed}
    missing = [sheet.title for sheet in form.sheets if sheet.sheet_id not in there]
    if missing:
        values = {"title": form.title, "sheets": "、".join(missing)}
        found.append(file_finding(submission_id, "W21", values))
    return found


def _hidden_parts(submission_id: str, sheet: TextSheet, header: Header) -> list[Finding]:
    """Hidden rows of data, and hidden columns that the form reads."""
    found = []
    hidden = [row for row in sheet.hidden_rows if row >= header.first_data_row]
    if hidden:
        values = {"sheet": sheet.name, "count": len(hidden)}
        where = {"sheet": sheet.name, "cell": f"A{hidden[0]}"}
        found.append(file_finding(submission_id, "W13", values, **where))
    columns = [letter for letter in sheet.hidden_columns if letter in header.letters.values()]
    if columns:
        shown = "、".join(columns[:10])
        named = {"sheet": sheet.name, "count": len(columns), "columns": shown}
        where = {"sheet": sheet.name, "cell": f"{columns[0]}{header.row}"}
        found.append(file_finding(submission_id, "W20", named, **where))
    return found
