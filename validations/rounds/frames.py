"""The frames a month's checks look at: one row a subject, its finding in words, one number.

Nothing is judged here: limits stand in `checks`, and what a figure means is dbt's business.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import polars as pl

from validations.code_lists import read_seed
from validations.rounds.case_frames import case_parts, case_reports, emptied_registers
from validations.rounds.round_input import CITY, RoundInput

COVERAGE_METRICS = ("M02", "M03")
MAY_EXCEED = ("M02", "M03", "M31 a", "M39 a")  # M31, M39: more than planned or due is news


def submitters(given: RoundInput) -> pl.DataFrame:
    """Forms due by the month's end: share of expected submissions received (0–1).

    Only forms that bear the pupils' figures hold a bulletin (`code_form.holds_bulletin`).
    """
    holding = read_seed("code_form").filter(pl.col("holds_bulletin") == "true")["form_id"]
    due = given.reporting.filter(
        pl.col("month") == given.month,
        pl.col("form_id").is_in(holding.to_list()),
        pl.col("due_on").fill_null(given.last_day) <= given.last_day,
    )
    counted = due.group_by("form_id", "form_name", "period").agg(
        pl.col("expected_count").sum(), pl.col("received_count").sum()
    )
    return (
        counted.filter(pl.col("expected_count") > 0)
        .sort("form_id", "period")
        .select(
            subject=pl.format("{} {}（{}）", "form_id", "form_name", "period"),
            found_zh=pl.format("应报 {} 份，已报 {} 份", "expected_count", "received_count"),
            received_share=pl.col("received_count") / pl.col("expected_count"),
        )
    )


def presence(given: RoundInput) -> pl.DataFrame:
    """Every metric of the catalogue: at how many places its figure is missing.

    Places are the city and, where the metric has that grain, each unit. A metric sliced by
    instrument group stands only where that instrument was used, so just the city must have it.
    """
    rows = given.places(given.month)
    found = rows.select("metric_id", "variant", "unit_code").unique()
    units = set(given.unit_codes)
    keys = ("metric_id", "variant")
    by_instrument = given.metrics.filter(pl.col("slice_kind") == "instrument_group")
    wanted = given.metrics.with_columns(
        pl.col("variant").fill_null(""),
        grains=pl.when(pl.col("metric_id").is_in(by_instrument["metric_id"].to_list()))
        .then(pl.lit("city"))
        .otherwise("grains"),
    )
    names, words, missing = [], [], []
    for metric in wanted.unique(keys, keep="first", maintain_order=True).to_dicts():
        here = found.filter(
            pl.col("metric_id") == metric["metric_id"], pl.col("variant") == metric["variant"]
        )
        grains = metric["grains"].split(";")
        expected = {CITY} if "city" in grains else set()
        expected |= units if "unit" in grains else set()
        lacking = expected - set(here["unit_code"])
        names.append(
            " ".join(filter(None, (metric["metric_id"], metric["variant"])))
            + f" {metric['name_zh']}"
        )
        words.append(f"应有 {len(expected)} 处，缺 {len(lacking)} 处")
        missing.append(len(lacking))
    return pl.DataFrame(
        {"subject": names, "found_zh": words, "missing_count": missing},
        schema={"subject": pl.String, "found_zh": pl.String, "missing_count": pl.Int64},
    )


def rates(given: RoundInput) -> pl.DataFrame:
    """All rates with a value; those that may exceed 100 % are capped, coverage with a warning."""
    is_capped = _name("metric_id", "variant").is_in(MAY_EXCEED)
    capped = pl.when(is_capped).then(pl.min_horizontal("value", pl.lit(1.0))).otherwise("value")
    return _rates_of(given).with_columns(capped).drop("metric_id", "variant")


def coverage(given: RoundInput) -> pl.DataFrame:
    """Coverage rates (M02, M03) as they are: more tested than due shows as more than 1."""
    rows = _rates_of(given).filter(pl.col("metric_id").is_in(COVERAGE_METRICS))
    return rows.drop("metric_id", "variant")


def _rates_of(given: RoundInput) -> pl.DataFrame:
    rows = given.places(given.month).filter(pl.col("kind") == "rate", pl.col("value").is_not_null())
    return rows.select(
        *("metric_id", "variant"),
        subject=_subject(),
        found_zh=pl.format("{}％", (pl.col("value") * 100).round(2)),
        value="value",
    )


def attempts(given: RoundInput) -> pl.DataFrame:
    """M03 against M02 at each place and slice: pupils tested at all minus validly tested."""
    rows = given.places(given.month)
    keys = ("unit_code", "unit_name", "slice")
    valid = rows.filter(pl.col("metric_id") == "M02").select(*keys, valid="numerator")
    tested = rows.filter(pl.col("metric_id") == "M03").select(*keys, tested="numerator")
    both = valid.join(tested, on=keys, how="inner").drop_nulls(["valid", "tested"])
    return both.sort("unit_code", "slice").select(
        subject=pl.format("{} {}", "unit_name", "slice"),
        found_zh=pl.format("参测 {} 人，有效 {} 人", _whole("tested"), _whole("valid")),
        surplus=pl.col("tested") - pl.col("valid"),
    )


def city_totals(given: RoundInput) -> pl.DataFrame:
    """Each additive amount: the sum over the units minus the city's own figure.

    A slice that only the city has is no sum; nor is the numerator of a ratio where a unit with
    an empty denominator has none to give (pupils of a county without a teacher). Medians and
    persons counted once over all units are stated place by place and are no sums either.
    """
    rows = (
        given.places(given.month)
        .filter(pl.col("grains").str.contains("unit"))
        .join(given.no_sums, on=["metric_id", "variant"], how="anti")
    )
    parts = (
        rows.with_columns(_amount=pl.coalesce("numerator", "value"))
        .unpivot(
            ["_amount", "denominator"],
            index=["metric_id", "metric_name", "variant", "slice", "unit_code", "status", "kind"],
            variable_name="part",
            value_name="amount",
        )
        .with_columns(part=pl.col("part").replace({"_amount": "分子", "denominator": "分母"}))
    )
    keys = ("metric_id", "metric_name", "variant", "slice", "part")
    is_withheld = (
        (pl.col("kind") == "ratio")
        & (pl.col("part") == "分子")
        & (pl.col("status") == "not_applicable")
    )
    city = parts.filter(pl.col("unit_code") == CITY, pl.col("status") == "ok")
    units = (
        parts.filter(pl.col("unit_code") != CITY)
        .group_by(keys)
        .agg(total=pl.sum("amount"), is_withheld=is_withheld.any())
        .filter(~pl.col("is_withheld"))
    )
    both = city.drop_nulls("amount").join(units, on=keys, how="inner").sort(keys)
    return both.select(
        subject=_name("metric_id", "variant", "slice", "metric_name", "part"),
        found_zh=pl.format("全市 {}，各单位合计 {}", _whole("amount"), _whole("total")),
        difference=(pl.col("total") - pl.col("amount")).round(6),
    )


def level_shares(given: RoundInput) -> pl.DataFrame:
    """M08 at each place: pupils over the four levels minus pupils validly tested."""
    rows = given.places(given.month).filter(
        pl.col("metric_id") == "M08", pl.col("slice") != "", pl.col("numerator").is_not_null()
    )
    both = rows.group_by("unit_code", "unit_name", "variant").agg(
        total=pl.sum("numerator"), valid=pl.max("denominator")
    )
    return both.sort("unit_code", "variant").select(
        subject=pl.format("{} M08 {}", "unit_name", "variant"),
        found_zh=pl.format("各级合计 {} 人，有效 {} 人", _whole("total"), _whole("valid")),
        difference=pl.col("total") - pl.col("valid"),
    )


def silence(given: RoundInput) -> pl.DataFrame:
    """Units that reported a form before and owe it now: is their silence there, and listed?

    "Before" is this or the last earlier period, as of an earlier month. rpt_reporting lists a
    form once it is due, and of its periods the last speaks; a unit that is missing where others
    stand is unnoticed. It counts as listed when marked silent, or when a figure fed by the form
    says not_reported.
    """
    keys = ("unit_code", "form_id")
    now = (
        given.reporting.filter(pl.col("month") == given.month)
        .sort("period")
        .group_by(keys, maintain_order=True)
        .agg(pl.last("received_count"), pl.last("is_silent"))
    )
    rows = (
        _reported_before(given)
        .filter(pl.col("received_before") > 0, pl.col("form_id").is_in(now["form_id"].implode()))
        .join(now, on=keys, how="left")
        .join(_units_not_reported(given), on=keys, how="left")
        .sort(keys)
    )
    received = pl.col("received_count").fill_null(0)
    is_listed = pl.col("is_silent").fill_null(False) | pl.col("is_not_reported").fill_null(False)
    return rows.select(
        subject=pl.format("{} {} {}", "unit_name", "form_id", "form_name"),
        found_zh=pl.format("上期报 {} 份，本期报 {} 份", "received_before", received),
        is_silent_unnoticed=((received == 0) & ~is_listed).cast(pl.Int64),
        is_silent_listed=((received == 0) & is_listed).cast(pl.Int64),
    )


def _reported_before(given: RoundInput) -> pl.DataFrame:
    """Unit and form -> the larger count received for the last two periods of earlier months."""
    earlier = given.reporting.filter(pl.col("month") < given.month).sort("month", "period")
    by_period = earlier.group_by("unit_code", "form_id", "period", maintain_order=True).last()
    return by_period.group_by("unit_code", "form_id", maintain_order=True).agg(
        pl.last("unit_name", "form_name"), received_before=pl.col("received_count").tail(2).max()
    )


def _units_not_reported(given: RoundInput) -> pl.DataFrame:
    rows = given.places(given.month).filter(pl.col("status") == "not_reported")
    forms = rows.select("unit_code", form_id=pl.col("form_ids").str.split(";")).explode("form_id")
    return forms.unique().with_columns(is_not_reported=pl.lit(value=True))


def volumes(given: RoundInput) -> pl.DataFrame:
    """Enrolment, schools, teachers, pupils tested, cases, at each place: change since last month.

    Pupils tested pile up over a school year, so there only a fall counts, and not in September.
    Cases grow with every screening: of them too only a fall counts.
    """
    measures = [("M01", "", "numerator"), ("M21", "", "denominator"), ("M23", "a", "denominator")]
    measures.append(("M12", "", "denominator"))
    if not given.month.endswith("-09"):
        measures.append(("M02", "", "numerator"))
    now, last = given.places(given.month), given.places(given.last_month)
    frames = [_change(now, last, *measure) for measure in measures]
    rows = pl.concat(frames).filter(pl.col("last") >= given.volume_minimum)
    change = (pl.col("now") - pl.col("last")) / pl.col("last")
    falls_only = pl.col("metric_id").is_in(["M02", "M12"])
    return rows.select(
        subject=pl.format("{} {}", "unit_name", "what"),
        found_zh=pl.format("上月 {}，本月 {}", _whole("last"), _whole("now")),
        change=pl.when(falls_only).then(pl.min_horizontal(change, pl.lit(0.0))).otherwise(change),
    )


_VOLUME_NAMES = {
    "M01": "应筛人数",
    "M21": "学校数",
    "M23": "专职教师数",
    "M02": "有效筛查人数",
    "M12": "应有方案的个案学生数",
}


def _change(
    now: pl.DataFrame, last: pl.DataFrame, metric_id: str, variant: str, part: str
) -> pl.DataFrame:
    picked = (pl.col("metric_id") == metric_id, pl.col("variant") == variant, pl.col("slice") == "")
    amount = pl.coalesce(part, "value") if part == "numerator" else pl.col(part)
    here = now.filter(*picked).select("metric_id", "unit_code", "unit_name", now=amount)
    there = last.filter(*picked).select("unit_code", last=amount)
    both = here.join(there, on="unit_code", how="inner").drop_nulls(["now", "last"])
    return both.sort("unit_code").with_columns(what=pl.lit(_VOLUME_NAMES[metric_id]))


def _subject() -> pl.Expr:
    return pl.format("{} {}（{}）", "unit_name", "metric_name", "figure_id")


def _name(*columns: str) -> pl.Expr:
    parts = [pl.when(pl.col(column) != "").then(pl.col(column)) for column in columns]
    return pl.concat_str(parts, separator=" ", ignore_nulls=True)


def _whole(column: str) -> pl.Expr:
    return pl.col(column).round(2).cast(pl.String).str.strip_suffix(".0")


FRAMES: MappingProxyType[str, Callable[[RoundInput], pl.DataFrame]] = MappingProxyType(
    {
        "submitters": submitters,
        "presence": presence,
        "rates": rates,
        "coverage": coverage,
        "attempts": attempts,
        "city_totals": city_totals,
        "level_shares": level_shares,
        "silence": silence,
        "volumes": volumes,
        "case_parts": case_parts,
        "case_reports": case_reports,
        "emptied_registers": emptied_registers,
    }
)
