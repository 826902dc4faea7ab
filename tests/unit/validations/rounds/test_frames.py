"""Each frame names exactly the subject that was spoiled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import polars as pl

from validations.code_lists import read_seed
from validations.rounds.frames import FRAMES
from validations.rounds.round_input import RoundInput, no_contradictions, no_places

MONTH = "2026-10"


def frame(
    name: str,
    figures: pl.DataFrame,
    reporting: pl.DataFrame,
    contradictions: pl.DataFrame | None = None,
    no_sums: pl.DataFrame | None = None,
) -> pl.DataFrame:
    given = RoundInput(
        month=MONTH,
        figures=figures,
        reporting=reporting,
        metrics=read_seed("code_metric"),
        unit_codes=tuple(read_seed("code_reporting_unit")["unit_code"]),
        volume_minimum=30,
        contradictions=no_contradictions() if contradictions is None else contradictions,
        no_sums=no_places() if no_sums is None else no_sums,
    )
    return FRAMES[name](given)


def changed(figures: pl.DataFrame, figure_id: str, **amounts: int | str) -> pl.DataFrame:
    assert figure_id in figures["figure_id"].to_list()
    return figures.with_columns(
        pl.when(pl.col("figure_id") == figure_id)
        .then(pl.lit(Decimal(amount) if isinstance(amount, int) else amount))
        .otherwise(pl.col(name))
        .cast(figures.schema[name])
        .alias(name)
        for name, amount in amounts.items()
    )


def off(rows: pl.DataFrame, column: str, is_bad: Callable[[pl.Expr], pl.Expr]) -> list[str]:
    return rows.filter(is_bad(pl.col(column)))["subject"].to_list()


def nonzero(column: pl.Expr) -> pl.Expr:
    return column != 0


def test_received_share_counts_only_forms_due_by_the_months_end(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    spoiled = reporting.with_columns(
        due_on=pl.when(pl.col("form_id") == "F02").then(date(2026, 11, 7)).otherwise("due_on"),
        received_count=pl.when(pl.col("form_id") == "F07").then(2).otherwise("received_count"),
    )
    rows = frame("submitters", figures, spoiled)
    assert dict(rows.select("subject", "received_share").iter_rows()) == {
        "F01 学籍基数表（2026-2027-1）": 1.0,
        "F07 心理教师与教研员名册（2026-2027-1）": 0.4,
    }


def test_a_unit_row_that_is_missing_is_counted(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    spoiled = figures.filter(pl.col("figure_id") != "M21.360723.2026-10")
    rows = frame("presence", spoiled, reporting)
    assert off(rows, "missing_count", nonzero) == ["M21 专（兼）职配备率"]


def test_a_month_without_any_figure_lacks_them_all(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    rows = frame("presence", figures.filter(pl.col("month") != MONTH), reporting)
    wanted = read_seed("code_metric").select("metric_id", "variant").unique().height
    assert len(off(rows, "missing_count", nonzero)) == wanted


def test_a_rate_over_one_is_found_and_coverage_is_left_to_its_own_frame(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    spoiled = changed(figures, "M04.360722.2026-10", value=2)
    spoiled = changed(spoiled, "M02.360722.2026-10", value=3)
    over = lambda column: (column > 1) | (column < 0)  # noqa: E731
    assert off(frame("rates", spoiled, reporting), "value", over) == [
        "信丰县 有效率（M04.360722.2026-10）"
    ]
    assert off(frame("coverage", spoiled, reporting), "value", over) == [
        "信丰县 筛查覆盖率（M02.360722.2026-10）"
    ]


def test_more_paid_than_due_is_left_to_its_finding(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    spoiled = changed(figures, "M39-a.360722.2026-10", value=1.2)
    spoiled = changed(spoiled, "M39-c.360722.2026-10", value=1.2)
    over = lambda column: column > 1  # noqa: E731
    assert off(frame("rates", spoiled, reporting), "value", over) == [
        "信丰县 交付项进度（M39-c.360722.2026-10）"
    ]


def test_more_valid_than_tested_is_found_at_its_place_and_slice(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    rows = frame(
        "attempts", changed(figures, "M02-primary.3607JK.2026-10", numerator=46), reporting
    )
    assert off(rows, "surplus", lambda column: column < 0) == ["经开区 primary"]


def test_units_that_do_not_add_to_the_city_are_found(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    spoiled = changed(figures, "M24-a.360735.2026-10", value=7, numerator=7)
    spoiled = changed(spoiled, "M21.3607.2026-10", denominator=41)
    rows = frame("city_totals", spoiled, reporting)
    assert off(rows, "difference", nonzero) == [
        "M21 专（兼）职配备率 分母",
        "M24 a 专职缺口（底线） 分子",
    ]


def test_what_is_stated_place_by_place_need_not_add_up(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    spoiled = changed(figures, "M24-a.3607.2026-10", value=7, numerator=7)
    stated = pl.DataFrame({"metric_id": ["M24"], "variant": ["a"]})
    assert (
        off(frame("city_totals", spoiled, reporting, no_sums=stated), "difference", nonzero) == []
    )
    assert off(frame("city_totals", spoiled, reporting), "difference", nonzero) == [
        "M24 a 专职缺口（底线） 分子"
    ]


def test_a_unit_without_a_report_does_not_break_the_sum(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    blank = figures.filter(pl.col("unit_code") != "3607").with_columns(
        pl.when(pl.col("unit_code") == "360735").then(None).otherwise(pl.col(name)).alias(name)
        for name in ("numerator", "denominator", "value")
    )
    city = figures.filter(pl.col("unit_code") == "3607").with_columns(
        pl.col(name) * part / whole
        for name in ("numerator", "denominator")
        for part, whole in [(20, 21)]
    )
    rows = frame("city_totals", pl.concat([blank, city], how="vertical_relaxed"), reporting)
    wrong = off(rows, "difference", nonzero)
    assert [name for name in wrong if not name.startswith(("M24", "M25", "M42"))] == []


def test_levels_that_do_not_add_to_valid_pupils_are_found(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    spoiled = changed(figures, "M08-a-severe.360731.2026-10", numerator=9)
    assert off(frame("level_shares", spoiled, reporting), "difference", nonzero) == ["于都县 M08 a"]


def test_silence_is_unnoticed_until_something_lists_it(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    here = (
        (pl.col("month") == MONTH)
        & (pl.col("unit_code") == "360734")
        & (pl.col("form_id") == "F01")
    )
    silent = reporting.with_columns(
        received_count=pl.when(here).then(0).otherwise("received_count")
    )
    name = ["寻乌县 F01 学籍基数表"]
    rows = frame("silence", figures, silent)
    assert off(rows, "is_silent_unnoticed", nonzero) == name
    assert off(rows, "is_silent_listed", nonzero) == []

    listed = changed(figures, "M01.360734.2026-10", status="not_reported")
    rows = frame("silence", listed, silent)
    assert off(rows, "is_silent_unnoticed", nonzero) == []
    assert off(rows, "is_silent_listed", nonzero) == name

    marked = silent.with_columns(is_silent=here)
    assert off(frame("silence", figures, marked), "is_silent_listed", nonzero) == name


def test_a_unit_that_dropped_out_of_the_reporting_list_is_unnoticed_silence(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    gone = reporting.filter((pl.col("month") != MONTH) | (pl.col("unit_code") != "3607RJ"))
    assert len(off(frame("silence", figures, gone), "is_silent_unnoticed", nonzero)) == 3


def test_a_form_that_nobody_owes_yet_is_no_silence(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    waiting = reporting.filter((pl.col("month") != MONTH) | (pl.col("form_id") != "F02"))
    assert not frame("silence", figures, waiting)["subject"].str.contains("F02").any()


def test_silence_that_goes_on_is_named_again(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    quiet = (pl.col("unit_code") == "360734") & (pl.col("form_id") == "F07")
    spring = reporting.filter(pl.col("month") == "2026-09").with_columns(
        month=pl.lit("2026-06"), period=pl.lit("2025-2026-2")
    )
    silent = reporting.with_columns(
        received_count=pl.when(quiet).then(0).otherwise("received_count"), is_silent=quiet
    )
    rows = frame("silence", figures, pl.concat([spring, silent]))
    assert off(rows, "is_silent_listed", nonzero) == ["寻乌县 F07 心理教师与教研员名册"]


def test_pupils_of_a_unit_without_a_teacher_do_not_break_the_ratio(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    bare = pl.col("figure_id") == "M23-a.360725.2026-10"
    spoiled = figures.with_columns(
        pl.when(bare).then(None).otherwise(pl.col(name)).alias(name)
        for name in ("numerator", "denominator", "value")
    ).with_columns(status=pl.when(bare).then(pl.lit("not_applicable")).otherwise("status"))
    rows = frame("city_totals", spoiled, reporting)
    assert off(rows, "difference", nonzero) == ["M23 a 生师比（专职人数） 分母"]


def test_volumes_change_and_a_pile_of_tests_may_only_grow(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    spoiled = changed(figures, "M01.360702.2026-10", numerator=75)
    spoiled = changed(spoiled, "M02.360702.2026-10", numerator=80)
    spoiled = changed(spoiled, "M02.360703.2026-10", numerator=20)
    rows = frame("volumes", spoiled, reporting).filter(pl.col("change") != 0)
    assert dict(rows.select("subject", "change").iter_rows()) == {
        "章贡区 应筛人数": 0.5,
        "南康区 有效筛查人数": -0.5,
    }


def test_a_register_that_stops_is_silence_though_earlier_months_came(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    staff = reporting.filter(pl.col("form_id") == "F07").with_columns(
        form_id=pl.lit("F04"), form_name=pl.lit("个案台账")
    )
    months = ["2026-08", "2026-09"]
    sent = [staff.with_columns(period=pl.lit(period)) for period in months]
    stopped = (
        (pl.col("month") == MONTH)
        & (pl.col("period") == "2026-09")
        & (pl.col("unit_code") == "360734")
    )
    registers = pl.concat([sent[0], sent[1].filter(pl.col("month") == MONTH)]).with_columns(
        received_count=pl.when(stopped).then(0).otherwise("received_count"), is_silent=stopped
    )
    rows = frame("silence", figures, pl.concat([reporting, registers]))
    assert off(rows, "is_silent_listed", nonzero) == ["寻乌县 F04 个案台账"]


def test_cases_that_fall_are_told_and_those_that_grow_are_not(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    many = figures.with_columns(
        denominator=pl.when(pl.col("metric_id") == "M12").then(100).otherwise("denominator")
    )
    spoiled = changed(many, "M12.360702.2026-10", denominator=50)
    spoiled = changed(spoiled, "M12.360703.2026-10", denominator=300)
    rows = frame("volumes", spoiled, reporting).filter(pl.col("change") != 0)
    assert rows["subject"].to_list() == ["章贡区 应有方案的个案学生数"]


def test_follow_ups_by_level_or_age_that_do_not_add_up_are_found(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    spoiled = changed(figures, "M14-d08_30.360702.2026-10", numerator=2)
    spoiled = changed(spoiled, "M13-severe.360703.2026-10", numerator=0)
    rows = frame("case_parts", spoiled, reporting)
    assert off(rows, "difference", nonzero) == [
        "章贡区 逾期未随访人数 按逾期天数",
        "南康区 随访及时率 按等级",
    ]


def test_case_figures_that_rest_on_few_schools_say_so(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    few = figures.with_columns(
        received_count=pl.when(pl.col("figure_id") == "M13.3607.2026-10")
        .then(21)
        .otherwise("received_count")
    )
    rows = frame("case_reports", few, reporting)
    assert dict(rows.select("subject", "received_share").iter_rows()) == {
        "一生一案率": 1.0,
        "随访及时率": 0.2,
    }


def test_a_register_suddenly_empty_is_named_in_its_own_month(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    told = pl.DataFrame(
        {
            "rule_id": ["X98", "X98", "X91"],
            "period": [MONTH, "2026-09", MONTH],
            "scope_code": ["2136000001", "2136000002", "2136000003"],
            "words": ["本期台账为空"] * 3,
        }
    )
    rows = frame("emptied_registers", figures, reporting, told)
    assert off(rows, "emptied_count", nonzero) == ["2136000001"]


def test_a_form_without_pupils_figures_holds_nothing_back(
    figures: pl.DataFrame, reporting: pl.DataFrame
) -> None:
    rooms = reporting.filter(pl.col("form_id") == "F07").with_columns(
        form_id=pl.lit("F09"), form_name=pl.lit("心理辅导室"), received_count=pl.lit(0, pl.Int64)
    )
    subjects = frame("submitters", figures, pl.concat([reporting, rooms]))["subject"].to_list()
    assert [subject[:3] for subject in subjects] == ["F01", "F02", "F07"]
