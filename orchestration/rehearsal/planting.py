"""A desk on which sound files are spoilt on purpose, with a record of what must be found.

Which faults there are is in `imperfections`; this module only finds rows, changes them and
writes down where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Literal

from orchestration.rehearsal.enrolment import Row
from orchestration.rehearsal.submissions import Submission
from validations.forms import FORMS

FoundBy = Literal["gate", "warehouse", "nobody"]
Severity = Literal["必改", "需说明", "提示", ""]

FIRST_SCOPE_ROW = 2


@dataclass(frozen=True)
class Planted:
    """One fault put in on purpose: where it lies, and which rules must name it.

    `sheet` and `row_number` say where in the file, None for a fault of the whole of it;
    `found_by` nobody means the value must be understood and counted without a finding.
    """

    kind: str
    received_at: datetime
    form_id: str
    period: str
    unit_code: str
    path: str
    sheet: str | None
    row_number: int | None
    column: str | None
    scope_code: str | None
    rule_ids: tuple[str, ...]
    severity: Severity
    found_by: FoundBy


class Desk:
    """The files of all waves, and what has been planted in them so far."""

    def __init__(self, files: Iterable[Submission]) -> None:
        self._files = {(file.sent_on, file.path): file for file in files}
        self._used: set[tuple[date, str, int]] = set()
        self._marks: list[tuple[tuple[date, str], int | None, Planted]] = []

    @property
    def files(self) -> tuple[Submission, ...]:
        """The files as they now stand, by day and path."""
        return tuple(self._files[key] for key in sorted(self._files))

    @property
    def planted(self) -> tuple[Planted, ...]:
        """What was planted, with row numbers as the files now stand."""
        return tuple(
            mark if index is None else replace(mark, row_number=self._files[key].row_number(index))
            for key, index, mark in self._marks
        )

    def faulty_rows(self, form_id: str, period: str) -> tuple[Row, ...]:
        """The rows of a form and period that have a fault of their own, as they now stand."""
        return tuple(
            self._files[key].rows[index]
            for key, index, mark in self._marks
            if index is not None and (mark.form_id, mark.period) == (form_id, period)
        )

    def find(
        self, form_id: str, period: str, unit_code: str, want: Mapping[str, str] | None = None
    ) -> Submission:
        """The first file (by day and path) a unit sends that has a row as wanted, if any is."""
        wanted = (form_id, period, unit_code)
        found = [f for f in self.files if (f.form_id, f.period, f.unit_code) == wanted]
        for file in found:
            if want is None or self.has(file, want):
                return file
        raise LookupError(f"no file of {wanted} with {want}")

    def put(self, file: Submission) -> Submission:
        """Add a file, or replace the one of that day and path."""
        self._files[file.sent_on, file.path] = file
        return file

    def drop_rows(self, file: Submission, keeps: Callable[[Row], bool]) -> Submission:
        """Take rows out of a file; what was planted in the rows below moves up with them."""
        key = (file.sent_on, file.path)
        kept = [index for index, row in enumerate(file.rows) if keeps(row)]
        place = {old: new for new, old in enumerate(kept)}
        self._marks = [
            (of_file, place[index] if of_file == key and index is not None else index, mark)
            for of_file, index, mark in self._marks
        ]
        self._used = {
            (day, path, place[index] if (day, path) == key else index)
            for day, path, index in self._used
            if (day, path) != key or index in place
        }
        return self.put(replace(file, rows=tuple(file.rows[index] for index in kept)))

    def has(self, file: Submission, want: Mapping[str, str]) -> bool:
        """Whether `pick` would find a row."""
        return self._first(file, want) is not None

    def pick(self, file: Submission, want: Mapping[str, str]) -> int:
        """The first row not yet spoilt whose cells are as wanted; `!` in front negates.

        Pupils with several rows are passed over, so that a fault stays one row's fault.
        """
        index = self._first(file, want)
        if index is None:
            raise LookupError(f"no row in {file.path} with {want}")
        self._used.add((file.sent_on, file.path, index))
        return index

    def _first(self, file: Submission, want: Mapping[str, str]) -> int | None:
        persons = Counter(row.get("pupil_token") for row in file.rows)
        free = (
            index
            for index, row in enumerate(file.rows)
            if (file.sent_on, file.path, index) not in self._used
            and persons[row.get("pupil_token")] in {1, len(file.rows)}
            and all(_fits(row[name], word) for name, word in want.items())
        )
        return next(free, None)

    def spoil(
        self,
        kind: str,
        file: Submission,
        want: Mapping[str, str],
        cells: Mapping[str, str] | Callable[[Row], Mapping[str, str]],
        rule_ids: tuple[str, ...],
        severity: Severity = "必改",
        found_by: FoundBy = "gate",
    ) -> int:
        """Change one row that is as wanted, record the fault, and return the row's index."""
        current = self._files[file.sent_on, file.path]
        index = self.pick(current, want)
        changed = dict(cells(current.rows[index]) if callable(cells) else cells)
        self.put(current.with_row(index, **changed))
        self.mark(kind, current, rule_ids, severity, found_by, index, next(iter(changed), None))
        return index

    def mark(
        self,
        kind: str,
        file: Submission,
        rule_ids: tuple[str, ...] = (),
        severity: Severity = "必改",
        found_by: FoundBy = "gate",
        index: int | None = None,
        column: str | None = None,
        scope_code: str | None = None,
        sheet: str | None = None,
    ) -> None:
        """Record a fault of a whole file, of a scope, or of a row (0-based `index`) of a sheet.

        The sheet is the data sheet unless 报送范围 is named.
        """
        planted = Planted(
            kind=kind,
            received_at=file.received_at,
            form_id=file.form_id,
            period=file.period,
            unit_code=file.unit_code,
            path=file.path,
            sheet=None if index is None else sheet or _data_sheet(file),
            row_number=None if sheet is None or index is None else index + FIRST_SCOPE_ROW,
            column=column,
            scope_code=scope_code,
            rule_ids=rule_ids,
            severity=severity,
            found_by=found_by,
        )
        moving = index if sheet is None else None
        self._marks.append(((file.sent_on, file.path), moving, planted))


def _data_sheet(file: Submission) -> str:
    """The name of the sheet that holds the rows; a CSV's is named like it."""
    return (
        FORMS[file.form_id].main.title if file.format == "xlsx" else PurePosixPath(file.path).stem
    )


def _fits(cell: str, wanted: str) -> bool:
    return cell != wanted[1:] if wanted.startswith("!") else cell == wanted
