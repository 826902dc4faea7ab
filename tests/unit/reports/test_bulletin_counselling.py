"""咨询服务: rooms, hotlines by line, orders; what nobody told of is a mark and never a zero."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from reports.blocks import Chart, Table, Title
from reports.bulletin import BulletinInput
from reports.bulletin_counselling import counselling_sheet
from tests.golden import sample
from tests.unit.reports.bulletin_sample import Part, with_figures
from tests.unit.reports.test_bulletin import opened, rows_of, words_of

SHEET = "咨询服务"
CALLS = {"": (120, 96, 9, 7), "12356": (100, 80, 6, 5), "local": (20, 16, 3, 2)}


def parts() -> list[Part]:
    found: list[Part] = []
    for line, (calls, answered, handed, closed) in CALLS.items():
        for unit in ("3607", "360704"):
            numbers = {"a": calls, "b": answered, "c": handed, "d": closed}
            found += [("M32", v, line, unit, n, None) for v, n in numbers.items()]
            found.append(("M32", "f", line, unit, answered, calls))
    found += [("M32", v, "", "360734", None, None) for v in "abcdf"]
    found.append(("M31", "b", "", "360704", 146_000, 4_000))
    return found


@pytest.fixture(scope="module")
def given() -> BulletinInput:
    return with_figures(parts())


@pytest.fixture(scope="module")
def rows(given: BulletinInput) -> list[list[Any]]:
    return rows_of(opened(given)[SHEET])


def table(given: BulletinInput, key: str) -> Table:
    blocks = counselling_sheet(given, Title("", "")).blocks
    return next(block for block in blocks if isinstance(block, Table) and block.key == key)


def test_a_line_has_its_calls_and_how_many_were_answered(given: BulletinInput) -> None:
    lines = {row[0]: row for row in table(given, "lines").rows}
    found = lines["12356全国心理援助热线"]
    assert [cell.value for cell in found[1:6]] == [100, 80, Decimal("0.8"), 6, 5]  # type: ignore[union-attr]


def test_the_number_of_a_line_is_never_in_a_cell_as_a_number(rows: list[list[Any]]) -> None:
    numbers = {cell for row in rows for cell in row if isinstance(cell, int | float)}
    assert numbers.isdisjoint({12345, 12356, 966525})


def test_a_line_nobody_told_of_is_a_dash_and_a_silent_unit_is_not_reported(
    given: BulletinInput,
) -> None:
    units = {
        row[0]: [getattr(cell, "value", cell) for cell in row[1:]]
        for row in table(given, "unit lines").rows
    }
    assert units["赣县区"][0] == 120
    assert units["赣县区"][-4:] == [100, "—", "—", 20]
    assert units["寻乌县"][:5] == ["未报"] * 5


def test_visits_are_a_number_a_thousand_pupils(given: BulletinInput) -> None:
    rooms = {row[0]: row for row in table(given, "rooms").rows}
    cell = rooms["赣县区"][9]
    assert (cell.value, cell.style) == (Decimal("36.5"), "decimal1")  # type: ignore[union-attr]


def test_calls_and_the_rate_answered_are_drawn_against_two_axes(given: BulletinInput) -> None:
    sheet = opened(given)[SHEET]
    blocks = counselling_sheet(given, Title("", "")).blocks
    drawn = [block for block in blocks if isinstance(block, Chart)]
    assert [series.is_rate_beside for series in drawn[1].series] == [False, True]
    assert len(sheet._charts) == len(drawn)


def test_crises_stand_nowhere(given: BulletinInput) -> None:
    assert "危机来电只用于处置" in words_of(opened(given)[SHEET])
    assert not [metric for metric in given.metric_list if "危机" in metric.name]


def test_a_month_whose_seed_knew_none_of_it_is_still_drawn() -> None:
    words = words_of(opened(sample.bulletin_input())[SHEET])
    assert "—" in words


def gaps() -> pl.DataFrame:
    """Two parts of the standard in the city and one county."""
    places = (("3607", "全市", 99, 5), ("360702", "章贡区", 1, 5))
    parts = (("individual", "个别辅导面积", 1, 0), ("group", "团体辅导面积", 2, 3))
    return pl.DataFrame(
        [
            {
                "unit_code": unit,
                "unit_name": name,
                "sort_no": sort_no,
                "standard_code": code,
                "standard_label": label,
                "standard_sort_no": place,
                "room_count": rooms,
                "lacking_count": lacking,
            }
            for unit, name, sort_no, rooms in places
            for code, label, place, lacking in parts
        ]
    )


def test_what_rooms_miss_stands_by_part_of_the_standard_the_city_first(
    given: BulletinInput,
) -> None:
    found = table(replace(given, room_gaps=gaps()), "room_gaps")
    assert [column.header for column in found.columns][2:] == ["个别辅导面积", "团体辅导面积"]
    assert found.rows == (("全市", 5, 0, 3), ("章贡区", 5, 0, 3))


def test_without_rooms_judged_there_is_no_table_of_what_they_miss(given: BulletinInput) -> None:
    without = replace(given, room_gaps=pl.DataFrame())
    blocks = counselling_sheet(without, Title("", "")).blocks
    keys = [block.key for block in blocks if isinstance(block, Table)]
    assert "room_gaps" not in keys
