"""Who gets which edition: a CSV outside the repository with address, unit_code and edition.

No names of persons. Writing or sending mail does not belong here.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

EDITIONS = frozenset({"leaders"})
_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")


class RecipientsError(ValueError):
    """The recipients file cannot be used as it is; every faulty line is named."""


@dataclass(frozen=True)
class Recipient:
    """One address, the unit it belongs to and the edition it gets."""

    address: str
    unit_code: str
    edition: str


def read_recipients(path: Path) -> list[Recipient]:
    """The recipients in the file's order, each address once an edition; none without a file.

    Raises `RecipientsError` listing all faulty lines: a mail that should go out must not silently
    stay away.
    """
    if not path.exists():
        return []
    rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    if not {"address", "unit_code", "edition"} <= set(rows.fieldnames or ()):
        raise RecipientsError(f"收件人文件 {path} 须有 address、unit_code、edition 三列。")
    found: dict[tuple[str, str], Recipient] = {}
    faults = []
    for number, row in enumerate(rows, start=2):
        values = {name: (text or "").strip() for name, text in row.items() if name}
        recipient = Recipient(values["address"], values["unit_code"], values["edition"])
        fault = _fault(recipient)
        if fault:
            faults.append(f"第 {number} 行{fault}")
        found.setdefault((recipient.address.lower(), recipient.edition), recipient)
    if faults:
        raise RecipientsError(f"收件人文件 {path} 有误：{'；'.join(faults)}。")
    return list(found.values())


def _fault(recipient: Recipient) -> str:
    from validations.code_lists import labels

    if not _ADDRESS.fullmatch(recipient.address):
        return f"的邮箱“{recipient.address}”不像邮箱地址"
    if recipient.unit_code != "3607" and recipient.unit_code not in labels("unit").values():
        return f"的单位代码“{recipient.unit_code}”不在 21 个报送单位之内"
    if recipient.edition not in EDITIONS:
        return f"的版本“{recipient.edition}”不认识，现有 {'、'.join(sorted(EDITIONS))}"
    return ""
