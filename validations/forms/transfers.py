"""F06, archives on their way: one row a leg and end, judged against the file's other rows.

An increment: what happened in one month. A leg is told again when something new happened to it;
over the months the latest row of an end counts. Columns are in ``transfer_columns``, the rules of
single rows in ``transfer_ends``.
"""

import polars as pl

from validations.forms.rules import Severity, no_other_like_it, rule
from validations.forms.transfer_context import SAME_THROUGHOUT
from validations.forms.transfer_ends import TransferEnds


class Transfers(TransferEnds):
    """F06 with all its rules."""

    @rule(
        "F06.R20",
        Severity.MUST_FIX,
        columns=("transfer_id", "leg_no", "side"),
        words="移交单 {transfer_id}“{leg_no}”一段的{side}出现不止一行。",
        fix="一段的一方一个月只留一行，填最新的情况。",
    )
    def one_row_a_leg_and_end(cls) -> pl.Expr:
        return no_other_like_it("transfer_id", "leg_no", "side")

    @rule(
        "F06.R21",
        Severity.MUST_FIX,
        columns=("sent_on", "arrived_on"),
        at="date_ahead",
        words="有日期在收到报表（{received_on}）之后。",
        fix="只报已经送出、已经收到的；请核对日期，特别是年份。",
    )
    def nothing_lies_ahead(cls) -> pl.Expr:
        return pl.col("date_ahead").is_null()

    @rule(
        "F06.R22",
        Severity.MUST_FIX,
        columns=("sent_on", "arrived_on", "leg_no", "transfer_id"),
        at="own_date",
        words="移交单 {transfer_id}“{leg_no}”一段 {leg_sent_on} 送出，却在 {leg_arrived_on} 收到。",
        fix="送出不会晚于收到，请两方核对日期。",
    )
    def sent_before_it_arrived(cls) -> pl.Expr:
        return pl.col("leg_sent_on") <= pl.col("leg_arrived_on")

    @rule(
        "F06.R23",
        Severity.MUST_FIX,
        columns=("sent_on", "leg_no", "transfer_id"),
        words="移交单 {transfer_id}：上一段 {earlier_arrived_on} 才收到，这一段 {sent_on} 已送出。",
        fix="收到以后才能往下送，请核对两段的日期。",
    )
    def sent_on_after_it_had_come(cls) -> pl.Expr:
        return pl.col("sent_on") >= pl.col("earlier_arrived_on")

    @rule(
        "F06.R24",
        Severity.MUST_FIX,
        columns=SAME_THROUGHOUT,
        at="told_otherwise",
        words="移交单 {transfer_id} 在本表各行中，这一项填得不一样。",
        fix="同一张移交单的学生、事由、转出和接收各行要一致，请照移交单改正。",
    )
    def one_slip_says_one_thing(cls) -> pl.Expr:
        return pl.col("told_otherwise").is_null()

    @rule(
        "F06.R25",
        Severity.EXPLAIN,
        columns=("seal_no", "pieces", "leg_no", "transfer_id"),
        at="ends_differ",
        words="移交单 {transfer_id}“{leg_no}”一段，送出方和接收方的封条号或份数不一样。",
        fix="请核对；确有换封、缺件的，请在异常中选择并选择说明原因。",
    )
    def both_ends_saw_the_same(cls) -> pl.Expr:
        return pl.col("ends_differ").is_null()

    @rule(
        "F06.R26",
        Severity.MUST_FIX,
        columns=("seal_no", "from_school", "transfer_id"),
        words="封条号 {seal_no} 用在了转出学校 {from_school} 的 {seal_transfers} 张移交单上。",
        fix="一个封条只封一袋档案，请核对封条号和移交单号。",
    )
    def one_seal_one_archive(cls) -> pl.Expr:
        return pl.col("seal_transfers") <= 1

    @rule(
        "F06.R27",
        Severity.EXPLAIN,
        columns=("arrived_on", "leg_no", "transfer_id"),
        words="移交单 {transfer_id}“{leg_no}”一段 {leg_sent_on} 送出，应在 {leg_due_on} 前收到，"
        "{arrived_on} 才收到。",
        fix="请核对日期；属实的，请选择说明原因。",
    )
    def leg_in_time(cls) -> pl.Expr:
        is_late = pl.col("arrived_on") > pl.col("leg_due_on")
        return ~(is_late & (pl.col("side") == "receiver"))

    @rule(
        "F06.R28",
        Severity.MUST_FIX,
        columns=("sent_on", "arrived_on"),
        at="own_date",
        words="送出或接收日期 {own_day} 在本表声明的 {declared_period} 月之后。",
        fix="哪个月的送出和接收报在哪个月的表里；请改正日期，或移到那个月的表。",
    )
    def not_after_the_month(cls) -> pl.Expr:
        return pl.col("own_day").dt.strftime("%Y-%m") <= pl.col("declared_period")

    @rule(
        "F06.R29",
        Severity.EXPLAIN,
        columns=("sent_on", "arrived_on"),
        at="own_date",
        words="送出或接收日期 {own_day} 在本表声明的 {declared_period} 月之前。",
        fix="请核对日期；以前月份漏报的，或该段有新情况再报的，请选择说明原因。",
    )
    def not_before_the_month(cls) -> pl.Expr:
        return pl.col("own_day").dt.strftime("%Y-%m") >= pl.col("declared_period")
