"""The draft bulletin of a month and the signing of it, as assets. Pages are made in `publish`."""

from typing import Any

from dagster import (
    AssetExecutionContext,
    AssetKey,
    Config,
    MaterializeResult,
    asset,
)
from pydantic import Field

from orchestration.office import Office
from orchestration.partitions import MONTHS
from orchestration.publish import make_draft, read_draft
from orchestration.release import sign
from orchestration.surfaces import draft_metadata, signature_metadata


@asset(
    group_name="bulletin",
    partitions_def=MONTHS,
    deps=["round_check", AssetKey("rpt_kpi"), AssetKey("rpt_headline"), AssetKey("rpt_reach")],
    description=(
        "简报草稿：《学生心理健康教育工作动态》工作簿和随附的 figures.csv。草稿可反复生成，"
        "不会寄给任何人；暂缓发布的月份也有草稿，供查看原因。"
    ),
)
def bulletin(context: AssetExecutionContext, office: Office) -> MaterializeResult[Any]:
    """Write the month's draft."""
    settings, month = office.settings(), context.partition_key
    draft = make_draft(settings, month)
    return MaterializeResult(metadata=draft_metadata(settings, draft))


class Signature(Config):
    """Who signs; name or post, as it shall stand under the issue."""

    who: str = Field(description="签发人姓名或职务")


@asset(
    group_name="bulletin",
    partitions_def=MONTHS,
    deps=["bulletin"],
    description=(
        "签发：记下谁、何时、对哪一组数据签发。签发后数据再有变化，须重新签发。"
        "在启动窗口的配置里填写签发人：ops: signature: config: who。"
    ),
)
def signature(
    context: AssetExecutionContext, office: Office, config: Signature
) -> MaterializeResult[Any]:
    """Sign the month's figures as the draft shows them."""
    settings, month = office.settings(), context.partition_key
    event = sign(settings, read_draft(settings, month), config.who, office.clock())
    return MaterializeResult(metadata=signature_metadata(event))
