"""Originals are destroyed when their time is up: a month's sealed files, and the key they need.

What was accepted of them is kept sealed, so that a rebuild gives the same figures. How long
originals are kept is a dated parameter.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from orchestration.stores import atomic
from orchestration.stores.kept import KeptBatches
from orchestration.stores.lake import Lake
from orchestration.stores.vault import Event, Vault

if TYPE_CHECKING:
    from validations.parameters import Parameters

EXPIRED = "originals_expired"
# A clock that runs ahead must not destroy years of originals in one night.
_TRUSTED_AHEAD = timedelta(days=62)


def expire_originals(vault: Vault, lake: Lake, at: datetime, parameters: Parameters) -> list[str]:
    """Destroy the originals of months whose time is up at `at`; returns the months.

    Only months all of whose batches the lake holds; the caller holds the store lock. `at` is not
    trusted further than two months beyond the last batch, nor a batch beyond the one before it.
    """
    batch_ids = vault.batch_ids()
    if not batch_ids:
        return []
    moment = trusted(batch_ids, at)
    earliest = _earliest_kept(moment, parameters)
    months = [m for m in vault.months() if _last_day(m) < earliest]
    return [month for month in months if _expire(vault, lake, month, at)]


def trusted(batch_ids: Sequence[str], at: datetime) -> datetime:
    """The moment up to which the clock can be believed, by the batches received so far.

    Files taken in while it ran ahead are no witnesses for it: each carries it two months further.
    """
    received = [datetime.strptime(batch_id[:15], "%Y%m%dT%H%M%S") for batch_id in batch_ids]  # noqa: DTZ007
    moment = received[0]
    for one in [*received[1:], at]:
        moment = min(one, moment + _TRUSTED_AHEAD)
    return moment


def _expire(vault: Vault, lake: Lake, month: str, at: datetime) -> bool:
    kept = KeptBatches(vault)
    own = [b for b in vault.batch_ids() if f"{b[:4]}-{b[4:6]}" == month]
    if not set(own) <= lake.batch_ids() | set(filter(kept.has, own)):
        return False
    for batch_id in own:
        if not kept.has(batch_id):
            kept.put(batch_id, lake.read_batch(batch_id))
    if not vault.events(EXPIRED, month):
        payload = {"batches": own}
        vault.record(Event(f"{EXPIRED}-{month}", EXPIRED, at, "系统", month, payload))
    for path in vault.month_keys.files(month):
        vault.month_keys.destroy(path)
    atomic.remove_folder(vault.root / "objects" / month)
    return True


def _earliest_kept(moment: datetime, parameters: Parameters) -> datetime:
    months = int(parameters.value("originals_kept_months", moment.date()))
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return datetime(year, month + 1, min(moment.day, monthrange(year, month + 1)[1]))  # noqa: DTZ001


def _last_day(month: str) -> datetime:
    year, number = int(month[:4]), int(month[5:])
    return datetime(year, number, monthrange(year, number)[1])  # noqa: DTZ001
