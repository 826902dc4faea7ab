"""Every fault planted in the rehearsal city: what is wrong, where, and which rule must say so.

How a row is found and changed is in `planting`; faults of whole files are in
`imperfect_files`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from orchestration.rehearsal.enrolment import Row
from orchestration.rehearsal.planting import Desk, FoundBy, Severity
from orchestration.rehearsal.scores import MHT
from validations.code_lists import label_of
from validations.forms.screening_context import SUBS

ROUND = "2026-2027-1R1"
AUTUMN = "2026-2027-1"
Cells = Mapping[str, str] | Callable[[Row], Mapping[str, str]]

_MHT = label_of("instrument", "MHT")
_PHQ = label_of("instrument", "PHQ-9")
_CES = label_of("instrument", "CES-DC")
_AGREED = {"consent": "同意", "attempt_no": "1", "explain_code": ""}
_MHT_VALID = {**_AGREED, "instrument": _MHT, "is_valid": "是"}
_ANY_VALID = {**_AGREED, "is_valid": "是"}


@dataclass(frozen=True)
class RowFault:
    """A fault of one row: in whose file, on which kind of row, and the cells it changes."""

    kind: str
    unit_code: str
    want: Mapping[str, str]
    cells: Cells
    rule_ids: tuple[str, ...]
    severity: Severity = "必改"
    found_by: FoundBy = "gate"


def _full_width(text: str) -> str:
    return text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})


def _with_typo(row: Row) -> Row:
    token = row["pupil_token"]
    return {"pupil_token": token[:-1] + ("A" if token[-1] != "A" else "B")}


def _with_staff_typo(row: Row) -> Row:
    token = row["staff_token"]
    return {"staff_token": token[:-1] + ("A" if token[-1] != "A" else "B")}


def _total_plus_one(row: Row) -> Row:
    return {"total_score": str(int(row["total_score"]) + 1)}


def _dated(shape: str) -> Callable[[Row], Row]:
    def cells(row: Row) -> Row:
        year, month, day = row["test_date"].split("-")
        return {"test_date": shape.format(year=year, month=int(month), day=int(day))}

    return cells


def _serial(row: Row) -> Row:
    return {"test_date": str((date.fromisoformat(row["test_date"]) - date(1899, 12, 30)).days)}


SCREENING_FAULTS: tuple[RowFault, ...] = (
    RowFault(
        "学生代码没有填", "360702", _ANY_VALID, {"pupil_token": ""}, ("F02.pupil_token.required",)
    ),
    RowFault("施测日期没有填", "360702", _ANY_VALID, {"test_date": ""}, ("F02.R20",)),
    RowFault(
        "学生代码变成一串数字",
        "360702",
        _ANY_VALID,
        {"pupil_token": "20260912"},
        ("F02.pupil_token.pattern",),
    ),
    RowFault("学生代码抄错一位", "360702", _ANY_VALID, _with_typo, ("F02.R02",)),
    RowFault(
        "学校标识码变成科学计数",
        "360703",
        _ANY_VALID,
        {"school_code": "2.13601E+09"},
        ("F02.school_code.pattern",),
    ),
    RowFault(
        "全角数字",
        "360702",
        _MHT_VALID,
        lambda row: {"total_score": _full_width(row["total_score"])},
        (),
        "",
        "nobody",
    ),
    RowFault(
        "首尾全角空格",
        "360702",
        _ANY_VALID,
        lambda row: {"pupil_token": f"　{row['pupil_token']}　"},
        (),
        "",
        "nobody",
    ),
    RowFault(
        "日期写成2026.10.12", "360702", _ANY_VALID, _dated("{year}.{month}.{day}"), (), "", "nobody"
    ),
    RowFault(
        "日期写成年月日", "360702", _ANY_VALID, _dated("{year}年{month}月{day}日"), (), "", "nobody"
    ),
    RowFault("日期变成Excel序号", "360702", _ANY_VALID, _serial, (), "", "nobody"),
    RowFault(
        "日期只有年月", "360702", _ANY_VALID, _dated("{year}年{month}月"), ("F02.test_date.type",)
    ),
    RowFault("施测日期在将来", "360702", _ANY_VALID, {"test_date": "2027-10-12"}, ("F02.R21",)),
    RowFault(
        "施测日期在窗口之外",
        "360702",
        _ANY_VALID,
        {"test_date": "2026-11-02"},
        ("F02.R22",),
        "需说明",
    ),
    RowFault("等级写成一级", "360703", _MHT_VALID, {"level": "一级"}, ("F02.level.list",)),
    RowFault(
        "不同意却填了分数", "360702", _MHT_VALID, {"consent": "不同意"}, ("F02.R24",), "需说明"
    ),
    RowFault("测谎分6", "360702", _MHT_VALID, {"validity_score": "6"}, (), "", "nobody"),
    RowFault(
        "测谎分7却填有效", "360702", _MHT_VALID, {"validity_score": "7"}, ("F02.R18",), "需说明"
    ),
    RowFault(
        "测谎分8且填无效",
        "360702",
        _MHT_VALID,
        {"validity_score": "8", "is_valid": "否", "level": ""},
        (),
        "",
        "nobody",
    ),
    RowFault("总分不等于分量表之和", "360703", _MHT_VALID, _total_plus_one, ("F02.R15",)),
    RowFault(
        "低年级用了MHT",
        "360703",
        {**_AGREED, "instrument": _CES, "grade": "二年级"},
        {**MHT.words(), **dict.fromkeys(SUBS[:8], "3"), "total_score": "24", "validity_score": "1"},
        ("F02.R11",),
    ),
    RowFault(
        "PHQ-9总分30",
        "360704",
        {**_AGREED, "instrument": _PHQ},
        {"total_score": "30"},
        ("F02.R12",),
    ),
    RowFault(
        "SCL-90按0至4计分",
        "3607SZ",
        {**_AGREED, "is_valid": "是", "grade": "高一"},
        {"sub_03": "0.4"},
        ("F02.R13",),
    ),
    RowFault("轮次是去年的", "360703", _ANY_VALID, {"round_id": "2025-2026-1R1"}, ("F02.R01",)),
    RowFault(
        "学校标识码没有登记",
        "360702",
        _ANY_VALID,
        {"school_code": "2136909999"},
        ("X00",),
        "必改",
        "warehouse",
    ),
    RowFault(
        "平台等级与重算不同",
        "360702",
        {**_MHT_VALID, "level": "轻度"},
        {"level": "正常"},
        ("X92",),
        "需说明",
        "warehouse",
    ),
)

ENROLMENT_FAULTS: tuple[RowFault, ...] = (
    RowFault("寄宿多于在籍", "360733", {"sex": "男"}, {"boarding_n": "4999"}, ("F01.R01",)),
    RowFault("旧名赣县", "360704", {}, {"unit_code": "赣县"}, (), "", "nobody"),
    RowFault("旧代码360721", "360704", {}, {"unit_code": "360721"}, ("F01.unit_code.list",)),
    RowFault("只写蓉江", "3607RJ", {"sex": "女"}, {"unit_code": "蓉江"}, ("F01.unit_code.list",)),
    RowFault(
        "班额超过70人",
        "360732",
        {"sex": "男", "grade": "三年级", "class_n": "!"},
        lambda row: {"class_n": "1", "homeroom_n": "1"},
        ("F01.R10",),
        "需说明",
    ),
    RowFault("班级数也填在女生行", "360783", {"sex": "女"}, {"class_n": "2"}, ("F01.R11",)),
    RowFault(
        "在籍数写成文字",
        "360728",
        {"sex": "女"},
        {"enrolled_n": "三十多人"},
        ("F01.enrolled_n.type",),
    ),
    RowFault(
        "没有的写成无",
        "360725",
        {"sex": "女", "suspended_n": "0"},
        {"suspended_n": "无"},
        (),
        "",
        "nobody",
    ),
    RowFault(
        "年级与学段不符",
        "360726",
        {"grade": "五年级", "sex": "女"},
        {"grade": "八年级"},
        ("F01.R08",),
    ),
)

STAFF_FAULTS: tuple[RowFault, ...] = (
    RowFault(
        "教师代码抄错一位",
        "360731",
        {"post_code": "兼职心理教师"},
        _with_staff_typo,
        ("F07.R01",),
    ),
    RowFault(
        "走教没有填服务校",
        "360732",
        {"post_code": "兼职心理教师"},
        {"establishment": "走教"},
        ("F07.R08",),
        "需说明",
    ),
    RowFault(
        "专职却以其他课为主",
        "360702",
        {"post_code": "专职心理教师"},
        {"psych_hours_week": "4", "other_hours_week": "10"},
        ("F07.R06",),
        "需说明",
    ),
    RowFault(
        "离岗早于到岗",
        "360781",
        {"post_code": "兼职心理教师"},
        {"valid_to": "2010-01-01"},
        ("F07.R05",),
    ),
    RowFault(
        "学校岗位没有学校",
        "360731",
        {"post_code": "辅导站负责人"},
        {"school_code": ""},
        ("F07.R07",),
    ),
)


def plant_row_faults(desk: Desk) -> None:
    """Spoil single rows of the last school year's files."""
    for form_id, period, faults in (
        ("F02", ROUND, SCREENING_FAULTS),
        ("F01", AUTUMN, ENROLMENT_FAULTS),
        ("F07", AUTUMN, STAFF_FAULTS),
    ):
        for fault in faults:
            file = desk.find(form_id, period, fault.unit_code, fault.want)
            desk.spoil(
                fault.kind, file, fault.want, fault.cells, fault.rule_ids, fault.severity,
                fault.found_by,
            )  # fmt: skip
