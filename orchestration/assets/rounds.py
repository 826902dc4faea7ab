"""The round check of a month as an asset. What is checked is `validations.rounds`."""

from typing import Any

from dagster import AssetExecutionContext, AssetKey, MaterializeResult, asset

from orchestration.office import Office
from orchestration.partitions import MONTHS
from orchestration.round_check import check_round
from orchestration.surfaces import round_metadata


@asset(
    group_name="bulletin",
    partitions_def=MONTHS,
    deps=[AssetKey("fct_figures"), AssetKey("rpt_reporting")],
    description=(
        "发布前核验：这个月的数据够不够格发布——报送是否到位、与上月相比是否异常、各项比率是否合理。"
        "“阻断”项不通过则暂缓发布，“警示”项不通过只作提醒。"
    ),
)
def round_check(context: AssetExecutionContext, office: Office) -> MaterializeResult[Any]:
    """Judge whether the month may be published."""
    settings, month = office.settings(), context.partition_key
    verdict = check_round(settings, month)
    return MaterializeResult(metadata=round_metadata(settings, month, verdict))
