"""Rows that are no data: blank ones, totals, and notes or signatures under the table.

Blank rows are no rows at all; totals and notes are reported and left out, never summed. Whether
a data row is right is not decided here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from validations.form_columns import Column
from validations.vocabulary import code_of

_TOTAL = r"^[本全各]?[校县区市页表年级学段班]{0,4}(合计|小计|总计|共计|累计)[:：]?$"
# In a column of codes or of words from a list no value ends so, whatever stands before it.
_TOTAL_OF_SOME = r"^.{0,12}(合计|小计|总计|共计|累计)(数|人数)?([(（].{0,8}[)）])?[:：]?$"
_NOTE = r"^(填表|填报|制表|审核|复核|联系|负责人|单位负责|校长|签字|盖章|(注|备注|说明|日期)[:：])"
_NOTE_CELLS_AT_MOST = 3


@dataclass(frozen=True)
class SortedRows:
    """``data`` rows, and ``left_out`` rows with rule_id (N01, N02) and the telling column_name."""

    data: pl.DataFrame
    left_out: pl.DataFrame


def sort_rows(rows: pl.DataFrame, columns: Sequence[Column]) -> SortedRows:
    """Drop blank rows and set totals and notes apart; the order of the rest is kept."""
    names = [column.name for column in columns]
    rows = rows.filter(pl.any_horizontal(pl.col(names).is_not_null()))
    worded = [column for column in columns if column.kind not in ("integer", "decimal")]
    told = rows.with_columns(_telling_column(rows, worded))
    is_data = pl.col("rule_id").is_null()
    return SortedRows(
        data=told.filter(is_data).drop("rule_id", "column_name"),
        left_out=told.filter(~is_data),
    )


def _telling_column(rows: pl.DataFrame, worded: Sequence[Column]) -> list[pl.Series]:
    """Per row the rule that leaves it out and the column that tells, both null for data.

    ``worded`` are the columns of words; a word of a column's own list (校长) is no note.
    """
    rule_ids: list[str | None] = [None] * rows.height
    tellers: list[str | None] = [None] * rows.height
    names = [column.name for column in worded]
    few = rows.select(
        pl.sum_horizontal(pl.col(names).is_not_null()) <= _NOTE_CELLS_AT_MOST
    ).to_series()
    for column in reversed(worded):  # the leftmost cell that tells wins
        cells = rows[column.name]
        total = _TOTAL if column.kind in ("text", "date") else _TOTAL_OF_SOME
        for rule_id, mark, pattern, among in (
            ("N02", None, _NOTE, few),
            ("N01", "计", total, None),
        ):
            for row in _matching(cells, mark, pattern, among):
                if rule_id == "N01" or not _is_of_list(column, cells[row]):
                    rule_ids[row], tellers[row] = rule_id, column.name
    return [
        pl.Series("rule_id", rule_ids, dtype=pl.String),
        pl.Series("column_name", tellers, dtype=pl.String),
    ]


def _is_of_list(column: Column, text: str) -> bool:
    return column.list_name is not None and code_of(column.list_name, text) is not None


def _matching(
    cells: pl.Series, mark: str | None, pattern: str, among: pl.Series | None
) -> list[int]:
    """Rows whose cell, bare of spaces, matches; ``mark`` and ``among`` save the full look."""
    chosen = cells.str.contains(mark, literal=True) if mark else among
    assert chosen is not None
    suspects = chosen.fill_null(False).arg_true()
    if suspects.is_empty():
        return []
    bare = cells.gather(suspects).str.replace_all(r"\s", "")
    return suspects.filter(bare.str.contains(pattern).fill_null(False)).to_list()
