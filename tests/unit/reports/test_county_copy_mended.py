"""What leaders see in bands or not at all stands exactly in the county's own copy, nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from reports.blocks import Title
from reports.bulletin import build_bulletin
from reports.county_chapters import Place
from reports.county_copy import build_county_copy
from reports.county_edition import build_county_edition
from reports.rectification import rectification_sheet
from reports.scorecard import Scorecard, build_scorecard
from reports.wording import say
from reports.workbook import workbook_bytes
from tests.golden import sample
from tests.unit.reports import county_sample as county
from tests.unit.reports import mended_sample as mended
from tests.unit.reports.score_sample import built

PROBLEMS, DEDUCTIONS = "整改事项", "考评扣分记录"


def opened(book: Any) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook_bytes(book, sample.KNOWN_AT)))


def words_of(book: Any) -> str:
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    return "\n".join(str(value) for value in cells if value is not None)


def rows_under(sheet: Any, first_header: str) -> list[list[Any]]:
    """Rows of cells below the last header that begins so, to the end of the sheet."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = max(number for number, row in enumerate(rows) if row[0] == first_header)
    return rows[start + 1 :]


def copy_of(**changes: Any) -> Any:
    frames = {"problems": mended.problems_frame(), "deductions": mended.deductions_frame()}
    return opened(build_county_copy(county.county_input(**frames | changes)))


@pytest.fixture(scope="module")
def copy() -> Any:
    return copy_of()


@pytest.fixture(scope="module")
def card() -> Scorecard:
    """The leaders' pages' input with the county's problems and deductions in it."""
    given = replace(built()[0].given, rectification=mended.problems_frame())
    return replace(built()[0], given=given, deductions=mended.deductions_frame())


def test_both_sheets_say_who_may_read_them(copy: Any) -> None:
    assert copy.sheetnames[-3:] == [PROBLEMS, DEDUCTIONS, "使用说明"]
    for name in (PROBLEMS, DEDUCTIONS):
        assert say("county.mark") in words_of([copy[name]])
        assert say("county.header_mark") in copy[name].oddHeader.right.text


def test_all_problems_stand_with_exact_values_in_the_order_of_the_leaders_list(copy: Any) -> None:
    rows = rows_under(copy[PROBLEMS], "类别")
    assert [row[1] for row in rows] == [
        "重度个案逾期未随访",
        "漏建案",
        "一生一案未按期制定",
        "三岗未按期知情",
        "未按时报送",
    ]
    assert [row[4:6] for row in rows] == [["—", "—"], ["—", "—"], [7, 9], [5, 6], [17, 21]]
    assert [row[6] for row in rows[:2]] == [4, 13]
    assert [row[6] for row in rows[2:]] == pytest.approx([7 / 9, 5 / 6, 17 / 21], abs=0.0005)
    assert [row[7] for row in rows] == ["≤0", "≤0", "≥100%", "≥100%", "≥90%"]
    assert [row[13] for row in rows] == ["只列档位", "只列档位", "不列", "不列", "列数"]


def test_a_problem_stands_with_its_dates_status_change_and_evidence(copy: Any) -> None:
    rows = {row[1]: row for row in rows_under(copy[PROBLEMS], "类别")}
    row = rows["一生一案未按期制定"]
    assert row[0] == "安全类"
    assert row[2:4] == ["2026-10", 2]
    assert row[9:13] == [datetime(2026, 11, 10), "逾期未改", "M12.360702.2026-11", "持续"]
    assert rows["三岗未按期知情"][11] == "M17.360702.2026-10（沿用）"


def test_points_stand_with_the_exact_number_and_the_band_leaders_see(copy: Any) -> None:
    rows = [[v for v in row if v is not None] for row in rows_under(copy[DEDUCTIONS], "核对规则")]
    assert rows[:2] == [
        ["X04", "漏建案：筛查为中度、重度，逾期没有建立个案", 3, "1–9例", 2],
        ["X98", "上期还有在册个案，本期台账突然为空", 1, "1–2份", 1],
    ]


def test_each_record_stands_by_school_file_sheet_and_row(copy: Any) -> None:
    rows = rows_under(copy[DEDUCTIONS], "序号")
    assert [(row[1], row[3], row[8]) for row in rows] == [
        ("X04", "2136000001", str(mended.ROWS[0])),
        ("X04", "2136000002", str(mended.ROWS[1])),
        ("X04", "2136000002", str(mended.ROWS[2])),
        ("X98", "2136000009", "—"),
    ]
    assert rows[0][2] == "章贡区演练第1小学"
    assert rows[0][4:8] == ["F02 心理筛查结果明细", "2026-2027-1R1", mended.FILE, "筛查明细"]
    assert (rows[0][9], rows[3][7]) == (datetime(2026, 10, 27), "整份")


@pytest.mark.parametrize("page", ["bulletin", "scorecard", "edition"])
def test_nothing_of_it_gets_into_what_leaders_read_or_what_is_mailed(
    copy: Any, card: Scorecard, page: str
) -> None:
    place = Place(county.UNIT, county.UNIT_NAME, county.county_input().schools)
    makers = {
        "bulletin": lambda: build_bulletin(card.given),
        "scorecard": lambda: build_scorecard(card),
        "edition": lambda: build_county_edition(card.given, place),
    }
    restricted, served = words_of(copy), words_of(opened(makers[page]()))
    secrets = [*mended.WITHHELD, mended.FILE, f"M12.{county.UNIT}.{county.MONTH}"]
    for secret in secrets:
        assert secret in restricted
        assert secret not in served


def test_the_number_behind_a_band_is_not_on_the_leaders_list(card: Scorecard) -> None:
    sheet = rectification_sheet(card.given, Title("整改清单"))
    assert sheet is not None
    lines = sheet.blocks[-1].rows  # type: ignore[union-attr]
    shown = {line[2]: line[5].value for line in lines if line[1] == "安全类"}  # type: ignore[union-attr]
    assert shown == {"漏建案": "1–9例", "重度个案逾期未随访": "1–9例"}


def test_a_county_without_any_is_told_so() -> None:
    book = copy_of(
        problems=mended.problems_frame().clear(), deductions=mended.deductions_frame().clear()
    )
    assert say("bulletin.rectification.none") in words_of([book[PROBLEMS]])
    assert say("county.deductions.none") in words_of([book[DEDUCTIONS]])


def test_what_a_warehouse_does_not_know_yet_is_left_out_and_not_called_none() -> None:
    book = copy_of(problems=None, deductions=None)
    assert not {PROBLEMS, DEDUCTIONS} & set(book.sheetnames)


def test_rows_in_any_order_give_equal_bytes() -> None:
    given = county.county_input(
        problems=mended.problems_frame(), deductions=mended.deductions_frame()
    )
    turned = replace(
        given,
        problems=mended.problems_frame().reverse(),
        deductions=mended.deductions_frame().reverse(),
    )
    first, second = (
        workbook_bytes(build_county_copy(one), sample.KNOWN_AT) for one in (given, turned)
    )
    assert first == second
