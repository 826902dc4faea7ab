"""Retests, referrals and returns: what had to follow, by which day, and whether it did.

From rows and the days of a case alone. Which limits are over, and who has reported, is asked where
they are added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from tests.slow.days import ONE_DAY, span
from tests.slow.followups import ASKED_FROM
from tests.slow.registers import CLOSED, Case, Filed, Key, Row

RETEST_DAYS, FEEDBACK_DAYS, RETURN_DAYS = 30, 30, 14
Limit = tuple[date, bool]
"""The last day for something, and whether it was done by then."""


def retests(tests: Mapping[Key, Filed], year: str) -> Iterator[tuple[str, date, bool]]:
    """Pupils whose first attempt of the school year gave no result: school, limit, made up for."""
    by_pupil: dict[str, list[tuple[str, Row]]] = {}
    for (period, _), sheet in sorted(tests.items()):
        if period[:9] == year:
            for row in sheet.rows:
                by_pupil.setdefault(row["pupil_token"], []).append((period, row))
    for told in by_pupil.values():
        first = min(_place(*pair) for pair in told)
        firsts = [row for period, row in told if _place(period, row) == first]
        if any(_is_valid(row) for row in firsts):
            continue
        began = firsts[0]["test_date"]
        limit = began + timedelta(days=RETEST_DAYS)
        made_up = any(_is_valid(row) and began <= row["test_date"] <= limit for _, row in told)
        yield min(row["school_code"] for row in firsts), limit, made_up


def _place(period: str, row: Row) -> tuple[str, int, date]:
    return period, row.get("attempt_no", 1), row["test_date"]


def _is_valid(row: Row) -> bool:
    return row["total_score"] is not None and row.get("is_valid") is not False


def referrals(case: Case, day: date) -> Iterator[Limit]:
    """Every referral of a case: the last day for an answer, and whether one came by then."""
    for event in case.events:
        if event["mode"] != "referral" or event["event_on"] < case.opened_on:
            continue
        limit = event["event_on"] + timedelta(days=FEEDBACK_DAYS)
        answers = [
            other.get("feedback_on") or other["event_on"]
            for other in case.events
            if other["mode"] == "medical_feedback" and other["outcome"] != "lost"
        ]
        answers += [event["feedback_on"]] if event.get("feedback_on") else []
        yield limit, any(event["event_on"] <= answer <= limit for answer in answers)


def returns(case: Case, day: date) -> Iterator[Limit]:
    """Every return to school that lasted: the last day to meet the pupil, and whether one did."""
    changes = dict(_changes(case, day))
    told = {on for on, word in changes.items() if word == "returned"}
    told |= {
        event["event_on"]
        for event in case.events
        if event["outcome"] == "returned" and event["event_on"] >= case.opened_on
    }
    before = date.min
    for on in sorted(told):
        is_new = before == date.min or (on - before).days > RETURN_DAYS
        before = on
        limit = on + timedelta(days=RETURN_DAYS)
        gone = any(changes.get(one) in (*CLOSED, "suspended") for one in span(on + ONE_DAY, limit))
        if is_new and on >= ASKED_FROM and not gone:
            yield limit, any(on < contact <= limit for contact in case.contacts)


def _changes(case: Case, day: date) -> Iterator[tuple[date, str]]:
    """Days on which the status of a case became another, from the first that is told."""
    word = ""
    for today in span(min([case.opened_on, *case.statuses]), day):
        if case.status_on(today) != word:
            word = case.status_on(today)
            yield today, word
