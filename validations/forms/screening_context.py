"""What the seeds say of the instrument and the round of each F02 or F03 row, beside the row.

Rules read these columns; the columns are dropped before the rows are kept. No rule is stated
here.
"""

from functools import cache

import polars as pl

from validations.code_lists import label_of, read_seed
from validations.parameters import Parameters

SUBS = tuple(f"sub_{number:02}" for number in range(1, 11))
# What a held row (scores without consent) loses; the test date stays, it is no result.
RESULTS = ("validity_score", "is_valid", "total_score", *SUBS, "crisis_flag", "level")
_COMBINATION = ("instrument", "instrument_version", "norm_set", "score_scale")
_LIMITS = ("grade_min", "grade_max", "total_min", "total_max", "sub_count", "sub_min", "sub_max")


def screening_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """Add to F02 rows: limits of the instrument, window of the round, consent, sub-scores."""
    rows = _beside_repeats(instrument_context(rows))
    return rows.with_columns(
        (pl.col("consent") == "agreed").fill_null(False).alias("is_agreed"),
        _is_held().alias("is_held"),
        pl.sum_horizontal(pl.col(name).is_not_null() for name in SUBS).alias("subs_filled"),
        pl.sum_horizontal(SUBS).round(2).alias("subs_sum"),
        _sub_at_fault().alias("sub_at_fault"),
    ).with_columns(subs_fit=_subs_fit())


def instrument_context(rows: pl.DataFrame) -> pl.DataFrame:
    """Add to rows of F02 or F03: limits of the instrument, its grades, window of the round."""
    for table, keys in (
        (_versions(), ["round_id", *_COMBINATION]),
        (_instruments(), ["instrument"]),
        (_grades(), ["grade"]),
        (_windows(), ["round_id", "declared_unit"]),
    ):
        rows = rows.join(table, on=keys, how="left", maintain_order="left")
    # Of a round the calendar does not know nothing can be said; that is told elsewhere.
    is_known_round = pl.col("round_id").is_in(_versions()["round_id"].unique().implode())
    return rows.with_columns(
        pl.when(is_known_round).then(pl.col("version_is_known").fill_null(False)),
    )


def _beside_repeats(rows: pl.DataFrame) -> pl.DataFrame:
    """Add what the rows of one pupil are to each other: rows_alike, attempt_rank, sexes, places.

    Only pupils with several rows are grouped; they are few, and grouping all is dear.
    """
    pupil = ["submission_id", "pupil_token"]
    place = pl.col("school_code") + pl.col("grade")
    test = [*pupil, "round_id", "instrument"]
    # Ranked, not counted: a doubled attempt is one fault, and makes no gap besides.
    rank = pl.col("attempt_no").rank("dense").over(test).cast(pl.Int64)
    repeats = (
        rows.select(*test, "attempt_no", "sex", place.alias("place"))
        .with_row_index("_row")
        .filter(pl.struct(pupil).is_duplicated())
        .select(
            "_row",
            pl.len().over(*test, "attempt_no").cast(pl.Int64).alias("rows_alike"),
            rank.alias("attempt_rank"),
            pl.col("sex").drop_nulls().n_unique().over(pupil).cast(pl.Int64).alias("sexes"),
            pl.col("place").drop_nulls().n_unique().over(pupil).cast(pl.Int64).alias("places"),
        )
    )
    joined = rows.with_row_index("_row").join(repeats, on="_row", how="left", maintain_order="left")
    return joined.drop("_row").with_columns(
        pl.col("rows_alike", "attempt_rank", "sexes", "places").fill_null(1)
    )


def _is_held() -> pl.Expr:
    """Scores without consent: a result is there and the guardian refused or has not answered."""
    has_results = pl.any_horizontal(
        *(pl.col(name).is_not_null() for name in ("total_score", "validity_score", "level", *SUBS)),
        pl.col("crisis_flag").fill_null(False),
    )
    return has_results & pl.col("consent").is_in(["refused", "pending"]).fill_null(False)


