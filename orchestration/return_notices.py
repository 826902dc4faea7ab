"""Tell a unit's contacts by mail that returns lie ready; the returns themselves are never mailed.

One notice a batch and unit that has anything to mend or to explain. How often anything else is
written to counties is not decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from orchestration.delivery import DRAFT_SENDER
from orchestration.recipients import contacts
from orchestration.returns import return_folders
from orchestration.settings import Settings
from orchestration.stores.outbox import Outbox

PREFIX = "return-"
_RECEIPT = "-回执_"


def note_returns(settings: Settings, at: datetime) -> Sequence[str]:
    """Queue the notices of returns that were not told yet; the keys of those queued.

    May be repeated: a notice is queued once. Raises `RecipientsError` for a faulty file.
    """
    from reports.county_letters import return_notice
    from reports.message import plain_message

    of_units = contacts(settings.recipients_file)
    outbox = Outbox(settings.outbox)
    sender = settings.mail.sender or DRAFT_SENDER
    queued = []
    for folder, received_at in return_folders(settings):
        unit_code = folder.parent.name[:6]
        count = sum(1 for path in folder.glob("*.xls*") if _RECEIPT not in path.name)
        for one in of_units.get(unit_code, []) if count else []:
            key = f"{PREFIX}{folder.name}-{unit_code}-{one.address_digest}"
            if outbox.has(key):
                continue
            until = (received_at + timedelta(days=settings.returns_days)).date()
            place = f"{settings.returns.name}/{folder.parent.name}/{folder.name}"
            letter = return_notice(folder.parent.name[6:], count, received_at, until, place)
            message = plain_message(letter, sender, one.address, at, key, settings.is_rehearsal)
            outbox.queue(key, one.address, message, at)
            queued.append(key)
    return tuple(queued)
