"""F11: what may count as an activity that took place, and the weekly notes among them."""

from typing import Any

import pytest

from tests.filled_workbooks import good_row, incoming, judge, judge_row, rule_ids, school, workbook
from tests.good_county_work import activity_id
from tests.unit.validations.broken_activities import NOBODY, NOTE, TRAINING
from validations.gate import GateResult


def note(number: int, day: str, **changes: Any) -> dict[str, Any]:
    row = good_row("F11", number) | NOTE
    row |= {"title": f"周签第{number}期", "issue_no": number, "views_n": 1000 * number}
    return row | {"activity_id": activity_id(number), "start_on": day, "end_on": day} | changes


def notes(*rows: dict[str, Any]) -> GateResult:
    return judge(incoming(workbook("F11", list(rows))))


def test_a_plan_is_no_activity() -> None:
    rows = [good_row("F11") | {"start_on": "2026-11-03", "end_on": "2026-11-03"}]
    result = judge(incoming(workbook("F11", rows, period="2026-11")))
    assert rule_ids(result) == ["F11.R05"]
    assert "计划中的不报" in result.findings["fix"][0]


def test_an_activity_that_ended_the_day_the_file_came_has_taken_place() -> None:
    rows = [good_row("F11") | {"start_on": "2026-10-30", "end_on": "2026-11-02"}]
    assert rule_ids(judge(incoming(workbook("F11", rows, period="2026-11")))) == []


def test_an_activity_over_two_months_is_told_in_the_month_it_ends() -> None:
    assert rule_ids(judge_row("F11", start_on="2026-09-20", end_on="2026-10-08")) == []


def test_attendances_may_be_told_as_a_whole_or_by_kind() -> None:
    parts = dict.fromkeys(("teacher_n", "pupil_n", "parent_n"))
    assert rule_ids(judge_row("F11", **parts)) == []
    assert rule_ids(judge_row("F11", attend_n=None, pupil_n=None, parent_n=None)) == []
    assert rule_ids(judge_row("F11", attend_n=50, pupil_n=None, parent_n=8)) == []
    assert rule_ids(judge_row("F11", attend_n=None, person_n=43)) == ["F11.R10"]


def test_the_words_name_both_sums() -> None:
    found = judge_row("F11", parent_n=8).findings
    assert found["words"].to_list() == ["参加人次 42，与教师、学生、家长人次之和 50 不等。"]


def test_a_training_above_the_school_may_leave_counting_to_its_list() -> None:
    assert rule_ids(judge_row("F11", **TRAINING, **NOBODY)) == []
    of_school = {"activity_level": "校级", "organiser_school": school()}
    assert rule_ids(judge_row("F11", **TRAINING, **NOBODY, **of_school)) == ["F11.R09"]


def test_counties_need_no_count_beside_their_list_and_no_list_beside_their_count() -> None:
    contest = {"activity_type": "课堂大比武", "activity_level": "市级"}
    assert rule_ids(judge_row("F11", **contest, county_codes="章贡区、赣县区")) == []
    assert rule_ids(judge_row("F11", **contest, county_n=20)) == []
    assert rule_ids(judge_row("F11", county_codes="章贡区；章贡区", county_n=1)) == []
    assert rule_ids(judge_row("F11", county_n=21)) == ["F11.county_n.range"]


def test_a_county_that_is_none_is_asked_back() -> None:
    assert rule_ids(judge_row("F11", county_codes="章贡区；蓉江")) == ["F11.county_codes.list"]


def test_an_estimate_is_a_basis_like_another() -> None:
    outreach = {"activity_type": "送教送培", "reached_school_codes": school(2)}
    result = judge_row("F11", **outreach, benefit_n=18034, benefit_basis="估报")
    assert rule_ids(result) == []
    assert result.rows["f11_activity"]["benefit_basis"].to_list() == ["estimated"]


def test_a_number_of_a_note_posted_twice_is_told_at_both_rows() -> None:
    result = notes(note(80, "2026-10-12"), note(81, "2026-10-19", issue_no=80))
    assert rule_ids(result) == ["F11.R18", "F11.R18"]
    assert set(result.findings["row_number"]) == {4, 5}


def test_the_two_series_and_two_studios_count_for_themselves() -> None:
    family = note(81, "2026-10-12", issue_no=80, activity_type="家庭教育周签")
    studio = note(82, "2026-10-12", issue_no=80, studio="360702-G01")
    assert rule_ids(notes(note(80, "2026-10-12"), family, studio)) == []


def test_two_notes_of_one_week_ask_for_a_reason() -> None:
    monday, sunday = note(80, "2026-10-12"), note(81, "2026-10-18")
    assert rule_ids(notes(monday, sunday)) == ["F11.R19", "F11.R19"]
    assert rule_ids(notes(monday, note(81, "2026-10-19"))) == []


def test_readers_of_a_series_only_grow_in_the_order_of_the_numbers() -> None:
    later, earlier = note(81, "2026-10-19", views_n=900), note(80, "2026-10-12", views_n=1000)
    result = notes(later, earlier)
    assert rule_ids(result) == ["F11.R21"]
    assert result.findings["cell"].str.ends_with("4").all()
    assert "比前一期的 1000 还少" in result.findings["words"][0]


def test_a_pause_is_told_without_number_and_may_last() -> None:
    pause = note(1, "2026-10-19", is_paused="是", issue_no=None, views_n=None, end_on="2026-10-31")
    assert rule_ids(notes(note(80, "2026-10-12"), pause)) == []


@pytest.mark.parametrize("title", ["李小明", "王芳老师示范课"])
def test_a_person_in_a_title_takes_the_workbook(title: str) -> None:
    result = judge_row("F11", title=title)
    assert result.submissions["status"].to_list() == ["quarantined"]


@pytest.mark.parametrize(
    "title",
    [
        "百场辅导进百校",
        "春暖万家 护航成长",
        "心灵之约",
        "全市初中段心理课例比赛",
        "“暖心一句话”",
        "国旗下讲话",
    ],
)
def test_names_of_activities_are_no_names_of_persons(title: str) -> None:
    assert rule_ids(judge_row("F11", title=title)) == []


def test_an_award_may_tell_its_class_or_its_rank() -> None:
    assert rule_ids(judge_row("F11A", award_rank=None)) == []
    assert rule_ids(judge_row("F11A", award_class=None, award_level="省级", award_rank=10)) == []


def test_a_headmaster_at_a_training_is_no_line_to_sign() -> None:
    result = judge_row("F11P", attendee_role="校长")
    assert rule_ids(result) == []
    assert result.rows["f11_attendance"]["attendee_role"].to_list() == ["principal"]
    signed = judge_row("F11P", attendee_role="校长：")
    assert rule_ids(signed) == ["N02", "W14"]


@pytest.mark.parametrize(
    ("title", "rules"),
    [
        ("拟定于年底的教研活动", ["F11.R30"]),
        ("将于12月举办的讲座", ["F11.R30"]),
        ("预计三场的教研活动", ["F11.R30"]),
        ("教研活动(计划)", ["F11.R30"]),
        ("心理健康教育工作计划研讨", []),
        ("新学期教研计划交流", []),
        ("虚拟于行：虚拟仿真课例教研", []),
    ],
)
def test_a_title_of_an_event_still_to_come_is_asked_about(title: str, rules: list[str]) -> None:
    assert rule_ids(judge_row("F11", title=title)) == rules
