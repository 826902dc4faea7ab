"""Figures of the small city, counted by hand from its rows."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.pipeline import small_city as city
from tests.warehouse_bench import WarehouseBench

OK = "ok"
PASSED = {"success", "pass", "no-op"}
Figures = dict[str, tuple[float | None, float | None, str]]


@pytest.fixture(scope="module")
def statuses(bench: WarehouseBench) -> dict[str, str]:
    """The small city built with every test of dbt: the status of each node by name."""
    city.send(bench.fresh_lake())
    return bench.build(datetime(2026, 11, 30, 20))


@pytest.fixture(scope="module")
def october(bench: WarehouseBench, statuses: dict[str, str]) -> Figures:
    return bench.figures("2026-10")


@pytest.fixture(scope="module")
def built(bench: WarehouseBench, october: Figures) -> WarehouseBench:
    return bench


def test_every_test_of_dbt_passes(statuses):
    assert len(statuses) > 150
    odd = {name: status for name, status in statuses.items() if status not in PASSED}
    assert odd == {}


def test_due_pupils_follow_the_policy_of_each_unit_and_leave_out_exemptions(october):
    assert october[f"M01.{city.A}"] == (844, None, OK)
    assert october[f"M01.{city.D}"] == (40, None, OK), "Ganxian screens from grade 4 up"
    assert october["M01.3607"] == (844 + 1 + 800 + 40 + 1700, None, OK)


def test_coverage_takes_pupils_and_due_pupils_from_the_same_reporting_schools(october):
    assert october["M02.3607"] == (5, 844 + 1 + 40 + 1700, OK)
    assert october["M02.360702"] == (3, 845, OK)
    assert october[f"M02.{city.C}"] == (None, None, "not_reported")


def test_a_pupil_who_moved_counts_once_and_a_grade_out_of_scope_not_at_all(october):
    assert october[f"M02.{city.A}"][0] == 2
    assert october[f"M02.{city.D}"] == (1, 40, OK)


def test_months_before_a_move_keep_the_pupil_where_the_test_was(built):
    september = built.figures("2026-09")
    assert september[f"M02.{city.A}"] == (3, 844, OK)
    assert september[f"M02.{city.D}"] == (0, 40, OK), "reported, and nobody tested yet"


def test_an_unfinished_attempt_takes_part_and_a_held_row_is_a_refusal(october):
    assert october[f"M03.{city.A}"] == (3, 844, OK)
    assert october[f"M05.{city.A}"] == (2, 844, OK)


def test_validity_is_judged_only_where_the_instrument_has_it(october):
    assert october["M04.3607"] == (1, 2, OK)
    assert october["M04.3607SZ"] == (None, None, "not_applicable")


def test_stages_stand_beside_their_total(october):
    assert october["M01-primary.3607"] == (844 + 800 + 40, None, OK)
    assert october["M02-junior.360702"] == (1, 1, OK)
    assert october["M02-special.3607"] == (None, None, "not_applicable")


def test_punctual_schools_are_those_at_the_floor_inside_the_window(october):
    assert october["M07.3607"] == (1, 4, OK)


def test_nobody_is_late_while_the_window_runs(built):
    assert built.figures("2026-09")["M07.3607"] == (None, None, "not_applicable")


def test_levels_are_recomputed_and_a_crisis_item_lifts_them(october):
    levels = ("normal", "mild", "moderate", "severe")
    assert [october[f"M08-a-{level}.3607"][0] for level in levels] == [2, 0, 2, 1]
    assert october["M08-b-moderate.3607"] == (2, 5, OK)


def test_detection_stands_within_one_comparable_group_only(october):
    assert october["M09-PHQ-9_9Q_INTL_primary.3607"] == (2, 3, OK)
    assert october["M09-PHQ-9_9Q_INTL_primary.360702"] == (1, 2, OK)
    assert october["M09-MHT_100Q_CN_junior.3607"] == (0, 1, OK)
    assert "M09.3607" not in october
    assert october["M09.3607SZ"] == (1, 1, OK), "one group only: it is the unit's figure"


def test_a_school_served_by_an_itinerant_teacher_has_one(october):
    assert october["M21.3607"] == (3, 4, OK)
    assert october["M21.360704"] == (1, 1, OK)


def test_exactly_800_pupils_require_nobody_and_a_post_ended_leaves_a_gap(october):
    assert october["M22.3607"] == (1, 2, OK)
    assert october[f"M24-a.{city.A}"] == (1, None, OK)


def test_shortfalls_never_net_between_schools(october):
    assert october["M24-a.3607"] == (1, None, OK)
    assert october["M24-b.3607"] == (2 + 2, None, OK)
    assert october["M24-c.3607"] == (2 + 0 + 1 + 2, None, OK)


def test_ratios_divide_sums(october):
    assert october["M23-a.3607"] == (850 + 1 + 90 + 1700, 1, OK)
    assert october["M23-b.3607"] == (850 + 1 + 90 + 1700, 0.75, OK)
    assert october["M23-a.360704"] == (None, None, "not_applicable")


def test_qualification_and_dedication_are_shares_of_full_time_teachers(october):
    assert october["M27-a.3607"] == (0, 1, OK)
    assert october["M27-b.3607"] == (1, 1, OK)


def test_counties_without_a_report_are_not_counties_without_a_researcher(october):
    assert october["M25.3607"] == (1, 2, OK)
    assert october["M25.360704"] == (0, 1, OK)
    assert october["M25.360722"] == (None, None, "not_reported")
    assert october["M25.3607SZ"] == (None, None, "not_applicable")


def test_punctuality_counts_what_fell_due(october):
    assert october["M42-a-F01.3607"] == (5, 6, OK)
    assert october["M42-a-F07.3607"] == (4 + 2, 5 + 20, OK)
    assert october["M42-a-F04.3607"] == (4, 5, OK), "September's register, due on 5 October"
    # Nobody here sends what units owe: three registers of September, three lists of the quarter
    # and one of the semester from each of 21 units; nor do five schools tell of their rooms.
    assert october["M42-a.3607"] == (11 + 4 + 4, 31 + 5 + 5 + 21 * 7 + 5, OK)
    assert october["M42-a-F00.3607"] == (1, 1, OK)
    assert october["M42-a-F02.3607"] == (None, None, "not_applicable"), "due in November"


def test_partial_figures_say_on_how_many_schools_they_rest(built):
    row = built.rows("fct_figures", "figure_id = 'M02.3607.2026-10'").to_dicts()[0]
    assert (row["is_partial"], row["received_count"], row["expected_count"]) == (True, 4, 5)
    reach = built.rows("rpt_reach", "month = '2026-10'").to_dicts()[0]
    assert (reach["units_reported"], reach["units_expected"]) == (2, 20)
    # School C owes its roster; the kindergarten owes no more than the enrolment it has sent.
    assert (reach["schools_reported"], reach["schools_expected"]) == (5, 6)


def test_findings_between_forms_have_words_and_a_place(built):
    found = built.rows("rpt_cross_finding").sort("rule_id", "scope_code", "row_number")
    told = [(row["rule_id"], row["scope_code"], row["cell"]) for row in found.to_dicts()]
    assert told == [
        ("X01", city.B, "第10行"),
        ("X02", city.C, None),
        ("X04", city.E, "第4行"),
        ("X06", city.A, "第4行"),
        ("X06", city.A, "第5行"),
        ("X92", city.A, "第7行"),
    ]
    assert not [words for words in found["words"] if "{" in words]


def test_what_is_missing_is_listed_by_name(built):
    missing = built.rows("rpt_missing_submission", "month = '2026-11' and unit_code = '360702'")
    listed = [(row["form_id"], row["scope_code"], row["status"]) for row in missing.to_dicts()]
    of_c = [row for row in listed if row[1] == city.C]
    forms = ["F02", "F04", "F04", "F05", "F05", "F07", "F09"]
    assert sorted(of_c) == [(form, city.C, "未报") for form in forms], "two months of cases"
    of_unit = sorted(form for form, scope, _ in listed if scope == "360702")
    assert of_unit == sorted(["F06", "F10", "F11"] * 2 + ["F08", "F12", "F13", "F14"])
    others = {form for form, scope, _ in listed if scope not in (city.C, "360702")}
    assert others == {"F09"}, "the other schools owe nothing but their rooms"


def test_follow_ups_due_are_counted_in_the_month_of_their_last_day(october):
    assert october["M13.3607"] == (2, 3, OK), "12, 19 and 26 October; nobody on the 19th"
    assert october["M13-severe.360702"] == (2, 3, OK)
    assert october["M13-mild.360702"] == (None, None, "not_applicable")
    assert october[f"M13.{city.C}"] == (None, None, "not_reported")


def test_a_case_missed_again_after_the_last_contact_is_overdue(built):
    november = built.figures("2026-11")
    assert november["M14.3607"] == (1, None, OK)
    assert november["M14-d08_30.3607"] == (1, None, OK), "since 2 November, seen on the 29th"
    assert november["M14-d31_up.3607"] == (0, None, OK)
    assert november["M14.360704"] == (0, None, OK), "a nil register speaks"


def test_a_review_counts_from_the_test_and_needs_an_interview_on_a_form(october):
    assert october[f"M10.{city.A}"] == (0, 1, OK), "P4, tested on 20 September, was first seen late"
    assert october["M10.3607SZ"] == (0, 1, OK)
    assert october[f"M10.{city.C}"] == (None, None, "not_reported")


def test_archives_are_counted_over_the_schools_of_the_staffing_figures(october):
    assert october["M11.3607"] == (0, 850 + 1 + 800 + 90 + 1700, OK)
    assert october["M11-preschool.3607"] == (None, None, "not_applicable")


def test_a_plan_in_time_and_posts_that_do_not_know(october):
    assert october["M12.3607"] == (1, 1, OK)
    assert october["M17.3607"] == (0, 1, OK)
