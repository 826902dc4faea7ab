"""One personal word anywhere in a workbook takes the whole of it; only its place is told."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from tests.filled_workbooks import (
    good_row,
    good_rows,
    grid,
    incoming,
    judge,
    judge_row,
    meta,
    rule_ids,
    workbook,
    write_xlsx,
)
from validations.form_columns import columns_of
from validations.forms import FORMS, SHEETS
from validations.gate import GateResult
from validations.quarantine import CELLS_TOLD

IDENTITY = "11010519491231002X"  # the example of the national standard
MOBILE = "13800138000"


def everything(result: GateResult) -> str:
    """All that the lake, the returns and the lists for the office are made of."""
    frames = (result.submissions, result.scopes, result.findings, result.unmapped, result.decisions)
    return "".join(frame.write_json() for frame in (*frames, *result.rows.values()))


def places(result: GateResult) -> list[tuple[Any, ...]]:
    """Rule, sheet and cell of each finding, in order."""
    return result.findings.select("rule_id", "sheet", "cell").rows()


@pytest.mark.parametrize("sheet_id", sorted(SHEETS))
def test_every_column_of_every_form_is_watched(sheet_id: str) -> None:
    columns = columns_of(SHEETS[sheet_id])
    for column in columns:
        result = judge_row(sheet_id, **{column.name: IDENTITY})
        assert result.submissions["status"].to_list() == ["quarantined"], column.name
        assert set(result.findings["rule_id"]) == {"T01"}, column.name


def test_nothing_of_the_workbook_goes_on_but_where_the_data_stand() -> None:
    rows = good_rows("F02", 3)
    rows[1] |= {"explain": f"学生王小明{IDENTITY}", "pupil_token": "李佳怡", "level": "赖小英"}
    result = judge(incoming(workbook("F02", rows, scope=[["2136000001", "示范小学", None, None]])))
    row = result.submissions.row(0, named=True)
    counts = (row["rows_read"], row["rows_accepted"], row["rows_rejected"])
    assert (row["status"], *counts) == ("quarantined", 3, 0, 3)
    assert (row["form_id"], row["period"], row["unit_code"]) == ("F02", "2026-2027-1R1", "360702")
    assert result.scopes.is_empty()
    assert all(frame.is_empty() for frame in result.rows.values())
    assert result.unmapped.is_empty()
    text = everything(result)
    for piece in ("小明", "佳怡", "小英", "0105194912", "31002X"):
        assert piece not in text
    assert set(rule_ids(result)) == {"T01", "T06"}
    assert set(result.findings["value_shown"]) == {"110****", "王****", "李****", "赖****"}


def test_the_rest_of_the_batch_is_judged_as_ever() -> None:
    bad = incoming(workbook("F01", [good_row("F01") | {"explain": MOBILE}]), submission_id="s1")
    good = incoming(workbook("F01", [good_row("F01")]), submission_id="s2")
    result = judge(bad, good)
    assert result.submissions["status"].to_list() == ["quarantined", "accepted"]
    assert set(result.rows["f01_enrolment"]["submission_id"]) == {"s2"}


def _with_sheets(**sheets: list[list[Any]]) -> bytes:
    form = {FORMS["F01"].main.title: grid("F01", [good_row("F01")])}
    return write_xlsx({**form, **sheets, "_meta": [list(p) for p in meta("F01").items()]})


def _undeclared_column() -> bytes:
    rows = grid("F01", [good_row("F01")])
    rows[0].append("备注")
    rows[3].append(f"致电{MOBILE}")
    return write_xlsx({"学籍基数": rows, "_meta": [list(p) for p in meta("F01").items()]})


def _named_column() -> bytes:
    rows = grid("F01", [good_row("F01")])
    rows[0].append("学生姓名")
    rows[3].append("阿黑")
    return write_xlsx({"学籍基数": rows, "_meta": [list(p) for p in meta("F01").items()]})


def _title_row() -> bytes:
    rows = [[f"填表人：王小明 {MOBILE}"], *grid("F01", [good_row("F01")])]
    return write_xlsx({"学籍基数": rows, "_meta": [list(p) for p in meta("F01").items()]})


def _hidden(kind: str) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("学籍基数")
    for row, cells in enumerate(grid("F01", [good_row("F01")])):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    said = book.add_worksheet("_meta")
    said.very_hidden()
    for row, pair in enumerate(meta("F01").items()):
        said.write_row(row, 0, pair)
    if kind == "comment":
        sheet.write_comment("B4", f"家长电话 {MOBILE}")
    elif kind == "column":
        sheet.write("ZA4", MOBILE)
        sheet.set_column("ZA:ZA", None, None, {"hidden": True})
    elif kind == "sheet":
        other = book.add_worksheet("底稿")
        other.hide()
        other.write("C7", MOBILE)
    elif kind == "textbox":
        sheet.insert_textbox(20, 2, f"请致电 {MOBILE}")
    elif kind == "footer":
        sheet.set_footer(f"&L联系 {MOBILE}")
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize(
    ("make", "rule_id", "cell"),
    [
        (_undeclared_column, "T02", "S4"),
        (_named_column, "T07", "S1"),
        (_title_row, "T02", "A1"),
        (lambda: _with_sheets(说明=[["联系", MOBILE]]), "T02", "B1"),
        (lambda: _with_sheets(字典=[["张三"]]), "T06", "A1"),
        (lambda: _with_sheets(_list=[[None, None], [None, IDENTITY]]), "T01", "B2"),
        (lambda: _with_sheets(报送范围=[["学校标识码"], [IDENTITY]]), "T01", "A2"),
        (lambda: _with_sheets(王小明=[["一"]]), "T06", None),
        (lambda: workbook("F01", [good_row("F01")], template_version=MOBILE), "T02", "B2"),
        (lambda: _hidden("comment"), "T02", None),
        (lambda: _hidden("column"), "T02", "ZA4"),
        (lambda: _hidden("sheet"), "T02", "C7"),
        (lambda: _hidden("textbox"), "T02", None),
        (lambda: _hidden("footer"), "T02", None),
    ],
)
def test_no_corner_of_a_workbook_is_left_out(
    make: Callable[[], bytes], rule_id: str, cell: str | None
) -> None:
    result = judge(incoming(make()))
    assert result.submissions["status"].to_list() == ["quarantined"]
    assert (rule_id, cell) in {(rule, at) for rule, _, at in places(result)}
    assert not any(
        piece in everything(result) for piece in (MOBILE[3:], IDENTITY[3:], "小明", "阿黑")
    )


def test_who_saved_the_file_is_no_hit_but_a_number_in_its_properties_is() -> None:
    def by(author: str) -> bytes:
        made = io.BytesIO(workbook("F01", [good_row("F01")]))
        out = io.BytesIO()
        with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                text = old.read(name)
                new.writestr(name, text.replace(b"<dc:creator>", b"<dc:creator>" + author.encode()))
        return out.getvalue()

    assert judge(incoming(by("王小明"))).submissions["status"].to_list() == ["accepted"]
    assert judge(incoming(by(MOBILE))).submissions["status"].to_list() == ["quarantined"]


@pytest.mark.parametrize("name", [f"张{MOBILE}.xlsx", "王小明.xlsx", "筛查-王小明.xlsx"])
def test_a_file_named_after_a_person_is_quarantined_under_a_masked_name(name: str) -> None:
    result = judge(incoming(workbook("F01", [good_row("F01")]), name))
    assert result.submissions["status"].to_list() == ["quarantined"]
    assert "小明" not in everything(result)
    assert MOBILE[3:] not in everything(result)


@pytest.mark.parametrize(
    "name",
    ["章贡区筛查明细.xlsx", "高一.xlsx", "于都学籍基数表（定稿）.xlsx", "F01-360702-20261012.csv"],
)
def test_ordinary_file_names_are_none(name: str) -> None:
    result = judge(incoming(workbook("F01", [good_row("F01")]), name))
    assert result.submissions["file_name"].to_list() == [name]
    assert "quarantined" not in result.submissions["status"].to_list()


def test_a_column_of_names_without_content_is_no_hit() -> None:
    rows = grid("F01", [good_row("F01")])
    rows[0].append("家长姓名")
    rows[3].append("（略）")
    content = write_xlsx({"学籍基数": rows, "_meta": [list(p) for p in meta("F01").items()]})
    assert "T07" not in rule_ids(judge(incoming(content)))


def test_a_roster_sent_by_mistake_is_told_by_its_first_cells_and_a_count() -> None:
    rows = [["序号", "号码"], *([number, f"138{number:08}"] for number in range(CELLS_TOLD + 20))]
    result = judge(incoming(_with_sheets(名单=rows)))
    assert result.findings.height == CELLS_TOLD + 1
    assert "20 处" in result.findings.filter(rule_id="T10")["words"][0]
