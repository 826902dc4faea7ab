"""The scorecard's points, its deductions, and the problems of the rectification list."""

from itertools import pairwise

import polars as pl
import pytest

from validations.code_lists import labels, read_seed

ITEMS = read_seed("standard_score_item").with_columns(pl.col("variant", "slice").fill_null(""))
PROBLEMS = read_seed("standard_rectification").with_columns(
    pl.col("variant", "slice").fill_null("")
)
STEPS = read_seed("standard_deduction")
PARTS = {
    "leadership": 10,
    "screening": 20,
    "care": 25,
    "transfer": 10,
    "staffing": 20,
    "rooms": 5,
    "outreach": 5,
    "reporting": 5,
}
SINGLE = {"M02": 12, "M07": 5, "M04": 3, "M12": 8, "M13": 10, "M15": 4, "M17": 3, "M18": 7}
SINGLE |= {"M20": 3, "M25": 5, "M22": 8, "M26": 4, "M27": 3, "M42": 5}


def test_the_points_add_up_to_a_hundred_part_by_part():
    given = ITEMS.with_columns(pl.col("points").cast(pl.Float64))
    parts = given.group_by("group_code", maintain_order=True).agg(pl.col("points").sum())
    assert dict(parts.iter_rows()) == PARTS
    assert list(labels("score_group").values()) == list(PARTS)
    metrics = dict(given.group_by("metric_id").agg(pl.col("points").sum()).iter_rows())
    assert {metric: metrics[metric] for metric in SINGLE} == SINGLE
    assert sum(metrics.values()) == 100


def test_how_much_is_detected_is_never_scored_deducted_or_listed():
    for metric in ("M08", "M09"):
        assert metric not in ITEMS["metric_id"].to_list()
        assert metric not in PROBLEMS["source_id"].to_list()
    # Nor how many cases a county has: only what was kept back.
    assert set(STEPS["rule_id"]) == {"X04", "X98"}


@pytest.mark.parametrize("row", ITEMS.to_dicts(), ids=ITEMS["item_id"].to_list())
def test_points_rise_from_floor_to_target(row):
    floor, target = float(row["floor"]), float(row["target"])
    assert (floor < target) == (row["direction"] == "up")
    assert floor != target
    assert float(row["points"]) > 0


def scored_metrics() -> dict[tuple[str, str], dict[str, str]]:
    metrics = read_seed("code_metric").with_columns(pl.col("variant").fill_null(""))
    return {(row["metric_id"], row["variant"]): row for row in metrics.to_dicts()}


def test_an_item_that_speaks_of_few_pupils_is_given_in_steps():
    """A sensitive figure may be withheld: its points must not tell what it was."""
    metrics = scored_metrics()
    for row in ITEMS.to_dicts():
        metric = metrics.get((row["metric_id"], row["variant"]))
        if metric is not None and metric["is_sensitive"] == "true":
            assert row["steps"] == "4", row["item_id"]
            assert row["is_topped_up"] == "true", row["item_id"]


def test_only_groups_of_pupils_are_topped_up_and_those_at_risk_stepped():
    metrics = scored_metrics()
    for row in ITEMS.filter(is_topped_up="true").to_dicts():
        assert metrics[row["metric_id"], row["variant"]]["count_basis"] in ("人", "人次"), row
    stepped = ITEMS.filter(steps="4").select("metric_id", "variant").rows()
    assert set(stepped) == {("M12", ""), ("M13", ""), ("M15", ""), ("M17", ""), ("M18", "a")}


def test_an_item_points_the_way_its_metric_does():
    metrics = scored_metrics()
    for row in ITEMS.to_dicts():
        metric = metrics.get((row["metric_id"], row["variant"]))
        assert metric and metric["better"] in (row["direction"], "none"), row["item_id"]
    for row in PROBLEMS.filter(source_kind="metric").to_dicts():
        metric = metrics.get((row["source_id"], row["variant"]))
        assert metric and metric["better"] in (row["direction"], "none"), row["problem_id"]


def test_full_points_are_given_at_the_target_the_city_has_set():
    targets = {
        (row["metric_id"], row["variant"] or "", row["slice"] or ""): float(row["target"])
        for row in read_seed("standard_target").to_dicts()
    }
    for row in ITEMS.to_dicts():
        target = targets.get((row["metric_id"], row["variant"], row["slice"]))
        assert target in (None, float(row["target"])), row["item_id"]


def test_the_more_was_kept_back_the_more_is_deducted_up_to_a_cap():
    for rule in STEPS["rule_id"].unique():
        steps = STEPS.filter(rule_id=rule).sort(pl.col("count_from").cast(pl.Int64)).to_dicts()
        assert [step["count_to"] is None for step in steps] == [False] * (len(steps) - 1) + [True]
        for before, after in pairwise(steps):
            assert int(after["count_from"]) == int(before["count_to"]) + 1
            assert float(after["points"]) > float(before["points"])
    assert set(STEPS["rule_id"]) <= set(read_seed("code_cross_rule")["rule_id"])


def test_pupils_at_risk_are_banded_or_left_to_the_county_itself():
    assert STEPS.filter(rule_id="X04")["is_banded"].unique().to_list() == ["true"]
    left_out = PROBLEMS.filter(shown_as="restricted").select("source_id", "variant").rows()
    assert set(left_out) == {("M12", ""), ("M15", ""), ("M17", ""), ("M18", "a")}
    metrics = scored_metrics()
    for row in PROBLEMS.to_dicts():
        metric = metrics.get((row["source_id"], row["variant"]))
        is_sensitive = metric is not None and metric["is_sensitive"] == "true"
        if is_sensitive or row["source_id"] == "X04":
            assert row["shown_as"] in ("banded", "restricted"), row["problem_id"]


def test_problems_of_safety_come_first_and_the_rest_in_order():
    classes = PROBLEMS["class_code"].unique(maintain_order=True).to_list()
    assert classes == list(labels("problem_class").values()) == ["safety", "compliance", "data"]
    safety = PROBLEMS.filter(class_code="safety")["source_id"].to_list()
    assert safety[:3] == ["M14", "X04", "M20"]


def test_every_metric_that_is_scored_or_listed_is_built_and_its_slice_is_a_code():
    metrics = set(scored_metrics())
    listed = PROBLEMS.filter(source_kind="metric")
    assert set(ITEMS.select("metric_id", "variant").rows()) <= metrics
    assert set(listed.select("source_id", "variant").rows()) <= metrics
    slices = {*labels("level").values(), *labels("transfer_anomaly").values(), ""}
    assert {*ITEMS["slice"], *PROBLEMS["slice"]} <= slices
