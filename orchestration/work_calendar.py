"""The work calendar as an officer meets it: what begins, ends or falls due in the days ahead.

The events are those of `rpt_calendar`; which of them lie ahead is the clock's to say. No figure is
computed here and nothing is sent: the reminders of a due date stand in `reminders`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from orchestration.stores.warehouse import Warehouse

DAYS_AHEAD = 30
MODEL = "rpt_calendar"
HEADERS = {"kind": "事项", "title": "内容", "when": "日期", "stage": "进度", "who": "由谁做"}


@dataclass(frozen=True)
class Line:
    """One event of the days ahead, in words; `day` is the next day on which something happens."""

    day: date
    kind: str
    title: str
    when: str
    stage: str
    who: str


def days_ahead(warehouse: Warehouse, today: date) -> list[Line]:
    """The events of the next thirty days in order; none in a warehouse of before the calendar."""
    return upcoming(warehouse.read(MODEL), today) if warehouse.has(MODEL) else []


def upcoming(events: pl.DataFrame, today: date) -> list[Line]:
    """Events that begin, end or run within `DAYS_AHEAD` days from `today`, that day included.

    By their next day: the first for what is to begin, the last for what runs. Forms that fall due
    on one day for the same people stand one under the other.
    """
    until = today + timedelta(days=DAYS_AHEAD)
    near = events.filter((pl.col("starts_on") <= until) & (pl.col("ends_on") >= today))
    lines = [_line(row, today) for row in near.iter_rows(named=True)]
    return sorted(lines, key=lambda line: (line.day, line.kind, line.title, line.who))


def _line(row: dict[str, object], today: date) -> Line:
    from reports.form_words import period_words
    from reports.formatting import chinese_date
    from reports.wording import say

    starts, ends = row["starts_on"], row["ends_on"]
    if not isinstance(starts, date) or not isinstance(ends, date):
        raise TypeError("an event of the calendar has no days")
    is_running, is_one_day = starts <= today, starts == ends
    period = row["period"]
    days = {"first": chinese_date(starts), "last": chinese_date(ends)}
    stage = "due" if is_one_day else "running" if is_running else "ahead"
    day = ends if is_running else starts
    return Line(
        day=day,
        kind=say(f"calendar.kinds.{row['kind']}"),
        title=_titled(row, period_words(str(period)) if period else ""),
        when=say("calendar.day" if is_one_day else "calendar.span", **days),
        stage=say(f"calendar.stages.{stage}", days=(day - today).days),
        who=str(row["who"] or ""),
    )


def _titled(row: dict[str, object], period: str) -> str:
    from reports.wording import say

    if not period:
        return str(row["title"])
    return say("calendar.form", form_id=row["form_id"], form=row["title"], period=period)
