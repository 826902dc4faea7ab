"""The figures of the two letters as the seed has them, against the published table of them."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from reports.official_words import NOT_COUNTED, Rounding, official_words
from validations.code_lists import read_seed

LETTERS = Path(__file__).resolve().parents[3].parent / "shared" / "letters"
SEED = read_seed("standard_letter_figure")
ROWS = {row["figure_id"]: row for row in SEED.to_dicts()}
WAYS = {"figure", "identifier", "code", "enumeration", "event", "policy"}
real_input = pytest.mark.real_input


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, str]]:
    """figures.csv beside the project: every figure as the letters state it."""
    if not LETTERS.is_dir():
        pytest.skip("the folder of real files is not beside the project")
    with (LETTERS / "figures.csv").open(encoding="utf-8", newline="") as lines:
        return {row["figure_id"]: row for row in csv.DictReader(lines)}


def number_in(row: dict[str, str]) -> Decimal | None:
    """The number a seed row holds of its letter: its value, or the one inside a code or title."""
    if row["previous_value"] is not None:
        return Decimal(row["previous_value"])
    if row["codes"] is None or row["way"] == "event":
        return None
    digits = re.search(r"(\d+)号?$", row["codes"])
    assert digits
    return Decimal(digits[1])


@real_input
def test_the_seed_holds_all_53_figures_as_the_letters_state_them(published):
    assert len(published) == 53
    assert list(ROWS) == list(published)
    for figure_id, stated in published.items():
        row = ROWS[figure_id]
        assert row["letter"] == stated["letter"]
        assert row["section"] == stated["section"]
        assert number_in(row) == (Decimal(stated["value"]) if stated["value"] else None), figure_id


@real_input
def test_how_exact_a_figure_is_said_is_the_letters_choice(published):
    # The table calls the numbers in a head exact; here they are names, which nothing may round.
    for figure_id, stated in published.items():
        row = ROWS[figure_id]
        wanted = "identifier" if row["way"] == "identifier" else stated["qualifier"]
        assert row["qualifier"] == wanted, figure_id


def test_every_figure_has_one_of_six_ways():
    assert set(SEED["way"]) == WAYS
    by_way = dict(SEED.group_by("way").len().iter_rows())
    assert by_way["identifier"] == 4
    assert by_way["code"] == 3
    assert sum(by_way.values()) == 53


def test_names_and_codes_are_text_and_hold_no_number_to_add():
    named = SEED.filter(pl.col("qualifier").is_in(list(NOT_COUNTED)))
    assert named["previous_value"].null_count() == named.height
    codes = SEED.filter(way="code")["codes"]
    assert set(codes) <= set(read_seed("code_item").filter(list_name="line_code")["code"])


def test_lists_are_counted_from_code_lists_and_come_to_the_stated_number():
    items = pl.concat(
        [
            read_seed("code_item").select("list_name", "code"),
            read_seed("code_stage")
            .select(pl.lit("stage").alias("list_name"), "stage_code")
            .rename({"stage_code": "code"}),
        ]
    )
    for row in SEED.filter(way="enumeration").to_dicts():
        known = items.filter(list_name=row["list_name"])["code"].to_list()
        wanted = row["codes"].split(";") if row["codes"] else known
        assert set(wanted) <= set(known), row["figure_id"]
        assert len(wanted) == Decimal(row["previous_value"]), row["figure_id"]


def test_metrics_named_by_a_figure_are_in_the_catalogue_and_harm_no_child():
    metrics = read_seed("code_metric").select("metric_id", "variant", "is_sensitive").unique()
    known = {
        (row["metric_id"], row["variant"]): row["is_sensitive"]
        for row in metrics.iter_rows(named=True)
    }
    for row in SEED.filter(pl.col("metric_id").is_not_null()).to_dicts():
        assert known[(row["metric_id"], row["variant"])] == "false", row["figure_id"]


def test_parameters_named_by_a_figure_hold_its_number():
    values = dict(read_seed("standard_parameter").select("parameter", "value").iter_rows())
    for row in SEED.filter(measure="parameter").to_dicts():
        assert Decimal(values[row["list_name"]]) == Decimal(row["previous_value"])


def test_the_numbers_of_the_letters_said_by_their_own_rule_are_the_letters_words():
    said = {}
    for row in SEED.filter(pl.col("previous_value").is_not_null()).to_dicts():
        how = Rounding(row["qualifier"], Decimal(row["step"]), row["style"], row["unit_word"] or "")
        # One more than the number stated, where the letter says 余.
        value = Decimal(row["previous_value"]) + (row["qualifier"] == "over")
        said[row["figure_id"]] = official_words(value, how).text
    assert said["A16"] == "150余次"
    assert said["A17"] == "6300余人次"
    assert said["A23"] == "10000余名"
    assert said["A30"] == "1000万余人次"
    assert said["A37"] == "达1.8万人"
    assert said["A07"] == "约一半"
    assert said["A35"] == "两所"
    assert (said["B05"], said["B06"], said["B07"]) == ("30万元", "两年", "60万元")
    assert said["B11"] == "四年级"


def test_arithmetic_the_letters_allow():
    value = {
        key: Decimal(row["previous_value"]) for key, row in ROWS.items() if row["previous_value"]
    }
    assert value["B05"] * value["B06"] == value["B07"]
    assert (
        value["A22"]
        == value["A24"]
        == read_seed("code_reporting_unit").filter(is_county_level="true").height
    )
    # 35 hired are about half of the province's plan: about 70, which no letter states.
    implied = value["A06"] / value["A07"]
    assert official_words(implied, Rounding("approx", Decimal(10), "digits", "名")).text == "约70名"
    # Attendances a session: a band, not an identity; persons sent away are another measure.
    assert 40 < value["A34"] / (value["A32"] + value["A33"]) < 50
    assert ROWS["A31"]["unit_word"] != ROWS["A34"]["unit_word"]


def test_a_plan_and_what_was_hired_are_two_metrics():
    assert ROWS["A09"]["variant"] != ROWS["A06"]["variant"]
    assert "计划" in ROWS["A09"]["skeleton"]


def test_skeletons_fill_only_known_blanks():
    blanks = {"amount", "mark", "year", "since", "text", "items"}
    for row in ROWS.values():
        assert set(re.findall(r"\{(\w+)\}", row["skeleton"])) <= blanks, row["figure_id"]
        wanted = {"text", "items"} if row["qualifier"] in NOT_COUNTED else {"amount"}
        assert set(re.findall(r"\{(\w+)\}", row["skeleton"])) & wanted, row["figure_id"]
