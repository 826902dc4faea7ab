"""The tables of screening results as networks: levels, detection groups, flagged pupils.

What is too small and what is blanked belongs in ``disclosure``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from reports.disclosure_cells import (
    CITY,
    DETECTION_METRIC,
    HIGH_LEVELS,
    LEVEL_METRIC,
    LOWEST_LEVEL,
    REVIEW_METRIC,
    Count,
    arc,
)
from reports.disclosure_network import GROUND, Arc, Network


def screening_networks(cells: list[Count]) -> list[Network]:
    """One network a variant of M08, and one of the detection groups by themselves."""
    variants = sorted({cell.variant for cell in cells if cell.metric == LEVEL_METRIC})
    groups = [cell for cell in cells if cell.metric == DETECTION_METRIC and cell.slice]
    alone = Network(_grid(groups, is_total_known=False))
    return [*(_level_network(cells, variant) for variant in variants), alone]


def small_sums(cells: list[Count], hidden: set[str], minimum: int) -> set[str]:
    """The smallest shown count of each line whose hidden ones are together below the minimum.

    A line whose total is published gives their sum away: a unit's levels, a level's units.
    """
    variants = sorted({cell.variant for cell in cells if cell.metric == LEVEL_METRIC})
    found = set()
    for variant in variants:
        levels = [c for c in cells if c.metric == LEVEL_METRIC and c.variant == variant]
        for line in _lines(levels, hidden):
            unknown = [cell.count for cell in line if cell.key in hidden]
            shown = [cell for cell in line if cell.key not in hidden]
            if unknown and shown and sum(unknown) < minimum:
                found.add(min(shown, key=lambda cell: cell.count).key)
    return found


def _lines(levels: list[Count], hidden: set[str]) -> list[list[Count]]:
    """Each unit's levels, and each level's units where the city's number is shown."""
    units, columns = defaultdict(list), defaultdict(list)
    of_city = {cell.slice for cell in levels if cell.is_city and cell.key not in hidden}
    for cell in levels:
        units[cell.unit].append(cell)
        if cell.slice in of_city and not cell.is_city:
            columns[cell.slice].append(cell)
    return [*units.values(), *columns.values()]


def _level_network(cells: list[Count], variant: str) -> Network:
    """The additive table of a month in one variant: units by levels, city, second accounts.

    Every unit's total is known (it is the numerator of M02), so each unit is a line; each level
    is a line from the units to the city. Where a unit's detection groups add up to its pupils
    above the lowest level, or its flagged pupils (M10) to those of the high levels, they are a
    second account of the same pupils and join in. A unit whose M10 is not applicable says that it
    has none of the high levels.
    """
    levels = [c for c in cells if c.metric == LEVEL_METRIC and c.variant == variant]
    accounts, flagged = _accounts(cells, levels), _flagged(cells, levels)
    none = _without_flagged(cells, levels)
    arcs = []
    for cell, one in zip(levels, _grid(levels), strict=True):
        if cell.unit in none and cell.slice in HIGH_LEVELS:
            continue
        line = f"unit {cell.unit}"
        if cell.unit in accounts and cell.slice != LOWEST_LEVEL:
            line = f"risk {cell.unit}"
        if cell.unit in flagged and cell.slice in HIGH_LEVELS:
            line = f"high {cell.unit}"
        arcs.append(replace(one, head=line) if cell.is_city else replace(one, tail=line))
    for unit, groups in accounts.items():
        arcs += _account_arcs(unit, groups)
    return Network(arcs + _flagged_arcs(cells, flagged, accounts))


def _grid(cells: list[Count], is_total_known: bool = True) -> list[Arc]:
    """Units by slices, as arcs unit → slice and slice → city.

    A unit is a line where its total is known; a slice where both its units and the city are there.
    """
    of_units = {cell.slice for cell in cells if not cell.is_city}
    of_city = {cell.slice for cell in cells if cell.is_city}
    arcs = []
    for cell in cells:
        is_closed = cell.slice in of_units & of_city
        row = f"unit {cell.unit}" if is_total_known else GROUND
        column = f"slice {cell.slice}" if is_closed else GROUND
        tail, head = (column, row) if cell.is_city else (row, column)
        arcs.append(Arc(cell.key, tail, head, cell.count))
    return arcs


def _accounts(cells: list[Count], levels: list[Count]) -> dict[str, list[Count]]:
    """Detection cells by unit, where its groups add up to its pupils above the lowest level."""
    at_risk = _sums(levels, lambda slice_: slice_ != LOWEST_LEVEL)
    found: dict[str, list[Count]] = defaultdict(list)
    for cell in cells:
        if cell.metric == DETECTION_METRIC:
            found[cell.unit].append(cell)
    return {
        unit: own
        for unit, own in found.items()
        if unit in at_risk and sum(c.count for c in own if c.slice) == at_risk[unit]
    }


def _account_arcs(unit: str, cells: list[Count]) -> list[Arc]:
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


def _flagged(cells: list[Count], levels: list[Count]) -> set[str]:
    """Units whose flagged pupils due for review are as many as their pupils of the high levels."""
    high = _sums(levels, lambda slice_: slice_ in HIGH_LEVELS)
    return {
        cell.unit
        for cell in cells
        if cell.metric == REVIEW_METRIC and not cell.slice and cell.total == high.get(cell.unit)
    }


def _without_flagged(cells: list[Count], levels: list[Count]) -> set[str]:
    """Units without pupils of the high levels that M10, there elsewhere, does not concern."""
    concerned = {cell.unit for cell in cells if cell.metric == REVIEW_METRIC and not cell.slice}
    high = _sums(levels, lambda slice_: slice_ in HIGH_LEVELS)
    return {unit for unit, number in high.items() if concerned and not number} - concerned


def _flagged_arcs(
    cells: list[Count], flagged: set[str], accounts: dict[str, list[Count]]
) -> list[Arc]:
    """M10's groups between the line of all pupils (or those at risk) and that of high levels."""
    groups = [c for c in cells if c.metric == REVIEW_METRIC and c.unit in flagged and not c.slice]
    outer = {c.unit: "risk" if c.unit in accounts else "unit" for c in groups}
    return [
        arc(cell, f"{outer[cell.unit]} {cell.unit}", f"high {cell.unit}", cell.total or 0)
        for cell in groups
    ]


def _sums(levels: list[Count], is_meant: Callable[[str], bool]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for cell in levels:
        sums[cell.unit] += cell.count if is_meant(cell.slice) else 0
    return sums
