"""What an officer sees in Dagster's pages: Chinese metadata made of reports and frames.

No figure is computed here.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl
from dagster import MetadataValue, TableColumn, TableRecord, TableSchema

from orchestration.figures import warehouse_of
from orchestration.front_page import VERDICT_WORDS
from orchestration.intake import IntakeReport
from orchestration.plots import coverage_plot
from orchestration.publish import BULLETIN, FIGURES
from orchestration.release import Draft, Issue
from orchestration.round_check import FOLDER
from orchestration.scorecards import SCORECARD, TOTAL_HEADERS, totals_of
from orchestration.settings import Settings
from orchestration.stores.mailer import SendReport
from orchestration.stores.outbox import STATE_WORDS, Outbox
from orchestration.stores.vault import Event
from orchestration.work_calendar import HEADERS, days_ahead
from validations.tripwire_book import safe_name

if TYPE_CHECKING:
    from validations.rounds.verdict import Verdict

Metadata = dict[str, Any]

SUBMISSION_WORDS = {
    "accepted": "全部接收",
    "partly_accepted": "部分接收",
    "quarantined": "隔离（有个人信息）",
    "rejected": "退回",
    "unreadable": "无法读取",
}


def table(frame: pl.DataFrame, headers: dict[str, str], limit: int = 200) -> MetadataValue[Any]:
    """Columns of a frame under Chinese headers, as a table of the UI."""
    shown = frame.select(list(headers)).head(limit)
    records = [
        TableRecord({headers[name]: _plain(value) for name, value in row.items()})
        for row in shown.iter_rows(named=True)
    ]
    columns = [TableColumn(header, type="string") for header in headers.values()]
    return MetadataValue.table(records, TableSchema(columns=columns))


def intake_metadata(report: IntakeReport) -> Metadata:
    """Counts of a night's files by status, findings by rule, and where the returns lie."""
    batches = report.batches
    submissions = pl.concat([b.submissions for b in batches]) if batches else None
    findings = pl.concat([b.findings for b in batches]) if batches else None
    metadata: Metadata = {
        "批次": "、".join(batch.batch_id for batch in report.batches) or "无新文件",
        "收到文件": 0 if submissions is None else submissions.height,
        "与上次完全相同（不重复计算）": sum(len(batch.replayed) for batch in report.batches),
        "没有对应代码的词": sum(batch.unmapped_count for batch in report.batches),
        "仍在写入、留待下次": len(report.moving),
        "读不了、留待下次": "、".join(safe_name(path) for path in report.unread) or "无",
    }
    if submissions is not None and findings is not None:
        for status, words in SUBMISSION_WORDS.items():
            metadata[words] = submissions.filter(pl.col("status") == status).height
        metadata["问题一览（按规则）"] = findings_by_rule(findings)
        metadata["回执与问题清单"] = MetadataValue.path(str(_returns_folder(report)))
    return metadata


def findings_by_rule(findings: pl.DataFrame) -> MetadataValue[Any]:
    """How often each rule was broken, most often first, with one example of its words."""
    counted = (
        findings.group_by("rule_id", "severity")
        .agg(
            pl.len().alias("count"),
            pl.col("submission_id").n_unique().alias("files"),
            pl.col("words").first().alias("example"),
        )
        .sort("count", "rule_id", descending=[True, False])
    )
    headers = {
        "rule_id": "规则",
        "severity": "程度",
        "count": "条数",
        "files": "文件数",
        "example": "例",
    }
    return table(counted, headers)


def round_metadata(settings: Settings, month: str, verdict: Verdict) -> Metadata:
    """The verdict with every check, the units' reporting, and links to the pages."""
    checks = pl.DataFrame(
        [
            {"name": r.name_zh, "grave": r.severity, "passed": r.passed, "detail": r.detail_zh}
            for r in verdict.results
        ]
    )
    headers = {"name": "检查", "grave": "程度", "passed": "通过", "detail": "结果"}
    return {
        "结论": VERDICT_WORDS[verdict.status],
        "检查项": table(checks, headers),
        "各单位报送": units_reporting(settings, month),
        **_round_links(month),
    }


def units_reporting(settings: Settings, month: str) -> MetadataValue[Any]:
    """One row a unit in official order: expected, received, on time, over all forms."""
    reporting = (
        warehouse_of(settings)
        .read("rpt_reporting", month=month)
        .group_by("sort_no", "unit_name")
        .agg(pl.col("expected_count", "received_count", "on_time_count").sum())
        .sort("sort_no")
    )
    headers = {
        "unit_name": "单位",
        "expected_count": "应报",
        "received_count": "实报",
        "on_time_count": "按时",
    }
    return table(reporting, headers)


