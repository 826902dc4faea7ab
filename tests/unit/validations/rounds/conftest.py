"""A made-up month that stands every check, and ways to spoil it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from validations.code_lists import read_seed

LEVELS = ("normal", "mild", "moderate", "severe")
SLICES = {
    "none": ("",),
    "stage": ("primary", "junior"),
    "level": LEVELS,
    "case_level": LEVELS[1:],
    "overdue_age": ("d01_07", "d08_30", "d31_up"),
    "instrument_group": ("MHT_1_cn_primary",),
    "form": ("F01", "F02", "F07"),
}
# What no check looks into may be cut in any way.
ANY_SLICES = ("one", "two")
# numerator and denominator of one unit, by metric
AMOUNTS = {"M01": (50, None), "M02": (40, 50), "M03": (45, 50), "M08": (10, 40), "M23": (800, 40)}


def _figure(
    metric: dict[str, Any], unit: dict[str, Any], month: str, slice_: str
) -> dict[str, Any]:
    variant = metric["variant"] or ""
    up, down = AMOUNTS.get(metric["metric_id"], (1, 2))
    county_only = metric["is_county_level_only"] == "true"
    if metric["metric_id"] in ("M13", "M14") and not slice_:
        up, down = 3 * up, 3 * down
    times = 1
    if unit["unit_code"] == "3607":
        times = 20 if county_only else 21
    is_out = county_only and unit["unit_code"] == "3607SZ"
    name = "-".join(filter(None, (metric["metric_id"], variant, slice_)))
    down = down if metric["kind"] in {"rate", "ratio"} else None
    value = Decimal(up) / Decimal(down) if down else Decimal(up * times)
    return {
        "figure_id": f"{name}.{unit['unit_code']}.{month}",
        "month": month,
        "unit_code": unit["unit_code"],
        "unit_name": unit["name_zh"],
        "school_code": None,
        "metric_id": metric["metric_id"],
        "metric_name": metric["name_zh"],
        "variant": variant or None,
        "slice": slice_ or None,
        "numerator": None if is_out else Decimal(up * times),
        "denominator": None if is_out or down is None else Decimal(down * times),
        "value": None if is_out else value,
        "status": "not_applicable" if is_out else "ok",
        "form_ids": metric["form_ids"],
        "received_count": 5 * times,
        "expected_count": 5 * times,
    }


def good_figures(*months: str) -> pl.DataFrame:
    """Figures of every metric for 21 units and the city, adding up."""
    units = read_seed("code_reporting_unit").select("unit_code", "name_zh").to_dicts()
    units.append({"unit_code": "3607", "name_zh": "全市"})
    rows = [
        _figure(metric, unit, month, slice_)
        for month in months
        for metric in read_seed("code_metric").to_dicts()
        for unit in units
        for slice_ in SLICES.get(metric["slice_kind"], ANY_SLICES)
    ]
    amount, rate = pl.Decimal(18, 2), pl.Decimal(18, 6)
    types = dict.fromkeys(rows[0], pl.String)
    counts = dict.fromkeys(("received_count", "expected_count"), pl.Int64)
    return pl.DataFrame(
        rows, schema={**types, "numerator": amount, "denominator": amount, "value": rate, **counts}
    )


def good_reporting(*months: str) -> pl.DataFrame:
    """Every unit has sent every form in full, before it was due."""
    forms = {"F01": "学籍基数表", "F02": "心理筛查结果明细", "F07": "心理教师与教研员名册"}
    rows = [
        {
            "month": month,
            "unit_code": unit["unit_code"],
            "unit_name": unit["name_zh"],
            "form_id": form,
            "form_name": name,
            "period": "2026-2027-1",
            "due_on": date(2026, 9, 15),
            "lock_on": date(2026, 9, 30),
            "expected_count": 5,
            "received_count": 5,
            "is_silent": False,
        }
        for month in months
        for unit in read_seed("code_reporting_unit").to_dicts()
        for form, name in forms.items()
    ]
    return pl.DataFrame(rows)


@pytest.fixture(scope="session")
def figures() -> pl.DataFrame:
    return good_figures("2026-09", "2026-10")


@pytest.fixture(scope="session")
def reporting() -> pl.DataFrame:
    return good_reporting("2026-09", "2026-10")
