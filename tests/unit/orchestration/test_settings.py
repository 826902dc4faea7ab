from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.settings import SettingsError, beijing_now, load_settings


def write(home: Path, text: str) -> Path:
    (home / "settings.toml").write_text(text, encoding="utf-8")
    return home


def test_a_home_without_a_file_has_safe_choices(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert settings.release == "signed"
    assert settings.mail.host == ""
    assert list(tmp_path.iterdir()) == []


def test_the_home_comes_from_the_option_then_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XINQING_HOME", str(tmp_path / "from-environment"))
    assert load_settings().home == tmp_path / "from-environment"
    assert load_settings(tmp_path / "given").home == tmp_path / "given"


def test_paths_in_the_file_are_relative_to_the_home(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, 'recipients_file = "名单.csv"'))
    assert settings.recipients_file == tmp_path / "名单.csv"


def test_account_and_password_come_from_the_environment_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XINQING_MAIL_PASSWORD", "secret-word")
    settings = load_settings(tmp_path)
    assert settings.mail_password.get_secret_value() == "secret-word"
    assert "secret-word" not in repr(settings)
    with pytest.raises(SettingsError, match="环境变量"):
        load_settings(write(tmp_path, 'mail_password = "x"'))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("release = ", "不是有效的 TOML"),
        ('release = "perhaps"', "release"),
        ("relase = 1", "relase"),
        ('[mail]\nsecurity = "none"', "security"),
    ],
)
def test_a_broken_file_is_told_in_words(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        load_settings(write(tmp_path, text))


def test_the_clock_is_naive_beijing_time_to_the_second() -> None:
    now = beijing_now()
    assert now.tzinfo is None
    assert now.microsecond == 0
