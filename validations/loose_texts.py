"""Texts of an xlsx that stand in no cell: notes, text boxes, headers of the page, properties.

They are gathered for the tripwire only; nothing of them is read as data.
"""

import html
import re
from collections.abc import Iterator, Mapping

_TAG = re.compile(rb"<[^>]*>")
_COMMENT = re.compile(
    rb"<(?:\w+:)?(?:comment|threadedComment)\s[^>]*?ref=\"([A-Z]+[0-9]+)\"[^>]*>(.*?)"
    rb"</(?:\w+:)?(?:comment|threadedComment)>",
    re.DOTALL,
)
_PARAGRAPH = re.compile(rb"<(?:\w+:)?p\b[^>]*>(.*?)</(?:\w+:)?p>", re.DOTALL)
_PROPERTY = re.compile(rb">([^<>]+)<")
_SHEET_TAIL = 20_000


def loose_texts(members: Mapping[str, bytes]) -> tuple[tuple[str, str], ...]:
    """(Where it stands, text) of an xlsx's XML members; blank texts are left out."""
    return tuple((place, text) for place, text in _texts(members) if text)


def _texts(members: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for name, xml in members.items():
        lower = name.lower()
        if "comments" in lower and not lower.endswith(".rels"):
            for cell, body in _COMMENT.findall(xml):
                yield f"批注 {cell.decode()}", _plain(body)
        elif "drawings/" in lower and not lower.endswith(".rels"):
            for body in _PARAGRAPH.findall(xml):
                yield "文本框", _plain(body)
        elif lower.startswith("docprops/"):
            for body in _PROPERTY.findall(xml):
                yield "文档属性", _plain(body)
        elif "worksheets/" in lower and (at := xml.rfind(b"<headerFooter", -_SHEET_TAIL)) >= 0:
            yield "页眉页脚", re.sub(r"&[LCR\"]", " ", _plain(xml[at:]))


def _plain(xml: bytes) -> str:
    """What is left of a piece of XML without its tags."""
    return html.unescape(_TAG.sub(b"", xml).decode("utf-8", "replace")).strip()
