"""What goes back to submitters: a receipt with findings for each file, to be collected.

Restricted material: it lies in `returns/` by unit and is never mailed. Words are `reports`'.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.figures import warehouse_of
from orchestration.judging import UNMAPPED, OpenBytes, Tables
from orchestration.settings import Settings
from orchestration.stores import atomic
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.vault import BatchReceipt

_NAME_BYTES = 200
_CITY_FOLDER = "3607市级"


def write_returns(
    settings: Settings, batch: BatchReceipt, tables: Tables, open_bytes: OpenBytes
) -> Sequence[Path]:
    """One workbook a submission under `returns/<unit>/<batch>/`; written again it is the same.

    `open_bytes` gives a receipt's original, as it was sealed.

    Words no seed knows go into a list for the city office, who may add aliases.
    """
    findings = tables["findings"]
    by_submission = findings.partition_by("submission_id", as_dict=True)
    empty = findings.clear()
    if not tables[UNMAPPED].is_empty():
        path = settings.returns / _CITY_FOLDER / batch.batch_id / "待补充的词.csv"
        words = tables[UNMAPPED].sort("list_name", "word").write_csv().encode("utf-8")
        atomic.write_bytes(path, b"\xef\xbb\xbf" + words)
    return [
        _write(settings, submission, by_submission.get((submission["submission_id"],), empty))
        for submission in tables["submissions"].sort("submission_id").iter_rows(named=True)
    ]


def write_cross_returns(settings: Settings) -> Sequence[Path]:
    """Write anew the workbooks of submissions that contradict another form, as known now.

    Cross-form findings come from the warehouse, after intake; they are added to those of the gate.
    """
    cross = warehouse_of(settings).read("rpt_cross_finding")
    if cross.is_empty():
        return []
    lake = Lake(settings.lake, lake_tables())
    ids = cross["submission_id"].unique()
    submissions = lake.read("submissions").filter(pl.col("submission_id").is_in(ids.to_list()))
    own = lake.read("findings").filter(pl.col("submission_id").is_in(ids.to_list()))
    columns = [name for name in lake_tables()["findings"] if name in cross.columns]
    every = pl.concat([own, cross.select(columns)], how="diagonal_relaxed")
    by_submission = every.partition_by("submission_id", as_dict=True)
    return [
        _write(settings, submission, by_submission[(submission["submission_id"],)])
        for submission in submissions.sort("submission_id").iter_rows(named=True)
    ]


def _write(settings: Settings, submission: dict[str, Any], findings: pl.DataFrame) -> Path:
    from reports.findings_workbook import build_findings, findings_file_name
    from reports.workbook import workbook_bytes

    received_at = submission["received_at"]
    book = build_findings(submission, findings, received_at, settings.is_rehearsal)
    number = submission["submission_id"].rpartition("-")[2]
    name = f"{number}-{findings_file_name(submission['file_name'])}"
    folder = settings.returns / unit_folder(submission["unit_code"]) / submission["batch_id"]
    path: Path = folder / _short(name)
    atomic.write_bytes(path, workbook_bytes(book, received_at))
    return path


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
