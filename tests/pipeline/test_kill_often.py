"""Intake killed by the kernel at random touches of a file, over and over: the same end."""

from __future__ import annotations

import os
import random
import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from orchestration.settings import Settings
from tests.pipeline.kill_helper import NEVER, Helper, running_helper
from tests.pipeline.small_home import COUNT_DAY, SEMESTER, drop, enrolment, make_home
from tests.pipeline.test_kill_intake import state_of

UNITS = ("360702", "360703")
KILLS = int(os.environ.get("XINQING_TEST_KILLS", "40"))
# A run of these two files touches files about so often.
TOUCHES = 145


@pytest.fixture
def helper() -> Iterator[Helper]:
    with running_helper() as helper:
        yield helper


def filled(folder: Path) -> Settings:
    """A home with two good files in its inbox."""
    settings = make_home(folder)
    for unit in UNITS:
        drop(settings, "F01", SEMESTER, unit, enrolment(unit, 2))
    return settings


def without_times(state: dict[str, object]) -> str:
    """What is stored, but for the night it was first seen in, which is part of every id."""
    return re.sub(
        r"\d{8}T\d{6}-[0-9a-f]{6}|datetime\.datetime\([^)]*\)", "…", repr(sorted(state.items()))
    )


def test_killed_over_and_over_it_ends_as_if_never_disturbed(tmp_path: Path, helper: Helper) -> None:
    chance = random.Random(20261101)
    calm = filled(tmp_path / "calm")
    assert helper.run(calm.home, "take_in", COUNT_DAY).ended
    expected = state_of(calm)
    assert len(expected["submissions"]) == len(UNITS)  # type: ignore[arg-type]
    kills = homes = 0
    while kills < KILLS:
        settings = filled(tmp_path / f"home{homes}")
        homes += 1
        for night in range(13):
            touches = chance.randint(1, TOUCHES) if night < 12 else NEVER
            end = helper.run(settings.home, "take_in", COUNT_DAY + timedelta(days=night), touches)
            assert end.ended or end.killed, end.words
            if end.ended:
                break
            kills += 1
        assert end.ended, "the last run was not to be killed"
        assert without_times(state_of(settings)) == without_times(expected), f"home{homes - 1}"
    sys.stdout.write(f"{kills} kills over {homes} homes\n")
