"""Editions of a term or a school year, made by the code of the month's bulletin.

Such an edition says what the last month over of the period says, beside the last of the period
before. It leaves only after that month was issued on the same figures, and once: whether a month
may be issued is decided in `release`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.delivery import queue_issue, send_mail
from orchestration.figures import warehouse_of
from orchestration.months import BadMonthError, semester_of
from orchestration.publish import (
    NoDataForMonthError,
    Signed,
    figures_digest,
    known_at,
    month_figures,
    month_input,
    pages_of,
)
from orchestration.release import Issue, NotReleasedError, issue_number, issued_months
from orchestration.settings import Settings
from orchestration.shown import shown_of
from orchestration.stores import atomic
from orchestration.stores.lock import store_lock
from orchestration.stores.warehouse import Warehouse

FOLDER, RECORD = "special", "issue.json"
_PERIOD = re.compile(r"(\d{4})-(\d{4})(?:-([12]))?")
_OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Special:
    """A term's or year's edition: its period, the month it speaks of, the one it looks back to."""

    period: str
    month: str
    before: str | None
    folder: Path


def check_period(period: str) -> str:
    """The period itself, if it is a term (2026-2027-1) or a school year (2026-2027).

    Raises `BadMonthError` with a Chinese sentence.
    """
    found = _PERIOD.fullmatch(period)
    if not found or int(found[2]) != int(found[1]) + 1:
        raise BadMonthError(f"“{period}”写法不对：学期写成 2026-2027-1，学年写成 2026-2027。")
    return period


def period_before(period: str) -> str:
    """The term before a term, the school year before a year."""
    first, half = int(period[:4]), period[9:]
    if half == "-2":
        return f"{period[:9]}-1"
    return f"{first - 1}-{first}" + ("-2" if half else "")


def last_month(months: pl.Series, period: str, known_at: datetime) -> str | None:
    """The latest of the months that lies in the period and was over by then.

    A running month speaks only where there is no other; None where there is none at all.
    """
    inside = [month for month in months.unique() if semester_of(month).startswith(period)]
    over = [month for month in inside if month < f"{known_at:%Y-%m}"]
    return max(over or inside, default=None)


def make_special(settings: Settings, period: str) -> Special:
    """Write the period's pages into `bulletins/<period>/`; equal figures give equal bytes.

    Raises `BadMonthError`, `NoDataForMonthError`, and as `month_figures`.
    """
    special, pages = _made(settings, period, None)
    for name, content in pages.items():
        atomic.write_bytes(special.folder / name, content)
    return special


def issue_special(settings: Settings, period: str, at: datetime) -> Issue:
    """Freeze the period's edition and queue its mails; once issued it is returned as it left.

    Raises `NotReleasedError` unless its month was issued on exactly the figures there are now.
    """
    with store_lock(settings.lock, f"发布 {period} 专刊"):
        folder = settings.issued / FOLDER / check_period(period)
        is_new = not (folder / RECORD).exists()
        if is_new:
            _freeze(settings, period, folder, at)
    issue = Issue(int(atomic.read_json(folder / RECORD)["issue_no"]), period, folder, is_new)
    queue_issue(settings, issue, at)
    return issue


def publish_special(
    settings: Settings, period: str, at: datetime, *, is_issue: bool
) -> tuple[str, ...]:
    """Make the period's pages and, where asked for, issue and mail them; what to tell of it."""
    special = make_special(settings, period)
    looks_back = f"上期取 {special.before}" if special.before else "上期没有数据"
    told = (f"专刊（草稿）：{special.folder}", f"本期取 {special.month}，{looks_back}")
    if not is_issue:
        return told
    issue = issue_special(settings, period, at)
    report = send_mail(settings, lambda: at)
    words = "已印发" if issue.is_new else "早已印发，未改动"
    mails = f"邮件：已发 {len(report.sent)} 封，待发 {len(report.waiting)} 封"
    return (*told, f"专刊{words}：{issue.folder}", mails)


