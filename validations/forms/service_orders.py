"""F12O, what a school asked of a contract, a paired university or a team, and what came of it.

An order is responded to, then finished; whether in time, and within its contract, is the
warehouse's affair.
"""

import polars as pl

from validations.forms.rules import Severity, no_other_like_it, rule
from validations.forms.service_columns import OrderColumns
from validations.forms.unit_numbers import is_of_unit
from validations.parameters import Parameters

ORDER_DATES = ("ordered_on", "responded_on", "finished_on")


class Orders(OrderColumns):
    """F12O with its rules."""

    @rule(
        "F12O.R01",
        Severity.MUST_FIX,
        columns=("order_id",),
        words="订单编号 {order_id} 在本表中出现不止一行。",
        fix="一张订单只留一行，填最新的进展。",
    )
    def one_row_an_order(cls) -> pl.Expr:
        return no_other_like_it("order_id")

    @rule(
        "F12O.R02",
        Severity.MUST_FIX,
        columns=("order_id",),
        words="订单编号 {order_id} 不以本单位代码开头。",
        fix="只报本单位学校的订单；请核对编号。",
    )
    def number_is_of_the_unit(cls) -> pl.Expr:
        return is_of_unit("order_id")

    @rule(
        "F12O.R03",
        Severity.MUST_FIX,
        columns=("contract_id",),
        words="合同编号 {contract_id} 不以本单位代码开头。",
        fix="订单须在本单位的合同（或结对、服务队）之下，编号与“服务合同”表一致；请核对。",
    )
    def contract_is_of_the_unit(cls) -> pl.Expr:
        return is_of_unit("contract_id")

    @rule(
        "F12O.R04",
        Severity.MUST_FIX,
        columns=("responded_on", "ordered_on"),
        words="响应日期 {responded_on} 早于下单日期 {ordered_on}。",
        fix="先下单后响应，请核对两个日期。",
    )
    def responded_after_ordered(cls) -> pl.Expr:
        return pl.col("responded_on") >= pl.col("ordered_on")

    @rule(
        "F12O.R05",
        Severity.MUST_FIX,
        columns=("finished_on", "responded_on", "ordered_on"),
        words="完成日期 {finished_on} 早于响应日期 {responded_on} 或下单日期 {ordered_on}。",
        fix="先下单、再响应、后完成，请核对三个日期；没有下单就到校服务的，补填真实的下单日期。",
    )
    def finished_last(cls) -> pl.Expr:
        return pl.col("finished_on") >= pl.max_horizontal("responded_on", "ordered_on")

    @rule(
        "F12O.R06",
        Severity.MUST_FIX,
        columns=ORDER_DATES,
        at="date_ahead",
        words="有日期在收到报表（{received_on}）之后。",
        fix="只填已经发生的日期，约定的日期不填；请核对年份。",
    )
    def nothing_lies_ahead(cls) -> pl.Expr:
        return pl.col("date_ahead").is_null()

    @rule(
        "F12O.R07",
        Severity.MUST_FIX,
        columns=("responded_on", "finished_on"),
        words="{finished_on} 已完成，却没有填响应日期。",
        fix="请补填响应日期；当天答复当天做完的填同一日。",
    )
    def what_is_finished_was_responded(cls) -> pl.Expr:
        return pl.col("finished_on").is_null() | pl.col("responded_on").is_not_null()

    @rule(
        "F12O.R08",
        Severity.MUST_FIX,
        columns=("finished_on", "served_n", "expert_n", "rating"),
        words="没有完成日期，却填了服务人次、专家人数或评分。",
        fix="这几格完成后才填：已完成的请填完成日期，未完成的请清空。",
    )
    def counted_once_finished(cls) -> pl.Expr:
        is_counted = pl.any_horizontal(
            pl.col(name).fill_null(0) > 0 for name in ("served_n", "expert_n", "rating")
        )
        return pl.col("finished_on").is_not_null() | ~is_counted

    @rule(
        "F12O.R09",
        Severity.EXPLAIN,
        columns=("served_n", "finished_on"),
        words="{finished_on} 已完成，却没有填服务人次。",
        fix="请填服务人次；没有统计的，请选择说明原因。",
    )
    def what_is_finished_is_counted(cls) -> pl.Expr:
        return pl.col("finished_on").is_null() | pl.col("served_n").is_not_null()


def order_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """Add to F12O rows date_ahead: the first date after the receipt, by its column's name."""
    is_ahead = (
        pl.when(pl.col(name) > pl.col("received_on")).then(pl.lit(name)) for name in ORDER_DATES
    )
    return rows.with_columns(date_ahead=pl.coalesce(is_ahead))
