"""What counties are told and collect, as assets. The work is in the modules of the same names."""

from typing import Any

from dagster import AssetExecutionContext, AssetKey, MaterializeResult, asset

from orchestration.county_copies import write_county_copies
from orchestration.county_surfaces import copies_metadata, reminders_metadata, todo_metadata
from orchestration.county_todo import list_week
from orchestration.delivery import send_mail
from orchestration.notices import note_recipients
from orchestration.office import Office
from orchestration.partitions import MONTHS
from orchestration.recipients import RecipientsError
from orchestration.reminders import remind
from orchestration.return_notices import note_returns
from orchestration.surfaces import mail_metadata


@asset(
    group_name="bulletin",
    partitions_def=MONTHS,
    deps=[
        AssetKey(name)
        for name in (
            "fct_figures",
            "rpt_case_summary",
            "rpt_overdue_case",
            "rpt_transfer_anomaly",
            "rpt_school_room_gap",
            "rpt_rectification",
            "rpt_deduction",
        )
    ],
    description=(
        "县级限阅：每个单位一份，本县及各校的准确数、按个案号列出的逾期名单、按移交单号列出的"
        "移交对账、全部整改事项、考评扣分所据的记录，放在 "
        "bulletins/<月份>/restricted/<单位>/，由本单位专人领取。不寄给任何人，也不在网页上打开。"
    ),
)
def county_copies(context: AssetExecutionContext, office: Office) -> MaterializeResult[Any]:
    """Write every county's restricted copy of the month."""
    copies = write_county_copies(office.settings(), context.partition_key)
    return MaterializeResult(metadata=copies_metadata(copies))


@asset(
    group_name="delivery",
    deps=[AssetKey("rpt_county_todo"), AssetKey("rpt_reach")],
    description=(
        "每周待办：周一的夜里（没有运行的，顺延到当周第一个运行的夜里）为每个单位生成未报、退回、逾期、"
        "对账、移交清单，放在 returns/<单位>/ 待领取，并通知其联系人。通知只有项数；每周至多一次。"
    ),
)
def county_todo(office: Office) -> MaterializeResult[Any]:
    """Make the lists of the week, where it has none yet, and send their notices."""
    settings = office.settings()
    try:
        listed = list_week(settings, office.clock())
    except RecipientsError as error:
        return _told(office, error)
    sent = send_mail(settings, office.clock)
    return MaterializeResult(metadata=todo_metadata(settings, listed, sent))


@asset(
    group_name="delivery",
    deps=["inbox_batch"],
    description=(
        "退表通知：收到的报送里有要改正或说明的，退表放在 returns/<单位>/ 待领取，并通知其联系人；"
        "每批每单位一封，只有份数。"
    ),
)
def return_notices(office: Office) -> MaterializeResult[Any]:
    """Tell units what lies ready for them, and send."""
    settings = office.settings()
    try:
        queued = note_returns(settings, office.clock())
    except RecipientsError as error:
        return _told(office, error)
    sent = send_mail(settings, office.clock)
    return MaterializeResult(metadata=mail_metadata(settings, sent) | {"新通知（封）": len(queued)})


@asset(
    group_name="delivery",
    deps=[AssetKey("rpt_reminder")],
    description=(
        "催报：按截止日前后的步骤（T-7、T-1、T+1、T+3）提醒还没报齐的单位，T+3 抄送领导。每一步至多"
        "一封；已报齐的不发；错过几夜也只补最近的一步。只有份数，没有名单。"
    ),
)
def reminders(office: Office) -> MaterializeResult[Any]:
    """Remind whoever has not sent everything, and send."""
    settings = office.settings()
    try:
        done = remind(settings, office.clock())
    except RecipientsError as error:
        return _told(office, error)
    sent = send_mail(settings, office.clock)
    return MaterializeResult(metadata=reminders_metadata(settings, done, sent))


def _told(office: Office, error: RecipientsError) -> MaterializeResult[Any]:
    """A faulty recipients file: the officer is told, the night goes on."""
    settings = office.settings()
    if note_recipients(settings, str(error), office.clock()):
        send_mail(settings, office.clock)
    return MaterializeResult(metadata={"没有发出": str(error)})
