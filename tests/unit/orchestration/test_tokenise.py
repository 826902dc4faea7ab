"""The custodian's tool: codes in place of numbers, for life, and no number elsewhere."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pyrage import x25519

from orchestration.cli import main
from orchestration.tokenise_mapping import open_mapping
from tests.filled_workbooks import good_row, write_xlsx
from validations.form_columns import columns_of
from validations.forms import FORMS
from validations.gate import IncomingFile, check_batch
from validations.tokens import is_valid_token
from validations.workbook_reader import read_workbook

ROOT = Path(__file__).parents[3]
PASSPHRASE = "赣江源头一棵老樟树 2026"
ROUND = "2026-2027-1R1"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(serial: int) -> str:
    """An identity number with a right check digit; place and serial are nobody's."""
    body = f"36079920120101{serial:03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def g(serial: int) -> str:
    """A formal 学籍号."""
    return "G" + identity(serial)


def lasting(serial: int) -> str:
    """A temporary 学籍号."""
    return f"L{serial:018}"


def pupils(*numbers: str, names: Sequence[str] = (), **cells: Any) -> list[list[Any]]:
    """A platform export: title, Chinese header with names and numbers, a row a number."""
    columns = [
        c for c in columns_of(FORMS["F02"].main) if c.name not in ("pupil_token", "round_id")
    ]
    head = ["序号", "姓名", "全国学籍号", "家长电话", *(column.title for column in columns)]
    rows: list[list[Any]] = [["心理筛查平台导出"], head]
    for place, number in enumerate(numbers):
        row = good_row("F02", place) | cells
        name = names[place] if names else f"欧阳小{chr(0x4E00 + place)}"
        filled = [row.get(column.name) for column in columns]
        rows.append([place + 1, name, number, "13800138000", *filled])
    return rows


class Custodian:
    """One county's folder with its mapping and passphrase file, and the command run in it."""

    def __init__(self, folder: Path, unit: str = "360702", secret: str | None = None) -> None:
        self.folder, self.unit = folder, unit
        folder.mkdir(exist_ok=True)
        self.mapping, self.key = folder / "对照表.age", folder / "口令.txt"
        # A key opens at once what a passphrase takes a second for; sealed are both alike.
        self.secret = secret or str(x25519.Identity.generate())
        self.key.write_text(self.secret + "\n", encoding="utf-8")
        self.key.chmod(0o600)
        self.said = ""

    def run(self, *arguments: str, key: Path | None = None) -> Result:
        """The command with this county's mapping and passphrase."""
        given = ["--mapping", str(self.mapping), "--passphrase-file", str(key or self.key)]
        result = CliRunner().invoke(main, ["tokenise", *arguments, *given])
        self.said += result.output
        return result

    def export(self, rows: list[list[Any]], *more: str, period: str = ROUND) -> Result:
        """Write an export beside the mapping and turn it into a form."""
        file = self.folder / "导出.xlsx"
        file.write_bytes(write_xlsx({"结果": rows}))
        options = ["--period", period, "--unit", self.unit, "--to", str(self.form)]
        return self.run(str(file), *options, *more)

    @property
    def form(self) -> Path:
        """Where the form is written."""
        return self.folder / "报表.xlsx"

    def codes(self, column: str = "B") -> list[str]:
        """The codes on the written form, row by row."""
        book = read_workbook(self.form, self.form.name)
        sheet = next(
            sheet
            for sheet in book.sheets
            if sheet.name in ("筛查明细", "教师名册", FORMS["F07"].main.title)
        )
        return [code for code in sheet.cells[column] if code and is_valid_token(code, code[:1])]


@pytest.fixture
def county(tmp_path: Path) -> Custodian:
    return Custodian(tmp_path / "甲县")


def test_an_export_becomes_a_form_the_gate_accepts_whole(county: Custodian) -> None:
    result = county.export(pupils(g(1), g(2), lasting(3)))
    assert result.exit_code == 0, result.output
    assert "3 行，3 人，其中新发代码 3 个" in result.output
    file = IncomingFile("s", "a.xlsx", "0" * 64, county.form.read_bytes(), None, None, None)
    judged = check_batch([file], datetime(2026, 11, 2, 20), "b")
    assert judged.submissions.select("status", "form_id", "unit_code", "rows_accepted").rows() == [
        ("accepted", "F02", "360702", 3)
    ]
    assert len(set(county.codes())) == 3


