"""Activities of the rehearsal city: sound for the gate, and spoilt as listed for the warehouse."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from orchestration.rehearsal.activity_files import activity_submissions, plant_activity_faults
from orchestration.rehearsal.city import build_city
from orchestration.rehearsal.drop import write_submission
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.submissions import Submission
from validations.gate import IncomingFile, check_batch

# The office, the downtown district, a plain county, those that are spoilt, and the late one.
SOME_UNITS = ("3607SZ", "360702", "360735", "360783", "360781", "360729", "360733")
SOUND = activity_submissions(build_city())


def findings(files: Sequence[Submission], folder: Path) -> list[tuple[str, ...]]:
    incoming = []
    for file in files:
        content = write_submission(file, folder).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        incoming.append(IncomingFile(digest[:12], file.path, digest, content, None, None, None))
    found: pl.DataFrame = check_batch(
        incoming, max(file.received_at for file in files), "b"
    ).findings
    return found.select("file_name", "rule_id", "words").rows()


def test_sound_files_pass_the_gate_without_a_finding(tmp_path: Path) -> None:
    files = [file for file in SOUND if file.unit_code in SOME_UNITS]
    assert len(files) == 2 * len(SOME_UNITS)
    assert findings(files, tmp_path) == []


def test_one_unit_is_late_and_one_silent_in_october() -> None:
    october = [file for file in SOUND if file.period == "2026-10"]
    assert {f.unit_code for f in october} == set(build_city().unit_codes) - {"360734"}
    in_time = min(file.sent_on for file in october)
    assert {f.unit_code for f in october if f.sent_on > in_time} == {"360733"}


def test_what_is_planted_only_the_warehouse_can_see(tmp_path: Path) -> None:
    desk = Desk(SOUND)
    plant_activity_faults(desk)
    planted = sorted((rule, fault.unit_code) for fault in desk.planted for rule in fault.rule_ids)
    assert planted == [
        ("X11", "360781"),
        ("X18", "360783"),
        ("X18", "3607SZ"),
        ("X20", "360729"),
    ]
    assert {fault.found_by for fault in desk.planted} == {"warehouse"}
    spoilt = [file for file in desk.files if file not in SOUND]
    assert len(spoilt) == 4
    assert findings(spoilt, tmp_path) == []
