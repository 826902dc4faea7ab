"""A thousand random histories: every item, every overdue case and every figure, counted twice.

The slow calculation in ``tests.slow`` knows the rules and nothing of the warehouse's SQL. Each case
is one history made from its seed, told in the failure; XINQING_HISTORIES and XINQING_SEED make
other ones.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.slow.days import first_of
from tests.slow.histories import TERMS, Term
from tests.slow.measures import METRICS, Recount, recount
from tests.slow.worlds import UNITS, World, world
from tests.warehouse_bench import WarehouseBench

HISTORIES = int(os.environ.get("XINQING_HISTORIES", "1000"))
SEED = int(os.environ.get("XINQING_SEED", "20260901"))
SHARES = {"autumn": 0.5, "summer": 0.25, "leap": 0.25}
MODELS = ("fct_followup_items", "fct_cases", "fct_figures")
# What must have happened often enough for an agreement to mean something.
ENOUGH = {"items": 2000, "missed": 500, "overdue": 300, "M06": 100, "M15": 150, "M16": 300}

Difference = tuple[str, str, object, object]


@pytest.fixture(scope="module")
def seen() -> dict[str, int]:
    """How much was compared, over all terms."""
    return dict.fromkeys(ENOUGH, 0)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_items_overdue_cases_and_figures_are_those_of_the_slow_calculation(
    bench: WarehouseBench, term: Term, seen: dict[str, int]
):
    made = world(term, round(HISTORIES * SHARES[term.name]), SEED)
    made.send(bench.fresh_lake())
    for known_at in term.known_ats:
        bench.run(known_at, *MODELS)
        for month in [month for month in term.months if month <= f"{known_at:%Y-%m}"][-4:]:
            wanted = recount(made.filed, month, known_at)
            differences = list(compare(bench, made, wanted, month))
            assert not differences, told(differences, term, known_at, month)
            count(seen, wanted, month)


def test_the_histories_held_enough_to_disagree_about(seen: dict[str, int]):
    thin = {name: n for name, n in seen.items() if n < ENOUGH[name] * HISTORIES / 1000}
    assert thin == {}


def compare(
    bench: WarehouseBench, made: World, wanted: Recount, month: str
) -> Iterator[Difference]:
    """What the warehouse says of a month and the slow calculation does not, or otherwise."""
    sides = [
        ("item", items_built(bench, month), items_wanted(wanted, month)),
        ("overdue", overdue_built(bench, month), overdue_wanted(wanted)),
        ("figure", figures_built(bench, month), figures_wanted(made, wanted)),
    ]
    for kind, built, slow in sides:
        for key in sorted(built.keys() | slow.keys()):
            if built.get(key) != slow.get(key):
                yield kind, key, built.get(key), slow.get(key)


def items_built(bench: WarehouseBench, month: str) -> dict[str, object]:
    rows = bench.rows("fct_followup_items", f"month = '{month}' and is_due")
    columns = ("school_code", "case_id", "anchor_on", "due_on", "last_on")
    told = rows.select(*columns, "level_code", "is_on_time").sort("case_id", "anchor_on")
    return {f"{row[0]} {row[1]} {row[2]}": row[3:] for row in told.rows()}


def items_wanted(wanted: Recount, month: str) -> dict[str, object]:
    return {
        f"{school} {case_id} {item.anchor}": (
            item.due,
            item.last_on,
            item.level,
            item.is_on_time,
        )
        for (school, case_id), items in wanted.items.items()
        for item in items
        if item.last_on >= first_of(month)
    }


def overdue_built(bench: WarehouseBench, month: str) -> dict[str, object]:
    rows = bench.rows("fct_cases", f"month = '{month}' and is_overdue")
    columns = ("level_code", "overdue_since", "days_overdue", "overdue_age", "last_contact_on")
    return {
        f"{row[0]} {row[1]}": row[2:]
        for row in rows.select("school_code", "case_id", *columns).rows()
    }


def overdue_wanted(wanted: Recount) -> dict[str, object]:
    return {
        f"{school} {case_id}": (one.level, one.since, one.days, one.band, one.last_contact_on)
        for (school, case_id), one in wanted.overdue.items()
    }


def figures_built(bench: WarehouseBench, month: str) -> dict[str, object]:
    ids = {metric.partition("-")[0] for metric in METRICS}
    found = bench.figures(month)
    return {name: figure for name, figure in found.items() if name[:3] in ids}


def figures_wanted(made: World, wanted: Recount) -> dict[str, object]:
    """Every metric of every unit and the city with its slices, of every school without."""
    places = {unit: made.schools(unit) for unit in (*UNITS, "3607")}
    figures: dict[str, object] = {}
    for metric in METRICS:
        for place, schools in places.items():
            figures[f"{metric}.{place}"] = wanted.figure(metric, schools)
        if "-" not in metric:
            for school in made.homes:
                figures[f"{metric}.{school}"] = wanted.figure(metric, [school])
    return figures


def told(differences: list[Difference], term: Term, known_at: datetime, month: str) -> str:
    """The first differences, with what makes their history again."""
    lines = [f"{len(differences)} differences in {month} as known at {known_at}, term {term.name}"]
    for kind, key, built, slow in differences[:12]:
        school = re.search(r"2136(\d{6})", key)
        number = (int(school[1]) - 1) // 2 if school else "of many"
        lines.append(f"  {kind} {key}: built {built}, slow {slow}, history {number}")
    lines.append(f"  world(TERMS[{TERMS.index(term)}], {HISTORIES}, {SEED})")
    return "\n".join(lines)


def count(seen: dict[str, int], wanted: Recount, month: str) -> None:
    """Add what one month had to compare."""
    items = [
        item for items in wanted.items.values() for item in items if item.last_on >= first_of(month)
    ]
    seen["items"] += len(items)
    seen["missed"] += sum(not item.is_on_time for item in items)
    seen["overdue"] += len(wanted.overdue)
    for metric in ("M06", "M15", "M16"):
        seen[metric] += sum(sums.get(metric, (0, 0))[1] for sums in wanted.sums.values())


def test_a_difference_is_told_with_its_history():
    lines = told(
        [("item", "2136000005 x 2026-10-01", None, 1)], TERMS[0], datetime(2027, 1, 1), "m"
    )
    assert "history 2" in lines
