"""What the sample county is to mend, and what points were taken off: exact, banded, withheld.

Nothing here is real, and no rule is tested here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from tests.unit.reports.county_sample import KNOWN_AT, MONTH, SCHOOLS, UNIT, UNIT_NAME

# Problem, class, words; source with variant and slice; top, bottom; limit, direction; shown as.
_PROBLEMS: tuple[tuple[Any, ...], ...] = (
    ("R15", "data", "未按时报送", "metric", "M42", "a", "", 17, 21, 0.9, "up", "exact"),
    ("R02", "safety", "漏建案", "rule", "X04", "", "", 13, None, 0, "down", "banded"),
    ("R05", "safety", "三岗未按期知情", "metric", "M17", "", "", 5, 6, 1, "up", "restricted"),
    (
        "R01",
        "safety",
        "重度个案逾期未随访",
        "metric",
        "M14",
        "",
        "severe",
        4,
        None,
        0,
        "down",
        "banded",
    ),
    ("R04", "safety", "一生一案未按期制定", "metric", "M12", "", "", 7, 9, 1, "up", "restricted"),
)
_CLASSES = {"safety": 1, "compliance": 2, "data": 3}
WITHHELD = ("一生一案未按期制定", "三岗未按期知情")
CARRIED = "R05"
ROWS = (507, 512, 518)
FILE = "章贡区筛查明细2026-2027-1R1（改）.xlsx"


def problems() -> list[dict[str, Any]]:
    """One problem of each way of showing it, in no order, one carried on, in rpt_rectification."""
    return [_problem(one) for one in _PROBLEMS]


def _problem(one: tuple[Any, ...]) -> dict[str, Any]:
    problem, kind, words, source_kind, source_id, variant, slice_, *rest = one
    top, bottom, limit, direction, shown_as = rest
    seen_in = "2026-10" if problem == CARRIED else MONTH
    metric = "-".join(part for part in (source_id, variant, slice_) if part)
    return {
        "month": MONTH,
        "unit_code": UNIT,
        "unit_name": UNIT_NAME,
        "unit_no": 1,
        "problem_id": problem,
        "class_code": kind,
        "class_no": _CLASSES[kind],
        "sort_no": int(problem[1:]),
        "problem_name": words,
        "source_kind": source_kind,
        "source_id": source_id,
        "variant": variant,
        "slice": slice_,
        "first_found": "2026-10",
        "period_count": 2,
        "value": top / bottom if bottom else float(top),
        "numerator": top if source_kind == "metric" else None,
        "denominator": bottom,
        "threshold": limit,
        "direction": direction,
        "responsible": "县级教育行政部门、学校",
        "due_on": date(2026, 11, 10),
        "status": "overdue",
        "evidence": source_id if source_kind == "rule" else f"{metric}.{UNIT}.{seen_in}",
        "seen_in": seen_in,
        "change_code": "ongoing",
        "shown_as": shown_as,
        "band_code": "few" if shown_as == "banded" else None,
        "band_label": "1–9例" if shown_as == "banded" else None,
        "known_at": KNOWN_AT,
    }


def deductions() -> list[dict[str, Any]]:
    """Three pupils without a case, and a register suddenly empty, as rpt_deduction lists them."""
    pupils = [_deduction("X04", n, 3, "F02", "2026-2027-1R1", FILE, row) for n, row in _at()]
    return [_deduction("X98", 9, 1, "F04", MONTH, "章贡区个案台账.xlsx", None), *pupils]


def _at() -> list[tuple[int, int]]:
    return [(2, ROWS[1]), (1, ROWS[0]), (2, ROWS[2])]


def _deduction(
    rule: str, school: int, count: int, form: str, period: str, file: str, row: int | None
) -> dict[str, Any]:
    code = f"21360000{school:02d}"
    return {
        "month": MONTH,
        "unit_code": UNIT,
        "unit_name": UNIT_NAME,
        "sort_no": 1,
        "rule_id": rule,
        "rule_no": 1 if rule == "X04" else 4,
        "record_count": count,
        "band_label": "1–9例" if rule == "X04" else "1–2份",
        "points": 2.0 if rule == "X04" else 1.0,
        "is_banded": rule == "X04",
        "school_code": code,
        "school_name": SCHOOLS[code],
        "form_id": form,
        "period": period,
        "file_name": file,
        "sheet": None if row is None else "筛查明细",
        "row_number": row,
        "found_on": date(2026, 11, 1) if row is None else date(2026, 10, 27),
    }


def problems_frame() -> pl.DataFrame:
    """The problems as a frame."""
    return pl.DataFrame(problems(), infer_schema_length=None)


def deductions_frame() -> pl.DataFrame:
    """The deductions as a frame."""
    return pl.DataFrame(deductions(), infer_schema_length=None)
