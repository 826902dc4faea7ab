"""A month's bulletin once more, as it was known at some moment, from a warehouse built aside.

Home, drafts and issues stay as they are; nothing is signed, numbered or mailed here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from orchestration.figures import NothingReceivedError, latest_known_at
from orchestration.intake import Intake
from orchestration.publish import Signed, render
from orchestration.release import issue_number, release_digest
from orchestration.settings import Settings
from orchestration.stores import atomic
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.lock import store_lock
from orchestration.stores.vault import Vault
from orchestration.stores.warehouse import Warehouse


class ReissueError(RuntimeError):
    """The bulletin could not be made again; the words say why."""


@dataclass(frozen=True)
class Reissue:
    """What was made again: where it lies, as known when, under which number.

    `is_issue` where the month was issued from exactly this knowledge; `differing` then names the
    files that are not, byte for byte, what left the house, and `is_same_release` tells whether
    code and seeds are those of the issue.
    """

    folder: Path
    known_at: datetime
    issue_no: int
    is_issue: bool
    differing: tuple[str, ...]
    is_same_release: bool


def reissue(settings: Settings, month: str, known_at: datetime, folder: Path) -> Reissue:
    """Write the month's pages as known at `known_at` into `folder`.

    Knowledge changes with receipts and decisions only, so the latest of them up to then is taken.
    Raises `NothingReceivedError` where there was none, `NoDataForMonthError` where none concerns
    the month, `ReissueError` where the figures of then do not build.
    """
    moment = _knowledge(settings, known_at)
    record = _record(settings, month, moment)
    warehouse = _build_aside(settings, moment)
    pages = _render(settings, month, record, warehouse)
    for name, content in pages.items():
        atomic.write_bytes(folder / name, content)
    files = record.get("files", {})
    return Reissue(
        folder=folder,
        known_at=moment,
        issue_no=int(record.get("issue_no") or issue_number(settings, month)),
        is_issue=bool(record),
        differing=tuple(name for name in sorted(files) if files[name] != _digest(pages.get(name))),
        is_same_release=record.get("release_digest") == release_digest(),
    )


def default_folder(settings: Settings, month: str, known_at: datetime) -> Path:
    """Where a reissue goes when nobody says: never among the drafts or issues."""
    return settings.home / "reissued" / f"{month}-{known_at:%Y%m%dT%H%M%S}"


def reissue_lines(made: Reissue) -> list[str]:
    """What the officer is told of a reissue."""
    lines = [f"已重制，在 {made.folder}", f"数据截至 {made.known_at:%Y-%m-%d %H:%M:%S}"]
    if not made.is_issue:
        return [*lines, "这是按当时所知的草稿；该月没有按这一时刻的数据印发过。"]
    if not made.differing:
        return [*lines, f"与印发的第 {made.issue_no} 期逐字节一致。"]
    words = f"与印发的第 {made.issue_no} 期不一致：{'、'.join(made.differing)}。"
    cause = "请联系管理员。" if made.is_same_release else "印发之后程序或代码表更新过。"
    return [*lines, words + cause]


def _knowledge(settings: Settings, known_at: datetime) -> datetime:
    """The latest receipt or decision up to a moment; the lake is made whole first."""
    Intake(settings).rebuild()
    lake = Lake(settings.lake, lake_tables())
    with store_lock(settings.lock, "重制简报"):
        lake.commit_events(Vault(settings.vault).events())
    moment = latest_known_at(lake, known_at)
    if moment is None:
        raise NothingReceivedError(f"截至 {known_at:%Y-%m-%d %H:%M} 尚未收到任何报送。")
    return moment


def _record(settings: Settings, month: str, moment: datetime) -> dict[str, Any]:
    """The record of the issue made of exactly this knowledge, empty where there is none."""
    for path in sorted(settings.issued.glob("[0-9]*/issue.json")):
        record = atomic.read_json(path)
        if record["month"] == month and record["known_at"] == moment.isoformat():
            return record
    return {}


def _build_aside(settings: Settings, moment: datetime) -> Warehouse:
    place = settings.scratch / "reissue"
    with store_lock(settings.scratch / "reissue.lock", "重制简报"):
        warehouse = Warehouse(place / settings.warehouse.name, place, settings.lake)
        warehouse.path.unlink(missing_ok=True)
        result = warehouse.build(moment)
    if not result.published:
        failed = "、".join(node.unique_id.split(".")[2] for node in result.failed[:5])
        raise ReissueError(f"按当时所知重算指标没有成功：{failed}。")
    return warehouse


def _render(
    settings: Settings, month: str, record: dict[str, Any], warehouse: Warehouse
) -> Mapping[str, bytes]:
    """The pages as the issue's record dates, numbers and titles them, else as a draft."""
    if not record:
        return render(settings, month, issue_number(settings, month), None, warehouse)
    look = {name: record[name] for name in ("title", "is_rehearsal") if name in record}
    signed = Signed(record["signed_by"], datetime.fromisoformat(record["issued_at"]).date())
    as_then = settings.model_copy(update=look)
    return render(as_then, month, record["issue_no"], signed, warehouse)


def _digest(content: bytes | None) -> str:
    return hashlib.sha256(content or b"").hexdigest()
