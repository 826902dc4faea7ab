"""What goes to counties as assets: reminders by mail. The work is in `reminders`."""

from typing import Any

from dagster import AssetKey, MaterializeResult, asset

from orchestration.county_surfaces import reminders_metadata
from orchestration.delivery import send_mail
from orchestration.notices import note_recipients
from orchestration.office import Office
from orchestration.recipients import RecipientsError
from orchestration.reminders import remind


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
