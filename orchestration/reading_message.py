"""What goes through the pipes of a reading process: blocks of bytes, and a workbook as such blocks.

A message is the number of its blocks, then each block after its length, numbers in eight bytes.
Frames go as Arrow streams; nothing is unpickled, for the other end has read strange files.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import fields
from typing import IO, Any

import polars as pl

from validations.workbook_reader import ReadWorkbook, TextSheet

# How a process ends that ran out of memory; the reader's parts in Rust end by a signal instead.
OUT_OF_MEMORY = 75


def write_message(pipe: IO[bytes], blocks: Sequence[bytes]) -> None:
    """Write one message and flush."""
    pipe.write(len(blocks).to_bytes(8, "big"))
    for block in blocks:
        pipe.write(len(block).to_bytes(8, "big"))
        pipe.write(block)
    pipe.flush()


def read_message(pipe: IO[bytes]) -> list[bytes] | None:
    """The blocks of the next message; None where the pipe ends before it does."""
    count = _number(pipe)
    if count is None:
        return None
    blocks = []
    for _ in range(count):
        length = _number(pipe)
        block = b"" if length is None else pipe.read(length)
        if length is None or len(block) < length:
            return None
        blocks.append(block)
    return blocks


def pack(book: ReadWorkbook) -> list[bytes]:
    """A workbook as blocks: what is said of it in JSON, then cells and faults of each sheet."""
    sheets = [*book.sheets, *([book.scope] if book.scope else [])]
    said = _plain(book, ("sheets", "scope")) | {
        "has_scope": book.scope is not None,
        "sheets": [_plain(sheet, ("cells", "faults")) for sheet in sheets],
    }
    frames = (frame for sheet in sheets for frame in (sheet.cells, sheet.faults))
    return [json.dumps(said).encode(), *map(_stream, frames)]


def unpack(blocks: Sequence[bytes]) -> ReadWorkbook:
    """The workbook that ``pack`` made blocks of."""
    said = _tupled(json.loads(blocks[0]))
    frames = iter([pl.read_ipc_stream(io.BytesIO(block)) for block in blocks[1:]])
    sheets = [
        TextSheet(**sheet, cells=next(frames), faults=next(frames)) for sheet in said.pop("sheets")
    ]
    scope = sheets.pop() if said.pop("has_scope") else None
    return ReadWorkbook(**said, sheets=tuple(sheets), scope=scope)


def _number(pipe: IO[bytes]) -> int | None:
    eight = pipe.read(8)
    return int.from_bytes(eight, "big") if len(eight) == 8 else None


def _stream(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_ipc_stream(buffer)
    return buffer.getvalue()


def _plain(value: Any, without: tuple[str, ...]) -> dict[str, Any]:
    return {
        field.name: getattr(value, field.name)
        for field in fields(value)
        if field.name not in without
    }


def _tupled(said: dict[str, Any]) -> dict[str, Any]:
    """JSON knows lists only; what a workbook lists are tuples, but for the sheets themselves."""
    sheets = [_with_tuples(sheet) for sheet in said.pop("sheets")]
    return _with_tuples(said) | {"sheets": sheets}


def _with_tuples(said: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in said.items()}
