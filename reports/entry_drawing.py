"""How a form to fill in is laid out: headers, hidden names, examples, rows, drop-downs, locks.

Which columns a form has and what may stand in them comes with the block (see
``submission_form``); nothing here knows a form.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from reports.blocks import Entry, EntryField, ItemLists, Value
from reports.canvas import Canvas, is_formula_like

LAST_ROW = 1_048_575
_TITLE_LIMIT, _MESSAGE_LIMIT = 32, 255
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)
_STYLES = {"integer": "entry_integer", "decimal": "entry_decimal", "date": "entry_date"}

PROTECTION = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}


def draw_entry(canvas: Canvas, row: int, block: Entry) -> int:
    """Draw the sheet of a form from its first row; returns the first row after the data."""
    first = row + (3 if block.has_guide else 1)
    for col, entry in enumerate(block.fields):
        canvas.put(row, col, entry.header, "entry_header", entry.tone)
        canvas.sheet.set_column(col, col, entry.width, canvas.formats.get(_style(entry)))
        for number, source in enumerate(entry.sources, start=first):
            canvas.sheet.data_validation(
                number, col, number, col, _validation(replace(entry, source=source))
            )
        if not entry.sources:
            canvas.sheet.data_validation(first, col, LAST_ROW, col, _validation(entry))
    canvas.fit(row, [(f.header, f.width, "entry_header") for f in block.fields], least=34)
    if block.has_guide:
        _draw_guide(canvas, row, block)
    for col, values in enumerate(block.columns):
        _draw_values(canvas, first, col, block.fields[col], values)
    _fit_locked(canvas, first, block)
    canvas.repeat_to = row + 1
    return first + max((len(values) for values in block.columns), default=0)


def _style(entry: EntryField) -> str:
    return "entry_locked" if entry.is_locked else _STYLES.get(entry.kind, "entry_text")


def _fit_locked(canvas: Canvas, first: int, block: Entry) -> None:
    """Rows high enough for what stands in locked columns, which wraps."""
    locked = [
        (field, values)
        for field, values in zip(block.fields, block.columns, strict=False)
        if field.is_locked and values
    ]
    for row in range(max((len(values) for _, values in locked), default=0)):
        texts = [(str(values[row] or ""), field.width, "entry_locked") for field, values in locked]
        canvas.fit(first + row, texts, least=24)


def _draw_guide(canvas: Canvas, row: int, block: Entry) -> None:
    for col, entry in enumerate(block.fields):
        canvas.put(row + 1, col, entry.name, "entry_name")
        canvas.put(row + 2, col, entry.example, "entry_example")
    canvas.sheet.set_row(row + 1, None, None, {"hidden": True})
    canvas.height(row + 2, 18)


def _draw_values(
    canvas: Canvas, first: int, col: int, entry: EntryField, values: tuple[Value, ...]
) -> None:
    """Write a column by the type of each value; straight calls, as forms may hold many rows."""
    style = _style(entry)
    plain, quoted = canvas.formats.get(style), canvas.formats.get(style, is_quoted=True)
    sheet = canvas.sheet
    for row, value in enumerate(values, start=first):
        if isinstance(value, str):
            sheet.write_string(row, col, value, quoted if is_formula_like(value) else plain)
        elif isinstance(value, date):
            sheet.write_datetime(row, col, value, plain)
        elif value is not None:
            number = float(value) if isinstance(value, Decimal) else value
            sheet.write_number(row, col, number, plain)


def _validation(entry: EntryField) -> dict[str, Any]:
    options: dict[str, Any] = {
        **_criteria(entry),
        "input_title": entry.header[:_TITLE_LIMIT],
        "input_message": entry.prompt[:_MESSAGE_LIMIT],
    }
    if options["validate"] != "any":
        options["error_title"] = entry.header[:_TITLE_LIMIT]
        options["error_message"] = entry.prompt[:_MESSAGE_LIMIT]
        options["error_type"] = "stop" if entry.is_strict else "warning"
    return options


def _criteria(entry: EntryField) -> dict[str, Any]:
    if entry.source:
        return {"validate": "list", "source": f"={entry.source}"}
    if entry.kind == "date":
        bounds = {"minimum": _EARLIEST, "maximum": _LATEST}
        return {"validate": "date", "criteria": "between", **bounds}
    if entry.kind not in ("integer", "decimal"):
        return {"validate": "any"}
    low, high = entry.minimum, entry.maximum
    if low is not None and high is not None:
        return {"validate": entry.kind, "criteria": "between", "minimum": low, "maximum": high}
    if high is not None:
        return {"validate": entry.kind, "criteria": "<=", "value": high}
    return {"validate": entry.kind, "criteria": ">=", "value": 0 if low is None else low}


def draw_item_lists(canvas: Canvas, row: int, block: ItemLists) -> int:
    """Pick-lists side by side, each with the defined name its drop-downs refer to."""
    for col, one in enumerate(block.lists):
        canvas.put(row, col, one.heading, "list_heading")
        for number, item in enumerate(one.items, start=row + 1):
            canvas.put(number, col, item, "list_item")
        letter = _letters(col)
        last = row + 1 + max(len(one.items), 1)
        area = f"='{canvas.name}'!${letter}${row + 2}:${letter}${last}"
        canvas.book.define_name(one.name, area)
    canvas.height(row, 22)
    return row + 1 + max((len(one.items) for one in block.lists), default=0)


def _letters(col: int) -> str:
    """Column letters of an index: 0 → A, 26 → AA."""
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
