"""The workbook part of a package: its sheets, adding one in front or behind, taking one out.

Names that belong to a sheet, the sheet shown first and the document's properties stay true. What
the sheets hold does not belong here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from reports.annotated_package import (
    Element,
    NotMarkableError,
    Package,
    Relation,
    parse,
    serialise,
)

_OFFICE = "/relationships/officeDocument"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class SheetPart:
    """One sheet of the workbook: its name, the part that holds it, whether a person sees it."""

    name: str
    part: str
    is_visible: bool


class Book:
    """The workbook of a package; changes are written into the package by ``save``."""

    def __init__(self, package: Package) -> None:
        """Find and read the workbook part; raises ``NotMarkableError`` where there is none."""
        self.package = package
        main = [r for r in package.relations("") if r.kind.endswith(_OFFICE)]
        part = package.find(main[0].target) if main else package.find("xl/workbook.xml")
        if part is None:
            raise NotMarkableError("no workbook part")
        self.part = part
        self.root: Element = parse(package.parts[part])
        self.namespace: str = etree.QName(self.root).namespace or ""
        self.relation_kind = _STRICT if "purl.oclc.org" in self.namespace else _TRANSITIONAL
        self._sheets = self.root.find(self._tag("sheets"))
        if self._sheets is None:
            raise NotMarkableError("no list of sheets")

    def sheets(self) -> list[SheetPart]:
        """The worksheets in order, those whose part is there."""
        targets = {r.id: r.target for r in self.package.relations(self.part)}
        found = []
        for node in self._sheets:
            part = self.package.find(targets.get(node.get(f"{{{self.relation_kind}}}id"), ""))
            if part:
                is_visible = node.get("state", "visible") == "visible"
                found.append(SheetPart(node.get("name", ""), part, is_visible))
        return found

    def related(self, part: str, kind: str) -> Relation | None:
        """The first relation of a part of that kind (its last word), None where there is none."""
        found = (r for r in self.package.relations(part) if r.kind.rpartition("/")[2] == kind)
        return next(found, None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another; ``kind`` is the last word of the relationship's type."""
        return self.package.relate(part, f"{self.relation_kind}/{kind}", target)

    def add_sheet(self, name: str, xml: bytes, *, is_first: bool) -> None:
        """Add a sheet: in front and shown first, or last and very hidden."""
        part = self.package.free_name("xl/worksheets/sheet{n}.xml")
        self.package.parts[part] = xml
        self.package.declare(part, _SHEET_TYPE)
        node = etree.Element(self._tag("sheet"), nsmap=None)
        node.set("name", name)
        ids = [int(sheet.get("sheetId", "0")) for sheet in self._sheets]
        node.set("sheetId", str(max(ids, default=0) + 1))
        if not is_first:
            node.set("state", "veryHidden")
        node.set(f"{{{self.relation_kind}}}id", self.relate(self.part, "worksheet", part))
        self._sheets.insert(0 if is_first else len(self._sheets), node)
        if is_first:
            self._move_local_names(0, 1)
            self._show_first()

    def remove_sheet(self, name: str) -> None:
        """Take a sheet out, with its part and the names that belong to it."""
        position = next(n for n, node in enumerate(self._sheets) if node.get("name") == name)
        part = next(sheet.part for sheet in self.sheets() if sheet.name == name)
        self._sheets.remove(self._sheets[position])
        for kind in ("comments", "vmlDrawing", "printerSettings"):
            related = self.related(part, kind)
            if related and related.target in self.package.parts:
                self.package.remove(related.target, part)
        self.package.remove(part, self.part)
        self._drop_local_names(position)
        self._move_local_names(position, -1)

    def save(self) -> None:
        """Write the workbook part, and properties that would list the sheets wrongly, anew."""
        self.package.parts[self.part] = serialise(self.root)
        for relation in self.package.relations(""):
            if relation.kind.endswith("/extended-properties"):
                self._forget_titles(relation.target)

    def _forget_titles(self, part: str) -> None:
        """The list of sheets in the properties is a courtesy; a wrong one is worse than none."""
        name = self.package.find(part)
        if name is None:
            return
        root = parse(self.package.parts[name])
        listed = [n for n in root if etree.QName(n).localname in ("HeadingPairs", "TitlesOfParts")]
        for node in listed:
            root.remove(node)
        if listed:
            self.package.parts[name] = serialise(root)

    def _show_first(self) -> None:
        for view in self._all("bookViews/workbookView"):
            view.attrib.pop("firstSheet", None)
            view.set("activeTab", "0")

    def _move_local_names(self, first: int, by: int) -> None:
        for node in self._all("definedNames/definedName"):
            position = node.get("localSheetId")
            if position is not None and int(position) >= first:
                node.set("localSheetId", str(int(position) + by))

    def _drop_local_names(self, position: int) -> None:
        for node in list(self._all("definedNames/definedName")):
            if node.get("localSheetId") == str(position):
                node.getparent().remove(node)
        names = self.root.find(self._tag("definedNames"))
        if names is not None and not len(names):
            self.root.remove(names)

    def _all(self, path: str) -> Iterable[Element]:
        found: Iterable[Element] = self.root.findall("/".join(map(self._tag, path.split("/"))))
        return found

    def _tag(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"


def is_xlsx(content: bytes) -> bool:
    """Whether these bytes may be a workbook that can be marked as it is."""
    return content.startswith(b"PK\x03\x04") and b"xl/" in content[:4096] + content[-65536:]


def extension_of(content: bytes) -> str:
    """The extension a marked workbook must bear to be opened: .xlsx, .xlsm or .xltx."""
    types = Package.read(content)
    kind = types.content_type(Book(types).part)
    if "macroEnabled" in kind:
        return ".xlsm"
    return ".xltx" if "template" in kind else ".xlsx"
