"""The parts of a workbook's package in memory: read, changed one by one, written again.

A part nobody changes keeps its bytes. Nothing is unpacked to a disk, followed over a network or
resolved as an entity; what the parts mean is the other ``annotated_`` modules' affair.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_TYPES = "[Content_Types].xml"
_NEW_DATE = (1980, 1, 1, 0, 0, 0)
_LEVEL = 4
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Element = Any


class NotMarkableError(ValueError):
    """The workbook is built in a way that cannot be marked safely; its list is sent alone."""


@dataclass(frozen=True)
class Relation:
    """One relationship of a part; ``target`` is a part name, or an address where it leads out."""

    id: str
    kind: str
    target: str


@dataclass
class Package:
    """Part name → bytes in the archive's order; names are absolute without a leading slash."""

    parts: dict[str, bytes]
    _infos: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    @classmethod
    def read(cls, content: bytes) -> Package:
        """Open a package; raises ``NotMarkableError`` where it is none."""
        parts, infos = {}, {}
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for info in archive.infolist():
                    if info.is_dir():
                        continue
                    name = _normal(info.filename.replace("\\", "/"))
                    parts[name], infos[name] = archive.read(info), info
        except Exception as error:  # zlib.error and whatever odd archives make zipfile raise
            raise NotMarkableError("not a readable package") from error
        return cls(parts, infos)

    def write(self) -> bytes:
        """The package as bytes; equal parts give equal bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            for name, content in self.parts.items():
                known = self._infos.get(name)
                info = zipfile.ZipInfo(name, known.date_time if known else _NEW_DATE)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content, compresslevel=_LEVEL)
        return out.getvalue()

    def find(self, name: str) -> str | None:
        """The part of that name, upper or lower case; None where there is none."""
        if name in self.parts:
            return name
        folded = name.casefold()
        return next((part for part in self.parts if part.casefold() == folded), None)

    def free_name(self, pattern: str) -> str:
        """The first part name of ``pattern`` (with {n}) that is not taken."""
        number = 1
        while self.find(pattern.format(n=number)):
            number += 1
        return pattern.format(n=number)

    def relations(self, part: str) -> list[Relation]:
        """The relationships of a part ("" for those of the package), in their order."""
        rels = self.find(_rels_name(part))
        if rels is None:
            return []
        return [
            Relation(node.get("Id", ""), node.get("Type", ""), _target(part, node))
            for node in parse(self.parts[rels])
            if etree.QName(node).localname == "Relationship"
        ]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship from one part to another; returns its id."""
        name = self.find(_rels_name(part)) or _rels_name(part)
        empty = f'<Relationships xmlns="{_PACKAGE}relationships"/>'.encode()
        root = parse(self.parts.get(name, empty))
        taken = {node.get("Id") for node in root}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        node = etree.SubElement(root, etree.QName(root.nsmap[root.prefix], "Relationship"))
        node.set("Id", f"rId{number}")
        node.set("Type", kind)
        node.set("Target", "/" + target)
        self.parts[name] = serialise(root)
        return f"rId{number}"

    def remove(self, part: str, owner: str) -> None:
        """Take a part out, with its own relationships and the one its ``owner`` has to it."""
        rels = self.find(_rels_name(owner))
        if rels:
            root = parse(self.parts[rels])
            for node in list(root):
                if _target(owner, node) == part:
                    root.remove(node)
            self.parts[rels] = serialise(root)
        for name in (part, self.find(_rels_name(part))):
            if name:
                self.parts.pop(name, None)
        root = parse(self.parts[self._types()])
        for node in list(root):
            if node.get("PartName", "").lstrip("/") == part:
                root.remove(node)
        self.parts[self._types()] = serialise(root)

    def declare(self, part: str, content_type: str) -> None:
        """Say what a new part is."""
        root = parse(self.parts[self._types()])
        node = etree.SubElement(root, etree.QName(root.nsmap[root.prefix], "Override"))
        node.set("PartName", "/" + part)
        node.set("ContentType", content_type)
        self.parts[self._types()] = serialise(root)

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Say what parts with an extension are, unless that is said already."""
        root = parse(self.parts[self._types()])
        if any(node.get("Extension", "").lower() == extension for node in root):
            return
        node = etree.Element(etree.QName(root.nsmap[root.prefix], "Default"))
        node.set("Extension", extension)
        node.set("ContentType", content_type)
        root.insert(0, node)
        self.parts[self._types()] = serialise(root)

    def content_type(self, part: str) -> str:
        """The type a part is declared with on its own, empty where it is not."""
        root = parse(self.parts[self._types()])
        names = {node.get("PartName", "").lstrip("/"): node.get("ContentType") for node in root}
        return names.get(part) or ""

    def _types(self) -> str:
        name = self.find(_TYPES)
        if name is None:
            raise NotMarkableError("no content types")
        return name


def parse(xml: bytes) -> Element:
    """The root of an XML part; a document type or broken XML raises ``NotMarkableError``."""
    parser = etree.XMLParser(
        resolve_entities=False, huge_tree=False, no_network=True, load_dtd=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotMarkableError("broken XML") from error
    if root is None or root.getroottree().docinfo.doctype:
        raise NotMarkableError("XML with a document type")
    return root


def serialise(root: Element) -> bytes:
    """A part's XML as spreadsheet programs write it."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def legal(text: str) -> str:
    """A text without the signs XML cannot hold."""
    return _ILLEGAL.sub("", text)


def canonical(node: Element) -> str:
    """An element as text by which equal ones are known; attributes in order."""
    text: bytes = etree.tostring(node, method="c14n", exclusive=True, with_tail=False)
    return text.decode()


def _normal(name: str) -> str:
    return posixpath.normpath("/" + name.lstrip("/")).lstrip("/")


def _rels_name(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def _target(part: str, node: Element) -> str:
    target: str = node.get("Target", "")
    if node.get("TargetMode") == "External":
        return target
    folder = "" if target.startswith("/") else part.rpartition("/")[0]
    return _normal(f"{folder}/{target}".replace("\\", "/"))
