"""The register of submissions: what is owed or came, where it stands, deadline and lock apart."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from tests.lake_builder import LAKE_SCHEMA, Sent
from tests.lake_rows import AUTUMN, enrolment, school
from tests.warehouse_bench import WarehouseBench

UNIT, OTHER = "360702", "360704"
SOUND, SILENT, REFUSED, RIVALS, BETTERED, CORRECTED, LATE, WORSENED = (
    f"213600000{n}" for n in range(1, 9)
)
CLOSED, MERGED, STRANGER, ELSEWHERE = "2136000011", "2136000012", "2136000099", "2136000021"
BEFORE_DUE, AFTER_DUE, AFTER_LOCK = (
    datetime(2026, 9, 14, 20),
    datetime(2026, 10, 12, 20),
    datetime(2026, 11, 20, 20),
)
Lives = dict[str, dict[str, Any]]


def pupils(code: str, count: int, unit: str = UNIT, revision: int = 1) -> Sent:
    rows = [enrolment(code, unit, "4", "1", count)]
    return Sent("F01", AUTUMN, unit, rows, revision=revision)


def refused(code: str, name: str) -> Sent:
    return Sent("F01", AUTUMN, UNIT, refused=(code,), file_name=name)


def send(bench: WarehouseBench) -> None:
    lake = bench.fresh_lake()
    last_day = date(2026, 8, 31)
    open_codes = (SOUND, SILENT, REFUSED, RIVALS, BETTERED, CORRECTED, LATE, WORSENED)
    register = [
        *(school(code, UNIT) for code in open_codes),
        school(CLOSED, UNIT, closed_on=last_day),
        school(MERGED, UNIT, closed_on=last_day, merged_into=SOUND),
        school(ELSEWHERE, OTHER),
    ]
    lake.batch(datetime(2026, 9, 8), Sent("F00", AUTUMN, "3607", register))
    lake.batch(
        datetime(2026, 9, 10),
        *(pupils(code, 100) for code in (SOUND, BETTERED, CORRECTED, WORSENED)),
        refused(REFUSED, "first.xlsx"),
        pupils(RIVALS, 90),
        pupils(RIVALS, 80),
        *(pupils(code, 50) for code in (CLOSED, MERGED, STRANGER)),
        pupils(ELSEWHERE, 5),
    )
    lake.batch(datetime(2026, 9, 11), pupils(SOUND, 100), pupils(BETTERED, 120))
    lake.batch(datetime(2026, 9, 12), refused(WORSENED, "second.xlsx"))
    lake.batch(datetime(2026, 10, 5), pupils(LATE, 70))
    lake.batch(datetime(2026, 11, 2), pupils(CORRECTED, 90))


def lives(bench: WarehouseBench, known_at: datetime) -> Lives:
    bench.run(known_at)
    rows = bench.rows("rpt_submission_life", "form_id = 'F01'").to_dicts()
    return {f"{row['unit_code']} {row['scope_code']}": row for row in rows}


@pytest.fixture(scope="module")
def early(bench: WarehouseBench) -> Lives:
    send(bench)
    return lives(bench, BEFORE_DUE)


@pytest.fixture(scope="module")
def october(bench: WarehouseBench, early: Lives) -> Lives:
    return lives(bench, AFTER_DUE)


@pytest.fixture(scope="module")
def november(bench: WarehouseBench, october: Lives) -> Lives:
    return lives(bench, AFTER_LOCK)


@pytest.fixture(scope="module")
def december(bench: WarehouseBench, november: Lives) -> Lives:
    """After the office adopted the correction and withdrew a school's only file."""
    found = bench.rows("rpt_submission_life", f"scope_code in ('{CORRECTED}', '{LATE}')")
    ids = dict(
        found.filter(pl.col("form_id") == "F01").select("scope_code", "submission_id").rows()
    )
    adopt = {"kind": "late_correction", "choice": "adopt", "submission_id": ids[CORRECTED]}
    withdraw = {"kind": "withdraw", "choice": "withdraw", "submission_id": ids[LATE]}
    decided_at = AFTER_LOCK + timedelta(days=5)
    events = [
        {
            "event_id": f"decided-{number}",
            "event_type": "decided",
            "occurred_at": decided_at,
            "who": "张科长",
            "subject": "F01",
            "payload": json.dumps(payload),
        }
        for number, payload in enumerate((adopt, withdraw))
    ]
    batch_id = f"{decided_at:%Y%m%dT%H%M%S}-events"
    frame = pl.DataFrame(events, schema=LAKE_SCHEMA["events"])
    bench.add_to_lake(batch_id, "events", frame)
    return lives(bench, decided_at)


