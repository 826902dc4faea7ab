"""Reporting months: which there are, and their place in the school year. No Dagster here."""

from __future__ import annotations

import re
from datetime import datetime

FIRST_MONTH = "2025-09"


class BadMonthError(ValueError):
    """Not a month there can be a bulletin for; the words say why."""


def check_month(month: str, now: datetime) -> str:
    """The month itself, if it is one of ours and not in the future.

    Raises `BadMonthError` with a Chinese sentence.
    """
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        raise BadMonthError(f"月份“{month}”写法不对：请写成 2026-10 的样子。")
    if month > f"{now:%Y-%m}":
        raise BadMonthError(f"{month} 还没有到（今天是 {now:%Y-%m-%d}），不能出这个月的简报。")
    if month < FIRST_MONTH:
        raise BadMonthError(f"{month} 早于本系统的第一个报送月份 {FIRST_MONTH}。")
    return month


def month_before(month: str) -> str:
    """The month before a month."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02d}"


def semester_of(month: str) -> str:
    """The semester a month lies in: Sep-Jan is the first, Feb-Aug the second (design 5.4)."""
    year, number = int(month[:4]), int(month[5:])
    if number >= 9:
        return f"{year}-{year + 1}-1"
    return f"{year - 1}-{year}-1" if number == 1 else f"{year - 1}-{year}-2"
