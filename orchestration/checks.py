"""Asset checks an officer reads: the gate's result, the round check, the written page.

They look at what was written, not at what the asset said of itself. dbt's tests are checks too,
but come with the warehouse's assets.
"""

from dagster import AssetCheckExecutionContext, AssetCheckResult, AssetCheckSeverity, asset_check

from orchestration.office import Office
from orchestration.publish import VERDICT, month_figures, read_draft
from orchestration.stores import atomic
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.written_page import differences


@asset_check(
    asset="inbox_batch",
    description="校验结果：最近一批报送中有没有读不了、被退回或须改正的文件。不影响其他文件入库。",
)
def gate_result(office: Office) -> AssetCheckResult:
    """Warn when the latest batch holds files that need mending."""
    settings = office.settings()
    submissions = Lake(settings.lake, lake_tables()).read("submissions")
    latest = submissions.filter(submissions["batch_id"] == submissions["batch_id"].max())
    to_mend = latest.filter(latest["must_fix_count"] > 0)
    return AssetCheckResult(
        passed=to_mend.is_empty(),
        severity=AssetCheckSeverity.WARN,
        metadata={
            "最近一批": str(submissions["batch_id"].max() or "尚无"),
            "文件": latest.height,
            "须改正的文件": to_mend.height,
            "须改正的问题": int(latest["must_fix_count"].sum()),
            "须说明的问题": int(latest["explain_count"].sum()),
        },
    )


@asset_check(
    asset="round_check",
    description="发布前核验是否通过；不通过则这个月的简报暂缓发布，简报邮件一封也不会发出。",
)
def round_holds(context: AssetCheckExecutionContext, office: Office) -> AssetCheckResult:
    """Fail when the month is held, warn when only warnings failed."""
    folder = office.settings().month_folder(context.partition_key)
    verdict = atomic.read_json(folder / VERDICT)
    reasons = [*verdict["reasons"], *verdict["warnings"]]
    is_held = verdict["status"] == "hold"
    return AssetCheckResult(
        passed=verdict["status"] == "pass",
        severity=AssetCheckSeverity.ERROR if is_held else AssetCheckSeverity.WARN,
        metadata={"未通过": "；".join(reasons) or "无"},
    )


@asset_check(
    asset="bulletin",
    blocking=True,
    description="成稿核对：打开写好的工作簿，逐格与指标库比对；有一格不同就不得印发。",
)
def written_page(context: AssetCheckExecutionContext, office: Office) -> AssetCheckResult:
    """Open the written workbook and compare it with the figures."""
    settings, month = office.settings(), context.partition_key
    folder = read_draft(settings, month).folder
    pages = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    compared, wrong = differences(pages, month_figures(settings, month), month)
    return AssetCheckResult(
        passed=not wrong and compared > 0,
        metadata={"核对的格数": compared, "不一致": "；".join(wrong[:20]) or "无"},
    )
