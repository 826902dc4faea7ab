"""Remind counties of what they still owe, step by step around each due date, each step once.

Who owes what, and on which days a step may go, is `rpt_reminder`'s; what a mail says is `reports`'.
The outbox's keys are the memory: a step that was ever laid there is never laid there again, nor is
one before it, so that nights missed and a clock set back lead to no second mail and to no flood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from orchestration.delivery import DRAFT_SENDER
from orchestration.figures import warehouse_of
from orchestration.recipients import CITY, Recipient, contacts, leaders
from orchestration.settings import Settings
from orchestration.stores.lock import store_lock
from orchestration.stores.outbox import Outbox

if TYPE_CHECKING:
    from reports.message import Letter

PREFIX = "reminder-"
OVERTAKEN = "发出之前已报齐，或已过这一步的时限，不再发出。"
Row = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One letter that may go to one address from `first` to `last`; `stem` names its ladder."""

    stem: str
    code: str
    first: date
    last: date
    recipient: str
    write: Callable[[datetime], Letter]

    @property
    def key(self) -> str:
        """The message's key: due date, form, period, place, address and step."""
        return f"{PREFIX}{self.stem}-{self.code}"


@dataclass(frozen=True)
class Reminded:
    """What a night did: keys laid in the outbox, keys taken back, units nobody answers for."""

    queued: tuple[str, ...]
    withdrawn: tuple[str, ...]
    without_contact: tuple[str, ...]


def remind(settings: Settings, at: datetime) -> Reminded:
    """Lay the reminders of the night in the outbox; sending them is the mailer's.

    A reminder still 待发 is taken back once all is received or its days are over. Raises
    `NoFiguresError` before the first build and `RecipientsError` for a faulty file.
    """
    rows = warehouse_of(settings).read("rpt_reminder").sort("due_on", "form_id", "period")
    ordered = list(rows.sort("sort_no", maintain_order=True).iter_rows(named=True))
    of_units = contacts(settings.recipients_file)
    steps = [*_to_units(ordered, of_units), *_to_leaders(ordered, settings)]
    outbox = Outbox(settings.outbox)
    with store_lock(outbox.lock, "提醒各县（市、区）"):
        withdrawn = _withdraw(outbox, steps, at)
        queued = _queue(settings, outbox, steps, at)
    silent = dict.fromkeys(
        row["unit_name"]
        for row in ordered
        if _is_open(row["send_from"], row["send_until"], at) and row["unit_code"] not in of_units
    )
    return Reminded(queued, withdrawn, tuple(silent))


def _to_units(rows: Sequence[Row], of_units: dict[str, list[Recipient]]) -> Iterator[Step]:
    from reports.county_letters import reminder_letter

    for row in rows:
        for recipient in of_units.get(row["unit_code"], []):
            yield Step(
                stem=_stem(row, row["unit_code"], recipient),
                code=row["step_code"],
                first=row["send_from"],
                last=row["send_until"],
                recipient=recipient.address,
                write=partial(reminder_letter, row),
            )


def _to_leaders(rows: Sequence[Row], settings: Settings) -> Iterator[Step]:
    """One letter a form, period and due date to each leader, about the units that are his."""
    from reports.county_letters import reminder_copy

    copied = [row for row in rows if row["is_copied_to_leaders"]]
    for recipient in leaders(settings.recipients_file):
        own = [row for row in copied if recipient.unit_code in (CITY, row["unit_code"])]
        for _, group in groupby(sorted(own, key=_ladder_of), key=_ladder_of):
            same = list(group)
            yield Step(
                stem=_stem(same[0], f"copy-{recipient.unit_code}", recipient),
                code=same[0]["step_code"],
                first=same[0]["send_from"],
                last=same[0]["send_until"],
                recipient=recipient.address,
                write=partial(reminder_copy, same),
            )


def _ladder_of(row: Row) -> tuple[date, str, str, str]:
    return (row["due_on"], row["form_id"], row["period"], row["step_code"])


def _stem(row: Row, place: str, recipient: Recipient) -> str:
    due: date = row["due_on"]
    return f"{due:%Y%m%d}-{row['form_id']}-{row['period']}-{place}-{recipient.address_digest}"


def _withdraw(outbox: Outbox, steps: Sequence[Step], at: datetime) -> tuple[str, ...]:
    """Take back what waits and is overtaken; a step whose days are still to come stays."""
    standing = {step.key for step in steps if at.date() <= step.last}
    overtaken = [
        message.key
        for message in outbox.messages("pending")
        if message.key.startswith(PREFIX) and message.key not in standing
    ]
    return tuple(key for key in overtaken if outbox.withdraw(key, at, OVERTAKEN))


def _queue(
    settings: Settings, outbox: Outbox, steps: Sequence[Step], at: datetime
) -> tuple[str, ...]:
    from reports.message import plain_message

    sender = settings.mail.sender or DRAFT_SENDER
    new = []
    for step in steps:
        if not _is_open(step.first, step.last, at) or _went_further(outbox, step, steps):
            continue
        message = plain_message(
            step.write(at), sender, step.recipient, at, step.key, settings.is_rehearsal
        )
        if outbox.queue(step.key, step.recipient, message, at):
            new.append(step.key)
    return tuple(new)


def _is_open(first: date, last: date, at: datetime) -> bool:
    return first <= at.date() <= last


def _went_further(outbox: Outbox, step: Step, steps: Sequence[Step]) -> bool:
    """Whether a later step of the same ladder has been laid out already."""
    later = (other for other in steps if other.stem == step.stem and other.first > step.first)
    return any(outbox.has(other.key) for other in later)
