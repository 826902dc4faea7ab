"""Rule pages, unit tests, catalogue and index say the same."""

from __future__ import annotations

import re

import pytest

from tests.unit.dbt.worked_examples import BLOCK, PAGES, refreshed, unit_tests
from validations.code_lists import read_seed

PAGE_NAMES = sorted(path.stem for path in PAGES.glob("*.md") if path.stem != "README")
COMMON = {
    "effective-submission",
    "follow-up-clocks",
    "letter-figures",
    "parameters",
    "partial-reporting",
    "rectification",
    "schools",
    "scorecard",
    "series-reach",
    "submission-life",
    "work-calendar",
}


def test_every_metric_and_cross_form_rule_has_a_page_and_no_page_is_left_over():
    metrics = set(read_seed("code_metric")["metric_id"])
    rules = set(read_seed("code_cross_rule")["rule_id"])
    assert set(PAGE_NAMES) == metrics | rules | COMMON


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_a_page_has_its_source_its_rule_and_an_example(name: str):
    headings = re.findall(r"^## (.+)$", (PAGES / f"{name}.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "依据"
    assert headings[1] in ("公式", "规则")
    assert headings[2] == "算例"


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_the_example_on_a_page_is_the_unit_test(name: str):
    page = (PAGES / f"{name}.md").read_text("utf-8")
    assert BLOCK.search(page), "names no unit test"
    assert page == refreshed(page), "run python -m tests.unit.dbt.worked_examples"


def test_every_unit_test_is_an_example_on_some_page():
    shown = {
        found[1]
        for name in PAGE_NAMES
        for found in BLOCK.finditer((PAGES / f"{name}.md").read_text("utf-8"))
    }
    assert shown == set(unit_tests())


def test_the_index_names_every_page():
    index = (PAGES / "README.md").read_text("utf-8")
    assert set(re.findall(r"\]\(([\w-]+)\.md\)", index)) == set(PAGE_NAMES)


def test_links_between_pages_lead_somewhere():
    for name in PAGE_NAMES:
        page = (PAGES / f"{name}.md").read_text("utf-8")
        assert set(re.findall(r"\]\(([\w-]+)\.md\)", page)) <= set(PAGE_NAMES), name
