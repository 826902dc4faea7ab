"""Planted faults are the marked cells; all else in a returned workbook is as it was sent."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import hypothesis.strategies as st
import openpyxl
import polars as pl
from hypothesis import HealthCheck, given, settings

from reports.annotated_package import Package
from reports.annotated_return import Return, annotate
from tests.filled_workbooks import (
    PERIODS,
    SCHOOL,
    UNIT,
    Row,
    good_rows,
    incoming,
    judge,
    workbook,
)
from tests.properties.test_gate_round_trip import ISSUED
from validations.forms import FORMS

FAULTS: dict[str, Any] = {"sex": "未知", "total_score": 999, "grade": None, "test_date": "昨天"}
SHEET = FORMS["F02"].main.title
CELL = re.compile(rb"<c [^>]*?(?:/>|>.*?</c>)")
OURS = ("FFFFB9B", "FFFFE89")


def handed_in(rows: list[Row], *, is_ours: bool) -> bytes:
    """The rows in our own blank, or typed into a bare workbook."""
    if not is_ours:
        return workbook("F02", rows, scope=[[SCHOOL, "示例小学", None, None]])
    from reports.submission_form import build_form
    from reports.workbook import workbook_bytes

    scope = pl.DataFrame({"school_code": [SCHOOL], "school_name": ["示例小学"]})
    frame = pl.DataFrame(rows, infer_schema_length=None)
    form = build_form(FORMS["F02"], PERIODS["F02"], UNIT, ISSUED, scope, rows={"F02": frame})
    return workbook_bytes(form, ISSUED)


def returned(content: bytes) -> tuple[bytes, pl.DataFrame]:
    result = judge(incoming(content))
    submission = result.submissions.row(0, named=True)
    said = Return(submission, result.findings, date(2026, 12, 2))
    return annotate(content, said), result.findings


def marked_cells(content: bytes) -> set[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(content))[SHEET]
    return {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.fill.fgColor.rgb).startswith(OURS)
    }


planted = st.lists(
    st.tuples(st.integers(0, 11), st.sampled_from(sorted(FAULTS))), min_size=1, max_size=8
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(planted, st.booleans())
def test_planted_faults_are_the_marked_cells(faults: list[tuple[int, str]], is_ours: bool) -> None:
    rows = good_rows("F02", 12)
    for number, name in faults:
        rows[number] = rows[number] | {name: FAULTS[name]}
    content = handed_in(rows, is_ours=is_ours)
    made, findings = returned(content)
    told = findings.filter(pl.col("severity") != "提示", pl.col("sheet") == SHEET)
    assert set(told["cell"]) == marked_cells(made)
    columns = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content))[SHEET][2]]
    letters = [openpyxl.utils.get_column_letter(columns.index(name) + 1) for _, name in faults]
    assert {f"{letter}{row + 4}" for letter, (row, _) in zip(letters, faults, strict=True)} <= set(
        told["cell"]
    )


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(planted, st.booleans())
def test_all_else_keeps_its_bytes(faults: list[tuple[int, str]], is_ours: bool) -> None:
    rows = good_rows("F02", 12)
    for number, name in faults:
        rows[number] = rows[number] | {name: FAULTS[name]}
    content = handed_in(rows, is_ours=is_ours)
    made, _ = returned(content)
    before, after = Package.read(content).parts, Package.read(made).parts
    touched = {name for name in before if before[name] != after[name]}
    sheets = {name for name in touched if name.startswith("xl/worksheets/sheet")}
    book_parts = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
    assert touched - sheets <= book_parts | {"xl/styles.xml", "docProps/app.xml"}
    marked = marked_cells(made)
    for name in sheets:
        old, new = (_cells(parts[name]) for parts in (before, after))
        assert {ref for ref in old if old[ref] != new[ref]} <= marked
        assert set(new) - set(old) <= marked


def _cells(xml: bytes) -> dict[str, bytes]:
    found = {}
    for cell in CELL.findall(xml):
        reference = re.search(rb' r="([A-Z]+\d+)"', cell)
        assert reference is not None
        found[reference[1].decode()] = cell
    return found


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(planted, st.booleans())
def test_marked_twice_is_marked_once(faults: list[tuple[int, str]], is_ours: bool) -> None:
    rows = good_rows("F02", 12)
    for number, name in faults:
        rows[number] = rows[number] | {name: FAULTS[name]}
    content = handed_in(rows, is_ours=is_ours)
    first, found = returned(content)
    assert returned(content)[0] == first
    second, found_again = returned(first)
    about = ["rule_id", "cell", "words", "fix"]
    assert found_again.select(about).equals(found.select(about))
    old, new = Package.read(first).parts, Package.read(second).parts
    # The list alone differs: its receipt names another file's hash and size.
    differing = [name for name in old if old[name] != new[name]]
    assert list(old) == list(new)
    assert all(b"\xe6\x8a\xa5\xe9\x80\x81\xe5\x9b\x9e\xe6\x89\xa7" in old[n] for n in differing)
