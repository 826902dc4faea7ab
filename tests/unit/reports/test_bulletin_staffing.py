"""师资队伍: what is planned stands beside who was hired, and is added to nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from reports.blocks import Note, Table, Title
from reports.bulletin_input import BulletinInput
from reports.bulletin_staffing import staffing_sheet
from tests.golden import sample
from validations.code_lists import read_seed

CITY, COUNTY = "3607", "360702"
AMOUNTS = {
    (CITY, "a"): (30, 47),
    (CITY, "b"): (35, None),
    (CITY, "c"): (47, None),
    (CITY, "d"): (104, None),
    (CITY, "e"): (9, 10),
    (CITY, "f"): (35, 70),
    (COUNTY, "b"): (5, None),
    (COUNTY, "c"): (12, None),
}


def with_recruitment(given: BulletinInput) -> BulletinInput:
    base = given.figures.filter(metric_id="M21", status="ok").to_dicts()
    of_unit = {row["unit_code"]: row for row in base}
    rows = [_row(of_unit[unit], variant, *parts) for (unit, variant), parts in AMOUNTS.items()]
    extra = pl.DataFrame(rows, schema=given.figures.schema)
    return replace(
        given,
        figures=pl.concat([given.figures, extra]),
        metrics=read_seed("code_metric"),
    )


def _row(base: dict[str, Any], variant: str, top: int, bottom: int | None) -> dict[str, Any]:
    value = Decimal(top) / Decimal(bottom or 1)
    return base | {
        "metric_id": "M26",
        "variant": variant,
        "slice": "",
        "numerator": Decimal(top),
        "denominator": None if bottom is None else Decimal(bottom),
        "value": value.quantize(Decimal("0.000001")),
        "target": None,
        "is_target_met": None,
        "is_partial": False,
    }


@pytest.fixture(scope="module")
def blocks() -> tuple[Any, ...]:
    given = with_recruitment(sample.bulletin_input())
    return staffing_sheet(given, Title("师资队伍", "2026年10月")).blocks


def recruitment(blocks: tuple[Any, ...]) -> Table:
    return next(b for b in blocks if isinstance(b, Table) and b.key == "recruitment")


def test_plan_and_actual_stand_side_by_side_under_heads_of_their_own(
    blocks: tuple[Any, ...],
) -> None:
    groups = {column.header: column.group for column in recruitment(blocks).columns}
    assert (groups["招聘计划"], groups["招聘录用"]) == ("计划（名）", "实有（名）")


def test_no_column_holds_the_sum_of_a_plan_and_people(blocks: tuple[Any, ...]) -> None:
    for row in recruitment(blocks).rows[:2]:
        values = [cell.value for cell in row if hasattr(cell, "value")]
        planned, hired = values[0], values[1]
        assert (planned, hired) in {(47, 35), (12, 5)}
        assert planned + hired not in values


def test_the_share_of_the_province_is_said_as_about(blocks: tuple[Any, ...]) -> None:
    words = [line for block in blocks if isinstance(block, Note) for line in block.lines]
    assert "全市招聘录用人数约占全省招聘计划的50.0%。" in words


def test_without_the_province_s_plan_no_share_is_made_up() -> None:
    given = sample.bulletin_input()
    is_share = (pl.col("metric_id") == "M26") & (pl.col("variant") == "f")
    without = replace(given, figures=given.figures.filter(~is_share))
    sheet = staffing_sheet(without, Title("师资队伍", "2026年10月"))
    words = [line for block in sheet.blocks if isinstance(block, Note) for line in block.lines]
    assert any("尚未填报全省计划" in line for line in words)
