"""A form's workbook for one unit and period, blank, prefilled or filled: sheets as values.

Columns, help, limits and rules all come from the form class and its rules; how a returned workbook
is read belongs in ``validations``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

import polars as pl

from reports.blocks import (
    Block,
    Entry,
    EntryField,
    Heading,
    ItemList,
    ItemLists,
    KeyValues,
    Sheet,
    Value,
    Workbook,
)
from reports.form_words import (
    example_words,
    explain_blocks,
    instrument_table,
    period_words,
    prompt_words,
    unit_words,
)
from reports.wording import say
from validations.code_lists import labels, options
from validations.form_columns import Column, all_columns, columns_of, sheet_columns
from validations.forms import SCOPE_SHEET, Form, Scope

_WIDTHS = {"code": 19.0, "list": 15.0, "date": 13.0, "integer": 11.0, "decimal": 11.0}
_WIDTHS |= {"text": 26.0, "multi": 24.0, "boolean": 10.0}
_EXPLAIN_GRID = (16.0, 22.0, 10.0, 44.0, 40.0)
_ITEM_WIDTH = 18.0
_LISTS = 8


def build_form(
    form: Form,
    period: str,
    unit_code: str,
    issued_at: datetime,
    scope: pl.DataFrame,
    prefill: Mapping[str, pl.DataFrame] | None = None,
    rows: Mapping[str, pl.DataFrame] | None = None,
    revision: int = 1,
) -> Workbook:
    """One unit's workbook of a form.

    ``scope`` (school_code, school_name, optionally is_nil and explain) fills 报送范围; ``prefill``
    (columns marked prefilled) or ``rows`` (filled data) the data sheets, by id, as codes or as
    written: a value that is no code of its list is shown as it is. Columns absent from a frame
    stay empty.
    """
    filled = (prefill if rows is None else rows) or {}
    explain = Sheet(
        say("form.explain_sheet"), explain_blocks(form, period, unit_code), _EXPLAIN_GRID,
        is_protected=True, tab="red",
    )  # fmt: skip
    meta = {
        "form_id": form.form_id,
        "template_version": form.template_version,
        "period": period,
        "unit_code": unit_code,
        "revision": str(revision),
        "issued_at": issued_at.isoformat(timespec="seconds"),
        "template_fingerprint": template_fingerprint(form),
    }
    sheets = (
        explain,
        _entry_sheet(SCOPE_SHEET, sheet_columns(Scope), scope, has_guide=False, tab="green"),
        *(
            _entry_sheet(sheet.title, columns_of(sheet), filled.get(sheet.sheet_id), tab="blue")
            for sheet in form.sheets
        ),
        _items_sheet(form),
        Sheet(
            say("form.meta_sheet"),
            (KeyValues(tuple(meta.items())),),
            (24.0, 40.0),
            is_protected=True,
            is_very_hidden=True,
        ),
    )
    words = {"unit": unit_words(unit_code), "period": period_words(period)}
    return Workbook(
        title=f"{form.form_id} {form.title}",
        sheets=sheets,
        header_left=f"{form.form_id} {form.title}",
        header_right=say("form.header_right", **words),
    )


def form_file_name(form: Form, period: str, unit_code: str) -> str:
    """The file name a form is handed out under; nothing ever reads it back."""
    unit = unit_words(unit_code)
    return say("form.file_name", form_id=form.form_id, form=form.title, unit=unit, period=period)


def template_fingerprint(form: Form) -> str:
    """16 hex digits that change with any column, limit, list or version of the form."""
    parts = [form.form_id, form.template_version]
    for column in all_columns(form):
        limits = (column.minimum, column.maximum, column.longest, column.pattern)
        facts = (column.name, column.title, column.kind, column.list_name, column.is_required)
        parts.append(repr(facts + limits))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _entry_sheet(
    name: str,
    columns: tuple[Column, ...],
    frame: pl.DataFrame | None,
    has_guide: bool = True,
    tab: str = "blue",
) -> Sheet:
    fields = tuple(_field(column) for column in columns)
    filled = tuple(_values(column, frame) for column in columns)
    keys = [number for number, column in enumerate(columns, start=1) if column.is_key]
    return Sheet(
        name,
        (Entry(fields, filled, has_guide),),
        widths=tuple(field.width for field in fields),
        freeze=(3 if has_guide else 1, min(max(keys, default=1), 2)),
        is_protected=True,
        tab=tab,
    )


def _field(column: Column) -> EntryField:
    tone = "required" if column.is_required else "optional"
    return EntryField(
        header=column.title,
        name=column.name,
        example=example_words(column),
        kind=column.kind,
        prompt=prompt_words(column),
        tone="prefilled" if column.is_prefilled else tone,
        width=_width(column),
        source=_source(column),
        minimum=column.minimum,
        maximum=column.maximum,
    )


def _width(column: Column) -> float:
    """Wide enough for the header and, as a code is never wrapped, for a code like the example."""
    code = 1.1 * len(column.example) + 3 if column.kind == "code" else 0.0
    return max(_WIDTHS[column.kind], 2.2 * len(column.title) + 2, code)


def _source(column: Column) -> str:
    """The defined name of the column's drop-down; a cell of several items cannot have one."""
    name = _list_of(column)
    return f"list_{name}" if name and column.kind != "multi" else ""


def _list_of(column: Column) -> str | None:
    return "yes_no" if column.kind == "boolean" else column.list_name


def _values(column: Column, frame: pl.DataFrame | None) -> tuple[Value, ...]:
    """A column's cells: labels for codes, 是 and 否 for booleans, everything else as it is."""
    if frame is None or column.name not in frame.columns:
        return ()
    name = _list_of(column)
    values = frame[column.name].to_list()
    if name is None:
        return tuple(values)
    shown = {code: label for label, code in labels(name).items()}
    if column.kind == "boolean":
        return tuple(shown[_yes_or_no(v)] if isinstance(v, bool) else v for v in values)
    if column.kind == "multi":
        return tuple(v if v is None else _several(v, shown) for v in values)
    return tuple(v if v is None else shown.get(v, v) for v in values)


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


def _several(codes: str, shown: dict[str, str]) -> str:
    return "；".join(shown.get(code, code) for code in codes.split(";"))


def _items_sheet(form: Form) -> Sheet:
    """字典: every pick-list of the form and, where it has scores, what the instruments allow."""
    used = [_list_of(column) for column in (*sheet_columns(Scope), *all_columns(form))]
    names = [name for name in dict.fromkeys(used) if name]
    lists = tuple(ItemList(f"list_{name}", say(f"list.{name}"), options(name)) for name in names)
    blocks: list[Block] = [ItemLists(lists)]
    if "instrument" in names:
        blocks += [Heading(say("form.instruments")), instrument_table()]
    widths = (_ITEM_WIDTH,) * max(len(lists), _LISTS)
    return Sheet(say("form.items_sheet"), tuple(blocks), widths, freeze=(1, 0), is_protected=True)
