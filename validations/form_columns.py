"""A form class read back as plain columns: header, help, type, list, limits, lake type.

Blank workbooks, reader, gate, sources and data dictionary all walk these; nothing about a single
form is stated here.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import pandera.polars as pa
import polars as pl

from validations.forms import Form, FormSheet
from validations.forms.fields import Kind

_LAKE_TYPES: dict[str, pl.DataType] = {
    "code": pl.String(),
    "text": pl.String(),
    "list": pl.String(),
    "multi": pl.String(),
    "date": pl.Date(),
    "integer": pl.Int64(),
    "decimal": pl.Float64(),
    "boolean": pl.Boolean(),
}


@dataclass(frozen=True)
class Column:
    """One column of a sheet, as its class declares it; limits are inclusive."""

    name: str
    title: str
    help: str
    kind: Kind
    list_name: str | None
    is_required: bool
    is_key: bool
    is_prefilled: bool
    example: str
    unit_of_measure: str
    minimum: float | None
    maximum: float | None
    longest: int | None
    pattern: str | None
    severity: str

    @property
    def lake_type(self) -> pl.DataType:
        """The polars type of the column in the lake."""
        return _LAKE_TYPES[self.kind]


@cache
def sheet_columns(sheet: type[pa.DataFrameModel]) -> tuple[Column, ...]:
    """The columns of any sheet class, in the order of the sheet."""
    return tuple(_column(name, field) for name, field in sheet.to_schema().columns.items())


def columns_of(sheet: FormSheet) -> tuple[Column, ...]:
    """The columns of a form's data sheet, in the order of the sheet."""
    return sheet_columns(sheet.columns)


def all_columns(form: Form) -> tuple[Column, ...]:
    """The columns of all data sheets of a form, one sheet after the other."""
    return tuple(column for sheet in form.sheets for column in columns_of(sheet))


def lake_schema(sheet: FormSheet) -> dict[str, pl.DataType]:
    """Column -> type of the sheet's lake table: address first, then the sheet's columns.

    Sheets with results that may be held carry ``is_held`` too.
    """
    address: dict[str, pl.DataType] = {
        "submission_id": pl.String(),
        "sheet": pl.String(),
        "row_number": pl.Int64(),
    }
    if sheet.results:
        address["is_held"] = pl.Boolean()
    return address | {column.name: column.lake_type for column in columns_of(sheet)}


def _column(name: str, field: Any) -> Column:
    metadata = field.metadata
    limits: dict[str, Any] = {}
    for check in field.checks:
        limits[check.name] = check.statistics
    return Column(
        name=name,
        title=field.title,
        help=field.description,
        kind=metadata["kind"],
        list_name=metadata["list"],
        is_required=not field.nullable,
        is_key=metadata["is_key"],
        is_prefilled=metadata["is_prefilled"],
        example=metadata["example"],
        unit_of_measure=metadata["unit"],
        minimum=limits.get("greater_than_or_equal_to", {}).get("min_value"),
        maximum=limits.get("less_than_or_equal_to", {}).get("max_value"),
        longest=limits.get("str_length", {}).get("max_value"),
        pattern=_text(limits.get("str_matches", {}).get("pattern")),
        severity=metadata["severity"],
    )


def _text(pattern: Any) -> str | None:
    """The pattern as text, whether pandera keeps it as text or compiled."""
    return None if pattern is None else str(getattr(pattern, "pattern", pattern))
