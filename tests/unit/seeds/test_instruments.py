"""Instruments: every number falls in exactly one band, and clashing norms stand side by side."""

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validations.code_lists import labels, read_seed

VERSION_KEY = ("instrument", "instrument_version", "norm_set", "score_scale")
BAND_KEY = (*VERSION_KEY, "stage_code", "sex", "score_part")
REQUIRED = {
    "MHT",
    "MSSMHS",
    "SCL-90",
    "PHQ-9",
    "PHQ-A",
    "GAD-7",
    "CES-DC",
    "DSRSC",
    "SDQ",
    "SCARED",
    "DASS-21",
}

VERSIONS = {
    tuple(row[column] for column in VERSION_KEY): row
    for row in read_seed("code_instrument_version").iter_rows(named=True)
}
BANDS: dict[tuple, list[dict]] = defaultdict(list)
for _row in read_seed("standard_instrument_level").iter_rows(named=True):
    BANDS[tuple(_row[column] for column in BAND_KEY)].append(_row)
RANK = {row["level_code"]: int(row["rank"]) for row in read_seed("code_risk_level").to_dicts()}


def bounds_of(key: tuple) -> tuple[Decimal, Decimal]:
    version = VERSIONS[key[:4]]
    part = "total" if key[-1] == "total" else "sub"
    return Decimal(version[f"{part}_min"]), Decimal(version[f"{part}_max"])


def bands_holding(key: tuple, score: Decimal) -> list[dict]:
    return [
        band
        for band in BANDS[key]
        if Decimal(band["lower_bound"]) <= score
        and (band["upper_bound"] is None or score < Decimal(band["upper_bound"]))
    ]


KEYS = pytest.mark.parametrize("key", sorted(BANDS), ids="/".join)


def scores_of(key: tuple) -> st.SearchStrategy[Decimal]:
    """Any score in range, and more often than chance those at and beside an edge."""
    lowest, highest = bounds_of(key)
    step = Decimal("0.0001")
    edges = {Decimal(band["lower_bound"]) + shift for band in BANDS[key] for shift in (-step, 0)}
    inside = sorted(edge for edge in edges | {highest} if lowest <= edge <= highest)
    return st.one_of(
        st.decimals(lowest, highest, places=4),
        st.integers(int(lowest), int(highest)).map(Decimal),
        st.sampled_from(inside),
    )


@KEYS
@settings(max_examples=20)
@given(data=st.data())
def test_every_score_in_range_falls_in_exactly_one_band(key, data):
    assert len(bands_holding(key, data.draw(scores_of(key)))) == 1


@KEYS
@settings(max_examples=20)
@given(data=st.data())
def test_a_higher_score_never_means_a_lower_level(key, data):
    low, high = sorted([data.draw(scores_of(key)), data.draw(scores_of(key))])
    ranks = [RANK[bands_holding(key, score)[0]["level_code"]] for score in (low, high)]
    assert ranks[0] <= ranks[1]


@KEYS
def test_bands_join_without_gap_or_overlap_from_the_lowest_score_upwards(key):
    bands = sorted(BANDS[key], key=lambda band: Decimal(band["lower_bound"]))
    assert Decimal(bands[0]["lower_bound"]) == bounds_of(key)[0]
    assert [band["upper_bound"] for band in bands[:-1]] == [b["lower_bound"] for b in bands[1:]]
    assert bands[-1]["upper_bound"] is None
    assert Decimal(bands[-1]["lower_bound"]) <= bounds_of(key)[1]


@KEYS
def test_the_lowest_band_is_normal_and_each_next_one_is_worse(key):
    bands = sorted(BANDS[key], key=lambda band: Decimal(band["lower_bound"]))
    ranks = [RANK[band["level_code"]] for band in bands]
    assert ranks[0] == 0
    assert ranks == sorted(set(ranks))
    assert len(ranks) >= 2


def test_every_version_has_bands_and_every_band_has_its_version():
    assert {key[:4] for key in BANDS} == set(VERSIONS)


def test_the_instruments_in_use_are_all_there():
    assert {key[0] for key in VERSIONS} >= REQUIRED
    assert {key[0] for key in VERSIONS} == set(read_seed("code_instrument")["instrument"])


@pytest.mark.parametrize(
    ("instrument", "least"), [("DSRSC", 3), ("SDQ", 2), ("SCARED", 2), ("MHT", 2), ("PHQ-9", 2)]
)
def test_a_clash_of_norms_is_several_norm_sets(instrument, least):
    cuts = defaultdict(set)
    for key, bands in BANDS.items():
        if key[0] == instrument and key[-1] == "total":
            cuts[key[2]] |= {(band["lower_bound"], band["level_code"]) for band in bands}
    assert len(cuts) >= least
    assert len({frozenset(cut) for cut in cuts.values()}) == len(cuts)


def test_the_same_instrument_on_two_scales_is_two_rows():
    assert {key[1] for key in VERSIONS if key[0] == "SCL-90"} == {"90Q5", "90Q4"}
    assert {key[3] for key in VERSIONS if key[0] == "DASS-21"} == {"raw", "doubled"}


def test_a_doubled_score_and_its_half_get_the_same_level():
    for key in [key for key in BANDS if key[0] == "DASS-21" and key[3] == "doubled"]:
        raw = (*key[:3], "raw", *key[4:])
        for score in range(22):
            doubled_level = bands_holding(key, Decimal(2 * score))[0]["level_code"]
            assert bands_holding(raw, Decimal(score))[0]["level_code"] == doubled_level


def test_a_raw_score_and_its_index_get_the_same_level():
    for key in [key for key in BANDS if key[3] == "index" and key[2] == "CN"]:
        raw = (*key[:3], "raw", *key[4:])
        for score in range(20, 81):
            index = Decimal(int(Decimal(score) * Decimal("1.25")))
            assert (
                bands_holding(raw, Decimal(score))[0]["level_code"]
                == bands_holding(key, index)[0]["level_code"]
            )


def test_mht_is_void_from_a_lie_score_of_seven_and_no_other_has_a_lie_scale():
    with_validity = {key[0]: row for key, row in VERSIONS.items() if row["has_validity"] == "true"}
    assert {name: row["validity_void_from"] for name, row in with_validity.items()} == {"MHT": "7"}
    assert all(
        row["validity_void_from"] is None
        for row in VERSIONS.values()
        if row["has_validity"] == "false"
    )


@pytest.mark.parametrize("key", sorted(VERSIONS), ids="/".join)
def test_ranges_ages_and_grades_are_in_order(key):
    row = VERSIONS[key]
    assert int(row["age_min"]) < int(row["age_max"])
    assert 1 <= int(row["grade_min"]) <= int(row["grade_max"]) <= 12
    assert Decimal(row["total_min"]) < Decimal(row["total_max"])
    assert (row["sub_min"] is None) == (row["sub_max"] is None) == (row["sub_count"] == "0")
    assert 0 <= int(row["sub_count"]) <= 10


@pytest.mark.parametrize("key", sorted(VERSIONS), ids="/".join)
def test_every_code_has_a_chinese_label_for_the_drop_down(key):
    for list_name, code in zip(VERSION_KEY, key, strict=True):
        assert code in labels(list_name).values()


@KEYS
def test_a_part_that_is_judged_is_a_part_the_instrument_has(key):
    part = key[-1]
    if part.startswith("sub_"):
        assert int(part[-2:]) <= int(VERSIONS[key[:4]]["sub_count"])
    if part == "any_sub":
        assert int(VERSIONS[key[:4]]["sub_count"]) > 0
