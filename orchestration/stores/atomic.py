"""Writes that are wholly there or not there at all, even after a power cut.

Every store publishes through these functions. What the bytes mean does not belong here.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

# How the name of a file begins while it is being written.
ASIDE = ".aside-"


def sync_folder(folder: Path) -> None:
    """Make renames and new names inside `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_bytes(path: Path, content: bytes) -> None:
    """Put `content` at `path`: written aside, synced, renamed over whatever was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=ASIDE)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Put `value` at `path` as readable UTF-8 JSON with sorted keys."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    write_bytes(path, (text + "\n").encode("utf-8"))


def read_json(path: Path) -> dict[str, Any]:
    """Read one JSON object written by `write_json`."""
    value: dict[str, Any] = json.loads(path.read_bytes())
    return value


def publish_folder(staged: Path, final: Path) -> None:
    """Make a finished folder visible under its name by one rename; the name must be free."""
    for file in staged.rglob("*"):
        if file.is_file():
            with file.open("rb") as opened:
                os.fsync(opened.fileno())
    sync_folder(staged)
    final.parent.mkdir(parents=True, exist_ok=True)
    staged.rename(final)
    sync_folder(final.parent)


def remove_folder(folder: Path) -> None:
    """Remove a folder whole; one that is not there is fine."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)
