"""The rectification list once more, month after month with a memory. Knows no SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.slow.scorecard import exact

Row = Mapping[str, Any]
REOPENED_WITHIN = 2


@dataclass(frozen=True)
class Entry:
    """One line of the list."""

    change: str
    first_found: str
    periods: int
    due_on: date
    status: str
    seen_in: str


@dataclass
class _Memory:
    is_open: bool = False
    seen_in: str = ""
    first: int = 0
    periods: int = 0
    closed_at: int | None = None


def is_wrong(problem: Row, figure: Row | None, records: int) -> bool | None:
    """Whether a month shows the problem; None where it shows nothing."""
    limit = exact(problem["threshold"])
    if problem["source_kind"] == "rule":
        return records > limit
    if figure is None or figure["status"] == "not_reported":
        return None
    if figure["status"] == "not_applicable":
        return False if figure["received_count"] else None
    if figure["denominator"] is None:
        value = exact(figure["value"])
    else:
        value = exact(figure["numerator"]) / exact(figure["denominator"])
    return value > limit if problem["direction"] == "down" else value < limit


def carried(
    problem: Row, months: Sequence[tuple[str, date]], sights: Sequence[bool | None]
) -> dict[str, Entry]:
    """The line of each month there is one for; months as (label, last day), one after the other."""
    memory, lines = _Memory(), {}
    for number, ((month, ends_on), sight) in enumerate(zip(months, sights, strict=True)):
        was_open = memory.is_open
        if sight is not None:
            memory.is_open, memory.seen_in = sight, month
        if not memory.is_open and not was_open:
            continue
        if not memory.is_open:
            change, memory.closed_at = "closed", number
        elif was_open:
            change = "ongoing"
            memory.periods += 1
        else:
            since = None if memory.closed_at is None else number - memory.closed_at
            is_again = since is not None and since <= REOPENED_WITHIN
            change = "reopened" if is_again else "new"
            memory.first, memory.periods = number, 1
        due_on = months[memory.first][1] + timedelta(days=int(problem["days_to_mend"]))
        late = "overdue" if ends_on > due_on else "mending"
        lines[month] = Entry(
            change,
            months[memory.first][0],
            memory.periods,
            due_on,
            late if memory.is_open else "closed",
            memory.seen_in,
        )
    return lines
