from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from orchestration.stores.vault import BatchReceipt, Event, Receipt, SealedDifferentlyError, Vault

NOON = datetime(2026, 10, 20, 12)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def event(event_id: str, at: datetime = NOON, who: str = "张科长") -> Event:
    return Event(event_id, "signed", at, who, "2026-10", {"figures_digest": "d"})


def test_sealed_bytes_come_back_under_their_digest(vault: Vault) -> None:
    digest = vault.seal(b"content")
    assert vault.open(digest) == b"content"
    assert vault.seal(b"content") == digest
    assert len(list((vault.root / "objects").rglob("*/*"))) == 1


def test_rotten_bytes_are_noticed(vault: Vault) -> None:
    digest = vault.seal(b"content")
    (vault.root / "objects" / digest[:2] / digest).write_bytes(b"c0ntent")
    with pytest.raises(SealedDifferentlyError, match="损坏"):
        vault.open(digest)


def test_bytes_cut_off_by_a_crash_are_sealed_anew(vault: Vault) -> None:
    digest = vault.seal(b"content")
    (vault.root / "objects" / digest[:2] / digest).write_bytes(b"con")
    vault.seal(b"content")
    assert vault.open(digest) == b"content"


def test_receipts_of_a_batch_read_back_as_written(vault: Vault) -> None:
    receipt = Receipt("b-0001", "F01/p/u/表.csv", "表.csv", "0" * 64, 3, "F01", "p", "u")
    batch = BatchReceipt("20261020T120000-abcdef", NOON, (receipt,))
    vault.seal_batch(batch)
    assert vault.batch(batch.batch_id) == batch
    assert vault.batch_ids() == [batch.batch_id]


def test_nothing_sealed_is_ever_changed(vault: Vault) -> None:
    vault.record(event("e1"))
    vault.record(event("e1"))
    with pytest.raises(SealedDifferentlyError, match="只增不改"):
        vault.record(event("e1", who="李科长"))
    assert [found.who for found in vault.events()] == ["张科长"]


def test_events_come_in_the_order_they_occurred(vault: Vault) -> None:
    vault.record(event("z", datetime(2026, 10, 1)))
    vault.record(event("a", datetime(2026, 10, 2)))
    assert [found.event_id for found in vault.events()] == ["z", "a"]
    assert vault.events("issued") == []
    assert len(vault.events("signed", "2026-10")) == 2
