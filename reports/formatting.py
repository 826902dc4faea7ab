"""How a figure is shown: rounded once, half up, from its exact fraction; or as a mark.

No figure is computed here that the warehouse has not: a rate is its own numerator over its own
denominator, written with the decimals its metric states.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

SUPPRESSED, NOT_APPLICABLE, NOT_REPORTED = "＊", "—", "未报"
MARKS = {
    "suppressed": SUPPRESSED,
    "not_applicable": NOT_APPLICABLE,
    "not_reported": NOT_REPORTED,
}

Number = int | float | Decimal
ONE_TO_MANY = "人/名"
"""The unit of ratios that are said as 1:812.5; others are numbers with their own unit."""
_STYLES = {
    ("rate", 0): "rate0",
    ("rate", 1): "rate",
    ("rate", 2): "rate2",
    ("ratio", 0): "ratio",
    ("ratio", 1): "ratio1",
    ("number", 0): "count",
    ("number", 1): "decimal1",
    ("number", 2): "decimal2",
}


def half_up(number: Fraction, places: int) -> Decimal:
    """An exact fraction rounded once to ``places`` decimals, halves away from zero."""
    scaled = abs(number) * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    if 2 * rest >= scaled.denominator:
        whole += 1
    sign = -1 if number < 0 and whole else 1
    return Decimal(sign * whole).scaleb(-places)


def exact(number: Number) -> Fraction:
    """A number as a fraction; a binary float by its shortest decimal form."""
    return Fraction(str(number)) if isinstance(number, float) else Fraction(number)


def rounded(
    numerator: Number | None,
    denominator: Number | None,
    value: Number | None,
    kind: str,
    decimals: int,
) -> Decimal | None:
    """The number to print; None where there is none.

    A rate comes out as a fraction of one, its ``decimals`` counted in percent; ratios and rates
    are taken from numerator and denominator where both are there, else from the value.
    """
    places = decimals + 2 if kind == "rate" else decimals
    if kind in ("rate", "ratio") and numerator is not None and denominator:
        return half_up(exact(numerator) / exact(denominator), places)
    return None if value is None else half_up(exact(value), places)


def number_style(kind: str, decimals: int, unit: str = ONE_TO_MANY) -> str:
    """The theme's number style for a kind of metric (rate, ratio; counts and shortfalls)."""
    is_styled = kind == "rate" or _is_one_to_many(kind, unit)
    return _STYLES[kind if is_styled else "number", min(decimals, 2)]


def _is_one_to_many(kind: str, unit: str) -> bool:
    return kind == "ratio" and unit in ("", ONE_TO_MANY)


def shown(figure: Mapping[str, Any] | None, kind: str, decimals: int) -> Decimal | str:
    """A figure row as a cell: its rounded number, or the mark of its status.

    A figure that is missing altogether was not reported.
    """
    if figure is None:
        return NOT_REPORTED
    if figure["status"] in MARKS:
        return MARKS[figure["status"]]
    parts = (figure["numerator"], figure["denominator"], figure["value"])
    number = rounded(*parts, kind, decimals)
    return NOT_APPLICABLE if number is None else number


def spoken(number: Decimal | str, kind: str, decimals: int, unit: str = "") -> str:
    """A rounded number as words for sentences, tiles and mail: 95.3%, 1:812.5, 1,204人."""
    if isinstance(number, str):
        return number
    if kind == "rate":
        return f"{(number * 100).quantize(Decimal(1).scaleb(-decimals)):,}%"
    if _is_one_to_many(kind, unit):
        return f"1:{number.quantize(Decimal(1).scaleb(-decimals))}"
    return f"{number.quantize(Decimal(1).scaleb(-decimals)):,}{unit}"


def spoken_target(target: Number | None, kind: str, unit: str = "") -> str:
    """A target in words without needless decimals: 95%, 1:800, 0名; the mark where none is set."""
    if target is None:
        return NOT_APPLICABLE
    number = exact(target)
    percent = number * 100 if kind == "rate" else number
    exponent = 0
    while exponent < 4 and (percent * 10**exponent).denominator != 1:
        exponent += 1
    text = f"{half_up(percent, exponent):,}"
    if kind == "rate":
        return f"{text}%"
    return f"1:{text.replace(',', '')}" if _is_one_to_many(kind, unit) else f"{text}{unit}"


def whole(number: Number | None) -> Decimal | str:
    """A count as a whole number, or the mark for none."""
    return NOT_APPLICABLE if number is None else half_up(exact(number), 0)


def chinese_month(month: str) -> str:
    """``2026-10`` as 2026年10月."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def earlier_month(month: str, count: int) -> str:
    """The month that many before, as ``2026-10`` in and out."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 - count, 12)
    return f"{year:04d}-{number + 1:02d}"


def chinese_date(day: date) -> str:
    """A day as 2026年11月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_time(moment: datetime) -> str:
    """A moment as 2026年11月5日20:00."""
    return f"{chinese_date(moment)}{moment:%H:%M}"
