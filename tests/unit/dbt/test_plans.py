"""A plan is a number of its own: nothing adds it to people hired, in post or retrained."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polars as pl
import pytest

from tests.unit.dbt.test_project import MODELS, without_comments
from validations.code_lists import read_seed

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted((ROOT / "reports").glob("*.py"))
METRICS = read_seed("code_metric").with_columns(pl.col("variant").fill_null(""))
PLAN = re.compile(r"\b(?:prov_|province_)?plan(?:_n|_count)\b")
PLANS = {(r["metric_id"], r["variant"]) for r in METRICS.filter(kind="plan").to_dicts()}


def expressions(sql: str) -> list[str]:
    """The innermost pieces of a statement: what lies between commas, aliases and clauses."""
    text = re.sub(r"\s+", " ", without_comments(sql).lower())
    return re.split(r",| as |\b(?:select|from|where|when|then|else|end|group by|union all)\b", text)


def added_plans(sql: str) -> list[str]:
    """Expressions that add something to a plan, or a plan to something."""
    return [piece for piece in expressions(sql) if "+" in piece and PLAN.search(piece)]


def columns_beside_a_plan(sql: str) -> list[tuple[str, str]]:
    """Metric and variant of each measure whose numerator is made of a plan."""
    found: list[tuple[str, str]] = []
    for query in re.split(r"\bunion all\b", without_comments(sql)):
        numerator = re.search(r"([^\s,][^,]*) as numerator", query)
        variant = re.search(r"'(\w*)' as variant", query)
        metric = re.search(r"'(M\d+)' as metric_id", query)
        if numerator and variant and metric and PLAN.search(numerator[1]):
            found.append((metric[1], variant[1]))
    return found


def test_a_plan_is_a_kind_of_its_own_and_says_so_in_its_name() -> None:
    assert ("M26", "c") in PLANS
    for row in METRICS.to_dicts():
        if (row["metric_id"], row["variant"]) in PLANS:
            assert row["kind"] == "plan", "one metric and variant is either a plan or none"
            assert "计划" in row["name_zh"]
            assert "不与" in row["definition_zh"]


@pytest.mark.parametrize("name", MODELS)
def test_no_model_adds_a_plan_to_anything(name: str) -> None:
    assert added_plans(MODELS[name].read_text("utf-8")) == []


@pytest.mark.parametrize("name", [name for name in MODELS if name.startswith("int_measures__")])
def test_only_a_metric_of_the_kind_plan_counts_plans(name: str) -> None:
    assert set(columns_beside_a_plan(MODELS[name].read_text("utf-8"))) <= PLANS


def test_the_measures_of_recruitment_do_count_the_plan() -> None:
    sql = MODELS["int_measures__recruitment"].read_text("utf-8")
    assert columns_beside_a_plan(sql) == [("M26", "c")]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_page_adds_figures_of_a_plan(path: Path) -> None:
    source = path.read_text("utf-8")
    sums = [
        ast.get_source_segment(source, node) or ""
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add))
        or (isinstance(node, ast.Call) and "sum" in ast.unparse(node.func))
    ]
    assert [text for text in sums if "M26" in text or "hired" in text or PLAN.search(text)] == []


@pytest.mark.parametrize(
    "sql",
    [
        "select plan_n + hired_n as people from a",
        "select sum(posts.hired_count) + sum(posts.plan_count) as people from a",
        "select coalesce(hired_n + prov_plan_n, 0) as people from a",
    ],
)
def test_adding_one_is_noticed(sql: str) -> None:
    assert added_plans(sql)
