"""Makes the bytes of a rehearsal file and lays it into an inbox.

CSV goes where a folder says what it is; a workbook says so itself and may lie anywhere.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl

from orchestration.rehearsal.enrolment import Row
from orchestration.rehearsal.submissions import Submission
from reports.submission_form import build_form
from reports.wording import say
from reports.workbook import write_workbook
from validations.form_columns import columns_of
from validations.forms import FORMS, FormSheet

_ENCODINGS = {"gb18030": "gb18030", "utf8": "utf-8-sig"}
ISSUED_AT = datetime(2025, 9, 1, 8)  # noqa: DTZ001 - Beijing wall clock


def write_submission(file: Submission, inbox: Path) -> Path:
    """Write one file under `inbox` and return its path; equal files give equal bytes."""
    path = inbox / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    if file.raw is not None:
        path.write_bytes(file.raw)
    elif file.format == "xlsx":
        _write_workbook(file, path)
    else:
        path.write_bytes(csv_bytes(file))
    return path


def csv_bytes(file: Submission) -> bytes:
    """The file as CSV in its own encoding, title lines above the header."""
    columns = {column.name: column.title for column in columns_of(FORMS[file.form_id].main)}
    names = file.columns or tuple(columns)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([title] for title in file.titles)
    writer.writerow([file.headers.get(name) or columns[name] for name in names])
    writer.writerows([row.get(name, "") for name in names] for row in file.rows)
    return out.getvalue().encode(_ENCODINGS[file.format])


def _write_workbook(file: Submission, path: Path) -> None:
    form = FORMS[file.form_id]
    scope = file.scope or ()
    texts = {"school_code": pl.String, "school_name": pl.String, "is_nil": pl.Boolean}
    book = build_form(
        form,
        file.period,
        file.unit_code,
        ISSUED_AT,
        scope=pl.DataFrame(
            [(row.code, row.name, row.is_nil or None) for row in scope], schema=texts, orient="row"
        ),
        rows={
            sheet.sheet_id: _frame(sheet, file.further.get(sheet.sheet_id, ()))
            if number
            else _frame(sheet, file.rows)
            for number, sheet in enumerate(form.sheets)
        },
        revision=file.revision,
    )
    # 说明 is for whoever fills the form by hand; here it would take longer than all the rest.
    kept = tuple(sheet for sheet in book.sheets if sheet.name != say("form.explain_sheet"))
    write_workbook(replace(book, sheets=kept), path, ISSUED_AT)


def _frame(sheet: FormSheet, rows: Sequence[Row]) -> pl.DataFrame:
    """The rows as text, an empty cell as null so that it stays blank on the sheet."""
    texts = {column.name: pl.String for column in columns_of(sheet)}
    frame = pl.DataFrame(list(rows), schema=texts)
    return frame.with_columns(pl.all().replace("", None))
