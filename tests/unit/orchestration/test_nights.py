"""Which nights ran, which did not, and when the next one is due."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from orchestration.nights import (
    is_clock_back,
    last_success,
    missed_nights,
    next_night,
    record_night,
)
from orchestration.settings import Settings

MONDAY = datetime(2026, 11, 2, 2, 41)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def test_before_the_first_night_none_is_missed(settings: Settings) -> None:
    assert last_success(settings) is None
    assert missed_nights(settings, MONDAY) == []


def test_the_next_night_is_today_before_half_past_two_and_tomorrow_after() -> None:
    assert next_night(datetime(2026, 11, 2, 2, 29)) == datetime(2026, 11, 2, 2, 30)
    assert next_night(datetime(2026, 11, 2, 2, 30)) == datetime(2026, 11, 3, 2, 30)


def test_a_night_that_did_not_run_is_told_after_its_grace_and_not_before(
    settings: Settings,
) -> None:
    record_night(settings, MONDAY)
    assert missed_nights(settings, datetime(2026, 11, 3, 4, 29)) == []
    assert missed_nights(settings, datetime(2026, 11, 3, 4, 30)) == [date(2026, 11, 3)]


def test_a_night_made_up_by_hand_that_day_is_not_missed(settings: Settings) -> None:
    record_night(settings, MONDAY)
    record_night(settings, datetime(2026, 11, 3, 10))
    record_night(settings, datetime(2026, 11, 5, 2, 40))
    assert missed_nights(settings, datetime(2026, 11, 5, 9)) == [date(2026, 11, 4)]


def test_the_same_night_twice_is_one_and_only_the_last_are_kept(settings: Settings) -> None:
    for day in range(1, 29):
        for hour in (2, 3, 2, 4):
            record_night(settings, datetime(2026, 11, day, hour, 35))
    assert last_success(settings) == datetime(2026, 11, 28, 4, 35)
    assert len((settings.desk / "nights.json").read_text("utf-8").splitlines()) < 70


def test_a_clock_set_back_is_noticed_and_hides_no_night(settings: Settings) -> None:
    record_night(settings, MONDAY)
    record_night(settings, datetime(2026, 11, 3, 2, 40))
    assert not is_clock_back(settings, datetime(2026, 11, 3, 9))
    assert is_clock_back(settings, datetime(2026, 11, 2, 9))
    assert missed_nights(settings, datetime(2026, 11, 2, 9)) == []
