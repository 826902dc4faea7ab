"""Invariant: files that are no rivals give the same figures in any order, in one batch or many."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lake_builder import Sent
from tests.pipeline import small_city
from tests.warehouse_bench import WarehouseBench

KNOWN_AT = datetime(2026, 11, 30, 20)
FIRST = datetime(2026, 9, 10, 8)
FILES = [
    small_city.register(),
    *small_city.enrolments(),
    small_city.late_enrolment(),
    *small_city.rosters(),
    *small_city.screenings(),
]
SETTINGS = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
_RESULTS: dict[str, Any] = {}


@st.composite
def deliveries(draw: st.DrawFn) -> list[list[Sent]]:
    """All files in some order, a few of them twice, cut into batches."""
    order = draw(st.permutations(FILES + draw(st.lists(st.sampled_from(FILES), max_size=3))))
    cuts = sorted(draw(st.sets(st.integers(1, len(order) - 1), max_size=5)))
    edges = [0, *cuts, len(order)]
    return [list(order[a:b]) for a, b in pairwise(edges)]


def figures_of(bench: WarehouseBench, batches: list[list[Sent]]) -> pl.DataFrame:
    """All figures after these batches, an hour apart and all before any deadline."""
    lake = bench.fresh_lake()
    for hour, files in enumerate(batches):
        lake.batch(FIRST + timedelta(hours=hour), *files)
    bench.run(KNOWN_AT)
    return bench.rows("fct_figures").sort("figure_id")


def expected(bench: WarehouseBench) -> pl.DataFrame:
    """The figures of one batch with everything in it, made once."""
    if "all" not in _RESULTS:
        _RESULTS["all"] = figures_of(bench, [FILES])
    return _RESULTS["all"]


@SETTINGS
@given(batches=deliveries())
def test_order_and_batching_change_no_figure(bench: WarehouseBench, batches: list[list[Sent]]):
    wanted = expected(bench)
    assert wanted.filter(pl.col("status") == "ok").height > 100
    assert figures_of(bench, batches).equals(wanted)
