"""Issue, outbox, returns and the officer's desk as assets. The work is in `delivery`."""

from typing import Any

from dagster import (
    AssetExecutionContext,
    AssetKey,
    Failure,
    MaterializeResult,
    asset,
)

from orchestration.delivery import issue_month, queue_issue, send_mail
from orchestration.desk_page import close_night, write_desk
from orchestration.notices import note_held, note_unknown
from orchestration.office import Office
from orchestration.partitions import MONTHS
from orchestration.publish import read_draft
from orchestration.questions import write_desk_workbook
from orchestration.release import NotReleasedError
from orchestration.returns import expire_returns, write_cross_returns
from orchestration.surfaces import desk_metadata, issue_metadata, mail_metadata


@asset(
    group_name="bulletin",
    partitions_def=MONTHS,
    deps=["bulletin"],
    description=(
        "印发：核验通过（需签发的还须已签发）后，把简报定稿为一期，存入 issued/<期号>/，不再改动；"
        "并为每位收件人备好邮件。每月只印发一次。"
    ),
)
def issue(context: AssetExecutionContext, office: Office) -> MaterializeResult[Any]:
    """Freeze the month as an issue and queue its mails."""
    settings, month = office.settings(), context.partition_key
    try:
        made = issue_month(settings, month, office.clock())
    except NotReleasedError as error:
        note_held(settings, read_draft(settings, month), [str(error)], office.clock())
        send_mail(settings, office.clock)
        raise Failure(description=str(error)) from error
    keys = queue_issue(settings, made, office.clock())
    return MaterializeResult(metadata=issue_metadata(settings, made, len(keys)))


@asset(
    group_name="bulletin",
    partitions_def=MONTHS,
    deps=["issue"],
    description=(
        "寄送：把这一期的邮件交给邮件服务器。每封只发一次；服务器拒收的记为“拒收”，中途断线、"
        "不知是否收到的记为“不明”，等待人工核实，绝不自动重发。"
    ),
)
def mail(office: Office) -> MaterializeResult[Any]:
    """Send the mails of the issue, and whatever else waits; then renew the desk."""
    metadata = _send(office)
    write_desk(office.settings(), office.clock())
    return MaterializeResult(metadata=metadata)


@asset(
    group_name="delivery",
    deps=["inbox_batch"],
    description="发件箱：每晚再试一次仍在待发的邮件；已发、拒收、不明的都不会再发。",
)
def outbox(office: Office) -> MaterializeResult[Any]:
    """Send what still waits from earlier."""
    return MaterializeResult(metadata=_send(office))


def _send(office: Office) -> dict[str, Any]:
    settings = office.settings()
    report = send_mail(settings, office.clock)
    if report.unknown:
        note_unknown(settings, report.unknown, office.clock())
        send_mail(settings, office.clock)
    return mail_metadata(settings, report)


@asset(
    group_name="delivery",
    partitions_def=MONTHS,
    deps=[
        "inbox_batch",
        AssetKey("rpt_cross_finding"),
        "bulletin",
        "county_copies",
        "outbox",
        "county_todo",
        "return_notices",
        "reminders",
    ],
    description=(
        "值班台：每晚最后一步。此处的“最近一次成功”就是上一次夜间运行成功的时间；"
        "点开可见各单位应报、实报，待发和不明的邮件，简报与核验结论的位置。"
    ),
)
def desk(context: AssetExecutionContext, office: Office) -> MaterializeResult[Any]:
    """Close the night: what an officer wants to know in the morning."""
    settings, month = office.settings(), context.partition_key
    draft = read_draft(settings, month)
    expired = expire_returns(settings, office.clock())
    write_cross_returns(settings, office.clock())
    if draft.verdict == "hold":
        note_held(settings, draft, draft.reasons, office.clock())
        send_mail(settings, office.clock)
    write_desk_workbook(settings, office.clock())
    close_night(settings, office.clock())
    told = {"到期删除的回执和退表（个）": expired}
    return MaterializeResult(metadata=desk_metadata(settings, draft, office.clock()) | told)
