"""Small month tables for the disclosure tests: counts in, figure rows out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

CITY = "3607"
LEVELS = ("normal", "mild", "moderate", "severe")
UNITS = ("360702", "3607JK", "3607RJ", "360704", "360703", "360722", "360723", "360724")
ORDER = {unit: number for number, unit in enumerate(UNITS, start=1)}

Counts = Mapping[str, Sequence[int]]


def month_figures(
    counts: Counts,
    latest: Counts | None = None,
    groups: Mapping[str, tuple[int, int]] | None = None,
    month: str = "2026-10",
    statuses: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """M08 in both variants for units and city, and the city's M09 groups as (count, total).

    ``latest`` (variant b) is the same as ``counts`` where not given; ``statuses`` names units whose
    rows are not ok and hold nothing.
    """
    rows = []
    for variant, table in (("a", counts), ("b", latest or counts)):
        reporting = [row for unit, row in table.items() if unit not in (statuses or {})]
        city = [sum(level) for level in zip(*reporting, strict=True)]
        for unit, row in {**table, CITY: city}.items():
            status = (statuses or {}).get(unit, "ok")
            for level, number in zip(LEVELS, row, strict=True):
                rows.append(figure("M08", variant, level, unit, number, sum(row), month, status))
    for group, (number, total) in (groups or {}).items():
        rows.append(figure("M09", "", group, CITY, number, total, month))
    return pl.DataFrame(rows, schema_overrides={"school_code": pl.String})


def figure(
    metric: str,
    variant: str,
    slice_: str,
    unit: str,
    number: int,
    total: int,
    month: str = "2026-10",
    status: str = "ok",
) -> dict[str, Any]:
    """One figure row with the columns disclosure reads."""
    middle = "".join(f"-{part}" for part in (variant, slice_) if part)
    is_ok = status == "ok"
    return {
        "figure_id": f"{metric}{middle}.{unit}.{month}",
        "month": month,
        "unit_code": unit,
        "school_code": None,
        "metric_id": metric,
        "variant": variant,
        "slice": slice_,
        "numerator": Decimal(number) if is_ok else None,
        "denominator": Decimal(total) if is_ok else None,
        "value": Decimal(number) / Decimal(total) if is_ok and total else None,
        "status": status,
        "is_leader_grain": True,
    }


def hidden(published: pl.DataFrame) -> set[str]:
    """Figure ids of the suppressed rows."""
    return set(published.filter(pl.col("status") == "suppressed")["figure_id"])
