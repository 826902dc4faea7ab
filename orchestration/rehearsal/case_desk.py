"""The cases of the rehearsal city beside the files they stand in, for planting.

Which faults and turns there are is in `case_faults` and `case_turns`; here rows are found, changed
and dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from orchestration.rehearsal.case_files import OCTOBER, SEPTEMBER, Cared, register_row
from orchestration.rehearsal.cases import Case
from orchestration.rehearsal.contacts import Contact
from orchestration.rehearsal.enrolment import Row
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.submissions import Submission

# 南康's files are sent back and mended a week later.
MENDED_LATER = "360703"
# Their files are sent twice or late; faults elsewhere are easier to follow.
_PASSED_OVER = {"360702", "360733", MENDED_LATER}
Wanted = Callable[[Case, tuple[Contact, ...]], bool]


class Cases:
    """The cases of the city and the files they stand in; each is given away once."""

    def __init__(self, desk: Desk, cared: Cared) -> None:
        self.desk = desk
        self._free = {case.case_id: (case, met) for case, met in cared}
        self.all = cared

    def take(self, wanted: Wanted, unit_code: str = "") -> Case:
        """The first case as wanted that nothing has been done to; of a unit where one is named.

        Raises:
            LookupError: there is none.
        """
        for case_id, (case, met) in self._free.items():
            is_place = case.unit_code == unit_code if unit_code else _is_plain(case)
            if is_place and wanted(case, met):
                del self._free[case_id]
                return case
        raise LookupError(f"no case of {unit_code or 'any unit'} is as wanted")

    def school(self, school_code: str) -> tuple[Case, ...]:
        """All cases of a school, given away or not."""
        return tuple(case for case, _ in self.all if case.school_code == school_code)

    def register(self, case: Case, month: str = OCTOBER) -> Submission:
        """The register a case stands in."""
        return self.desk.find("F04", month, case.unit_code)

    def events(self, case: Case, month: str = OCTOBER) -> Submission:
        """The follow-ups of the case's unit."""
        return self.desk.find("F05", month, case.unit_code)

    def change(self, case: Case, month: str = OCTOBER, **cells: str) -> tuple[Submission, int]:
        """Change cells of the case's row in a register; the file and the row's index."""
        file = self.register(case, month)
        index = self.index(file, case)
        return self.desk.put(file.with_row(index, **cells)), index

    def index(self, file: Submission, case: Case) -> int:
        """Where the case's first row stands in a file."""
        return next(i for i, row in enumerate(file.rows) if row["case_id"] == case.case_id)

    def keep(self, file: Submission, keeps: Callable[[Row], bool]) -> Submission:
        """Drop rows of a file; a school left without rows says nil."""
        file = self.desk.drop_rows(file, keeps)
        left = {row["school_code"] for row in file.rows}
        scope = tuple(replace(s, is_nil=s.code not in left) for s in file.scope or ())
        return self.desk.put(replace(file, scope=scope))

    def append(self, file: Submission, row: Row) -> tuple[Submission, int]:
        """Add a row at the end; the file and the row's index."""
        scope = tuple(
            replace(s, is_nil=s.is_nil and s.code != row["school_code"]) for s in file.scope or ()
        )
        return self.desk.put(replace(file, rows=(*file.rows, row), scope=scope)), len(file.rows)


def is_known(case: Case, met: tuple[Contact, ...]) -> bool:
    """In the registers of September and October at one level and status, with contacts in both."""
    months = {f"{contact.on:%Y-%m}" for contact in met if contact.mode != "referral"}
    is_steady = len(case.levels) == len(case.statuses) == 1
    return is_steady and register_row(case, SEPTEMBER) is not None and len(months) == 2


def is_fresh(case: Case, met: tuple[Contact, ...]) -> bool:
    """Opened in October, in the register of that month only."""
    is_steady = len(case.levels) == len(case.statuses) == 1
    return is_steady and date(2026, 10, 9) <= case.opened_on <= date(2026, 10, 23) and bool(met)


def _is_plain(case: Case) -> bool:
    return case.unit_code not in _PASSED_OVER and not case.is_renumbered
