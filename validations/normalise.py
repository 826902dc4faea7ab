"""Text columns → typed columns, quickly where cells are clean and cell by cell where not.

A cell that cannot be taken becomes null with a problem in words; an unknown word of a list stays
as it is, for the form's own check to find. Whether a value is right is not decided here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from validations.cell_values import (
    NOTHING,
    Reading,
    folded,
    looks_blank,
    read_code,
    read_date,
    read_decimal,
    read_integer,
)
from validations.form_columns import Column
from validations.vocabulary import code_of, exact_spellings

PROBLEM_SCHEMA = {
    "row": pl.UInt32,
    "column_name": pl.String,
    "suffix": pl.String,
    "detail": pl.String,
}
_Problem = tuple[int, str, str, str | None]


@dataclass(frozen=True)
class Normalised:
    """Typed rows, in the order of the text rows, and what befell single cells.

    ``problems`` has row index, column, suffix of the rule (type, blank, zero) and detail in words.
    """

    rows: pl.DataFrame
    problems: pl.DataFrame


def normalise(text: pl.DataFrame, columns: Sequence[Column]) -> Normalised:
    """Convert the declared columns of ``text``; ``is_1904`` (boolean) says how serials count."""
    problems: list[_Problem] = []
    typed = text.with_columns(
        _typed(text[column.name], column, text["is_1904"], problems) for column in columns
    )
    return Normalised(typed, pl.DataFrame(problems, schema=PROBLEM_SCHEMA, orient="row"))


def _typed(
    cells: pl.Series, column: Column, is_1904: pl.Series, problems: list[_Problem]
) -> pl.Series:
    """One column converted; cells the quick way leaves out are read one by one."""
    if cells.null_count() == len(cells):
        return pl.Series(cells.name, [None] * len(cells), dtype=column.lake_type)
    quick = _QUICK[column.kind](cells, column)
    doubtful = (cells.is_not_null() & quick.is_null()).arg_true()
    if doubtful.is_empty():
        return quick
    values = []
    for row, text, old in zip(
        doubtful, cells.gather(doubtful), is_1904.gather(doubtful), strict=True
    ):
        reading = _read(text, column, old)
        values.append(reading.value)
        if reading.problem:
            problems.append((row, column.name, "type", reading.problem))
        elif reading.note and not (reading.note == "blank" and column.is_required):
            # A required cell left blank is told as such, once.
            problems.append((row, column.name, reading.note, text))
    return quick.scatter(doubtful, pl.Series(values, dtype=column.lake_type, strict=False))


def _read(text: str, column: Column, is_1904: bool) -> Reading:
    if column.kind in ("list", "multi", "boolean"):
        reading = _read_words(text, column)
    elif looks_blank(text):
        reading = Reading(note="blank")
    elif column.kind == "integer":
        is_count = column.unit_of_measure != "" and column.minimum == 0
        reading = read_integer(text, is_count)
    elif column.kind == "decimal":
        reading = read_decimal(text)
    elif column.kind == "date":
        reading = read_date(text, is_1904)
    elif column.kind == "code":
        reading = read_code(text)
    else:
        plain = " ".join(text.split())
        reading = Reading(note="blank") if plain in NOTHING else Reading(plain or None)
    return reading


def _read_words(text: str, column: Column) -> Reading:
    """A word of a list, several of them, or yes and no; unknown words stay as they are."""
    if column.kind == "multi":
        return _read_several(text, column)
    list_name = "yes_no" if column.kind == "boolean" else str(column.list_name)
    code = code_of(list_name, text)
    if code is None and (looks_blank(text) or folded(text) in NOTHING):
        return Reading(note="blank")
    if column.kind == "boolean":
        return (
            Reading(problem=f"应填是或否，现为“{text}”") if code is None else Reading(code == "yes")
        )
    return Reading(code or folded(text) or None)


def _read_several(text: str, column: Column) -> Reading:
    if looks_blank(text) or folded(text) in NOTHING:
        return Reading(note="blank")
    plain = folded(text)
    for sign in ";,、/\n\t |":
        plain = plain.replace(sign, ";")
    parts = [part.strip() for part in plain.split(";") if part.strip()]
    if column.list_name:
        parts = [code_of(column.list_name, part) or part for part in parts]
    else:
        parts = [part.upper() for part in parts]
    return Reading(";".join(dict.fromkeys(parts)) or None)


def _quick_code(cells: pl.Series, column: Column) -> pl.Series:
    """Codes that already have their shape; without a shape every cell is read by hand."""
    shape = column.pattern or "^$"
    frame = cells.to_frame("cell")
    is_shaped = pl.col("cell").str.contains(shape)
    return frame.select(pl.when(is_shaped).then("cell").alias(cells.name)).to_series()


def _quick_text(cells: pl.Series, column: Column) -> pl.Series:
    """Plain text as it stands; signs for nothing and odd spaces are left to be read by hand."""
    is_odd = cells.str.contains(r"^\s|\s$|[\n\r\t]|^.{0,3}$")
    return (
        cells.to_frame("cell").select(pl.when(~is_odd).then("cell").alias(cells.name)).to_series()
    )


def _quick_list(cells: pl.Series, column: Column) -> pl.Series:
    known = exact_spellings(str(column.list_name))
    return cells.replace_strict(known, default=None, return_dtype=pl.String)


def _quick_boolean(cells: pl.Series, column: Column) -> pl.Series:
    known = {word: code == "yes" for word, code in exact_spellings("yes_no").items()}
    return cells.replace_strict(known, default=None, return_dtype=pl.Boolean)


def _quick_integer(cells: pl.Series, column: Column) -> pl.Series:
    return cells.cast(pl.Int64, strict=False)


def _quick_decimal(cells: pl.Series, column: Column) -> pl.Series:
    """Finite numbers; ``inf`` and ``nan`` are words to a person."""
    numbers = cells.cast(pl.Float64, strict=False).to_frame("cell")
    is_finite = pl.col("cell").is_finite()
    return numbers.select(pl.when(is_finite).then("cell").alias(cells.name)).to_series()


def _quick_date(cells: pl.Series, column: Column) -> pl.Series:
    """ISO days, with or without the midnight that a date cell carries."""
    frame = cells.to_frame("cell")
    day = pl.col("cell").str.to_date("%Y-%m-%d", strict=False)
    stamp = pl.col("cell").str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False).dt.date()
    is_day = pl.col("cell").str.len_bytes() == 10
    is_stamp = pl.col("cell").str.len_bytes() == 19
    return frame.select(
        pl.when(is_day).then(day).when(is_stamp).then(stamp).alias(cells.name)
    ).to_series()


_QUICK: dict[str, Callable[[pl.Series, Column], pl.Series]] = {
    "code": _quick_code,
    "text": _quick_text,
    "list": _quick_list,
    "multi": _quick_code,
    "boolean": _quick_boolean,
    "integer": _quick_integer,
    "decimal": _quick_decimal,
    "date": _quick_date,
}
