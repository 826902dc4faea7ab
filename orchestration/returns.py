"""What goes back to submitters: for each file a receipt, or their own workbook with marks.

Restricted material: it lies in `returns/` by unit, readable by its owner alone, for a set number of
days, and is never mailed. What a return holds is `return_files`' affair, the words `reports`'.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.figures import warehouse_of
from orchestration.judging import UNMAPPED, OpenBytes, Tables
from orchestration.reading import Read, reading
from orchestration.return_files import make_return
from orchestration.settings import Settings
from orchestration.stores import atomic
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.vault import BatchReceipt, Receipt
from reports.plain_csv import csv_bytes

_NAME_BYTES = 200
_CITY_FOLDER = "3607市级"
_MARKABLE = (".xlsx", ".xlsm", ".xltx")
_BATCH_TIME = "%Y%m%dT%H%M%S"


def write_returns(
    settings: Settings, batch: BatchReceipt, tables: Tables, open_bytes: OpenBytes, read: Read
) -> Sequence[Path]:
    """One workbook a submission under `returns/<unit>/<batch>/`; written again it is the same.

    `open_bytes` gives a receipt's original, `read` reads one. Words no seed knows go into a list
    for the city office, who may add aliases.
    """
    findings = tables["findings"]
    by_submission = findings.partition_by("submission_id", as_dict=True)
    empty = findings.clear()
    if not tables[UNMAPPED].is_empty():
        path = settings.returns / _CITY_FOLDER / batch.batch_id / "待补充的词.csv"
        csv = csv_bytes(tables[UNMAPPED].sort("list_name", "word"))
        _write_private(settings, path, csv)
    receipts = {receipt.submission_id: receipt for receipt in batch.receipts}
    return [
        _write(
            settings,
            submission,
            by_submission.get((submission["submission_id"],), empty),
            _opener(open_bytes, receipts.get(submission["submission_id"])),
            read,
        )
        for submission in tables["submissions"].sort("submission_id").iter_rows(named=True)
    ]


def write_cross_returns(settings: Settings, at: datetime) -> Sequence[Path]:
    """Write anew the returns of submissions that contradict another form, as known at `at`.

    Cross-form findings come from the warehouse, after intake; they are added to those of the gate.
    The marks go over the return that lies there; where that was only a receipt, the vault gives
    the original, and where it cannot be opened here the list comes alone. What has expired stays
    away.
    """
    cross = warehouse_of(settings).read("rpt_cross_finding")
    if cross.is_empty():
        return []
    lake = Lake(settings.lake, lake_tables())
    ids = cross["submission_id"].unique()
    first = at - timedelta(days=settings.returns_days)
    submissions = lake.read("submissions").filter(
        pl.col("submission_id").is_in(ids.to_list()), pl.col("received_at") > first
    )
    own = lake.read("findings").filter(pl.col("submission_id").is_in(ids.to_list()))
    columns = [name for name in lake_tables()["findings"] if name in cross.columns]
    every = pl.concat([own, cross.select(columns)], how="diagonal_relaxed")
    by_submission = every.partition_by("submission_id", as_dict=True)
    with reading(settings.reading) as read:
        return [
            _write_again(settings, one, by_submission[(one["submission_id"],)], read)
            for one in submissions.sort("submission_id").iter_rows(named=True)
        ]


def expire_returns(settings: Settings, at: datetime) -> int:
    """Remove the returns of batches received `returns_days` days ago or longer; how many files.

    A batch's folder bears the time of its receipt, so no clock of a disk is asked.
    """
    first = at - timedelta(days=settings.returns_days)
    count = 0
    for folder in sorted(settings.returns.glob("*/*")):
        received_at = _received_at(folder)
        if received_at is not None and received_at <= first:
            count += sum(1 for path in folder.rglob("*") if path.is_file())
            atomic.remove_folder(folder)
    return count


def return_folders(settings: Settings) -> list[tuple[Path, datetime]]:
    """Folders with returns of a batch (`returns/<unit>/<batch>/`) and when it was received."""
    found = [(folder, _received_at(folder)) for folder in sorted(settings.returns.glob("*/*"))]
    return [(folder, moment) for folder, moment in found if moment is not None]


def _received_at(folder: Path) -> datetime | None:
    if not folder.is_dir():
        return None
    try:
        return datetime.strptime(folder.name[:15], _BATCH_TIME)  # noqa: DTZ007
    except ValueError:
        return None


def _opener(open_bytes: OpenBytes, receipt: Receipt | None) -> Callable[[], bytes] | None:
    return None if receipt is None else lambda: open_bytes(receipt)


def _write_again(
    settings: Settings, submission: dict[str, Any], findings: pl.DataFrame, read: Read
) -> Path:
    there = _there(_folder(settings, submission), submission)
    is_marked = there is not None and "-已标注_" in there.name
    is_theirs = str(submission["file_name"]).lower().endswith(_MARKABLE)
    if there is not None and is_marked and is_theirs:
        return _write(settings, submission, findings, there.read_bytes, read)
    content = _sealed(settings, submission)
    if content is None:
        # A file laid out anew stands at other cells than its findings; it is worth more as it is.
        keeps = there if is_marked else None
        return keeps or _write(settings, submission, findings, None, read)
    return _write(settings, submission, findings, lambda: content, read)


def _sealed(settings: Settings, submission: dict[str, Any]) -> bytes | None:
    """The original of a submission; None where the vault is closed here, or holds it no more.

    The key may live on another machine, and a damaged original is told by those who look for it.
    """
    from orchestration.stores.vault import Vault

    try:
        return Vault(settings.vault).open(str(submission["file_sha256"]))
    except MemoryError:
        raise
    except Exception:
        return None


def _write(
    settings: Settings,
    submission: dict[str, Any],
    findings: pl.DataFrame,
    original: Callable[[], bytes] | None,
    read: Read,
) -> Path:
    from reports.annotated_return import Return

    until = submission["received_at"].date() + timedelta(days=settings.returns_days)
    said = Return(submission, findings, until, settings.is_rehearsal)
    made = make_return(said, original, read)
    folder = _folder(settings, submission)
    path = folder / _short(f"{_number(submission)}-{made.name}")
    _write_private(settings, path, made.content)
    for other in folder.glob(f"{_number(submission)}-*"):
        if other != path:
            other.unlink()
    return path


def _folder(settings: Settings, submission: dict[str, Any]) -> Path:
    unit: Path = settings.returns / unit_folder(submission["unit_code"])
    return unit / str(submission["batch_id"])


def _there(folder: Path, submission: dict[str, Any]) -> Path | None:
    return next(iter(sorted(folder.glob(f"{_number(submission)}-*"))), None)


def _number(submission: dict[str, Any]) -> str:
    return str(submission["submission_id"]).rpartition("-")[2]


def _write_private(settings: Settings, path: Path, content: bytes) -> None:
    """A file its owner alone may read, in folders its owner alone may enter."""
    for folder in (settings.returns, path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    atomic.write_bytes(path, content)
    path.chmod(0o600)


def unit_folder(unit_code: str | None) -> str:
    """What a unit's own folder is called wherever it collects something: code and name."""
    from validations.code_lists import labels

    if unit_code == "3607":
        return _CITY_FOLDER
    names = {code: name for name, code in labels("unit").items()}
    return f"{unit_code}{names[unit_code]}" if unit_code in names else "未识别单位"


def _short(name: str) -> str:
    """A name no file system finds too long."""
    stem, dot, suffix = name.rpartition(".")
    kept = stem.encode("utf-8")[: _NAME_BYTES - len(suffix) - 1].decode("utf-8", errors="ignore")
    return f"{kept}{dot}{suffix}"
