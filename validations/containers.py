"""What a file really is, by its bytes, and whether it is safe to open.

Reading cells is ``workbook_reader``'s affair, the words for a refused file are in ``unreadable``.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Literal

from validations.loose_texts import loose_texts
from validations.ods_marks import ods_marks
from validations.other_formats import refuse_et, refuse_other_archives, refuse_other_formats
from validations.sheet_xml import SheetMarks, check_rectangle, sheet_marks
from validations.unreadable import (
    LIMITS,
    MAX_MEMBERS,
    MAX_UNZIP_RATIO,
    RATIO_IS_TRIED_FROM,
    ReadLimits,
    UnreadableWorkbookError,
    damaged,
    protected,
)
from validations.xls_records import XlsFacts, xls_facts

Kind = Literal["xlsx", "xls", "ods", "csv"]

_ZIP_MAGIC = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS = "宏"
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Container:
    """A file that may be opened, and what is known of it besides its cells.

    ``hidden_sheets`` are those not to be read: hidden ones, and pages of charts or macros.
    ``carried`` are things in it that are neither run nor followed, in words; ``texts`` stand in no
    cell. The marks of an xls go by the number of the sheet, which is all that its records give.
    """

    kind: Kind
    is_1904: bool = False
    marks: dict[str, SheetMarks] = field(default_factory=dict)
    hidden_sheets: frozenset[str] = frozenset()
    carried: tuple[str, ...] = ()
    xls: XlsFacts | None = None
    texts: tuple[tuple[str, str], ...] = ()


def inspect(content: bytes, name: str, limits: ReadLimits = LIMITS) -> Container:
    """Tell xlsx, xls and csv apart by content.

    Raises:
        UnreadableWorkbookError: empty, too large, protected, damaged or of another kind.
    """
    if not content.strip(b"\x00 \r\n\t"):
        raise UnreadableWorkbookError("文件是空的，没有任何内容。", "请重新保存后再报送。")
    if len(content) > limits.file_bytes:
        raise UnreadableWorkbookError(
            f"文件有 {len(content) / 1e6:.0f} MB，超过上限 {limits.file_bytes / 1e6:.0f} MB。",
            "请删去图片和多余的工作表，或分成几个文件报送。",
        )
    if content.startswith((_ZIP_MAGIC, _EMPTY_ZIP)):
        return _inspect_zip(content, limits)
    if content.startswith(_OLE_MAGIC):
        return _inspect_ole(content, name)
    refuse_other_formats(content, name)
    return Container("csv")


def is_extension_wrong(kind: Kind, name: str) -> bool:
    """Whether the extension promises another kind of file than the bytes are."""
    usual = {
        "xlsx": {".xlsx", ".xlsm", ".xltx"},
        "xls": {".xls", ".xlt"},
        "ods": {".ods"},
        "csv": {".csv", ".txt", ".tsv"},
    }
    return PurePath(name).suffix.lower() not in usual[kind]


def _inspect_ole(content: bytes, name: str) -> Container:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise protected()
    if not (holds("Workbook") or holds("Book")):
        if holds("WordDocument") or holds("PowerPoint Document"):
            raise UnreadableWorkbookError("这是文档或演示文稿，不是工作簿。")
        raise damaged()
    # Sector counts of the header: the reader allots what they claim before it looks further.
    claimed = (int.from_bytes(content[at : at + 4], "little") for at in (0x2C, 0x40, 0x48))
    if len(content) < 512 or max(claimed) > len(content) // 64 + 1:
        raise damaged()
    refuse_et(name)
    facts = xls_facts(content) or XlsFacts()
    if facts.is_encrypted:
        raise protected()
    carried = carried_words(facts.has_macros, facts.has_links, facts.has_objects)
    return Container("xls", facts.is_1904, carried=carried, xls=facts)


def carried_words(has_macros: bool, has_links: bool, has_objects: bool) -> tuple[str, ...]:
    """What a workbook carries that is never run, followed or opened."""
    parts = (
        (has_macros, "宏"),
        (has_links, "指向其他文件或数据源的链接"),
        (has_objects, "内嵌对象"),
    )
    return tuple(words for is_there, words in parts if is_there)


def _inspect_zip(content: bytes, limits: ReadLimits) -> Container:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {_member_name(info) for info in archive.infolist()}
            if _is_ods(archive):
                return _inspect_ods(_checked_members(archive, len(content), limits), limits)
            refuse_other_archives(names)
            return _inspect_xlsx(_checked_members(archive, len(content), limits), names, limits)
    except UnreadableWorkbookError:
        raise
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, ValueError, NotImplementedError):
        raise damaged() from None
    except Exception as error:  # zlib.error and what odd archives make zipfile raise
        raise damaged() from error


def _checked_members(archive: zipfile.ZipFile, size: int, limits: ReadLimits) -> dict[str, bytes]:
    """The XML members of a workbook, inflated; a size that lies shows as a bad checksum."""
    infos = archive.infolist()
    names = [_member_name(info).lower() for info in infos]
    if len(set(names)) < len(names):  # two readers might each take another one
        raise damaged()
    if any(info.flag_bits & 1 for info in infos):
        raise protected()
    total = sum(info.file_size for info in infos)
    is_bomb = total > RATIO_IS_TRIED_FROM and total > size * MAX_UNZIP_RATIO
    if total > limits.unpacked_bytes or is_bomb or len(infos) > MAX_MEMBERS:
        raise UnreadableWorkbookError(
            f"工作簿展开后有 {total / 1e6:.0f} MB，大得不正常，没有打开。",
            "请把数据复制到新下发的空白表（只粘贴数值），或分成几个文件报送。",
        )
    members = {
        _member_name(info): archive.read(info)
        for info in infos
        if info.filename.lower().endswith((".xml", ".rels"))
    }
    for xml in members.values():
        _refuse_entities(xml)
    return members


def _refuse_entities(xml: bytes) -> None:
    """No office program declares a document type, with which a few bytes become gigabytes."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise UnreadableWorkbookError(
            "工作簿里有会无限展开的内容（XML 实体），没有打开。",
            "请把数据复制到新下发的空白表（只粘贴数值）后重新报送。",
        )
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff"):  # such text passes every other look unseen
        raise UnreadableWorkbookError("工作簿内部的编码不是通常的 UTF-8，没有打开。")


