"""Which figures of earlier issues now read otherwise, and which submissions made them.

The frame behind the sheet 更正说明. It compares figures and computes none; the sheet is `reports`'.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl

from orchestration.frozen import Statement, counted_submissions, statements
from orchestration.publish import known_at
from orchestration.release import release_digest
from orchestration.settings import Settings
from orchestration.shown import EDITION, shown_beside
from orchestration.stores.vault import Event, Vault
from orchestration.stores.warehouse import Warehouse

CITY = "3607"
CORRECTED, LATE, WITHDRAWN, DECIDED, REDEFINED = "修正", "迟报", "撤回", "决定", "口径"
_PARTS = ("status", "numerator", "denominator", "value")
_DIFFERS = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_new")) for name in _PARTS)
_SCOPE = ["form_id", "period", "unit_code", "scope_code"]
_NAMED = 3

ERRATA: dict[str, Any] = {
    "month": pl.String,
    "issue_no": pl.Int64,
    "figure_id": pl.String,
    "metric_id": pl.String,
    "variant": pl.String,
    "slice": pl.String,
    "metric_name": pl.String,
    "unit_code": pl.String,
    "unit_name": pl.String,
    "unit_of_measure": pl.String,
    "old_status": pl.String,
    "old_numerator": pl.Decimal(18, 2),
    "old_denominator": pl.Decimal(18, 2),
    "old_value": pl.Decimal(18, 6),
    "new_status": pl.String,
    "new_numerator": pl.Decimal(18, 2),
    "new_denominator": pl.Decimal(18, 2),
    "new_value": pl.Decimal(18, 6),
    "why": pl.String,
    "submissions": pl.String,
}


def errata(settings: Settings, number: int, warehouse: Warehouse) -> pl.DataFrame:
    """What issue `number` has to say of the issues before it, columns as `ERRATA`.

    One row a figure of city or unit; `why` holds one or more of 修正, 迟报, 撤回, 决定, 口径.
    A figure suppressed in either reading is suppressed in both, and so is a change of a sensitive
    figure by fewer pupils than the edition would show.
    """
    told = statements(settings, number)
    if not told:
        return pl.DataFrame(schema=ERRATA)
    figures = warehouse.read("fct_figures")
    life = warehouse.read("rpt_submission_life")
    decisions = Vault(settings.vault).events("decided")
    found = []
    for statement in told:
        now = figures.filter(pl.col("month") == statement.month)
        changed = _changed_figures(statement, now, warehouse)
        if changed.is_empty():
            continue
        until = known_at(figures)
        since = [e for e in decisions if statement.known_at < e.occurred_at <= until]
        found.append(_explained(changed, statement, _changed_scopes(statement, life, since), since))
    return pl.concat(found) if found else pl.DataFrame(schema=ERRATA)


def _changed_figures(statement: Statement, now: pl.DataFrame, warehouse: Warehouse) -> pl.DataFrame:
    """Old and new reading of each changed figure, after disclosure control, in official order.

    A figure has changed if the warehouse has another one now and the pages would show it: what is
    only withheld otherwise than then, beside other tables, is no correction.
    """
    beside = shown_beside(warehouse, (statement.month,))
    then = _readings(statement.figures, statement.known_at)
    later = _readings(now, known_at(now), *beside) if not now.is_empty() else then.clear()
    both = then.join(later.select("figure_id", *_PARTS), on="figure_id", suffix="_new")
    names = {name: f"old_{name}" for name in _PARTS}
    names |= {f"{name}_new": f"new_{name}" for name in _PARTS}
    changed = both.filter(_DIFFERS).join(
        statement.figures.join(now, on="figure_id", suffix="_new").filter(_DIFFERS),
        on="figure_id",
        how="semi",
        maintain_order="left",
    )
    return _without_traces(changed, statement.known_at).rename(names)


def _readings(
    figures: pl.DataFrame,
    moment: datetime,
    cases: pl.DataFrame | None = None,
    bands: pl.DataFrame | None = None,
) -> pl.DataFrame:
    from reports.disclosure import disclose
    from validations.code_lists import read_seed

    units = read_seed("code_reporting_unit").select("unit_code", pl.col("sort_no").cast(pl.Int64))
    disclosed = disclose(figures, EDITION, moment.date(), cases, bands)
    shown = disclosed.figures.filter(pl.col("school_code").is_null())
    order = units.rename({"sort_no": "unit_sort_no"})
    return shown.join(order, on="unit_code", how="left", coalesce=True).sort(
        "sort_no", "variant", "slice", "unit_sort_no", "figure_id", nulls_last=False
    )


def _without_traces(both: pl.DataFrame, moment: datetime) -> pl.DataFrame:
    """Blank both readings where either is suppressed, or where their difference is too small."""
    from reports.disclosure import minimum_count

    least = minimum_count(EDITION, moment.date())
    moved = pl.max_horizontal(
        (pl.col(f"{name}_new").cast(pl.Float64) - pl.col(name).cast(pl.Float64)).abs()
        for name in ("numerator", "denominator")
    )
    is_hidden = (
        (pl.col("status") == "suppressed")
        | (pl.col("status_new") == "suppressed")
        | (pl.col("is_sensitive") & moved.is_between(0, least, closed="none"))
    )
    blank = [
        pl.when(is_hidden).then(None).otherwise(pl.col(name + end)).alias(name + end)
        for name in _PARTS[1:]
        for end in ("", "_new")
    ]
    marks = [
        pl.when(is_hidden).then(pl.lit("suppressed")).otherwise(pl.col(name)).alias(name)
        for name in ("status", "status_new")
    ]
    return both.with_columns(*blank, *marks)


def _changed_scopes(
    statement: Statement, life: pl.DataFrame, decisions: list[Event]
) -> list[dict[str, Any]]:
    """Scopes whose counting submission is another than at the issue, each with its reasons."""
    then = statement.counted.rename(
        {"counted_submission_id": "old_id", "counted_version_no": "old_version_no"}
    )
    now = counted_submissions(life)
    names = life.select(*_SCOPE, "form_name", "scope_name").unique(_SCOPE)
    both = then.join(now, on=_SCOPE, how="full", coalesce=True).join(names, on=_SCOPE, how="left")
    changed = both.filter(pl.col("old_id").ne_missing(pl.col("counted_submission_id")))
    return [
        {**row, "why": _why(row, decisions)} for row in changed.sort(_SCOPE).iter_rows(named=True)
    ]


def _why(scope: Mapping[str, Any], decisions: list[Event]) -> set[str]:
    if scope["old_id"] is None:
        reason = LATE
    elif scope["counted_submission_id"] is None:
        reason = WITHDRAWN
    else:
        reason = CORRECTED
    is_decided = any(_concerns(decision, scope) for decision in decisions)
    return {reason, DECIDED} if is_decided else {reason}


def _concerns(decision: Event, scope: Mapping[str, Any]) -> bool:
    said = decision.payload
    if said.get("submission_id") in (scope["old_id"], scope["counted_submission_id"]):
        return said.get("submission_id") is not None
    return all(said.get(name) == scope[name] for name in ("form_id", "period", "scope_code"))


def _explained(
    changed: pl.DataFrame,
    statement: Statement,
    scopes: list[dict[str, Any]],
    decisions: list[Event],
) -> pl.DataFrame:
    rows = []
    for figure in changed.iter_rows(named=True):
        behind = _behind(figure, scopes)
        why = set().union(*(scope["why"] for scope in behind)) or _why_without(decisions, statement)
        figure |= {
            "issue_no": statement.issue_no,
            "why": "、".join(r for r in _ORDER if r in why),
            "submissions": _submissions(behind),
        }
        rows.append([figure[name] for name in ERRATA])
    return pl.DataFrame(rows, schema=ERRATA, orient="row")


_ORDER = (CORRECTED, LATE, WITHDRAWN, DECIDED, REDEFINED)


def _behind(figure: Mapping[str, Any], scopes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The changed scopes a figure rests on: of its forms, in its unit, in its school year.

    Where none fits, those of its forms in any year, then changes of the register of schools.
    """
    forms = (figure["form_ids"] or "").split(";")
    near = [
        scope
        for scope in scopes
        if scope["form_id"] in forms and figure["unit_code"] in (CITY, scope["unit_code"])
    ]
    same_year = [s for s in near if _school_year(s["period"]) == _school_year(figure["month"])]
    return same_year or near or [s for s in scopes if s["form_id"] == "F00"]


def _school_year(period: str) -> str:
    """`2026-2027` for a semester, a round or a month of that year."""
    if len(period) > 7:
        return period[:9]
    year, month = int(period[:4]), int(period[5:])
    first = year if month >= 9 else year - 1
    return f"{first}-{first + 1}"


def _why_without(decisions: list[Event], statement: Statement) -> set[str]:
    """A figure moved and no submission of its did: a parameter was decided, or the rules differ."""
    is_set = any(decision.payload.get("kind") == "parameter" for decision in decisions)
    if is_set and statement.release_digest == release_digest():
        return {DECIDED}
    return {REDEFINED}


def _submissions(scopes: list[dict[str, Any]]) -> str:
    named = [
        f"{scope['scope_name'] or scope['scope_code']}{scope['form_name'] or scope['form_id']}"
        f"（{scope['period']}）第{scope['counted_version_no'] or scope['old_version_no']}版"
        for scope in scopes[:_NAMED]
    ]
    more = f"等{len(scopes)}份" if len(scopes) > _NAMED else ""
    return "；".join(named) + more
