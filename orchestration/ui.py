"""Dagster's pages and its daemon as child processes, on loopback only.

Both children end with this process. What they show is defined elsewhere.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from orchestration.instance import current_manifest, prepare_home
from orchestration.settings import Settings

# Beside the package in a checkout, inside it in an installed wheel.
_WORKSPACES = (
    Path(__file__).resolve().parents[1] / "workspace.yaml",
    Path(__file__).resolve().parent / "workspace.yaml",
)
_GRACE_SECONDS = 20


class _Stop(Exception):  # noqa: N818 - a request to end, not an error
    """Somebody asked us to end."""


def serve(settings: Settings, say: Callable[[str], object]) -> None:
    """Show the UI until Ctrl-C or SIGTERM; both children are gone when this returns."""
    prepare_home(settings)
    say("准备中……")
    current_manifest(settings)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ask_to_stop)
    children = [_start(*command) for command in _commands(settings)]
    try:
        say(f"界面：http://127.0.0.1:{settings.ui_port} （约半分钟后可用，按 Ctrl-C 结束）")
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        say("界面意外结束，请查看上面的输出。")
    except _Stop:
        say("正在结束……")
    finally:
        for child in children:
            _end(child)


def _commands(settings: Settings) -> tuple[tuple[str, ...], ...]:
    workspace = str(next(path for path in _WORKSPACES if path.exists()))
    web = ("orchestration.web", "--port", str(settings.ui_port), "--workspace", workspace)
    return (web, ("dagster._daemon", "run", "-w", workspace))


def _start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches us alone, and we end the child in order.
    return subprocess.Popen([sys.executable, "-m", module, *arguments], start_new_session=True)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
    try:
        child.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _ask_to_stop(number: int, frame: FrameType | None) -> None:
    raise _Stop
