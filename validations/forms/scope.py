"""The sheet 报送范围 of every form: which schools a workbook speaks for, and who has nothing.

What the scope means for the rows (a listed school without rows, a row of a school not listed) is
decided in the gate.
"""

import pandera.polars as pa

from validations.forms.fields import column

# A school, or a reporting unit for the posts of its own office.
SCOPE_CODE = r"^((11|21|31|34|36|37|51)36\d{6}|3607[0-9A-Z]{0,2})$"


class Scope(pa.DataFrameModel):
    """One row a school the workbook covers; a unit's own row carries the unit code."""

    school_code: str = column(
        "code",
        "学校标识码",
        "本表覆盖的学校（或单位代码）。",
        key=True,
        prefilled=True,
        example="2136000001",
        pattern=SCOPE_CODE,
    )
    school_name: str = column(
        "text", "学校名称", "仅供核对。", required=False, prefilled=True, example="示例中心小学"
    )
    is_nil: bool = column(
        "boolean",
        "零报告",
        "本期确无内容可报的填是；有数据行的留空。",
        required=False,
        example="是",
    )
    explain: str = column(
        "text",
        "说明",
        "零报告的原因，最多 60 字。",
        required=False,
        longest=60,
        example="本轮无应筛年级",
    )
