"""The monthly bulletin 学生心理健康教育工作动态 as a value: its sheets from one input.

Each sheet has a module of its own (``bulletin_*``); nothing here computes, compares or ranks.
"""

from __future__ import annotations

from reports.blocks import Title, Workbook
from reports.bulletin_comparison import comparison_sheet
from reports.bulletin_counselling import counselling_sheet
from reports.bulletin_cover import cover_sheet, reach_words
from reports.bulletin_education import education_sheet
from reports.bulletin_errata import errata_sheet
from reports.bulletin_input import BulletinInput
from reports.bulletin_intervention import intervention_sheet
from reports.bulletin_monitoring import monitoring_sheet
from reports.bulletin_notes import notes_sheet
from reports.bulletin_overview import overview_sheet
from reports.bulletin_reporting import reporting_sheet
from reports.bulletin_staffing import staffing_sheet
from reports.bulletin_transfers import transfers_sheet
from reports.disclosure import minimum_count
from reports.formatting import chinese_month, chinese_time
from reports.rectification import rectification_sheet
from reports.wording import say

__all__ = ["BulletinInput", "build_bulletin", "bulletin_file_name", "bulletin_subject"]

EDITION = "leaders"


def build_bulletin(given: BulletinInput) -> Workbook:
    """The leaders' edition of a month's bulletin; write it with ``workbook.write_workbook``."""
    minimum = minimum_count(EDITION, given.known_at.date())
    sheets = (
        cover_sheet(given),
        education_sheet(given, _title(given, "education")),
        monitoring_sheet(given, _title(given, "monitoring"), minimum),
        counselling_sheet(given, _title(given, "counselling")),
        intervention_sheet(given, _title(given, "intervention"), minimum),
        transfers_sheet(given, _title(given, "transfers")),
        staffing_sheet(given, _title(given, "staffing")),
        overview_sheet(given, _title(given, "overview")),
        comparison_sheet(given, _title(given, "comparison")),
        rectification_sheet(given, _title(given, "rectification")),
        reporting_sheet(given, _title(given, "reporting")),
        errata_sheet(given, _title(given, "errata")),
        notes_sheet(given, _title(given, "notes"), minimum),
    )
    return Workbook(
        title=bulletin_subject(given),
        sheets=tuple(sheet for sheet in sheets if sheet is not None),
        header_left=given.title,
        header_right=say("bulletin.header_right", **issue_of(given)).strip(),
        banner=say("mark.rehearsal_banner") if given.is_rehearsal else "",
        properties={"company": given.issuer, "author": given.issuer},
    )


def bulletin_file_name(
    title: str, issue_no: int, month: str, is_rehearsal: bool, period_words: str = ""
) -> str:
    """The Chinese file name of a month's bulletin, or of the term's or year's so named."""
    key = "bulletin.rehearsal_file_name" if is_rehearsal else "bulletin.file_name"
    return say(key, **issue_blanks(title, issue_no, month, period_words))


def bulletin_subject(given: BulletinInput) -> str:
    """Title, issue and month in one line."""
    return say("mail.subject", **issue_of(given))


def issue_blanks(title: str, issue_no: int, month: str, period_words: str) -> dict[str, str]:
    """What a line names an issue by; the edition of a term or year has no number of its own."""
    number = "" if period_words else say("bulletin.issue", issue=issue_no)
    return {"title": title, "issue": number, "month": period_words or chinese_month(month)}


def issue_of(given: BulletinInput) -> dict[str, str]:
    """`issue_blanks` of the edition that is being made."""
    return issue_blanks(given.title, given.issue_no, given.month, given.period_words)


def _title(given: BulletinInput, sheet: str) -> Title:
    subtitle = say(
        "bulletin.subtitle",
        month=given.named_period,
        known_at=chinese_time(given.known_at),
        **reach_words(given.reach.row(0, named=True)),
    )
    return Title(say(f"bulletin.{sheet}.title"), subtitle)
