"""The only user of the workbook library: turns a ``blocks.Workbook`` into the bytes of an .xlsx.

No content, no word and no colour belongs here; equal content and ``created`` give equal bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from reports.blocks import (
    Chart,
    Entry,
    Heading,
    ItemLists,
    KeyValues,
    Masthead,
    Note,
    Sentences,
    Sheet,
    Table,
    Tiles,
    Title,
    Workbook,
)
from reports.canvas import Canvas, Formats
from reports.charts import draw_chart
from reports.drawing import (
    draw_banner,
    draw_heading,
    draw_key_values,
    draw_masthead,
    draw_note,
    draw_sentences,
    draw_table,
    draw_tiles,
    draw_title,
)
from reports.entry_drawing import PROTECTION, draw_entry, draw_item_lists
from reports.publishing import write_aside
from reports.theme import BODY_FONT, COLOURS
from reports.wording import say

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_A4 = 9
_PAGE_WIDTH = 210

_DRAW: dict[type, Callable[[Canvas, int, Any], int]] = {
    Masthead: draw_masthead,
    Title: draw_title,
    Heading: draw_heading,
    Note: draw_note,
    Sentences: draw_sentences,
    Tiles: draw_tiles,
    Table: draw_table,
    Chart: draw_chart,
    Entry: draw_entry,
    ItemLists: draw_item_lists,
    KeyValues: draw_key_values,
}


def write_workbook(book: Workbook, path: Path, created: datetime) -> None:
    """Write the workbook to ``path``: aside in the same folder first, then by one rename.

    Where the disk is full or the process dies, a file already at ``path`` stays as it was; the
    error (OSError) is raised after the unfinished file is removed.
    """
    write_aside(workbook_bytes(book, created), path)


def workbook_bytes(book: Workbook, created: datetime) -> bytes:
    """The workbook as .xlsx bytes; ``created`` is its only date."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as file:
        file.set_properties({"title": book.title, "created": created, **book.properties})
        formats = Formats(file)
        for sheet in book.sheets:
            _write_sheet(file, formats, book, sheet)
    return target.getvalue()


def _write_sheet(file: Any, formats: Formats, book: Workbook, sheet: Sheet) -> None:
    page = file.add_worksheet(sheet.name)
    for col, width in enumerate(sheet.widths):
        page.set_column(col, col, width)
    canvas = Canvas(file, page, sheet.name, sheet.widths, formats)
    is_entry = any(isinstance(block, Entry) for block in sheet.blocks)
    row = draw_banner(canvas, 0, book.banner) if book.banner and not is_entry else 0
    lift = row
    for block in sheet.blocks:
        row = _DRAW[type(block)](canvas, row, block)
    _set_up_page(page, book, is_entry)
    pages_wide = math.ceil(sum(sheet.widths) / _PAGE_WIDTH) if is_entry else 1
    page.fit_to_pages(pages_wide, 1 if sheet.is_one_page else 0)
    if pages_wide > 1 and sheet.freeze and sheet.freeze[1]:
        page.repeat_columns(0, sheet.freeze[1] - 1)
    if canvas.page_breaks:
        page.set_h_pagebreaks(canvas.page_breaks)
    repeat = canvas.repeat_to or (sheet.repeat + lift if sheet.repeat else 0)
    if repeat:
        page.repeat_rows(canvas.repeat_from, repeat - 1)
    if sheet.freeze:
        page.freeze_panes(sheet.freeze[0] + lift, sheet.freeze[1])
    elif canvas.repeat_to:
        page.freeze_panes(canvas.repeat_to, 1)
    if sheet.is_protected:
        page.protect("", PROTECTION)
    if sheet.is_very_hidden:
        page.very_hidden()
    page.set_tab_color(COLOURS[sheet.tab])


def _set_up_page(page: Any, book: Workbook, is_entry: bool) -> None:
    """A4 landscape, margins, the book's line above and page numbers below."""
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.65)
    if not is_entry:
        page.center_horizontally()
        page.hide_gridlines(2)
    font = f'&9&"{BODY_FONT},Regular"'  # the size first: digits of the text must not join it
    left, right, banner = (
        words.replace("&", "&&") for words in (book.header_left, book.header_right, book.banner)
    )
    warning = f'&C&11&KC00000&"{BODY_FONT},Bold"{banner}' if banner else ""
    page.set_header(f"&L{font}{left}{warning}&R{font}{right}")
    page.set_footer(f"&C{font}{say('mark.page')}&R{font}&A")
