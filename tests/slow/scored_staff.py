"""Teachers, rooms and recruitment once more, from the rosters and room lists as sent.

A school counts here that had opened by the census day and is open on the month's last day, in the
stages the staffing standard names. What no roster of the semester tells is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from tests.slow.accepted import Accepted, Count, Row, School, amount, by_unit, rate

STAGES = {"primary", "junior", "senior", "vocational", "special"}
CERTIFICATES = {"teacher", "intermediate", "b_level"}
PUPILS_OVER = 800
OPEN_HOURS = 10
CITY_OWN = "3607SZ"


def staffed(told: Accepted, semester: str, census: date, day: date) -> dict[str, School]:
    """The schools the staffing standard speaks of."""
    return {
        code: one
        for code, one in told.schools(semester).items()
        if one.stages & STAGES
        and (one.opened_on or census) <= min(census, day)
        and day <= (one.closed_on or day)
    }


def posts(told: Accepted, semester: str, day: date) -> list[Row]:
    """Who is in post on a day, by the latest roster that names the person; `hats` counts posts."""
    rows = [row for row in told.rows("F07", "f07_staff") if row["period"] <= semester]
    last: dict[str, str] = {}
    for row in rows:
        last[row["staff_token"]] = max(row["period"], last.get(row["staff_token"], ""))
    held = [
        row
        for row in rows
        if row["period"] == last[row["staff_token"]]
        and row["valid_from"] <= day <= (row["valid_to"] or day)
    ]
    hats: dict[str, int] = {}
    for row in held:
        hats[row["staff_token"]] = hats.get(row["staff_token"], 0) + 1
    chosen: dict[tuple[str, str, str], Row] = {}
    for row in sorted(held, key=_first_choice):
        place = "" if row["post_code"] == "ft_teacher" else row["school_code"] or ""
        chosen.setdefault(
            (row["staff_token"], row["post_code"], place), {**row, "hats": hats[row["staff_token"]]}
        )
    return list(chosen.values())


def _first_choice(row: Row) -> tuple[object, ...]:
    """A school before none, the post begun last, the lower number."""
    hours = (-(row["psych_hours_week"] or 0), -(row["other_hours_week"] or 0))
    return (row["school_code"] is None, -row["valid_from"].toordinal(), row["school_code"], *hours)


def is_qualified(row: Row) -> bool:
    """By degree or by certificate."""
    return bool(row["psych_major"]) or row["certificate"] in CERTIFICATES


def is_dedicated(row: Row) -> bool:
    """At least half of the week's hours are for psychology, and some are."""
    psych, other = (Fraction(row[name] or 0) for name in ("psych_hours_week", "other_hours_week"))
    return psych > 0 and 2 * psych >= psych + other


def staff_counts(
    told: Accepted, units: Sequence[str], semester: str, census: date, day: date
) -> Iterator[tuple[tuple[str, str, str], Count]]:
    """M22, M24-a, M25, M27, M30 and M31-a of every unit and the city."""
    schools = staffed(told, semester, census, day)
    rosters, rolls, lists = (told.heard(form, semester) for form in ("F07", "F01", "F09"))
    held = posts(told, semester, day)
    teachers: dict[str, list[Row]] = {}
    for row in held:
        if row["post_code"] == "ft_teacher" and row["school_code"]:
            teachers.setdefault(row["school_code"], []).append(row)
    pupils: dict[str, int] = {}
    for row in told.of("F01", "f01_enrolment", semester):
        if row["stage"] in STAGES:
            pupils[row["school_code"]] = pupils.get(row["school_code"], 0) + row["enrolled_n"]
    persons = {row["staff_token"] for row in held}
    rooms = [
        row
        for row in told.of("F09", "f09_room", semester)
        if row["opened_on"] <= day <= (row["closed_on"] or day)
    ]
    for place, here in by_unit(schools, units).items():
        codes = {one.code for one in here}
        known = codes & rosters
        both = {code for code in known & rolls if pupils.get(code, 0) > 0}
        empty = {code for code in known & rolls if not pupils.get(code, 0)}
        large = [code for code in both if pupils[code] > PUPILS_OVER]
        met = sum(bool(teachers.get(code)) for code in large)
        # Who has no pupils is out of the measure, unless nobody is left to speak.
        is_heard = bool(both) or codes == empty
        yield ("M22", "", place), rate(met, len(large), is_heard)
        yield ("M24", "a", place), amount(len(large) - met, is_heard)
        mine = [row for code in known for row in teachers.get(code, ())]
        for variant, is_hit in (("a", is_qualified), ("b", is_dedicated)):
            yield ("M27", variant, place), rate(sum(map(is_hit, mine)), len(mine), bool(known))
        listed = [row for row in rooms if row["school_code"] in codes & lists]
        good = [row["school_code"] in known and is_up_to_standard(row, persons) for row in listed]
        judged = sum(row["school_code"] in known for row in listed)
        yield ("M30", "", place), rate(sum(good), judged, bool(known & lists))
        hours = sum(min(row["open_hours_week"], OPEN_HOURS) for row in listed)
        wanted = OPEN_HOURS * len(listed)
        yield ("M31", "a", place), rate(hours, wanted, bool(codes & lists))
    counties = [unit for unit in units if unit != CITY_OWN]
    has = {
        row["unit_code"] for row in held if row["post_code"] == "ft_researcher" and row["hats"] == 1
    }
    for unit in counties:
        yield ("M25", "", unit), rate(unit in has, 1, unit in rosters)


def is_up_to_standard(room: Row, persons: set[str]) -> bool:
    """Three areas, a letter-box, a cabinet, and somebody in post who answers for it."""
    return bool(
        10 <= room["area_individual"] <= 15
        and room["area_group"] >= 20
        and room["area_reception"] >= 15
        and room["has_mailbox"]
        and room["has_cabinet"]
        and room["owner_token"] in persons
    )


def hired_counts(
    told: Accepted, units: Sequence[str], year: str
) -> Iterator[tuple[tuple[str, str, str], Count]]:
    """M26-a of every unit: hired within the plan, row by row, of the year's latest report."""
    last = {unit: period for period, unit in told.periods("F08") if period[:4] == year}
    for unit in units:
        rows = [
            row
            for row in told.rows("F08", "f08_recruitment")
            if row["unit"] == unit and row["period"] == last.get(unit)
        ]
        new = [row for row in rows if row["channel"] != "retraining"]
        hired = sum(min(row["hired_n"], row["plan_n"]) for row in new)
        yield ("M26", "a", unit), rate(hired, sum(row["plan_n"] for row in new), unit in last)
