"""Personal data sent in whatever way lie in the vault and nowhere else in the home."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from orchestration.figures import warehouse_of
from orchestration.intake import Intake
from orchestration.month_run import run_month
from orchestration.settings import Settings
from orchestration.stores.keys import Keys
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.vault import Vault
from tests.filled_workbooks import good_row, workbook
from tests.pipeline.small_home import ROUND, SEMESTER, drop, enrolment, fill, make_home, screening

MONTH, NIGHT = "2026-10", datetime(2026, 11, 6, 2, 41)
HIT, NAMED, SHEETED, STAFFED = "360704", "360722", "360723", "360724"

# Made up in a standard, or invented; digits that no code, day or score of the home has.
NUMBERS = ("11010519491231002X", "13987654321", "0797-8765432", "L360702987654321987")
OTHERS = ("zhonghe.lei@example.cn", "wxid_leizhong77")
NAMES = ("雷仲禾", "欧阳霁棠", "谭蕴秋", "阿依努尔·买买提")


def pieces() -> Iterator[str]:
    """Every value planted, whole, without its separators, and what a part of it would give away."""
    for number in NUMBERS:
        digits = number.replace("-", "")
        yield from (number, digits, digits[-8:], digits[3:11])
    for other in OTHERS:
        yield from (other, other[2:12])
    for name in NAMES:
        yield from (name, name[1:], name[-2:])


def plant(settings: Settings) -> None:
    """Files with the values in a cell, a header's column, a note, a sheet's name and a file's."""
    rows = screening(HIT)
    slips = (*NUMBERS, *OTHERS, f"与{NAMES[0]}同学家长{NAMES[2]}沟通", NAMES[3])
    spoilt = [{**row, "explain": slip} for row, slip in zip(rows, slips, strict=False)]
    spoilt.append({**rows[20], "pupil_token": NAMES[1], "level": NAMES[2]})
    drop(settings, "F02", ROUND, HIT, spoilt)
    named = [{**row, "enrolled_n": NAMES[0]} for row in enrolment(NAMED)]
    drop(settings, "F01", SEMESTER, NAMED, named, f"{NAMES[0]}-{NUMBERS[1]}.csv")
    content = workbook(
        "F01",
        [good_row("F01")],
        scope=[["2136000001", NAMES[1] + "同学", None, NUMBERS[0]]],
        template_version=NUMBERS[1],
        unit_code=NAMES[2],
    )
    (settings.inbox / "随手发来" / NAMES[1]).mkdir(parents=True)
    (settings.inbox / "随手发来" / NAMES[1] / "表.xlsx").write_bytes(content)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = make_home(tmp_path_factory.mktemp("home"))
    fill(settings)
    plant(settings)
    outcome = run_month(settings, MONTH, NIGHT)
    assert outcome.exit_code == 0, outcome.lines
    return settings


def held(settings: Settings) -> list[dict[str, object]]:
    """The submissions in quarantine."""
    table = Lake(settings.lake, lake_tables()).read("submissions")
    return table.filter(status="quarantined").to_dicts()


def test_every_planted_file_is_quarantined_and_counts_for_nobody(home: Settings) -> None:
    lake = Lake(home.lake, lake_tables())
    files = held(home)
    assert len(files) == 3
    ids = [file["submission_id"] for file in files]
    for table in lake.tables:
        if table not in {"submissions", "findings"} and "submission_id" in lake.tables[table]:
            assert lake.read(table).filter(submission_id=ids[0]).is_empty()
            assert not set(lake.read(table)["submission_id"]) & set(ids), table
    figures = warehouse_of(home).read("fct_figures").filter(month=MONTH, unit_code=HIT)
    assert figures.filter(metric_id="M02", status="ok").height > 0, "the sound file still counts"


def test_no_planted_value_is_anywhere_but_in_the_vault(home: Settings) -> None:
    wanted = {piece: spelt for piece in set(pieces()) for spelt in [spellings(piece)]}
    found = [
        (where, piece)
        for where, content in everything(home)
        for piece, spelt in wanted.items()
        if any(form in content for form in spelt if len(form) >= shortest(where))
    ]
    assert found == []


def shortest(where: str) -> int:
    """How long a piece must be to be looked for: four bytes come up in any large ciphertext.

    What is encrypted is looked at as tables too, where every piece counts.
    """
    return 8 if where.endswith((".duckdb", ".parquet", ".age")) else 1


