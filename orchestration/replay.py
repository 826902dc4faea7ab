"""Lake and warehouse once more from the vault alone; issues, drafts and returns are left alone.

The new lake is judged aside and swapped in, so that an interruption costs nothing.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from orchestration.figures import build_figures
from orchestration.intake import Intake
from orchestration.settings import Settings
from orchestration.stores.lake import Lake
from orchestration.stores.lock import store_lock
from orchestration.stores.rekey import (
    COMING,
    change_store_key,
    change_vault_keys,
    recover_lake,
    swap_lake,
)
from orchestration.stores.vault import Vault


@dataclass(frozen=True)
class Replay:
    """What was rebuilt: how many batches, and whether the figures were published."""

    batch_count: int
    published: bool


@dataclass(frozen=True)
class _Aside(Intake):
    """An intake whose lake lies beside the home's; vault and inbox are the home's own."""

    @property
    def lake(self) -> Lake:
        return dataclasses.replace(super().lake, root=self.settings.home / COMING)


def replay(settings: Settings) -> Replay:
    """Rebuild the lake from the vault alone, then the figures.

    Raises `KeyFaultError` without the vault's identity, `SealedDifferentlyError` where a sealed
    file was altered; the old lake then stands as it was.
    """
    batch_count = rebuild_lake(settings)
    return Replay(batch_count, build_figures(settings).published)


def rebuild_lake(settings: Settings) -> int:
    """Take every sealed batch into a new lake and put it in place of the old one; how many."""
    intake = _Aside(settings)
    keys = intake.lake.keys
    keys.require_identities()
    # One lock from first to last: another run would clear away a lake that is only half written.
    with store_lock(settings.lock, "由保管库重建"):
        recover_lake(keys)
        keys.mark_lake(intake.lake.root, keys.store_key())
        intake.rebuild_locked()
        swap_lake(keys)
    return len(intake.vault.batch_ids())


def rotate_keys(settings: Settings) -> list[str]:
    """New keys for lake, warehouse and, where the identity is at hand, the vault; words of it.

    Interrupted, it is ended by running it again.
    """
    vault, lake = Vault(settings.vault), Intake(settings).lake
    keys = lake.keys
    has_identity = bool(keys.identities())
    if has_identity:
        keys.require_pair()
    with store_lock(settings.lock, "更换密钥"):
        change_store_key(lake)
        is_whole = has_identity and change_vault_keys(vault)
    built = build_figures(settings).published if vault.batch_ids() else True
    return [
        "数据湖和指标库已换用新密钥。"
        if built
        else "数据湖已换用新密钥；指标没有通过检查，请再运行。",
        _vault_words(has_identity, is_whole),
        "请重新备份 keys/，并销毁旧的密钥备份。",
    ]


def _vault_words(has_identity: bool, is_whole: bool) -> str:
    if is_whole:
        return "保管库已换用新密钥。"
    if has_identity:
        return "保管库各月已换用新密钥；身份密钥或公钥取自环境变量，这一对没有更换。"
    return "身份密钥不在本机，保管库的密钥没有更换。"
