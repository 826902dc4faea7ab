"""What a receipt 回执 says of one submission, and the small workbook of a file without faults.

Counts and times come with the submission; nothing is judged or counted here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reports.blocks import Block, Cell, Column, Heading, Note, Sheet, Table, Title, Workbook
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
        "hash": _grouped(submission["file_sha256"]),
        "status": section("findings.statuses").get(status, status),
    }


def _unit(code: str) -> str:
    return unit_words(code) if code == "3607" else known_label("unit", code)


def _grouped(digest: str) -> str:
    """A hash in groups of eight: a long run of its digits could pass for a telephone number."""
    return "·".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _given(text: str | None) -> str:
    return say("findings.unknown") if text is None else text


def build_receipt(
    submission: Mapping[str, Any], told: Sequence[Sequence[str]] = (), is_rehearsal: bool = False
) -> Workbook:
    """The receipt of a file with nothing to mend; ``told`` are its hints (place, words, rule)."""
    when = chinese_time(submission["received_at"])
    subtitle = say("findings.subtitle", file=submission["file_name"], when=when)
    columns = (Column(say("form.fact"), "name"), Column(say("form.fact_value"), "text"))
    rows = tuple((name, Cell(text, "text")) for name, text in receipt_facts(submission))
    blocks: list[Block] = [
        Title(say("findings.sheet_summary"), subtitle),
        Table("receipt", columns, rows, span=(1, 2)),
    ]
    if told:
        heads = ("cell", "words", "rule")
        listed = tuple(Column(say(f"findings.{key}"), "text") for key in heads)
        blocks.append(Heading(say("returns.told")))
        blocks.append(Table("told", listed, tuple(tuple(row) for row in told)))
    else:
        blocks.append(Note((say("findings.none"),), style="body"))
    sheet = Sheet(say("findings.sheet_summary"), tuple(blocks), (20.0, 70.0, 16.0), tab="green")
    return Workbook(
        title=say("findings.sheet_summary"),
        sheets=(sheet,),
        header_left=say("findings.sheet_summary"),
        header_right=when,
        banner=say("mark.rehearsal_banner") if is_rehearsal else "",
    )
