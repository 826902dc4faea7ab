"""An officer's morning in a real browser: first page, launch a month, find the bulletin."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from orchestration.settings import Settings, load_settings
from tests.pipeline.small_home import fill, make_home

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MONTH = "2026-11"
ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists(), reason="no /usr/bin/chromium: install the package chromium"
    ),
]


@dataclass(frozen=True)
class Ui:
    """A running UI, a page in a browser, what the page asked for, and where pictures go."""

    settings: Settings
    address: str
    page: Any
    asked: list[str]
    pictures: Path

    def open(self, path: str, picture: str = "") -> None:
        self.page.goto(self.address + path)
        self.page.wait_for_timeout(3000)
        if picture:
            self.page.screenshot(path=str(self.pictures / f"{picture}.png"), full_page=True)

    def ask(self, query: str) -> Any:
        answer = self.page.request.post(f"{self.address}/graphql", data={"query": query})
        return answer.json()["data"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def ui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ui]:
    from playwright.sync_api import sync_playwright

    folder = tmp_path_factory.mktemp("ui")
    port = free_port()
    home = make_home(folder / "home", release="signed").home
    with (home / "settings.toml").open("a", encoding="utf-8") as file:
        file.write(f"ui_port = {port}\n")
    settings = load_settings(home)
    fill(settings)
    process = subprocess.Popen(
        [sys.executable, "-m", "orchestration.cli", "ui", "--home", str(home)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=(folder / "ui.log").open("wb"),
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_up(address, process, folder / "ui.log")
        with sync_playwright() as player:
            browser = player.chromium.launch_persistent_context(
                str(folder / "profile"),
                executable_path=str(CHROMIUM),
                args=list(ARGUMENTS),
                viewport={"width": 1500, "height": 950},
            )
            page = browser.new_page()
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            yield Ui(settings, address, page, asked, folder)
            browser.close()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}/server_info", timeout=2):
                return
        except OSError:
            assert process.poll() is None, log.read_text(encoding="utf-8")
            time.sleep(1)
    raise AssertionError(f"the UI did not come up: {log.read_text(encoding='utf-8')}")


def test_before_the_first_night_the_first_page_says_so(ui: Ui) -> None:
    ui.open("/", "1-first-page-before")
    assert "尚无成功的夜间运行" in ui.page.inner_text("#last-success")
    assert "不得用于真实数据" in ui.page.inner_text("body")


def test_an_officer_picks_a_month_launches_it_and_finds_the_bulletin(ui: Ui) -> None:
    page = ui.page
    ui.open("/locations/心晴/jobs/nightly", "2-job")
    page.get_by_role("button", name="Materialize all").click()
    page.get_by_placeholder("ex: 2025-09").fill(MONTH)
    page.get_by_placeholder("ex: 2025-09").press("Enter")
    page.screenshot(path=str(ui.pictures / "3-pick-month.png"))
    page.get_by_role("button", name="Launch 1 run").click()
    run_id, status = wait_for_run(ui)
    ui.open(f"/runs/{run_id}", "4-run")
    assert status == "SUCCESS"

    ui.open("/assets/bulletin", "5-bulletin")
    text = page.inner_text("body")
    assert str(ui.settings.month_folder(MONTH) / "bulletin.xlsx") in text
    assert f"/pages/{MONTH}/bulletin.xlsx" in text
    ui.open("/assets/bulletin?view=checks", "6-checks")
    assert "written_page" in page.inner_text("body")


def wait_for_run(ui: Ui) -> tuple[str, str]:
    query = "{runsOrError(limit:1){... on Runs{results{runId status}}}}"
    for _ in range(600):
        runs = ui.ask(query)["runsOrError"]["results"]
        if runs and runs[0]["status"] in ("SUCCESS", "FAILURE", "CANCELED"):
            return runs[0]["runId"], runs[0]["status"]
        time.sleep(1)
    raise AssertionError("the run did not end")


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
