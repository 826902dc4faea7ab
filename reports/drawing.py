"""How each block of a page is laid out on a canvas: heads, sentences, tiles, tables, notes.

Charts are drawn in ``charts``, forms to fill in in ``entry_drawing``; no block decides a colour or
a word here that the theme or the block itself does not give.
"""

from __future__ import annotations

from typing import Any

from reports.blocks import (
    Cell,
    Heading,
    KeyValues,
    Masthead,
    Note,
    Sentences,
    Table,
    Tile,
    Tiles,
    Title,
    Value,
)
from reports.canvas import Canvas, PlacedTable
from reports.theme import HEAT, NUMBER_FORMATS, STYLES

_ROW_POINTS = 18.0
_TITLE_ROWS = 3
_TILE_GAP = 6.0


def draw_banner(canvas: Canvas, row: int, text: str) -> int:
    """A warning band across the sheet (rehearsal data); returns the next free row."""
    canvas.span(row, 0, canvas.last_column, text, "banner")
    canvas.height(row, 24)
    return row + 1


def draw_masthead(canvas: Canvas, row: int, block: Masthead) -> int:
    """The red head: title, issue, and the imprint line over a red rule."""
    last = canvas.last_column
    third = (last + 1) // 3
    canvas.span(row, 0, last, block.title, "masthead")
    canvas.height(row, 64)
    canvas.span(row + 1, 0, last, block.issue, "issue")
    canvas.height(row + 1, 30)
    canvas.span(row + 2, 0, third - 1, block.left, "imprint_left")
    canvas.span(row + 2, third, last - third, block.middle, "imprint_middle")
    canvas.span(row + 2, last - third + 1, last, block.right, "imprint_right")
    canvas.height(row + 2, 28)
    return row + 3


def draw_title(canvas: Canvas, row: int, block: Title) -> int:
    """The sheet's title and, under it, its subtitle over a rule."""
    canvas.span(row, 0, canvas.last_column, block.text, "title")
    canvas.height(row, 32)
    canvas.span(row + 1, 0, canvas.last_column, block.subtitle, "subtitle")
    canvas.height(row + 1, 20)
    return row + 2


def draw_heading(canvas: Canvas, row: int, block: Heading) -> int:
    """A section heading with some air above it."""
    if block.starts_page:
        canvas.page_breaks.append(row)
    canvas.height(row, 8)
    canvas.span(row + 1, 0, canvas.last_column, block.text, "heading")
    canvas.height(row + 1, 24)
    return row + 2


def draw_note(canvas: Canvas, row: int, block: Note) -> int:
    """Small print, a merged row for each line."""
    for line in block.lines:
        canvas.paragraph(row, line, block.style)
        row += 1
    return row


def draw_sentences(canvas: Canvas, row: int, block: Sentences) -> int:
    """One row a sentence: a coloured label, then the sentence over the rest of the width."""
    for tone, label, sentence in block.items:
        canvas.put(row, 0, label, "sentence_label", tone)
        canvas.span(row, 1, canvas.last_column, sentence, "sentence")
        width = canvas.width(1, canvas.last_column) - 2
        canvas.fit(row, [(sentence, width, "sentence")], least=32)
        row += 1
    return row


def draw_tiles(canvas: Canvas, row: int, block: Tiles) -> int:
    """Indicators in rows, each tile over an equal share of the grid, some air between rows."""
    for start in range(0, len(block.tiles), block.per_row):
        if start:
            canvas.height(row, _TILE_GAP)
            row += 1
        row = _draw_tile_row(canvas, row, block.tiles[start : start + block.per_row], block.per_row)
    return row


def _draw_tile_row(canvas: Canvas, row: int, tiles: tuple[Tile, ...], per_row: int) -> int:
    share = len(canvas.widths) // per_row
    depth = max((len(tile.lines) for tile in tiles), default=0)
    for number, tile in enumerate(tiles):
        first, last = number * share, number * share + share - 1
        canvas.span(row, first, last, tile.name, "tile_name")
        canvas.span(row + 1, first, last, tile.value, "tile_value", tile.tone)
        for line in range(depth):
            text = tile.lines[line] if line < len(tile.lines) else ""
            canvas.span(row + 2 + line, first, last, text, "tile_line")
    canvas.height(row, 26)
    canvas.height(row + 1, 42)
    for line in range(depth):
        canvas.height(row + 2 + line, 20)
    return row + 2 + depth


