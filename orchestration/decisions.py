"""Decisions of the office as sealed events, and what they bring about outside the warehouse.

Which decisions a file holds is judged by the gate; what counts in figures is dbt's.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from orchestration.settings import Settings
from orchestration.stores.lake import Lake
from orchestration.stores.outbox import Outbox
from orchestration.stores.vault import BatchReceipt, Event, Vault

if TYPE_CHECKING:
    from validations.decided import Known

DECIDED = "decided"
_ABOUT_ROWS = ("sent_in", "sheet", "row_number", "who")


def known_before(vault: Vault, lake: Lake, batch: BatchReceipt) -> Known:
    """What was decided and received before a batch, the same however often it is judged again."""
    from validations.decided import known_of

    earlier = pl.col("batch_id") < batch.batch_id
    scopes = lake.read("submission_scopes").filter(earlier).select("submission_id", "scope_code")
    registers = lake.read("f00_school").filter(
        pl.col("submission_id").str.slice(0, len(batch.batch_id)) < batch.batch_id
    )
    decided = [
        (event.payload, event.who, event.occurred_at)
        for event in vault.events(DECIDED)
        if event.occurred_at < batch.received_at
    ]
    return known_of(decided, registers["school_code"].drop_nulls(), scopes.rows())


def withdrawn_before(vault: Vault, batch: BatchReceipt) -> pl.Expr:
    """Of rows with submission_id and scope_code: whether that receipt had been withdrawn."""
    whole: list[str] = []
    parts: list[str] = []
    for event in vault.events(DECIDED):
        said = event.payload
        if said["kind"] == "withdraw" and event.occurred_at < batch.received_at:
            scope = said.get("scope_code")
            (parts if scope else whole).append(said["submission_id"] + (scope or ""))
    return pl.col("submission_id").is_in(whole) | (
        pl.col("submission_id") + pl.col("scope_code")
    ).is_in(parts)


def known_now(settings: Settings) -> Known:
    """What all decisions taken so far come to."""
    return known_by(settings, datetime.max)  # noqa: DTZ901


def known_by(settings: Settings, at: datetime) -> Known:
    """What the decisions taken up to `at` come to, as figures known at `at` use them."""
    from validations.decided import known_of

    events = Vault(settings.vault).events(DECIDED)
    return known_of(
        (event.payload, event.who, event.occurred_at) for event in events if event.occurred_at <= at
    )


def seal_decisions(vault: Vault, batch: BatchReceipt, decisions: pl.DataFrame | None) -> None:
    """Record each decision of a batch as an event; judged again, it is the same event."""
    if decisions is None:
        return
    for row in decisions.iter_rows(named=True):
        vault.record(_event(batch.received_at, row))


def _event(received_at: datetime, row: dict[str, Any]) -> Event:
    said = {
        name: value
        for name, value in row.items()
        if value is not None and name not in ("row_number", "who")
    }
    content = {name: value for name, value in said.items() if name not in _ABOUT_ROWS}
    digest = hashlib.sha256(
        json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()
    return Event(
        event_id=f"{DECIDED}-{received_at:%Y%m%dT%H%M%S}-{digest[:12]}",
        event_type=DECIDED,
        occurred_at=received_at,
        who=row["who"],
        subject=row["question_id"] or row["kind"],
        payload=said,
    )


def apply_decisions(settings: Settings) -> None:
    """Settle mails and signatures as decided; what was applied before is left as it is.

    Every run goes over all decisions, so a crash between sealing and applying loses none.
    """
    for event in Vault(settings.vault).events(DECIDED):
        if event.payload["kind"] == "unknown_mail":
            _settle_mail(settings, event)
        elif event.payload["kind"] == "sign_off":
            _sign(settings, event)


def _settle_mail(settings: Settings, event: Event) -> None:
    """Only the very uncertainty that was asked about: a mail lost again is a new question."""
    outbox, key = Outbox(settings.outbox), event.payload["item_name"]
    if not (settings.outbox / key / "state.json").exists():
        return
    message = outbox.get(key)
    is_asked = message.changed_at.isoformat() == event.payload["value"]
    if message.state == "unknown" and is_asked:
        arrived = event.payload["choice"] == "arrived"
        outbox.settle(key, arrived, event.who, event.occurred_at)


def _sign(settings: Settings, event: Event) -> None:
    """The signature holds for the figures the officer saw, whatever the draft shows by now."""
    from orchestration.publish import NoDataForMonthError, read_draft
    from orchestration.release import NotReleasedError, sign

    month, digest = event.payload["period"], event.payload["value"]
    signed = Vault(settings.vault).events("signed", month)
    if any(known.payload["figures_digest"] == digest for known in signed):
        return
    try:
        draft = read_draft(settings, month)
        sign(settings, replace(draft, figures_digest=digest), event.who, event.occurred_at)
    except (NoDataForMonthError, NotReleasedError):
        # A month that is held by now has to be asked about again.
        return
