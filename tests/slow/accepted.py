"""What a lake holds of the submissions that count, as plain rows: the ground of every recount.

Which submission counts is taken as given; nothing else of the warehouse is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

Row = dict[str, Any]
Reader = Callable[[str], pl.DataFrame]
CITY = "3607"


@dataclass(frozen=True)
class Count:
    """A figure as counted: parts, or only the sum (`below` is none), or why there is none."""

    above: Fraction | None
    below: Fraction | None
    status: str = "ok"


SILENT = Count(None, None, "not_reported")


def rate(above: float, below: float, heard: bool) -> Count:
    """A part of a whole; not applicable where somebody spoke and the whole is nothing."""
    if not heard:
        return SILENT
    if not below:
        return Count(None, None, "not_applicable")
    return Count(Fraction(above), Fraction(below))


def amount(number: float, heard: bool) -> Count:
    """A sum, which may be 0; none where nobody spoke."""
    return Count(Fraction(number), None) if heard else SILENT


@dataclass(frozen=True)
class School:
    """A school of one semester's register."""

    code: str
    unit: str
    stages: frozenset[str]
    opened_on: date | None
    closed_on: date | None

    def is_open(self, day: date) -> bool:
        """Whether it stood open on a day, both ends included."""
        return (self.opened_on or day) <= day <= (self.closed_on or day)


class Accepted:
    """The rows of a lake that count, each with `period`, `unit`, `scope` and when it was `sent_at`.

    `lake` reads a table by name; `counting` has a row a form, period and scope with the submission
    that counts. A row of a school's form counts if it is the school's; one of a unit's always.
    """

    def __init__(self, lake: Reader, counting: pl.DataFrame) -> None:
        """Keep both; a table is read when it is first asked for."""
        self._lake = lake
        self._counting = counting.to_dicts()
        self._kept: dict[tuple[str, str], list[Row]] = {}

    def heard(self, form: str, period: str) -> set[str]:
        """The scopes that have reported, with rows or with nothing to report."""
        return {
            one["scope_code"]
            for one in self._counting
            if (one["form_id"], one["period"]) == (form, period)
        }

    def periods(self, form: str) -> list[tuple[str, str]]:
        """(period, scope) of everything that counts."""
        found = [one for one in self._counting if one["form_id"] == form]
        return sorted((one["period"], one["scope_code"]) for one in found)

    def rows(self, form: str, sheet: str) -> list[Row]:
        """All rows of a sheet that count, over all periods."""
        if (form, sheet) not in self._kept:
            self._kept[form, sheet] = list(self._read(form, sheet))
        return self._kept[form, sheet]

    def of(self, form: str, sheet: str, period: str) -> list[Row]:
        """The rows of one period."""
        return [row for row in self.rows(form, sheet) if row["period"] == period]

    def _read(self, form: str, sheet: str) -> Iterable[Row]:
        mine = [one for one in self._counting if one["form_id"] == form]
        by_scope = {(one["submission_id"], one["scope_code"]): one for one in mine}
        units = {(one["submission_id"], None): one for one in mine}
        has_schools = form in ("F01", "F02", "F03", "F04", "F05", "F07", "F09")
        ids = [one["submission_id"] for one in mine]
        frame = self._lake(sheet)
        for row in frame.filter(pl.col("submission_id").is_in(ids)).iter_rows(named=True):
            if has_schools:
                scope = row["school_code"] or row.get("unit_code")
                one = by_scope.get((row["submission_id"], scope))
            else:
                one = units.get((row["submission_id"], None))
            if one is not None:
                yield {
                    **row,
                    "period": one["period"],
                    "unit": one["unit_code"],
                    "scope": one["scope_code"],
                    "sent_at": one["received_at"],
                }

    def schools(self, semester: str) -> dict[str, School]:
        """The register in force in a semester; opening and closing as last told."""
        told = sorted(self.rows("F00", "f00_school"), key=lambda row: row["period"])
        latest = {row["school_code"]: row for row in told}
        found = {row["school_code"]: row for row in told if row["period"] <= semester}
        return {
            code: School(
                code=code,
                unit=row["unit_code"],
                stages=frozenset(
                    ("special",) if row["category"] == "51" else (row["stages"] or "").split(";")
                ),
                opened_on=latest[code]["opened_on"],
                closed_on=latest[code]["closed_on"],
            )
            for code, row in found.items()
        }


def by_unit(schools: Mapping[str, School], units: Iterable[str]) -> dict[str, list[School]]:
    """The schools of each place, those of all units for the city."""
    places = {unit: [one for one in schools.values() if one.unit == unit] for unit in units}
    return {**places, CITY: [one for some in places.values() for one in some]}
