"""An invented submission with findings, for the golden findings workbook."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl

from validations.findings import FINDING_SCHEMA

RECEIVED_AT = datetime(2026, 10, 20, 20, 0)

SUBMISSION: dict[str, Any] = {
    "submission_id": "20261020T200000-ab12cd-0003",
    "batch_id": "20261020T200000-ab12cd",
    "received_at": RECEIVED_AT,
    "file_name": "章贡区筛查结果.xlsx",
    "form_id": "F02",
    "period": "2026-2027-1R1",
    "unit_code": "360702",
    "file_sha256": "ab12cd" * 10 + "ab12",
    "status": "partly_accepted",
    "rows_read": 480,
    "rows_accepted": 478,
    "rows_rejected": 2,
    "rows_held": 1,
}

_FAULTS = (
    (
        "F02.R12",
        "必改",
        "J17",
        17,
        "total_score",
        "130",
        "总分 130 超出量表的 0–90。",
        "请核对总分。",
    ),
    ("T01", "必改", "B9", 9, "pupil_token", "3607**********12", "疑似身份证号。", "请删去后重报。"),
    (
        "F02.R24",
        "需说明",
        "AC4",
        4,
        "consent",
        None,
        "知情同意是“不同意”，却填了分数。",
        "请清空分数。",
    ),
    (
        "F02.R19",
        "提示",
        "O31",
        31,
        "is_valid",
        "=1+1",
        "分数齐全，却填无效。",
        "统计时按有效处理。",
    ),
)


def findings() -> pl.DataFrame:
    """Four findings of the submission in an order that is not the order of the list."""
    names = ("rule_id", "severity", "cell", "row_number", "column_name", "value_shown")
    rows = [dict(zip((*names, "words", "fix"), fault, strict=True)) for fault in reversed(_FAULTS)]
    frame = pl.DataFrame(rows, schema_overrides={"value_shown": pl.String})
    facts = {name: SUBMISSION[name] for name in ("submission_id", "batch_id", "received_at")}
    facts |= {name: SUBMISSION[name] for name in ("form_id", "period", "unit_code", "file_name")}
    constants = [pl.lit(value).alias(name) for name, value in facts.items()]
    constants += [pl.lit("筛查明细").alias("sheet"), pl.lit(False).alias("is_explained")]
    constants.append(pl.lit(None, pl.String).alias("scope_code"))
    return frame.with_columns(constants).select(list(FINDING_SCHEMA)).cast(FINDING_SCHEMA)
