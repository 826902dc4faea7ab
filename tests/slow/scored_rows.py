"""What is scored and listed in one month, counted from accepted rows alone.

Written for a month whose reports have fallen due: a report of the semester before speaks no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from tests.slow.accepted import Accepted, Count
from tests.slow.days import last_of
from tests.slow.scored_screening import screening_counts, seed
from tests.slow.scored_staff import hired_counts, staff_counts
from tests.slow.scored_work import (
    activity_counts,
    campus_counts,
    case_counts,
    cases_of,
    duty_counts,
    transfer_counts,
)

Key = tuple[str, ...]

SLICED = frozenset({("M14", "severe"), ("M20", "not_received")})


def scored_counts(
    told: Accepted, units: Sequence[str], month: str, known_at: datetime
) -> dict[Key, Count]:
    """By (metric, variant, slice, place) every unit's and, where it is a sum, the city's count."""
    semester, census, day = autumn(month)
    walked = cases_of(told, month, known_at)
    schools = told.schools(semester)
    seasons = [row for row in seed("calendar", "calendar_work") if row["kind"] == "transfer_season"]
    year_from = date.fromisoformat(f"{day.year}-{seasons[0]['starts_month_day']}")
    counted = [
        *screening_counts(told, units, semester, census, day),
        *staff_counts(told, units, semester, census, day),
        *hired_counts(told, units, month[:4]),
        *case_counts(walked, schools, units),
        *transfer_counts(told, walked, schools, units, month, year_from),
        *duty_counts(told, units, day),
        *campus_counts(told, units),
        *activity_counts(told, units, month, semester, census),
    ]
    return {
        (metric, "", part, place) if (metric, part) in SLICED else (metric, part, "", place): count
        for (metric, part, place), count in counted
    }


def autumn(month: str) -> tuple[str, date, date]:
    """The autumn semester a month from September to December lies in, its census, its last day."""
    year = int(month[:4])
    semester = f"{year}-{year + 1}-1"
    told = next(r for r in seed("calendar", "calendar_semester") if r["semester"] == semester)
    return semester, date.fromisoformat(told["census_on"]), last_of(month)
