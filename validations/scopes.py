"""For whom a submission speaks: the schools its sheet 报送范围 lists, and the scope of each row.

What came of each school is counted in ``scope_table``.
"""

from dataclasses import dataclass
from typing import Any

import polars as pl

from validations.declarations import CITY
from validations.findings import Finding, file_finding
from validations.form_columns import sheet_columns
from validations.forms import Form
from validations.forms.fields import SCHOOL_CODE
from validations.forms.scope import Scope
from validations.headers import find_header, rows_below
from validations.normalise import normalise
from validations.workbook_reader import TextSheet

# One row a school that a workbook lists: where it stands, and whether it reports nothing.
LISTED_SCHEMA: dict[str, Any] = {
    "submission_id": pl.String,
    "scope_code": pl.String,
    "name": pl.String,
    "says_nil": pl.Boolean,
    "sheet": pl.String,
    "cell": pl.String,
    "row_number": pl.Int64,
}


@dataclass(frozen=True)
class Listed:
    """The schools a workbook lists, and what is wrong with its list."""

    rows: pl.DataFrame
    findings: tuple[Finding, ...]


def listed_scopes(submission_id: str, sheet: TextSheet | None) -> Listed:
    """Read the sheet 报送范围; no sheet, or an empty one, lists nobody."""
    nobody = pl.DataFrame(schema=LISTED_SCHEMA)
    if sheet is None or sheet.cells.is_empty():
        return Listed(nobody, ())
    columns = sheet_columns(Scope)
    header = find_header(sheet, columns, "*")
    if header is None:
        return Listed(nobody, (file_finding(submission_id, "S05", sheet=sheet.name, cell="A1"),))
    text = rows_below(sheet, header, columns).filter(pl.col("school_code").is_not_null())
    rows = normalise(text.with_columns(is_1904=False), columns).rows
    listed = rows.select(
        pl.lit(submission_id).alias("submission_id"),
        pl.col("school_code").alias("scope_code"),
        pl.col("school_name").fill_null("学校").alias("name"),
        pl.col("is_nil").fill_null(False).alias("says_nil"),
        pl.lit(sheet.name).alias("sheet"),
        pl.format("{}{}", pl.lit(header.letters.get("school_code", "A")), "row_number").alias(
            "cell"
        ),
        "row_number",
    )
    shape = next(column.pattern for column in columns if column.name == "school_code")
    is_code = pl.col("scope_code").str.contains(str(shape))
    doubled = listed.filter(pl.col("scope_code").is_duplicated() | ~is_code)
    findings = tuple(
        file_finding(
            submission_id,
            "S04" if is_known else "S06",
            {"scope": row["scope_code"][:30]},
            sheet=row["sheet"],
            cell=row["cell"],
            row_number=row["row_number"],
            scope_code=row["scope_code"] if is_known else None,
        )
        for row, is_known in zip(
            doubled.iter_rows(named=True), doubled.select(is_code).to_series(), strict=True
        )
    )
    return Listed(listed.filter(is_code).unique("scope_code", maintain_order=True), findings)


def scope_of_rows(form: Form) -> pl.Expr:
    """The scope a row speaks for: its school, or its unit where it names none; null if unclear."""
    if form.scope_kind == "city":
        return pl.lit(CITY)
    if form.scope_kind == "unit":
        return pl.col("declared_unit")
    school = pl.col("school_code")
    of_school = pl.when(school.str.contains(SCHOOL_CODE)).then(school)
    if form.sheet.to_schema().columns["school_code"].nullable:
        return pl.when(school.is_null()).then("declared_unit").otherwise(of_school)
    return of_school
