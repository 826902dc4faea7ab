"""Dagster's partitions: one a reporting month. What a month means stands in `months`."""

from __future__ import annotations

from dagster import MonthlyPartitionsDefinition

from orchestration.months import FIRST_MONTH

# end_offset: the running month may be drafted before it is over.
MONTHS = MonthlyPartitionsDefinition(
    start_date=FIRST_MONTH, fmt="%Y-%m", timezone="Asia/Shanghai", end_offset=1
)
