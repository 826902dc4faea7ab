"""What a file really is, by its bytes, and whether it is safe to open.

Reading cells is ``workbook_reader``'s affair, the words for a refused file are in ``unreadable``.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from validations.loose_texts import loose_texts
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

Kind = Literal["xlsx", "xls", "csv"]

_ZIP_MAGIC = b"PK\x03\x04"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FILES = (
    (b"%PDF", "PDF 文件"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
)


@dataclass(frozen=True)
class Container:
    """A file that may be opened; marks, dates system and ``texts`` (loose ones) for xlsx only."""

    kind: Kind
    is_1904: bool
    marks: dict[str, SheetMarks]
    hidden_sheets: frozenset[str]
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
    if content.startswith(_ZIP_MAGIC):
        return _inspect_zip(content, limits)
    if content.startswith(_OLE_MAGIC):
        return _inspect_ole(content)
    for magic, kind in _OTHER_FILES:
        if content.startswith(magic):
            raise UnreadableWorkbookError(f"这是{kind}，不是工作簿。", "请报送 .xlsx 工作簿。")
    head = content[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"mime-version")):
        raise UnreadableWorkbookError("这是网页格式的文件，只是起了工作簿的名字。")
    return Container("csv", False, {}, frozenset())


def is_extension_wrong(kind: Kind, name: str) -> bool:
    """Whether the extension promises another kind of file than the bytes are."""
    usual = {
        "xlsx": {".xlsx", ".xlsm", ".xltx"},
        "xls": {".xls", ".et", ".xlt"},
        "csv": {".csv", ".txt", ".tsv"},
    }
    return PurePath(name).suffix.lower() not in usual[kind]


def _inspect_ole(content: bytes) -> Container:
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
    return Container("xls", False, {}, frozenset())


def _inspect_zip(content: bytes, limits: ReadLimits) -> Container:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _checked_members(archive, len(content), limits)
            return _inspect_xlsx(members, limits)
    except UnreadableWorkbookError:
        raise
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, ValueError, NotImplementedError):
        raise damaged() from None
    except Exception as error:  # zlib.error and what odd archives make zipfile raise
        raise damaged() from error


def _checked_members(archive: zipfile.ZipFile, size: int, limits: ReadLimits) -> dict[str, bytes]:
    """The XML members of a workbook, inflated; a size that lies shows as a bad checksum."""
    infos = archive.infolist()
    _check_is_workbook({_member_name(info) for info in infos})
    if any(info.flag_bits & 1 for info in infos):
        raise protected()
    total = sum(info.file_size for info in infos)
    is_bomb = total > RATIO_IS_TRIED_FROM and total > size * MAX_UNZIP_RATIO
    if total > limits.unpacked_bytes or is_bomb or len(infos) > MAX_MEMBERS:
        raise UnreadableWorkbookError(
            f"工作簿展开后有 {total / 1e6:.0f} MB，大得不正常，没有打开。",
            "请把数据复制到新下发的空白表（只粘贴数值），或分成几个文件报送。",
        )
    return {
        _member_name(info): archive.read(info)
        for info in infos
        if info.filename.lower().endswith((".xml", ".rels"))
    }


def _member_name(info: zipfile.ZipInfo) -> str:
    return info.filename.lstrip("/").replace("\\", "/")


def _check_is_workbook(names: set[str]) -> None:
    lower = {PurePath(name).name.lower() for name in names}
    if "workbook.xml" in lower:
        return
    if "workbook.bin" in lower:
        raise UnreadableWorkbookError("这是 .xlsb 二进制工作簿，系统不读这种格式。")
    if "content.xml" in lower:
        raise UnreadableWorkbookError("这是 .ods 表格，系统不读这种格式。")
    if lower & {"document.xml", "presentation.xml"}:
        raise UnreadableWorkbookError("这是文档或演示文稿，不是工作簿。")
    raise UnreadableWorkbookError("这是压缩包，不是工作簿。", "请解压后把里面的工作簿分别报送。")


def _inspect_xlsx(members: dict[str, bytes], limits: ReadLimits) -> Container:
    path = next(name for name in members if PurePath(name).name.lower() == "workbook.xml")
    book, folder = members[path], PurePath(path).parent
    targets = _sheet_targets(members, folder)
    is_unsaved = re.search(rb'fullCalcOnLoad="(1|true)"', book) is not None
    marks, hidden = {}, set()
    for tag in re.findall(rb"<(?:\w+:)?sheet\s[^>]*>", book):
        name = _attribute(tag, b"name")
        if b'state="' in tag and b'state="visible"' not in tag:
            hidden.add(name)
        xml = members.get(targets.get(_attribute(tag, rb"\w+:id"), ""), b"")
        check_rectangle(name, xml, limits)
        marks[name] = sheet_marks(xml, is_unsaved)
    is_1904 = re.search(rb'date1904="(1|true)"', book) is not None
    return Container("xlsx", is_1904, marks, frozenset(hidden), loose_texts(members))


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
