"""What the XML of one sheet says beside its values: formulas, merges, hidden rows, its extent.

Read as bytes with patterns, never parsed: a sheet may be large, and may be hostile. The values
themselves are read in ``workbook_reader``.
"""

import re
from dataclasses import dataclass

from validations.unreadable import LIMITS, ReadLimits, UnreadableWorkbookError

# A cell far out that holds something: formatting alone (<c …/> or <c …></c>) takes no room.
_FAR_CELL = re.compile(rb'c r="(?:([A-Z]{3})\d+|[A-Z]{1,2}\d{5,})"[^>]*[^/]>(?!</)')
_DIMENSION = re.compile(rb'dimension ref="(?:[A-Z]+\d+:)?([A-Z]+)(\d+)"')


# As wide as a sheet of Excel can be.
MOST_COLUMNS = 16_384


@dataclass(frozen=True)
class SheetMarks:
    """What the XML of one sheet says beside its values.

    ``uncalculated`` are addresses of formulas without a result, ``merged`` ranges such as
    ``A4:A10``, ``hidden_rows`` row numbers, ``hidden_columns`` letters; ``may_have_errors`` is
    false where no cell can hold an error value, which saves a dearer way of reading.
    """

    uncalculated: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    may_have_errors: bool = True
    hidden_columns: tuple[str, ...] = ()


def check_rectangle(name: str, xml: bytes, limits: ReadLimits = LIMITS) -> None:
    """Refuse a sheet whose far cells span a rectangle no memory holds.

    Where the sheet states a small extent and its last row lies in it, that is believed: looking
    at every cell is dear. A sheet that lies about it needs a reader in a process of its own.
    """
    stated = _DIMENSION.search(xml, 0, 2000)
    if stated and is_small(int(stated[2]), column_number(stated[1].decode()), limits):
        last = re.search(rb'row [^>]*r="(\d+)"', xml[max(xml.rfind(b"<row "), 0) :][:200])
        if last and int(last[1]) <= int(stated[2]):
            return
    if _FAR_CELL.search(xml) is None:
        return
    columns = max((column_number(found.decode()) for found in _columns_used(xml)), default=0)
    rows = max(map(int, re.findall(rb'c r="[A-Z]+(\d+)"[^>]*[^/]>(?!</)', xml)), default=0)
    if not is_small(rows, columns, limits):
        raise too_wide(name, rows, columns)


def is_small(rows: int, columns: int, limits: ReadLimits) -> bool:
    """Whether a sheet of that extent is within the limits."""
    return rows <= limits.rows and columns <= limits.columns and rows * columns <= limits.cells


def too_wide(name: str, rows: int, columns: int) -> UnreadableWorkbookError:
    """The words for a sheet whose cells span more than the limits."""
    return UnreadableWorkbookError(
        f"工作表“{name}”的内容铺到了第 {rows} 行、第 {columns} 列，大得不正常，没有打开。",
        "请把数据复制到新下发的空白表（只粘贴数值）后重新报送。",
    )


def _columns_used(xml: bytes) -> set[bytes]:
    return set(re.findall(rb'c r="([A-Z]+)\d+"[^>]*[^/]>(?!</)', xml))


def column_number(letters: str) -> int:
    """Column letters -> number from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


_FORMULA = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]+\d+)"([^>]*)><(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)'
    rb"(?:<(?:\w+:)?v(?:/>|>([^<]*)<))?"
)


def sheet_marks(xml: bytes, is_unsaved: bool) -> SheetMarks:
    """Formulas without a result, merged ranges and hidden rows of one sheet.

    A workbook that asks for calculation when loaded was written by a program and never saved by
    Excel or WPS: its formulas show a made-up 0.
    """
    uncalculated: tuple[str, ...] = ()
    if b"f>" in xml:
        uncalculated = tuple(
            found[1].decode()
            for found in _FORMULA.finditer(xml)
            if is_unsaved or (not found[3] and b't="str"' not in found[2])
        )
    merged: tuple[str, ...] = ()
    after_cells = xml[max(xml.rfind(b"sheetData>"), 0) :]
    if b"mergeCell" in after_cells:
        found_ranges = re.findall(rb'mergeCell\s[^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"', after_cells)
        merged = tuple(found.decode() for found in found_ranges)
    has_errors = b't="e"' in xml or not xml
    return SheetMarks(uncalculated, merged, _hidden_rows(xml), has_errors, _hidden_columns(xml))


def _hidden_rows(xml: bytes) -> tuple[int, ...]:
    """Numbers of the hidden rows; few in a large sheet, so found one by one."""
    rows = []
    at = xml.find(b'hidden="1"')
    while at >= 0:
        tag = xml[xml.rfind(b"<", 0, at) : at]
        number = re.search(rb'row\s(?:[^>]*\s)?r="(\d+)"', tag)
        if number:
            rows.append(int(number[1]))
        at = xml.find(b'hidden="1"', at + 1)
    return tuple(rows)


def _hidden_columns(xml: bytes) -> tuple[str, ...]:
    """Letters of the hidden columns, which stand before the cells."""
    before = xml[: max(xml.find(b"sheetData"), 0)]
    letters: list[str] = []
    for tag in re.findall(rb"<(?:\w+:)?col\s[^>]*>", before):
        first, last = (re.search(rb"\s" + side + rb'="(\d+)"', tag) for side in (b"min", b"max"))
        if first and last and re.search(rb'hidden="(1|true)"', tag):
            numbers = range(int(first[1]), min(int(last[1]), MOST_COLUMNS) + 1)
            letters += map(column_letters, numbers)
    return tuple(letters)


def column_letters(number: int) -> str:
    """Column number from 1 -> letters: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
