"""The columns of F04, the register of cases: one row a case.

No names and no narrative: a pupil and an owner are tokens, everything else a date or a code. What
the cells must be to each other is stated in ``cases``.
"""

import pandera.polars as pa
import polars as pl

from validations.forms.fields import (
    CASE_SHAPE,
    PUPIL_SHAPE,
    STAFF_SHAPE,
    column,
    explain,
    explain_code,
    school_code,
)


class CaseColumns(pa.DataFrameModel):
    """The columns of F04; a closed case stands in the register once more, with its end."""

    case_id: str = column(
        "code",
        "个案号",
        "学校标识码-建案年份-顺序号，一个个案用到底，不重复使用。",
        key=True,
        prefilled=True,
        example="2136000001-2026-001",
        pattern=CASE_SHAPE,
    )
    school_code: str = school_code("学生现在就读学校的 10 位标识码。", prefilled=True)
    pupil_token: str = column(
        "code",
        "学生代码",
        "市里发的学生代码（P 开头，末位是校验位）；不得填姓名、学籍号、身份证号。",
        prefilled=True,
        example="P0000-00000-0001P",
        pattern=PUPIL_SHAPE,
    )
    opened_on: pl.Date = column(
        "date", "纳入日期", "纳入重点关注的日期。", prefilled=True, example="2026-10-19"
    )
    entry_source: str = column(
        "list", "纳入来源", "选一项。", list_name="entry_source", prefilled=True, example="筛查"
    )
    level: str = column(
        "list",
        "当前等级",
        "只用正常、轻度、中度、重度四个词；由学校专班评定，可与筛查结果不同。",
        list_name="level",
        prefilled=True,
        example="中度",
    )
    level_on: pl.Date = column(
        "date",
        "等级日期",
        "评定为当前等级的日期；等级没有变的，日期不改。",
        prefilled=True,
        example="2026-10-19",
    )
    plan_on: pl.Date = column(
        "date",
        "一生一案日期",
        "制定干预方案的日期；中度、重度定级后应在规定的工作日数内制定。",
        required=False,
        prefilled=True,
        example="2026-10-26",
    )
    owner_token: str = column(
        "code",
        "责任人代码",
        "责任人的教师代码（S 开头）；重度必填。",
        required=False,
        prefilled=True,
        example="S0000-00000-00019",
        pattern=STAFF_SHAPE,
    )
    ack_principal_on: pl.Date = column(
        "date",
        "书记校长知情日期",
        "书记或校长签收的日期。",
        required=False,
        prefilled=True,
        example="2026-10-20",
    )
    ack_psych_on: pl.Date = column(
        "date",
        "心理教师知情日期",
        "心理教师签收的日期。",
        required=False,
        prefilled=True,
        example="2026-10-20",
    )
    ack_homeroom_on: pl.Date = column(
        "date",
        "班主任知情日期",
        "班主任签收的日期。",
        required=False,
        prefilled=True,
        example="2026-10-20",
    )
    parent_contact_on: pl.Date = column(
        "date",
        "家校沟通日期",
        "最近一次与监护人沟通的日期。",
        required=False,
        prefilled=True,
        example="2026-10-21",
    )
    status: str = column(
        "list", "状态", "选一项。", list_name="case_status", prefilled=True, example="在册"
    )
    status_on: pl.Date = column(
        "date",
        "状态日期",
        "进入当前状态的日期；状态没有变的，日期不改。",
        prefilled=True,
        example="2026-10-19",
    )
    close_reason: str = column(
        "list",
        "结案依据",
        "状态是结案的选一项，其余留空。",
        list_name="close_reason",
        required=False,
    )
    explain_code: str = explain_code()
    explain: str = explain()
