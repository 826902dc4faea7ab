"""F05, what was done for a case and when: contacts, referrals and what came back.

An increment: the events of one month. For 重度 the month is sent again each week, longer; the later
submission replaces the earlier whole. Whether the case exists, and whether contacts come in time,
is the warehouse's affair.
"""

import pandera.polars as pa
import polars as pl

from validations.forms.fields import (
    CASE_SHAPE,
    STAFF_SHAPE,
    column,
    explain,
    explain_code,
    school_code,
)
from validations.forms.rules import Severity, no_other_like_it, rule
from validations.parameters import Parameters
from validations.tokens import token_is_valid

USUAL_MINUTES = (5, 240)


class Followups(pa.DataFrameModel):
    """F05, one row an event of a case; coded throughout, no narrative."""

    case_id: str = column(
        "code",
        "个案号",
        "台账中的个案号，原样复制。",
        key=True,
        example="2136000001-2026-001",
        pattern=CASE_SHAPE,
    )
    school_code: str = school_code("报送学校的 10 位标识码，与台账一致。")
    event_seq: int = column(
        "integer",
        "序号",
        "该个案本月的第几次，从 1 编号；已报过的序号不改。",
        key=True,
        minimum=1,
        maximum=999,
        example="1",
    )
    event_on: pl.Date = column(
        "date", "日期", "实际发生的日期，须在本月之内。", example="2026-10-26"
    )
    contact_source: str = column(
        "list", "接触来源", "由谁发起，选一项。", list_name="contact_source", example="计划随访"
    )
    mode: str = column("list", "方式", "选一项。", list_name="contact_mode", example="面谈")
    minutes: int = column(
        "integer", "时长", "实际用时。", unit="分钟", minimum=1, maximum=600, example="40"
    )
    by_token: str = column(
        "code",
        "执行人代码",
        "执行人的教师代码（S 开头）；不得填姓名。",
        example="S0000-00000-00019",
        pattern=STAFF_SHAPE,
    )
    outcome: str = column(
        "list",
        "结果",
        "选一项；没有联系上本人或监护人的选失联，不算一次随访。",
        list_name="followup_outcome",
        example="平稳",
    )
    new_level: str = column(
        "list",
        "调整后等级",
        "本次评定改变了等级的填新等级，并在台账中同样改；没有变的留空。",
        list_name="level",
        required=False,
    )
    refer_to: str = column(
        "list",
        "转介机构类别",
        "方式是转介的选一项，其余留空。",
        list_name="refer_to",
        required=False,
    )
    feedback_on: pl.Date = column(
        "date", "反馈日期", "医疗机构反馈的日期；没有反馈的留空。", required=False
    )
    explain_code: str = explain_code()
    explain: str = explain()

    @rule(
        "F05.R01",
        Severity.MUST_FIX,
        columns=("event_seq", "case_id"),
        words="个案 {case_id} 的序号 {event_seq} 出现不止一行。",
        fix="一次随访只留一行；真是两次的，分别编号。",
    )
    def one_row_an_event(cls) -> pl.Expr:
        return no_other_like_it("case_id", "event_seq")

    @rule(
        "F05.R02",
        Severity.MUST_FIX,
        columns=("by_token",),
        words="执行人代码 {by_token} 不对：有字符抄错，末位校验位对不上。",
        fix="请从代码发放表原样复制教师代码，形如 S0000-00000-00019；不要手工录入。",
    )
    def token_holds(cls) -> pl.Expr:
        return token_is_valid("by_token", "S")

    @rule(
        "F05.R03",
        Severity.MUST_FIX,
        columns=("event_on",),
        words="日期 {event_on} 不在本表声明的 {declared_period} 月之内。",
        fix="哪个月的随访报在哪个月的表里：请改正日期，或移到那个月的表重报。",
    )
    def in_the_month(cls) -> pl.Expr:
        return pl.col("event_on").dt.strftime("%Y-%m") == pl.col("declared_period")

    @rule(
        "F05.R04",
        Severity.MUST_FIX,
        columns=("event_on",),
        words="日期 {event_on} 在收到报表之后。",
        fix="只报已经做了的随访；请核对日期。",
    )
    def done_before_sent(cls) -> pl.Expr:
        return pl.col("event_on") <= pl.col("received_on")

    @rule(
        "F05.R05",
        Severity.MUST_FIX,
        columns=("refer_to", "mode"),
        words="方式是转介，却没有填转介机构类别。",
        fix="请选择转介到哪一类机构。",
    )
    def referral_says_where(cls) -> pl.Expr:
        return (pl.col("mode") != "referral") | pl.col("refer_to").is_not_null()

    @rule(
        "F05.R06",
        Severity.MUST_FIX,
        columns=("refer_to", "mode"),
        words="方式是{mode}，却填了转介机构类别。",
        fix="确是转介的，方式改为转介；不是的，请清空转介机构类别。",
    )
    def only_a_referral_says_where(cls) -> pl.Expr:
        return pl.col("refer_to").is_null() | (pl.col("mode") == "referral")

    @rule(
        "F05.R07",
        Severity.MUST_FIX,
        columns=("feedback_on", "event_on"),
        words="反馈日期 {feedback_on} 早于日期 {event_on}。",
        fix="反馈在转介之后，请核对两个日期。",
    )
    def feedback_comes_after(cls) -> pl.Expr:
        return pl.col("feedback_on") >= pl.col("event_on")

    @rule(
        "F05.R08",
        Severity.MUST_FIX,
        columns=("feedback_on",),
        words="反馈日期 {feedback_on} 在收到报表之后。",
        fix="只填已经收到的反馈；请核对日期。",
    )
    def feedback_has_come(cls) -> pl.Expr:
        return pl.col("feedback_on") <= pl.col("received_on")

    @rule(
        "F05.R09",
        Severity.EXPLAIN,
        columns=("case_id", "school_code"),
        words="个案号 {case_id} 不以本校标识码 {school_code} 开头。",
        fix="请核对个案号和学校标识码；随学校合并带来的，请选择说明原因。",
    )
    def number_is_of_the_school(cls) -> pl.Expr:
        return pl.col("case_id").str.slice(0, 10) == pl.col("school_code")

    @rule(
        "F05.R10",
        Severity.EXPLAIN,
        columns=("minutes",),
        words="时长 {minutes} 分钟，不在 5–240 分钟之间。",
        fix="请核对单位是不是分钟；属实的，请选择说明原因。",
    )
    def minutes_are_usual(cls) -> pl.Expr:
        return pl.col("minutes").is_between(*USUAL_MINUTES)


def followup_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """F05 needs nothing beside its own cells."""
    return rows
