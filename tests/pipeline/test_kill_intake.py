"""Intake killed between any two steps: nothing lost, nothing doubled, the same lake in the end."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from orchestration.intake import Intake
from orchestration.settings import Settings
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.vault import Vault
from tests.pipeline.small_home import (
    COUNT_DAY,
    SEMESTER,
    drop,
    enrolment,
    make_home,
)

ROOT = Path(__file__).parents[2]
UNITS = ("360702", "360703", "3607JK")
# manifest, three claims, three seals, receipts, decisions, gate, lake, returns, released
STEPS = 13


class KilledError(BaseException):
    """Stands for a kill between two steps: no code of ours runs after it but lock release."""


def filled_home(folder: Path) -> Settings:
    settings = make_home(folder)
    for unit in UNITS:
        drop(settings, "F01", SEMESTER, unit, enrolment(unit))
    return settings


def state_of(settings: Settings) -> dict[str, object]:
    lake, vault = Lake(settings.lake, lake_tables()), Vault(settings.vault)
    tables = {table: lake.read(table).rows() for table in lake_tables()}
    return {
        **tables,
        "receipts": [vault.batch(batch_id) for batch_id in vault.batch_ids()],
        "objects": sorted(path.name for path in (settings.vault / "objects").rglob("*")),
        "returns": sorted(path.name for path in settings.returns.rglob("*.xlsx")),
        "inbox": [path for path in settings.inbox.rglob("*") if path.is_file()],
    }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    settings = filled_home(tmp_path_factory.mktemp("undisturbed") / "home")
    steps: list[str] = []
    Intake(settings, on_step=steps.append).run(COUNT_DAY)
    assert len(steps) == STEPS
    state = state_of(settings)
    assert len(state["submissions"]) == len(UNITS)  # type: ignore[arg-type]
    assert state["inbox"] == []
    return state


@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_stopped_after_any_step_the_next_run_ends_the_same(
    tmp_path: Path, undisturbed: dict[str, object], step: int
) -> None:
    settings = filled_home(tmp_path / "home")
    seen: list[str] = []

    def stop(name: str) -> None:
        seen.append(name)
        if len(seen) == step:
            raise KilledError(name)

    with pytest.raises(KilledError):
        Intake(settings, on_step=stop).run(COUNT_DAY)
    Intake(settings).run(COUNT_DAY + timedelta(days=1))
    assert state_of(settings) == undisturbed


@pytest.mark.parametrize("step", [3, 8, 10])
def test_a_process_killed_by_the_kernel_leaves_a_batch_that_can_be_ended(
    tmp_path: Path, undisturbed: dict[str, object], step: int
) -> None:
    settings = filled_home(tmp_path / "home")
    script = f"""
import os, signal
from datetime import datetime
from pathlib import Path
from orchestration.intake import Intake
from orchestration.settings import load_settings
seen = []
def die(name):
    seen.append(name)
    if len(seen) == {step}:
        os.kill(os.getpid(), signal.SIGKILL)
Intake(load_settings(Path({str(settings.home)!r})), on_step=die).run({COUNT_DAY!r}
    .replace(tzinfo=None))
""".replace("datetime.datetime", "datetime")
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    Intake(settings).run(COUNT_DAY + timedelta(days=1))
    assert state_of(settings) == undisturbed


def test_stopped_twice_in_a_row_it_still_ends_the_same(
    tmp_path: Path, undisturbed: dict[str, object]
) -> None:
    settings = filled_home(tmp_path / "home")

    def stop_at(wanted: str):  # type: ignore[no-untyped-def]
        def stop(name: str) -> None:
            if name.startswith(wanted):
                raise KilledError(name)

        return stop

    for days, wanted in enumerate(("claimed", "lake", "returns")):
        with pytest.raises(KilledError):
            Intake(settings, on_step=stop_at(wanted)).run(COUNT_DAY + timedelta(days=days))
    Intake(settings).run(COUNT_DAY + timedelta(days=9))
    assert state_of(settings) == undisturbed


def test_a_file_taken_away_while_we_were_down_is_left_out_and_the_rest_goes_on(
    tmp_path: Path,
) -> None:
    settings = filled_home(tmp_path / "home")

    def stop(name: str) -> None:
        raise KilledError(name)

    with pytest.raises(KilledError):
        Intake(settings, on_step=stop).run(COUNT_DAY)
    next(settings.inbox.glob("F01/*/360703/*.csv")).unlink()
    Intake(settings).run(COUNT_DAY + timedelta(days=1))
    codes = Lake(settings.lake, lake_tables()).read("submissions")["unit_code"].to_list()
    assert sorted(codes) == ["360702", "3607JK"]


def test_a_run_killed_while_it_cleared_up_leaves_no_copy_in_the_inbox(tmp_path: Path) -> None:
    settings = make_home(tmp_path / "home")
    debris = settings.inbox / ".taken" / "20260914T200000-abcdef"
    (debris / "files" / "F01" / SEMESTER).mkdir(parents=True)
    (debris / "sealed").mkdir()
    (debris / "sealed" / "20260914T200000-abcdef-0001").write_bytes(b"rows")
    Intake(settings).run(COUNT_DAY)
    assert not debris.exists()
