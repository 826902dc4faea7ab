"""Files that are no workbook we read, told apart by their first bytes, and the words for each.

The names of members of an archive are looked at here too; no archive is ever unpacked to disk.
"""

from collections.abc import Collection
from pathlib import PurePath

from validations.unreadable import UnreadableWorkbookError, protected

_MAGIC = (
    (b"%PDF", "PDF 文件"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"GIF8", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"BZh", "压缩包"),
    (b"\xfd7zXZ", "压缩包"),
    (b"{\\rtf", "文档"),
    (b"SQLite format 3", "数据库文件"),
    (b"MZ", "程序文件"),
    (b"\x7fELF", "程序文件"),
)
# The first record of a workbook before Excel 97: BIFF 2, 3 and 4 have no container round it.
_OLD_BEGINNINGS = (
    b"\x09\x00\x04\x00",
    b"\x09\x00\x06\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
)
_PAGES = (
    b"<html",
    b"<!doctype",
    b"<table",
    b"<?xml",
    b"<meta",
    b"<head",
    b"<style",
    b"mime-version",
)
_MEMBERS = (
    ({"workbook.bin"}, "这是 .xlsb 二进制工作簿，系统不读这种格式。"),
    ({"ofd.xml"}, "这是 OFD 版式文件，不是工作簿。"),
    ({"document.xml", "presentation.xml", "content.xml"}, "这是文档或演示文稿，不是工作簿。"),
    ({"document.iwa"}, "这是 Numbers 表格，系统不读这种格式。"),
)


def refuse_other_formats(content: bytes, name: str) -> None:
    """Raise, with words, for anything but a zip, a compound file or text.

    Raises:
        UnreadableWorkbookError: the bytes are those of another kind of file.
    """
    if b"E-SafeNet" in content[:512]:
        raise protected("文件被单位的文档加密软件加密了，读不出内容。")
    for magic, kind in _MAGIC:
        if content.startswith(magic) and not (magic == b"MZ" and b"\x00" not in content[:400]):
            raise _no_workbook(kind)
    is_bitmap = content[:2] == b"BM" and content[6:10] == bytes(4)
    if is_bitmap or content[8:12] == b"WEBP" or content[4:8] == b"ftyp":
        raise _no_workbook("图片或视频")
    if content.startswith(_OLD_BEGINNINGS):
        raise UnreadableWorkbookError("这是 Excel 4.0 或更早的工作簿，系统不读这么老的格式。")
    if content.startswith(b"\x09\x08"):
        raise UnreadableWorkbookError("这是没有外壳的旧式 .xls 数据，系统不读这种格式。")
    if content.startswith((b"ID;P", b"TABLE\r\n0,1", b"\x00\x00\x02\x00", b"\x00\x00\x1a\x00")):
        raise UnreadableWorkbookError("这是 SYLK、DIF 或 Lotus 表格，系统不读这种格式。")
    _refuse_pages(content)


def _refuse_pages(content: bytes) -> None:
    head = content[:4000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if not head.startswith(_PAGES):
        return
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise UnreadableWorkbookError("这是“XML 电子表格 2003”格式，系统不读这种格式。")
    raise UnreadableWorkbookError("这是网页格式的文件，只是起了工作簿的名字。")


def refuse_other_archives(names: Collection[str]) -> None:
    """Raise, with words, for a zip that is neither xlsx nor ods.

    Raises:
        UnreadableWorkbookError: what the members say the file is.
    """
    last = {PurePath(name).name.lower() for name in names}
    if "workbook.xml" in last:
        return
    for tellers, words in _MEMBERS:
        if last & tellers:
            raise UnreadableWorkbookError(words)
    raise UnreadableWorkbookError("这是压缩包，不是工作簿。", "请解压后把里面的工作簿分别报送。")


def refuse_et(name: str) -> None:
    """Raise for a compound file that its sender calls an .et of WPS, which we cannot be sure of."""
    if PurePath(name).suffix.lower() in (".et", ".ett"):
        raise UnreadableWorkbookError("这是 WPS 表格自有的 .et 格式，系统不读这种格式。")


def _no_workbook(kind: str) -> UnreadableWorkbookError:
    return UnreadableWorkbookError(f"这是{kind}，不是工作簿。", "请报送 .xlsx 工作簿。")
