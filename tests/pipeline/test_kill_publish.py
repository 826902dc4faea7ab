"""Figures and pages when the process dies or the disk is full: the last good ones stand."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.figures import build_figures, warehouse_of
from orchestration.publish import BULLETIN, DRAFT, FIGURES, make_draft, month_figures
from orchestration.round_check import check_round
from orchestration.settings import Settings
from orchestration.stores.atomic import ASIDE
from orchestration.stores.outbox import Outbox
from orchestration.stores.vault import Vault
from tests.pipeline.kill_helper import Helper, running_helper
from tests.pipeline.small_disk import small_disk
from tests.pipeline.small_home import SCREENING_DAY, fill, make_home

ROOT = Path(__file__).parents[2]
MONTH = f"{SCREENING_DAY:%Y-%m}"
KILLS = int(os.environ.get("XINQING_TEST_PUBLISH_KILLS", "4"))
# Making, issuing and queueing a month touches files about so often.
TOUCHES = 130
FULL = "磁盘已满。已收到的文件都在，腾出空间后重新运行即可。"


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


@pytest.fixture(scope="module")
def helper() -> Iterator[Helper]:
    with running_helper() as helper:
        yield helper


def copied(settings: Settings, home: Path) -> Settings:
    """The filled home once more, with two leaders and nothing published yet."""
    left_out = shutil.ignore_patterns("scratch", "dagster", "returns", "bulletins")
    shutil.copytree(settings.home, home, ignore=left_out)
    shutil.copytree(settings.bulletins, home / "bulletins")
    (home / "recipients.csv").write_text(
        "address,unit_code,edition\na@example.invalid,3607,leaders\nb@example.invalid,3607,leaders\n",
        encoding="utf-8",
    )
    return Settings(home=home)


def published(settings: Settings) -> dict[str, object]:
    """Every published file by its digest, every message with its state, every event.

    What a kill left half written lies under a name that nobody reads, and is left out; so is the
    digest of the code, which somebody may be editing, and the record it stands in.
    """
    folders = (settings.issued, settings.bulletins)
    every = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    files = [p for p in every if not p.name.startswith(ASIDE) and p.name != "issue.json"]
    events = Vault(settings.vault).events()
    return {
        "files": {str(path.relative_to(settings.home)): digest(path) for path in files},
        "mails": [(one.key, one.state) for one in Outbox(settings.outbox).messages()],
        "events": [(e.event_id, e.who, e.payload["figures_digest"]) for e in events],
    }


def test_publishing_killed_over_and_over_ends_as_if_never_disturbed(
    settings: Settings, helper: Helper, tmp_path: Path
) -> None:
    calm = copied(settings, tmp_path / "calm")
    assert helper.run(calm.home, "publish", SCREENING_DAY).ended
    expected = published(calm)
    assert len(expected["mails"]) == 2  # type: ignore[arg-type]
    chance, kills, home = random.Random(7), 0, 0
    while kills < KILLS:
        home += 1
        shaken = copied(settings, tmp_path / f"home{home}")
        for _ in range(min(6, KILLS - kills)):
            end = helper.run(shaken.home, "publish", SCREENING_DAY, chance.randint(1, TOUCHES))
            assert end.ended or end.killed, end.words
            kills += end.killed
        assert helper.run(shaken.home, "publish", SCREENING_DAY).ended
        assert published(shaken) == expected
    sys.stdout.write(f"{kills} kills of publishing over {home} homes\n")


@pytest.mark.parametrize("pages", [0, 8, 30, 60])
def test_publishing_on_a_full_disk_is_told_and_ended_later(
    settings: Settings, helper: Helper, tmp_path: Path, pages: int
) -> None:
    calm = copied(settings, tmp_path / "calm")
    assert helper.run(calm.home, "publish", SCREENING_DAY).ended
    try:
        with small_disk(tmp_path / "disk", 150) as disk:
            small = copied(settings, disk.folder / "home")
            disk.leave(pages)
            end = helper.run(small.home, "publish", SCREENING_DAY)
            assert end.ended or end.words == FULL
            assert not (pages == 0 and end.ended)
            disk.free()
            assert helper.run(small.home, "publish", SCREENING_DAY).ended
            assert published(small) == published(calm)
    except OSError as error:
        pytest.skip(f"no file system of limited size can be mounted here: {error}")


def test_a_build_on_a_full_disk_is_told_and_leaves_the_last_figures(
    settings: Settings, helper: Helper, tmp_path: Path
) -> None:
    try:
        with small_disk(tmp_path / "disk", 300) as disk:
            small = copied(settings, disk.folder / "home")
            before = digest(small.warehouse)
            disk.leave(700)
            end = helper.run(small.home, "build", SCREENING_DAY)
            assert not end.ended
            assert FULL in end.words
            assert digest(small.warehouse) == before
            disk.free()
            again = helper.run(small.home, "build", SCREENING_DAY)
            assert again.ended, again.words
            figures = month_figures(small, MONTH).sort("figure_id")
            assert figures.equals(month_figures(settings, MONTH).sort("figure_id"))
    except OSError as error:
        pytest.skip(f"no file system of limited size can be mounted here: {error}")
