"""F07, the roster of psychology teachers and research staff: who holds which post, and how.

Numbers of pupils and shortfalls are the warehouse's affair. A person is a staff token; names do
not belong here.
"""

import pandera.polars as pa
import polars as pl

from validations.forms.fields import STAFF_SHAPE, column, explain, explain_code, school_code
from validations.forms.rules import Severity, rule
from validations.parameters import Parameters
from validations.tokens import token_is_valid

FULL_TIME = ("ft_teacher", "ft_researcher")
AT_A_SCHOOL = ("ft_teacher", "pt_teacher", "station_head")
_FOR_EVER = pl.date(9999, 12, 31)


class Staff(pa.DataFrameModel):
    """F07, one row a post: a person who changes post or school has one row for each."""

    staff_token: str = column(
        "code",
        "教师代码",
        "市里发的教师代码（S 开头，末位是校验位）；不得填姓名、身份证号。",
        key=True,
        example="S0000-00000-00019",
        pattern=STAFF_SHAPE,
    )
    unit_code: str = column(
        "list",
        "报送单位",
        "所属县（市、区）或市直。",
        list_name="unit",
        prefilled=True,
        example="章贡区",
    )
    school_code: str = school_code(
        "任职学校的 10 位标识码；教研室人员留空。", key=True, required=False
    )
    post_code: str = column(
        "list", "岗位", "选一项。", list_name="post_code", key=True, example="专职心理教师"
    )
    valid_from: pl.Date = column(
        "date", "到岗日期", "在本岗位的第一日。", key=True, example="2024-09-01"
    )
    valid_to: pl.Date = column(
        "date", "离岗日期", "在本岗位的最后一日；仍在岗的留空。", required=False
    )
    establishment: str = column(
        "list", "编制", "选一项。", list_name="establishment", example="在编"
    )
    served_school_codes: str = column(
        "multi",
        "走教服务校",
        "走教所到学校的标识码，多个用分号隔开。",
        required=False,
        pattern=r"^(11|21|31|34|36|37|51)36\d{6}(;(11|21|31|34|36|37|51)36\d{6})*$",
    )
    psych_major: bool = column(
        "boolean", "心理专业背景", "所学专业是心理学类的填是。", example="是"
    )
    certificate: str = column(
        "list", "证书", "最高的一种。", list_name="certificate", example="心理教师资格"
    )
    entry_channel: str = column(
        "list", "来源", "选一项。", list_name="entry_channel", example="招聘"
    )
    psych_hours_week: float = column(
        "decimal",
        "周心理工作量",
        "每周心理课、辅导、值班等课时；没有填 0。",
        unit="课时",
        minimum=0,
        maximum=40,
        example="12",
    )
    other_hours_week: float = column(
        "decimal",
        "周其他课时",
        "每周其他学科和行政折算课时；没有填 0。",
        unit="课时",
        minimum=0,
        maximum=40,
        example="2",
    )
    explain_code: str = explain_code()
    explain: str = explain()

    @rule(
        "F07.R01",
        Severity.MUST_FIX,
        columns=("staff_token",),
        words="教师代码 {staff_token} 不对：有字符抄错，末位校验位对不上。",
        fix="请从代码发放表原样复制，形如 S0000-00000-00019；不要手工录入。",
    )
    def token_holds(cls) -> pl.Expr:
        return token_is_valid("staff_token", "S")

    @rule(
        "F07.R02",
        Severity.MUST_FIX,
        columns=("unit_code",),
        words="本行报送单位是“{unit_code}”，与本表声明的“{declared_unit}”不一致。",
        fix="一张表只报一个单位，请改正或移到另一张表。",
    )
    def unit_as_declared(cls) -> pl.Expr:
        return pl.col("unit_code") == pl.col("declared_unit")

    @rule(
        "F07.R03",
        Severity.MUST_FIX,
        columns=("staff_token", "post_code", "valid_from"),
        words="教师 {staff_token} 的{post_code}、到岗 {valid_from} 出现不止一行。",
        fix="同一教师、学校、岗位、到岗日期只留一行。",
    )
    def one_row_a_post(cls) -> pl.Expr:
        key = ("staff_token", "post_code", "valid_from")
        school = pl.col("school_code").fill_null("")
        is_alone = pl.len().over("submission_id", *key, school) == 1
        return is_alone | pl.any_horizontal(pl.col(name).is_null() for name in key)

    @rule(
        "F07.R04",
        Severity.MUST_FIX,
        columns=("post_code", "staff_token", "valid_from"),
        words="教师 {staff_token} 同一天有两个专职岗位。",
        fix="一人同一天只能有一个专职岗位：请给前一岗位填离岗日期，或把其中一个改为兼职。",
    )
    def one_full_time_post_a_day(cls) -> pl.Expr:
        return ~pl.col("is_overlapping")

    @rule(
        "F07.R05",
        Severity.MUST_FIX,
        columns=("valid_to", "valid_from"),
        words="离岗日期 {valid_to} 早于到岗日期 {valid_from}。",
        fix="请核对两个日期。",
    )
    def left_after_coming(cls) -> pl.Expr:
        return pl.col("valid_to") >= pl.col("valid_from")

    @rule(
        "F07.R06",
        Severity.EXPLAIN,
        columns=("psych_hours_week", "other_hours_week", "post_code"),
        words="专职人员每周心理工作量 {psych_hours_week} 课时，少于其他课时 {other_hours_week}。",
        fix="请核对课时或岗位；属实的，请选择说明原因（统计专干率时按课时计算）。",
    )
    def full_time_works_mainly_in_psychology(cls) -> pl.Expr:
        is_full_time = pl.col("post_code").is_in(FULL_TIME)
        return ~is_full_time | (pl.col("psych_hours_week") >= pl.col("other_hours_week"))

    @rule(
        "F07.R07",
        Severity.MUST_FIX,
        columns=("school_code", "post_code"),
        words="“{post_code}”是学校的岗位，却没有填学校标识码。",
        fix="请填任职学校的标识码；在教研室任职的，岗位选教研员。",
    )
    def teacher_has_a_school(cls) -> pl.Expr:
        return ~pl.col("post_code").is_in(AT_A_SCHOOL) | pl.col("school_code").is_not_null()

    @rule(
        "F07.R08",
        Severity.EXPLAIN,
        columns=("served_school_codes", "establishment"),
        words="编制是走教，却没有填走教服务校。",
        fix="请填走教所到学校的标识码；暂未安排的，请选择说明原因。",
    )
    def itinerant_serves_schools(cls) -> pl.Expr:
        is_itinerant = pl.col("establishment") == "itinerant"
        return ~is_itinerant | pl.col("served_school_codes").is_not_null()

    @rule(
        "F07.R09",
        Severity.EXPLAIN,
        columns=("valid_from",),
        words="到岗日期 {valid_from} 在收到报表之后。",
        fix="未到岗的到岗后再报；已定日期的，请选择说明原因（到岗日前不计入在岗）。",
    )
    def already_in_post(cls) -> pl.Expr:
        return pl.col("valid_from") <= pl.col("received_on")


def staff_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """Add ``is_overlapping``: a full-time post that shares a day with another of the same person.

    The last day in post counts (``valid_to`` is inclusive).
    """
    posts = rows.with_row_index("_row").filter(
        pl.col("post_code").is_in(FULL_TIME), pl.col("valid_from").is_not_null()
    )
    posts = posts.select(
        "_row",
        "submission_id",
        "staff_token",
        start="valid_from",
        end=pl.col("valid_to").fill_null(_FOR_EVER),
    ).drop_nulls("staff_token")
    person = ["submission_id", "staff_token"]
    pairs = posts.join(posts, on=person, suffix="_other").filter(
        pl.col("_row") != pl.col("_row_other"),
        pl.col("start") <= pl.col("end_other"),
        pl.col("start_other") <= pl.col("end"),
    )
    overlapping = pairs["_row"].unique()
    return (
        rows.with_row_index("_row")
        .with_columns(is_overlapping=pl.col("_row").is_in(overlapping.implode()))
        .drop("_row")
    )