def test_no_number_and_no_name_is_said_or_left_anywhere(tmp_path: Path) -> None:
    county = Custodian(tmp_path / "甲县", secret=PASSPHRASE)
    numbers = [g(1), lasting(2), g(3)]
    county.export(pupils(*numbers))
    county.export(pupils(g(1)[:-1] + ("0" if g(1)[-1] != "0" else "1"), *numbers))
    source = county.folder / "导出.xlsx"
    left = [path for path in county.folder.rglob("*") if path.is_file() and path != source]
    assert {path.name for path in left} == {
        "对照表.age",
        ".对照表.age.lock",
        "口令.txt",
        "报表.xlsx",
    }
    book = read_workbook(county.form, "a.xlsx")
    assert book.personal == ()
    cells = "".join(sheet.cells.write_csv() for sheet in book.sheets)
    for number in numbers:
        for piece in (number, number[1:], number[7:15], number[-8:]):
            assert piece not in county.said
            assert piece not in cells
            assert all(piece.encode() not in path.read_bytes() for path in left)
    assert "欧阳" not in county.said + cells
    assert (county.mapping.stat().st_mode & 0o777) == 0o600


def test_a_pupil_keeps_the_code_from_round_to_round_and_shares_it_with_nobody(
    county: Custodian,
) -> None:
    county.export(pupils(g(1), g(2)))
    first = county.codes()
    result = county.export(pupils(g(2), g(3), g(1)), period="2025-2026-1R1")
    assert "新发代码 1 个" in result.output, result.output
    again = county.codes()
    assert (again[0], again[2]) == (first[1], first[0])
    assert again[1] not in first


def test_codes_are_no_function_of_the_number(tmp_path: Path) -> None:
    one, other = Custodian(tmp_path / "甲"), Custodian(tmp_path / "乙")
    one.export(pupils(g(1)))
    other.export(pupils(g(1)))
    assert one.codes() != other.codes()


def test_a_temporary_number_and_the_formal_one_after_it_are_one_pupil(county: Custodian) -> None:
    county.export(pupils(lasting(7), lasting(8)))
    first = county.codes()
    changes = county.folder / "变更.csv"
    changes.write_text(f"原学籍号,新学籍号\n{lasting(7)},{g(7)}\n", encoding="utf-8")
    assert county.export(pupils(g(7)), "--changes", str(changes)).exit_code == 0
    assert county.codes() == first[:1]

    rows = pupils(g(8))
    rows[1].append("原学籍号")
    rows[2].append(lasting(8))
    county.export(rows)
    assert county.codes() == first[1:]
    county.export(pupils(lasting(8)))
    assert county.codes() == first[1:], "the old number still finds its pupil"


def test_two_numbers_with_a_code_each_are_not_made_one(county: Custodian) -> None:
    county.export(pupils(lasting(1), g(2)))
    changes = county.folder / "变更.csv"
    changes.write_text(f"{lasting(1)},{g(2)}\n", encoding="utf-8")
    before = county.mapping.read_bytes()
    result = county.export(pupils(g(2)), "--changes", str(changes))
    assert result.exit_code == 2
    assert "变更.csv 工作表“变更”第 1 行" in result.output
    assert county.mapping.read_bytes() == before


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("G" + identity(1)[:-1] + ("0" if identity(1)[-1] != "0" else "1"), "校验位不对"),
        ("3.60702E+17", "末几位已经丢失"),
        ("X123", "应是 G、J 或 L 加 18 位"),
        ("", "没有学籍号"),
    ],
)
def test_a_wrong_number_is_told_by_its_row(county: Custodian, number: str, words: str) -> None:
    result = county.export(pupils(g(1), number, g(2)))
    assert result.exit_code == 2
    assert "导出.xlsx 工作表“结果”第 4 行" in result.output
    assert words in result.output
    assert not number or number not in result.output
    assert not county.form.exists()
    assert not county.mapping.exists()


def test_two_names_under_one_number_are_told_by_their_rows(county: Custodian) -> None:
    result = county.export(pupils(g(1), g(2), g(1), names=["张一", "张二", "张三"]))
    assert result.exit_code == 2
    assert "第 5 行" in result.output
    assert "第 3 行" in result.output
    assert "张" not in result.output


def test_a_pupil_tested_twice_is_one_pupil(county: Custodian) -> None:
    county.export(pupils(g(1), g(1), names=["张一", "张一"]))
    assert len(county.codes()) == 2
    assert len(set(county.codes())) == 1


@pytest.mark.parametrize("secret", [PASSPHRASE, None])
def test_a_wrong_passphrase_changes_nothing(tmp_path: Path, secret: str | None) -> None:
    county = Custodian(tmp_path / "甲县", secret=secret)
    county.export(pupils(g(1)))
    before = county.mapping.read_bytes()
    wrong = county.folder / "错.txt"
    wrong.write_text("不是这一句口令，不是这一句", encoding="utf-8")
    wrong.chmod(0o600)
    result = county.run("--show-recipient", key=wrong)
    assert result.exit_code == 2
    assert "口令不对" in result.output
    assert county.mapping.read_bytes() == before


