"""The sheet 问题清单 in front of a returned workbook, and the hidden one that remembers our marks.

Receipt, totals, how to send again and a line a fault with a link to its cell, written as a sheet's
XML in styles of the workbook it joins. What is wrong is worded by the rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reports.annotated_package import legal
from reports.annotated_styles import Styles
from reports.canvas import is_formula_like, lines_needed
from reports.theme import COLOURS, HEADING_FONT, SEVERITY_TONES, TABLE_FONT
from reports.wording import say, section
from validations.sheet_xml import column_letters

_WIDTHS = (6.0, 9.0, 14.0, 11.0, 16.0, 17.0, 44.0, 42.0, 25.0)
_HEADERS = (
    "number", "severity", "sheet", "cell", "column", "value", "words", "fix", "rule",
)  # fmt: skip
_LAST = len(_WIDTHS) - 1
_LONGEST = 32_000
_SIZE, _LINE = 10.0, 14.0
_TONES = {
    "must_fix": ("red", "pale_red"),
    "explain": ("amber", "pale_amber"),
    "hint": ("grey", "pale_grey"),
}


@dataclass(frozen=True)
class Line:
    """One fault as the list shows it; ``link`` leads to its cell, empty where none can be shown."""

    severity: str
    is_explained: bool
    cells: tuple[str, ...]
    """Sheet, cell, column, value, words, fix and rule."""
    link: str = ""


@dataclass(frozen=True)
class ListContent:
    """What the sheet says: title, receipt (label, value), totals by severity, advice, faults."""

    title: str
    subtitle: str
    banner: str
    facts: Sequence[tuple[str, str]]
    totals: Mapping[str, int]
    advice: Sequence[str]
    faults: Sequence[Line]
    more: str = ""


@dataclass
class _Sheet:
    """Rows of XML as they are written, with merges and links beside them."""

    styles: Styles
    namespace: str
    rows: list[str] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def next_row(self) -> int:
        return len(self.rows) + 1

    def add(self, cells: Mapping[int, tuple[str, str]], height: float) -> None:
        """Add a row: column index → (text, look)."""
        number = self.next_row
        texts = "".join(self._cell(number, at, *cells[at]) for at in sorted(cells))
        self.rows.append(f'<row r="{number}" ht="{height:g}" customHeight="1">{texts}</row>')

    def merge(self, first: int, last: int) -> None:
        """Merge columns of the row that comes next."""
        row = self.next_row
        self.merges.append(f"{column_letters(first + 1)}{row}:{column_letters(last + 1)}{row}")

    def _cell(self, row: int, column: int, text: str, look: str) -> str:
        is_quoted = is_formula_like(text)
        style = self.styles.look(
            f"{look} {is_quoted}", lambda: _look(look, self.namespace) | {"is_quoted": is_quoted}
        )
        where = f'r="{column_letters(column + 1)}{row}" s="{style}"'
        if not text:
            return f"<c {where}/>"
        return f"<c {where} {_inline(text)}</c>"


def list_sheet(content: ListContent, styles: Styles, namespace: str) -> bytes:
    """The sheet 问题清单 as XML; its looks are added to ``styles``."""
    sheet = _Sheet(styles, namespace)
    for text, look, height in (
        (content.banner, "banner", 20),
        (content.title, "title", 30),
        (content.subtitle, "subtitle", 18),
    ):
        if text:
            sheet.merge(0, _LAST)
            sheet.add({0: (text, look)}, height)
    _write_head(sheet, content)
    sheet.merge(0, _LAST)
    sheet.add({0: (say("returns.faults"), "heading")}, 22)
    sheet.add({n: (say(f"findings.{key}"), "header") for n, key in enumerate(_HEADERS)}, 24)
    for number, line in enumerate(content.faults, start=1):
        _write_fault(sheet, number, line)
    if content.more:
        sheet.merge(0, _LAST)
        sheet.add({0: (content.more, "text plain")}, 20)
    return _sheet_xml(sheet)


def _write_head(sheet: _Sheet, content: ListContent) -> None:
    """Receipt on the left; totals and how to send again on the right."""
    right: list[tuple[str, str]] = [(say("findings.totals"), "heading")]
    right += [
        (
            say("returns.total", severity=name, count=content.totals.get(name, 0), meaning=meaning),
            tone,
        )
        for (name, tone), meaning in zip(
            SEVERITY_TONES.items(), section("findings.meanings").values(), strict=True
        )
    ]
    right.append((say("findings.sheet_again"), "heading"))
    right += [(text, "advice") for text in content.advice]
    left = [("", ""), *content.facts]
    width = sum(_WIDTHS[6:])
    for at in range(max(len(left), len(right))):
        cells: dict[int, tuple[str, str]] = {}
        height = 18.0
        if at == 0:
            sheet.merge(0, 5)
            cells[0] = (say("findings.sheet_summary"), "heading")
        elif at < len(left):
            label, value = left[at]
            sheet.merge(0, 1)
            sheet.merge(2, 5)
            cells |= {n: (label if n == 0 else "", "label") for n in (0, 1)}
            cells |= {n: (value if n == 2 else "", "text") for n in (2, 3, 4, 5)}
            height = max(height, _height(value, sum(_WIDTHS[2:6])))
        if at < len(right):
            text, look = right[at]
            sheet.merge(6, _LAST)
            cells[6] = (text, look)
            height = max(height, _height(text, width))
        sheet.add(cells, height)


def _write_fault(sheet: _Sheet, number: int, line: Line) -> None:
    tone = "hint" if line.is_explained else SEVERITY_TONES.get(line.severity, "hint")
    severity = say("findings.explained") if line.is_explained else line.severity
    looks = ("text", "centre", "text", "code", "text", "text", "code")
    cells = {0: (str(number), "centre"), 1: (severity, f"centre {tone}")}
    for at, (text, look) in enumerate(zip(line.cells, looks, strict=True), start=2):
        cells[at] = (text, look)
    if line.link:
        cells[3] = (line.cells[1], "link")
        sheet.links.append(
            f"<hyperlink ref={quoteattr(f'D{sheet.next_row}')} "
            f"location={quoteattr(legal(line.link))} display={quoteattr(legal(line.cells[1]))}/>"
        )
    height = max(_height(text, _WIDTHS[at]) for at, (text, _) in cells.items())
    sheet.add(cells, max(height, 20))


def _height(text: str, width: float) -> float:
    return min(lines_needed(text, width, _SIZE) * _LINE + 5, 409)


def _sheet_xml(sheet: _Sheet) -> bytes:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width + 0.71:g}" customWidth="1"/>'
        for n, width in enumerate(_WIDTHS, start=1)
    )
    merges = "".join(f'<mergeCell ref="{one}"/>' for one in sheet.merges)
    links = f"<hyperlinks>{''.join(sheet.links)}</hyperlinks>" if sheet.links else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{sheet.namespace}"><sheetPr><tabColor rgb="FFC00000"/>'
        '<pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{column_letters(_LAST + 1)}{len(sheet.rows)}"/>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
        f"<sheetData>{''.join(sheet.rows)}</sheetData>"
        f'<mergeCells count="{len(sheet.merges)}">{merges}</mergeCells>{links}'
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def record_sheet(pairs: Sequence[tuple[str, str]], namespace: str) -> bytes:
    """The hidden sheet of keys and values that the next return of the same workbook needs."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" {_inline(key)}</c><c r="B{n}" {_inline(value)}</c></row>'
        for n, (key, value) in enumerate(pairs, start=1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'
    ).encode()


