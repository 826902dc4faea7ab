"""The inbox on a share that is slow, that fails, or whose files go away under our hands."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from orchestration.stores.inbox import Arrival, Claim, Entry, Inbox, Unread

NOON = datetime(2026, 10, 20, 12)
YEAR_NS = 365 * 86_400 * 10**9


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    for unit in ("甲", "乙", "丙"):
        (tmp_path / "F01" / unit).mkdir(parents=True)
        (tmp_path / "F01" / unit / "表.csv").write_bytes(unit.encode())
    return Inbox(tmp_path)


def fails(real: Callable[..., Any], at: str, error: OSError) -> Callable[..., Any]:
    """The function, failing where it is asked for a path with `at` in it."""

    def failing(path: Any, *arguments: Any, **named: Any) -> Any:
        if at in os.fspath(path):
            raise error
        return real(path, *arguments, **named)

    return failing


def paths(arrivals: list[Arrival]) -> list[str]:
    return [arrival.path for arrival in arrivals]


def claim_of(inbox: Inbox) -> Claim:
    entries = tuple(Entry(f"b-{n:04d}", a) for n, a in enumerate(inbox.look(), start=1))
    claim = Claim("b", NOON, entries)
    inbox.write_manifest(claim)
    return claim


def test_a_folder_gone_while_we_look_takes_its_files_with_it_and_no_others(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    def vanishing(path: Any) -> Any:
        if isinstance(path, Path | str) and Path(path).name == "乙":
            monkeypatch.undo()
            shutil.rmtree(path)
        return real(path)

    monkeypatch.setattr(os, "scandir", vanishing)
    unread = Unread()
    assert paths(inbox.look(unread)) == ["F01/丙/表.csv", "F01/甲/表.csv"]
    assert unread.paths == []


def test_a_file_gone_between_listing_and_looking_is_passed_over(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    def listed_then_gone(path: Any) -> Any:
        entries = real(path)
        if Path(path).name == "乙":
            (Path(path) / "表.csv").unlink()
        return entries

    monkeypatch.setattr(os, "scandir", listed_then_gone)
    assert paths(inbox.look()) == ["F01/丙/表.csv", "F01/甲/表.csv"]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ESTALE])
def test_a_folder_that_cannot_be_listed_is_told_and_the_rest_goes_on(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    error = OSError(number, os.strerror(number))
    monkeypatch.setattr(os, "scandir", fails(os.scandir, "乙", error))
    unread = Unread()
    resting, _ = inbox.at_rest(1.0, sleep=lambda _: None, unread=unread)
    assert paths(resting) == ["F01/丙/表.csv", "F01/甲/表.csv"]
    assert unread.paths == ["F01/乙/"]


def test_an_inbox_that_is_not_there_is_told(tmp_path: Path) -> None:
    unread = Unread()
    assert Inbox(tmp_path / "away").look(unread) == []
    assert unread.paths == ["收件目录"]


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE, errno.EACCES])
def test_a_file_that_cannot_be_read_is_told_and_left(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    error = OSError(number, os.strerror(number))
    monkeypatch.setattr(Path, "open", fails(Path.open, "乙", error))
    unread = Unread()
    digests = inbox.digests(inbox.look(), unread)
    assert sorted(digests) == ["F01/丙/表.csv", "F01/甲/表.csv"]
    assert unread.paths == ["F01/乙/表.csv"]


def test_a_file_gone_before_it_could_be_read_is_nobodys_fault(inbox: Inbox) -> None:
    arrivals, unread = inbox.look(), Unread()
    (inbox.root / "F01" / "甲" / "表.csv").unlink()
    assert sorted(inbox.digests(arrivals, unread)) == ["F01/丙/表.csv", "F01/乙/表.csv"]
    assert unread.paths == []


def test_a_file_gone_at_the_moment_it_is_taken_is_left_out(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, real = claim_of(inbox), Path.rename

    def gone(self: Path, target: Path) -> Path:
        if "乙" in self.parts:
            self.unlink()
        return real(self, target)

    monkeypatch.setattr(Path, "rename", gone)
    unread = Unread()
    held = inbox.take(claim, lambda _: None, unread)
    assert [entry.arrival.path for entry in held] == ["F01/丙/表.csv", "F01/甲/表.csv"]
    assert unread.paths == []


def test_a_file_that_may_not_be_moved_stays_and_is_told(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = claim_of(inbox)
    monkeypatch.setattr(Path, "rename", fails(Path.rename, "乙", PermissionError(13, "denied")))
    unread = Unread()
    assert len(inbox.take(claim, lambda _: None, unread)) == 2
    assert unread.paths == ["F01/乙/表.csv"]
    assert (inbox.root / "F01" / "乙" / "表.csv").exists()


def test_a_full_disk_is_never_taken_for_a_file_that_cannot_be_moved(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = claim_of(inbox)
    monkeypatch.setattr(Path, "rename", fails(Path.rename, "乙", OSError(errno.ENOSPC, "full")))
    with pytest.raises(OSError, match="full"):
        inbox.take(claim, lambda _: None)


def test_a_growing_file_is_seen_though_the_clock_of_its_share_is_a_year_behind(
    inbox: Inbox,
) -> None:
    growing = inbox.root / "F01" / "乙" / "表.csv"

    def old(content: bytes) -> None:
        growing.write_bytes(content)
        stat = growing.stat()
        os.utime(growing, ns=(stat.st_atime_ns, stat.st_mtime_ns - YEAR_NS))

    for arrival in inbox.look():
        os.utime(inbox.root / arrival.path, ns=(0, 0))
    old(b"half")
    resting, moving = inbox.at_rest(5.0, sleep=lambda _: old(b"half and more"))
    assert paths(resting) == ["F01/丙/表.csv", "F01/甲/表.csv"]
    assert paths(moving) == ["F01/乙/表.csv"]


def test_links_and_folders_of_our_own_are_not_looked_into(inbox: Inbox, tmp_path: Path) -> None:
    (inbox.root / ".taken" / "b").mkdir(parents=True)
    (inbox.root / ".taken" / "b" / "表.csv").write_bytes(b"x")
    (inbox.root / "away").symlink_to(inbox.root / "F01")
    (inbox.root / "link.csv").symlink_to(inbox.root / "F01" / "甲" / "表.csv")
    assert len(inbox.look()) == 3
