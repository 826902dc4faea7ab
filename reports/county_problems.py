"""All problems to be mended, a sheet of the county's restricted copy: withheld ones too.

Which rows there are is ``rpt_rectification``'s; nothing is computed.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from reports.blocks import Block, Note, Sheet
from reports.bulletin_input import Metric, official_metrics
from reports.rectification import exact_problems
from reports.wording import lines, say
from validations.code_lists import read_seed

_GRID = (8.0, 23.0, 9.5, 6.5, 8.0, 8.0, 8.5, 8.0, 16.0, 11.5, 9.0, 27.0, 8.0, 9.0)


def problems_sheet(problems: pl.DataFrame, head: tuple[Block, ...]) -> Sheet:
    """整改事项 under the copy's own head: exact, in the terms and order of the leaders' list."""
    name = say("county.sheets.problems")
    if problems.is_empty():
        block: Block = Note((say("bulletin.rectification.none"),), style="body")
        return Sheet(name, (*head, block), _GRID, tab="red")
    note = Note(lines("county.problems.notes"))
    return Sheet(name, (*head, note, exact_problems(problems, _metric_of)), _GRID, tab="red")


def _metric_of(metric_id: str, variant: str) -> Metric:
    return _metrics()[metric_id, variant]


@cache
def _metrics() -> dict[tuple[str, str], Metric]:
    found = official_metrics(read_seed("code_metric"))
    return {(metric.metric_id, metric.variant): metric for metric in found}
