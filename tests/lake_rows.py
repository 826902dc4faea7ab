"""Rows of the forms with every column filled as a careful school would, for tests to vary.

Only makers of single rows are here; files and batches are made in ``lake_builder``.
"""

from __future__ import annotations

from datetime import date
from typing import Any

AUTUMN, SPRING, ROUND = "2026-2027-1", "2026-2027-2", "2026-2027-1R1"
Row = dict[str, Any]


def school(code: str, unit: str, stages: str = "primary", **given: Any) -> Row:
    """A school of the register, open since 2000; its name comes from its code."""
    return {
        "school_code": code,
        "school_name": f"第{int(code[-4:])}学校",
        "unit_code": unit,
        "category": code[:2],
        "stages": stages,
        "opened_on": date(2000, 9, 1),
        **given,
    }


def enrolment(code: str, unit: str, grade: str, sex: str, count: int, **given: Any) -> Row:
    """Pupils of a grade and sex in the autumn of 2026, none suspended or exempted."""
    number = int(grade) if grade.isdigit() else 0
    stage = {"K": "preschool", "V": "vocational"}.get(grade[0])
    if stage is None:
        stage = "primary" if number <= 6 else "junior" if number <= 9 else "senior"
    zeros = ("boarding_n", "left_behind_n", "suspended_n", "retained_n", "exempt_n", "archived_n")
    return {
        "semester": AUTUMN,
        "unit_code": unit,
        "school_code": code,
        "stage": stage,
        "grade": grade,
        "sex": sex,
        "enrolled_n": count,
        **dict.fromkeys(zeros, 0),
        **given,
    }


def tested(token: str, code: str, grade: str, day: date, total: float | None, **given: Any) -> Row:
    """A consented PHQ-9 test of the autumn round; `total` gives the level (5, 10, 15)."""
    return {
        "is_held": False,
        "round_id": ROUND,
        "pupil_token": token,
        "school_code": code,
        "grade": grade,
        "sex": "1",
        "platform": "ganpo",
        "instrument": "PHQ-9",
        "instrument_version": "9Q",
        "norm_set": "INTL",
        "score_scale": "raw",
        "test_date": day,
        "attempt_no": 1,
        "total_score": total,
        "crisis_flag": False,
        "consent": "agreed",
        "source": "census",
        **given,
    }


def refused(token: str, code: str, grade: str, **given: Any) -> Row:
    """A pupil whose guardian refused: no scores, no date."""
    blank = {"test_date": None, "crisis_flag": None, "consent": "refused"}
    return {**tested(token, code, grade, date(2026, 9, 20), None), **blank, **given}


def staff(token: str, unit: str, code: str | None, post: str = "ft_teacher", **given: Any) -> Row:
    """A permanent, qualified member of staff in post since 2020, 12 of 16 hours in psychology."""
    return {
        "staff_token": token,
        "unit_code": unit,
        "school_code": code,
        "post_code": post,
        "valid_from": date(2020, 9, 1),
        "establishment": "permanent",
        "psych_major": True,
        "certificate": "teacher",
        "entry_channel": "recruited",
        "psych_hours_week": 12.0,
        "other_hours_week": 4.0,
        **given,
    }


def case_id(code: str, number: int, year: int = 2026) -> str:
    """The number of a school's n-th case of a year."""
    return f"{code}-{year}-{number:03d}"


def case(code: str, number: int, token: str, opened_on: date, level: str, **given: Any) -> Row:
    """A case open since a day at a level, found by screening; no plan, nobody told yet."""
    return {
        "case_id": case_id(code, number),
        "school_code": code,
        "pupil_token": token,
        "opened_on": opened_on,
        "entry_source": "screening",
        "level": level,
        "level_on": opened_on,
        "owner_token": "S1",
        "status": "open",
        "status_on": opened_on,
        **given,
    }


def contact(code: str, number: int, day: date, seq: int = 1, **given: Any) -> Row:
    """A planned interview with a case; things are stable."""
    return {
        "case_id": case_id(code, number),
        "school_code": code,
        "event_seq": seq,
        "event_on": day,
        "contact_source": "planned",
        "mode": "interview",
        "minutes": 30,
        "by_token": "S1",
        "outcome": "stable",
        **given,
    }
