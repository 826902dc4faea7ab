"""F14S, how suggestions of deputies and proposals of committee members were answered.

A proposer is counted, never named. Whether the answer came in time is the warehouse's affair.
"""

import pandera.polars as pa
import polars as pl

from validations.forms.fields import column, explain, explain_code
from validations.forms.rules import Severity, no_other_like_it, rule
from validations.forms.unit_numbers import is_of_unit, unit_number_shape

SUGGESTION_SHAPE = unit_number_shape("Y")


class Suggestions(pa.DataFrameModel):
    """F14S, one row a suggestion that the unit had to answer."""

    suggestion_id: str = column(
        "code",
        "办理编号",
        "单位代码-年份-Y 和顺序号，一件一个号，各季度不变。",
        key=True,
        example="360704-2026-Y001",
        pattern=SUGGESTION_SHAPE,
    )
    suggestion_kind: str = column(
        "list", "建议类型", "选一项。", list_name="suggestion_kind", example="人大建议"
    )
    session: str = column(
        "text",
        "届次",
        "如区二届人大四次会议，最多 30 字。",
        longest=30,
        example="区二届人大四次会议",
    )
    suggestion_no: str = column(
        "code",
        "建议编号",
        "会议给的编号，照抄，前面的 0 不省。",
        example="055",
        pattern=r"^\d{1,4}$",
    )
    suggestion_title: str = column(
        "text",
        "建议标题",
        "最多 60 字；不得写人名。",
        longest=60,
        example="关于加强学生心理健康教育的建议",
    )
    class_code: str = column(
        "list",
        "分类代码",
        "答复函上的分类，答复后必填。",
        list_name="class_code",
        required=False,
        example="A1",
    )
    assigned_on: pl.Date = column(
        "date", "交办日期", "交给本单位办理的日期。", example="2026-03-10"
    )
    answered_on: pl.Date = column(
        "date", "答复日期", "答复函的日期；未答复的留空。", required=False, example="2026-05-20"
    )
    disclosure: str = column(
        "list",
        "公开属性",
        "答复函上的公开意见，答复后必填。",
        list_name="disclosure",
        required=False,
        example="同意公开",
    )
    proposer_n: int = column(
        "integer",
        "代表人数",
        "领衔和附议的代表（委员）共几名。",
        unit="名",
        minimum=1,
        maximum=500,
        example="12",
    )
    signed_n: int = column(
        "integer",
        "签名数",
        "征询意见表上签名的代表（委员）；未答复的留空。",
        unit="名",
        required=False,
        minimum=0,
        maximum=500,
        example="12",
    )
    attitude: str = column(
        "list",
        "办理态度满意度",
        "征询意见表上的一项；未答复的留空。",
        list_name="satisfaction",
        required=False,
        example="满意",
    )
    result: str = column(
        "list",
        "办理结果满意度",
        "征询意见表上的一项；未答复的留空。",
        list_name="satisfaction",
        required=False,
        example="满意",
    )
    explain_code: str = explain_code()
    explain: str = explain()

    @rule(
        "F14S.R01",
        Severity.MUST_FIX,
        columns=("suggestion_id",),
        words="办理编号 {suggestion_id} 在本表中出现不止一行。",
        fix="一件建议只留一行；两件用了同一个号的，给后交办的编新号。",
    )
    def one_row_a_suggestion(cls) -> pl.Expr:
        return no_other_like_it("suggestion_id")

    @rule(
        "F14S.R02",
        Severity.MUST_FIX,
        columns=("suggestion_id",),
        words="办理编号 {suggestion_id} 不以本单位代码开头。",
        fix="只报本单位承办的建议；请核对编号。",
    )
    def number_is_of_the_unit(cls) -> pl.Expr:
        return is_of_unit("suggestion_id")

    @rule(
        "F14S.R03",
        Severity.MUST_FIX,
        columns=("answered_on", "assigned_on"),
        words="答复日期 {answered_on} 早于交办日期 {assigned_on}。",
        fix="先交办后答复，请核对两个日期。",
    )
    def answered_after_assigned(cls) -> pl.Expr:
        return pl.col("answered_on") >= pl.col("assigned_on")

    @rule(
        "F14S.R04",
        Severity.MUST_FIX,
        columns=("answered_on",),
        words="答复日期 {answered_on} 在收到报表（{received_on}）之后。",
        fix="只填已经答复的日期，拟答复的不填；请核对日期。",
    )
    def answered_before_sent(cls) -> pl.Expr:
        return pl.col("answered_on") <= pl.col("received_on")

    @rule(
        "F14S.R05",
        Severity.MUST_FIX,
        columns=("assigned_on",),
        words="交办日期 {assigned_on} 在收到报表（{received_on}）之后。",
        fix="只报已经交办的建议；请核对日期。",
    )
    def assigned_before_sent(cls) -> pl.Expr:
        return pl.col("assigned_on") <= pl.col("received_on")

    @rule(
        "F14S.R06",
        Severity.MUST_FIX,
        columns=("signed_n", "proposer_n"),
        words="签名数 {signed_n} 多于代表人数 {proposer_n}。",
        fix="一名代表签一个名，请核对两个数。",
    )
    def no_more_sign_than_proposed(cls) -> pl.Expr:
        return pl.col("signed_n") <= pl.col("proposer_n")

    @rule(
        "F14S.R07",
        Severity.EXPLAIN,
        columns=("signed_n", "proposer_n", "answered_on"),
        words="{answered_on} 已答复，代表 {proposer_n} 名，签名 {signed_n} 名。",
        fix="联名建议须每名代表都签，缺的请补上；正在补签或有代表缺席的，请选择说明原因。",
    )
    def every_proposer_signed(cls) -> pl.Expr:
        is_short = pl.col("signed_n") < pl.col("proposer_n")
        return pl.col("answered_on").is_null() | ~is_short

    @rule(
        "F14S.R13",
        Severity.EXPLAIN,
        columns=("signed_n", "proposer_n", "answered_on"),
        words="{answered_on} 已答复，代表 {proposer_n} 名，签名数没有填。",
        fix="请按征询意见表填写签名数；正在补签或有代表缺席的，请选择说明原因。",
    )
    def signatures_are_counted(cls) -> pl.Expr:
        return pl.col("answered_on").is_null() | pl.col("signed_n").is_not_null()

    @rule(
        "F14S.R08",
        Severity.MUST_FIX,
        columns=("answered_on", "attitude", "result", "signed_n"),
        words="没有答复日期，却填了满意度或签名数。",
        fix="满意度和签名在答复之后才有：已答复的请填答复日期，未答复的请清空这几格。",
    )
    def judged_after_the_answer(cls) -> pl.Expr:
        is_judged = pl.any_horizontal(pl.col("attitude", "result").is_not_null())
        is_signed = pl.col("signed_n").fill_null(0) > 0
        return pl.col("answered_on").is_not_null() | ~(is_judged | is_signed)

    @rule(
        "F14S.R09",
        Severity.MUST_FIX,
        columns=("result", "attitude"),
        words="办理态度和办理结果的满意度只填了一项（态度“{attitude}”，结果“{result}”）。",
        fix="两项分别征询，请都填；尚未征询的，两项都留空。",
    )
    def both_satisfactions_are_told(cls) -> pl.Expr:
        return pl.col("attitude").is_null() == pl.col("result").is_null()

    @rule(
        "F14S.R10",
        Severity.MUST_FIX,
        columns=("class_code", "answered_on"),
        words="{answered_on} 已答复，却没有填分类代码。",
        fix="请照答复函填分类代码，如 A1。",
    )
    def an_answer_has_its_class(cls) -> pl.Expr:
        return pl.col("answered_on").is_null() | pl.col("class_code").is_not_null()

    @rule(
        "F14S.R11",
        Severity.MUST_FIX,
        columns=("disclosure", "answered_on"),
        words="{answered_on} 已答复，却没有填公开属性。",
        fix="请照答复函选同意公开或不公开。",
    )
    def an_answer_says_whether_it_is_public(cls) -> pl.Expr:
        return pl.col("answered_on").is_null() | pl.col("disclosure").is_not_null()

    @rule(
        "F14S.R12",
        Severity.EXPLAIN,
        columns=("suggestion_no", "suggestion_kind", "session"),
        words="同一届次的{suggestion_kind}第 {suggestion_no} 号出现不止一行。",
        fix="一件建议只报一行，请删去多余的；编号抄错的请改正，确是两件的，请选择说明原因。",
    )
    def no_suggestion_is_told_twice(cls) -> pl.Expr:
        return no_other_like_it("suggestion_kind", "session", "suggestion_no")
