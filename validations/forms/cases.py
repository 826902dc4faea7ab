"""F04, the register of cases: what a case is, at which level and status it stands, since when.

A stock: every running case each month, with what was closed since the last register. What was
done for a case is F05 (``followups``); clocks and overdue days are the warehouse's affair. Columns
are in ``case_columns``.
"""

import polars as pl

from validations.forms.case_columns import CaseColumns
from validations.forms.case_context import DATES
from validations.forms.rules import Severity, no_other_like_it, rule
from validations.tokens import token_is_valid

URGENT = ("moderate", "severe")


class Cases(CaseColumns):
    """F04 with its rules."""

    @rule(
        "F04.R01",
        Severity.MUST_FIX,
        columns=("case_id",),
        words="个案号 {case_id} 在本表中出现不止一行。",
        fix="一个个案只留一行，填最新的等级和状态；两个个案用了同一个号的，给后建的一个编新号。",
    )
    def one_row_a_case(cls) -> pl.Expr:
        return no_other_like_it("case_id")

    @rule(
        "F04.R02",
        Severity.MUST_FIX,
        columns=("pupil_token",),
        words="学生代码 {pupil_token} 不对：有字符抄错，末位校验位对不上。",
        fix="请从代码发放表原样复制，形如 P0000-00000-0001P；不要手工录入。",
    )
    def pupil_token_holds(cls) -> pl.Expr:
        return token_is_valid("pupil_token", "P")

    @rule(
        "F04.R03",
        Severity.MUST_FIX,
        columns=("owner_token",),
        words="责任人代码 {owner_token} 不对：有字符抄错，末位校验位对不上。",
        fix="请从代码发放表原样复制教师代码，形如 S0000-00000-00019；不要手工录入。",
    )
    def owner_token_holds(cls) -> pl.Expr:
        return token_is_valid("owner_token", "S")

    @rule(
        "F04.R04",
        Severity.MUST_FIX,
        columns=("level_on", "opened_on"),
        words="等级日期 {level_on} 早于纳入日期 {opened_on}。",
        fix="个案从纳入起才有等级，请核对两个日期。",
    )
    def levelled_after_opening(cls) -> pl.Expr:
        return pl.col("opened_on") <= pl.col("level_on")

    @rule(
        "F04.R05",
        Severity.MUST_FIX,
        columns=("status_on", "opened_on"),
        words="状态日期 {status_on} 早于纳入日期 {opened_on}。",
        fix="个案从纳入起才有状态，请核对两个日期。",
    )
    def in_status_after_opening(cls) -> pl.Expr:
        return pl.col("opened_on") <= pl.col("status_on")

    @rule(
        "F04.R06",
        Severity.MUST_FIX,
        columns=DATES,
        at="date_ahead",
        words="有日期在收到报表（{received_on}）之后。",
        fix="只填已经发生的日期，计划中的不填；请核对日期，特别是年份。",
    )
    def nothing_lies_ahead(cls) -> pl.Expr:
        return pl.col("date_ahead").is_null()

    @rule(
        "F04.R07",
        Severity.MUST_FIX,
        columns=("owner_token", "level"),
        words="重度个案没有责任人。",
        fix="请填责任人的教师代码；尚未确定的，先确定再报。",
    )
    def severe_has_an_owner(cls) -> pl.Expr:
        needs = (pl.col("level") == "severe") & ~pl.col("is_closed")
        return ~needs | pl.col("owner_token").is_not_null()

    @rule(
        "F04.R08",
        Severity.MUST_FIX,
        columns=("close_reason", "status"),
        words="状态是结案，却没有结案依据。",
        fix="请选择结案依据；依据不足的，状态改回在册。",
    )
    def closing_has_a_reason(cls) -> pl.Expr:
        return (pl.col("status") != "closed") | pl.col("close_reason").is_not_null()

    @rule(
        "F04.R09",
        Severity.EXPLAIN,
        columns=("plan_on", "level", "level_on"),
        words="{level}个案自 {level_on} 定级，至 {plan_due_on} 应有一生一案，本行没有填日期。",
        fix="请补填一生一案日期；确未制定的，请尽快制定并选择说明原因。",
    )
    def plan_in_time(cls) -> pl.Expr:
        needs = pl.col("level").is_in(URGENT) & ~pl.col("is_closed")
        is_over = (pl.col("plan_due_on") < pl.col("received_on")).fill_null(False)
        return ~(needs & is_over) | pl.col("plan_on").is_not_null()

    @rule(
        "F04.R10",
        Severity.EXPLAIN,
        columns=("case_id", "school_code"),
        words="个案号 {case_id} 不以本校标识码 {school_code} 开头。",
        fix="请核对个案号和学校标识码；随学校合并带来的，请选择说明原因。",
    )
    def number_is_of_the_school(cls) -> pl.Expr:
        return pl.col("case_id").str.slice(0, 10) == pl.col("school_code")

    @rule(
        "F04.R11",
        Severity.EXPLAIN,
        columns=("status", "level"),
        words="状态是结案，当前等级还是{level}。",
        fix="请核对等级；经研究仍予结案的，请选择说明原因。",
    )
    def closed_at_rest(cls) -> pl.Expr:
        return ~((pl.col("status") == "closed") & pl.col("level").is_in(URGENT))

    @rule(
        "F04.R12",
        Severity.EXPLAIN,
        columns=("owner_token", "level"),
        words="中度个案没有责任人。",
        fix="请填责任人的教师代码；尚未确定的，请选择说明原因。",
    )
    def moderate_has_an_owner(cls) -> pl.Expr:
        needs = (pl.col("level") == "moderate") & ~pl.col("is_closed")
        return ~needs | pl.col("owner_token").is_not_null()

    @rule(
        "F04.R13",
        Severity.NOTE,
        columns=("close_reason", "status"),
        words="状态不是结案，却填了结案依据；结案依据不予采用。",
        fix="已结案的，状态改为结案；未结案的，请清空结案依据。",
    )
    def reason_only_when_closed(cls) -> pl.Expr:
        return pl.col("close_reason").is_null() | (pl.col("status") == "closed")

    @rule(
        "F04.R14",
        Severity.EXPLAIN,
        columns=("plan_on", "ack_principal_on", "ack_psych_on", "ack_homeroom_on", "opened_on"),
        at="date_too_early",
        words="有日期早于纳入日期 {opened_on}。",
        fix="请核对日期；纳入前已办的，请选择说明原因。",
    )
    def nothing_before_opening(cls) -> pl.Expr:
        return pl.col("date_too_early").is_null()

    @rule(
        "F04.R15",
        Severity.EXPLAIN,
        columns=("opened_on", "case_id"),
        words="个案号 {case_id} 的年份与纳入日期 {opened_on} 不符。",
        fix="个案号的年份是纳入那年（或那个学年起始的一年），请核对；属实的，请选择说明原因。",
    )
    def number_is_of_the_year(cls) -> pl.Expr:
        year = pl.col("case_id").str.extract(r"-(20\d{2})-").cast(pl.Int32, strict=False)
        opened = pl.col("opened_on")
        school_year = opened.dt.year() - (opened.dt.month() < 9).cast(pl.Int32)
        return (year == opened.dt.year()) | (year == school_year)

    @rule(
        "F04.R16",
        Severity.EXPLAIN,
        columns=("pupil_token", "school_code"),
        words="学生 {pupil_token} 在本校有不止一个未结的个案。",
        fix="一名学生一个个案，请合并；代码抄错的改正，确需分开的，请选择说明原因。",
    )
    def one_open_case_a_pupil(cls) -> pl.Expr:
        return pl.col("is_closed") | (pl.col("open_cases") <= 1)
