"""The jobs an officer or a clock starts. What each asset does stands with the asset."""

from __future__ import annotations

from dagster import AssetSelection, define_asset_job

from orchestration.partitions import MONTHS

_NIGHTLY_EDGES = (
    "inbox_batch",
    "round_check",
    "bulletin",
    "county_copies",
    "outbox",
    "county_todo",
    "return_notices",
    "reminders",
    "desk",
)

nightly = define_asset_job(
    "nightly",
    selection=AssetSelection.assets(*_NIGHTLY_EDGES)
    | AssetSelection.groups("codes", "staging", "intermediate", "marts"),
    partitions_def=MONTHS,
    description=(
        "夜间运行：接收报送 → 计算指标 → 发布前核验 → 简报与县级限阅 → 回执、待办与催报 → 值班台。"
    ),
)

issue_bulletin = define_asset_job(
    "issue_bulletin",
    selection=AssetSelection.assets("round_check", "bulletin", "issue", "mail"),
    partitions_def=MONTHS,
    description="印发某月简报：核验 → 定稿 → 备好邮件 → 寄送。选定月份后启动；每月只印发一次。",
)

draft_bulletins = define_asset_job(
    "draft_bulletins",
    selection=AssetSelection.assets("round_check", "bulletin"),
    partitions_def=MONTHS,
    description="按现有数据重新核验并生成草稿：可一次选定几个月份。不接收新文件，不印发。",
)

sign_month = define_asset_job(
    "sign_month",
    selection=AssetSelection.assets("signature"),
    partitions_def=MONTHS,
    description="签发某月简报：选定月份，在配置中填写签发人（ops: signature: config: who）。",
)

special = define_asset_job(
    "special",
    selection=AssetSelection.assets("special_edition"),
    description="学期、学年专刊：在配置中填写（ops: special_edition: config: period）。",
)

decide = define_asset_job(
    "decide",
    selection=AssetSelection.assets("decision"),
    description="决定一件待定事项：在配置中填写事项、决定、理由、经办人（ops: decision: config）。",
)

issue_forms = define_asset_job(
    "issue_forms",
    selection=AssetSelection.assets("blank_forms"),
    partitions_def=MONTHS,
    description="生成某月所在学期的空白报表：每个单位一套，已预填学校名单。",
)

take_in = define_asset_job(
    "take_in",
    selection=AssetSelection.assets("inbox_batch"),
    description="只接收报送并生成回执，不计算指标；收件目录有新文件时自动启动。",
)
