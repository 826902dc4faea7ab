"""The scorecard stands beside the bulletin where there are scores; equal input, equal bytes."""

from __future__ import annotations

from typing import Any, cast

import polars as pl

from orchestration.scorecards import SCORECARD, open_problems, scorecard_pages, totals_of
from orchestration.stores.warehouse import Warehouse
from tests.unit.reports.score_sample import MONTH, built


class Frames:
    """A warehouse of frames by model, as far as the scorecard reads it."""

    def __init__(self, **frames: pl.DataFrame) -> None:
        self.frames = frames

    def has(self, model: str) -> bool:
        return model in self.frames

    def read(self, model: str, month: str) -> pl.DataFrame:
        return self.frames[model].filter(pl.col("month") == month)

    def find(self, model: str, month: str) -> pl.DataFrame | None:
        return self.read(model, month) if self.has(model) else None


def warehouse(**changes: pl.DataFrame) -> Warehouse:
    card, listed = built()
    frames: dict[str, Any] = {
        "rpt_scorecard": card.scores,
        "rpt_scorecard_item": card.items,
        "rpt_deduction": card.deductions,
        "rpt_rectification": listed,
    }
    return cast(Warehouse, Frames(**frames | changes))


def test_equal_scores_give_an_equal_workbook() -> None:
    given = built()[0].given
    pages = scorecard_pages(given, warehouse())
    assert list(pages) == [SCORECARD]
    assert pages == scorecard_pages(given, warehouse())
    other = warehouse(rpt_deduction=built()[0].deductions.clear())
    assert pages != scorecard_pages(given, other)


def test_a_warehouse_built_before_there_were_scores_gives_none() -> None:
    empty = cast(Warehouse, Frames())
    assert scorecard_pages(built()[0].given, empty) == {}
    assert open_problems(empty, MONTH) is None
    assert totals_of(empty, MONTH).is_empty()


def test_a_month_without_scores_has_no_scorecard() -> None:
    assert (
        scorecard_pages(built()[0].given, warehouse(rpt_scorecard=built()[0].scores.clear())) == {}
    )


def test_the_totals_stand_best_first_and_are_twenty() -> None:
    ranks = totals_of(warehouse(), MONTH)["rank_no"].to_list()
    assert len(ranks) == 20
    assert ranks == sorted(ranks)
