"""The case register and the bands of overdue pupils, as disclosure takes them in.

Nothing is decided here; what is withheld belongs in ``disclosure``.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from reports.disclosure_cells import CASE_MEASURES, Bounds
from validations.code_lists import read_seed

_COUNT = pl.Decimal(18, 2)


def case_rows(cases: pl.DataFrame) -> pl.DataFrame:
    """rpt_case_summary as rows like figures: one a month × unit × level × measure."""
    rows = [
        {
            "figure_id": f"{measure}-{row['level_code']}.{row['unit_code']}.{row['month']}",
            "month": row["month"],
            "unit_code": row["unit_code"],
            "metric_id": measure,
            "variant": "",
            "slice": row["level_code"],
            "numerator": Decimal(row[measure]),
            "status": "ok",
            "is_leader_grain": True,
        }
        for row in cases.iter_rows(named=True)
        for measure in CASE_MEASURES
    ]
    text = ("figure_id", "month", "unit_code", "school_code", "metric_id", "variant", "slice")
    schema: dict[str, Any] = dict.fromkeys((*text, "status"), pl.String)
    schema |= {"numerator": _COUNT, "denominator": _COUNT, "is_leader_grain": pl.Boolean}
    return pl.DataFrame(rows, schema=schema)


def band_bounds(bands: pl.DataFrame, on: date) -> Bounds:
    """What each shown band says of its count; LookupError for a band the seed does not have."""
    limits = _limits(on)
    found = {}
    for row in bands.iter_rows(named=True):
        if row["band_code"] is None:
            continue
        if row["band_code"] not in limits:
            raise LookupError(f"no band {row['band_code']} on {on}")
        found[row["month"], row["unit_code"], row["level_code"]] = limits[row["band_code"]]
    return found


def _limits(on: date) -> dict[str, tuple[int, int | None]]:
    day = on.isoformat()
    return {
        row["band_code"]: (int(row["minimum_count"]), _number(row["maximum_count"]))
        for row in read_seed("standard_band").iter_rows(named=True)
        if row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])
    }


def _number(text: str | None) -> int | None:
    return int(text) if text else None
