"""Cases, transfers, duties and activities once more, for one month that is over, unit by unit.

The rules are those of the other slow calculations; here rows as sent are only handed to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.slow import activities, transfers
from tests.slow.accepted import CITY, Accepted, Count, Row, School, amount, by_unit, rate
from tests.slow.days import last_of
from tests.slow.measures import Recount, recount
from tests.slow.registers import Case, Filed
from tests.slow.scored_staff import posts, staffed
from tests.slow.told_activities import TRAININGS, Register, Told

Key = tuple[str, str, str]
GRACE = timedelta(days=30)
CASE_METRICS = ("M12", "M13", "M14-severe", "M15", "M17")


def cases_of(told: Accepted, month: str, known_at: datetime) -> Recount:
    """The walk through all registers and follow-ups that were sent."""
    filed = []
    for form, sheet in (("F04", "f04_case"), ("F05", "f05_followup")):
        by_report: dict[tuple[str, str], list[Row]] = {}
        for row in told.rows(form, sheet):
            by_report.setdefault((row["period"], row["scope"]), []).append(row)
        for period, scope in told.periods(form):
            rows = tuple(by_report.get((period, scope), ()))
            sent_at = rows[0]["sent_at"] if rows else datetime.min
            filed.append(Filed(sent_at, form, period, scope, rows, is_nil=not rows))
    return recount(filed, month, known_at)


def case_counts(
    walked: Recount, schools: Mapping[str, School], units: Sequence[str]
) -> Iterator[tuple[Key, Count]]:
    """M12, M13, M14 (severe), M15 and M17 of every unit and the city."""
    for place, here in by_unit(schools, units).items():
        codes = [one.code for one in here]
        for name in CASE_METRICS:
            metric, _, part = name.partition("-")
            above, below, status = walked.figure(name, codes)
            parts = [None if one is None else Fraction(one) for one in (above, below)]
            yield (metric, part, place), Count(parts[0], parts[1], status)


def ends_of(told: Accepted) -> tuple[list[transfers.Told], dict[str, Row]]:
    """All ends of all transfers by their latest slip, and the first end's row of each."""
    slips = []
    rows: dict[tuple[str, str, str], Row] = {}
    for row in told.rows("F06", "f06_transfer"):
        is_sender = row["side"] == "sender"
        one = transfers.Told(
            transfer=row["transfer_id"],
            leg=row["leg_no"],
            side=row["side"],
            pupil=row["pupil_token"],
            from_unit=row["from_unit"],
            to_unit=row["to_unit"],
            on=row["sent_on"] if is_sender else row["arrived_on"],
            is_intact=is_sender or row["seal_intact"] is not False,
        )
        slips.append((row["period"], one))
        place = (one.transfer, one.leg, one.side)
        if place not in rows or rows[place]["period"] < row["period"]:
            rows[place] = row
    ends = transfers.latest(slips)
    firsts: dict[str, Row] = {}
    for end in ends:
        firsts.setdefault(end.transfer, rows[end.transfer, end.leg, end.side])
    return ends, firsts


