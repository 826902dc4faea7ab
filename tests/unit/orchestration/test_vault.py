from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.stores.records import SealedDifferentlyError
from orchestration.stores.vault import BatchReceipt, Event, Receipt, Vault

NOON = datetime(2026, 10, 20, 12)
MONTH = "2026-10"


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def event(event_id: str, at: datetime = NOON, who: str = "张科长") -> Event:
    return Event(event_id, "signed", at, who, "2026-10", {"figures_digest": "d"})


def test_sealed_bytes_come_back_under_their_digest(vault: Vault) -> None:
    digest = vault.seal(b"content", MONTH)
    assert vault.open(digest) == b"content"
    (sealed,) = vault.sealed_files(digest)
    before = sealed.read_bytes()
    assert b"content" not in before
    assert vault.seal(b"content", MONTH) == digest
    assert sealed.read_bytes() == before


def test_the_same_bytes_of_another_month_are_sealed_for_themselves(vault: Vault) -> None:
    digest = vault.seal(b"content", MONTH)
    vault.seal(b"content", "2026-11")
    first, second = vault.sealed_files(digest)
    first.unlink()
    assert vault.open(digest) == b"content"
    assert second.exists()


@given(where=st.integers(0, 10_000), change=st.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_a_sealed_file_altered_by_one_byte_is_told_and_never_used(where: int, change: int) -> None:
    with TemporaryDirectory() as folder:
        vault = Vault(Path(folder) / "vault")
        digest = vault.seal(b"content" * 40, MONTH)
        (sealed,) = vault.sealed_files(digest)
        content = bytearray(sealed.read_bytes())
        content[where % len(content)] ^= change
        sealed.write_bytes(content)
        with pytest.raises(SealedDifferentlyError, match="损坏"):
            vault.open(digest)


def test_bytes_cut_off_by_a_crash_are_sealed_anew(vault: Vault) -> None:
    digest = vault.seal(b"content", MONTH)
    vault.sealed_files(digest)[0].write_bytes(b"con")
    vault.seal(b"content", MONTH)
    assert vault.open(digest) == b"content"


def test_what_a_kill_left_half_written_is_swept_and_nothing_else(vault: Vault) -> None:
    digest = vault.seal(b"content", MONTH)
    (sealed,) = vault.sealed_files(digest)
    (sealed.parent / ".aside-x7").write_bytes(b"half")
    vault.sweep()
    assert [path.name for path in sealed.parent.iterdir()] == [sealed.name]


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
