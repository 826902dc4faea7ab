"""When nights are due, which succeeded and which did not run. Time is passed in; no Dagster here.

What a night does stands in `jobs`, who shows it in `desk_page` and `front_page`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from orchestration.settings import Settings
from orchestration.stores import atomic
from orchestration.stores.lock import store_lock
from orchestration.stores.vault import Event, Vault

NIGHT_AT = time(2, 30)
CRON = f"{NIGHT_AT.minute} {NIGHT_AT.hour} * * *"
# A night that has not ended by then is told as missed.
GRACE = timedelta(hours=2)
_KEPT, _TOLD = 60, 7


def record_night(settings: Settings, at: datetime) -> None:
    """Note that a night's last step was done at `at`; the same moment again changes nothing."""
    moments = sorted({*successes(settings), at})[-_KEPT:]
    record = {"succeeded_at": [moment.isoformat() for moment in moments]}
    atomic.write_json(settings.desk / "nights.json", record)


def seal_night(settings: Settings, at: datetime) -> None:
    """Record, once a day, that figures are counted as known at `at`, though nothing came since.

    What is owed falls due on days when no file arrives too; an event keeps it reproducible. Not
    before the first receipt. In a rehearsal home time stands still at the last file: the invented
    city would else be late with everything.
    """
    vault, name = Vault(settings.vault), f"night-{at:%Y-%m-%d}"
    if settings.is_rehearsal or not vault.batch_ids():
        return
    with store_lock(settings.lock, "记录夜间运行"):  # two months may begin their night at once
        if not vault.events(subject=name):
            vault.record(Event(name, "night", at, "夜间运行", name, {}))


def successes(settings: Settings) -> list[datetime]:
    """When nights ended well, oldest first; at most the last sixty."""
    path = settings.desk / "nights.json"
    if not path.exists():
        return []
    return [datetime.fromisoformat(text) for text in atomic.read_json(path)["succeeded_at"]]


def last_success(settings: Settings) -> datetime | None:
    """When a night last ended well; None if never."""
    moments = successes(settings)
    return moments[-1] if moments else None


def next_night(now: datetime) -> datetime:
    """The next time a night is due after `now`."""
    today = datetime.combine(now.date(), NIGHT_AT)
    return today if now < today else today + timedelta(days=1)


def missed_nights(settings: Settings, now: datetime) -> list[date]:
    """The last days whose night was due, is overdue by `now` and was not made up that day.

    Counted from the first success on; at most seven are told, the latest last.
    """
    moments = [moment for moment in successes(settings) if moment <= now]
    if not moments:
        return []
    missed = []
    day = moments[0].date() + timedelta(days=1)
    while datetime.combine(day, NIGHT_AT) + GRACE <= now:
        due = datetime.combine(day, NIGHT_AT)
        if not any(due <= moment < due + timedelta(days=1) for moment in moments):
            missed.append(day)
        day += timedelta(days=1)
    return missed[-_TOLD:]


def is_clock_back(settings: Settings, now: datetime) -> bool:
    """Whether a night ended later than `now`: then the clock was set back."""
    last = last_success(settings)
    return last is not None and last > now
