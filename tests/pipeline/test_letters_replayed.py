"""The two letters replayed: example submissions through intake, gate, dbt, fact sheet and lint.

All 53 figures come out as the letters state them, each by the way the seed names.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from orchestration.fact_sheet import letter_figures, write_fact_sheet
from orchestration.figures import latest_known_at, warehouse_of
from orchestration.intake import Intake
from orchestration.lint_draft import lint_draft
from orchestration.rehearsal.letters import (
    CITY_MONTH,
    CITY_SUGGESTION,
    DISTRICT,
    DISTRICT_MONTH,
    DISTRICT_SUGGESTION,
    SERVED,
    letter_waves,
)
from orchestration.settings import Settings, load_settings
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from reports.fact_words import sentence_of
from reports.official_words import Rounding, official_words
from tests.warehouse_bench import WarehouseBench

LETTERS = Path(__file__).resolve().parents[2].parent / "shared" / "letters"
TEXTS = {"A": "000_b11fbf9a2fe34006.txt", "B": "001_5934c993639f9c10.txt"}
# Said in the letters without a number: a limit of none, lists to be counted, schools by name.
WITHOUT_NUMBER = {"B04", "B08", "B10", "B12", "B13", "B14", "B15", "B16"}
WAYS = {"figure": 31, "identifier": 4, "code": 3, "enumeration": 7, "event": 3, "policy": 5}


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A home of the letters' own, its figures built as known in June 2025."""
    home = tmp_path_factory.mktemp("letters")
    (home / "inbox").mkdir()
    (home / "settings.toml").write_text("settle_seconds = 0\nis_rehearsal = true\n", "utf-8")
    settings = load_settings(home)
    for wave in letter_waves():
        wave.write(settings.inbox)
        (batch,) = Intake(settings).run(wave.received_at).batches
        assert batch.submissions["status"].unique().to_list() == ["accepted"]
        assert "必改" not in batch.findings["severity"]
    moment = latest_known_at(Lake(settings.lake, lake_tables()))
    assert moment is not None
    # The bench runs dbt's own SQL in the home's own place, without dbt's tests.
    WarehouseBench(home).run(moment)
    yield settings


@pytest.fixture(scope="module")
def figures(replayed: Settings) -> dict[str, dict[str, Any]]:
    """Every figure as the fact sheet of its letter has it."""
    warehouse = warehouse_of(replayed)
    city = letter_figures(warehouse, CITY_MONTH, "3607SZ", CITY_SUGGESTION)
    district = letter_figures(warehouse, DISTRICT_MONTH, DISTRICT, DISTRICT_SUGGESTION)
    rows = pl.concat([city, district]).sort("sort_no").to_dicts()
    assert len(rows) == 53
    return {row["figure_id"]: row for row in rows}


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, str]]:
    if not LETTERS.is_dir():
        pytest.skip("the folder of real files is not beside the project")
    with (LETTERS / "figures.csv").open(encoding="utf-8", newline="") as lines:
        return {row["figure_id"]: row for row in csv.DictReader(lines)}


def plain(phrase: str) -> str:
    return re.sub(r"\s", "", phrase)


@pytest.mark.real_input
def test_53_of_53_come_out_as_the_letters_state_them(
    figures: dict[str, dict[str, Any]], published: dict[str, dict[str, str]]
) -> None:
    assert Counter(row["way"] for row in figures.values()) == WAYS
    assert list(figures) == list(published)
    wrong = {
        figure_id: (row["way"], row["value"], row["value_text"], stated["value"])
        for figure_id, row in figures.items()
        if not _is_as_stated(row, stated := published[figure_id])
    }
    assert wrong == {}


