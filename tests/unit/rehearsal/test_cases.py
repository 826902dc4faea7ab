"""The cases of the rehearsal city: called for by screenings, met, and spoilt where listed."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from orchestration.rehearsal.case_files import OCTOBER, SEPTEMBER
from orchestration.rehearsal.city import build_city
from orchestration.rehearsal.enrolment import Row, census_day
from orchestration.rehearsal.submissions import Submission
from orchestration.rehearsal.waves import planted_faults, waves
from validations.school_days import working_day_after

ROUND = "2026-2027-1R1"
CITY = build_city()


def sent(form_id: str, period: str) -> list[Submission]:
    """The files of a form and period, of each path the last."""
    files = [file for wave in waves() for file in wave.files if file.raw is None]
    last = {file.path: file for file in files if (file.form_id, file.period) == (form_id, period)}
    return list(last.values())


def rows(form_id: str, period: str) -> list[Row]:
    return [row for file in sent(form_id, period) for row in file.rows]


def case_of(row: Row) -> tuple[str, str]:
    """What a case is known by: two schools may use one number, though they should not."""
    return row["school_code"], row["case_id"]


def planted(rule_id: str) -> list[str]:
    return [fault.kind for fault in planted_faults() if rule_id in fault.rule_ids]


def test_every_unit_sends_a_register_and_follow_ups_for_each_of_its_screened_schools() -> None:
    for form_id in ("F04", "F05"):
        for month in (SEPTEMBER, OCTOBER):
            files = sent(form_id, month)
            assert {file.unit_code for file in files} == set(CITY.unit_codes)
            for file in files:
                schools = CITY.of_unit(file.unit_code, census_day("2026-2027-1"))
                owed = {s.code for s in schools if s.stages != ("preschool",)}
                assert {row.code for row in file.scope or ()} == owed


def test_a_school_is_nil_exactly_where_it_has_no_row_and_many_are() -> None:
    nil = 0
    for form_id in ("F04", "F05"):
        for file in sent(form_id, OCTOBER):
            with_rows = {row["school_code"] for row in file.rows}
            for school in file.scope or ():
                assert school.is_nil == (school.code not in with_rows)
                nil += school.is_nil
    assert nil > 60


def test_about_one_pupil_in_a_hundred_is_a_case() -> None:
    levels = Counter(row["level"] for row in rows("F04", OCTOBER))
    assert 250 < levels["中度"] + levels["重度"] < 460
    assert levels["轻度"] > 100


def test_a_flagged_pupil_has_a_case_within_ten_working_days_but_for_the_one_left_out() -> None:
    opened = {row["pupil_token"]: row["opened_on"] for row in rows("F04", OCTOBER)}
    late = set()
    for row in (row for file in sent("F02", ROUND) for row in file.rows):
        if row["level"] in ("中度", "重度") and row["consent"] == "同意":
            due = working_day_after(date.fromisoformat(row["test_date"]), 10)
            if opened.get(row["pupil_token"], "9999") > str(due):
                late.add(row["pupil_token"])
    assert len(late) == len(planted("X04")) == 1


def test_a_case_found_by_screening_has_a_screening_but_for_the_one_made_up() -> None:
    flagged = {
        row["pupil_token"]
        for row in rows("F02", ROUND)
        if row["level"] in ("中度", "重度") and row["consent"] == "同意"
    }
    found = {r["pupil_token"] for r in rows("F04", OCTOBER) if r["entry_source"] == "筛查"}
    assert len(found - flagged) == len(planted("X03")) == 1
    assert len(found) > 150


def test_follow_ups_lie_between_opening_and_end_but_for_those_planted() -> None:
    cases: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in (*rows("F04", SEPTEMBER), *rows("F04", OCTOBER)):
        cases[case_of(row)].append(row)
    wrong = 0
    for row in rows("F05", OCTOBER):
        known = cases.get(case_of(row))
        ended = known and known[-1]["status"] in ("结案", "转出") and known[-1]["status_on"]
        is_fine = known and known[0]["opened_on"] <= row["event_on"] <= (ended or "9999")
        wrong += not is_fine
    # The pupil left without a case has no follow-up either.
    assert wrong == len(planted("X05")) == 3


def test_a_level_that_changed_was_recorded_at_a_contact_but_for_those_planted() -> None:
    before = {case_of(row): row["level"] for row in rows("F04", SEPTEMBER)}
    recorded = {
        (case_of(row), row["new_level"]) for row in rows("F05", OCTOBER) if row["new_level"]
    }
    changed = {
        (case_of(row), row["level"])
        for row in rows("F04", OCTOBER)
        if before.get(case_of(row), row["level"]) != row["level"]
    }
    assert len(changed - recorded) == 1
    assert len(recorded - changed) == 1
    assert len(changed) > 20
    assert len(planted("X94")) == 2


def test_every_imperfection_of_cases_is_planted() -> None:
    rules = {rule for fault in planted_faults() for rule in fault.rule_ids}
    assert {"X03", "X04", "X05", "X06", "X91", "X94", "X95", "X96", "X97", "X98"} <= rules
    assert {"F04.R01", "F04.R06", "F04.R07", "F04.R09", "F04.R12", "F05.R03"} <= rules
    turns = {fault.kind for fault in planted_faults() if fault.found_by == "nobody"}
    assert {"结案后又重新在册", "休学后复学", "失联不算一次随访", "随访间隔当中转出"} <= turns


def test_weekly_follow_ups_are_sent_again_longer() -> None:
    files = [f for wave in waves() for f in wave.files if f.unit_code == "360702"]
    pushed, whole = [f for f in files if (f.form_id, f.period) == ("F05", OCTOBER)]
    assert pushed.sent_on < whole.sent_on
    assert 0 < len(pushed.rows) < len(whole.rows)
    keys = {(row["case_id"], row["event_on"]) for row in whole.rows}
    assert {(row["case_id"], row["event_on"]) for row in pushed.rows} <= keys
