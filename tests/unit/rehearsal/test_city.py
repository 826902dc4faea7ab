"""The rehearsal city is the same every time, invented, and of the size promised."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from orchestration.rehearsal.city import build_city
from orchestration.rehearsal.enrolment import cohorts, enrolment_rows, register_rows
from orchestration.rehearsal.names import places
from orchestration.rehearsal.staff import posts_of
from validations.code_lists import read_seed
from validations.tokens import is_valid_token

CITY = build_city()
REAL = Path(__file__).parents[3].parent / "shared" / "data" / "admin_codes_ganzhou"


def pupils(school_role: str) -> int:
    return sum(cohort.size for cohort in cohorts(CITY.by_role(school_role), 2026))


def test_equal_seeds_give_equal_cities_and_other_seeds_other_ones() -> None:
    assert build_city() == CITY
    assert build_city(7) != CITY


def test_the_city_has_21_units_120_schools_and_about_40000_pupils() -> None:
    open_now = [s for s in CITY.schools if s.is_open(date(2025, 9, 10))]
    assert len(open_now) == 120
    assert {s.unit_code for s in open_now} == set(read_seed("code_reporting_unit")["unit_code"])
    total = sum(cohort.size for school in open_now for cohort in cohorts(school, 2025))
    assert 38_000 < total < 42_000
    assert {"primary", "nine_year", "complete", "vocational", "special"} <= {
        s.kind for s in open_now
    }


def test_schools_at_the_edge_of_the_standard_have_exactly_their_pupils() -> None:
    assert (pupils("exactly_800"), pupils("over_800"), pupils("no_pupils")) == (800, 801, 0)


def test_rows_of_enrolment_add_up_to_the_cohorts_also_over_teaching_points() -> None:
    school = CITY.by_role("with_points")
    rows = enrolment_rows(school, "2026-2027-1")
    assert sum(int(row["enrolled_n"]) for row in rows) == pupils("with_points")
    assert {row["point_no"] for row in rows} == {"", "01", "02"}


def test_pupils_keep_their_token_and_grow_a_year_older() -> None:
    school = CITY.by_role("renamed")
    third = next(c for c in cohorts(school, 2025) if (c.grade, c.sex) == ("3", "1"))
    fourth = next(c for c in cohorts(school, 2026) if (c.grade, c.sex) == ("4", "1"))
    assert fourth.size == third.size
    assert [third.token(n) for n in range(5)] == [fourth.token(n) for n in range(5)]


def test_pupils_of_a_school_that_became_another_stay_the_same_pupils() -> None:
    before, after = CITY.by_role("becomes_nine_year"), CITY.by_role("nine_year_after")
    old = next(c for c in cohorts(before, 2025) if c.grade == "5")
    new = next(c for c in cohorts(after, 2026) if c.grade == "6")
    assert (old.token(0), old.size) == (new.token(0), new.size)


def test_a_merged_schools_pupils_come_over() -> None:
    merged, host = CITY.by_role("merged"), CITY.by_role("merged_with")
    came = [c for c in cohorts(host, 2026) if c.lineage == merged.lineage]
    assert sum(c.size for c in came) == sum(c.size for c in cohorts(merged, 2026)) > 0


def test_tokens_are_valid_and_no_two_people_share_one() -> None:
    tokens = Counter(
        cohort.token(n)
        for school in CITY.schools
        if school.is_open(date(2026, 9, 10))
        for cohort in cohorts(school, 2026)
        for n in range(cohort.size)
    )
    assert max(tokens.values()) == 1
    assert all(is_valid_token(token, "P") for token in list(tokens)[::50])
    staff = Counter(post.token for post in posts_of(CITY))
    assert max(staff.values()) == 1
    assert all(is_valid_token(token, "S") for token in staff)


def test_the_register_tells_the_history_of_the_schools() -> None:
    codes = {name: CITY.by_role(name).code for name in ("renamed", "closed", "becomes_nine_year")}
    before, after = (
        {row["school_code"]: row for row in register_rows(CITY, semester)}
        for semester in ("2025-2026-1", "2026-2027-1")
    )
    assert before[codes["renamed"]]["school_name"] != after[codes["renamed"]]["school_name"]
    assert before[codes["closed"]]["closed_on"] == ""
    assert after[codes["closed"]]["closed_on"] == "2026-03-01"
    assert after[codes["becomes_nine_year"]]["merged_into"] in after
    assert len({row["school_name"] for row in after.values()}) == len(after)


@pytest.mark.real_input
@pytest.mark.skipif(not REAL.is_dir(), reason=f"no published village names at {REAL}")
def test_no_school_stands_at_a_real_place_of_the_city() -> None:
    import random

    names = set()
    for table in ("villages_360700_2023.csv", "streets_360700_2023.csv", "areas_360700_2023.csv"):
        with (REAL / table).open(encoding="utf-8-sig", newline="") as lines:
            names |= {row["name"] for row in csv.DictReader(lines)}
    invented = set(places(random.Random(0)))
    assert [place for place in invented if any(place in name for name in names)] == []
