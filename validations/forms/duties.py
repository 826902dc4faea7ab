"""F14, what a county was told to do and by when: duties, inspections, instructions, meetings.

A stock: every duty open in the quarter or closed in it. Whether it was done in time is the
warehouse's affair. Suggestions are the form's second sheet, in ``suggestions``.
"""

import pandera.polars as pa
import polars as pl

from validations.forms.fields import column, explain, explain_code
from validations.forms.rules import Severity, no_other_like_it, rule
from validations.forms.unit_numbers import is_of_unit, unit_number_shape
from validations.parameters import Parameters

DUTY_SHAPE = unit_number_shape("L")
USUAL_DAYS_OFF = 1096


class Duties(pa.DataFrameModel):
    """F14, one row a duty."""

    duty_id: str = column(
        "code",
        "履职编号",
        "单位代码-年份-L 和顺序号，一个事项一个号，各季度不变。",
        key=True,
        example="360702-2026-L001",
        pattern=DUTY_SHAPE,
    )
    duty_source: str = column(
        "list", "事项来源", "由什么提出，选一项。", list_name="duty_source", example="履职提示"
    )
    title: str = column(
        "text",
        "整改事项",
        "要办的事，最多 60 字；不得写人名。",
        longest=60,
        example="配齐专职教研员",
    )
    due_on: pl.Date = column(
        "date", "办理期限", "要求办结的日期；已获准延期的填新期限。", example="2026-12-31"
    )
    duty_status: str = column(
        "list", "办理状态", "选一项。", list_name="duty_status", example="进行"
    )
    done_on: pl.Date = column(
        "date", "完成日期", "状态是完成的填办结日期，其余留空。", required=False
    )
    evidence_no: str = column(
        "text",
        "佐证编号",
        "佐证材料的文号或档案号，最多 40 字；没有编号的不计入落实。",
        required=False,
        longest=40,
        example="章教字〔2026〕12号",
    )
    unfinished_reason: str = column(
        "list",
        "未完成原因",
        "逾期未完成或申请延期的选一项。",
        list_name="unfinished_reason",
        required=False,
    )
    explain_code: str = explain_code()
    explain: str = explain()

    @rule(
        "F14.R01",
        Severity.MUST_FIX,
        columns=("duty_id",),
        words="履职编号 {duty_id} 在本表中出现不止一行。",
        fix="一个事项只留一行，填最新的状态；两个事项用了同一个号的，给后提出的编新号。",
    )
    def one_row_a_duty(cls) -> pl.Expr:
        return no_other_like_it("duty_id")

    @rule(
        "F14.R02",
        Severity.MUST_FIX,
        columns=("duty_id",),
        words="履职编号 {duty_id} 不以本单位代码开头。",
        fix="只报本单位承办的事项；请核对编号。",
    )
    def number_is_of_the_unit(cls) -> pl.Expr:
        return is_of_unit("duty_id")

    @rule(
        "F14.R03",
        Severity.MUST_FIX,
        columns=("done_on", "duty_status"),
        words="办理状态是完成，却没有填完成日期。",
        fix="请填办结的日期；尚未办结的，请改办理状态。",
    )
    def what_is_done_has_its_day(cls) -> pl.Expr:
        return (pl.col("duty_status") != "done") | pl.col("done_on").is_not_null()

    @rule(
        "F14.R04",
        Severity.MUST_FIX,
        columns=("done_on", "duty_status"),
        words="填了完成日期 {done_on}，办理状态却是{duty_status}。",
        fix="已办结的，状态改为完成；未办结的，请清空完成日期，计划日期不填。",
    )
    def only_what_is_done_has_its_day(cls) -> pl.Expr:
        return pl.col("done_on").is_null() | (pl.col("duty_status") == "done")

    @rule(
        "F14.R05",
        Severity.MUST_FIX,
        columns=("done_on",),
        words="完成日期 {done_on} 在收到报表（{received_on}）之后。",
        fix="只填已经办结的日期；请核对日期，特别是年份。",
    )
    def done_before_sent(cls) -> pl.Expr:
        return pl.col("done_on") <= pl.col("received_on")

    @rule(
        "F14.R06",
        Severity.EXPLAIN,
        columns=("evidence_no", "duty_status"),
        words="办理状态是完成，却没有填佐证编号。",
        fix="请填佐证材料的编号；确无编号的，请选择说明原因（不计入落实率）。",
    )
    def what_is_done_is_evidenced(cls) -> pl.Expr:
        return (pl.col("duty_status") != "done") | pl.col("evidence_no").is_not_null()

    @rule(
        "F14.R07",
        Severity.MUST_FIX,
        columns=("unfinished_reason", "duty_status", "due_on"),
        words="办理状态是{duty_status}，期限 {due_on}，没有选未完成原因。",
        fix="逾期未完成或申请延期的，请选未完成原因；已办结的，请改办理状态。",
    )
    def what_is_overdue_says_why(cls) -> pl.Expr:
        is_open = pl.col("duty_status") != "done"
        is_late = is_open & (pl.col("due_on") < pl.col("received_on"))
        needs = is_late | (pl.col("duty_status") == "extension")
        return ~needs | pl.col("unfinished_reason").is_not_null()

    @rule(
        "F14.R08",
        Severity.NOTE,
        columns=("unfinished_reason", "duty_status"),
        words="办理状态是完成，又选了未完成原因；未完成原因不予采用。",
        fix="已办结的，请清空未完成原因；未办结的，请改办理状态。",
    )
    def a_reason_only_for_what_is_open(cls) -> pl.Expr:
        return pl.col("unfinished_reason").is_null() | (pl.col("duty_status") != "done")

    @rule(
        "F14.R09",
        Severity.EXPLAIN,
        columns=("due_on",),
        words="办理期限 {due_on} 与收到报表的日期相差三年以上。",
        fix="请核对年份；属实的，请选择说明原因。",
    )
    def due_within_living_memory(cls) -> pl.Expr:
        days = (pl.col("due_on") - pl.col("received_on")).dt.total_days().abs()
        return days <= USUAL_DAYS_OFF


def duty_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """F14 and F14S need nothing beside their own cells."""
    return rows
