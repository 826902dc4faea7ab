"""What the leaders' edition may show of a month, from the warehouse: nothing passes by this.

What is withheld is decided in `reports.disclosure`; pages are made in `publish`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from orchestration.months import month_before
from orchestration.stores.warehouse import Warehouse

if TYPE_CHECKING:
    from reports.disclosure import Disclosed

EDITION = "leaders"
BANDED_LEVEL = "severe"


@dataclass(frozen=True)
class Shown:
    """A month after disclosure control: figures, the case register's counts, bands, first page.

    ``city_only`` is as `city_only` gives it.
    """

    figures: pl.DataFrame
    cases: pl.DataFrame
    bands: pl.DataFrame
    kpi: pl.DataFrame
    city_only: pl.DataFrame


def shown_of(warehouse: Warehouse, every: pl.DataFrame, month: str, on: date) -> Shown:
    """The month as the edition shows it on a day, `every` being all figures up to it.

    The months its first page is compared with are treated by the same rule. Raises as
    `reports.disclosure.disclose`.
    """
    from reports.disclosure import withhold

    disclosed, bands = disclosed_near(warehouse, every, month, on)
    is_now = pl.col("month") == month
    return Shown(
        figures=disclosed.figures.filter(is_now).sort(
            "sort_no", "variant", "slice", "unit_code", "figure_id", nulls_last=False
        ),
        cases=disclosed.cases.filter(is_now),
        bands=pl.DataFrame() if bands is None else bands.filter(is_now),
        kpi=withhold(warehouse.read("rpt_kpi", month=month), disclosed.figures),
        city_only=city_only(every, month),
    )


def disclosed_near(
    warehouse: Warehouse, every: pl.DataFrame, month: str, on: date
) -> tuple[Disclosed, pl.DataFrame | None]:
    """The month, the one before and last year's, each by itself after disclosure, and their bands.

    Raises as `reports.disclosure.disclose`.
    """
    from reports.disclosure import disclose

    months = sorted({month, month_before(month), f"{int(month[:4]) - 1}{month[4:]}"})
    cases, bands = shown_beside(warehouse, months)
    near = every.filter(pl.col("month").is_in(months))
    return disclose(near, EDITION, on, cases, bands), bands


def city_only(every: pl.DataFrame, month: str) -> pl.DataFrame:
    """Where units' figures stand that the edition tells for the city alone, without their numbers.

    One row a unit, metric, variant and slice, with a status: `suppressed` where there is a number.
    """
    is_untold = (
        (pl.col("month") == month) & ~pl.col("is_leader_grain") & pl.col("school_code").is_null()
    )
    keys = ("unit_code", "metric_id", "variant", "slice")
    status = pl.col("status").replace("ok", "suppressed")
    return every.filter(is_untold).select(*keys, status)


def shown_beside(
    warehouse: Warehouse, months: Sequence[str]
) -> tuple[pl.DataFrame | None, pl.DataFrame | None]:
    """The case register and the bands the edition shows beside the figures of these months.

    None in a warehouse that was built before there were any.
    """
    is_near = pl.col("month").is_in(list(months))
    cases = warehouse.find("rpt_case_summary")
    bands = warehouse.find("rpt_overdue_band")
    return (
        None if cases is None else cases.filter(is_near),
        None if bands is None else bands.filter(is_near, level_code=BANDED_LEVEL),
    )
