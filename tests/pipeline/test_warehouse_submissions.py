"""Which submission counts: corrections, replays, rivals, strangers, and two clocks.

One lake carries all cases, a school for each, and is built once for every moment asked about.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.lake_builder import Sent
from tests.lake_rows import AUTUMN, SPRING, enrolment, school, staff
from tests.warehouse_bench import WarehouseBench

UNIT, OTHER, THIRD = "360702", "360704", "360722"
CORRECTED, REJECTED, REPLAYED, RIVALS, REVISED, LATE, FOREIGN = (
    f"213600000{n}" for n in range(1, 8)
)
CLOSED, MERGED, RENAMED, VANISHED, SETTLED = (f"21360000{n}" for n in range(11, 16))
STRANGER = "2136000099"
NOVEMBER, MARCH = datetime(2026, 11, 30, 20), datetime(2027, 3, 31, 20)
Figures = dict[str, tuple[float | None, float | None, str]]


def pupils(code: str, count: int, unit: str = UNIT, revision: int = 1) -> Sent:
    """An enrolment file of one school with `count` pupils in grade 4."""
    rows = [enrolment(code, unit, "4", "1", count)]
    return Sent("F01", AUTUMN, unit, rows, revision=revision)


def register() -> list[Sent]:
    """The autumn register, and the spring one in which a school is missing."""
    open_codes = (CORRECTED, REJECTED, REPLAYED, RIVALS, REVISED, LATE, SETTLED)
    last_day = date(2026, 8, 31)
    rows = [
        *(school(code, UNIT) for code in open_codes),
        school(FOREIGN, OTHER),
        school(CLOSED, UNIT, closed_on=last_day),
        school(MERGED, UNIT, closed_on=last_day, merged_into=CORRECTED),
        school(RENAMED, THIRD, school_name="旧名学校"),
    ]
    spring = [
        {**row, "school_name": "新名学校"} if row["school_code"] == RENAMED else row for row in rows
    ]
    vanished = school(VANISHED, THIRD)
    return [
        Sent("F00", AUTUMN, "3607", [*rows, vanished]),
        Sent("F00", SPRING, "3607", spring),
    ]


@pytest.fixture(scope="module")
def built(bench: WarehouseBench) -> WarehouseBench:
    """The lake, built as known at the end of November."""
    lake = bench.fresh_lake()
    autumn, spring = register()
    lake.batch(datetime(2026, 9, 8), autumn)
    whole = [enrolment(CORRECTED, UNIT, "4", "1", 100), enrolment(CORRECTED, UNIT, "5", "1", 50)]
    both = [*whole, enrolment(REJECTED, UNIT, "4", "1", 100)]
    roster = [staff("S1", THIRD, RENAMED), staff("S2", THIRD, VANISHED, "pt_teacher")]
    lake.batch(
        datetime(2026, 9, 10),
        Sent("F01", AUTUMN, UNIT, both),
        pupils(REPLAYED, 100),
        pupils(RIVALS, 100),
        pupils(SETTLED, 100),
        pupils(REVISED, 80, revision=2),
        pupils(REVISED, 70, revision=1),
        pupils(LATE, 100),
        pupils(FOREIGN, 100, OTHER),
        pupils(CLOSED, 50),
        pupils(MERGED, 40),
        pupils(RENAMED, 60, THIRD),
        pupils(VANISHED, 50, THIRD),
        Sent("F07", AUTUMN, UNIT, nil=(CORRECTED,)),
        Sent("F07", AUTUMN, THIRD, roster),
    )
    lake.batch(
        datetime(2026, 9, 12),
        pupils(CORRECTED, 90),
        Sent("F01", AUTUMN, UNIT, refused=(REJECTED,)),
        pupils(REPLAYED, 100),
        pupils(RIVALS, 80),
        pupils(RIVALS, 70),
        pupils(SETTLED, 80),
        pupils(SETTLED, 70),
        pupils(FOREIGN, 5),
        pupils(STRANGER, 7),
    )
    lake.batch(datetime(2026, 9, 13), pupils(REPLAYED, 90), pupils(SETTLED, 75, revision=2))
    lake.batch(datetime(2026, 9, 14), pupils(REPLAYED, 100))
    lake.batch(datetime(2026, 11, 2), pupils(LATE, 90))
    lake.batch(datetime(2027, 3, 5), spring)
    lake.batch(datetime(2027, 3, 6), Sent("F07", SPRING, THIRD, [staff("S3", THIRD, RENAMED)]))
    bench.run(NOVEMBER)
    return bench


@pytest.fixture(scope="module")
def october(built: WarehouseBench) -> Figures:
    return built.figures("2026-10")


@pytest.fixture(scope="module")
def crossed(built: WarehouseBench) -> list[dict[str, object]]:
    return built.rows("rpt_cross_finding").sort("rule_id", "scope_code").to_dicts()


@pytest.fixture(scope="module")
def spring(built: WarehouseBench, october: Figures, crossed: object) -> WarehouseBench:
    """The same lake as known at the end of March; asked for after all that look at November."""
    built.run(MARCH)
    return built


def test_a_correction_replaces_its_school_whole_and_no_other(october):
    assert october[f"M01.{CORRECTED}"][0] == 90
    assert october[f"M01.{REJECTED}"][0] == 100, "sent in the same file, and a rejected one later"


def test_the_same_content_again_is_no_resubmission_and_going_back_is_one_each_way(built, october):
    assert october[f"M01.{REPLAYED}"][0] == 100
    sent = built.rows("fct_expected_submissions", f"scope_code = '{REPLAYED}' and form_id = 'F01'")
    assert sent["resubmission_count"].to_list() == [2]


def test_rivals_are_held_and_the_one_before_stands_until_one_is_named(october, crossed):
    assert october[f"M01.{RIVALS}"][0] == 100
    assert october[f"M01.{SETTLED}"][0] == 75
    held = [row for row in crossed if row["rule_id"] == "X90"]
    assert [row["scope_code"] for row in held] == [RIVALS, RIVALS]
    begins = "第4学校的学籍基数表（2026-2027-1）在同一批中收到2份"
    assert str(held[0]["words"]).startswith(begins)


def test_two_files_of_one_batch_are_no_rivals_when_the_revision_differs(october):
    assert october[f"M01.{REVISED}"][0] == 80


def test_another_units_file_neither_counts_nor_pushes_out_the_right_one(october, crossed):
    assert october[f"M01.{OTHER}"][0] == 100
    assert f"M01.{STRANGER}" not in october
    words = {row["scope_code"]: str(row["words"]) for row in crossed if row["rule_id"] == "X00"}
    assert "该校属于赣县区" in words[FOREIGN]
    assert "名录中没有这所学校" in words[STRANGER]


def test_a_closed_or_merged_school_is_not_asked_and_not_counted(built, october, crossed):
    assert f"M01.{CLOSED}" not in october
    words = {row["scope_code"]: str(row["words"]) for row in crossed if row["rule_id"] == "X00"}
    assert "已于2026-08-31撤销" in words[CLOSED]
    assert f"该校已并入{CORRECTED}" in words[MERGED]
    owed = built.rows("fct_expected_submissions", f"scope_code in ('{CLOSED}', '{MERGED}')")
    assert owed.is_empty()


def test_zero_report_of_staff_is_zero_and_silence_is_not(october):
    assert october[f"M21.{UNIT}"] == (0, 1, "ok")
    assert october[f"M21.{OTHER}"] == (None, None, "not_reported")


def test_a_school_keeps_its_code_through_a_new_name(spring):
    assert spring.rows("dim_school", f"school_code = '{RENAMED}'")["school_name"][0] == "新名学校"
    assert spring.figures("2027-03")[f"M01.{RENAMED}"][0] == 60


def test_a_school_gone_from_the_next_register_stays_open_and_is_asked_about(spring):
    assert spring.figures("2027-03")[f"M01.{VANISHED}"][0] == 50
    asked = spring.rows("rpt_cross_finding", "rule_id = 'X91' and form_id = 'F00'")
    assert asked["words"].to_list() == [
        "学校名录上期在册的第14学校（2136000014）本期不再出现，也没有离岗、注销、结案等结束信息，"
        "仍按在册计算。"
    ]


def test_a_teacher_gone_from_the_next_roster_stays_in_post(spring):
    staffing = spring.rows("fct_school_staffing", f"school_code = '{RENAMED}'").sort("month")
    counts = dict(zip(staffing["month"], staffing["full_time_count"], strict=True))
    assert counts["2026-10"] == 1
    assert counts["2027-03"] == 2, "S3 came and S1 vanished without a last day"
    asked = spring.rows("rpt_cross_finding", "rule_id = 'X91' and form_id = 'F07'")
    assert ["教师S1" in words for words in asked["words"]] == [True]


def test_last_semesters_roster_speaks_only_until_this_semesters_is_due(spring):
    assert spring.figures("2027-02")[f"M21.{THIRD}"] == (2, 2, "ok")
    assert spring.figures("2027-03")[f"M21.{THIRD}"] == (1, 1, "ok"), "due on 9 March, not sent"


def test_spring_without_a_round_has_no_punctuality_and_no_zero(spring):
    march = spring.figures("2027-03")
    assert march["M07.3607"] == (None, None, "not_applicable")
    assert march["M02.3607"] == (None, None, "not_reported"), "the autumn round never came"
    assert march["M42-a-F02.3607"] == (None, None, "not_applicable")


def test_a_correction_after_the_lock_is_held_and_asked_about(october, built):
    assert october[f"M01.{LATE}"][0] == 100, "90 came on 2 November, the lock was on 16 October"
    asked = built.rows("rpt_open_question", "kind = 'late_correction'")
    assert asked["scope_code"].to_list() == [LATE]
    assert "已于2026-10-16锁定，2026-11-02又报来内容不同的一份" in asked["words"][0]


def test_nothing_received_after_the_clock_counts(spring):
    assert spring.figures("2026-10")[f"M01.{SETTLED}"][0] == 75
    spring.run(datetime(2026, 9, 12, 12))
    assert spring.figures("2026-09")[f"M01.{SETTLED}"][0] == 100
