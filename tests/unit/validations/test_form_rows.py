"""Words of findings: what is wrong, what would be right, and only what may be shown."""

import pytest

from tests.filled_workbooks import good_row, good_rows, incoming, judge, judge_row, workbook


@pytest.mark.parametrize(
    ("form_id", "changes", "words", "fix"),
    [
        ("F01", {"enrolled_n": None}, "“在籍学生数”没有填写。", "请填写。学籍在本校的学生数"),
        ("F01", {"enrolled_n": 6000}, "应在 0–5000 之间，现为 6000", "请核对后改正"),
        ("F01", {"boarding_n": 41}, "寄宿 41 人多于在籍 40 人。", "不能超过在籍学生数"),
        ("F01", {"boarding_n": -2}, "不能小于 0，现为 -2", "请核对"),
        ("F01", {"sex": "雄"}, "“性别”的“雄”不在选项中。", "可填：男、女。"),
        ("F01", {"unit_code": "南昌市"}, "“报送单位”的“南昌市”不在选项中", "下拉列表"),
        (
            "F01",
            {"unit_code": "南康区"},
            "是“南康区”，与本表声明的“章贡区”不一致",
            "一张表只报一个单位",
        ),
        ("F01", {"grade": "九年级"}, "年级“九年级”不属于学段“小学”。", "请核对学段和年级"),
        ("F02", {"test_date": "2026-11-01"}, "窗口 2026-09-01 至 2026-10-31", "补测"),
        ("F02", {"sub_02": 99, "total_score": 80}, "应在 0–15 之间", "分数制"),
        (
            "F02",
            {"norm_set": "英国三段界值"},
            "没有“100题版、英国三段界值、原始分”",
            "100题版、国内通用界值、原始分",
        ),
        (
            "F07",
            {"valid_to": "2020-01-01"},
            "离岗日期 2020-01-01 早于到岗日期 2024-09-01",
            "请核对",
        ),
        ("F07", {"psych_major": "或许"}, "“心理专业背景”应填是或否，现为“或许”。", "请改正"),
    ],
)
def test_words_say_what_is_wrong_and_what_would_be_right(
    form_id: str, changes: dict[str, object], words: str, fix: str
) -> None:
    found = judge_row(form_id, **changes).findings
    assert any(words in said for said in found["words"]), found["words"].to_list()
    assert any(fix in said for said in found["fix"]), found["fix"].to_list()


def test_no_sentence_holds_an_unfilled_brace_or_a_python_word() -> None:
    rows = good_rows("F02", 3)
    rows[0] |= {"sex": 1.5, "level": "2级", "consent": "?", "test_date": "x", "total_score": True}
    rows[1] |= {"validity_score": 90, "is_valid": "是", "sub_01": 30, "explain": "长" * 70}
    rows[2] |= {"attempt_no": "壹", "instrument": None, "pupil_token": "P"}
    for said in judge(incoming(workbook("F02", rows))).findings.select("words", "fix").rows():
        for text in said:
            assert not any(sign in text for sign in "{}")
            assert not any(word in text for word in ("None", "nan", "True", "False"))


def test_a_long_value_is_cut_and_free_text_is_not_shown_at_all() -> None:
    result = judge_row("F01", sex="很长" * 100, explain="某某同学" * 20)
    shown = dict(result.findings.select("rule_id", "value_shown").iter_rows())
    assert len(shown["F01.sex.list"]) == 40
    assert shown["F01.explain.length"] is None
    assert "某某同学" not in result.findings.write_json()


def test_formula_like_text_is_only_text() -> None:
    result = judge_row("F01", explain="=cmd|' /C calc'!A0")
    assert result.rows["f01_enrolment"]["explain"].to_list() == ["=cmd|' /C calc'!A0"]
    assert good_row("F01")["enrolled_n"] == 40


def test_braces_in_a_cell_do_not_reach_into_the_sentence() -> None:
    result = judge_row("F01", sex="{title}{0}")
    assert "“{title}{0}”" in result.findings["words"][0]


def test_findings_of_a_file_stand_in_the_order_of_its_rows() -> None:
    rows = good_rows("F01", 6)
    rows[4]["sex"] = "x"
    rows[1]["enrolled_n"] = "x"
    found = judge(incoming(workbook("F01", rows))).findings
    assert found["row_number"].to_list() == sorted(found["row_number"].to_list())
