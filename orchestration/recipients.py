"""Who gets which edition: a CSV outside the repository with address, unit_code and edition.

`leaders` get the bulletin, and copies of the last reminders; `county` is a unit's contact, who gets
the unit's edition of it and notices of what the unit owes, never the bulletin itself. One address
may be the contact of several units. No names of persons. Writing or sending mail does not belong
here.
"""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

LEADERS, COUNTY = "leaders", "county"
EDITIONS = frozenset({LEADERS, COUNTY})
CITY = "3607"
_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")


class RecipientsError(ValueError):
    """The recipients file cannot be used as it is; every faulty line is named."""


@dataclass(frozen=True)
class Recipient:
    """One address, the unit it belongs to and the edition it gets."""

    address: str
    unit_code: str
    edition: str

    @property
    def address_digest(self) -> str:
        """What stands for the address in the key of a message, whatever its case."""
        return hashlib.sha256(self.address.lower().encode()).hexdigest()[:16]


def read_recipients(path: Path) -> list[Recipient]:
    """The recipients in the file's order; none without a file.

    Each address stands once an edition, a contact once a unit.

    Raises `RecipientsError` listing all faulty lines: a mail that should go out must not silently
    stay away.
    """
    if not path.exists():
        return []
    rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    if not {"address", "unit_code", "edition"} <= set(rows.fieldnames or ()):
        raise RecipientsError(f"收件人文件 {path} 须有 address、unit_code、edition 三列。")
    found: dict[tuple[str, ...], Recipient] = {}
    faults = []
    for number, row in enumerate(rows, start=2):
        values = {name: (text or "").strip() for name, text in row.items() if name}
        recipient = Recipient(values["address"], values["unit_code"], values["edition"])
        fault = _fault(recipient)
        if fault:
            faults.append(f"第 {number} 行{fault}")
        found.setdefault(_identity(recipient), recipient)
    if faults:
        raise RecipientsError(f"收件人文件 {path} 有误：{'；'.join(faults)}。")
    return list(found.values())


def contacts(path: Path) -> dict[str, list[Recipient]]:
    """The contacts of each unit that has any; `RecipientsError` as `read_recipients`."""
    found: dict[str, list[Recipient]] = {}
    for recipient in read_recipients(path):
        if recipient.edition == COUNTY:
            found.setdefault(recipient.unit_code, []).append(recipient)
    return found


def leaders(path: Path) -> list[Recipient]:
    """Who gets the leaders' edition; `RecipientsError` as `read_recipients`."""
    return [recipient for recipient in read_recipients(path) if recipient.edition == LEADERS]


def _identity(recipient: Recipient) -> tuple[str, ...]:
    unit = (recipient.unit_code,) if recipient.edition == COUNTY else ()
    return (recipient.address.lower(), recipient.edition, *unit)


def _fault(recipient: Recipient) -> str:
    from validations.code_lists import labels

    if not _ADDRESS.fullmatch(recipient.address):
        return f"的邮箱“{recipient.address}”不像邮箱地址"
    if recipient.unit_code != CITY and recipient.unit_code not in labels("unit").values():
        return f"的单位代码“{recipient.unit_code}”不在 21 个报送单位之内"
    if recipient.edition not in EDITIONS:
        return f"的版本“{recipient.edition}”不认识，现有 {'、'.join(sorted(EDITIONS))}"
    return ""
