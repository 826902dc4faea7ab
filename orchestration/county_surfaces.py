"""What an officer sees in Dagster's pages of the counties' reminders, lists and copies.

No figure is computed here.
"""

from __future__ import annotations

from typing import Any

from orchestration.reminders import Reminded
from orchestration.settings import Settings
from orchestration.stores.mailer import SendReport
from orchestration.surfaces import mail_metadata

Metadata = dict[str, Any]


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
