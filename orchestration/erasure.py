"""One pupil taken out of every store: an event, the sealed originals destroyed, keys changed.

Batches that held the pupil are kept as accepted, without the pupil, so that every later rebuild
leaves the pupil out. Published figures and issues stay as they were.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from orchestration.settings import Settings
from orchestration.stores.kept import KEY_NAME, KeptBatches
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.lock import store_lock
from orchestration.stores.rekey import (
    change_store_key,
    change_vault_keys,
    recover_lake,
    require_changeable,
)
from orchestration.stores.vault import BatchReceipt, Event, OriginalGoneError, Vault

ERASED = "erased"
_ERASED_WORDS = "（已抹除）"
_TOKEN_COLUMN = "pupil_token"  # noqa: S105 - a column, not a password
# A file that unpacks to more was refused when it came; it counts as naming everybody.
_SEARCHED_BYTES = 500_000_000
# Stores of their own, searched elsewhere, or not ours to change: what was issued stays as it left.
_NOT_SEARCHED = frozenset({"vault", "lake", "keys", "inbox", "issued", "warehouse.duckdb"})


class NotErasedError(ValueError):
    """What was asked cannot be done; the words say why."""


@dataclass(frozen=True)
class Erasure:
    """What came of it: batches rewritten, originals destroyed, files removed, files to look at.

    `was_found` is whether any store held the token.
    """

    was_found: bool
    batches: tuple[str, ...]
    originals_destroyed: int
    removed: tuple[Path, ...]
    remaining: tuple[Path, ...]


def erase(settings: Settings, token: str, who: str, reason: str, at: datetime) -> Erasure:
    """Take the pupil with this token out of vault, lake, warehouse and returns; may be repeated.

    The warehouse is removed with its key and is to be built again. Raises `NotErasedError` for a
    token that is none, a missing `who` or a lake that lacks a batch, `KeyFaultError` without the
    vault's identity or where a key cannot be changed; nothing was changed then.
    """
    wanted = _checked(token, who)
    lake, vault = Lake(settings.lake, lake_tables()), Vault(settings.vault)
    kept = KeptBatches(vault)
    vault.month_keys.keys.require_pair()
    require_changeable(lake.keys)
    with store_lock(settings.lock, "抹除一名学生"):
        recover_lake(lake.keys)
        _require_whole(vault, lake)
        digest = hashlib.sha256(wanted.encode()).hexdigest()
        originals = _originals_with(vault, lake, wanted)
        batches = list(map(vault.batch, vault.batch_ids()))
        naming = [
            batch
            for batch in batches
            if any(receipt.sha256 in originals for receipt in batch.receipts)
            or _is_in(lake, batch, wanted)
        ]
        affected = [batch for batch in batches if batch in naming or kept.has(batch.batch_id)]
        vault.record(
            Event(
                f"{ERASED}-{digest[:16]}-{at:%Y%m%dT%H%M%S}",
                ERASED,
                at,
                who,
                digest,
                {"reason": reason, "batches": [batch.batch_id for batch in affected]},
            )
        )
        for batch in affected:
            tables = lake.read_batch(batch.batch_id)
            kept.put(batch.batch_id, {name: without(f, wanted) for name, f in tables.items()})
        files = [file for sha256 in sorted(originals) for file in vault.sealed_files(sha256)]
        for file in files:
            vault.destroy(file)
        change_vault_keys(vault, sorted({file.parents[1].name for file in files} | {KEY_NAME}))
        change_store_key(lake, lambda table, frame: without(frame, wanted))
        removed, remaining = _clear_files(settings, wanted)
    rewritten = tuple(batch.batch_id for batch in affected)
    was_found = bool(naming or removed or remaining)
    return Erasure(was_found, rewritten, len(files), tuple(removed), tuple(remaining))


def without(frame: pl.DataFrame, token: str) -> pl.DataFrame:
    """A table without the pupil's rows; where other rows name the token, it is blotted out."""
    if _TOKEN_COLUMN in frame.columns:
        frame = frame.filter(pl.col(_TOKEN_COLUMN).ne_missing(token))
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    return frame.with_columns(
        pl.col(texts).str.replace_all(token, _ERASED_WORDS, literal=True) if texts else []
    )


def holds(content: bytes, token: str) -> bool:
    """Whether a file's bytes name the token, packed in a workbook or plain, in either width."""
    needles = [text.encode(code) for text in (token, token.lower()) for code in _CODES]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _SEARCHED_BYTES:
                return True
            parts = [archive.read(name) for name in archive.namelist()]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        parts = [content]
    return any(needle in part for part in parts for needle in needles)


_CODES = ("utf-8", "utf-16-le", "utf-16-be")


def _checked(token: str, who: str) -> str:
    from validations.tokens import is_valid_token

    wanted = token.strip().upper()
    if not is_valid_token(wanted, "P"):
        raise NotErasedError(f"“{token}”不是有效的学生代码，请核对后再填。")
    if not who.strip():
        raise NotErasedError("请写明经办人。")
    return wanted


def _require_whole(vault: Vault, lake: Lake) -> None:
    """What stands for destroyed originals is taken from the lake, so it must lack no batch."""
    if set(vault.batch_ids()) - lake.batch_ids():
        raise NotErasedError(
            "数据湖缺少已封存的报送，抹除会丢失数据。没有改动；请先运行 xinqing replay，再抹除。"
        )


def _originals_with(vault: Vault, lake: Lake, token: str) -> set[str]:
    """Digests of the originals that name the token, in their bytes or in what was read of them."""
    named = {
        submission_id
        for table, schema in lake.tables.items()
        if _TOKEN_COLUMN in schema
        for submission_id in lake.read(table).filter(pl.col(_TOKEN_COLUMN) == token)[
            "submission_id"
        ]
    }
    found = set()
    receipts = [r for batch_id in vault.batch_ids() for r in vault.batch(batch_id).receipts]
    for receipt in receipts:
        try:
            is_named = receipt.submission_id in named
            if is_named or holds(vault.open(receipt.sha256), token):
                found.add(receipt.sha256)
        except OriginalGoneError:
            continue
    return found


def _is_in(lake: Lake, batch: BatchReceipt, token: str) -> bool:
    return any(
        not without(frame, token).equals(frame)
        for frame in lake.read_batch(batch.batch_id).values()
    )


def _clear_files(settings: Settings, token: str) -> tuple[list[Path], list[Path]]:
    """Remove returns and drafts that name the token; tell of any other file that does."""
    removed, remaining = [], []
    for place in sorted(settings.home.iterdir()):
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if place.name in _NOT_SEARCHED or not file.is_file() or file.is_symlink():
                continue
            if holds(file.read_bytes(), token):
                if place in (settings.returns, settings.desk, settings.scratch):
                    file.unlink()
                    removed.append(file)
                else:
                    remaining.append(file)
    return removed, remaining
