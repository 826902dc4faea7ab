"""Intake killed by the kernel at random touches of a file, over and over: the same end."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from orchestration.settings import Settings
from tests.pipeline.small_home import COUNT_DAY, SEMESTER, drop, enrolment, make_home
from tests.pipeline.test_kill_intake import state_of

ROOT = Path(__file__).parents[2]
UNITS = ("360702", "360703")
KILLS = int(os.environ.get("XINQING_TEST_KILLS", "40"))
NEVER = 10**9
# A run of these two files touches files about so often.
TOUCHES = 110


class Helper:
    """The process that forks, runs and kills."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.pipeline.kill_helper"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, settings: Settings, moment: datetime, touches: int) -> bool:
        """Whether an intake ended that was to be killed before so many touches."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        question = [str(settings.home), moment.isoformat(), touches]
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return bool(json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


@pytest.fixture
def helper() -> Iterator[Helper]:
    helper = Helper()
    yield helper
    helper.close()


def filled(folder: Path) -> Settings:
    settings = make_home(folder)
    for unit in UNITS:
        drop(settings, "F01", SEMESTER, unit, enrolment(unit, 2))
    return settings


def comparable(settings: Settings) -> dict[str, object]:
    return {key: value for key, value in state_of(settings).items() if key != "returns"}


def test_killed_over_and_over_it_ends_as_if_never_disturbed(tmp_path: Path, helper: Helper) -> None:
    chance = random.Random(20261101)
    calm = filled(tmp_path / "calm")
    assert helper.run(calm, COUNT_DAY, NEVER)
    expected = comparable(calm)
    assert len(expected["submissions"]) == len(UNITS)  # type: ignore[arg-type]
    kills = homes = 0
    while kills < KILLS:
        settings = filled(tmp_path / f"home{homes}")
        homes += 1
        night = 0
        while not helper.run(
            settings,
            COUNT_DAY + timedelta(days=night),
            chance.randint(1, TOUCHES) if night < 12 else NEVER,
        ):
            assert night < 12, "the last run was not to be killed"
            kills += 1
            night += 1
        assert _without_times(comparable(settings)) == _without_times(expected), f"home{homes - 1}"
    sys.stdout.write(f"{kills} kills over {homes} homes\n")


def _without_times(state: dict[str, object]) -> str:
    """What is stored, but for the night it was first seen in, which is part of every id."""
    import re

    return re.sub(
        r"\d{8}T\d{6}-[0-9a-f]{6}|datetime\.datetime\([^)]*\)", "…", repr(sorted(state.items()))
    )
