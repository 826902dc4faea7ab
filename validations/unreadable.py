"""When a file is not opened: the limits, and the error that carries the words for it.

The limits bound what is read in this process; they are the first gate, not a sandbox.
"""

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


class UnreadableWorkbookError(Exception):
    """A file that cannot be taken as a workbook; ``words`` and ``fix`` are for the submitter."""

    def __init__(self, words: str, fix: str = _SAVE_AS) -> None:
        super().__init__(words)
        self.words = words
        self.fix = fix


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
