"""Random months of follow-up: what is shown, bands among it, gives no hidden number away."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from reports.disclosure import suppress_below
from tests.unit.reports.disclosure_tables import CITY, ORDER, UNITS
from tests.unit.reports.followup_tables import (
    AGES,
    LEVELS,
    MEASURES,
    bands_of,
    month_rows,
    overdue,
    rates,
    summary,
)

MINIMUM = 10
# A month is too large to be made smaller in good time; a failing one is printed as it is.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
Bounds = dict[tuple[str, str, str], tuple[int, int | None]]
Month = tuple[pl.DataFrame, Bounds]
small = st.one_of(st.just(0), st.integers(0, 4), st.integers(0, 12), st.integers(10, 60))


@st.composite
def months(draw: Any) -> Month:
    """Some units' rates, overdue pupils and register; the groups of M12 and M17 often agree."""
    units = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4, unique=True))
    pair = st.tuples(small, st.one_of(st.just(0), st.integers(0, 3), small))
    contacts = {unit: {level: draw(pair) for level in LEVELS} for unit in units}
    running = {unit: (draw(small), draw(small), draw(small)) for unit in units}
    paused = {unit: (0, draw(st.integers(0, 1)), draw(st.integers(0, 2))) for unit in units}
    groups = [_groups(draw, units, running, paused) for _ in ("M12", "M17")]
    late = {
        unit: {
            (level, age): draw(st.sampled_from((0, 0, 1, 3, 11)))
            for level in LEVELS
            for age in AGES
        }
        for unit in units
    }
    late_rows = overdue(late)
    rows = month_rows(
        rates("M13", contacts),
        rates("M10", {unit: {"": draw(pair)} for unit in units}),
        rates("M12", groups[0]),
        rates("M17", groups[1]),
        *(rates(metric, {unit: {"": draw(pair)} for unit in units}) for metric in ("M15", "M16")),
        late_rows,
        cases=summary(running, paused),
    )
    rows = rows.filter(pl.col("denominator").is_null() | (pl.col("denominator") > 0))
    return rows, bands_of(late_rows)


def _groups(draw: Any, units: list[str], running: Any, paused: Any) -> dict[str, Any]:
    found = {}
    for unit in units:
        size = sum(running[unit][1:]) + sum(paused[unit][1:]) + draw(st.sampled_from((0, 0, 0, 1)))
        done = draw(st.integers(0, size))
        found[unit] = {"": (done, size - done)}
    return found


def published(month: Month) -> pl.DataFrame:
    rows, bounds = month
    return suppress_below(rows, MINIMUM, ORDER, bounds)


class System:
    """What is unknown after disclosure, and every line between the numbers; written anew here."""

    def __init__(self, rows: pl.DataFrame, shown: pl.DataFrame, bounds: Bounds) -> None:
        hidden = set(shown.filter(pl.col("status") == "suppressed")["figure_id"])
        self.truth: dict[tuple[str, str, str, str], int] = {}
        self.unknown: list[tuple[str, str, str, str]] = []
        for row in rows.iter_rows(named=True):
            place = (row["metric_id"], row["unit_code"], row["slice"])
            parts = {"count": int(row["numerator"])}
            if row["denominator"] is not None:
                parts["rest"] = int(row["denominator"]) - parts["count"]
            for part, number in parts.items():
                self.truth[*place, part] = number
                if row["figure_id"] in hidden:
                    self.unknown.append((*place, part))
        self.limits = [
            bounds.get((rows["month"][0], unit, slice_), (0, None))
            if metric == "M14"
            else (0, None)
            for metric, unit, slice_, _ in self.unknown
        ]
        self.lines = [line for line in self._lines() if self._holds(line)]

    def _lines(self) -> list[dict[tuple[str, str, str, str], int]]:
        lines = []
        for metric, slice_, part in {(m, s, p) for m, _, s, p in self.truth}:
            lines.append(
                {
                    key: -1 if key[1] == CITY else 1
                    for key in self.truth
                    if (key[0], *key[2:]) == (metric, slice_, part)
                }
            )
        for metric, unit, part in {(m, u, p) for m, u, _, p in self.truth}:
            for split in (LEVELS, AGES):
                parts = {(metric, unit, s, part): 1 for s in split}
                if all(key in self.truth for key in (*parts, (metric, unit, "", part))):
                    lines.append({**parts, (metric, unit, "", part): -1})
        for metric in ("M12", "M17"):
            for unit in {key[1] for key in self.truth}:
                group = {(metric, unit, "", part): -1 for part in ("count", "rest")}
                high = {(m, unit, s, "count"): 1 for m in MEASURES[:2] for s in LEVELS[1:]}
                if all(key in self.truth for key in (*group, *high)):
                    lines.append(group | high)
        return lines

    def _holds(self, line: dict[Any, int]) -> bool:
        return sum(sign * self.truth[key] for key, sign in line.items()) == 0

    @property
    def matrix(self) -> Any:
        return np.array(
            [[line.get(key, 0) for key in self.unknown] for line in self.lines], dtype=float
        )

    @property
    def values(self) -> Any:
        return np.array([self.truth[key] for key in self.unknown], dtype=float)

    def group(self, key: tuple[str, str, str, str]) -> Any:
        """The functional of a hidden cell's whole group: its count and its rest."""
        return np.array([float(other[:3] == key[:3]) for other in self.unknown])

    def count(self, key: tuple[str, str, str, str]) -> Any:
        """The functional of one hidden number alone."""
        return np.array([float(other == key) for other in self.unknown])


