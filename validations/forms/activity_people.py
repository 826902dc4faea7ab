"""F11P and F11A, who came to a training and who was given an award; a person is a staff token.

Lists of people are asked for at trainings of a county or the city alone. Whether the activity is
registered, and the person on a roster, is the warehouse's affair.
"""

import polars as pl

from validations.forms.activity_columns import AttendanceColumns, AwardColumns
from validations.forms.rules import Severity, no_other_like_it, rule
from validations.forms.unit_numbers import is_of_unit
from validations.parameters import Parameters
from validations.tokens import token_is_valid

_COPY = "请从代码发放表原样复制教师代码，形如 S0000-00000-00019；不要手工录入。"


class Attendance(AttendanceColumns):
    """F11P with its rules."""

    @rule(
        "F11P.R01",
        Severity.MUST_FIX,
        columns=("staff_token",),
        words="教师代码 {staff_token} 不对：有字符抄错，末位校验位对不上。",
        fix=_COPY,
    )
    def token_holds(cls) -> pl.Expr:
        return token_is_valid("staff_token", "S")

    @rule(
        "F11P.R02",
        Severity.MUST_FIX,
        columns=("staff_token", "activity_id"),
        words="活动 {activity_id} 的参加名单里，教师 {staff_token} 不止一行。",
        fix="一人在一次活动的名单里只留一行。",
    )
    def one_row_a_person(cls) -> pl.Expr:
        return no_other_like_it("activity_id", "staff_token")

    @rule(
        "F11P.R03",
        Severity.MUST_FIX,
        columns=("activity_id",),
        words="活动编号 {activity_id} 不以本单位代码开头。",
        fix="只报本单位主办的活动的名单，编号与“活动登记”表一致；请核对编号。",
    )
    def number_is_of_the_unit(cls) -> pl.Expr:
        return is_of_unit("activity_id")


class Awards(AwardColumns):
    """F11A with its rules."""

    @rule(
        "F11A.R01",
        Severity.MUST_FIX,
        columns=("staff_token",),
        words="教师代码 {staff_token} 不对：有字符抄错，末位校验位对不上。",
        fix=_COPY,
    )
    def token_holds(cls) -> pl.Expr:
        return token_is_valid("staff_token", "S")

    @rule(
        "F11A.R02",
        Severity.MUST_FIX,
        columns=("staff_token", "activity_id", "award_level"),
        words="活动 {activity_id} 里，教师 {staff_token} 的{award_level}奖项不止一行。",
        fix="一人在一次活动的同一级别只留一行，填最高的奖。",
    )
    def one_row_an_award(cls) -> pl.Expr:
        return no_other_like_it("activity_id", "staff_token", "award_level")

    @rule(
        "F11A.R03",
        Severity.MUST_FIX,
        columns=("activity_id",),
        words="活动编号 {activity_id} 不以本单位代码开头。",
        fix="只报本单位主办的活动的获奖名单，编号与“活动登记”表一致；请核对编号。",
    )
    def number_is_of_the_unit(cls) -> pl.Expr:
        return is_of_unit("activity_id")

    @rule(
        "F11A.R04",
        Severity.MUST_FIX,
        columns=("award_class", "award_rank"),
        words="获奖等次和获奖名次都没有填。",
        fix="评等次的选等次，排名次的填第几名，两样都有的都填；没有获奖的请删除本行。",
    )
    def an_award_says_what_it_is(cls) -> pl.Expr:
        return pl.any_horizontal(pl.col("award_class", "award_rank").is_not_null())

    @rule(
        "F11A.R05",
        Severity.EXPLAIN,
        columns=("award_rank", "activity_id", "award_level"),
        words="活动 {activity_id} 的{award_level}第 {award_rank} 名不止一人。",
        fix="请核对名次；确是并列的，请选择说明原因。",
    )
    def a_rank_has_one_holder(cls) -> pl.Expr:
        return no_other_like_it("activity_id", "award_level", "award_rank")


def people_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """F11P and F11A need nothing beside their own cells."""
    return rows
