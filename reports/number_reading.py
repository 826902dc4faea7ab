"""Every number in a draft of a letter, with what is written around it: 余, 约, 万, %, the unit.

Only reading is done here; whether a number is right is `draft_lint`'s. Years, dates, document
numbers and headings are told apart, since nobody counts them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal[
    "count", "share", "ratio", "vague", "code", "phone", "personal", "date", "name", "rank",
    "grade", "ordinal",
]  # fmt: skip

_UNITS = (
    "人次|余人|名|人|个百分点|个|所|场|次|条|周|项|元|天|日|件|间|份|课时|学时|小时|分钟|级|档|类|段|期"
    "|届|号|岁|年|月|单|例|封|位|家|支|堂|句|种"
)
_HAN = "一二三四五六七八九十"
_HANZI = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HANZI_PLACES = {"十": 10, "百": 100, "千": 1000}
_HANZI_WHOLE = {"万": 10_000, "亿": 100_000_000}
_MARKS = {
    "约": "about", "近": "nearly", "不足": "nearly", "不到": "nearly", "达": "reach",
    "不少于": "reach", "至少": "reach", "超过": "more", "超": "more", "逾": "more",
}  # fmt: skip
_MARK = "不少于|至少|超过|不足|不到|约|近|达|超|逾"
_PLACES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "百万": 1_000_000, "亿": 100_000_000}
_CODE_DIGITS = 5
_Y, _M, _D = r"\d{4}\s*年", r"\d{1,2}\s*月", r"\d{1,2}\s*[日号]"
_HAN_YEAR = "[〇零一二三四五六七八九]{4}年"
# The more particular first: what one takes, the next does not see.
_NAMED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    # Document numbers, numbers of suggestions, and sessions of a congress.
    ("name", re.compile(r"[〔\[(（]\s*\d{4}\s*[〕\])）]\s*第?\s*\d+\s*号")),
    ("name", re.compile(r"第\s*\d+\s*号")),
    ("name", re.compile(rf"[{_HAN}]+届[^，。；\s]{{0,6}}?[{_HAN}]+次会议")),
    # Telephone numbers and what stands for one person: nothing to count.
    ("personal", re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])|(?<![\d-])1[3-9]\d{9}(?!\d)")),
    ("phone", re.compile(r"(?<!\d)(?:0\d{2,3}-?\d{7,8}|[48]00-?\d{3}-?\d{4})(?:-\d{1,6})?(?!\d)")),
    ("ratio", re.compile(r"(?<![\d:])1[:：](\d[\d,]*(?:\.\d+)?)(?![\d:])")),
    ("vague", re.compile(rf"(?!百分之)[{_HAN}百千万]+分之[一两二三四五六七八九十百千万]+(?!点)")),
    (
        "vague",
        re.compile(
            r"(?:半数|一半|[一两二三四五六七八九]成)(?:以上|以下|左右|多)|过半|半数|大半|多半"
        ),
    ),
    # Names made of numbers: 1+3+N, A1.
    ("name", re.compile(r"\d+(?:\+[\dN])+")),
    ("name", re.compile(r"[A-Za-z]\d+|\d+[A-Za-z]+")),
    ("rank", re.compile(rf"第\s*(\d+|[{_HAN}]+)\s*名")),
    ("date", re.compile(r"\d{4}\s*[-—至]\s*\d{4}\s*学年(?:第?[一二]学期)?")),
    ("date", re.compile(rf"{_Y}(?:\s*{_M}(?:\s*{_D})?)?")),
    ("date", re.compile(rf"\d{{1,2}}\s*(?:月份?)?\s*[至—-]\s*{_M}份?")),
    ("date", re.compile(rf"{_M}(?:份|\s*{_D})?")),
    ("date", re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}")),
    ("date", re.compile(rf"{_HAN_YEAR}(?:[{_HAN}]+月(?:[{_HAN}]+日)?)?")),
    ("grade", re.compile(rf"([{_HAN}]|\d+)\s*年级")),
    (
        "ordinal",
        re.compile(rf"第[{_HAN}]+|[{_HAN}]+是(?=[^，。])|^\s*[（(]?[{_HAN}]+[、）)]", re.M),
    ),
    ("ordinal", re.compile(r"(?:^|(?<=[：:；。\s]))\s*[（(]?\d{1,2}[)）.、](?!\d)", re.M)),
)
_HALF = re.compile(r"(约?)(?:占[^，。；]{0,24}?的)?(一半)")
_TENTHS = re.compile(
    r"(约|近|超过|超|逾|达|不足|不到)?([一两二三四五六七八九])成(?!功|员|果|长|立|绩|效|为)"
)
_PER_CENT = re.compile(
    r"(?P<mark>约|近|超过|超|逾|达|不足|不到)?百分之(?P<whole>[零〇一两二三四五六七八九十百]+)"
    r"(?:点(?P<part>[零〇一二三四五六七八九]+))?"
)
_DIGITS = re.compile(
    rf"(?P<mark>{_MARK})?\s*(?P<number>\d{{1,3}}(?:[, ]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    r"(?P<place>百万|[百千万亿])?\s*(?P<more>[余多])?\s*(?P<place2>万|亿)?\s*(?P<more2>[余多])?\s*"
    rf"(?P<unit>%|{_UNITS})?"
)
# In a table the unit stands in the head: 筛查覆盖率(%):97.5.
_HEAD_UNIT = re.compile(rf"[(（](?:单位:)?(%|{_UNITS})[)）][:：]\s*$")
# 百场 and 千家 alone are ways of speaking.
_CHINESE = re.compile(
    rf"(?P<mark>{_MARK})?(?P<number>[一两二三四五六七八九十][零〇一两二三四五六七八九十百千万亿]*)"
    rf"(?P<more>[余多])?(?P<unit>{_UNITS})"
)


@dataclass(frozen=True)
class Written:
    """One number as a draft has it.

    ``text`` stands from ``start`` to ``end`` in the text as ``folded`` gives it. ``mark`` is about,
    nearly, reach, more (余) or empty; ``grain`` the size of its last place (6300: 100, 1.8万:
    1000). ``before`` is its sentence up to it, ``after`` the rest of its clause.
    """

    text: str
    start: int
    end: int
    kind: Kind
    value: Decimal | None
    unit: str
    mark: str
    grain: Decimal
    before: str
    after: str
    is_chinese: bool = False


def folded(text: str) -> str:
    """Full-width digits and signs as half-width, one character for one."""
    return "".join(
        plain if len(plain := unicodedata.normalize("NFKC", c)) == 1 and c not in "，；：。" else c
        for c in text
    )


def numbers_in(text: str) -> list[Written]:
    """Every number of a text in order; `text` must have been folded."""
    taken = [False] * len(text)
    found = []
    for hit in _hits(text):
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = [True] * (hit.end - hit.start)
            found.append(hit)
    return sorted(found, key=lambda one: one.start)


def _hits(text: str) -> Iterator[Written]:
    """Everything that may be a number, the more particular first."""
    for kind, pattern in _NAMED:
        for m in pattern.finditer(text):
            grain = Decimal(1)
            if kind == "ratio":
                grain = Decimal(1).scaleb(-len(m[1].partition(".")[2]))
            yield _written(text, m.span(), kind, _value_of(kind, m), grain=grain)
    for m in _HALF.finditer(text):
        yield _share(text, m.span(2), Decimal("0.5"), "about" if m[1] else "")
    for m in _TENTHS.finditer(text):
        yield _share(text, m.span(), Decimal(_HANZI[m[2]]) / 10, _MARKS.get(m[1] or "", ""))
    for m in _PER_CENT.finditer(text):
        yield _of_per_cent(text, m)
    for m in _DIGITS.finditer(text):
        yield _of_digits(text, m)
    for m in _CHINESE.finditer(text):
        number = _number_of(m["number"])
        mark = "more" if m["more"] else _MARKS.get(m["mark"] or "", "")
        yield _written(
            text, m.span(), "count", number, m["unit"], mark, _last_place(number), is_chinese=True
        )


def _value_of(kind: Kind, m: re.Match[str]) -> Decimal | None:
    """The number in a rank, grade or 1:x, the year in a date; names and ordinals have none."""
    if kind in ("rank", "grade"):
        return _number_of(m[1])
    if kind == "ratio":
        return Decimal(m[1].replace(",", ""))
    year = re.match(r"\d{4}", m[0]) if kind == "date" else None
    return Decimal(year[0]) if year else None


def _of_per_cent(text: str, m: re.Match[str]) -> Written:
    """百分之九十六点五 as 96.5%."""
    part = "".join(str(_HANZI[sign]) for sign in m["part"] or "")
    number = _number_of(m["whole"]) + (Decimal(f"0.{part}") if part else 0)
    grain = Decimal(1).scaleb(-len(part) - 2)
    return _written(
        text, m.span(), "share", number / 100, "", _MARKS.get(m["mark"] or "", ""), grain
    )


def _share(text: str, span: tuple[int, int], value: Decimal, mark: str) -> Written:
    return _written(text, span, "share", value, "", mark, Decimal("0.1"))


def _written(
    text: str,
    span: tuple[int, int],
    kind: Kind,
    value: Decimal | None,
    unit: str = "",
    mark: str = "",
    grain: Decimal = Decimal(1),
    is_chinese: bool = False,
) -> Written:
    start, end = span
    since = max(max(text.rfind(sign, 0, start) for sign in "。；") + 1, start - _FAR_BACK)
    # A date stands before what it dates, often a clause earlier.
    stops = "。；\n" if kind == "date" else "，。；\n"
    until = min((i for i in (text.find(s, end) for s in stops) if i >= 0), default=len(text))
    before, after = text[since:start], text[end : min(until, end + _FAR_ON)]
    return Written(
        text[start:end], start, end, kind, value, unit, mark, grain, before, after, is_chinese
    )


_FAR_BACK, _FAR_ON = 90, 60


def _of_digits(text: str, m: re.Match[str]) -> Written:
    number = Decimal(m["number"].replace(",", "").replace(" ", ""))
    scale = Decimal(_PLACES[m["place"] or ""] * _PLACES[m["place2"] or ""])
    unit, start = m["unit"] or "", m.start() if m["mark"] else m.start("number")
    if not unit and (head := _HEAD_UNIT.search(text, 0, start)):
        unit = head[1]
    is_more = bool(m["more"] or m["more2"])
    mark = "more" if is_more else _MARKS.get(m["mark"] or "", "")
    decimals = Decimal(1).scaleb(-len(m["number"].partition(".")[2]))
    if unit == "%":
        return _written(text, (start, m.end()), "share", number / 100, "", mark, decimals / 100)
    # Where 万 and the like stand, or decimals, the number itself says how finely it is told.
    grain = decimals * scale if decimals < 1 else _last_place(number * scale)
    is_code = not unit and scale == 1 and len(m["number"]) >= _CODE_DIGITS
    parts = ("number", "place", "more", "place2", "more2", "unit")
    end = max(m.end(part) for part in parts)
    kind: Kind = "code" if is_code else "count"
    return _written(text, (start, end), kind, number * scale, unit, mark, grain)


def _last_place(number: Decimal) -> Decimal:
    """The size of the last place that is not zero: 6300 is told in hundreds."""
    if number == 0:
        return Decimal(1)
    grain = Decimal(1)
    while number % (grain * 10) == 0:
        grain *= 10
    return grain


def _number_of(text: str) -> Decimal:
    """两 as 2, 十二 as 12, 一百五十 as 150, digits as they are."""
    if text.isdecimal():
        return Decimal(text)
    whole = total = digit = 0
    for sign in text:
        if sign in _HANZI:
            digit = _HANZI[sign]
        elif sign in _HANZI_PLACES:
            total += (digit or 1) * _HANZI_PLACES[sign]
            digit = 0
        else:
            whole = (whole + total + digit) * _HANZI_WHOLE[sign]
            total = digit = 0
    return Decimal(whole + total + digit)


def year_of_numerals(text: str) -> int | None:
    """二〇二四年 as 2024; None where the text does not begin with a year in numerals."""
    if not re.match(_HAN_YEAR, text):
        return None
    return int("".join(str(_HANZI[sign]) for sign in text[:4]))
