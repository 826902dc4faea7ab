"""What is hidden, what stays, and that nothing hidden can be worked out again."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from reports import disclosure
from reports.disclosure import minimum_count, suppress, suppress_below
from reports.disclosure_audit import determined, recoverable
from reports.disclosure_network import Arc, Network, UnprotectableError, protect
from tests.unit.reports.disclosure_tables import ORDER, figure, hidden, month_figures

AMPLE = (900, 80, 40, 20)
TABLE = {"360702": AMPLE, "3607JK": (700, 60, 30, 4), "3607RJ": (800, 70, 25, 15)}


def levels_hidden(published: pl.DataFrame, unit: str, variant: str = "a") -> list[str]:
    rows = published.filter(
        (pl.col("unit_code") == unit)
        & (pl.col("variant") == variant)
        & (pl.col("status") == "suppressed")
    )
    return rows["slice"].to_list()


def test_counts_that_are_large_enough_all_stay() -> None:
    figures = month_figures({"360702": AMPLE, "3607JK": AMPLE})
    assert suppress_below(figures, 10, ORDER).equals(figures)


def test_a_small_count_takes_the_cheapest_companions_with_it() -> None:
    published = suppress_below(month_figures(TABLE), 10, ORDER)
    assert levels_hidden(published, "3607JK") == ["moderate", "severe"]
    assert levels_hidden(published, "3607RJ") == ["moderate", "severe"]
    assert levels_hidden(published, "360702") == []
    assert levels_hidden(published, "3607") == []


def test_two_small_levels_take_a_third_since_their_sum_is_known() -> None:
    table = {**TABLE, "3607JK": (1068, 128, 3, 1)}
    published = suppress_below(month_figures(table), 10, ORDER)
    assert levels_hidden(published, "3607JK") == ["mild", "moderate", "severe"]
    assert levels_hidden(published, "3607RJ") != []


def test_two_small_units_of_a_level_take_a_third_since_the_city_tells_their_sum() -> None:
    table = {
        "360702": AMPLE,
        "3607JK": (700, 60, 30, 4),
        "3607RJ": (800, 70, 25, 3),
    }
    published = suppress_below(month_figures(table), 10, ORDER)
    assert "severe" in levels_hidden(published, "360702")


def test_a_hidden_row_loses_value_numerator_and_denominator() -> None:
    published = suppress_below(month_figures(TABLE), 10, ORDER)
    rows = published.filter(pl.col("status") == "suppressed")
    assert rows.select("value", "numerator", "denominator").null_count().row(0) == (
        rows.height,
        rows.height,
        rows.height,
    )


def test_zero_is_below_the_minimum_too() -> None:
    table = {**TABLE, "3607JK": (700, 60, 30, 0)}
    assert "severe" in levels_hidden(suppress_below(month_figures(table), 10, ORDER), "3607JK")


def test_a_group_in_which_all_pupils_share_a_level_does_not_tell_so() -> None:
    table = {"360702": AMPLE, "3607JK": (500, 0, 0, 0), "3607RJ": AMPLE}
    published = suppress_below(month_figures(table), 10, ORDER)
    assert levels_hidden(published, "3607JK") == ["normal", "mild", "moderate", "severe"]


def test_both_variants_share_one_pattern() -> None:
    latest = {**TABLE, "3607JK": (710, 60, 13, 11)}
    published = suppress_below(month_figures(TABLE, latest), 10, ORDER)
    for unit in TABLE:
        assert levels_hidden(published, unit, "a") == levels_hidden(published, unit, "b")
    assert "severe" in levels_hidden(published, "3607JK", "b")


def test_one_unit_alone_hides_its_city_too() -> None:
    published = suppress_below(month_figures({"360702": (900, 80, 40, 3)}), 10, ORDER)
    assert levels_hidden(published, "360702") == levels_hidden(published, "3607")
    assert recoverable(month_figures({"360702": (900, 80, 40, 3)}), published) == []


def test_not_reported_and_not_applicable_come_before_suppressed() -> None:
    table = {**TABLE, "360704": (0, 0, 0, 0), "360703": (0, 0, 0, 0)}
    statuses = {"360704": "not_reported", "360703": "not_applicable"}
    published = suppress_below(month_figures(table, statuses=statuses), 10, ORDER)
    by_unit = dict(published.select("unit_code", "status").unique().sort("status").iter_rows())
    assert by_unit["360704"] == "not_reported"
    assert by_unit["360703"] == "not_applicable"


def test_the_only_detection_group_hides_with_the_level_that_gives_it_away() -> None:
    table = {"360702": (800, 3, 2, 1), "3607JK": (900, 0, 1, 1)}
    figures = month_figures(table, groups={"PHQ-9_9Q_INTL_senior": (8, 1708)})
    published = suppress_below(figures, 10, ORDER)
    assert "M09-PHQ-9_9Q_INTL_senior.3607.2026-10" in hidden(published)
    assert "M08-a-normal.3607.2026-10" in hidden(published)


def test_one_small_detection_group_takes_another_with_it() -> None:
    at_risk = sum(sum(row[1:]) for row in TABLE.values())
    groups = {"A_1_C_junior": (at_risk - 60 - 5, 1500), "B_1_C_senior": (60, 900)}
    groups["C_1_C_senior"] = (5, 344)
    published = suppress_below(month_figures(TABLE, groups=groups), 10, ORDER)
    shown = {name for name in groups if f"M09-{name}.3607.2026-10" not in hidden(published)}
    assert shown == {"A_1_C_junior"}


def test_a_detection_group_with_few_undetected_pupils_is_hidden() -> None:
    groups = {"A_1_C_junior": (300, 304)}
    published = suppress_below(month_figures(TABLE, groups=groups), 10, ORDER)
    assert "M09-A_1_C_junior.3607.2026-10" in hidden(published)


def test_each_month_is_treated_by_itself() -> None:
    october, november = month_figures(TABLE), month_figures({"360702": AMPLE}, month="2026-11")
    published = suppress_below(pl.concat([october, november]), 10, ORDER)
    alone = suppress_below(october, 10, ORDER)
    assert hidden(published) == hidden(alone)


def test_other_metrics_are_left_alone() -> None:
    row = figure("M05", "", "", "3607JK", 3, 800)
    figures = pl.concat(
        [month_figures(TABLE), pl.DataFrame([row], schema=month_figures(TABLE).schema)]
    )
    published = suppress_below(figures, 10, ORDER)
    assert published.filter(pl.col("metric_id") == "M05")["status"].to_list() == ["ok"]


def test_the_leaders_edition_lists_only_its_grains_and_takes_its_minimum_from_the_seed() -> None:
    figures = month_figures(TABLE).with_columns(
        pl.when(pl.col("unit_code") == "360702")
        .then(False)
        .otherwise(True)
        .alias("is_leader_grain")
    )
    published = suppress(figures, "leaders", date(2026, 11, 5))
    assert "360702" not in published["unit_code"].to_list()
    assert minimum_count("leaders", date(2026, 11, 5)) == 10
    assert "severe" in levels_hidden(published, "3607JK")


def test_an_edition_without_a_minimum_is_an_error() -> None:
    with pytest.raises(LookupError):
        minimum_count("leaders", date(1999, 1, 1))


def test_the_audit_finds_a_count_left_alone_in_its_line() -> None:
    figures = month_figures(TABLE)
    careless = figures.with_columns(
        pl.when(pl.col("numerator") < 10)
        .then(pl.lit("suppressed"))
        .otherwise(pl.col("status"))
        .alias("status")
    )
    assert recoverable(figures, careless) == [
        "M08-a-severe.3607JK.2026-10",
        "M08-b-severe.3607JK.2026-10",
    ]


def test_what_the_choice_by_tables_misses_is_mended_by_the_audit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(disclosure, "protect", lambda networks, hidden: hidden)
    figures = month_figures(TABLE)
    published = suppress_below(figures, 10, ORDER)
    assert len(levels_hidden(published, "3607JK")) > 1
    assert recoverable(figures, published) == []


def test_nothing_is_published_where_the_audit_finds_a_leak_past_mending(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(disclosure, "recoverable", lambda *_: ["M08-a-severe.3607JK.2026-10"])
    with pytest.raises(UnprotectableError, match=r"M08-a-severe\.3607JK"):
        suppress_below(month_figures(TABLE), 10, ORDER)


def test_two_equations_that_cross_fix_what_neither_fixes_alone() -> None:
    assert determined([{"x": 1, "y": 1}, {"x": 1, "y": 2}]) == ["x", "y"]
    assert determined([{"x": 1, "y": 1}, {"y": 1, "z": 1}]) == []


def test_a_count_that_nothing_can_protect_is_refused() -> None:
    network = Network([Arc("only", "row", "column", 3)])
    with pytest.raises(UnprotectableError):
        protect([network], {"only"})
