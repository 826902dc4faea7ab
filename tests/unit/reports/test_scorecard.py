"""考评 and 整改清单 show what the warehouse gave, and nothing a withheld figure would tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl
import polars as pl
import pytest

from reports.blocks import Title
from reports.bulletin import build_bulletin
from reports.rectification import rectification_sheet
from reports.scorecard import Scorecard, build_scorecard
from reports.workbook import workbook_bytes
from tests.golden import sample
from tests.unit.reports.score_sample import built
from tests.unit.reports.test_bulletin import rows_of, words_of

CARE = {"M12", "M13", "M15", "M17", "M18"}


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return built()[0]


@pytest.fixture(scope="module")
def book(card: Scorecard) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook_bytes(build_scorecard(card), sample.KNOWN_AT)))


def table_rows(sheet: Any, names: set[str]) -> list[list[Any]]:
    return [row for row in rows_of(sheet) if row[0] in names]


def test_the_sheets_are_those_of_the_scorecard(book: Any) -> None:
    assert book.sheetnames == ["总表", "单项得分", "扣分明细", "与上年同期", "口径"]


def test_the_twenty_counties_stand_in_official_order_with_points_and_rank(
    card: Scorecard, book: Any
) -> None:
    rows = table_rows(book["总表"], {name for _, name in card.given.unit_list})
    names = [name for code, name in card.given.unit_list if code != "3607SZ"]
    assert [row[0] for row in rows] == names
    for (unit, _), row in zip(card.counties, rows, strict=True):
        whole = card.score_rows[unit, ""]
        values = [value for value in row[1:] if value is not None]
        assert values[-3:] == [
            float(whole["points_deducted"]),
            float(whole["score"]),
            whole["rank_no"],
        ]


def test_a_county_that_is_silent_gets_nothing_and_is_told_why(card: Scorecard, book: Any) -> None:
    assert card.score_rows["360734", ""]["score"] == 0
    rows = table_rows(book["单项得分"], {"寻乌县"})
    assert all("未报" in row or set(row[1:]) <= {"—", None} for row in rows)


def test_an_item_with_nothing_to_score_is_shown_as_such(card: Scorecard, book: Any) -> None:
    nothing = [
        i
        for i in card.item_list
        if card.item_rows["360703", i["item_id"]]["reason"] == "not_applicable"
    ]
    assert nothing
    words = words_of(book["单项得分"])
    assert "没有可考评的内容" in words
    for item in nothing:
        assert item["item_name"] in words


def test_where_a_figure_is_withheld_no_item_of_its_part_tells_its_points(
    card: Scorecard, book: Any
) -> None:
    withheld = [unit for unit, _ in card.counties if card.is_withheld(unit, "care")]
    assert 0 < len(withheld) < 20
    headings = [row[0] for row in rows_of(book["单项得分"])]
    start = headings.index("建档与干预（25分）")
    names = dict(card.given.unit_list)
    for unit, name in card.counties:
        row = rows_of(book["单项得分"])[start + headings[start:].index(name)]
        given = row[3::3]
        if unit in withheld:
            assert not any(isinstance(points, int | float) for points in given), names[unit]
    halves = [card.score_rows[unit, "care"]["score"] for unit, _ in card.counties]
    assert all(score is None or (score * 2) % 1 == 0 for score in halves)


def test_what_leaders_see_of_the_city_alone_is_withheld_where_a_county_has_it(
    card: Scorecard, book: Any
) -> None:
    rows = rows_of(book["单项得分"])
    start = [row[0] for row in rows].index("移交（10分）")
    told = {row[0]: [v for v in row[1:] if v is not None] for row in rows[start : start + 24]}
    assert card.item_rows["360702", "S10"]["status"] == "ok"
    assert told["章贡区"][0] == "＊" and told["章贡区"][2::3] == ["＊"] * 3
    assert card.is_withheld("360702", "transfer")
    assert told["南康区"][:3] == ["—", "—", "—"]
    assert all(isinstance(points, int | float) for points in told["南康区"][5::3])
    assert told["赣县区"][0] == "未报" and told["赣县区"][2] == 0


def test_last_year_is_compared_only_where_the_same_items_applied(
    card: Scorecard, book: Any
) -> None:
    rows = {row[0]: row for row in rows_of(book["与上年同期"])}
    assert [v for v in rows["章贡区"] if v is not None][3] == "口径不同"
    of_parts = dict(zip(card.parts, rows["章贡区"][4:], strict=False))
    assert of_parts["transfer"] == "口径不同"
    own = card.score_rows["360702", "screening"]
    assert own["is_comparable"] and of_parts["screening"] == float(own["share_change"])
    whole = card.score_rows["360703", ""]
    assert rows["南康区"][3] == float(whole["score"] - whole["last_year_score"])


def test_pupils_without_a_case_are_banded_and_registers_listed(book: Any) -> None:
    words = words_of(book["扣分明细"])
    rows = [row for row in rows_of(book["扣分明细"]) if "X04" in row]
    assert [[v for v in row if v is not None][3:] for row in rows] == [
        ["1–9例", 2],
        ["10–19例", 4],
    ]
    assert "示例第15小学" in words
    assert "示例第1小学" not in words.split("二、所据记录")[1].split("示例第15小学")[0]


def test_no_deduction_is_said_in_words(card: Scorecard) -> None:
    clean = replace(card, deductions=card.deductions.clear())
    content = workbook_bytes(build_scorecard(clean), sample.KNOWN_AT)
    assert "没有应扣分" in words_of(openpyxl.load_workbook(BytesIO(content))["扣分明细"])


def test_the_moment_of_knowledge_names_the_version(card: Scorecard) -> None:
    later = replace(card.given, known_at=datetime(2026, 11, 20, 9, 30))
    content = workbook_bytes(build_scorecard(replace(card, given=later)), later.known_at)
    again = openpyxl.load_workbook(BytesIO(content))
    assert "2026年11月20日9:30" in words_of(again["总表"]) or "09:30" in words_of(again["总表"])


def test_the_bulletin_carries_the_list_and_neither_points_nor_rank(card: Scorecard) -> None:
    content = workbook_bytes(build_bulletin(card.given), sample.KNOWN_AT)
    book = openpyxl.load_workbook(BytesIO(content))
    assert "整改清单" in book.sheetnames
    for name in book.sheetnames:
        assert not {"总分", "名次"} & {v for row in rows_of(book[name]) for v in row}


def test_the_list_stands_by_class_then_problem_then_official_order(card: Scorecard) -> None:
    sheet = rectification_sheet(card.given, Title("整改清单"))
    assert sheet is not None
    lines = sheet.blocks[-1].rows  # type: ignore[union-attr]
    order = ["安全类", "合规类", "数据类"]
    places = [order.index(str(line[1])) for line in lines]
    assert places == sorted(places)
    units = [name for _, name in card.given.unit_list]
    keys = [(str(line[1]), str(line[2])) for line in lines]
    for key in set(keys):
        found = [units.index(str(line[0])) for line in lines if (line[1], line[2]) == key]
        assert found == sorted(found)


def test_problems_of_few_pupils_stand_with_a_band_or_not_at_all(card: Scorecard) -> None:
    sheet = rectification_sheet(card.given, Title("整改清单"))
    assert sheet is not None
    lines = sheet.blocks[-1].rows  # type: ignore[union-attr]
    named = {str(line[2]) for line in lines}
    assert "一生一案未按期制定" not in named
    assert {"重度个案逾期未随访", "漏建案"} <= named
    for line in lines:
        if str(line[2]) in ("重度个案逾期未随访", "漏建案"):
            assert line[5].value in ("无", "1–9例", "10–19例", "20例以上")  # type: ignore[union-attr]
    assert card.given.rectification is not None
    listed = card.given.rectification.filter(pl.col("shown_as") == "restricted")
    assert set(listed["source_id"]) <= CARE


def test_a_month_without_problems_says_so(card: Scorecard) -> None:
    assert card.given.rectification is not None
    calm = replace(card.given, rectification=card.given.rectification.clear())
    sheet = rectification_sheet(calm, Title("整改清单"))
    assert sheet is not None
    assert "没有应整改的问题" in sheet.blocks[-1].lines[0]  # type: ignore[union-attr]
