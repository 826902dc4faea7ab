"""Policies, staffing, deadlines, calendars: what the two letters say, and nothing in between."""

from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest

from validations.code_lists import labels, read_seed

POLICY = read_seed("standard_screening_policy")


def grades_in_scope(unit: str, stage: str) -> range | None:
    rows = POLICY.filter(stage_code=stage)
    own = rows.filter(unit_code=unit)
    chosen = own if own.height else rows.filter(unit_code="*")
    if chosen.is_empty():
        return None
    row = chosen.row(0, named=True)
    return range(int(row["grade_sort_min"]), int(row["grade_sort_max"]) + 1)


def test_the_city_screens_from_the_first_grade_and_ganxian_from_the_fourth():
    assert grades_in_scope("360702", "primary") == range(1, 7)
    assert grades_in_scope("360704", "primary") == range(4, 7)


@pytest.mark.parametrize("unit", ["360702", "360704"])
def test_kindergartens_are_not_screened_and_every_other_stage_is(unit):
    assert grades_in_scope(unit, "preschool") is None
    for stage in ("primary", "junior", "senior", "vocational", "special"):
        assert grades_in_scope(unit, stage)


def test_what_the_letters_leave_open_is_marked_as_a_proposal():
    open_stages = POLICY.filter(pl.col("stage_code").is_in(["vocational", "special"]))
    assert set(open_stages["certainty"]) == {"P"}
    stated = POLICY.filter(~pl.col("stage_code").is_in(["vocational", "special"]))
    assert set(stated["certainty"]) == {"S"}


def test_a_policy_covers_only_grades_of_its_stage():
    grades = {row["sort_no"]: row["stage_code"] for row in read_seed("code_grade").to_dicts()}
    for row in POLICY.filter(pl.col("stage_code") != "special").to_dicts():
        for sort_no in range(int(row["grade_sort_min"]), int(row["grade_sort_max"]) + 1):
            assert grades[str(sort_no)] == row["stage_code"]


def test_there_are_three_readings_of_the_staffing_rule_and_one_is_published():
    staffing = read_seed("standard_staffing")
    assert staffing["variant"].to_list() == ["a", "b", "c"]
    assert staffing.filter(is_published_default="true")["variant"].to_list() == ["a"]
    assert staffing["is_threshold_counted"].to_list() == ["false"] * 3
    assert set(staffing["certainty"]) == {"P"}
    for stages in staffing["stages"]:
        assert set(stages.split(";")) <= set(labels("stage").values()) - {"preschool"}


def test_a_deadline_and_a_lock_are_two_days_and_the_lock_is_later():
    for row in read_seed("standard_deadline").to_dicts():
        assert 0 < int(row["due_days"]) < int(row["lock_days"])


def test_every_form_has_a_deadline():
    assert set(read_seed("standard_deadline")["form_id"]) == set(labels("form").values())


def test_semesters_follow_each_other_without_a_gap():
    semesters = read_seed("calendar_semester").to_dicts()
    for before, after in pairwise(semesters):
        gap = date.fromisoformat(after["starts_on"]) - date.fromisoformat(before["ends_on"])
        assert gap == timedelta(days=1)
    for row in semesters:
        assert row["starts_on"] <= row["census_on"] <= row["ends_on"]
        assert row["semester"].startswith(row["school_year"])


def test_both_school_years_of_the_city_have_their_autumn_round():
    rounds = {row["round_id"]: row for row in read_seed("calendar_screening_round").to_dicts()}
    for year in (2025, 2026):
        row = rounds[f"{year}-{year + 1}-1R1"]
        assert (row["window_start"], row["window_end"]) == (f"{year}-09-01", f"{year}-10-31")
        assert row["unit_code"] == "*"


def test_a_round_lies_in_the_semester_its_name_says():
    spans = {row["semester"]: row for row in read_seed("calendar_semester").to_dicts()}
    for row in read_seed("calendar_screening_round").to_dicts():
        span = spans[row["semester"]]
        assert row["round_id"].startswith(f"{row['semester']}R")
        assert span["starts_on"] <= row["window_start"] <= row["window_end"] <= span["ends_on"]


def test_vacations_follow_each_other_and_end_before_lessons_begin():
    vacations = read_seed("calendar_vacation").to_dicts()
    starts = set(read_seed("calendar_semester")["starts_on"])
    for row in vacations:
        day_after = date.fromisoformat(row["ends_on"]) + timedelta(days=1)
        assert row["starts_on"] < row["ends_on"]
        assert day_after.isoformat() in starts or day_after > date(2028, 8, 31)
    assert all(before["ends_on"] < after["starts_on"] for before, after in pairwise(vacations))


def test_each_edition_has_its_own_smallest_count():
    editions = dict(read_seed("standard_disclosure").select("edition", "minimum_count").rows())
    assert editions == {"leaders": "10", "county": "0", "public": "10"}


def test_the_steps_of_a_reminder_follow_each_other_and_never_share_a_day():
    steps = read_seed("standard_reminder").to_dicts()
    days = [(int(row["first_day"]), int(row["last_day"])) for row in steps]
    assert [first for first, _ in days] == [-7, -1, 1, 3]
    assert all(first <= last for first, last in days)
    assert all(last < first for (_, last), (first, _) in pairwise(days))
    assert [row["step_label"] for row in steps] == [f"T{first:+d}" for first, _ in days]
    assert [row["is_copied_to_leaders"] for row in steps] == ["false", "false", "false", "true"]
    assert set(read_seed("standard_reminder")["certainty"]) == {"P"}
