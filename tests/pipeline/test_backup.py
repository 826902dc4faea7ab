"""A home backed up and restored by the recipes: the same rows, of no use without keys."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import partial
from pathlib import Path

import pytest

from orchestration.intake import Intake
from orchestration.stores.keys import KeyFaultError
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from tests.pipeline.small_home import COUNT_DAY, SEMESTER, drop, enrolment, make_home
from validations.gate import check_batch

ROOT = Path(__file__).parents[2]


def make(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "-C", str(ROOT), *words], capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_a_home_comes_back_whole_and_its_data_alone_are_of_no_use(tmp_path: Path) -> None:
    settings = make_home(tmp_path / "home")
    drop(settings, "F01", SEMESTER, "360702", enrolment("360702"))
    Intake(settings, gate=partial(check_batch)).run(COUNT_DAY)
    before = Lake(settings.lake, lake_tables()).read("f01_enrolment")
    to = tmp_path / "backup"
    done = make("backup", f"HOME_DIR={settings.home}", f"TO={to}")
    assert done.returncode == 0, done.stderr
    assert {path.stat().st_mode & 0o077 for path in to.iterdir()} == {0}
    again = tmp_path / "again"
    done = make("restore", f"HOME_DIR={again}", f"FROM={to}")
    assert done.returncode == 0, done.stderr
    assert Lake(again / "lake", lake_tables()).read("f01_enrolment").equals(before)
    assert make("restore", f"HOME_DIR={again}", f"FROM={to}").returncode != 0
    shutil.rmtree(again / "keys")
    assert "XINQING_STORE_KEY" not in os.environ
    with pytest.raises(KeyFaultError, match="找不到"):
        Lake(again / "lake", lake_tables()).read("f01_enrolment")
