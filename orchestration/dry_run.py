"""Check files without taking them in: all findings at once, and a marked copy beside each.

The rules are the gate's. Nothing is stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.reading import Read, reading
from orchestration.return_files import make_return
from orchestration.settings import ReadingSettings
from orchestration.stores import atomic
from orchestration.stores.inbox import declared_by_folder

_STATUS_WORDS = {
    "accepted": "可以接收",
    "partly_accepted": "部分行可以接收",
    "rejected": "会被退回",
    "unreadable": "读不了",
    "quarantined": "会被隔离（有个人信息）",
}


@dataclass(frozen=True)
class DryRun:
    """Lines to print, how many findings must be mended, and the workbooks written."""

    lines: tuple[str, ...]
    must_fix: int
    workbooks: tuple[Path, ...]


def check_files(files: Sequence[Path], at: datetime) -> DryRun:
    """Judge files as the gate would at this moment; `form/period/unit/` folders declare theirs."""
    from validations.gate import IncomingFile, check_batch

    incoming = []
    for number, file in enumerate(files, start=1):
        content = file.read_bytes()
        form_id, period, unit_code = declared_by_folder("/".join(file.resolve().parts[-4:]))
        incoming.append(
            IncomingFile(
                submission_id=f"试校验-{number:04d}",
                file_name=file.name,
                sha256=hashlib.sha256(content).hexdigest(),
                content=content,
                form_id=form_id,
                period=period,
                unit_code=unit_code,
            )
        )
    lines: list[str] = []
    workbooks: list[Path] = []
    with reading(ReadingSettings()) as read:
        result = check_batch(incoming, at, "试校验", read=read)
        for file, submission in zip(
            files, result.submissions.sort("submission_id").iter_rows(named=True), strict=True
        ):
            mine = result.findings.filter(pl.col("submission_id") == submission["submission_id"])
            lines += _lines(file, submission, mine)
            beside = _write_beside(file, submission, mine, read)
            if beside is not None:
                workbooks.append(beside)
                lines.append(f"  标注好的副本：{beside}")
    must_fix = result.findings.filter(pl.col("severity") == "必改").height
    return DryRun(tuple(lines), must_fix, tuple(workbooks))


def _lines(file: Path, submission: dict[str, Any], findings: pl.DataFrame) -> list[str]:
    status = _STATUS_WORDS.get(submission["status"], submission["status"])
    lines = [
        f"{file}：{status}。读到 {submission['rows_read']} 行，可接收 "
        f"{submission['rows_accepted']} 行，须改正 {submission['must_fix_count']} 处，"
        f"须说明 {submission['explain_count']} 处。"
    ]
    for finding in findings.iter_rows(named=True):
        place = " ".join(part for part in (finding["sheet"], finding["cell"]) if part) or "整个文件"
        lines.append(
            f"  {finding['severity']}  {place}  {finding['words']} {finding['fix']}"
            f"（{finding['rule_id']}）"
        )
    return lines


def _write_beside(
    file: Path,
    submission: dict[str, Any],
    findings: pl.DataFrame,
    read: Read,
) -> Path | None:
    """The annotated copy, or the list of faults alone; nothing where there is nothing to mend.

    No file is ever written over: a copy made before may be the one that is being mended.
    """
    from reports.annotated_return import Return

    made = make_return(Return(submission, findings), file.read_bytes, read)
    if made.kind == "receipt":
        return None
    path, number = file.with_name(made.name), 1
    while path.exists() and path.read_bytes() != made.content:
        number += 1
        path = file.with_name(f"{Path(made.name).stem}_{number}{Path(made.name).suffix}")
    atomic.write_bytes(path, made.content)
    return path
