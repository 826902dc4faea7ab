"""Figures and pages when the process dies or the disk is full: the last good ones stand."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.figures import build_figures, warehouse_of
from orchestration.publish import BULLETIN, DRAFT, FIGURES, make_draft, month_figures
from orchestration.round_check import check_round
from orchestration.settings import Settings
from tests.pipeline.small_home import SCREENING_DAY, fill, make_home

ROOT = Path(__file__).parents[2]
MONTH = f"{SCREENING_DAY:%Y-%m}"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = make_home(tmp_path_factory.mktemp("publish") / "home", release="auto")
    fill(made)
    assert build_figures(made).published
    check_round(made, MONTH)
    make_draft(made, MONTH)
    return made


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run_child(settings: Settings, body: str) -> subprocess.CompletedProcess[str]:
    script = (
        "import errno, os, resource, signal\nfrom pathlib import Path\n"
        "from orchestration.settings import load_settings\n"
        f"settings = load_settings(Path({str(settings.home)!r}))\n{body}"
    )
    return subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_build_killed_half_way_leaves_the_last_figures_standing(settings: Settings) -> None:
    before = digest(settings.warehouse)
    done = run_child(
        settings,
        "from orchestration.figures import build_figures\n"
        "seen = []\n"
        "def die(name):\n"
        "    seen.append(name)\n"
        "    if len(seen) == 60:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "build_figures(settings, on_node=die)\n",
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert digest(settings.warehouse) == before
    assert month_figures(settings, MONTH).height > 0


def test_after_it_the_next_build_gives_the_same_figures(settings: Settings) -> None:
    before = warehouse_of(settings).read("fct_figures").sort("figure_id")
    assert build_figures(settings).published
    assert warehouse_of(settings).read("fct_figures").sort("figure_id").equals(before)


def test_a_failing_test_of_the_data_leaves_the_last_figures_standing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from orchestration.stores import warehouse as store

    before = digest(settings.warehouse)
    monkeypatch.setattr(store, "_OK", store._OK - {"pass"})
    result = build_figures(settings)
    assert not result.published
    assert result.failed
    assert digest(settings.warehouse) == before


def test_a_disk_full_while_the_bulletin_is_written_leaves_no_half_page(
    settings: Settings,
) -> None:
    folder = settings.month_folder(MONTH)
    before = {name: digest(folder / name) for name in (BULLETIN, FIGURES)}
    done = run_child(
        settings,
        "from orchestration.publish import make_draft\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "try:\n"
        f"    make_draft(settings, {MONTH!r})\n"
        "except OSError as error:\n"
        "    print('told', errno.errorcode[error.errno])\n",
    )
    assert done.stdout.startswith("told"), done.stderr
    assert {name: digest(folder / name) for name in before} == before
    assert [path.name for path in folder.iterdir() if path.name.startswith(".aside")] == []
    assert not (folder / DRAFT).exists()
    make_draft(settings, MONTH)
    assert (folder / DRAFT).exists()


def test_a_full_disk_is_one_chinese_sentence(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from click.testing import CliRunner

    from orchestration import blank_forms
    from orchestration.cli import main

    def full(*_: object) -> list[Path]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(blank_forms, "write_blank_forms", full)
    to, now = str(tmp_path), "2026-11-22"
    options = ["--home", str(settings.home), "--month", MONTH, "--to", to, "--now", now]
    result = CliRunner().invoke(main, ["forms", *options])
    assert result.exit_code == 2
    assert "磁盘已满" in result.output
    assert "Traceback" not in result.output
