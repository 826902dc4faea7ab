"""The text of a draft letter (.docx or .txt), a paragraph or a cell of a table a line.

All of it that will be printed is read: body, tables, text boxes, headers, footers and notes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BODY = "word/document.xml"
# In the order they are read: what stands outside the body comes after it.
_BESIDE = re.compile(r"word/(?:footnotes|endnotes|header\d*|footer\d*)\.xml")
# A letter is a few pages; whatever is larger than this was not written by hand.
_MOST_BYTES = 20_000_000


class DraftError(ValueError):
    """The draft cannot be read as a letter; the words say what to send instead."""


def draft_text(draft: Path) -> str:
    """The text of a draft; .txt in UTF-8 or GB18030. Raises `DraftError`."""
    content = draft.read_bytes()
    if len(content) > _MOST_BYTES:
        raise DraftError(f"{draft.name} 太大，不像一份拟稿。")
    if draft.suffix.lower() == ".docx":
        return _docx_text(draft)
    if draft.suffix.lower() != ".txt":
        raise DraftError(f"{draft.name} 不是 .docx 或 .txt：请用 WPS 或 Word 另存为其中一种。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DraftError(f"{draft.name} 的文字编码无法识别：请另存为 UTF-8。")


def _docx_text(draft: Path) -> str:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        with zipfile.ZipFile(draft) as package:
            beside = sorted(name for name in package.namelist() if _BESIDE.fullmatch(name))
            parts = [_BODY, *beside]
            if sum(package.getinfo(part).file_size for part in parts) > _MOST_BYTES:
                raise DraftError(f"{draft.name} 太大，不像一份拟稿。")
            roots = [etree.fromstring(package.read(part), parser) for part in parts]
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        raise DraftError(f"{draft.name} 打不开：请用 WPS 或 Word 打开后另存为 .docx。") from None
    return "\n".join(line for root in roots for line in _lines(root))


def _lines(element: _Element) -> Iterator[str]:
    """Paragraphs and tables below an element in order.

    A text box stands inside a paragraph and is a paragraph of its own; Word keeps it a second time
    for older versions (Fallback), which is not printed.
    """
    for child in element:
        if child.tag == _FALLBACK:
            continue
        if child.tag == f"{_WORD}tbl":
            yield from _table(child)
        elif child.tag == f"{_WORD}p":
            yield "".join(_texts(child))
            yield from _inner(child)
        else:
            yield from _lines(child)


def _inner(paragraph: _Element) -> Iterator[str]:
    """The lines of text boxes inside a paragraph."""
    for child in paragraph:
        if child.tag == _FALLBACK:
            continue
        if child.tag == f"{_WORD}txbxContent":
            yield from _lines(child)
        else:
            yield from _inner(child)


def _texts(element: _Element) -> Iterator[str]:
    """The words of a paragraph without those of its text boxes.

    A deletion under revision holds w:delText, not w:t: what is struck out is not the draft.
    """
    for child in element:
        if child.tag in (_FALLBACK, f"{_WORD}txbxContent"):
            continue
        if child.tag == f"{_WORD}t":
            yield child.text or ""
        elif child.tag in (f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr"):
            yield " "
        elif child.tag == f"{_WORD}noBreakHyphen":
            yield "-"
        else:
            yield from _texts(child)


def _table(table: _Element) -> Iterator[str]:
    """A line a cell; a cell with a number stands behind the heads of its row and column."""
    rows = [
        [_cell(cell) for cell in row.iter(f"{_WORD}tc")] for row in table.iterchildren(f"{_WORD}tr")
    ]
    heads = rows[0] if rows else []
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            is_head = at == 0 or column == 0
            if not words or is_head or not re.search(r"\d", words):
                yield words
                continue
            head = heads[column] if column < len(heads) else ""
            yield f"{_joined((row[0], head))}：{words}"


def _cell(cell: _Element) -> str:
    return " ".join(line for line in _lines(cell) if line)


def _joined(heads: Iterable[str]) -> str:
    return "|".join(head.replace("|", " ") for head in heads)
