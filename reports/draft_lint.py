"""Judge every number of a draft letter: 有据, 与数据不符 or 无据, against the figures of a month.

A number is held against figures counted in the same word whose key words stand near it. What nobody
counts (dates, document numbers, headings) is told apart and needs no proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reports.number_reading import Written, folded, numbers_in

Verdict = Literal["proved", "differs", "unsupported", "recognised"]
# Words for the same count; others are different measures and never stand in for each other.
_SAME_UNIT = {"位": "名", "人": "名", "余人": "名", "家": "个", "天": "日"}
# In Chinese numerals 两个 and 一项 are ways of speaking, unless a figure stands behind them.
_COUNTED_IN_WORDS = frozenset({"名", "人", "人次", "所", "场", "次", "条", "项", "周", "年"})


@dataclass(frozen=True)
class Known:
    """One figure a draft may name.

    ``value`` is None for codes and document numbers, whose ``text`` counts. ``keys`` must all stand
    near, of each group one. ``style`` is the letter's (tenths, year, ordinal …); ``is_rank`` is for
    places won. ``said`` is the figure in official words.
    """

    figure_id: str
    name: str
    value: Decimal | None
    unit: str
    keys: tuple[tuple[str, ...], ...]
    said: str
    text: str = ""
    style: str = ""
    is_rank: bool = False


@dataclass(frozen=True)
class Judged:
    """A number of the draft with its verdict and the figures it was held against."""

    written: Written
    verdict: Verdict
    figures: tuple[Known, ...] = ()


def lint(text: str, known: Sequence[Known]) -> list[Judged]:
    """Every number of a draft in order, judged."""
    return [_judged(number, known) for number in numbers_in(folded(text))]


def is_clean(judged: Sequence[Judged]) -> bool:
    """Whether nothing is left to prove or mend."""
    return all(one.verdict in ("proved", "recognised") for one in judged)


def _judged(number: Written, known: Sequence[Known]) -> Judged:
    if number.kind in ("name", "code", "ordinal"):
        named = [one for one in known if _is_named(number, one)]
        if named:
            return Judged(number, "proved", tuple(named[:1]))
        if number.kind != "code":
            return Judged(number, "recognised")
    near = sorted(
        (one for one in known if _is_of_kind(number, one) and _is_near(number, one)),
        key=lambda one: _closeness(number, one),
        reverse=True,
    )
    agreeing = [one for one in near if _agrees(number, one)]
    if agreeing:
        return Judged(number, "proved", tuple(agreeing[:1]))
    if _needs_no_proof(number, bool(near)):
        return Judged(number, "recognised")
    return Judged(number, "differs" if near else "unsupported", tuple(near[:1]))


def _is_named(number: Written, one: Known) -> bool:
    """A code or document number is the same text, and nothing else."""
    if not one.text:
        return False
    digits = "".join(c for c in number.text if c.isdigit())
    if number.kind == "code":
        return one.text == digits
    return number.text.replace(" ", "") in one.text or number.text.strip("第号 ") == one.text


def _is_of_kind(number: Written, one: Known) -> bool:
    if one.value is None:
        return False
    if one.is_rank or number.kind == "rank":
        return one.is_rank and number.kind == "rank"
    by_style = {"year": "date", "ordinal": "grade"}
    if one.style in by_style or number.kind in ("date", "grade"):
        return by_style.get(one.style) == number.kind
    if (one.unit == "%") != (number.kind == "share"):
        return False
    return number.kind == "share" or _unit(one.unit) == _unit(number.unit)


def _unit(unit: str) -> str:
    return _SAME_UNIT.get(unit, unit)


def _is_near(number: Written, one: Known) -> bool:
    around = number.before + number.text + number.after
    return all(any(word in around for word in group) for group in one.keys)


def _closeness(number: Written, one: Known) -> tuple[int, int]:
    """How near the key words stand: those after the number in its clause first, then before it."""
    words = [word for group in one.keys for word in group]
    after = sum(len(word) for word in words if word in number.after)
    before = max(
        (number.before.rfind(word) + len(word) for word in words if word in number.before),
        default=0,
    )
    return (before + after, after)


def _agrees(number: Written, one: Known) -> bool:
    """Whether what is written may be said of the value."""
    if number.value is None or one.value is None:
        return False
    said, value, grain = number.value, one.value, number.grain
    if number.mark == "more":
        return said < value < said + grain
    if number.mark == "reach":
        return said <= value < said + grain
    if number.mark == "about":
        return abs(said - value) * 2 <= grain
    if number.mark == "nearly":
        return said - grain < value < said
    if number.kind == "share" or said != said.to_integral_value() or _is_scaled(number):
        return said == value or abs(said - value) * 2 <= grain
    return said == value


def _is_scaled(number: Written) -> bool:
    """1.8万 is told in thousands; 30万元 is told to the yuan."""
    return "." in number.text


def _needs_no_proof(number: Written, has_figure: bool) -> bool:
    if number.kind == "date":
        return not (has_figure and number.after.startswith("起"))
    if number.kind == "grade":
        return not has_figure
    if not number.is_chinese:
        return False
    is_article = number.value == 1
    return is_article or number.unit not in _COUNTED_IN_WORDS
