"""Makes the working-day seed from ``chinesecalendar``: `python -m validations.working_days`.

The seed, not the library, is what the warehouse joins on, so that an old bulletin prints again
after the library has moved on. School vacations are not here: they are ``calendar_vacation``.
"""

import csv
import io
import sys
from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar
from chinese_calendar.constants import Holiday, holidays, workdays

from validations.code_lists import SEEDS

SEED = SEEDS / "calendar" / "calendar_working_day.csv"
FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2028, 12, 31)
HEADER = ("day", "is_working_day", "note", "source_document", "certainty")
PUBLISHED = "国务院办公厅节假日安排（经chinesecalendar整理）"
ASSUMED = "按周一至周五推定，待节假日安排公布后更新"


def published_years() -> frozenset[int]:
    """The years whose holiday arrangement the installed library knows."""
    return frozenset(day.year for day in holidays)


def _published_row(day: date) -> tuple[str, str, str, str, str]:
    is_working = chinese_calendar.is_workday(day)
    if day in workdays:
        note = "调休上班"
    elif day in holidays:
        note = Holiday(holidays[day]).chinese
    else:
        note = "" if is_working else "周末"
    return day.isoformat(), str(is_working).lower(), note, PUBLISHED, "V"


def _assumed_row(day: date) -> tuple[str, str, str, str, str]:
    return day.isoformat(), str(day.weekday() < 5).lower(), "推定", ASSUMED, "P"


def rows() -> Iterator[tuple[str, str, str, str, str]]:
    """One row a day from ``FIRST_DAY`` to ``LAST_DAY``, in the columns of ``HEADER``."""
    known = published_years()
    for offset in range((LAST_DAY - FIRST_DAY).days + 1):
        day = FIRST_DAY + timedelta(days=offset)
        yield _published_row(day) if day.year in known else _assumed_row(day)


def seed_text() -> str:
    """The whole seed as it stands in the repo: UTF-8 text with LF line ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows())
    return out.getvalue()


if __name__ == "__main__":
    SEED.write_text(seed_text(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{SEED.name}: {FIRST_DAY} – {LAST_DAY}\n")
