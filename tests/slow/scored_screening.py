"""Screening once more, pupil by pupil, from the tests and the roll as sent: M02, M04 and M07.

Written for a month that ends with the round's own window, so that what was covered in time is what
was covered at all.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from tests.slow.accepted import Accepted, Count, Row, School, by_unit, rate

SEEDS = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds"
FLOOR = Fraction(95, 100)
SUBS = tuple(f"sub_{number:02}" for number in range(1, 11))
Ranges = Mapping[tuple[str, str], tuple[int, int]]
Limits = Mapping[str, Mapping[str, tuple[int, int]]]


def seed(folder: str, name: str) -> list[dict[str, str]]:
    """The rows of a seed as text."""
    with (SEEDS / folder / f"{name}.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


GRADES = {row["grade_code"]: row for row in seed("codes", "code_grade")}
VERSIONS = {
    (row["instrument"], row["instrument_version"], row["norm_set"], row["score_scale"]): row
    for row in seed("codes", "code_instrument_version")
}


@dataclass
class Tally:
    """One school: pupils due and covered, tests whose validity is known and those valid."""

    due: int = 0
    covered: int = 0
    judged: int = 0
    valid: int = 0


def ranges(units: Sequence[str]) -> dict[tuple[str, str], tuple[int, int]]:
    """First and last grade to be screened by (unit, stage); a unit's own policy rules alone."""
    policies = seed("standards", "standard_screening_policy")
    own = {row["unit_code"] for row in policies}
    return {
        (unit, row["stage_code"]): (int(row["grade_sort_min"]), int(row["grade_sort_max"]))
        for unit in units
        for row in policies
        if row["unit_code"] == (unit if unit in own else "*")
    }


def is_attempt(row: Row, first: date, last: date) -> bool:
    """Begun under consent inside the school year: something was scored, or it was broken off."""
    scored = any(row[name] is not None for name in ("total_score", "validity_score", "sub_01"))
    return (
        row["consent"] == "agreed"
        and not row["is_held"]
        and (scored or row["is_valid"] is False)
        and first <= (row["test_date"] or first) <= last
    )


def judge(row: Row) -> tuple[bool, bool]:
    """Whether a test is valid, and whether its scale of lies told so."""
    version = VERSIONS.get(
        (row["instrument"], row["instrument_version"], row["norm_set"], row["score_scale"])
    )
    if version is None:
        return False, False
    has_scale = version["has_validity"] == "true"
    told = row["validity_score"]
    is_true = not has_scale or (told is not None and told < float(version["validity_void_from"]))
    total, subs = row["total_score"], [row[name] for name in SUBS if row[name] is not None]
    is_whole = total is not None and (
        float(version["total_min"]) <= total <= float(version["total_max"])
    )
    if subs and version["sub_max"]:
        is_whole = is_whole and max(subs) <= float(version["sub_max"])
        is_whole = is_whole and min(subs) >= float(version["sub_min"])
    return is_whole and is_true, has_scale and told is not None


def tallies(
    told: Accepted, schools: Mapping[str, School], limits: Limits, semester: str, day: date
) -> dict[str, Tally]:
    """Every school's tally by a day, for rounds of one semester."""
    found = {code: Tally() for code in schools}
    for row in told.of("F01", "f01_enrolment", semester):
        if is_asked(limits.get(row["school_code"], {}), row["stage"], row["grade"]):
            away = sum(row[name] or 0 for name in ("suspended_n", "retained_n", "exempt_n"))
            found[row["school_code"]].due += row["enrolled_n"] - away
    first, last = date(day.year, 9, 1), date(day.year + 1, 8, 31)
    best: dict[str, tuple[tuple[object, ...], Row]] = {}
    for row in told.rows("F02", "f02_screening"):
        # A row without a date is dated by its round's first day.
        on = row["test_date"] or first
        if row["period"][:11] != semester or on > day or not is_attempt(row, first, last):
            continue
        valid, is_known = judge(row)
        if row["school_code"] in found:
            found[row["school_code"]].judged += is_known
            found[row["school_code"]].valid += is_known and valid
        if valid:
            place = (on, row["round_id"], row["attempt_no"] or 0)
            if row["pupil_token"] not in best or place > best[row["pupil_token"]][0]:
                best[row["pupil_token"]] = (place, row)
    for _, row in best.values():
        _cover(found, limits, schools, row, 1)
    for row in sums(told, semester, day):
        counted = sum(row[f"{level}_n"] for level in ("normal", "mild", "moderate", "severe"))
        _cover(found, limits, schools, row, counted)
    return found


