"""A batch through the gate: what files declare, whom they speak for, which rows count."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest

from tests.filled_workbooks import (
    SCHOOL,
    Row,
    good_row,
    good_rows,
    grid,
    incoming,
    judge,
    judge_row,
    rule_ids,
    school,
    workbook,
    write_xlsx,
)
from validations.form_columns import columns_of, lake_schema
from validations.forms import FORMS, SHEETS
from validations.gate import GateResult
from validations.scope_table import content_digests


def judge_rows(form_id: str, rows: Sequence[Row], /, **given: Any) -> GateResult:
    return judge(incoming(workbook(form_id, rows, **given)))


def status(result: GateResult) -> str:
    return str(result.submissions["status"][0])


# What a file declares


def test_a_file_that_says_nothing_of_itself_is_no_form_of_ours() -> None:
    content = write_xlsx({"学籍基数": grid("F01", good_rows("F01", 1))})
    result = judge(incoming(content))
    assert rule_ids(result) == ["W03"]
    assert "这不是心晴的报表" in result.findings["words"][0]
    assert result.submissions.select("status", "declared_by", "rows_read").rows() == [
        ("rejected", "none", 0)
    ]


def test_half_a_declaration_is_none() -> None:
    content = write_xlsx({"学籍基数": grid("F01", good_rows("F01", 1))})
    assert rule_ids(judge(incoming(content, folder=("F01", "2026-2027-1", None)))) == ["W03"]


def test_a_folder_may_name_the_unit_in_chinese() -> None:
    content = write_xlsx({"学籍基数": grid("F01", good_rows("F01", 1))})
    result = judge(incoming(content, folder=("f01", "2026-2027-1", "章贡区")))
    assert rule_ids(result) == []
    assert result.submissions.select("form_id", "unit_code", "declared_by").rows() == [
        ("F01", "360702", "folder")
    ]


@pytest.mark.parametrize(
    ("changes", "rule_id", "words"),
    [
        ({"form_id": "F99"}, "W04", "没有编号为“F99”的报表"),
        ({"period": "2026-2027-3"}, "W05", "期别“2026-2027-3”不存在"),
        ({"period": "2026-10"}, "W05", "期别“2026-10”不存在"),
        ({"period": "2026-2027-2"}, "W06", "才开始"),
        ({"unit_code": "360799"}, "W07", "报送单位“360799”不存在"),
        ({"unit_code": "3607"}, "W07", "报送单位“3607”不存在"),
    ],
)
def test_a_wrong_declaration_takes_every_row_and_is_told_at_its_cell(
    changes: dict[str, str], rule_id: str, words: str
) -> None:
    result = judge_rows("F01", good_rows("F01", 2), **changes)
    assert rule_ids(result) == [rule_id]
    assert words in result.findings["words"][0]
    assert result.findings["sheet"][0] == "_meta"
    assert result.findings["cell"][0].startswith("B")
    assert status(result) == "rejected"
    assert result.rows["f01_enrolment"].is_empty()


def test_a_retired_unit_code_is_told_with_its_successor_and_not_replaced() -> None:
    result = judge_rows("F01", good_rows("F01", 1), unit_code="360721")
    assert rule_ids(result) == ["W07"]
    assert "赣县区" in result.findings["fix"][0]


def test_the_register_of_schools_comes_from_the_city_office_alone() -> None:
    assert rule_ids(judge_rows("F00", good_rows("F00", 1), unit_code="360702")) == ["W07"]


@pytest.mark.parametrize(
    ("folder", "what"),
    [
        (("F02", "2026-2027-1", "360702"), "报表"),
        (("F01", "2025-2026-1", "360702"), "期别"),
        (("F01", "2026-2027-1", "360703"), "报送单位"),
    ],
)
def test_a_folder_that_contradicts_the_workbook_is_told(
    folder: tuple[str, str, str], what: str
) -> None:
    content = workbook("F01", good_rows("F01", 1))
    result = judge(incoming(content, folder=folder))
    assert rule_ids(result) == ["W08"]
    assert f"文件里写的{what}是" in result.findings["words"][0]
    assert status(result) == "rejected"


def test_a_folder_that_agrees_changes_nothing() -> None:
    content = workbook("F01", good_rows("F01", 1))
    result = judge(incoming(content, folder=("F01", "2026-2027-1", "章贡区")))
    assert (rule_ids(result), status(result)) == ([], "accepted")
    assert result.submissions["declared_by"].to_list() == ["meta"]


def test_rows_of_a_wrongly_declared_file_are_checked_all_the_same() -> None:
    rows = good_rows("F01", 2)
    rows[0]["sex"] = "未知"
    assert rule_ids(judge_rows("F01", rows, period="2026-2027-2")) == ["F01.sex.list", "W06"]


# What cannot be read


def test_a_file_that_cannot_be_read_is_a_submission_with_words() -> None:
    result = judge(
        incoming(b"", "空.xlsx"), incoming(workbook("F01", good_rows("F01", 1)), "b.xlsx", "s2")
    )
    assert result.submissions.select("submission_id", "status").rows() == [
        ("s1", "unreadable"),
        ("s2", "accepted"),
    ]
    assert result.findings.select("rule_id", "words").rows() == [
        ("W01", "文件是空的，没有任何内容。")
    ]


def test_an_empty_batch_gives_empty_tables() -> None:
    result = judge()
    assert result.submissions.is_empty()
    assert {name: dict(frame.schema) for name, frame in result.rows.items()} == {
        sheet.lake_table: lake_schema(sheet) for sheet in SHEETS.values()
    }


def test_a_wrong_extension_is_a_note() -> None:
    result = judge(incoming(workbook("F01", good_rows("F01", 1)), "学籍.xls"))
    assert (rule_ids(result), status(result)) == (["W02"], "accepted")


# Rows that are no data


def test_a_totals_row_is_told_and_left_out_and_no_fault_of_the_file() -> None:
    total = {"school_code": "合 计", "enrolled_n": 80, "boarding_n": 6}
    result = judge_rows("F01", [*good_rows("F01", 2), total])
    assert rule_ids(result) == ["N01"]
    assert result.findings.select("severity", "cell").rows() == [("提示", "C6")]
    assert result.submissions.select(
        "status", "rows_read", "rows_accepted", "rows_rejected"
    ).rows() == [("accepted", 3, 2, 1)]


@pytest.mark.parametrize("word", ["合计", "小计", "总计", "本页小计", "全校合计：", "年级小计"])
@pytest.mark.parametrize("column", ["school_code", "grade", "sex", "explain"])
def test_totals_are_known_in_any_worded_column(word: str, column: str) -> None:
    rows = [good_row("F01"), good_row("F01", 1) | {column: word}]
    assert "N01" in rule_ids(judge_rows("F01", rows))


def test_a_line_to_sign_under_the_table_is_left_out_and_a_signed_one_takes_the_workbook() -> None:
    foot = {"semester": "填表人：", "stage": "审核人：无"}
    result = judge_rows("F01", [*good_rows("F01", 2), foot])
    assert (rule_ids(result), status(result)) == (["N02"], "accepted")
    signed = judge_rows("F01", [*good_rows("F01", 2), foot | {"semester": "填表人：王小明"}])
    assert (rule_ids(signed), status(signed)) == (["T06"], "quarantined")
    assert "小明" not in signed.findings.write_json()


def test_blank_rows_are_no_rows() -> None:
    result = judge_rows("F01", [good_row("F01"), {}, {"explain": "　"}, good_row("F01", 1)])
    assert (rule_ids(result), status(result)) == ([], "accepted")
    assert result.submissions["rows_read"].to_list() == [2]
    assert result.rows["f01_enrolment"]["row_number"].to_list() == [4, 7]


# Cells


@pytest.mark.parametrize(
    ("form_id", "column", "typed", "kept"),
    [
        ("F01", "grade", "初一", "7"),
        ("F01", "grade", "7", "7"),
        ("F01", "sex", "１", "1"),
        ("F01", "unit_code", "赣州市章贡区", "360702"),
        ("F01", "school_code", "２１３６０００００１", "2136000001"),
        ("F01", "enrolled_n", "１，２００", 1200),
        ("F02", "level", "橙", "moderate"),
        ("F02", "instrument", "mht", "MHT"),
        ("F02", "test_date", "2026.10.12", None),
        ("F07", "served_school_codes", "2136000001、2136000002", "2136000001;2136000002"),
        ("F00", "stages", "小学,初中", "primary;junior"),
    ],
)
def test_what_people_write_becomes_the_code(
    form_id: str, column: str, typed: str, kept: Any
) -> None:
    more = {"stage": "初中", "class_n": None} if typed in ("初一", "7") else {}
    more |= {"category": "初级中学", "school_code": school(1, "31")} if form_id == "F00" else {}
    result = judge_row(form_id, **{column: typed}, **more)
    value = result.rows[FORMS[form_id].main.lake_table][column][0]
    assert str(value) == "2026-10-12" if kept is None else value == kept


def test_signs_for_nothing_are_blanks_with_a_note() -> None:
    result = judge_row("F01", point_no="/", homeroom_n="—", boarding_n="无")
    assert rule_ids(result) == [
        "F01.boarding_n.zero",
        "F01.homeroom_n.blank",
        "F01.point_no.blank",
    ]
    assert result.rows["f01_enrolment"].select("point_no", "homeroom_n", "boarding_n").rows() == [
        (None, None, 0)
    ]


def test_a_sign_for_nothing_in_a_required_cell_is_told_as_empty_only() -> None:
    assert rule_ids(judge_row("F01", enrolled_n="/")) == ["F01.enrolled_n.required"]


@pytest.mark.parametrize("typed", ["2.13601E+09", "2136000001.0"])
def test_a_code_ruined_by_a_float_is_told_and_not_mended(typed: str) -> None:
    result = judge_row("F01", school_code=typed)
    assert rule_ids(result) == ["F01.school_code.pattern"]
    assert "被表格软件" in result.findings["words"][0]


@pytest.mark.parametrize("word", ["一级", "三级", "Ⅱ级", "2级"])
def test_levels_in_digits_are_refused_with_the_reason(word: str) -> None:
    result = judge_row("F02", level=word)
    assert rule_ids(result) == ["F02.level.list"]
    assert "轻重相反" in result.findings["words"][0]
    assert "正常、轻度、中度、重度" in result.findings["fix"][0]


def test_an_ambiguous_name_of_a_unit_is_asked_back() -> None:
    result = judge_row("F01", unit_code="蓉江")
    assert rule_ids(result) == ["F01.unit_code.list"]
    assert "可能指" in result.findings["words"][0]


def test_unknown_words_come_out_as_one_list_to_map() -> None:
    rows = good_rows("F02", 3)
    for row, word in zip(rows, ["省平台", "省平台", "校平台"], strict=True):
        row["platform"] = word
    result = judge_rows("F02", rows)
    assert result.unmapped.rows() == [("platform", "省平台", 2), ("platform", "校平台", 1)]


def test_error_values_uncalculated_formulas_and_merges_are_told_at_their_cell() -> None:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "学籍基数"
    for row in grid("F01", good_rows("F01", 4)):
        sheet.append(row)
    sheet["H4"], sheet["H4"].data_type = "#REF!", "e"
    sheet["H5"] = "=40+1"
    sheet.merge_cells("C6:C7")
    stream = io.BytesIO()
    book.save(stream)
    result = judge(incoming(stream.getvalue(), folder=("F01", "2026-2027-1", "360702")))
    found = result.findings.select("cell", "rule_id").rows()
    assert found == [("H4", "C01"), ("H5", "C02"), ("C7", "C03")]
    assert result.submissions["rows_accepted"].to_list() == [1]
    assert "C6:C7" in result.findings["words"][2]


def test_a_wrong_row_takes_no_good_row_along() -> None:
    rows = good_rows("F01", 6)
    rows[2]["enrolled_n"] = -1
    result = judge_rows("F01", rows)
    assert rule_ids(result) == ["F01.enrolled_n.range"]
    assert result.submissions.select("status", "rows_accepted", "rows_rejected").rows() == [
        ("partly_accepted", 5, 1)
    ]
    assert 6 not in result.rows["f01_enrolment"]["row_number"]


def test_all_faults_of_a_file_are_told_at_once() -> None:
    rows = good_rows("F02", 4)
    rows[0] |= {"sex": "x", "grade": "y", "total_score": "z", "school_code": "1"}
    rows[3] |= {"test_date": "前天", "consent": None}
    assert rule_ids(judge_rows("F02", rows)) == [
        "F02.consent.required",
        "F02.grade.list",
        "F02.school_code.pattern",
        "F02.sex.list",
        "F02.test_date.type",
        "F02.total_score.type",
    ]


# For whom a file speaks


def test_a_listed_school_with_rows_has_reported() -> None:
    result = judge_rows("F01", good_rows("F01", 2), scope=[[SCHOOL, "一小", None, None]])
    scope = result.scopes.row(0, named=True)
    assert (scope["scope_code"], scope["rows_accepted"]) == (SCHOOL, 2)
    assert (scope["is_nil"], scope["is_declared"], scope["must_fix_count"]) == (False, True, 0)


def test_a_listed_school_with_neither_rows_nor_nil_has_not_reported() -> None:
    scope = [[SCHOOL, "一小", None, None], [school(2), "二小", None, None]]
    result = judge_rows("F01", good_rows("F01", 2), scope=scope)
    assert rule_ids(result) == ["S01"]
    assert result.findings.select("sheet", "cell", "scope_code").rows() == [
        ("报送范围", "A3", school(2))
    ]
    assert "二小" in result.findings["words"][0]
    assert result.scopes.select("scope_code", "rows_read", "is_nil", "must_fix_count").rows() == [
        (SCHOOL, 2, False, 0),
        (school(2), 0, False, 1),
    ]


def test_an_empty_sheet_with_a_nil_report_is_a_report_and_without_it_a_fault() -> None:
    nil = judge_rows("F02", [], scope=[[SCHOOL, "一小", "是", "本轮无应筛年级"]])
    assert (rule_ids(nil), status(nil)) == ([], "accepted")
    assert nil.scopes.select("scope_code", "is_nil").rows() == [(SCHOOL, True)]
    silent = judge_rows("F02", [], scope=[[SCHOOL, "一小", None, None]])
    assert (rule_ids(silent), status(silent)) == (["S01"], "rejected")
    assert silent.scopes["is_nil"].to_list() == [False]


@pytest.mark.parametrize("form_id", sorted(FORMS))
def test_an_empty_sheet_that_speaks_for_nobody_is_told(form_id: str) -> None:
    result = judge_rows(form_id, [])
    assert (rule_ids(result), status(result)) == (["W14"], "rejected")
    assert result.findings["cell"].to_list() == ["A4"]
    total = judge_rows("F01", [{"school_code": "合计", "enrolled_n": 0}])
    assert (rule_ids(total), status(total)) == (["N01", "W14"], "rejected")


def test_nil_beside_rows_is_a_fault_and_the_rows_stand() -> None:
    result = judge_rows("F01", good_rows("F01", 2), scope=[[SCHOOL, "一小", "是", None]])
    assert rule_ids(result) == ["S02"]
    assert result.scopes.select("rows_accepted", "is_nil").rows() == [(2, False)]
    assert status(result) == "partly_accepted"


def test_a_row_of_a_school_that_is_not_listed_is_rejected_at_its_code() -> None:
    rows = [*good_rows("F01", 2), good_row("F01", 12)]
    result = judge_rows("F01", rows, scope=[[SCHOOL, "一小", None, None]])
    assert rule_ids(result) == ["S03"]
    assert result.findings["cell"].to_list() == ["C6"]
    assert result.submissions["rows_accepted"].to_list() == [2]
    assert result.scopes["scope_code"].to_list() == [SCHOOL]


def test_without_a_list_a_file_speaks_for_the_schools_in_its_rows() -> None:
    result = judge_rows("F01", [good_row("F01"), good_row("F01", 12)])
    assert result.scopes.select("scope_code", "is_declared").rows() == [
        (SCHOOL, False),
        (school(2), False),
    ]


@pytest.mark.parametrize(
    ("scope", "rule_id"),
    [
        ([[SCHOOL, "一小", None, None]] * 2, "S04"),
        ([[SCHOOL, "一小", None, None], ["一小", "一小", None, None]], "S06"),
        ([[SCHOOL, "一小", "也许", None]], "S07"),
    ],
)
def test_a_wrong_list_of_schools_is_told(scope: list[list[Any]], rule_id: str) -> None:
    result = judge_rows("F01", good_rows("F01", 2), scope=scope)
    assert rule_ids(result) == [rule_id]
    assert result.submissions["rows_accepted"].to_list() == [2]
    assert result.scopes["scope_code"].to_list() == [SCHOOL]


def test_a_list_that_cannot_be_recognised_is_noted_and_the_rows_decide() -> None:
    content = write_xlsx(
        {
            "报送范围": [["甲", "乙"], ["丙", "丁"]],
            "学籍基数": grid("F01", good_rows("F01", 2)),
        }
    )
    result = judge(incoming(content, folder=("F01", "2026-2027-1", "360702")))
    assert (rule_ids(result), status(result)) == (["S05"], "accepted")
    assert result.scopes["is_declared"].to_list() == [False]


def test_a_rejected_file_reports_no_nil_for_anybody() -> None:
    result = judge_rows("F02", [], scope=[[SCHOOL, "一小", "是", None]], period="2030-2031-1R1")
    assert rule_ids(result) == ["W05"]
    assert result.scopes["is_nil"].to_list() == [False]


def test_the_register_speaks_for_the_city() -> None:
    result = judge_rows("F00", good_rows("F00", 3))
    assert result.scopes.select("scope_code", "rows_accepted").rows() == [("3607", 3)]


def test_the_digest_of_a_scope_does_not_hang_on_the_order_of_its_rows() -> None:
    rows = good_rows("F01", 6)
    one, two = judge_rows("F01", rows), judge_rows("F01", rows[::-1])
    assert one.scopes["content_digest"].to_list() == two.scopes["content_digest"].to_list()
    rows[0]["enrolled_n"] = 41
    changed = judge_rows("F01", rows)
    assert changed.scopes["content_digest"][0] != one.scopes["content_digest"][0]


def test_cells_cannot_run_into_each_other_in_a_digest() -> None:
    names = [column.name for column in columns_of(FORMS["F05"].main)]
    cells: dict[str, list[str | None]] = {name: [None, None] for name in names}
    cells |= {names[0]: ["1", "12"], names[1]: ["23", "3"]}
    frame = pl.DataFrame({"submission_id": ["a", "b"], "scope_code": ["s", "s"]} | cells)
    digests = content_digests({"F05": frame})
    assert digests["content_digest"].n_unique() == 2


def test_files_of_several_forms_go_through_one_batch() -> None:
    files = [
        incoming(workbook(sheet_id, good_rows(sheet_id, 2)), f"{sheet_id}.xlsx", sheet_id)
        for sheet_id in SHEETS
    ]
    result = judge(*files)
    assert result.submissions["status"].unique().to_list() == ["accepted"]
    assert {name: frame.height for name, frame in result.rows.items()} == {
        sheet.lake_table: 2 for sheet in SHEETS.values()
    }


def test_the_same_rows_in_two_files_of_a_batch_do_not_clash_in_the_gate() -> None:
    content = workbook("F02", good_rows("F02", 3))
    result = judge(incoming(content, "a.xlsx", "s1"), incoming(content, "b.xlsx", "s2"))
    assert rule_ids(result) == []
    assert result.submissions["rows_accepted"].to_list() == [3, 3]


def test_hidden_rows_and_the_1904_system_are_noted_and_read_all_the_same() -> None:
    import io
    from datetime import datetime

    import openpyxl

    book = openpyxl.Workbook()
    book.epoch = datetime(1904, 1, 1)
    sheet = book.active
    sheet.title = "教师名册"
    rows = good_rows("F07", 2)
    rows[1]["valid_from"] = 44255  # 2025-03-01 where day 0 is 1904-01-01
    for row in grid("F07", rows):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet.row_dimensions[5].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    result = judge(incoming(stream.getvalue(), folder=("F07", "2026-2027-1", "360702")))
    assert rule_ids(result) == ["W12", "W13"]
    assert result.findings.filter(rule_id="W13")["cell"].to_list() == ["A5"]
    assert str(result.rows["f07_staff"]["valid_from"][1]) == "2025-03-01"


def test_every_rule_about_files_is_tried_by_some_test_of_this_folder() -> None:
    from pathlib import Path

    from validations.file_rules import FILE_RULES

    tried = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [rule_id for rule_id in FILE_RULES if f'"{rule_id}"' not in tried] == []
