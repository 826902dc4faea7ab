"""For whom a submission speaks: the schools its sheet 报送范围 lists, and the scope of each row.

What came of each school is counted in ``scope_table``.
"""

import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Any

import polars as pl

from validations.cell_values import looks_blank, read_code
from validations.declarations import CITY
from validations.findings import Finding, file_finding
from validations.form_columns import sheet_columns
from validations.forms import Form, FormSheet
from validations.forms.fields import SCHOOL_CODE
from validations.forms.scope import SCOPE_CODE, Scope
from validations.headers import Header, find_header
from validations.vocabulary import code_of
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
class ListedSchool:
    """One school (or unit) of a workbook's list; ``says_nil`` is its 零报告."""

    submission_id: str
    scope_code: str
    name: str
    says_nil: bool
    sheet: str
    cell: str
    row_number: int


@dataclass(frozen=True)
class Listed:
    """The schools a workbook lists, each once, and what is wrong with its list."""

    schools: tuple[ListedSchool, ...] = ()
    findings: tuple[Finding, ...] = ()


def listed_frame(lists: Iterable[Listed]) -> pl.DataFrame:
    """The schools of several workbooks as one frame in ``LISTED_SCHEMA``."""
    rows = [astuple(school) for listed in lists for school in listed.schools]
    return pl.DataFrame(rows, schema=LISTED_SCHEMA, orient="row")


def listed_scopes(submission_id: str, sheet: TextSheet | None) -> Listed:
    """Read the sheet 报送范围; no sheet, or an empty one, lists nobody.

    Row by row and without polars: the list is short, and there is one in every workbook.
    """
    if sheet is None or sheet.cells.is_empty():
        return Listed()
    columns = sheet_columns(Scope)
    header = find_header(sheet, columns, "*")
    if header is None or "school_code" not in header.letters:
        return Listed(findings=(file_finding(submission_id, "S05", sheet=sheet.name, cell="A1"),))
    schools: dict[str, ListedSchool] = {}
    findings = []
    cells = [sheet.cells.columns.index(header.letters[name]) for name in header.letters]
    rows = sheet.cells.rows()[header.first_data_row - 1 :]
    for number, row in enumerate(rows, header.first_data_row):
        said = {name: row[at] for name, at in zip(header.letters, cells, strict=True) if row[at]}
        if not said.get("school_code"):
            continue
        school, fault = _listed_school(submission_id, sheet.name, header, number, said)
        if fault is None and school.scope_code in schools:
            fault = _scope_fault("S04", school, school.scope_code)
        if fault:
            findings.append(fault)
        if fault is None or fault.rule_id == "S07":
            schools[school.scope_code] = school
    return Listed(tuple(schools.values()), tuple(findings))


def _listed_school(
    submission_id: str, sheet: str, header: Header, number: int, said: dict[str, str]
) -> tuple[ListedSchool, Finding | None]:
    """One row of the list, and its fault if it has one."""
    code = str(read_code(said["school_code"]).value)
    nil = code_of("yes_no", said["is_nil"]) if "is_nil" in said else "no"
    school = ListedSchool(
        submission_id=submission_id,
        scope_code=code,
        name=said.get("school_name", "学校").strip(),
        says_nil=nil == "yes",
        sheet=sheet,
        cell=f"{header.letters['school_code']}{number}",
        row_number=number,
    )
    if not re.fullmatch(SCOPE_CODE, code):
        return school, _scope_fault("S06", school, code)
    if nil is None and not looks_blank(said["is_nil"]):
        return school, _scope_fault("S07", school, said["is_nil"])
    return school, None


def _scope_fault(rule_id: str, school: ListedSchool, shown: str) -> Finding:
    return file_finding(
        school.submission_id,
        rule_id,
        {"scope": school.scope_code[:30], "value": shown[:30]},
        sheet=school.sheet,
        cell=school.cell,
        row_number=school.row_number,
        scope_code=None if rule_id == "S06" else school.scope_code,
    )


def scope_of_rows(form: Form, sheet: FormSheet) -> pl.Expr:
    """The scope a row speaks for: its school, or its unit where it names none; null if unclear."""
    if form.scope_kind == "city":
        return pl.lit(CITY)
    if form.scope_kind == "unit":
        return pl.col("declared_unit")
    school = pl.col("school_code")
    of_school = pl.when(school.str.contains(SCHOOL_CODE)).then(school)
    if sheet.columns.to_schema().columns["school_code"].nullable:
        return pl.when(school.is_null()).then("declared_unit").otherwise(of_school)
    return of_school
