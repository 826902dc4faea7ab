"""What the desk shows, as plain rows: reporting by unit, findings by rule, what wants a look.

Rows come from the warehouse's register and the lake's findings; no pupil's row and no cell's value
is among them. How the page looks is `desk_page`'s affair.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import polars as pl

from orchestration.settings import Settings
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.warehouse import Warehouse

STATES = {
    "expected": "应报",
    "received": "已收",
    "returned": "退回",
    "held": "待定",
    "accepted": "采用",
    "locked": "已锁定",
    "missing": "未报",
}
REGISTER_HEADERS = {
    "unit_name": "单位",
    "scope_code": "范围代码",
    "scope_name": "范围",
    "form_id": "表号",
    "form_name": "表名",
    "period": "报送期",
    "due_on": "截止日期",
    "lock_on": "锁定日期",
    "state_words": "状态",
    "version_no": "版本",
    "counted_version_no": "计入版本",
    "last_received_at": "最近收到",
    "is_late": "迟报",
    "is_correction": "更正",
    "must_fix_count": "必改",
}
EXPLANATION_HEADERS = {
    "unit": "单位",
    "form": "表",
    "period": "报送期",
    "rule_id": "规则",
    "title": "说的是什么",
    "reason": "说明的原因",
    "row_count": "行数",
}
_WANTING = ("returned", "held", "received", "missing")
# Rules about a whole scope: their words name schools and files, never a person.
_SCOPE_RULES = ("X00", "X90")
_COUNTING = ("accepted", "locked")
_BLANK = re.compile(r"[“《]?\{\w+\}[”》]?")


@dataclass(frozen=True)
class UnitLine:
    """One unit's row: `cells` has (accepted, owed, states that want a look) a form.

    Of a form nobody owes there, what counts is given with 0 owed.
    """

    unit_name: str
    cells: tuple[tuple[int, int, str], ...]


def register(warehouse: Warehouse, today: date) -> pl.DataFrame:
    """The register of submissions in official order, with states as of `today` and their words.

    The warehouse knows what was received; whether a day has passed is the clock's.
    """
    life = warehouse.read("rpt_submission_life")
    units = warehouse.read("dim_unit").select("unit_code", "unit_name", "sort_no")
    is_overdue = (pl.col("state") == "expected") & (pl.col("due_on") < today)
    is_locked = (pl.col("state") == "accepted") & (pl.col("lock_on") < today)
    state = (
        pl.when(is_overdue)
        .then(pl.lit("missing"))
        .when(is_locked)
        .then(pl.lit("locked"))
        .otherwise(pl.col("state"))
    )
    return (
        life.with_columns(state.alias("state"))
        .with_columns(
            pl.col("state").replace_strict(STATES).alias("state_words"),
            (pl.col("is_late") | is_overdue).alias("is_late"),
        )
        .join(units, on="unit_code", how="left")
        .sort("sort_no", "form_id", "period", "scope_code", nulls_last=True)
    )


def current(rows: pl.DataFrame, today: date) -> pl.DataFrame:
    """Of the register what concerns the running semester, and what is not locked yet."""
    from orchestration.months import semester_of

    semester = semester_of(f"{today:%Y-%m}")
    of_months = pl.col("period").map_elements(semester_of, return_dtype=pl.String)
    placed = pl.when(pl.col("period").str.len_chars() == 7).then(of_months)
    is_running = placed.otherwise(pl.col("period").str.slice(0, 11)) == semester
    return rows.filter(is_running | (pl.col("lock_on") >= today))


def form_names(rows: pl.DataFrame) -> list[tuple[str, str]]:
    """The forms of the register in order, with their names."""
    forms = rows.select("form_id", "form_name").unique().sort("form_id")
    return [(form_id, name) for form_id, name in forms.rows()]


def unit_lines(rows: pl.DataFrame) -> list[UnitLine]:
    """A line a unit in official order: received of owed, form by form."""
    forms = [form_id for form_id, _ in form_names(rows)]
    counts = pl.col("counted_submission_id").is_not_null() | pl.col("state").is_in(_COUNTING)
    counted = rows.group_by("sort_no", "unit_name", "form_id").agg(
        (pl.col("is_owed") & counts).sum().alias("accepted"),
        counts.sum().alias("counted"),
        pl.col("is_owed").sum().alias("owed"),
        *(pl.col("state").eq(state).sum().alias(state) for state in _WANTING),
    )
    cells = {(row["unit_name"], row["form_id"]): row for row in counted.iter_rows(named=True)}
    names = rows.select("sort_no", "unit_name").unique().sort("sort_no", nulls_last=True)
    return [
        UnitLine(name or "未识别单位", tuple(_cell(cells.get((name, form))) for form in forms))
        for name in names["unit_name"]
    ]


def _cell(row: dict[str, Any] | None) -> tuple[int, int, str]:
    if row is None:
        return 0, 0, ""
    wanting = [f"{STATES[state]}{row[state]}" for state in _WANTING if row[state]]
    accepted = row["accepted"] if row["owed"] else row["counted"]
    return accepted, row["owed"], " ".join(wanting)


def wanting(rows: pl.DataFrame, warehouse: Warehouse) -> list[dict[str, Any]]:
    """What was returned, is held or waits for its school, each with the reason where one is known.

    Silence is counted, not listed.
    """
    asked = rows.filter(pl.col("state").is_in(["returned", "held", "received"]))
    reasons = (
        warehouse.read("rpt_cross_finding")
        .filter(pl.col("rule_id").is_in(_SCOPE_RULES))
        .group_by("submission_id", "scope_code")
        .agg(pl.col("words").min().alias("reason"))
    )
    return (
        asked.join(reasons, on=["submission_id", "scope_code"], how="left")
        .sort("last_received_at", "unit_code", "scope_code", descending=[True, False, False])
        .to_dicts()
    )


def new_versions(rows: pl.DataFrame, since: datetime) -> list[dict[str, Any]]:
    """Scopes of which a second or later version came after `since`."""
    fresh = rows.filter((pl.col("version_no") > 1) & (pl.col("last_received_at") > since))
    return fresh.sort("last_received_at", descending=True).to_dicts()


def findings_by_rule(settings: Settings, warehouse: Warehouse, since: datetime) -> pl.DataFrame:
    """How often each rule was broken by what came after `since`, most often first.

    Columns rule_id, severity, title, found (count), files. Cross-form findings count for the
    submissions they are about. No example: a cell's words may hold a pupil's code.
    """
    lake = Lake(settings.lake, lake_tables())
    received = lake.read("submissions").filter(pl.col("received_at") > since)
    ids = received["submission_id"].to_list()
    columns = ["submission_id", "rule_id", "severity"]
    every = pl.concat(
        [
            lake.read("findings").select(columns),
            warehouse.read("rpt_cross_finding").select(columns),
        ]
    ).filter(pl.col("submission_id").is_in(ids))
    return (
        every.group_by("rule_id", "severity")
        .agg(pl.len().alias("found"), pl.col("submission_id").n_unique().alias("files"))
        .sort("found", "rule_id", descending=[True, False])
        .with_columns(
            pl.col("rule_id").map_elements(rule_title, return_dtype=pl.String).alias("title")
        )
    )


def explanations(warehouse: Warehouse) -> pl.DataFrame:
    """Reasons units gave for what they were asked to explain, the latest periods first.

    Columns unit, form, period, rule_id, title, reason (with its words, personal data masked) and
    row_count. Words of a school may name somebody; the desk is read by people who need not know.
    """
    from validations.code_lists import label_of, labels
    from validations.tripwire import without_personal

    units = {code: name for name, code in labels("unit").items()}
    rows = [
        {
            "unit": units.get(row["unit_code"], row["unit_code"]),
            "form": label_of("form", row["form_id"]),
            "period": row["period"],
            "rule_id": row["rule_id"],
            "title": rule_title(row["rule_id"]),
            "reason": "：".join(
                filter(None, (row["reason"], without_personal(row["explain_words"] or "")))
            ),
            "row_count": row["row_count"],
        }
        for row in warehouse.read("rpt_explanation").iter_rows(named=True)
    ]
    schema = dict.fromkeys(EXPLANATION_HEADERS, pl.String) | {"row_count": pl.Int64}
    order = ["period", "row_count", "unit", "form", "rule_id", "reason"]
    return (
        pl.DataFrame(rows, schema=schema)
        .group_by([name for name in EXPLANATION_HEADERS if name != "row_count"])
        .agg(pl.col("row_count").sum())
        .sort(order, descending=[True, True, False, False, False, False])
    )


def quarantined(settings: Settings) -> list[dict[str, Any]]:
    """Files held for personal data and not made good by an accepted one since, by unit and form.

    Rows of unit, form, period, files, kinds (what was found), last_received_at; latest first.
    """
    from validations.code_lists import labels
    from validations.tripwire import KINDS

    lake = Lake(settings.lake, lake_tables())
    what = ["form_id", "period", "unit_code"]
    files = lake.read("submissions").select(*what, "submission_id", "status", "received_at")
    made_good = files.filter(pl.col("status").is_in(["accepted", "partly_accepted"]))
    later = made_good.group_by(what).agg(good_at=pl.col("received_at").max())
    held = (
        files.filter(status="quarantined")
        .join(later, on=what, how="left")
        .filter(~(pl.col("good_at") >= pl.col("received_at")).fill_null(False))
    )
    found = lake.read("findings").filter(pl.col("rule_id").is_in(list(KINDS)))
    kinds = found.group_by("submission_id").agg(pl.col("rule_id").unique())
    rows = (
        held.join(kinds, on="submission_id", how="left")
        .group_by(what)
        .agg(
            pl.len().alias("files"),
            pl.col("received_at").max().alias("last_received_at"),
            pl.col("rule_id").explode().unique().alias("rule_ids"),
        )
        .sort("last_received_at", *what, descending=[True, False, False, False], nulls_last=True)
    )
    units = {code: name for name, code in labels("unit").items()}
    forms = {code: name for name, code in labels("form").items()}
    return [
        {
            "unit": units.get(row["unit_code"], "未识别单位"),
            "form": forms.get(row["form_id"], "未识别报表"),
            "period": row["period"] or "",
            "files": row["files"],
            "kinds": "、".join(KINDS[rule] for rule in KINDS if rule in row["rule_ids"]),
            "last_received_at": row["last_received_at"],
        }
        for row in rows.iter_rows(named=True)
    ]


def received_count(settings: Settings, since: datetime) -> int:
    """How many files came after `since`."""
    submissions = Lake(settings.lake, lake_tables()).read("submissions")
    return submissions.filter(pl.col("received_at") > since).height


def rule_title(rule_id: str) -> str:
    """A rule's sentence with …… where values stand; its id where it has none."""
    return _BLANK.sub("……", _titles().get(rule_id, rule_id)).rstrip("。")


@cache
def _titles() -> dict[str, str]:
    from validations.code_lists import read_seed
    from validations.column_rules import all_form_rules
    from validations.file_rules import FILE_RULES

    crossed = read_seed("code_cross_rule")
    own = {rule_id: rule.words for rule_id, rule in {**FILE_RULES, **all_form_rules()}.items()}
    return own | dict(zip(crossed["rule_id"], crossed["words"], strict=True))
