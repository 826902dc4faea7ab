"""Bytes → sheets of text with their addresses, for xlsx, xls and csv.

Every cell comes as text, as a person would see it unformatted; what a sheet is for and what a
cell means is found out by ``headers`` and ``normalise``.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl

from validations.containers import MACROS, Container, inspect, is_extension_wrong
from validations.csv_text import csv_cells, text_frame
from validations.sheet_names import (
    DICTIONARY_SHEET,
    GUIDE_SHEET,
    LIST_SHEET_KEY,
    MARKS_SHEET,
    META_SHEET,
    SCOPE_SHEET,
)
from validations.sheet_xml import SheetMarks, column_letters, column_number, is_small, too_wide
from validations.tripwire_book import PersonalHit, personal_hits
from validations.unreadable import (
    LIMITS,
    ReadLimits,
    UnreadableWorkbookError,
    check_sheets,
    check_text,
    damaged,
    protected,
)
from validations.xls_records import XlsFacts

__all__ = ["ReadWorkbook", "TextSheet", "UnreadableWorkbookError", "read_workbook"]

# Sheets of a blank form that hold no data; others beginning with "_" are lists behind drop-downs.
GUIDE_SHEETS = frozenset({GUIDE_SHEET, DICTIONARY_SHEET, "填表说明", "填写说明"})

_Fault = tuple[int, str, str, str | None]


@dataclass(frozen=True)
class TextSheet:
    """One sheet: ``cells`` has a text column per letter (A, B …), row 1 first, blanks null.

    ``faults`` lists cells that cannot be trusted: row_number, letter, rule_id (C01 error value,
    C02 formula never calculated, C03 swallowed by a merge), detail (the merged range).
    """

    name: str
    cells: pl.DataFrame
    faults: pl.DataFrame
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadWorkbook:
    """A workbook as text; ``meta`` and ``scope`` are None where the file has no such sheet.

    ``personal`` is what the tripwire found in any of its sheets, hidden ones too, masked;
    ``carried`` names what it holds that is neither run nor followed: macros, links, objects.
    """

    name: str
    kind: str
    meta: dict[str, str] | None
    scope: TextSheet | None
    sheets: tuple[TextSheet, ...]
    is_1904: bool = False
    is_extension_wrong: bool = False
    personal: tuple[PersonalHit, ...] = ()
    carried: tuple[str, ...] = ()


def read_workbook(content: bytes | Path, name: str, limits: ReadLimits = LIMITS) -> ReadWorkbook:
    """Read every sheet that may hold data; hidden sheets but ``_meta`` only pass the tripwire.

    Raises:
        UnreadableWorkbookError: the file cannot be opened as a workbook, with words that say why.
    """
    data = content.read_bytes() if isinstance(content, Path) else content
    container = inspect(data, name, limits)
    others: list[tuple[str, pl.DataFrame]] = []
    if container.kind == "csv":
        sheets = {name: _csv_sheet(data, name, limits)}
    else:
        sheets, others = _excel_sheets(data, container, limits)
    watched = [*((sheet.name, sheet.cells) for sheet in sheets.values()), *others]
    check_text(sum(int(cells.estimated_size()) for _, cells in watched), limits)
    meta = sheets.pop(META_SHEET, None)
    return ReadWorkbook(
        name=name,
        kind=container.kind,
        meta=None if meta is None else _meta(meta.cells),
        scope=sheets.pop(SCOPE_SHEET, None),
        sheets=tuple(sheets.values()),
        is_1904=container.is_1904,
        is_extension_wrong=is_extension_wrong(container.kind, name),
        personal=personal_hits(name, watched, container.texts),
        carried=container.carried,
    )


def _meta(cells: pl.DataFrame) -> dict[str, str]:
    """Key -> value from the first two columns; rows without either are left out."""
    if cells.width < 2:
        return {}
    pairs = cells.select(pl.nth(0).alias("key"), pl.nth(1).alias("value")).drop_nulls()
    return {key.strip(): value.strip() for key, value in pairs.iter_rows()}


def _csv_sheet(content: bytes, name: str, limits: ReadLimits) -> TextSheet:
    rows = csv_cells(content, limits)
    letters = [column_letters(number) for number in range(1, max(map(len, rows), default=0) + 1)]
    return TextSheet(Path(name).stem, text_frame(rows, letters), _faults([]))


def _excel_sheets(
    content: bytes, container: Container, limits: ReadLimits
) -> tuple[dict[str, TextSheet], list[tuple[str, pl.DataFrame]]]:
    """Sheets that may hold data by name, and the cells of all others."""
    try:
        reader = fastexcel.read_excel(content)
        check_sheets(len(reader.sheet_names), limits)
        ours = _list_of_faults(reader)
        wanted = [n for n in reader.sheet_names if n != ours and _is_wanted(n, container)]
        marks = container.marks
        if container.xls is not None:
            marks = _xls_marks(content, wanted, container.xls)
        sheets = {
            name: sheet
            for name in wanted
            if (sheet := _excel_sheet(reader, name, marks.get(name, SheetMarks()), limits))
            is not None
        }
        others = [
            (name, cells)
            for name in reader.sheet_names
            if name not in sheets and (cells := _other_cells(reader, name)) is not None
        ]
        return sheets, others
    except UnreadableWorkbookError:
        raise
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # the reader panics on some broken files, outside Exception
        raise _why_not(content, container) from error


def _why_not(content: bytes, container: Container) -> UnreadableWorkbookError:
    if _is_encrypted(content):
        return protected()
    if MACROS in container.carried:
        return UnreadableWorkbookError("工作簿里有宏，读不出内容；宏没有运行。")
    return damaged()


def _is_encrypted(content: bytes) -> bool:
    import msoffcrypto

    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted())
    except Exception:  # too broken to tell
        return False


def _list_of_faults(reader: Any) -> str | None:
    """The sheet we laid in front of a returned workbook, told by the hidden one beside it."""
    if MARKS_SHEET not in reader.sheet_names:
        return None
    sheet = reader.load_sheet(MARKS_SHEET, header_row=None, dtypes="string")
    return _meta(sheet.to_polars()).get(LIST_SHEET_KEY)


def _is_wanted(name: str, container: Container) -> bool:
    if name == META_SHEET:
        return True
    if name in GUIDE_SHEETS or name.startswith("_"):
        return False
    return name not in container.hidden_sheets


def _excel_sheet(reader: Any, name: str, marks: SheetMarks, limits: ReadLimits) -> TextSheet | None:
    sheet = reader.load_sheet(
        name, header_row=None, skip_rows=0, dtypes="string", whitespace_as_null=True
    )
    if sheet.visible != "visible" and name != META_SHEET:
        return None
    cells, errors = _cells(sheet, marks.may_have_errors)
    # The sheet begins at its first used column, which need not be A.
    letters = [column_letters(c.absolute_index + 1) for c in sheet.available_columns()]
    cells.columns = letters
    last_column = column_number(letters[-1]) if letters else 0
    if not is_small(cells.height, last_column, limits):
        raise too_wide(name, cells.height, last_column)
    found: list[_Fault] = [
        (error.position[0] + 1, letters[error.position[1]], "C01", None) for error in errors
    ]
    found += [(*_address(cell), "C02", None) for cell in marks.uncalculated]
    for merged in marks.merged:
        found += _swallowed(merged, cells)
    shown = tuple(letter for letter in marks.hidden_columns if letter in letters)
    return TextSheet(name, cells, _faults(found), marks.hidden_rows, shown)


def _other_cells(reader: Any, name: str) -> pl.DataFrame | None:
    """The cells of a sheet that is no data, for the tripwire; None for a page of charts."""
    try:
        sheet = reader.load_sheet(
            name, header_row=None, skip_rows=0, dtypes="string", whitespace_as_null=True
        )
    except fastexcel.FastExcelError:
        return None
    cells: pl.DataFrame = sheet.to_polars()
    cells.columns = [column_letters(c.absolute_index + 1) for c in sheet.available_columns()]
    return cells


def _cells(sheet: Any, may_have_errors: bool) -> tuple[pl.DataFrame, list[Any]]:
    """The cells as text, and the error values among them, which as text would be blank."""
    if not may_have_errors:
        return sheet.to_polars(), []
    batch, errors = sheet.to_arrow_with_errors()
    cells = pl.from_arrow(batch)
    assert isinstance(cells, pl.DataFrame)
    return cells, errors.errors if errors else []


def _address(cell: str) -> tuple[int, str]:
    """``H12`` -> (12, "H")."""
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), letters


def _swallowed(merged: str, cells: pl.DataFrame) -> list[_Fault]:
    """The cells of a merged range but its first, as far as the sheet holds anything."""
    first, last = (_address(corner) for corner in merged.split(":"))
    columns = [
        letter
        for letter in cells.columns
        if column_number(first[1]) <= column_number(letter) <= column_number(last[1])
    ]
    rows = range(first[0], min(last[0], cells.height) + 1)
    return [
        (row, letter, "C03", merged) for row in rows for letter in columns if (row, letter) != first
    ]


def _xls_marks(content: bytes, wanted: list[str], facts: XlsFacts) -> dict[str, SheetMarks]:
    """Merged ranges, hidden rows and columns of an old workbook.

    Its formulas cannot be told from values.
    """
    from python_calamine import CalamineWorkbook

    marks = {}
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        for number, name in enumerate(book.sheet_names):
            if name not in wanted:
                continue
            ranges = book.get_sheet_by_name(name).merged_cell_ranges or []
            merged = tuple(
                f"{column_letters(left + 1)}{top + 1}:{column_letters(right + 1)}{bottom + 1}"
                for (top, left), (bottom, right) in ranges
            )
            marks[name] = SheetMarks(
                merged=merged,
                hidden_rows=tuple(facts.hidden_rows.get(number, ())),
                hidden_columns=tuple(map(column_letters, facts.hidden_columns.get(number, ()))),
            )
    return marks


def _faults(rows: list[_Fault]) -> pl.DataFrame:
    schema = {
        "row_number": pl.Int64,
        "letter": pl.String,
        "rule_id": pl.String,
        "detail": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
