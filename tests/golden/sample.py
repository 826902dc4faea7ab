"""An invented month for the golden bulletin: frames of the shape the warehouse gives.

Nothing here is real, and no rule is tested here; its figures are made in ``sample_figures``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from reports.bulletin import BulletinInput
from reports.disclosure import suppress_below
from reports.disclosure_register import band_bounds, case_rows
from tests.golden import sample_education, sample_reports, sample_services
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


# The six tiles of rpt_kpi, and the foremost sentence of each kind: kind, metric, variant, unit.
_TILES: tuple[tuple[str, str, str], ...] = (
    ("M02", "", ""),
    ("M12", "", ""),
    ("M13", "", "severe"),
    ("M18", "a", ""),
)
_TILES += (("M24", "a", ""), ("M42", "a", ""))
_SENTENCES = (
    ("good", "M42", "a", CITY),
    ("worrying", "M24", "a", CITY),
    ("changed", "M02", "", CITY),
    ("to_do", "M24", "a", "360704"),
    ("praised", "M35", "am", "360704"),
)


def _rows(figures: pl.DataFrame) -> dict[tuple[str, str, str, str], dict[str, Any]]:
    """Figures by metric, variant, slice and unit, with what pages need of their metric."""
    seed = {(m["metric_id"], m["variant"] or ""): m for m in metrics().iter_rows(named=True)}
    found = {}
    for row in figures.iter_rows(named=True):
        metric = seed[row["metric_id"], row["variant"]]
        more = {"decimals": int(metric["decimals"]), "better": metric["better"]}
        found[row["metric_id"], row["variant"], row["slice"], row["unit_code"]] = row | more
    return found


def _before(row: dict[str, Any], months: int) -> Decimal | None:
    """What the figure was: a little more each month."""
    drift = Decimal("2") if row["metric_id"] == "M24" else Decimal("-0.013")
    return None if row["value"] is None else row["value"] + months * drift


def _kpi(figures: pl.DataFrame) -> pl.DataFrame:
    known = _rows(figures)
    rows = []
    for tile in _TILES:
        row = known[(*tile, CITY)]
        extra = {
            "name_zh": ("重度" if tile[2] else "") + row["metric_name"],
            "last_month_value": _before(row, 1),
            "last_year_value": None if tile[0] == "M18" else _before(row, 2),
        }
        rows.append({**row, **extra})
    return pl.DataFrame(rows, infer_schema_length=None)


def _headlines(figures: pl.DataFrame) -> pl.DataFrame:
    known = _rows(figures)
    shown = ["month", "metric_id", "metric_name", "variant", "unit_code", "unit_name"]
    shown += ["numerator", "denominator", "value", "target", "unit_of_measure", "decimals"]
    rows = []
    for kind, metric, variant, unit in _SENTENCES:
        row = known[metric, variant, "", unit]
        compared = {"changed": _before(row, 1), "to_do": known[metric, variant, "", CITY]["value"]}
        more = {"sort_no": 1, "kind": kind, "compared_value": compared.get(kind)}
        rows.append({name: row[name] for name in shown} | more)
    return pl.DataFrame(rows, infer_schema_length=None)


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
    names = dict(zip(units()["unit_code"], units()["name_zh"], strict=True))
    month = places()
    reach = {"month": MONTH, "units_reported": 19, "units_expected": 20}
    return BulletinInput(
        month=MONTH,
        issue_no=14,
        title="赣州市学生心理健康教育工作动态",
        known_at=KNOWN_AT,
        is_rehearsal=is_rehearsal,
        figures=figures,
        kpi=_kpi(figures),
        headlines=_headlines(figures),
        reach=pl.DataFrame([{**reach, "schools_reported": 121, "schools_expected": 130}]),
        reporting=sample_reports.reporting(),
        missing=sample_reports.missing(),
        finding_counts=sample_reports.finding_counts(),
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
        rectification=sample_reports.rectification(),
        streaks=sample_education.streaks(MONTH),
        training_hours=sample_education.training_hours(month, names, MONTH),
        room_gaps=sample_services.room_gaps(month, {CITY: "全市", **names}, MONTH, CITY),
        series=sample_education.series([CITY, *names], MONTH),
    )
