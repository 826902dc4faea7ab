"""The county scorecard beside a month's bulletin, and what Dagster shows of it.

Points are dbt's, layout `reports.scorecard`'s; the figures it shows have passed disclosure before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from orchestration.stores.warehouse import Warehouse

if TYPE_CHECKING:
    from reports.bulletin_input import BulletinInput

SCORECARD = "scorecard.xlsx"
TOTAL_HEADERS = {"rank_no": "名次", "unit_name": "县（市、区）", "score": "总分"}


def scorecard_pages(given: BulletinInput, warehouse: Warehouse) -> Mapping[str, bytes]:
    """The scorecard's file; none from a warehouse that was built before there were scores."""
    from reports.scorecard import Scorecard, build_scorecard
    from reports.workbook import workbook_bytes

    if not warehouse.has("rpt_scorecard"):
        return {}
    names = ("rpt_scorecard", "rpt_scorecard_item", "rpt_deduction")
    scores, items, deductions = (warehouse.read(name, month=given.month) for name in names)
    if scores.is_empty():
        return {}
    card = Scorecard(given=given, scores=scores, items=items, deductions=deductions)
    return {SCORECARD: workbook_bytes(build_scorecard(card), given.known_at)}


def open_problems(warehouse: Warehouse, month: str) -> pl.DataFrame | None:
    """The month's rectification list; None from a warehouse built before there was one."""
    return warehouse.find("rpt_rectification", month=month)


def totals_of(warehouse: Warehouse, month: str) -> pl.DataFrame:
    """Each county's total with its rank, best first; empty where nothing was scored."""
    if not warehouse.has("rpt_scorecard"):
        return pl.DataFrame(schema=dict.fromkeys(TOTAL_HEADERS, pl.String))
    totals = warehouse.read("rpt_scorecard", month=month).filter(pl.col("group_code") == "")
    return totals.sort("rank_no", "unit_no", nulls_last=True).select(list(TOTAL_HEADERS))
