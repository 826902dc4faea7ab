"""Turn a platform export into a form with codes in place of numbers, on the custodian's machine.

Offline: it reads exports and the sealed mapping, writes a workbook for the inbox and the mapping,
and nothing else. No number and no name is in what it says, raises or leaves behind.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.stores import atomic
from orchestration.stores.lock import store_lock
from orchestration.tokenise_export import PersonRow, read_changes, read_export
from orchestration.tokenise_mapping import (
    Mapping,
    NumberConflictError,
    TokeniseError,
    new_mapping,
    open_mapping,
    plain_mapping,
    seal_mapping,
)
from validations.tokens import Kind

if TYPE_CHECKING:
    from validations.forms import Form

_KINDS: dict[str, tuple[Kind, str]] = {"F02": ("P", "pupil_token"), "F07": ("S", "staff_token")}
_TOLD = 50


@dataclass(frozen=True)
class Task:
    """What the custodian asks for: files, form, period and unit, and cells the export lacks.

    ``fills`` gives columns (by Chinese header or name) one value for every row without one.
    """

    files: tuple[Path, ...]
    form_id: str
    period: str
    unit_code: str
    to: Path | None = None
    changes: Path | None = None
    fills: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tokenised:
    """What came of it: the workbook, rows, persons, and how many of them are new."""

    path: Path
    rows: int
    persons: int
    new: int
    accepted: int
    must_fix: int


@contextlib.contextmanager
def held_mapping(path: Path, passphrase: str) -> Iterator[Mapping]:
    """The mapping, kept from other runs; sealed again where the block ends without an error.

    A mapping that is not there yet is begun.
    """
    with store_lock(path.with_name(f".{path.name}.lock"), "对照表", wait_seconds=30):
        is_there = path.exists()
        mapping = open_mapping(path, passphrase) if is_there else new_mapping()
        before = plain_mapping(mapping) if is_there else None
        yield mapping
        if plain_mapping(mapping) != before:
            seal_mapping(mapping, path, passphrase)


def tokenise(task: Task, mapping_path: Path, passphrase: str, at: datetime) -> Tokenised:
    """Write the form of an export; the mapping is sealed first, so that no code is ever lost.

    ``at`` is Beijing time. Raises `TokeniseError` with every fault of the export, and then writes
    nothing.
    """
    form, kind, column = _form_of(task)
    export = read_export(task.files, form, kind)
    if export.faults:
        raise TokeniseError(_told(export.faults))
    if not export.rows:
        raise TokeniseError("导出文件里没有数据行。没有改动任何文件。")
    changes = read_changes(task.changes, kind) if task.changes else []
    fills = _fills(task, form)
    with held_mapping(mapping_path, passphrase) as mapping:
        before = len(set(mapping.numbers[kind].values()))
        codes = _codes(mapping, kind, changes, export.rows)
        new = len(set(mapping.numbers[kind].values())) - before
    rows = [
        {**fills, **row.cells, column: code} for row, code in zip(export.rows, codes, strict=True)
    ]
    path = task.to or _beside(task, form)
    content = _workbook(task, form, rows, at)
    accepted, must_fix = _tried(content, path, at)
    atomic.write_bytes(path, content)
    return Tokenised(path, len(rows), len(set(codes)), new, accepted, must_fix)


def _form_of(task: Task) -> tuple[Form, Kind, str]:
    from validations.forms import FORMS
    from validations.period_dates import period_start
    from validations.vocabulary import code_of

    if task.form_id not in _KINDS:
        raise TokeniseError("只能做 F02（学生）和 F07（教师）。没有改动任何文件。")
    form = FORMS[task.form_id]
    if period_start(form, task.period) is None:
        raise TokeniseError(
            f"没有“{task.period}”这一期：F02 应填轮次，形如 2026-2027-1R1；"
            "F07 应填学期，形如 2026-2027-1。没有改动任何文件。"
        )
    if code_of("unit", task.unit_code) is None:
        raise TokeniseError(f"没有代码为“{task.unit_code}”的报送单位。没有改动任何文件。")
    return form, *_KINDS[task.form_id]


def _told(faults: Sequence[str]) -> str:
    rest = [f"另有 {len(faults) - _TOLD} 处。"] if len(faults) > _TOLD else []
    return "\n".join([*faults[:_TOLD], *rest, "导出文件有误，没有改动任何文件。"])


def _fills(task: Task, form: Form) -> dict[str, str]:
    """Cells for every row that lacks them, by the form's own names; period and unit among them."""
    from validations.form_columns import columns_of
    from validations.headers import columns_in_row

    columns = columns_of(form.main)
    names = {column.name for column in columns}
    fills = {
        name: value
        for name, value in (("round_id", task.period), ("unit_code", task.unit_code))
        if name in names
    }
    for header, value in task.fills.items():
        found = columns_in_row((header,), columns, form.form_id)
        if not found:
            raise TokeniseError(f"{form.form_id} 没有“{header}”这一列。没有改动任何文件。")
        fills[found[0]] = value
    return fills


def _codes(
    mapping: Mapping,
    kind: Kind,
    changes: Sequence[tuple[str, tuple[str, str]]],
    rows: Sequence[PersonRow],
) -> list[str]:
    """A code a row; changed numbers are learnt first."""
    codes = []
    faults = []
    for place, numbers in [*changes, *((row.place, row.numbers) for row in rows)]:
        try:
            codes.append(mapping.code_of(kind, numbers))
        except NumberConflictError:
            faults.append(f"{place}：新旧号码在对照表里已各有代码，像是两个人，请核对。")
    if faults:
        raise TokeniseError(_told(faults))
    return codes[len(changes) :]


def _beside(task: Task, form: Form) -> Path:
    from reports.submission_form import form_file_name

    name = form_file_name(form, task.period, task.unit_code)
    return task.files[0].with_name(name)


def _workbook(task: Task, form: Form, rows: list[dict[str, str]], at: datetime) -> bytes:
    import polars as pl

    from reports.submission_form import build_form
    from reports.workbook import workbook_bytes
    from validations.form_columns import columns_of

    texts = {column.name: pl.String for column in columns_of(form.main)}
    scope = pl.DataFrame(schema={"school_code": pl.String, "school_name": pl.String})
    frame = pl.DataFrame(
        [{name: row.get(name) for name in texts} for row in rows], schema=texts, orient="row"
    )
    book = build_form(
        form, task.period, task.unit_code, at, scope=scope, rows={form.form_id: frame}
    )
    return workbook_bytes(book, at)


def _tried(content: bytes, path: Path, at: datetime) -> tuple[int, int]:
    """Rows the gate would accept, and what must be mended; a workbook with a name is refused.

    The export's own 说明 may hold one, and no such workbook may leave the county.
    """
    from validations.gate import IncomingFile, check_batch

    file = IncomingFile("tokenise", path.name, "0" * 64, content, None, None, None)
    result = check_batch([file], at, "tokenise")
    row = result.submissions.row(0, named=True)
    if row["status"] == "quarantined":
        words = result.findings["words"].to_list()[:_TOLD]
        raise TokeniseError(
            "\n".join([*words, "做好的报表里还有个人信息，没有保存。请在导出文件里删去后重做。"])
        )
    return row["rows_accepted"], row["must_fix_count"]
