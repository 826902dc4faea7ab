"""An officer's morning in a real browser: first page, launch a month, find the bulletin."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.office_ui import BROWSER_MARKS, Ui, running_ui
from tests.pipeline.small_home import fill, make_home

MONTH = "2026-11"

pytestmark = BROWSER_MARKS


@pytest.fixture(scope="module")
def ui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ui]:
    folder = tmp_path_factory.mktemp("ui")
    settings = make_home(folder / "home", release="signed")
    fill(settings)
    with running_ui(settings.home, folder) as running:
        yield running


def test_before_the_first_night_the_first_page_says_so(ui: Ui) -> None:
    ui.open("/", "1-first-page-before")
    assert "尚无成功的夜间运行" in ui.page.inner_text("#last-success")
    assert "演练数据" in ui.page.inner_text("body")


def test_an_officer_picks_a_month_launches_it_and_finds_the_bulletin(ui: Ui) -> None:
    page = ui.page
    ui.launch("nightly", MONTH, "3-pick-month")
    run = ui.wait_for_runs("nightly", 1)[0]
    ui.open(f"/runs/{run['runId']}", "4-run")
    assert run["status"] == "SUCCESS"

    ui.open("/assets/bulletin", "5-bulletin")
    text = page.inner_text("body")
    assert str(ui.settings.month_folder(MONTH) / "bulletin.xlsx") in text
    assert f"/pages/{MONTH}/bulletin.xlsx" in text
    ui.open("/assets/bulletin?view=checks", "6-checks")
    assert "written_page" in page.inner_text("body")


def test_the_first_page_then_shows_when_the_night_succeeded_and_opens_the_pages(ui: Ui) -> None:
    ui.open("/", "7-first-page-after")
    assert ui.page.inner_text("#last-success")[:4].isdigit()
    assert "草稿，待签发" in ui.page.inner_text("body")
    bulletin = ui.page.request.get(f"{ui.address}/pages/{MONTH}/bulletin.xlsx")
    assert bulletin.body() == (ui.settings.month_folder(MONTH) / "bulletin.xlsx").read_bytes()
    ui.page.get_by_role("link", name="核验结论").first.click()
    ui.page.wait_for_timeout(1000)
    ui.page.screenshot(path=str(ui.pictures / "8-verdict.png"), full_page=True)
    assert MONTH[:4] in ui.page.inner_text("body")


def test_no_page_asks_anything_of_the_outside_world(ui: Ui) -> None:
    ui.open(f"/pages/{MONTH}/round_check/data_docs/index.html", "9-data-docs")
    outside = {url for url in ui.asked if not url.startswith((ui.address, "data:", "blob:"))}
    assert outside == set()
    assert len(ui.asked) > 20
