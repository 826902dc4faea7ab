"""The bulletin says what the figures say: marks, official order, no ranking, no hidden number."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import polars as pl
import pytest

from reports.bulletin import BulletinInput, build_bulletin, bulletin_file_name
from reports.disclosure import suppress_below
from reports.rule_words import rule_sentence
from reports.wording import say
from reports.workbook import workbook_bytes
from tests.golden import sample
from validations.code_lists import read_seed
from validations.column_rules import all_form_rules
from validations.file_rules import FILE_RULES

OVERVIEW = "县(市、区)一览"


def opened(given: BulletinInput) -> Any:
    content = workbook_bytes(build_bulletin(given), sample.KNOWN_AT)
    return openpyxl.load_workbook(BytesIO(content))


@pytest.fixture(scope="module")
def given() -> BulletinInput:
    return sample.bulletin_input()


@pytest.fixture(scope="module")
def workbook(given: BulletinInput) -> Any:
    return opened(given)


def rows_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def row_of(sheet: Any, name: str) -> list[Any]:
    return next(row for row in rows_of(sheet) if row[0] == name)


def words_of(sheet: Any) -> str:
    return "\n".join(str(v) for row in rows_of(sheet) for v in row if v is not None)


def test_the_sheets_stand_in_the_order_of_the_four_in_one_model(workbook: Any) -> None:
    assert workbook.sheetnames == [
        "封面要点",
        "健康教育",
        "监测预警",
        "咨询服务",
        "干预处置",
        "档案移交",
        "师资队伍",
        OVERVIEW,
        "整改清单",
        "报送质量与负担",
        "更正说明",
        "口径说明",
    ]


def test_the_first_page_names_issue_period_cut_off_and_reach(workbook: Any) -> None:
    words = words_of(workbook["封面要点"])
    for expected in (
        "赣州市学生心理健康教育工作动态",
        "第 14 期",
        "签发：",
        "2026年11月5日20:00",
        "据 19/20 县（市、区）、121/130 校",
    ):
        assert expected in words


def test_the_signer_stands_on_the_first_page_once_signed(given: BulletinInput) -> None:
    assert "签发：王某" in words_of(opened(replace(given, signed_by="王某"))["封面要点"])


def test_a_key_sentence_of_each_kind_is_made_of_its_own_numbers(workbook: Any) -> None:
    sheet = workbook["封面要点"]
    kinds = [row[0] for row in rows_of(sheet) if row[0] in ("进展", "隐忧", "变化", "待办")]
    assert kinds == ["进展", "隐忧", "变化", "待办"]
    assert "由上月的93.4%变为94.7%" in words_of(sheet)


def test_units_stand_in_official_order_with_the_city_first(
    given: BulletinInput, workbook: Any
) -> None:
    names = [name for _, name in given.unit_list]
    for sheet in ("监测预警", "师资队伍", OVERVIEW):
        first_column = [row[0] for row in rows_of(workbook[sheet]) if row[0] in names]
        assert first_column[:21] == names
        assert first_column == names * (len(first_column) // 21)


def test_not_reported_not_applicable_and_suppressed_are_three_marks(workbook: Any) -> None:
    silent = row_of(workbook[OVERVIEW], "寻乌县")
    assert set(silent[1:]) - {None} == {"未报"}
    assert "—" in words_of(workbook[OVERVIEW])
    assert "＊" in words_of(workbook["监测预警"])
    assert "0.0%" not in words_of(workbook[OVERVIEW])


def test_every_number_of_the_overview_is_the_figure_rounded_once(
    given: BulletinInput, workbook: Any
) -> None:
    row = row_of(workbook[OVERVIEW], "章贡区")
    figure = given.row("M02", "360702")
    assert figure is not None
    assert row[1] == round(float(figure["numerator"] / figure["denominator"]) + 1e-12, 3)


def test_a_missed_target_is_marked_by_colour_and_sign_and_the_cell_stays_a_number(
    given: BulletinInput, workbook: Any
) -> None:
    missed = {
        name
        for code, name in given.unit_list
        if (row := given.row("M02", code)) is not None and row["is_target_met"] is False
    }
    rows = list(workbook[OVERVIEW].iter_rows())
    first_table = rows[: next(n for n, row in enumerate(rows) if row[0].value == "市直") + 1]
    marked = {
        row[0].value
        for row in first_table
        if "▼" in row[1].number_format and isinstance(row[1].value, float)
    }
    assert marked - {"全市"} == missed
    assert missed


def test_a_hidden_count_stands_nowhere_in_the_file(given: BulletinInput) -> None:
    """Counts made unmistakable: the one hidden as a companion is in no part, the shown ones are."""
    counts = {"normal": 91113, "mild": 91127, "moderate": 90121, "severe": 3}
    is_mine = (pl.col("metric_id") == "M08") & (pl.col("unit_code") == "360702")
    replaced = pl.col("slice").replace_strict(counts, default=None).cast(pl.Decimal(18, 2))
    figures = sample.unsuppressed().with_columns(
        numerator=pl.when(is_mine).then(replaced).otherwise("numerator"),
        denominator=pl.when(is_mine).then(pl.lit(272364)).otherwise("denominator"),
    )
    order = {code: number for number, (code, _) in enumerate(given.unit_list)}
    shown = suppress_below(figures, 10, order)
    content = workbook_bytes(build_bulletin(replace(given, figures=shown)), sample.KNOWN_AT)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "90121" not in parts
    assert "91113" in parts
    assert "91127" in parts


def test_detection_is_shown_for_the_city_by_instrument_group_only(workbook: Any) -> None:
    rows = rows_of(workbook["监测预警"])
    start = next(n for n, row in enumerate(rows) if row[0] == "量表")
    groups = [row for row in rows[start + 1 :] if row[0] and row[1] is None and len(row[0]) < 40]
    assert "不同量表不可比，不作排名" in words_of(workbook["监测预警"])
    assert [row[0] for row in groups[:1]] == ["MHT心理健康诊断测验"]


def test_there_is_no_rank_and_no_score(workbook: Any) -> None:
    headers = {str(cell) for sheet in workbook for row in rows_of(sheet) for cell in row if cell}
    assert not {"排名", "名次", "总分", "得分"} & headers


def test_charts_draw_coverage_against_target_and_the_floor_shortfall(workbook: Any) -> None:
    assert [len(workbook[name]._charts) for name in ("监测预警", "师资队伍")] == [1, 1]


def test_definitions_policies_signs_and_ids_are_explained(workbook: Any) -> None:
    words = words_of(workbook["口径说明"])
    for expected in (
        "M24-a.3607.2026-10",
        "A-2025",
        "赣区教议〔2024〕2号",
        "＊ 为保护学生隐私",
        "801",
    ):
        assert expected in words


def test_what_came_in_and_what_is_missing_is_listed(workbook: Any) -> None:
    words = words_of(workbook["报送质量与负担"])
    for expected in ("F02.total_score.range", "示例第七十七小学", "=示例第三小学", "学籍基数表"):
        assert expected in words


def test_a_rehearsal_is_marked_on_every_sheet() -> None:
    for sheet in opened(sample.bulletin_input(is_rehearsal=True)):
        assert str(sheet["A1"].value).startswith("演练数据")


def test_a_month_without_anything_still_makes_a_bulletin(given: BulletinInput) -> None:
    bare = replace(
        given,
        figures=given.figures.clear(),
        kpi=given.kpi.clear(),
        headlines=given.headlines.clear(),
        reporting=given.reporting.clear(),
        missing=given.missing.clear(),
        finding_counts=given.finding_counts.clear(),
        policies=given.policies.clear(),
    )
    words = words_of(opened(bare)["报送质量与负担"])
    for expected in ("没有到期的报送", "没有发现问题", "没有应报未报"):
        assert expected in words


def test_problems_are_told_by_their_rules_and_show_nobodys_values(given: BulletinInput) -> None:
    rules = ["X97", "X01", "X07", "X08", "T01", "T06", "W01", "F02.total_score.range", "F99.R01"]
    marked = pl.DataFrame(
        {
            "month": [given.month] * len(rules),
            "rule_id": rules,
            "severity": ["必改"] * len(rules),
            "words_sample": [f"学生甲某{rule}在标记小学（谢****）" for rule in rules],
            "words": [f"人名乙某{rule}" for rule in rules],
            "finding_count": range(len(rules)),
            "submission_count": range(len(rules)),
        }
    )
    sheet = opened(replace(given, finding_counts=marked))["报送质量与负担"]
    words = words_of(sheet)
    assert not {mark for mark in ("甲某", "乙某", "标记小学", "谢*") if mark in words}
    told = {row[0]: row for row in rows_of(sheet) if row[0] in rules}
    assert set(told) == set(rules)
    assert any("同一时段在两所学校都有应随访的个案" in str(cell) for cell in told["X97"])
    assert all(any(len(str(cell)) > 8 for cell in row[1:]) for row in told.values())


def test_every_rule_has_a_sentence_without_blanks() -> None:
    known = {*all_form_rules(), *FILE_RULES, *read_seed("code_cross_rule")["rule_id"]}
    told = {rule_id: rule_sentence(rule_id) for rule_id in known}
    unsaid = say("form.blank")
    assert {one: words for one, words in told.items() if "{" in words} == {}
    # A colon followed by nothing but the blank says nothing of the rule.
    bare = {one for one, words in told.items() if words.startswith(f"{unsaid}：{unsaid}")}
    assert bare == set()


def test_the_file_is_named_by_title_issue_and_month() -> None:
    assert bulletin_file_name("某动态", 3, "2026-10", False) == "某动态第3期（2026年10月）.xlsx"
    assert bulletin_file_name("某动态", 3, "2026-10", True).startswith("【演练数据】")
    words = "2026-2027学年"
    assert bulletin_file_name("某专刊", 3, "2026-10", False, words) == f"某专刊（{words}）.xlsx"
