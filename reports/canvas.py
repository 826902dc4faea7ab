"""One sheet while it is being drawn: typed writing of values, cached formats, measured heights.

Which blocks there are and how each is laid out belongs in ``drawing`` and ``entry_drawing``;
opening and closing workbooks in ``workbook``.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from reports.blocks import Table, Value
from reports.theme import STYLES, TONES

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_UNITS_PER_POINT = 0.19
_LINE_HEIGHT = 1.35
_DEFAULT_HEIGHT = 15.0
_PADDING = 0.7


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet could take this text for a formula (it must be written as text)."""
    return text.startswith(FORMULA_SIGNS)


def text_units(text: str, size: float) -> float:
    """Width of a line in column units: a Chinese character counts as two Latin ones."""
    halves = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
    return halves * size * _UNITS_PER_POINT / 2


def lines_needed(text: str, width: float, size: float) -> int:
    """Lines a text takes when wrapped into a column (or merged columns) of this width."""
    usable = max(width - 1.2, 1.0)
    return sum(max(1, math.ceil(text_units(line, size) / usable)) for line in text.split("\n"))


class Formats:
    """The formats of one workbook, each made once: a style, tones over it, a sign before it."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str, str, bool], Any] = {}

    def get(self, style: str, tone: str = "", sign: str = "", is_quoted: bool = False) -> Any:
        """The workbook's format for a style name; unknown names are a programming error."""
        key = (style, tone, sign, is_quoted)
        if key not in self._made:
            look = dict(STYLES[style])
            for name in tone.split():
                look.update(TONES[name])
            if sign:
                # Excel puts a lone format's minus before the sign: the negative has one of its own.
                form = look.get("num_format", "General")
                look["num_format"] = f'"{sign}"* {form};"{sign}"* -{form}'
            if is_quoted:
                look["quote_prefix"] = True
            self._made[key] = self._book.add_format(look)
        return self._made[key]


@dataclass
class PlacedTable:
    """Where a table came to stand: its first data row, its columns by header, its block."""

    block: Table
    first_row: int
    columns: dict[str, int]


@dataclass
class Canvas:
    """A sheet under the pen: its grid, the formats, and the tables placed so far."""

    book: Any
    sheet: Any
    name: str
    widths: tuple[float, ...]
    formats: Formats
    tables: dict[str, PlacedTable] = field(default_factory=dict)
    page_breaks: list[int] = field(default_factory=list)
    repeat_from: int = 0
    repeat_to: int = 0

    @property
    def last_column(self) -> int:
        """Index of the grid's last column."""
        return len(self.widths) - 1

    def width(self, first: int, last: int) -> float:
        """Width of the grid columns first..last together, in column units."""
        return sum(self.widths[first : last + 1]) + _PADDING * (last - first)

    def put(
        self, row: int, col: int, value: Value, style: str, tone: str = "", sign: str = ""
    ) -> None:
        """Write one value by its type; text that looks like a formula stays text."""
        if isinstance(value, str):
            look = self.formats.get(style, tone, sign, is_formula_like(value))
            self.sheet.write_string(row, col, value, look)
            return
        look = self.formats.get(style, tone, sign)
        if value is None:
            self.sheet.write_blank(row, col, None, look)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, col, value, look)
        else:
            self.sheet.write_number(row, col, _number(value), look)

    def span(
        self,
        row: int,
        first: int,
        last: int,
        value: Value,
        style: str,
        tone: str = "",
        sign: str = "",
    ) -> None:
        """Write a value over the columns first..last of a row, merged where there are several."""
        if last > first:
            look = self.formats.get(style, tone, sign)
            self.sheet.merge_range(row, first, row, last, "", look)
        self.put(row, first, value, style, tone, sign)

    def paragraph(self, row: int, text: str, style: str, first: int = 0) -> None:
        """Write wrapped text over the rest of the row and make the row as high as it needs."""
        self.span(row, first, self.last_column, text, style)
        self.fit(row, [(text, self.width(first, self.last_column), style)])

    def fit(self, row: int, texts: list[tuple[str, float, str]], least: float = 0) -> None:
        """Set a row's height to hold (text, width, style) each wrapped in its width."""
        needed = max(
            (
                lines_needed(text, width, _size(style)) * _size(style) * _LINE_HEIGHT
                for text, width, style in texts
            ),
            default=0,
        )
        self.height(row, max(needed + 4, least, _DEFAULT_HEIGHT))

    def height(self, row: int, points: float) -> None:
        """Set a row's height in points (Excel's limit is 409)."""
        self.sheet.set_row(row, min(round(points, 1), 409))


def _size(style: str) -> float:
    return float(STYLES[style].get("font_size", 10))


def _number(value: int | float | Decimal) -> int | float:
    return float(value) if isinstance(value, Decimal) else value
