"""Hotlines and visits to counselling rooms in the rehearsal city: F10 and F10V of autumn 2026.

Counts only. Calls about pupils stay below the number from which the warehouse asks for follow-ups
that came of them, except where that is planted.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from orchestration.rehearsal.city import SEED, City
from orchestration.rehearsal.enrolment import Row
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.room_files import room_submissions
from orchestration.rehearsal.submissions import ScopeRow, Submission
from validations.code_lists import label_of

SEPTEMBER, OCTOBER = "2026-09", "2026-10"
SENT_ON = {SEPTEMBER: date(2026, 10, 5), OCTOBER: date(2026, 11, 4)}
_SEMESTER = "2026-2027-1"
_LATE = {(OCTOBER, "360733"): date(2026, 11, 12)}
_SILENT = {(SEPTEMBER, "360734"), (OCTOBER, "360734")}
# The city office answers the lines of the whole city; one county has no line of its own.
_CITY_LINES = {"3607SZ": ("12356", "12345", "966525")}
_NO_LINE = "360728"
# These update their visits at the end of term only, as they may.
_VISITS_AT_THE_END = {"360725", "360735"}
_UNHEARD, _OVERCLOSED, _STRANGE_SCHOOL = "360783", "360781", "360729"


def hotline_submissions(city: City) -> tuple[Submission, ...]:
    """F10 of September and October, a workbook a unit; one is late and one silent."""
    with_rooms = _schools_with_rooms(city)
    return tuple(
        _file(month, unit_code, with_rooms.get(unit_code, ()))
        for month in SENT_ON
        for unit_code in city.unit_codes
        if (month, unit_code) not in _SILENT
    )


def plant_hotline_faults(desk: Desk) -> None:
    """Three that only the warehouse can see.

    Calls about pupils of which no follow-up came, more closed than were open, and visits to a
    school that is another unit's.
    """
    file = desk.find("F10", OCTOBER, _UNHEARD)
    file = desk.put(file.with_row(0, calls_n="64", answered_n="60", pupil_related_n="26"))
    desk.mark(
        "热线来电多而没有来源为热线的随访", file, ("X16",), "需说明", "warehouse",
        index=0, column="pupil_related_n",
    )  # fmt: skip
    file = desk.find("F10", SEPTEMBER, _OVERCLOSED)
    file = desk.put(file.with_row(0, handed_n="1", closed_n="3"))
    desk.mark("热线办结多于转办", file, ("X99",), "需说明", "warehouse", index=0, column="closed_n")
    file = desk.find("F10", OCTOBER, _STRANGE_SCHOOL)
    stranger = desk.find("F10", OCTOBER, _UNHEARD).further["F10V"][0]
    visits = (*file.further["F10V"], stranger)
    file = desk.put(replace(file, further={**file.further, "F10V": visits}))
    desk.mark(
        "咨询人次报到别县的学校", file, ("X00",), "必改", "warehouse",
        scope_code=stranger["school_code"],
    )  # fmt: skip


def _schools_with_rooms(city: City) -> dict[str, tuple[str, ...]]:
    return {
        file.unit_code: tuple(dict.fromkeys(row["school_code"] for row in file.rows))
        for file in room_submissions(city)
    }


def _file(month: str, unit_code: str, schools: tuple[str, ...]) -> Submission:
    name = label_of("unit", unit_code)
    rows = () if unit_code == _NO_LINE else tuple(_lines(month, unit_code))
    is_untold = unit_code in _VISITS_AT_THE_END and month == SEPTEMBER
    visits = () if is_untold else tuple(_visits(month, school) for school in schools)
    return Submission(
        sent_on=_LATE.get((month, unit_code), SENT_ON[month]),
        form_id="F10",
        period=month,
        unit_code=unit_code,
        path=f"{name}/{name}热线与咨询量{month}.xlsx",
        format="xlsx",
        rows=rows,
        scope=(ScopeRow(unit_code, name, is_nil=not rows and not visits),),
        further={"F10V": visits},
    )


def _lines(month: str, unit_code: str) -> list[Row]:
    return [_line(month, unit_code, line) for line in (*_CITY_LINES.get(unit_code, ()), "local")]


def _line(month: str, unit_code: str, line: str) -> Row:
    """A line's month: what is closed was handed over in the same month or is still open."""
    rng = random.Random(f"{SEED} hotline {month} {unit_code} {line}")  # noqa: S311 - invented data
    calls = rng.randrange(60, 160) if line != "local" else rng.randrange(6, 40)
    answered = calls - rng.randrange(0, calls // 5 + 1)
    handed = rng.randrange(0, min(5, answered) + 1)
    return {
        "line_code": label_of("line_code", line),
        "calls_n": str(calls),
        "answered_n": str(answered),
        "pupil_related_n": str(rng.randrange(1, 5)),
        "crisis_n": str(rng.randrange(0, 2)),
        "handed_n": str(handed),
        "closed_n": str(rng.randrange(0, handed + 1)),
        "explain_code": "",
        "explain": "",
    }


def _visits(month: str, school: str) -> Row:
    """Visits since term began: October tells September's and its own."""
    visits = visitors = 0
    for one in (SEPTEMBER, OCTOBER):
        rng = random.Random(f"{SEED} visits {one} {school}")  # noqa: S311 - invented data
        new = rng.randrange(1, 12)
        visits, visitors = visits + new + rng.randrange(0, 8), visitors + new
        if one == month:
            break
    return {
        "semester": _SEMESTER,
        "school_code": school,
        "visits_n": str(visits),
        "visitors_n": str(visitors),
        "explain_code": "",
        "explain": "",
    }
