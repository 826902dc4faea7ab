"""What arrives in the rehearsal city, and that it arrives the same way every time."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from orchestration.rehearsal.city import build_city
from orchestration.rehearsal.drop import csv_bytes, write_submission
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.scores import MHT, PHQ_9, Scores, level_of
from orchestration.rehearsal.screening import due_cohorts, screening_rows
from orchestration.rehearsal.submissions import Submission
from orchestration.rehearsal.waves import SETTINGS, planted_faults, waves
from orchestration.settings import load_settings
from validations.forms import SCOPE_SHEET
from validations.tokens import is_valid_token

CITY = build_city()


def unit_files(unit_code: str, form_id: str, period: str) -> list[Submission]:
    return [
        file
        for wave in waves()
        for file in wave.files
        if (file.unit_code, file.form_id, file.period) == (unit_code, form_id, period)
    ]


def test_two_school_years_arrive_in_dated_waves() -> None:
    evenings = [wave.received_at for wave in waves()]
    assert evenings == sorted(evenings)
    assert (evenings[0], evenings[-1]) == (datetime(2025, 9, 10, 20), datetime(2026, 11, 12, 20))
    sent = {(file.form_id, file.period) for wave in waves() for file in wave.files}
    assert {("F00", "2025-2026-2"), ("F02", "2025-2026-1R1"), ("F07", "2026-2027-1")} <= sent


def test_formats_are_mixed_and_nothing_needs_the_test_only_writer() -> None:
    formats = Counter(file.format for wave in waves() for file in wave.files)
    assert set(formats) == {"xlsx", "gb18030", "utf8"}
    assert min(formats.values()) > 5


def test_ganxian_screens_from_grade_four_on() -> None:
    school = next(s for s in CITY.schools if s.unit_code == "360704" and s.kind == "primary")
    assert {cohort.grade for cohort in due_cohorts(school, 2026)} == {"4", "5", "6"}


def test_turnout_differs_by_unit_and_one_unit_is_silent() -> None:
    def share(unit_code: str) -> float:
        schools = [s for s in CITY.schools if s.unit_code == unit_code and s.closed_on is None]
        due = sum(c.size for s in schools for c in due_cohorts(s, 2026))
        tested = {
            row["pupil_token"]
            for school in schools
            for row in screening_rows(school, "2026-2027-1R1")
            if row["consent"] == "同意"
        }
        return len(tested) / due

    assert share("360732") > 0.95 > 0.85 > share("360733")
    assert unit_files("360734", "F02", "2026-2027-1R1") == []
    assert unit_files("360734", "F02", "2025-2026-1R1") != []


def test_at_least_four_instruments_are_in_use() -> None:
    used = {
        row["instrument"]
        for wave in waves()
        for file in wave.files
        if file.form_id == "F02" and file.raw is None
        for row in file.rows[::10]
    }
    assert len(used - {""}) >= 4


def test_levels_follow_the_seeds_and_a_crisis_item_only_raises() -> None:
    assert level_of(MHT, Scores(55, (7.0,) * 8)) == "normal"
    assert level_of(MHT, Scores(56, (7.0,) * 8)) == "mild"
    assert level_of(PHQ_9, Scores(0, crisis=True)) == "moderate"
    assert level_of(PHQ_9, Scores(20, crisis=True)) == "severe"


def test_planted_faults_lie_where_the_list_says() -> None:
    files = {(f.received_at, f.path): f for wave in waves() for f in wave.files}
    for fault in planted_faults():
        file = files[fault.received_at, fault.path]
        assert bool(fault.rule_ids) == (fault.found_by != "nobody"), fault
        if fault.row_number is not None and fault.sheet != SCOPE_SHEET:
            index = next(n for n in range(len(file.rows)) if file.row_number(n) == fault.row_number)
            assert fault.column is None or fault.column in file.rows[index]
    typo = next(f for f in planted_faults() if f.kind == "学生代码抄错一位")
    lines = csv_bytes(files[typo.received_at, typo.path]).decode("gb18030").splitlines()
    token = lines[(typo.row_number or 0) - 1].split(",")[1]
    assert token.startswith("P")
    assert not is_valid_token(token, "P")


def test_many_kinds_of_imperfection_are_planted() -> None:
    kinds = Counter(fault.kind for fault in planted_faults())
    assert len(kinds) >= 45
    assert {fault.found_by for fault in planted_faults()} == {"gate", "warehouse", "nobody"}


def test_equal_files_give_equal_bytes(tmp_path: Path) -> None:
    sent = [
        unit_files("3607RJ", "F01", "2026-2027-1")[0],
        unit_files("360702", "F02", "2026-2027-1R1")[0],
    ]
    for file in sent:
        first = write_submission(file, tmp_path / "a").read_bytes()
        assert write_submission(file, tmp_path / "b").read_bytes() == first


def test_a_wave_drops_every_file_where_its_sender_would(tmp_path: Path) -> None:
    for wave in waves()[:2]:
        dropped = wave.write(tmp_path)
        assert [path.relative_to(tmp_path).as_posix() for path in dropped] == [
            file.path for file in wave.files
        ]
        assert all(path.stat().st_size > 0 for path in dropped)


def test_a_rehearsal_home_says_that_it_is_one(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    assert load_settings(tmp_path).is_rehearsal


def test_a_desk_refuses_to_spoil_a_row_twice() -> None:
    file = unit_files("3607RJ", "F07", "2026-2027-1")[0]
    desk = Desk([file])
    picked = {desk.pick(file, {}) for _ in file.rows}
    assert len(picked) == len(file.rows)
    with pytest.raises(LookupError):
        desk.pick(file, {})


def test_workbooks_leave_empty_cells_empty(tmp_path: Path) -> None:
    file = unit_files("3607RJ", "F01", "2026-2027-1")[0]
    path = write_submission(file, tmp_path)
    sheet = pl.read_excel(path, sheet_name="学籍基数", has_header=False)
    assert "" not in set(sheet.cast(pl.String).to_series(3).to_list())
