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
from validations.declarations import is_unit_of
from validations.form_columns import Column, columns_of, sheet_columns
from validations.forms import FORMS, SCOPE_SHEET, Form, Scope
from validations.headers import find_header, rows_below
from validations.period_dates import period_start
from validations.sheet_xml import column_letters
from validations.workbook_reader import ReadWorkbook, TextSheet

_FIRST_ROW, _FIRST_SCOPE_ROW, _HEADER_ROW = 4, 2, 1
_WHOLE_DAY = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,13})(\.\d{1,6})?")
_Place = tuple[str, int]


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
    columns, scope_columns = columns_of(known), sheet_columns(Scope)
    rows, moved = _rows(book.sheets, columns, known.form_id, _FIRST_ROW)
    if rows is None:
        return None
    listed = [book.scope] if book.scope is not None else []
    scope, scope_moved = _rows(listed, scope_columns, "*", _FIRST_SCOPE_ROW)
    if scope is None:
        scope = pl.DataFrame(schema={column.name: pl.String for column in scope_columns})
    received_at: datetime = submission["received_at"]
    revision = submission.get("revision") or 1
    made = build_form(known, period, unit, received_at, scope, rows=rows, revision=revision)
    led = _Led(known, columns, moved, scope_moved)
    led_to = [led.to(finding) for finding in findings.iter_rows(named=True)]
    places = {
        (row["sheet"], row["cell"]): f"{old['sheet'] or ''} {old['cell']}".strip()
        for row, old in zip(led_to, findings.iter_rows(named=True), strict=True)
        if row["cell"] and old["cell"]
    }
    frame = pl.DataFrame(led_to, schema=findings.schema)
    return LaidOut(workbook_bytes(made, received_at), frame, places)


@dataclass(frozen=True)
class _Led:
    """Where findings lead in the new workbook."""

    form: Form
    columns: Sequence[Column]
    moved: Mapping[_Place, int]
    scope_moved: Mapping[_Place, int]

    def to(self, finding: dict[str, Any]) -> dict[str, Any]:
        """The finding at its new place; one about a sheet or the file has none."""
        place = (finding["sheet"], finding["row_number"])
        if place in self.scope_moved:
            row, name = self.scope_moved[place], "school_code"
            return self._at(finding, SCOPE_SHEET, sheet_columns(Scope), row, name)
        is_header = finding["row_number"] is None and finding["rule_id"].startswith("H")
        row = _HEADER_ROW if is_header else self.moved.get(place, 0)
        if not row:
            return finding | {"sheet": None, "cell": None}
        name = finding["column_name"] or ("" if is_header else self.columns[0].name)
        return self._at(finding, self.form.sheet_title, self.columns, row, name)

    def _at(
        self, finding: dict[str, Any], sheet: str, columns: Sequence[Column], row: int, name: str
    ) -> dict[str, Any]:
        names = [column.name for column in columns]
        if name not in names:
            return finding | {"sheet": None, "cell": None}
        cell = f"{column_letters(names.index(name) + 1)}{row}"
        return finding | {"sheet": sheet, "cell": cell, "row_number": row}


def _rows(
    sheets: Sequence[TextSheet], columns: Sequence[Column], form_id: str, first: int
) -> tuple[pl.DataFrame | None, dict[_Place, int]]:
    """The rows of every sheet with the form's header, and (sheet, row) → row in the new one."""
    parts: list[pl.DataFrame] = []
    moved: dict[_Place, int] = {}
    names = [column.name for column in columns]
    for sheet in sheets:
        header = find_header(sheet, columns, form_id)
        if header is None:
            continue
        rows = rows_below(sheet, header, columns)
        rows = rows.filter(pl.any_horizontal(pl.col(names).is_not_null()))
        for number in rows["row_number"]:
            moved[sheet.name, number] = first + len(moved)
        parts.append(rows.select(names))
    if not parts:
        return None, {}
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
