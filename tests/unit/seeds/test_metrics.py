"""The metric seed: what is built, how it is cut, and the words the bulletin prints."""

import polars as pl
import pytest

from validations.code_lists import labels, read_seed

METRICS = read_seed("code_metric").with_columns(pl.col("variant").fill_null(""))
BUILT = {
    ("M01", ""): {"none", "stage"},
    ("M02", ""): {"none", "stage"},
    ("M03", ""): {"none", "stage"},
    ("M04", ""): {"none"},
    ("M05", ""): {"none", "stage"},
    ("M06", ""): {"none"},
    ("M07", ""): {"none"},
    ("M08", "a"): {"level"},
    ("M08", "b"): {"level"},
    ("M09", ""): {"none", "instrument_group"},
    ("M10", ""): {"none"},
    ("M11", ""): {"none", "stage"},
    ("M12", ""): {"none"},
    ("M13", ""): {"none", "case_level"},
    ("M14", ""): {"none", "case_level", "overdue_age"},
    ("M15", ""): {"none"},
    ("M16", ""): {"none"},
    ("M17", ""): {"none"},
    ("M18", "a"): {"none"},
    ("M18", "b"): {"none"},
    ("M18", "c"): {"transfer_stage"},
    ("M19", "a"): {"leg_no"},
    ("M19", "b"): {"leg_no"},
    ("M20", ""): {"none", "transfer_anomaly"},
    ("M21", ""): {"none"},
    ("M22", ""): {"none"},
    ("M23", "a"): {"none"},
    ("M23", "b"): {"none"},
    ("M24", "a"): {"none"},
    ("M24", "b"): {"none"},
    ("M24", "c"): {"none"},
    ("M25", ""): {"none"},
    **{("M26", variant): {"none"} for variant in "abcdef"},
    ("M27", "a"): {"none"},
    ("M27", "b"): {"none"},
    **{(metric, ""): {"none"} for metric in ("M29", "M30")},
    **{("M31", variant): {"none"} for variant in "ab"},
    ("M32", "e"): {"none"},
    **{("M32", variant): {"none", "line_code"} for variant in "abcdf"},
    **{
        ("M33", variant): {"none", "activity_level"}
        for variant in ("am", "ay", "at", "bm", "by", "bt")
    },
    **{("M33", variant): {"none"} for variant in ("cy", "ct")},
    ("M33", "dy"): {"content_code"},
    **{("M34", measure + reach): {"contest"} for measure in "abcd" for reach in "yt"},
    **{("M34", variant): {"award_level"} for variant in ("ey", "et")},
    **{("M35", variant): {"none"} for variant in ("am", "ay", "at", "by")},
    ("M35", "c"): {"weekly_series"},
    ("M35", "dt"): {"none", "weekly_series"},
    **{("M36", measure + reach): {"none", "training"} for measure in "ab" for reach in "myt"},
    **{("M36", variant): {"none", "training"} for variant in ("cy", "ct", "dy")},
    **{("M36", variant): {"none"} for variant in "ef"},
    **{("M37", variant): {"none"} for variant in ("am", "ay", "at")},
    **{("M37", measure + reach): {"none"} for measure in "bcd" for reach in "yt"},
    **{("M42", variant): {"none", "form"} for variant in "abcd"},
    **{("M28", variant): {"none"} for variant in "ab"},
    **{("M38", variant): {"none"} for variant in "abcdef"},
    **{("M39", variant): {"none"} for variant in ("a", "bt", "c", "d", "e", "f", "g")},
    **{("M40", variant): {"none"} for variant in "abcd"},
    **{("M41", variant): {"none"} for variant in "abcde"},
    **{("M43", variant): {"none"} for variant in "abc"},
    ("M44", ""): {"none"},
    **{("M45", variant): {"none", "campaign"} for variant in ("ay", "by")},
}
ROWS = METRICS.to_dicts()
IDS = [f"{row['metric_id']}-{row['variant']}-{row['slice_kind']}" for row in ROWS]


def test_the_metrics_and_their_cuts_are_those_of_the_design():
    found: dict[tuple, set] = {}
    for row in ROWS:
        found.setdefault((row["metric_id"], row["variant"]), set()).add(row["slice_kind"])
    assert found == BUILT


def test_the_cuts_of_a_metric_share_everything_but_their_place():
    shared = [c for c in METRICS.columns if c not in {"slice_kind", "sort_no"}]
    assert METRICS.select(shared).unique().height == len(BUILT)


def test_no_two_metrics_share_a_name():
    names = METRICS.select("metric_id", "variant", "name_zh").unique()
    assert names["name_zh"].is_unique().all()


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_a_definition_is_a_sentence_or_two_that_names_what_is_divided_by_what(row):
    text = row["definition_zh"]
    assert text.endswith("。")
    assert text.count("。") <= 2
    assert len(text) <= 120
    assert ("除以" in text) == (row["kind"] in {"rate", "ratio"})


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_only_risk_levels_and_cases_are_sensitive_and_levels_never_reach_a_school_row(row):
    is_risk = row["metric_id"] in {"M08", "M09"}
    is_case = row["metric_id"] in {"M10", "M12", "M13", "M14", "M15", "M16", "M17"}
    is_archive_of_case = (row["metric_id"], row["variant"]) == ("M18", "a")
    assert (row["is_sensitive"] == "true") == (is_risk or is_case or is_archive_of_case)
    assert not (is_risk and "school" in row["grains"])


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_the_leaders_see_no_finer_grain_than_is_built(row):
    assert set(row["leader_grains"].split(";")) <= set(row["grains"].split(";"))
    if row["is_sensitive"] == "true":
        assert "school" not in row["leader_grains"]


def test_detection_is_listed_for_the_city_alone():
    assert set(METRICS.filter(metric_id="M09")["leader_grains"]) == {"city"}


def test_only_the_research_staff_is_counted_over_the_twenty_counties():
    over_counties = METRICS.filter(is_county_level_only="true")["metric_id"].to_list()
    assert over_counties == ["M25"]


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_a_metric_rests_on_forms_that_exist(row):
    assert set(row["form_ids"].split(";")) <= set(labels("form").values())


def test_a_target_belongs_to_a_metric_that_is_built():
    targets = read_seed("standard_target").with_columns(pl.col("variant").fill_null(""))
    assert set(targets.select("metric_id", "variant").rows()) <= set(BUILT)


def test_a_rate_has_no_target_above_one():
    kinds = {(row["metric_id"], row["variant"]): row["kind"] for row in ROWS}
    for row in read_seed("standard_target").to_dicts():
        if kinds[row["metric_id"], row["variant"] or ""] == "rate":
            assert 0 < float(row["target"]) <= 1


def test_the_published_shortfall_is_the_variant_of_the_staffing_standard():
    staffing = read_seed("standard_staffing")["variant"].to_list()
    assert METRICS.filter(metric_id="M24")["variant"].to_list() == staffing


def test_the_jump_at_801_is_said_where_the_variant_is_defined():
    text = METRICS.filter(metric_id="M24", variant="b")["definition_zh"].item()
    assert "801" in text


def test_cross_rules_are_plain_sentences_with_known_places_to_fill():
    places = [
        "scope_code",
        "scope_name",
        "period",
        "form_name",
        "value",
        "limit",
        "subject",
        "other_name",
        "reason",
        "grade_label",
        "sex_label",
    ]
    for row in read_seed("code_cross_rule").to_dicts():
        for text in (row["words"], row["fix"]):
            assert text.format(**dict.fromkeys(places, "某")).endswith("。")
            assert "{" not in text.format(**dict.fromkeys(places, "某"))
