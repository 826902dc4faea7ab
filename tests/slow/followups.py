"""When a follow-up was due, whether it came, and what is overdue: walked through day by day.

Slow and plain on purpose, so that it can be read against the rules. No figures are summed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tests.slow.days import ONE_DAY, school_days_after, span
from tests.slow.registers import Case

INTERVAL = {"severe": 7, "moderate": 14, "mild": 30}
GRACE = {"severe": 0, "moderate": 2, "mild": 3}
ASKED_FROM = date(2026, 9, 1)


@dataclass(frozen=True)
class Item:
    """One follow-up that was due: where its clock began, its dates, its level, and whether done."""

    anchor: date
    due: date
    last_on: date
    level: str
    is_on_time: bool


@dataclass(frozen=True)
class Overdue:
    """A case nobody has got hold of since a missed follow-up, as of one day."""

    level: str
    since: date
    days: int
    last_contact_on: date | None

    @property
    def band(self) -> str:
        """How long it has been so."""
        if self.days <= 7:
            return "d01_07"
        return "d08_30" if self.days <= 30 else "d31_up"


def count_on(level: str, day: date, count: int) -> date:
    """So many days after a day, as the level counts them: severe through vacations, others not."""
    if level == "severe":
        return day + timedelta(days=count)
    return school_days_after(day, count)


def stretches(case: Case, day: date) -> list[tuple[date, date | None]]:
    """Days the case runs without a gap: first day, first day after (none while it still runs)."""
    found: list[tuple[date, date | None]] = []
    start = None
    for today in span(case.opened_on, day):
        if case.runs_on(today) and start is None:
            start = today
        elif not case.runs_on(today) and start is not None:
            found.append((start, today))
            start = None
    if start is not None:
        found.append((start, None))
    return found


def items_of(case: Case, start: date, end: date | None, day: date) -> list[Item]:
    """The follow-ups of one stretch whose last day is over by `day`.

    None was asked for before the form for them came into force.
    """
    found = []
    anchor = max(start, ASKED_FROM)
    if anchor > day or (end is not None and anchor >= end):
        return []
    while True:
        step = _next_item(case, anchor, end, day)
        if step is None:
            break
        item, anchor = step
        found.append(item)
    return [item for item in found if item.last_on <= day and (end is None or item.last_on < end)]


def all_items(case: Case, day: date) -> list[Item]:
    """The follow-ups of all stretches of a case whose last day is over by `day`."""
    return [item for start, end in stretches(case, day) for item in items_of(case, start, end, day)]


def overdue(case: Case, day: date) -> Overdue | None:
    """Whether the case is overdue on `day`, and since when."""
    if not case.runs_on(day):
        return None
    start, end = stretches(case, day)[-1]
    missed = [
        item.due
        for item in items_of(case, start, end, day)
        if not item.is_on_time and not any(item.anchor < c <= day for c in case.contacts)
    ]
    if not missed:
        return None
    level = case.level_on(day)
    assert level is not None
    last_contact = max((c for c in case.contacts if c <= day), default=None)
    return Overdue(level, min(missed), (day + ONE_DAY - min(missed)).days, last_contact)


def _next_item(case: Case, anchor: date, end: date | None, day: date) -> tuple[Item, date] | None:
    """The item that starts at `anchor` and where the next one starts; none while undecided."""
    level = case.level_on(anchor)
    assert level is not None
    due = count_on(level, anchor, INTERVAL[level])
    last_on = count_on(level, due, GRACE[level])
    today = anchor
    while today < last_on:
        today += ONE_DAY
        if today > day or today == end:
            return None
        level_today = case.level_on(today)
        assert level_today is not None
        if level_today == level:
            continue
        if today in case.contacts:
            return Item(anchor, due, last_on, level, is_on_time=True), today
        level = level_today
        due = min(due, count_on(level, today, INTERVAL[level]))
        last_on = max(today, count_on(level, due, GRACE[level]))
    before_due = [c for c in case.contacts if anchor < c <= due]
    in_grace = [c for c in case.contacts if due < c <= last_on]
    item = Item(anchor, due, last_on, level, is_on_time=bool(before_due or in_grace))
    if before_due:
        return item, max(before_due)
    return item, min(in_grace, default=due)
