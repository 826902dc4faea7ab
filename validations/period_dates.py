"""What the calendar says of a form's period: its school year, and the day it is locked.

What a period means for a submission is judged in ``declarations``; the warehouse reckons the same
days for every unit from the same seeds.
"""

from datetime import date, timedelta
from functools import cache

import polars as pl

from validations.code_lists import read_seed
from validations.forms import Form


def month_start(period: str) -> date | None:
    """The first day of a month ``2026-10``; None if it is none."""
    try:
        return date.fromisoformat(f"{period}-01")
    except ValueError:
        return None


@cache
def period_start(form: Form, period: str) -> date | None:
    """The first day of a period of the form's kind; None if the calendar does not know it."""
    if form.period_kind == "month":
        return month_start(period)
    if form.period_kind == "semester":
        starts = read_seed("calendar_semester").filter(pl.col("semester") == period)["starts_on"]
    else:
        rounds = read_seed("calendar_screening_round").filter(pl.col("round_id") == period)
        starts = rounds["window_start"]
    return None if starts.is_empty() else date.fromisoformat(str(starts.min()))


@cache
def in_force_from(form: Form) -> date:
    """The day the form came into force: it has no period that began earlier."""
    rows = read_seed("code_form").filter(pl.col("form_id") == form.form_id)
    return date.fromisoformat(str(rows["valid_from"].item()))


def school_year_of(day: date) -> int:
    """The year in which the school year of a day began: it runs from September to August."""
    return day.year if day.month >= 9 else day.year - 1


@cache
def lock_day(form: Form, period: str) -> date | None:
    """The last day before a change to the period is a correction after the fact; None if unknown.

    Of a round with windows of its own for some units the latest counts.
    """
    anchor = _anchor(form, period)
    if anchor is None:
        return None
    day = anchor.isoformat()
    deadlines = read_seed("standard_deadline").filter(
        pl.col("form_id") == form.form_id,
        pl.col("valid_from") <= day,
        pl.col("valid_to").is_null() | (pl.col("valid_to") >= day),
    )
    if deadlines.is_empty():
        return None
    return anchor + timedelta(days=int(deadlines["lock_days"][-1]))


def _anchor(form: Form, period: str) -> date | None:
    """The day a period's deadlines are counted from."""
    start = period_start(form, period)
    if start is None or form.period_kind == "semester":
        return start
    if form.period_kind == "month":
        return (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    rounds = read_seed("calendar_screening_round").filter(pl.col("round_id") == period)
    return date.fromisoformat(str(rounds["window_end"].max()))
