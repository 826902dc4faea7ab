"""F10, calls by line and month, and F10V, visits to a school's counselling room since term began.

Counts only. A line's number is its code, never a count. Whether closed cases fit those handed over
in earlier months, and how calls compare with follow-ups, is the warehouse's affair.
"""

from typing import Any

import pandera.polars as pa
import polars as pl

from validations.code_lists import labels
from validations.forms.fields import SEMESTER, column, explain, explain_code, school_code
from validations.forms.rules import Severity, no_other_like_it, rule
from validations.parameters import Parameters

# Above every number of a line, so that one typed as a count is told for what it is.
_MOST = 999_999
CALLS = ("calls_n", "answered_n", "pupil_related_n", "crisis_n", "handed_n", "closed_n")
VISITS = ("visits_n", "visitors_n")


def _count(title: str, help_text: str, unit: str, example: str) -> Any:
    return column("integer", title, help_text, unit=unit, minimum=0, maximum=_MOST, example=example)


class Hotlines(pa.DataFrameModel):
    """F10, one row a line."""

    line_code: str = column(
        "list",
        "线路",
        "选一项；本地热线不止一条的，合成一行。",
        list_name="line_code",
        key=True,
        example="本地热线",
    )
    calls_n: int = _count("来电", "本月打进来的次数；没有填 0。", "次", "36")
    answered_n: int = _count("接通", "其中接通的次数；没有填 0。", "次", "30")
    pupil_related_n: int = _count("学生相关", "接通中与中小学生有关的次数；没有填 0。", "次", "18")
    crisis_n: int = _count("危机", "接通中属于危机的次数；没有填 0。", "次", "1")
    handed_n: int = _count("转办", "接通中转学校或教育部门办理的次数；没有填 0。", "次", "4")
    closed_n: int = _count("办结", "本月办结的次数，含以前月份转办的；没有填 0。", "次", "3")
    explain_code: str = explain_code()
    explain: str = explain()

    @rule(
        "F10.R01",
        Severity.MUST_FIX,
        columns=("line_code",),
        words="线路“{line_code}”在本表中出现不止一行。",
        fix="一条线路一个月只留一行；本地热线不止一条的，各数相加后填一行。",
    )
    def one_row_a_line(cls) -> pl.Expr:
        return no_other_like_it("line_code")

    @rule(
        "F10.R02",
        Severity.MUST_FIX,
        columns=CALLS,
        at="number_as_count",
        words="这里填的是热线号码 {number_typed}，不是次数。",
        fix="请填本月的次数；号码只在线路一列选择。",
    )
    def counts_are_no_numbers_of_lines(cls) -> pl.Expr:
        return pl.col("number_as_count").is_null()

    @rule(
        "F10.R03",
        Severity.MUST_FIX,
        columns=("answered_n", "calls_n"),
        words="接通 {answered_n} 次，多于来电 {calls_n} 次。",
        fix="接通的都是来电，请核对两个数。",
    )
    def answered_are_calls(cls) -> pl.Expr:
        return pl.col("answered_n") <= pl.col("calls_n")

    @rule(
        "F10.R04",
        Severity.MUST_FIX,
        columns=("pupil_related_n", "answered_n"),
        words="学生相关 {pupil_related_n} 次，多于接通 {answered_n} 次。",
        fix="只算接通的来电，请核对两个数。",
    )
    def pupil_related_were_answered(cls) -> pl.Expr:
        return pl.col("pupil_related_n") <= pl.col("answered_n")

    @rule(
        "F10.R05",
        Severity.MUST_FIX,
        columns=("crisis_n", "answered_n"),
        words="危机 {crisis_n} 次，多于接通 {answered_n} 次。",
        fix="只算接通的来电，请核对两个数。",
    )
    def crises_were_answered(cls) -> pl.Expr:
        return pl.col("crisis_n") <= pl.col("answered_n")

    @rule(
        "F10.R06",
        Severity.MUST_FIX,
        columns=("handed_n", "answered_n"),
        words="转办 {handed_n} 次，多于接通 {answered_n} 次。",
        fix="只算本月接通后转办的，请核对两个数。",
    )
    def handed_over_were_answered(cls) -> pl.Expr:
        return pl.col("handed_n") <= pl.col("answered_n")

    @rule(
        "F10.R07",
        Severity.EXPLAIN,
        columns=("answered_n", "calls_n"),
        words="来电 {calls_n} 次，一次也没有接通。",
        fix="请核对接通次数；属实的，请选择说明原因。",
    )
    def some_call_was_answered(cls) -> pl.Expr:
        return (pl.col("calls_n") == 0) | (pl.col("answered_n") > 0)


