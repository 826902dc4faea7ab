"""Questions the warehouse cannot ask: words no list knows, uncertain mails, drafts to be signed.

Each is a row of ``questions.QUESTION_SCHEMA`` by name; a question that is settled is not asked.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from orchestration.decisions import known_now
from orchestration.front_page import VERDICT_WORDS
from orchestration.publish import DRAFT, read_draft
from orchestration.release import Draft, issued_months, signature
from orchestration.settings import Settings
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.outbox import Outbox

if TYPE_CHECKING:
    from validations.form_columns import Column

Row = dict[str, Any]
_SHOWN_WHOLE = 40
_PARTS = re.compile(r"[;；,，、/\n]")


def other_questions(settings: Settings) -> list[Row]:
    """All of them, in no order."""
    return [*_words(settings), *_mails(settings), *_drafts(settings)]


def drafts_to_sign(settings: Settings) -> dict[str, Draft]:
    """Drafts by month that the round check lets go and that have not left."""
    issued = issued_months(settings)
    months = sorted(path.parent.name for path in settings.bulletins.glob(f"*/{DRAFT}"))
    drafts = {month: read_draft(settings, month) for month in months if month not in issued}
    return {month: draft for month, draft in drafts.items() if draft.verdict != "hold"}


def question_id(kind: str, parts: Iterable[str]) -> str:
    """What a question is known by: the letter of its kind and ten digits of what it is about."""
    digest = hashlib.md5("|".join((kind, *parts)).encode(), usedforsecurity=False).hexdigest()
    return str(_kind(kind)["prefix"]) + digest[:10]


def _kind(kind: str) -> Mapping[str, Any]:
    from validations.code_lists import read_seed

    return read_seed("code_question").filter(kind=kind).row(0, named=True)


def _row(kind: str, parts: Iterable[str], since: datetime, blanks: Row, **about: Any) -> Row:
    from validations.decision_choices import choices_of

    return {
        "kind": kind,
        "question_id": question_id(kind, parts),
        "words": str(_kind(kind)["words"]).format_map(blanks),
        "since": since,
        "choices": ";".join(choices_of({"kind": kind, **about})),
        **about,
    }


def _words(settings: Settings) -> Iterator[Row]:
    """A row a list and word that still stands in a file nobody has replaced."""
    from validations.code_lists import label_of
    from validations.initiatives import alias_lists
    from validations.vocabulary import word_key

    titles = {list_name: title for title, list_name in alias_lists().items()}
    settled = known_now(settings).settled
    found: dict[tuple[str, str], list[Row]] = {}
    for finding, column, word in _unknown_words(settings):
        if column.list_name in titles:
            place = (str(column.list_name), word_key(word))
            found.setdefault(place, []).append({**finding, "word": word})
    for (list_name, key), rows in found.items():
        if ("word", list_name, key) in settled:
            continue
        forms = "、".join(label_of("form", f) for f in sorted({row["form_id"] for row in rows}))
        blanks = {"word": rows[0]["word"], "list": titles[list_name]}
        blanks |= {"forms": forms, "count": len(rows)}
        units = {row["unit_code"] for row in rows}
        yield _row(
            "unknown_word",
            (list_name, key),
            min(row["received_at"] for row in rows),
            blanks,
            item_name=list_name,
            word=rows[0]["word"],
            unit_code=units.pop() if len(units) == 1 else None,
        )


def _unknown_words(settings: Settings) -> Iterator[tuple[Row, Column, str]]:
    """Findings that a word is on no list, with the column and the word; shortened ones left out."""
    from validations.form_columns import all_columns
    from validations.forms import FORMS
    from validations.vocabulary import code_of, why_unknown

    for finding in _standing_findings(settings).iter_rows(named=True):
        form = FORMS.get(finding["form_id"])
        columns = {column.name: column for column in all_columns(form)} if form else {}
        column, shown = columns.get(finding["column_name"]), finding["value_shown"]
        if column is None or column.list_name is None or len(shown) >= _SHOWN_WHOLE:
            continue
        for part in _PARTS.split(shown) if column.kind == "multi" else [shown]:
            word = part.strip()
            # A word that is known to mislead is not the office's to allow.
            is_known = code_of(column.list_name, word) or why_unknown(column.list_name, word)
            if word and not is_known:
                yield finding, column, word


def _standing_findings(settings: Settings) -> pl.DataFrame:
    """Findings about lists whose school has sent nothing acceptable since."""
    lake = Lake(settings.lake, lake_tables())
    keys = ["form_id", "period", "scope_code"]
    last = (
        lake.read("submission_scopes")
        .filter((pl.col("rows_accepted") > 0) | pl.col("is_nil"))
        .group_by(keys)
        .agg(last_at=pl.col("received_at").max())
    )
    of_lists = pl.col("rule_id").str.ends_with(".list") & pl.col("value_shown").is_not_null()
    stands = pl.col("last_at").is_null() | (pl.col("received_at") >= pl.col("last_at"))
    found = lake.read("findings").filter(of_lists)
    return found.join(last, on=keys, how="left", maintain_order="left").filter(stands)


def _mails(settings: Settings) -> Iterator[Row]:
    """A row a mail whose fate is unknown; one that is lost again is a new question."""
    for message in Outbox(settings.outbox).messages("unknown"):
        since = message.changed_at.isoformat()
        yield _row(
            "unknown_mail",
            (message.key, since),
            message.changed_at,
            {"recipient": message.recipient, "subject": message.subject},
            item_name=message.key,
            value=since,
        )


def _drafts(settings: Settings) -> Iterator[Row]:
    """A row a draft that waits for its signature, where signatures are asked for."""
    if settings.release != "signed":
        return
    for month, draft in drafts_to_sign(settings).items():
        if signature(settings, draft) is None:
            blanks = {
                "month": month,
                "known_at": f"{draft.known_at:%Y-%m-%d %H:%M}",
                "verdict": VERDICT_WORDS[draft.verdict],
            }
            yield _row(
                "sign_off",
                (month, draft.figures_digest),
                draft.known_at,
                blanks,
                period=month,
                value=draft.figures_digest,
            )
