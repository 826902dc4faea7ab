from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.stores.lock import StoreBusyError, store_lock

ROOT = Path(__file__).parents[3]


def test_a_second_holder_waits_and_is_told_who_has_it(tmp_path: Path) -> None:
    lock = tmp_path / ".lock"
    with (
        store_lock(lock, "计算指标"),
        pytest.raises(StoreBusyError, match="计算指标"),
        store_lock(lock, "接收报送", wait_seconds=0.1),
    ):
        pass
    with store_lock(lock, "接收报送", wait_seconds=0.1):
        pass


def test_a_killed_holder_lets_go(tmp_path: Path) -> None:
    lock = tmp_path / ".lock"
    script = (
        "import os, signal\nfrom pathlib import Path\n"
        "from orchestration.stores.lock import store_lock\n"
        f"with store_lock(Path({str(lock)!r}), '另一进程'):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    with store_lock(lock, "接收报送", wait_seconds=0.1):
        pass
