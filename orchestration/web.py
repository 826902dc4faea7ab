"""Dagster's own web server with two things more: a Chinese first page, and the drafts to read.

Started by `xinqing ui` as a process of its own. What the first page says is `front_page`'s.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import uvicorn
from dagster import AssetKey, DagsterInstance
from dagster._core.workspace.context import WorkspaceProcessContext, WorkspaceRequestContext
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster_webserver.version import __version__
from dagster_webserver.webserver import DagsterWebserver
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from orchestration.front_page import front_page
from orchestration.settings import Settings, load_settings


class OfficeWebserver(DagsterWebserver[WorkspaceProcessContext, WorkspaceRequestContext]):
    """The pages of Dagster behind a first page for the officer, at `/`."""

    def __init__(self, process_context: WorkspaceProcessContext, settings: Settings) -> None:
        """Serve `process_context`; read the home of `settings` anew for each first page."""
        self._settings = settings
        self._instance = process_context.instance
        super().__init__(process_context)

    def build_routes(self) -> list[BaseRoute]:
        """Our routes come first; everything else is Dagster's."""
        self._settings.bulletins.mkdir(parents=True, exist_ok=True)
        theirs: list[BaseRoute] = super().build_routes()  # type: ignore[no-untyped-call]
        return [
            Route("/", self.first_page),
            Mount("/pages", StaticFiles(directory=self._settings.bulletins)),
            *theirs,
        ]

    def first_page(self, _request: Request) -> HTMLResponse:
        """When the last night succeeded, and what waits for a person."""
        return HTMLResponse(front_page(self._settings, last_success(self._instance)))


def last_success(instance: DagsterInstance) -> datetime | None:
    """When the last step of a nightly run was last done (Beijing time), None if never."""
    event = instance.get_latest_materialization_event(AssetKey("desk"))
    if event is None:
        return None
    return datetime.fromtimestamp(event.timestamp, ZoneInfo("Asia/Shanghai")).replace(tzinfo=None)


def main() -> None:
    """Serve on loopback until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m orchestration.web")
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    chosen = parser.parse_args()
    with (
        DagsterInstance.get() as instance,
        WorkspaceProcessContext(
            instance,
            workspace_load_target=WorkspaceFileTarget([str(chosen.workspace)]),
            version=__version__,
        ) as context,
    ):
        app = OfficeWebserver(context, load_settings()).create_asgi_app()
        uvicorn.run(app, host="127.0.0.1", port=chosen.port, log_level="warning")


if __name__ == "__main__":
    main()
