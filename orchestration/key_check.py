"""What an officer is told about the keys of a home; nothing secret is ever shown or written."""

from __future__ import annotations

from pathlib import Path

from orchestration.settings import Settings
from orchestration.stores.kept import KeptBatches
from orchestration.stores.keys import IDENTITY, RECIPIENT, STORE_KEY, KeyFaultError, Keys, key_id
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.records import SealedDifferentlyError, read_record
from orchestration.stores.vault import OriginalGoneError, Vault


def key_lines(settings: Settings) -> list[str]:
    """Where each key comes from and by which short name it can be told apart."""
    keys = Keys(settings.home)
    store_key, recipient = keys.store_key(), keys.recipient()
    identities = keys.identities()
    here = "在本机" if identities else "不在本机：能封存，不能打开原件"
    months = Vault(settings.vault).month_keys.months()
    return [
        f"数据湖和指标库：{keys.place_of(STORE_KEY)}（编号 {key_id(store_key)}）",
        f"保管库公钥：{recipient}（{keys.place_of(RECIPIENT)}）",
        f"保管库身份密钥：{here}" + (f"（{keys.place_of(IDENTITY)}）" if identities else ""),
        f"各月密钥：{'、'.join(months) if months else '尚无'}",
    ]


def check_keys(settings: Settings, whole: bool) -> tuple[list[str], bool]:
    """Try every key on what it is for; lines of words, and whether all is well.

    With `whole` every sealed original is opened, else one a month.
    """
    keys, faults = Keys(settings.home), []
    lines = key_lines(settings)
    for path in [keys.folder, *sorted(keys.folder.rglob("*"))]:
        if path.exists() and path.stat().st_mode & 0o077:
            faults.append(f"{path} 的权限过宽，请执行 chmod go-rwx {path}")
    Lake(settings.lake, lake_tables()).read("submissions")
    faults += _warehouse_faults(settings)
    vault = Vault(settings.vault)
    faults += _record_faults(vault)
    if keys.identities():
        faults += _pair_faults(keys)
        opened, bad = _open_originals(vault, whole)
        lines.append(f"打开了 {opened} 份原件，{len(bad)} 份有问题。")
        faults += bad
    faults = list(dict.fromkeys(faults))
    return [*lines, *faults, "有问题，见上。" if faults else "全部相符。"], not faults


def _pair_faults(keys: Keys) -> list[str]:
    try:
        keys.require_pair()
    except KeyFaultError as error:
        return [str(error)]
    return []


def _warehouse_faults(settings: Settings) -> list[str]:
    from orchestration.figures import warehouse_of

    try:
        if settings.warehouse.exists():
            warehouse_of(settings).connect().close()
    except KeyFaultError as error:
        return [str(error)]
    return []


def _record_faults(vault: Vault) -> list[str]:
    """Words about receipts, events and month keys that are not as they were written."""
    folders = (vault.root / "batches", vault.root / "events", vault.month_keys.folder)
    faults = []
    for path in (path for folder in folders for path in sorted(folder.glob("*.json"))):
        try:
            read_record(path)
        except SealedDifferentlyError as error:
            faults.append(str(error))
    return faults


def _open_originals(vault: Vault, whole: bool) -> tuple[int, list[str]]:
    """How many could be opened, kept batches among them, and the words about the others."""
    opened, faults, kept = 0, [], KeptBatches(vault)
    for file in kept.files():
        try:
            kept.get(file.stem)
            opened += 1
        except (KeyFaultError, SealedDifferentlyError) as error:
            faults.append(str(error))
    for month in vault.months():
        files: list[Path] = vault.month_files(month)
        for file in files if whole else files[:1]:
            try:
                vault.open(file.stem)
                opened += 1
            except (KeyFaultError, SealedDifferentlyError, OriginalGoneError) as error:
                faults.append(str(error))
    return opened, faults
