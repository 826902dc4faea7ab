"""What the XML of an .ods says beside its values: formulas, merges, hidden rows, its extent.

Rows and cells there are repeated by a count instead of an address, so it is walked through once.
The values are read in ``workbook_reader``.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, iterparse

from validations.sheet_xml import SheetMarks, column_letters, is_small, too_wide
from validations.unreadable import ReadLimits

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_MOST_MERGED = 100_000


@dataclass
class OdsMarks:
    """Marks by sheet, the sheets that are hidden, and whether days count from 1904."""

    marks: dict[str, SheetMarks] = field(default_factory=dict)
    hidden_sheets: set[str] = field(default_factory=set)
    is_1904: bool = False
    has_links: bool = False


def ods_marks(xml: bytes, limits: ReadLimits) -> OdsMarks:
    """Walk through ``content.xml``.

    Raises:
        UnreadableWorkbookError: a sheet whose cells span more than the limits.
        xml.etree.ElementTree.ParseError: the XML is broken.
    """
    found = OdsMarks(has_links=b"table:cell-range-source" in xml or b"'file:///" in xml)
    hiding_styles: set[str] = set()
    for _, element in iterparse(io.BytesIO(xml), events=("end",)):  # noqa: S314
        if element.tag == f"{_STYLE}style":
            properties = element.find(f"{_STYLE}table-properties")
            if properties is not None and properties.get(f"{_TABLE}display") == "false":
                hiding_styles.add(element.get(f"{_STYLE}name", ""))
        elif element.tag == f"{_TABLE}null-date":
            found.is_1904 |= element.get(f"{_TABLE}date-value", "").startswith("1904")
        elif element.tag == f"{_TABLE}table":
            name = element.get(f"{_TABLE}name", "")
            if element.get(f"{_TABLE}style-name") in hiding_styles:
                found.hidden_sheets.add(name)
            found.marks[name] = _sheet_marks(name, element, limits)
            element.clear()
    return found


def _sheet_marks(name: str, table: Element, limits: ReadLimits) -> SheetMarks:
    uncalculated: list[str] = []
    merged: list[str] = []
    hidden: list[int] = []
    has_errors = False
    for number, repeated, row in _counted(table.iter(f"{_TABLE}table-row"), "rows"):
        if row.get(f"{_TABLE}visibility") in ("collapse", "filter") and repeated <= limits.rows:
            hidden.extend(range(number, number + repeated))
        cells = (cell for cell in row if cell.tag in _CELLS)
        for column, width, cell in _counted(cells, "columns"):
            if len(cell) == 0 and cell.get(f"{_OFFICE}value-type") is None:
                if cell.get(f"{_TABLE}formula"):
                    uncalculated.append(f"{column_letters(column)}{number}")
                continue
            last_row, last_column = number + repeated - 1, column + width - 1
            if not is_small(last_row, last_column, limits):
                raise too_wide(name, last_row, last_column)
            has_errors |= "error" in cell.attrib.get(_error_type(cell), "")
            merged += _merged(cell, number, column)
    used = [row for row in hidden if row <= limits.rows]
    return SheetMarks(tuple(uncalculated), tuple(merged), tuple(used), has_errors)


def _counted(elements: Iterator[Element], what: str) -> Iterator[tuple[int, int, Element]]:
    """(Number from 1, how many times repeated, element)."""
    number = 1
    for element in elements:
        repeated = max(1, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))
        yield number, repeated, element
        number += repeated


def _merged(cell: Element, row: int, column: int) -> list[str]:
    rows = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
    columns = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
    if rows * columns <= 1 or rows * columns > _MOST_MERGED:
        return []
    corner = f"{column_letters(column + columns - 1)}{row + rows - 1}"
    return [f"{column_letters(column)}{row}:{corner}"]


def _error_type(cell: Element) -> str:
    return next((key for key in cell.attrib if re.search(r"calc.*\}value-type$", key)), "")
