"""Intake on a disk that takes so many more pages, or files, and no more: told, and nothing lost.

Wherever it stops (key, original, receipt, claim, lake, return), the officer reads one sentence,
nothing half written is seen, and once there is room the end is that of an undisturbed run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from tests.pipeline.kill_helper import Helper, running_helper
from tests.pipeline.small_disk import Disk, small_disk
from tests.pipeline.small_home import COUNT_DAY
from tests.pipeline.test_kill_intake import state_of
from tests.pipeline.test_kill_often import UNITS, filled, without_times

# Every page a run writes is tried with 1; the suite takes every so many.
STEP = int(os.environ.get("XINQING_TEST_DISK_STEP", "13"))
FULL = "磁盘已满。已收到的文件都在，腾出空间后重新运行即可。"


@pytest.fixture(scope="module")
def helper() -> Iterator[Helper]:
    with running_helper() as helper:
        yield helper


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[int], Disk]]:
    """Makes one small disk after the other; skips where nobody may mount."""
    from contextlib import ExitStack

    with ExitStack() as disks:

        def make(number: int) -> Disk:
            disks.pop_all().close()
            try:
                return disks.enter_context(small_disk(tmp_path / f"disk{number}", 8))
            except OSError as error:
                pytest.skip(f"no file system of limited size can be mounted here: {error}")

        yield make


@pytest.mark.parametrize("fill", [Disk.leave, Disk.leave_files])
def test_wherever_the_disk_is_full_the_next_run_ends_the_same(
    tmp_path: Path,
    helper: Helper,
    disk: Callable[[int], Disk],
    fill: Callable[[Disk, int], None],
) -> None:
    calm = filled(tmp_path / "calm")
    assert helper.run(calm.home, "take_in", COUNT_DAY).ended
    expected = without_times(state_of(calm))
    left, stops, is_over = 0, 0, False
    while not is_over:
        small = disk(left)
        settings = filled(small.folder / "home")
        fill(small, left)
        end = helper.run(settings.home, "take_in", COUNT_DAY)
        is_over = end.ended
        if not is_over:
            assert end.words == FULL, f"{left} left: {end.words}"
            stops += 1
            seen = Lake(settings.lake, lake_tables()).batch_ids()
            assert len(seen) <= 1
            small.free()
            again = helper.run(settings.home, "take_in", COUNT_DAY + timedelta(days=1))
            assert again.ended, f"{left} left: {again.words}"
        assert without_times(state_of(settings)) == expected, f"{left} left"
        left += STEP
    assert stops >= 60 // STEP
    sys.stdout.write(f"{stops} full disks, {len(UNITS)} files\n")
