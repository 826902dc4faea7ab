"""Disclosure control: which counts of pupils at a risk level an edition may show.

The one place where the report layer compares a figure with a threshold; a disclosure-control
engine can take over behind ``suppress``. Which rates are shown how belongs in the pages.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from reports.disclosure_audit import recoverable
from reports.disclosure_network import GROUND, Arc, Network, UnprotectableError, protect
from validations.code_lists import read_seed

CITY = "3607"
LEVEL_METRIC, DETECTION_METRIC = "M08", "M09"
LOWEST_LEVEL = "normal"
_ALL_GRAINS_EDITION = "county"


def suppress(figures: pl.DataFrame, edition: str, on: date) -> pl.DataFrame:
    """The figures an edition may carry: rows of its grains, with small counts blanked.

    A count of pupils at a level below the edition's minimum (zero included), and whatever else
    of its additive table would give it away, gets status ``suppressed`` and loses value, numerator
    and denominator. Both variants of M08 share one pattern; each month is treated by itself.
    Statuses other than ``ok`` stay, so not_applicable and not_reported take precedence.

    Raises:
        LookupError: the seed has no minimum for the edition on that day.
        UnprotectableError: a small count cannot be protected; nothing may be published.
    """
    minimum = minimum_count(edition, on)
    if edition != _ALL_GRAINS_EDITION:
        figures = figures.filter(pl.col("is_leader_grain"))
    units = read_seed("code_reporting_unit")
    order = dict(zip(units["unit_code"], units["sort_no"].cast(pl.Int64), strict=True))
    return suppress_below(figures, minimum, order)


def minimum_count(edition: str, on: date) -> int:
    """Smallest count of pupils the edition shows on that day (seed ``standard_disclosure``)."""
    day = on.isoformat()
    for row in read_seed("standard_disclosure").iter_rows(named=True):
        starts, ends = row["valid_from"], row["valid_to"]
        if row["edition"] == edition and starts <= day and (not ends or day <= ends):
            return int(row["minimum_count"])
    raise LookupError(f"no disclosure minimum for edition {edition} on {day}")


def suppress_below(figures: pl.DataFrame, minimum: int, order: dict[str, int]) -> pl.DataFrame:
    """As ``suppress``, with the minimum count and the official order of units given."""
    tables = figures.filter(
        pl.col("metric_id").is_in([LEVEL_METRIC, DETECTION_METRIC])
        & (pl.col("status") == "ok")
        & pl.col("school_code").is_null()
        & (pl.col("denominator") > 0)
    )
    hidden: list[str] = []
    for (month,), rows in sorted(tables.group_by("month")):
        hidden += _hidden_ids(_cells(rows, order), minimum, str(month))
    is_hidden = pl.col("figure_id").is_in(hidden) & (pl.col("status") == "ok")
    blank = [
        pl.when(is_hidden).then(None).otherwise(pl.col(name)).alias(name)
        for name in ("value", "numerator", "denominator")
    ]
    status = pl.when(is_hidden).then(pl.lit("suppressed")).otherwise(pl.col("status"))
    published = figures.with_columns(*blank, status.alias("status"))
    if exposed := recoverable(figures, published):
        raise UnprotectableError("、".join(exposed))
    return published


@dataclass(frozen=True)
class _Count:
    """One cell: its figure, unit, metric with variant, slice, count and the rest of its group."""

    figure_id: str
    unit: str
    metric: str
    variant: str
    slice: str
    count: int
    rest: int

    @property
    def key(self) -> str:
        """The name the cell has in every variant of its table."""
        return f"{self.metric}|{self.unit}|{self.slice}"


def _cells(rows: pl.DataFrame, order: dict[str, int]) -> list[_Count]:
    """The cells in official order: units, then the city, then levels as they come."""
    cells = [_cell(row) for row in rows.iter_rows(named=True)]
    last = max(order.values(), default=0) + 1
    rank = {**order, CITY: last + 1}
    return sorted(cells, key=lambda c: (rank.get(c.unit, last), c.unit, c.metric, c.slice))


def _cell(row: dict[str, Any]) -> _Count:
    count, total = int(row["numerator"]), int(row["denominator"])
    variant = (row["variant"] or "") if row["metric_id"] == LEVEL_METRIC else ""
    names = (row["unit_code"], row["metric_id"], variant, row["slice"] or "")
    return _Count(row["figure_id"], *names, count, total - count)


def _hidden_ids(cells: list[_Count], minimum: int, month: str) -> list[str]:
    """Figure ids to blank in one month."""
    hidden = {cell.key for cell in cells if _is_small(cell, minimum)}
    variants = sorted({cell.variant for cell in cells if cell.metric == LEVEL_METRIC})
    networks = [_level_network(cells, variant) for variant in variants]
    groups = [cell for cell in cells if cell.metric == DETECTION_METRIC and cell.slice]
    networks.append(Network(_grid(groups, is_total_known=False)))
    try:
        hidden = protect(networks, hidden)
    except UnprotectableError as error:
        raise UnprotectableError(f"{month}: {error}") from error
    return [cell.figure_id for cell in cells if cell.key in hidden]


def _is_small(cell: _Count, minimum: int) -> bool:
    """A detection count is also small where the pupils not detected are few."""
    if cell.metric == DETECTION_METRIC:
        return min(cell.count, cell.rest) < minimum
    return cell.count < minimum


def _level_network(cells: list[_Count], variant: str) -> Network:
    """The additive table of a month in one variant: units by levels, city, detection groups.

    Every unit's total is known (it is the numerator of M02), so each unit is a line; each level
    is a line from the units to the city. Where a unit's detection groups add up to its pupils
    above the lowest level, they are a second account of the same pupils and join in.
    """
    levels = [c for c in cells if c.metric == LEVEL_METRIC and c.variant == variant]
    accounts = _accounts(cells, levels)
    arcs = []
    for cell, arc in zip(levels, _grid(levels), strict=True):
        if cell.unit not in accounts or cell.slice == LOWEST_LEVEL:
            arcs.append(arc)
        elif cell.unit == CITY:
            arcs.append(replace(arc, head=f"risk {cell.unit}"))
        else:
            arcs.append(replace(arc, tail=f"risk {cell.unit}"))
    for unit, groups in accounts.items():
        arcs += _account_arcs(unit, groups)
    return Network(arcs)


def _grid(cells: list[_Count], is_total_known: bool = True) -> list[Arc]:
    """Units by slices, as arcs unit → slice and slice → city.

    A unit is a line where its total is known; a slice where both its units and the city are there.
    """
    of_units = {cell.slice for cell in cells if cell.unit != CITY}
    of_city = {cell.slice for cell in cells if cell.unit == CITY}
    arcs = []
    for cell in cells:
        is_closed = cell.slice in of_units & of_city
        row = f"unit {cell.unit}" if is_total_known else GROUND
        column = f"slice {cell.slice}" if is_closed else GROUND
        tail, head = (column, row) if cell.unit == CITY else (row, column)
        arcs.append(Arc(cell.key, tail, head, cell.count))
    return arcs


def _accounts(cells: list[_Count], levels: list[_Count]) -> dict[str, list[_Count]]:
    """Detection cells by unit, where its groups add up to its pupils above the lowest level."""
    at_risk: dict[str, int] = defaultdict(int)
    for cell in levels:
        at_risk[cell.unit] += 0 if cell.slice == LOWEST_LEVEL else cell.count
    found: dict[str, list[_Count]] = defaultdict(list)
    for cell in cells:
        if cell.metric == DETECTION_METRIC:
            found[cell.unit].append(cell)
    return {
        unit: own
        for unit, own in found.items()
        if unit in at_risk and sum(c.count for c in own if c.slice) == at_risk[unit]
    }


def _account_arcs(unit: str, cells: list[_Count]) -> list[Arc]:
    """Detection groups between the lines ``risk`` and ``account``, their sum on to the unit."""
    groups = [cell for cell in cells if cell.slice]
    whole = [cell for cell in cells if not cell.slice]
    risk, account, row = f"risk {unit}", f"account {unit}", f"unit {unit}"
    total = sum(cell.count for cell in groups)
    key, is_latent = (whole[0].key, False) if whole else (f"{DETECTION_METRIC}|{unit}|", True)
    ways = [(cell.key, risk, account, cell.count, False) for cell in groups]
    ways.append((key, account, row, total, is_latent))
    if unit != CITY:
        ways = [(name, head, tail, count, latent) for name, tail, head, count, latent in ways]
    return [Arc(*way) for way in ways]
