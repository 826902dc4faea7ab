"""The columns of F02, screening results: one row a pupil × instrument × attempt.

Scores only: answers to single items are never collected. What the cells of a row must be to
each other is stated in ``screening``.
"""

from typing import Any

import pandera.polars as pa
import polars as pl

from validations.forms.fields import (
    PUPIL_SHAPE,
    column,
    explain,
    explain_code,
    round_id,
    school_code,
)


def _sub(number: int) -> Any:
    return column(
        "decimal",
        f"分量表{number}",
        f"第 {number} 个分量表（因子）的分数；量表没有的留空。",
        required=False,
        unit="分",
        minimum=0,
        maximum=300,
        example="3" if number == 1 else "",
    )


class ScreeningColumns(pa.DataFrameModel):
    """The columns of F02; a refusal is a row too, with its scores blank."""

    round_id: str = round_id()
    pupil_token: str = column(
        "code",
        "学生代码",
        "市里发的学生代码（P 开头，末位是校验位）；不得填姓名、学籍号、身份证号。",
        key=True,
        example="P0000-00000-0001P",
        pattern=PUPIL_SHAPE,
    )
    school_code: str = school_code()
    grade: str = column("list", "年级", "选一项。", list_name="grade", example="四年级")
    class_no: int = column(
        "integer",
        "班级序号",
        "可不填；不对外公布。",
        required=False,
        minimum=1,
        maximum=60,
        example="3",
    )
    sex: str = column("list", "性别", "选一项。", list_name="sex", example="女")
    platform: str = column(
        "list",
        "平台",
        "施测所用平台；选“其他”的，在说明里写平台名称。",
        list_name="platform",
        example="赣鄱心理平台",
    )
    instrument: str = column(
        "list",
        "量表",
        "选一项。",
        list_name="instrument",
        key=True,
        example="MHT心理健康诊断测验",
    )
    instrument_version: str = column(
        "list", "量表版本", "选一项。", list_name="instrument_version", example="100题版"
    )
    norm_set: str = column(
        "list", "常模", "平台判定等级所用的界值。", list_name="norm_set", example="国内通用界值"
    )
    score_scale: str = column(
        "list",
        "分数制",
        "总分、分量表填的是哪一种分。",
        list_name="score_scale",
        example="原始分",
    )
    test_date: pl.Date = column(
        "date", "施测日期", "如 2026-10-12；没有施测的留空。", required=False, example="2026-10-12"
    )
    attempt_no: int = column(
        "integer",
        "尝试序号",
        "该生本轮用该量表的第几次，从 1 连续编号。",
        key=True,
        minimum=1,
        maximum=20,
        example="1",
    )
    validity_score: float = column(
        "decimal",
        "效度分",
        "测谎（效度）分；量表没有效度分的留空。",
        required=False,
        unit="分",
        minimum=0,
        maximum=100,
        example="3",
    )
    is_valid: bool = column(
        "boolean",
        "有效",
        "平台判定的是或否；统计时按效度分重算。",
        required=False,
        example="是",
    )
    total_score: float = column(
        "decimal",
        "总分",
        "按所选分数制；不同意或未回的留空。",
        required=False,
        unit="分",
        minimum=0,
        maximum=500,
        example="32",
    )
    sub_01: float = _sub(1)
    sub_02: float = _sub(2)
    sub_03: float = _sub(3)
    sub_04: float = _sub(4)
    sub_05: float = _sub(5)
    sub_06: float = _sub(6)
    sub_07: float = _sub(7)
    sub_08: float = _sub(8)
    sub_09: float = _sub(9)
    sub_10: float = _sub(10)
    crisis_flag: bool = column(
        "boolean",
        "危机条目",
        "量表有自伤自杀条目的，该条目大于 0 填是，否则填否；没有这种条目的留空。",
        required=False,
        example="否",
    )
    level: str = column(
        "list",
        "等级",
        "只用正常、轻度、中度、重度四个词，不用一级、二级、三级。",
        list_name="level",
        required=False,
        example="正常",
    )
    consent: str = column(
        "list",
        "知情同意",
        "监护人的答复；不同意或未回的，分数一律留空。",
        list_name="consent",
        example="同意",
    )
    source: str = column("list", "来源", "选一项。", list_name="source", example="普查")
    explain_code: str = explain_code()
    explain: str = explain()
