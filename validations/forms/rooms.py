"""F09, the counselling rooms of a school: how large, since when, how long open, with what in them.

Whether a room meets the standard is never asked: the warehouse reckons it. A room closed for good
keeps its row with its last day.
"""

import pandera.polars as pa
import polars as pl

from validations.forms.fields import STAFF_SHAPE, column, explain, explain_code, school_code
from validations.forms.rules import Severity, no_other_like_it, rule
from validations.parameters import Parameters
from validations.tokens import token_is_valid

# School code and serial; given out by the school, kept for the life of the room.
ROOM_SHAPE = r"^(11|21|31|34|36|37|51)36\d{6}-\d{2}$"
AREAS = ("area_individual", "area_group", "area_reception")
DATES = ("opened_on", "closed_on")


class Rooms(pa.DataFrameModel):
    """F09, one row a room."""

    room_id: str = column(
        "code",
        "辅导室编号",
        "学校标识码-两位序号，从 01 编；编过的号不改，停用的号不再给别的室。",
        key=True,
        example="2136000001-01",
        pattern=ROOM_SHAPE,
        prefilled=True,
    )
    school_code: str = school_code("辅导室所在学校的 10 位标识码。", prefilled=True)
    room_type: str = column(
        "list",
        "名称类型",
        "选一项。",
        list_name="room_type",
        example="心理辅导室",
        prefilled=True,
    )
    opened_on: pl.Date = column(
        "date", "启用日期", "投入使用的第一日。", example="2023-09-01", prefilled=True
    )
    closed_on: pl.Date = column(
        "date", "停用日期", "最后使用的一日；仍在使用的留空。", required=False
    )
    area_individual: float = column(
        "decimal",
        "个别辅导面积",
        "个别辅导用房的使用面积，平方米；没有填 0。",
        unit="平方米",
        minimum=0,
        maximum=500,
        example="12",
        prefilled=True,
    )
    area_group: float = column(
        "decimal",
        "团体辅导面积",
        "团体辅导用房的使用面积，平方米；没有填 0。",
        unit="平方米",
        minimum=0,
        maximum=500,
        example="24",
        prefilled=True,
    )
    area_reception: float = column(
        "decimal",
        "办公接待面积",
        "办公接待用房的使用面积，平方米；没有填 0。",
        unit="平方米",
        minimum=0,
        maximum=500,
        example="15",
        prefilled=True,
    )
    has_mailbox: bool = column(
        "boolean", "心理信箱", "设有心理信箱的填是。", example="是", prefilled=True
    )
    has_cabinet: bool = column(
        "boolean", "档案柜", "有专用且上锁的档案柜的填是。", example="是", prefilled=True
    )
    hotline_posted: str = column(
        "multi",
        "热线张贴",
        "校内张贴了哪些热线，多条用分号隔开，如：12356；12345；都没有张贴的留空。",
        list_name="line_code",
        required=False,
        example="12356；12345",
        prefilled=True,
    )
    open_hours_week: float = column(
        "decimal",
        "每周开放小时",
        "本学期平均每周实际开放的小时；没有开放填 0。",
        unit="小时",
        minimum=0,
        maximum=60,
        example="10",
    )
    owner_token: str = column(
        "code",
        "负责人代码",
        "负责人的教师代码（S 开头）；不得填姓名。",
        required=False,
        example="S0000-00000-00019",
        pattern=STAFF_SHAPE,
        prefilled=True,
    )
    explain_code: str = explain_code()
    explain: str = explain()

    @rule(
        "F09.R01",
        Severity.MUST_FIX,
        columns=("room_id",),
        words="辅导室编号 {room_id} 在本表中出现不止一行。",
        fix="一个室只留一行；两个室用了同一个编号的，给后设的一个编新号。",
    )
    def one_row_a_room(cls) -> pl.Expr:
        return no_other_like_it("room_id")

    @rule(
        "F09.R02",
        Severity.EXPLAIN,
        columns=("room_id", "school_code"),
        words="辅导室编号 {room_id} 不以本校标识码 {school_code} 开头。",
        fix="请核对编号和学校标识码；随学校合并带来的，请选择说明原因。",
    )
    def number_is_of_the_school(cls) -> pl.Expr:
        return pl.col("room_id").str.slice(0, 10) == pl.col("school_code")

    @rule(
        "F09.R03",
        Severity.MUST_FIX,
        columns=("owner_token",),
        words="负责人代码 {owner_token} 不对：有字符抄错，末位校验位对不上。",
        fix="请从代码发放表原样复制教师代码，形如 S0000-00000-00019；不要手工录入。",
    )
    def token_holds(cls) -> pl.Expr:
        return token_is_valid("owner_token", "S")

    @rule(
        "F09.R04",
        Severity.MUST_FIX,
        columns=("closed_on", "opened_on"),
        words="停用日期 {closed_on} 早于启用日期 {opened_on}。",
        fix="请核对两个日期。",
    )
    def closed_after_opened(cls) -> pl.Expr:
        return pl.col("closed_on") >= pl.col("opened_on")

    @rule(
        "F09.R05",
        Severity.MUST_FIX,
        columns=DATES,
        at="date_ahead",
        words="启用或停用日期在收到报表（{received_on}）之后。",
        fix="只报已经启用的室、已经发生的停用；请核对日期，特别是年份。",
    )
    def nothing_lies_ahead(cls) -> pl.Expr:
        return pl.col("date_ahead").is_null()

    @rule(
        "F09.R06",
        Severity.MUST_FIX,
        columns=AREAS,
        words="个别、团体、接待三项面积都是 0。",
        fix="请填实际使用面积；没有用房的不算辅导室，请删去本行。",
    )
    def has_some_area(cls) -> pl.Expr:
        return pl.sum_horizontal(AREAS) > 0

    @rule(
        "F09.R07",
        Severity.EXPLAIN,
        columns=("open_hours_week", "closed_on"),
        words="辅导室在用，每周开放小时却是 0。",
        fix="请填平均每周实际开放的小时；已不使用的填停用日期；属实的，请选择说明原因。",
    )
    def open_while_in_use(cls) -> pl.Expr:
        return pl.col("closed_on").is_not_null() | (pl.col("open_hours_week") > 0)

    @rule(
        "F09.R08",
        Severity.EXPLAIN,
        columns=("owner_token", "closed_on"),
        words="辅导室在用，却没有填负责人代码。",
        fix="请填负责人的教师代码；尚未确定的，请选择说明原因。",
    )
    def in_use_has_an_owner(cls) -> pl.Expr:
        return pl.col("closed_on").is_not_null() | pl.col("owner_token").is_not_null()


def room_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """Add ``date_ahead``: the first of the dates that lies after the day of receipt, by name."""
    ahead = (pl.when(pl.col(name) > pl.col("received_on")).then(pl.lit(name)) for name in DATES)
    return rows.with_columns(date_ahead=pl.coalesce(ahead))
