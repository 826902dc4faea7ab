"""Write the fact sheet of one suggestion beside the month's bulletin; its words are `reports`'."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.figures import warehouse_of
from orchestration.publish import known_at, month_figures
from orchestration.settings import Settings
from orchestration.stores import atomic
from orchestration.stores.warehouse import Warehouse

CITY, CITY_OFFICE = "3607", "3607SZ"


class NoSuggestionError(LookupError):
    """The month knows no such suggestion; the words name those it knows."""


@dataclass(frozen=True)
class FactSheetFile:
    """A fact sheet as written, and what its first lines warn of."""

    path: Path
    warnings: tuple[str, ...]


def write_fact_sheet(settings: Settings, month: str, suggestion_id: str) -> FactSheetFile:
    """Write `bulletins/<month>/答复函数据附表-<id>.xlsx`; equal figures give equal bytes.

    Raises `NoSuggestionError`, and as `month_figures` where the month has no figures.
    """
    from reports.fact_sheet import FactSheetInput, build_fact_sheet, fact_sheet_name, warnings
    from reports.form_words import unit_words
    from reports.workbook import workbook_bytes

    moment = known_at(month_figures(settings, month))
    warehouse = warehouse_of(settings)
    told = _suggestion(warehouse, month, suggestion_id)
    given = FactSheetInput(
        month=month,
        unit_name=unit_words(answering(told["unit_code"])),
        known_at=moment,
        is_rehearsal=settings.is_rehearsal,
        suggestion=told,
        figures=letter_figures(warehouse, month, told["unit_code"], suggestion_id),
    )
    path = settings.month_folder(month) / fact_sheet_name(suggestion_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write_bytes(path, workbook_bytes(build_fact_sheet(given), moment))
    return FactSheetFile(path, warnings(given))


def answering(unit_code: str) -> str:
    """Whose figures an answer speaks of: the city's office answers for the whole city."""
    return CITY if unit_code == CITY_OFFICE else unit_code


def letter_figures(
    warehouse: Warehouse, month: str, unit_code: str, suggestion_id: str
) -> pl.DataFrame:
    """The figures of the letter that a unit answers one suggestion with."""
    rows = warehouse.read("rpt_letter_figure", month=month, unit_code=answering(unit_code))
    is_of_it = pl.col("suggestion_id").is_null() | (pl.col("suggestion_id") == suggestion_id)
    return rows.filter(is_of_it)


def _suggestion(warehouse: Warehouse, month: str, suggestion_id: str) -> dict[str, Any]:
    every = warehouse.read("rpt_suggestion", month=month)
    found = every.filter(suggestion_id=suggestion_id)
    if found.is_empty():
        known = "、".join(sorted(every["suggestion_id"])) or "无"
        raise NoSuggestionError(
            f"{month} 没有办理编号为 {suggestion_id} 的建议。该月已报的有：{known}。"
        )
    return found.row(0, named=True)