def transfer_counts(
    told: Accepted,
    walked: Recount,
    schools: Mapping[str, School],
    units: Sequence[str],
    month: str,
    year_from: date,
) -> Iterator[tuple[Key, Count]]:
    """M18-a, M18-b, M20 and its lost archives of every unit and the city."""
    day, spring = last_of(month), _semester_before(year_from)
    ends, firsts = ends_of(told)
    left = {name: min(end.on for end in ends if end.transfer == name) for name in firsts}
    done = transfers.arrived(ends, day)
    slips = told.heard("F06", month)
    registers = walked.received["M12"]
    gone = departures(walked, day, year_from)
    springs = told.schools(spring)
    due = graduates(told, springs, spring)
    rolls = told.heard("F01", spring)
    kinds = transfers.anomalies(ends, day, year_from)
    sent = {unit for period, unit in told.periods("F06") if period <= month}
    for place, here in by_unit(schools, units).items():
        codes = {one.code for one in here if one.unit in slips} & registers
        mine = [one for one in gone if one[0] in codes]
        came = sum(
            any(
                name in done
                and (row["pupil_token"], row["from_school"]) == (pupil, school)
                and left[name] >= on - GRACE
                for name, row in firsts.items()
            )
            for school, pupil, on in mine
        )
        yield ("M18", "a", place), rate(came, len(mine), bool(codes))
    for place, here in by_unit(springs, units).items():
        asked = {one.code for one in here if one.code in due and one.unit in slips} & rolls
        finished = {
            (row["from_school"], row["pupil_token"])
            for name, row in firsts.items()
            if row["reason"] == "graduation"
            and name in done
            and row["from_school"] in asked
            and year_from - GRACE <= left[name] <= day
        }
        whole = sum(due[code] for code in asked)
        yield ("M18", "b", place), rate(len(finished), whole, bool(asked))
    for place in (*units, CITY):
        astray = [one for one in kinds if place in (one[3], CITY)]
        is_heard = bool(astray) or bool(sent if place == CITY else sent & {place})
        yield ("M20", "", place), amount(len(astray), is_heard)
        lost = [one for one in astray if one[2] == "not_received"]
        yield ("M20", "not_received", place), amount(len(lost), is_heard)


def departures(walked: Recount, day: date, year_from: date) -> list[tuple[str, str, date]]:
    """(school, pupil, day) of who left in the transfer year and whose grace is over, once each."""
    found: dict[str, tuple[date, str, Case]] = {}
    for case in walked.cases.values():
        if case.status_on(day) not in ("transferred_out", "graduated"):
            continue
        on = max(one for one in case.statuses if one <= day)
        if year_from <= on and on + GRACE <= day:
            pupil = case.row["pupil_token"]
            last = found.get(pupil)
            if last is None or (on, case.school) > last[:2]:
                found[pupil] = (on, case.school, case)
    return [(school, pupil, on) for pupil, (on, school, _) in found.items()]


def graduates(told: Accepted, springs: Mapping[str, School], spring: str) -> dict[str, int]:
    """Archives of the last grade by school, where the next stage is another school's."""
    last = {}
    for code, one in springs.items():
        if "primary" in one.stages and "junior" not in one.stages:
            last[code] = {"6"}
        if "junior" in one.stages and "senior" not in one.stages:
            last[code] = last.get(code, set()) | {"9"}
    counted = dict.fromkeys(last, 0)
    for row in told.of("F01", "f01_enrolment", spring):
        if row["grade"] in last.get(row["school_code"], ()):
            counted[row["school_code"]] += row["archived_n"] or 0
    return counted


def duty_counts(told: Accepted, units: Sequence[str], day: date) -> Iterator[tuple[Key, Count]]:
    """M28 of every unit and the city: duties that fell due, those proved done, those overdue."""
    lists: dict[str, str] = {}
    for period, unit in told.periods("F14"):
        lists[unit] = max(period, lists.get(unit, ""))
    latest: dict[tuple[str, str], Row] = {}
    for row in sorted(told.rows("F14", "f14_duty"), key=lambda row: row["period"]):
        latest[row["unit"], row["duty_id"]] = row
    for place in (*units, CITY):
        due = closed = open_still = 0
        for (unit, _), row in latest.items():
            if place not in (unit, CITY):
                continue
            year, quarter = lists[unit].split("Q")
            reported_to = min(day, last_of(f"{year}-{int(quarter) * 3:02}"))
            is_done = row["done_on"] is not None and row["done_on"] <= day
            begins = date(int(year), 1, 1)
            is_of_year = row["due_on"] >= begins or not is_done or row["done_on"] >= begins
            if row["due_on"] <= reported_to and is_of_year:
                due += 1
                closed += is_done and row["evidence_no"] is not None
                open_still += not is_done
        is_heard = bool(lists) if place == CITY else place in lists
        yield ("M28", "a", place), rate(closed, due, is_heard)
        yield ("M28", "b", place), amount(open_still, is_heard)


