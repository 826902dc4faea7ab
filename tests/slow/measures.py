"""Figures of cases and follow-ups for one month as known at one moment, school by school.

Sums of what the day-by-day walk found, and who has reported. Wider places add up their schools.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.slow.days import first_of, last_of, month_before, span, working_days_after
from tests.slow.followups import Item, Overdue, all_items, overdue
from tests.slow.registers import RISK, Case, Filed, Key, Row, as_of, cases, counting
from tests.slow.turns import referrals, retests, returns

PLAN_DAYS, ACK_DAYS, REVIEW_DAYS = 10, 5, 10
FIRST_MONTH, DUE_DAYS = "2026-09", 5
REVIEW_MODES = ("interview", "home_visit", "crisis")
ACKS = ("ack_principal_on", "ack_psych_on", "ack_homeroom_on")
Sums = dict[str, list[int]]


@dataclass
class Recount:
    """One month: items and overdue cases by case, sums by school, schools that reported by metric.

    `sums` holds `[numerator, denominator]` by metric, or metric and slice, as 'M13-severe'.
    """

    day: date
    cases: dict[Key, Case]
    items: dict[Key, list[Item]] = field(default_factory=dict)
    overdue: dict[Key, Overdue] = field(default_factory=dict)
    sums: dict[str, Sums] = field(default_factory=dict)
    received: dict[str, set[str]] = field(default_factory=dict)

    def add(self, school: str, metric: str, hit: bool, counted: bool = True) -> None:
        """One item or pupil of a school."""
        sums = self.sums.setdefault(school, {}).setdefault(metric, [0, 0])
        sums[0] += hit
        sums[1] += counted

    def one_a_pupil(self, metric: str, keys: Iterable[Key]) -> list[Case]:
        """Of a pupil's cases in schools that reported the one opened last."""
        by_pupil: dict[str, Case] = {}
        found = [self.cases[key] for key in keys if key[0] in self.received[metric]]
        for case in sorted(found, key=lambda case: (case.opened_on, case.school, case.case_id)):
            by_pupil[case.row["pupil_token"]] = case
        return list(by_pupil.values())

    def figure(self, metric: str, schools: Iterable[str]) -> tuple[int | None, int | None, str]:
        """Numerator, denominator and status over the schools of a place."""
        reporting = [s for s in schools if s in self.received[metric.partition("-")[0]]]
        if not reporting:
            return None, None, "not_reported"
        parts = [self.sums.get(school, {}).get(metric, [0, 0]) for school in reporting]
        above, below = sum(part[0] for part in parts), sum(part[1] for part in parts)
        if metric.startswith("M14"):
            return above, None, "ok"
        return (above, below, "ok") if below else (None, None, "not_applicable")


def recount(filed: Sequence[Filed], month: str, known_at: datetime) -> Recount:
    """Everything of one month, from rows alone."""
    day = as_of(month, known_at)
    registers = counting(filed, "F04", known_at)
    followups = counting(filed, "F05", known_at)
    tests = counting(filed, "F02", known_at)
    done = Recount(day, cases(registers, followups, day))
    done.received = _received(registers, followups, tests, month, known_at)
    _add_items(done, month)
    _add_overdue(done)
    _add_plans(done)
    _add_reviews(done, tests, month)
    _add_turns(done, tests, month)
    return done


def _received(
    registers: Mapping[Key, Filed],
    followups: Mapping[Key, Filed],
    tests: Mapping[Key, Filed],
    month: str,
    known_at: datetime,
) -> dict[str, set[str]]:
    """The schools whose reports each metric needs."""
    wanted = _periods_that_carry(month, known_at)
    register = {school for period, school in registers if period in wanted}
    followup = {school for period, school in followups if period in wanted}
    tested = {school for period, school in tests if _school_year(first_of(month)) == period[:9]}
    both = register & followup
    return {
        **dict.fromkeys(("M12", "M17"), register),
        **dict.fromkeys(("M13", "M14", "M15", "M16"), both),
        "M06": tested,
        "M10": tested & both,
    }


def _periods_that_carry(month: str, known_at: datetime) -> set[str]:
    """The month itself once it is over; before that, back to the last one already due."""
    periods = {month}
    if as_of(month, known_at) == last_of(month):
        return periods
    while month > FIRST_MONTH:
        month = month_before(month)
        periods.add(month)
        if last_of(month) + timedelta(days=DUE_DAYS) < known_at.date():
            break
    return periods


