"""What is written to counties by mail: reminders of what is owed, and that a to-do list is ready.

Counts only, never a school's, a case's or a person's number. When and to whom a letter goes is
decided in ``orchestration``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from reports.bulletin import issue_blanks
from reports.county_todo import TodoInput, todo_file_name, week_words
from reports.form_words import period_words
from reports.formatting import chinese_date, chinese_time
from reports.message import Letter
from reports.wording import lines, say


def reminder_letter(row: Mapping[str, Any], at: datetime) -> Letter:
    """The reminder of one row of ``rpt_reminder`` to the unit's contact, as known ``at``."""
    side = _side(row)
    blanks = _form_words(row, at) | {"unit": row["unit_name"]} | _counts(row)
    text = [*lines("reminder.opening", **blanks), *lines(f"reminder.{side}")]
    if row["is_copied_to_leaders"]:
        text.append(say("reminder.copied"))
    text.append(say("reminder.closing", step=row["step_label"]))
    return Letter(say(f"reminder.{side}_subject", **blanks), tuple(text))


def reminder_copy(rows: Sequence[Mapping[str, Any]], at: datetime) -> Letter:
    """One letter to a leader about all units that were reminded of one form and period.

    ``rows`` are of one form, period, due date and step, in official order, at least one.
    """
    words = _form_words(rows[0], at)
    items = [say("reminder.copy_item", unit=row["unit_name"], **_counts(row)) for row in rows]
    subject = say("reminder.copy_subject", units=len(rows), **words)
    return Letter(subject, (*lines("reminder.copy_opening", **words), *items))


def todo_notice(given: TodoInput, folder: str) -> Letter:
    """That the county's list of the week lies in its folder, and how much of each kind there is."""
    blanks = {
        "unit": given.unit_name,
        "week": week_words(given.week),
        "known_at": chinese_time(given.known_at),
        "total": given.items.height,
    }
    items = [
        say("todo.notice_item", kind=kind, count=count) for kind, count in given.counts.items()
    ]
    closing = say("todo.notice_closing", folder=folder, file=todo_file_name(given.week))
    text = (*lines("todo.notice_lines", **blanks), *items, closing)
    return Letter(say("todo.notice_subject", **blanks), text)


def return_notice(unit: str, count: int, received_at: datetime, until: date, folder: str) -> Letter:
    """That so many returned files lie in the unit's folder, and until when."""
    blanks: dict[str, object] = {
        "unit": unit,
        "count": count,
        "when": chinese_time(received_at),
        "until": chinese_date(until),
        "folder": folder,
    }
    subject = say("returns.notice_subject", **blanks)
    return Letter(subject, lines("returns.notice_lines", **blanks))


def edition_letter(unit: str, record: Mapping[str, Any]) -> tuple[Letter, str]:
    """The mail that brings a county its edition of an issue, and the workbook's file name.

    ``record`` is the issue's own, of a month or of a term or year.
    """
    blanks: dict[str, object] = {
        **issue_blanks(
            record["title"], record["issue_no"], record["month"], record.get("period_words", "")
        ),
        "unit": unit,
        "known_at": chinese_time(datetime.fromisoformat(record["known_at"])),
    }
    letter = Letter(
        say("county_edition.mail.subject", **blanks), lines("county_edition.mail.lines", **blanks)
    )
    name = "rehearsal_file_name" if record["is_rehearsal"] else "file_name"
    return letter, say(f"county_edition.{name}", **blanks)


def _side(row: Mapping[str, Any]) -> str:
    """Whether a step stands before or after the due date."""
    first: date = row["send_from"]
    return "after" if first > row["due_on"] else "before"


def _form_words(row: Mapping[str, Any], at: datetime) -> dict[str, str]:
    return {
        "form_id": row["form_id"],
        "form": row["form_name"],
        "period": period_words(row["period"]),
        "due": chinese_date(row["due_on"]),
        "when": chinese_time(at),
    }


def _counts(row: Mapping[str, Any]) -> dict[str, int]:
    return {
        "expected": row["expected_count"],
        "received": row["received_count"],
        "missing": row["missing_count"],
        "returned": row["returned_count"],
    }
