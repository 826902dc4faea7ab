"""The fact sheet of a suggestion: order of the letter, official words, what must be explained."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl

from reports.blocks import Cell, Heading, Note, Sheet, Table
from reports.fact_sheet import build_fact_sheet, warnings
from reports.fact_words import explanation_of, sentence_of, words_of
from reports.workbook import workbook_bytes
from tests.unit.reports.letter_sample import KNOWN_AT, letter_rows, sample, suggestion


def plain(value: Any) -> Any:
    return value.value if isinstance(value, Cell) else value


def rows_of(sheet: Sheet) -> dict[str, list[Any]]:
    tables = [block for block in sheet.blocks if isinstance(block, Table)]
    return {
        str(row[0]): [plain(cell) for cell in row] for table in tables[1:] for row in table.rows
    }


def by_id(letter: str = "A", **changes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["figure_id"]: row for row in letter_rows(letter, **changes)}


def test_figures_stand_in_the_order_of_the_letters_paragraphs():
    figures, _ = build_fact_sheet(sample()).sheets
    headings = [block.text for block in figures.blocks if isinstance(block, Heading)]
    assert headings == [
        "建议办理情况",
        "文号与来由",
        "一、高位推动",
        "二、协调联动",
        "四、强化师资",
        "五、加大投入",
        "六、加强教研",
        "七、开展竞赛",
        "八、加强宣传",
        "九、强化培训",
    ]
    assert len(rows_of(figures)) == 37
    assert len(rows_of(build_fact_sheet(sample("B")).sheets[0])) == 16


def test_a_figure_is_shown_with_its_words_period_rows_and_the_last_letter():
    (row,) = [r for key, r in rows_of(build_fact_sheet(sample()).sheets[0]).items() if key == "A17"]
    assert row == [
        "A17",
        "教研活动参加人次",
        Decimal(6301),
        "6300余人次",
        "2023年9月1日至2026年10月31日",
        12,
        "6300余人次",
        "+1",
        "与上次函写法相同",
    ]


def test_hotline_numbers_and_document_numbers_are_text():
    rows = rows_of(build_fact_sheet(sample()).sheets[0])
    assert rows["A12"][2:4] == ["12356", "12356"]
    assert rows["A01"][2] == "赣市教提函〔2025〕53号"
    book = openpyxl.load_workbook(BytesIO(workbook_bytes(build_fact_sheet(sample()), KNOWN_AT)))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert [c.data_type for c in cells if c.value in ("12356", "12345", "966525")] == ["s"] * 6
    assert not [c for c in cells if c.value in (12356, 12345, 966525)]


def test_a_cumulative_figure_that_shrank_must_be_explained():
    fewer = {
        "value": Decimal(60),
        "difference": Decimal(-19),
        "direction": "fewer",
        "explanation": "unexplained",
        "is_to_be_explained": True,
    }
    figures, _ = build_fact_sheet(sample(A29=fewer)).sheets
    (warning,) = [b for b in figures.blocks if isinstance(b, Note) and b.style == "restricted"]
    assert "A29心理健康周签连续周数" in warning.lines[0]
    row = rows_of(figures)["A29"]
    assert row[7:] == ["-19", "小于上次函公布的数，原因待核实，须查明并写明"]
    assert not [
        b
        for b in build_fact_sheet(sample()).sheets[0].blocks
        if isinstance(b, Note) and b.style == "restricted"
    ]


def test_what_was_not_reported_is_no_zero_and_gives_no_sentence():
    silent = {"status": "not_reported", "value": None, "difference": None, "explanation": "none"}
    row = by_id(A06=silent)["A06"]
    assert words_of(row) == "未报"
    assert sentence_of(row) is None
    assert rows_of(build_fact_sheet(sample(A06=silent)).sheets[0])["A06"][2:4] == ["未报", "未报"]


def test_what_rests_on_part_of_the_reports_says_so_in_the_sentence():
    row = by_id(A17=PART)["A17"]
    assert sentence_of(row) == "2023年9月以来参加活动6300余人次（据已报18/21份）"


PART = {"is_partial": True, "received_count": 18, "expected_count": 21, "missing_count": 3}
SHORT = {
    "is_partial": True,
    "data_from_on": date(2026, 9, 1),
    "data_whole_from_on": date(2026, 9, 1),
}
FEWER = {
    "value": Decimal(55),
    "difference": Decimal(-95),
    "direction": "fewer",
    "is_to_be_explained": True,
}


def test_a_series_begun_before_the_first_report_never_tells_its_start_alone():
    reach = "系统内数据自2026年9月起，此前的未并入"
    row = by_id(A17=SHORT)["A17"]
    assert sentence_of(row) == f"2023年9月以来参加活动6300余人次（{reach}）"
    shown = rows_of(build_fact_sheet(sample(A17=SHORT)).sheets[0])["A17"]
    assert shown[4] == f"2023年9月1日至2026年10月31日（{reach}）"
    uneven = SHORT | {"data_from_on": date(2024, 3, 1)}
    assert "自2024年3月起，2026年9月起各单位才齐" in str(sentence_of(by_id(A17=uneven)["A17"]))


def test_a_missing_report_is_told_beside_a_difference_and_never_as_its_cause():
    def about(**changes: Any) -> str:
        return explanation_of(by_id(A16=FEWER | changes)["A16"])

    missing = "另有3/21份未报，未报的数不知"
    unexplained = "小于上次函公布的数，原因待核实，须查明并写明"
    assert about(**PART, explanation="unexplained") == f"{unexplained}；{missing}"
    assert about(**PART | SHORT, explanation="reach") == (
        f"小于上次函；系统内数据自2026年9月起，此前的未并入；{missing}"
    )


def test_a_sentence_that_may_not_be_signed_as_it_stands_says_so_in_red():
    none = {"value": Decimal(0), "difference": Decimal(-11), "direction": "fewer"}
    changes = {"A13": none, "A15": PART, "A16": FEWER | PART, "A29": FEWER}
    sentences = build_fact_sheet(sample(**changes)).sheets[1]
    styles = {
        line: block.style
        for block in sentences.blocks
        if isinstance(block, Note)
        for line in block.lines
    }
    red = {line.split("〔")[1][:3]: line for line, style in styles.items() if style == "restricted"}
    assert sorted(red) == ["A13", "A15", "A16", "A29"]
    assert red["A13"] == "市县两级名师工作室：系统内为0个，待核实，不拟句。〔A13〕"
    assert red["A15"].endswith("〔A15〕【引用前须核实：数据不全】")
    assert red["A16"].endswith("〔A16〕【引用前须核实：数据不全，少于上次函的150余次】")
    assert red["A29"].endswith("〔A29〕【引用前须核实：少于上次函的79周】")
    assert styles["2023年9月以来参加活动6300余人次。〔A17〕"] == "body"


def test_a_limit_of_none_is_a_policy_and_keeps_its_sentence():
    row = by_id("B", B04={"value": Decimal(0)})["B04"]
    assert "净增不超过0项" in str(sentence_of(row))


def test_a_sheet_of_a_month_without_data_names_what_is_empty():
    silent = {"status": "not_applicable", "value": None, "explanation": "none"}
    figures, _ = build_fact_sheet(sample(A15=silent, A28=silent)).sheets
    told = [b for b in figures.blocks if isinstance(b, Note) and b.style == "restricted"]
    assert told[0].lines[0].startswith("2026年10月没有数据的数字")
    assert told[0].lines[0].endswith("A15中心城区教研活动、A28《工作动态》采用稿件")
    assert warnings(sample(A15=silent, A28=silent)) == told[0].lines
    assert warnings(sample()) == ()


def test_sentences_are_the_letters_own():
    rows = by_id() | by_id("B")
    assert sentence_of(rows["A07"]) == "约占全省招聘心理教师计划数的一半"
    assert sentence_of(rows["A27"]) == "2026年3月，开展了市级心理课例比赛"
    assert sentence_of(rows["A30"]) == "周签收看1000万余人次"
    assert str(sentence_of(rows["A37"])).endswith("受益师生达1.8万人")
    assert sentence_of(rows["B06"]) == "现已累计拨付两年服务费"
    assert sentence_of(rows["B11"]) == "组织四年级以上学生进行心理普查"


def test_every_proposer_must_have_signed():
    def signatures(**changes: Any) -> Cell:
        given = sample()
        told = type(given)(**{**vars(given), "suggestion": suggestion(**changes)})
        table = next(b for b in build_fact_sheet(told).sheets[0].blocks if isinstance(b, Table))
        at = [plain(c) for row in table.rows for c in row].index("代表签名")
        return [c for row in table.rows for c in row][at + 1]  # type: ignore[return-value]

    assert signatures() == Cell("12名代表，10名已签名", "text", "must_fix")
    assert signatures(signed_count=12, is_fully_signed=True).tone == "met"
    assert signatures(signed_count=None) == "尚未填报"


def test_equal_figures_give_equal_bytes():
    assert workbook_bytes(build_fact_sheet(sample()), KNOWN_AT) == workbook_bytes(
        build_fact_sheet(sample()), KNOWN_AT
    )
