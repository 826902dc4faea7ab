"""What came in, what is missing and what is open in an invented month: the frames of the reports.

Nothing here is real, and no rule is tested here.
"""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import polars as pl

from tests.golden.sample_figures import KNOWN_AT, MONTH, SILENT, units

TERM, ROUND = "2026-2027-1", "2026-2027-1R1"
# Form, name, period, due on; the forms of units stand once a unit.
_SCHOOL_FORMS = (
    ("F01", "学籍基数表", TERM, date(2026, 9, 15)),
    ("F02", "心理筛查结果明细", ROUND, date(2026, 10, 31)),
    ("F04", "个案台账", "2026-09", date(2026, 10, 5)),
    ("F05", "随访记录", "2026-09", date(2026, 10, 5)),
    ("F07", "心理教师与教研员名册", TERM, date(2026, 9, 15)),
)
_UNIT_FORMS = (
    ("F06", "档案移交单", "2026-09", date(2026, 10, 5)),
    ("F08", "招聘与转岗培养表", "2026Q3", date(2026, 10, 10)),
    ("F09", "辅导室台账", TERM, date(2026, 9, 30)),
    ("F10", "热线与咨询月报", "2026-09", date(2026, 10, 5)),
    ("F11", "活动登记", "2026-09", date(2026, 10, 5)),
    ("F12", "合同、付款与订单", "2026Q3", date(2026, 10, 10)),
    ("F13", "减负清单与稿件", TERM, date(2026, 9, 30)),
    ("F14", "履职事项与建议办理", "2026Q3", date(2026, 10, 10)),
)
# Unit, problem, first found, periods, figure (numerator, denominator), due, status, change.
_OPEN: tuple[tuple[Any, ...], ...] = (
    ("360704", "R01", "2026-09", 2, (4, None), date(2026, 10, 7), "overdue", "ongoing"),
    ("360702", "R03", "2026-10", 1, (2, None), date(2026, 11, 15), "mending", "new"),
    (SILENT, "R07", "2026-09", 2, (1720, 1935), date(2026, 11, 29), "mending", "ongoing"),
    ("360730", "R10", "2026-06", 5, (0, 1), date(2026, 12, 27), "mending", "ongoing"),
    ("360731", "R11", "2026-09", 2, (2, None), date(2027, 9, 30), "mending", "ongoing"),
    ("360733", "R12", "2026-10", 1, (1, None), date(2026, 11, 30), "mending", "reopened"),
    ("360726", "R13", "2026-08", 3, (6, 6), date(2027, 2, 27), "closed", "closed"),
    ("360735", "R15", "2026-10", 1, (17, 21), date(2026, 11, 30), "mending", "new"),
)
# Class and its place, words, metric, variant, slice, threshold, direction, who mends, shown as.
_PROBLEMS: dict[str, tuple[Any, ...]] = {
    "R01": ("safety", 1, "重度个案逾期未随访", "M14", "", "severe", 0, "down", "banded"),
    "R03": ("safety", 1, "档案送出未收（移交失联）", "M20", "", "not_received", 0, "down", "exact"),
    "R07": ("compliance", 2, "筛查覆盖率未达标", "M02", "", "", 0.95, "up", "exact"),
    "R10": ("compliance", 2, "专职教研员未到位", "M25", "", "", 1, "up", "exact"),
    "R11": ("compliance", 2, "专职教师未配齐", "M24", "a", "", 0, "down", "exact"),
    "R12": ("compliance", 2, "履职事项逾期未完成", "M28", "b", "", 0, "down", "exact"),
    "R13": ("compliance", 2, "辅导室未达标", "M30", "", "", 1, "up", "exact"),
    "R15": ("data", 3, "未按时报送", "M42", "a", "", 0.9, "up", "exact"),
}


