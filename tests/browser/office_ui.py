"""A home's UI in a headless browser: started, clicked through, waited for, pictured, ended.

For the browser tests. What an officer should see stands in the tests themselves.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from orchestration.settings import Settings, load_settings

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
ROOT = Path(__file__).parents[2]
ENDED = ("SUCCESS", "FAILURE", "CANCELED")
BROWSER_MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists(), reason="no /usr/bin/chromium: install the package chromium"
    ),
]


@dataclass
class Ui:
    """A running UI, a page in a browser, what the page asked for, and where pictures go."""

    settings: Settings
    address: str
    page: Any
    pictures: Path
    asked: list[str] = field(default_factory=list)

    def open(self, path: str, picture: str = "") -> None:
        """Go to a page and let it draw."""
        self.page.goto(self.address + path)
        self.page.wait_for_timeout(3000)
        self.picture(picture)

    def picture(self, name: str) -> None:
        """Keep what the page shows, whole, under a name."""
        if name:
            self.page.screenshot(path=str(self.pictures / f"{name}.png"), full_page=True)

    def ask(self, query: str) -> Any:
        """An answer of Dagster's own API."""
        answer = self.page.request.post(f"{self.address}/graphql", data={"query": query})
        return answer.json()["data"]

    def runs(self, job: str = "") -> list[dict[str, str]]:
        """Runs, newest first, of one job where asked."""
        query = "{runsOrError(limit:20){... on Runs{results{runId status jobName}}}}"
        found: list[dict[str, str]] = self.ask(query)["runsOrError"]["results"]
        return [run for run in found if job in ("", run["jobName"])]

    def wait_for_runs(self, job: str, count: int, seconds: int = 900) -> list[dict[str, str]]:
        """Wait until `count` runs of a job have ended; the newest first."""
        for _ in range(seconds):
            ended = [run for run in self.runs(job) if run["status"] in ENDED]
            if len(ended) >= count:
                return ended
            time.sleep(1)
        raise AssertionError(f"{count} runs of {job} did not end: {self.runs()}")

    def launch(self, job: str, months: str = "", picture: str = "") -> None:
        """Start a job by clicks, for months where it has partitions."""
        self.open(f"/locations/心晴/jobs/{job}")
        self.page.get_by_role("button", name="Materialize").first.click()
        if months:
            box = self.page.get_by_placeholder("ex: 2025-09")
            confirm = self.page.get_by_role("button", name="Confirm")
            box.or_(confirm).first.wait_for(timeout=60_000)
            if confirm.count():
                confirm.click()
            box.fill(months)
            box.press("Enter")
            self.page.wait_for_timeout(500)
            self.picture(picture)
            self.page.get_by_role("button", name="Launch").last.click()
        self.page.wait_for_timeout(3000)


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def running_ui(home: Path, folder: Path) -> Iterator[Ui]:
    """The UI of a home, open in a browser; all of it is ended afterwards."""
    from playwright.sync_api import sync_playwright

    port = free_port()
    with (home / "settings.toml").open("a", encoding="utf-8") as file:
        file.write(f"ui_port = {port}\n")
    log = folder / "ui.log"
    process = subprocess.Popen(
        [sys.executable, "-m", "orchestration.cli", "ui", "--home", str(home)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=log.open("wb"),
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_up(address, process, log)
        with sync_playwright() as player:
            browser = player.chromium.launch_persistent_context(
                str(folder / "profile"),
                executable_path=str(CHROMIUM),
                args=list(ARGUMENTS),
                viewport={"width": 1500, "height": 950},
                accept_downloads=True,
            )
            page = browser.new_page()
            ui = Ui(load_settings(home), address, page, folder)
            page.on("request", lambda request: ui.asked.append(request.url))
            yield ui
            browser.close()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the server; raises with its log where it ends instead."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}/server_info", timeout=2):
                return
        except OSError:
            assert process.poll() is None, log.read_text(encoding="utf-8")
            time.sleep(1)
    raise AssertionError(f"the UI did not come up: {log.read_text(encoding='utf-8')}")
