"""Cell styles of a returned workbook: the submitter's own with our fill over them, and back again.

A mark is a clone of the cell's style with another fill. The last digits of that fill's colour say
which fill was there before (see ``Styles.originals``), so that it can be taken off again even after
the workbook was saved by Excel or WPS, which number all styles anew.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from lxml import etree

from reports.annotated_package import Element, canonical, parse, serialise
from reports.theme import TABLE_FONT
from validations.forms.rules import Severity

# Sixteen shades each that no eye tells apart, of which the last stands for "not remembered".
SHADES = {str(Severity.MUST_FIX): "FFFFB9B", str(Severity.EXPLAIN): "FFFFE89"}
_FORGOTTEN = 15
_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip
_MINIMAL = """<styleSheet xmlns="{namespace}"><fonts count="1"><font><sz val="11"/>
<name val="{font}"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/>
<top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0"
 fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0"
 borderId="0" xfId="0"/></cellXfs></styleSheet>"""


class Styles:
    """The style part of a workbook; ``originals`` are fills of the submitter under our marks."""

    def __init__(self, xml: bytes | None, namespace: str, originals: list[str]) -> None:
        """Read the part, or begin a minimal one; ``originals`` come from an earlier return."""
        minimal = _MINIMAL.format(namespace=namespace, font=TABLE_FONT).replace("\n", "").encode()
        self.root: Element = parse(xml or minimal)
        self.originals = originals[:_FORGOTTEN]
        self._namespace = namespace
        self._xfs = self._container("cellXfs")
        if not len(self._xfs):
            self._xfs.append(self._element("xf", numFmtId="0", fontId="0", fillId="0"))
        self._by_key: dict[str, int] = {}
        for number, node in enumerate(self._xfs):
            self._by_key.setdefault(_key(node), number)
        self._marked: dict[tuple[int, str], int] = {}
        self._looks: dict[str, int] = {}

    def marked(self, style: int, severity: str) -> int:
        """The style with our fill over it."""
        if (style, severity) not in self._marked:
            node = copy.deepcopy(self._xf(style))
            shade = f"{SHADES[severity]}{self._remember(node):X}"
            node.set("fillId", str(self._add("fills", _solid(self._namespace, shade))))
            node.set("applyFill", "1")
            self._marked[style, severity] = self._number_of(node)
        return self._marked[style, severity]

    def unmarked(self) -> dict[int, int]:
        """Every style that bears a fill of ours → the style it was made from."""
        shades = self._our_fills()
        return {
            number: self._restored(node, shades[int(node.get("fillId", "0"))])
            for number, node in enumerate(list(self._xfs))
            if int(node.get("fillId", "0")) in shades
        }

    def look(self, key: str, make: Callable[[], dict[str, Any]]) -> int:
        """A style of our own sheet by what ``make`` says: font, fill, border (XML), xf attributes.

        ``alignment`` holds the attributes of that element.
        """
        if key not in self._looks:
            said = make()
            node = self._element("xf", numFmtId="0", xfId="0")
            node.set("fontId", str(self._add("fonts", said["font"])))
            node.set("fillId", str(self._add("fills", said["fill"]) if said.get("fill") else 0))
            node.set("borderId", str(self._add("borders", said["border"])))
            for name in ("Font", "Fill", "Border", "Alignment"):
                node.set(f"apply{name}", "1")
            if said.get("is_quoted"):
                node.set("quotePrefix", "1")
            node.append(self._element("alignment", **said["alignment"]))
            self._looks[key] = self._number_of(node)
        return self._looks[key]

    def xml(self) -> bytes:
        """The style part as it stands, counts put right."""
        for name in ("fonts", "fills", "borders", "cellXfs"):
            box = self._container(name)
            box.set("count", str(len(box)))
        return serialise(self.root)

    def _xf(self, style: int) -> Element:
        return self._xfs[style if style < len(self._xfs) else 0]

    def _remember(self, xf: Element) -> int:
        """Which number the fill of a style has among the originals; 0 for none at all."""
        number = int(xf.get("fillId", "0"))
        fills = self._container("fills")
        if number == 0 or number >= len(fills):
            return 0
        text = canonical(fills[number])
        if text not in self.originals:
            if len(self.originals) >= _FORGOTTEN - 1:
                return _FORGOTTEN
            self.originals.append(text)
        return self.originals.index(text) + 1

    def _our_fills(self) -> dict[int, int]:
        """Number of each fill of ours → which original it stands for."""
        found = {}
        for number, fill in enumerate(self._container("fills")):
            colours = fill.findall(f".//{{{self._namespace}}}fgColor")
            rgb = str(colours[0].get("rgb", "")).upper() if colours else ""
            if len(rgb) == 8 and rgb[:-1] in SHADES.values():
                found[number] = int(rgb[-1], 16)
        return found

    def _restored(self, xf: Element, code: int) -> int:
        node = copy.deepcopy(xf)
        fill = self.originals[code - 1] if 0 < code <= len(self.originals) else None
        node.set("fillId", str(self._add("fills", fill) if fill else 0))
        return self._number_of(node)

    def _number_of(self, xf: Element) -> int:
        key = _key(xf)
        if key not in self._by_key:
            self._by_key[key] = len(self._xfs)
            self._xfs.append(xf)
        return self._by_key[key]

    def _add(self, box_name: str, xml: str) -> int:
        """The number of an element in its list, added where it is not there."""
        box = self._container(box_name)
        if box_name == "fills" and not len(box):
            for pattern in ("none", "gray125"):  # both are reserved
                box.append(parse(_pattern(self._namespace, pattern).encode()))
        node = parse(xml.replace("{namespace}", self._namespace).encode())
        wanted = canonical(node)
        for number, other in enumerate(box):
            if canonical(other) == wanted:
                return number
        box.append(node)
        return len(box) - 1

    def _container(self, name: str) -> Element:
        found = self.root.find(f"{{{self._namespace}}}{name}")
        if found is None:
            found = self._element(name)
            later = _ORDER[_ORDER.index(name) + 1 :]
            names = [etree.QName(node).localname for node in self.root]
            at = next((n for n, one in enumerate(names) if one in later), len(names))
            self.root.insert(at, found)
        return found

    def _element(self, name: str, **attributes: str) -> Element:
        return etree.Element(
            f"{{{self._namespace}}}{name}", attributes, nsmap={None: self._namespace}
        )


def _key(xf: Element) -> str:
    """By what styles are the same; whether the fill is said to apply makes no difference here."""
    node = copy.deepcopy(xf)
    node.tail = None
    node.attrib.pop("applyFill", None)
    return canonical(node)


def _solid(namespace: str, rgb: str) -> str:
    return (
        f'<fill xmlns="{namespace}"><patternFill patternType="solid"><fgColor rgb="{rgb}"/>'
        '<bgColor indexed="64"/></patternFill></fill>'
    )


def _pattern(namespace: str, name: str) -> str:
    return f'<fill xmlns="{namespace}"><patternFill patternType="{name}"/></fill>'
