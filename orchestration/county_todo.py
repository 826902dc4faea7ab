"""Once a week each county's list of what is to do: a workbook to collect, and a notice by mail.

The list is made on the first night of an ISO week that runs (Monday's, as a rule) and then stands
till the next. It names cases, so it is never mailed: the notice carries counts only. What both say
is `reports`'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from orchestration.delivery import DRAFT_SENDER
from orchestration.figures import warehouse_of
from orchestration.publish import known_at
from orchestration.recipients import CITY, Recipient, contacts
from orchestration.returns import unit_folder
from orchestration.settings import Settings
from orchestration.stores import atomic
from orchestration.stores.lock import store_lock
from orchestration.stores.outbox import Outbox
from orchestration.stores.warehouse import Warehouse

if TYPE_CHECKING:
    from reports.county_todo import TodoInput

PREFIX = "todo-"
OVERTAKEN = "新一周的待办已经生成，旧通知不再发出。"
_MARK = "todo-week.json"


@dataclass(frozen=True)
class Listed:
    """What a night did: lists written, notices queued or taken back, units without a contact.

    `counts` are items by kind over all lists; all is empty in a week that has its lists.
    """

    week: str
    paths: tuple[Path, ...] = ()
    queued: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    without_contact: tuple[str, ...] = ()
    counts: Mapping[str, int] | None = None


def list_week(settings: Settings, at: datetime) -> Listed:
    """Write the lists of the week and queue their notices, unless this or a later week has them.

    A unit with nothing to do gets neither. May be repeated after a crash: a unit that has both is
    left alone. Raises `NoFiguresError` before the first build, `RecipientsError` for a faulty file.
    """
    from reports.county_todo import week_label

    week = week_label(at.date())
    mark = settings.scratch / _MARK
    if mark.exists() and atomic.read_json(mark)["week"] >= week:
        return Listed(week)
    warehouse = warehouse_of(settings)
    of_units = contacts(settings.recipients_file)
    outbox = Outbox(settings.outbox)
    paths: list[Path] = []
    queued: list[str] = []
    with store_lock(outbox.lock, "生成各县（市、区）待办"):
        given = _inputs(settings, warehouse, at)
        for unit_code, one in given.items():
            path, keys = _one(settings, outbox, unit_code, one, of_units.get(unit_code, []), at)
            paths += path
            queued += keys
        withdrawn = _withdraw(outbox, week, at)
    atomic.write_json(mark, {"week": week})
    return Listed(
        week=week,
        paths=tuple(paths),
        queued=tuple(queued),
        withdrawn=withdrawn,
        without_contact=tuple(one.unit_name for unit, one in given.items() if unit not in of_units),
        counts=_totals(list(given.values())),
    )


def _inputs(settings: Settings, warehouse: Warehouse, at: datetime) -> dict[str, TodoInput]:
    """What each unit with anything to do is told, in official order."""
    from reports.county_todo import TodoInput
    from reports.form_words import unit_words
    from validations.code_lists import read_seed

    reach = warehouse.read("rpt_reach")
    months = [month for month in reach["month"] if month <= f"{at:%Y-%m}"]
    if not months:
        return {}
    items = warehouse.read("rpt_county_todo", month=max(months))
    moment = known_at(warehouse.read("fct_figures", month=max(months)))
    by_unit = items.partition_by("unit_code", as_dict=True)
    units = read_seed("code_reporting_unit").select("unit_code", "name_zh").rows()
    # The register of schools is the city office's own to send.
    units.append((CITY, unit_words(CITY)))
    return {
        unit_code: TodoInput(name, at.date(), moment, settings.is_rehearsal, by_unit[unit_code,])
        for unit_code, name in units
        if (unit_code,) in by_unit
    }


def _one(
    settings: Settings,
    outbox: Outbox,
    unit_code: str,
    given: TodoInput,
    recipients: Sequence[Recipient],
    at: datetime,
) -> tuple[list[Path], list[str]]:
    """One unit's list and notices, as far as they are not there yet."""
    from reports.county_letters import todo_notice
    from reports.county_todo import build_todo, todo_file_name, week_label
    from reports.message import plain_message
    from reports.workbook import workbook_bytes

    week = week_label(given.week)
    folder = settings.returns / unit_folder(unit_code)
    path = folder / todo_file_name(given.week)
    keys = {_key(week, unit_code, one): one for one in recipients}
    missing = {key: one for key, one in keys.items() if not outbox.has(key)}
    if _is_past(folder, path) or (path.exists() and not missing):
        return [], []
    atomic.write_bytes(path, workbook_bytes(build_todo(given), given.known_at))
    letter = todo_notice(given, f"{settings.returns.name}/{folder.name}")
    sender = settings.mail.sender or DRAFT_SENDER
    for key, one in missing.items():
        message = plain_message(letter, sender, one.address, at, key, settings.is_rehearsal)
        outbox.queue(key, one.address, message, at)
    return [path], list(missing)


def _is_past(folder: Path, path: Path) -> bool:
    """Whether the folder holds the list of a later week: the clock was set back."""
    pattern = path.name.replace(path.stem.partition("-")[2], "*")
    return any(other.name > path.name for other in folder.glob(pattern))


def _key(week: str, unit_code: str, recipient: Recipient) -> str:
    return f"{PREFIX}{week}-{unit_code}-{recipient.address_digest}"


def _withdraw(outbox: Outbox, week: str, at: datetime) -> tuple[str, ...]:
    """Take back notices of earlier weeks that still wait."""
    waiting = (m.key for m in outbox.messages("pending") if m.key.startswith(PREFIX))
    earlier = [key for key in waiting if key < f"{PREFIX}{week}"]
    return tuple(key for key in earlier if outbox.withdraw(key, at, OVERTAKEN))


def _totals(given: Sequence[TodoInput]) -> dict[str, int]:
    items = [one.items.select("kind") for one in given]
    return dict(pl.concat(items).group_by("kind").len().sort("kind").rows()) if items else {}
