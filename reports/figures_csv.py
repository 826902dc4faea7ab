"""``figures.csv`` beside a bulletin: every figure the edition may show, one row each.

Suppression belongs in ``disclosure`` and comes first; this module only lays columns out.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from reports.plain_csv import csv_bytes
from reports.publishing import write_aside

COLUMNS = (
    "figure_id",
    "month",
    "unit_code",
    "unit_name",
    "school_code",
    "metric_id",
    "metric_name",
    "variant",
    "slice",
    "numerator",
    "denominator",
    "value",
    "unit_of_measure",
    "count_basis",
    "qualifier",
    "status",
    "is_partial",
    "received_count",
    "expected_count",
    "target",
    "policy_version",
    "known_at",
)
_NUMBERS = {"numerator": 2, "denominator": 2, "value": 6, "target": 6}


def write_figures(figures: pl.DataFrame, path: Path) -> None:
    """Write suppressed figures as UTF-8 with BOM, rows as given; OSError leaves an old file."""
    write_aside(figures_bytes(figures), path)


def figures_bytes(figures: pl.DataFrame) -> bytes:
    """The CSV itself; numbers stay numbers, texts are never formulas."""
    numbers = [pl.col(name).cast(pl.Decimal(18, scale)) for name, scale in _NUMBERS.items()]
    return csv_bytes(figures.select(COLUMNS).with_columns(*numbers))
