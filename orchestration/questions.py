"""Every question that waits for the office, and the workbook it is answered with.

Held corrections and rivals are asked by the warehouse, the rest by ``other_questions``. What an
answer brings about is not said here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.figures import warehouse_of
from orchestration.other_questions import drafts_to_sign, other_questions
from orchestration.settings import Settings
from orchestration.stores import atomic

QUESTION_SCHEMA: dict[str, Any] = {
    "kind": pl.String,
    "question_id": pl.String,
    "words": pl.String,
    "since": pl.Datetime("us"),
    "form_id": pl.String,
    "period": pl.String,
    "unit_code": pl.String,
    "scope_code": pl.String,
    "scope_name": pl.String,
    "choices": pl.String,
    "submission_ids": pl.String,
    "item_name": pl.String,
    "word": pl.String,
    "value": pl.String,
}
_ABOUT = ("form_id", "period", "scope_code", "submission_ids", "item_name", "word", "value")


def open_questions(settings: Settings) -> pl.DataFrame:
    """One row a question, by kind and age; the columns are those of ``rpt_open_question`` and more.

    Raises `NoFiguresError` before the first build.
    """
    from validations.code_lists import read_seed

    asked = pl.concat(
        [
            pl.DataFrame(schema=QUESTION_SCHEMA),
            warehouse_of(settings).read("rpt_open_question"),
            pl.DataFrame(other_questions(settings), schema=QUESTION_SCHEMA),
        ],
        how="diagonal_relaxed",
    )
    order = read_seed("code_question").select("kind", pl.col("sort_no").cast(pl.Int64))
    return (
        asked.join(order, on="kind", how="left")
        .sort("sort_no", "since", "unit_code", "question_id", nulls_last=True)
        .select(list(QUESTION_SCHEMA))
    )


def write_desk_workbook(settings: Settings, written_at: datetime) -> Path:
    """Write ``desk/待办.xlsx`` with every open question; returns its path.

    A file somebody has typed into since it was written is kept beside the new one.
    """
    from reports.wording import say

    path, mark = settings.desk / say("decisions.file_name"), settings.desk / ".written"
    content = desk_workbook(settings, written_at)
    if path.exists() and mark.exists():
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != mark.read_text(encoding="ascii"):
            path.rename(path.with_name(say("decisions.kept_name", digest=digest[:6])))
    atomic.write_bytes(path, content)
    atomic.write_bytes(mark, hashlib.sha256(content).hexdigest().encode("ascii"))
    return path


def desk_workbook(
    settings: Settings,
    written_at: datetime,
    filled: Mapping[str, Mapping[str, str]] | None = None,
) -> bytes:
    """The 待办表 as bytes; with ``filled`` only those questions, answered (choice, reason, who)."""
    from reports.desk_workbook import build_desk_workbook
    from reports.workbook import workbook_bytes

    asked = open_questions(settings)
    if filled is not None:
        asked = asked.filter(pl.col("question_id").is_in(list(filled)))
    book = build_desk_workbook(
        [_question(row) for row in asked.iter_rows(named=True)],
        {month: draft.figures_digest for month, draft in drafts_to_sign(settings).items()},
        written_at,
        filled,
        warehouse_of(settings).read("rpt_parameter"),
        settings.is_rehearsal,
    )
    return workbook_bytes(book, written_at)


def _question(row: Mapping[str, Any]) -> Any:
    from reports.desk_workbook import Question
    from reports.form_words import known_label, unit_words
    from validations.code_lists import label_of

    about = {"kind": row["kind"]} | {name: row[name] for name in _ABOUT if row[name] is not None}
    unit = row["unit_code"]
    return Question(
        question_id=row["question_id"],
        cells={
            "kind": label_of("question", row["kind"]),
            "unit": unit_words(unit) if unit else None,
            "form": known_label("form", row["form_id"]) if row["form_id"] else None,
            "period": row["period"],
            "school": row["scope_name"],
            "words": row["words"],
        },
        about=about,
    )
