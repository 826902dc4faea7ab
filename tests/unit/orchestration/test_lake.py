from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from orchestration.stores.keys import STORE_KEY, KeyFaultError, new_store_key
from orchestration.stores.lake import SCHEMA_BATCH, Lake
from orchestration.stores.vault import Event

TABLES = {
    "things": {"name": pl.String(), "count": pl.Int64()},
    "events": {
        **dict.fromkeys(("event_id", "event_type"), pl.String()),
        "occurred_at": pl.Datetime("us"),
        **dict.fromkeys(("who", "subject", "payload"), pl.String()),
    },
}


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake", TABLES)


def things(*names: str) -> dict[str, pl.DataFrame]:
    return {"things": pl.DataFrame({"count": [1] * len(names), "name": names})}


def test_a_table_can_be_read_before_its_first_row(lake: Lake) -> None:
    lake.ensure_schema()
    assert (lake.root / "batches" / SCHEMA_BATCH / "things.parquet").exists()
    assert dict(lake.read("things").schema) == TABLES["things"]
    assert lake.batch_ids() == set()


def test_a_changed_schema_replaces_the_empty_frames(lake: Lake, tmp_path: Path) -> None:
    lake.ensure_schema()
    wider = Lake(lake.root, TABLES | {"more": {"x": pl.Date()}})
    wider.ensure_schema()
    assert (lake.root / "batches" / SCHEMA_BATCH / "more.parquet").exists()


def test_batches_of_an_earlier_release_are_given_the_columns_of_this_one(lake: Lake) -> None:
    lake.ensure_schema()
    lake.commit("b1", things("a"))
    wider = Lake(lake.root, TABLES | {"things": {**TABLES["things"], "weight": pl.Float64()}})
    wider.ensure_schema()
    wider.commit("b2", {"things": things("b")["things"].with_columns(weight=pl.lit(2.5))})
    assert wider.read("things").rows() == [("a", 1, None), ("b", 1, 2.5)]


def test_nothing_of_a_row_can_be_read_in_the_files(lake: Lake) -> None:
    lake.ensure_schema()
    lake.commit("b1", things("P0000-00000-00000"))
    assert all(b"P0000" not in file.read_bytes() for file in lake.root.rglob("*.parquet"))
    assert lake.read("things")["name"].to_list() == ["P0000-00000-00000"]


def test_with_another_key_nothing_is_read_and_nothing_written(lake: Lake) -> None:
    lake.ensure_schema()
    lake.commit("b1", things("a"))
    right = lake.keys.store_key()
    lake.keys.write(STORE_KEY, new_store_key())
    for attempt in (lambda: lake.read("things"), lambda: lake.commit("b2", things("b"))):
        with pytest.raises(KeyFaultError, match="密钥与数据不符"):
            attempt()
    (lake.keys.folder / STORE_KEY).unlink()
    with pytest.raises(KeyFaultError, match="找不到"):
        lake.read("things")
    lake.keys.write(STORE_KEY, right)
    assert lake.read("things")["name"].to_list() == ["a"]
    assert lake.batch_ids() == {"b1"}


def test_a_lake_in_clear_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "lake" / "batches" / "b1").mkdir(parents=True)
    with pytest.raises(KeyFaultError, match="未加密"):
        Lake(tmp_path / "lake", TABLES).ensure_schema()


def test_a_batch_is_seen_whole_with_the_columns_of_the_table(lake: Lake) -> None:
    lake.commit("b1", things("a", "b"))
    assert lake.read("things").rows() == [("a", 1), ("b", 1)]
    assert lake.read("things").columns == ["name", "count"]


def test_committing_a_batch_again_changes_nothing(lake: Lake) -> None:
    lake.commit("b1", things("a"))
    lake.commit("b1", things("other"))
    assert lake.read("things")["name"].to_list() == ["a"]


def test_a_batch_that_cannot_be_written_whole_is_not_seen_at_all(lake: Lake) -> None:
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        lake.commit("b1", things("a") | {"events": pl.DataFrame({"wrong": [1]})})
    assert lake.batch_ids() == set()
    lake.commit("b1", things("b"))
    assert lake.read("things")["name"].to_list() == ["b"]


def test_events_enter_once_however_often_they_are_offered(lake: Lake) -> None:
    first = Event("e1", "signed", datetime(2026, 10, 1), "甲", "2026-09", {"a": 1})
    second = Event("e2", "issued", datetime(2026, 10, 2), "乙", "2026-09", {})
    lake.commit_events([first])
    lake.commit_events([first])
    lake.commit_events([first, second])
    assert lake.read("events")["event_id"].to_list() == ["e1", "e2"]
    assert lake.read("events")["payload"].to_list() == ['{"a": 1}', "{}"]
