"""A county's restricted copy says exactly what the figures say, and the same twice."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import polars as pl
import pytest

from reports.county_copy import build_county_copy
from reports.wording import say
from reports.workbook import workbook_bytes
from tests.unit.reports import county_sample as sample


def opened(**changes: Any) -> Any:
    book = build_county_copy(sample.county_input(**changes))
    return openpyxl.load_workbook(BytesIO(workbook_bytes(book, sample.KNOWN_AT)))


def table(sheet: Any, first_header: str) -> list[list[Any]]:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(number for number, row in enumerate(rows) if row[0] == first_header)
    return rows[start:]


def texts(sheet: Any) -> set[str]:
    return {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}


@pytest.fixture(scope="module")
def copy() -> Any:
    return opened()


def test_every_sheet_says_who_may_read_it_and_that_it_is_a_rehearsal(copy: Any) -> None:
    assert len(copy.sheetnames) == 7
    for sheet in copy.worksheets:
        assert {say("county.mark"), say("mark.rehearsal_banner")} <= texts(sheet)
        assert "限阅·仅供本县核对" in sheet.oddHeader.right.text
    real = opened(is_rehearsal=False)
    assert all(say("mark.rehearsal_banner") not in texts(sheet) for sheet in real.worksheets)


def test_each_figure_of_the_county_stands_exactly_under_its_number(copy: Any) -> None:
    rows = {row[8]: row for row in table(copy["本县指标"], "编号")[1:] if row[8]}
    given = {
        row["figure_id"]: row
        for row in sample.figures().iter_rows(named=True)
        if row["school_code"] is None
    }
    assert rows.keys() == given.keys()
    for figure_id, row in rows.items():
        want = given[figure_id]
        if want["denominator"] is None:
            assert (row[3], row[4], row[5]) == ("—", "—", want["value"])
        else:
            assert (row[3], row[4]) == (want["numerator"], want["denominator"])
            assert row[5] == pytest.approx(float(want["value"]), abs=0.0005)
        assert row[7] == "11/12"


def test_cases_are_counted_by_level_and_what_did_not_come_is_no_zero(copy: Any) -> None:
    rows = [[v for v in row if v is not None] for row in table(copy["本县指标"], "当前等级")[1:4]]
    assert rows == [
        ["重度", 4, 1, 1, 0],
        ["中度", 9, 0, 2, 3],
        ["轻度", "未报", "未报", "未报", "未报"],
    ]


def test_small_counts_are_not_held_back_from_the_county_itself(copy: Any) -> None:
    numbers = [row[2] for row in table(copy["各校逾期"], "学校")[2:]]
    assert numbers == [33, *[3] * 11, "未报"]


def test_each_school_has_its_row_and_one_that_did_not_report_has_no_number(copy: Any) -> None:
    rows = table(copy["各校指标"], "学校")[2:]
    assert [row[0] for row in rows] == ["本县", *sample.SCHOOLS.values()]
    assert [row[1] for row in rows[1:]] == list(sample.SCHOOLS)
    first, silent = rows[1], rows[-1]
    assert first[2:4] == [19, 20]
    assert {value for value in silent[2:] if value is not None} == {"—", "未报"}


def test_overdue_cases_stand_by_number_gravest_first(copy: Any) -> None:
    rows = table(copy["逾期名单"], "序号")[1:]
    assert [row[3] for row in rows] == list(sample.CASES)
    assert rows[0][4:9] == ["重度", datetime(2026, 11, 20), 2, datetime(2026, 11, 13), "S000001K"]
    assert rows[1][7:9] == ["—", "—"]


def test_no_overdue_case_is_said_in_words() -> None:
    sheet = opened(overdue=sample.overdue_frame().clear())["逾期名单"]
    assert say("county.overdue.none") in texts(sheet)


def test_a_slice_without_a_row_is_not_applicable_or_not_reported_never_zero() -> None:
    frame = sample.figures().filter(pl.col("slice") == "")
    rows = table(opened(figures=frame)["各校逾期"], "学校")[2:]
    assert set(rows[1][3:9]) == {"—"}
    assert set(rows[-1][3:9]) == {"未报"}


def test_equal_input_gives_equal_bytes() -> None:
    first, second = (
        workbook_bytes(build_county_copy(sample.county_input()), sample.KNOWN_AT) for _ in range(2)
    )
    assert first == second
    turned = sample.county_input(
        figures=sample.figures().reverse(), overdue=sample.overdue_frame().reverse()
    )
    assert workbook_bytes(build_county_copy(turned), sample.KNOWN_AT) == first


def test_the_labels_of_a_slice_are_those_that_hold_on_the_day() -> None:
    from reports.county_input import measures

    ages = {m.metric_id: m.slices for m in measures(date(2026, 11, 22))}["M14"]
    assert [label for _, label in ages][-3:] == ["逾期1至7天", "逾期8至30天", "逾期30天以上"]
    before = {m.metric_id: m.slices for m in measures(date(2020, 1, 1))}["M14"]
    assert len(before) == 3


def test_archives_astray_stand_by_slip_what_the_county_is_to_clear_first(copy: Any) -> None:
    rows = table(copy["移交对账"], "序号")[1:]
    assert [(row[1], row[2], row[8]) for row in rows] == [
        ("送出未收", "2136000001-2026-T0002", "本单位"),
        ("收到未送", "2136000001-2026-T0001", "请催对方"),
    ]
    assert [row[5:7] for row in rows] == [
        [datetime(2026, 10, 9), "—"],
        ["—", datetime(2026, 10, 8)],
    ]


def test_a_county_without_any_is_told_so() -> None:
    nothing = pl.DataFrame(sample.astray()).clear()
    assert say("county.astray.none") in texts(opened(astray=nothing)["移交对账"])


def test_rooms_that_miss_the_standard_stand_with_what_they_lack(copy: Any) -> None:
    rows = [[cell.value for cell in row] for row in copy["辅导室未达标"].iter_rows()]
    (row,) = (row for row in rows if "2136000003-01" in row)
    assert [v for v in row if v is not None][-3:] == [18.5, 15, "团体辅导面积、负责人"]
    nothing = pl.DataFrame(sample.rooms()).clear()
    assert say("county.rooms.none") in texts(opened(rooms=nothing)["辅导室未达标"])
