"""The columns of F12: contracts, orders and payments for services bought or lent.

What the cells must be to each other is stated in ``services``. A provider is an organisation, never
a person; money is in yuan.
"""

from typing import Any

import pandera.polars as pa
import polars as pl

from validations.forms.fields import column, explain, explain_code, school_code
from validations.forms.unit_numbers import unit_number_shape

CONTRACT_SHAPE = unit_number_shape("H")
ORDER_SHAPE = unit_number_shape("D")
PAYMENT_SHAPE = unit_number_shape("K")


def _contract_id(*, key: bool = False) -> Any:
    """The number of a contract, the same on the three sheets."""
    return column(
        "code",
        "合同编号",
        "单位代码-年份-H 和顺序号，一份合同一个号，各季度不变。",
        key=key,
        example="360704-2026-H001",
        pattern=CONTRACT_SHAPE,
    )


class ContractColumns(pa.DataFrameModel):
    """The columns of F12, one row a contract, a pairing or a service team."""

    contract_id: str = _contract_id(key=True)
    service_kind: str = column(
        "list", "服务方式", "选一项。", list_name="service_kind", example="购买服务"
    )
    provider: str = column(
        "text",
        "乙方",
        "机构全称，最多 40 字；不得填个人。服务队填队名。",
        longest=40,
        example="江西理工大学",
    )
    start_on: pl.Date = column("date", "合同起始日期", "服务第一日。", example="2026-01-01")
    end_on: pl.Date = column("date", "合同终止日期", "服务最后一日。", example="2027-12-31")
    amount_year: float = column(
        "decimal",
        "年金额",
        "每年的合同金额，单位是元，不是万元；不付费的填 0。",
        unit="元",
        minimum=0,
        maximum=100_000_000,
        example="300000",
    )
    deliverables: str = column(
        "multi",
        "服务内容",
        "合同约定的内容，从字典八项中选，多项用分号隔开；购买服务必填。",
        list_name="deliverable",
        required=False,
        example="心理健康状况普查",
    )
    member_n: int = column(
        "integer",
        "服务队人数",
        "服务队现有成员；其余留空。",
        unit="人",
        required=False,
        minimum=0,
        maximum=1000,
        example="10",
    )
    explain_code: str = explain_code()
    explain: str = explain()


class OrderColumns(pa.DataFrameModel):
    """The columns of F12O, one row an order of a school."""

    order_id: str = column(
        "code",
        "订单编号",
        "单位代码-年份-D 和顺序号，一张订单一个号，各季度不变。",
        key=True,
        example="360704-2026-D001",
        pattern=ORDER_SHAPE,
    )
    contract_id: str = _contract_id()
    school_code: str = school_code("下单学校的 10 位标识码。")
    demand: str = column(
        "list", "需求类别", "选最主要的一项。", list_name="deliverable", example="心理咨询个案服务"
    )
    ordered_on: pl.Date = column("date", "下单日期", "学校提出的日期。", example="2026-10-09")
    responded_on: pl.Date = column(
        "date",
        "响应日期",
        "服务方答复学校的日期；未响应的留空。",
        required=False,
        example="2026-10-12",
    )
    finished_on: pl.Date = column(
        "date", "完成日期", "服务做完的日期；未完成的留空。", required=False, example="2026-10-20"
    )
    served_n: int = column(
        "integer",
        "服务人次",
        "完成后填。",
        unit="人次",
        required=False,
        minimum=0,
        maximum=100_000,
        example="120",
    )
    expert_n: int = column(
        "integer",
        "到校专家人数",
        "完成后填。",
        unit="人",
        required=False,
        minimum=0,
        maximum=200,
        example="2",
    )
    rating: int = column(
        "integer",
        "满意度评分",
        "学校打分，1 至 5 的整数，5 最满意；未评的留空。",
        required=False,
        minimum=1,
        maximum=5,
        example="5",
    )
    explain_code: str = explain_code()
    explain: str = explain()


class PaymentColumns(pa.DataFrameModel):
    """The columns of F12P, one row a payment made."""

    payment_id: str = column(
        "code",
        "付款编号",
        "单位代码-年份-K 和顺序号，一笔一个号，各季度不变。",
        key=True,
        example="360704-2026-K001",
        pattern=PAYMENT_SHAPE,
    )
    contract_id: str = _contract_id()
    paid_on: pl.Date = column("date", "付款日期", "实际付出的日期。", example="2026-10-15")
    amount: float = column(
        "decimal",
        "付款金额",
        "单位是元，不是万元；退回的填负数并选说明原因。",
        unit="元",
        minimum=-100_000_000,
        maximum=100_000_000,
        example="150000",
    )
    voucher_no: str = column(
        "text", "凭证号", "记账凭证的字号，最多 30 字。", longest=30, example="记字第27号"
    )
    paid_for: str = column(
        "multi",
        "验收内容",
        "本笔款项验收了哪些服务内容，从字典八项中选；预付款留空。",
        list_name="deliverable",
        required=False,
        example="心理健康状况普查",
    )
    explain_code: str = explain_code()
    explain: str = explain()
