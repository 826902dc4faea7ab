"""Build the figures from the lake as known at one moment. All arithmetic is dbt's, none is here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import polars as pl

from orchestration.settings import Settings
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.lock import store_lock
from orchestration.stores.vault import Vault
from orchestration.stores.warehouse import BuildResult, Warehouse

# Events that only record what was done with figures: they do not change what is known.
BOOKKEEPING = ("signed", "issued", "erased", "originals_expired")


class NothingReceivedError(RuntimeError):
    """No submission has ever been taken in, so there is nothing to count."""


def warehouse_of(settings: Settings) -> Warehouse:
    """The warehouse of a home."""
    return Warehouse(settings.warehouse, settings.scratch, settings.lake)


def build_figures(
    settings: Settings,
    known_at: datetime | None = None,
    on_node: Callable[[str], None] | None = None,
) -> BuildResult:
    """Build and test every model as known at `known_at`, by default the latest receipt or event.

    The old figures stand unless all is well. Raises `NothingReceivedError` on an empty lake.
    """
    with store_lock(settings.lock, "计算指标"):
        lake = Lake(settings.lake, lake_tables())
        lake.ensure_schema()
        lake.commit_events(Vault(settings.vault).events())
        moment = known_at or latest_known_at(lake)
        if moment is None:
            raise NothingReceivedError(
                "尚未收到任何报送，没有可计算的数据；请先把报送文件放入收件目录。"
            )
        return warehouse_of(settings).build(moment, on_node)


def latest_known_at(lake: Lake, until: datetime | None = None) -> datetime | None:
    """When the latest receipt or deciding event was committed; never the clock (design 5.3).

    With `until`, the latest one at or before that moment.
    """
    decisions = lake.read("events").filter(~pl.col("event_type").is_in(BOOKKEEPING))
    every = pl.concat([lake.read("submissions")["received_at"], decisions["occurred_at"]])
    moments = [every.filter(every <= until).max() if until else every.max()]
    return max((m for m in moments if isinstance(m, datetime)), default=None)
