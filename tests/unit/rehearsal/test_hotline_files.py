"""Hotlines and visits of the rehearsal city: sound for the gate, and spoilt where listed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from orchestration.rehearsal.city import build_city
from orchestration.rehearsal.drop import write_submission
from orchestration.rehearsal.hotline_files import (
    OCTOBER,
    SEPTEMBER,
    hotline_submissions,
    plant_hotline_faults,
)
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.submissions import Submission
from validations.gate import IncomingFile, check_batch

# City lines, no line, visits at the end of term only, and a plain one.
SOME_UNITS = ("3607SZ", "360728", "360725", "360702")


@cache
def sound() -> tuple[Submission, ...]:
    return hotline_submissions(build_city())


def findings(files: Sequence[Submission], folder: Path) -> pl.DataFrame:
    incoming = []
    for file in files:
        content = write_submission(file, folder).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        incoming.append(IncomingFile(digest[:12], file.path, digest, content, None, None, None))
    return check_batch(incoming, max(file.received_at for file in files), "b").findings


@pytest.mark.parametrize("month", [SEPTEMBER, OCTOBER])
def test_sound_files_pass_the_gate_without_a_finding(month: str, tmp_path: Path) -> None:
    files = [file for file in sound() if file.period == month and file.unit_code in SOME_UNITS]
    assert len(files) == len(SOME_UNITS)
    found = findings(files, tmp_path)
    assert found.select("file_name", "rule_id", "words").rows() == []


def test_most_units_are_in_time_one_is_late_and_one_silent() -> None:
    for month, late in ((SEPTEMBER, set()), (OCTOBER, {"360733"})):
        files = [file for file in sound() if file.period == month]
        assert {file.unit_code for file in files} == set(build_city().unit_codes) - {"360734"}
        in_time = min(file.sent_on for file in files)
        assert {file.unit_code for file in files if file.sent_on > in_time} == late


def test_visits_of_october_hold_those_of_september() -> None:
    told = {
        (file.period, row["school_code"]): (int(row["visits_n"]), int(row["visitors_n"]))
        for file in sound()
        for row in file.further["F10V"]
    }
    both = [school for month, school in told if month == SEPTEMBER]
    assert len(both) > 50
    for school in both:
        before, after = told[SEPTEMBER, school], told[OCTOBER, school]
        assert before[0] < after[0]
        assert before[1] < after[1]


def test_what_is_planted_is_for_the_warehouse_to_find(tmp_path: Path) -> None:
    desk = Desk(sound())
    plant_hotline_faults(desk)
    planted = desk.planted
    assert {rule for fault in planted for rule in fault.rule_ids} == {"X00", "X16", "X99"}
    assert {fault.found_by for fault in planted} == {"warehouse"}
    spoilt = [file for file in desk.files if file not in sound()]
    assert {(file.period, file.unit_code) for file in spoilt} == {
        (fault.period, fault.unit_code) for fault in planted
    }
    assert findings(spoilt, tmp_path)["rule_id"].to_list() == []
