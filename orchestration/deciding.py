"""One decision taken in the UI: written as the form it could have been, and taken in as one.

So there is one way in, one check and one record, whichever way an officer decides.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from orchestration.intake import Intake, IntakeReport
from orchestration.questions import desk_workbook, open_questions
from orchestration.settings import Settings
from orchestration.stores import atomic


class NotDecidedError(RuntimeError):
    """The decision could not be taken; the words say why."""


def decide(
    settings: Settings, question_id: str, choice: str, reason: str, who: str, at: datetime
) -> IntakeReport:
    """Answer one open question; whatever else lies in the inbox is taken in with it.

    ``question_id`` is a question's id or the 事项编号 of the 待办表. Raises ``NotDecidedError``
    with Chinese words where the question is not open or the answer will not do.
    """
    wanted = question_id.strip().partition("-")[0]
    asked = open_questions(settings)
    if wanted not in asked["question_id"]:
        known = "、".join(asked["question_id"]) or "（目前没有）"
        raise NotDecidedError(f"没有编号为“{question_id}”的待定事项，等待决定的有：{known}。")
    answer = {"choice": choice.strip(), "reason": reason.strip(), "who": who.strip()}
    if not answer["choice"]:
        choices = asked.filter(question_id=wanted)["choices"][0].replace(";", "、")
        raise NotDecidedError(f"请填写决定，可选：{choices}。")
    name = f"界面决定-{wanted}-{at:%Y%m%dT%H%M%S}.xlsx"
    given = {wanted: {key: text for key, text in answer.items() if text}}
    atomic.write_bytes(settings.inbox / name, desk_workbook(settings, at, given))
    report = Intake(settings.model_copy(update={"settle_seconds": 0.0})).run(at)
    faults = _faults(report, name)
    if faults:
        raise NotDecidedError("；".join(faults))
    return report


def _faults(report: IntakeReport, name: str) -> list[str]:
    return [
        words
        for batch in report.batches
        for words in batch.findings.filter(
            (pl.col("file_name") == name) & (pl.col("severity") == "必改")
        )["words"]
    ]
