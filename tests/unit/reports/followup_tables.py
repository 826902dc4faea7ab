"""Small months of follow-up for the disclosure tests: counts in, figure rows and bands out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from reports.disclosure_register import case_rows
from tests.unit.reports.disclosure_tables import CITY, figure

LEVELS = ("mild", "moderate", "severe")
AGES = ("d01_07", "d08_30", "d31_up")
MEASURES = ("running_count", "paused_count", "opened_in_month", "closed_in_month")
BANDS = (("zero", 0, 0), ("few", 1, 9), ("some", 10, 19), ("many", 20, None))

Pair = tuple[int, int]
"""On time, and due but not on time."""


def rates(
    metric: str, parts: Mapping[str, Mapping[str, Pair]], month: str = "2026-10"
) -> list[dict[str, Any]]:
    """A rate by unit and slice, with the totals of units and city; slice "" is a total alone."""
    sums: dict[tuple[str, str], Pair] = {}
    for unit, own in parts.items():
        for slice_, pair in own.items():
            for place in {(unit, slice_), (unit, ""), (CITY, slice_), (CITY, "")}:
                done, missed = sums.get(place, (0, 0))
                sums[place] = (done + pair[0], missed + pair[1])
    return [
        figure(metric, "", slice_, unit, done, done + missed, month)
        for (unit, slice_), (done, missed) in sums.items()
    ]


def overdue(
    parts: Mapping[str, Mapping[tuple[str, str], int]], month: str = "2026-10"
) -> list[dict[str, Any]]:
    """M14 by unit, from pupils by (level, age); every slice is listed, zero or not."""
    sums = {(unit, s): 0 for unit in (*parts, CITY) for s in ("", *LEVELS, *AGES)}
    for unit, own in parts.items():
        for (level, age), number in own.items():
            for place in (unit, CITY):
                for slice_ in ("", level, age):
                    sums[place, slice_] += number
    return [
        {**figure("M14", "", slice_, unit, number, 1, month), "denominator": None}
        for (unit, slice_), number in sums.items()
    ]


def bands_of(rows: list[dict[str, Any]]) -> dict[tuple[str, str, str], tuple[int, int | None]]:
    """What bands say of each unit's pupils overdue at the severe level."""
    found = {}
    for row in rows:
        if row["slice"] == "severe" and row["unit_code"] != CITY:
            number = int(row["numerator"])
            _, low, high = next(
                b for b in BANDS if number >= b[1] and (b[2] is None or number <= b[2])
            )
            found[row["month"], row["unit_code"], "severe"] = (low, high)
    return found


def summary(
    running: Mapping[str, tuple[int, int, int]],
    paused: Mapping[str, tuple[int, int, int]] | None = None,
    moved: Mapping[str, tuple[int, int, int]] | None = None,
    month: str = "2026-10",
) -> pl.DataFrame:
    """rpt_case_summary of units by level, with the city; ``moved`` is opened and closed alike."""
    nothing = dict.fromkeys(running, (0, 0, 0))
    tables = (running, paused or nothing, moved or nothing, moved or nothing)
    rows = []
    for unit in (*running, CITY):
        for number, level in enumerate(LEVELS):
            counts = [
                sum(table[u][number] for u in running) if unit == CITY else table[unit][number]
                for table in tables
            ]
            measures = dict(zip(MEASURES, counts, strict=True))
            rows.append({"month": month, "unit_code": unit, "level_code": level, **measures})
    return pl.DataFrame(rows)


def month_rows(*groups: list[dict[str, Any]], cases: pl.DataFrame | None = None) -> pl.DataFrame:
    """Figure rows, and the case summary as rows like figures, in one frame."""
    number = pl.Decimal(18, 2)
    types = {"school_code": pl.String, "numerator": number, "denominator": number}
    types["value"] = pl.Decimal(18, 6)
    rows = [
        dict(row, value=None if row["value"] is None else Decimal(0)) for g in groups for row in g
    ]
    figures = pl.DataFrame(rows, schema_overrides=types, infer_schema_length=None)
    return figures if cases is None else pl.concat([figures, case_rows(cases)], how="diagonal")
