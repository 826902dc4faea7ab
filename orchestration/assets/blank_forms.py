"""Blank forms of a month as an asset. What is prefilled stands in `orchestration.blank_forms`."""

from typing import Any

from dagster import (
    AssetExecutionContext,
    AssetKey,
    MaterializeResult,
    MetadataValue,
    asset,
)

from orchestration.blank_forms import write_blank_forms
from orchestration.office import Office
from orchestration.partitions import MONTHS


@asset(
    group_name="forms",
    partitions_def=MONTHS,
    deps=[AssetKey("dim_school")],
    description="空白报表：每个单位一套，预填学校名单、年级、上月个案台账和上学期教师名册，放在待取目录。",
)
def blank_forms(context: AssetExecutionContext, office: Office) -> MaterializeResult[Any]:
    """Write every unit's blank workbooks of the month."""
    settings, month = office.settings(), context.partition_key
    to = settings.returns / f"空白报表-{month}"
    written = write_blank_forms(settings, month, to, office.clock())
    return MaterializeResult(metadata={"文件数": len(written), "位置": MetadataValue.path(str(to))})
