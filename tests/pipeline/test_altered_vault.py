"""Any file of the vault, or of its months' keys, with one byte altered: told, and never used."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from orchestration.cli import main
from orchestration.intake import Intake
from orchestration.replay import rebuild_lake
from orchestration.settings import Settings
from orchestration.stores.kept import KeptBatches
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.records import SealedDifferentlyError
from orchestration.stores.vault import Event, Vault
from tests.pipeline.small_home import COUNT_DAY, SEMESTER, drop, enrolment, make_home

UNIT, OTHER = "360702", "360703"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two batches, one of them kept in place of its originals, and an event."""
    settings = make_home(tmp_path_factory.mktemp("altered") / "home")
    vault = Vault(settings.vault)
    for days, unit in enumerate((UNIT, OTHER)):
        drop(settings, "F01", SEMESTER, unit, enrolment(unit))
        Intake(settings, write_returns=lambda *_: ()).run(COUNT_DAY + timedelta(days=days))
    batch_id = vault.batch_ids()[1]
    lake = Lake(settings.lake, lake_tables())
    KeptBatches(vault).put(batch_id, lake.read_batch(batch_id))
    vault.record(
        Event("signed-1", "signed", COUNT_DAY, "张科长", "2026-09", {"figures_digest": ""})
    )
    return settings.home


def one(home: Path, pattern: str) -> Path:
    return sorted(home.glob(pattern))[0]


def altered(path: Path, chance: random.Random) -> tuple[bytes, int]:
    """The file's bytes before one of them is changed, and where that is."""
    before = path.read_bytes()
    where = chance.randrange(len(before))
    after = bytearray(before)
    after[where] ^= chance.randrange(1, 256)
    path.write_bytes(after)
    return before, where


def rows_of(settings: Settings) -> dict[str, Any]:
    lake = Lake(settings.lake, lake_tables())
    return {table: lake.read(table).rows() for table in lake_tables()}


READERS: dict[str, Callable[[Vault], object]] = {
    "vault/batches/*.json": lambda vault: [vault.batch(name) for name in vault.batch_ids()],
    "vault/events/*.json": lambda vault: vault.events(),
    "vault/kept/*.age": lambda vault: KeptBatches(vault).get(vault.batch_ids()[1]),
    "vault/objects/*/*/*.age": lambda vault: [
        vault.open(receipt.sha256) for receipt in vault.batch(vault.batch_ids()[0]).receipts
    ],
    "keys/months/2026-09.1.json": lambda vault: vault.month_keys.recipient("2026-09"),
    "keys/months/kept.1.json": lambda vault: KeptBatches(vault).get(vault.batch_ids()[1]),
}


@pytest.mark.parametrize("pattern", READERS)
def test_one_byte_anywhere_is_told_with_the_name_of_the_file(
    filled: Path, tmp_path: Path, pattern: str
) -> None:
    shutil.copytree(filled, tmp_path / "home")
    chance, vault = random.Random(pattern), Vault(tmp_path / "home" / "vault")
    READERS[pattern](vault)
    path = sorted((tmp_path / "home").glob(pattern))[0]
    if "objects" in pattern:
        first = vault.batch(vault.batch_ids()[0]).receipts[0]
        (path,) = vault.sealed_files(first.sha256)
    for _ in range(150):
        before, where = altered(path, chance)
        with pytest.raises(SealedDifferentlyError, match=path.name):
            READERS[pattern](vault)
            pytest.fail(f"byte {where} was used")
        path.write_bytes(before)
    READERS[pattern](vault)


@pytest.mark.parametrize(
    "pattern",
    ["vault/batches/*.json", "vault/events/*.json", "vault/kept/*.age", "keys/months/kept.1.json"],
)
def test_a_replay_stops_and_leaves_the_lake_as_it_was(
    filled: Path, tmp_path: Path, pattern: str
) -> None:
    shutil.copytree(filled, tmp_path / "home")
    settings = Settings(home=tmp_path / "home", settle_seconds=0)
    before, path = rows_of(settings), one(settings.home, pattern)
    content, _ = altered(path, random.Random(1))
    with pytest.raises(SealedDifferentlyError, match="没有使用"):
        rebuild_lake(settings)
    assert rows_of(settings) == before
    path.write_bytes(content)
    rebuild_lake(settings)
    assert rows_of(settings) == before


def test_the_officer_is_told_every_altered_file_in_words(filled: Path, tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "home")
    chance = random.Random(2)
    patterns = ("vault/batches/*.json", "vault/events/*.json", "vault/kept/*.age")
    paths = [one(tmp_path / "home", pattern) for pattern in patterns]
    for path in paths:
        altered(path, chance)
    told = CliRunner().invoke(main, ["keys", "check", "--home", str(tmp_path / "home")])
    assert told.exit_code == 1
    for path in paths:
        assert f"{path} 已被改动或损坏，没有使用" in told.output
    assert "Traceback" not in told.output
