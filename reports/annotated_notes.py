"""Notes at cells: ours laid beside the submitter's, ours of an earlier return taken out.

A note is a comment with a small hidden drawing. Ours is known by its first and last line, whatever
program saved the workbook since; text of the submitter's in the same note stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from reports.annotated_book import Book
from reports.annotated_cells import Place, SheetXml, address_of, place_of
from reports.annotated_package import Element, NotMarkableError, legal, parse, serialise
from reports.theme import NOTE_AUTHOR, NOTE_CLOSING, NOTE_OPENING, TABLE_FONT

_OURS = re.compile(rf"\s*{NOTE_OPENING}.*?{NOTE_CLOSING}", re.DOTALL)
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;'
    'margin-left:60pt;margin-top:2pt;width:280pt;height:{height}pt;z-index:1;visibility:hidden" '
    'fillcolor="#fffbe6" o:insetmode="auto"><v:fill color2="#fffbe6"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 31, {bottom}, 4</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
_SHAPES = re.compile(r"<v:shape\b(?!type).*?</v:shape>", re.DOTALL)
_UNITS_A_LINE = 44
_BLOCK = 1024


def write_notes(book: Book, part: str, sheet: SheetXml, notes: Mapping[Place, str]) -> None:
    """Lay ``notes`` (place → text) over a sheet, and take out those of an earlier return.

    A note of the submitter's at the same cell is kept, ours below it; where people talk in a thread
    at a cell, their thread is left alone.
    """
    comments = book.related(part, "comments")
    name = book.package.find(comments.target) if comments else None
    old = book.package.parts[name] if name else None
    if not notes and (old is None or NOTE_OPENING.encode() not in old):
        return
    root = parse(old) if old else _empty(book.namespace)
    gone = _without_ours(root)
    fresh = _add(root, {place: legal(text) for place, text in notes.items()})
    if name is None:
        name = book.package.free_name("xl/comments{n}.xml")
        book.package.declare(name, _COMMENTS_TYPE)
        book.relate(part, "comments", name)
    book.package.parts[name] = serialise(root)
    _draw(book, part, sheet, gone, fresh)


def _empty(namespace: str) -> Element:
    return parse(f'<comments xmlns="{namespace}"><authors/><commentList/></comments>'.encode())


def _without_ours(root: Element) -> set[Place]:
    """Take our words out; returns the places that have no note any more."""
    space = f"{{{etree.QName(root).namespace}}}"
    gone = set()
    for comment in list(root.iter(f"{space}comment")):
        text = "".join(comment.itertext(f"{space}t"))
        if NOTE_OPENING not in text:
            continue
        rest = _OURS.sub("", text).strip()
        if rest:
            _set_text(comment, space, rest)
        else:
            gone.add(place_of(comment.get("ref", "")))
            comment.getparent().remove(comment)
    return gone


def _add(root: Element, notes: Mapping[Place, str]) -> dict[Place, str]:
    """Add our texts; returns those at cells that had no note."""
    space = f"{{{etree.QName(root).namespace}}}"
    box = root.find(f"{space}commentList")
    if box is None:
        raise NotMarkableError("no list of comments")
    present = {comment.get("ref"): comment for comment in box}
    author = str(_author(root, space)) if notes else ""
    fresh = {}
    for place, text in sorted(notes.items()):
        comment = present.get(address_of(place))
        if comment is None:
            fresh[place] = text
            comment = etree.SubElement(box, f"{space}comment")
            comment.set("ref", address_of(place))
            comment.set("authorId", author)
            _set_text(comment, space, text)
        elif not _is_thread(root, space, comment):
            said = comment.find(f"{space}text")
            said = said if said is not None else etree.SubElement(comment, f"{space}text")
            _run(said, space, f"\n{text}")
    return fresh


def _is_thread(root: Element, space: str, comment: Element) -> bool:
    names = [author.text or "" for author in root.iter(f"{space}author")]
    number = int(comment.get("authorId", "0"))
    return number < len(names) and names[number].startswith("tc=")


def _author(root: Element, space: str) -> int:
    box = root.find(f"{space}authors")
    if box is None:
        box = etree.Element(f"{space}authors")
        root.insert(0, box)
    names = [author.text for author in box]
    if NOTE_AUTHOR not in names:
        etree.SubElement(box, f"{space}author").text = NOTE_AUTHOR
        names.append(NOTE_AUTHOR)
    return names.index(NOTE_AUTHOR)


def _set_text(comment: Element, space: str, text: str) -> None:
    for child in list(comment.findall(f"{space}text")):
        comment.remove(child)
    said = etree.Element(f"{space}text")
    comment.insert(0, said)
    _run(said, space, text)


def _run(said: Element, space: str, text: str) -> None:
    plain = said.find(f"{space}t")
    if plain is not None:  # a text may be plain or made of runs, not both
        plain.text = (plain.text or "") + text
        plain.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return
    run = etree.SubElement(said, f"{space}r")
    look = etree.SubElement(run, f"{space}rPr")
    etree.SubElement(look, f"{space}sz").set("val", "10")
    etree.SubElement(look, f"{space}rFont").set("val", TABLE_FONT)
    words = etree.SubElement(run, f"{space}t")
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    words.text = text


def _draw(
    book: Book, part: str, sheet: SheetXml, gone: set[Place], fresh: Mapping[Place, str]
) -> None:
    """Make the boxes of new notes and drop those of notes that are gone."""
    relation = book.related(part, "vmlDrawing")
    name = book.package.find(relation.target) if relation else None
    if name is None:
        name = book.package.free_name("xl/drawings/vmlDrawing{n}.vml")
        blocks = ",".join(str(n) for n in range(1, len(fresh) // (_BLOCK - 1) + 2))
        book.package.parts[name] = _VML.format(blocks=blocks).encode()
        book.package.declare_extension("vml", _DRAWING_TYPE)
        sheet.refer_to_notes(book.relate(part, "vmlDrawing", name), book.relation_kind)
    drawing = _usual(book.package.parts[name]).decode("utf-8", "surrogateescape")
    if gone:
        drawing = _SHAPES.sub(lambda shape: "" if _place(shape[0]) in gone else shape[0], drawing)
    end = drawing.rfind("</xml>")
    if end < 0:
        raise NotMarkableError("an unusual drawing")
    first = max(map(int, re.findall(r'id="_x0000_s(\d+)"', drawing)), default=_BLOCK) + 1
    known = "" if 'id="_x0000_t202"' in drawing else _SHAPE_TYPE
    shapes = [_shape(number, *one) for number, one in enumerate(fresh.items(), start=first)]
    drawing = drawing[:end] + (known if shapes else "") + "".join(shapes) + drawing[end:]
    book.package.parts[name] = drawing.encode("utf-8", "surrogateescape")


def _usual(drawing: bytes) -> bytes:
    """A drawing with the prefixes every spreadsheet program but a few uses.

    Those that do use them may write what is no XML at all, so it is not read as such.
    """
    if all(b"xmlns:%s=" % prefix in drawing for prefix in (b"v", b"o", b"x")):
        return drawing
    root, usual = parse(drawing), parse(_VML.format(blocks="1").encode())
    for child in list(usual):
        usual.remove(child)
    usual.extend(list(root))
    etree.cleanup_namespaces(usual, keep_ns_prefixes=["v", "o", "x"])
    written: bytes = etree.tostring(usual)
    return written


def _shape(number: int, place: Place, text: str) -> str:
    lines = sum(
        len(line.encode("gb18030", "replace")) // _UNITS_A_LINE + 1 for line in text.split("\n")
    )
    row, column = place[0] - 1, place[1] - 1
    return _SHAPE.format(
        id=number,
        height=14 * lines + 10,
        left=column + 1,
        right=column + 4,
        top=max(row - 1, 0),
        bottom=max(row - 1, 0) + lines + 1,
        row=row,
        column=column,
    )


def _place(shape: str) -> Place | None:
    row = re.search(r"<x:Row>\s*(\d+)", shape)
    column = re.search(r"<x:Column>\s*(\d+)", shape)
    if row is None or column is None:
        return None
    return int(row[1]) + 1, int(column[1]) + 1
