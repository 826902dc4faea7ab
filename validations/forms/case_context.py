"""What stands beside each row of F04 for its rules: dates at fault, the day a plan is due.

Rules read these columns; the columns are dropped before the rows are kept. No rule is stated here.
"""

from collections.abc import Callable
from datetime import date

import polars as pl

from validations.parameters import Parameters
from validations.school_days import due_on

DATES = (
    "opened_on",
    "level_on",
    "plan_on",
    "ack_principal_on",
    "ack_psych_on",
    "ack_homeroom_on",
    "parent_contact_on",
    "status_on",
)
CLOSED = ("closed", "transferred_out", "graduated")
_NOT_BEFORE_OPENING = ("plan_on", "ack_principal_on", "ack_psych_on", "ack_homeroom_on")


def case_context(rows: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Add to F04 rows: is_closed, open_cases, date_ahead, date_too_early, plan_due_on."""
    is_closed = pl.col("status").is_in(CLOSED).fill_null(False)
    of_pupil = ("submission_id", "school_code", "pupil_token")
    days = rows.select(pl.col("level_on").unique().drop_nulls())
    due = days.with_columns(
        plan_due_on=pl.Series(
            [plan_due_on(day, parameters) for day in days["level_on"]], dtype=pl.Date, strict=False
        )
    )
    return (
        rows.with_columns(is_closed=is_closed)
        .with_columns(
            open_cases=(~pl.col("is_closed")).sum().over(of_pupil).cast(pl.Int64),
            date_ahead=_first(DATES, lambda name: pl.col(name) > pl.col("received_on")),
            date_too_early=_first(
                _NOT_BEFORE_OPENING, lambda name: pl.col(name) < pl.col("opened_on")
            ),
        )
        .join(due, on="level_on", how="left", maintain_order="left")
    )


def _first(names: tuple[str, ...], is_at_fault: Callable[[str], pl.Expr]) -> pl.Expr:
    """The first of the columns that is at fault, by name; null if none is."""
    return pl.coalesce(pl.when(is_at_fault(name)).then(pl.lit(name)) for name in names)


def plan_due_on(level_on: date, parameters: Parameters) -> date | None:
    """The day by which a plan is due: ``plan_days`` working days after the level was set.

    None for a level set before such days were counted.
    """
    return due_on(level_on, "plan_days", parameters)
