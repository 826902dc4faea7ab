"""What a bulletin is made from: frames as the warehouse gives them, and a quick look-up of figures.

Nothing is computed here; figures must have passed ``disclosure.suppress`` before they come in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from reports.blocks import Cell
from reports.formatting import (
    MARKS,
    NOT_APPLICABLE,
    NOT_REPORTED,
    chinese_month,
    number_style,
    shown,
    spoken_target,
    whole,
)
from reports.theme import MISSED_SIGN, PARTIAL_SIGN
from reports.wording import say

CITY = "3607"


@dataclass(frozen=True)
class Metric:
    """A metric in one variant, as a page needs it."""

    metric_id: str
    variant: str
    name: str
    kind: str
    unit: str
    decimals: int
    definition: str

    @property
    def style(self) -> str:
        """The theme's number style for it."""
        return number_style(self.kind, self.decimals, self.unit)


@dataclass(frozen=True)
class BulletinInput:
    """Everything one month's bulletin says.

    ``figures`` holds this month's rows after suppression (earlier months may be there too, and are
    not read); the other frames are the ``rpt_`` models of the month; ``metrics`` and ``units`` the
    seeds. ``cases`` are the register's counts as ``disclosure.disclose`` gives them, ``bands`` the
    rows of rpt_overdue_band. ``signed_by`` is None for a draft where the month must be signed.
    ``errata`` has a row a figure of earlier issues that reads otherwise now,
    ``rectification`` the month's lines of rpt_rectification. ``period_words`` is
    what a term's or year's edition is about, empty for a month's; ``earlier`` then holds the
    figures, after suppression, of the last month of the period before, named in ``earlier_words``.
    ``city_only`` has where units' figures stand that are told for the city alone: a status, no
    number. ``streaks`` and ``training_hours`` are rpt_streak and rpt_training_hours of the month,
    ``series`` its rpt_series: the starts of what is counted over years and how far data reach.
    """

    month: str
    issue_no: int
    title: str
    known_at: datetime
    is_rehearsal: bool
    figures: pl.DataFrame
    kpi: pl.DataFrame
    headlines: pl.DataFrame
    reach: pl.DataFrame
    reporting: pl.DataFrame
    missing: pl.DataFrame
    finding_counts: pl.DataFrame
    policies: pl.DataFrame
    metrics: pl.DataFrame
    units: pl.DataFrame
    cases: pl.DataFrame = field(default_factory=pl.DataFrame)
    bands: pl.DataFrame = field(default_factory=pl.DataFrame)
    city_only: pl.DataFrame = field(default_factory=pl.DataFrame)
    issuer: str = "赣州市教育局"
    issued_on: date | None = None
    signed_by: str | None = None
    errata: pl.DataFrame | None = None
    rectification: pl.DataFrame | None = None
    period_words: str = ""
    earlier: pl.DataFrame = field(default_factory=pl.DataFrame)
    earlier_words: str = ""
    streaks: pl.DataFrame = field(default_factory=pl.DataFrame)
    training_hours: pl.DataFrame = field(default_factory=pl.DataFrame)
    room_gaps: pl.DataFrame = field(default_factory=pl.DataFrame)
    series: pl.DataFrame = field(default_factory=pl.DataFrame)

    @property
    def named_period(self) -> str:
        """The month, term or year the bulletin is about, in words."""
        return self.period_words or chinese_month(self.month)

    @cached_property
    def rows(self) -> dict[tuple[str, str, str, str], dict[str, Any]]:
        """This month's figures above school grain by (metric, variant, slice, unit)."""
        month = self.figures.filter(
            (pl.col("month") == self.month) & pl.col("school_code").is_null()
        )
        return {
            (row["metric_id"], row["variant"] or "", row["slice"] or "", row["unit_code"]): row
            for row in month.iter_rows(named=True)
        }

    @cached_property
    def metric_list(self) -> tuple[Metric, ...]:
        """The metrics in official order, one a variant."""
        return official_metrics(self.metrics)

    @cached_property
    def slices(self) -> dict[str, dict[tuple[str, str], set[str]]]:
        """What there is for a unit by (metric, variant): '' for the whole, and its slices.

        A slice with nothing in it for the unit is left out.
        """
        found: dict[str, dict[tuple[str, str], set[str]]] = {}
        for (metric_id, variant, slice_, unit), row in self.rows.items():
            if not slice_ or row["status"] != "not_applicable":
                found.setdefault(unit, {}).setdefault((metric_id, variant), set()).add(slice_)
        return found

    @cached_property
    def slice_kinds(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The kinds of slice each metric is cut into by (metric, variant), the whole left out."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for row in self.metrics.iter_rows(named=True):
            if row["slice_kind"] != "none":
                key = (row["metric_id"], row["variant"] or "")
                found[key] = (*found.get(key, ()), row["slice_kind"])
        return found

    @cached_property
    def _metrics(self) -> dict[tuple[str, str], Metric]:
        return {(metric.metric_id, metric.variant): metric for metric in self.metric_list}

    def metric(self, metric_id: str, variant: str = "") -> Metric:
        """A metric by id and variant; KeyError where the seed has none."""
        return self._metrics[metric_id, variant]

    def has_metric(self, metric_id: str, variant: str = "") -> bool:
        """Whether the seed has the metric: those of older months know fewer."""
        return (metric_id, variant) in self._metrics

    @cached_property
    def unit_list(self) -> tuple[tuple[str, str], ...]:
        """(code, name) of the reporting units in official order."""
        rows = self.units.with_columns(pl.col("sort_no").cast(pl.Int64)).sort("sort_no")
        return tuple(zip(rows["unit_code"], rows["name_zh"], strict=True))

    @cached_property
    def statuses(self) -> dict[tuple[str, str, str, str], dict[str, Any]]:
        """``city_only`` by (metric, variant, slice, unit)."""
        return {
            (row["metric_id"], row["variant"] or "", row["slice"] or "", row["unit_code"]): row
            for row in self.city_only.iter_rows(named=True)
        }

    @cached_property
    def running(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        """``series`` by (metric, variant, unit)."""
        return {
            (row["metric_id"], row["variant"], row["unit_code"]): row
            for row in self.series.iter_rows(named=True)
        }

    def row(
        self, metric_id: str, unit: str, variant: str = "", slice_: str = ""
    ) -> Mapping[str, Any] | None:
        """One figure's row, None where there is none."""
        return self.rows.get((metric_id, variant, slice_, unit))

    def cell(
        self,
        metric_id: str,
        unit: str,
        variant: str = "",
        slice_: str = "",
        shows_partial: bool = True,
    ) -> Cell:
        """A figure as a table cell: rounded or marked, with the signs for missed and partial.

        A slice without a row is not applicable, unless the whole is not reported; nor is a metric
        that the seed did not have yet.
        """
        if not self.has_metric(metric_id, variant):
            return Cell(NOT_APPLICABLE, "centre")
        metric = self.metric(metric_id, variant)
        row = self.row(metric_id, unit, variant, slice_)
        if row is None and slice_:
            return Cell(self._mark_of_missing_slice(metric_id, unit, variant), metric.style)
        value = shown(row, metric.kind, metric.decimals)
        if row is None or isinstance(value, str):
            return Cell(value, metric.style)
        is_missed = row["is_target_met"] is False
        is_partial = row["is_partial"] and shows_partial
        signs = (MISSED_SIGN if is_missed else "") + (PARTIAL_SIGN if is_partial else "")
        return Cell(value, metric.style, "missed" if is_missed else "", signs)

    def part(
        self, name: str, metric_id: str, unit: str, variant: str = "", slice_: str = ""
    ) -> Cell:
        """A figure's numerator or denominator as a whole number, or the mark of its status."""
        if not self.has_metric(metric_id, variant):
            return Cell(NOT_APPLICABLE, "count")
        row = self.row(metric_id, unit, variant, slice_)
        if row is None and slice_:
            return Cell(self._mark_of_missing_slice(metric_id, unit, variant), "count")
        mark = shown(row, "count", 0)
        is_marked = row is None or row["status"] != "ok"
        return Cell(mark if row is None or is_marked else whole(row[name]), "count")

    def target(self, metric_id: str, variant: str = "", slice_: str = "") -> Decimal | str:
        """The city's target as a cell value; the mark where none is set."""
        row = self.row(metric_id, CITY, variant, slice_)
        if row is None or row["target"] is None:
            return NOT_APPLICABLE
        return Decimal(str(row["target"]))

    def target_words(self, metric_id: str, variant: str = "", slice_: str = "") -> str:
        """The target as words."""
        metric = self.metric(metric_id, variant)
        row = self.row(metric_id, CITY, variant, slice_)
        return spoken_target(None if row is None else row["target"], metric.kind, metric.unit)

    def received(self, metric_id: str, unit: str, variant: str = "", slice_: str = "") -> str:
        """Reports a figure rests on and those it should, as 7/8; the mark where none is owed."""
        row = self.row(metric_id, unit, variant, slice_)
        if row is None or row["expected_count"] is None:
            return NOT_APPLICABLE
        counts = {name: row[f"{name}_count"] for name in ("received", "expected")}
        return say("bulletin.share", **counts)

    def case_cell(self, measure: str, unit: str, level: str) -> Cell:
        """A count of rpt_case_summary, or the mark that stands for it."""
        row = self._case_rows.get((measure, unit, level))
        if row is None:
            return Cell(NOT_APPLICABLE, "count")
        mark = MARKS.get(row["status"])
        return Cell(mark or whole(row["numerator"]), "count")

    def band(self, unit: str, level: str) -> str | None:
        """The band code of a unit's overdue pupils at a level; None where none is shown."""
        return self._bands.get((unit, level), (None, None))[0]

    def band_words(self, unit: str, level: str) -> str | None:
        """The band as printed."""
        return self._bands.get((unit, level), (None, None))[1]

    @cached_property
    def _case_rows(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        return {
            (row["metric_id"], row["unit_code"], row["slice"]): row
            for row in self.cases.iter_rows(named=True)
        }

    @cached_property
    def _bands(self) -> dict[tuple[str, str], tuple[str | None, str | None]]:
        return {
            (row["unit_code"], row["level_code"]): (row["band_code"], row["band_label"])
            for row in self.bands.iter_rows(named=True)
        }

    def _mark_of_missing_slice(self, metric_id: str, unit: str, variant: str) -> str:
        whole_row = self.row(metric_id, unit, variant)
        is_silent = whole_row is not None and whole_row["status"] == "not_reported"
        return NOT_REPORTED if is_silent else NOT_APPLICABLE


def official_metrics(seed: pl.DataFrame) -> tuple[Metric, ...]:
    """The metrics of the seed code_metric in official order, one a variant."""
    rows = seed.with_columns(pl.col("sort_no").cast(pl.Int64)).sort("sort_no")
    found = {
        (row["metric_id"], row["variant"] or ""): row
        for row in reversed(list(rows.iter_rows(named=True)))
    }
    return tuple(_metric(row) for row in reversed(list(found.values())))


def _metric(row: Mapping[str, Any]) -> Metric:
    return Metric(
        metric_id=row["metric_id"],
        variant=row["variant"] or "",
        name=row["name_zh"],
        kind=row["kind"],
        unit=row["unit_of_measure"],
        decimals=int(row["decimals"]),
        definition=row["definition_zh"],
    )
