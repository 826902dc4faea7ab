"""Calendars for the slow calculation, a day at a time from the seeds' own rows.

Only counting of days is here. What is counted from where belongs to the rules.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

CALENDAR = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds" / "calendar"
ONE_DAY = timedelta(days=1)


@cache
def holidays() -> frozenset[date]:
    """Every day of every school vacation, both ends included."""
    found: set[date] = set()
    for row in _rows("calendar_vacation"):
        found.update(span(date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"])))
    return frozenset(found)


@cache
def working_days() -> frozenset[date]:
    """Every working day, the shifted ones included."""
    return frozenset(
        date.fromisoformat(row["day"])
        for row in _rows("calendar_working_day")
        if row["is_working_day"] == "true"
    )


def span(first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last`, both included; none where `last` lies before."""
    day = first
    while day <= last:
        yield day
        day += ONE_DAY


def school_days_after(day: date, count: int) -> date:
    """The `count`-th day outside vacations after `day`; the day itself for 0."""
    while count > 0:
        day += ONE_DAY
        if day not in holidays():
            count -= 1
    return day


@cache
def working_days_after(day: date, count: int) -> date:
    """The `count`-th working day after `day`."""
    while count > 0:
        day += ONE_DAY
        if day in working_days():
            count -= 1
    return day


def first_of(month: str) -> date:
    """The first day of '2026-10'."""
    return date.fromisoformat(f"{month}-01")


def last_of(month: str) -> date:
    """The last day of '2026-10'."""
    return first_of(next_month(month)) - ONE_DAY


def next_month(month: str) -> str:
    """'2027-01' after '2026-12'."""
    return f"{first_of(month) + timedelta(days=31):%Y-%m}"


def month_before(month: str) -> str:
    """'2026-12' before '2027-01'."""
    return f"{first_of(month) - ONE_DAY:%Y-%m}"


def _rows(seed: str) -> list[dict[str, str]]:
    with (CALENDAR / f"{seed}.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))
