"""A file that cannot be marked as it is (csv, xls, ods) laid out as its form's own workbook.

Every row read is copied in its order, totals and notes too, and findings are led to the new cells.
What was read comes from the reader; how a form looks is ``submission_form``'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from reports.submission_form import build_form
from reports.workbook import workbook_bytes
from validations.data_sheets import headed_sheets
from validations.declarations import is_unit_of
from validations.form_columns import Column, columns_of, sheet_columns
from validations.forms import FORMS, SCOPE_SHEET, Scope
from validations.headers import Header, find_header, rows_below
from validations.period_dates import period_start
from validations.sheet_xml import column_letters
from validations.workbook_reader import ReadWorkbook, TextSheet

_FIRST_ROW, _FIRST_SCOPE_ROW, _HEADER_ROW = 4, 2, 1
_WHOLE_DAY = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,13})(\.\d{1,6})?")
_Place = tuple[str, int | None]  # a sheet's name and a row, None for its header
_Moved = dict[_Place, tuple[str, Sequence[Column], int]]  # → new sheet, its columns, new row


@dataclass(frozen=True)
class LaidOut:
    """The new workbook, its findings, and the original place of each cell a finding leads to."""

    content: bytes
    findings: pl.DataFrame
    places: Mapping[tuple[str, str], str]


def lay_out(
    book: ReadWorkbook, submission: Mapping[str, Any], findings: pl.DataFrame
) -> LaidOut | None:
    """The rows of a file in its form's workbook; None where form, period or unit is not known.

    ``submission`` is a row of the lake's submissions; its time of receipt is the workbook's.
    """
    form, period, unit = (submission[key] for key in ("form_id", "period", "unit_code"))
    known = FORMS.get(form or "")
    if known is None or not period or period_start(known, period) is None:
        return None
    if not unit or not is_unit_of(known, unit):
        return None
    headed = headed_sheets(book, known)
    if not headed:
        return None
    rows: dict[str, pl.DataFrame] = {}
    moved: _Moved = {}
    for sheet in known.sheets:
        own = [(one.sheet, one.header) for one in headed if one.form_sheet == sheet]
        columns = columns_of(sheet)
        rows[sheet.sheet_id], new = _rows(own, columns, _FIRST_ROW)
        moved |= {place: (sheet.title, columns, row) for place, row in new.items()}
        moved |= {(one.name, None): (sheet.title, columns, _HEADER_ROW) for one, _ in own}
    scope_columns = sheet_columns(Scope)
    header = find_header(book.scope, scope_columns, "*") if book.scope is not None else None
    listed = [(book.scope, header)] if book.scope is not None and header is not None else []
    scope, new = _rows(listed, scope_columns, _FIRST_SCOPE_ROW)
    moved |= {place: (SCOPE_SHEET, scope_columns, row) for place, row in new.items()}
    received_at: datetime = submission["received_at"]
    revision = submission.get("revision") or 1
    made = build_form(known, period, unit, received_at, scope, rows=rows, revision=revision)
    led_to = [_led(finding, moved) for finding in findings.iter_rows(named=True)]
    places = {
        (row["sheet"], row["cell"]): f"{old['sheet'] or ''} {old['cell']}".strip()
        for row, old in zip(led_to, findings.iter_rows(named=True), strict=True)
        if row["cell"] and old["cell"]
    }
    frame = pl.DataFrame(led_to, schema=findings.schema)
    return LaidOut(workbook_bytes(made, received_at), frame, places)


def _led(finding: dict[str, Any], moved: _Moved) -> dict[str, Any]:
    """The finding at its new place; one about a sheet or the file has none."""
    nowhere = finding | {"sheet": None, "cell": None}
    row_number, name = finding["row_number"], finding["column_name"]
    if row_number is None and not finding["rule_id"].startswith("H"):
        return nowhere
    if (finding["sheet"], row_number) not in moved:
        return nowhere
    sheet, columns, row = moved[finding["sheet"], row_number]
    names = [column.name for column in columns]
    if sheet == SCOPE_SHEET:
        name = "school_code"
    elif row_number is not None:
        name = name or names[0]
    if name not in names:
        return nowhere
    cell = f"{column_letters(names.index(name) + 1)}{row}"
    return finding | {"sheet": sheet, "cell": cell, "row_number": row}


def _rows(
    headed: Sequence[tuple[TextSheet, Header]], columns: Sequence[Column], first: int
) -> tuple[pl.DataFrame, dict[_Place, int]]:
    """The rows below the headers, and (sheet, row) → row in the new sheet."""
    names = [column.name for column in columns]
    parts = [pl.DataFrame(schema=dict.fromkeys(names, pl.String))]
    moved: dict[_Place, int] = {}
    for sheet, header in headed:
        rows = rows_below(sheet, header, columns)
        rows = rows.filter(pl.any_horizontal(pl.col(names).is_not_null()))
        for number in rows["row_number"]:
            moved[sheet.name, number] = first + len(moved)
        parts.append(rows.select(names))
    every = pl.concat(parts)
    typed = {column.name: _typed(column, every[column.name]) for column in columns}
    return pl.DataFrame({name: pl.Series(v, dtype=pl.Object) for name, v in typed.items()}), moved


def _typed(column: Column, texts: pl.Series) -> list[str | float | None]:
    """Plain numbers of a column of numbers as numbers, all else as it was read."""
    found: list[str | float | None] = []
    for text in texts:
        if text is not None and column.kind in ("integer", "decimal") and _NUMBER.fullmatch(text):
            found.append(float(text) if "." in text else int(text))
            continue
        day = _WHOLE_DAY.fullmatch(text or "") if column.kind == "date" else None
        found.append(day[1] if day else text)
    return found
