"""Archives of the rehearsal city: sound for the gate, with what the warehouse must find in them."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from orchestration.rehearsal.case_files import OCTOBER, SEPTEMBER
from orchestration.rehearsal.city import build_city
from orchestration.rehearsal.drop import write_submission
from orchestration.rehearsal.submissions import Submission
from orchestration.rehearsal.waves import planted_faults, waves
from validations.gate import IncomingFile, check_batch

SLIPS, REGISTERS = "F06", "F04"


def sent(month: str, form_id: str = SLIPS) -> list[Submission]:
    files = [file for wave in waves() for file in wave.files if file.raw is None]
    return [file for file in files if (file.form_id, file.period) == (form_id, month)]


@pytest.mark.parametrize("month", [SEPTEMBER, OCTOBER])
def test_every_slip_passes_the_gate_without_a_finding(month: str, tmp_path: Path) -> None:
    incoming = []
    for file in sent(month):
        content = write_submission(file, tmp_path).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        incoming.append(IncomingFile(digest[:12], file.path, digest, content, None, None, None))
    latest = max(file.received_at for file in sent(month))
    found = check_batch(incoming, latest, "b").findings
    assert found.select("file_name", "rule_id", "words").rows() == []


def test_most_units_are_in_time_one_is_late_and_one_silent() -> None:
    for month, late in ((SEPTEMBER, set()), (OCTOBER, {"360733"})):
        files = sent(month)
        assert {file.unit_code for file in files} == set(build_city().unit_codes) - {"360734"}
        in_time = min(file.sent_on for file in files)
        assert {file.unit_code for file in files if file.sent_on > in_time} == late


def test_an_orphan_a_ghost_and_a_case_without_a_slip_are_for_the_warehouse_to_find() -> None:
    found = Counter(
        rule for fault in planted_faults() for rule in fault.rule_ids if rule in ("X07", "X08")
    )
    assert found == {"X07": 1, "X08": 2}
    kinds = {fault.kind for fault in planted_faults()}
    assert {"档案送出没有人接收", "档案收到没有人送出", "档案封条破损"} <= kinds


def test_every_leg_is_told_by_both_ends_but_for_the_orphan_and_the_ghost() -> None:
    rows = [row for month in (SEPTEMBER, OCTOBER) for file in sent(month) for row in file.rows]
    ends = Counter((row["transfer_id"], row["leg_no"]) for row in rows if row["to_unit"] != "市外")
    assert sorted(ends.values())[:3] == [1, 1, 2]
    outside = {row["leg_no"]: row["side"] for row in rows if row["to_unit"] == "市外"}
    assert outside == {"学校到县局": "接收方", "县局到县局": "送出方"}


def test_cases_that_left_the_register_have_a_slip_but_for_one() -> None:
    left = {
        row["pupil_token"]
        for file in sent(OCTOBER, REGISTERS)
        for row in file.rows
        if row["status"] == "转出"
    }
    named = {
        row["pupil_token"]
        for month in (SEPTEMBER, OCTOBER)
        for file in sent(month)
        for row in file.rows
    }
    assert len(left) >= 5
    assert len(left - named) == 1
