"""What the 待办表 may say: one form's checks, row by row, without stores or figures."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from reports.desk_workbook import Question, build_desk_workbook
from reports.workbook import workbook_bytes
from validations.code_lists import options, read_seed
from validations.decided import Known, known_of
from validations.form_columns import sheet_columns
from validations.forms.decisions import (
    INITIATIVE_SHEET,
    QUESTION_SHEET,
    InitiativeSheet,
    QuestionSheet,
)
from validations.gate import GateResult, IncomingFile, check_batch
from validations.initiatives import alias_lists
from validations.parameter_values import parameter_of, parameter_titles, value_of

WRITTEN, RECEIVED = datetime(2026, 11, 10, 21), datetime(2026, 11, 11, 8)
SIGNED = {"reason": "已与学校核实", "who": "数据专员"}
SCHOOL = "2136000001"
LATE = Question(
    "C0000000001",
    {"kind": "锁定后更正", "unit": "章贡区", "form": "学籍基数表", "period": "2026-2027-1",
     "school": "东街小学", "words": "锁定后又报来一份"},
    {"kind": "late_correction", "form_id": "F01", "period": "2026-2027-1", "scope_code": SCHOOL,
     "submission_ids": "s-0007"},
)  # fmt: skip
RIVAL = Question(
    "R0000000002",
    {"kind": "同批两份", "unit": "章贡区", "form": "学籍基数表", "period": "2026-2027-1",
     "school": "东街小学", "words": "同一批收到2份"},
    {"kind": "rival", "form_id": "F01", "period": "2026-2027-1", "scope_code": SCHOOL,
     "submission_ids": "s-0001;s-0002"},
)  # fmt: skip
WORD = Question(
    "W0000000003",
    {"kind": "未识别的词", "unit": None, "form": None, "period": None, "school": None,
     "words": "“男崽”不在“性别”的选项里"},
    {"kind": "unknown_word", "item_name": "sex", "word": "男崽"},
)  # fmt: skip
QUESTIONS = (LATE, RIVAL, WORD)
UNLOCK = {
    "kind": "解锁",
    "form": "学籍基数表",
    "period": "2026-2027-1",
    "scope": SCHOOL,
    "day": "2026-12-31",
}
ALIAS = {"kind": "增加写法", "name": "性别", "word": "男崽", "value": "男"}
PARAMETER = {"kind": "调整参数", "name": "plan_days", "value": "8", "day": "2026-12-01"}
SEEDED = dict(read_seed("standard_parameter").select("parameter", "value").iter_rows())
KNOWN = Known(schools=frozenset({SCHOOL}), scopes=frozenset({("s-0007", SCHOOL)}))
Cells = dict[str, Any]


def filled(
    answers: dict[int, Cells] | None = None,
    initiatives: list[Cells] | None = None,
    drafts: dict[str, str] | None = None,
) -> bytes:
    """The 待办表 with the three questions; ``answers`` by row from 0, cells as typed."""
    book = build_desk_workbook(QUESTIONS, drafts or {}, WRITTEN)
    opened = load_workbook(io.BytesIO(workbook_bytes(book, WRITTEN)))
    for sheet, model, first, rows in (
        (QUESTION_SHEET, QuestionSheet, 2, (answers or {}).items()),
        (INITIATIVE_SHEET, InitiativeSheet, 4, enumerate(initiatives or [])),
    ):
        columns = [column.name for column in sheet_columns(model)]
        for number, cells in rows:
            for name, value in cells.items():
                opened[sheet].cell(first + number, columns.index(name) + 1).value = value
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def judge(*contents: bytes, known: Known = KNOWN) -> GateResult:
    """A batch of such files."""
    files = [
        IncomingFile(f"b-{n:04}", f"{n}.xlsx", "0" * 64, content, None, None, None)
        for n, content in enumerate(contents, start=1)
    ]
    return check_batch(files, RECEIVED, "b", known)


def places(result: GateResult) -> list[tuple[str, str, str]]:
    """Rule, sheet and cell of every finding."""
    return [tuple(row) for row in result.findings.select("rule_id", "sheet", "cell").rows()]


def test_an_answer_becomes_a_decision_with_who_why_and_what_about():
    result = judge(filled({0: {"choice": "采用", **SIGNED}}))
    assert result.findings.is_empty()
    (decision,) = result.decisions.to_dicts()
    assert {name: value for name, value in decision.items() if value is not None} == {
        "sent_in": "b-0001",
        "sheet": QUESTION_SHEET,
        "row_number": 2,
        "question_id": "C0000000001",
        "kind": "late_correction",
        "choice": "adopt",
        "words": "采用",
        "form_id": "F01",
        "period": "2026-2027-1",
        "scope_code": SCHOOL,
        "submission_id": "s-0007",
        **SIGNED,
    }
    assert result.submissions["status"].to_list() == ["accepted"]
    assert result.submissions.select("form_id", "period", "unit_code").rows() == [
        ("D01", "2026-11", "3607")
    ]


def test_rows_left_open_are_no_fault_and_a_file_that_decides_nothing_is_told_so():
    result = judge(filled({0: {"reason": "还在问", "who": "数据专员"}}))
    assert result.decisions.is_empty()
    assert [rule for rule, _, _ in places(result)] == ["D01.R10"]
    counts = result.submissions.select("rows_read", "rows_accepted", "rows_rejected").row(0)
    assert counts == (3, 3, 0)


@pytest.mark.parametrize(
    ("choice", "code", "submission_id"),
    [("采用第2份", "adopt", "s-0002"), ("都退回", "return_all", None)],
)
def test_of_rivals_one_is_adopted_or_all_are_returned(choice, code, submission_id):
    (decision,) = judge(filled({1: {"choice": choice, **SIGNED}})).decisions.to_dicts()
    assert (decision["choice"], decision["submission_id"]) == (code, submission_id)
    assert decision["value"] == "s-0001;s-0002"


def test_a_word_is_given_an_option_of_its_list():
    (decision,) = judge(filled({2: {"choice": "男", **SIGNED}})).decisions.to_dicts()
    said = {name: decision[name] for name in ("choice", "item_name", "word", "value")}
    assert said == {"choice": "alias", "item_name": "sex", "word": "男崽", "value": "1"}


def test_every_fault_of_a_file_is_told_at_its_cell_and_the_sound_rows_count():
    result = judge(
        filled(
            {
                0: {"choice": "采用"},
                1: {"choice": "采用第3份", **SIGNED},
                2: {"choice": "男", **SIGNED},
            },
            [{**UNLOCK, "scope": "2136999999", **SIGNED}, {"kind": "撤回报送", **SIGNED}],
        )
    )
    assert places(result) == [
        ("D01.R03", QUESTION_SHEET, "I2"),
        ("D01.R03", QUESTION_SHEET, "J2"),
        ("D01.R04", QUESTION_SHEET, "H3"),
        ("D01.R08", INITIATIVE_SHEET, "D4"),
        ("D01.R03", INITIATIVE_SHEET, "E5"),
    ]
    assert result.decisions["kind"].to_list() == ["unknown_word"]
    counts = result.submissions.select("rows_read", "rows_accepted", "rows_rejected").row(0)
    assert counts == (5, 1, 4)
    assert "采用第1份、采用第2份、都退回" in result.findings["fix"][2]


@pytest.mark.parametrize(
    "changed", [{"school": "西街小学"}, {"words": "别的事"}, {"period": "2025-2026-2"}]
)
def test_a_row_altered_where_the_system_writes_is_refused(changed):
    result = judge(filled({0: {"choice": "采用", **SIGNED, **changed}}))
    assert result.decisions.is_empty()
    assert places(result) == [("D01.R02", QUESTION_SHEET, "A2")]


def test_the_number_of_another_row_does_not_lend_its_question():
    number = LATE.number
    result = judge(filled({2: {"question_id": number, "choice": "采用", **SIGNED}}))
    assert places(result) == [("D01.R02", QUESTION_SHEET, "A4")]


@pytest.mark.parametrize("number", ["C0000000009-abcdef", "东街小学", "C0000000001"])
def test_a_question_nobody_asked_is_refused(number):
    result = judge(filled({0: {"question_id": number, "choice": "采用", **SIGNED}}))
    assert places(result) == [("D01.R01", QUESTION_SHEET, "A2")]


def test_spaces_and_width_a_program_may_change_do_not_count_as_altered():
    words = "  锁定后又报来一份 "
    assert judge(filled({0: {"choice": "采用", "words": words, **SIGNED}})).findings.is_empty()


def test_two_files_that_contradict_are_both_refused_and_two_that_agree_count_once():
    yes, no = (filled({0: {"choice": choice, **SIGNED}}) for choice in ("采用", "不采用"))
    result = judge(yes, no)
    assert result.decisions.is_empty()
    assert places(result) == [("D01.R07", QUESTION_SHEET, "H2")] * 2
    assert result.submissions["status"].to_list() == ["partly_accepted"] * 2
    assert judge(yes, yes).decisions.height == 1


def test_an_answer_and_an_initiative_about_one_word_may_contradict_too():
    result = judge(
        filled({2: {"choice": "女", **SIGNED}}, [{**ALIAS, **SIGNED}]),
    )
    assert [rule for rule, _, _ in places(result)] == ["D01.R07"] * 2


def settled(content: bytes) -> Known:
    """What is known after that file has been taken in."""
    rows = judge(content).decisions.to_dicts()
    decided = [(row, row["who"], RECEIVED) for row in rows]
    return known_of(decided, KNOWN.schools, KNOWN.scopes)


def test_what_is_settled_stays_settled_and_the_same_again_is_only_told():
    yes = filled({0: {"choice": "采用", **SIGNED}})
    again = judge(yes, known=settled(yes))
    assert (again.decisions.height, places(again)) == (0, [("D01.R06", QUESTION_SHEET, "H2")])
    assert again.findings["severity"].to_list() == ["提示"]
    other = judge(filled({0: {"choice": "不采用", **SIGNED}}), known=settled(yes))
    assert (other.decisions.height, places(other)) == (0, [("D01.R05", QUESTION_SHEET, "H2")])
    assert "已由数据专员于 2026-11-11 08:00 决定“采用”" in other.findings["words"][0]


def test_an_unlock_a_spelling_and_a_parameter_may_be_set_anew():
    before = settled(filled(initiatives=[{**row, **SIGNED} for row in (UNLOCK, ALIAS, PARAMETER)]))
    changes = [{**UNLOCK, "day": "2027-01-31"}, {**ALIAS, "value": "女"}, {**PARAMETER, "value": 9}]
    result = judge(filled(initiatives=[{**row, **SIGNED} for row in changes]), known=before)
    assert result.findings.is_empty()
    assert result.decisions["value"].to_list() == ["2027-01-31", "2", "9"]


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ({**UNLOCK, "form": "体检表"}, "B4"),
        ({**UNLOCK, "period": "2026-2027-3"}, "C4"),
        ({**UNLOCK, "scope": "2136000099"}, "D4"),
        ({**UNLOCK, "day": "年底"}, "I4"),
        ({"kind": "撤回报送", "submission": "s-0008"}, "E4"),
        ({"kind": "撤回报送", "submission": "s-0007", "scope": "360702"}, "D4"),
        ({**ALIAS, "name": "身高"}, "F4"),
        ({**ALIAS, "word": "男生"}, "G4"),
        ({**ALIAS, "name": "等级", "word": "三级", "value": "重度"}, "G4"),
        ({**ALIAS, "value": "未知"}, "H4"),
        ({**PARAMETER, "name": "午饭时间"}, "F4"),
        ({**PARAMETER, "name": "on_time_window_months", "value": "3"}, "F4"),
        ({**PARAMETER, "value": "十天"}, "H4"),
        ({**PARAMETER, "value": "-1"}, "H4"),
        ({**PARAMETER, "name": "psych_share_floor", "value": "1.5"}, "H4"),
        ({**PARAMETER, "name": "crisis_floor_level", "value": "危急"}, "H4"),
        ({**PARAMETER, "name": "qualified_certificates", "value": "驾照"}, "H4"),
        ({"kind": "签发", "period": "2026-09"}, "C4"),
    ],
)
def test_what_does_not_exist_or_does_not_fit_is_refused_at_its_cell(row, cell):
    result = judge(filled(initiatives=[{**row, **SIGNED}], drafts={"2026-10": "d" * 64}))
    assert result.decisions.is_empty()
    assert places(result) == [("D01.R08", INITIATIVE_SHEET, cell)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (UNLOCK, {"form_id": "F01", "scope_code": SCHOOL, "value": "2026-12-31"}),
        ({**UNLOCK, "scope": "章贡区"}, {"scope_code": "360702"}),
        ({**UNLOCK, "scope": "3607"}, {"scope_code": "3607"}),
        ({"kind": "撤回报送", "submission": "s-0007"}, {"submission_id": "s-0007"}),
        (ALIAS, {"item_name": "sex", "word": "男崽", "value": "1"}),
        (PARAMETER, {"item_name": "plan_days", "value": "8", "valid_from": "2026-12-01"}),
        ({**PARAMETER, "name": "psych_share_floor", "value": "60%"}, {"value": "0.6"}),
        ({**PARAMETER, "name": "crisis_floor_level", "value": "重度"}, {"value": "severe"}),
        ({"kind": "签发", "period": "2026-10"}, {"period": "2026-10", "value": "d" * 64}),
    ],
)
def test_what_the_officer_starts_is_read_into_codes(row, said):
    result = judge(filled(initiatives=[{**row, **SIGNED}], drafts={"2026-10": "d" * 64}))
    assert result.findings.is_empty()
    (decision,) = result.decisions.to_dicts()
    assert {name: decision[name] for name in said} == said


@pytest.mark.parametrize("words", sorted(name for name in parameter_titles()))
def test_every_name_of_the_drop_down_is_understood(words):
    assert parameter_of(words) == parameter_titles()[words]
    assert value_of(parameter_titles()[words], SEEDED[parameter_titles()[words]])[0] is not None


@pytest.mark.parametrize(("text", "value"), [("0", None), ("11", None), ("12", "12"), ("60", "60")])
def test_a_slip_of_the_pen_cannot_empty_the_vault(text: str, value: str | None) -> None:
    assert value_of("originals_kept_months", text)[0] == value


@pytest.mark.parametrize("title", sorted(alias_lists()))
def test_every_column_of_the_drop_down_is_understood(title):
    option = options(alias_lists()[title])[0]
    row = {"kind": "增加写法", "name": title, "word": "没人知道的写法", "value": option}
    (decision,) = judge(filled(initiatives=[{**row, **SIGNED}])).decisions.to_dicts()
    assert decision["item_name"] == alias_lists()[title]


def test_a_phone_number_in_a_reason_is_refused_and_kept_nowhere():
    result = judge(filled({0: {"choice": "采用", **SIGNED, "reason": "电话13800138000确认"}}))
    assert result.decisions.is_empty()
    assert places(result) == [("T02", QUESTION_SHEET, "I2")]
    assert "13800138000" not in str(result.findings.to_dicts())


def test_a_sheet_that_is_gone_is_told_and_the_other_is_read():
    opened = load_workbook(io.BytesIO(filled(initiatives=[{**UNLOCK, **SIGNED}])))
    del opened[QUESTION_SHEET]
    out = io.BytesIO()
    opened.save(out)
    result = judge(out.getvalue())
    assert [rule for rule, _, _ in places(result)] == ["D01.R11"]
    assert result.decisions["kind"].to_list() == ["unlock"]


def test_the_last_cell_of_the_form_is_still_a_form_after_libreoffice_style_dates():
    result = judge(filled(initiatives=[{**UNLOCK, "day": datetime(2026, 12, 31), **SIGNED}]))
    assert result.decisions["value"].to_list() == ["2026-12-31"]
