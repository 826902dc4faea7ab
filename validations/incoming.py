"""One file opened: what it declares, its sheets with their headers, and all rows of a form.

Rows are carried on as text here; whether a cell is right is for ``form_rows``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import polars as pl

from validations.decision_sheets import DecisionFile, is_decision_form, read_decisions
from validations.declarations import Declared, declared, declared_decisions
from validations.findings import Finding, file_finding
from validations.form_columns import columns_of
from validations.form_rows import FormText
from validations.forms import FORMS, Form, FormSheet
from validations.header_findings import header_findings
from validations.headers import Header, find_header, rows_below
from validations.parameters import Parameters
from validations.quarantine import quarantine_findings, without_words
from validations.scopes import Listed, listed_frame, listed_scopes
from validations.tripwire_book import PersonalHit
from validations.workbook_reader import (
    ReadWorkbook,
    TextSheet,
    UnreadableWorkbookError,
    read_workbook,
)

_TAKES_THE_SHEET = ("H01", "H02", "H05")
# How a file is read: bytes and name -> workbook, or UnreadableWorkbookError.
Read = Callable[[bytes, str], ReadWorkbook]


@dataclass(frozen=True)
class IncomingFile:
    """A file as it came; the last three are what its folder declares, None where it does not."""

    submission_id: str
    file_name: str
    sha256: str
    content: bytes
    form_id: str | None
    period: str | None
    unit_code: str | None


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


@dataclass(frozen=True)
class OpenedFile:
    """A file after reading; ``declares`` is what it may be judged by, content is let go.

    ``decisions`` is what a 待办表 holds; such a file has no sheet of data. ``quarantined_rows`` is
    how many rows a file had that has personal data in it; it has no sheet either.
    """

    submission_id: str
    file_name: str
    sha256: str
    size: int
    declares: Declared
    is_unreadable: bool
    is_1904: bool
    sheets: tuple[DataSheet, ...]
    listed: Listed
    findings: tuple[Finding, ...]
    decisions: DecisionFile | None = None
    quarantined_rows: int | None = None


def open_file(
    file: IncomingFile, received_on: date, parameters: Parameters, read: Read = read_workbook
) -> OpenedFile:
    """Read a file and find its sheets; every fault of the file itself becomes a finding."""
    folder = {"form_id": file.form_id, "period": file.period, "unit_code": file.unit_code}
    try:
        book = read(file.content, file.file_name)
    except UnreadableWorkbookError as error:
        declares = declared(file.submission_id, None, folder, received_on, parameters)
        values = {"reason": error.words, "fix": error.fix}
        why = file_finding(file.submission_id, "W01", values)
        return _opened(file, declares, Listed(), (), (why,), is_unreadable=True)
    if is_decision_form(book.meta):
        decisions = read_decisions(file.submission_id, book)
        said = declared_decisions(book.meta or {})
        return _opened(file, said, Listed(), (), (), decisions=decisions)
    declares = declared(file.submission_id, book.meta, folder, received_on, parameters)
    if book.personal:
        return _quarantined(file, book, declares)
    findings = [*_book_findings(file.submission_id, book), *declares.must_fix, *declares.notes]
    if declares.form is None:
        return _opened(file, declares, Listed(), (), tuple(findings))
    sheets, of_sheets = _data_sheets(file.submission_id, book, declares.form)
    listed = Listed()
    if sheets and declares.form.scope_kind != "city":
        listed = listed_scopes(file.submission_id, book.scope)
    return _opened(
        file,
        declares,
        listed,
        tuple(sheets),
        (*findings, *of_sheets, *listed.findings),
        is_1904=book.is_1904,
    )


def _quarantined(file: IncomingFile, book: ReadWorkbook, said: Declared) -> OpenedFile:
    """A workbook with personal data: of it only what it is, and where the data stand, is told."""
    rows = 0
    for headed in headed_sheets(book, said.form) if said.form else ():
        cells = rows_below(headed.sheet, headed.header, columns_of(headed.form_sheet))
        is_blank = pl.all_horizontal(pl.exclude("row_number").is_null())
        rows += cells.filter(~is_blank).height
    found = quarantine_findings(file.submission_id, [PersonalHit(*hit) for hit in book.personal])
    return replace(_opened(file, without_words(said), Listed(), (), found), quarantined_rows=rows)


def _opened(
    file: IncomingFile,
    declares: Declared,
    listed: Listed,
    sheets: tuple[DataSheet, ...],
    findings: tuple[Finding, ...],
    *,
    is_unreadable: bool = False,
    is_1904: bool = False,
    decisions: DecisionFile | None = None,
) -> OpenedFile:
    return OpenedFile(
        submission_id=file.submission_id,
        file_name=file.file_name,
        sha256=file.sha256,
        size=len(file.content),
        declares=declares,
        is_unreadable=is_unreadable,
        is_1904=is_1904,
        sheets=sheets,
        listed=listed,
        findings=findings,
        decisions=decisions,
    )


def _book_findings(submission_id: str, book: ReadWorkbook) -> list[Finding]:
    found = []
    if book.is_extension_wrong:
        found.append(file_finding(submission_id, "W02", {"kind": book.kind}))
    if book.is_1904:
        found.append(file_finding(submission_id, "W12"))
    if book.carried:
        found.append(file_finding(submission_id, "W19", {"what": "、".join(book.carried)}))
    return found


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


def _data_sheets(
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


def gather(opened: Sequence[OpenedFile], received_on: date) -> dict[str, FormText]:
    """The text rows of every sheet of a form that any file holds, all files in one frame.

    Sheets by their ids; the forms in their order, each with its sheets.
    """
    found = {}
    for form in FORMS.values():
        files = [file for file in opened if file.sheets and file.declares.form == form]
        for form_sheet in form.sheets if files else ():
            text = _form_text(form, form_sheet, files, received_on)
            if text is not None:
                found[form_sheet.sheet_id] = text
    return found


def _form_text(
    form: Form, form_sheet: FormSheet, files: list[OpenedFile], received_on: date
) -> FormText | None:
    rows, faults, letters, blocked = [], [], {}, []
    for file, sheet in ((f, s) for f in files for s in f.sheets if s.form_sheet == form_sheet):
        sound = None if file.declares.must_fix else file.declares
        place = [
            pl.lit(file.submission_id).alias("submission_id"),
            pl.lit(sheet.name).alias("sheet"),
        ]
        rows.append(
            sheet.rows.with_columns(
                *place,
                pl.lit(file.is_1904).alias("is_1904"),
                # An unsound declaration is told once; rows are not measured by it.
                pl.lit(sound and sound.period, pl.String).alias("declared_period"),
                pl.lit(sound and sound.unit_code, pl.String).alias("declared_unit"),
            )
        )
        if not sheet.faults.is_empty():
            faults.append(sheet.faults.with_columns(place))
        for name, letter in sheet.letters.items():
            letters[file.submission_id, sheet.name, name] = letter
        if sheet.is_spoilt or sound is None:
            blocked.append((file.submission_id, sheet.name))
    if not rows:
        return None
    return FormText(
        form=form,
        sheet=form_sheet,
        rows=pl.concat(rows).with_columns(received_on=pl.lit(received_on)),
        cell_faults=pl.concat(faults) if faults else pl.DataFrame(),
        letters=letters,
        blocked=pl.DataFrame(
            blocked, schema={"submission_id": pl.String, "sheet": pl.String}, orient="row"
        ),
        listed=listed_frame(file.listed for file in files),
    )
