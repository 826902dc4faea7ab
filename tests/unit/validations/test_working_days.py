"""The working-day seed: equal to what the generator writes, and honest about unknown years."""

from datetime import date

from validations.code_lists import read_seed
from validations.school_days import working_day_after
from validations.working_days import FIRST_DAY, LAST_DAY, SEED, published_years, rows, seed_text


def row_of(day: date) -> tuple[str, ...]:
    return next(row for row in rows() if row[0] == day.isoformat())


def test_the_committed_seed_is_what_the_generator_writes():
    committed = SEED.read_bytes().decode("utf-8")
    assert committed == seed_text(), "run: python -m validations.working_days"


def test_there_is_one_row_for_every_day():
    days = [row[0] for row in rows()]
    assert len(days) == len(set(days)) == (LAST_DAY - FIRST_DAY).days + 1


def test_a_saturday_made_up_for_a_holiday_is_a_working_day():
    assert row_of(date(2023, 10, 7))[1:3] == ("true", "调休上班")


def test_a_weekday_in_the_national_holiday_is_not_a_working_day():
    assert row_of(date(2023, 10, 3))[1:3] == ("false", "国庆节")


def test_a_common_weekend_is_not_a_working_day():
    assert row_of(date(2023, 9, 23))[1:3] == ("false", "周末")


def test_a_year_without_a_published_arrangement_follows_the_week_and_says_so():
    assert 2028 not in published_years()
    assert row_of(date(2028, 10, 2))[1:3] == ("true", "推定")
    assert row_of(date(2028, 10, 7))[1:3] == ("false", "推定")
    assert row_of(date(2028, 10, 2))[4] == "P"


def test_no_assumed_day_passes_for_a_published_one():
    seed = read_seed("calendar_working_day")
    for year, note, certainty in zip(
        seed["day"].str.slice(0, 4), seed["note"], seed["certainty"], strict=True
    ):
        assert (note == "推定") == (certainty == "P") == (int(year) not in published_years())


def test_working_days_are_counted_after_a_day_over_the_holiday_and_its_made_up_days():
    # 28 September to 8 October 2023: the 29th to the 6th off, Saturday and Sunday made up.
    assert working_day_after(date(2023, 9, 28), 1) == date(2023, 10, 7)
    assert working_day_after(date(2023, 9, 28), 3) == date(2023, 10, 9)
    assert working_day_after(date(2023, 10, 1), 1) == date(2023, 10, 7)


def test_of_days_beyond_the_calendar_nothing_is_said():
    assert working_day_after(LAST_DAY, 1) is None
