"""The case register and the bands of overdue pupils, as disclosure takes them in.

Nothing is decided here; what is withheld belongs in ``disclosure``.
"""

from __future__ import annotations

from calendar import monthrange
from decimal import Decimal
from typing import Any

import polars as pl

from reports.disclosure_cells import CASE_LEVELS, CASE_MEASURES, Bounds
from validations.code_lists import read_seed

_BAND_SET = "overdue"
_COUNT = pl.Decimal(18, 2)


def case_rows(cases: pl.DataFrame) -> pl.DataFrame:
    """rpt_case_summary as rows like figures: one a month × unit × level × measure.

    A unit of which no register has come has no counts, and its rows are ``not_reported``.
    """
    rows = [
        {
            "figure_id": f"{measure}-{row['level_code']}.{row['unit_code']}.{row['month']}",
            "month": row["month"],
            "unit_code": row["unit_code"],
            "metric_id": measure,
            "variant": "",
            "slice": row["level_code"],
            "numerator": None if row[measure] is None else Decimal(row[measure]),
            "status": "not_reported" if row[measure] is None else "ok",
            "is_leader_grain": True,
        }
        for row in cases.iter_rows(named=True)
        for measure in CASE_MEASURES
        if row["level_code"] in CASE_LEVELS
    ]
    text = ("figure_id", "month", "unit_code", "school_code", "metric_id", "variant", "slice")
    schema: dict[str, Any] = dict.fromkeys((*text, "status"), pl.String)
    schema |= {"numerator": _COUNT, "denominator": _COUNT, "is_leader_grain": pl.Boolean}
    return pl.DataFrame(rows, schema=schema)


def band_bounds(bands: pl.DataFrame) -> Bounds:
    """What each band of rpt_overdue_band says of its count; LookupError for an unknown band."""
    return {
        (row["month"], row["unit_code"], row["level_code"]): _limits(row["band_code"], row["month"])
        for row in bands.iter_rows(named=True)
        if row["band_code"] is not None
    }


def _limits(band_code: str, month: str) -> tuple[int, int | None]:
    """First and last count of a band as it holds on the month's last day."""
    year, number = int(month[:4]), int(month[5:])
    day = f"{month}-{monthrange(year, number)[1]:02d}"
    for row in read_seed("standard_band").iter_rows(named=True):
        is_in_force = row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])
        if (row["band_set"], row["band_code"]) == (_BAND_SET, band_code) and is_in_force:
            return int(row["count_from"]), int(row["count_to"]) if row["count_to"] else None
    raise LookupError(f"no band {band_code} in {month}")
