"""When a file is not opened: the limits, and the error that carries the words for it.

These limits are looked at before and while reading; those of memory and time, which only a process
of its own can keep, belong to whoever runs the reader.
"""

from dataclasses import dataclass

# Sheets of like rows shrink twentyfold; a small file that grows two-hundredfold is a bomb.
MAX_UNZIP_RATIO = 200
RATIO_IS_TRIED_FROM = 10_000_000
MAX_MEMBERS = 2_000


@dataclass(frozen=True)
class ReadLimits:
    """How much one file may be: bytes as it comes and unpacked, sheets, and the extent of a sheet.

    ``cells`` counts the whole rectangle of a sheet, which a reader allots however few are filled.
    """

    file_bytes: int = 40_000_000
    unpacked_bytes: int = 150_000_000
    sheets: int = 100
    rows: int = 200_000
    columns: int = 1_000
    cells: int = 30_000_000


LIMITS = ReadLimits()

_SAVE_AS = "请用 WPS 或 Excel 打开，另存为 .xlsx 工作簿后重新报送。"


class UnreadableWorkbookError(Exception):
    """A file that cannot be taken as a workbook; ``words`` and ``fix`` are for the submitter."""

    def __init__(self, words: str, fix: str = _SAVE_AS) -> None:
        super().__init__(words)
        self.words = words
        self.fix = fix


def protected(words: str = "工作簿设了打开密码，读不出内容。") -> UnreadableWorkbookError:
    """The words for an encrypted workbook."""
    fix = "请取消打开密码，保存后重新报送。"
    if "密码" not in words:
        fix = "请在本单位解密后，另存为 .xlsx 工作簿重新报送。"
    return UnreadableWorkbookError(words, fix)


def damaged() -> UnreadableWorkbookError:
    """The words for a file cut short or broken."""
    return UnreadableWorkbookError(
        "文件不完整或已损坏，打不开。", "多半是上传、复制中断：请重新保存、重新上传。"
    )


def check_sheets(count: int, limits: ReadLimits) -> None:
    """Refuse a workbook of more sheets than anybody fills."""
    if count > limits.sheets:
        raise UnreadableWorkbookError(
            f"工作簿有 {count} 张工作表，超过上限 {limits.sheets} 张，没有打开。",
            "请只留下要报送的工作表，或分成几个文件报送。",
        )


def check_text(size: int, limits: ReadLimits) -> None:
    """Refuse a workbook whose cells repeat a few long texts until no memory holds them."""
    if size > 2 * limits.unpacked_bytes:
        raise UnreadableWorkbookError(
            f"工作簿各格的内容共有 {size / 1e6:.0f} MB，大得不正常，没有采用。",
            "请把数据复制到新下发的空白表（只粘贴数值），或分成几个文件报送。",
        )
