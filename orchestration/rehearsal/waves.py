"""The rehearsal city as it is used: waves of files, dropped one after another for intake.

`waves` is what arrives, `planted_faults` what must be found in it. Nothing is taken in or
counted here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from orchestration.rehearsal.activity_files import activity_submissions, plant_activity_faults
from orchestration.rehearsal.archive_files import plant_archives
from orchestration.rehearsal.campus_files import campus_submissions, plant_campus_faults
from orchestration.rehearsal.case_desk import Cases
from orchestration.rehearsal.case_faults import plant_case_faults, someone_leaves
from orchestration.rehearsal.case_files import put_case_files
from orchestration.rehearsal.case_turns import plant_case_turns
from orchestration.rehearsal.city import SEED, build_city
from orchestration.rehearsal.drop import write_submission
from orchestration.rehearsal.duty_files import duty_submissions, plant_duty_faults
from orchestration.rehearsal.hotline_files import hotline_submissions, plant_hotline_faults
from orchestration.rehearsal.imperfect_files import plant_file_faults
from orchestration.rehearsal.imperfections import plant_row_faults
from orchestration.rehearsal.planting import Desk, Planted
from orchestration.rehearsal.recruitment_files import (
    plant_recruitment_faults,
    recruitment_submissions,
)
from orchestration.rehearsal.room_files import plant_room_faults, room_submissions
from orchestration.rehearsal.service_files import plant_service_faults, service_submissions
from orchestration.rehearsal.submissions import Submission, sound_submissions
from orchestration.rehearsal.summed import put_summed_screening

SETTINGS = """\
# 演练：这里的学校、学生和数字都是编造的，页面和邮件都标明“演练数据”。
is_rehearsal = true
release = "auto"
settle_seconds = 0
"""


@dataclass(frozen=True)
class Wave:
    """The files that arrive on one evening (naive Beijing time)."""

    received_at: datetime
    files: tuple[Submission, ...]

    def write(self, inbox: Path) -> tuple[Path, ...]:
        """Drop all files of the wave under `inbox`."""
        return tuple(write_submission(file, inbox) for file in self.files)


@cache
def _desk(seed: int) -> Desk:
    city = build_city(seed)
    desk = Desk(
        (
            *sound_submissions(city),
            *recruitment_submissions(city),
            *room_submissions(city),
            *hotline_submissions(city),
            *service_submissions(city),
            *campus_submissions(city),
            *duty_submissions(city),
            *activity_submissions(city),
        )
    )
    plant_row_faults(desk)
    plant_file_faults(desk, city)
    put_summed_screening(desk, city)
    gone = someone_leaves(desk)
    cases = Cases(desk, put_case_files(desk, city))
    plant_case_turns(cases)
    plant_case_faults(cases, gone)
    plant_archives(desk, city, cases)
    plant_recruitment_faults(desk)
    plant_room_faults(desk, gone)
    plant_hotline_faults(desk)
    plant_service_faults(desk)
    plant_campus_faults(desk)
    plant_duty_faults(desk)
    plant_activity_faults(desk)
    return desk


def waves(seed: int = SEED) -> tuple[Wave, ...]:
    """All waves in the order of their evenings."""
    files = _desk(seed).files
    evenings = sorted({file.received_at for file in files})
    return tuple(
        Wave(evening, tuple(f for f in files if f.received_at == evening)) for evening in evenings
    )


def planted_faults(seed: int = SEED) -> tuple[Planted, ...]:
    """Everything planted in those waves."""
    return _desk(seed).planted