def spellings(piece: str) -> tuple[bytes, ...]:
    """A piece as bytes in the encodings files are written in."""
    escaped = piece.encode("ascii", "backslashreplace")
    return piece.encode("utf-8"), piece.encode("utf-16-le"), escaped


def everything(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """All files of the home but vault and inbox, workbooks unpacked, tables as text."""
    for path in sorted(settings.home.rglob("*")):
        inside = path.relative_to(settings.home)
        if path.is_file() and inside.parts[0] not in {"vault", "inbox"}:
            content = path.read_bytes()
            yield str(inside), str(inside).encode() + content
            yield from unpacked(inside, content)
    lake = Lake(settings.lake, lake_tables())
    for table in lake.tables:
        yield f"lake {table}", lake.read(table).write_json().encode()
    warehouse = warehouse_of(settings)
    with warehouse.connect() as connection:
        names = connection.execute("select table_name from information_schema.tables").fetchall()
    assert len(names) > 50
    for (table,) in names:
        yield table, warehouse.read(table).write_csv().encode()


def unpacked(inside: Path, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The members of a workbook."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield f"{inside}:{name}", archive.read(name)


def test_the_sender_and_the_officer_are_told(home: Settings) -> None:
    findings = Lake(home.lake, lake_tables()).read("findings")
    (screened,) = (file for file in held(home) if file["form_id"] == "F02")
    mine = findings.filter(submission_id=screened["submission_id"])
    assert {"T01", "T02", "T03", "T04", "T06", "T08", "T09"} <= set(mine["rule_id"])
    desk = (home.desk / "desk.html").read_text("utf-8")
    section = desk.split('<section id="quarantined">')[1].split("</section>")[0]
    assert "3 份" in section
    assert "赣县区" in section
    assert "未识别单位" in section


# As docs/privacy.md says; what is encrypted or holds no row of a pupil may be readable.
PRIVATE = ("keys", "vault/batches", "vault/events", "returns", "bulletins", "issued", "desk")


def test_modes_are_as_the_page_on_privacy_says(home: Settings) -> None:
    folders = [home.home / name for name in PRIVATE]
    open_files = [
        str(path.relative_to(home.home))
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.stat().st_mode & 0o077
    ]
    filled = {folder.name for folder in folders if any(folder.rglob("*"))}
    assert filled >= {"keys", "batches", "returns", "bulletins", "desk"}
    assert open_files == []
    entered = [home.home / "keys", *(home.home / "keys").glob("*/"), *home.returns.glob("**/")]
    assert {path.stat().st_mode & 0o777 for path in entered} == {0o700}


def test_no_key_is_in_any_file_but_its_own_nor_in_what_is_printed(home: Settings) -> None:
    from click.testing import CliRunner

    from orchestration.cli import main

    keys = Keys(home.home)
    secrets = [keys.store_key(), *map(str, keys.identities()), *months_of(home)]
    assert len(secrets) > 3
    needles = {form for secret in secrets for form in (secret.encode(), secret.lower().encode())}
    needles |= {
        base64.b64decode(keys.store_key()),
        base64.b64decode(keys.store_key()).hex().encode(),
    }
    sealed = [path for path in home.vault.rglob("*") if path.is_file()]
    where = [
        name
        for name, content in [*everything(home), *((str(p), p.read_bytes()) for p in sealed)]
        if not name.startswith("keys/") and any(needle in content for needle in needles)
    ]
    assert where == []
    assert any(name.startswith("dagster/history") for name, _ in everything(home))
    for command in ("show", "check"):
        printed = CliRunner().invoke(main, ["keys", command, "--home", str(home.home)])
        assert printed.exit_code == 0
        assert not [secret for secret in secrets if secret in printed.output]


def months_of(settings: Settings) -> list[str]:
    """The secret halves of the months' pairs, which lie nowhere in clear."""
    pairs = Vault(settings.vault).month_keys
    return [str(one) for month in pairs.months() for one in pairs.identities(month)]


def test_a_clean_file_sent_again_is_taken_and_the_desk_lets_go(home: Settings) -> None:
    from orchestration.desk_frames import quarantined

    drop(home, "F02", ROUND, HIT, screening(HIT, pupils=17))
    (batch,) = Intake(home).run(datetime(2026, 11, 7, 9)).batches
    assert batch.submissions["status"].to_list() == ["accepted"]
    assert "赣县区" not in {row["unit"] for row in quarantined(home)}
