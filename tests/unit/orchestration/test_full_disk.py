"""A disk that is full, or nearly: one sentence, before anything is begun where that can be told."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest

from orchestration.instance import TooLittleSpaceError, prepare_home
from orchestration.run_words import full_disk_words
from orchestration.settings import Settings


def test_a_run_that_the_disk_cannot_hold_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = SimpleNamespace(free=3_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    with pytest.raises(TooLittleSpaceError, match="还剩 3 MB，运行一次至少需要 100 MB"):
        prepare_home(Settings(home=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_the_larger_the_warehouse_the_more_room_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path)
    with settings.warehouse.open("wb") as file:
        file.truncate(300_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=500_000_000))
    with pytest.raises(TooLittleSpaceError, match="至少需要 600 MB"):
        prepare_home(settings)


def test_a_full_disk_is_recognised_behind_other_errors() -> None:
    wrapped = RuntimeError("(sqlite3.OperationalError)")
    wrapped.__cause__ = sqlite3.OperationalError("database or disk is full")
    assert "磁盘已满" in (full_disk_words(wrapped) or "")
    assert "磁盘已满" in (full_disk_words(OSError(errno.EDQUOT, "quota")) or "")
    assert full_disk_words(ValueError("no such table")) is None


def test_a_folder_that_fails_is_told_as_such() -> None:
    for number in (errno.ESTALE, errno.EIO, errno.EACCES, errno.EROFS, errno.ENOTCONN):
        assert "文件夹断开" in (full_disk_words(OSError(number, os.strerror(number))) or "")
