"""A block that holds the warehouse reads one build, whatever is published meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.stores.encrypted import attach_warehouse
from orchestration.stores.keys import Keys
from orchestration.stores.warehouse import NoFiguresError, Warehouse


def build(warehouse: Warehouse, value: int) -> None:
    """A build of one model with one number, put in place as `Warehouse.build` does."""
    aside = warehouse.scratch / "building.duckdb"
    with attach_warehouse(aside, Keys(warehouse.lake.parent).store_key(), False) as connection:
        connection.execute("create table figure as select ? as value", [value])
    aside.replace(warehouse.path)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "warehouse.duckdb", tmp_path, tmp_path / "lake")


def test_a_build_published_meanwhile_is_seen_only_afterwards(warehouse: Warehouse) -> None:
    build(warehouse, 1)
    with warehouse.held() as held:
        build(warehouse, 2)
        assert held.read("figure")["value"].to_list() == [1]
        assert held.find("figure", value="2").is_empty()  # type: ignore[union-attr]
        assert held.find("another") is None
        assert warehouse.read("figure")["value"].to_list() == [2]
    assert warehouse.read("figure")["value"].to_list() == [2]


def test_where_nothing_was_built_it_says_what_to_run(warehouse: Warehouse) -> None:
    with pytest.raises(NoFiguresError, match="xinqing run"), warehouse.held():
        pass
    assert warehouse.find("figure") is None