def test_a_passphrase_others_may_read_or_too_short_is_refused(county: Custodian) -> None:
    county.key.chmod(0o644)
    assert "0600" in county.run("--show-recipient").output
    county.key.chmod(0o600)
    county.key.write_text("短", encoding="utf-8")
    assert "口令太短" in county.run("--show-recipient").output
    assert not county.mapping.exists()


def test_a_name_in_the_exports_remarks_keeps_the_form_from_being_written(
    county: Custodian,
) -> None:
    result = county.export(pupils(g(1), explain="与王小明同学家长沟通"))
    assert result.exit_code == 2
    assert "个人信息" in result.output
    assert "小明" not in result.output
    assert not county.form.exists()


def test_what_the_export_lacks_the_officer_names(county: Custodian) -> None:
    rows = pupils(g(1))
    for title in ("学校标识码", "平台"):
        at = rows[1].index(title)
        rows = [row[:at] + row[at + 1 :] if len(row) > at else row for row in rows]
    result = county.export(rows, "--school", "2136000001", "--fill", "平台=国家平台")
    assert "可接收 1 行，须改正 0 处" in result.output, result.output
    assert "没有“血型”这一列" in county.export(rows, "--fill", "血型=A").output


def test_a_code_goes_with_the_archive_to_the_next_county_and_to_no_other(tmp_path: Path) -> None:
    old, new = Custodian(tmp_path / "甲"), Custodian(tmp_path / "乙", "360704")
    stranger = Custodian(tmp_path / "丙", "360722")
    old.export(pupils(lasting(1), g(2)))
    code = old.codes()[0]
    key = new.run("--show-recipient").output.strip()
    sealed = tmp_path / "移交.age"
    handed = old.run("--hand-over", code, "--recipient", key, "--to", str(sealed))
    assert handed.exit_code == 0, handed.output
    assert lasting(1).encode() not in sealed.read_bytes()

    stranger.run("--show-recipient")
    assert "不是封给本县的" in stranger.run("--take-over", str(sealed)).output
    assert "已收进对照表" in new.run("--take-over", str(sealed)).output
    assert "已有" in new.run("--take-over", str(sealed)).output
    new.export(pupils(lasting(1)))
    assert new.codes() == [code]


def test_a_code_given_before_the_archive_came_gives_way_only_when_told_to(tmp_path: Path) -> None:
    old, new = Custodian(tmp_path / "甲"), Custodian(tmp_path / "乙", "360704")
    old.export(pupils(g(1)))
    new.export(pupils(g(1)))
    sealed = tmp_path / "移交.age"
    key = new.run("--show-recipient").output.strip()
    old.run("--hand-over", old.codes()[0], "--recipient", key, "--to", str(sealed))
    refused = new.run("--take-over", str(sealed))
    assert (refused.exit_code, "--replace" in refused.output) == (2, True)
    assert new.run("--take-over", str(sealed), "--replace").exit_code == 0
    new.export(pupils(g(1)))
    assert new.codes() == old.codes()


def test_staff_get_codes_by_either_of_their_numbers(county: Custodian) -> None:
    columns = [c for c in columns_of(FORMS["F07"].main) if c.name != "staff_token"]
    head = ["姓名", "工号", "身份证号", *(column.title for column in columns)]
    filled = [good_row("F07").get(column.name) for column in columns]

    def roster(number: str | None, card: str | None) -> list[list[Any]]:
        return [head, ["钟若楠", number, card, *filled]]

    options = ("--form", "F07")
    done = county.export(roster("T001", identity(9)), *options, period="2026-2027-1")
    assert "可接收 1 行" in done.output, done.output
    (code,) = county.codes("A")
    assert is_valid_token(code, "S")
    for number, card in (("T001", None), (None, identity(9))):
        county.export(roster(number, card), *options, period="2026-2027-1")
        assert county.codes("A") == [code]


def test_a_killed_run_leaves_the_mapping_sealed_and_whole(county: Custodian) -> None:
    county.export(pupils(*(g(n) for n in range(3))))
    known = open_mapping(county.mapping, county.secret).numbers["P"]
    source = county.folder / "导出.xlsx"
    source.write_bytes(write_xlsx({"结果": pupils(*(g(n) for n in range(40)))}))
    script = "from orchestration.cli import main; main()"
    command = [sys.executable, "-c", script, "tokenise", str(source), "--period", ROUND]
    command += ["--unit", "360702", "--mapping", str(county.mapping)]
    command += ["--passphrase-file", str(county.key), "--to", str(county.form)]
    luck = random.Random(4)
    for _ in range(3):
        run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        time.sleep(luck.uniform(1.5, 4.5))
        run.send_signal(signal.SIGKILL)
        run.wait()
        now = open_mapping(county.mapping, county.secret).numbers["P"]
        assert known.items() <= now.items()
        for path in county.folder.iterdir():
            if path != source:
                assert all(n[1:].encode() not in path.read_bytes() for n in now)
