"""The working-day calendar as days: how many working days after a day lies another.

The seed is made in ``working_days``; school vacations, which stop some clocks, are the warehouse's
affair.
"""

from datetime import date
from functools import cache

import polars as pl

from validations.code_lists import read_seed


def working_day_after(day: date, count: int) -> date | None:
    """The ``count``-th working day after a day (1 or more), the day itself not counted.

    None beyond the calendar seed, of which nothing can be said.
    """
    days = _working_days()
    place = days.search_sorted(day, side="right") + count - 1
    return days[place] if place < len(days) else None


@cache
def _working_days() -> pl.Series:
    """Every working day of the calendar, ascending."""
    days = read_seed("calendar_working_day").filter(pl.col("is_working_day") == "true")
    return days["day"].str.to_date().sort()
