"""Which further count is hidden beside one that the rest gives away."""

from __future__ import annotations

import polars as pl

from reports.disclosure_audit import companion

MONTH = "2026-10"
OVERDUE = {"3607": 33, "360702": 12, "360703": 0, "360704": 21}
BOUNDS = {(MONTH, "360703", "severe"): (0, 0), (MONTH, "360704", "severe"): (20, 49)}


def figures(hidden: str) -> pl.DataFrame:
    """Pupils overdue (M14, severe) of the city and three counties, one of them withheld."""
    rows = [
        {
            "figure_id": f"M14-severe.{unit}.{MONTH}",
            "month": MONTH,
            "unit_code": unit,
            "school_code": None,
            "metric_id": "M14",
            "variant": "",
            "slice": "severe",
            "numerator": count,
            "denominator": None,
            "status": "suppressed" if unit == hidden else "ok",
        }
        for unit, count in OVERDUE.items()
    ]
    return pl.DataFrame(rows, schema_overrides={"school_code": pl.String, "denominator": pl.Int64})


def test_a_count_its_band_tells_is_passed_over_for_it_hides_nothing() -> None:
    exposed = f"M14-severe.360702.{MONTH}"
    told = figures(""), figures("360702")
    assert companion(*told, exposed) == f"M14-severe.360703.{MONTH}"
    assert companion(*told, exposed, BOUNDS) == f"M14-severe.360704.{MONTH}"
