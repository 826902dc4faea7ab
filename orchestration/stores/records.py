"""Records that tell when a byte of them was altered: readable JSON with its own SHA-256 inside.

Receipts, events and the key pairs of months are kept so. What they mean does not belong here.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from orchestration.stores import atomic

_DIGEST = "sha256"


class SealedDifferentlyError(RuntimeError):
    """A sealed record was altered, or would be: the vault is append-only."""


def damaged(path: Path) -> SealedDifferentlyError:
    """What is told of a file that is not as it was written."""
    return SealedDifferentlyError(
        f"保管库中的文件 {path} 已被改动或损坏，没有使用。请从备份恢复这个文件后再运行。"
    )


def write_record(path: Path, record: dict[str, Any]) -> None:
    """Put a record of JSON values at `path` with the digest of its own text."""
    atomic.write_bytes(path, _text(record | {_DIGEST: _digest(record)}))


def read_record(path: Path) -> dict[str, Any]:
    """The record at `path`; raises `SealedDifferentlyError` where one byte is not as written."""
    content = path.read_bytes()
    try:
        record: dict[str, Any] = json.loads(content)
        said = record.pop(_DIGEST)
        is_as_written = _digest(record) == said and _text(record | {_DIGEST: said}) == content
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        raise damaged(path) from error
    if not is_as_written:
        raise damaged(path)
    return record


def _digest(record: dict[str, Any]) -> str:
    return hashlib.sha256(_text(record)).hexdigest()


def _text(record: dict[str, Any]) -> bytes:
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode("utf-8")
