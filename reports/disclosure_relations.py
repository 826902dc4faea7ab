"""Every additive relation among the counts of one month, for the audit of what was hidden.

It knows nothing of how cells are chosen (``disclosure``): relations are found in the numbers
themselves. A relation is a line of unknowns with their factors, adding up to nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

CITY, LOWEST_LEVEL = "3607", "normal"
LEVEL_METRIC, DETECTION_METRIC, REVIEW_METRIC = "M08", "M09", "M10"
RATES, OVERDUE_METRIC = ("M10", "M12", "M13", "M15", "M16", "M17", "M18"), "M14"
VARIANTS = {"M18": "a"}
"""Of which variant alone the counts are pupils at risk."""
REGISTER = ("running_count", "paused_count", "opened_in_month", "closed_in_month")
STANDING = REGISTER[:2]
GROUPS_OF_CASES = ("M12", "M17")
HIGH_LEVELS = ("moderate", "severe")
SPLITS = (("mild", *HIGH_LEVELS), ("d01_07", "d08_30", "d31_up"))
METRICS = (LEVEL_METRIC, DETECTION_METRIC, *RATES, OVERDUE_METRIC, *REGISTER)
GROUP_MARK = "#group"
"""Follows a figure's id where the number meant is its denominator."""

Equation = dict[str, int]
Row = dict[str, Any]


def group_of(figure_id: str) -> str:
    """The name of a figure's denominator among the unknowns."""
    return f"{figure_id}{GROUP_MARK}"


def relations(rows: list[Row]) -> list[Equation]:
    """All lines among the month's counts, ``rows`` being figures before suppression."""
    by_metric: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_metric[row["metric_id"]].append(row)
    lines = _screening(by_metric[LEVEL_METRIC], by_metric[DETECTION_METRIC])
    for metric in (*RATES, OVERDUE_METRIC, *REGISTER):
        lines += _table(by_metric[metric])
        if metric in RATES:
            groups = [
                {**row, "figure_id": group_of(row["figure_id"]), "numerator": row["denominator"]}
                for row in by_metric[metric]
            ]
            lines += _table(groups)
    standing = [row for metric in STANDING for row in by_metric[metric]]
    for metric in GROUPS_OF_CASES:
        lines += _same_pupils(standing, by_metric[metric])
    for variant in {row["variant"] for row in by_metric[LEVEL_METRIC]}:
        levels = [row for row in by_metric[LEVEL_METRIC] if row["variant"] == variant]
        lines += _same_pupils(levels, by_metric[REVIEW_METRIC])
    return lines


def _screening(all_levels: list[Row], detection: list[Row]) -> list[Equation]:
    lines = _columns([row for row in detection if row["slice"]])
    for variant in sorted({row["variant"] for row in all_levels}):
        levels = [row for row in all_levels if row["variant"] == variant]
        lines += _totals(levels) + _columns(levels) + _accounts(levels, detection)
    return lines


def _table(rows: list[Row]) -> list[Equation]:
    """Units add up to the city; levels, and ages, add up to the total of their unit."""
    lines = _columns(rows)
    for unit in sorted({row["unit_code"] for row in rows}):
        own = [row for row in rows if row["unit_code"] == unit]
        total = [row for row in own if not row["slice"]]
        for split in SPLITS:
            parts = [row for row in own if row["slice"] in split]
            lines += _if_balanced(parts, total)
    return lines


def _same_pupils(levels: list[Row], groups: list[Row]) -> list[Equation]:
    """A unit's pupils of the high levels are the group of a rate, where they are as many."""
    lines = []
    for group in groups:
        if group["slice"]:
            continue
        name, size = group_of(group["figure_id"]), group["denominator"]
        high = [
            row
            for row in levels
            if row["unit_code"] == group["unit_code"] and row["slice"] in HIGH_LEVELS
        ]
        lines += _if_balanced(high, [{**group, "figure_id": name, "numerator": size}])
    return lines


def _if_balanced(parts: list[Row], whole: list[Row]) -> list[Equation]:
    """Parts less their whole as a line, where there are both and the numbers agree."""
    line = {row["figure_id"]: 1 for row in parts} | {row["figure_id"]: -1 for row in whole}
    return [line] if parts and whole and _is_balanced(line, [*parts, *whole]) else []


def _totals(levels: list[Row]) -> list[Equation]:
    """A unit's levels add up to its valid pupils, a number published elsewhere."""
    lines: dict[str, Equation] = defaultdict(dict)
    for row in levels:
        lines[row["unit_code"]][row["figure_id"]] = 1
    return list(lines.values())


def _columns(rows: list[Row]) -> list[Equation]:
    """A slice's units add up to the city, where both are listed."""
    lines: dict[str, Equation] = defaultdict(dict)
    of_city = {row["slice"] for row in rows if row["unit_code"] == CITY}
    of_units = {row["slice"] for row in rows if row["unit_code"] != CITY}
    for row in rows:
        if row["slice"] in of_city & of_units:
            sign = -1 if row["unit_code"] == CITY else 1
            lines[row["slice"]][row["figure_id"]] = sign
    return [line for line in lines.values() if _is_balanced(line, rows)]


def _is_balanced(line: Equation, rows: Iterable[Row]) -> bool:
    counts = {row["figure_id"]: int(row["numerator"]) for row in rows}
    return sum(sign * counts[name] for name, sign in line.items()) == 0


def _accounts(levels: list[Row], detection: list[Row]) -> list[Equation]:
    """A unit's detection groups add up to its pupils above the lowest level, where they do."""
    lines = []
    for unit in sorted({row["unit_code"] for row in detection}):
        groups = [row for row in detection if row["unit_code"] == unit and row["slice"]]
        whole = [row for row in detection if row["unit_code"] == unit and not row["slice"]]
        at_risk = [
            row for row in levels if row["unit_code"] == unit and row["slice"] != LOWEST_LEVEL
        ]
        for account in (groups, whole):
            lines += _if_balanced(at_risk, account)
    return lines
