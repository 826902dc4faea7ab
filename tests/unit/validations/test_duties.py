"""F14: duties open, done or overdue, and suggestions before and after their answer."""

import pytest

from tests.filled_workbooks import judge_row, rule_ids
from tests.unit.validations.broken_duties import OPEN, RUNNING
from validations.code_lists import options


def test_a_suggestion_not_yet_answered_needs_nothing_of_the_answer() -> None:
    assert rule_ids(judge_row("F14S", **OPEN)) == []


def test_signatures_before_the_answer_are_at_odds_too() -> None:
    assert rule_ids(judge_row("F14S", **(OPEN | {"signed_n": 3}))) == ["F14S.R08"]
    assert rule_ids(judge_row("F14S", **(OPEN | {"signed_n": 0}))) == []


def test_an_answer_without_any_count_of_signatures_is_asked_for_it() -> None:
    result = judge_row("F14S", signed_n=None)
    assert rule_ids(result) == ["F14S.R13"]
    assert "代表 12 名，签名数没有填" in result.findings["words"][0]
    assert result.submissions["status"].to_list() == ["accepted"]


def test_missing_signatures_are_settled_by_a_reason() -> None:
    result = judge_row("F14S", signed_n=11, explain_code="其他", explain="一名代表出差，月底补签")
    assert result.findings["is_explained"].to_list() == [True]


def test_an_answer_of_the_day_it_was_assigned_is_none_too_early() -> None:
    assert rule_ids(judge_row("F14S", assigned_on="2026-05-20")) == []


def test_classes_are_the_seven_of_the_letter_and_the_plain_three() -> None:
    assert options("class_code") == ("A1", "A2", "A3", "B1", "B2", "C1", "C2", "A", "B", "C")
    assert rule_ids(judge_row("F14S", class_code="a1")) == []
    assert rule_ids(judge_row("F14S", class_code="D")) == ["F14S.class_code.list"]


def test_the_number_of_a_suggestion_stays_text() -> None:
    result = judge_row("F14S", suggestion_no="098")
    assert result.rows["f14_suggestion"]["suggestion_no"].to_list() == ["098"]


@pytest.mark.parametrize("status", ["未启动", "进行"])
def test_a_duty_is_overdue_the_day_after_its_term(status: str) -> None:
    running = RUNNING | {"duty_status": status}
    assert rule_ids(judge_row("F14", **running, due_on="2026-11-02")) == []
    assert rule_ids(judge_row("F14", **running, due_on="2026-11-01")) == ["F14.R07"]


def test_an_extension_says_why_though_it_is_not_due() -> None:
    extension = RUNNING | {"duty_status": "申请延期", "due_on": "2026-12-31"}
    assert rule_ids(judge_row("F14", **extension)) == ["F14.R07"]
    assert rule_ids(judge_row("F14", **extension, unfinished_reason="经费未到位")) == []
