"""档案移交: how far archives came, what went astray, how long legs take; few pupils stay unseen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reports.blocks import Table, Title
from reports.bulletin import BulletinInput
from reports.bulletin_transfers import transfers_sheet
from tests.unit.reports.bulletin_sample import Part, with_figures
from tests.unit.reports.test_bulletin import opened, words_of
from validations.code_lists import labels

STAGES = {
    "due": 412,
    "school_sent": 390,
    "county_received": 371,
    "county_forwarded": 355,
    "school_received": 340,
}
ASTRAY = {"not_received": 4, "not_sent": 2, "seal_broken": 1, "token_mismatch": 1, "leg_missing": 0}


def parts() -> list[Part]:
    found: list[Part] = [("M18", "c", code, "3607", n, None) for code, n in STAGES.items()]
    found += [("M18", "a", "", "3607", 5, 9), ("M18", "b", "", "3607", 320, 400)]
    found += [("M18", "b", "", "360702", 60, 75), ("M18", "b", "", "360734", None, None)]
    for unit in ("3607", "360703"):
        found += [("M20", "", code, unit, n, None) for code, n in ASTRAY.items()]
        found.append(("M20", "", "", unit, 8, None))
    found += [("M19", "a", "1", "360702", 3, None), ("M19", "b", "1", "360702", 9, None)]
    found += [("M20", "", "", "360734", None, None)]
    return found


@pytest.fixture(scope="module")
def given() -> BulletinInput:
    return with_figures(parts())


def table(given: BulletinInput, key: str) -> dict[Any, list[Any]]:
    blocks = transfers_sheet(given, Title("", "")).blocks
    found = next(block for block in blocks if isinstance(block, Table) and block.key == key)
    return {row[0]: [getattr(cell, "value", cell) for cell in row[1:]] for row in found.rows}


def test_the_funnel_goes_from_what_is_due_to_what_has_arrived(given: BulletinInput) -> None:
    stages = table(given, "stages")
    assert list(stages) == list(labels("transfer_stage"))
    assert [row[0] for row in stages.values()] == list(STAGES.values())


def test_pupils_of_the_register_stand_for_the_city_alone(given: BulletinInput) -> None:
    rates = table(given, "rates")
    assert [row[:3] for row in rates.values()] == [
        [9, 5, Decimal("0.556")],
        [400, 320, Decimal("0.8")],
    ]
    units = table(given, "units")
    assert units["章贡区"][:3] == [75, 60, Decimal("0.8")]
    assert not any(9 in row[:2] for row in units.values())


def test_anomalies_stand_by_kind_and_a_silent_unit_has_none(given: BulletinInput) -> None:
    units = table(given, "units")
    assert units["南康区"][-6:] == [8, 4, 2, 1, 1, 0]
    assert units["寻乌县"][:3] == ["未报"] * 3
    assert units["寻乌县"][4] == "未报"


def test_a_leg_shows_its_middle_and_its_ninth_of_ten(given: BulletinInput) -> None:
    durations = table(given, "durations")
    assert durations["章贡区"][:2] == [Decimal("3.0"), Decimal("9.0")]
    assert durations["章贡区"][2:6] == ["—"] * 4


def test_the_sheet_names_no_slip_and_no_pupil(given: BulletinInput) -> None:
    words = words_of(opened(given)["档案移交"])
    assert "-T0" not in words
    assert "P0" not in words
