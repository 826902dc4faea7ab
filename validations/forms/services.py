"""F12, services bought, paired universities, teams of experts, as far as the file can show.

A stock: every contract in force in the year, with all its orders and payments. Whether an order or
a payment fits its contract is the warehouse's affair. Columns are in
``service_columns``, orders in ``service_orders``.
"""

import polars as pl

from validations.forms.rules import Severity, no_other_like_it, rule
from validations.forms.service_columns import ContractColumns, PaymentColumns
from validations.forms.unit_numbers import is_of_unit
from validations.parameters import Parameters

# Below this a sum in yuan is likely meant in units of ten thousand.
LEAST_YUAN = 1000
USUAL_YEARS = 5


def _looks_like_yuan(name: str) -> pl.Expr:
    amount = pl.col(name).abs()
    return (amount == 0) | (amount >= LEAST_YUAN)


class Contracts(ContractColumns):
    """F12 with its rules."""

    @rule(
        "F12.R01",
        Severity.MUST_FIX,
        columns=("contract_id",),
        words="合同编号 {contract_id} 在本表中出现不止一行。",
        fix="一份合同只留一行；续签的另编新号。",
    )
    def one_row_a_contract(cls) -> pl.Expr:
        return no_other_like_it("contract_id")

    @rule(
        "F12.R02",
        Severity.MUST_FIX,
        columns=("contract_id",),
        words="合同编号 {contract_id} 不以本单位代码开头。",
        fix="只报本单位签的合同；请核对编号。",
    )
    def number_is_of_the_unit(cls) -> pl.Expr:
        return is_of_unit("contract_id")

    @rule(
        "F12.R03",
        Severity.MUST_FIX,
        columns=("end_on", "start_on"),
        words="合同终止日期 {end_on} 早于起始日期 {start_on}。",
        fix="请核对两个日期。",
    )
    def ends_after_it_begins(cls) -> pl.Expr:
        return pl.col("end_on") >= pl.col("start_on")

    @rule(
        "F12.R04",
        Severity.EXPLAIN,
        columns=("amount_year",),
        words="年金额 {amount_year} 元，不足 1000 元，像是按万元填的。",
        fix="单位是元：30 万元填 300000。请核对；属实的，请选择说明原因。",
    )
    def amount_is_in_yuan(cls) -> pl.Expr:
        return _looks_like_yuan("amount_year")

    @rule(
        "F12.R05",
        Severity.EXPLAIN,
        columns=("amount_year", "service_kind"),
        words="服务方式是购买服务，年金额却是 0。",
        fix="请填每年的合同金额（元）；不付费的结对或服务队，请改服务方式。",
    )
    def what_is_bought_has_a_price(cls) -> pl.Expr:
        return (pl.col("service_kind") != "purchased") | (pl.col("amount_year") > 0)

    @rule(
        "F12.R06",
        Severity.MUST_FIX,
        columns=("deliverables", "service_kind"),
        words="服务方式是购买服务，却没有填服务内容。",
        fix="请从字典的八项服务内容中选，多项用分号隔开。",
    )
    def what_is_bought_is_named(cls) -> pl.Expr:
        return (pl.col("service_kind") != "purchased") | pl.col("deliverables").is_not_null()

    @rule(
        "F12.R07",
        Severity.MUST_FIX,
        columns=("member_n", "service_kind"),
        words="服务方式是服务队，却没有填服务队人数。",
        fix="请填现有成员人数；还没有成员的填 0。",
    )
    def a_team_has_members(cls) -> pl.Expr:
        return (pl.col("service_kind") != "team") | pl.col("member_n").is_not_null()

    @rule(
        "F12.R08",
        Severity.EXPLAIN,
        columns=("end_on", "start_on"),
        words="合同从 {start_on} 到 {end_on}，超过五年。",
        fix="请核对年份；长期有效的，请选择说明原因。",
    )
    def lasts_no_longer_than_usual(cls) -> pl.Expr:
        return pl.col("end_on") < pl.col("start_on").dt.offset_by(f"{USUAL_YEARS}y")

    @rule(
        "F12.R09",
        Severity.EXPLAIN,
        columns=("start_on",),
        words="合同起始日期 {start_on} 在收到报表（{received_on}）之后。",
        fix="请核对年份；已签订、尚未开始的，请选择说明原因（开始前不计入在执行合同）。",
    )
    def has_begun(cls) -> pl.Expr:
        return pl.col("start_on") <= pl.col("received_on")


class Payments(PaymentColumns):
    """F12P with its rules."""

    @rule(
        "F12P.R01",
        Severity.MUST_FIX,
        columns=("payment_id",),
        words="付款编号 {payment_id} 在本表中出现不止一行。",
        fix="一笔付款只留一行。",
    )
    def one_row_a_payment(cls) -> pl.Expr:
        return no_other_like_it("payment_id")

    @rule(
        "F12P.R02",
        Severity.MUST_FIX,
        columns=("payment_id",),
        words="付款编号 {payment_id} 不以本单位代码开头。",
        fix="只报本单位的付款；请核对编号。",
    )
    def number_is_of_the_unit(cls) -> pl.Expr:
        return is_of_unit("payment_id")

    @rule(
        "F12P.R03",
        Severity.MUST_FIX,
        columns=("contract_id",),
        words="合同编号 {contract_id} 不以本单位代码开头。",
        fix="付款须在本单位的合同之下，编号与“服务合同”表一致；请核对。",
    )
    def contract_is_of_the_unit(cls) -> pl.Expr:
        return is_of_unit("contract_id")

    @rule(
        "F12P.R04",
        Severity.MUST_FIX,
        columns=("paid_on",),
        words="付款日期 {paid_on} 在收到报表（{received_on}）之后。",
        fix="只报已经付出的款项，计划拨付的不报；请核对日期。",
    )
    def paid_before_sent(cls) -> pl.Expr:
        return pl.col("paid_on") <= pl.col("received_on")

    @rule(
        "F12P.R05",
        Severity.EXPLAIN,
        columns=("amount",),
        words="付款金额 {amount} 元是负数。",
        fix="请核对；确是退回的款项，请选择说明原因（从已付中减去）。",
    )
    def money_goes_out(cls) -> pl.Expr:
        return pl.col("amount") >= 0

    @rule(
        "F12P.R06",
        Severity.EXPLAIN,
        columns=("amount",),
        words="付款金额 {amount} 元，不足 1000 元，像是按万元填的。",
        fix="单位是元：15 万元填 150000。请核对；属实的，请选择说明原因。",
    )
    def amount_is_in_yuan(cls) -> pl.Expr:
        return _looks_like_yuan("amount")

    @rule(
        "F12P.R07",
        Severity.MUST_FIX,
        columns=("amount",),
        words="付款金额是 0。",
        fix="没有付款的请删除本行；付了的请填金额（元）。",
    )
    def something_was_paid(cls) -> pl.Expr:
        return pl.col("amount") != 0

    @rule(
        "F12P.R08",
        Severity.EXPLAIN,
        columns=("payment_id", "contract_id", "paid_on", "amount"),
        words="合同 {contract_id} 在 {paid_on} 另有一笔同样金额（{amount} 元）的付款。",
        fix="同一笔付款只报一行，请删去多余的；确是两笔的，请选择说明原因。",
    )
    def no_payment_is_told_twice(cls) -> pl.Expr:
        return no_other_like_it("contract_id", "paid_on", "amount")


def service_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """F12 and F12P need nothing beside their own cells."""
    return rows