@pytest.fixture(scope="module")
def versions(bench: WarehouseBench, december: Lives) -> list[dict[str, Any]]:
    return bench.rows("rpt_submission_version", "form_id = 'F01'").sort("version_no").to_dicts()


def of(found: Lives, code: str, unit: str = UNIT) -> dict[str, Any]:
    return found[f"{unit} {code}"]


def test_what_is_owed_is_expected_until_it_is_due_and_missing_after(early, october):
    assert (of(early, SILENT)["state"], of(early, SILENT)["is_late"]) == ("expected", False)
    assert of(early, SILENT)["due_on"] == date(2026, 9, 16)
    assert (of(october, SILENT)["state"], of(october, SILENT)["is_late"]) == ("missing", True)


def test_what_counts_is_accepted_until_the_lock_and_locked_after(early, november):
    assert of(early, SOUND)["state"] == "accepted"
    assert of(november, SOUND)["state"] == "locked"
    assert of(november, SOUND)["lock_on"] == date(2026, 10, 16)
    assert of(november, SOUND)["version_no"] == 1, "the same content again is no version"


def test_a_file_turned_back_is_returned_and_the_one_before_goes_on_counting(early):
    assert of(early, REFUSED)["state"] == "returned"
    assert of(early, REFUSED)["counted_version_no"] is None
    worsened = of(early, WORSENED)
    assert (worsened["state"], worsened["version_no"]) == ("returned", 2)
    assert worsened["counted_version_no"] == 1
    assert worsened["must_fix_count"] == 1


def test_rivals_are_held(early):
    assert (of(early, RIVALS)["state"], of(early, RIVALS)["version_no"]) == ("held", 2)
    assert of(early, RIVALS)["counted_submission_id"] is None


def test_a_change_before_the_lock_is_a_new_version_and_counts_at_once(november):
    bettered = of(november, BETTERED)
    assert (bettered["counted_version_no"], bettered["is_late"]) == (2, False)
    assert bettered["is_correction"] is False


def test_a_change_after_the_lock_is_held_and_once_adopted_a_correction(november, december):
    held = of(november, CORRECTED)
    assert (held["state"], held["version_no"], held["counted_version_no"]) == ("held", 2, 1)
    adopted = of(december, CORRECTED)
    assert (adopted["state"], adopted["counted_version_no"]) == ("locked", 2)
    assert adopted["is_correction"] is True


def test_a_first_file_after_the_deadline_is_late_and_no_correction(october):
    late = of(october, LATE)
    assert (late["state"], late["is_late"], late["is_correction"]) == ("accepted", True, False)


def test_what_was_withdrawn_counts_for_nothing_and_is_missing_again(december, versions):
    assert of(december, LATE)["state"] == "missing"
    assert of(december, LATE)["counted_submission_id"] is None
    (version,) = [v for v in versions if v["scope_code"] == LATE]
    assert version["outcome"] == "withdrawn"


def test_closed_and_merged_schools_owe_nothing_and_what_they_send_is_returned(early):
    for code in (CLOSED, MERGED):
        assert (of(early, code)["state"], of(early, code)["is_owed"]) == ("returned", False)


def test_a_school_the_register_does_not_name_is_received_and_waits(early):
    assert (of(early, STRANGER)["state"], of(early, STRANGER)["is_owed"]) == ("received", False)


def test_a_file_of_another_unit_is_turned_back_there_and_leaves_the_school_owing(october):
    assert of(october, ELSEWHERE)["state"] == "returned"
    assert of(october, ELSEWHERE)["is_owed"] is False
    assert of(october, ELSEWHERE, OTHER)["state"] == "missing"


def test_every_version_is_kept_with_what_became_of_it(versions):
    told = [(v["version_no"], v["outcome"]) for v in versions if v["scope_code"] == BETTERED]
    assert told == [(1, "replaced"), (2, "counts")]
    told = [(v["version_no"], v["outcome"]) for v in versions if v["scope_code"] == WORSENED]
    assert told == [(1, "counts"), (2, "returned")]
