"""A returned workbook, whoever wrote it: its marks, notes and list, and how they go again."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from reports.annotated_book import extension_of, is_xlsx
from reports.annotated_package import NotMarkableError, Package
from reports.annotated_return import Return, annotate
from reports.theme import NOTE_CLOSING as CLOSING
from reports.theme import NOTE_OPENING as OPENING
from validations.findings import FINDING_SCHEMA
from validations.workbook_reader import UnreadableWorkbookError, read_workbook

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
SUBMISSION: dict[str, Any] = {
    "submission_id": "20261102T200000-ab12cd-0001",
    "batch_id": "20261102T200000-ab12cd",
    "received_at": datetime(2026, 11, 2, 20),
    "file_name": "报表.xlsx",
    "form_id": "F02",
    "period": "2026-2027-1R1",
    "unit_code": "360702",
    "status": "partly_accepted",
    "file_sha256": "ab" * 32,
    "revision": 1,
    "rows_read": 3,
    "rows_accepted": 2,
    "rows_rejected": 1,
    "rows_held": 0,
}


def finding(cell: str | None, **changes: Any) -> dict[str, Any]:
    return {
        "submission_id": SUBMISSION["submission_id"],
        "form_id": "F02",
        "sheet": "数据",
        "cell": cell,
        "row_number": None,
        "column_name": "sex",
        "rule_id": "F02.R1",
        "severity": "必改",
        "words": "性别不对。",
        "fix": "可填：男、女。",
        "value_shown": "未知",
        "is_explained": False,
    } | changes


def returned(content: bytes, *findings: dict[str, Any]) -> bytes:
    return annotate(content, Return(SUBMISSION, pl.DataFrame(findings, schema=FINDING_SCHEMA)))


def plain(**sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def loaded(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def fill(cell: Any) -> str:
    return str(cell.fill.fgColor.rgb) if cell.fill.patternType else ""


def test_a_wrong_cell_is_red_one_to_explain_yellow_and_both_bear_a_note() -> None:
    made = loaded(
        returned(
            plain(数据=[["性别", "年级"], ["未知", 5]]),
            finding("A2"),
            finding("B2", severity="需说明", column_name="grade", rule_id="F02.R2"),
        )
    )
    sheet = made["数据"]
    assert (fill(sheet["A2"])[:7], fill(sheet["B2"])[:7]) == ("FFFFB9B", "FFFFE89")
    assert fill(sheet["A1"]) == ""
    note = sheet["A2"].comment.text
    assert "性别不对。" in note and "可填：男、女。" in note and "例：" in note and "F02.R1" in note
    assert "说明原因" in sheet["B2"].comment.text


def test_the_list_stands_in_front_with_links_totals_and_receipt() -> None:
    made = loaded(returned(plain(数据=[["性别"], ["未知"]]), finding("A2", words="=1+1")))
    assert made.sheetnames == ["问题清单", "数据", "_return"]
    assert made.active.title == "问题清单"
    assert made["_return"].sheet_state == "veryHidden"
    assert not made["数据"].sheet_view.tabSelected
    sheet = made["问题清单"]
    (row,) = [r for r in sheet.iter_rows() if r[0].value == "1" and r[1].value == "必改"]
    assert row[3].value == "A2"
    assert row[3].hyperlink.location == "'数据'!A2"
    assert (row[6].value, row[6].data_type, row[6].quotePrefix) == ("=1+1", "s", True)
    texts = {str(c.value) for r in sheet.iter_rows() for c in r if c.value}
    assert any(text.startswith("必改　1条") for text in texts)
    assert {"部分接收，有退回的行", "3", "F02 心理筛查结果明细"} <= texts


def test_a_cell_that_is_not_there_is_made_in_the_style_of_its_column() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("数据")
        sheet.set_column(1, 1, 20, book.add_format({"locked": False, "num_format": "@"}))
        sheet.write_row(0, 0, ["性别", "年级"])
        sheet.write(1, 0, "男")
        sheet.write(5, 0, "女")
    made = loaded(returned(stream.getvalue(), finding("B2"), finding("B4"), finding("B9")))
    for address in ("B2", "B4", "B9"):
        cell = made["数据"][address]
        assert fill(cell).startswith("FFFFB9B")
        assert (cell.number_format, cell.protection.locked) == ("@", False)
    assert [cell.value for cell in made["数据"]["A"]][:6] == ["性别", "男", None, None, None, "女"]


def test_a_row_is_marked_at_its_first_cell_and_a_whole_sheet_only_listed() -> None:
    made = loaded(
        returned(
            plain(数据=[["性别"], ["未知"]]),
            finding("第2行", row_number=2),
            finding("A1", rule_id="W14"),
            finding(None, sheet=None, rule_id="W03"),
            finding("B3", sheet="_meta", rule_id="W05"),
        )
    )
    assert [cell.coordinate for cell in made["数据"]["A"] if fill(cell)] == ["A2"]
    listed = [row[8].value for row in made["问题清单"].iter_rows()]
    assert {"F02.R1", "W14", "W03", "W05"} <= set(listed)


def test_hints_and_what_is_explained_are_listed_without_colour() -> None:
    made = loaded(
        returned(
            plain(数据=[["性别"], ["未知"], ["女"], ["x"]]),
            finding("A2", severity="提示"),
            finding("A3", severity="需说明", is_explained=True),
            finding("A4"),
        )
    )
    assert [cell.coordinate for cell in made["数据"]["A"] if fill(cell)] == ["A4"]
    assert "已说明" in [row[1].value for row in made["问题清单"].iter_rows()]


def test_a_merged_range_is_marked_where_it_can_be_seen() -> None:
    book = openpyxl.Workbook()
    book.active.title = "数据"
    book.active["A2"] = "合并"
    book.active.merge_cells("A2:B4")
    made = loaded(returned(saved(book), finding("A3"), finding("B4", rule_id="F02.R9")))
    assert fill(made["数据"]["A2"]).startswith("FFFFB9B")
    assert "F02.R9" in made["数据"]["A2"].comment.text


def test_mended_cells_get_their_own_look_back_and_others_are_marked_afresh() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "数据"
    for row, text in enumerate(["性别", "未知", "男", "女"], start=1):
        sheet.cell(row, 1, text)
    green = PatternFill("solid", fgColor="FF92D050")
    sheet["A2"].fill, sheet["A3"].fill = green, green
    first = returned(saved(book), finding("A2"), finding("A4"))
    # Another program saves it, and numbers every style anew.
    elsewhere = loaded(first)
    elsewhere["数据"]["A2"] = "男"
    again = returned(saved(elsewhere), finding("A3"))
    made = loaded(again)
    sheet = made["数据"]
    assert [fill(sheet[f"A{n}"])[:7] for n in (2, 3, 4)] == ["FF92D05", "FFFFB9B", ""]
    assert [sheet[f"A{n}"].comment is None for n in (2, 3, 4)] == [True, False, True]
    assert made.sheetnames == ["问题清单", "数据", "_return"]
    assert sheet["A3"].comment.text.count(OPENING) == 1


def test_notes_of_the_submitter_stay_and_ours_are_never_doubled() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "数据"
    sheet["A1"], sheet["A2"] = "性别", "未知"
    sheet["A1"].comment = Comment("我的批注", "张")
    sheet["A2"].comment = Comment("已核对", "张")
    first = returned(saved(book), finding("A2"))
    second = returned(first, finding("A2"))
    notes = loaded(second)["数据"]
    assert notes["A1"].comment.text == "我的批注"
    assert notes["A2"].comment.text.startswith("已核对")
    assert notes["A2"].comment.text.count(OPENING) == 1
    mended = loaded(returned(second, finding("A1")))["数据"]
    assert mended["A2"].comment.text == "已核对"
    assert mended["A1"].comment.text.endswith(CLOSING)


def test_names_that_belong_to_a_sheet_still_do() -> None:
    book = openpyxl.Workbook()
    book.active.title = "数据"
    book.active["A2"] = "未知"
    book.active.print_title_rows = "1:1"
    first = returned(saved(book), finding("A2"))
    for content in (first, returned(first, finding("A2"))):
        assert loaded(content)["数据"].print_title_rows == "$1:$1"


def test_a_sheet_of_theirs_called_like_our_list_is_read_and_kept() -> None:
    content = plain(问题清单=[["甲", "乙"], ["1", "2"]], 数据=[["性别"], ["未知"]])
    made = returned(content, finding("A2"))
    assert loaded(made).sheetnames == ["问题清单2", "问题清单", "数据", "_return"]
    assert [sheet.name for sheet in read_workbook(made, "x.xlsx").sheets] == ["问题清单", "数据"]


def test_formulas_keep_their_results_and_drop_downs_stay() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, ["人数", "合计"])
        sheet.write(1, 0, 3)
        sheet.write_formula(1, 1, "=A2*2", None, 6)
        sheet.data_validation("A2:A9", {"validate": "list", "source": ["1", "2>1"]})
    made = returned(stream.getvalue(), finding("B2"))
    assert loaded(made)["数据"]["B2"].value == "=A2*2"
    cached = openpyxl.load_workbook(io.BytesIO(made), data_only=True)["数据"]
    assert cached["B2"].value == 6
    assert [v.sqref for v in loaded(made)["数据"].data_validations.dataValidation]
    assert loaded(made)["数据"]["B2"].comment is not None


def test_a_part_with_a_document_type_is_refused() -> None:
    package = Package.read(plain(数据=[["性别"], ["未知"]]))
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    package.parts["xl/styles.xml"] = bomb + package.parts["xl/styles.xml"].split(b"?>")[-1]
    with pytest.raises(NotMarkableError):
        returned(package.write(), finding("A2"))


@pytest.mark.real_input
@pytest.mark.skipif(not SHARED.exists(), reason="no folder of real files beside the project")
def test_workbooks_of_others_come_back_valid_with_their_cells_as_they_were(tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    def faults(content: bytes, name: str) -> set[str]:
        path = tmp_path / name
        path.write_bytes(content)
        return {str(error.description) for error in OpenXmlValidator().validate(str(path)).errors}

    tried = 0
    for file in sorted((SHARED / "messy_workbooks").iterdir()):
        content = file.read_bytes()
        if not is_xlsx(content):
            continue
        try:
            book = read_workbook(content, file.name)
        except UnreadableWorkbookError:
            continue
        found = [
            finding(cell, sheet=sheet.name) for sheet in book.sheets for cell in ("A1", "C3", "B9")
        ]
        if not found:
            continue
        made = returned(content, *found)
        after = read_workbook(made, file.name)
        assert [s.name for s in after.sheets] == [s.name for s in book.sheets], file.name
        assert not faults(made, f"a{extension_of(made)}") - faults(content, "b.xlsx"), file.name
        tried += 1
    assert tried > 30
