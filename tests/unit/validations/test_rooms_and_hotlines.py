"""F09 and F10 where schools stumble: areas, hours, closed rooms, and codes that look like numbers."""

from typing import Any

import pytest

from tests.filled_workbooks import judge_row, rule_ids


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
