"""The columns of F11: activities, who came to a training, and who was given an award.

What the cells must be to each other is stated in ``activities``. A person is a staff token; a title
is what was announced, never a report of what went on.
"""

from typing import Any

import pandera.polars as pa
import polars as pl

from validations.forms.fields import (
    SCHOOL_CODE,
    STAFF_SHAPE,
    column,
    explain,
    explain_code,
)

# Unit code, year and serial; given out by the organiser, kept for ever.
ACTIVITY_SHAPE = r"^3607([0-9]{2}|JK|RJ|SZ)-20\d{2}-\d{3,4}$"
# Unit code and number of a studio; 3607SZ is the city's own.
STUDIO_SHAPE = r"^3607([0-9]{2}|JK|RJ|SZ)-G\d{2}$"
_SCHOOL_CODES = SCHOOL_CODE.removesuffix("$") + r"(;(11|21|31|34|36|37|51)36\d{6})*$"


def activity_id() -> Any:
    """The number of an activity, the same on the three sheets."""
    return column(
        "code",
        "活动编号",
        "单位代码-年份-顺序号，一次活动一个号，不重复使用。",
        key=True,
        example="360702-2026-001",
        pattern=ACTIVITY_SHAPE,
    )


def _count(title: str, help_text: str, unit: str, most: int, example: str = "") -> Any:
    return column(
        "integer",
        title,
        help_text,
        unit=unit,
        required=False,
        minimum=0,
        maximum=most,
        example=example,
    )


class ActivityColumns(pa.DataFrameModel):
    """The columns of F11, one row an activity that has taken place."""

    activity_id: str = activity_id()
    title: str = column(
        "text",
        "活动名称",
        "通知或方案上的名称，最多 60 字；不得写人名。",
        longest=60,
        example="全区初中段心理课例比赛",
    )
    activity_type: str = column(
        "list", "活动类型", "选最主要的一项。", list_name="activity_type", example="课例比赛"
    )
    activity_level: str = column(
        "list", "活动层级", "由哪一级组织。", list_name="activity_level", example="县级"
    )
    organiser_unit: str = column(
        "list",
        "主办单位",
        "由谁主办；合办的由牵头单位登记一次，其他单位不再登记。",
        list_name="unit",
        example="章贡区",
    )
    organiser_school: str = column(
        "code",
        "主办学校标识码",
        "学校主办的填该校 10 位标识码。",
        required=False,
        example="2136000001",
        pattern=SCHOOL_CODE,
    )
    studio: str = column(
        "code",
        "名师工作室代码",
        "工作室承办的填其代码：单位代码-G 和两位数，市级工作室用 3607SZ。",
        required=False,
        example="360702-G01",
        pattern=STUDIO_SHAPE,
    )
    start_on: pl.Date = column("date", "开始日期", "活动第一日。", example="2026-10-20")
    end_on: pl.Date = column(
        "date",
        "结束日期",
        "活动最后一日，一天的填同一日；在哪个月结束报在哪个月。",
        example="2026-10-21",
    )
    content_code: str = column(
        "list",
        "教研内容",
        "教研活动选一项，其余可留空。",
        list_name="content_code",
        required=False,
        example="课例",
    )
    stages: str = column(
        "multi",
        "学段",
        "面向的学段，见字典；课例比赛必填。",
        list_name="stage",
        required=False,
        example="初中",
    )
    hours: float = column(
        "decimal",
        "学时",
        "每名参加者的学时；主题培训、讲座、外出研修必填。",
        unit="学时",
        required=False,
        minimum=0.5,
        maximum=200,
        example="6",
    )
    attend_n: int = _count(
        "参加人次",
        "一人参加两场算两人次；已分三类填报或另报参加名单的可不填。",
        "人次",
        1000000,
        "60",
    )
    teacher_n: int = _count("其中教师人次", "没有填 0。", "人次", 1000000, "60")
    pupil_n: int = _count("其中学生人次", "没有填 0。", "人次", 1000000, "0")
    parent_n: int = _count("其中家长人次", "没有填 0。", "人次", 1000000, "0")
    person_n: int = _count("参加人数", "一人只算一次；说不清的留空。", "人", 1000000, "60")
    county_codes: str = column(
        "multi",
        "参与县（市、区）",
        "参与的县（市、区）名称，见字典；不含市直。",
        list_name="unit",
        required=False,
        example="章贡区；赣县区",
    )
    county_n: int = _count("参与县数", "已列明参与县（市、区）的可不填。", "个", 20, "2")
    city_school_n: int = _count("参与市属院校数", "参与的市属院校所数。", "所", 50, "0")
    reached_school_codes: str = column(
        "multi",
        "送教学校标识码",
        "送教送培到过的学校。",
        required=False,
        example="2136000002；2136000003",
        pattern=_SCHOOL_CODES,
    )
    benefit_n: int = _count("受益人数", "受益师生人数，须同时选受益口径。", "人", 1000000)
    benefit_basis: str = column(
        "list", "受益口径", "受益人数怎样得来。", list_name="benefit_basis", required=False
    )
    issue_no: int = column(
        "integer", "周签期号", "周签的总期号，一期一行。", required=False, minimum=1, maximum=9999
    )
    views_n: int = _count("累计阅读", "周签自开办至结束日期的累计阅读。", "人次", 2000000000)
    is_paused: bool = column(
        "boolean", "是否停更", "周签停更的填是，起止日期填停更的首日和末日。", required=False
    )
    explain_code: str = explain_code()
    explain: str = explain()


class AttendanceColumns(pa.DataFrameModel):
    """The columns of F11P, one row a person at a training of a county or the city."""

    activity_id: str = activity_id()
    staff_token: str = column(
        "code",
        "教师代码",
        "市里发的教师代码（S 开头）；不得填姓名。",
        key=True,
        example="S0000-00000-00019",
        pattern=STAFF_SHAPE,
    )
    attendee_role: str = column(
        "list", "参加身份", "当时的岗位，选一项。", list_name="attendee_role", example="班主任"
    )
    explain_code: str = explain_code()
    explain: str = explain()


class AwardColumns(pa.DataFrameModel):
    """The columns of F11A, one row an award given to one person at one level."""

    activity_id: str = activity_id()
    staff_token: str = column(
        "code",
        "教师代码",
        "市里发的教师代码（S 开头）；不得填姓名。",
        key=True,
        example="S0000-00000-00019",
        pattern=STAFF_SHAPE,
    )
    award_level: str = column(
        "list", "奖项级别", "哪一级的奖。", list_name="award_level", key=True, example="市级"
    )
    award_class: str = column(
        "list",
        "获奖等次",
        "只排名次的留空。",
        list_name="award_class",
        required=False,
        example="一等奖",
    )
    award_rank: int = column(
        "integer",
        "获奖名次",
        "第几名；只评等次的留空。",
        required=False,
        minimum=1,
        maximum=500,
        example="2",
    )
    explain_code: str = explain_code()
    explain: str = explain()
