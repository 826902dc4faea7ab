"""Intake and blank forms as assets. What is taken in, and how, is `intake`."""

from typing import Any

from dagster import MaterializeResult, asset

from orchestration.intake import Intake
from orchestration.office import Office
from orchestration.surfaces import intake_metadata


@asset(
    group_name="intake",
    pool="warehouse",
    description=(
        "接收报送：把收件目录中已写完的文件作为一批封存、读取、校验，写入数据湖，并为每个文件生成回执"
        "与问题清单。收件目录为空也正常。"
    ),
)
def inbox_batch(office: Office) -> MaterializeResult[Any]:
    """Take in what lies in the inbox."""
    report = Intake(office.settings()).run(office.clock())
    return MaterializeResult(metadata=intake_metadata(report))
