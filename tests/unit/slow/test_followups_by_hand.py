"""The slow calculation itself, on cases counted by hand with a calendar."""

from __future__ import annotations

from datetime import date

from tests.slow.followups import Item, all_items, overdue, stretches
from tests.slow.registers import Case


def d(text: str) -> date:
    """'10-05' in the autumn of 2026, '27-01-05' afterwards."""
    return date.fromisoformat(f"20{text}" if len(text) == 8 else f"2026-{text}")


def case(levels: str, contacts: str = "", statuses: str = "", opened: str = "10-01") -> Case:
    """A case from words as 'severe 10-01, mild 10-20'."""

    def pairs(text: str) -> dict[date, str]:
        told = [part.split() for part in text.split(",") if part]
        return {d(day): word for word, day in told}

    return Case(
        "2136000001",
        "2136000001-2026-001",
        row={"opened_on": d(opened), "pupil_token": "P"},
        levels=pairs(levels),
        statuses=pairs(statuses),
        contacts={d(day) for day in contacts.split()},
    )


def dated(items: list[Item]) -> list[tuple[str, str, str, bool]]:
    """Items as (due, last day, level, on time)."""
    return [
        (f"{item.due:%m-%d}", f"{item.last_on:%m-%d}", item.level, item.is_on_time)
        for item in items
    ]


def test_severe_is_due_every_seven_days_from_the_first_day_to_the_last():
    found = all_items(case("severe 10-01", "10-08 10-15"), d("10-22"))
    assert dated(found) == [
        ("10-08", "10-08", "severe", True),
        ("10-15", "10-15", "severe", True),
        ("10-22", "10-22", "severe", False),
    ]


def test_an_item_counts_from_its_last_day_on_and_not_before():
    assert all_items(case("severe 10-01"), d("10-07")) == []
    assert len(all_items(case("severe 10-01"), d("10-08"))) == 1


def test_the_night_after_the_due_day_is_the_first_overdue_one_with_one_day():
    assert overdue(case("severe 10-01"), d("10-07")) is None
    found = overdue(case("severe 10-01"), d("10-08"))
    assert found is not None
    assert (found.since, found.days, found.band) == (d("10-08"), 1, "d01_07")


def test_neglect_counts_one_miss_an_interval_and_is_overdue_since_the_first():
    neglected = case("severe 10-01")
    assert [item.is_on_time for item in all_items(neglected, d("10-31"))] == [False] * 4
    found = overdue(neglected, d("10-31"))
    assert found is not None
    assert (found.since, found.days, found.band) == (d("10-08"), 24, "d08_30")


def test_grace_is_two_days_for_moderate_and_a_contact_in_it_is_on_time_and_the_next_anchor():
    found = all_items(case("moderate 10-01", "10-17"), d("11-02"))
    assert dated(found) == [
        ("10-15", "10-17", "moderate", True),
        ("10-31", "11-02", "moderate", False),
    ]


def test_a_contact_after_the_grace_ends_overdue_and_mends_nothing():
    late = case("moderate 10-01", "10-18")
    assert overdue(late, d("10-17")) is not None
    assert overdue(late, d("10-18")) is None
    assert dated(all_items(late, d("11-02"))) == [
        ("10-15", "10-17", "moderate", False),
        ("10-29", "10-31", "moderate", True),
    ], "the missed one's due day starts the next clock, and the late contact falls into it"


def test_the_last_contact_before_the_due_day_starts_the_next_clock_and_extra_ones_add_nothing():
    found = all_items(case("severe 10-01", "10-03 10-05 10-06"), d("10-14"))
    assert dated(found) == [("10-08", "10-08", "severe", True), ("10-13", "10-13", "severe", False)]


def test_a_contact_on_the_first_day_does_nothing():
    found = all_items(case("severe 10-01", "10-01"), d("10-08"))
    assert dated(found) == [("10-08", "10-08", "severe", False)]


def test_vacations_stop_moderate_and_mild_and_never_severe():
    # Winter vacation 2027: 30 January to 21 February, both included.
    moderate = case("moderate 27-01-20", opened="27-01-20")
    assert dated(all_items(moderate, d("27-02-28"))) == [("02-26", "02-28", "moderate", False)]
    assert overdue(moderate, d("27-02-27")) is None
    severe = case("severe 27-01-28", opened="27-01-28")
    assert [due for due, *_ in dated(all_items(severe, d("27-02-20")))] == [
        "02-04",
        "02-11",
        "02-18",
    ]


def test_a_grace_may_straddle_a_vacation():
    mild = case("mild 26-12-29", opened="26-12-29")
    assert dated(all_items(mild, d("27-02-28"))) == [("01-28", "02-23", "mild", False)]


def test_a_leap_day_is_a_day():
    severe = case("severe 28-02-24", opened="28-02-24")
    assert dated(all_items(severe, d("28-03-02"))) == [("03-02", "03-02", "severe", False)]


def test_a_rise_brings_the_due_day_forward_and_keeps_the_contacts_since():
    risen = case("moderate 10-01, severe 10-05", "10-03")
    assert dated(all_items(risen, d("10-12")))[0] == ("10-12", "10-12", "severe", True)


def test_a_fall_never_postpones_what_was_due():
    fallen = case("severe 10-01, mild 10-06")
    assert dated(all_items(fallen, d("10-11"))) == [("10-08", "10-11", "mild", False)]


def test_a_contact_on_the_day_of_the_change_closes_the_item_in_the_month_it_was_due():
    met = case("moderate 10-01, severe 10-09", "10-09")
    assert all_items(met, d("10-15")) == []
    assert dated(all_items(met, d("10-16"))) == [("10-16", "10-16", "severe", False)]
    assert dated(all_items(met, d("10-17")))[0] == ("10-15", "10-17", "moderate", True)


def test_a_rise_inside_the_grace_ends_the_grace_at_once_and_rules_the_next_item_too():
    risen = case("mild 10-01, severe 11-02")
    assert dated(all_items(risen, d("11-09"))) == [
        ("10-31", "11-02", "severe", False),
        ("11-09", "11-09", "severe", False),
    ]


def test_two_changes_in_one_item_are_taken_in_order():
    twice = case("mild 10-01, moderate 10-10, severe 10-12")
    assert dated(all_items(twice, d("10-19"))) == [("10-19", "10-19", "severe", False)]


def test_a_pause_voids_what_was_pending_and_the_return_starts_anew():
    paused = case("severe 10-01", statuses="open 10-01, suspended 10-08, returned 10-20")
    assert stretches(paused, d("10-30")) == [(d("10-01"), d("10-08")), (d("10-20"), None)]
    assert dated(all_items(paused, d("10-30"))) == [("10-27", "10-27", "severe", False)]
    assert overdue(paused, d("10-15")) is None


def test_closing_the_day_after_keeps_the_miss_and_ends_overdue():
    closed = case("severe 10-01", statuses="closed 10-09")
    assert dated(all_items(closed, d("10-30"))) == [("10-08", "10-08", "severe", False)]
    assert overdue(closed, d("10-08")) is not None
    assert overdue(closed, d("10-09")) is None


def test_level_normal_ends_the_stretch_and_a_case_without_a_level_does_not_run():
    healed = case("severe 10-03, normal 10-12, mild 10-20")
    assert stretches(healed, d("10-30")) == [(d("10-03"), d("10-12")), (d("10-20"), None)]
