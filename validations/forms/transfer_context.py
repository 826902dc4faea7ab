"""What stands beside each row of F06 for its rules: who reports, and the same archive's other rows.

Rules read these columns; the columns are dropped before the rows are kept. No rule is stated here.
"""

import polars as pl

from validations.code_lists import labels
from validations.forms.fields import SCHOOL_CODE
from validations.forms.transfer_columns import SEAL_SHAPE
from validations.forms.transfer_ends import ARRIVED, OUTSIDE, SENT
from validations.parameters import Parameters
from validations.school_days import due_on
from validations.tokens import token_is_valid

SAME_THROUGHOUT = (
    "transfer_id",
    "pupil_token",
    "reason",
    "from_school",
    "from_unit",
    "to_unit",
    "to_province",
    "to_school",
)
_LISTS = {
    "reason": "transfer_reason",
    "from_unit": "unit",
    "to_unit": "transfer_target",
    "to_province": "province",
}
_SHAPES = {"from_school": SCHOOL_CODE, "to_school": SCHOOL_CODE, "seal_no": SEAL_SHAPE}
_ARCHIVE = ("submission_id", "transfer_id")
_LEG = (*_ARCHIVE, "leg_no")
_SLIP = ("submission_id", "from_school", "seal_no")


def transfer_context(rows: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Add to F06 rows what ``TransferEnds`` and ``Transfers`` name beside their columns."""
    is_sender = (pl.col("side") == "sender").fill_null(False)
    is_receiver = (pl.col("side") == "receiver").fill_null(False)
    rows = rows.with_columns(
        _reporter(),
        _told_for_the_other(is_sender, is_receiver),
        own_date=pl.when(is_receiver).then(pl.lit("arrived_on")).otherwise(pl.lit("sent_on")),
        own_day=pl.when(is_receiver).then("arrived_on").when(is_sender).then("sent_on"),
        date_ahead=_first({day: pl.col(day) > pl.col("received_on") for day in _DAYS}),
        told_otherwise=_first({name: _differs(name, _ARCHIVE) for name in SAME_THROUGHOUT[1:]}),
        ends_differ=_first({name: _differs(name, _LEG) for name in ("seal_no", "pieces")}),
        seal_transfers=pl.col("transfer_id").drop_nulls().n_unique().over(_SLIP).cast(pl.Int64),
        # What an end tells of itself counts; of the other only where that end tells nothing here.
        leg_sent_on=_of_leg("sent_on", is_sender),
        leg_arrived_on=_of_leg("arrived_on", is_receiver),
        earlier_arrived_on=_earlier_arrival(is_receiver),
    )
    names = {code: label for label, code in labels("unit").items()}
    return rows.with_columns(
        reporter=pl.col("reporter_code").replace_strict(names, default=None, return_dtype=pl.String)
    ).join(_due(rows, parameters), on="leg_sent_on", how="left", maintain_order="left")


_DAYS = ("sent_on", "arrived_on")


def _reporter() -> pl.Expr:
    """The unit that tells a row: the one at whose bureau or school that end of the leg lies.

    Null where there is no such end: beyond the city nobody reports to us.
    """
    is_of_target = (pl.col("leg_no") == "3") | (
        (pl.col("leg_no") == "2") & (pl.col("side") == "receiver")
    )
    target = pl.when(pl.col("to_unit") != OUTSIDE).then("to_unit")
    is_told = pl.col("leg_no").is_not_null() & pl.col("side").is_not_null()
    unit = pl.when(is_of_target).then(target).otherwise("from_unit")
    return pl.when(is_told).then(unit).alias("reporter_code")


def _told_for_the_other(is_sender: pl.Expr, is_receiver: pl.Expr) -> pl.Expr:
    """The first column filled that is the other end's to tell, by name."""
    others = {name: is_sender & pl.col(name).is_not_null() for name in ARRIVED}
    others |= {name: is_receiver & pl.col(name).is_not_null() for name in SENT}
    return _first(others).alias("told_for_the_other")


def _first(is_at_fault: dict[str, pl.Expr]) -> pl.Expr:
    """The first of the columns that is at fault, by name; null if none is."""
    return pl.coalesce(pl.when(fault).then(pl.lit(name)) for name, fault in is_at_fault.items())


def _differs(name: str, key: tuple[str, ...]) -> pl.Expr:
    """Whether rows of one key tell different things in a column.

    An empty cell tells nothing, nor does one at fault: its own row is told of it, no other.
    """
    is_keyed = pl.all_horizontal(pl.col(part).is_not_null() for part in key)
    told = pl.when(_is_sound(name)).then(pl.col(name))
    return is_keyed & told.is_not_null() & (told.drop_nulls().n_unique().over(key) > 1)


def _is_sound(name: str) -> pl.Expr:
    """Whether a cell is what its column asks for."""
    if name in _LISTS:
        return pl.col(name).is_in(list(labels(_LISTS[name]).values()))
    if name in _SHAPES:
        return pl.col(name).str.contains(_SHAPES[name])
    return token_is_valid(name, "P") if name == "pupil_token" else pl.col(name) >= 1


def _of_leg(name: str, is_of_end: pl.Expr) -> pl.Expr:
    """A day of the leg as the end concerned tells it in this file, else as this row does."""
    return pl.coalesce(pl.when(is_of_end).then(pl.col(name)).max().over(_LEG), pl.col(name))


def _earlier_arrival(is_receiver: pl.Expr) -> pl.Expr:
    """When the archive came in at the end of the legs before this one, as told in this file."""
    came = [
        pl.when(is_receiver & (pl.col("leg_no") == leg)).then(pl.col("arrived_on")).max()
        for leg in ("1", "2")
    ]
    first, second = (day.over(_ARCHIVE) for day in came)
    return (
        pl.when(pl.col("leg_no") == "2")
        .then(first)
        .when(pl.col("leg_no") == "3")
        .then(pl.max_horizontal(first, second))
    )


def _due(rows: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """``leg_due_on`` for each day a leg was sent on; null where nothing can be said of it."""
    days = rows.select(pl.col("leg_sent_on").unique().drop_nulls())
    due = [due_on(day, "transfer_leg_days", parameters) for day in days["leg_sent_on"]]
    return days.with_columns(leg_due_on=pl.Series(due, dtype=pl.Date, strict=False))
