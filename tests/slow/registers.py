"""Cases as the registers tell them: what was sent, what counts, and the level and status of a day.

The slow calculation starts here, from rows alone. It shares no rule with the warehouse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

Row = Mapping[str, Any]
Key = tuple[str, str]
CLOSED = ("transferred_out", "graduated", "closed")
RISK = ("mild", "moderate", "severe")
CONTACT_MODES = (
    "interview",
    "home_visit",
    "phone",
    "family_meeting",
    "group",
    "crisis",
    "return_assessment",
)


@dataclass(frozen=True)
class Filed:
    """What one file says of one school: its rows, or none with `is_nil`, or only refused ones."""

    received_at: datetime
    form_id: str
    period: str
    school: str
    rows: tuple[Row, ...] = ()
    is_nil: bool = False

    @property
    def is_accepted(self) -> bool:
        """Whether it may count at all."""
        return bool(self.rows) or self.is_nil


@dataclass
class Case:
    """One (school, case number): dated words of all periods, contacts, and the latest row."""

    school: str
    case_id: str
    row: Row
    levels: dict[date, str] = field(default_factory=dict)
    statuses: dict[date, str] = field(default_factory=dict)
    contacts: set[date] = field(default_factory=set)
    events: list[Row] = field(default_factory=list)
    # What was already looked up, for days are asked about again and again.
    _asked: dict[tuple[str, date], str | None] = field(default_factory=dict, repr=False)

    @property
    def opened_on(self) -> date:
        """The day the case is in the books from."""
        day: date = self.row["opened_on"]
        return day

    def level_on(self, day: date) -> str | None:
        """The level of a day; none before the first dated one."""
        if ("level", day) not in self._asked:
            self._asked["level", day] = _latest(self.levels, day)
        return self._asked["level", day]

    def status_on(self, day: date) -> str:
        """The status of a day; open until a dated one says otherwise."""
        if ("status", day) not in self._asked:
            self._asked["status", day] = _latest(self.statuses, day)
        return self._asked["status", day] or "open"

    def is_closed_on(self, day: date) -> bool:
        """Whether the status of a day is one of the closed ones."""
        return self.status_on(day) in CLOSED

    def runs_on(self, day: date) -> bool:
        """Whether somebody must follow the pupil up on this day."""
        status = self.status_on(day)
        is_stopped = status in CLOSED or status == "suspended"
        return day >= self.opened_on and not is_stopped and self.level_on(day) in RISK


def as_of(month: str, known_at: datetime) -> date:
    """The last complete day of a month as known."""
    from tests.slow.days import last_of

    return min(last_of(month), known_at.date() - timedelta(days=1))


def counting(filed: Sequence[Filed], form_id: str, known_at: datetime) -> dict[Key, Filed]:
    """By (period, school), the last accepted file of a form that was known."""
    chosen: dict[Key, Filed] = {}
    for one in sorted(filed, key=lambda one: one.received_at):
        if one.form_id == form_id and one.is_accepted and one.received_at <= known_at:
            chosen[one.period, one.school] = one
    return chosen


def cases(
    registers: Mapping[Key, Filed], followups: Mapping[Key, Filed], day: date
) -> dict[Key, Case]:
    """Every case the registers name, with what is dated up to `day` and nothing later."""
    rows: dict[Key, list[tuple[str, Row]]] = {}
    for (period, school), register in sorted(registers.items()):
        for row in register.rows:
            rows.setdefault((school, row["case_id"]), []).append((period, row))
    found = {
        key: Case(
            *key,
            row=told[-1][1],
            levels=_timeline(
                [(period, row["level_on"], row["level"]) for period, row in told], day
            ),
            statuses=_timeline(
                [(period, row["status_on"], row["status"]) for period, row in told], day
            ),
        )
        for key, told in rows.items()
    }
    for (_, school), sheet in followups.items():
        for event in sheet.rows:
            if (school, event["case_id"]) in found and event["event_on"] <= day:
                _add_event(found[school, event["case_id"]], event)
    return found


def _add_event(case: Case, event: Row) -> None:
    case.events.append(event)
    is_contact = event["outcome"] != "lost" and event["mode"] in CONTACT_MODES
    if is_contact and event["event_on"] >= case.opened_on:
        case.contacts.add(event["event_on"])


def _timeline(told: Sequence[tuple[str, date, str]], day: date) -> dict[date, str]:
    """Words of all periods dated up to `day`, less those a later period says began earlier."""
    words: dict[date, str] = {}
    for period, on, word in told:
        if not any(later > period and earlier_on < on for later, earlier_on, _ in told):
            words[on] = word
    return {on: word for on, word in words.items() if on <= day}


def _latest(words: Mapping[date, str], day: date) -> str | None:
    before = [on for on in words if on <= day]
    return words[max(before)] if before else None
