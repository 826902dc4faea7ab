"""What a county's restricted copy is made from, and how its figures become cells.

Exact figures: nothing is held back here, and nothing is computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

import polars as pl

from reports.blocks import Cell
from reports.formatting import NOT_APPLICABLE, number_style, shown, whole
from reports.theme import MISSED_SIGN, PARTIAL_SIGN
from validations.code_lists import label_of, read_seed

METRICS = ("M10", "M11", "M12", "M13", "M14", "M15", "M16", "M17")
_COUNT = "count"


@dataclass(frozen=True)
class Measure:
    """A metric of the copy; ``slices`` are (code, label), without the whole."""

    metric_id: str
    name: str
    kind: str
    unit: str
    decimals: int
    definition: str
    slices: tuple[tuple[str, str], ...]

    @property
    def style(self) -> str:
        """The theme's number style for it."""
        return number_style(self.kind, self.decimals)

    @property
    def is_count(self) -> bool:
        """Whether it is a plain count, without numerator and denominator."""
        return self.kind == _COUNT


@dataclass(frozen=True)
class CountyInput:
    """What one county's copy of a month says.

    ``figures`` are the month's rows of this unit and its schools, before suppression; ``overdue``
    and ``cases`` its rows of ``rpt_overdue_case`` and ``rpt_case_summary``; ``schools`` has
    school_code and school_name; ``astray`` its rows of ``rpt_transfer_anomaly``, ``rooms`` those
    of ``rpt_school_room_gap``, ``problems`` those of ``rpt_rectification`` and ``deductions`` those
    of ``rpt_deduction``, None from a warehouse that has none yet: their sheets are left out.
    """

    month: str
    unit_code: str
    unit_name: str
    known_at: datetime
    is_rehearsal: bool
    figures: pl.DataFrame
    overdue: pl.DataFrame
    cases: pl.DataFrame
    schools: pl.DataFrame
    astray: pl.DataFrame = field(default_factory=pl.DataFrame)
    rooms: pl.DataFrame = field(default_factory=pl.DataFrame)
    problems: pl.DataFrame | None = None
    deductions: pl.DataFrame | None = None

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The metrics of the copy in official order."""
        return measures(self.known_at.date())

    @cached_property
    def rows(self) -> dict[tuple[str, str, str], Mapping[str, Any]]:
        """Figures by (school code or '', metric, slice)."""
        return {
            (row["school_code"] or "", row["metric_id"], row["slice"] or ""): row
            for row in self.figures.iter_rows(named=True)
        }

    @cached_property
    def school_list(self) -> tuple[tuple[str, str], ...]:
        """(code, name) of the schools that have a figure, by code."""
        names = dict(zip(self.schools["school_code"], self.schools["school_name"], strict=True))
        codes = sorted({school for school, _, _ in self.rows if school})
        return tuple((code, names.get(code) or code) for code in codes)

    def row(self, measure: Measure, school: str = "", slice_: str = "") -> Mapping[str, Any] | None:
        """One figure, None where there is none."""
        return self.rows.get((school, measure.metric_id, slice_))

    def cell(self, measure: Measure, school: str = "", slice_: str = "") -> Cell:
        """A figure as a cell with the signs for missed and partial; a slice nobody is in is —."""
        row = self.row(measure, school, slice_)
        whole_row = self.row(measure, school)
        if row is None and (slice_ and whole_row is not None):
            is_known = whole_row["status"] == "ok" or whole_row["status"] == "not_applicable"
            mark = NOT_APPLICABLE if is_known else shown(whole_row, measure.kind, measure.decimals)
            return Cell(mark, measure.style)
        value = shown(row, measure.kind, measure.decimals)
        if row is None or isinstance(value, str):
            return Cell(value, measure.style)
        is_missed = row["is_target_met"] is False
        signs = (MISSED_SIGN if is_missed else "") + (PARTIAL_SIGN if row["is_partial"] else "")
        return Cell(value, measure.style, "missed" if is_missed else "", signs)

    def part(self, name: str, measure: Measure, school: str = "", slice_: str = "") -> Cell:
        """A rate's numerator or denominator; — where it is a count or has none."""
        row = self.row(measure, school, slice_)
        if row is None or row["status"] != "ok" or measure.is_count:
            return Cell(NOT_APPLICABLE, "count")
        return Cell(whole(row[name]), "count")


def measures(on: date) -> tuple[Measure, ...]:
    """The copy's metrics with their slices as they stand on a day; M11 by stage is left out."""
    seed = read_seed("code_metric")
    found = []
    for metric_id in METRICS:
        rows = seed.filter(pl.col("metric_id") == metric_id)
        row = rows.row(0, named=True)
        slices = [pair for kind in rows["slice_kind"] for pair in _slices(kind, on)]
        found.append(
            Measure(
                metric_id=metric_id,
                name=row["name_zh"],
                kind=row["kind"],
                unit=row["unit_of_measure"],
                decimals=int(row["decimals"]),
                definition=row["definition_zh"],
                slices=tuple(slices),
            )
        )
    return tuple(found)


def _slices(kind: str, on: date) -> list[tuple[str, str]]:
    """(code, label) of a kind of slice: levels from the gravest, ages from the shortest."""
    if kind == "case_level":
        return [(code, label_of("level", code)) for code in ("severe", "moderate", "mild")]
    if kind == "overdue_age":
        day = on.isoformat()
        rows = read_seed("standard_overdue_age").filter(
            (pl.col("valid_from") <= day)
            & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= day))
        )
        return list(rows.select("age_code", "label").rows())
    return []
