"""A parameter set on the desk is heard by the gate and the retention, from its arrival on."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from orchestration.intake import Intake
from orchestration.replay import rebuild_lake
from orchestration.settings import Settings
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.vault import Event, Vault
from tests.filled_workbooks import good_row, workbook
from tests.pipeline.small_home import COUNT_DAY, SEMESTER, drop, enrolment, make_home

BEFORE, DECIDED = datetime(2026, 11, 2, 20), datetime(2026, 11, 3, 8)
LEVELLED = "2026-10-19"  # its tenth working day is 2 November, its eighth 29 October


def decide(
    settings: Settings, name: str, value: str, valid_from: str, at: datetime = DECIDED
) -> None:
    """The event the gate makes of a row of the 待办表."""
    said: dict[str, Any] = {"kind": "parameter", "choice": "set", "item_name": name}
    said |= {"value": value, "valid_from": valid_from, "words": ""}
    Vault(settings.vault).record(
        Event(f"decided-{name}-{at:%H}", "decided", at, "数据专员", "parameter", said)
    )


def send_case(settings: Settings, level_on: str, at: datetime) -> None:
    """A case of that day without a plan, taken in at a moment."""
    days = dict.fromkeys(("opened_on", "level_on", "status_on"), level_on)
    none = dict.fromkeys(("plan_on", "ack_principal_on", "ack_psych_on", "ack_homeroom_on"))
    path = settings.inbox / f"{at:%H%M}.xlsx"
    path.write_bytes(workbook("F04", [good_row("F04") | days | none]))
    Intake(settings).run(at)


def asked(settings: Settings) -> list[datetime]:
    """When the batches arrived in which a plan was asked for."""
    found = Lake(settings.lake, lake_tables()).read("findings").filter(rule_id="F04.R09")
    return sorted(found["received_at"].to_list())


def test_a_batch_is_judged_with_what_was_decided_when_it_came(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    send_case(home, LEVELLED, BEFORE)
    decide(home, "plan_days", "30", "2026-10-01")
    send_case(home, "2026-10-12", DECIDED + timedelta(hours=1))
    assert asked(home) == []
    decide(home, "plan_days", "8", "2026-10-01", DECIDED + timedelta(hours=2))
    last = DECIDED + timedelta(hours=3)
    send_case(home, LEVELLED, last)
    assert asked(home) == [last]
    shutil.rmtree(home.lake)
    rebuild_lake(home)
    assert asked(home) == [last]


@pytest.mark.parametrize(("months", "left"), [("1", ["2026-11"]), ("3", ["2026-09", "2026-11"])])
def test_originals_are_kept_as_long_as_the_office_has_decided(
    tmp_path: Path, months: str, left: list[str]
) -> None:
    home = make_home(tmp_path / "home")
    drop(home, "F01", SEMESTER, "360702", enrolment("360702"))
    Intake(home).run(COUNT_DAY)
    decide(home, "originals_kept_months", months, "2026-11-01")
    drop(home, "F01", SEMESTER, "360703", enrolment("360703"))
    Intake(home).run(DECIDED + timedelta(hours=1))
    assert Vault(home.vault).months() == left
