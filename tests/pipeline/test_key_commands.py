"""What an officer is told by `xinqing keys` and `erase` when a key or a path is not right."""

from __future__ import annotations

import shutil
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner, Result

from orchestration.cli import main
from orchestration.erasure import erase
from orchestration.intake import Intake
from orchestration.settings import Settings
from orchestration.stores.keys import IDENTITY, RECIPIENT, STORE_KEY, Keys, new_store_key
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.rekey import change_vault_keys
from orchestration.stores.vault import Vault
from tests.pipeline.small_home import ROUND, SCREENING_DAY, drop, make_home, screening
from validations.gate import check_batch
from validations.tokens import make_token

PUPILS = screening("360702", 1)
TOKEN, NOBODY = str(PUPILS[0]["pupil_token"]), make_token("P", 987_654)
LATER = SCREENING_DAY + timedelta(days=9)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = make_home(tmp_path_factory.mktemp("keys") / "home")
    drop(settings, "F02", ROUND, "360702", PUPILS)
    Intake(settings, gate=partial(check_batch)).run(SCREENING_DAY)
    return settings.home


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Settings:
    shutil.copytree(filled, tmp_path / "home")
    return Settings(home=tmp_path / "home", settle_seconds=0)


def xinqing(settings: Settings, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--home", str(settings.home)])


def contents(settings: Settings) -> dict[str, bytes]:
    """Every file of the home; the lock comes and goes."""
    return {
        str(path.relative_to(settings.home)): path.read_bytes()
        for path in sorted(settings.home.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def erasing(token: str) -> tuple[str, ...]:
    return ("erase", "--token", token, "--who", "张科长")


@pytest.mark.parametrize(
    "command",
    [("keys", "show"), ("keys", "check"), ("keys", "rotate"), ("replay",), erasing(TOKEN)],
)
def test_a_mistyped_home_is_told_and_not_made(tmp_path: Path, command: tuple[str, ...]) -> None:
    nowhere = Settings(home=tmp_path / "typo")
    result = xinqing(nowhere, *command)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "不是数据目录" in result.stderr
    assert not nowhere.home.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (STORE_KEY, "another", "密钥与数据不符"),
        (STORE_KEY, "不是密钥", "不是有效的密钥"),
        (STORE_KEY, None, "找不到数据湖和指标库的密钥"),
        (IDENTITY, "AGE-SECRET-KEY-1", "不是有效的身份密钥"),
        (IDENTITY, "another", "不成对"),
        (RECIPIENT, "another", "不成对"),
        (RECIPIENT, "age1", "不是有效的公钥"),
        (RECIPIENT, None, "找不到保管库的密钥"),
    ],
)
def test_a_wrong_or_missing_key_is_one_sentence_and_nothing_is_changed(
    home: Settings, name: str, content: str | None, words: str
) -> None:
    path = Keys(home.home).folder / name
    path.unlink()
    if content is not None:
        Keys(home.home).write(name, _another(name) if content == "another" else content)
    before = contents(home)
    for command in (("keys", "check"), ("keys", "rotate"), erasing(TOKEN)):
        result = xinqing(home, *command)
        assert result.exit_code in (1, 2), command
        assert words in result.output
        assert "Traceback" not in result.output
        assert contents(home) == before


def _another(name: str) -> str:
    """A good key that is not the home's."""
    pair = pyrage.x25519.Identity.generate()
    return {STORE_KEY: new_store_key(), IDENTITY: str(pair), RECIPIENT: str(pair.to_public())}[name]


def test_a_key_of_the_environment_is_not_changed_half_way(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = Keys(home.home)
    monkeypatch.setenv("XINQING_STORE_KEY", keys.store_key())
    before = contents(home)
    for command in (("keys", "rotate"), erasing(TOKEN)):
        result = xinqing(home, *command)
        assert result.exit_code == 2
        assert "程序不能更换它" in result.stderr
        assert contents(home) == before


@pytest.mark.parametrize("name", [RECIPIENT, IDENTITY])
def test_what_is_sealed_after_a_change_of_keys_can_be_opened(
    home: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    keys, vault = Keys(home.home), Vault(home.vault)
    variable = "XINQING_" + name.replace(".", "_").upper()
    monkeypatch.setenv(variable, (keys.folder / name).read_text().strip())
    assert change_vault_keys(vault) is False
    digest = vault.seal("下月的报送".encode(), "2027-01")
    assert vault.open(digest) == "下月的报送".encode()
    monkeypatch.delenv(variable)
    assert vault.open(digest) == "下月的报送".encode()
    assert change_vault_keys(vault) is True
    assert vault.open(digest) == "下月的报送".encode()


def test_a_key_file_others_may_read_is_told(home: Settings) -> None:
    assert xinqing(home, "keys", "check").exit_code == 0
    (Keys(home.home).folder / STORE_KEY).chmod(0o644)
    result = xinqing(home, "keys", "check")
    assert result.exit_code == 1
    assert "chmod go-rwx" in result.output
    secrets = [path.read_text().strip() for path in Keys(home.home).folder.glob("*.[ki]*")]
    assert len(secrets) == 2
    shown = result.output + xinqing(home, "keys", "show").output
    assert not [secret for secret in secrets if secret in shown]


def test_no_pupil_is_lost_who_is_in_the_vault_and_not_in_the_lake(home: Settings) -> None:
    shutil.rmtree(home.lake)
    before = contents(home)
    result = xinqing(home, *erasing(TOKEN))
    assert (result.exit_code, contents(home)) == (2, before)
    assert "xinqing replay" in result.stderr


def test_a_token_nobody_has_changes_no_row_and_is_told(home: Settings) -> None:
    def rows() -> list[str]:
        return sorted(Lake(home.lake, lake_tables()).read("f02_screening")["pupil_token"])

    before = rows()
    done = erase(home, NOBODY, "张科长", "", LATER)
    assert (done.was_found, done.batches, done.originals_destroyed) == (False, (), 0)
    assert rows() == before
    assert erase(home, TOKEN, "张科长", "", LATER).was_found
    again = erase(home, TOKEN, "张科长", "", LATER + timedelta(days=1))
    assert (again.was_found, again.originals_destroyed) == (False, 0)
    assert set(rows()) == set(before) - {TOKEN}


@pytest.mark.parametrize("token", [TOKEN[:-1] + ("0" if TOKEN[-1] != "0" else "1"), "张三", ""])
def test_a_token_copied_wrongly_is_told_and_nothing_is_changed(home: Settings, token: str) -> None:
    before = contents(home)
    result = xinqing(home, *erasing(token))
    assert (result.exit_code, contents(home)) == (2, before)
    assert "不是有效的学生代码" in result.stderr


def test_dbt_is_not_told_the_arguments_of_the_command(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It writes them into run_results.json, where a token to be erased would stay."""
    from dbt.flags import get_flags

    from orchestration.figures import warehouse_of

    monkeypatch.setattr("sys.argv", ["xinqing", *erasing(TOKEN)])
    warehouse_of(home).parse()
    assert TOKEN not in get_flags().INVOCATION_COMMAND
    assert TOKEN in sys.argv
