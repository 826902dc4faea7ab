"""Files that say again, byte for byte, what already counts: they change nothing (design 5.2).

Equal bytes may say more than before, once the office has allowed a word that was refused: then it
is no repetition. Which submission counts is decided in dbt; here only sameness with the last word
is judged.
"""

from __future__ import annotations

from typing import Any

import polars as pl

_SCOPE = ("form_id", "period", "scope_code")
_COUNTS = ("accepted", "partly_accepted")
_LastWord = dict[tuple[Any, ...], tuple[Any, int, set[str]]]


def replays(
    submissions: pl.DataFrame,
    scopes: pl.DataFrame,
    earlier_submissions: pl.DataFrame,
    earlier_scopes: pl.DataFrame,
) -> set[str]:
    """Ids of the new submissions whose bytes are the last accepted word on each of their scopes.

    Receipts that were withdrawn are not to be among the earlier ones.
    A rejected file is never a replay, nor is one that repeats a rival held back: sending it once
    more settles the matter. A file said twice in one batch counts once.
    """
    last = _last_words(earlier_submissions, earlier_scopes)
    repeated: set[str] = set()
    files = submissions.sort("submission_id")
    for submission in files.iter_rows(named=True):
        mine = scopes.filter(pl.col("submission_id") == submission["submission_id"])
        digest = submission["file_sha256"]
        said = {
            tuple(key): digest + content
            for *key, content in mine.select(*_SCOPE, "content_digest").rows()
        }
        if not said or submission["status"] not in _COUNTS:
            continue
        if all(key in last and last[key][2] == {content} for key, content in said.items()):
            repeated.add(submission["submission_id"])
        else:
            for key, content in said.items():
                _say(last, key, submission["received_at"], submission["revision"], content)
    return repeated


def _last_words(submissions: pl.DataFrame, scopes: pl.DataFrame) -> _LastWord:
    """Per scope the highest (received_at, revision) with the digests said there."""
    counted = submissions.filter(pl.col("status").is_in(_COUNTS)).select(
        "submission_id", "file_sha256"
    )
    last: _LastWord = {}
    joined = scopes.join(counted, on="submission_id")
    columns = (*_SCOPE, "received_at", "revision", "file_sha256", "content_digest")
    for *key, received_at, revision, digest, content in joined.select(columns).iter_rows():
        _say(last, tuple(key), received_at, revision, digest + content)
    return last


def _say(
    last: _LastWord, key: tuple[Any, ...], received_at: Any, revision: int | None, digest: str
) -> None:
    standing = last.get(key)
    mine = (received_at, revision or 0)
    if standing is None or mine > standing[:2]:
        last[key] = (*mine, {digest})
    elif mine == standing[:2]:
        standing[2].add(digest)
