"""The draft bulletin of a month and the signing of it, as assets. Pages are made in `publish`."""

from typing import Any

from dagster import (
    AssetExecutionContext,
    AssetKey,
    Config,
    Failure,
    MaterializeResult,
    asset,
)
from pydantic import Field

from orchestration.office import Office
from orchestration.partitions import MONTHS
from orchestration.publish import make_draft, read_draft
from orchestration.release import NotReleasedError, sign
from orchestration.special_edition import publish_special
from orchestration.surfaces import draft_metadata, signature_metadata


@asset(
    group_name="bulletin",
    partitions_def=MONTHS,
    deps=[
        "round_check",
        *(
            AssetKey(name)
            for name in (
                "rpt_kpi",
                "rpt_headline",
                "rpt_reach",
                "rpt_scorecard",
                "rpt_deduction",
                "rpt_rectification",
            )
        ),
    ],
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


class Period(Config):
    """Which term or school year, and whether its edition shall leave."""

    period: str = Field(description="学期或学年，如 2026-2027-1、2026-2027")
    is_issue: bool = Field(default=False, description="是否印发并寄送；须在当月简报印发之后")


@asset(
    group_name="bulletin",
    deps=[AssetKey("fct_figures")],
    description=(
        "学期专刊、学年专刊：取期末最近一个月的数，与上一学期（学年）期末并列，各县（市、区）另有"
        "县级版。在启动窗口的配置里填写（ops: special_edition: config: period）；印发须在当月简报"
        "印发之后，每期只印发一次。"
    ),
)
def special_edition(office: Office, config: Period) -> MaterializeResult[Any]:
    """Make the edition of a term or year, and issue it where asked for."""
    settings, at = office.settings(), office.clock()
    try:
        told = publish_special(settings, config.period, at, is_issue=config.is_issue)
    except NotReleasedError as error:
        raise Failure(description=str(error)) from error
    return MaterializeResult(metadata={"学期或学年": config.period, "结果": "；".join(told)})


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
