"""Disclosure control: which counts of pupils at a risk level an edition may show.

The one place where the report layer compares a figure with a threshold; a disclosure-control
engine can take over behind ``disclose``. Which rates are shown how belongs in the pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from reports.disclosure_audit import companion, narrow, recoverable
from reports.disclosure_cells import (
    ARCHIVE_METRIC,
    CASE_MEASURES,
    DETECTION_METRIC,
    LEVEL_METRIC,
    OF_ALL,
    OF_THE_REGISTER,
    OVERDUE_METRIC,
    RATE_METRICS,
    Bounds,
    Count,
    counts_of,
)
from reports.disclosure_followup import few_pupils, followup_networks
from reports.disclosure_network import UnprotectableError, protect
from reports.disclosure_register import band_bounds, case_rows
from reports.disclosure_screening import screening_networks, small_sums
from reports.formatting import earlier_month
from validations.code_lists import read_seed

_ALL_GRAINS_EDITION = "county"
_TABLES = (LEVEL_METRIC, DETECTION_METRIC, *RATE_METRICS, OVERDUE_METRIC, *CASE_MEASURES)
_BLANKED = ("value", "numerator", "denominator", "is_target_met")


def suppress(figures: pl.DataFrame, edition: str, on: date) -> pl.DataFrame:
    """The figures an edition may carry where neither the register nor bands are shown beside them.

    As ``disclose``.
    """
    return disclose(figures, edition, on).figures


@dataclass(frozen=True)
class Disclosed:
    """What an edition may carry: figures, and the case register as rows like figures.

    A row of ``cases`` is a unit × level (``slice``) × measure of rpt_case_summary
    (``metric_id``), its count the numerator.
    """

    figures: pl.DataFrame
    cases: pl.DataFrame


def disclose(
    figures: pl.DataFrame,
    edition: str,
    on: date,
    cases: pl.DataFrame | None = None,
    bands: pl.DataFrame | None = None,
) -> Disclosed:
    """Figures and case register (rpt_case_summary) as an edition may show them together.

    Rows of its grains stay; a count below the edition's minimum (zero included), a rate whose
    numerator or denominator is, a unit's number of overdue pupils, and whatever else of their
    additive tables would give them away, get status ``suppressed`` and lose value, numerator and
    denominator. ``bands`` are the bands of overdue pupils (rpt_overdue_band) the edition shows in
    their stead; nobody overdue is said. Both variants of M08 share one pattern; each month is
    treated by itself. Statuses other than ``ok`` stay, so not_applicable and not_reported take
    precedence.

    Raises:
        LookupError: the seed has no minimum for the edition on that day, or no such band.
        UnprotectableError: a small count cannot be protected; nothing may be published.
    """
    minimum = minimum_count(edition, on)
    if edition != _ALL_GRAINS_EDITION:
        figures = figures.filter(pl.col("is_leader_grain"))
    units = read_seed("code_reporting_unit")
    order = dict(zip(units["unit_code"], units["sort_no"].cast(pl.Int64), strict=True))
    rows = figures if cases is None else pl.concat([figures, case_rows(cases)], how="diagonal")
    shown = suppress_below(rows, minimum, order, {} if bands is None else band_bounds(bands))
    is_case = pl.col("metric_id").is_in(CASE_MEASURES)
    return Disclosed(shown.filter(~is_case), shown.filter(is_case))


def minimum_count(edition: str, on: date) -> int:
    """Smallest count of pupils the edition shows on that day (seed ``standard_disclosure``)."""
    day = on.isoformat()
    for row in read_seed("standard_disclosure").iter_rows(named=True):
        starts, ends = row["valid_from"], row["valid_to"]
        if row["edition"] == edition and starts <= day and (not ends or day <= ends):
            return int(row["minimum_count"])
    raise LookupError(f"no disclosure minimum for edition {edition} on {day}")


def suppress_below(
    figures: pl.DataFrame, minimum: int, order: Mapping[str, int], bounds: Bounds | None = None
) -> pl.DataFrame:
    """As ``disclose``, with minimum, official order of units and what bands say given.

    ``figures`` may hold rows of ``case_rows``. Accounts that meet in some units only are more than
    a network holds; where the audit finds what that lets through, one more count is hidden. So it
    is, where there is another, for pupils overdue of whose number hardly half as many values are
    left as the minimum holds back.
    """
    known = bounds or {}
    is_other_archive = (pl.col("metric_id") == ARCHIVE_METRIC) & (
        pl.col("variant") != OF_THE_REGISTER
    )
    tables = figures.filter(
        pl.col("metric_id").is_in(_TABLES)
        & ~is_other_archive
        & (pl.col("status") == "ok")
        & pl.col("school_code").is_null()
        & (pl.col("denominator").is_null() | (pl.col("denominator") > 0))
    )
    chosen: set[str] = set()
    while True:
        hidden: list[str] = []
        for (month,), rows in sorted(tables.group_by("month")):
            cells = counts_of(rows, order, known)
            hidden += _hidden_ids(cells, minimum, chosen, str(month))
        published = _blanked(figures, hidden + _progress_ids(figures, hidden))
        tight = narrow(figures, published, known, minimum // 2)
        if wider := {one for name in tight if (one := companion(figures, published, name, known))}:
            chosen |= wider
            continue
        exposed = recoverable(figures, published, known)
        if not exposed:
            return published
        more = companion(figures, published, exposed[0], known)
        if more is None:
            raise UnprotectableError("、".join(exposed))
        chosen.add(more)


def _progress_ids(figures: pl.DataFrame, hidden: list[str]) -> list[str]:
    """The progress of archives (M18-c) where those of the register in it are withheld.

    It is these and the last grades', whose own number is shown.
    """
    is_archive = pl.col("metric_id") == ARCHIVE_METRIC
    withheld = figures.filter(
        is_archive & (pl.col("variant") == OF_THE_REGISTER) & pl.col("figure_id").is_in(hidden)
    ).select("month", "unit_code")
    progress = figures.filter(is_archive & (pl.col("variant") == OF_ALL))
    return progress.join(withheld, on=["month", "unit_code"], how="semi")["figure_id"].to_list()


def _blanked(figures: pl.DataFrame, hidden: list[str]) -> pl.DataFrame:
    is_hidden = pl.col("figure_id").is_in(hidden) & (pl.col("status") == "ok")
    blank = [
        pl.when(is_hidden).then(None).otherwise(pl.col(name)).alias(name)
        for name in _BLANKED
        if name in figures.columns
    ]
    status = pl.when(is_hidden).then(pl.lit("suppressed")).otherwise(pl.col("status"))
    return figures.with_columns(*blank, status.alias("status"))


def _hidden_ids(cells: list[Count], minimum: int, chosen: set[str], month: str) -> list[str]:
    """Figure ids to blank in one month, those chosen by the audit among them."""
    hidden = {cell.key for cell in cells if _is_withheld(cell, minimum) or cell.figure_id in chosen}
    hidden |= few_pupils(cells, minimum)
    networks = [*screening_networks(cells), *followup_networks(cells)]
    more = hidden
    try:
        while more:
            hidden = protect(networks, hidden | more)
            more = small_sums(cells, hidden, minimum)
    except UnprotectableError as error:
        raise UnprotectableError(f"{month}: {error}") from error
    return [cell.figure_id for cell in cells if cell.key in hidden]


def _is_withheld(cell: Count, minimum: int) -> bool:
    """Whether a count may not stand by itself, whatever else is shown.

    A detection count is also small where the pupils not detected are few; a rate where its group
    is. A unit's overdue pupils are never counted out where a minimum holds at all.
    """
    if cell.metric == OVERDUE_METRIC:
        is_known_none = cell.high == 0
        return 0 < cell.count < minimum or (minimum > 0 and not cell.is_city and not is_known_none)
    if cell.metric == DETECTION_METRIC:
        return min(cell.count, cell.rest) < minimum
    return cell.count < minimum


def withhold(rows: pl.DataFrame, published: pl.DataFrame) -> pl.DataFrame:
    """Rows of rpt_kpi without what ``published`` withholds, this month's and those compared with.

    Gains ``last_month_status`` and ``last_year_status``: ``suppressed`` where that month's figure
    is withheld.
    """
    months = {"last_month": 1, "last_year": 12}
    hidden = published.filter(pl.col("status") == "suppressed")["figure_id"].to_list()
    is_hidden = pl.col("figure_id").is_in(hidden)
    found = rows.with_columns(
        *(
            pl.when(is_hidden).then(None).otherwise(pl.col(name)).alias(name)
            for name in _BLANKED
            if name in rows.columns
        ),
        pl.when(is_hidden).then(pl.lit("suppressed")).otherwise(pl.col("status")).alias("status"),
    )
    for name, back in months.items():
        ids = [_figure_before(row["figure_id"], back) for row in rows.iter_rows(named=True)]
        is_gone = pl.Series([one in set(hidden) for one in ids], dtype=pl.Boolean)
        found = found.with_columns(
            pl.when(is_gone).then(None).otherwise(pl.col(f"{name}_value")).alias(f"{name}_value"),
            pl.when(is_gone).then(pl.lit("suppressed")).alias(f"{name}_status"),
        )
    return found


def _figure_before(figure_id: str, months: int) -> str:
    """The figure's id that many months earlier."""
    name, _, month = figure_id.rpartition(".")
    return f"{name}.{earlier_month(month, months)}"
