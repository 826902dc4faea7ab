"""The loader of the seeds: labels, order, dated parameters, and what it refuses."""

from datetime import date

import pytest

from validations import code_lists
from validations.code_lists import (
    UnknownCodeError,
    label_of,
    labels,
    list_names,
    options,
    read_seed,
)
from validations.parameters import SEED_PARAMETERS


def test_every_seed_file_is_found_by_its_name_alone():
    names = [path.stem for path in code_lists.SEEDS.rglob("*.csv")]
    assert len(names) == len(set(names)) > 15
    for name in names:
        assert read_seed(name).height > 0


def test_an_empty_cell_is_null_and_everything_else_is_text():
    staffing = read_seed("standard_staffing")
    assert staffing["pupils_per_teacher"].to_list() == [None, "800", "800"]


def test_units_come_in_the_official_order():
    assert options("unit")[:3] == ("章贡区", "经开区", "蓉江新区")
    assert options("unit")[-1] == "市直"
    assert len(options("unit")) == 21


def test_grades_come_from_kindergarten_to_vocational():
    assert options("grade")[0] == "小班"
    assert options("grade")[3] == "一年级"
    assert options("grade")[-1] == "中职三年级"


@pytest.mark.parametrize("list_name", list_names())
def test_no_list_has_a_label_or_a_code_twice(list_name):
    codes = list(labels(list_name).values())
    assert len(options(list_name)) == len(set(options(list_name))) == len(codes) == len(set(codes))


@pytest.mark.parametrize("list_name", list_names())
def test_label_and_code_lead_to_each_other(list_name):
    for label, code in labels(list_name).items():
        assert label_of(list_name, code) == label


def test_risk_levels_are_four_words():
    assert labels("level") == {
        "正常": "normal",
        "轻度": "mild",
        "中度": "moderate",
        "重度": "severe",
    }


def test_an_unknown_name_is_refused_not_guessed():
    with pytest.raises(UnknownCodeError):
        read_seed("code_nothing")
    with pytest.raises(UnknownCodeError):
        labels("nothing")
    with pytest.raises(UnknownCodeError):
        label_of("level", "三级")


def test_a_parameter_is_read_as_of_a_day():
    assert SEED_PARAMETERS.value("on_time_coverage_floor", date(2026, 10, 31)) == "0.95"


def test_a_parameter_before_its_first_day_is_refused():
    with pytest.raises(UnknownCodeError):
        SEED_PARAMETERS.value("on_time_coverage_floor", date(2019, 1, 1))


def test_a_later_value_of_a_parameter_replaces_the_earlier_one_on_its_day(tmp_path, monkeypatch):
    (tmp_path / "standard_parameter.csv").write_text(
        "parameter,value,valid_from,valid_to\n"
        "floor,0.9,2023-09-01,2026-08-31\n"
        "floor,0.95,2026-09-01,\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(code_lists, "SEEDS", tmp_path)
    for cached in (code_lists._seed_files, code_lists.read_seed):
        cached.cache_clear()
    try:
        assert SEED_PARAMETERS.value("floor", date(2026, 8, 31)) == "0.9"
        assert SEED_PARAMETERS.value("floor", date(2026, 9, 1)) == "0.95"
    finally:
        for cached in (code_lists._seed_files, code_lists.read_seed):
            cached.cache_clear()
