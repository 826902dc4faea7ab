"""Write each unit's blank workbooks for a month, prefilled with what is already known of it.

Layout and words are `reports.submission_form`'s; nothing is read back here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from orchestration.figures import warehouse_of
from orchestration.months import semester_of
from orchestration.settings import Settings
from orchestration.stores import atomic
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.warehouse import Warehouse

if TYPE_CHECKING:
    from validations.forms import Form

CITY = "3607"
# A case that has ended stands in the register of that month and in none after it.
ENDED = ("closed", "transferred_out", "graduated")
_SCOPE_COLUMNS = {"school_code": pl.String, "school_name": pl.String}


def write_blank_forms(settings: Settings, month: str, to: Path, issued_at: datetime) -> list[Path]:
    """Write `<to>/<unit>/<form>.xlsx` for every form and unit; the register for the city only.

    Schools are prefilled once a register has been taken in and the figures built.
    """
    from reports.submission_form import build_form, form_file_name
    from reports.workbook import workbook_bytes
    from validations.code_lists import labels
    from validations.forms import FORMS

    known = _Known(settings, semester_of(month))
    written = []
    for form in FORMS.values():
        units = {"市级": CITY} if form.scope_kind == "city" else labels("unit")
        for unit_name, unit in units.items():
            period = _period(form, month)
            book = build_form(
                form,
                period,
                unit,
                issued_at,
                known.scope(form, unit),
                prefill=known.prefill(form, unit, period),
                revision=known.next_revision(form, unit, period),
            )
            path = to / f"{unit}{unit_name}" / form_file_name(form, period, unit)
            atomic.write_bytes(path, workbook_bytes(book, issued_at))
            written.append(path)
    return written


def _period(form: Form, month: str) -> str:
    if form.period_kind == "quarter":
        return f"{month[:4]}Q{(int(month[5:]) + 2) // 3}"
    if form.period_kind == "month":
        return month
    semester = semester_of(month)
    return f"{semester}R1" if form.period_kind == "round" else semester


class _Known:
    """What a home knows of its schools and staff, for prefilling; all empty on a fresh home."""

    def __init__(self, settings: Settings, semester: str) -> None:
        self._warehouse: Warehouse = warehouse_of(settings)
        self._semester = semester
        self._scopes = Lake(settings.lake, lake_tables()).read("submission_scopes")
        self._schools = self._open_schools()

    def scope(self, form: Form, unit: str) -> pl.DataFrame:
        """报送范围: the unit's open schools; the unit, or the city, where it speaks for itself."""
        from reports.form_words import unit_words

        if form.scope_kind != "school":
            return pl.DataFrame({"school_code": [unit], "school_name": [unit_words(unit)]})
        return self._schools.filter(pl.col("unit_code") == unit).select(list(_SCOPE_COLUMNS))

    def prefill(self, form: Form, unit: str, period: str) -> dict[str, pl.DataFrame]:
        """Rows known beforehand, by sheet: register, classes to count, staff, cases, rooms."""
        known: dict[str, Callable[[], pl.DataFrame | None]] = {
            "F00": self._register,
            "F01": lambda: self._classes(unit, period),
            "F04": lambda: self._cases(unit, period),
            "F07": lambda: self._staff(unit),
            "F09": lambda: self._rooms(unit, period),
        }
        found = {s.sheet_id: known[s.sheet_id]() for s in form.sheets if s.sheet_id in known}
        return {sheet_id: rows for sheet_id, rows in found.items() if rows is not None}

    def next_revision(self, form: Form, unit: str, period: str) -> int:
        """One more than the highest revision received for the form, unit and period."""
        received = self._scopes.filter(
            (pl.col("form_id") == form.form_id)
            & (pl.col("unit_code") == unit)
            & (pl.col("period") == period)
        )
        return max(received["revision"].to_list(), default=0) + 1

    def _open_schools(self) -> pl.DataFrame:
        if not self._warehouse.path.exists():
            return pl.DataFrame(schema={**_SCOPE_COLUMNS, "unit_code": pl.String})
        starts_on = self._warehouse.read("calendar_semester", semester=self._semester)["starts_on"]
        return (
            self._warehouse.read("dim_school")
            .filter(pl.col("closed_on").is_null() | (pl.col("closed_on") >= starts_on.max()))
            .sort("school_code")
        )

    def _register(self) -> pl.DataFrame | None:
        if self._schools.is_empty():
            return None
        columns = (
            "school_code school_name unit_code category stages opened_on closed_on merged_into"
        )
        return self._warehouse.read("dim_school").sort("unit_code", "school_code")[columns.split()]

    def _classes(self, unit: str, period: str) -> pl.DataFrame | None:
        """One row a school, grade and sex, from the stages of the register."""
        mine = self._schools.filter(pl.col("unit_code") == unit)
        if mine.is_empty():
            return None
        grades = self._warehouse.read("code_grade").select("stage_code", "grade_code", "sort_no")
        special = grades.filter(pl.col("sort_no").is_between(1, 12)).with_columns(
            stage_code=pl.lit("special")
        )
        rows = mine.select("school_code", pl.col("stages").str.split(";").alias("stage_code"))
        return (
            rows.explode("stage_code")
            .join(pl.concat([grades, special]), on="stage_code")
            .join(pl.DataFrame({"sex": ["1", "2"]}), how="cross")
            .sort("school_code", "sort_no", "sex")
            .with_columns(semester=pl.lit(period), unit_code=pl.lit(unit))
            .rename({"stage_code": "stage", "grade_code": "grade"})
        )

    def _cases(self, unit: str, month: str) -> pl.DataFrame | None:
        """Each school's cases as its last register up to the month has them, ended ones left out.

        Such a blank holds rows of pupils in the clear, though by token only: it is laid out for
        the unit to collect, like what is returned to it, and never mailed.
        """
        # Figures built before cases were asked for know of none.
        if self._schools.is_empty() or not self._warehouse.has("int_case_rows"):
            return None
        mine = self._schools.filter(pl.col("unit_code") == unit)["school_code"]
        rows = self._warehouse.read("int_case_rows").filter(
            pl.col("school_code").is_in(mine.to_list()), pl.col("period") <= month
        )
        last = rows.filter(
            pl.col("period") == pl.col("period").max().over("school_code"),
            ~pl.col("status").is_in(ENDED),
        )
        return last.rename({"level_code": "level"}).sort("case_id") if last.height else None

    def _staff(self, unit: str) -> pl.DataFrame | None:
        """The unit's last roster, those who left it left out."""
        if self._schools.is_empty():
            return None
        rows = self._warehouse.read("int_staff_rows", unit_code=unit)
        last = rows.filter(
            (pl.col("semester") == rows["semester"].max()) & pl.col("valid_to").is_null()
        )
        hours = {"psych_hours": "psych_hours_week", "other_hours": "other_hours_week"}
        return last.rename(hours).sort("school_code", "staff_token") if last.height else None

    def _rooms(self, unit: str, semester: str) -> pl.DataFrame | None:
        """Each school's rooms as its last form up to the semester has them, closed ones left out.

        Hours open are asked anew: they are of the semester, not of the room.
        """
        if self._schools.is_empty() or not self._warehouse.has("int_room_rows"):
            return None
        mine = self._schools.filter(pl.col("unit_code") == unit)["school_code"]
        rows = self._warehouse.read("int_room_rows").filter(
            pl.col("school_code").is_in(mine.to_list()), pl.col("semester") <= semester
        )
        last = rows.filter(
            pl.col("semester") == pl.col("semester").max().over("school_code"),
            pl.col("closed_on").is_null(),
        )
        known = last.drop("open_hours_week", "explain_code", "explain")
        return known.sort("room_id") if known.height else None
