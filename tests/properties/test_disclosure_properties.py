"""Random tables: what suppression leaves standing gives no hidden count away."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from reports.disclosure import suppress_below
from tests.unit.reports.disclosure_tables import CITY, LEVELS, ORDER, UNITS, month_figures

MINIMUM = 10
counts = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 60), st.integers(100, 3000))


@st.composite
def months(draw: Any) -> pl.DataFrame:
    """A month of some units: variant a, and variant b with pupils moved to lower levels."""
    units = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=8, unique=True))
    worst = {unit: tuple(draw(counts) for _ in LEVELS) for unit in units}
    latest = {unit: _milder(row, draw) for unit, row in worst.items()}
    groups = None
    at_risk = sum(sum(row[1:]) for row in worst.values())
    if draw(st.booleans()) and at_risk:
        cut = draw(st.integers(0, at_risk))
        groups = {"A_1_C_junior": (cut, cut + draw(counts) + 1)}
        groups["B_1_C_senior"] = (at_risk - cut, at_risk - cut + draw(counts) + 1)
    return month_figures(worst, latest, groups)


def _milder(row: tuple[int, ...], draw: Any) -> tuple[int, ...]:
    moved = [draw(st.integers(0, number)) for number in row[1:]]
    kept = [number - less for number, less in zip(row[1:], moved, strict=True)]
    return (row[0] + moved[0], kept[0] + moved[1], kept[1] + moved[2], kept[2])


def system(figures: pl.DataFrame, published: pl.DataFrame, variant: str) -> Any:
    """Unknowns, their equations A x = b, and true values; written anew, apart from the audit."""
    rows = figures.filter((pl.col("metric_id") == "M09") | (pl.col("variant") == variant))
    truth = {r["figure_id"]: int(r["numerator"]) for r in rows.iter_rows(named=True)}
    place = {r["figure_id"]: (r["metric_id"], r["unit_code"], r["slice"]) for r in rows.to_dicts()}
    hidden = set(published.filter(pl.col("status") == "suppressed")["figure_id"])
    unknown = [name for name in truth if name in hidden]
    lines: list[dict[str, int]] = []
    for unit in {unit for metric, unit, _ in place.values() if metric == "M08"}:
        lines.append({n: 1 for n, (m, u, _) in place.items() if m == "M08" and u == unit})
    for level in LEVELS:
        cells = {n: u for n, (m, u, s) in place.items() if m == "M08" and s == level}
        lines.append({n: -1 if u == CITY else 1 for n, u in cells.items()})
    detection = {n: -1 for n, (m, _, _) in place.items() if m == "M09"}
    city = {n: 1 for n, (m, u, s) in place.items() if m == "M08" and u == CITY and s != "normal"}
    account = detection | city
    if detection and sum(sign * truth[n] for n, sign in account.items()) == 0:
        lines.append(account)
    matrix = np.array([[line.get(name, 0) for name in unknown] for line in lines], dtype=float)
    return unknown, matrix, np.array([truth[name] for name in unknown], dtype=float)


@settings(max_examples=150, deadline=None)
@given(months())
def test_no_hidden_count_is_fixed_by_the_published_ones(figures: pl.DataFrame) -> None:
    published = suppress_below(figures, MINIMUM, ORDER)
    for variant in ("a", "b"):
        unknown, matrix, _ = system(figures, published, variant)
        if not unknown:
            continue
        rank = np.linalg.matrix_rank(matrix)
        for number, name in enumerate(unknown):
            alone = np.zeros((1, len(unknown)))
            alone[0, number] = 1
            assert np.linalg.matrix_rank(np.vstack([matrix, alone])) == rank + 1, name


@settings(max_examples=80, deadline=None)
@given(months())
def test_no_hidden_count_is_fixed_even_knowing_that_none_is_negative(figures: pl.DataFrame) -> None:
    published = suppress_below(figures, MINIMUM, ORDER)
    for variant in ("a", "b"):
        unknown, matrix, truth = system(figures, published, variant)
        empty = _empty_places(figures)
        for number, name in enumerate(unknown):
            if name in empty:
                continue
            cost = np.zeros(len(unknown))
            cost[number] = 1
            bounds = [
                linprog(sign * cost, A_eq=matrix, b_eq=matrix @ truth, bounds=(0, None)).x
                for sign in (1, -1)
            ]
            ends = [100 if x is None else x[number] for x in bounds]
            assert ends[1] - ends[0] > 0.5, name


@settings(max_examples=150, deadline=None)
@given(months())
def test_no_sum_of_hidden_counts_that_is_known_is_small(figures: pl.DataFrame) -> None:
    published = suppress_below(figures, MINIMUM, ORDER)
    rows = figures.with_columns(is_hidden=published["status"] == "suppressed")
    levels = rows.filter((pl.col("metric_id") == "M08") & (pl.col("denominator") > 0))
    is_city = pl.col("unit_code") == CITY
    shown = levels.filter(is_city & ~pl.col("is_hidden")).select("variant", "slice")
    columns = levels.filter(~is_city).join(shown, on=["variant", "slice"], how="semi")
    for lines, line in ((levels, "unit_code"), (columns, "slice")):
        for _, own in lines.group_by("variant", line):
            unknown = own.filter("is_hidden")
            if 0 < unknown.height < own.height:
                assert unknown["numerator"].sum() >= MINIMUM, own


def _empty_places(figures: pl.DataFrame) -> set[str]:
    return set(figures.filter(pl.col("denominator") == 0)["figure_id"])


@settings(max_examples=150, deadline=None)
@given(months())
def test_every_small_count_is_hidden_and_every_other_row_is_untouched(
    figures: pl.DataFrame,
) -> None:
    published = suppress_below(figures, MINIMUM, ORDER)
    both = figures.join(published, on="figure_id", suffix="_out", maintain_order="left")
    small = both.filter(
        (pl.col("metric_id") == "M08")
        & (pl.col("numerator") < MINIMUM)
        & (pl.col("denominator") > 0)
    )
    assert (small["status_out"] == "suppressed").all()
    kept = published.filter(pl.col("status") == "ok")
    assert kept.equals(figures.filter(pl.col("figure_id").is_in(kept["figure_id"].to_list())))


@settings(max_examples=50, deadline=None)
@given(months(), st.randoms())
def test_the_order_of_the_rows_does_not_matter(figures: pl.DataFrame, dice: Any) -> None:
    shuffled = figures.sample(fraction=1, shuffle=True, seed=dice.randint(0, 10**6))
    one = suppress_below(figures, MINIMUM, ORDER).sort("figure_id")
    assert suppress_below(shuffled, MINIMUM, ORDER).sort("figure_id").equals(one)
