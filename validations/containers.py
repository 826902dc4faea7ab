"""What a file really is, by its bytes, and whether it is safe to open.

Reading cells is ``workbook_reader``'s affair. The limits here bound what is opened in this
process; they are the first gate, not a sandbox.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

Kind = Literal["xlsx", "xls", "csv"]

MAX_FILE_BYTES = 40_000_000
MAX_UNZIPPED_BYTES = 150_000_000
# Sheets of like rows shrink twentyfold; a small file that grows two-hundredfold is a bomb.
MAX_UNZIP_RATIO = 200
RATIO_IS_TRIED_FROM = 10_000_000
MAX_MEMBERS = 2_000
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
# A reader allots the whole rectangle of a sheet, however few its cells.
MAX_RECTANGLE = 30_000_000

_SAVE_AS = "请用 WPS 或 Excel 打开，另存为 .xlsx 工作簿后重新报送。"
_ZIP_MAGIC = b"PK\x03\x04"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A cell far out that holds something: formatting alone (<c …/> or <c …></c>) takes no room.
_FAR_CELL = re.compile(rb'c r="(?:([A-Z]{3})\d+|[A-Z]{1,2}\d{5,})"[^>]*[^/]>(?!</)')
_OTHER_FILES = (
    (b"%PDF", "PDF 文件"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
)


class UnreadableWorkbookError(Exception):
    """A file that cannot be taken as a workbook; ``words`` and ``fix`` are for the submitter."""

    def __init__(self, words: str, fix: str = _SAVE_AS) -> None:
        super().__init__(words)
        self.words = words
        self.fix = fix


@dataclass(frozen=True)
class SheetMarks:
    """What the XML of one sheet says beside its values.

    ``uncalculated`` are addresses of formulas without a result, ``merged`` ranges such as
    ``A4:A10``, ``hidden_rows`` row numbers; ``may_have_errors`` is false where no cell can hold
    an error value, which saves a dearer way of reading.
    """

    uncalculated: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    may_have_errors: bool = True


@dataclass(frozen=True)
class Container:
    """A file that may be opened; marks and dates system are known for xlsx only."""

    kind: Kind
    is_1904: bool
    marks: dict[str, SheetMarks]
    hidden_sheets: frozenset[str]


def inspect(content: bytes, name: str) -> Container:
    """Tell xlsx, xls and csv apart by content.

    Raises:
        UnreadableWorkbookError: empty, too large, protected, damaged or of another kind.
    """
    if not content.strip(b"\x00 \r\n\t"):
        raise UnreadableWorkbookError("文件是空的，没有任何内容。", "请重新保存后再报送。")
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableWorkbookError(
            f"文件有 {len(content) / 1e6:.0f} MB，超过上限 {MAX_FILE_BYTES / 1e6:.0f} MB。",
            "请删去图片和多余的工作表，或分成几个文件报送。",
        )
    if content.startswith(_ZIP_MAGIC):
        return _inspect_zip(content)
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


def protected() -> UnreadableWorkbookError:
    """The words for a workbook with an opening password."""
    return UnreadableWorkbookError(
        "工作簿设了打开密码，读不出内容。", "请取消打开密码，保存后重新报送。"
    )


def damaged() -> UnreadableWorkbookError:
    """The words for a file cut short or broken."""
    return UnreadableWorkbookError(
        "文件不完整或已损坏，打不开。", "多半是上传、复制中断：请重新保存、重新上传。"
    )


def _inspect_zip(content: bytes) -> Container:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _checked_members(archive, len(content))
            return _inspect_xlsx(members)
    except UnreadableWorkbookError:
        raise
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, ValueError, NotImplementedError):
        raise damaged() from None
    except Exception as error:  # zlib.error and what odd archives make zipfile raise
        raise damaged() from error


def _checked_members(archive: zipfile.ZipFile, size: int) -> dict[str, bytes]:
    """The XML members of a workbook, inflated; a size that lies shows as a bad checksum."""
    infos = archive.infolist()
    _check_is_workbook({_member_name(info) for info in infos})
    if any(info.flag_bits & 1 for info in infos):
        raise protected()
    total = sum(info.file_size for info in infos)
    is_bomb = total > RATIO_IS_TRIED_FROM and total > size * MAX_UNZIP_RATIO
    if total > MAX_UNZIPPED_BYTES or is_bomb or len(infos) > MAX_MEMBERS:
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


def _inspect_xlsx(members: dict[str, bytes]) -> Container:
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
        _check_rectangle(name, xml)
        marks[name] = _sheet_marks(xml, is_unsaved)
    is_1904 = re.search(rb'date1904="(1|true)"', book) is not None
    return Container("xlsx", is_1904, marks, frozenset(hidden))


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


def _check_rectangle(name: str, xml: bytes) -> None:
    """Refuse a sheet whose far cells span a rectangle no memory holds."""
    if _FAR_CELL.search(xml) is None:
        return
    columns = max((column_number(found.decode()) for found in _columns_used(xml)), default=0)
    rows = max(map(int, re.findall(rb'c r="[A-Z]+(\d+)"[^>]*[^/]>(?!</)', xml)), default=0)
    if rows * columns > MAX_RECTANGLE or rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise UnreadableWorkbookError(
            f"工作表“{name}”的内容铺到了第 {rows} 行、第 {columns} 列，大得不正常，没有打开。",
            "请把数据复制到新下发的空白表（只粘贴数值）后重新报送。",
        )


def _columns_used(xml: bytes) -> set[bytes]:
    return set(re.findall(rb'c r="([A-Z]+)\d+"[^>]*[^/]>(?!</)', xml))


def column_number(letters: str) -> int:
    """Column letters -> number from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


_FORMULA = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]+\d+)"([^>]*)><(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)'
    rb"(?:<(?:\w+:)?v(?:/>|>([^<]*)<))?"
)


def _sheet_marks(xml: bytes, is_unsaved: bool) -> SheetMarks:
    """Formulas without a result, merged ranges and hidden rows of one sheet.

    A workbook that asks for calculation when loaded was written by a program and never saved by
    Excel or WPS: its formulas show a made-up 0.
    """
    uncalculated: tuple[str, ...] = ()
    if b"<f" in xml or b":f>" in xml:
        uncalculated = tuple(
            found[1].decode()
            for found in _FORMULA.finditer(xml)
            if is_unsaved or (not found[3] and b't="str"' not in found[2])
        )
    merged: tuple[str, ...] = ()
    if b"mergeCell" in xml:
        found_ranges = re.findall(rb'mergeCell\s[^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"', xml)
        merged = tuple(found.decode() for found in found_ranges)
    return SheetMarks(uncalculated, merged, _hidden_rows(xml), b't="e"' in xml or not xml)


def _hidden_rows(xml: bytes) -> tuple[int, ...]:
    """Numbers of the hidden rows; few in a large sheet, so found one by one."""
    rows = []
    at = xml.find(b'hidden="1"')
    while at >= 0:
        tag = xml[xml.rfind(b"<", 0, at) : at]
        number = re.search(rb'row\s(?:[^>]*\s)?r="(\d+)"', tag)
        if number:
            rows.append(int(number[1]))
        at = xml.find(b'hidden="1"', at + 1)
    return tuple(rows)
