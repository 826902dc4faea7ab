"""An invented month for the golden bulletin: frames of the shape the warehouse gives.

Nothing here is real, and no rule is tested here; its figures are made in ``sample_figures``.
"""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import polars as pl

from reports.bulletin import BulletinInput
from reports.disclosure import suppress_below
from reports.disclosure_register import band_bounds, case_rows
from tests.golden.sample_cases import MEASURES, case_summary, overdue_bands
from tests.golden.sample_figures import (
    CITY,
    KNOWN_AT,
    MONTH,
    SILENT,
    metrics,
    places,
    units,
    unsuppressed,
)

__all__ = ["KNOWN_AT", "bulletin_input", "metrics", "units", "unsuppressed"]


def _kpi(figures: pl.DataFrame) -> pl.DataFrame:
    wanted = [("M02", "", ""), ("M07", "", ""), ("M13", "", "severe"), ("M12", "", "")]
    wanted += [("M22", "", ""), ("M24", "a", ""), ("M25", "", ""), ("M42", "a", "")]
    seed = {(m["metric_id"], m["variant"] or ""): m for m in metrics().iter_rows(named=True)}
    rows = []
    for number, (metric, variant, slice_) in enumerate(wanted):
        row = figures.filter(
            (pl.col("metric_id") == metric)
            & (pl.col("variant") == variant)
            & (pl.col("slice") == slice_)
            & (pl.col("unit_code") == CITY)
        ).row(0, named=True)
        drift = Decimal("2") if metric == "M24" else Decimal("-0.013")
        extra = {
            "sort_no": number,
            "name_zh": "重度随访及时率" if slice_ else row["metric_name"],
            "decimals": int(seed[metric, variant]["decimals"]),
            "better": seed[metric, variant]["better"],
            "last_month_value": row["value"] + drift,
            "last_year_value": None if metric == "M25" else row["value"] + 2 * drift,
        }
        rows.append({**row, **extra})
    return pl.DataFrame(rows)


def _headlines(kpi: pl.DataFrame) -> pl.DataFrame:
    by_id = {row["metric_id"]: row for row in kpi.iter_rows(named=True)}
    rows = []
    picks = (
        ("good", "M42"),
        ("worrying", "M24"),
        ("changed", "M02"),
        ("to_do", "M25"),
        ("praised", "M24"),
    )
    for number, (kind, metric) in enumerate(picks):
        row = by_id[metric]
        rows.append(
            {
                **{name: row[name] for name in ("month", "metric_id", "variant", "unit_code")},
                **{name: row[name] for name in ("numerator", "denominator", "value", "target")},
                **{name: row[name] for name in ("unit_of_measure", "decimals", "unit_name")},
                "sort_no": number,
                "kind": kind,
                **(
                    {"unit_code": "360704", "unit_name": "赣县区"}
                    if kind in ("to_do", "praised")
                    else {}
                ),
                "metric_name": row["name_zh"],
                "compared_value": None if kind in ("good", "worrying") else row["last_month_value"],
            }
        )
    return pl.DataFrame(rows)


def _reporting() -> pl.DataFrame:
    dice = random.Random(3)
    forms = (("F01", "学籍基数表", "2026-2027-1"), ("F02", "心理筛查结果明细", "2026-2027-1R1"))
    forms += (("F07", "心理教师与教研员名册", "2026-2027-1"),)
    rows = []
    for sort_no, (unit, name) in enumerate(zip(units()["unit_code"], units()["name_zh"])):  # noqa: B905
        for form_id, form_name, period in forms:
            expected = dice.randint(4, 8)
            received = 0 if unit == SILENT else expected - dice.randint(0, 1)
            rows.append(
                {
                    "month": MONTH,
                    "unit_code": unit,
                    "unit_name": name,
                    "sort_no": sort_no,
                    "form_id": form_id,
                    "form_name": form_name,
                    "period": period,
                    "due_on": date(2026, 10, 31) if form_id == "F02" else date(2026, 9, 15),
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


def _missing() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "month": [MONTH] * 3,
            "unit_code": [SILENT, SILENT, "360702"],
            "form_id": ["F01", "F02", "F02"],
            "period": ["2026-2027-1", "2026-2027-1R1", "2026-2027-1R1"],
            "scope_code": ["2136000077", "2136000077", "2136000003"],
            "scope_name": ["示例第七十七小学", "示例第七十七小学", "=示例第三小学"],
            "due_on": [date(2026, 9, 15), date(2026, 10, 31), date(2026, 10, 31)],
            "status": ["未报", "未报", "退回"],
        }
    )


