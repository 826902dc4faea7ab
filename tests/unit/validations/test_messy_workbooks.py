"""Workbooks as people send them: read where that is sure, told in words where it is not."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
import xlwt

from tests.filled_workbooks import good_rows, grid, incoming, judge, meta, workbook, write_xlsx
from validations.form_columns import columns_of
from validations.forms import FORMS
from validations.gate import GateResult
from validations.workbook_reader import UnreadableWorkbookError, read_workbook

FOLDER = ("F01", "2026-2027-1", "360702")
TITLE = FORMS["F01"].main.title
Cells = list[list[Any]]


def plain_grid(count: int = 3) -> Cells:
    """Header and rows of F01 as somebody types them, without names and examples below."""
    cells = grid("F01", good_rows("F01", count))
    return [cells[0], *cells[3:]]


def sent(cells: Sequence[Sequence[Any]]) -> GateResult:
    return judge(incoming(write_xlsx({"表": cells}), folder=FOLDER))


def accepted(result: GateResult) -> list[int]:
    return result.rows["f01_enrolment"]["row_number"].to_list()


def rules(result: GateResult) -> set[str]:
    return set(result.findings["rule_id"])


def test_a_second_table_below_takes_the_sheet_and_is_told_by_its_row() -> None:
    result = sent([*plain_grid(), [None], *plain_grid()])
    assert accepted(result) == []
    found = result.findings.filter(rule_id="H05").row(0, named=True)
    assert (found["cell"], found["severity"]) == ("A6", "必改")
    assert "第 6 行又是一个表头" in found["words"]


def test_two_tables_side_by_side_take_the_sheet_and_nothing_else() -> None:
    result = sent([[*row, *row] for row in plain_grid()])
    assert accepted(result) == []
    assert rules(result) == {"H02"}


def test_a_header_over_two_rows_with_cells_merged_downwards_is_read_whole() -> None:
    header, *rows = plain_grid()
    upper = [text if at < 6 else None for at, text in enumerate(header)]
    upper[6] = "人数"
    lower = [None if at < 6 else text for at, text in enumerate(header)]
    upper[6] = header[6]
    lower[6] = None
    upper[7] = "其中"
    result = sent([["2026 年秋季学籍基数"], upper, lower, *rows])
    assert accepted(result) == [4, 5, 6]
    assert "H01" not in rules(result)


def test_titles_above_and_notes_below_are_left_out_and_told() -> None:
    result = sent(
        [["章贡区学籍基数表"], ["（单位：人）"], *plain_grid(), ["填表人：某某"], ["注：截至九月"]]
    )
    assert accepted(result) == [4, 5, 6]


@pytest.mark.parametrize(
    "words", ["合计", "总　计", "一年级小计", "章贡区合计：", "女生合计（人）"]
)
def test_totals_in_a_column_of_codes_are_no_data(words: str) -> None:
    header, *rows = plain_grid()
    total = [None] * len(header)
    total[header.index("学校标识码")] = words
    total[header.index("在籍学生数")] = 120
    result = sent([header, *rows, total])
    assert accepted(result) == [2, 3, 4]
    assert result.submissions["rows_rejected"].to_list() == [1]
    assert "N01" in rules(result)


def test_words_about_a_total_in_an_explanation_leave_the_row_in() -> None:
    header, *rows = plain_grid(1)
    rows[0][header.index("说明")] = "与上学期小计"
    result = sent([header, *rows])
    assert "N01" not in rules(result)


def test_hidden_columns_and_filtered_rows_are_read_and_told() -> None:
    book = openpyxl.Workbook()
    for row in plain_grid():
        book.active.append(row)
    book.active.column_dimensions["C"].hidden = True
    book.active.auto_filter.ref = "A1:C4"
    book.active.row_dimensions[3].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    result = judge(incoming(stream.getvalue(), folder=FOLDER))
    assert accepted(result) == [2, 3, 4]
    assert {"W13", "W20"} <= rules(result)
    (words,) = result.findings.filter(rule_id="W20")["words"]
    assert "1 个隐藏列（C）" in words


def xls(cells: Cells, *, is_1904: bool = False) -> tuple[xlwt.Workbook, xlwt.Worksheet]:
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = is_1904
    sheet = book.add_sheet(TITLE)
    for number, row in enumerate(cells):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    return book, sheet


def saved(book: xlwt.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_an_old_workbook_tells_its_hidden_rows_and_columns_too() -> None:
    book, sheet = xls(plain_grid())
    sheet.row(2).hidden = True
    sheet.row(2).height_mismatch = True
    sheet.col(1).hidden = True
    result = judge(incoming(saved(book), "旧.xls", folder=FOLDER))
    assert accepted(result) == [2, 3, 4]
    assert {"W13", "W20"} <= rules(result)


def test_an_old_workbook_of_the_1904_system_is_told() -> None:
    book, _ = xls(plain_grid(), is_1904=True)
    assert "W12" in rules(judge(incoming(saved(book), "旧.xls", folder=FOLDER)))


ODS_HEAD = (
    '<?xml version="1.0"?><office:document-content '
    + " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    + "><office:body><office:spreadsheet>"
)


MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value}"'
    elif isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def ods(sheets: dict[str, Cells], raw_rows: str = "") -> bytes:
    """An .ods by hand; ``raw_rows`` come below the rows of each sheet."""
    body = "".join(
        f'<table:table table:name="{name}">'
        + "".join(
            f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows
        )
        + f"{raw_rows}</table:table>"
        for name, rows in sheets.items()
    )
    xml = f"{ODS_HEAD}{body}</office:spreadsheet></office:body></office:document-content>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", MANIFEST)
        file.writestr("content.xml", xml)
    return stream.getvalue()


def test_an_ods_is_read_as_its_xlsx_twin() -> None:
    rows = good_rows("F01", 4)
    said: Cells = [[key, str(value)] for key, value in meta("F01").items()]
    from_ods = judge(incoming(ods({TITLE: grid("F01", rows), "_meta": said}), "表.ods"))
    from_xlsx = judge(incoming(workbook("F01", rows), "表.xlsx"))
    assert from_ods.submissions["status"].to_list() == ["accepted"]
    assert from_ods.rows["f01_enrolment"].equals(from_xlsx.rows["f01_enrolment"])


def test_marks_of_an_ods_are_told_at_their_cells() -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2" table:visibility="filter">'
        '<table:table-cell table:formula="of:=1+1"/></table:table-row>'
        '<table:table-row><table:table-cell office:value-type="string" '
        'table:number-columns-spanned="2"><text:p>x</text:p></table:table-cell>'
        "<table:covered-table-cell/></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
        "</table:table-row>"
    )
    (sheet,) = read_workbook(ods({"表": [["a", "b"]]}, rows), "a.ods").sheets
    assert sheet.hidden_rows == (2, 3)
    assert sheet.faults.select("row_number", "letter", "rule_id").rows() == [
        (2, "A", "C02"),
        (4, "B", "C03"),
    ]


def with_members(content: bytes, **members: bytes) -> bytes:
    """The workbook with further members, ``__`` in a name standing for the slash."""
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as file:
        for name, part in members.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), part)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("xl__vbaProject_dot_bin", "宏"),
        ("xl__externalLinks__externalLink1_dot_xml", "指向其他文件或数据源的链接"),
        ("xl__connections_dot_xml", "指向其他文件或数据源的链接"),
        ("xl__embeddings__oleObject1_dot_bin", "内嵌对象"),
    ],
)
def test_what_is_never_run_or_followed_is_told_and_the_rows_are_read(
    member: str, words: str
) -> None:
    content = with_members(workbook("F01", good_rows("F01", 2)), **{member: b"<x/>"})
    result = judge(incoming(content, "表.xlsm"))
    assert result.submissions["rows_accepted"].to_list() == [2]
    (told,) = result.findings.filter(rule_id="W19")["words"]
    assert told == f"文件里有{words}，系统没有运行，也没有打开。"


def told(content: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(UnreadableWorkbookError) as error:
        read_workbook(content, name)
    assert error.value.fix
    return error.value.words


def test_bombs_doubles_and_strange_encodings_inside_a_workbook_are_refused() -> None:
    good = write_xlsx({"表": [["a"]]})
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert "XML 实体" in told(with_members(good, xl__extra_dot_xml=bomb))
    assert "UTF-8" in told(with_members(good, xl__extra_dot_xml="<x/>".encode("utf-16")))
    assert "损坏" in told(with_members(good, xl__WorkBook_dot_xml=b"<x/>"))


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"\x09\x02\x06\x00\x00\x00\x10\x00", "a.xls", "Excel 4.0 或更早"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "a.xls", "旧式 .xls"),
        (b"b\x14#eE-SafeNet\x00\x00LOCK" + b"x" * 40, "a.xlsx", "文档加密软件"),
        (b"GIF89a....", "a.xlsx", "图片"),
        (b"\x00\x00\x00\x20ftypheic", "a.xlsx", "图片"),
        (b"{\\rtf1 x}", "a.xls", "文档"),
        (b"PK\x05\x06" + b"\x00" * 18, "a.xlsx", "压缩包"),
        (b'<?xml version="1.0"?><html></html>', "a.xls", "网页"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "a.xls",
            "XML 电子表格 2003",
        ),
    ],
)
def test_other_formats_are_refused_by_their_name(content: bytes, name: str, words: str) -> None:
    assert words in told(content, name)


def test_an_et_of_wps_is_refused_unless_its_bytes_are_those_of_an_xlsx() -> None:
    book, _ = xls(plain_grid())
    assert ".et" in told(saved(book), "表.et")
    read = read_workbook(write_xlsx({"表": [["a"]]}), "表.et")
    assert read.is_extension_wrong


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-bom", "gb18030"])
def test_codes_that_a_platform_protects_in_a_csv_are_read_bare(encoding: str) -> None:
    header, *rows = plain_grid()
    column = header.index("学校标识码")
    for row in rows:
        row[column] = f'="{row[column]}"'
    lines = "\n".join(
        ",".join(
            "" if cell is None else f'"{str(cell).replace(chr(34), chr(34) * 2)}"' for cell in row
        )
        for row in [header, *rows]
    )
    is_big = encoding == "utf-16-be-bom"
    content = b"\xfe\xff" + lines.encode("utf-16-be") if is_big else lines.encode(encoding)
    result = judge(incoming(content, "导出.csv", folder=FOLDER))
    assert accepted(result) == [2, 3, 4]


def test_codes_without_their_leading_zeros_and_ruined_ones_are_told_and_not_mended() -> None:
    header, *rows = plain_grid(2)
    rows[0][header.index("学校标识码")] = "2.136E+09"
    rows[1][header.index("教学点号")] = 1
    result = sent([header, *rows])
    assert accepted(result) == []
    ruined, shortened = result.findings.filter(severity="必改")["words"].to_list()
    assert "科学计数法" in ruined
    assert "开头的 0" in shortened


def test_every_title_of_a_form_may_be_full_width_and_spaced() -> None:
    header, *rows = plain_grid()
    wide = [" ".join(title) + "　" for title in header]
    rows = [
        [
            cell.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)}) + "　"
            if isinstance(cell, str)
            else cell
            for cell in row
        ]
        for row in rows
    ]
    assert accepted(sent([wide, *rows])) == [2, 3, 4]
    assert len(header) == len(columns_of(FORMS["F01"].main))
