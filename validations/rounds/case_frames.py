"""The frames of a month's checks on cases and follow-ups; the others are in `frames`.

Nothing is judged here: limits stand in `checks`.
"""

from __future__ import annotations

import polars as pl

from validations.code_lists import read_seed
from validations.rounds.round_input import CITY, RoundInput

EMPTIED = "X98"


def case_parts(given: RoundInput) -> pl.DataFrame:
    """M13 and M14 at each place: the parts of each way of cutting them minus the whole."""
    levels = read_seed("code_risk_level")["level_code"].to_list()
    rows = given.places(given.month).filter(
        pl.col("metric_id").is_in(["M13", "M14"]), pl.col("status") == "ok"
    )
    counted = rows.with_columns(
        cut=pl.when(pl.col("slice") == "")
        .then(pl.lit("合计"))
        .when(pl.col("slice").is_in(levels))
        .then(pl.lit("按等级"))
        .otherwise(pl.lit("按逾期天数")),
        amount=pl.coalesce("denominator", "numerator"),
    )
    keys = ("metric_id", "metric_name", "unit_code", "unit_name")
    sums = counted.group_by(*keys, "cut").agg(pl.sum("numerator", "amount"))
    whole = sums.filter(pl.col("cut") == "合计").select(
        *keys, whole="amount", whole_numerator="numerator"
    )
    parts = sums.filter(pl.col("cut") != "合计").join(whole, on=keys, how="inner")
    return parts.sort("unit_code", "metric_id", "cut").select(
        subject=pl.format("{} {} {}", "unit_name", "metric_name", "cut"),
        found_zh=pl.format(
            "各组相加 {}，总数 {}", pl.col("amount").cast(pl.Int64), pl.col("whole").cast(pl.Int64)
        ),
        difference=(pl.col("amount") - pl.col("whole")).abs()
        + (pl.col("numerator") - pl.col("whole_numerator")).abs(),
    )


def case_reports(given: RoundInput) -> pl.DataFrame:
    """The city's plan and follow-up rates: share of the schools asked that they rest on (0–1)."""
    rows = given.places(given.month).filter(
        pl.col("metric_id").is_in(["M12", "M13"]),
        pl.col("slice") == "",
        pl.col("unit_code") == CITY,
        pl.col("expected_count") > 0,
    )
    return rows.sort("metric_id").select(
        subject=pl.col("metric_name"),
        found_zh=pl.format("应报 {} 所，已报 {} 所", "expected_count", "received_count"),
        received_share=pl.col("received_count") / pl.col("expected_count"),
    )


def emptied_registers(given: RoundInput) -> pl.DataFrame:
    """Schools whose register of the month came empty while cases were open: one fault each."""
    rows = given.contradictions.filter(
        pl.col("rule_id") == EMPTIED, pl.col("period") == given.month
    )
    return rows.sort("scope_code").select(
        subject="scope_code", found_zh="words", emptied_count=pl.lit(1, pl.Int64)
    )
