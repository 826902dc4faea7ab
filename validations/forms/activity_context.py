"""What stands beside each row of F11 for its rules: sums, days, the series of a weekly note.

Rules read these columns; the columns are dropped before the rows are kept. No rule is stated here.
"""

import polars as pl

from validations.forms.weekly_notes import is_note
from validations.parameters import Parameters

PARTS = ("teacher_n", "pupil_n", "parent_n")
# Their hours count for a teacher; above the school a list tells who came.
TRAININGS = ("training", "lecture", "study_tour")
CONTESTS = ("lesson_contest", "skills_contest", "teaching_contest")


def activity_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """Add to F11 rows what its rules look at, sums first and then what only a posted note has.

    part_sum (an empty part is 0 where another is told), attendances, county_listed, days (null if
    the dates are at odds), organiser_school_or_none; note_series, note_week, views_before (the
    most of the earlier numbers in the submission), null for what is no posted note.
    """
    is_told = pl.any_horizontal(pl.col(name).is_not_null() for name in PARTS)
    is_posted = is_note().fill_null(False) & ~pl.col("is_paused").fill_null(False)
    series = pl.concat_str("activity_type", pl.col("studio").fill_null(""), separator=" ")
    added = rows.with_columns(
        part_sum=pl.when(is_told).then(pl.sum_horizontal(PARTS)),
        county_listed=pl.col("county_codes").str.split(";").list.len().cast(pl.Int64),
        days=pl.when(pl.col("end_on") >= pl.col("start_on")).then(
            (pl.col("end_on") - pl.col("start_on")).dt.total_days() + 1
        ),
        organiser_school_or_none=pl.col("organiser_school").fill_null(""),
        note_series=pl.when(is_posted).then(series),
        note_week=pl.when(is_posted).then(pl.col("start_on").dt.truncate("1w")),
    )
    return added.with_columns(
        attendances=pl.coalesce("attend_n", "part_sum"),
        views_before=pl.when(pl.col("note_series").is_not_null()).then(_views_before()),
    )


def _views_before() -> pl.Expr:
    """The most readers told of an earlier number of the series."""
    most = pl.col("views_n").cum_max().shift(1).forward_fill()
    return most.over("submission_id", "note_series", order_by="issue_no")