def draft_metadata(settings: Settings, draft: Draft) -> Metadata:
    """Where the draft lies, what it rests on, how units reported, and coverage as a small plot."""
    return {
        "月份": draft.month,
        "期号（草稿）": draft.issue_no,
        "数据截至": f"{draft.known_at:%Y-%m-%d %H:%M:%S}",
        "核验结论": VERDICT_WORDS[draft.verdict],
        "简报": MetadataValue.path(str(draft.folder / BULLETIN)),
        "简报（点击下载）": _link(draft.month, BULLETIN),
        "figures.csv": _link(draft.month, FIGURES),
        **_scorecard(settings, draft),
        **_round_links(draft.month),
        "各单位报送": units_reporting(settings, draft.month),
        "筛查覆盖率": MetadataValue.md(coverage_plot(settings, draft.month)),
        "数据指纹": draft.figures_digest,
    }


def _scorecard(settings: Settings, draft: Draft) -> Metadata:
    """The county scorecard and its totals, where there is one."""
    if SCORECARD not in draft.files:
        return {}
    totals = totals_of(warehouse_of(settings), draft.month)
    return {
        "县区考评（点击下载）": _link(draft.month, SCORECARD),
        "县区考评总分": table(totals, TOTAL_HEADERS),
    }


def signature_metadata(event: Event) -> Metadata:
    """Who signed which figures, and when."""
    return {
        "签发人": event.who,
        "签发时间": f"{event.occurred_at:%Y-%m-%d %H:%M:%S}",
        "月份": event.subject,
        "数据指纹": str(event.payload["figures_digest"]),
    }


def issue_metadata(settings: Settings, issue: Issue, queued: int) -> Metadata:
    """The issue's number and folder, and how many mails were laid out for it."""
    return {
        "期号": issue.number,
        "月份": issue.month,
        "本次新印发": issue.is_new,
        "简报": MetadataValue.path(str(issue.folder / BULLETIN)),
        "新备邮件": queued,
    }


def mail_metadata(settings: Settings, report: SendReport) -> Metadata:
    """What became of the mails of this pass, and every message with its state."""
    return {
        "已发": len(report.sent),
        "拒收": len(report.refused),
        "不明": len(report.unknown),
        "待发": len(report.waiting),
        "说明": report.trouble or "正常",
        "邮件一览": messages_table(settings),
    }


def messages_table(settings: Settings) -> MetadataValue[Any]:
    """Every message of the outbox that is not simply sent, newest first."""
    open_messages = [m for m in Outbox(settings.outbox).messages() if not m.is_over]
    rows = [
        {
            "key": message.key,
            "recipient": message.recipient,
            "subject": message.subject,
            "state": STATE_WORDS[message.state],
            "words": message.words,
        }
        for message in sorted(open_messages, key=lambda m: m.changed_at, reverse=True)
    ]
    headers = {
        "key": "编号",
        "recipient": "收件人",
        "subject": "主题",
        "state": "状态",
        "words": "说明",
    }
    return table(pl.DataFrame(rows, schema=dict.fromkeys(headers, pl.String)), headers)


def desk_metadata(settings: Settings, draft: Draft, at: datetime) -> Metadata:
    """The morning's page: when the night succeeded, and everything that waits for a person."""
    return {
        "夜间运行成功": f"{at:%Y-%m-%d %H:%M:%S}",
        "值班台": MetadataValue.url("/desk/desk.html"),
        **draft_metadata(settings, draft),
        "工作日历（今后30天）": calendar_table(settings, at),
        "未发出的邮件": messages_table(settings),
    }


def calendar_table(settings: Settings, at: datetime) -> MetadataValue[Any]:
    """What begins, ends or falls due in the days ahead."""
    ahead = days_ahead(warehouse_of(settings), at.date())
    rows = [{name: getattr(line, name) for name in HEADERS} for line in ahead]
    return table(pl.DataFrame(rows, schema=dict.fromkeys(HEADERS, pl.String)), HEADERS)


def _round_links(month: str) -> Metadata:
    return {
        "核验结论页": _link(month, f"{FOLDER}/verdict.html"),
        "核验明细（英文附件）": _link(month, f"{FOLDER}/data_docs/index.html"),
    }


def _link(month: str, name: str) -> MetadataValue[Any]:
    """An address `xinqing ui` answers: a browser does not follow links to local files."""
    return MetadataValue.url(f"/pages/{month}/{name}")


def _returns_folder(report: IntakeReport) -> str:
    paths = [path for batch in report.batches for path in batch.returns]
    return str(paths[0].parents[1]) if paths else ""


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
