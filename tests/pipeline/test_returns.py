"""What comes back of a file, where it lies and for how long; and what a reason brings about."""

from __future__ import annotations

import io
import stat
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from orchestration.desk_frames import explanations
from orchestration.figures import build_figures, warehouse_of
from orchestration.intake import BatchReport
from orchestration.returns import expire_returns, unit_folder, write_cross_returns
from orchestration.settings import Settings
from tests.filled_workbooks import good_rows, workbook
from tests.pipeline.county_home import put
from tests.pipeline.small_home import (
    REGISTER_DAY,
    SEMESTER,
    drop,
    enrolment,
    make_home,
    register,
)
from tests.pipeline.taking_in import take_in

UNIT = "360702"
EVENING = datetime(2026, 11, 4, 20)


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return make_home(tmp_path / "home")


def taken(settings: Settings, *files: tuple[str, bytes]) -> BatchReport:
    for name, content in files:
        (settings.inbox / name).write_bytes(content)
    return take_in(settings, EVENING)


def faulty(**changes: Any) -> bytes:
    (row, *rest) = good_rows("F02", 3)
    return workbook("F02", [row | {"sex": "未知"} | changes, *rest])


def names(paths: Sequence[Path]) -> list[str]:
    return sorted(path.name for path in paths)


def test_a_good_file_gets_a_receipt_a_faulty_one_itself_and_one_not_opened_a_list(
    home: Settings,
) -> None:
    report = taken(
        home,
        ("好.xlsx", workbook("F02", good_rows("F02", 3))),
        ("坏.xlsx", faulty()),
        ("读不了.xlsx", b"%PDF-1.7 no workbook at all"),
    )
    assert {name[4:] for name in names(report.returns)} == {
        "-问题清单_读不了.xlsx",
        "-已标注_坏.xlsx",
        "-回执_好.xlsx",
    }


def test_a_receipt_names_hash_form_period_unit_rows_and_time(home: Settings) -> None:
    report = taken(home, ("好.xlsx", workbook("F02", good_rows("F02", 3))))
    sheet = openpyxl.load_workbook(report.returns[0]).active
    told = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2)}
    digest = report.submissions["file_sha256"][0]
    assert told["文件指纹"].replace("·", "") == digest
    assert told["报表"] == "F02 心理筛查结果明细"
    assert (told["报送单位"], told["读到行数"], told["接收行数"], told["退回行数"]) == (
        "章贡区", "3", "3", "0",
    )  # fmt: skip
    assert "2026-2027-1R1" in told["所属期"]
    assert told["收到时间"].startswith("2026年11月4日")


def test_nobody_but_their_owner_may_read_returns(home: Settings) -> None:
    report = taken(home, ("坏.xlsx", faulty()))
    (path,) = report.returns
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (path.parent, path.parent.parent, home.returns):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_file_with_personal_data_comes_back_as_a_list_that_hides_them(home: Settings) -> None:
    number = "13812345678"
    report = taken(home, ("坏.xlsx", faulty(explain=f"请打 {number}")))
    (path,) = report.returns
    assert "问题清单_" in path.name
    cells = [c.value for s in openpyxl.load_workbook(path) for r in s.iter_rows() for c in r]
    texts = [str(value) for value in cells if value is not None]
    assert not any(number in text for text in texts)
    assert any("封存" in text for text in texts)


def test_the_same_file_mended_is_sent_again_as_it_is(home: Settings) -> None:
    (path,) = taken(home, ("坏.xlsx", faulty())).returns
    book = openpyxl.load_workbook(path)
    book["筛查明细"]["F4"] = "男"
    stream = io.BytesIO()
    book.save(stream)
    (home.inbox / path.name).write_bytes(stream.getvalue())
    report = take_in(home, EVENING + timedelta(days=1))
    assert report.submissions["status"].to_list() == ["accepted"]
    assert names(report.returns) == ["0001-回执_坏.xlsx"]


def test_a_csv_comes_back_in_the_layout_of_its_form_in_its_own_order(home: Settings) -> None:
    rows = enrolment(UNIT)
    rows[3] = {**rows[3], "sex": "未知"}
    drop(home, "F01", SEMESTER, UNIT, rows)
    (path,) = take_in(home, EVENING).returns
    assert path.name == f"0001-已标注_F01-{UNIT}.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["学籍基数"]
    heads = [cell.value for cell in sheet[2]]
    sex = heads.index("sex") + 1
    assert [sheet.cell(4 + n, sex).value for n in range(len(rows))] == [r["sex"] for r in rows]
    assert str(sheet.cell(7, sex).fill.fgColor.rgb).startswith("FFFFB9B")
    assert sheet.cell(6, sex).comment is None


def test_returns_go_after_the_days_set_and_nothing_else_does(home: Settings) -> None:
    taken(home, ("坏.xlsx", faulty(sex="男", total_score=999)))
    todo = home.returns / unit_folder(UNIT) / "待办.xlsx"
    todo.write_bytes(b"kept")
    days = timedelta(days=home.returns_days)
    assert expire_returns(home, EVENING + days - timedelta(seconds=1)) == 0
    assert expire_returns(home, EVENING + days) == 1
    assert [path for path in home.returns.rglob("*") if path.is_file()] == [todo]


def test_a_reason_given_travels_to_the_desk_with_personal_words_hidden(home: Settings) -> None:
    drop(home, "F00", SEMESTER, "3607", register())
    take_in(home, REGISTER_DAY)
    rows = [
        {**row, "class_n": 15, "explain_code": "其他", "explain": "小班教学"}
        if row["class_n"] == 1
        else row
        for row in enrolment(UNIT)
    ]
    drop(home, "F01", SEMESTER, UNIT, rows)
    report = take_in(home, REGISTER_DAY + timedelta(days=4))
    explained = report.findings.filter("is_explained")
    assert explained.height
    assert build_figures(home).published
    told = explanations(warehouse_of(home)).to_dicts()
    assert {(one["unit"], one["period"], one["reason"]) for one in told} == {
        ("章贡区", SEMESTER, "其他：小班教学")
    }
    assert sum(one["row_count"] for one in told) == explained.height


def test_a_contradiction_seen_at_night_is_marked_over_the_return_that_lies_there(
    home: Settings,
) -> None:
    report = taken(home, ("好.xlsx", workbook("F02", good_rows("F02", 3))), ("坏.xlsx", faulty()))
    ids = dict(report.submissions.select("file_name", "submission_id").rows())
    put(home, "rpt_cross_finding", [contradiction(ids[name]) for name in ("好.xlsx", "坏.xlsx")])
    paths = write_cross_returns(home, EVENING)
    assert sorted(path.name[4:] for path in paths) == ["-已标注_坏.xlsx", "-已标注_好.xlsx"]
    assert all(len(list(path.parent.iterdir())) == 2 for path in paths)
    for path in paths:
        sheet = openpyxl.load_workbook(path)["筛查明细"]
        assert "X93" in sheet["B5"].comment.text
        assert (sheet["F4"].comment is not None) == ("坏" in path.name)
    late = EVENING + timedelta(days=home.returns_days)
    assert write_cross_returns(home, late) == []


def contradiction(submission_id: str) -> dict[str, Any]:
    return {
        "submission_id": submission_id,
        "form_id": "F02",
        "period": "2026-2027-1R1",
        "unit_code": UNIT,
        "sheet": "筛查明细",
        "cell": "第5行",
        "row_number": 5,
        "column_name": "pupil_token",
        "rule_id": "X93",
        "severity": "需说明",
        "words": "这名学生同一周在两所学校测过。",
        "fix": "请核对。",
    }
