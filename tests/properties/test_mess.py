"""Whatever mess stands round a table, whoever wrote it: nothing is lost and nothing made up.

Good rows of a form with planted faults are laid among titles, blank rows, totals and notes, and
saved by openpyxl, xlwt, as .ods or as CSV.
"""

import csv
import io
from typing import Any

import hypothesis.strategies as st
import openpyxl
import xlwt
from hypothesis import HealthCheck, given, settings

from tests.filled_workbooks import PERIODS, Row, good_rows, grid, incoming, judge
from tests.properties.test_gate_invariants import FAULTS, assert_every_rejection_is_told
from tests.unit.validations.test_messy_workbooks import ods
from validations.forms import FORMS

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Cells = list[list[Any]]
TOTALS = ("合计", "小计", "总　计", "全校合计：")
NOTES = ("填表人：", "审核：", "注：数据截至九月底", "单位负责人（签字）")
WRITERS = ("xlsx", "xls", "ods", "utf-8", "utf-8-sig", "gb18030")


def wide(text: Any) -> Any:
    """The text in full-width letters and digits, with an ideographic space behind it."""
    if not isinstance(text, str):
        return text
    return text.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F) if chr(n) != "="}) + "　"


def written(cells: Cells, writer: str) -> tuple[bytes, str]:
    """The bytes of the table and the name of the file."""
    stream = io.BytesIO()
    if writer == "xlsx":
        book = openpyxl.Workbook()
        for row in cells:
            book.active.append(row)
        book.save(stream)
        return stream.getvalue(), "表.xlsx"
    if writer == "xls":
        old = xlwt.Workbook(encoding="utf-8")
        sheet = old.add_sheet("表")
        for number, row in enumerate(cells):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
        old.save(stream)
        return stream.getvalue(), "表.xls"
    if writer == "ods":
        return ods({"表": cells}), "表.ods"
    text = io.StringIO()
    csv.writer(text).writerows(cells)
    return text.getvalue().encode(writer), "表.csv"


@st.composite
def messy(draw: st.DrawFn) -> tuple[str, Cells, str, list[tuple[int, str]], set[int], set[int]]:
    """Form, cells, writer, planted faults (row, rule), rows of totals and notes, rows of data."""
    form_id = draw(st.sampled_from(sorted(FAULTS)))
    rows: list[Row] = good_rows(form_id, draw(st.integers(1, 6)))
    header, names, examples, *data = grid(form_id, rows)
    order = draw(st.permutations(range(len(header))))
    words = next(name for name in ("school_code", "case_id", "staff_token") if name in names)
    cells: Cells = [[f"2026 年秋季{FORMS[form_id].title}"]] * draw(st.integers(0, 3))
    cells += [[None]] * draw(st.integers(0, 2))
    cells.append([f" {title} " if draw(st.booleans()) else wide(title) for title in header])
    if draw(st.booleans()):
        cells += [names, examples]
    faults: list[tuple[int, str]] = []
    left_out, kept = set(), set()
    for row, typed in zip(rows, data, strict=True):
        if draw(st.integers(0, 3)) == 0:
            cells.append([None] * len(header))
        if draw(st.integers(0, 3)) == 0:
            total: list[Any] = [None] * len(header)
            total[names.index(words)] = draw(st.sampled_from(TOTALS))
            cells.append(total)
            left_out.add(len(cells))
        fault = draw(st.none() | st.sampled_from(FAULTS[form_id]))
        if fault:
            typed[names.index(fault[0])] = fault[1]
            faults.append((len(cells) + 1, f"{form_id}.{fault[2]}"))
        elif draw(st.booleans()):
            typed = [wide(value) for value in typed]
        cells.append(typed)
        if not fault:
            kept.add(len(cells))
        assert row
    cells = [[row[at] for at in order] if len(row) == len(header) else row for row in cells]
    for _ in range(draw(st.integers(0, 2))):
        # A note stands where its column reads words.
        note: list[Any] = [None] * len(header)
        note[order.index(names.index(words))] = draw(st.sampled_from(NOTES))
        cells.append(note)
        left_out.add(len(cells))
    return form_id, cells, draw(st.sampled_from(WRITERS)), faults, left_out, kept


@FEW
@given(messy())
def test_planted_faults_are_the_reported_ones_through_any_mess_and_any_program(
    case: tuple[str, Cells, str, list[tuple[int, str]], set[int], set[int]],
) -> None:
    form_id, cells, writer, faults, left_out, kept = case
    content, name = written(cells, writer)
    folder = (form_id, PERIODS[form_id], "360702")
    result = judge(incoming(content, name, folder=folder))
    findings = result.findings
    must_fix = findings.filter(severity="必改").select("row_number", "rule_id").rows()
    if kept:  # a file with no good row is told that besides
        assert sorted(must_fix) == sorted(faults)
    assert set(faults) <= set(must_fix)
    told = findings.filter(findings["rule_id"].is_in(["N01", "N02"]))
    assert set(told["row_number"]) == left_out
    accepted = result.rows[FORMS[form_id].main.lake_table]
    assert set(accepted["row_number"]) == kept
    counts = result.submissions.row(0, named=True)
    assert counts["rows_read"] == counts["rows_accepted"] + counts["rows_rejected"]
    assert counts["rows_read"] == len(kept) + len(left_out) + len({row for row, _ in faults})
    assert_every_rejection_is_told(result, counts["rows_rejected"], accepted)
