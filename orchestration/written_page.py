"""Does what was written equal the figures? The workbook is opened again and compared cell by cell.

It trusts nothing that wrote the page except the names of sheet and headers.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from orchestration.publish import BULLETIN, FIGURES

CITY = "3607"
_MARKS = {"suppressed": "＊", "not_applicable": "—", "not_reported": "未报"}


class PageDiffersError(RuntimeError):
    """A written page does not say what the figures say; it must not leave."""


def require_equal(pages: Mapping[str, bytes], figures: pl.DataFrame, month: str) -> None:
    """Raise `PageDiffersError` unless every compared cell equals its figure."""
    compared, wrong = differences(pages, figures, month)
    if wrong or not compared:
        raise PageDiffersError(
            f"成稿与指标库不一致，不得印发：{'；'.join(wrong[:5]) or '无可核对'}。"
        )


def differences(
    pages: Mapping[str, bytes], figures: pl.DataFrame, month: str
) -> tuple[int, list[str]]:
    """How many cells were compared, and a Chinese line for each that differs.

    `figures` is before suppression: a ＊ is right only where `figures.csv` says suppressed.
    """
    rows = _by_place(figures.filter(pl.col("month") == month))
    published = _published(pages[FIGURES])
    wrong = [
        f"figures.csv 的 {figure_id}"
        for figure_id, row in published.items()
        if row["status"] == "ok" and not _same(row["value"], rows[figure_id]["value"])
    ]
    compared = len(published)
    for place, metric, cell in _overview_cells(pages[BULLETIN]):
        figure_id = f"{metric['figure']}.{place}.{month}"
        if figure_id in rows:
            compared += 1
            if not _cell_says(cell, rows[figure_id], published.get(figure_id), metric):
                wrong.append(f"{metric['name']}（{place}）：页面为“{cell}”")
    return compared, wrong


def _by_place(figures: pl.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["figure_id"]: row for row in figures.iter_rows(named=True)}


def _published(csv: bytes) -> dict[str, dict[str, Any]]:
    frame = pl.read_csv(io.BytesIO(csv), infer_schema=False)
    return _by_place(frame)


def _cell_says(
    cell: object,
    figure: Mapping[str, Any],
    published: Mapping[str, Any] | None,
    metric: Mapping[str, Any],
) -> bool:
    """Whether a cell shows this figure: its mark, or its value within the page's last digit."""
    status = published["status"] if published else "suppressed"
    if status in _MARKS:
        return cell == _MARKS[status]
    if isinstance(cell, (int, float)):
        places = metric["decimals"] + (2 if metric["kind"] == "rate" else 0)
        off = abs(Decimal(str(cell)) - Decimal(str(figure["value"])))
        return off <= Decimal(5).scaleb(-places - 1) + Decimal("0.000001")
    return figure["status"] == "ok" and cell not in _MARKS.values()


def _same(text: str | None, value: object) -> bool:
    return text is not None and value is not None and Decimal(text) == Decimal(str(value))


def _overview_cells(workbook: bytes) -> Iterator[tuple[str, Mapping[str, Any], object]]:
    """(unit code, metric, cell) of the sheet that has one row a unit."""
    from python_calamine import load_workbook

    from reports.wording import say
    from validations.code_lists import labels

    book = load_workbook(io.BytesIO(workbook))
    rows = book.get_sheet_by_name(say("bulletin.sheets.overview")).to_python()
    places = {**labels("unit"), say("mark.city"): CITY}
    metrics = _metrics()
    headers: Sequence[object] = ()
    for row in rows:
        if row[0] == say("bulletin.overview.unit"):
            headers = row
        elif headers and row[0] in places:
            for header, cell in zip(headers, row, strict=True):
                if header in metrics:
                    yield places[str(row[0])], metrics[str(header)], cell


def _metrics() -> dict[str, dict[str, Any]]:
    """Unsliced metrics by the name their column bears."""
    from validations.code_lists import read_seed

    seed = read_seed("code_metric").filter(pl.col("slice_kind") == "none")
    return {
        row["name_zh"]: {
            "name": row["name_zh"],
            "kind": row["kind"],
            "decimals": int(row["decimals"]),
            "figure": "-".join(part for part in (row["metric_id"], row["variant"]) if part),
        }
        for row in seed.iter_rows(named=True)
    }
