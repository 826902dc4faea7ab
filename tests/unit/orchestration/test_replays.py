from __future__ import annotations

from datetime import datetime

import polars as pl

from orchestration.replays import replays

# id, digest of the bytes (and after a bar of what was accepted), scope, day, revision, status
Said = tuple[str, str, str, int, int, str]


def frames(*said: Said) -> tuple[pl.DataFrame, pl.DataFrame]:
    submissions = pl.DataFrame(
        [
            {
                "submission_id": submission_id,
                "file_sha256": digest.partition("|")[0],
                "received_at": datetime(2026, 9, day),
                "revision": revision,
                "status": status,
            }
            for submission_id, digest, _, day, revision, status in said
        ],
        schema={
            "submission_id": pl.String,
            "file_sha256": pl.String,
            "received_at": pl.Datetime("us"),
            "revision": pl.Int32,
            "status": pl.String,
        },
    ).unique("submission_id", maintain_order=True)
    scopes = pl.DataFrame(
        [
            {
                "submission_id": submission_id,
                "form_id": "F01",
                "period": "2026-2027-1",
                "scope_code": scope,
                "received_at": datetime(2026, 9, day),
                "revision": revision,
                "content_digest": digest.partition("|")[2],
            }
            for submission_id, digest, scope, day, revision, _ in said
        ],
        schema={
            **dict.fromkeys(("submission_id", "form_id", "period", "scope_code"), pl.String),
            "received_at": pl.Datetime("us"),
            "revision": pl.Int32,
            "content_digest": pl.String,
        },
    )
    return submissions, scopes


def repeated(new: list[Said], earlier: list[Said]) -> set[str]:
    return replays(*frames(*new), *frames(*earlier))


def test_the_last_accepted_word_said_again_is_a_replay() -> None:
    earlier = [("old", "A", "s1", 1, 1, "accepted")]
    assert repeated([("new", "A", "s1", 2, 1, "accepted")], earlier) == {"new"}


def test_equal_bytes_that_now_say_more_are_no_replay() -> None:
    earlier = [("old", "A|three rows", "s1", 1, 1, "partly_accepted")]
    assert repeated([("new", "A|four rows", "s1", 2, 1, "accepted")], earlier) == set()


def test_an_older_word_said_again_is_a_new_word() -> None:
    earlier = [("o1", "A", "s1", 1, 1, "accepted"), ("o2", "B", "s1", 2, 1, "accepted")]
    assert repeated([("new", "A", "s1", 3, 1, "accepted")], earlier) == set()


def test_a_rejected_word_in_between_replaces_nothing() -> None:
    earlier = [("o1", "A", "s1", 1, 1, "accepted"), ("o2", "B", "s1", 2, 1, "rejected")]
    assert repeated([("new", "A", "s1", 3, 1, "accepted")], earlier) == {"new"}


def test_a_rejected_file_sent_again_is_judged_again() -> None:
    earlier = [("old", "A", "s1", 1, 1, "rejected")]
    assert repeated([("new", "A", "s1", 2, 1, "rejected")], earlier) == set()


def test_every_scope_must_have_been_said_by_these_bytes() -> None:
    earlier = [
        ("o1", "A", "s1", 1, 1, "accepted"),
        ("o1", "A", "s2", 1, 1, "accepted"),
        ("o2", "B", "s2", 2, 1, "accepted"),
    ]
    new = [("new", "A", "s1", 3, 1, "accepted"), ("new", "A", "s2", 3, 1, "accepted")]
    assert repeated(new, earlier) == set()


def test_a_rival_said_again_settles_the_matter_and_is_no_replay() -> None:
    rivals = [("r1", "A", "s1", 1, 1, "accepted"), ("r2", "B", "s1", 1, 1, "accepted")]
    assert repeated([("new", "A", "s1", 2, 1, "accepted")], rivals) == set()


def test_a_higher_revision_of_the_same_evening_has_the_last_word() -> None:
    earlier = [("r1", "A", "s1", 1, 2, "accepted"), ("r2", "B", "s1", 1, 1, "accepted")]
    assert repeated([("new", "A", "s1", 2, 1, "accepted")], earlier) == {"new"}


def test_the_same_bytes_twice_in_one_batch_count_once() -> None:
    new = [("n1", "A", "s1", 2, 1, "accepted"), ("n2", "A", "s1", 2, 1, "accepted")]
    assert repeated(new, []) == {"n2"}


def test_another_scope_is_another_word() -> None:
    earlier = [("old", "A", "s1", 1, 1, "accepted")]
    assert repeated([("new", "A", "s2", 2, 1, "accepted")], earlier) == set()
