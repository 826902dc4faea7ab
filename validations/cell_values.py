"""One cell of text → one value, or the plain words why not.

Pure functions of a text, for cells the quick conversion in ``normalise`` could not take. Nothing
is guessed: what may mean two things is a problem.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

# Signs that stand for "nothing here"; 无 is one too, except where it counts or is in a list.
BLANK_MARKS = frozenset(
    ["/", "\\", "-", "--", "—", "——", "–", "―", "…", "...", "n/a", "na", "不适用", "空", "空白"]
)
NOTHING = frozenset({"无", "没有"})
# Excel's day 60 is the 29 February 1900 that never was: serials count from 1899-12-30 after it.
_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_SERIALS = range(20_000, 80_000)  # 1954 to 2119
_DATE = re.compile(
    r"(\d{4})(?:年(\d{1,2})月(\d{1,2})[日号]?|([-/.])(\d{1,2})\4(\d{1,2}))"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")


@dataclass(frozen=True)
class Reading:
    """What a cell came to: a value, or a problem in words; a note tells what was done to it."""

    value: Any = None
    problem: str | None = None
    note: str | None = None


def folded(text: str) -> str:
    """The text with full-width letters and digits made plain and no spaces round it."""
    return unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "").strip()


def looks_blank(text: str) -> bool:
    """Whether the cell holds only a sign for nothing, such as ``/`` or ``—``."""
    return folded(text).casefold() in BLANK_MARKS


def read_integer(text: str, is_count: bool) -> Reading:
    """A whole number; ``is_count`` lets 无 mean 0, which is told."""
    plain = folded(text)
    if plain in NOTHING:
        return Reading(0, note="zero") if is_count else Reading(note="blank")
    number = _number(plain)
    if number is None:
        return Reading(problem=f"应填整数，现为“{text}”")
    if not number.is_integer():
        return Reading(problem=f"应填整数，现为小数 {text}")
    if abs(number) >= 2**53:
        return Reading(problem=f"数字太大：{text}")
    return Reading(int(number))


def read_decimal(text: str) -> Reading:
    """A number, which may carry a percent sign: ``95%`` is 0.95."""
    plain = folded(text)
    if plain in NOTHING:
        return Reading(note="blank")
    is_percent = plain.endswith("%")
    number = _number(plain.removesuffix("%").rstrip())
    if number is None:
        return Reading(problem=f"应填数字，现为“{text}”")
    return Reading(number / 100 if is_percent else number)


def _number(plain: str) -> float | None:
    """The number a folded text writes; null for anything beside digits, one point, commas."""
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain) or len(plain) > 30:
        return None
    return float(plain)


def read_date(text: str, is_1904: bool = False) -> Reading:
    """A day, written with year, month and day in that order, or as Excel's serial number."""
    plain = folded(text)
    if plain in NOTHING:
        return Reading(note="blank")
    found = _DATE.fullmatch(re.sub(r"\s*([年月日./-])\s*", r"\1", plain))
    if found:
        year, month, day = (
            int(part) for part in (found[1], found[2] or found[5], found[3] or found[6])
        )
        return _day(year, month, day, text)
    number = re.fullmatch(r"(\d{5}|\d{8})(\.\d+)?", plain)
    if number and len(number[1]) == 8 and not number[2]:
        digits = number[1]
        return _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]), text)
    if number and len(number[1]) == 5 and int(number[1]) in _SERIALS:
        epoch = _EPOCH_1904 if is_1904 else _EPOCH_1900
        return Reading(epoch + timedelta(days=int(number[1])))
    return Reading(problem=f"应填日期，现为“{text}”；{_date_advice(plain)}")


def _date_advice(plain: str) -> str:
    if re.fullmatch(r"\d{4}\D{0,2}\d{1,2}\D?", plain):
        return "没有写明哪一日"
    if re.fullmatch(r"\d{1,2}\D\d{1,2}\D(\d{4}|\d{1,2})日?", plain):
        return "年份要写四位并写在最前，否则分不清年、月、日"
    return "应形如 2026-10-12"


def _day(year: int, month: int, day: int, text: str) -> Reading:
    try:
        return Reading(date(year, month, day))
    except ValueError:
        return Reading(problem=f"没有“{text}”这一天")


def read_code(text: str) -> Reading:
    """A code with full-width signs and spaces mended; whether it is right is for its pattern."""
    plain = re.sub(r"\s+", "", folded(text)).upper()
    if plain in NOTHING:
        return Reading(note="blank")
    shaped = re.fullmatch(r"([PS])([0-9A-Z]{4})([0-9A-Z]{5})([0-9A-Z]{5})", plain)
    if shaped:  # a token without its hyphens: the check character still tells a slip
        plain = f"{shaped[1]}{shaped[2]}-{shaped[3]}-{shaped[4]}"
    return Reading(plain or None)


def ruined_by_float(text: str, pattern: str | None = None) -> str | None:
    """Why a code looks as if a spreadsheet took it for a number; None if it does not."""
    plain = folded(text)
    if pattern and plain.isdecimal():
        longer = (plain.zfill(len(plain) + zeros) for zeros in (1, 2, 3))
        if any(re.fullmatch(pattern, code) for code in longer):
            return "开头的 0 可能被表格软件去掉了，系统不替您补"
    if re.fullmatch(r"\d+(\.\d+)?E\+?\d+", plain, re.IGNORECASE):
        return "被表格软件改成了科学计数法，末几位已经丢失"
    if re.fullmatch(r"\d+\.0*", plain):
        return "被表格软件当成了数字，多了小数点"
    return None
