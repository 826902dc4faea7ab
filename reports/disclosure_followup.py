"""The tables of cases as networks: due and timely work, overdue pupils, the register of cases.

A rate's counts and the rest of its groups are two tables over the same cells, so both must stay
unknown where the figure is hidden. What is too small belongs in ``disclosure``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from reports.disclosure_cells import (
    CASE_LEVELS,
    CITY,
    EVENT_METRICS,
    HIGH_LEVELS,
    KNOWN_METRIC,
    MOVED,
    OVERDUE_AGES,
    OVERDUE_METRIC,
    PLAN_METRIC,
    RATE_METRICS,
    STANDING,
    Count,
    arc,
    columns_of,
)
from reports.disclosure_network import GROUND, Arc, Network

Measure = Callable[[Count], int]
_SPLITS = (CASE_LEVELS, OVERDUE_AGES)
"""How a total may be split; along the first the units' counts flow out, along the second in."""


def followup_networks(cells: list[Count]) -> list[Network]:
    """Every additive table of follow-up and cases of one month."""
    measures: tuple[Measure, ...] = (lambda cell: cell.count, lambda cell: cell.rest)
    networks = [
        _split_network([cell for cell in cells if cell.metric == metric], measure)
        for metric in RATE_METRICS
        for measure in measures
    ]
    networks.append(
        _split_network([cell for cell in cells if cell.metric == OVERDUE_METRIC], measures[0])
    )
    networks += [_plain_network([c for c in cells if c.metric == name], name) for name in MOVED]
    return [*networks, _register_network(cells)]


def few_pupils(cells: list[Count], minimum: int) -> set[str]:
    """Follow-ups, referrals and returns of fewer pupils than the minimum, however many they are.

    Told by the register where it is at hand: a case of the severe level is owed four a month.
    """
    pupils: dict[tuple[str, str], int] = defaultdict(int)
    for cell in cells:
        if cell.metric == STANDING[0]:
            for slice_ in ("", cell.slice):
                pupils[cell.unit, slice_] += cell.count
    return {
        cell.key
        for cell in cells
        if pupils and cell.metric in EVENT_METRICS and pupils[cell.unit, cell.slice] < minimum
    }


def _plain_network(cells: list[Count], name: str) -> Network:
    """Units by slices that only add up to the city."""
    columns = columns_of([(cell, cell.count) for cell in cells], name)
    return Network([arc(cell, GROUND, columns[cell.slice], cell.count) for cell in cells])


def _split_network(cells: list[Count], measure: Measure) -> Network:
    """A metric's totals and their splits by level and by age, units adding up to the city."""
    columns = columns_of([(cell, measure(cell)) for cell in cells], "slice")
    by_unit: dict[str, list[Count]] = defaultdict(list)
    for cell in cells:
        by_unit[cell.unit].append(cell)
    splits = {unit: _splits_of(own, measure) for unit, own in by_unit.items()}
    if len({tuple(found) for found in splits.values()}) > 1:
        columns[""] = GROUND
    nothing = {cell.key for cell in cells if measure(cell) == 0}
    arcs = []
    for cell in cells:
        tail, head = _ends(cell, splits[cell.unit], columns)
        sums = _sums_over(cell, splits[cell.unit], columns)
        excuses = [key for key in sums if key in nothing]
        arcs.append(arc(cell, tail, head, measure(cell), excuses))
    return Network(arcs)


def _splits_of(own: list[Count], measure: Measure) -> list[int]:
    """Which splits of a unit add up to its total."""
    total = [measure(cell) for cell in own if not cell.slice]
    found = []
    for number, slices in enumerate(_SPLITS):
        parts = [measure(cell) for cell in own if cell.slice in slices]
        if parts and [sum(parts)] == total:
            found.append(number)
    return found


def _ends(cell: Count, splits: list[int], columns: dict[str, str]) -> tuple[str, str]:
    """The lines a cell lies between, for a unit; the column of all totals closes the last way.

    With both splits there, the totals' own column follows from the others and is left out.
    """
    lines = [f"split {number} {cell.unit}" for number in range(len(_SPLITS))]
    if not cell.slice:
        inner = lines[0] if 0 in splits else columns[""]
        outer = lines[1] if 1 in splits else columns[""] if splits else GROUND
        return outer, inner
    number = next((n for n, slices in enumerate(_SPLITS) if cell.slice in slices), 0)
    line = lines[number] if number in splits else GROUND
    column = columns[cell.slice]
    return (line, column) if number == 0 else (column, line)


def _sums_over(cell: Count, splits: list[int], columns: dict[str, str]) -> list[str]:
    """Keys of the totals a cell is a part of: its unit's, and the city's in its column."""
    found = []
    if cell.slice and any(cell.slice in _SPLITS[number] for number in splits):
        found.append(f"{cell.metric}|{cell.unit}|")
    if not cell.is_city and columns[cell.slice] != GROUND:
        found.append(f"{cell.metric}|{CITY}|{cell.slice}")
    return found


def _register_network(cells: list[Count]) -> Network:
    """Cases in the register and paused, by level; the groups of M12 and M17 where they are these.

    Where a unit's pupils to be planned for (or to be known of) are as many as its cases of the
    high levels, that number is a second account of the same pupils. Both in a row: one after the
    other, since they are then equal. A unit whose rate is not applicable says that it has none.
    """
    standing = [cell for cell in cells if cell.metric in STANDING]
    high: dict[str, int] = defaultdict(int)
    for cell in standing:
        high[cell.unit] += cell.count if cell.slice in HIGH_LEVELS else 0
    groups = {
        (cell.unit, cell.metric): cell
        for cell in cells
        if cell.metric in (PLAN_METRIC, KNOWN_METRIC)
        and not cell.slice
        and cell.total == high.get(cell.unit)
    }
    columns = {
        name: columns_of([(c, c.count) for c in standing if c.metric == name], name)
        for name in STANDING
    }
    joined = {unit for unit, _ in groups}
    empty = _without_group(cells, high)
    arcs = [
        arc(
            cell,
            f"high {cell.unit}" if cell.unit in joined and cell.slice in HIGH_LEVELS else GROUND,
            columns[cell.metric][cell.slice],
            cell.count,
        )
        for cell in standing
        if cell.unit not in empty or cell.slice not in HIGH_LEVELS
    ]
    for unit in sorted(joined):
        arcs += _group_arcs(unit, [groups[k] for k in sorted(groups) if k[0] == unit])
    return Network(arcs)


def _without_group(cells: list[Count], high: Mapping[str, int]) -> set[str]:
    """Units without cases of the high levels that M12 or M17, there elsewhere, does not concern."""
    metrics = {cell.metric for cell in cells} & {PLAN_METRIC, KNOWN_METRIC}
    found = {(cell.unit, cell.metric) for cell in cells if not cell.slice}
    return {
        unit
        for unit, number in high.items()
        if not number and any((unit, metric) not in found for metric in metrics)
    }


def _group_arcs(unit: str, groups: list[Count]) -> list[Arc]:
    """One group after the other, from the ground into the unit's line of high levels."""
    lines = [GROUND, *(f"{group.metric} {unit}" for group in groups[1:]), f"high {unit}"]
    return [
        arc(group, lines[number], lines[number + 1], group.total or 0)
        for number, group in enumerate(groups)
    ]
