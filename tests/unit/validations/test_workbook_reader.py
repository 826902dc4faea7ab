"""Files as they come: what is read from each, and the words for those that cannot be read."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlwt

from tests.filled_workbooks import good_row, workbook, write_xlsx
from validations.sheet_xml import column_letters, column_number
from validations.unreadable import LIMITS
from validations.workbook_reader import UnreadableWorkbookError, read_workbook

HOSTILE = Path(__file__).parents[4] / "shared" / "data" / "hostile_workbooks"


def saved(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    """A workbook as openpyxl saves it."""
    book = openpyxl.Workbook()
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def first_sheet(fill: Callable[[openpyxl.Workbook], None]):  # type: ignore[no-untyped-def]
    return read_workbook(saved(fill), "a.xlsx").sheets[0]


def told(content: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(UnreadableWorkbookError) as error:
        read_workbook(content, name)
    assert error.value.fix
    return error.value.words


def test_a_filled_form_gives_its_meta_its_scope_and_its_data_sheet() -> None:
    scope = [["2136000001", "一小", None, None]]
    book = read_workbook(workbook("F01", [good_row("F01")], scope=scope), "a.xlsx")
    assert book.meta is not None
    assert book.meta["form_id"] == "F01"
    assert book.meta["revision"] == "1"
    assert book.scope is not None
    assert [sheet.name for sheet in book.sheets] == ["学籍基数"]


def test_every_cell_keeps_the_address_it_has_on_screen() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["C3"] = "这里"
        book.active["E5"] = 7

    cells = first_sheet(fill).cells
    assert cells.columns == ["C", "D", "E"]
    assert cells["C"][2] == "这里"
    assert cells["E"][4] == "7"


def test_values_come_as_a_person_would_type_them() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        row = [12, 1.5, date(2025, 10, 1), datetime(2025, 10, 1, 8, 30), True, "007", " a ", "　"]
        book.active.append(row)

    assert first_sheet(fill).cells.row(0) == (
        "12",
        "1.5",
        "2025-10-01 00:00:00",
        "2025-10-01 08:30:00",
        "true",
        "007",
        " a ",
        None,
    )


def test_error_values_are_marked_and_not_taken_for_blanks() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["B2"] = "#DIV/0!"
        book.active["B2"].data_type = "e"
        book.active["C2"] = 1

    faults = first_sheet(fill).faults
    assert faults.select("row_number", "letter", "rule_id").rows() == [(2, "B", "C01")]


def test_a_formula_that_was_never_calculated_is_marked() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["A1"], book.active["B1"] = 1, "=A1+1"

    faults = first_sheet(fill).faults
    assert faults.select("row_number", "letter", "rule_id").rows() == [(1, "B", "C02")]


def test_a_formula_with_its_result_is_a_value_once_a_program_has_calculated_it() -> None:
    stream = io.BytesIO()
    import xlsxwriter

    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.add_worksheet().write_formula("A1", "=1+1", value=2)
    book.close()
    fresh = read_workbook(stream.getvalue(), "a.xlsx").sheets[0]
    assert fresh.faults["rule_id"].to_list() == ["C02"]  # asks to be calculated when opened
    parts = zipfile.ZipFile(io.BytesIO(stream.getvalue()))
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as saved_again:
        for name in parts.namelist():
            part = parts.read(name).replace(b' fullCalcOnLoad="1"', b"")
            saved_again.writestr(name, part)
    sheet = read_workbook(again.getvalue(), "a.xlsx").sheets[0]
    assert sheet.faults.is_empty()
    assert sheet.cells.row(0) == ("2",)


def test_cells_swallowed_by_a_merge_are_marked_with_the_range() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in range(1, 5):
            book.active.append([f"a{row}", f"b{row}"])
        book.active.merge_cells("A2:A4")

    faults = first_sheet(fill).faults
    assert faults.rows() == [(3, "A", "C03", "A2:A4"), (4, "A", "C03", "A2:A4")]


def test_hidden_rows_are_counted_and_hidden_sheets_left_out() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["a"])
        book.active.append(["b"])
        book.active.row_dimensions[2].hidden = True
        other = book.create_sheet("旧数据")
        other.append(["x"])
        other.sheet_state = "hidden"

    book = read_workbook(saved(fill), "a.xlsx")
    assert [sheet.name for sheet in book.sheets] == ["Sheet"]
    assert book.sheets[0].hidden_rows == (2,)


def test_the_1904_date_system_is_noticed() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.epoch = datetime(1904, 1, 1)
        book.active["A1"] = 1

    assert read_workbook(saved(fill), "a.xlsx").is_1904


def test_an_old_workbook_is_read_with_its_merges() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("数据")
    sheet.write(0, 1, "学校标识码")
    sheet.write_merge(1, 2, 1, 1, "2136000001")
    sheet.write(2, 2, 40)
    stream = io.BytesIO()
    book.save(stream)
    read = read_workbook(stream.getvalue(), "a.xls")
    assert read.kind == "xls"
    assert read.sheets[0].cells.columns == ["B", "C"]
    assert read.sheets[0].faults.rows() == [(3, "B", "C03", "B2:B3")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_is_read_in_the_encodings_and_with_the_separators_of_office_programs(
    encoding: str, separator: str
) -> None:
    text = f'标题\n\n学校标识码{separator}学校名称\n2136000001{separator}"一小"\n'
    book = read_workbook(text.encode(encoding), "a.csv")
    assert book.kind == "csv"
    assert book.sheets[0].cells.rows()[2:] == [
        ("学校标识码", "学校名称"),
        ("2136000001", "一小"),
    ]


def test_content_and_not_the_extension_decides_and_a_wrong_extension_is_noticed() -> None:
    content = workbook("F01", [good_row("F01")])
    assert read_workbook(content, "a.csv").is_extension_wrong
    assert read_workbook(content, "a.xls").kind == "xlsx"
    assert not read_workbook(content, "a.XLSX").is_extension_wrong


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b" \r\n ", "文件是空的"),
        (b"PK\x03\x04" + b"x" * 100, "不完整或已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "不完整或已损坏"),
        (b"%PDF-1.7 ...", "这是PDF"),
        (b"\x89PNG\r\n", "这是图片"),
        (b"Rar!\x1a\x07", "这是压缩包"),
        (b"<html><table></table></html>", "这是网页格式"),
        (b'<?xml version="1.0"?><Workbook/>', "这是网页格式"),
        (bytes(range(128, 256)) * 3 + b"\x00\x01\x02", "认不出这是什么文件"),
        (b'a,b\n"open', None),
    ],
)
def test_what_is_no_workbook_is_told_in_words(content: bytes, words: str | None) -> None:
    if words is None:
        assert read_workbook(content, "a.csv").kind == "csv"
    else:
        assert words in told(content)


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_workbook_cut_short_is_told(part: float) -> None:
    content = workbook("F01", [good_row("F01")])
    assert "不完整或已损坏" in told(content[: int(len(content) * part)])


def archive(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"a.xlsx": b"x"}, "压缩包"),
        ({"word/document.xml": b"<x/>"}, "文档或演示文稿"),
        ({"content.xml": b"<x/>", "mimetype": b"x"}, "文档或演示文稿"),
        ({"OFD.xml": b"<x/>"}, "OFD"),
        ({"Index/Document.iwa": b"x"}, "Numbers"),
        ({"xl/workbook.bin": b"x"}, ".xlsb"),
    ],
)
def test_other_archives_are_named(members: dict[str, bytes], words: str) -> None:
    assert words in told(archive(members))


def test_a_bomb_is_not_opened() -> None:
    members = {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * 20_000_000}
    assert "大得不正常" in told(archive(members))


def test_a_size_that_lies_is_found_out() -> None:
    content = archive({"xl/workbook.xml": b"<workbook/>" * 1000})
    lie = content.replace((11_000).to_bytes(4, "little"), (11).to_bytes(4, "little"))
    assert lie != content
    assert "不完整或已损坏" in told(lie)


def test_a_far_cell_does_not_make_a_giant_rectangle() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["A1"] = 1
        book.active["XFD1048576"] = 1

    assert "第 1048576 行" in told(saved(fill))


def test_formatting_far_below_the_data_does_no_harm() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["A1"] = 1
        book.active["ZZZ90000"].font = openpyxl.styles.Font(bold=True)

    assert first_sheet(fill).cells.row(0) == ("1",)


def test_a_csv_with_too_many_columns_is_refused() -> None:
    assert "列" in told(b"," * (LIMITS.columns + 1), "a.csv")


def test_letters_and_numbers_of_columns_agree() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 702, 703, 16384)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
    assert all(column_number(column_letters(n)) == n for n in range(1, 2000))


def test_guides_and_lists_are_not_data() -> None:
    content = write_xlsx({"说明": [["x"]], "字典": [["y"]], "_lists": [["z"]], "数据": [["w"]]})
    assert [sheet.name for sheet in read_workbook(content, "a.xlsx").sheets] == ["数据"]


@pytest.mark.real_input
@pytest.mark.parametrize(
    "name",
    [
        "pycalamine__password.xlsx",
        "msoffcrypto__rc4cryptoapi_password.xls",
        "poi__xor-encryption-abc.xls",
        "poi__protected_passtika.xlsb",
    ],
)
def test_a_workbook_with_an_opening_password_is_told(name: str) -> None:
    if not HOSTILE.exists():
        pytest.skip("the folder of hostile workbooks is not beside this project")
    assert "打开密码" in told((HOSTILE / name).read_bytes(), name)


def test_reading_a_workbook_needs_none_of_the_form_classes() -> None:
    """So that a reader in a process of its own starts at once."""
    code = "import sys, validations.workbook_reader; print('pandera' in sys.modules)"
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
