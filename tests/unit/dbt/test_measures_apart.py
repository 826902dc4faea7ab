"""Persons, attendances, sessions and items are different measures: no sum holds two of them."""

from __future__ import annotations

import re

import pytest

from tests.unit.dbt.test_project import MODELS, without_comments
from validations.code_lists import read_seed
from validations.form_columns import columns_of
from validations.forms import FORMS

# What the columns of F11 count, as its own sheet says, and what the warehouse makes of them.
COUNTED = {
    **{c.name: c.unit_of_measure for c in columns_of(FORMS["F11"].main) if c.unit_of_measure},
    "attendance_count": "人次",
    "listed_count": "人次",
    "told_count": "人",
    "member": "人",
}
OF_ACTIVITIES = sorted(
    name
    for name in MODELS
    if re.match(
        r"fct_(activities|attendances)|int_(activity|teacher|homeroom)_|int_.*__activities", name
    )
)
ADDING = re.compile(r"(?:sum|greatest|least)\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")
# The value of an addition, without the conditions that choose its rows.
CONDITION = re.compile(r"\bwhen\b.*?\bthen\b", re.DOTALL)


def kinds_in(expression: str) -> set[str]:
    """What the columns in a piece of SQL count."""
    words = set(re.findall(r"\w+", CONDITION.sub(" ", expression)))
    return {unit for name, unit in COUNTED.items() if name in words and unit != "学时"}


def additions(sql: str) -> list[str]:
    """Sums, bounds, and terms joined by a plus."""
    terms = re.findall(r"[\w.(),' ]+(?:\s*\+\s*[\w.(),' ]+)+", sql)
    return [*ADDING.findall(sql), *terms]


@pytest.mark.parametrize("name", OF_ACTIVITIES)
def test_no_sum_of_the_activities_holds_two_kinds(name: str) -> None:
    sql = without_comments(MODELS[name].read_text("utf-8"))
    mixed = [part for part in additions(sql) if len(kinds_in(part)) > 1]
    assert mixed == []


def test_a_sum_that_mixes_persons_and_attendances_would_be_seen() -> None:
    assert kinds_in(additions("select sum(person_n + attend_n) from x")[0]) == {"人", "人次"}
    assert kinds_in(additions("select a.benefit_n + a.attend_n from x")[0]) == {"人", "人次"}
    assert kinds_in("case when person_n > 0 then attend_n end") == {"人次"}


def test_a_variant_of_a_metric_counts_one_thing() -> None:
    metrics = read_seed("code_metric")
    kinds = metrics.select("metric_id", "variant", "count_basis").unique()
    assert kinds.height == metrics.select("metric_id", "variant").unique().height


def test_figures_are_added_within_a_metric_and_variant_alone() -> None:
    sql = without_comments(MODELS["int_figure_sums"].read_text("utf-8"))
    grouped = re.findall(r"sum\(.*?group by ([^\n)]*)", sql, re.DOTALL)
    assert all("metric_id" in group and "variant" in group for group in grouped)
    assert grouped


@pytest.mark.parametrize("name", ["int_measures__activities", "int_place_measures__activities"])
def test_a_part_is_joined_to_a_metric_that_counts_the_same(name: str) -> None:
    sql = without_comments(MODELS[name].read_text("utf-8"))
    joins = re.findall(
        r"ref\('int_activity_(?:parts|members)'\).*?(?=\bjoin\b|\bunion\b|\bwhere\b)",
        sql,
        re.DOTALL,
    )
    assert joins
    assert all(re.search(r"count_basis = \w+\.count_basis", join) for join in joins)
