"""The working-day calendar as days: how many working days after a day lies another.

The seed is made in ``working_days``; school vacations, which stop some clocks, are the warehouse's
affair.
"""

from datetime import date
from functools import cache

import polars as pl

from validations.code_lists import UnknownCodeError, read_seed
from validations.parameters import Parameters


def due_on(day: date, parameter: str, parameters: Parameters) -> date | None:
    """As many working days after a day as the parameter said on that day.

    None before the parameter's first value, and where the calendar says nothing: a date may be
    mistyped by a century.
    """
    try:
        count = int(parameters.value(parameter, day))
    except UnknownCodeError:
        return None
    return working_day_after(day, count)


def working_day_after(day: date, count: int) -> date | None:
    """The ``count``-th working day after a day (1 or more), the day itself not counted.

    None before and beyond the calendar seed, of which nothing can be said.
    """
    days = _working_days()
    if day < days[0]:
        return None
    place = days.search_sorted(day, side="right") + count - 1
    return days[place] if place < len(days) else None


@cache
def _working_days() -> pl.Series:
    """Every working day of the calendar, ascending."""
    days = read_seed("calendar_working_day").filter(pl.col("is_working_day") == "true")
    return days["day"].str.to_date().sort()