def reporting() -> pl.DataFrame:
    """rpt_reporting: forms of schools and of units, one unit silent in all."""
    dice = random.Random(3)
    rows = []
    for place_no, (unit, name) in enumerate(zip(units()["unit_code"], units()["name_zh"])):  # noqa: B905
        for form_id, form_name, period, due_on in (*_SCHOOL_FORMS, *_UNIT_FORMS):
            is_of_schools = form_id in {one[0] for one in _SCHOOL_FORMS}
            expected = dice.randint(4, 8) if is_of_schools else 1
            received = 0 if unit == SILENT else max(expected - (dice.random() < 0.2), 0)
            rows.append(
                {
                    "month": MONTH,
                    "unit_code": unit,
                    "unit_name": name,
                    "sort_no": place_no,
                    "form_id": form_id,
                    "form_name": form_name,
                    "period": period,
                    "due_on": due_on,
                    "lock_on": date(2026, 11, 30),
                    "expected_count": expected,
                    "received_count": received,
                    "on_time_count": max(received - dice.randint(0, 1), 0),
                    "first_pass_count": max(received - dice.randint(0, 2), 0),
                    "resubmission_count": dice.randint(0, 2),
                    "late_correction_count": 0,
                    "is_silent": received == 0,
                }
            )
    return pl.DataFrame(rows)


def missing() -> pl.DataFrame:
    """rpt_missing_submission: three schools, one name made to look like a formula."""
    return pl.DataFrame(
        {
            "month": [MONTH] * 3,
            "unit_code": [SILENT, SILENT, "360702"],
            "form_id": ["F01", "F02", "F02"],
            "period": [TERM, ROUND, ROUND],
            "scope_code": ["2136000077", "2136000077", "2136000003"],
            "scope_name": ["示例第七十七小学", "示例第七十七小学", "=示例第三小学"],
            "due_on": [date(2026, 9, 15), date(2026, 10, 31), date(2026, 10, 31)],
            "status": ["未报", "未报", "退回"],
        }
    )


def finding_counts() -> pl.DataFrame:
    """rpt_finding_count: one rule of each severity."""
    return pl.DataFrame(
        {
            "month": [MONTH] * 3,
            "rule_id": ["F02.total_score.range", "F01.R02", "X02"],
            "severity": ["必改", "需说明", "提示"],
            "finding_count": [41, 12, 7],
            "submission_count": [6, 9, 3],
        }
    )


def rectification() -> pl.DataFrame:
    """rpt_rectification: every status and change, one line with a band and one carried on."""
    order = {code: number for number, code in enumerate(units()["unit_code"])}
    names = dict(zip(units()["unit_code"], units()["name_zh"], strict=True))
    rows = []
    for unit, problem, first, periods, (top, bottom), due_on, status, change in _OPEN:
        kind, kind_no, words, metric, variant, slice_, limit, way, shown = _PROBLEMS[problem]
        seen_in = "2026-09" if unit == SILENT else MONTH
        middle = "".join(f"-{one}" for one in (variant, slice_) if one)
        rows.append(
            {
                "month": MONTH,
                "unit_code": unit,
                "unit_name": names[unit],
                "unit_no": order[unit],
                "problem_id": problem,
                "class_code": kind,
                "class_no": kind_no,
                "sort_no": int(problem[1:]),
                "problem_name": words,
                "source_kind": "metric",
                "source_id": metric,
                "variant": variant,
                "slice": slice_,
                "first_found": first,
                "period_count": periods,
                "value": float(top) / bottom if bottom else float(top),
                "numerator": top,
                "denominator": bottom,
                "threshold": float(limit),
                "direction": way,
                "responsible": "县级教育行政部门、学校" if kind == "safety" else "县级教育行政部门",
                "due_on": due_on,
                "status": status,
                "evidence": f"{metric}{middle}.{unit}.{seen_in}",
                "seen_in": seen_in,
                "change_code": change,
                "shown_as": shown,
                "band_code": "few" if shown == "banded" else None,
                "band_label": "1–9例" if shown == "banded" else None,
                "known_at": KNOWN_AT,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)
