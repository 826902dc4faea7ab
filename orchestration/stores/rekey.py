"""New keys for what is stored: written aside with the new key, swapped in, the old key destroyed.

Killed at any moment, one key and all that it opens are whole; doing it again ends it. Whoever calls
holds the store lock. What is to be left out is told by the caller.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from orchestration.stores import atomic
from orchestration.stores.encrypted import read_parquet, write_parquet
from orchestration.stores.kept import KEY_NAME, KeptBatches
from orchestration.stores.keys import (
    IDENTITY,
    NEXT,
    RECIPIENT,
    STORE_KEY,
    KeyFaultError,
    Keys,
    key_id,
    new_store_key,
)
from orchestration.stores.lake import Lake
from orchestration.stores.vault import Vault

COMING = "lake.next"

if TYPE_CHECKING:
    from pyrage.x25519 import Recipient

Change = Callable[[str, pl.DataFrame], pl.DataFrame]


def recover_lake(keys: Keys) -> None:
    """End or undo a change of the lake's key that was interrupted; else nothing happens."""
    lake, coming, going = _places(keys)
    if not lake.exists() and going.exists():
        (coming if coming.exists() else going).rename(lake)
    following = keys.folder / (STORE_KEY + NEXT)
    if following.exists():
        key = following.read_text(encoding="utf-8").strip()
        mark = atomic.read_json(keys.key_mark) if keys.key_mark.exists() else {}
        if mark.get("key_id") == key_id(key):
            following.replace(keys.folder / STORE_KEY)
            atomic.sync_folder(keys.folder)
            (keys.home / "warehouse.duckdb").unlink(missing_ok=True)
        else:
            following.unlink()
    for folder in (coming, going):
        if folder.exists() and lake.exists():
            atomic.remove_folder(folder)


def require_changeable(keys: Keys) -> None:
    """Raise `KeyFaultError` where the stores' key comes from the environment; ask before work."""
    if keys.is_from_environment(STORE_KEY):
        raise KeyFaultError(
            f"密钥取自{keys.place_of(STORE_KEY)}，程序不能更换它。数据没有改动；"
            "请改用 keys/ 中的文件后再运行。"
        )


def change_store_key(lake: Lake, change: Change | None = None) -> None:
    """Write the whole lake anew with a fresh key and destroy the old one; `change` edits tables.

    The warehouse is removed with the old key, to be built again. Raises `KeyFaultError` where the
    key comes from the environment.
    """
    keys = lake.keys
    require_changeable(keys)
    recover_lake(keys)
    old, new = keys.store_key(), new_store_key()
    if not lake.root.exists():
        return
    here, coming, _ = _places(keys)
    keys.write(STORE_KEY + NEXT, new)
    for file in sorted(here.glob("batches/*/*")):
        target = coming / file.relative_to(here)
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == ".parquet":
            frame = read_parquet([file], old)
            write_parquet(change(file.stem, frame) if change else frame, target, new)
        else:
            shutil.copyfile(file, target)
    keys.mark_lake(coming, new)
    swap_lake(keys)


def swap_lake(keys: Keys) -> None:
    """Put the lake that was written aside in the place of the old one, and remove that."""
    here, coming, going = _places(keys)
    if here.exists():
        here.rename(going)
    coming.rename(here)
    atomic.sync_folder(keys.home)
    recover_lake(keys)


def change_vault_keys(vault: Vault, months: list[str] | None = None) -> bool:
    """Seal the originals of these months, by default of all, to fresh keys; destroy the old ones.

    Needs the vault's identity. With all months the vault's own pair is replaced, too, unless half
    of it comes from the environment: what was sealed next could never be opened. Returns whether
    it was.
    """
    keys = vault.month_keys.keys
    keys.require_pair()
    from_outside = any(keys.is_from_environment(name) for name in (IDENTITY, RECIPIENT))
    is_whole = months is None and not from_outside
    recipient = _next_pair(keys) if is_whole else None
    for month in vault.month_keys.months() if months is None else months:
        older = vault.month_keys.files(month)
        identities = vault.month_keys.identities(month)
        made = vault.month_keys.make(month, recipient)
        target = vault.month_keys.recipient(month)
        files = KeptBatches(vault).files() if month == KEY_NAME else vault.month_files(month)
        for file in files:
            vault.reseal(file, [*identities, *vault.month_keys.identities(month)], target)
        for path in older:
            if path != made:
                vault.month_keys.destroy(path)
    if is_whole:
        for name in (RECIPIENT, IDENTITY):
            (keys.folder / (name + NEXT)).replace(keys.folder / name)
        atomic.sync_folder(keys.folder)
    return is_whole


def _next_pair(keys: Keys) -> Recipient:
    """The vault's coming pair, the one begun before where a change was interrupted."""
    from pyrage import x25519

    path = keys.folder / (IDENTITY + NEXT)
    if not path.exists():
        keys.write(IDENTITY + NEXT, str(x25519.Identity.generate()))
    identity = x25519.Identity.from_str(path.read_text(encoding="utf-8").strip())
    keys.write(RECIPIENT + NEXT, str(identity.to_public()))
    return identity.to_public()


def _places(keys: Keys) -> tuple[Path, Path, Path]:
    return keys.home / "lake", keys.home / COMING, keys.home / "lake.old"
