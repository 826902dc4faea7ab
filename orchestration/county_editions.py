"""Each county's edition of the bulletin: a workbook among the month's pages, mailed with the issue.

It holds the leaders' figures after disclosure and nothing else, so it may be mailed; what names a
case is in the restricted copy, which is collected. What it says is `reports.county_edition`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from orchestration.recipients import COUNTY, Recipient, contacts
from orchestration.settings import Settings
from orchestration.stores import atomic
from orchestration.stores.outbox import Outbox

if TYPE_CHECKING:
    from orchestration.release import Issue
    from reports.bulletin_input import BulletinInput


def edition_name(unit_code: str) -> str:
    """The name of a county's edition beside the month's bulletin."""
    return f"county-{unit_code}.xlsx"


def edition_pages(given: BulletinInput, schools: pl.DataFrame) -> Mapping[str, bytes]:
    """The editions of all reporting units by file name, from the leaders' input of the month."""
    from reports.county_chapters import Place
    from reports.county_edition import build_county_edition
    from reports.workbook import workbook_bytes

    return {
        edition_name(unit_code): workbook_bytes(
            build_county_edition(given, Place(unit_code, name, schools)), given.known_at
        )
        for unit_code, name in given.unit_list
    }


def queue_editions(settings: Settings, issue: Issue, sender: str, at: datetime) -> list[str]:
    """Lay one mail for each contact of each county in the outbox; nobody gets a second.

    An issue of before there were editions has none to mail. Returns the keys of the new ones;
    raises `RecipientsError` where the file is faulty.
    """
    from validations.code_lists import labels

    path = issue.folder / "issue.json"
    of_units = contacts(settings.recipients_file)
    if not of_units or not path.exists():
        return []
    record = atomic.read_json(path)
    new = []
    for name, unit_code in labels("unit").items():
        workbook = issue.folder / edition_name(unit_code)
        if not workbook.exists():
            continue
        for recipient in of_units.get(unit_code, []):
            key = _key(issue, recipient)
            if _queue(settings, record, name, workbook.read_bytes(), sender, recipient, key, at):
                new.append(key)
    return new


def _queue(
    settings: Settings,
    record: Mapping[str, Any],
    unit: str,
    workbook: bytes,
    sender: str,
    recipient: Recipient,
    key: str,
    at: datetime,
) -> bool:
    """One mail, unless the outbox ever had it; what it says is the issue's own record."""
    from reports.county_letters import edition_letter
    from reports.message import plain_message

    letter, file_name = edition_letter(unit, record)
    message = plain_message(
        letter,
        sender,
        recipient.address,
        at,
        key,
        record["is_rehearsal"],
        (file_name, workbook),
    )
    return Outbox(settings.outbox).queue(key, recipient.address, message, at)


def _key(issue: Issue, recipient: Recipient) -> str:
    """The same for the same issue, unit and address; an address may answer for several units."""
    place = f"{COUNTY}-{recipient.unit_code}"
    return f"{issue.month}-{issue.number}-{place}-{recipient.address_digest}"
