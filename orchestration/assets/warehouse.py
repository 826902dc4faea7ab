"""The dbt project as Dagster assets: one step builds and tests everything in process.

Results are yielded by hand from the plain build result. The build itself is `figures`.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from dagster import (
    AssetCheckKey,
    AssetCheckResult,
    AssetCheckSeverity,
    AssetExecutionContext,
    AssetKey,
    AssetsDefinition,
    Failure,
    MaterializeResult,
)
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets

from orchestration.figures import build_figures
from orchestration.nights import seal_night
from orchestration.office import Office
from orchestration.run_words import disk_words
from orchestration.stores.warehouse import BuildResult, NodeResult

INBOX_BATCH = AssetKey("inbox_batch")
_UNIQUE_ID = "dagster_dbt/unique_id"
_NODES_A_LINE = 50
_LAYERS = {
    "seed": ("codes", "代码表与标准：单位、量表、界值、口径、期限，逐项注明来源和有效期。"),
    "stg": ("staging", "暂存层：把数据湖中各批次的报送原样读入，只改类型，不作判断。"),
    "int": ("intermediate", "中间层：哪次报送有效、谁应筛、谁已筛，所有业务规则在此。"),
    "dim": ("marts", "维度：学校、单位、月份。"),
    "fct": ("marts", "事实与指标：一行一个月、一个单位、一项指标，附分子分母与状态。"),
    "rpt": ("marts", "供页面直接使用的表：页面只读它和指标，不作任何计算。"),
}


class ChineseTranslator(DagsterDbtTranslator):
    """dbt nodes under Chinese descriptions; every source is the batch that intake brings in."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> AssetKey:
        """Plain model names; sources are the inbox batch."""
        if dbt_resource_props["resource_type"] == "source":
            return INBOX_BATCH
        return AssetKey(dbt_resource_props["name"])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """One group a layer."""
        return _layer(dbt_resource_props)[0]

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """What the layer is, in Chinese, then what the model's own page says."""
        return f"{_layer(dbt_resource_props)[1]}\n\n{dbt_resource_props.get('description', '')}"


def _layer(dbt_resource_props: Mapping[str, Any]) -> tuple[str, str]:
    if dbt_resource_props["resource_type"] == "seed":
        return _LAYERS["seed"]
    return _LAYERS.get(dbt_resource_props["name"].split("_")[0], ("marts", ""))


def warehouse_assets(manifest: Path) -> AssetsDefinition:
    """All seeds, models and tests of the dbt project as one step named `figures`."""

    @dbt_assets(
        manifest=manifest,
        name="figures",
        pool="warehouse",
        dagster_dbt_translator=ChineseTranslator(
            DagsterDbtTranslatorSettings(
                enable_asset_checks=True, enable_duplicate_source_asset_keys=True
            )
        ),
    )
    def figures(
        context: AssetExecutionContext, office: Office
    ) -> Iterator[MaterializeResult[Any] | AssetCheckResult]:
        settings = office.settings()
        seal_night(settings, office.clock())
        result = build_figures(settings, on_node=_told_now_and_then(context.log.info))
        yield from _results(context.assets_def, result)
        if not result.published:
            raise Failure(description=_failed_words(result))

    return figures


def _told_now_and_then(log: Callable[[str], None]) -> Callable[[str], None]:
    """Hears every node that is done and says so of each fiftieth: an entry costs a disk write."""
    done = count(1)

    def hear(node: str) -> None:
        if (number := next(done)) % _NODES_A_LINE == 0:
            log(f"已完成 {number} 项，最近一项是 {node}")

    return hear


def _results(
    assets: AssetsDefinition, result: BuildResult
) -> Iterator[MaterializeResult[Any] | AssetCheckResult]:
    """Materializations only where the build was published; the verdict of every test always."""
    keys = {spec.metadata.get(_UNIQUE_ID): spec.key for spec in assets.specs}
    checks = {spec.metadata.get(_UNIQUE_ID): spec.key for spec in assets.check_specs}
    known_at = f"{result.known_at:%Y-%m-%d %H:%M:%S}"
    if result.published:
        for node in result.nodes:
            if node.unique_id in keys:
                yield MaterializeResult(
                    asset_key=keys[node.unique_id],
                    metadata={"数据截至": known_at, "用时（秒）": round(node.seconds, 2)},
                )
    for node in result.nodes:
        key = checks.get(node.unique_id)
        if key is not None and node.status != "skipped":
            yield _check_result(key, node)


def _check_result(key: AssetCheckKey, node: NodeResult) -> AssetCheckResult:
    is_warning = node.status == "warn"
    return AssetCheckResult(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=node.status == "pass",
        severity=AssetCheckSeverity.WARN if is_warning else AssetCheckSeverity.ERROR,
        metadata={"不符合的行数": node.failures or 0, "说明": node.message or "通过"},
    )


def _failed_words(result: BuildResult) -> str:
    for node in result.failed:
        if words := disk_words(node.message):
            return f"指标未能更新，仍沿用上一次的结果。{words}"
    names = "、".join(node.unique_id.split(".")[2] for node in result.failed[:5])
    more = f"等 {len(result.failed)} 项" if len(result.failed) > 5 else ""
    return f"指标未能更新，仍沿用上一次的结果：{names}{more}没有通过。"
