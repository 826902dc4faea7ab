"""The first page of the UI: when the last night succeeded, the months, and what waits.

It reads what other steps wrote; it starts nothing and computes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from orchestration.nights import missed_nights
from orchestration.publish import BULLETIN, DRAFT, FIGURES, read_draft
from orchestration.release import Draft, issue_number, issued_months, signature
from orchestration.round_check import FOLDER
from orchestration.settings import Settings
from orchestration.stores.outbox import Outbox, Posted

VERDICT_WORDS = {"pass": "通过", "warn": "通过，有提醒", "hold": "暂缓发布"}


@dataclass(frozen=True)
class MonthLine:
    """One month on the first page."""

    month: str
    known_at: datetime
    verdict: str
    verdict_words: str
    reasons: tuple[str, ...]
    standing: str
    bulletin: str
    figures: str
    verdict_page: str


def front_page(settings: Settings, last_success: datetime | None, now: datetime) -> str:
    """The page as HTML, with the nights missed by `now`; it asks for nothing from outside."""
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True
    )
    return environment.get_template("front_page.html.j2").render(
        title=settings.title,
        is_rehearsal=settings.is_rehearsal,
        last_success=last_success,
        months=month_lines(settings),
        messages=open_messages(settings),
        missed=[f"{day:%m月%d日}" for day in missed_nights(settings, now)],
        has_desk=(settings.desk / "desk.html").exists(),
        home=settings.home,
    )


def month_lines(settings: Settings) -> list[MonthLine]:
    """The drafts of the last twelve months there are, newest first."""
    folders = sorted(settings.bulletins.glob(f"*/{DRAFT}"), reverse=True)
    return [_line(settings, read_draft(settings, path.parent.name)) for path in folders[:12]]


def _line(settings: Settings, draft: Draft) -> MonthLine:
    address = f"/bulletins/{draft.month}"
    return MonthLine(
        month=draft.month,
        known_at=draft.known_at,
        verdict=draft.verdict,
        verdict_words=VERDICT_WORDS[draft.verdict],
        reasons=draft.reasons,
        standing=_standing(settings, draft),
        bulletin=f"{address}/{BULLETIN}",
        figures=f"{address}/{FIGURES}",
        verdict_page=f"{address}/{FOLDER}/verdict.html",
    )


def _standing(settings: Settings, draft: Draft) -> str:
    if draft.month in issued_months(settings):
        return f"已印发，第 {issue_number(settings, draft.month)} 期"
    if draft.verdict == "hold":
        return "草稿，不能印发"
    signed = signature(settings, draft)
    if signed:
        return f"{signed.who} 已签发，尚未印发"
    return "草稿，待签发" if settings.release == "signed" else "草稿"


def open_messages(settings: Settings) -> list[Posted]:
    """Messages that wait for the server or for a person, newest first."""
    found = [m for m in Outbox(settings.outbox).messages() if not m.is_over]
    return sorted(found, key=lambda message: message.changed_at, reverse=True)
