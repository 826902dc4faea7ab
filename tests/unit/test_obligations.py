"""Every mechanism the two letters name has its form, metric, page and a test that shows it live.

The page docs/obligations.md says which; here it is held to the seeds, the wording and the tests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml

from reports.wording import has
from validations.code_lists import read_seed

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "obligations.md"
HEADERS = ["编号", "机制", "报表", "指标", "页面", "测试"]
RULES = ROOT / "docs" / "rules"
# Of reporting itself: punctuality, burden and needless columns of whatever form is owed.
ABOUT_ALL_FORMS = {"M42", "M43", "M44"}
# Pages whose metrics are written in the module of that name; others carry what seeds list.
MODULES = {"bulletin": "reports/bulletin_{}.py", "county_edition": "reports/county_chapters.py"}


@dataclass(frozen=True)
class Obligation:
    """One row of the page."""

    number: str
    mechanism: str
    forms: tuple[str, ...]
    metrics: tuple[str, ...]
    pages: tuple[str, ...]
    tests: tuple[str, ...]


def read(text: str) -> list[Obligation]:
    """The rows of the page's table."""
    table = [line for line in text.splitlines() if line.startswith("|")]
    header, rule, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    assert header == HEADERS and set("".join(rule)) <= set("- ")
    return [
        Obligation(number, mechanism, *(tuple(items(cell)) for cell in cells))
        for number, mechanism, *cells in rows
    ]


def items(cell: str) -> list[str]:
    return [part.strip("` ") for part in cell.split("、") if part.strip("` ")]


OBLIGATIONS = read(PAGE.read_text("utf-8"))


@cache
def dbt_tests() -> frozenset[str]:
    """Names of dbt's unit tests."""
    found: set[str] = set()
    for path in (ROOT / "dbt_project/models/unit_tests").glob("*.yml"):
        loaded = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        found |= {test["name"] for test in loaded["unit_tests"]}
    return frozenset(found)


@cache
def pytest_functions() -> frozenset[str]:
    """Names of the test functions in the tree."""
    pattern = re.compile(r"^def (test_\w+)\(", re.MULTILINE)
    files = (path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return frozenset(name for text in files for name in pattern.findall(text))


def test_the_letters_name_thirty_six_and_each_has_one_line() -> None:
    assert [one.number for one in OBLIGATIONS] == [f"O{number}" for number in range(1, 37)]
    assert len({one.mechanism for one in OBLIGATIONS}) == 36


def faults(one: Obligation) -> list[str]:
    """What an obligation's line names that is not there."""
    forms, metrics = read_seed("code_form"), read_seed("code_metric")
    known = {
        "forms": set(forms["form_id"]),
        "metrics": set(metrics["metric_id"]),
        "tests": set(dbt_tests() | pytest_functions()),
    }
    missing = [
        f"{one.number} {kind}: {name}"
        for kind, names in known.items()
        for name in getattr(one, kind)
        if name not in names
    ]
    missing += [f"{one.number} pages: {page}" for page in one.pages if not has(page)]
    empty = ("forms", "metrics", "pages", "tests")
    return missing + [f"{one.number} {kind}: none" for kind in empty if not getattr(one, kind)]


@pytest.mark.parametrize("one", OBLIGATIONS, ids=lambda one: one.number)
def test_its_forms_metrics_pages_and_tests_exist(one: Obligation) -> None:
    assert faults(one) == []


@pytest.mark.parametrize("one", OBLIGATIONS, ids=lambda one: one.number)
def test_its_metrics_are_made_of_its_forms(one: Obligation) -> None:
    rows = read_seed("code_metric").select("metric_id", "form_ids").unique().rows()
    for metric in set(one.metrics) - ABOUT_ALL_FORMS:
        forms = {form for name, listed in rows if name == metric for form in listed.split(";")}
        assert set(one.forms) & forms, metric


@pytest.mark.parametrize("one", OBLIGATIONS, ids=lambda one: one.number)
def test_each_of_its_pages_carries_one_of_its_metrics(one: Obligation) -> None:
    for page in one.pages:
        product, _, sheet = page.partition(".sheets.")
        if product not in MODULES or sheet == "notes":
            continue
        if page == "bulletin.sheets.rectification":
            text = (ROOT / "dbt_project/seeds/standards/standard_rectification.csv").read_text()
        else:
            text = (ROOT / MODULES[product].format(sheet)).read_text("utf-8")
        assert any(metric in text for metric in one.metrics), page


@pytest.mark.parametrize("one", OBLIGATIONS, ids=lambda one: one.number)
def test_a_worked_example_named_belongs_to_a_rule(one: Obligation) -> None:
    shown = "\n".join(path.read_text("utf-8") for path in RULES.glob("*.md"))
    for name in one.tests:
        if not name.startswith("test_"):
            assert f"<!-- example {name} -->" in shown, name


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("F06", "F66", "O11 forms: F66"),
        ("M20", "M99", "O11 metrics: M99"),
        ("todo.sheets.items", "todo.sheets.gone", "O11 pages: todo.sheets.gone"),
        ("both_ends_of_a_leg", "one_end_of_a_leg", "O11 tests: one_end_of_a_leg"),
        ("`bulletin.sheets.transfers`、`todo.sheets.items`", "", "O11 pages: none"),
    ],
)
def test_a_line_that_loses_a_part_is_told(old: str, new: str, told: str) -> None:
    lines = PAGE.read_text("utf-8").splitlines()
    changed = [line.replace(old, new) if line.startswith("| O11 |") else line for line in lines]
    (one,) = [one for one in read("\n".join(changed)) if one.number == "O11"]
    assert any(fault.startswith(told) for fault in faults(one))