def campus_counts(told: Accepted, units: Sequence[str]) -> Iterator[tuple[Key, Count]]:
    """M40-a of every unit and the city: what may enter schools now, less what could at first."""
    first: dict[str, str] = {}
    for period, unit in told.periods("F13"):
        first.setdefault(unit, period)
    rows = sorted(told.rows("F13", "f13_campus_entry"), key=lambda row: row["period"])
    now = {(row["unit"], row["item_id"]): row["entry_status"] in ("kept", "added") for row in rows}
    then = {
        (row["unit"], row["item_id"])
        for row in rows
        if row["period"] == first[row["unit"]] and row["entry_status"] != "added"
    }
    for place in (*units, CITY):
        is_heard = bool(first) if place == CITY else place in first
        listed = sum(is_in for (unit, _), is_in in now.items() if place in (unit, CITY))
        before = sum(place in (unit, CITY) for unit, _ in then)
        yield ("M40", "a", place), amount(listed - before, is_heard)


def activity_counts(
    told: Accepted, units: Sequence[str], month: str, semester: str, census: date
) -> Iterator[tuple[Key, Count]]:
    """M33-ay, M35-ay, M36-e and M36-f of every unit and the city."""
    day = last_of(month)
    schools = staffed(told, semester, census, day)
    rosters = told.heard("F07", semester)
    teachers = [
        (row["staff_token"], schools[row["school_code"]].unit)
        for row in posts(told, semester, day)
        if row["post_code"] == "ft_teacher" and row["school_code"] in schools.keys() & rosters
    ]
    named = sorted(told.rows("F07", "f07_staff"), key=lambda r: (r["period"], r["valid_from"]))
    homes = {row["staff_token"]: row["unit"] for row in named}
    shared: dict[str, Any] = {
        "units": units,
        "registers": registers(told, units),
        "pieces": {
            unit: [r for r in told.of("F13", "f13_bulletin_item", semester) if r["unit"] == unit]
            for unit in told.heard("F13", semester)
        },
        "homerooms": homerooms(told, schools, units, semester),
        "schools": {unit: [c for c, one in schools.items() if one.unit == unit] for unit in units},
        "counties": [unit for unit in units if unit != "3607SZ"],
    }
    in_post, ever = (
        dict(activities.Recount(Told(teachers=some, **shared), month, day).figures())
        for some in (teachers, list(homes.items()))
    )
    for place in (*units, CITY):
        heard = {one.unit for one in schools.values() if one.code in rosters}
        for metric, variant, made in (
            ("M33", "ay", in_post),
            ("M35", "ay", in_post),
            ("M36", "e", in_post),
            ("M36", "f", ever),
        ):
            above, below, status = made[f"{metric}-{variant}.{place}"]
            is_silent = variant == "e" and place not in (*heard, CITY)
            if above is None or is_silent:
                yield (metric, variant, place), Count(None, None, status)
            else:
                whole = None if below is None else Fraction(below)
                yield (metric, variant, place), Count(Fraction(above), whole)


def registers(told: Accepted, units: Sequence[str]) -> dict[tuple[str, str], Register]:
    """The registers of activities by unit and month."""
    found = {(unit, month): Register() for month, unit in told.periods("F11") if unit in units}
    for row in told.rows("F11", "f11_activity"):
        hours = row["hours"] or 0.0 if row["activity_type"] in TRAININGS else row["hours"]
        found[row["unit"], row["period"]].rows.append({**row, "hours": hours})
    for row in told.rows("F11", "f11_attendance"):
        found[row["unit"], row["period"]].lists.append(row)
    for row in told.rows("F11", "f11_award"):
        found[row["unit"], row["period"]].awards.append(row)
    return found


def homerooms(
    told: Accepted, schools: Mapping[str, School], units: Sequence[str], semester: str
) -> dict[str, int]:
    """Posts of homeroom teachers by unit, from the roll."""
    found = dict.fromkeys(units, 0)
    for row in told.of("F01", "f01_enrolment", semester):
        if row["school_code"] in schools:
            found[schools[row["school_code"]].unit] += row["homeroom_n"] or 0
    return found


def _semester_before(day: date) -> str:
    """The spring semester of the school year that ends with the transfer season."""
    return f"{day.year - 1}-{day.year}-2"
