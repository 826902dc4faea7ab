"""The officer's morning by clicks: a held month, its reason, the decisions, and the issue.

One home lives through the whole morning, so the tests stand in the order of the day.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from orchestration.stores.vault import Vault
from tests.browser.office_ui import BROWSER_MARKS, Ui, running_ui
from tests.pipeline.small_home import SEMESTER, drop, fill, make_home, staff, units

MONTH, MONTHS = "2026-10", "[2026-09...2026-11]"
RIVALS = units()[:9]

pytestmark = BROWSER_MARKS


@pytest.fixture(scope="module")
def ui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ui]:
    folder = tmp_path_factory.mktemp("morning")
    settings = make_home(folder / "home", release="signed")
    fill(settings, rivals=RIVALS)
    with running_ui(settings.home, folder) as running:
        yield running


def desk(ui: Ui, picture: str) -> Any:
    """The desk as the first page leads to it."""
    ui.open("/")
    ui.page.locator("#desk").click()
    ui.page.wait_for_timeout(800)
    ui.picture(picture)
    return ui.page


def answer(workbook: Path, choose: str) -> int:
    """Fill every open question's 决定, 理由 and 经办人 as an officer would; returns how many."""
    book = load_workbook(workbook)
    sheet, header = next(
        (sheet, row)
        for sheet in book.worksheets
        for row in sheet.iter_rows(max_row=6)
        if [cell.value for cell in row].count("决定") and sheet.sheet_state == "visible"
    )
    places = {cell.value: cell.column for cell in header}
    entered = {"决定": choose, "理由": "已向学校核实", "经办人": "张科长"}
    asked = [
        row[0].row for row in sheet.iter_rows(min_row=header[0].row + 1) if is_question(row[0])
    ]
    for row in asked:
        for title, value in entered.items():
            sheet.cell(row, places[title]).value = value
    book.save(workbook)
    return len(asked)


def is_question(cell: Any) -> bool:
    """Whether a row under the header has a number of an item, and is no example."""
    return bool(cell.value) and not str(cell.value).startswith(("例：", "question"))


def decide(ui: Ui, choose: str, picture: str = "") -> int:
    """Take 待办.xlsx from the desk, answer it, and put it into the inbox."""
    with ui.page.expect_download() as download:
        ui.page.get_by_role("link", name="待办.xlsx").click()
    copy = ui.pictures / "待办-已填.xlsx"
    download.value.save_as(copy)
    answered = answer(copy, choose)
    (ui.settings.inbox / f"{choose}.xlsx").write_bytes(copy.read_bytes())
    return answered


def test_a_night_ends_with_a_held_month_and_the_desk_says_why(ui: Ui) -> None:
    ui.launch("nightly", MONTH, "1-pick-month")
    assert ui.wait_for_runs("nightly", 1)[0]["status"] == "SUCCESS"
    page = desk(ui, "2-desk-held")
    loud = page.inner_text(".loud.held")
    assert f"{MONTH} 的简报暂缓发布" in loud
    assert "F01" in loud and "12" in loud, "twelve of twenty-one enrolments count"
    assert page.inner_text("#questions h2") == "等待决定（9 项）"


def test_a_held_month_cannot_be_issued_by_a_click(ui: Ui) -> None:
    ui.launch("issue_bulletin", MONTH)
    assert ui.wait_for_runs("issue_bulletin", 1)[0]["status"] == "FAILURE"
    assert list(ui.settings.issued.glob("[0-9]*")) == []


def test_decisions_in_the_inbox_are_taken_in_by_the_sensor(ui: Ui) -> None:
    desk(ui, "")
    assert decide(ui, "采用第1份") == 9
    for _ in range(300):
        if len(Vault(ui.settings.vault).events("decided")) == 9:
            break
        time.sleep(1)
    decided = Vault(ui.settings.vault).events("decided")
    assert len(decided) == 9
    assert {event.who for event in decided} == {"张科长"}
    assert ui.wait_for_runs("take_in", 1)[0]["status"] == "SUCCESS"