def judged(month: Month) -> System:
    return System(month[0], published(month), month[1])


@settings(max_examples=40, deadline=None, phases=PHASES)
@given(months())
def test_no_hidden_number_or_group_is_fixed_by_linear_algebra(month: Month) -> None:
    system = judged(month)
    if not system.unknown:
        return
    rank = np.linalg.matrix_rank(system.matrix)
    for key in system.unknown:
        for functional in (system.count, system.group):
            if key[0] == "M14" and not system.truth[key]:
                continue
            more = np.vstack([system.matrix, functional(key)])
            assert np.linalg.matrix_rank(more) == rank + 1, key


@settings(max_examples=25, deadline=None, phases=PHASES)
@given(months())
def test_no_hidden_number_is_fixed_even_knowing_the_bands_and_that_none_is_negative(
    month: Month,
) -> None:
    system = judged(month)
    for key in system.unknown:
        if key[3] != "count" or _is_said_by_a_whole(system, key):
            continue
        functional = system.group(key) if _is_all_or_none(system, key) else system.count(key)
        ends = [_end(system, sign * functional) for sign in (1, -1)]
        assert ends[1] - ends[0] > 0.5, key


def _end(system: System, cost: Any) -> float:
    found = linprog(
        cost, A_eq=system.matrix, b_eq=system.matrix @ system.values, bounds=system.limits
    )
    if found.x is None:
        return float(cost.max() > 0) * -1e6 if cost.max() > 0 else 1e6
    return float(abs(cost) @ found.x)


def _is_said_by_a_whole(system: System, key: tuple[str, str, str, str]) -> bool:
    """Nobody overdue is no secret; nor is a register that M12 or M17 need not concern (—)."""
    metric, unit, slice_, _ = key
    is_empty = slice_ in LEVELS[1:] and any(
        (name, unit, "", "count") not in system.truth for name in ("M12", "M17")
    )
    return system.truth[key] == 0 and (metric == "M14" or (metric in MEASURES and is_empty))


def _is_all_or_none(system: System, key: tuple[str, str, str, str]) -> bool:
    """A published 0 % says that no part of it is on time; the groups stay unknown."""
    return system.truth[key] == 0


@settings(max_examples=40, deadline=None, phases=PHASES)
@given(months())
def test_every_small_number_is_hidden_with_its_rate(month: Month) -> None:
    shown = published(month).filter(pl.col("status") == "ok")
    is_rate = pl.col("denominator").is_not_null()
    few = shown.filter(
        is_rate & ((pl.col("numerator") < MINIMUM) | (pl.col("denominator") < MINIMUM))
    )
    assert few.is_empty()
    register = shown.filter(pl.col("metric_id").is_in(MEASURES))
    assert (register["numerator"] >= MINIMUM).all()


@settings(max_examples=40, deadline=None, phases=PHASES)
@given(months())
def test_a_unit_shows_no_number_of_overdue_pupils_but_none(month: Month) -> None:
    late = published(month).filter((pl.col("metric_id") == "M14") & (pl.col("status") == "ok"))
    of_units = late.filter(pl.col("unit_code") != CITY)
    assert set(of_units["slice"]) <= {"severe"}
    assert (of_units["numerator"] == 0).all()
    of_city = late.filter(pl.col("unit_code") == CITY)["numerator"].to_list()
    assert all(number == 0 or number >= MINIMUM for number in of_city)


@settings(max_examples=15, deadline=None, phases=PHASES)
@given(months(), st.randoms())
def test_the_order_of_the_rows_does_not_matter(month: Month, dice: Any) -> None:
    rows, bounds = month
    shuffled = rows.sample(fraction=1, shuffle=True, seed=dice.randint(0, 10**6))
    one = suppress_below(rows, MINIMUM, ORDER, bounds).sort("figure_id")
    assert suppress_below(shuffled, MINIMUM, ORDER, bounds).sort("figure_id").equals(one)
