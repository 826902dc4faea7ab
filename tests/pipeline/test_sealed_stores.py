"""What is stored is sealed: replay from the vault, erasure, retention, keys, no clear copies."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pyrage
import pytest

from orchestration import intake, replay, retention
from orchestration.erasure import erase, holds
from orchestration.intake import Intake
from orchestration.replay import rebuild_lake
from orchestration.settings import Settings
from orchestration.stores import lock, rekey
from orchestration.stores.keys import IDENTITY, KeyFaultError, Keys
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.records import SealedDifferentlyError
from orchestration.stores.rekey import change_store_key, change_vault_keys, recover_lake
from orchestration.stores.vault import Vault
from tests.pipeline.small_home import (
    COUNT_DAY,
    ROUND,
    SCREENING_DAY,
    SEMESTER,
    drop,
    enrolment,
    make_home,
    screening,
)

UNIT, OTHER = "360702", "360703"
PUPILS = screening(UNIT, 1)
TOKEN, KEPT_TOKEN = PUPILS[0]["pupil_token"], PUPILS[1]["pupil_token"]


class KilledError(BaseException):
    """Stands for a kill between two steps."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = make_home(tmp_path_factory.mktemp("sealed") / "home")
    drop(settings, "F01", SEMESTER, UNIT, enrolment(UNIT))
    Intake(settings).run(COUNT_DAY)
    drop(settings, "F02", ROUND, UNIT, PUPILS)
    drop(settings, "F02", ROUND, OTHER, screening(OTHER, 1))
    Intake(settings).run(SCREENING_DAY)
    return settings.home


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Settings:
    shutil.copytree(filled, tmp_path / "home")
    return Settings(home=tmp_path / "home", settle_seconds=0)


def lake_of(settings: Settings) -> Lake:
    return Lake(settings.lake, lake_tables())


def rows_of(settings: Settings) -> dict[str, Any]:
    return {table: lake_of(settings).read(table).rows() for table in lake_tables()}


def tokens_of(settings: Settings) -> set[str]:
    return set(lake_of(settings).read("f02_screening")["pupil_token"])


def files_naming(settings: Settings, token: str, *left_out: str) -> list[str]:
    return [
        str(path.relative_to(settings.home))
        for path in settings.home.rglob("*")
        if path.is_file()
        and path.relative_to(settings.home).parts[0] not in left_out
        and holds(path.read_bytes(), token)
    ]


def test_a_replay_from_the_vault_alone_gives_the_same_lake(home: Settings) -> None:
    before = rows_of(home)
    assert len(before["f02_screening"]) == 2 * len(PUPILS)
    shutil.rmtree(home.lake)
    rebuild_lake(home)
    assert rows_of(home) == before


