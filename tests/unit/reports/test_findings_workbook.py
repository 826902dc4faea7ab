"""What a submitter gets back: every fault with its place, gravest first, values masked as given."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import polars as pl

from reports.findings_workbook import build_findings, findings_file_name
from reports.workbook import workbook_bytes
from tests.golden.sample_findings import RECEIVED_AT, SUBMISSION, findings
from validations.findings import FINDING_SCHEMA


def opened(frame: pl.DataFrame, **submission: Any) -> Any:
    book = build_findings({**SUBMISSION, **submission}, frame, RECEIVED_AT)
    return openpyxl.load_workbook(BytesIO(workbook_bytes(book, RECEIVED_AT)))


def listed(workbook: Any) -> list[list[Any]]:
    rows = [[cell.value for cell in row] for row in workbook["问题清单"].iter_rows()]
    start = next(number for number, row in enumerate(rows) if row[0] == "序号")
    return rows[start + 1 :]


def texts(sheet: Any) -> set[str]:
    return {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}


def test_every_fault_is_listed_gravest_first_with_sheet_cell_and_column() -> None:
    rows = listed(opened(findings()))
    assert [row[1] for row in rows] == ["必改", "必改", "需说明", "提示"]
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert rows[0][2:5] == ["筛查明细", "B9", "学生代码"]
    assert rows[1][8] == "F02.R12"


def test_a_value_that_looks_like_a_formula_is_shown_as_text() -> None:
    workbook = opened(findings())
    (cell,) = [c for row in workbook["问题清单"].iter_rows() for c in row if c.value == "=1+1"]
    assert cell.data_type == "s"


def test_the_receipt_tells_what_became_of_the_file_and_the_totals_by_severity() -> None:
    sheet = opened(findings())["报送回执"]
    assert {"部分接收，有退回的行", "F02 心理筛查结果明细", "480", "478"} <= texts(sheet)
    totals = {row[0].value: row[1].value for row in sheet.iter_rows() if row[0].value}
    assert (totals["必改"], totals["需说明"], totals["提示"]) == (2, 1, 1)


def test_a_file_without_faults_says_so() -> None:
    workbook = opened(pl.DataFrame(schema=FINDING_SCHEMA), status="accepted")
    assert "没有发现问题。" in texts(workbook["问题清单"])


def test_a_file_nobody_could_place_is_still_answered() -> None:
    unknown = {"form_id": None, "period": None, "unit_code": None, "status": "unreadable"}
    sheet = opened(findings(), **unknown)["报送回执"]
    assert {"未能辨认", "无法读取"} <= texts(sheet)


def test_a_fault_explained_by_the_submitter_is_shown_as_explained() -> None:
    explained = findings().with_columns(is_explained=pl.col("severity") == "需说明")
    assert [row[1] for row in listed(opened(explained))][2] == "已说明"


def test_it_says_how_to_send_again() -> None:
    assert any("整表" in text for text in texts(opened(findings())["怎样重报"]))


def test_the_returned_file_is_named_after_the_sent_one() -> None:
    assert findings_file_name("章贡区筛查结果.xlsx") == "问题清单_章贡区筛查结果.xlsx"
