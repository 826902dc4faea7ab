"""Random histories of cases: what truly happened, and what registers and sheets said of it, when.

A history is one pupil's, made from its seed alone. Nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tests.slow.days import first_of, last_of, next_month
from tests.slow.followups import GRACE, INTERVAL, count_on
from tests.slow.registers import CONTACT_MODES, Filed

LEVELS = ("mild", "moderate", "severe", "normal")
OTHER_MODES = ("referral", "medical_feedback")


@dataclass(frozen=True)
class Term:
    """A stretch of months to make histories in, and the moments they are asked about."""

    name: str
    months: tuple[str, ...]
    known_ats: tuple[datetime, ...]

    def openings(self) -> tuple[date, date]:
        """First and last day a case of these months opens."""
        return first_of(self.months[0]) - timedelta(days=25), last_of(self.months[-2])


TERMS = (
    Term(
        "autumn",
        ("2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02"),
        (
            datetime(2026, 10, 17, 7),
            datetime(2027, 1, 5, 23),
            datetime(2027, 2, 10, 20),
            datetime(2027, 3, 1),
        ),
    ),
    Term(
        "summer",
        ("2027-05", "2027-06", "2027-07", "2027-08", "2027-09"),
        (datetime(2027, 7, 20, 7), datetime(2027, 10, 6, 20)),
    ),
    Term(
        "leap",
        ("2027-11", "2027-12", "2028-01", "2028-02", "2028-03"),
        (datetime(2028, 1, 1), datetime(2028, 3, 1, 7)),
    ),
)


@dataclass
class Truth:
    """One case as it was: dated levels and statuses, and who was met when."""

    school: str
    case_id: str
    pupil: str
    opened_on: date
    levels: list[tuple[date, str]]
    statuses: list[tuple[date, str]]
    events: list[dict[str, Any]]
    vanishes: str = ""


def history(seed: int, number: int, term: Term, schools: tuple[str, str]) -> list[Filed]:
    """What the schools of one pupil sent in a term: its registers and sheets, month by month."""
    random = Random(f"{term.name} {seed} {number}")
    truths = _truths(random, number, term, schools)
    filed: list[Filed] = []
    for school in sorted({schools[0], *(truth.school for truth in truths)}):
        here = [truth for truth in truths if truth.school == school]
        for month in term.months:
            filed += _registers(random, school, month, here)
            filed += _sheets(random, school, month, here)
    return filed


def _truths(random: Random, number: int, term: Term, schools: tuple[str, str]) -> list[Truth]:
    """One case; sometimes a second of the same pupil, beside it or after a transfer."""
    pupil = f"P{term.name}{number}"
    first, last = term.openings()
    opened = first + timedelta(days=random.randrange((last - first).days))
    truth = _truth(random, schools[0], pupil, 1, opened)
    kind = random.random()
    if kind < 0.12:
        moved = opened + timedelta(days=random.randrange(10, 70))
        truth.statuses = [pair for pair in truth.statuses if pair[0] < moved]
        truth.statuses.append((moved, "transferred_out"))
        arrived = moved + timedelta(days=random.choice((-3, 0, 0, 1, 9)))
        return [truth, _truth(random, schools[1], pupil, 1, arrived)]
    if kind < 0.2:
        second = opened + timedelta(days=random.choice((0, 0, 15, 40)))
        return [truth, _truth(random, random.choice(schools), pupil, 2, second)]
    return [truth]


def _truth(random: Random, school: str, pupil: str, serial: int, opened: date) -> Truth:
    levels = list(_levels(random, opened))
    truth = Truth(
        school,
        f"{school}-{opened.year}-{serial:03d}",
        pupil,
        opened,
        levels,
        list(_statuses(random, opened)),
        [],
    )
    truth.events = list(_events(random, truth))
    return truth


def _levels(random: Random, opened: date) -> Iterator[tuple[date, str]]:
    day = opened + timedelta(days=random.choice((0, 0, 0, 1, 4)))
    level = random.choice(LEVELS[:3])
    for _ in range(random.choice((1, 1, 2, 3, 4))):
        yield day, level
        day += timedelta(days=random.choice((1, 3, 7, 8, 15, 16, 17, 30, 33, 45)))
        level = random.choice([other for other in LEVELS if other != level])


def _statuses(random: Random, opened: date) -> Iterator[tuple[date, str]]:
    yield opened, random.choice(("open", "open", "improved", "referred"))
    day = opened
    steps = {0: (), 1: ("suspended", "returned"), 2: ("closed",), 3: ("closed", "open")}
    for status in steps[random.choice((0, 0, 0, 1, 1, 2, 3))]:
        # Often on the very day something falls due, or its grace ends.
        day += timedelta(days=random.choice((7, 14, 16, 30, 33, random.randrange(3, 60))))
        yield day, status if status != "closed" else random.choice(("closed", "graduated"))


def _events(random: Random, truth: Truth) -> Iterator[dict[str, Any]]:
    """Contacts near the days they are due: early, to the day, in the grace, just after, never."""
    careful = random.choice((0.4, 0.8, 0.97))
    day = truth.opened_on + timedelta(days=random.choice((-2, 0, 0, 1)))
    end = truth.opened_on + timedelta(days=250)
    changes = {on for on, _ in truth.levels + truth.statuses}
    number = 0
    while day < end:
        level = _at(truth.levels, day)
        level = level if level in INTERVAL else "mild"
        if random.random() < careful:
            for _ in range(random.choice((1, 1, 1, 1, 2, 3))):
                number += 1
                yield _event(random, truth, day, number)
                day += timedelta(days=random.choice((0, 0, 1)))
        due = count_on(level, day, INTERVAL[level])
        late = random.choice((-2, -1, 0, 0, 0, GRACE[level], GRACE[level], GRACE[level] + 1, 4))
        coming = [on for on in changes if day < on < due]
        if coming and random.random() < 0.4:
            day = random.choice(coming)
        else:
            day = due + timedelta(days=late)


def _event(random: Random, truth: Truth, day: date, number: int) -> dict[str, Any]:
    is_other = random.random() < 0.06
    mode = random.choice(OTHER_MODES if is_other else CONTACT_MODES)
    outcome = random.choice(("stable", "stable", "better", "worse", "lost", "other"))
    answered = day + timedelta(days=random.choice((0, 12, 29, 30, 31, 40)))
    is_told = mode in OTHER_MODES and random.random() < 0.4
    return {
        "case_id": truth.case_id,
        "school_code": truth.school,
        "event_seq": number,
        "event_on": day,
        "contact_source": "planned",
        "mode": mode,
        "minutes": 30,
        "by_token": "S1",
        "outcome": "returned" if random.random() < 0.03 else outcome,
        "refer_to": "county_hospital" if mode == "referral" else None,
        "feedback_on": answered if is_told else None,
    }


def _registers(random: Random, school: str, month: str, truths: list[Truth]) -> Iterator[Filed]:
    """The register of a month: missing, once, or corrected; rows may be wrong, or vanish."""
    after = first_of(next_month(month))
    moments = [after - timedelta(days=5), after + timedelta(days=3), after + timedelta(days=20)]
    sends = random.choice(((), (0,), (1,), (1,), (1,), (0, 1), (0, 2), (1, 2), (2,)))
    for moment in (moments[send] for send in sends):
        at = datetime.combine(moment, datetime.min.time()).replace(hour=20)
        rows = tuple(
            _row(random, truth, moment)
            for truth in truths
            if truth.opened_on <= moment and random.random() > 0.06
        )
        is_nil = not rows or random.random() < 0.04
        if random.random() < 0.03:
            yield Filed(at, "F04", month, school)  # every row refused: replaces nothing
        else:
            yield Filed(at, "F04", month, school, () if is_nil else rows, is_nil)


def _row(random: Random, truth: Truth, moment: date) -> dict[str, Any]:
    """The row of a case as the school sees it that day, now and then with a date put right."""
    opened = truth.opened_on
    if random.random() < 0.05:
        opened = min(moment, opened + timedelta(days=random.choice((-4, -1, 2))))
    level_on, level = _shown(random, truth.levels, opened, moment)
    status_on, status = _shown(random, truth.statuses, opened, moment)
    days = (1, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 30)
    planned = max(opened, level_on) + timedelta(days=random.choice(days))
    row = {
        "case_id": truth.case_id,
        "school_code": truth.school,
        "pupil_token": truth.pupil,
        "opened_on": opened,
        "entry_source": "teacher",
        "level": level,
        "level_on": level_on,
        "plan_on": planned if planned <= moment and random.random() < 0.9 else None,
        "owner_token": "S1",
        "status": status,
        "status_on": status_on,
        "close_reason": "other" if status == "closed" else None,
    }
    for ack in ("ack_principal_on", "ack_psych_on", "ack_homeroom_on"):
        known = opened + timedelta(days=random.choice((0, 2, 5, 7, 9, 20)))
        row[ack] = known if known <= moment and random.random() < 0.9 else None
    return row


def _shown(
    random: Random, told: list[tuple[date, str]], opened: date, moment: date
) -> tuple[date, str]:
    """The last dated word the school knows of; sometimes the one before, or a day put right."""
    known = [pair for pair in told if pair[0] <= moment] or [(opened, told[0][1])]
    on, word = known[-1]
    if len(known) > 1 and random.random() < 0.05:
        on, word = known[-2]
    if random.random() < 0.12:
        on += timedelta(days=random.choice((-9, -3, -1, 1, 2)))
    return min(moment, max(opened, on)), word


def _sheets(random: Random, school: str, month: str, truths: list[Truth]) -> Iterator[Filed]:
    """The follow-ups of a month: pushed weekly or once, each time all that is known so far."""
    first, after = first_of(month), first_of(next_month(month))
    moments = [first + timedelta(days=day) for day in (6, 13, 20)]
    moments += [after + timedelta(days=day) for day in (2, 14)]
    sends = random.choice(((), (3,), (3,), (3,), (3, 4), (0, 1, 2, 3), (0, 1, 2, 3), (1, 3), (2,)))
    for moment in (moments[send] for send in sends):
        at = datetime.combine(moment, datetime.min.time()).replace(hour=20)
        rows = tuple(
            event
            for truth in truths
            for event in truth.events
            if first <= event["event_on"] < after
            and event["event_on"] <= moment
            and random.random() > 0.04
        )
        yield Filed(at, "F05", month, school, rows, is_nil=not rows)


def _at(told: list[tuple[date, str]], day: date) -> str:
    return ([word for on, word in told if on <= day] or [told[0][1]])[-1]
