"""One writer of the stores at a time, across threads, processes and `kill -9`.

The kernel drops the lock with its holder. Queueing of runs (Dagster's pool) is not done here.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path


class StoreBusyError(RuntimeError):
    """Another run holds the stores and did not let go in time; the words are for the officer."""


@contextlib.contextmanager
def store_lock(path: Path, holder: str, wait_seconds: float = 600.0) -> Iterator[None]:
    """Hold the stores alone for the length of a `with` block; not re-entrant.

    `holder` says in Chinese what runs, for whoever has to wait. Raises `StoreBusyError` when the
    lock is not free within `wait_seconds`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        _wait_for(handle, path, wait_seconds)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{holder}（进程 {os.getpid()}）".encode(), 0)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int, path: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                who = path.read_text(encoding="utf-8", errors="replace") or "另一个运行"
                raise StoreBusyError(
                    f"仓库正被占用：{who}，等待 {wait_seconds:.0f} 秒仍未结束，请稍后再试。"
                ) from None
            time.sleep(0.05)
