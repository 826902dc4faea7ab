"""What an officer sees in Dagster's pages of the counties' copies, lists and reminders.

Counts and places only, no case number. No figure is computed here.
"""

from __future__ import annotations

from typing import Any

from dagster import MetadataValue

from orchestration.county_copies import Copies
from orchestration.county_todo import Listed
from orchestration.reminders import Reminded
from orchestration.settings import Settings
from orchestration.stores.mailer import SendReport
from orchestration.surfaces import mail_metadata

Metadata = dict[str, Any]


def copies_metadata(copies: Copies) -> Metadata:
    """How many copies there are and where they are collected."""
    return {
        "份数": len(copies.paths),
        "逾期个案": copies.overdue_count,
        "位置（专人领取）": MetadataValue.path(str(copies.folder)),
    }


def todo_metadata(settings: Settings, listed: Listed, sent: SendReport) -> Metadata:
    """Which week's lists were made, what they hold, and the mails."""
    counts = listed.counts or {}
    return {
        "周": listed.week,
        "新生成的待办": len(listed.paths),
        "各类项数": "，".join(f"{kind} {count}" for kind, count in counts.items()) or "无",
        "新备通知": len(listed.queued),
        "作废的旧通知": len(listed.withdrawn),
        "有待办而没有联系人的单位": _names(listed.without_contact),
        "位置（待领取）": MetadataValue.path(str(settings.returns)),
        **mail_metadata(settings, sent),
    }


def reminders_metadata(settings: Settings, done: Reminded, sent: SendReport) -> Metadata:
    """How many reminders the night laid out and took back, whom nobody answers for, the mails."""
    return {
        "新备提醒": len(done.queued),
        "作废的旧提醒": len(done.withdrawn),
        "有欠报而没有联系人的单位": _names(done.without_contact),
        **mail_metadata(settings, sent),
    }


def _names(names: tuple[str, ...]) -> str:
    return "、".join(names) or "无"
