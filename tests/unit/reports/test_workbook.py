"""Writing: deterministic, all or nothing, and never a formula out of somebody's text."""

from __future__ import annotations

import ast
import errno
import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import reports
from reports import publishing
from reports.blocks import (
    Cell,
    Chart,
    Column,
    Heading,
    Note,
    Series,
    Sheet,
    Table,
    Title,
    Workbook,
)
from reports.canvas import lines_needed
from reports.workbook import workbook_bytes, write_workbook

AT = datetime(2026, 11, 5, 20, 0)
RISKY = ("=1+1", "+86", "-5", "@SUM(A1)", "\t=1")


def book(*rows: tuple[Any, ...], **more: Any) -> Workbook:
    width = max(len(row) for row in rows)
    table = Table("t", tuple(Column(f"c{n}") for n in range(width)), rows)
    return Workbook("t", (Sheet("s", (table,), (12.0,) * width, **more),))


def opened(workbook: Workbook) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook_bytes(workbook, AT)))


def test_the_only_module_that_imports_the_workbook_library_is_workbook() -> None:
    users = set()
    for path in Path(reports.__file__).parents[1].glob("*/**/*.py"):
        if path.parts[-2] == "tests" or "tests" in path.parts or ".venv" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == "xlsxwriter" for name in names):
                users.add(path.name)
    assert users == {"workbook.py"}


def test_text_that_looks_like_a_formula_stays_text_and_is_quoted() -> None:
    sheet = opened(book(RISKY))["s"]
    cells = [sheet.cell(2, number) for number in range(1, len(RISKY) + 1)]
    assert [cell.data_type for cell in cells] == ["s"] * len(RISKY)
    assert [cell.value for cell in cells] == list(RISKY)
    assert all(cell.quotePrefix for cell in cells)


@pytest.mark.parametrize(("values", "charts"), [(("＊", "未报"), 0), (("＊", 3), 1)])
def test_a_chart_without_a_number_says_so_instead(values: tuple[Any, ...], charts: int) -> None:
    columns = (Column("县", "name"), Column("人数", "count"), Column("目标", "count"))
    table = Table("t", columns, tuple(("甲", value, 5) for value in values))
    series = (Series("人数", "人数"), Series("目标", "目标", shape="line"))
    chart = Chart("t", category="县", series=series, title="各县人数")
    sheet = opened(Workbook("t", (Sheet("s", (table, chart), (12.0,) * 3),)))["s"]
    assert len(sheet._charts) == charts
    words = [cell.value for row in sheet.iter_rows() for cell in row]
    assert ("“各县人数”没有可以画出的数，不作图。" in words) == (not charts)


def test_values_keep_their_types() -> None:
    row = (Decimal("0.953"), 3, "x", None, Cell(date(2026, 9, 1), "date"))
    cells = [cell.value for cell in opened(book(row))["s"][2]]
    assert cells == [0.953, 3, "x", None, datetime(2026, 9, 1)]


def test_a_sign_before_a_number_leaves_it_a_number() -> None:
    cell = opened(book((Cell(Decimal("0.9"), "rate", "missed", "▼"),)))["s"]["A2"]
    assert (cell.value, cell.number_format) == (0.9, '"▼"* 0.0%;"▼"* -0.0%')


def test_only_the_given_moment_dates_the_file() -> None:
    workbook = book(("x",))
    assert workbook_bytes(workbook, AT) == workbook_bytes(workbook, AT)
    later = datetime(2026, 12, 1)
    assert workbook_bytes(workbook, AT) != workbook_bytes(workbook, later)


def test_pages_are_a4_landscape_one_page_wide_with_page_numbers() -> None:
    sheet = opened(book(("x",), freeze=(1, 1), repeat=1))["s"]
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert "&P" in sheet.oddFooter.center.text
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.freeze_panes == "B2"


def test_rehearsal_data_is_marked_on_every_page_and_sheet() -> None:
    blocks = (Title("t"), Heading("h"), Note(("n",)))
    sheets = tuple(Sheet(name, blocks, (20.0, 20.0)) for name in ("一", "二"))
    for sheet in opened(Workbook("t", sheets, banner="演练数据")):
        assert sheet["A1"].value == "演练数据"
        assert "演练数据" in sheet.oddHeader.center.text


def test_an_ampersand_in_a_title_does_not_break_the_page_header() -> None:
    sheet = Sheet("s", (Title("t"),), (20.0,))
    content = workbook_bytes(Workbook("t", (sheet,), header_left="甲&乙"), AT)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert "甲&amp;&amp;乙" in archive.read("xl/worksheets/sheet1.xml").decode()


def test_a_page_header_that_begins_with_digits_keeps_them() -> None:
    sheet = Sheet("s", (Title("t"),), (20.0,))
    header = opened(Workbook("t", (sheet,), header_right="2026年10月"))["s"].oddHeader
    assert (header.right.text, header.right.size) == ("2026年10月", 9)


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "动态.xlsx"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(publishing.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_workbook(book(("x",)), path, AT)
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["动态.xlsx"]


def test_writing_replaces_an_older_file(tmp_path: Path) -> None:
    path = tmp_path / "动态.xlsx"
    path.write_bytes(b"old")
    write_workbook(book(("x",)), path, AT)
    assert path.read_bytes() == workbook_bytes(book(("x",)), AT)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_long_chinese_line_gets_the_rows_it_needs() -> None:
    assert lines_needed("心" * 10, width=20, size=10) == 2
    assert lines_needed("心" * 9, width=20, size=10) == 1
    assert lines_needed("a\nb", width=20, size=10) == 2
