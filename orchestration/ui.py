"""Dagster's pages and daemon as child processes, and the drafts served beside them, on loopback.

Both children end with this process. What they show is defined elsewhere.
"""

from __future__ import annotations

import functools
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType
from typing import ClassVar
from urllib.parse import urlsplit

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
    pages = _pages_server(settings)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ask_to_stop)
    children = [_start(*command) for command in _commands(settings)]
    try:
        say(f"界面：http://127.0.0.1:{settings.ui_port} （约半分钟后可用，按 Ctrl-C 结束）")
        say("尚不得用于真实数据。")
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        say("界面意外结束，请查看上面的输出。")
    except _Stop:
        say("正在结束……")
    finally:
        for child in children:
            _end(child)
        pages.shutdown()


def _commands(settings: Settings) -> tuple[tuple[str, ...], ...]:
    workspace = str(next(path for path in _WORKSPACES if path.exists()))
    port = str(settings.ui_port)
    web = ("dagster-webserver", "-h", "127.0.0.1", "-p", port, "-w", workspace)
    return (web, ("dagster-daemon", "run", "-w", workspace))


def _start(program: str, *arguments: str) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches us alone, and we end the child in order.
    path = str(Path(sys.executable).with_name(program))
    return subprocess.Popen([path, *arguments], start_new_session=True)


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


class _Pages(SimpleHTTPRequestHandler):
    """Files of `bulletins/`, read only."""

    extensions_map: ClassVar[dict[str, str]] = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing of each request."""


def _pages_server(settings: Settings) -> ThreadingHTTPServer:
    settings.bulletins.mkdir(parents=True, exist_ok=True)
    port = urlsplit(settings.pages_url).port or 3001
    handler = functools.partial(_Pages, directory=str(settings.bulletins))
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
