"""Exact audit of a suppressed month: can a blanked count be computed from the rest and the bands?

It knows nothing of how cells were chosen (``disclosure``), so that it can judge any engine's
choice; equations come from the figures before suppression, unknowns from those after it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

import polars as pl

from reports.disclosure_cells import Bounds
from reports.disclosure_relations import (
    METRICS,
    OVERDUE_METRIC,
    VARIANTS,
    Equation,
    Row,
    group_of,
    relations,
)

Limits = Mapping[str, tuple[int, int | None]]


def recoverable(
    figures: pl.DataFrame, published: pl.DataFrame, bounds: Bounds | None = None
) -> list[str]:
    """Figure ids of suppressed counts that follow from the published ones and the bands.

    ``figures`` are the figures before suppression, ``published`` the same rows after it;
    ``bounds`` what the bands shown say. By linear algebra for every count, and by narrowing of
    whole numbers for pupils overdue, of whom bands speak; that nobody is overdue is no secret.
    """
    suppressed = published.filter(pl.col("status") == "suppressed")
    hidden = set(suppressed["figure_id"].to_list())
    unknown = hidden | {group_of(name) for name in hidden}
    exposed: set[str] = set()
    for month in sorted(set(suppressed["month"])):
        month_rows = _month_rows(figures, month)
        lines = relations(month_rows)
        nobody = {r["figure_id"] for r in month_rows if _is_nobody_overdue(r)}
        exposed |= set(determined(_restrict(lines, unknown))) - nobody
        exposed |= _banded(month_rows, lines, hidden, bounds or {})
    return sorted({name.partition("#")[0] for name in exposed})


def companion(
    figures: pl.DataFrame, published: pl.DataFrame, exposed: str, bounds: Bounds | None = None
) -> str | None:
    """The smallest shown figure nearest to an exposed one by relations; None if there is none.

    Hiding it as well is what can be done for it, where a choice by tables was not enough. A count
    that its band tells to the number hides nothing and is passed over.
    """
    month = exposed.rpartition(".")[2]
    rows = {row["figure_id"]: row for row in _month_rows(figures, month)}
    hidden = set(published.filter(pl.col("status") == "suppressed")["figure_id"].to_list())
    told = {name for name, row in rows.items() if _is_told(row, bounds or {})}
    lines = relations(list(rows.values()))
    near, reached = {exposed, group_of(exposed)}, 0
    while len(near) > reached:
        reached = len(near)
        near |= {name for line in lines if near & line.keys() for name in line}
        shown = {name.partition("#")[0] for name in near} - hidden - told
        if shown:
            return min(shown, key=lambda name: (_size(rows[name]), name))
    return None


def _is_told(row: Row, bounds: Bounds) -> bool:
    """Whether the band beside a count of pupils overdue leaves it one value."""
    if row["metric_id"] != OVERDUE_METRIC:
        return False
    low, high = bounds.get((row["month"], row["unit_code"], row["slice"]), (0, None))
    return low == high


def _size(row: Row) -> int:
    return int(row["numerator"] if row["denominator"] is None else row["denominator"])


def _month_rows(figures: pl.DataFrame, month: str) -> list[Row]:
    rows = figures.filter(
        (pl.col("month") == month)
        & pl.col("metric_id").is_in(METRICS)
        & (
            pl.col("variant")
            == pl.col("metric_id").replace_strict(VARIANTS, default=pl.col("variant"))
        )
        & (pl.col("status") == "ok")
        & pl.col("school_code").is_null()
    )
    return list(rows.iter_rows(named=True))


def _is_nobody_overdue(row: Row) -> bool:
    return bool(row["metric_id"] == OVERDUE_METRIC and row["numerator"] == 0)


def narrow(figures: pl.DataFrame, published: pl.DataFrame, bounds: Bounds, least: int) -> list[str]:
    """Figure ids of pupils overdue of whose hidden number equations and bands leave few values.

    As ``recoverable``; fewer than ``least``, one a month: hiding another may widen the rest.
    """
    hidden = set(published.filter(pl.col("status") == "suppressed")["figure_id"].to_list())
    found = []
    for month in sorted({name.rpartition(".")[2] for name in hidden}):
        rows = _month_rows(figures, month)
        found += sorted(_banded(rows, relations(rows), hidden, bounds, least))[:1]
    return found


def _banded(
    rows: list[Row], lines: list[Equation], hidden: set[str], bounds: Bounds, least: int = 2
) -> set[str]:
    """Hidden numbers of overdue pupils, other than none, with fewer values left than ``least``."""
    overdue = {row["figure_id"]: row for row in rows if row["metric_id"] == OVERDUE_METRIC}
    truth = {name: int(row["numerator"]) for name, row in overdue.items()}
    limits: dict[str, tuple[int, int | None]] = {
        name: (
            bounds.get((row["month"], row["unit_code"], row["slice"]), (0, None))
            if name in hidden
            else (truth[name], truth[name])
        )
        for name, row in overdue.items()
    }
    own = [line for line in lines if set(line) <= set(overdue)]
    left = narrowed(own, limits)
    return {
        name for name in overdue.keys() & hidden if truth[name] and _is_within(left[name], least)
    }


def _is_within(limits: tuple[int, int | None], count: int) -> bool:
    low, high = limits
    return high is not None and high - low + 1 < count


def narrowed(equations: Iterable[Equation], limits: Limits) -> dict[str, tuple[int, int | None]]:
    """Limits of whole numbers narrowed by the equations until none says more.

    Numbers are not below zero; an upper limit of None is none.
    """
    lines, found = list(equations), dict(limits)
    is_settled = False
    while not is_settled:
        is_settled = True
        for line in lines:
            for name in line:
                low, high = _range_in(line, name, found)
                old_low, old_high = found[name]
                new = (max(low, old_low), _least(high, old_high))
                if new != found[name]:
                    found[name], is_settled = new, False
    return found


def _range_in(line: Equation, name: str, limits: Limits) -> tuple[int, int | None]:
    """What one equation alone says of one of its numbers; factors are 1 or -1."""
    low, high = 0.0, 0.0
    for other, sign in line.items():
        if other == name:
            continue
        least, most = limits[other]
        ceiling = math.inf if most is None else most
        factor = -sign * line[name]
        low += least if factor > 0 else -ceiling
        high += ceiling if factor > 0 else -least
    return (0 if low == -math.inf else int(low)), (None if high == math.inf else int(high))


def _least(one: int | None, other: int | None) -> int | None:
    known = [limit for limit in (one, other) if limit is not None]
    return min(known) if known else None


def determined(equations: Iterable[Equation]) -> list[str]:
    """Unknowns fixed by homogeneous equations: those alone in their row of the reduced form."""
    pivots: dict[str, dict[str, Fraction]] = {}
    for equation in equations:
        row = {name: Fraction(value) for name, value in equation.items() if value}
        for name in list(row):
            if name in pivots and name in row:
                row = _minus(row, pivots[name], row[name])
        if not row:
            continue
        pivot = min(row)
        row = {name: value / row[pivot] for name, value in row.items()}
        for other, kept in pivots.items():
            if pivot in kept:
                pivots[other] = _minus(kept, row, kept[pivot])
        pivots[pivot] = row
    return sorted(pivot for pivot, row in pivots.items() if len(row) == 1)


def _minus(
    row: dict[str, Fraction], other: dict[str, Fraction], times: Fraction
) -> dict[str, Fraction]:
    """Row minus a multiple of another, zero coefficients dropped."""
    names = {*row, *other}
    zero = Fraction(0)
    result = {name: row.get(name, zero) - times * other.get(name, zero) for name in names}
    return {name: value for name, value in result.items() if value}


def _restrict(lines: list[Equation], unknown: set[str]) -> list[Equation]:
    kept = [{name: sign for name, sign in line.items() if name in unknown} for line in lines]
    return [line for line in kept if line]
