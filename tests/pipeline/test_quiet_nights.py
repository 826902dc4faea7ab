"""Nights in which no file arrives: what falls due meanwhile is named all the same."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from orchestration.figures import build_figures, latest_known_at, warehouse_of
from orchestration.in_process import JobRunner
from orchestration.intake import Intake
from orchestration.nights import seal_night
from orchestration.settings import Settings, load_settings
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.vault import Vault
from tests.pipeline.small_home import make_home
from tests.pipeline.term_cases import PLANTED
from tests.pipeline.term_files import lay_beginnings, lay_push, lay_register

PUSHED = datetime(2026, 9, 11, 17)
FORGOTTEN = PLANTED[3]
"""Severe since the Friday of the push, owed a follow-up on the 18th."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A real home, no rehearsal, that heard of its cases on the 11th and of nothing since."""
    for name in ("XINQING_HOME", "DAGSTER_HOME"):
        monkeypatch.setenv(name, "")
    settings = make_home(tmp_path / "home")
    toml = settings.home / "settings.toml"
    toml.write_text(toml.read_text("utf-8").replace("is_rehearsal = true", ""), "utf-8")
    settings = load_settings(settings.home)
    lay_register(settings)
    Intake(settings).run(datetime(2026, 9, 1, 17))
    lay_beginnings(settings)
    Intake(settings).run(datetime(2026, 9, 3, 17))
    lay_push(settings, PUSHED.date())
    Intake(settings).run(PUSHED)
    return settings


def overdue(settings: Settings) -> dict[str, int]:
    rows = warehouse_of(settings).read("rpt_overdue_case", month="2026-09")
    return dict(rows.select("case_id", "days_overdue").rows())


def test_a_case_becomes_overdue_in_a_night_when_nothing_came(home: Settings):
    assert build_figures(home).published
    assert FORGOTTEN.case_id not in overdue(home)
    night = datetime(2026, 9, 19, 2, 30)
    assert FORGOTTEN.is_named_in(night.date())
    outcome = JobRunner(home, night).run("nightly", "2026-09", lambda key, ended: None)
    assert outcome.success, outcome
    assert overdue(home)[FORGOTTEN.case_id] == 1


def test_a_day_has_one_night_and_a_rehearsal_none(home: Settings):
    for hour in (2, 3, 15):
        seal_night(home, datetime(2026, 9, 19, hour))
    seal_night(home, datetime(2026, 9, 20, 2))
    lake = Lake(home.lake, lake_tables())
    lake.commit_events(Vault(home.vault).events())
    nights = [event.occurred_at for event in Vault(home.vault).events("night")]
    assert nights == [datetime(2026, 9, 19, 2), datetime(2026, 9, 20, 2)]
    assert latest_known_at(lake) == nights[-1]
    assert latest_known_at(lake, datetime(2026, 9, 19, 12)) == nights[0], "any night again"
    seal_night(home.model_copy(update={"is_rehearsal": True}), datetime(2026, 9, 25, 2))
    assert len(Vault(home.vault).events("night")) == 2


def test_before_the_first_file_there_is_nothing_to_know(tmp_path: Path):
    settings = Settings(home=tmp_path)
    seal_night(settings, datetime(2026, 9, 19, 2))
    assert Vault(settings.vault).events() == []
