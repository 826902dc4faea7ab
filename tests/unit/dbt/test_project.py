"""The dbt project as written: descriptions, contracts, sources, and what SQL may not hold."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.lake_builder import LAKE_SCHEMA
from validations.code_lists import read_seed

PROJECT = Path(__file__).resolve().parents[3] / "dbt_project"
MODELS = {path.stem: path for path in sorted(PROJECT.glob("models/**/*.sql"))}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@cache
def properties(kind: str) -> dict[str, Any]:
    """All entries of a kind (models, exposures …) from the project's YAML by name."""
    found: dict[str, Any] = {}
    for path in sorted(PROJECT.glob("models/**/*.yml")):
        for entry in yaml.safe_load(path.read_text("utf-8")).get(kind, []):
            found[entry["name"]] = entry
    return found


def without_comments(sql: str) -> str:
    """SQL without its comments, dbt's and SQL's."""
    return re.sub(r"--[^\n]*|\{#.*?#\}", "", sql, flags=re.DOTALL)


def test_sources_are_the_lake():
    (lake,) = properties("sources").values()
    tables = {t["name"]: [c["name"] for c in t["columns"]] for t in lake["tables"]}
    assert tables == {name: list(schema) for name, schema in LAKE_SCHEMA.items()}


def test_the_lake_of_the_tests_is_the_lake_the_store_writes():
    from orchestration.stores.lake_tables import lake_tables

    assert {name: dict(schema) for name, schema in lake_tables().items()} == LAKE_SCHEMA


@pytest.mark.parametrize("name", MODELS)
def test_every_model_is_described_in_chinese(name: str):
    assert CHINESE.search(properties("models")[name]["description"])


@pytest.mark.parametrize("name", [n for n, path in MODELS.items() if path.parent.name == "marts"])
def test_every_column_of_a_mart_is_described(name: str):
    columns = properties("models")[name]["columns"]
    assert all(CHINESE.search(column["description"]) for column in columns)


def test_what_pages_read_has_an_enforced_contract_and_a_reader():
    read = {name for name in MODELS if name.startswith("rpt_")} | {"fct_figures"}
    contracted = {
        name
        for name, entry in properties("models").items()
        if entry.get("config", {}).get("contract", {}).get("enforced")
    }
    exposed = {
        re.findall(r"'(\w+)'", ref)[0]
        for exposure in properties("exposures").values()
        for ref in exposure["depends_on"]
    }
    assert contracted == read
    assert exposed >= read


@pytest.mark.parametrize("name", MODELS)
def test_sql_reads_no_clock_and_holds_no_threshold(name: str):
    sql = without_comments(MODELS[name].read_text("utf-8")).lower()
    assert not re.search(r"\b(now\(|current_date|current_timestamp|today\()", sql)
    assert not re.search(r"\b(qualify|exclude)\b|\brange\(|\bunnest\(", sql), "one engine only"
    assert not re.search(r"\b(800|0\.95|0\.5)\b", sql), "a threshold belongs in a dated seed"


def test_layers_are_kept():
    below = {"staging": set(), "intermediate": {"int", "stg", "dim", "fct"}, "marts": set()}
    for name, path in MODELS.items():
        read = {ref.split("_")[0] for ref in re.findall(r"ref\('(\w+)'\)", path.read_text("utf-8"))}
        seeds = {"code", "standard", "calendar", "alias"}
        if path.parent.name == "staging":
            assert read == below["staging"], name
        elif name.startswith(("int_", "fct_", "dim_")):
            assert "rpt" not in read, name
            assert read <= below["intermediate"] | seeds, name


def test_typed_seed_columns_are_the_columns_of_the_files():
    for path in sorted(PROJECT.glob("seeds/**/*.yml")):
        for entry in yaml.safe_load(path.read_text("utf-8")).get("seeds", []):
            typed = entry["config"]["column_types"]
            assert list(typed) == read_seed(entry["name"]).columns, entry["name"]
