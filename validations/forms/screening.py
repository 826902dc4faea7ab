"""F02, screening results: what the cells of a row, and the rows of a sheet, must be to each other.

Levels are recomputed in the warehouse and compared there; a pupil's history over several
submissions does not belong here either. Columns are in ``screening_columns``, what the seeds
say of an instrument in ``screening_context``.
"""

import polars as pl

from validations.forms.rules import Severity, rule
from validations.forms.screening_columns import ScreeningColumns
from validations.forms.screening_context import SUBS
from validations.tokens import token_is_valid


class Screening(ScreeningColumns):
    """F02 with its rules."""

    @rule(
        "F02.R01",
        Severity.MUST_FIX,
        columns=("round_id",),
        words="本行轮次是 {round_id}，与本表声明的 {declared_period} 不一致。",
        fix="一张表只报一轮，请改正或移到另一张表。",
    )
    def round_as_declared(cls) -> pl.Expr:
        return pl.col("round_id") == pl.col("declared_period")

    @rule(
        "F02.R02",
        Severity.MUST_FIX,
        columns=("pupil_token",),
        words="学生代码 {pupil_token} 不对：有字符抄错，末位校验位对不上。",
        fix="请从代码发放表原样复制，形如 P0000-00000-0001P；不要手工录入。",
    )
    def token_holds(cls) -> pl.Expr:
        return token_is_valid("pupil_token", "P")

    @rule(
        "F02.R03",
        Severity.MUST_FIX,
        columns=("pupil_token", "instrument", "attempt_no"),
        words="学生 {pupil_token} 用{instrument}的第 {attempt_no} 次出现不止一行。",
        fix="同一学生、量表、尝试序号只留一行；真是两次的，尝试序号分别填 1、2。",
    )
    def one_row_an_attempt(cls) -> pl.Expr:
        return pl.col("rows_alike") == 1

    @rule(
        "F02.R04",
        Severity.MUST_FIX,
        columns=("attempt_no", "pupil_token", "instrument"),
        words="学生 {pupil_token} 用{instrument}的尝试序号 {attempt_no} 前面缺号。",
        fix="尝试序号从 1 起连续编号，请补上前一次或改正序号。",
    )
    def attempts_are_contiguous(cls) -> pl.Expr:
        return pl.col("attempt_no") == pl.col("attempt_rank")

    @rule(
        "F02.R05",
        Severity.MUST_FIX,
        columns=("pupil_token", "sex"),
        words="学生 {pupil_token} 在本表中有两种性别。",
        fix="多半是两个学生用了同一个代码，请核对代码与性别。",
    )
    def one_sex_a_pupil(cls) -> pl.Expr:
        return pl.col("sexes") <= 1

    @rule(
        "F02.R06",
        Severity.EXPLAIN,
        columns=("pupil_token", "school_code", "grade"),
        words="学生 {pupil_token} 在本表中出现在两所学校或两个年级。",
        fix="请核对代码；确系本轮中转学的，请选择说明原因。",
    )
    def one_place_a_pupil(cls) -> pl.Expr:
        return pl.col("places") <= 1

    @rule(
        "F02.R10",
        Severity.MUST_FIX,
        columns=("instrument_version", "instrument", "norm_set", "score_scale"),
        words="{instrument}没有“{instrument_version}、{norm_set}、{score_scale}”这种组合。",
        fix="{known_combinations}",
    )
    def combination_is_known(cls) -> pl.Expr:
        return pl.col("version_is_known")

    @rule(
        "F02.R11",
        Severity.MUST_FIX,
        columns=("instrument", "grade"),
        words="{instrument}不适用于{grade}。",
        fix="适用年级以字典所列为准；请核对量表和年级，换用适龄量表后重报。",
    )
    def grade_suits_the_instrument(cls) -> pl.Expr:
        return pl.col("grade_sort").is_between(pl.col("grade_min"), pl.col("grade_max"))

    @rule(
        "F02.R12",
        Severity.MUST_FIX,
        columns=("total_score", "instrument", "score_scale"),
        words="总分 {total_score} 超出{instrument}（{score_scale}）的 {total_min}–{total_max}。",
        fix="请核对总分，或核对分数制（原始分、均分、加倍分等）是否选错。",
    )
    def total_is_in_range(cls) -> pl.Expr:
        is_fine = pl.col("total_score").is_between(pl.col("total_min"), pl.col("total_max"))
        return ~pl.col("is_agreed") | is_fine

    @rule(
        "F02.R13",
        Severity.MUST_FIX,
        columns=("sub_01", "instrument", "score_scale"),
        at="sub_at_fault",
        words="{instrument}（{score_scale}）的分量表分应在 {sub_min}–{sub_max} 之间。",
        fix="请核对各分量表分，或核对分数制是否选错。",
    )
    def subs_are_in_range(cls) -> pl.Expr:
        return ~pl.col("is_agreed") | pl.col("sub_at_fault").is_null()

    @rule(
        "F02.R14",
        Severity.MUST_FIX,
        columns=("sub_01", "instrument"),
        words="{instrument}有 {sub_count} 个分量表，本行填了 {subs_filled} 个，或填错了列。",
        fix="从分量表1起依次填满，其余留空。",
    )
    def subs_are_complete(cls) -> pl.Expr:
        return ~pl.col("is_agreed") | pl.col("subs_fit")

    @rule(
        "F02.R15",
        Severity.MUST_FIX,
        columns=("total_score", *SUBS),
        words="总分 {total_score} 不等于各分量表之和 {subs_sum}。",
        fix="该量表总分等于各分量表之和，请核对总分和各分量表分。",
    )
    def total_is_the_sum(cls) -> pl.Expr:
        is_sum = (pl.col("total_score") - pl.col("subs_sum")).abs() < 0.005
        needs = pl.col("is_agreed") & pl.col("is_total_sum_of_subs") & (pl.col("subs_filled") > 0)
        return ~(needs & pl.col("subs_fit")) | is_sum

    @rule(
        "F02.R16",
        Severity.MUST_FIX,
        columns=("total_score", "consent", "is_valid"),
        words="监护人同意施测，却没有总分，也没有填“有效：否”。",
        fix="请填总分；没有做完的，有效填否。",
    )
    def agreed_has_a_total(cls) -> pl.Expr:
        is_void = pl.col("is_valid").not_().fill_null(False)
        return ~pl.col("is_agreed") | is_void | pl.col("total_score").is_not_null()

    @rule(
        "F02.R17",
        Severity.MUST_FIX,
        columns=("validity_score", "instrument"),
        words="{instrument}有效度（测谎）分，本行没有填。",
        fix="请补填效度分，没有它无法判断结果是否有效。",
    )
    def validity_is_given(cls) -> pl.Expr:
        needs = pl.col("is_agreed") & pl.col("has_validity") & pl.col("total_score").is_not_null()
        return ~needs | pl.col("validity_score").is_not_null()

    @rule(
        "F02.R18",
        Severity.EXPLAIN,
        columns=("is_valid", "validity_score"),
        words="效度分 {validity_score} 达到作废界值 {validity_void_from}，本行却填有效。",
        fix="统计时按无效处理；请安排复测，或核对效度分并选择说明原因。",
    )
    def valid_despite_the_lie_score(cls) -> pl.Expr:
        is_void = pl.col("validity_score") >= pl.col("validity_void_from")
        return ~(pl.col("is_agreed") & is_void & pl.col("is_valid"))

    @rule(
        "F02.R19",
        Severity.NOTE,
        columns=("is_valid", "total_score"),
        words="分数齐全、效度分未达作废界值，本行却填无效。",
        fix="统计时按有效处理；平台另有作废理由的，请清空分数或在说明中写明。",
    )
    def void_without_a_reason(cls) -> pl.Expr:
        below = pl.col("validity_score") < pl.col("validity_void_from")
        is_complete = pl.col("total_score").is_not_null() & pl.when(pl.col("has_validity")).then(
            below.fill_null(False)
        ).otherwise(True)
        return ~(pl.col("is_agreed") & is_complete) | pl.col("is_valid")

    @rule(
        "F02.R20",
        Severity.MUST_FIX,
        columns=("test_date", "total_score"),
        words="有分数而没有施测日期。",
        fix="请填施测日期，如 2026-10-12。",
    )
    def scored_has_a_date(cls) -> pl.Expr:
        is_scored = pl.col("is_agreed") & pl.col("total_score").is_not_null()
        return ~is_scored | pl.col("test_date").is_not_null()

    @rule(
        "F02.R21",
        Severity.MUST_FIX,
        columns=("test_date",),
        words="施测日期 {test_date} 在收到报表之后。",
        fix="请核对日期，特别是年份。",
    )
    def tested_before_sent(cls) -> pl.Expr:
        return pl.col("test_date") <= pl.col("received_on")

    @rule(
        "F02.R22",
        Severity.EXPLAIN,
        columns=("test_date", "round_id"),
        words="施测日期 {test_date} 不在本轮窗口 {window_start} 至 {window_end} 之内。",
        fix="请核对日期；补测、复测等属实的，请选择说明原因。",
    )
    def tested_in_the_window(cls) -> pl.Expr:
        in_window = pl.col("test_date").is_between(pl.col("window_start"), pl.col("window_end"))
        return in_window | (pl.col("test_date") > pl.col("received_on"))  # R21 tells that

    @rule(
        "F02.R23",
        Severity.EXPLAIN,
        columns=("crisis_flag", "instrument"),
        words="{instrument}有危机条目，本行没有填。",
        fix="请填是或否；平台没有导出的，请选择说明原因。",
    )
    def crisis_item_is_given(cls) -> pl.Expr:
        is_scored = pl.col("is_agreed") & pl.col("total_score").is_not_null()
        needs = is_scored & pl.col("has_crisis_item")
        return ~needs | pl.col("crisis_flag").is_not_null()

    @rule(
        "F02.R24",
        Severity.EXPLAIN,
        columns=("consent", "total_score"),
        words="知情同意是“{consent}”，却填了分数；本行收下，分数封存不用。",
        fix="确已同意的，改正知情同意；确未同意的，请清空分数，并选择说明原因。",
    )
    def refused_has_no_scores(cls) -> pl.Expr:
        return ~pl.col("is_held")

    @rule(
        "F02.R25",
        Severity.NOTE,
        columns=("source", "attempt_no"),
        words="来源是复测，尝试序号却是 1。",
        fix="复测的尝试序号应从 2 起；首次施测请选普查或补测。",
    )
    def retest_follows_a_test(cls) -> pl.Expr:
        return (pl.col("source") != "retest") | (pl.col("attempt_no") > 1)
