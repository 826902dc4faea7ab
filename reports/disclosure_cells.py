"""Figures as the counts disclosure works on, and additive columns of them as arcs of a network.

Which counts are too small, and how tables hang together, belongs in the other ``disclosure_*``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from reports.disclosure_network import GROUND, Arc

CITY = "3607"
LEVEL_METRIC, DETECTION_METRIC = "M08", "M09"
REVIEW_METRIC, PLAN_METRIC, CONTACT_METRIC, KNOWN_METRIC = "M10", "M12", "M13", "M17"
OVERDUE_METRIC = "M14"
REFERRAL_METRIC, RETURN_METRIC = "M15", "M16"
ARCHIVE_METRIC, OF_THE_REGISTER, OF_ALL = "M18", "a", "c"
"""Archives of pupils of the register; the progress that adds those of the last grades to them."""
RATE_METRICS = (
    REVIEW_METRIC,
    PLAN_METRIC,
    CONTACT_METRIC,
    REFERRAL_METRIC,
    RETURN_METRIC,
    KNOWN_METRIC,
    ARCHIVE_METRIC,
)
EVENT_METRICS = (CONTACT_METRIC, REFERRAL_METRIC, RETURN_METRIC)
"""Rates over what was done for pupils, of which one pupil may have several."""
LOWEST_LEVEL = "normal"
HIGH_LEVELS = ("moderate", "severe")
CASE_LEVELS = ("mild", *HIGH_LEVELS)
OVERDUE_AGES = ("d01_07", "d08_30", "d31_up")
STANDING, MOVED = ("running_count", "paused_count"), ("opened_in_month", "closed_in_month")
CASE_MEASURES = STANDING + MOVED
"""Counts of rpt_case_summary, each a table of units by levels."""

Bounds = Mapping[tuple[str, str, str], tuple[int, int | None]]
"""(month, unit, level) of overdue pupils → what a shown band says of their number."""


@dataclass(frozen=True)
class Count:
    """One figure: where it stands, its count, and the group it is a part of (None for a count).

    ``low`` and ``high`` are what a band shown in its stead says.
    """

    figure_id: str
    unit: str
    metric: str
    variant: str
    slice: str
    count: int
    total: int | None = None
    low: int = 0
    high: int | None = None

    @property
    def key(self) -> str:
        """The name the cell has in every variant of its table."""
        return f"{self.metric}|{self.unit}|{self.slice}"

    @property
    def rest(self) -> int:
        """Those of the group that are not counted."""
        return (self.total or 0) - self.count

    @property
    def is_city(self) -> bool:
        """Whether it is a sum over units."""
        return self.unit == CITY


def counts_of(rows: pl.DataFrame, order: Mapping[str, int], bounds: Bounds) -> list[Count]:
    """The rows' counts in official order: units, then the city, then slices by name."""
    cells = [_count(row, bounds) for row in rows.iter_rows(named=True)]
    last = max(order.values(), default=0) + 1
    rank = {**order, CITY: last + 1}
    return sorted(cells, key=lambda c: (rank.get(c.unit, last), c.unit, c.metric, c.slice))


def _count(row: Mapping[str, Any], bounds: Bounds) -> Count:
    metric, unit, slice_ = row["metric_id"], row["unit_code"], row["slice"] or ""
    total = None if row["denominator"] is None else int(row["denominator"])
    variant = (row["variant"] or "") if metric == LEVEL_METRIC else ""
    known: tuple[int, int | None] = (0, None)
    if metric == OVERDUE_METRIC:
        known = bounds.get((row["month"], unit, slice_), known)
    number = int(row["numerator"])
    return Count(row["figure_id"], unit, metric, variant, slice_, number, total, *known)


def arc(cell: Count, tail: str, head: str, count: int, excuses: Sequence[str] = ()) -> Arc:
    """The cell's arc from its unit's line to a column's; the city's runs the other way."""
    ends = (head, tail) if cell.is_city else (tail, head)
    weight = cell.count if cell.total is None else cell.total
    return Arc(
        cell.key,
        *ends,
        count,
        low=cell.low,
        high=cell.high,
        weight=weight,
        excuses=tuple(excuses),
    )


def columns_of(cells: Iterable[tuple[Count, int]], name: str) -> dict[str, str]:
    """The line each slice's units and city meet in; ``GROUND`` where they do not add up."""
    balance: dict[str, int] = defaultdict(int)
    sides: dict[str, set[bool]] = defaultdict(set)
    for cell, count in cells:
        balance[cell.slice] += -count if cell.is_city else count
        sides[cell.slice].add(cell.is_city)
    return {
        slice_: f"{name} {slice_}" if len(sides[slice_]) == 2 and not rest else GROUND
        for slice_, rest in balance.items()
    }
