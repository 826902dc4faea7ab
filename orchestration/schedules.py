"""When the night begins, and for which months. What a night does stands in `jobs`."""

from collections.abc import Iterator
from datetime import timedelta

from dagster import (
    DefaultScheduleStatus,
    RunRequest,
    ScheduleEvaluationContext,
    SkipReason,
    schedule,
)

from orchestration.jobs import nightly
from orchestration.months import FIRST_MONTH, month_before
from orchestration.nights import CRON
from orchestration.office import Office
from orchestration.release import issued_months
from orchestration.settings import Settings
from orchestration.stores.inbox import Inbox
from orchestration.stores.vault import Vault


@schedule(
    job=nightly,
    cron_schedule=CRON,
    execution_timezone="Asia/Shanghai",
    default_status=DefaultScheduleStatus.RUNNING,
    description="每天凌晨 2:30 运行：当月，以及上月（在其印发之前）。",
)
def every_night(
    context: ScheduleEvaluationContext, office: Office
) -> Iterator[RunRequest | SkipReason]:
    """One run a month that still moves; none before the first file has ever come."""
    settings = office.settings()
    if not Vault(settings.vault).batch_ids() and not Inbox(settings.inbox).look():
        yield SkipReason("尚未收到任何报送。")
        return
    evening = context.scheduled_execution_time - timedelta(days=1)
    for month in months_of_night(settings, f"{evening:%Y-%m}"):
        yield RunRequest(run_key=f"{evening:%Y-%m-%d}-{month}", partition_key=month)


def months_of_night(settings: Settings, running: str) -> list[str]:
    """The running month, after the last one where that has not been issued yet."""
    last = month_before(running)
    is_open = last >= FIRST_MONTH and last not in issued_months(settings)
    return [last, running] if is_open else [running]