def _member_name(info: zipfile.ZipInfo) -> str:
    return info.filename.lstrip("/").replace("\\", "/")


def _is_ods(archive: zipfile.ZipFile) -> bool:
    names = archive.namelist()
    return "mimetype" in names and archive.read("mimetype").startswith(_ODS_TYPE)


def _inspect_ods(members: dict[str, bytes], limits: ReadLimits) -> Container:
    if b"encryption-data" in members.get("META-INF/manifest.xml", b""):
        raise protected()
    said = ods_marks(members["content.xml"], limits)
    has_macros = any(name.startswith("Basic/") for name in members)
    return Container(
        "ods",
        said.is_1904,
        said.marks,
        frozenset(said.hidden_sheets),
        carried_words(has_macros, said.has_links, False),
    )


def _inspect_xlsx(members: dict[str, bytes], names: set[str], limits: ReadLimits) -> Container:
    path = next(name for name in members if PurePath(name).name.lower() == "workbook.xml")
    book, folder = members[path], PurePath(path).parent
    targets = _sheet_targets(members, folder)
    is_unsaved = re.search(rb'fullCalcOnLoad="(1|true)"', book) is not None
    marks, hidden = {}, set()
    for tag in re.findall(rb"<(?:\w+:)?sheet\s[^>]*>", book):
        name = _attribute(tag, b"name")
        target = targets.get(_attribute(tag, rb"\w+:id"), "")
        is_page = re.search(r"(macro|chart|dialog)sheets/", target) is not None
        if is_page or (b'state="' in tag and b'state="visible"' not in tag):
            hidden.add(name)
        xml = members.get(target, b"")
        check_rectangle(name, xml, limits)
        marks[name] = sheet_marks(xml, is_unsaved)
    is_1904 = re.search(rb'date1904="(1|true)"', book) is not None
    return Container(
        "xlsx",
        is_1904,
        marks,
        frozenset(hidden),
        _carried(members, names),
        texts=loose_texts(members),
    )


_MACROS = re.compile(r"vbaproject\.bin$|/macrosheets/", re.IGNORECASE)
_LINKS = re.compile(r"/externallinks/|/connections\.xml$|/querytables/", re.IGNORECASE)
_OBJECTS = re.compile(r"/embeddings/|/activex/", re.IGNORECASE)
_OUTWARD = re.compile(
    rb'<[^>]*Type="([^"]*)"[^>]*TargetMode="External"|TargetMode="External"[^>]*Type="([^"]*)"'
)


def _carried(members: dict[str, bytes], names: set[str]) -> tuple[str, ...]:
    """Macros, links and objects of an xlsx; what a cell merely links to is no matter."""
    outward = (
        (found[1] or found[2])
        for name, xml in members.items()
        if name.lower().endswith(".rels")
        for found in _OUTWARD.finditer(xml)
    )
    has_links = any(not kind.endswith(b"/hyperlink") for kind in outward)
    return carried_words(
        any(map(_MACROS.search, names)),
        has_links or any(map(_LINKS.search, names)),
        any(map(_OBJECTS.search, names)),
    )


def _sheet_targets(members: dict[str, bytes], folder: PurePath) -> dict[str, str]:
    """Relation id -> member of the archive, for the sheets of the workbook in that folder."""
    rels = members.get((folder / "_rels" / "workbook.xml.rels").as_posix(), b"")
    targets = {}
    for tag in re.findall(rb"<(?:\w+:)?Relationship\s[^>]*>", rels):
        target = _attribute(tag, b"Target")
        is_absolute = target.startswith("/")
        path = target.lstrip("/") if is_absolute else (folder / target).as_posix()
        targets[_attribute(tag, b"Id")] = path
    return targets


def _attribute(tag: bytes, name: bytes) -> str:
    """One attribute of an XML tag, its five entities resolved; empty if there is none."""
    found = re.search(rb"\s" + name + rb'\s*=\s*"([^"]*)"', tag)
    if found is None:
        return ""
    text = found.group(1).decode("utf-8", "replace")
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        text = text.replace(entity, sign)
    return text.replace("&amp;", "&")
