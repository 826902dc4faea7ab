"""What a month is judged on: figures, reporting and the seeds that say what they mean.

The frames made of it are in `frames`; nothing is read from disk or judged here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

CITY = "3607"


def no_contradictions() -> pl.DataFrame:
    """rpt_cross_finding without a row, in the columns a month is judged on."""
    columns = ("rule_id", "period", "scope_code", "words")
    return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))


def no_places() -> pl.DataFrame:
    """int_no_sums without a row: every metric adds up."""
    return pl.DataFrame(schema={"metric_id": pl.String, "variant": pl.String})


@dataclass(frozen=True)
class RoundInput:
    """What a month is judged on: figures and reporting of all months, seeds, and two limits.

    `figures` is fct_figures before suppression, `reporting` rpt_reporting, `metrics` the seed
    code_metric, `unit_codes` the units in force; below `volume_minimum` a volume is not compared.
    `contradictions` is rpt_cross_finding, of which only the registers suddenly empty are judged;
    `no_sums` is int_no_sums, the metrics that are stated place by place.
    """

    month: str
    figures: pl.DataFrame
    reporting: pl.DataFrame
    metrics: pl.DataFrame
    unit_codes: tuple[str, ...]
    volume_minimum: int
    contradictions: pl.DataFrame = field(default_factory=no_contradictions)
    no_sums: pl.DataFrame = field(default_factory=no_places)

    @property
    def last_day(self) -> date:
        """The last day of the month judged."""
        first = date.fromisoformat(f"{self.month}-01")
        return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)

    @property
    def last_month(self) -> str:
        """The month before, as `2026-09`."""
        first = date.fromisoformat(f"{self.month}-01")
        return (first - timedelta(days=1)).strftime("%Y-%m")

    def places(self, month: str) -> pl.DataFrame:
        """City and unit rows of a month (no schools), amounts as float, with kind and grains."""
        seed = self.metrics.select(
            "metric_id",
            pl.col("variant").fill_null(""),
            pl.col("slice_kind").fill_null("none"),
            "kind",
            "grains",
        )
        kinds = seed.group_by("metric_id", "variant").agg(
            pl.col("kind").first(), pl.col("grains").first()
        )
        amounts = ("numerator", "denominator", "value")
        return (
            self.figures.filter(pl.col("month") == month, pl.col("school_code").is_null())
            .with_columns(
                pl.col("variant", "slice").fill_null(""), pl.col(amounts).cast(pl.Float64)
            )
            .join(kinds, on=["metric_id", "variant"], how="left")
            .sort("figure_id")
        )
