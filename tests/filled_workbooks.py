"""Small filled workbooks for tests: a few good rows of each sheet, and a writer for them.

Rows are dicts column name → what a person would type; tests change a cell and see what is told.
Sheets go by their ids; that of a form's first sheet is the form's own.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from tests import good_county_work, good_support
from validations.form_columns import columns_of
from validations.forms import FORMS, SHEETS, Form
from validations.gate import GateResult, IncomingFile, check_batch
from validations.tokens import make_token

RECEIVED = datetime(2026, 11, 2, 20, 0)
PERIODS = {
    "F00": "2026-2027-1",
    "F01": "2026-2027-1",
    "F02": "2026-2027-1R1",
    "F03": "2026-2027-1R1",
    "F04": "2026-10",
    "F05": "2026-10",
    "F07": "2026-2027-1",
    "F09": "2026-2027-1",
    **good_support.PERIODS,
    **good_county_work.PERIODS,
}
UNIT = "360702"
SCHOOL = "2136000001"
Row = dict[str, Any]


def school(number: int = 1, category: str = "21") -> str:
    """A school code of a category."""
    return f"{category}36{number:06}"


def form_of(sheet_id: str) -> Form:
    """The form a sheet belongs to."""
    return next(form for form in FORMS.values() if SHEETS[sheet_id] in form.sheets)


def good_row(sheet_id: str, number: int = 0) -> Row:
    """A row without a fault; rows of different numbers do not clash."""
    return _GOOD[sheet_id](number)


def _f00(number: int) -> Row:
    return {
        "school_code": school(number + 1),
        "school_name": f"第{number + 1}小学",
        "unit_code": "章贡区",
        "category": "小学",
        "stages": "小学",
        "opened_on": "2010-09-01",
    }


def _f01(number: int) -> Row:
    grades = ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级")
    is_boys = number % 2 == 0
    row = {
        "semester": "2026-2027-1",
        "unit_code": "章贡区",
        "school_code": school(number // 12 + 1),
        "stage": "小学",
        "grade": grades[number // 2 % 6],
        "sex": "男" if is_boys else "女",
        "enrolled_n": 40,
        "boarding_n": 3,
        "left_behind_n": 2,
        "suspended_n": 1,
        "retained_n": 0,
        "exempt_n": 0,
        "archived_n": 39,
    }
    return row | ({"class_n": 2, "homeroom_n": 2} if is_boys else {})


def _f02(number: int) -> Row:
    return {
        "round_id": "2026-2027-1R1",
        "pupil_token": make_token("P", number),
        "school_code": school(),
        "grade": "五年级",
        "sex": "男" if number % 2 else "女",
        "platform": "赣鄱心理平台",
        "instrument": "MHT心理健康诊断测验",
        "instrument_version": "100题版",
        "norm_set": "国内通用界值",
        "score_scale": "原始分",
        "test_date": "2026-10-12",
        "attempt_no": 1,
        "validity_score": 3,
        "is_valid": "是",
        "total_score": 24,
        **{f"sub_{n:02}": 3 for n in range(1, 9)},
        "level": "正常",
        "consent": "同意",
        "source": "普查",
    }


def _f03(number: int) -> Row:
    grades = ("四年级", "五年级", "六年级", "七年级", "八年级", "九年级")
    return {
        "round_id": "2026-2027-1R1",
        "school_code": school(number // 12 + 1),
        "grade": grades[number // 2 % 6],
        "sex": "女" if number % 2 else "男",
        "instrument": "MHT心理健康诊断测验",
        "instrument_version": "100题版",
        "norm_set": "国内通用界值",
        "score_scale": "原始分",
        "tested_n": 40,
        "valid_n": 39,
        "refused_n": 1,
        "normal_n": 35,
        "mild_n": 3,
        "moderate_n": 1,
        "severe_n": 0,
        "started_on": "2026-10-12",
        "ended_on": "2026-10-16",
    }


def case_id(number: int = 0, at: str = SCHOOL) -> str:
    """A case number of a school, opened in 2026."""
    return f"{at}-2026-{number + 1:03}"


def _f04(number: int) -> Row:
    return {
        "case_id": case_id(number),
        "school_code": SCHOOL,
        "pupil_token": make_token("P", number),
        "opened_on": "2026-10-12",
        "entry_source": "筛查",
        "level": "重度" if number % 3 == 2 else "中度",
        "level_on": "2026-10-12",
        "plan_on": "2026-10-19",
        "owner_token": make_token("S", 0),
        "ack_principal_on": "2026-10-13",
        "ack_psych_on": "2026-10-13",
        "ack_homeroom_on": "2026-10-14",
        "parent_contact_on": "2026-10-15",
        "status": "在册",
        "status_on": "2026-10-12",
    }


def _f05(number: int) -> Row:
    return {
        "case_id": case_id(number // 2),
        "school_code": SCHOOL,
        "event_seq": number % 2 + 1,
        "event_on": f"2026-10-{13 + number % 2 * 7}",
        "contact_source": "计划随访",
        "mode": "面谈",
        "minutes": 40,
        "by_token": make_token("S", 0),
        "outcome": "平稳",
    }


def _f07(number: int) -> Row:
    return {
        "staff_token": make_token("S", number),
        "unit_code": "章贡区",
        "school_code": school(),
        "post_code": "专职心理教师",
        "valid_from": "2024-09-01",
        "establishment": "在编",
        "psych_major": "是",
        "certificate": "心理教师资格",
        "entry_channel": "招聘",
        "psych_hours_week": 12,
        "other_hours_week": 2,
    }


def _f09(number: int) -> Row:
    return {
        "room_id": f"{SCHOOL}-{number + 1:02}",
        "school_code": SCHOOL,
        "room_type": "心理辅导室",
        "opened_on": "2023-09-01",
        "area_individual": 12,
        "area_group": 24,
        "area_reception": 15,
        "has_mailbox": "是",
        "has_cabinet": "是",
        "hotline_posted": "12356；12345",
        "open_hours_week": 10,
        "owner_token": make_token("S", 0),
    }


_GOOD = {
    "F00": _f00,
    "F01": _f01,
    "F02": _f02,
    "F03": _f03,
    "F04": _f04,
    "F05": _f05,
    "F07": _f07,
    "F09": _f09,
    **good_support.GOOD,
    **good_county_work.GOOD,
}


def good_rows(sheet_id: str, count: int) -> list[Row]:
    """``count`` rows without a fault, or as many as the sheet's key lets stand together."""
    most = good_support.MOST_ROWS.get(sheet_id, count)
    return [good_row(sheet_id, number) for number in range(min(count, most))]