def _finding_counts() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "month": [MONTH] * 3,
            "rule_id": ["F02.total_score.range", "F01.R02", "X02"],
            "severity": ["必改", "需说明", "提示"],
            "words_sample": [
                "总分130超出MHT内容量表0–90的范围。",
                "班额76人，超出5–70的常见范围，请核实或说明。",
                "学校在应筛范围内，本轮尚无筛查结果。",
            ],
            "finding_count": [41, 12, 7],
            "submission_count": [6, 9, 3],
        }
    )


def disclosed() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Figures with the register's rows after suppression at a minimum of 10, and the bands."""
    order = dict(zip(units()["unit_code"], units()["sort_no"].cast(pl.Int64), strict=True))
    month = places()
    bands = overdue_bands(month, MONTH, CITY, SILENT)
    rows = [unsuppressed(), case_rows(case_summary(month, MONTH, SILENT))]
    return suppress_below(pl.concat(rows, how="diagonal"), 10, order, band_bounds(bands)), bands


def _errata() -> pl.DataFrame:
    """Three figures of the month before: corrected, late, and hidden in one of its readings."""
    base = {"month": "2026-09", "issue_no": 13, "unit_of_measure": "%"}
    hidden = dict.fromkeys(("numerator", "denominator", "value"))
    rows = (
        ("M02", "筛查覆盖率", "", "360702", "章贡区", ("ok", 800, 1000), ("ok", 912, 1000)),
        ("M02", "筛查覆盖率", "", "3607", "全市", ("ok", 8000, 10000), ("ok", 8112, 10000)),
        ("M13", "随访及时率", "severe", "360704", "赣县区", ("suppressed",), ("suppressed",)),
    )
    found = []
    for metric, name, slice_, unit, unit_name, old, new in rows:
        middle = f"-{slice_}" if slice_ else ""
        row = {**base, "figure_id": f"{metric}{middle}.{unit}.2026-09", "metric_id": metric}
        row |= {"metric_name": name, "variant": "", "slice": slice_}
        row |= {"unit_code": unit, "unit_name": unit_name}
        for when, reading in (("old", old), ("new", new)):
            numbers = hidden
            if reading[0] == "ok":
                top, bottom = Decimal(reading[1]), Decimal(reading[2])
                numbers = {"numerator": top, "denominator": bottom, "value": top / bottom}
            row |= {f"{when}_{part}": number for part, number in numbers.items()}
            row[f"{when}_status"] = reading[0]
        row["why"] = "迟报" if slice_ else "修正"
        row["submissions"] = "示例第三小学心理筛查结果明细（2026-2027-1R1）第2版"
        found.append(row)
    return pl.DataFrame(found, infer_schema_length=None)


def bulletin_input(is_rehearsal: bool = False) -> BulletinInput:
    """The whole input of the golden bulletin, suppressed at a minimum of 10."""
    shown, bands = disclosed()
    is_case = pl.col("metric_id").is_in(MEASURES)
    figures = shown.filter(~is_case)
    kpi = _kpi(figures)
    reach = {"month": MONTH, "units_reported": 19, "units_expected": 20}
    return BulletinInput(
        month=MONTH,
        issue_no=14,
        title="赣州市学生心理健康教育工作动态",
        known_at=KNOWN_AT,
        is_rehearsal=is_rehearsal,
        figures=figures,
        kpi=kpi,
        headlines=_headlines(kpi),
        reach=pl.DataFrame([{**reach, "schools_reported": 121, "schools_expected": 130}]),
        reporting=_reporting(),
        missing=_missing(),
        finding_counts=_finding_counts(),
        policies=pl.DataFrame(
            {
                "month": [MONTH, MONTH],
                "policy_version": ["A-2025", "B-2024"],
                "description_zh": [
                    "全市：从入学起，每学年对学生开展一次心理健康筛查（小学一年级起）",
                    "赣县区：组织全区四年级以上学生进行心理普查",
                ],
                "source_document": ["赣市教提函〔2025〕53号", "赣区教议〔2024〕2号"],
            }
        ),
        metrics=metrics(),
        units=units(),
        cases=shown.filter(is_case),
        bands=bands,
        errata=_errata(),
    )
