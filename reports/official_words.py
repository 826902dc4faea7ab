"""A count in the words of an official letter: 6312 as 6300余人次, 18034 as 1.8万人.

How far a figure is rounded is a choice made for that figure, so step and style come in as data.
Nothing said claims more than the value, except 约, which says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal

from reports.wording import section

Style = Literal["digits", "wan", "hanzi", "ordinal", "tenths", "year"]
# Codes and document numbers are no counts, events have none: they are named, never rounded.
NOT_COUNTED = frozenset({"code", "identifier", "event"})
_WAN = Decimal(10_000)
_FLOORED = frozenset({"over", "reach", "ge"})


class NotACountError(ValueError):
    """A hotline's number, a document's number or an event was to be rounded like a count."""


@dataclass(frozen=True)
class Rounding:
    """How one figure is said.

    ``qualifier`` is exact, over (余), reach (达), approx (约), ge, le or derived; ``step`` is the
    size of a rounding step in the figure's own unit, ``style`` plain digits, 万, Chinese numerals
    (ordinal: 二 for 两), tenths (成) or a year, ``unit`` the word that follows the number.
    """

    qualifier: str
    step: Decimal = Decimal(1)
    style: Style = "digits"
    unit: str = ""


@dataclass(frozen=True)
class OfficialWords:
    """``mark`` (约, 达) may stand apart from ``amount``, which holds number, 余 and unit."""

    mark: str
    amount: str

    @property
    def text(self) -> str:
        """Mark and amount in one."""
        return self.mark + self.amount


def stated(value: Decimal, how: Rounding) -> Decimal:
    """The number the words name: cut down to a step, for 约 the nearest one, else the value.

    A value smaller than one step is named as it is: 0余 says nothing.

    Raises:
        NotACountError: a code, an identifier or an event.
    """
    if how.qualifier in NOT_COUNTED:
        raise NotACountError(f"{how.qualifier} is named, never rounded")
    if how.qualifier == "approx":
        return _to_step(value, how.step, ROUND_HALF_UP)
    if how.qualifier not in _FLOORED or value < how.step:
        return value
    return _to_step(value, how.step, ROUND_FLOOR)


def official_words(value: Decimal, how: Rounding) -> OfficialWords:
    """The words for a value; 余 only where something is left over beyond the number named.

    Raises:
        NotACountError: a code, an identifier or an event.
    """
    said = stated(value, how)
    marks = section("letters.marks")
    more = marks["over"] if how.qualifier == "over" and value > said else ""
    mark = marks.get(how.qualifier, "") if how.qualifier in ("approx", "reach") else ""
    return OfficialWords(mark, f"{_number(said, how.style)}{more}{how.unit}")


def published_words(number: Decimal, how: Rounding) -> str:
    """A number a letter has already named, as that letter said it: 6300余人次.

    Raises:
        NotACountError: a code, an identifier or an event.
    """
    marks = section("letters.marks")
    if how.qualifier in NOT_COUNTED:
        raise NotACountError(f"{how.qualifier} is named, never rounded")
    more = marks["over"] if how.qualifier == "over" else ""
    mark = marks[how.qualifier] if how.qualifier in ("approx", "reach") else ""
    return f"{mark}{_number(number, how.style)}{more}{how.unit}"


def _to_step(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (value / step).to_integral_value(rounding) * step


def _number(number: Decimal, style: Style) -> str:
    if style == "wan" and abs(number) >= _WAN:
        return _plain(number / _WAN) + section("letters.marks")["wan"]
    if style == "tenths":
        return _tenths(number)
    if style in ("hanzi", "ordinal"):
        numerals = section("letters.ordinals") if style == "ordinal" else {}
        numerals = {**section("letters.numerals"), **numerals}
        return numerals.get(_plain(number), _plain(number))
    return _plain(number)


def _tenths(share: Decimal) -> str:
    """0.5 as 一半, 0.6 as 六成; what is no whole tenth in percent."""
    marks = section("letters.marks")
    if share == Decimal("0.5"):
        return marks["half"]
    tenths = section("letters.tenths").get(_plain(share * 10))
    return tenths or f"{_plain(share * 100)}%"


def _plain(number: Decimal) -> str:
    """A number without exponent and needless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
