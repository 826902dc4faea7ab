"""One file opened: what it declares, its sheets with their headers, and all rows of a form.

Rows are carried on as text here; whether a cell is right is for ``form_rows``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from validations.decision_sheets import DecisionFile, is_decision_form, read_decisions
from validations.declarations import Declared, declared, declared_decisions
from validations.findings import Finding, file_finding
from validations.form_columns import Column, columns_of
from validations.form_rows import FormText
from validations.forms import FORMS, Form
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
    """A sheet with the form's header: its rows as text, and whether the header spoils it."""

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
    form = said.form
    for sheet in book.sheets if form else ():
        assert form is not None
        columns = columns_of(form)
        header = find_header(sheet, columns, form.form_id)
        if header:
            cells = rows_below(sheet, header, columns).drop("row_number")
            rows += cells.filter(~pl.all_horizontal(pl.all().is_null())).height
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


def _data_sheets(
    submission_id: str, book: ReadWorkbook, form: Form
) -> tuple[list[DataSheet], list[Finding]]:
    """Every sheet that bears the form's header, and what is to be said of all sheets."""
    columns = columns_of(form)
    headed = [(sheet, find_header(sheet, columns, form.form_id)) for sheet in book.sheets]
    if not any(header for _, header in headed):
        names = "、".join(sheet.name for sheet in book.sheets)[:80] or "（没有可见的数据表）"
        if all(sheet.cells.is_empty() for sheet in book.sheets):
            names += "，都是空的"
        titles = "、".join(column.title for column in columns if column.is_required)
        values = {"title": form.title, "sheets": names, "headers": titles}
        where = {"sheet": book.sheets[0].name, "cell": "A1"} if book.sheets else {}
        return [], [file_finding(submission_id, "W10", values, **where)]
    sheets, findings = [], []
    for sheet, header in headed:
        if header is None:
            if not sheet.cells.is_empty():
                values = {"sheet": sheet.name, "title": form.title}
                where = {"sheet": sheet.name, "cell": "A1"}
                findings.append(file_finding(submission_id, "W11", values, **where))
            continue
        found = header_findings(submission_id, sheet, header, columns)
        findings += [*found, *_hidden_parts(submission_id, sheet, header)]
        sheets.append(_data_sheet(sheet, header, columns, found))
    return sheets, findings


def _data_sheet(
    sheet: TextSheet, header: Header, columns: Sequence[Column], found: list[Finding]
) -> DataSheet:
    return DataSheet(
        name=sheet.name,
        rows=rows_below(sheet, header, columns),
        letters=header.letters,
        faults=sheet.faults,
        first_cell=f"{sheet.cells.columns[0]}{header.first_data_row}",
        is_spoilt=any(finding.rule_id in _TAKES_THE_SHEET for finding in found),
    )


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
    """The text rows of every form that any file holds, all files of a form in one frame."""
    by_form: dict[str, list[OpenedFile]] = {}
    for file in opened:
        if file.sheets and file.declares.form:
            by_form.setdefault(file.declares.form.form_id, []).append(file)
    return {
        form_id: _form_text(FORMS[form_id], files, received_on)
        for form_id, files in sorted(by_form.items())
    }


def _form_text(form: Form, files: list[OpenedFile], received_on: date) -> FormText:
    rows, faults, letters, blocked = [], [], {}, []
    for file in files:
        sound = file.declares if not file.declares.must_fix else None
        for sheet in file.sheets:
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
    return FormText(
        form=form,
        rows=pl.concat(rows).with_columns(received_on=pl.lit(received_on)),
        cell_faults=pl.concat(faults) if faults else pl.DataFrame(),
        letters=letters,
        blocked=pl.DataFrame(
            blocked, schema={"submission_id": pl.String, "sheet": pl.String}, orient="row"
        ),
        listed=listed_frame(file.listed for file in files),
    )
