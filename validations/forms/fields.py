"""Columns as the form classes declare them: one call a column, all its facts in one place.

What a column means to a reader (header, help, drop-down) and to the gate (type, list, limits)
is stated here once. Rules over several cells do not belong here: see ``rules``.
"""

from typing import Any, Literal

import pandera.polars as pa
import polars as pl
from pandera.api.extensions import register_check_method
from pandera.api.polars.types import PolarsData

from validations.code_lists import labels

Kind = Literal["code", "text", "date", "integer", "decimal", "boolean", "list", "multi"]

SCHOOL_CODE = r"^(11|21|31|34|36|37|51)36\d{6}$"
SEMESTER = r"^\d{4}-\d{4}-[12]$"
ROUND = r"^\d{4}-\d{4}-[12]R\d$"
PUPIL_SHAPE = r"^P[0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]{5}$"
STAFF_SHAPE = r"^S[0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]{5}$"
# School code, year and serial; given out by the school, kept for the life of the case.
CASE_SHAPE = r"^(11|21|31|34|36|37|51)36\d{6}-20\d{2}-\d{3,4}$"
EXPLAIN_LENGTH = 60


@register_check_method(statistics=["list_name"])  # type: ignore[untyped-decorator]
def in_list(data: PolarsData, *, list_name: str) -> pl.LazyFrame:
    """The cell is a code of the list; the seed is read when checking, not when importing."""
    return data.lazyframe.select(pl.col(data.key).is_in(list(labels(list_name).values())))


@register_check_method(statistics=["list_name"])  # type: ignore[untyped-decorator]
def all_in_list(data: PolarsData, *, list_name: str) -> pl.LazyFrame:
    """Every part of a cell ``a;b;c`` is a code of the list."""
    parts = pl.col(data.key).str.split(";")
    known = list(labels(list_name).values())
    return data.lazyframe.select(parts.list.eval(pl.element().is_in(known)).list.all())


def column(
    kind: Kind,
    title: str,
    help_text: str,
    *,
    list_name: str | None = None,
    required: bool = True,
    key: bool = False,
    prefilled: bool = False,
    example: str = "",
    unit: str = "",
    pattern: str | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    longest: int | None = None,
    severity: str = "必改",
) -> Any:
    """One column of a form.

    ``title`` is the header on the sheet, ``help_text`` the input message; ``unit`` the unit of
    measure (人, 课时); ``severity`` that of the column's own checks (type, range, list, pattern).
    """
    limits: dict[str, Any] = {}
    if list_name is not None:
        limits["all_in_list" if kind == "multi" else "in_list"] = list_name
    if pattern is not None:
        limits["str_matches"] = pattern
    if minimum is not None:
        limits["ge"] = minimum
    if maximum is not None:
        limits["le"] = maximum
    if longest is not None:
        limits["str_length"] = {"max_value": longest}
    return pa.Field(
        title=title,
        description=help_text,
        nullable=not required,
        metadata={
            "kind": kind,
            "list": list_name,
            "example": example,
            "unit": unit,
            "is_key": key,
            "is_prefilled": prefilled,
            "severity": severity,
        },
        **limits,
    )


def school_code(
    help_text: str = "10 位数字。",
    *,
    key: bool = False,
    prefilled: bool = False,
    required: bool = True,
) -> Any:
    """The national code of the school a row is about."""
    return column(
        "code",
        "学校标识码",
        help_text,
        key=key,
        prefilled=prefilled,
        required=required,
        example="2136000001",
        pattern=SCHOOL_CODE,
    )


def round_id() -> Any:
    """The screening round, part of the key of every form that is sent by rounds."""
    return column(
        "code",
        "轮次",
        "如 2026-2027-1R1。",
        key=True,
        prefilled=True,
        example="2026-2027-1R1",
        pattern=ROUND,
    )


def explain_code() -> Any:
    """The coded reason for a 需说明 finding; the same on every form."""
    return column(
        "list",
        "说明原因",
        "有“需说明”的问题时选一项；没有则留空。",
        list_name="explain_code",
        required=False,
        example="已核实无误",
    )


def explain() -> Any:
    """The free words beside the reason, at most 60 characters, no personal data."""
    return column(
        "text",
        "说明",
        f"补充说明，最多 {EXPLAIN_LENGTH} 字；不得写姓名、身份证号、电话号码。",
        required=False,
        longest=EXPLAIN_LENGTH,
        example="本学期新增一个班",
    )