def _sub_at_fault() -> pl.Expr:
    """The first sub-score column outside the instrument's limits, by name; null if none is."""
    return pl.coalesce(
        pl.when(~pl.col(name).is_between(pl.col("sub_min"), pl.col("sub_max"))).then(pl.lit(name))
        for name in SUBS
    )


def _subs_fit() -> pl.Expr:
    """Sub-scores fill columns 1 to n, or none where no level depends on them."""
    count = pl.col("sub_count")
    in_place = pl.all_horizontal(
        pl.col(name).is_not_null() == (count >= number) for number, name in enumerate(SUBS, 1)
    )
    may_be_blank = ~pl.col("subs_set_level") | pl.col("total_score").is_null()
    return in_place | ((pl.col("subs_filled") == 0) & may_be_blank)


@cache
def _versions() -> pl.DataFrame:
    """Every known combination × every round in which it holds, with its limits as numbers."""
    rounds = (
        read_seed("calendar_screening_round").select("round_id", "window_end").unique("round_id")
    )
    rules = read_seed("standard_instrument_level").filter(pl.col("score_part") == "any_sub")
    with_sub_levels = rules.select(_COMBINATION).unique().with_columns(subs_set_level=True)
    versions = read_seed("code_instrument_version").join(rounds, how="cross")
    return (
        versions.filter(
            (pl.col("valid_from") <= pl.col("window_end"))
            & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= pl.col("window_end")))
        )
        .join(with_sub_levels, on=_COMBINATION, how="left")
        .select(
            "round_id",
            *_COMBINATION,
            pl.col(*_LIMITS, "validity_void_from").cast(pl.Float64),
            (pl.col("has_validity", "is_total_sum_of_subs") == "true"),
            pl.col("subs_set_level").fill_null(False),
            pl.lit(True).alias("version_is_known"),
        )
        .with_columns(pl.col("sub_count").cast(pl.Int64))
    )


@cache
def _instruments() -> pl.DataFrame:
    """Instrument -> whether it has a crisis item, and its known combinations in words."""
    versions = read_seed("code_instrument_version")
    words = {
        instrument: "；".join(
            "、".join(
                label_of(name, row[name])
                for name in ("instrument_version", "norm_set", "score_scale")
            )
            for row in versions.filter(pl.col("instrument") == instrument).iter_rows(named=True)
        )
        for instrument in versions["instrument"].unique()
    }
    return read_seed("code_instrument").select(
        "instrument",
        pl.col("has_crisis_item") == "true",
        pl.format(
            "该量表可选的组合：{}。",
            pl.col("instrument").replace_strict(words, default="（尚未登记，请联系市教育局）"),
        ).alias("known_combinations"),
    )


@cache
def _grades() -> pl.DataFrame:
    """Grade -> its number for an instrument's suitability; vocational years count as 10 to 12."""
    number = pl.col("sort_no").cast(pl.Int64)
    is_vocational = pl.col("stage_code") == "vocational"
    return read_seed("code_grade").select(
        grade="grade_code",
        grade_sort=pl.when(is_vocational).then(number - 11).otherwise(number),
    )


@cache
def _windows() -> pl.DataFrame:
    """Round × unit -> first and last day of its window; a unit's own row beats the ``*`` row."""
    rounds = read_seed("calendar_screening_round").select(
        "round_id", "unit_code", pl.col("window_start", "window_end").str.to_date()
    )
    units = read_seed("code_reporting_unit").select("unit_code")
    general = rounds.filter(pl.col("unit_code") == "*").drop("unit_code").join(units, how="cross")
    own = rounds.filter(pl.col("unit_code") != "*").select(general.columns)
    return (
        pl.concat([own, general])
        .unique(["round_id", "unit_code"], keep="first")
        .rename({"unit_code": "declared_unit"})
    )