def _add_items(done: Recount, month: str) -> None:
    for key, case in done.cases.items():
        done.items[key] = all_items(case, done.day)
        for item in done.items[key]:
            if first_of(month) <= item.last_on <= done.day:
                done.add(case.school, "M13", item.is_on_time)
                done.add(case.school, f"M13-{item.level}", item.is_on_time)


def _add_overdue(done: Recount) -> None:
    for key, case in done.cases.items():
        found = overdue(case, done.day)
        if found is not None:
            done.overdue[key] = found
    for case in done.one_a_pupil("M14", done.overdue):
        found = done.overdue[case.school, case.case_id]
        for metric in ("M14", f"M14-{found.level}", f"M14-{found.band}"):
            done.add(case.school, metric, True)


def _add_plans(done: Recount) -> None:
    """Plans and the three acknowledgements of pupils with a moderate or severe level."""
    day = done.day
    begun = {key: spell_start(case, day) for key, case in done.cases.items()}
    for metric, days, is_hit in (("M12", PLAN_DAYS, _is_planned), ("M17", ACK_DAYS, _is_known)):
        limits: dict[Key, date] = {}
        for key, began in begun.items():
            if began is not None and working_days_after(began, days) <= day:
                limits[key] = working_days_after(began, days)
        for case in done.one_a_pupil(metric, limits):
            hit = is_hit(case.row, limits[case.school, case.case_id], day)
            done.add(case.school, metric, hit)


def _is_planned(row: Row, limit: date, day: date) -> bool:
    return row.get("plan_on") is not None and row["plan_on"] <= limit


def _is_known(row: Row, limit: date, day: date) -> bool:
    return all(row.get(ack) is not None and row[ack] <= day for ack in ACKS)


def spell_start(case: Case, day: date) -> date | None:
    """The first day of the spell of a moderate or severe level that `day` lies in."""
    start = None
    for today in span(case.opened_on, day):
        if case.level_on(today) in ("moderate", "severe") and not case.is_closed_on(today):
            start = start or today
        else:
            start = None
    return start


def _add_reviews(done: Recount, tests: Mapping[Key, Filed], month: str) -> None:
    """Flagged pupils of the school year, and whether somebody spoke with them in time."""
    flagged: dict[tuple[str, str], tuple[date, str]] = {}
    for (period, school), sheet in sorted(tests.items()):
        if period[:9] != _school_year(first_of(month)):
            continue
        for row in sheet.rows:
            if row["test_date"] > done.day or not is_flagged(row):
                continue
            item = (period, row["pupil_token"])
            flagged[item] = min(flagged.get(item, (date.max, "")), (row["test_date"], school))
    for (_, pupil), (tested_on, school) in flagged.items():
        limit = working_days_after(tested_on, REVIEW_DAYS)
        if limit <= done.day:
            spoken = any(
                event["outcome"] != "lost"
                and event["mode"] in REVIEW_MODES
                and tested_on <= event["event_on"] <= limit
                for case in done.cases.values()
                if case.row["pupil_token"] == pupil
                for event in case.events
            )
            done.add(school, "M10", spoken)


def _add_turns(done: Recount, tests: Mapping[Key, Filed], month: str) -> None:
    """What had to follow within some days that are over: retests, answers, and meetings."""
    year = _school_year(first_of(month))
    for school, limit, is_hit in retests(tests, year):
        if limit <= done.day:
            done.add(school, "M06", is_hit)
    for metric, told in (("M15", referrals), ("M16", returns)):
        for case in done.cases.values():
            for limit, is_hit in told(case, done.day):
                if limit <= done.day and _school_year(limit) == year:
                    done.add(case.school, metric, is_hit)


def is_flagged(row: Row) -> bool:
    """A complete PHQ-9 test of 10 points and more, or with the crisis item."""
    if row["total_score"] is None or row.get("is_valid") is False:
        return False
    return bool(row["total_score"] >= 10 or row["crisis_flag"])


def _school_year(day: date) -> str:
    start = day.year if day.month >= 9 else day.year - 1
    return f"{start}-{start + 1}"


METRICS = (
    "M06",
    "M10",
    "M12",
    "M13",
    *(f"M13-{level}" for level in RISK),
    "M14",
    *(f"M14-{level}" for level in RISK),
    *(f"M14-{band}" for band in ("d01_07", "d08_30", "d31_up")),
    "M15",
    "M16",
    "M17",
)