def test_a_run_that_waits_for_a_replay_cannot_come_between_its_steps(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real, within = rows_of(home), lock.store_lock, []

    @contextmanager
    def then_the_other(path: Path, holder: str) -> Iterator[None]:
        with real(path, holder):
            yield
        if not within:
            within.append(holder)
            Intake(home).run(SCREENING_DAY + timedelta(days=1))
            within.clear()

    for module in (replay, intake):
        monkeypatch.setattr(module, "store_lock", then_the_other)
    rebuild_lake(home)
    assert rows_of(home) == before


def test_without_the_identity_intake_works_and_a_replay_says_what_it_needs(home: Settings) -> None:
    away = Keys(home.home).folder / IDENTITY
    secret = away.read_text()
    away.unlink()
    drop(home, "F01", SEMESTER, OTHER, enrolment(OTHER))
    report = Intake(home).run(SCREENING_DAY + timedelta(days=1))
    assert report.batches[0].submissions["status"].to_list() == ["accepted"]
    before = rows_of(home)
    with pytest.raises(KeyFaultError, match="身份密钥"):
        rebuild_lake(home)
    assert rows_of(home) == before
    away.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(KeyFaultError, match="不对"):
        rebuild_lake(home)
    assert rows_of(home) == before
    away.write_text(secret)
    rebuild_lake(home)
    assert rows_of(home) == before


def test_a_batch_begun_can_be_ended_without_the_identity(filled: Path, tmp_path: Path) -> None:
    settings = make_home(tmp_path / "home")
    drop(settings, "F01", SEMESTER, UNIT, enrolment(UNIT))

    def stop(step: str) -> None:
        if step == "receipts":
            raise KilledError

    with pytest.raises(KilledError):
        Intake(settings, on_step=stop).run(COUNT_DAY)
    (Keys(settings.home).folder / IDENTITY).unlink()
    Intake(settings).run(COUNT_DAY + timedelta(days=1))
    assert lake_of(settings).read("submissions")["status"].to_list() == ["accepted"]


def test_an_altered_original_stops_a_replay_and_leaves_the_lake(home: Settings) -> None:
    before = rows_of(home)
    vault = Vault(home.vault)
    file = vault.month_files(vault.months()[0])[0]
    content = bytearray(file.read_bytes())
    content[-3] ^= 1
    file.write_bytes(content)
    with pytest.raises(SealedDifferentlyError, match="没有使用"):
        rebuild_lake(home)
    assert rows_of(home) == before


def test_no_file_but_a_return_names_a_pupil(home: Settings) -> None:
    assert files_naming(home, TOKEN, "returns", "inbox") == []


@pytest.mark.parametrize("step", ["sealed", "receipts", "gate", "lake", "returns"])
def test_a_killed_run_leaves_no_pupil_in_clear_outside_the_inbox(tmp_path: Path, step: str) -> None:
    settings = make_home(tmp_path / "home")
    drop(settings, "F02", ROUND, UNIT, PUPILS)

    def stop(name: str) -> None:
        if name.startswith(step):
            raise KilledError

    with pytest.raises(KilledError):
        Intake(settings, gate=plain_gate(), on_step=stop).run(SCREENING_DAY)
    assert files_naming(settings, TOKEN, "returns", "inbox") == []
    assert files_naming(settings, TOKEN, "returns") != []


def plain_gate() -> Callable[..., Any]:
    """The gate, reading in this process: a pool of readers takes seconds to start."""
    from validations.gate import check_batch

    return partial(check_batch)


def test_an_erased_pupil_is_in_no_store_and_stays_out_of_every_replay(home: Settings) -> None:
    vault = Vault(home.vault)
    (sealed,) = [
        file
        for file in vault.month_files(f"{SCREENING_DAY:%Y-%m}")
        if holds(vault.open(file.stem), TOKEN)
    ]
    backup, old_key = sealed.read_bytes(), Keys(home.home).store_key()
    before = tokens_of(home)
    done = erase(home, TOKEN, "张科长", "家长申请", SCREENING_DAY + timedelta(days=9))
    assert (len(done.batches), done.originals_destroyed) == (1, 1)
    assert done.remaining == ()
    assert tokens_of(home) == before - {TOKEN}
    assert files_naming(home, TOKEN) == []
    assert Keys(home.home).store_key() != old_key
    for identity in vault.month_keys.identities(f"{SCREENING_DAY:%Y-%m}"):
        with pytest.raises(pyrage.DecryptError):
            pyrage.decrypt(backup, [identity])
    left = rows_of(home)
    shutil.rmtree(home.lake)
    rebuild_lake(home)
    assert rows_of(home) | {"events": []} == left | {"events": []}
    (event,) = vault.events("erased")
    assert TOKEN not in str(event)


def test_files_taken_in_by_a_clock_far_ahead_destroy_no_original(home: Settings) -> None:
    before, vault = vault_files(home), Vault(home.vault)
    for days in (0, 1):
        drop(home, "F01", SEMESTER, OTHER, enrolment(OTHER, 20 + days))
        far = COUNT_DAY + timedelta(days=4 * 365 + days)
        Intake(home, gate=plain_gate(), write_returns=lambda *_: ()).run(far)
    assert before <= vault_files(home)
    assert vault.events("originals_expired") == []
    # Right again: what comes now still comes after what it corrects.
    drop(home, "F01", SEMESTER, OTHER, enrolment(OTHER, 30))
    Intake(home, gate=plain_gate(), write_returns=lambda *_: ()).run(SCREENING_DAY)
    assert before <= vault_files(home)
    counts = (
        lake_of(home).read("f01_enrolment").filter(pl.col("submission_id").str.contains("2030"))
    )
    assert counts.sort("submission_id")["enrolled_n"].to_list()[-1] == 30


def vault_files(settings: Settings) -> set[str]:
    return {path.name for path in (settings.vault / "objects").rglob("*.age")}


def test_originals_whose_time_is_up_are_destroyed_with_their_key(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, vault = rows_of(home), Vault(home.vault)
    assert len(vault.months()) == 2
    # A clock four years ahead is not believed: nothing was received in between.
    Intake(home).run(COUNT_DAY + timedelta(days=4 * 365))
    assert len(vault.months()) == 2
    # As if there had been batches all the while.
    monkeypatch.setattr(retention, "_TRUSTED_AHEAD", timedelta(days=5 * 365))
    drop(home, "F01", SEMESTER, OTHER, enrolment(OTHER))
    Intake(home).run(COUNT_DAY + timedelta(days=4 * 365))
    assert vault.months() == ["2030-09"]
    assert vault.month_keys.months() == ["2030-09", "kept"]
    assert [event.subject for event in vault.events("originals_expired")] == ["2026-09", "2026-11"]
    shutil.rmtree(home.lake)
    rebuild_lake(home)
    after = rows_of(home)
    assert after["f02_screening"] == before["f02_screening"]
    assert len(after["submissions"]) == len(before["submissions"]) + 1


def test_new_keys_open_everything_and_the_old_ones_nothing(home: Settings) -> None:
    before, vault = rows_of(home), Vault(home.vault)
    old = Keys(home.home).identities()
    sealed = vault.month_files("2026-09")[0]
    change_store_key(lake_of(home))
    change_vault_keys(vault)
    assert rows_of(home) == before
    assert vault.open(sealed.stem)
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed.read_bytes(), old)
    shutil.rmtree(home.lake)
    rebuild_lake(home)
    assert rows_of(home) == before


@pytest.mark.parametrize("rename", [1, 2])
def test_a_change_of_keys_killed_in_the_middle_can_be_ended(
    home: Settings, monkeypatch: pytest.MonkeyPatch, rename: int
) -> None:
    before, seen = rows_of(home), []
    real = Path.rename

    def dying(self: Path, target: Path) -> Path:
        if self.name.startswith("lake") or target.name == "lake":
            seen.append(self)
            if len(seen) == rename:
                raise KilledError
        return real(self, target)

    monkeypatch.setattr(Path, "rename", dying)
    try:
        change_store_key(lake_of(home))
    except KilledError:
        monkeypatch.undo()
        recover_lake(Keys(home.home))
    assert rows_of(home) == before
    assert not (home.home / rekey.COMING).exists()
    change_store_key(lake_of(home))
    assert rows_of(home) == before


def test_keys_lie_in_files_of_their_owner_or_come_from_the_environment(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = Keys(home.home)
    assert keys.folder.stat().st_mode & 0o777 == 0o700
    files = [path for path in keys.folder.rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    before = rows_of(home)
    monkeypatch.setenv("XINQING_STORE_KEY", keys.store_key())
    monkeypatch.setenv("XINQING_VAULT_IDENTITY", (keys.folder / IDENTITY).read_text())
    for name in ("stores.key", IDENTITY):
        (keys.folder / name).unlink()
    rebuild_lake(home)
    assert rows_of(home) == before
    monkeypatch.setenv("XINQING_STORE_KEY", "not a key")
    with pytest.raises(KeyFaultError, match="环境变量 XINQING_STORE_KEY"):
        rows_of(home)
