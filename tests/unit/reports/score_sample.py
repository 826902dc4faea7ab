"""The golden month scored and listed by the warehouse's own SQL, for the pages that show it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import polars as pl

from orchestration.shown import city_only
from reports.bulletin_input import BulletinInput
from reports.scorecard import Scorecard
from tests.golden import sample
from tests.rendered_models import ModelBench, months_frame

MONTH, BEFORE, YEAR_BEFORE = "2026-10", "2026-09", "2025-10"
SEEDS = ("standard_score_item", "standard_deduction", "standard_rectification", "standard_band")
KEPT = {"360702": (0, 1), "360703": None, "360704": ()}
"""M18-a of counties: one pupil's archive astray, nobody to hand on, nothing reported."""
RECORDS = [("X04", "360702", 12)] * 3 + [("X04", "360704", 5)] * 11 + [("X98", "360703", None)]


@cache
def built() -> tuple[Scorecard, pl.DataFrame]:
    """The scorecard of the golden month and its lines of rpt_rectification."""
    bench = ModelBench()
    for name in (*SEEDS, "standard_parameter", "code_reporting_unit", "code_item"):
        bench.put_seed(name)
    bench.connection.execute("create table int_parameters as from standard_parameter")
    bench.run("dim_unit")
    bench.put("dim_month", months_frame([YEAR_BEFORE, BEFORE, MONTH]))
    then = sample.unsuppressed().with_columns(pl.col("variant", "slice").fill_null(""))
    now = pl.concat([then, _kept(then)])
    bench.put("fct_figures", pl.concat([now, _moved(now, BEFORE), _moved(then, YEAR_BEFORE)]))
    bench.put("int_concealment_records", _records())
    schools = [f"2136{number:06d}" for number in range(len(RECORDS))]
    names = {"school_code": schools, "school_name": [f"示例第{n + 1}小学" for n in range(15)]}
    bench.put("dim_school", pl.DataFrame(names))
    files = {"submission_id": [f"s{n}" for n in range(15)], "file_name": ["个案台账.xlsx"] * 15}
    bench.put("stg_submissions", pl.DataFrame(files))
    bench.run("int_deductions", "rpt_scorecard_item", "rpt_scorecard", "rpt_rectification")
    bench.run("rpt_deduction")
    frames = [
        bench.connection.sql(f"select * from {name} where month = '{MONTH}'").pl()
        for name in ("rpt_scorecard", "rpt_scorecard_item", "rpt_deduction", "rpt_rectification")
    ]
    given = replace(given_figures(), rectification=frames[3], city_only=city_only(now, MONTH))
    return Scorecard(given, *frames[:3]), frames[3]


def given_figures() -> BulletinInput:
    """The golden bulletin's input."""
    return sample.bulletin_input()


def _kept(figures: pl.DataFrame) -> pl.DataFrame:
    """M18-a by county, which leaders see of the city alone."""
    (city,) = figures.filter(pl.col("figure_id") == f"M18-a.3607.{MONTH}").to_dicts()
    blank = {"numerator": None, "denominator": None, "value": None, "is_target_met": None}
    rows = []
    for unit, told in KEPT.items():
        row = {**city, **blank, "unit_code": unit, "is_leader_grain": False, "is_sensitive": True}
        row |= {"figure_id": f"M18-a.{unit}.{MONTH}", "status": "not_applicable"}
        if told == ():
            row |= {"status": "not_reported", "received_count": 0}
        elif told:
            top, bottom = told
            row |= {"status": "ok", "numerator": Decimal(top), "denominator": Decimal(bottom)}
            row |= {"value": Decimal(top) / Decimal(bottom), "is_target_met": top == bottom}
        rows.append(row)
    return pl.DataFrame(rows, schema=figures.schema)


def _moved(figures: pl.DataFrame, month: str) -> pl.DataFrame:
    """The same figures in another month, met targets and missed ones the other way round."""
    is_rate = pl.col("denominator").is_not_null() & (pl.col("month") == MONTH)
    half = pl.when(is_rate).then(pl.col("numerator") * 0.9).otherwise(pl.col("numerator"))
    return figures.with_columns(
        pl.lit(month).alias("month"),
        pl.col("figure_id").str.replace(MONTH, month),
        half.cast(figures.schema["numerator"]).alias("numerator"),
    )


def _records() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "rule_id": rule,
                "unit_code": unit,
                "submission_id": f"s{number}",
                "form_id": "F02" if rule == "X04" else "F04",
                "period": "2026-2027-1R1" if rule == "X04" else MONTH,
                "school_code": f"2136{number:06d}",
                "sheet": "筛查明细" if rule == "X04" else None,
                "row_number": None if row is None else row + number,
                "found_on": date(2026, 10, 9),
                "settled_on": None,
            }
            for number, (rule, unit, row) in enumerate(RECORDS)
        ],
        schema_overrides={"settled_on": pl.Date},
        infer_schema_length=None,
    )
