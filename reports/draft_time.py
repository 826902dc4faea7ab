"""Times of a draft letter: dates and words for other times, as months counted from the year 0."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.draft_words import Token, words_of_drafts
from reports.number_reading import Written, year_of_numerals

Kind = Literal["month", "year", "school_year", "bare", "another"]


@dataclass(frozen=True)
class Time:
    """A stretch of months, ends included. ``bare`` are months without a year (10月).

    ``is_as_of`` is for 截至 and 底, where the state of things is told and not what was done then.
    """

    kind: Kind
    first: int = 0
    last: int = 0
    is_as_of: bool = False

    @staticmethod
    def of_word(token: Token, month: str) -> Time | None:
        """The time a word stands for in a letter of the month, if it is a word for a time."""
        code = token.tags.get("time")
        if code is None:
            return None
        own = month_number(month) if month else 0
        if code == "another" or not month:
            return Time("another")
        if code == "last_year_same_month":
            return Time("month", own - 12, own - 12, is_as_of=True)
        if code == "last_month":
            return Time("month", own - 1, own - 1, is_as_of=True)
        january = own // 12 * 12 - (12 if code == "last_year" else 0)
        return Time("year", january, january + 11)


@dataclass(frozen=True)
class Told:
    """The times that dates tell, and the beginning of a series (2024年以来)."""

    times: tuple[Time, ...]
    since: Time | None


def month_number(month: str | date) -> int:
    """``2026-10``, or a day of that month, as months since the year 0."""
    if isinstance(month, date):
        return month.year * 12 + month.month - 1
    year, _, number = month.partition("-")
    return int(year) * 12 + int(number) - 1


def dates_of(text: str, dates: Sequence[Written], month: str) -> Told:
    """The times of dates that stand in one stretch of a text."""
    times: list[Time] = []
    since = None
    words = words_of_drafts()["time"]
    for at, one in enumerate(dates):
        told = _time_of(one.text, month)
        after, before = text[one.end : one.end + 4].lstrip("份 "), text[: one.start].rstrip()
        following = dates[at + 1] if at + 1 < len(dates) else None
        reaches = following is not None and text[one.end : following.start].strip() in _TO
        if reaches or after.startswith(tuple(words["since_after"])) or before.endswith("自"):
            since = told
        else:
            is_as_of = before.endswith(tuple(words["as_of"])) or after.startswith(
                tuple(words["as_of_after"])
            )
            is_until = at > 0 and text[dates[at - 1].end : one.start].strip() in _TO
            is_as_of = is_as_of or is_until
            times.append(Time(told.kind, told.first, told.last, is_as_of))
    return Told(tuple(times), since)


_TO = ("至", "到", "—", "-", "——")
_YEAR, _MONTH = re.compile(r"(\d{4})\s*年"), re.compile(r"(\d{1,2})\s*月")
_YEARS = re.compile(r"(\d{4})\s*[-—至]\s*(\d{4})\s*学年")
_SPAN = re.compile(r"(\d{1,2})\s*(?:月份?)?\s*[至—-]\s*(\d{1,2})\s*月")
_PLAIN = re.compile(r"(\d{4})[-./](\d{1,2})[-./]\d{1,2}")


def _time_of(text: str, month: str) -> Time:
    if m := _YEARS.match(text):
        first = int(m[1]) * 12 + 8
        return Time("another") if "学期" in text else Time("school_year", first, first + 11)
    if m := _PLAIN.match(text):
        return _month(int(m[1]), int(m[2]))
    months = _MONTH.search(text)
    if m := _YEAR.match(text):
        year = int(m[1])
        return _month(year, int(months[1])) if months else _year(year)
    if (said := year_of_numerals(text)) is not None:
        return _year(said) if "月" not in text else Time("another")
    if m := _SPAN.match(text):
        return Time("bare", int(m[1]) - 1, int(m[2]) - 1)
    if months:
        return Time("bare", int(months[1]) - 1, int(months[1]) - 1)
    return Time("another")


def _year(year: int) -> Time:
    return Time("year", year * 12, year * 12 + 11)


def _month(year: int, month: int) -> Time:
    number = year * 12 + month - 1
    return Time("month", number, number)
