"""F03, screening results as counts: for schools that have no row a pupil to send.

Where F02 has the detail of the same school, grade and round, the warehouse leaves F03 out; that
comparison does not belong here. How many were due is derived from F01 and is not asked.
"""

import pandera.polars as pa
import polars as pl

from validations.forms.fields import column, explain, explain_code, round_id, school_code
from validations.forms.rules import Severity, no_other_like_it, rule
from validations.forms.screening_context import instrument_context
from validations.parameters import Parameters

LEVEL_COUNTS = ("normal_n", "mild_n", "moderate_n", "severe_n")


class ScreeningSummary(pa.DataFrameModel):
    """F03, one row a school × grade × sex × instrument in a round."""

    round_id: str = round_id()
    school_code: str = school_code(key=True)
    grade: str = column("list", "年级", "选一项。", list_name="grade", key=True, example="四年级")
    sex: str = column("list", "性别", "男、女各一行。", list_name="sex", key=True, example="女")
    instrument: str = column(
        "list",
        "量表",
        "选一项；用了几种量表的，每种各一行。",
        list_name="instrument",
        key=True,
        example="MHT心理健康诊断测验",
    )
    instrument_version: str = column(
        "list", "量表版本", "选一项。", list_name="instrument_version", example="100题版"
    )
    norm_set: str = column(
        "list", "常模", "判定等级所用的界值。", list_name="norm_set", example="国内通用界值"
    )
    score_scale: str = column(
        "list", "分数制", "判定等级所用的是哪一种分。", list_name="score_scale", example="原始分"
    )
    tested_n: int = column(
        "integer",
        "参测人数",
        "至少做过一次的学生数，一人只计一次；没有填 0。",
        unit="人",
        minimum=0,
        maximum=5000,
        example="118",
    )
    valid_n: int = column(
        "integer",
        "有效人数",
        "结果有效的学生数，一人只计一次；没有填 0。",
        unit="人",
        minimum=0,
        maximum=5000,
        example="116",
    )
    refused_n: int = column(
        "integer",
        "不同意人数",
        "监护人不同意或未回、没有施测的学生数；没有填 0。",
        unit="人",
        minimum=0,
        maximum=5000,
        example="2",
    )
    normal_n: int = column(
        "integer", "正常人数", "等级为正常的；没有填 0。", unit="人", minimum=0, example="104"
    )
    mild_n: int = column(
        "integer", "轻度人数", "等级为轻度的；没有填 0。", unit="人", minimum=0, example="10"
    )
    moderate_n: int = column(
        "integer", "中度人数", "等级为中度的；没有填 0。", unit="人", minimum=0, example="2"
    )
    severe_n: int = column(
        "integer", "重度人数", "等级为重度的；没有填 0。", unit="人", minimum=0, example="0"
    )
    started_on: pl.Date = column(
        "date", "开始日期", "施测的第一日；没有施测的留空。", required=False, example="2026-10-12"
    )
    ended_on: pl.Date = column(
        "date", "结束日期", "施测的最后一日；没有施测的留空。", required=False, example="2026-10-16"
    )
    explain_code: str = explain_code()
    explain: str = explain()

    @rule(
        "F03.R01",
        Severity.MUST_FIX,
        columns=("round_id",),
        words="本行轮次是 {round_id}，与本表声明的 {declared_period} 不一致。",
        fix="一张表只报一轮，请改正或移到另一张表。",
    )
    def round_as_declared(cls) -> pl.Expr:
        return pl.col("round_id") == pl.col("declared_period")

    @rule(
        "F03.R02",
        Severity.MUST_FIX,
        columns=("school_code", "grade", "sex", "instrument"),
        words="学校 {school_code} {grade}{sex}生用{instrument}出现不止一行。",
        fix="同一学校、年级、性别、量表只留一行，各班的数先加起来。",
    )
    def one_row_a_cell(cls) -> pl.Expr:
        return no_other_like_it("round_id", "school_code", "grade", "sex", "instrument")

    @rule(
        "F03.R03",
        Severity.MUST_FIX,
        columns=("valid_n", *LEVEL_COUNTS),
        words="正常 {normal_n}、轻度 {mild_n}、中度 {moderate_n}、重度 {severe_n} 人之和"
        "不等于有效 {valid_n} 人。",
        fix="四个等级之和应等于有效人数，请核对五格。",
    )
    def levels_add_to_valid(cls) -> pl.Expr:
        # A missing count is told at its own cell; a sum over it would say nothing true.
        total = pl.sum_horizontal(LEVEL_COUNTS, ignore_nulls=False)
        return total == pl.col("valid_n")

    @rule(
        "F03.R04",
        Severity.MUST_FIX,
        columns=("valid_n", "tested_n"),
        words="有效 {valid_n} 人多于参测 {tested_n} 人。",
        fix="有效人数不能超过参测人数，请核对两格。",
    )
    def valid_within_tested(cls) -> pl.Expr:
        return pl.col("valid_n") <= pl.col("tested_n")

    @rule(
        "F03.R05",
        Severity.MUST_FIX,
        columns=("ended_on", "started_on"),
        words="结束日期 {ended_on} 早于开始日期 {started_on}。",
        fix="请核对两个日期。",
    )
    def ended_after_started(cls) -> pl.Expr:
        return pl.col("ended_on") >= pl.col("started_on")

    @rule(
        "F03.R06",
        Severity.MUST_FIX,
        columns=("ended_on", "started_on"),
        words="施测日期（{started_on} 至 {ended_on}）在收到报表之后。",
        fix="请核对日期，特别是年份；尚未测完的，测完再报。",
    )
    def tested_before_sent(cls) -> pl.Expr:
        return pl.max_horizontal("started_on", "ended_on") <= pl.col("received_on")

    @rule(
        "F03.R07",
        Severity.EXPLAIN,
        columns=("started_on", "ended_on", "round_id"),
        words="施测日期 {started_on} 至 {ended_on} 不在本轮窗口"
        " {window_start} 至 {window_end} 之内。",
        fix="请核对日期；补测等属实的，请选择说明原因。",
    )
    def tested_in_the_window(cls) -> pl.Expr:
        window = (pl.col("window_start"), pl.col("window_end"))
        is_future = pl.max_horizontal("started_on", "ended_on") > pl.col("received_on")
        in_window = pl.col("started_on").is_between(*window) & pl.col("ended_on").is_between(
            *window
        )
        return in_window | is_future  # R06 tells that

    @rule(
        "F03.R08",
        Severity.MUST_FIX,
        columns=("started_on", "ended_on", "tested_n"),
        words="有 {tested_n} 人参测，却没有填全开始、结束日期。",
        fix="请填施测的第一日和最后一日，如 2026-10-12。",
    )
    def tested_has_dates(cls) -> pl.Expr:
        has_dates = pl.col("started_on").is_not_null() & pl.col("ended_on").is_not_null()
        return (pl.col("tested_n") == 0) | has_dates

    @rule(
        "F03.R10",
        Severity.MUST_FIX,
        columns=("instrument_version", "instrument", "norm_set", "score_scale"),
        words="{instrument}没有“{instrument_version}、{norm_set}、{score_scale}”这种组合。",
        fix="{known_combinations}",
    )
    def combination_is_known(cls) -> pl.Expr:
        return pl.col("version_is_known")

    @rule(
        "F03.R11",
        Severity.MUST_FIX,
        columns=("instrument", "grade"),
        words="{instrument}不适用于{grade}。",
        fix="适用年级以字典所列为准；请核对量表和年级。",
    )
    def grade_suits_the_instrument(cls) -> pl.Expr:
        return pl.col("grade_sort").is_between(pl.col("grade_min"), pl.col("grade_max"))


def summary_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """What the rules of F03 look at beside the cells: limits of the instrument, the window."""
    return instrument_context(rows)
