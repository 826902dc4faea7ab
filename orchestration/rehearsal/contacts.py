"""When each case of the rehearsal city is met, by whom, and what changes by it.

Schools keep their intervals as well as real ones would: mostly, some later, some not at all. What
was due is left to the warehouse to find.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from orchestration.rehearsal.cases import Case
from orchestration.rehearsal.city import SEED
from validations.school_days import working_day_after

LAST_DAY = date(2026, 10, 31)
_CHANGES_FROM = date(2026, 10, 9)
_FORGOTTEN, _FORGOTTEN_BY_THE_SLACK = 0.04, 0.22
_SLACK = {"360735", "360733", "360731", "3607RJ"}
# Share of the cases nobody meets any more after some day of these weeks.
_DROPPED, _DROPPED_BY_THE_SLACK = 0.04, 0.18
_DROPPED_FROM, _DROPPED_WITHIN = date(2026, 9, 8), 45
# Days from one contact to the next by level: earliest, latest; and how much later when forgotten.
_RHYTHM = {"severe": (4, 7), "moderate": (10, 14), "mild": (23, 30)}
_LATER = {"severe": (2, 6), "moderate": (4, 12), "mild": (5, 15)}
_MODES = ("interview",) * 6 + ("phone", "phone", "home_visit", "family_meeting", "group")
_BETTER = {"severe": "moderate", "moderate": "mild"}


@dataclass(frozen=True)
class Contact:
    """One event of a case; words that are not given stay empty."""

    on: date
    source: str
    mode: str
    minutes: int
    by: str
    outcome: str
    new_level: str = ""
    refer_to: str = ""
    feedback_on: date | None = None


def with_contacts(case: Case) -> tuple[Case, tuple[Contact, ...]]:
    """The case with what its contacts changed, and the contacts to the end of October."""
    rng = random.Random(f"{SEED} contacts {case.case_id} {case.token}")  # noqa: S311 - invented
    contacts = []
    for day in _days(case, rng):
        contact = _contact(case, day, rng)
        case, contact = _changed(case, contact, rng)
        contacts.append(contact)
        if case.status_on(day)[1] == "closed":
            break
    return case, tuple(_with_referral(case, contacts, rng))


def _days(case: Case, rng: random.Random) -> Iterator[date]:
    """The days a case is met: at its opening, then at the rhythm of its first level."""
    day, level = case.levels[0]
    is_slack = case.unit_code in _SLACK
    share = _FORGOTTEN_BY_THE_SLACK if is_slack else _FORGOTTEN
    is_dropped = rng.random() < (_DROPPED_BY_THE_SLACK if is_slack else _DROPPED)
    last = _DROPPED_FROM + timedelta(days=rng.randrange(_DROPPED_WITHIN))
    until = max(day, last) if is_dropped else LAST_DAY
    while day <= min(until, LAST_DAY):
        yield day
        day += timedelta(days=rng.randint(*_RHYTHM[level]))
        if rng.random() < share:
            day += timedelta(days=rng.randint(*_LATER[level]))
        if level != "severe":
            day = _school_day_before(day)


def _school_day_before(day: date) -> date:
    """The day itself, or the last working day before it: nobody is interviewed on a Sunday."""
    while working_day_after(day - timedelta(days=1), 1) != day:
        day -= timedelta(days=1)
    return day


def _contact(case: Case, day: date, rng: random.Random) -> Contact:
    is_first = day == case.levels[0][0]
    is_working = working_day_after(day - timedelta(days=1), 1) == day
    mode = rng.choice(_MODES) if is_working else "phone"
    return Contact(
        on=day,
        source="planned" if rng.random() < 0.85 else rng.choice(("self", "parent", "teacher")),
        mode="interview" if is_first else mode,
        minutes=rng.choice((15, 20, 30, 40, 45, 60)),
        by=case.owner,
        outcome=rng.choice(("stable", "stable", "stable", "better", "worse")),
    )


def _changed(case: Case, contact: Contact, rng: random.Random) -> tuple[Case, Contact]:
    """Of those known since September some get better and some are closed, at a contact."""
    since, level = case.level_on(contact.on)
    chance = rng.random()
    is_new = since >= date(2026, 10, 1) or contact.on < _CHANGES_FROM
    if is_new or contact.mode == "group" or chance > 0.12:
        return case, contact
    if level in _BETTER:
        now = _BETTER[level]
        change = {"levels": (*case.levels, (contact.on, now))}
        changed = replace(contact, outcome="better", new_level=now)
    else:
        change = {"statuses": (*case.statuses, (contact.on, "closed"))}
        case, changed = replace(case, close_reason="stable"), replace(contact, outcome="better")
    return replace(case, **change), changed  # type: ignore[arg-type]


def _with_referral(case: Case, contacts: list[Contact], rng: random.Random) -> list[Contact]:
    """Some severe cases are referred two days after they are opened, and the clinic answers."""
    first = contacts[0] if contacts else None
    if first is None or case.levels[0][1] != "severe" or rng.random() > 0.4:
        return contacts
    day = first.on + timedelta(days=2)
    answered = day + timedelta(days=rng.randint(5, 9))
    if answered > LAST_DAY:
        return contacts
    referral = replace(
        first,
        on=day,
        mode="referral",
        minutes=30,
        outcome="referred",
        refer_to=rng.choice(("county_hospital", "city", "general")),
        feedback_on=answered,
    )
    return sorted([*contacts, referral], key=lambda contact: contact.on)
