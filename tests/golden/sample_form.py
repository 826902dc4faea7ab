"""A small invented form, so that the golden blank does not change with every real form."""

from __future__ import annotations

from datetime import date, datetime

import pandera.polars as pa
import polars as pl

from validations.forms import Form, FormSheet
from validations.forms.fields import column

ISSUED_AT = datetime(2026, 9, 1, 8, 0)


class Sample(pa.DataFrameModel):
    """One column of every kind."""

    semester: str = column("code", "学期", "如 2026-2027-1。", prefilled=True, key=True)
    unit_code: str = column("list", "报送单位", "选一项。", list_name="unit", prefilled=True)
    stages: str = column("multi", "学段", "可多项。", list_name="stage", example="小学；初中")
    enrolled_n: int = column(
        "integer", "在籍学生数", "含休学。", unit="人", minimum=0, maximum=5000, example="120"
    )
    hours: float = column("decimal", "周课时", "没有填 0。", unit="课时", minimum=0, example="1.5")
    opened_on: pl.Date = column("date", "启用日期", "首日。", required=False, example="2020-09-01")
    is_boarding: bool = column("boolean", "寄宿制", "是寄宿制的填是。", example="否")
    explain: str = column("text", "说明", "最多 60 字。", required=False, longest=60)


FORM = Form(
    form_id="F99",
    title="样表",
    period_kind="semester",
    kind="stock",
    scope_kind="school",
    sheets=(
        FormSheet(
            sheet_id="F99",
            title="样表数据",
            columns=Sample,
            lake_table="f99_sample",
            add_context=lambda frame, _: frame,
        ),
    ),
    template_version="1",
    purpose="检验版式。",
    legal_basis="无",
    readers="无人",
    minutes=5,
)


def scope() -> pl.DataFrame:
    """Two schools."""
    return pl.DataFrame(
        {"school_code": ["2136000001", "2136000002"], "school_name": ["示例小学", "=示例二小"]}
    )


def rows() -> pl.DataFrame:
    """Filled rows: codes, typed values, and things no list or type knows."""
    return pl.DataFrame(
        {
            "semester": ["2026-2027-1", "2026-2027-1"],
            "unit_code": ["360702", "章贡"],
            "stages": ["primary;junior", None],
            "enrolled_n": [120, 0],
            "hours": [1.5, None],
            "opened_on": [date(2020, 9, 1), None],
            "is_boarding": [True, False],
            "explain": ["+86", None],
        }
    )
