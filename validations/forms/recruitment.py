"""F08, posts planned and filled in the year so far: by open recruitment or by retraining teachers.

A plan is no count of people and is never added to one. Who is in post is F07; how much of the
province's plan the city took is reckoned, never asked.
"""

from typing import Any

import pandera.polars as pa
import polars as pl

from validations.forms.fields import column, explain, explain_code
from validations.forms.rules import Severity, no_other_like_it, rule
from validations.parameters import Parameters

CITY_OFFICE = "3607SZ"


def _count(title: str, help_text: str, example: str, *, most: int, required: bool = True) -> Any:
    return column(
        "integer",
        title,
        help_text,
        unit="人",
        minimum=0,
        maximum=most,
        required=required,
        example=example,
    )


class Recruitment(pa.DataFrameModel):
    """F08, one row a channel and post; the whole year so far each quarter."""

    channel: str = column(
        "list", "途径", "选一项。", list_name="channel", key=True, example="公开招聘"
    )
    post_code: str = column(
        "list",
        "岗位",
        "招来或转岗后的岗位，选一项。",
        list_name="post_code",
        key=True,
        example="专职心理教师",
    )
    plan_n: int = _count(
        "计划数", "本年全年的计划人数，不是已招到的人数；没有计划填 0。", "3", most=2000
    )
    applied_n: int = _count(
        "报名", "本年到本季末报名的人数；不掌握的留空。", "25", most=100_000, required=False
    )
    hired_n: int = _count(
        "录用",
        "本年到本季末已录用的人数，转岗培养填已取得合格证明的人数；没有填 0。",
        "2",
        most=2000,
    )
    prov_plan_n: int = _count(
        "全省计划",
        "全省本年同一途径、岗位的计划人数；只由市教育局在市直的表中填，各县（市、区）留空。",
        "",
        most=20_000,
        required=False,
    )
    explain_code: str = explain_code()
    explain: str = explain()

    @rule(
        "F08.R01",
        Severity.MUST_FIX,
        columns=("channel", "post_code"),
        words="途径“{channel}”、岗位“{post_code}”出现不止一行。",
        fix="同一途径、岗位只留一行，填本年到本季末的累计数，不要一个季度一行。",
    )
    def one_row_a_channel_and_post(cls) -> pl.Expr:
        return no_other_like_it("channel", "post_code")

    @rule(
        "F08.R02",
        Severity.MUST_FIX,
        columns=("hired_n", "applied_n"),
        words="录用 {hired_n} 人，多于报名 {applied_n} 人。",
        fix="录用的都报过名，请核对两个数；不掌握报名人数的，报名留空。",
    )
    def hired_had_applied(cls) -> pl.Expr:
        return pl.col("hired_n") <= pl.col("applied_n")

    @rule(
        "F08.R03",
        Severity.EXPLAIN,
        columns=("hired_n", "plan_n"),
        words="录用 {hired_n} 人，多于计划 {plan_n} 人。",
        fix="请核对计划数和录用数是否填反；计划有追加的，计划数填追加后的；属实的，请选择说明原因。",
    )
    def hired_within_the_plan(cls) -> pl.Expr:
        return pl.col("hired_n") <= pl.col("plan_n")

    @rule(
        "F08.R04",
        Severity.MUST_FIX,
        columns=("prov_plan_n",),
        words="全省计划填了 {prov_plan_n}，而本表是{declared_unit}的。",
        fix="全省计划只由市教育局在市直的表中填，请清空；本县的计划填在计划数一列。",
    )
    def only_the_city_tells_of_the_province(cls) -> pl.Expr:
        return pl.col("prov_plan_n").is_null() | (pl.col("declared_unit") == CITY_OFFICE)

    @rule(
        "F08.R05",
        Severity.MUST_FIX,
        columns=("prov_plan_n", "plan_n"),
        words="全省计划 {prov_plan_n} 人，少于本单位计划 {plan_n} 人。",
        fix="本单位的计划在全省计划之内，请核对两个数是否填反。",
    )
    def the_plan_is_part_of_the_province(cls) -> pl.Expr:
        return pl.col("plan_n") <= pl.col("prov_plan_n")


def recruitment_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """F08 needs nothing beside its own cells."""
    return rows