def all_limits(
    told: Accepted, schools: Mapping[str, School], policy: Ranges, semester: str
) -> dict[str, dict[str, tuple[int, int]]]:
    """By school its stages that are screened, with their grades: by register or by the roll."""
    rolls: dict[str, set[str]] = {}
    for row in told.of("F01", "f01_enrolment", semester):
        rolls.setdefault(row["school_code"], set()).add(row["stage"])
    return {
        code: {
            stage: grades
            for (unit, stage), grades in policy.items()
            if unit == one.unit and stage in one.stages | rolls.get(code, set())
        }
        for code, one in schools.items()
    }


def is_asked(limits: Mapping[str, tuple[int, int]], stage: str, grade: str) -> bool:
    """Whether a stage's grade is one to be screened."""
    low, high = limits.get(stage, (1, 0))
    return low <= int(GRADES[grade]["sort_no"]) <= high


def sums(told: Accepted, semester: str, day: date) -> Iterator[Row]:
    """Sums of schools that sent no tests: of several instruments the one with most valid ones."""
    detailed = {scope for period, scope in told.periods("F02") if period[:11] == semester}
    best: dict[tuple[str, str, str], Row] = {}
    for row in told.rows("F03", "f03_aggregate"):
        key = (row["school_code"], row["grade"], row["sex"])
        if row["period"][:11] != semester or row["ended_on"] > day or key[0] in detailed:
            continue
        if key not in best or row["valid_n"] > best[key]["valid_n"]:
            best[key] = row
    yield from best.values()


def _cover(
    found: Mapping[str, Tally],
    limits: Limits,
    schools: Mapping[str, School],
    row: Row,
    pupils: int,
) -> None:
    code = row["school_code"]
    if code in schools:
        is_special = "special" in schools[code].stages
        stage = "special" if is_special else GRADES[row["grade"]]["stage_code"]
        if is_asked(limits[code], stage, row["grade"]):
            found[code].covered += pupils


def screening_counts(
    told: Accepted, units: Sequence[str], semester: str, census: date, day: date
) -> Iterator[tuple[tuple[str, str, str], Count]]:
    """M02, M04 and M07 of every unit and the city."""
    policy = ranges(units)
    schools = {code: one for code, one in told.schools(semester).items() if one.is_open(census)}
    limits = all_limits(told, schools, policy, semester)
    of_school = tallies(told, schools, limits, semester, day)
    rolls = told.heard("F01", semester)
    detailed, summed = (
        {scope for period, scope in told.periods(form) if period[:11] == semester}
        for form in ("F02", "F03")
    )
    for place, here in by_unit(schools, units).items():
        asked = {one.code for one in here if limits[one.code]}
        both = [of_school[code] for code in asked & rolls & (detailed | summed)]
        due, covered = sum(one.due for one in both), sum(one.covered for one in both)
        yield ("M02", "", place), rate(covered, due, bool(both))
        owing = [one for one in both if one.due > 0]
        done = sum(one.covered >= FLOOR * one.due for one in owing)
        yield ("M07", "", place), rate(done, len(owing), bool(both))
        tested = [of_school[code] for code in asked & detailed]
        judged, valid = sum(one.judged for one in tested), sum(one.valid for one in tested)
        yield ("M04", "", place), rate(valid, judged, bool(tested))
