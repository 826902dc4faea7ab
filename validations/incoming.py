"""One file opened: what it declares, its sheets, and all rows of a form in one frame.

Which sheets are the form's is found by ``data_sheets``; whether a cell is right is for
``form_rows``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from validations.data_sheets import DataSheet, data_sheets, headed_sheets
from validations.decision_sheets import DecisionFile, is_decision_form, read_decisions
from validations.declarations import Declared, declared, declared_decisions
from validations.findings import Finding, file_finding
from validations.form_columns import columns_of
from validations.form_rows import FormText
from validations.forms import FORMS, Form, FormSheet
from validations.headers import rows_below
from validations.parameters import Parameters
from validations.quarantine import quarantine_findings, without_words
from validations.scopes import Listed, listed_frame, listed_scopes
from validations.tripwire_book import PersonalHit
from validations.workbook_reader import (
    ReadWorkbook,
    UnreadableWorkbookError,
    read_workbook,
)

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
    sheets, of_sheets = data_sheets(file.submission_id, book, declares.form)
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
