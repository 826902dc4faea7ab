"""Every question that waits for the office, and the workbook it is answered with.

Held corrections and rivals are the warehouse's; unknown words, uncertain mails and drafts to be
signed are asked here. What an answer brings about is not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.figures import warehouse_of
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
    """Write ``desk/待办.xlsx`` with every open question; returns its path."""
    from reports.wording import say

    path = settings.desk / say("decisions.file_name")
    atomic.write_bytes(path, desk_workbook(settings, written_at))
    return path


def desk_workbook(
    settings: Settings,
    written_at: datetime,
    filled: Mapping[str, Mapping[str, str]] | None = None,
) -> bytes:
    """The 待办表 as bytes; ``filled`` answers questions by id (choice, reason, who)."""
    from reports.desk_workbook import build_desk_workbook
    from reports.workbook import workbook_bytes

    book = build_desk_workbook(
        [_question(row) for row in open_questions(settings).iter_rows(named=True)],
        {},
        written_at,
        filled,
        settings.is_rehearsal,
    )
    return workbook_bytes(book, written_at)


def question_id(kind: str, parts: Iterable[str]) -> str:
    """What a question is known by: the letter of its kind and ten digits of what it is about."""
    from validations.code_lists import read_seed

    prefix = str(read_seed("code_question").filter(kind=kind)["prefix"][0])
    digest = hashlib.md5("|".join((kind, *parts)).encode(), usedforsecurity=False).hexdigest()
    return prefix + digest[:10]


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
