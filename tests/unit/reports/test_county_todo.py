"""The weekly list holds every item once and its notice only their number."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from reports.county_letters import todo_notice
from reports.county_todo import build_todo, todo_file_name, week_label, week_words
from reports.wording import say, section
from reports.workbook import workbook_bytes
from tests.unit.reports import county_sample as sample


def opened(**changes: Any) -> Any:
    book = build_todo(sample.todo_input(**changes))
    return openpyxl.load_workbook(BytesIO(workbook_bytes(book, sample.KNOWN_AT)))


def table(sheet: Any, first_header: str) -> list[list[Any]]:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(number for number, row in enumerate(rows) if row[0] == first_header)
    return rows[start + 1 :]


def test_every_kind_is_counted_with_what_it_means_and_what_to_do() -> None:
    rows = [row[:4] for row in table(opened()["待办概况"], "类别")]
    assert [row[:2] for row in rows] == [
        ["未报", 1],
        ["退回", 1],
        ["逾期", 1],
        ["对账", 2],
        ["移交", 1],
    ]
    assert all(row[2] and row[3] for row in rows)


def test_every_item_stands_once_kind_by_kind_the_oldest_first() -> None:
    rows = table(opened()["待办明细"], "序号")
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert [row[1] for row in rows] == ["未报", "退回", "逾期", "对账", "对账", "移交"]
    assert [row[7] for row in rows] == ["—", "—", "—", "X91", "X05", "—"]
    overdue = rows[2]
    assert overdue[4:7] == [sample.SCHOOLS["2136000001"], "2136000001", sample.CASES[0]]
    assert overdue[8:10] == [datetime(2026, 11, 20), 2]


def test_it_names_cases_so_every_sheet_says_who_may_read_it() -> None:
    for sheet in opened().worksheets:
        assert sheet["A2"].value == say("todo.mark")
        assert sheet["A1"].value == say("mark.rehearsal_banner")


def test_the_words_know_every_kind_and_no_other() -> None:
    kinds = ["未报", "退回", "逾期", "对账", "移交"]
    assert list(section("todo.what")) == list(section("todo.how")) == kinds


def test_the_notice_has_the_counts_and_no_case_school_or_token() -> None:
    letter = todo_notice(sample.todo_input(), "returns/360702章贡区")
    assert letter.subject == "心晴待办：章贡区2026年第48周共6项"
    text = "\n".join(letter.lines)
    for words in (
        "未报：1项",
        "退回：1项",
        "逾期：1项",
        "对账：2项",
        "移交：1项",
        "待办-2026-W48.xlsx",
    ):
        assert words in text
    told = (letter.subject + text).replace("360702", "")
    assert not re.search(r"\d{10}|[PS]\d{6}", told)
    assert not any(name in told for name in sample.SCHOOLS.values())


def test_equal_input_gives_equal_bytes_in_whatever_order_it_comes() -> None:
    books = [
        workbook_bytes(build_todo(sample.todo_input(items=items)), sample.KNOWN_AT)
        for items in (sample.todo_frame(), sample.todo_frame().reverse())
    ]
    assert books[0] == books[1]


@pytest.mark.parametrize(
    ("day", "label", "words"),
    [
        (date(2026, 11, 23), "2026-W48", "2026年第48周"),
        (date(2027, 1, 3), "2026-W53", "2026年第53周"),
        (date(2027, 1, 4), "2027-W01", "2027年第1周"),
    ],
)
def test_weeks_are_iso_weeks_also_at_the_turn_of_the_year(
    day: date, label: str, words: str
) -> None:
    assert (week_label(day), week_words(day)) == (label, words)
    assert todo_file_name(day) == f"待办-{label}.xlsx"
