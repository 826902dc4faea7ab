"""Numbers that a unit gives out itself: its code, the year, a letter for the kind, a serial.

With the unit's code in front, numbers of two units never meet.
"""

import polars as pl


def unit_number_shape(letter: str) -> str:
    """The pattern of such numbers, as 360702-2026-J001 for the letter J."""
    return rf"^3607([0-9]{{2}}|JK|RJ|SZ)-20\d{{2}}-{letter}\d{{3,4}}$"


def is_of_unit(name: str) -> pl.Expr:
    """Whether the number in a column begins with the code of the unit that sends the form."""
    return pl.col(name).str.starts_with(pl.col("declared_unit"))
