"""The invented month with further figures laid in, under the metrics of today's seed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl

from reports.bulletin import BulletinInput
from tests.golden import sample
from tests.golden.sample_figures import FIGURE_SCHEMA, MONTH
from validations.code_lists import read_seed

Part = tuple[str, str, str, str, int | None, int | None]
"""Metric, variant, slice, unit, numerator, denominator; no numerator means not reported."""


def with_figures(parts: Iterable[Part], status: str = "not_reported") -> BulletinInput:
    """The golden month's input with these figures beside its own in other metrics."""
    given = sample.bulletin_input()
    seed = read_seed("code_metric")
    rows = pl.DataFrame([_row(seed, part, status) for part in parts], schema=FIGURE_SCHEMA)
    others = given.figures.filter(~pl.col("metric_id").is_in(rows["metric_id"].implode()))
    return replace(given, metrics=seed, figures=pl.concat([others.select(rows.columns), rows]))


def _row(seed: pl.DataFrame, part: Part, status: str) -> dict[str, Any]:
    metric_id, variant, slice_, unit, top, bottom = part
    metric = seed.filter(
        (pl.col("metric_id") == metric_id) & (pl.col("variant").fill_null("") == variant)
    ).row(0, named=True)
    middle = "".join(f"-{one}" for one in (variant, slice_) if one)
    is_ok = top is not None
    value = None if top is None else Decimal(top) / Decimal(bottom) if bottom else Decimal(top)
    return {
        "figure_id": f"{metric_id}{middle}.{unit}.{MONTH}",
        "month": MONTH,
        "unit_code": unit,
        "metric_id": metric_id,
        "metric_name": metric["name_zh"],
        "variant": variant,
        "slice": slice_,
        "numerator": None if top is None else Decimal(top),
        "denominator": Decimal(bottom) if is_ok and bottom else None,
        "value": None if value is None else value.quantize(Decimal("0.000001")),
        "unit_of_measure": metric["unit_of_measure"],
        "count_basis": metric["count_basis"],
        "qualifier": metric["qualifier"],
        "status": "ok" if is_ok else status,
        "is_partial": False,
        "received_count": 1 if is_ok else 0,
        "expected_count": 1,
        "is_sensitive": metric["is_sensitive"] == "true",
        "is_leader_grain": True,
        "form_ids": metric["form_ids"],
        "sort_no": int(metric["sort_no"]),
    }