def grid(sheet_id: str, rows: Sequence[Row]) -> list[list[Any]]:
    """A data sheet: Chinese header, English names, examples, then the rows."""
    columns = columns_of(SHEETS[sheet_id])
    return [
        [column.title for column in columns],
        [column.name for column in columns],
        [f"例：{column.example}" if column.example else None for column in columns],
        *[[row.get(column.name) for column in columns] for row in rows],
    ]


def meta(form_id: str, /, **changes: Any) -> dict[str, Any]:
    """What the very hidden sheet ``_meta`` says."""
    unit = "3607" if form_id == "F00" else UNIT
    said = {
        "form_id": form_id,
        "template_version": "1",
        "period": PERIODS[form_id],
        "unit_code": unit,
        "revision": 1,
    }
    return said | changes


def write_xlsx(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """Grids of cells by sheet name as the bytes of a workbook; ``_meta`` is very hidden."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name == "_meta":
            sheet.very_hidden()
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if value is not None:
                    sheet.write(row, column, value)
    book.close()
    return stream.getvalue()


def workbook(
    sheet_id: str,
    rows: Sequence[Row],
    /,
    *,
    scope: Sequence[Sequence[Any]] | None = None,
    others: Mapping[str, Sequence[Row]] | None = None,
    **meta_changes: Any,
) -> bytes:
    """A filled form; ``scope`` rows are (code, name, nil, words), None leaves the sheet out.

    The form's other data sheets hold the rows of ``others``, by sheet, or none.
    """
    form = form_of(sheet_id)
    filled = {**(others or {}), sheet_id: rows}
    sheets: dict[str, Sequence[Sequence[Any]]] = {}
    if scope is not None:
        sheets["报送范围"] = [["学校标识码", "学校名称", "零报告", "说明"], *scope]
    for sheet in form.sheets:
        sheets[sheet.title] = grid(sheet.sheet_id, filled.get(sheet.sheet_id, ()))
    sheets["_meta"] = [list(pair) for pair in meta(form.form_id, **meta_changes).items()]
    return write_xlsx(sheets)


def incoming(
    content: bytes,
    name: str = "报表.xlsx",
    submission_id: str = "s1",
    folder: tuple[str | None, str | None, str | None] = (None, None, None),
) -> IncomingFile:
    """A file as intake hands it to the gate."""
    return IncomingFile(submission_id, name, "0" * 64, content, *folder)


def judge(*files: IncomingFile) -> GateResult:
    """One batch through the gate, received on 2026-11-02."""
    return check_batch(files, RECEIVED, "20261102T200000-000000")


def judge_row(sheet_id: str, /, **changes: Any) -> GateResult:
    """One row of a sheet with some cells changed, through the gate."""
    return judge(incoming(workbook(sheet_id, [good_row(sheet_id) | changes])))


def rule_ids(result: GateResult) -> list[str]:
    """The rules found, sorted."""
    return sorted(result.findings["rule_id"].to_list())