class Visits(pa.DataFrameModel):
    """F10V, one row a school and semester: the total from the first day of term to the month's end.

    A later month's row for the same semester replaces it; the two are never added.
    """

    semester: str = column(
        "code",
        "学期",
        "如 2026-2027-1；至少在学期最后一个月报一次，也可以每月更新。",
        key=True,
        example="2026-2027-1",
        pattern=SEMESTER,
    )
    school_code: str = school_code("辅导室所在学校的 10 位标识码。", key=True)
    visits_n: int = _count(
        "咨询人次", "开学以来到本月底的累计人次，一人来几次算几次；没有填 0。", "人次", "52"
    )
    visitors_n: int = _count(
        "咨询人数", "开学以来到本月底的累计人数，一人来几次只算一人；没有填 0。", "人", "31"
    )
    explain_code: str = explain_code()
    explain: str = explain()

    @rule(
        "F10V.R01",
        Severity.MUST_FIX,
        columns=("school_code", "semester"),
        words="学校 {school_code} 在 {semester} 学期出现不止一行。",
        fix="一所学校一个学期只留一行累计数；几个室的合在一起。",
    )
    def one_row_a_school(cls) -> pl.Expr:
        return no_other_like_it("semester", "school_code")

    @rule(
        "F10V.R02",
        Severity.MUST_FIX,
        columns=VISITS,
        at="number_as_count",
        words="这里填的是热线号码 {number_typed}，不是人次或人数。",
        fix="请填累计的人次和人数。",
    )
    def counts_are_no_numbers_of_lines(cls) -> pl.Expr:
        return pl.col("number_as_count").is_null()

    @rule(
        "F10V.R03",
        Severity.MUST_FIX,
        columns=("visitors_n", "visits_n"),
        words="咨询人数 {visitors_n} 人，多于咨询人次 {visits_n} 人次。",
        fix="一人至少来一次，人数不会多于人次；请核对两个数是否填反。",
    )
    def every_visitor_came(cls) -> pl.Expr:
        return pl.col("visitors_n") <= pl.col("visits_n")

    @rule(
        "F10V.R04",
        Severity.MUST_FIX,
        columns=("visitors_n", "visits_n"),
        words="咨询人次是 {visits_n}，咨询人数却是 0。",
        fix="有人次就有人数，请补填咨询人数。",
    )
    def visits_are_of_somebody(cls) -> pl.Expr:
        return (pl.col("visits_n") == 0) | (pl.col("visitors_n") > 0)

    @rule(
        "F10V.R05",
        Severity.MUST_FIX,
        columns=("semester",),
        words="学期 {semester} 在本表声明的 {declared_period} 月之后。",
        fix="只报已经开始的学期；本月所在的学期是 {current_semester}。",
    )
    def semester_has_begun(cls) -> pl.Expr:
        return pl.col("semester") <= pl.col("current_semester")

    @rule(
        "F10V.R06",
        Severity.EXPLAIN,
        columns=("semester",),
        words="学期 {semester} 早于本月所在的学期 {current_semester}。",
        fix="请核对学期；补报或更正以前学期的，请选择说明原因。",
    )
    def semester_is_running(cls) -> pl.Expr:
        return pl.col("semester") >= pl.col("current_semester")


def hotline_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """Add to F10 rows: number_as_count, number_typed."""
    return _beside_numbers(rows, CALLS)


def visit_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """Add to F10V rows: number_as_count, number_typed, current_semester of the declared month."""
    month = pl.col("declared_period").str.slice(5, 2).cast(pl.Int32, strict=False)
    year = pl.col("declared_period").str.slice(0, 4).cast(pl.Int32, strict=False)
    year = year - (month < 9).cast(pl.Int32)
    half = pl.when(month.is_between(2, 8)).then(pl.lit("2")).otherwise(pl.lit("1"))
    semester = pl.format("{}-{}-{}", year, year + 1, half)
    return _beside_numbers(rows, VISITS).with_columns(current_semester=semester)


def _beside_numbers(rows: pl.DataFrame, counts: tuple[str, ...]) -> pl.DataFrame:
    """The first of the counts that is the number of a line, by name, and that number."""
    numbers = [int(code) for code in labels("line_code").values() if code.isdecimal()]
    is_number = {name: pl.col(name).is_in(numbers) for name in counts}
    return rows.with_columns(
        number_as_count=pl.coalesce(
            pl.when(found).then(pl.lit(name)) for name, found in is_number.items()
        ),
        number_typed=pl.coalesce(
            pl.when(found).then(pl.col(name)) for name, found in is_number.items()
        ),
    )
