"""How the slow calculation reads registers, and its figures, on rows counted by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.slow.measures import recount, spell_start
from tests.slow.registers import Case, Filed, as_of, cases, counting

SCHOOL, OTHER = "2136000001", "2136000002"


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def row(**given: Any) -> dict[str, Any]:
    return {
        "case_id": f"{SCHOOL}-2026-001",
        "school_code": SCHOOL,
        "pupil_token": "P1",
        "opened_on": d("09-01"),
        "level": "severe",
        "level_on": d("09-01"),
        "status": "open",
        "status_on": d("09-01"),
        **given,
    }


def register(month: str, *rows: dict[str, Any], day: str = "", school: str = SCHOOL) -> Filed:
    received = datetime.fromisoformat(f"{day or month + '-28'}T20:00")
    return Filed(received, "F04", month, school, rows, is_nil=not rows)


def contacts(month: str, *days: str, school: str = SCHOOL, **given: Any) -> Filed:
    rows = tuple(
        {
            "case_id": f"{school}-2026-001",
            "event_on": d(day),
            "mode": "interview",
            "outcome": "stable",
            **given,
        }
        for day in days
    )
    return Filed(datetime.fromisoformat(f"{month}-28T20:00"), "F05", month, school, rows, not rows)


def the_case(*filed: Filed, known: str = "2026-12-31", day: str = "12-30") -> Case:
    known_at = datetime.fromisoformat(f"{known}T20:00")
    found = cases(counting(filed, "F04", known_at), counting(filed, "F05", known_at), d(day))
    (one,) = found.values()
    return one


def test_a_later_register_with_an_earlier_date_voids_what_it_contradicts():
    one = the_case(
        register("2026-09", row(level="moderate", level_on=d("09-05"))),
        register("2026-10", row(level="severe", level_on=d("10-03"))),
        register("2026-11", row(level="severe", level_on=d("09-20"))),
    )
    assert one.levels == {d("09-05"): "moderate", d("09-20"): "severe"}
    assert one.level_on(d("09-04")) is None
    assert one.level_on(d("09-19")) == "moderate"


def test_on_one_date_the_later_period_is_right_whatever_came_last():
    one = the_case(
        register("2026-10", row(level="mild"), day="2026-10-28"),
        register("2026-09", row(level="severe"), day="2026-11-02"),
    )
    assert one.level_on(d("09-01")) == "mild"


def test_only_the_last_file_of_a_period_counts_and_only_once_it_is_known():
    filed = [
        register("2026-09", row(), day="2026-09-28"),
        register("2026-09", row(level="mild"), day="2026-10-04"),
    ]
    assert the_case(*filed, known="2026-10-01").level_on(d("09-10")) == "severe"
    assert the_case(*filed).level_on(d("09-10")) == "mild"


def test_a_row_that_vanishes_and_an_empty_register_change_nothing():
    one = the_case(register("2026-09", row()), register("2026-10"), register("2026-11"))
    assert one.runs_on(d("12-01"))


def test_a_status_after_closing_opens_again():
    one = the_case(
        register("2026-09", row(status="closed", status_on=d("09-10"))),
        register("2026-10", row(status="open", status_on=d("10-10"))),
    )
    assert [one.runs_on(d(day)) for day in ("09-09", "09-10", "10-09", "10-10")] == [
        True,
        False,
        False,
        True,
    ]


def test_lost_and_referrals_and_days_before_the_opening_are_no_contacts():
    filed = register("2026-09", row(opened_on=d("09-10"), level_on=d("09-10")))
    assert the_case(filed, contacts("2026-09", "09-09", "09-12", "09-12")).contacts == {d("09-12")}
    assert the_case(filed, contacts("2026-09", "09-12", outcome="lost")).contacts == set()
    assert the_case(filed, contacts("2026-09", "09-12", mode="referral")).contacts == set()


def test_as_of_is_the_last_complete_day():
    assert as_of("2026-09", datetime(2026, 9, 20, 23)) == d("09-19")
    assert as_of("2026-09", datetime(2026, 11, 1)) == d("09-30")


def test_an_item_belongs_to_the_month_its_grace_ends_in():
    filed = [
        register("2026-09", row(level="moderate", level_on=d("09-16"), opened_on=d("09-16"))),
        contacts("2026-09"),
        register("2026-10", row(level="moderate", level_on=d("09-16"), opened_on=d("09-16"))),
        contacts("2026-10", "10-01"),
    ]
    known_at = datetime(2026, 11, 5)
    assert recount(filed, "2026-09", known_at).figure("M13", [SCHOOL]) == (
        None,
        None,
        "not_applicable",
    )
    # Due 30 September, met on 1 October; then due on the 15th and the 29th, and missed.
    assert recount(filed, "2026-10", known_at).figure("M13", [SCHOOL]) == (1, 3, "ok")


def test_a_month_that_is_over_needs_its_own_register_and_its_own_sheet():
    filed = [register("2026-09", row(), day="2026-09-10")]
    after = recount(filed, "2026-09", datetime(2026, 10, 8))
    assert after.figure("M14", [SCHOOL]) == (None, None, "not_reported")
    assert after.figure("M12", [SCHOOL]) == (0, 1, "ok")
    both = recount([*filed, contacts("2026-09")], "2026-09", datetime(2026, 10, 8))
    assert both.figure("M14", [SCHOOL]) == (1, None, "ok")


def test_while_a_month_runs_the_last_one_due_carries_it():
    filed = [register("2026-09", row(), day="2026-09-10"), contacts("2026-09")]

    def statuses(known_at: datetime, month: str) -> str:
        return recount(filed, month, known_at).figure("M14", [SCHOOL])[2]

    assert statuses(datetime(2026, 9, 29), "2026-09") == "ok"
    assert statuses(datetime(2026, 10, 8), "2026-10") == "ok", "September's stand for October"
    assert statuses(datetime(2026, 11, 5), "2026-11") == "ok", "October's are not late yet"
    assert statuses(datetime(2026, 11, 6), "2026-11") == "not_reported"


def test_overdue_cases_fall_into_bands_by_their_days():
    filed = [register("2026-09", row(), day="2026-09-10"), contacts("2026-09")]
    night = recount(filed, "2026-09", datetime(2026, 9, 29))
    assert night.figure("M14-d08_30", [SCHOOL]) == (1, None, "ok"), "since the 8th: 21 days"
    assert night.figure("M14-d01_07", [SCHOOL]) == (0, None, "ok")
    assert night.figure("M14-severe", [SCHOOL]) == (1, None, "ok")


def test_plans_and_the_three_who_must_know_have_working_days_from_the_first_grave_day():
    # Severe from Tuesday 1 September 2026: five working days end on the 8th, ten on the 15th.
    acks = {"ack_principal_on": d("09-08"), "ack_psych_on": d("09-02")}
    planned = row(plan_on=d("09-15"), **acks, ack_homeroom_on=d("09-20"))
    filed = [register("2026-09", planned, day="2026-09-10")]
    assert recount(filed, "2026-09", datetime(2026, 9, 15, 20)).figure("M12", [SCHOOL]) == (
        None,
        None,
        "not_applicable",
    )
    assert recount(filed, "2026-09", datetime(2026, 9, 16)).figure("M12", [SCHOOL])[:2] == (1, 1)
    assert recount(filed, "2026-09", datetime(2026, 9, 20)).figure("M17", [SCHOOL])[:2] == (0, 1)
    assert recount(filed, "2026-09", datetime(2026, 9, 21)).figure("M17", [SCHOOL])[:2] == (1, 1)
    late = [register("2026-09", row(plan_on=d("09-16")), day="2026-09-10")]
    assert recount(late, "2026-09", datetime(2026, 9, 20)).figure("M12", [SCHOOL])[:2] == (0, 1)


def test_a_pause_does_not_end_a_spell_and_a_mild_level_does():
    paused = the_case(
        register("2026-09", row()),
        register("2026-10", row(status="suspended", status_on=d("10-05"))),
    )
    assert spell_start(paused, d("11-01")) == d("09-01")
    eased = the_case(
        register("2026-09", row()),
        register("2026-10", row(level="mild", level_on=d("10-05"))),
        register("2026-11", row(level="moderate", level_on=d("11-05"))),
    )
    assert spell_start(eased, d("10-20")) is None
    assert spell_start(eased, d("11-20")) == d("11-05")


def test_a_pupil_with_two_cases_counts_once_at_the_case_opened_last():
    later = row(
        case_id=f"{OTHER}-2026-001",
        school_code=OTHER,
        opened_on=d("09-03"),
        level_on=d("09-03"),
        level="moderate",
    )
    filed = [
        register("2026-09", row()),
        register("2026-09", later, school=OTHER),
        contacts("2026-09"),
        contacts("2026-09", school=OTHER),
    ]
    done = recount(filed, "2026-09", datetime(2026, 10, 8))
    assert len(done.overdue) == 2
    assert done.figure("M14", [SCHOOL, OTHER]) == (1, None, "ok")
    assert done.figure("M14", [OTHER]) == (1, None, "ok")
    assert done.figure("M14-severe", [SCHOOL, OTHER]) == (0, None, "ok")
    assert done.figure("M13", [SCHOOL])[1] == 4, "items are not de-duplicated"


def test_a_flagged_pupil_must_be_spoken_with_in_ten_working_days():
    test = {
        "pupil_token": "P1",
        "test_date": d("09-01"),
        "total_score": 12.0,
        "crisis_flag": False,
    }
    tests = Filed(datetime(2026, 9, 5), "F02", "2026-2027-1R1", SCHOOL, (test,))
    opened = row(opened_on=d("09-14"), level_on=d("09-14"))
    for spoken_on, hit in (("09-15", 1), ("09-16", 0), ("09-01", 1)):
        filed = [tests, register("2026-09", opened), contacts("2026-09", spoken_on)]
        done = recount(filed, "2026-09", datetime(2026, 10, 8))
        assert done.figure("M10", [SCHOOL]) == (hit, 1, "ok")
    by_phone = [tests, register("2026-09", opened), contacts("2026-09", "09-10", mode="phone")]
    assert recount(by_phone, "2026-09", datetime(2026, 10, 8)).figure("M10", [SCHOOL])[0] == 0
