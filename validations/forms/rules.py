"""Rules of a form that look at more than one cell: their words, severity and registry.

A rule states what is true of a good row; what becomes of a bad one is the gate's affair.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData


class Severity(StrEnum):
    """How grave a fault is: 必改 rejects the row, 需说明 asks for a reason, 提示 only tells."""

    MUST_FIX = "必改"
    EXPLAIN = "需说明"
    NOTE = "提示"


@dataclass(frozen=True)
class Rule:
    """One registered rule; ``words`` and ``fix`` may name columns of the row in braces.

    ``at`` names a context column that says, row by row, which cell is at fault; without it the
    first of ``columns`` is.
    """

    rule_id: str
    severity: Severity
    columns: tuple[str, ...]
    words: str
    fix: str
    at: str | None = None


RULES: dict[str, Rule] = {}


def register(rule: Rule) -> Rule:
    """Enter a rule in ``RULES``.

    Raises:
        ValueError: the id is taken.
    """
    if rule.rule_id in RULES:
        raise ValueError(f"rule {rule.rule_id} is stated twice")
    RULES[rule.rule_id] = rule
    return rule


def rule(
    rule_id: str,
    severity: Severity,
    *,
    columns: tuple[str, ...],
    words: str,
    fix: str,
    at: str | None = None,
) -> Callable[[Callable[[Any], pl.Expr]], Any]:
    """Make a method that returns ``true where the row is good`` a check of its form class.

    A null answer passes: a missing cell is the affair of the column's own check. The fault is
    shown at the first of ``columns``, which is why the check hangs on that column: pandera then
    keeps the one value and not the whole row. Rules over a sheet use
    ``.over("submission_id", …)``, since one frame holds every workbook of the batch.
    """
    register(Rule(rule_id, severity, columns, words, fix, at))

    def decorate(states_good: Callable[[Any], pl.Expr]) -> Any:
        def check(cls: Any, data: PolarsData) -> pl.LazyFrame:
            return data.lazyframe.select(states_good(cls).fill_null(True))

        check.__name__ = states_good.__name__
        check.__doc__ = words
        return pa.check(columns[0], error=rule_id)(check)

    return decorate


def no_other_like_it(*key: str) -> pl.Expr:
    """True where no other row of the submission has the same key; an empty key cell passes.

    A key column that may be blank (教学点号) has to be filled by the caller before.
    """
    return (pl.len().over("submission_id", *key) == 1) | pl.any_horizontal(
        pl.col(name).is_null() for name in key
    )
