"""What the desk tells of the work calendar: the days ahead, in order and in words."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from orchestration.work_calendar import DAYS_AHEAD, upcoming
from reports.wording import section
from validations.code_lists import read_seed

TODAY = date(2026, 12, 28)
SCHEMA = {
    "kind": pl.String,
    "title": pl.String,
    "period": pl.String,
    "starts_on": pl.Date,
    "ends_on": pl.Date,
    "who": pl.String,
    "form_id": pl.String,
}


def events(*rows: tuple[str, str, str | None, date, date]) -> pl.DataFrame:
    named = [
        dict(zip(SCHEMA, (*row, "各县" if row[2] else None, "F08"), strict=True)) for row in rows
    ]
    return pl.DataFrame(named, schema=SCHEMA)


def due(on: date) -> tuple[str, str, str, date, date]:
    return ("deadline", "招聘与转岗培养", "2026Q4", on, on)


def season(first: date, last: date) -> tuple[str, str, None, date, date]:
    return ("transfer_season", "档案移交季", None, first, last)


@pytest.mark.parametrize(
    ("first", "last", "is_told"),
    [
        (date(2026, 12, 28), date(2026, 12, 28), True),
        (date(2027, 1, 27), date(2027, 1, 31), True),
        (date(2027, 1, 28), date(2027, 1, 31), False),
        (date(2026, 12, 1), date(2026, 12, 27), False),
        (date(2026, 12, 1), date(2027, 6, 30), True),
    ],
)
def test_only_what_begins_runs_or_ends_within_thirty_days_is_told(first, last, is_told):
    assert DAYS_AHEAD == 30
    assert bool(upcoming(events(season(first, last)), TODAY)) is is_told


def test_a_due_date_is_told_with_form_period_and_days_left():
    (line,) = upcoming(events(due(date(2027, 1, 15))), TODAY)
    assert line.kind == "报送截止"
    assert line.title == "F08 招聘与转岗培养（2026年第4季度）"
    assert (line.when, line.stage, line.who) == ("2027年1月15日", "还有18天", "各县")


def test_what_runs_is_placed_by_its_end_and_what_is_to_begin_by_its_first_day():
    rows = events(
        due(date(2027, 1, 15)),
        season(date(2026, 12, 1), date(2027, 1, 20)),
        season(date(2027, 1, 10), date(2027, 3, 1)),
    )
    lines = upcoming(rows, TODAY)
    assert [line.stage for line in lines] == ["13天后开始", "还有18天", "进行中，还有23天"]
    assert lines[0].when == "2027年1月10日至2027年3月1日"


def test_every_kind_of_event_has_its_word():
    kinds = {*read_seed("calendar_work")["kind"], "deadline", "vacation", "screening_window"}
    assert set(section("calendar.kinds")) == kinds


def test_the_seasons_of_the_work_are_all_on_the_calendar():
    seed = read_seed("calendar_work")
    for kind in ("screening_window", "transfer_season", "contest_season", "training_season"):
        assert kind in seed["kind"].to_list()
    rounds = read_seed("calendar_screening_round")
    assert rounds["window_start"].str.slice(5).unique().to_list() == ["09-01"]
    (spring,) = seed.filter(kind="screening_window")["starts_month_day"].to_list()
    assert "03-01" <= spring <= "03-31", "the second window of the year is spring's"
