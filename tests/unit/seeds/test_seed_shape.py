"""Every seed: described column by column, keyed, dated, sourced, and honest about certainty."""

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import yaml

from validations.code_lists import SEEDS, read_seed

PATHS = sorted(SEEDS.rglob("*.csv"))
NAMES = [path.stem for path in PATHS]

KEYS = {
    "alias_header": ["form_id", "alias"],
    "alias_item": ["list_name", "alias"],
    "alias_unit": ["alias", "unit_code"],
    "calendar_screening_round": ["round_id", "unit_code"],
    "calendar_semester": ["semester"],
    "calendar_vacation": ["name_zh"],
    "calendar_work": ["work_id", "valid_from"],
    "calendar_working_day": ["day"],
    "code_cross_rule": ["rule_id"],
    "code_form": ["form_id"],
    "code_form_column": ["form_id", "sheet_id", "column_name"],
    "code_form_version": ["form_id", "template_version"],
    "code_grade": ["grade_code"],
    "code_instrument": ["instrument"],
    "code_instrument_version": [
        "instrument",
        "instrument_version",
        "norm_set",
        "score_scale",
        "valid_from",
    ],
    "code_item": ["list_name", "code"],
    "code_metric": ["metric_id", "variant", "slice_kind"],
    "code_question": ["kind"],
    "code_reporting_unit": ["unit_code"],
    "code_retired_unit": ["retired_code"],
    "code_risk_level": ["level_code"],
    "code_stage": ["stage_code"],
    "standard_band": ["band_set", "band_code", "valid_from"],
    "standard_deadline": ["form_id", "valid_from"],
    "standard_deduction": ["rule_id", "count_from", "valid_from"],
    "standard_disclosure": ["edition", "valid_from"],
    "standard_instrument_level": [
        "instrument",
        "instrument_version",
        "norm_set",
        "score_scale",
        "stage_code",
        "sex",
        "score_part",
        "lower_bound",
        "valid_from",
    ],
    "standard_parameter": ["parameter", "valid_from"],
    "standard_rectification": ["problem_id", "valid_from"],
    "standard_reminder": ["step_code", "valid_from"],
    "standard_score_item": ["item_id", "valid_from"],
    "standard_screening_policy": ["unit_code", "stage_code", "semester_from"],
    "standard_series": ["metric_id", "variant", "valid_from"],
    "standard_staffing": ["variant", "valid_from"],
    "standard_letter_figure": ["figure_id", "valid_from"],
    "standard_overdue_age": ["age_code", "valid_from"],
    "standard_target": ["metric_id", "variant", "slice", "valid_from"],
}

MAY_BE_EMPTY = {
    "valid_to",
    "semester_to",
    "gb2260",
    "variant",
    "slice",
    "days_to",
    "steps",
    "count_to",
    "pupils_per_teacher",
    "upper_bound",
    "sub_min",
    "sub_max",
    "validity_void_from",
}
OPTIONAL_NOTE = {
    "code_form_column": {"derived_from", "reason"},
    "calendar_working_day": {"note"},
    # What reports state as a running total themselves is not added from periods.
    "standard_series": {"form_id"},
    # How a figure is found depends on its way: the columns of the other ways stay empty.
    "standard_letter_figure": {
        "metric_id",
        "list_name",
        "codes",
        "row_sheet",
        "row_kinds",
        "row_level",
        "unit_word",
        "keywords",
        "previous_value",
    },
}
CERTAINTIES = {"S", "V", "K", "P"}
WITHOUT_CERTAINTY = {"alias_header", "alias_item", "alias_unit"}


def described(path: Path) -> dict:
    seeds = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))["seeds"]
    assert [seed["name"] for seed in seeds] == [path.stem]
    return seeds[0]


def test_every_seed_has_its_key_written_down():
    assert set(KEYS) == set(NAMES)


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_every_column_is_described_and_typed_in_the_order_of_the_file(path):
    with path.open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
    seed = described(path)
    assert [column["name"] for column in seed["columns"]] == header
    assert list(seed["config"]["column_types"]) == header
    assert all(column["description"].strip() for column in seed["columns"])
    assert seed["description"].strip()


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_the_file_is_plain_utf8_with_unix_line_ends(path):
    content = path.read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")


@pytest.mark.parametrize("name", NAMES)
def test_no_two_rows_share_a_key(name):
    rows = read_seed(name)
    assert rows.select(KEYS[name]).is_duplicated().sum() == 0


@pytest.mark.parametrize("name", NAMES)
def test_only_columns_that_may_be_empty_are_empty(name):
    rows = read_seed(name)
    empty = {column for column in rows.columns if rows[column].null_count()}
    assert empty <= MAY_BE_EMPTY | OPTIONAL_NOTE.get(name, set())


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_has_stray_blanks(name):
    for column in read_seed(name).iter_columns():
        assert (column.drop_nulls() == column.drop_nulls().str.strip_chars()).all()


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_dates_are_iso_dates_and_booleans_are_true_or_false(path):
    rows = read_seed(path.stem)
    for column, kind in described(path)["config"]["column_types"].items():
        values = rows[column].drop_nulls().to_list()
        if kind == "date":
            assert [date.fromisoformat(value).isoformat() for value in values] == values
        if kind == "boolean":
            assert set(values) <= {"true", "false"}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WITHOUT_CERTAINTY])
def test_every_row_says_how_certain_it_is(name):
    assert set(read_seed(name)["certainty"]) <= CERTAINTIES


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WITHOUT_CERTAINTY])
def test_what_is_only_general_knowledge_says_it_was_not_verified(name):
    rows = read_seed(name)
    unverified = rows.filter(pl.col("certainty") == "K")["source_document"]
    assert unverified.str.contains("未核实").all()
    others = rows.filter(pl.col("certainty") != "K")["source_document"]
    assert not others.str.contains("未核实").any()


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WITHOUT_CERTAINTY])
def test_what_a_letter_states_names_the_letter(name):
    stated = read_seed(name).filter(pl.col("certainty") == "S")["source_document"]
    assert stated.str.contains("〔2025〕53号|〔2024〕2号").all()


@pytest.mark.parametrize("name", NAMES)
def test_a_validity_that_ends_does_not_end_before_it_begins(name):
    rows = read_seed(name)
    if "valid_to" in rows.columns:
        ended = rows.filter(pl.col("valid_to").is_not_null())
        assert (ended["valid_from"] <= ended["valid_to"]).all()