def _is_as_stated(row: dict[str, Any], stated: dict[str, str]) -> bool:
    """The value by its way, and its words in the letter's own phrase."""
    phrase = plain(stated["source_phrase"])
    if row["status"] != "ok" or row["is_partial"]:
        return False
    if row["value"] is None:
        text = "2025年3月" if row["way"] == "event" else row["value_text"]
        return text in phrase and text in str(sentence_of(row))
    number, value = Decimal(stated["value"]), Decimal(row["value"])
    how = Rounding(row["qualifier"], row["step"], row["style"], row["unit_word"] or "")
    if row["qualifier"] == "over":
        is_same = number < value < number + row["step"]
    elif row["qualifier"] == "reach":
        is_same = number <= value < number + row["step"]
    else:
        is_same = number == value
    is_said = row["figure_id"] in WITHOUT_NUMBER or official_words(value, how).amount in phrase
    return is_same and is_said


def test_codes_and_document_numbers_have_no_value_to_add(
    figures: dict[str, dict[str, Any]],
) -> None:
    named = [row for row in figures.values() if row["way"] in ("code", "identifier")]
    assert [row["value"] for row in named] == [None] * 7
    assert {figures[f]["value_text"] for f in ("A10", "A11", "A12")} == {"12345", "966525", "12356"}


def test_checks_that_the_letters_allow_hold(figures: dict[str, dict[str, Any]]) -> None:
    value = {key: row["value"] for key, row in figures.items()}
    assert value["B05"] * value["B06"] == value["B07"] == 600_000
    assert value["A22"] == value["A24"] == 20
    # 35 hired are half of the province's plan: about 70, which no letter states.
    implied = Decimal(value["A06"] / value["A07"])
    assert official_words(implied, Rounding("approx", Decimal(10), unit="名")).text == "约70名"
    per_session = value["A34"] / (value["A32"] + value["A33"])
    assert Decimal("43") < per_session < Decimal("44.5")
    # A plan and people hired are two figures; persons sent away and attendances are two measures.
    assert figures["A09"]["source_figure_id"].startswith("M26-c.")
    assert figures["A06"]["source_figure_id"].startswith("M26-b.")
    assert figures["A31"]["unit_word"] != figures["A34"]["unit_word"]


def test_the_figures_rest_on_rows_that_were_sent(figures: dict[str, dict[str, Any]]) -> None:
    counted = {key: row["row_count"] for key, row in figures.items() if row["way"] == "figure"}
    assert min(counted.values()) > 0
    assert (counted["A16"], counted["A32"], counted["A29"]) == (153, 56, 79)
    assert counted["B10"] == len(SERVED)


def test_nothing_published_has_shrunk(figures: dict[str, dict[str, Any]]) -> None:
    assert not [key for key, row in figures.items() if row["is_to_be_explained"]]
    assert {row["explanation"] for row in figures.values()} == {"same", "none"}


def test_the_fact_sheet_of_each_suggestion_is_written(replayed: Settings) -> None:
    asked = (
        (CITY_MONTH, CITY_SUGGESTION, "1000万余人次"),
        (DISTRICT_MONTH, DISTRICT_SUGGESTION, "60万元"),
    )
    for month, suggestion, words in asked:
        path = write_fact_sheet(replayed, month, suggestion).path
        assert path.parent == replayed.month_folder(month)
        book = openpyxl.load_workbook(path)
        cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
        assert words in cells


@pytest.mark.real_input
@pytest.mark.parametrize(("letter", "month"), [("A", CITY_MONTH), ("B", DISTRICT_MONTH)])
def test_the_letters_own_text_is_proved_by_the_warehouse(
    replayed: Settings, published: object, tmp_path: Path, letter: str, month: str
) -> None:
    draft = tmp_path / "拟稿.txt"
    draft.symlink_to(LETTERS / TEXTS[letter])
    unit = "3607" if letter == "A" else DISTRICT
    found = lint_draft(replayed, month, draft, unit)
    assert found.is_clean, found.lines
    assert found.report == tmp_path / "拟稿-数字核对.xlsx"
    assert re.search(r"与数据不符0处，无据0处", found.lines[-1])