def test_the_next_night_lets_the_month_go_and_asks_for_a_signature(ui: Ui) -> None:
    ui.launch("nightly", MONTH)
    assert ui.wait_for_runs("nightly", 2)[0]["status"] == "SUCCESS"
    page = desk(ui, "3-desk-after-decisions")
    assert page.locator(".loud.held").count() == 0
    assert f"{MONTH[:4]}" in page.inner_text("#questions")
    assert "草稿，待签发" in page.inner_text("#months")


def test_the_officer_signs_in_the_launch_window(ui: Ui) -> None:
    ui.open("/locations/心晴/jobs/sign_month")
    page = ui.page
    page.get_by_role("button", name="Materialize").locator("xpath=following::button[1]").click()
    page.get_by_role("menuitem", name="Open launchpad").click()
    page.wait_for_timeout(2500)
    page.get_by_placeholder("Partition").fill(MONTH)
    page.get_by_placeholder("Partition").press("Enter")
    page.locator(".CodeMirror").last.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("ops:\n  signature:\n    config:\n      who: 张科长\n")
    page.wait_for_timeout(2000)
    ui.picture("4-sign")
    page.get_by_role("button", name="Materialize").last.click()
    assert ui.wait_for_runs("sign_month", 1)[0]["status"] == "SUCCESS"
    (signed,) = Vault(ui.settings.vault).events("signed", MONTH)
    assert signed.who == "张科长"


def test_signed_it_is_issued_by_a_click_and_the_desk_shows_it(ui: Ui) -> None:
    ui.launch("issue_bulletin", MONTH)
    assert ui.wait_for_runs("issue_bulletin", 2)[0]["status"] == "SUCCESS"
    assert (ui.settings.issued / "1" / "bulletin.xlsx").exists()
    page = desk(ui, "5-desk-issued")
    assert "已印发，第 1 期" in page.inner_text("#months")


def test_blank_forms_are_made_by_a_click(ui: Ui) -> None:
    ui.launch("issue_forms", MONTH, "6-issue-forms")
    assert ui.wait_for_runs("issue_forms", 1)[0]["status"] == "SUCCESS"
    forms = list((ui.settings.returns / f"空白报表-{MONTH}").rglob("*.xlsx"))
    assert len(forms) >= 21


def test_the_inbox_is_taken_in_by_a_click(ui: Ui) -> None:
    before = len(ui.runs("take_in"))
    (teacher, *_) = staff("3607SZ")
    drop(ui.settings, "F07", SEMESTER, "3607SZ", [{**teacher, "psych_hours_week": 6}], "更正.csv")
    ui.open("/locations/心晴/jobs/take_in")
    ui.page.get_by_role("button", name="Materialize").first.click()
    ui.page.wait_for_timeout(1500)
    ui.picture("7-take-in")
    assert ui.wait_for_runs("take_in", before + 1)[0]["status"] == "SUCCESS"
    assert list(ui.settings.inbox.glob("F07/**/*.csv")) == []


def test_three_months_are_drafted_again_by_clicks(ui: Ui) -> None:
    ui.launch("draft_bulletins", MONTHS, "8-three-months")
    runs = ui.wait_for_runs("draft_bulletins", 3)
    assert [run["status"] for run in runs] == ["SUCCESS"] * 3
    for month in ("2026-09", "2026-10", "2026-11"):
        assert (ui.settings.month_folder(month) / "bulletin.xlsx").exists()
    ui.open("/runs", "9-runs")
    assert sorted(p.name for p in ui.settings.issued.iterdir()) == ["1"], "a draft is no issue"


def test_what_lies_to_be_collected_and_what_changed_open_from_the_desk(ui: Ui) -> None:
    page = desk(ui, "")
    page.locator("#returns a").first.click()
    page.wait_for_timeout(800)
    ui.picture("10-returns")
    assert "待取" in page.inner_text("h1")
    page.go_back()
    ui.open(f"/versions/F01/{SEMESTER}/2136000001", "11-versions")
    assert "第1版与第2版" in page.inner_text("#changes h2")


def test_nothing_of_this_morning_asked_the_outside_world(ui: Ui) -> None:
    outside = {url for url in ui.asked if not url.startswith((ui.address, "data:", "blob:"))}
    assert outside == set()
    assert len(ui.asked) > 50
