"""F08: what was planned and what was done, and who may tell of the province's plan."""

from typing import Any

from tests.filled_workbooks import good_row, incoming, judge, judge_row, rule_ids, workbook
from validations.gate import GateResult


def from_the_city(**changes: Any) -> GateResult:
    row = good_row("F08") | changes
    return judge(incoming(workbook("F08", [row], unit_code="3607SZ")))


def test_a_plan_not_filled_yet_is_no_fault() -> None:
    assert rule_ids(judge_row("F08", plan_n=12, hired_n=0)) == []


def test_a_plan_of_none_with_somebody_hired_is_asked_about_and_counts() -> None:
    result = judge_row("F08", plan_n=0, hired_n=2)
    assert rule_ids(result) == ["F08.R03"]
    assert result.rows["f08_recruitment"].select("plan_n", "hired_n").rows() == [(0, 2)]


def test_applicants_not_known_are_left_empty_and_are_not_nought() -> None:
    result = judge_row("F08", applied_n=None)
    assert rule_ids(result) == []
    assert result.rows["f08_recruitment"]["applied_n"].to_list() == [None]


def test_the_city_office_tells_of_the_province_and_a_county_does_not() -> None:
    assert rule_ids(from_the_city(prov_plan_n=70)) == []
    told = judge_row("F08", prov_plan_n=70).findings
    assert told["words"].to_list() == ["全省计划填了 70，而本表是章贡区的。"]


def test_the_plan_of_the_province_holds_that_of_the_city() -> None:
    assert rule_ids(from_the_city(plan_n=71, prov_plan_n=70)) == ["F08.R05"]
    assert rule_ids(from_the_city(plan_n=70, prov_plan_n=70)) == []


def test_a_channel_has_a_row_for_each_post() -> None:
    rows = [good_row("F08"), good_row("F08") | {"post_code": "专职教研员"}]
    assert rule_ids(judge(incoming(workbook("F08", rows)))) == []


def test_channels_are_known_by_the_words_of_the_offices() -> None:
    result = judge_row("F08", channel="定向师范生")
    assert result.rows["f08_recruitment"]["channel"].to_list() == ["directed"]
