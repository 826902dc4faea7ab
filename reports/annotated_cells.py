"""One sheet's XML with the style of some cells changed: spliced, never written anew.

All other bytes stay as they were, however large the sheet is. Which cells are marked, and with
which style, is said by the caller.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reports.annotated_package import NotMarkableError, parse, serialise
from validations.sheet_xml import column_letters, column_number

Place = tuple[int, int]
"""Row and column, both from 1."""

_ATTRIBUTES = rb"((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)"
_MERGED = re.compile(rb"mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]+\d+):([A-Z]+\d+)[\"']")
_TAG = re.compile(rb"<(/?)((?:[\w.-]+:)?)([\w.-]+)" + _ATTRIBUTES + rb"(/?)>")
_REF = re.compile(rb"(?<![\w:.-])r\s*=\s*[\"']([A-Z]*)(\d+)[\"']")
_STYLE = re.compile(rb"(?<![\w:.-])s\s*=\s*[\"'](\d+)[\"']")
_SPANS = re.compile(rb"\sspans\s*=\s*[\"'][^\"']*[\"']")
_SELECTED = re.compile(rb"\stabSelected\s*=\s*[\"'](?:1|true)[\"']")
# What may stand before the reference to the notes' drawing; everything else stands behind it.
_BEFORE_NOTES = frozenset(
    b"sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate "
    b"customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks "
    b"printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties "
    b"cellWatches ignoredErrors smartTags drawing".split()
)


@dataclass(frozen=True)
class _Splice:
    start: int
    end: int
    text: bytes


class SheetXml:
    """A sheet's XML under the knife; changes are gathered and made by ``xml``."""

    def __init__(self, xml: bytes) -> None:
        """Find where the cells lie; XML written in an unusual way is first written in the usual."""
        odd = not xml.lstrip(b"\xef\xbb\xbf").startswith(b"<") or b"<!" in xml
        self._xml = serialise(parse(xml)) if odd or _encoding(xml) != b"utf-8" else xml
        found = re.search(rb"<((?:[\w.-]+:)?)sheetData\b[^>]*?(/?)>", self._xml)
        if found is None:
            raise NotMarkableError("no cells")
        self._prefix = found[1]
        self._is_empty = bool(found[2])
        self._opening = found
        self._start = found.end()
        close = self._xml.find(b"</" + self._prefix + b"sheetData>", self._start)
        self._end = self._start if self._is_empty else close
        if self._end < 0:
            raise NotMarkableError("no end of cells")
        self._splices: list[_Splice] = []

    def xml(self) -> bytes:
        """The sheet with every change made."""
        parts, at = [], 0
        for splice in sorted(self._splices, key=lambda one: (one.start, one.end)):
            parts += [self._xml[at : splice.start], splice.text]
            at = splice.end
        return b"".join([*parts, self._xml[at:]])

    @property
    def is_changed(self) -> bool:
        """Whether any change was asked for."""
        return bool(self._splices)

    def restyle(self, new: Mapping[int, int]) -> SheetXml:
        """The sheet with old styles of cells exchanged for others, wherever they stand."""
        cell = re.compile(rb"<" + self._prefix + rb"c\b" + _ATTRIBUTES + rb"/?>")
        old = [b"%d" % style for style in new]
        cells = self._xml[self._start : self._end]
        if not any(re.search(rb"\ss\s*=\s*[\"']" + style + rb"[\"']", cells) for style in old):
            return self

        def exchange(tag: re.Match[bytes]) -> bytes:
            found = _STYLE.search(tag[0])
            if found is None or int(found[1]) not in new:
                return tag[0]
            style = b"%d" % new[int(found[1])]
            return tag[0][: found.start(1)] + style + tag[0][found.end(1) :]

        changed = cell.sub(exchange, cells)
        return SheetXml(self._xml[: self._start] + changed + self._xml[self._end :])

    def mark(self, severities: Mapping[Place, str], style: Callable[[int, str], int]) -> None:
        """Give each place the style that ``style`` makes of its present one and its severity.

        A cell that is not there is made, empty, in the style of its row or column.
        """
        by_row: dict[int, dict[int, str]] = {}
        for (row, column), severity in severities.items():
            by_row.setdefault(row, {})[column] = severity
        added: dict[int, list[bytes]] = {}
        rows = self._rows()
        numbers = [row.number for row in rows]
        for number in sorted(by_row):
            at = bisect_left(numbers, number)
            if at < len(rows) and numbers[at] == number:
                self._mark_row(rows[at], by_row[number], style)
                continue
            cells = b"".join(
                self._new_cell(number, column, style(self._column_style(column), severity))
                for column, severity in sorted(by_row[number].items())
            )
            place = rows[at].start if at < len(rows) else self._end
            text = b'<%srow r="%d">%s</%srow>' % (self._prefix, number, cells, self._prefix)
            added.setdefault(place, []).append(text)
        for place, texts in added.items():
            self._insert_rows(place, b"".join(texts))

    def merged(self) -> list[tuple[Place, Place]]:
        """First and last place of every merged range."""
        found = _MERGED.findall(self._tail())
        return [(place_of(first.decode()), place_of(last.decode())) for first, last in found]

    def refer_to_notes(self, relation_id: str, relation_kind: str) -> None:
        """Put the reference to the drawing of notes in its place behind the cells."""
        depth, place = 0, None
        for tag in _TAG.finditer(self._tail()):
            if depth == 0 and (tag[1] or tag[3] not in _BEFORE_NOTES):
                place = tag.start()
                break
            depth += -1 if tag[1] else 0 if tag[5] else 1
        if place is None:
            raise NotMarkableError("no end of sheet")
        at = self._tail_start() + place
        text = b'<%slegacyDrawing xmlns:r="%s" r:id="%s"/>'
        text %= (self._prefix, relation_kind.encode(), relation_id.encode())
        self._splices.append(_Splice(at, at, text))

    def _tail_start(self) -> int:
        return self._xml.find(b">", self._end) + 1 if not self._is_empty else self._start

    def _tail(self) -> bytes:
        return self._xml[self._tail_start() :]

    def _rows(self) -> list[_Row]:
        found, number = [], 0
        pattern = re.compile(rb"<" + self._prefix + rb"row\b" + _ATTRIBUTES + rb"(/?)>")
        for tag in pattern.finditer(self._xml, self._start, self._end):
            said = _REF.search(tag[1])
            number = int(said[2]) if said else number + 1
            found.append(_Row(number, tag.start(), tag.end(), tag[1], bool(tag[2])))
        return sorted(found, key=lambda row: row.number)

    def _mark_row(
        self, row: _Row, wanted: Mapping[int, str], style: Callable[[int, str], int]
    ) -> None:
        left, inserts = dict(wanted), []
        end = row.content
        if not row.is_empty:
            end = self._xml.find(b"</" + self._prefix + b"row>", row.content)
        pattern = re.compile(rb"<" + self._prefix + rb"c\b" + _ATTRIBUTES + rb"(/?)>")
        places: list[tuple[int, int]] = []
        column = 0
        for tag in pattern.finditer(self._xml, row.content, end):
            said = _REF.search(tag[1])
            column = column_number(said[1].decode()) if said and said[1] else column + 1
            places.append((column, tag.start()))
            if column in left:
                self._set_style(tag, style, left.pop(column))
        for column, severity in sorted(left.items()):
            default = row.style if row.style is not None else self._column_style(column)
            text = self._new_cell(row.number, column, style(default, severity))
            at = next((start for other, start in places if other > column), end)
            inserts.append((at, text))
        if not inserts:
            return
        spans = _SPANS.search(self._xml, row.start, row.content)
        if spans:
            self._splices.append(_Splice(spans.start(), spans.end(), b""))
        if row.is_empty:
            cells = b"".join(text for _, text in inserts)
            text = b">" + cells + b"</" + self._prefix + b"row>"
            self._splices.append(_Splice(row.content - 2, row.content, text))
            return
        for at in sorted({at for at, _ in inserts}):
            text = b"".join(text for other, text in inserts if other == at)
            self._splices.append(_Splice(at, at, text))

    def _set_style(
        self, tag: re.Match[bytes], style: Callable[[int, str], int], severity: str
    ) -> None:
        found = _STYLE.search(tag[1])
        if found is None:
            at = tag.start() + len(b"<" + self._prefix + b"c")
            text = b' s="%d"' % style(0, severity)
            self._splices.append(_Splice(at, at, text))
            return
        start = tag.start(1) + found.start(1)
        text = b"%d" % style(int(found[1]), severity)
        self._splices.append(_Splice(start, start + len(found[1]), text))

    def _column_style(self, column: int) -> int:
        for tag in re.finditer(rb"<(?:[\w.-]+:)?col\b([^>]*)>", self._xml[: self._start]):
            said = dict(re.findall(rb"(\w+)\s*=\s*[\"'](\d+)[\"']", tag[1]))
            if int(said.get(b"min", 0)) <= column <= int(said.get(b"max", 0)):
                return int(said.get(b"style", 0))
        return 0

    def _new_cell(self, row: int, column: int, style: int) -> bytes:
        reference = f"{column_letters(column)}{row}".encode()
        return b'<%sc r="%s" s="%d"/>' % (self._prefix, reference, style)

    def _insert_rows(self, place: int, rows: bytes) -> None:
        if not self._is_empty:
            self._splices.append(_Splice(place, place, rows))
            return
        text = b">" + rows + b"</" + self._prefix + b"sheetData>"
        self._splices.append(_Splice(self._opening.end() - 2, self._opening.end(), text))


@dataclass(frozen=True)
class _Row:
    """Where a row's tag begins, where its content does, and what the tag says."""

    number: int
    start: int
    content: int
    attributes: bytes
    is_empty: bool

    @property
    def style(self) -> int | None:
        found = _STYLE.search(self.attributes)
        return int(found[1]) if found else None


def deselected(xml: bytes) -> bytes:
    """A sheet's XML no longer chosen: two sheets chosen at once would be edited together."""
    end = xml.find(b"sheetData")
    found = _SELECTED.search(xml, 0, end if end >= 0 else len(xml))
    return xml[: found.start()] + xml[found.end() :] if found else xml


def place_of(address: str) -> Place:
    """``B9`` → (9, 2); raises ``ValueError`` for anything that is no address of a cell."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})", address)
    if found is None:
        raise ValueError(address)
    return int(found[2]), column_number(found[1])


def address_of(place: Place) -> str:
    """(9, 2) → ``B9``."""
    return f"{column_letters(place[1])}{place[0]}"


def _encoding(xml: bytes) -> bytes:
    found = re.match(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']", xml)
    return found[1].lower() if found else b"utf-8"
