"""F12: contracts in yuan, orders in their order, payments that were made."""

import pytest

from tests.filled_workbooks import judge_row, rule_ids
from tests.unit.validations.broken_services import UNFINISHED
from validations.code_lists import options


def test_the_eight_deliverables_are_those_of_the_letter_in_its_order() -> None:
    assert options("deliverable") == (
        "中小学心理健康指导",
        "心理技能提升活动",
        "心理知识宣讲活动",
        "心理健康状况普查",
        "心理咨询个案服务",
        "心理素质拓展活动",
        "心理危机干预服务",
        "心理健康教育特色创建",
    )


@pytest.mark.parametrize("sign", ["；", ";", "、", "\n"])
def test_deliverables_are_read_whatever_stands_between_them(sign: str) -> None:
    result = judge_row("F12", deliverables=sign.join(options("deliverable")))
    assert rule_ids(result) == []
    (kept,) = result.rows["f12_contract"]["deliverables"]
    assert len(kept.split(";")) == 8


def test_a_deliverable_beside_the_eight_must_be_mended() -> None:
    result = judge_row("F12", deliverables="心理健康状况普查；教师体检")
    assert rule_ids(result) == ["F12.deliverables.list"]
    assert result.submissions["status"].to_list() == ["rejected"]


@pytest.mark.parametrize("kind", ["高校结对", "服务队"])
def test_what_costs_nothing_needs_no_price_and_no_list(kind: str) -> None:
    lent = {"service_kind": kind, "amount_year": 0, "deliverables": None, "member_n": 10}
    assert rule_ids(judge_row("F12", **lent)) == []


def test_a_price_below_zero_is_none() -> None:
    assert rule_ids(judge_row("F12", amount_year=-300000)) == ["F12.amount_year.range"]


def test_the_words_tell_the_sum_as_it_was_typed() -> None:
    found = judge_row("F12", amount_year=30).findings
    assert found["words"].to_list() == ["年金额 30 元，不足 1000 元，像是按万元填的。"]
    assert found["severity"].to_list() == ["需说明"]


def test_an_amount_in_words_is_not_guessed_at() -> None:
    assert rule_ids(judge_row("F12", amount_year="30万")) == ["F12.amount_year.type"]


@pytest.mark.parametrize("rating", [0, 6, 4.5])
def test_a_rating_lies_between_one_and_five(rating: float) -> None:
    suffix = "type" if rating == 4.5 else "range"
    assert rule_ids(judge_row("F12O", rating=rating)) == [f"F12O.rating.{suffix}"]


def test_an_order_may_wait_for_an_answer_and_then_for_its_end() -> None:
    assert rule_ids(judge_row("F12O", **UNFINISHED)) == []
    assert rule_ids(judge_row("F12O", **UNFINISHED, responded_on=None)) == []


def test_an_order_may_be_done_the_day_it_came() -> None:
    day = dict.fromkeys(("ordered_on", "responded_on", "finished_on"), "2026-10-09")
    assert rule_ids(judge_row("F12O", **day)) == []


def test_a_service_before_its_order_is_told_though_nothing_was_answered() -> None:
    result = judge_row("F12O", ordered_on="2026-10-21", responded_on="2026-10-21")
    assert rule_ids(result) == ["F12O.R05"]
    assert "补填真实的下单日期" in result.findings["fix"][0]


@pytest.mark.parametrize("name", ["ordered_on", "responded_on", "finished_on"])
def test_a_date_ahead_is_told_at_its_own_cell(name: str) -> None:
    later = ("ordered_on", "responded_on", "finished_on")
    dates = dict.fromkeys(later[later.index(name) :], "2026-11-05")
    result = judge_row("F12O", **dates)
    assert rule_ids(result) == ["F12O.R06"]
    assert result.findings["column_name"].to_list() == [name]


def test_money_that_came_back_is_a_payment_with_a_reason() -> None:
    result = judge_row("F12P", amount=-150000, explain_code="其他", explain="质保金退回")
    assert rule_ids(result) == ["F12P.R05"]
    assert result.findings["is_explained"].to_list() == [True]
    assert result.rows["f12_payment"]["amount"].to_list() == [-150000]


def test_money_paid_before_anything_was_delivered_names_nothing() -> None:
    assert rule_ids(judge_row("F12P", paid_for=None)) == []
