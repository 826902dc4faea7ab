"""健康教育 keeps sessions, attendances and persons apart and tells bounds, estimates and starts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import polars as pl
import pytest

from reports.blocks import Title, Workbook
from reports.bulletin_education import education_sheet
from reports.bulletin_input import CITY, BulletinInput
from reports.workbook import workbook_bytes
from validations.code_lists import labels, read_seed

MONTH = "2026-10"
SILENT = "360734"
CAMPAIGNS = ("awareness", "class_meeting", "drama", "parent_class", "pe_art_labour", "caring")
SLICES = {
    "none": [""],
    "activity_level": list(labels("activity_level").values()),
    "content_code": list(labels("content_code").values()),
    "contest": ["lesson_contest", "skills_contest", "teaching_contest"],
    "training": ["training", "lecture", "study_tour"],
    "award_level": list(labels("award_level").values()),
    "weekly_series": ["mind_note", "family_note"],
    "campaign": list(CAMPAIGNS),
}


def figures() -> pl.DataFrame:
    """A figure for every place of M33 to M37 and M45; the city's are 20 times a unit's."""
    rows = []
    places = [CITY, *read_seed("code_reporting_unit")["unit_code"]]
    for number, metric in enumerate(read_seed("code_metric").to_dicts()):
        if metric["metric_id"] not in ("M33", "M34", "M35", "M36", "M37", "M45"):
            continue
        for place in places:
            if ("city" if place == CITY else "unit") not in metric["grains"]:
                continue
            for at, slice_ in enumerate(SLICES[metric["slice_kind"]]):
                top = (number % 37 + 3 + at) * (20 if place == CITY else 1)
                is_rate = metric["kind"] == "rate"
                is_ok = place != SILENT
                rows.append(
                    {
                        "month": MONTH,
                        "unit_code": place,
                        "school_code": None,
                        "metric_id": metric["metric_id"],
                        "variant": metric["variant"],
                        "slice": slice_,
                        "figure_id": "M",
                        "numerator": Decimal(top) if is_ok else None,
                        "denominator": Decimal(top * 4) if is_ok and is_rate else None,
                        "value": Decimal("0.25" if is_rate else top) if is_ok else None,
                        "qualifier": metric["qualifier"],
                        "status": "ok" if is_ok else "not_reported",
                        "is_partial": place == CITY,
                        "target": None,
                        "is_target_met": None,
                        "received_count": 41,
                        "expected_count": 42,
                    }
                )
    return pl.DataFrame(rows, schema_overrides={"school_code": pl.String}, infer_schema_length=None)


def series() -> pl.DataFrame:
    """rpt_series of the city: the reports of outreach began three years after its start."""
    reach = date(2026, 9, 1)
    rows = [
        {
            **one,
            "unit_code": CITY,
            "data_from_on": reach if one["metric_id"] == "M37" else None,
            "data_whole_from_on": reach if one["metric_id"] == "M37" else None,
        }
        for one in read_seed("standard_series").to_dicts()
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def made() -> BulletinInput:
    nothing = pl.DataFrame()
    streak: dict[str, Any] = {
        "month": MONTH,
        "series_code": "mind_note",
        "run_started_on": date(2025, 4, 22),
        "last_posted_on": date(2026, 10, 27),
        "last_issue_no": 158,
        "missed_week_on": None,
    }
    broken: dict[str, Any] = {"series_code": "family_note", "run_started_on": None}
    broken |= {"missed_week_on": date(2026, 10, 19), "last_issue_no": 61}
    hours = [
        {"unit_code": unit, "status": "not_reported" if unit == SILENT else "ok"}
        | {"teacher_count": 9, "reached_count": 2, "begun_count": 3, "none_count": 4}
        for unit in [CITY, *read_seed("code_reporting_unit")["unit_code"]]
    ]
    return BulletinInput(
        month=MONTH,
        issue_no=3,
        title="动态",
        known_at=datetime(2026, 11, 5, 20),
        is_rehearsal=True,
        figures=figures(),
        kpi=nothing,
        headlines=nothing,
        reach=nothing,
        reporting=nothing,
        missing=nothing,
        finding_counts=nothing,
        policies=nothing,
        metrics=read_seed("code_metric"),
        units=read_seed("code_reporting_unit"),
        streaks=pl.DataFrame([streak, {**streak, **broken}], infer_schema_length=None),
        training_hours=pl.DataFrame(hours),
        series=series(),
    )


def opened(given: BulletinInput) -> Any:
    sheet = education_sheet(given, Title("健康教育", "2026年10月"))
    assert sheet is not None
    book = Workbook("动态", (sheet,))
    return openpyxl.load_workbook(BytesIO(workbook_bytes(book, given.known_at))).worksheets[0]


@pytest.fixture(scope="module")
def rows() -> list[list[Any]]:
    return [[cell.value for cell in row] for row in opened(made()).iter_rows()]


def words(rows: list[list[Any]]) -> str:
    return "\n".join(str(v) for row in rows for v in row if v is not None)


def test_each_measure_has_a_column_with_its_own_unit(rows: list[list[Any]]) -> None:
    header = next(row for row in rows if "活动（次）" in row)
    assert (
        header.index("活动（次）") < header.index("参加（人次）") < header.index("教师不少于（人）")
    )
    assert "受益估报（人次）" in header


def test_columns_hold_the_figures_they_name(rows: list[list[Any]]) -> None:
    given = made()
    row = next(row for row in rows if row[0] == "章贡区")
    wanted = [
        given.row("M33", "360702", "ay"),
        given.row("M33", "360702", "by"),
        given.row("M33", "360702", "cy"),
        given.row("M37", "360702", "ay"),
    ]
    assert row[1:5] == [float(one["numerator"]) for one in wanted if one is not None]


def test_a_silent_unit_is_not_reported_and_never_zero(rows: list[list[Any]]) -> None:
    silent = [row for row in rows if row[0] == "寻乌县"]
    assert len(silent) == 2
    assert all({v for v in row[1:] if v is not None} == {"未报"} for row in silent)


def test_what_is_counted_over_years_says_since_when_and_how_sure(rows: list[list[Any]]) -> None:
    found = {str(row[0]): [v for v in row[1:] if v is not None] for row in rows if row[0]}
    assert found["培训场次（累计）：主题培训"][1:] == ["场", "准确", "2024年以来"]
    assert found["培训教师（累计）：外出研修"][1:] == ["人", "不少于", "2024年以来"]
    reach = "2023年9月以来；系统内数据自2026年9月起，此前的未并入"
    assert found["送教受益师生（累计）"][1:] == ["人次", "估报", reach]
    assert found["动态采用条数（累计）"][1:] == ["条", "准确", "创刊以来"]


def test_campaigns_stand_whole_and_by_type(rows: list[list[Any]]) -> None:
    given = made()
    at = next(n for n, row in enumerate(rows) if row[0] == "活动类型") + 1
    names = {code: label for label, code in labels("activity_type").items()}
    for row, kind in zip(rows[at:], ("", *CAMPAIGNS), strict=False):
        wanted = [given.row("M45", CITY, variant, kind) for variant in ("ay", "by")]
        told = [v for v in row if v is not None]
        assert told[0] == names.get(kind, "合计")
        assert told[1:] == [float(one["numerator"]) for one in wanted if one is not None]


def test_a_broken_run_names_its_week(rows: list[list[Any]]) -> None:
    assert "2025年4月22日" in words(rows)
    assert "2026年10月19日起的一周没有推送，连续中断" in words(rows)


def test_a_month_before_the_form_has_no_such_sheet() -> None:
    given = made()
    before = given.figures.with_columns(status=pl.lit("not_applicable"))
    assert education_sheet(replace(given, figures=before), Title("健康教育")) is None