def draw_table(canvas: Canvas, row: int, block: Table) -> int:
    """Headers (with shared group headings above, if any), then the rows."""
    starts, ends = _extent(block)
    top = row
    has_groups = any(column.group for column in block.columns)
    if has_groups:
        _draw_groups(canvas, row, block, starts, ends)
        row += 1
    header_texts = []
    for column, first, last in zip(block.columns, starts, ends, strict=True):
        if has_groups and not column.group:
            _merge_down(canvas, row - 1, row, first, last, column.header)
        else:
            canvas.span(row, first, last, column.header, "header")
        header_texts.append((column.header, canvas.width(first, last), "header"))
    canvas.fit(row, header_texts, least=_ROW_POINTS)
    row += 1
    if block.is_repeated:
        canvas.repeat_from = 0 if top <= _TITLE_ROWS else top
        canvas.repeat_to = row
    columns = {column.header: first for column, first in zip(block.columns, starts, strict=True)}
    canvas.tables[block.key] = PlacedTable(block, row, columns)
    for number, cells in enumerate(block.rows):
        _draw_row(canvas, row + number, block, cells, (starts, ends), number < block.lead_rows)
    _shade(canvas, row, block, columns)
    return row + len(block.rows)


def _extent(block: Table) -> tuple[list[int], list[int]]:
    """First and last grid column of each column of the table."""
    starts, ends, at = [], [], 0
    for wide in block.span or (1,) * len(block.columns):
        starts.append(at)
        at += wide
        ends.append(at - 1)
    return starts, ends


def _draw_groups(
    canvas: Canvas, row: int, block: Table, starts: list[int], ends: list[int]
) -> None:
    number, texts = 0, []
    while number < len(block.columns):
        group, last = block.columns[number].group, number
        while last + 1 < len(block.columns) and block.columns[last + 1].group == group:
            last += 1
        if group:
            canvas.span(row, starts[number], ends[last], group, "group")
            texts.append((group, canvas.width(starts[number], ends[last]), "group"))
        number = last + 1
    canvas.fit(row, texts, least=_ROW_POINTS)


def _merge_down(canvas: Canvas, top: int, bottom: int, first: int, last: int, text: str) -> None:
    look = canvas.formats.get("header")
    canvas.sheet.merge_range(top, first, bottom, last, "", look)
    canvas.put(top, first, text, "header")


def _draw_row(
    canvas: Canvas,
    row: int,
    block: Table,
    cells: tuple[Value | Cell, ...],
    extent: tuple[list[int], list[int]],
    is_lead: bool,
) -> None:
    wrapped = []
    for column, content, first, last in zip(block.columns, cells, *extent, strict=True):
        cell = content if isinstance(content, Cell) else Cell(content)
        style = cell.style or column.style
        tone = f"lead {cell.tone}".strip() if is_lead else cell.tone
        if isinstance(cell.value, str) and style in NUMBER_FORMATS:
            tone = f"{tone} mark".strip()
        canvas.span(row, first, last, cell.value, style, tone, cell.sign)
        if isinstance(cell.value, str) and STYLES[style].get("text_wrap"):
            wrapped.append((cell.value, canvas.width(first, last), style))
    canvas.fit(row, wrapped, least=_ROW_POINTS)


def _shade(canvas: Canvas, first_row: int, block: Table, columns: dict[str, int]) -> None:
    """One colour scale over all the columns named in ``heat``, set-off rows left out."""
    if not block.heat or len(block.rows) <= block.lead_rows:
        return
    top, bottom = first_row + block.lead_rows, first_row + len(block.rows) - 1
    places = [columns[header] for header in block.heat]
    scale: dict[str, Any] = {"type": "2_color_scale", **HEAT}
    canvas.sheet.conditional_format(top, min(places), bottom, max(places), scale)


def draw_key_values(canvas: Canvas, row: int, block: KeyValues) -> int:
    """Pairs in columns A and B."""
    for number, (key, value) in enumerate(block.pairs):
        canvas.put(row + number, 0, key, "meta")
        canvas.put(row + number, 1, value, "meta")
    return row + len(block.pairs)
