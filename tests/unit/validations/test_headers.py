"""Headers as submitters leave them: moved, renamed, doubled, missing, under titles."""

import polars as pl

from tests.filled_workbooks import (
    SCHOOL,
    good_row,
    good_rows,
    grid,
    incoming,
    judge,
    rule_ids,
    workbook,
    write_xlsx,
)
from validations.form_columns import columns_of
from validations.forms import SHEETS
from validations.gate import GateResult

FOLDER = ("F01", "2026-2027-1", "360702")


def judge_grid(rows: list[list[object]], name: str = "学籍基数") -> GateResult:
    return judge(incoming(write_xlsx({name: rows}), folder=FOLDER))


def plain_grid() -> list[list[object]]:
    """Chinese header and two rows, as typed by hand: no names, no examples."""
    header, _, _, *rows = grid("F01", good_rows("F01", 2))
    return [header, *rows]


def column_at(title: str) -> int:
    return plain_grid()[0].index(title)


def test_columns_are_found_in_any_order_under_any_number_of_titles() -> None:
    rows = [row[::-1] for row in plain_grid()]
    rows = [["赣州市2026年秋季学期学籍基数统计表"], [None], ["单位：章贡区", "人"], *rows]
    result = judge_grid(rows, "Sheet1")
    assert rule_ids(result) == []
    assert result.rows["f01_enrolment"]["row_number"].to_list() == [5, 6]
    assert result.rows["f01_enrolment"]["school_code"].unique().to_list() == [SCHOOL]


def test_the_rows_of_names_and_examples_are_passed_over() -> None:
    result = judge(incoming(workbook("F01", good_rows("F01", 2))))
    assert result.rows["f01_enrolment"]["row_number"].to_list() == [4, 5]


def test_a_half_overwritten_example_row_is_data_and_told() -> None:
    rows = grid("F01", good_rows("F01", 2))
    rows[2][column_at("在籍学生数")] = 40
    result = judge_grid(rows)
    assert result.submissions["rows_read"].to_list() == [3]
    assert result.submissions["rows_accepted"].to_list() == [2]


def test_a_csv_with_english_names_alone_is_understood() -> None:
    _, names, _, *rows = grid("F01", good_rows("F01", 2))
    text = "\n".join(",".join("" if v is None else str(v) for v in row) for row in [names, *rows])
    result = judge(incoming(text.encode("gb18030"), "学籍.csv", folder=FOLDER))
    assert rule_ids(result) == []
    assert result.submissions["rows_accepted"].to_list() == [2]


def test_aliases_marks_spaces_and_brackets_do_not_hide_a_header() -> None:
    rows = plain_grid()
    for title, written in {
        "在籍学生数": "在籍 人数\n（人）",
        "学校标识码": "＊学校标识码（10位）",
        "其中寄宿": "其中：寄宿",
        "已建档人数": "已建档人数*",
    }.items():
        rows[0][column_at(title)] = written
    assert rule_ids(judge_grid(rows)) == []


def test_a_missing_required_column_takes_the_sheet_and_is_told_once() -> None:
    at = column_at("在籍学生数")
    rows = [row[:at] + row[at + 1 :] for row in plain_grid()]
    result = judge_grid(rows)
    assert rule_ids(result) == ["H01"]
    assert "在籍学生数" in result.findings["words"][0]
    assert result.submissions.select("status", "rows_read", "rows_rejected").rows() == [
        ("rejected", 2, 2)
    ]


def test_other_faults_of_a_sheet_without_a_column_are_told_too() -> None:
    at = column_at("在籍学生数")
    rows = [row[:at] + row[at + 1 :] for row in plain_grid()]
    rows[1][column_at("性别")] = "未知"
    assert rule_ids(judge_grid(rows)) == ["F01.sex.list", "H01"]


def test_a_renamed_column_is_told_with_a_guess_and_not_taken() -> None:
    rows = plain_grid()
    rows[0][column_at("在籍学生数")] = "在籍学生总数"
    result = judge_grid(rows)
    assert rule_ids(result) == ["H01", "H03"]
    by_rule = dict(result.findings.select("rule_id", "fix").iter_rows())
    assert "“在籍学生总数”是不是这一列？" in by_rule["H01"]
    assert "是“在籍学生数”的，请改正表头" in by_rule["H03"]


def test_a_doubled_column_takes_the_sheet_and_both_cells_are_named() -> None:
    rows = [[*row, row[column_at("在籍学生数")]] for row in plain_grid()]
    result = judge_grid(rows)
    assert rule_ids(result) == ["H02"]
    assert "（H1、S1）" in result.findings["words"][0]
    assert result.submissions["rows_accepted"].to_list() == [0]


def test_an_unknown_column_and_a_missing_optional_one_are_only_notes() -> None:
    at = column_at("教学点号")
    rows = [row[:at] + row[at + 1 :] for row in plain_grid()]
    rows = [[*row, value] for row, value in zip(rows, ["家访次数", "阿三", "阿四"], strict=True)]
    result = judge_grid(rows)
    assert result.findings.select("rule_id", "severity").rows() == [
        ("H04", "提示"),
        ("H03", "提示"),
    ]
    assert result.submissions["status"].to_list() == ["accepted"]
    assert "阿三" not in result.findings.write_json()


def test_another_workbook_is_told_to_be_no_form() -> None:
    rows = [["Código", "Nome", "Município"], [1, "Escola", "Palmas"]]
    result = judge_grid(rows, "ESCOLA")
    assert rule_ids(result) == ["W10"]
    assert "这不是心晴的报表" in result.findings["words"][0]
    assert "ESCOLA" in result.findings["words"][0]
    assert result.submissions["status"].to_list() == ["rejected"]


def test_every_sheet_that_bears_the_header_is_read_and_others_are_mentioned() -> None:
    rows = plain_grid()
    sheets = {"上": rows[:2], "下": [rows[0], rows[2]], "备注": [["随便写写"]]}
    result = judge(incoming(write_xlsx(sheets), folder=FOLDER))
    assert rule_ids(result) == ["W11"]
    assert result.submissions["rows_accepted"].to_list() == [2]
    assert set(result.rows["f01_enrolment"]["sheet"]) == {"上", "下"}


def test_every_alias_leads_to_its_column() -> None:
    from validations.code_lists import read_seed
    from validations.headers import _known_headers, _name_of

    for sheet_id, sheet in SHEETS.items():
        known = _known_headers(columns_of(sheet), sheet_id)
        names = {column.name for column in columns_of(sheet)}
        aliases = read_seed("alias_header").filter(pl.col("form_id").is_in(["*", sheet_id]))
        for alias, name in aliases.select("alias", "column_name").iter_rows():
            if name in names:
                assert _name_of(alias, known) == name, (sheet_id, alias)
        for column in columns_of(sheet):
            assert _name_of(column.title, known) == column.name
            assert _name_of(column.name, known) == column.name


def test_a_good_row_is_good_whatever_else_stands_beside_the_table() -> None:
    rows = plain_grid()
    rows[0] += [None, None]
    rows[1] += [None, "复核过"]
    assert rule_ids(judge_grid(rows)) == []
    assert good_row("F01")["enrolled_n"] == 40
