"""Content of a workbook as values: sheets made of blocks, without look and without writing.

Fonts, colours and number formats belong in ``theme``, words in ``wording.toml``, and every call
to the workbook library in ``workbook`` and the modules it draws with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Value = str | int | float | Decimal | date | None


@dataclass(frozen=True)
class Cell:
    """A value with the theme's style for it and a tone (``met``, ``missed``, ``mark`` …) over it.

    ``sign`` stands before a number through its format, so that the cell stays a number.
    """

    value: Value
    style: str = ""
    tone: str = ""
    sign: str = ""


@dataclass(frozen=True)
class Column:
    """A table's column: header, style of its cells, and the heading it shares with neighbours."""

    header: str
    style: str = "text"
    group: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under headers.

    ``key`` is what a chart names it by; the first ``lead_rows`` rows are set off (the whole
    city), ``heat`` names headers shaded by size, ``span`` how many grid columns each column takes
    (one where left empty).
    """

    key: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value | Cell, ...], ...]
    lead_rows: int = 0
    heat: tuple[str, ...] = ()
    span: tuple[int, ...] = ()
    is_repeated: bool = False


@dataclass(frozen=True)
class Series:
    """One run of a chart, read from the column of a table with this header.

    ``is_rate_beside`` draws a line of rates over counts, against an axis of its own on the right.
    """

    header: str
    label: str
    shape: Literal["column", "line"] = "column"
    colour: str = "blue"
    has_labels: bool = False
    is_rate_beside: bool = False


@dataclass(frozen=True)
class Chart:
    """A native chart over a table of the same sheet; marks (＊ — 未报) become point labels."""

    table: str
    category: str
    series: tuple[Series, ...]
    title: str
    value_axis: str = ""
    number_style: str = "rate"
    rows_high: int = 15
    minimum: float | None = 0
    maximum: float | None = None


@dataclass(frozen=True)
class Masthead:
    """The red head of the bulletin's first page."""

    title: str
    issue: str
    left: str
    middle: str
    right: str


@dataclass(frozen=True)
class Title:
    """A sheet's own title with a line under it."""

    text: str
    subtitle: str = ""


@dataclass(frozen=True)
class Heading:
    """The heading of a section; ``starts_page`` puts it on a new printed page."""

    text: str
    starts_page: bool = False


@dataclass(frozen=True)
class Note:
    """Small print across the sheet, one paragraph a line."""

    lines: tuple[str, ...]
    style: str = "note"


@dataclass(frozen=True)
class Sentences:
    """Key sentences, each with a short label and a tone before it."""

    items: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Tile:
    """One indicator: name, value as text, tone, and lines of comparison under it."""

    name: str
    value: str
    tone: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Tiles:
    """Indicators side by side, ``per_row`` in each row of equal shares of the grid."""

    tiles: tuple[Tile, ...]
    per_row: int = 6


@dataclass(frozen=True)
class EntryField:
    """A column of a form to fill in: header, hidden English name, example and what may be typed.

    ``source`` is the defined name of its drop-down list, ``sources`` one a row where rows differ;
    ``tone`` is required, optional or prefilled. A locked column is read, not filled in.
    """

    header: str
    name: str
    example: str
    kind: str
    prompt: str
    tone: str
    width: float
    source: str = ""
    minimum: float | None = None
    maximum: float | None = None
    is_strict: bool = True
    is_locked: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A form's data sheet: headers in row 1, then the cells, column by column.

    With ``has_guide`` row 2 holds the English names (hidden) and row 3 the examples.
    """

    fields: tuple[EntryField, ...]
    columns: tuple[tuple[Value, ...], ...]
    has_guide: bool = True


@dataclass(frozen=True)
class ItemList:
    """A pick-list: the defined name that drop-downs use, its heading, its items."""

    name: str
    heading: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class ItemLists:
    """The pick-lists of a form, side by side."""

    lists: tuple[ItemList, ...]


@dataclass(frozen=True)
class KeyValues:
    """Machine-readable pairs in columns A and B, from the first row."""

    pairs: tuple[tuple[str, str], ...]


Block = (
    Masthead
    | Title
    | Heading
    | Note
    | Sentences
    | Tiles
    | Table
    | Chart
    | Entry
    | ItemLists
    | KeyValues
)


@dataclass(frozen=True)
class Sheet:
    """A sheet: blocks from top to bottom over a grid of columns of the given widths.

    ``repeat`` is how many top rows each printed page repeats; a table marked ``is_repeated`` has
    its header repeated instead (with everything above it where the table comes first).
    ``freeze`` is the first row and column that scroll; ``is_one_page`` prints it on one page.
    """

    name: str
    blocks: tuple[Block, ...]
    widths: tuple[float, ...]
    repeat: int = 0
    freeze: tuple[int, int] | None = None
    is_one_page: bool = False
    is_protected: bool = False
    is_very_hidden: bool = False
    tab: str = "blue"


@dataclass(frozen=True)
class Workbook:
    """A whole workbook: its sheets and what stands in the page headers and footers."""

    title: str
    sheets: tuple[Sheet, ...]
    header_left: str = ""
    header_right: str = ""
    banner: str = ""
    properties: dict[str, str] = field(default_factory=dict)
