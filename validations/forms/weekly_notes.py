"""The rules of F11 for 周签, the weekly notes: numbered, once a week, with readers that only grow.

Whether the run of weeks is unbroken is the warehouse's affair; it hears of pauses here.
"""

import polars as pl

from validations.forms.activity_columns import ActivityColumns
from validations.forms.rules import Severity, rule

NOTES = ("mind_note", "family_note")


def is_note() -> pl.Expr:
    """Whether a row of F11 is a weekly note, or tells of a pause of one."""
    return pl.col("activity_type").is_in(NOTES)


def _no_other_note(key: str) -> pl.Expr:
    """No other note of the series has the same value; what is no running note passes."""
    is_alone = pl.len().over("submission_id", "note_series", key) == 1
    return is_alone | pl.col("note_series").is_null() | pl.col(key).is_null()


class WeeklyNotes(ActivityColumns):
    """The columns of F11 with the rules of weekly notes."""

    @rule(
        "F11.R15",
        Severity.MUST_FIX,
        columns=("issue_no", "activity_type", "is_paused"),
        words="{activity_type}没有填周签期号。",
        fix="请填总期号，一期一行；停更的周在“是否停更”填是。",
    )
    def note_has_its_number(cls) -> pl.Expr:
        return ~is_note() | pl.col("is_paused").fill_null(False) | pl.col("issue_no").is_not_null()

    @rule(
        "F11.R16",
        Severity.MUST_FIX,
        columns=("activity_type", "issue_no", "views_n", "is_paused"),
        words="活动类型是“{activity_type}”，却填了周签期号、累计阅读或是否停更。",
        fix="是周签的，请改活动类型；不是的，请清空这几格。",
    )
    def only_notes_are_numbered(cls) -> pl.Expr:
        is_noted = pl.any_horizontal(pl.col("issue_no", "views_n").is_not_null())
        return is_note() | ~(is_noted | pl.col("is_paused").fill_null(False))

    @rule(
        "F11.R17",
        Severity.MUST_FIX,
        columns=("is_paused", "issue_no", "views_n"),
        words="填了停更，又填了周签期号或累计阅读。",
        fix="停更的周没有期号和阅读，请清空；照常推送的，请清空是否停更。",
    )
    def a_pause_has_no_number(cls) -> pl.Expr:
        is_noted = pl.any_horizontal(pl.col("issue_no", "views_n").is_not_null())
        return ~(pl.col("is_paused").fill_null(False) & is_noted)

    @rule(
        "F11.R18",
        Severity.MUST_FIX,
        columns=("issue_no", "activity_type"),
        words="{activity_type}第 {issue_no} 期出现不止一行。",
        fix="一期只留一行；期号填错的请改正。",
    )
    def a_number_is_posted_once(cls) -> pl.Expr:
        return _no_other_note("issue_no")

    @rule(
        "F11.R19",
        Severity.EXPLAIN,
        columns=("start_on", "activity_type"),
        words="{activity_type}在 {start_on} 所在的一周推送了不止一期。",
        fix="请核对日期；确是补发的，请选择说明原因（连续周数按周计，一周只算一次）。",
    )
    def a_week_has_one_note(cls) -> pl.Expr:
        return _no_other_note("note_week")

    @rule(
        "F11.R20",
        Severity.MUST_FIX,
        columns=("end_on", "start_on", "activity_type"),
        words="{activity_type}的起止日期 {start_on} 至 {end_on} 不在同一周。",
        fix="一期一行，起止日期都填推送当日；几期合在一行的请分开。",
    )
    def a_note_is_of_one_week(cls) -> pl.Expr:
        is_one_week = pl.col("end_on").dt.truncate("1w") == pl.col("note_week")
        return pl.col("note_series").is_null() | is_one_week

    @rule(
        "F11.R21",
        Severity.EXPLAIN,
        columns=("views_n", "issue_no"),
        words="第 {issue_no} 期的累计阅读 {views_n}，比前一期的 {views_before} 还少。",
        fix="累计数只增不减：请核对是不是填了单期阅读；平台修正过数据的，请选择说明原因。",
    )
    def views_only_grow(cls) -> pl.Expr:
        return pl.col("views_n") >= pl.col("views_before")
