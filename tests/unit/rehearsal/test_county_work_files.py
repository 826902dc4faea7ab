"""Services, campus lists and duties of the rehearsal city: sound for the gate, spoilt as listed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from orchestration.rehearsal.campus_files import campus_submissions, plant_campus_faults
from orchestration.rehearsal.city import City, build_city
from orchestration.rehearsal.drop import write_submission
from orchestration.rehearsal.duty_files import duty_submissions, plant_duty_faults
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.service_files import plant_service_faults, service_submissions
from orchestration.rehearsal.submissions import Submission
from validations.gate import IncomingFile, check_batch

Made = Callable[[City], tuple[Submission, ...]]
MAKERS: tuple[Made, ...] = (service_submissions, campus_submissions, duty_submissions)
# A buyer, a paired office, small buyers, a plain county and one that has nothing to tell.
SOME_UNITS = ("360704", "3607SZ", "360783", "360781", "360729", "360702", "360735")


@cache
def sound(made: Made) -> tuple[Submission, ...]:
    return made(build_city())


def findings(files: Sequence[Submission], folder: Path) -> pl.DataFrame:
    incoming = []
    for file in files:
        content = write_submission(file, folder).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        incoming.append(IncomingFile(digest[:12], file.path, digest, content, None, None, None))
    return check_batch(incoming, max(file.received_at for file in files), "b").findings


@pytest.mark.parametrize("made", MAKERS)
def test_sound_files_pass_the_gate_without_a_finding(made: Made, tmp_path: Path) -> None:
    files = [file for file in sound(made) if file.unit_code in SOME_UNITS]
    assert len(files) == len(SOME_UNITS)
    found = findings(files, tmp_path)
    assert found.select("file_name", "rule_id", "words").rows() == []


@pytest.mark.parametrize("made", MAKERS)
def test_one_unit_is_late_and_one_silent(made: Made) -> None:
    assert {f.unit_code for f in sound(made)} == set(build_city().unit_codes) - {"360734"}
    in_time = min(file.sent_on for file in sound(made))
    assert {f.unit_code for f in sound(made) if f.sent_on > in_time} == {"360733"}


def test_what_is_planted_is_listed_and_the_gate_sees_its_own(tmp_path: Path) -> None:
    desk = Desk(file for made in MAKERS for file in sound(made))
    plant_service_faults(desk)
    plant_campus_faults(desk)
    plant_duty_faults(desk)
    by = {(fault.found_by, rule) for fault in desk.planted for rule in fault.rule_ids}
    assert by == {("gate", "F13.R07")} | {("warehouse", f"X{n}") for n in (13, 14, 21, 22, 23)}
    before = [file for made in MAKERS for file in sound(made)]
    spoilt = [file for file in desk.files if file not in before]
    found = findings(spoilt, tmp_path).select("rule_id", "severity").unique()
    assert sorted(found.rows()) == [("F13.R07", "需说明"), ("F14S.R07", "需说明")]