def _freeze(settings: Settings, period: str, folder: Path, at: datetime) -> None:
    every, month = _figures(settings, warehouse_of(settings), period)
    record = _issued_on(settings, every, month)
    signed = Signed(record["signed_by"], at.date())
    special, pages = _made(settings, period, signed)
    staged = folder.with_name(f".staged-{period}")
    atomic.remove_folder(staged)
    staged.mkdir(parents=True)
    for name, content in pages.items():
        atomic.write_bytes(staged / name, content)
        (staged / name).chmod(_OWNER_ONLY)
    told = {
        "issue_no": record["issue_no"],
        "month": special.month,
        "period": period,
        "period_words": _words(period, special.month),
        "title": _title(settings, period),
        "is_rehearsal": settings.is_rehearsal,
        "issued_at": at.isoformat(),
        "known_at": known_at(every).isoformat(),
        "figures_digest": record["figures_digest"],
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in pages.items()},
    }
    atomic.write_json(staged / RECORD, told)
    atomic.publish_folder(staged, folder)


def _issued_on(settings: Settings, every: pl.DataFrame, month: str) -> dict[str, Any]:
    """The record of the month's issue, if it was of these figures."""
    if month not in issued_months(settings):
        raise NotReleasedError(f"{month} 的简报还没有印发：专刊须在当月简报核验、签发、印发之后。")
    number = issue_number(settings, month)
    record = atomic.read_json(settings.issued / str(number) / RECORD)
    if record["figures_digest"] != figures_digest(every, month):
        raise NotReleasedError(
            f"{month} 的指标在第 {number} 期印发之后又有更新：专刊须与印发的简报一致，"
            "请待下一期简报印发后再出专刊。"
        )
    return record


def _made(
    settings: Settings, period: str, signed: Signed | None
) -> tuple[Special, Mapping[str, bytes]]:
    check_period(period)
    with warehouse_of(settings).held() as warehouse:
        return _made_of(warehouse, settings, period, signed)


def _made_of(
    warehouse: Warehouse, settings: Settings, period: str, signed: Signed | None
) -> tuple[Special, Mapping[str, bytes]]:
    every, month = _figures(settings, warehouse, period)
    before = last_month(every["month"], period_before(period), known_at(every))
    number = issue_number(settings, month)
    given, figures = month_input(settings, month, number, signed, warehouse)
    given = replace(
        given,
        title=_title(settings, period),
        period_words=_words(period, month),
        earlier=_earlier(warehouse, every, before),
        earlier_words=_words(period_before(period), before) if before else "",
        errata=None,
    )
    special = Special(period, month, before, settings.bulletins / period)
    return special, pages_of(given, figures, warehouse)


def _figures(settings: Settings, warehouse: Warehouse, period: str) -> tuple[pl.DataFrame, str]:
    """All figures up to the last month known of the period, and that month."""
    every = warehouse.read("fct_figures")
    if every.is_empty():
        raise NoDataForMonthError("目前没有任何月份的数据。")
    month = last_month(every["month"], period, known_at(every))
    if month is None:
        raise NoDataForMonthError(f"{_period_words(period)}还没有任何月份的数据。")
    return month_figures(settings, month, warehouse), month


def _earlier(warehouse: Warehouse, every: pl.DataFrame, before: str | None) -> pl.DataFrame:
    """The last month of the period before under the same disclosure; empty where there is none."""
    if before is None:
        return pl.DataFrame()
    until = every.filter(pl.col("month") <= before)
    return shown_of(warehouse, until, before, known_at(every).date()).figures


def _title(settings: Settings, period: str) -> str:
    from reports.wording import say

    kind = "year" if _is_year(period) else "term"
    return say(f"special.{kind}_title", title=settings.title)


def _words(period: str, month: str) -> str:
    from reports.formatting import chinese_month
    from reports.wording import say

    return say("special.words", period=_period_words(period), month=chinese_month(month))


def _period_words(period: str) -> str:
    """A term or school year as 2026-2027学年第一学期（秋） or 2026-2027学年."""
    from reports.form_words import period_words
    from reports.wording import say

    if _is_year(period):
        return say("special.school_year", year=period)
    return period_words(period)


def _is_year(period: str) -> bool:
    return len(period) == len("2026-2027")
