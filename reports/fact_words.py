"""How a figure of a letter is said: in official words, in a sentence, and what is known against it.

A code or a document's number is named, never counted. Where it stands on the page belongs in
``fact_sheet``.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from reports.formatting import MARKS, chinese_month
from reports.official_words import Rounding, official_words, published_words
from reports.series_words import reach_words
from reports.wording import say

Row = Mapping[str, Any]
"""A row of rpt_letter_figure."""


def rounding_of(row: Row) -> Rounding:
    """How a figure of a letter is said, from its row."""
    return Rounding(row["qualifier"], Decimal(row["step"]), row["style"], row["unit_word"] or "")


def words_of(row: Row) -> str:
    """A figure in official words: number, name, or the mark of its status."""
    if row["status"] != "ok":
        return MARKS[row["status"]]
    if row["value"] is None:
        return text_of(row)
    return official_words(Decimal(row["value"]), rounding_of(row)).text


def sentence_of(row: Row) -> str | None:
    """The sentence to start from, saying what it rests on only in part; None for nothing to say.

    A count of none may be one that was not registered: nothing is drafted from it.
    """
    if row["status"] != "ok" or is_zero(row):
        return None
    blanks = {
        "text": text_of(row),
        "items": row["value_text"] or "",
        "since": row["since_zh"] or "",
    }
    if row["value"] is not None:
        words = official_words(Decimal(row["value"]), rounding_of(row))
        blanks |= {"mark": words.mark, "amount": words.amount}
    if row["ends_on"] is not None:
        blanks["year"] = str(row["ends_on"].year)
    sentence = str(row["skeleton"]).format(**blanks)
    counts = say("letters.partial", **_counts(row)) if row["missing_count"] else ""
    told = "；".join(filter(None, (reach_words(row), counts)))
    return sentence + (say("letters.told", told=told) if told else "")


def is_zero(row: Row) -> bool:
    """Whether a figure counts none, as far as the warehouse knows."""
    return bool(row["way"] == "figure" and row["status"] == "ok" and row["value"] == 0)


def caution_of(row: Row) -> str:
    """Why a sentence may not be signed as it stands; '' for one that may."""
    if row["status"] != "ok":
        return ""
    said = [say("letters.cautions.partial")] if row["is_partial"] else []
    if row["direction"] == "fewer":
        previous = published_words(row["previous_value"], rounding_of(row))
        said.append(say("letters.cautions.fewer", previous=previous))
    return "，".join(said)


def explanation_of(row: Row) -> str:
    """What is known of the difference from the last letter, and what the figure lacks.

    A missing report is told beside the cause, never as the cause: nobody knows what it holds.
    """
    words = say(f"letters.explanations.{row['explanation']}", period=row["previous_period"])
    missing = say("letters.missing", **_counts(row)) if row["missing_count"] else ""
    return "；".join(filter(None, (words, reach_words(row), missing)))


def _counts(row: Row) -> dict[str, str]:
    return {name: str(row[f"{name}_count"]) for name in ("received", "expected", "missing")}


def text_of(row: Row) -> str:
    """A figure that is a name, a code or a month, as it is written."""
    text = row["value_text"] or ""
    return chinese_month(text) if row["measure"] == "held_on" and text else text
