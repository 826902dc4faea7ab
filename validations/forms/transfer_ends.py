"""F06 row by row: what each end must tell, who may tell it, and where an archive may go.

Rows against each other are judged in ``transfers``; both ends told by different units, and
archives on their way too long, are the warehouse's affair.
"""

import polars as pl

from validations.forms.rules import Severity, rule
from validations.forms.transfer_columns import TransferColumns
from validations.tokens import token_is_valid

OUTSIDE = "outside"
SENT = ("sent_on", "sent_by_token")
ARRIVED = ("arrived_on", "received_by_token", "seal_intact")
_COPY = "请从代码发放表原样复制教师代码，形如 S0000-00000-00019；不要手工录入。"


def _told_by(side: str, name: str) -> pl.Expr:
    return (pl.col("side") != side) | pl.col(name).is_not_null()


def _is_outside() -> pl.Expr:
    return pl.col("to_unit") == OUTSIDE


class TransferEnds(TransferColumns):
    """F06 with the rules of single rows."""

    @rule(
        "F06.R01",
        Severity.MUST_FIX,
        columns=("pupil_token",),
        words="学生代码 {pupil_token} 不对：有字符抄错，末位校验位对不上。",
        fix="请从移交单或代码发放表原样复制，形如 P0000-00000-0001P；不要手工录入。",
    )
    def pupil_token_holds(cls) -> pl.Expr:
        return token_is_valid("pupil_token", "P")

    @rule(
        "F06.R02",
        Severity.MUST_FIX,
        columns=("sent_by_token",),
        words="送出经办代码 {sent_by_token} 不对：有字符抄错，末位校验位对不上。",
        fix=_COPY,
    )
    def sender_token_holds(cls) -> pl.Expr:
        return token_is_valid("sent_by_token", "S")

    @rule(
        "F06.R03",
        Severity.MUST_FIX,
        columns=("received_by_token",),
        words="接收经办代码 {received_by_token} 不对：有字符抄错，末位校验位对不上。",
        fix=_COPY,
    )
    def receiver_token_holds(cls) -> pl.Expr:
        return token_is_valid("received_by_token", "S")

    @rule(
        "F06.R04",
        Severity.MUST_FIX,
        columns=("sent_on", "side"),
        words="送出方的行没有填送出日期。",
        fix="请填档案实际送出的日期；尚未送出的，送出后再报。",
    )
    def sender_tells_the_day(cls) -> pl.Expr:
        return _told_by("sender", "sent_on")

    @rule(
        "F06.R05",
        Severity.MUST_FIX,
        columns=("sent_by_token", "side"),
        words="送出方的行没有填送出经办代码。",
        fix="请填经办人的教师代码。",
    )
    def sender_tells_who(cls) -> pl.Expr:
        return _told_by("sender", "sent_by_token")

    @rule(
        "F06.R06",
        Severity.MUST_FIX,
        columns=("arrived_on", "side"),
        words="接收方的行没有填接收日期。",
        fix="请填档案实际收到的日期；尚未收到的，收到后再报。",
    )
    def receiver_tells_the_day(cls) -> pl.Expr:
        return _told_by("receiver", "arrived_on")

    @rule(
        "F06.R07",
        Severity.MUST_FIX,
        columns=("received_by_token", "side"),
        words="接收方的行没有填接收经办代码。",
        fix="请填经办人的教师代码。",
    )
    def receiver_tells_who(cls) -> pl.Expr:
        return _told_by("receiver", "received_by_token")

    @rule(
        "F06.R08",
        Severity.MUST_FIX,
        columns=("seal_intact", "side"),
        words="接收方的行没有填封条完好。",
        fix="请按收到时的情况填是或否。",
    )
    def receiver_tells_of_the_seal(cls) -> pl.Expr:
        return _told_by("receiver", "seal_intact")

    @rule(
        "F06.R09",
        Severity.NOTE,
        columns=("side", *SENT, *ARRIVED),
        at="told_for_the_other",
        words="本行是{side}的，却填了另一方的内容；这一格不予采用。",
        fix="送出方只填送出日期和送出经办，接收方只填接收日期、接收经办和封条完好；另一方的请清空。",
    )
    def each_end_tells_its_own(cls) -> pl.Expr:
        return pl.col("told_for_the_other").is_null()

    @rule(
        "F06.R10",
        Severity.MUST_FIX,
        columns=("side", "leg_no", "from_unit", "to_unit"),
        words="“{leg_no}”一段的{side}应由{reporter}报送，而本表是{declared_unit}的。",
        fix="请核对环节、报送方和两个县；应由别的单位报的，请删去本行。",
    )
    def told_by_the_unit_concerned(cls) -> pl.Expr:
        return pl.col("reporter_code") == pl.col("declared_unit")

    @rule(
        "F06.R11",
        Severity.MUST_FIX,
        columns=("to_school", "from_school"),
        words="转出学校和接收学校都是 {from_school}。",
        fix="请核对两个标识码；在本校升学的（如九年一贯制），档案不移交，请删去本行。",
    )
    def goes_to_another_school(cls) -> pl.Expr:
        return pl.col("to_school") != pl.col("from_school")

    @rule(
        "F06.R12",
        Severity.MUST_FIX,
        columns=("to_province", "to_unit"),
        words="接收县是市外，却没有选市外省份。",
        fix="请选接收学校所在的省份；本省其他市选江西省。",
    )
    def outside_is_somewhere(cls) -> pl.Expr:
        return ~_is_outside() | pl.col("to_province").is_not_null()

    @rule(
        "F06.R13",
        Severity.MUST_FIX,
        columns=("to_province", "to_unit"),
        words="接收县是{to_unit}，却选了市外省份{to_province}。",
        fix="转往市外的，接收县改为市外；转往本市的，请清空市外省份。",
    )
    def only_outside_has_a_province(cls) -> pl.Expr:
        return _is_outside() | pl.col("to_province").is_null()

    @rule(
        "F06.R14",
        Severity.MUST_FIX,
        columns=("leg_no", "side", "to_unit"),
        words="转往市外的档案到转出县局寄出为止，没有“{leg_no}”一段的{side}。",
        fix="市外只报学校到县局，和县局到县局一段的送出方；其余请删去。",
    )
    def outside_ends_when_sent(cls) -> pl.Expr:
        is_sent = (pl.col("leg_no") == "2") & (pl.col("side") == "sender")
        return ~_is_outside() | (pl.col("leg_no") == "1") | is_sent

    @rule(
        "F06.R15",
        Severity.MUST_FIX,
        columns=("to_school", "leg_no"),
        words="档案已送往接收学校，却没有填接收学校。",
        fix="请填接收学校的标识码。",
    )
    def last_leg_names_the_school(cls) -> pl.Expr:
        has_school = pl.col("to_school").is_not_null() | _is_outside()
        return (pl.col("leg_no") != "3") | has_school

    @rule(
        "F06.R16",
        Severity.MUST_FIX,
        columns=("leg_no", "from_unit", "to_unit"),
        words="转出县和接收县都是{to_unit}，没有“{leg_no}”一段。",
        fix="县内移交只有学校到县局、县局到接收学校两段，请核对。",
    )
    def within_a_county_are_two_legs(cls) -> pl.Expr:
        return (pl.col("leg_no") != "2") | (pl.col("from_unit") != pl.col("to_unit"))

    @rule(
        "F06.R17",
        Severity.MUST_FIX,
        columns=("reason", "to_unit"),
        words="事由是转出市外，接收县却是{to_unit}。",
        fix="转往市外的，接收县选市外；在市内转学的，事由改为转学。",
    )
    def leaving_the_city_leads_outside(cls) -> pl.Expr:
        return (pl.col("reason") != "out_of_city") | _is_outside()

    @rule(
        "F06.R18",
        Severity.EXPLAIN,
        columns=("transfer_id", "from_school"),
        words="移交单号 {transfer_id} 不以转出学校标识码 {from_school} 开头。",
        fix="请核对单号和转出学校；随学校合并带来的，请选择说明原因。",
    )
    def number_is_of_the_school(cls) -> pl.Expr:
        return pl.col("transfer_id").str.slice(0, 10) == pl.col("from_school")

    @rule(
        "F06.R19",
        Severity.EXPLAIN,
        columns=("issue", "seal_intact"),
        words="封条不完好，异常却选了无。",
        fix="请选破损、缺件等；核对过内容无缺损的，请选择说明原因。",
    )
    def a_broken_seal_is_an_issue(cls) -> pl.Expr:
        is_broken = ~pl.col("seal_intact") & (pl.col("side") == "receiver")
        return ~(is_broken & (pl.col("issue") == "none"))
