"""One invented county in a month: its figures and its schools', overdue cases, things to do.

Nothing here is real, and no rule is tested here.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from reports.county_input import METRICS, CountyInput, measures
from reports.county_todo import TodoInput
from tests.golden.sample_figures import FIGURE_SCHEMA

MONTH, KNOWN_AT = "2026-11", datetime(2026, 11, 22, 2, 10)
UNIT, UNIT_NAME = "360702", "章贡区"
SCHOOLS = {f"21360000{n:02d}": f"章贡区演练第{n}小学" for n in range(1, 13)}
TARGETS = {"M10": "0.95", "M11": "1", "M12": "1", "M13": "0.95", "M17": "1"}
TARGETS |= {"M15": "0.9", "M16": "1"}
SILENT = "2136000012"
CASES = ("2136000001-2026-001", "2136000002-2026-017", "2136000007-2025-003")


def figures() -> pl.DataFrame:
    """Every metric and slice of the copy for the county and each school."""
    rows = []
    for place in ("", *SCHOOLS):
        for number, measure in enumerate(measures(KNOWN_AT.date())):
            for slice_ in ("", *(code for code, _ in measure.slices)):
                rows.append(_row(measure, number, place, slice_))
    return pl.DataFrame(rows, schema=FIGURE_SCHEMA)


def _row(measure: Any, number: int, school: str, slice_: str) -> dict[str, Any]:
    scale = 1 if school else 11
    bottom = (20 + number) * scale if not slice_ else 4 * scale
    top = bottom - scale
    is_silent = school == SILENT
    value = Decimal(3 * scale) if measure.is_count else Decimal(top) / Decimal(bottom)
    target = TARGETS.get(measure.metric_id)
    name = "-".join(part for part in (measure.metric_id, slice_) if part)
    return {
        "figure_id": f"{name}.{school or UNIT}.{MONTH}",
        "month": MONTH,
        "unit_code": UNIT,
        "unit_name": UNIT_NAME,
        "school_code": school or None,
        "metric_id": measure.metric_id,
        "metric_name": measure.name,
        "variant": "",
        "slice": slice_,
        "numerator": None if is_silent else value if measure.is_count else Decimal(top),
        "denominator": None if is_silent or measure.is_count else Decimal(bottom),
        "value": None if is_silent else value,
        "unit_of_measure": measure.unit,
        "count_basis": "人",
        "qualifier": "exact",
        "status": "not_reported" if is_silent else "ok",
        "is_partial": not school,
        "received_count": 11 if not school else int(not is_silent),
        "expected_count": 12 if not school else 1,
        "target": None if target is None else Decimal(target),
        "policy_version": None,
        "known_at": KNOWN_AT,
        "is_target_met": None if target is None or is_silent else value >= Decimal(target),
        "is_sensitive": measure.metric_id != "M11",
        "is_leader_grain": not school,
        "form_ids": "F04",
        "sort_no": METRICS.index(measure.metric_id),
    }


def overdue() -> list[dict[str, Any]]:
    """Three cases of the county, as `rpt_overdue_case` lists them."""
    return [
        _case(CASES[0], "severe", date(2026, 11, 20), 2, date(2026, 11, 13), "S000001K"),
        _case(CASES[1], "moderate", date(2026, 11, 2), 20, None, None),
        _case(CASES[2], "mild", date(2026, 9, 30), 53, date(2026, 8, 31), "S000021P"),
    ]


def _case(
    case_id: str, level: str, since: date, days: int, last: date | None, owner: str | None
) -> dict[str, Any]:
    school = case_id[:10]
    return {
        "month": MONTH,
        "unit_code": UNIT,
        "school_code": school,
        "school_name": SCHOOLS[school],
        "case_id": case_id,
        "level_code": level,
        "overdue_since": since,
        "days_overdue": days,
        "last_contact_on": last,
        "owner_token": owner,
    }


def astray() -> list[dict[str, Any]]:
    """Two slips the county has to do with, as `rpt_transfer_anomaly` lists them."""
    return [
        _astray("not_sent", "收到未送", 1, False, None, date(2026, 10, 8)),
        _astray("not_received", "送出未收", 2, True, date(2026, 10, 9), None),
    ]


def rooms() -> list[dict[str, Any]]:
    """A room too small for a group and without an owner."""
    return [
        {
            "month": MONTH,
            "unit_code": UNIT,
            "school_code": "2136000003",
            "school_name": SCHOOLS["2136000003"],
            "room_id": "2136000003-01",
            "room_type_label": "心理辅导室",
            "area_individual": 12.0,
            "area_group": 18.5,
            "area_reception": 15.0,
            "lacking": "团体辅导面积、负责人",
        }
    ]


def _astray(
    code: str, label: str, slip: int, is_ours: bool, sent_on: date | None, arrived_on: date | None
) -> dict[str, Any]:
    since = sent_on or arrived_on or KNOWN_AT.date()
    return {
        "month": MONTH,
        "unit_code": UNIT,
        "other_unit_name": "南康区",
        "is_to_clear": is_ours,
        "anomaly_code": code,
        "anomaly_label": label,
        "transfer_id": f"2136000001-2026-T000{slip}",
        "leg_no": "2",
        "leg_label": "县局到县局",
        "sent_on": sent_on,
        "arrived_on": arrived_on,
        "since_on": since,
        "days": (KNOWN_AT.date() - since).days,
    }


def cases() -> list[dict[str, Any]]:
    """Cases of the county by level, as `rpt_case_summary` counts them; none of mild."""
    counts = {"severe": (4, 1, 1, 0), "moderate": (9, 0, 2, 3), "mild": (None,) * 4}
    names = ("running_count", "paused_count", "opened_in_month", "closed_in_month")
    return [
        {
            "month": MONTH,
            "unit_code": UNIT,
            "level_code": level,
            **dict(zip(names, row, strict=True)),
        }
        for level, row in counts.items()
    ]


def cases_frame() -> pl.DataFrame:
    """The same as a frame."""
    text = dict.fromkeys(("month", "unit_code", "level_code"), pl.String)
    names = ("running_count", "paused_count", "opened_in_month", "closed_in_month")
    return pl.DataFrame(cases(), schema={**text, **dict.fromkeys(names, pl.Int64)})


def overdue_frame() -> pl.DataFrame:
    """The same as a frame."""
    text = ("month", "unit_code", "school_code", "school_name", "case_id", "level_code")
    schema: dict[str, Any] = dict.fromkeys(text, pl.String)
    schema |= {"overdue_since": pl.Date, "days_overdue": pl.Int64, "last_contact_on": pl.Date}
    return pl.DataFrame(overdue(), schema=schema | {"owner_token": pl.String})


def county_input(**changes: Any) -> CountyInput:
    """What the copy of the county is made from."""
    given = {
        "month": MONTH,
        "unit_code": UNIT,
        "unit_name": UNIT_NAME,
        "known_at": KNOWN_AT,
        "is_rehearsal": True,
        "figures": figures(),
        "overdue": overdue_frame(),
        "cases": cases_frame(),
        "schools": pl.DataFrame(
            {"school_code": list(SCHOOLS), "school_name": list(SCHOOLS.values())}
        ),
        "astray": pl.DataFrame(astray()),
        "rooms": pl.DataFrame(rooms()),
    }
    return CountyInput(**(given | changes))


ASTRAY = "送出未收：移交单2136000001-2026-T0001，县局到县局一段，请本单位核对补报"


def todo() -> list[dict[str, Any]]:
    """One thing of each kind and a second contradiction, as `rpt_county_todo` lists them."""
    form = "学校基本情况（2026-2027-1）"
    return [
        _thing(
            "对账", "F05", MONTH, 3, "个案不存在：请核对个案号（等3处）", "X05", date(2026, 11, 6)
        ),
        _thing("逾期", "F05", MONTH, 1, CASES[0], None, date(2026, 11, 20)),
        _thing("未报", "F01", "2026-2027-1", 2, form, None, date(2026, 9, 16)),
        _thing("退回", "F02", "2026-2027-1R1", 5, "心理筛查结果明细", None, date(2026, 11, 7)),
        _thing("对账", "F04", "2026-10", 4, "台账中少了个案：请补报", "X91", date(2026, 11, 5)),
        _thing("移交", "F06", MONTH, 2, ASTRAY, None, date(2026, 10, 9)),
    ]


def _thing(
    kind: str, form: str, period: str, school: int, item: str, rule: str | None, since: date
) -> dict[str, Any]:
    code = f"21360000{school:02d}"
    return {
        "month": MONTH,
        "unit_code": UNIT,
        "kind": kind,
        "form_id": form,
        "period": period,
        "school_code": code,
        "school_name": SCHOOLS[code],
        "rule_id": rule,
        "item": item,
        "since_on": since,
        "days": (KNOWN_AT.date() - since).days,
    }


def todo_frame(rows: list[dict[str, Any]] | None = None) -> pl.DataFrame:
    """The same, or other rows, as a frame."""
    text = ("month", "unit_code", "kind", "form_id", "period", "school_code", "school_name")
    schema: dict[str, Any] = dict.fromkeys((*text, "rule_id", "item"), pl.String)
    schema |= {"since_on": pl.Date, "days": pl.Int32}
    return pl.DataFrame(todo() if rows is None else rows, schema=schema)


def todo_input(**changes: Any) -> TodoInput:
    """What the county's list of the week is made from."""
    given = {
        "unit_name": UNIT_NAME,
        "week": date(2026, 11, 23),
        "known_at": KNOWN_AT,
        "is_rehearsal": True,
        "items": todo_frame(),
    }
    return TodoInput(**(given | changes))
