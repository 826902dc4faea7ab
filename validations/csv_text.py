"""CSV bytes → rows of text, whatever the encoding and separator an office program chose.

Where the header stands and what the cells mean does not belong here.
"""

import csv
import io

import polars as pl

from validations.unreadable import LIMITS, ReadLimits, UnreadableWorkbookError

_SEPARATORS = ",\t;，|"
_LINES_LOOKED_AT = 30
_FIX = "请用 WPS 或 Excel 打开，另存为 .xlsx 工作簿后重新报送。"


def csv_cells(content: bytes, limits: ReadLimits = LIMITS) -> list[list[str]]:
    """The records of a CSV, blank lines kept so that a record's number is its row on screen.

    Raises:
        UnreadableWorkbookError: no text in UTF-8, UTF-16 or GB18030, or too large a table.
    """
    text = _decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        rows = [row for _, row in zip(range(limits.rows + 1), reader, strict=False)]
    except csv.Error:
        raise UnreadableWorkbookError("CSV 文件的引号不成对，或有超长的内容。", _FIX) from None
    widest = max(map(len, rows), default=0)
    if len(rows) > limits.rows or widest > limits.columns or len(rows) * widest > limits.cells:
        raise UnreadableWorkbookError(
            f"CSV 文件超过 {limits.rows} 行、{limits.columns} 列或 {limits.cells} 个单元格。", _FIX
        )
    return rows


def text_frame(rows: list[list[str]], letters: list[str]) -> pl.DataFrame:
    """Rows as a frame of text, a column a letter; blank cells are null."""
    width = len(letters)
    columns: list[list[str | None]] = [
        [_cell(row[index]) if index < len(row) else None for row in rows] for index in range(width)
    ]
    return pl.DataFrame(columns, schema=dict.fromkeys(letters, pl.String), orient="col")


def _cell(text: str) -> str | None:
    """What the cell says; ``="0012"`` is how platforms make Excel keep a code as text."""
    plain = text.strip()
    if plain.startswith('="') and plain.endswith('"') and '"' not in plain[2:-1]:
        plain = plain[2:-1].strip()
    return plain or None


def _decode(content: bytes) -> str:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _checked(content.decode(encoding, "replace"))
    for encoding in ("utf-8", "gb18030"):
        try:
            return _checked(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise _no_text()


def _checked(text: str) -> str:
    """Text without control characters: binary files pass as GB18030 now and then."""
    head = text[:20_000]
    if any(ord(char) < 32 and char not in "\r\n\t\x0b\x0c" for char in head) or "\ufffd" in head:
        raise _no_text()
    return text


def _no_text() -> UnreadableWorkbookError:
    return UnreadableWorkbookError(
        "认不出这是什么文件：既不是 Excel 工作簿，也不是 UTF-8 或 GB18030 编码的 CSV。", _FIX
    )


def _separator(text: str) -> str:
    """The separator that makes the most cells in the first lines; a comma if none does."""
    lines = text.splitlines()[:_LINES_LOOKED_AT]
    return max(_SEPARATORS, key=lambda sign: sum(line.count(sign) for line in lines))
