"""What a receipt 回执 says of one submission, and the small workbook of a file without faults.

Counts and times come with the submission; nothing is judged or counted here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.form_words import known_label, period_words, unit_words
from reports.formatting import chinese_time
from reports.wording import say, section
from validations.forms import FORMS
from validations.forms.decisions import FORM_ID as DECISION_FORM

COUNTS = ("rows_read", "rows_accepted", "rows_rejected", "rows_held")


def receipt_facts(submission: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and value of every line of a receipt: what was sent, and what became of its rows.

    ``submission`` is a row of the lake's submissions; what could not be told is said to be so.
    """
    facts = [(say(f"findings.{key}"), _given(text)) for key, text in _facts(submission).items()]
    return facts + [(say(f"findings.{key}"), str(submission[key])) for key in COUNTS]


def _facts(submission: Mapping[str, Any]) -> dict[str, str | None]:
    form_id, period, unit = (submission[key] for key in ("form_id", "period", "unit_code"))
    form = FORMS.get(form_id) if form_id else None
    status = submission["status"]
    name = f"{form.form_id} {form.title}" if form else form_id
    return {
        "submission_id": submission["submission_id"],
        "file": submission["file_name"],
        "form": say("decisions.title") if form_id == DECISION_FORM else name,
        "period": f"{period_words(period)}（{period}）" if period else None,
        "unit": _unit(unit) if unit else None,
        "received_at": chinese_time(submission["received_at"]),
        "hash": submission["file_sha256"],
        "status": section("findings.statuses").get(status, status),
    }


def _unit(code: str) -> str:
    return unit_words(code) if code == "3607" else known_label("unit", code)


def _given(text: str | None) -> str:
    return say("findings.unknown") if text is None else text
