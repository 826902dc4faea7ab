"""Follow-up, plans and the register: what is kept back, what stands as a band, what stays."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from reports import disclosure_register
from reports.disclosure import disclose, suppress_below, withhold
from reports.disclosure_audit import narrowed, recoverable
from reports.disclosure_network import Arc, Network
from tests.unit.reports.disclosure_tables import ORDER, figure, hidden, month_figures
from tests.unit.reports.followup_tables import bands_of, month_rows, overdue, rates, summary

RATES = ("M10", "M12", "M15", "M16", "M17")
AMPLE = {"mild": (40, 2), "moderate": (60, 4), "severe": (30, 1)}
CONTACTS = {"360702": AMPLE, "3607JK": AMPLE, "3607RJ": AMPLE}


def units_hidden(published: pl.DataFrame, metric: str, slice_: str = "") -> set[str]:
    rows = published.filter(
        (pl.col("metric_id") == metric)
        & (pl.col("slice") == slice_)
        & (pl.col("status") == "suppressed")
    )
    return set(rows["unit_code"])


def test_a_large_group_shows_its_rate_even_where_few_or_none_were_late() -> None:
    figures = month_rows(rates("M13", CONTACTS), rates("M12", {"360702": {"": (25, 0)}}))
    assert hidden(suppress_below(figures, 10, ORDER)) == set()


@pytest.mark.parametrize("metric", RATES)
def test_all_of_a_small_group_on_time_does_not_tell_so(metric: str) -> None:
    plans = {"360702": {"": (40, 5)}, "3607JK": {"": (4, 0)}, "3607RJ": {"": (30, 2)}}
    published = suppress_below(month_rows(rates(metric, plans)), 10, ORDER)
    assert "3607JK" in units_hidden(published, metric)
    row = published.filter(pl.col("figure_id") == f"{metric}.3607JK.2026-10")
    assert row.select("numerator", "denominator", "value").row(0) == (None, None, None)


@pytest.mark.parametrize("metric", RATES)
def test_a_small_group_takes_another_unit_with_it_lest_the_city_gives_it_away(metric: str) -> None:
    plans = {"360702": {"": (40, 5)}, "3607JK": {"": (4, 1)}, "3607RJ": {"": (30, 2)}}
    published = suppress_below(month_rows(rates(metric, plans)), 10, ORDER)
    assert units_hidden(published, metric) == {"3607JK", "3607RJ"}


def test_two_small_groups_without_a_miss_take_one_that_has_some() -> None:
    plans = {"360702": {"": (40, 5)}, "3607JK": {"": (4, 0)}, "3607RJ": {"": (6, 0)}}
    published = suppress_below(month_rows(rates("M12", plans)), 10, ORDER)
    assert units_hidden(published, "M12") == {"360702", "3607JK", "3607RJ"}


def test_a_hidden_level_takes_another_level_of_its_unit_with_it() -> None:
    contacts = {**CONTACTS, "3607JK": {**AMPLE, "severe": (3, 1)}}
    published = suppress_below(month_rows(rates("M13", contacts)), 10, ORDER)
    assert "3607JK" in units_hidden(published, "M13", "severe")
    assert "3607JK" in units_hidden(published, "M13", "mild")
    assert "3607JK" not in units_hidden(published, "M13", "moderate")


def test_many_follow_ups_of_few_pupils_are_kept_back() -> None:
    running = {"360702": (40, 30, 12), "3607JK": (40, 30, 3), "3607RJ": (40, 30, 15)}
    figures = month_rows(rates("M13", CONTACTS), cases=summary(running))
    published = suppress_below(figures, 10, ORDER)
    assert "3607JK" in units_hidden(published, "M13", "severe")
    assert "3607" not in units_hidden(published, "M13", "severe")


@pytest.mark.parametrize("metric", ["M15", "M16"])
def test_many_referrals_or_returns_of_few_pupils_are_kept_back(metric: str) -> None:
    events = {"360702": {"": (40, 5)}, "3607JK": {"": (14, 2)}, "3607RJ": {"": (30, 2)}}
    running = {"360702": (40, 30, 12), "3607JK": (3, 4, 2), "3607RJ": (40, 30, 15)}
    published = suppress_below(month_rows(rates(metric, events), cases=summary(running)), 10, ORDER)
    assert "3607JK" in units_hidden(published, metric)
    alone = suppress_below(month_rows(rates(metric, events)), 10, ORDER)
    assert units_hidden(alone, metric) == set()


@pytest.mark.parametrize("metric", RATES)
def test_the_audit_sees_what_the_units_and_the_city_give_away(metric: str) -> None:
    figures = month_rows(rates(metric, {"360702": {"": (40, 5)}, "3607JK": {"": (4, 1)}}))
    published = figures.with_columns(
        status=pl.when(pl.col("unit_code") == "3607JK")
        .then(pl.lit("suppressed"))
        .otherwise("status")
    )
    assert recoverable(figures, published) == [f"{metric}.3607JK.2026-10"]


def late(severe: dict[str, int]) -> list[dict[str, object]]:
    return overdue({unit: {("severe", "d01_07"): number} for unit, number in severe.items()})


def test_a_unit_never_shows_its_number_of_overdue_pupils() -> None:
    rows = late({"360702": 14, "3607JK": 3, "3607RJ": 25})
    published = suppress_below(month_rows(rows), 10, ORDER, bands_of(rows))
    assert units_hidden(published, "M14", "severe") == {"360702", "3607JK", "3607RJ"}
    city = published.filter(pl.col("figure_id") == "M14-severe.3607.2026-10")
    assert city["numerator"].to_list() == [42]


def test_nobody_overdue_is_said() -> None:
    rows = late({"360702": 0, "3607JK": 12, "3607RJ": 15})
    published = suppress_below(month_rows(rows), 10, ORDER, bands_of(rows))
    assert "360702" not in units_hidden(published, "M14", "severe")


def test_the_only_unit_with_overdue_pupils_hides_the_citys_number_too() -> None:
    rows = late({"360702": 0, "3607JK": 14, "3607RJ": 0})
    published = suppress_below(month_rows(rows), 10, ORDER, bands_of(rows))
    assert "3607" in units_hidden(published, "M14", "severe")


def test_bands_at_their_ends_hide_the_sum_that_would_solve_them() -> None:
    rows = late({"360702": 9, "3607JK": 9, "3607RJ": 0})
    published = suppress_below(month_rows(rows), 10, ORDER, bands_of(rows))
    assert "3607" in units_hidden(published, "M14", "severe")


def test_a_band_that_leaves_hardly_a_choice_hides_one_more_number() -> None:
    parts = {("severe", "d01_07"): 5, ("moderate", "d01_07"): 10}
    rows = overdue(
        {"360702": {**parts, ("mild", "d01_07"): 1}, "3607JK": {**parts, ("moderate", "d01_07"): 7}}
    )
    bounds = {**bands_of(rows), ("2026-10", "3607", "severe"): (10, 19)}
    published = suppress_below(month_rows(rows), 10, ORDER, bounds)
    # 28 overdue less 17 moderate were 11 at the two other levels: one or none of them mild.
    assert "M14-moderate.3607.2026-10" in hidden(published)
    assert "M14.3607.2026-10" not in hidden(published)


def test_archives_of_few_pupils_of_the_register_are_withheld_with_their_progress() -> None:
    def archives(variant: str, slice_: str, number: int, total: int) -> dict[str, object]:
        return figure("M18", variant, slice_, "3607", number, total)

    last_grades = archives("b", "", 6000, 9000)
    rows = [last_grades, archives("c", "due", 9004, 1), archives("c", "received", 6002, 1)]
    few = month_rows([archives("a", "", 2, 4), *rows])
    names = {row["figure_id"] for row in few.iter_rows(named=True)}
    assert hidden(suppress_below(few, 10, ORDER)) == names - {last_grades["figure_id"]}
    many = month_rows([archives("a", "", 20, 40), *rows])
    assert hidden(suppress_below(many, 10, ORDER)) == set()


def test_the_audit_finds_what_bands_give_away() -> None:
    rows = late({"360702": 9, "3607JK": 9, "3607RJ": 0})
    figures = month_rows(rows)
    is_unit = (pl.col("unit_code") != "3607") & (pl.col("numerator") > 0)
    careless = figures.with_columns(
        pl.when(is_unit).then(pl.lit("suppressed")).otherwise("status").alias("status")
    )
    exposed = recoverable(figures, careless, bands_of(rows))
    assert {"M14-severe.360702.2026-10", "M14-severe.3607JK.2026-10"} <= set(exposed)


def test_limits_are_narrowed_until_the_equations_say_no_more() -> None:
    line = {"a": 1, "b": 1, "sum": -1}
    found = narrowed([line], {"a": (1, 9), "b": (1, 9), "sum": (18, 18)})
    assert (found["a"], found["b"]) == ((9, 9), (9, 9))
    loose = narrowed([line], {"a": (1, 9), "b": (1, 9), "sum": (12, 12)})
    assert (loose["a"], loose["b"]) == ((3, 9), (3, 9))


def test_a_count_at_the_end_of_its_band_moves_only_inwards() -> None:
    arcs = [
        Arc("a", "row", "ground", 9, low=1, high=9),
        Arc("b", "row", "ground", 9, low=1, high=9),
    ]
    assert Network(arcs).exposed({"a", "b"}) == arcs[0]
    arcs[1] = Arc("b", "row", "ground", 5, low=1, high=9)
    assert Network(arcs).exposed({"a", "b"}) is None


REGISTER = {"360702": (40, 30, 12), "3607JK": (40, 30, 4), "3607RJ": (40, 30, 15)}


def test_small_counts_of_the_register_are_kept_back_in_at_least_two_units() -> None:
    published = suppress_below(month_rows(cases=summary(REGISTER)), 10, ORDER)
    assert units_hidden(published, "running_count", "severe") == {"3607JK", "360702"}


def test_a_plan_group_that_is_the_sum_of_two_levels_does_not_give_one_away() -> None:
    paused = dict.fromkeys(REGISTER, (20, 12, 14))
    groups = {unit: {"": (sum(row[1:]) + 26, 0)} for unit, row in REGISTER.items()}
    figures = month_rows(rates("M12", groups), cases=summary(REGISTER, paused))
    published = suppress_below(figures, 10, ORDER)
    others = [("running_count", "moderate"), ("paused_count", "moderate")]
    others += [("paused_count", "severe"), ("M12", "")]
    assert any("3607JK" in units_hidden(published, *other) for other in others)
    assert recoverable(figures, published) == []


def test_a_review_group_that_is_the_sum_of_two_levels_does_not_give_one_away() -> None:
    levels = {
        "360702": (900, 30, 40, 20),
        "3607JK": (700, 12, 30, 4),
        "3607RJ": (800, 12, 25, 15),
    }
    flagged = {unit: {"": (sum(row[2:]) - 1, 1)} for unit, row in levels.items()}
    screening = month_figures(levels).to_dicts()
    figures = month_rows(rates("M10", flagged), screening)
    published = suppress_below(figures, 10, ORDER)
    gone = units_hidden(published, "M08", "moderate") | units_hidden(published, "M10")
    assert "3607JK" in gone
    assert recoverable(figures, published) == []


def test_the_countys_own_edition_keeps_nothing_back() -> None:
    rows = late({"360702": 3, "3607JK": 1})
    figures = month_rows(rates("M12", {"360702": {"": (3, 0)}}), rows)
    disclosed = disclose(figures, "county", date(2026, 11, 5), summary(REGISTER))
    assert hidden(disclosed.figures) == set()
    assert hidden(disclosed.cases) == set()


def test_a_unit_without_a_register_has_not_reported_its_cases() -> None:
    cases = summary(REGISTER).with_columns(
        pl.when(pl.col("unit_code") == "360702")
        .then(None)
        .otherwise("running_count")
        .alias("running_count")
    )
    rows = disclosure_register.case_rows(cases)
    of_unit = rows.filter(
        (pl.col("unit_code") == "360702") & (pl.col("metric_id") == "running_count")
    )
    assert set(of_unit["status"]) == {"not_reported"}


def test_a_band_the_seed_does_not_hold_stops_the_page() -> None:
    bands = pl.DataFrame(
        [{"month": "2026-10", "unit_code": "360702", "level_code": "severe", "band_code": "lots"}]
    )
    with pytest.raises(LookupError, match="lots"):
        disclosure_register.band_bounds(bands)


def test_bands_say_what_the_seed_says() -> None:
    row = {"month": "2026-10", "unit_code": "360702", "level_code": "severe"}
    bands = pl.DataFrame(
        [{**row, "band_code": "few"}, {**row, "unit_code": "x", "band_code": None}]
    )
    assert disclosure_register.band_bounds(bands) == {("2026-10", "360702", "severe"): (1, 9)}


def test_the_first_page_withholds_what_is_withheld_and_its_comparisons() -> None:
    tile = {"value": 0.5, "numerator": 4, "denominator": 8, "is_target_met": False, "status": "ok"}
    tile |= {"last_month_value": 0.4, "last_year_value": 0.3}
    kpi = pl.DataFrame([{**tile, "figure_id": f"M12.{unit}.2026-01"} for unit in ("3607", "x")])
    published = pl.DataFrame(
        {
            "figure_id": ["M12.3607.2026-01", "M12.x.2025-12", "M12.x.2025-01"],
            "status": ["suppressed", "suppressed", "ok"],
        }
    )
    city, other = withhold(kpi, published).to_dicts()
    assert (city["value"], city["numerator"], city["is_target_met"]) == (None, None, None)
    assert city["status"] == "suppressed"
    assert (other["value"], other["last_month_value"]) == (0.5, None)
    assert (other["last_month_status"], other["last_year_status"]) == ("suppressed", None)
    assert other["last_year_value"] == 0.3
