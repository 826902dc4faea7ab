from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from orchestration.cli import main

ROOT = Path(__file__).parents[3]


def call(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments))
    return result.exit_code, result.output


def test_help_speaks_both_languages_and_loads_nothing_heavy() -> None:
    script = (
        "import sys\nfrom orchestration.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'polars', 'dagster', 'pandera', 'dbt', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "生成各单位的空白报表" in done.stdout
    assert "blank workbooks" in done.stdout
    assert done.stdout.strip().endswith("[]")


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_says_in_chinese_and_english_what_it_does(command: str) -> None:
    code, output = call(command, "--help")
    assert code == 0
    assert any("\u4e00" <= sign <= "\u9fff" for sign in output)
    assert any(word.isascii() and word.isalpha() and len(word) > 3 for word in output.split())


@pytest.mark.parametrize(
    ("month", "words"), [("2026-13", "写法不对"), ("2999-01", "还没有到"), ("2024-01", "早于")]
)
@pytest.mark.parametrize("command", ["run", "forms", "sign"])
def test_a_bad_month_is_one_chinese_sentence_and_exit_2(
    tmp_path: Path, command: str, month: str, words: str
) -> None:
    extra = {"forms": ["--to", str(tmp_path / "to")], "sign": ["--who", "甲"]}.get(command, [])
    code, output = call(command, "--home", str(tmp_path / "home"), "--month", month, *extra)
    assert code == 2
    assert words in output
    assert "Traceback" not in output
    assert not (tmp_path / "to").exists()


def test_broken_settings_are_one_chinese_sentence_and_exit_2(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("release = 7", encoding="utf-8")
    code, output = call("sign", "--home", str(tmp_path), "--month", "2025-10", "--who", "甲")
    assert code == 2
    assert "设置有误" in output


def test_signing_without_a_draft_says_what_to_run_first(tmp_path: Path) -> None:
    code, output = call("sign", "--home", str(tmp_path), "--month", "2025-10", "--who", "甲")
    assert code == 2
    assert "还没有草稿" in output


def test_a_check_lists_findings_writes_them_beside_the_file_and_exits_1(tmp_path: Path) -> None:
    folder = tmp_path / "F01" / "2026-2027-1" / "360702"
    folder.mkdir(parents=True)
    file = folder / "学籍.csv"
    file.write_text("学期,报送单位\n2026-2027-1,章贡区\n", encoding="utf-8")
    code, output = call("check", str(file), "--now", "2026-09-14")
    assert code == 1
    assert "必改" in output
    (workbook,) = folder.glob("*.xlsx")
    assert str(workbook) in output


def test_a_clean_file_checks_out_with_exit_0(tmp_path: Path) -> None:
    from tests.pipeline.small_home import as_csv, enrolment

    folder = tmp_path / "F01" / "2026-2027-1" / "360702"
    folder.mkdir(parents=True)
    (folder / "学籍.csv").write_bytes(as_csv("F01", enrolment("360702")))
    code, output = call("check", str(folder / "学籍.csv"), "--now", "2026-09-14")
    assert code == 0, output
    assert "可以接收" in output


def test_unknown_mails_are_settled_by_a_named_person_only(tmp_path: Path) -> None:
    from datetime import datetime
    from email.message import EmailMessage

    from orchestration.stores.outbox import Outbox

    box = Outbox(tmp_path / "outbox")
    message = EmailMessage()
    message["Subject"] = "动态"
    box.queue("k1", "a@x.invalid", message, datetime(2026, 10, 1))
    box.mark("k1", "sending", datetime(2026, 10, 1), "")
    box.recover(datetime(2026, 10, 1))
    code, output = call("outbox", "--home", str(tmp_path))
    assert "不明" in output
    assert call("outbox", "--home", str(tmp_path), "--settle", "k1")[0] == 2
    code, output = call(
        "outbox", "--home", str(tmp_path), "--settle", "k1", "--arrived", "--who", "值班员"
    )
    assert code == 0
    assert box.get("k1").state == "sent"
    for key in ("k1", "k2"):
        code, output = call("outbox", "--home", str(tmp_path), "--settle", key, "--who", "值班员")
        assert code == 2
        assert key in output
