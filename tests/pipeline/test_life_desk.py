"""The officer's desk and the pages behind its links, after two nights with faults between them."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from pathlib import Path

import pytest

from orchestration.desk_page import REGISTER, close_night, write_desk
from orchestration.figures import build_figures, warehouse_of
from orchestration.front_page import front_page
from orchestration.intake import Intake
from orchestration.publish import make_draft
from orchestration.round_check import check_round
from orchestration.settings import Settings
from orchestration.version_page import folder_page, version_csv, version_page
from orchestration.versions import NoVersionError, difference
from tests.pipeline.small_home import (
    ROUND,
    SEMESTER,
    drop,
    enrolment,
    fill,
    make_home,
    school_of,
    screening,
    staff,
)

MONTH = "2026-10"
CORRECTS, RIVALS, REFUSED = "360704", "360722", "360723"
FIRST_NIGHT, SECOND_NIGHT = datetime(2026, 11, 5, 2, 41), datetime(2026, 11, 7, 2, 41)
TOKEN = re.compile(r"[PS][0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]{5}")


def faulty_morning(settings: Settings) -> None:
    """A correction with one fault, two rivals, and a file of which no row can be used."""
    corrected = screening(CORRECTS, pupils=12)
    drop(settings, "F02", ROUND, CORRECTS, [{**corrected[0], "consent": "大概"}, *corrected[1:]])
    (teacher, *_) = staff(RIVALS)
    drop(settings, "F07", SEMESTER, RIVALS, [teacher], "甲.csv")
    drop(settings, "F07", SEMESTER, RIVALS, [{**teacher, "psych_hours_week": 4}], "乙.csv")
    broken = [{**row, "enrolled_n": "很多"} for row in enrolment(REFUSED)]
    drop(settings, "F01", SEMESTER, REFUSED, broken, "错.csv")
    Intake(settings).run(datetime(2026, 11, 6, 9))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = make_home(tmp_path_factory.mktemp("home"), release="signed")
    fill(settings)
    assert build_figures(settings).published
    check_round(settings, MONTH)
    make_draft(settings, MONTH)
    close_night(settings, FIRST_NIGHT)
    faulty_morning(settings)
    assert build_figures(settings).published
    make_draft(settings, MONTH)  # without a round check: held
    close_night(settings, SECOND_NIGHT)
    return settings


@pytest.fixture(scope="module")
def page(home: Settings) -> str:
    return (home.desk / "desk.html").read_text("utf-8")


def section(page: str, name: str) -> str:
    return page.split(f'<section id="{name}">')[1].split("</section>")[0]


def test_a_held_month_and_a_night_that_did_not_run_are_loud(page: str) -> None:
    loud = re.findall(r'<div class="loud[^"]*"[^>]*>([^<]+)</div>', page)
    assert any("夜间运行没有进行：11月06日" in words for words in loud)
    assert any(f"{MONTH} 的简报暂缓发布：这些数据还没有经过发布前核验" in words for words in loud)
    assert 'data-after="2026-11-08T04:30:00+08:00"' in page, "told by the page itself if it is old"


def test_it_says_when_the_night_succeeded_and_when_the_next_is_due(page: str) -> None:
    assert '<div class="when" id="last-success">2026-11-07 02:41</div>' in page
    assert '<div class="when" id="next-night">2026-11-08 02:30</div>' in page
    assert '<div class="when" id="received">4 个</div>' in page


def test_what_counts_of_what_is_owed_stands_by_unit_and_form(page: str) -> None:
    units = section(page, "units")
    rows = {
        re.sub(r"<[^>]+>", "", line.split("</td>")[0]).strip(): line
        for line in units.split("<tr>")[2:]
    }
    assert "待定1" in rows["信丰县"]
    refused = rows["大余县"]
    assert "退回1" in refused and "1／1" in refused, "the file before it goes on counting"
    assert "退回" not in rows["章贡区"]


def test_rivals_wait_for_a_decision_and_findings_stand_by_rule(page: str) -> None:
    assert "同一批收到2份" in section(page, "questions")
    findings = section(page, "findings")
    assert "F01.enrolled_n.type" in findings
    assert "……" in findings, "values are left out"


def test_the_work_calendar_of_the_days_ahead_stands_in_order(page: str) -> None:
    calendar = section(page, "calendar")
    assert "F06 心理档案移交单（2026年11月）" in calendar and "还有28天" in calendar
    assert "F02 心理筛查结果明细（2026-2027学年第一学期（秋）第1轮）" in calendar, "due that day"
    assert "招聘计划编报" in calendar and "24天后开始" in calendar
    assert "2026年第4季度" not in calendar, "due in January only"


def test_the_desk_holds_no_pupils_row_and_asks_nothing_of_the_outside(page: str) -> None:
    assert TOKEN.search(page) is None
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//', page) == []
    assert "@import" not in page and "url(" not in page


def test_made_again_at_the_same_moment_it_is_the_same_page(home: Settings, page: str) -> None:
    assert write_desk(home, SECOND_NIGHT).read_text("utf-8") == page


def test_the_register_opens_as_a_table_with_every_scope(home: Settings) -> None:
    content = (home.desk / REGISTER).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == warehouse_of(home).read("rpt_submission_life").height
    (rivals,) = [
        row for row in rows if row["范围代码"] == school_of(RIVALS) and row["表号"] == "F07"
    ]
    assert (rivals["状态"], rivals["计入版本"], rivals["截止日期"]) == ("待定", "1", "2026-09-16")


def test_a_day_later_what_was_expected_yesterday_is_missing(home: Settings) -> None:
    write_desk(home, datetime(2026, 12, 6, 2, 41))
    register = (home.desk / REGISTER).read_text("utf-8-sig")
    november = [line for line in register.splitlines() if ",F04," in line and ",2026-11," in line]
    assert november and all(",未报," in line for line in november)
    write_desk(home, SECOND_NIGHT)


def test_the_difference_between_two_versions_is_told_row_by_row(home: Settings) -> None:
    found = difference(home, "F02", ROUND, school_of(CORRECTS))
    assert found.title.endswith("第1版与第2版")
    assert found.summary == "消失 37 行。", "six pupils a group went, and one row was refused"
    page = version_page(home, "F02", ROUND, school_of(CORRECTS), None)
    assert "消失 37 行" in page and "计入" in page
    table = version_csv(home, "F02", ROUND, school_of(CORRECTS), 2).decode("utf-8-sig")
    assert len(table.splitlines()) == 38


def test_versions_that_do_not_exist_are_told_in_words(home: Settings) -> None:
    with pytest.raises(NoVersionError, match="没有收到"):
        difference(home, "F02", ROUND, "2136999999")
    with pytest.raises(NoVersionError, match="没有第 7 版"):
        difference(home, "F02", ROUND, school_of(CORRECTS), newer=7)
    with pytest.raises(NoVersionError, match="只收到过一版"):
        difference(home, "F02", ROUND, school_of("360702"))


def test_what_lies_to_be_collected_is_listed_and_nothing_beside_it(home: Settings) -> None:
    top = folder_page(home.returns, "")
    assert isinstance(top, str) and "360702" in top
    folder = next(path for path in home.returns.iterdir() if path.is_dir())
    file = next(path for path in folder.rglob("*") if path.is_file())
    assert folder_page(home.returns, str(file.relative_to(home.returns))) == file
    for outside in ("../vault", "/etc/passwd", "nothing"):
        with pytest.raises(FileNotFoundError):
            folder_page(home.returns, outside)


def test_the_first_page_leads_to_the_desk_and_is_loud_too(home: Settings, tmp_path: Path) -> None:
    page = front_page(home, SECOND_NIGHT, datetime(2026, 11, 8, 9))
    assert 'href="/desk/desk.html"' in page
    assert "夜间运行没有进行：11月06日、11月08日" in page
    empty = front_page(Settings(home=tmp_path), None, datetime(2026, 11, 8, 9))
    assert "夜间运行没有进行" not in empty and "/desk/desk.html" not in empty