def _inline(text: str) -> str:
    shown = escape(legal(text[:_LONGEST]))
    return f't="inlineStr"><is><t xml:space="preserve">{shown}</t></is>'


def _look(look: str, namespace: str) -> dict[str, Any]:
    """Font, fill, border and alignment of a look: a style's name, and a tone behind it."""
    style, _, tone = look.partition(" ")
    ink, fill = _TONES.get(tone or style, ("ink", ""))
    size, name, is_bold = _SIZE, TABLE_FONT, style in _TONES
    if style in ("title", "heading", "header", "banner"):
        size = {"title": 18.0, "heading": 12.0, "banner": 12.0}.get(style, 11.0)
        name, is_bold = HEADING_FONT, True
        ink = {"title": "red", "heading": "blue", "banner": "red"}.get(style, "white")
        fill = {"header": "blue", "banner": "pale_amber"}.get(style, "")
    if style == "label":
        fill = "pale_blue"
    if style == "link":
        ink = "blue"
    has_border = style in ("text", "centre", "code", "link", "label", "header") and tone != "plain"
    is_centred = style in ("centre", "code", "link", "header", "label", "title", "banner")
    return {
        "font": _font(namespace, name, size, ink, is_bold=is_bold, is_link=style == "link"),
        "fill": _fill(namespace, fill) if fill else "",
        "border": _border(namespace, has_border=has_border),
        "alignment": {
            "horizontal": "center" if is_centred else "left",
            "vertical": "center",
            "wrapText": "1",
        },
    }


def _font(namespace: str, name: str, size: float, ink: str, *, is_bold: bool, is_link: bool) -> str:
    marks = ("<b/>" if is_bold else "") + ("<u/>" if is_link else "")
    return (
        f'<font xmlns="{namespace}">{marks}<sz val="{size:g}"/><color rgb="{_argb(ink)}"/>'
        f'<name val="{name}"/></font>'
    )


def _fill(namespace: str, colour: str) -> str:
    return (
        f'<fill xmlns="{namespace}"><patternFill patternType="solid">'
        f'<fgColor rgb="{_argb(colour)}"/><bgColor indexed="64"/></patternFill></fill>'
    )


def _border(namespace: str, *, has_border: bool) -> str:
    line = f' style="thin"><color rgb="{_argb("line")}"/></' if has_border else ""
    sides = "".join(
        f"<{side}{line}{side}>" if has_border else f"<{side}/>"
        for side in ("left", "right", "top", "bottom")
    )
    return f'<border xmlns="{namespace}">{sides}<diagonal/></border>'


def _argb(colour: str) -> str:
    return "FF" + COLOURS[colour].lstrip("#")
