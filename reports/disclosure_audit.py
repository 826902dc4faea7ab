"""Linear-algebra audit of a suppressed table: can a blanked count be computed from the rest?

It knows nothing of how cells were chosen (``disclosure``), so that it can judge any engine's
choice; equations come from the figures before suppression, unknowns from those after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import polars as pl

CITY, LOWEST_LEVEL = "3607", "normal"
LEVEL_METRIC, DETECTION_METRIC = "M08", "M09"

Equation = dict[str, int]


def recoverable(figures: pl.DataFrame, published: pl.DataFrame) -> list[str]:
    """Figure ids of suppressed counts that follow from the published ones by linear algebra.

    ``figures`` are the figures before suppression, ``published`` the same rows after it.
    """
    suppressed = published.filter(pl.col("status") == "suppressed")["figure_id"]
    months = sorted(set(published.filter(pl.col("status") == "suppressed")["month"]))
    unknown = set(suppressed.to_list())
    exposed: list[str] = []
    for month in months:
        rows = figures.filter(
            (pl.col("month") == month)
            & pl.col("metric_id").is_in([LEVEL_METRIC, DETECTION_METRIC])
            & (pl.col("status") == "ok")
            & pl.col("school_code").is_null()
        )
        lines = _equations(list(rows.iter_rows(named=True)))
        exposed += determined(_restrict(lines, unknown))
    return sorted(exposed)


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


def _equations(rows: list[dict[str, Any]]) -> list[Equation]:
    """Every additive relation among the counts of one month."""
    variants = {row["variant"] for row in rows if row["metric_id"] == LEVEL_METRIC}
    detection = [row for row in rows if row["metric_id"] == DETECTION_METRIC]
    lines = _columns([row for row in detection if row["slice"]])
    for variant in sorted(variants):
        levels = [
            row for row in rows if row["metric_id"] == LEVEL_METRIC and row["variant"] == variant
        ]
        lines += _totals(levels) + _columns(levels) + _accounts(levels, detection)
    return lines


def _totals(levels: list[dict[str, Any]]) -> list[Equation]:
    """A unit's levels add up to its valid pupils, a number published elsewhere."""
    lines: dict[str, Equation] = defaultdict(dict)
    for row in levels:
        lines[row["unit_code"]][row["figure_id"]] = 1
    return list(lines.values())


def _columns(rows: list[dict[str, Any]]) -> list[Equation]:
    """A slice's units add up to the city, where both are listed."""
    lines: dict[str, Equation] = defaultdict(dict)
    of_city = {row["slice"] for row in rows if row["unit_code"] == CITY}
    of_units = {row["slice"] for row in rows if row["unit_code"] != CITY}
    for row in rows:
        if row["slice"] in of_city & of_units:
            sign = -1 if row["unit_code"] == CITY else 1
            lines[row["slice"]][row["figure_id"]] = sign
    return [line for line in lines.values() if _is_balanced(line, rows)]


def _is_balanced(line: Equation, rows: list[dict[str, Any]]) -> bool:
    counts = {row["figure_id"]: int(row["numerator"]) for row in rows}
    return sum(sign * counts[name] for name, sign in line.items()) == 0


def _accounts(levels: list[dict[str, Any]], detection: list[dict[str, Any]]) -> list[Equation]:
    """A unit's detection groups add up to its pupils above the lowest level, where they do."""
    lines = []
    for unit in sorted({row["unit_code"] for row in detection}):
        groups = [row for row in detection if row["unit_code"] == unit and row["slice"]]
        whole = [row for row in detection if row["unit_code"] == unit and not row["slice"]]
        at_risk = [
            row for row in levels if row["unit_code"] == unit and row["slice"] != LOWEST_LEVEL
        ]
        by_level = {row["figure_id"]: 1 for row in at_risk}
        for account in (groups, whole):
            line = {**by_level, **{row["figure_id"]: -1 for row in account}}
            if account and at_risk and _is_balanced(line, [*at_risk, *account]):
                lines.append(line)
    return lines
