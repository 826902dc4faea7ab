"""F09 and F10 where schools stumble: areas, hours, closed rooms, codes that look like numbers."""

from typing import Any

import polars as pl
import pytest

from tests.filled_workbooks import good_row, incoming, judge, judge_row, rule_ids, workbook
from validations.forms.hotlines import CALLS


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [
        ("area_individual", (0, 0.5, 500), (-1, 500.1)),
        ("area_group", (0, 500), (-0.1, 501)),
        ("area_reception", (0, 500), (-1, 501)),
        ("open_hours_week", (0.5, 60), (-1, 60.5)),
    ],
)
def test_areas_and_hours_have_their_limits_and_the_limits_count(
    column: str, good: tuple[float, ...], bad: tuple[float, ...]
) -> None:
    for value in good:
        assert rule_ids(judge_row("F09", **{column: value})) == []
    for value in bad:
        assert rule_ids(judge_row("F09", **{column: value})) == [f"F09.{column}.range"]


def test_one_area_makes_a_room() -> None:
    assert rule_ids(judge_row("F09", area_individual=0, area_reception=0)) == []


def test_a_room_closed_for_good_needs_neither_hours_nor_an_owner() -> None:
    changes = {"closed_on": "2026-08-31", "open_hours_week": 0, "owner_token": None}
    assert rule_ids(judge_row("F09", **changes)) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12356；12345", "12356;12345"),
        ("12356、966525、本地", "12356;966525;local"),
        ("12345.0", "12345"),
        (12356, "12356"),
        ("全国统一心理援助热线", "12356"),
        ("无", None),
        ("/", None),
    ],
)
def test_the_lines_on_the_wall_are_codes_however_they_are_written(
    typed: Any, kept: str | None
) -> None:
    result = judge_row("F09", hotline_posted=typed)
    assert result.rows["f09_room"]["hotline_posted"].to_list() == [kept]
    assert "必改" not in result.findings["severity"].to_list()


def test_a_line_nobody_knows_is_told() -> None:
    assert rule_ids(judge_row("F09", hotline_posted="12356；95000")) == ["F09.hotline_posted.list"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (12345, "12345"),
        (12345.0, "12345"),
        ("12345.0", "12345"),
        ("１２３５６", "12356"),
        (" 966525.0", "966525"),
        ("12345热线", "12345"),
        ("本地", "local"),
    ],
)
def test_a_line_read_as_a_number_is_still_the_code_of_the_list(typed: Any, kept: str) -> None:
    rows = judge_row("F10", line_code=typed).rows["f10_hotline"]
    assert rows["line_code"].to_list() == [kept]
    assert rows.schema["line_code"] == pl.String


def test_no_code_of_a_line_is_nearly_another() -> None:
    assert rule_ids(judge_row("F10", line_code="1234")) == ["F10.line_code.list"]
    assert rule_ids(judge_row("F10", line_code="12345.5")) == ["F10.line_code.list"]


@pytest.mark.parametrize("column", CALLS)
@pytest.mark.parametrize("number", [12345, 12356, 966525])
def test_the_number_of_a_line_is_never_a_count_in_any_column(column: str, number: int) -> None:
    many = dict.fromkeys(CALLS, 0) | {"calls_n": 999_999, "answered_n": 999_998}
    result = judge_row("F10", **many | {column: number})
    assert "F10.R02" in rule_ids(result)
    told = result.findings.filter(rule_id="F10.R02")
    assert told["column_name"].to_list() == [column]
    assert str(number) in told["words"][0]
    assert result.rows["f10_hotline"].is_empty()


def test_a_count_beside_the_number_of_a_line_is_a_count() -> None:
    assert rule_ids(judge_row("F10", calls_n=12344)) == []
    assert rule_ids(judge_row("F10V", visits_n=12346)) == []


def test_more_may_be_closed_than_were_handed_over_this_month() -> None:
    assert rule_ids(judge_row("F10", handed_n=0, closed_n=9)) == []


def test_a_line_nobody_rang_is_a_row_of_noughts() -> None:
    assert rule_ids(judge_row("F10", **dict.fromkeys(CALLS, 0))) == []


@pytest.mark.parametrize(
    ("month", "semester"),
    [("2026-08", "2025-2026-2"), ("2026-09", "2026-2027-1"), ("2026-01", "2025-2026-1")],
)
def test_visits_are_of_the_semester_the_month_lies_in(month: str, semester: str) -> None:
    row = good_row("F10V") | {"semester": semester}
    found = judge(incoming(workbook("F10V", [row], period=month)))
    assert not [rule for rule in rule_ids(found) if rule.startswith("F10V")]


def test_lines_without_visits_and_visits_without_lines_are_both_whole() -> None:
    for sheet_id in ("F10", "F10V"):
        result = judge_row(sheet_id)
        assert result.submissions["status"].to_list() == ["accepted"]
        assert result.scopes["scope_code"].to_list() == ["360702"]


def test_a_unit_without_lines_and_visits_reports_nil() -> None:
    result = judge(incoming(workbook("F10", [], scope=[["360702", "章贡区", "是", None]])))
    assert rule_ids(result) == []
    assert result.scopes.select("scope_code", "is_nil").rows() == [("360702", True)]
