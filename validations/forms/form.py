"""What a form is: its data sheets, each one pandera class, and what is true of it as a whole.

Which forms there are is stated in the package itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandera.polars as pa
import polars as pl

from validations.parameters import Parameters


@dataclass(frozen=True)
class FormSheet:
    """One data sheet of a form, and the lake table of its rows.

    ``sheet_id`` begins the ids of its rules; that of a form's first sheet is the form's own.
    ``add_context`` puts beside each row what its rules look at; ``results`` are the columns a held
    row loses.
    """

    sheet_id: str
    title: str
    columns: type[pa.DataFrameModel]
    lake_table: str
    add_context: Callable[[pl.DataFrame, Parameters], pl.DataFrame]
    results: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """One form: its data sheets, and the words of its 说明 sheet.

    ``scope_kind`` says for whom a row speaks: ``city`` (one scope, 3607), ``school``, or
    ``unit``. ``minutes`` is the estimated time to fill it.
    """

    form_id: str
    title: str
    period_kind: Literal["semester", "quarter", "month", "round"]
    kind: Literal["stock", "increment"]
    scope_kind: Literal["city", "school", "unit"]
    sheets: tuple[FormSheet, ...]
    template_version: str
    purpose: str
    legal_basis: str
    readers: str
    minutes: int

    @property
    def main(self) -> FormSheet:
        """The first data sheet, the only one of most forms."""
        return self.sheets[0]
