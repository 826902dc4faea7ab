"""Mails to the officer: a run failed, a bulletin is held, a mail's fate or address is in doubt.

Each is queued once and sent with the rest; a notice that cannot be made never fails a run. What
counties are told stands in `reminders` and `county_todo`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from orchestration.release import Draft
from orchestration.run_words import step_words
from orchestration.settings import Settings
from orchestration.stores.outbox import Outbox

if TYPE_CHECKING:
    from reports.message import Notice


def note_failed_run(
    settings: Settings, run_id: str, job: str, step_key: str, words: str, at: datetime
) -> bool:
    """Queue the notice of a failed run, once a run; True where it is new."""
    blanks = {"when": f"{at:%Y-%m-%d %H:%M}", "job": job, "step": step_words(step_key)}
    return _queue(settings, "run_failed", f"failed-{run_id}", blanks, [words], at)


def note_held(settings: Settings, draft: Draft, reasons: Sequence[str], at: datetime) -> bool:
    """Queue the notice that a month is held, once for the same reasons."""
    from reports.formatting import chinese_month

    key = f"held-{draft.month}-{_short_digest(reasons)}"
    return _queue(settings, "held", key, {"month": chinese_month(draft.month)}, reasons, at)


def note_unknown(settings: Settings, keys: Sequence[str], at: datetime) -> bool:
    """Queue the notice of mails whose fate is unknown, once for the same mails."""
    from reports.formatting import chinese_month

    outbox = Outbox(settings.outbox)
    items = [f"{m.recipient}（{m.subject}）" for m in (outbox.get(key) for key in keys)]
    key = f"unknown-{_short_digest(sorted(keys))}"
    return _queue(settings, "unknown", key, {"month": chinese_month(f"{at:%Y-%m}")}, items, at)


def note_recipients(settings: Settings, words: str, at: datetime) -> bool:
    """Queue the notice that counties were told nothing this night, once for the same fault."""
    key = f"recipients-{_short_digest([words])}"
    return _queue(settings, "recipients", key, {"when": f"{at:%Y-%m-%d %H:%M}"}, [words], at)


def _queue(
    settings: Settings,
    kind: Notice,
    key: str,
    blanks: Mapping[str, str],
    items: Sequence[str],
    at: datetime,
) -> bool:
    """Lay a notice in the outbox; nothing where no officer is named."""
    if not settings.mail.officer:
        return False
    from reports.message import build_notice

    message = build_notice(
        kind,
        blanks,
        items,
        sender=settings.mail.sender,
        recipient=settings.mail.officer,
        sent_at=at,
        key=key,
        is_rehearsal=settings.is_rehearsal,
    )
    return Outbox(settings.outbox).queue(key, settings.mail.officer, message, at)


def _short_digest(words: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]
