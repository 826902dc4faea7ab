"""Hand a sealed batch to the gate; a file that breaks the gate itself breaks only itself.

The frames come back as the lake wants them. No rule about a row's content belongs here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from orchestration.stores.lake_tables import Schema, lake_tables
from orchestration.stores.vault import BatchReceipt, Receipt

if TYPE_CHECKING:
    from validations.gate import GateResult, IncomingFile

OpenBytes = Callable[[Receipt], bytes]
Gate = Callable[["Sequence[IncomingFile]", datetime, str], "GateResult"]
Tables = Mapping[str, pl.DataFrame]

BROKEN_RULE = "G99"
# Not a table of the lake: words of lists that no seed knows, for whoever keeps the aliases.
UNMAPPED = "unmapped"
# Nor this: decisions of the office, to be sealed as events.
DECISIONS = "decisions"


def judge_batch(gate: Gate, open_bytes: OpenBytes, batch: BatchReceipt) -> Tables:
    """All tables of a batch, from one call of the gate; `open_bytes` gives a receipt's original.

    Where that call itself fails, each file is judged alone, and one the program cannot cope with
    is recorded as unreadable. A full disk or memory is nobody's file and is raised.
    """
    files = [_incoming(open_bytes, receipt) for receipt in batch.receipts]
    try:
        return _tables(gate(files, batch.received_at, batch.batch_id))
    except (OSError, MemoryError):
        raise
    except Exception:
        # Any fault of the gate must stay with its file.
        parts = [
            _judge_alone(gate, file, receipt, batch)
            for file, receipt in zip(files, batch.receipts, strict=True)
        ]
    names = {name for part in parts for name in part}
    return {
        name: pl.concat([part[name] for part in parts if name in part], how="diagonal_relaxed")
        for name in sorted(names)
    }


def _judge_alone(gate: Gate, file: IncomingFile, receipt: Receipt, batch: BatchReceipt) -> Tables:
    try:
        return _tables(gate([file], batch.received_at, batch.batch_id))
    except (OSError, MemoryError):
        raise
    except Exception as error:
        return _broken(receipt, batch, type(error).__name__)


def _tables(result: GateResult) -> Tables:
    return {
        "submissions": result.submissions,
        "submission_scopes": result.scopes,
        "findings": result.findings,
        UNMAPPED: result.unmapped,
        DECISIONS: result.decisions,
        **result.rows,
    }


def _incoming(open_bytes: OpenBytes, receipt: Receipt) -> IncomingFile:
    from validations.gate import IncomingFile

    return IncomingFile(
        submission_id=receipt.submission_id,
        file_name=receipt.file_name,
        sha256=receipt.sha256,
        content=open_bytes(receipt),
        form_id=receipt.form_id,
        period=receipt.period,
        unit_code=receipt.unit_code,
    )


def _broken(receipt: Receipt, batch: BatchReceipt, error_name: str) -> Tables:
    """The record of a file the program fell over; its message may hold data, so is left out."""
    from validations.tripwire_book import safe_name

    common = {
        "submission_id": receipt.submission_id,
        "batch_id": batch.batch_id,
        "received_at": batch.received_at,
        "file_name": safe_name(receipt.file_name),
    }
    zeros = dict.fromkeys(
        ("rows_read", "rows_accepted", "rows_rejected", "rows_held", "explain_count", "note_count"),
        0,
    )
    submission = (
        common
        | zeros
        | {
            "file_sha256": receipt.sha256,
            "file_size": receipt.size,
            # What its folder says was not checked, so the warehouse must not lean on it.
            "declared_by": "none",
            "status": "unreadable",
            "must_fix_count": 1,
        }
    )
    finding = common | {
        "rule_id": BROKEN_RULE,
        "severity": "必改",
        "words": f"系统处理这个文件时出错（{error_name}），其中的数据一行也没有采用。",
        "fix": "原件已妥善保存。请另存为标准的 .xlsx 后重新报送；仍不行请联系市级管理员。",
        "is_explained": False,
    }
    return {
        UNMAPPED: pl.DataFrame(schema=dict.fromkeys(("list_name", "word"), pl.String)),
        "submissions": _one_row(submission, lake_tables()["submissions"]),
        "submission_scopes": pl.DataFrame(schema=lake_tables()["submission_scopes"]),
        "findings": _one_row(finding, lake_tables()["findings"]),
    }


def _one_row(row: Mapping[str, object], schema: Schema) -> pl.DataFrame:
    """One row in the table's columns, null where it says nothing of one."""
    return pl.DataFrame([[row.get(name) for name in schema]], schema=schema, orient="row")
