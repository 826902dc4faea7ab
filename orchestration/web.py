"""Dagster's own web server with more: a Chinese first page, the desk, drafts and returns to read.

Started by `xinqing ui` as a process of its own. What the pages say is not decided here.
"""

from __future__ import annotations

import argparse
import os
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
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from orchestration.county_copies import RESTRICTED
from orchestration.front_page import front_page
from orchestration.settings import Settings, beijing_now, load_settings
from orchestration.stores.warehouse import NoFiguresError
from orchestration.version_page import folder_page, version_csv, version_page
from orchestration.versions import NoVersionError


class DraftFiles(StaticFiles):
    """The months' folders without the counties' restricted copies.

    Those are closed to all but their owner on disk; a page would open them to whoever is on this
    machine.
    """

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Where a path leads; nowhere inside a restricted folder."""
        if RESTRICTED in Path(path.lower()).parts:
            return "", None
        return super().lookup_path(path)


class OfficeWebserver(DagsterWebserver[WorkspaceProcessContext, WorkspaceRequestContext]):
    """The pages of Dagster behind a first page for the officer, at `/`."""

    def __init__(self, process_context: WorkspaceProcessContext, settings: Settings) -> None:
        """Serve `process_context`; read the home of `settings` anew for each first page."""
        self._settings = settings
        self._instance = process_context.instance
        super().__init__(process_context)

    def build_routes(self) -> list[BaseRoute]:
        """Our routes come first; everything else is Dagster's."""
        for folder in (self._settings.bulletins, self._settings.desk, self._settings.returns):
            folder.mkdir(parents=True, exist_ok=True)
        bulletins = DraftFiles(directory=self._settings.bulletins)
        theirs: list[BaseRoute] = super().build_routes()  # type: ignore[no-untyped-call]
        return [
            Route("/", self.first_page),
            Mount("/pages", bulletins),
            Mount("/bulletins", bulletins),
            Mount("/desk", StaticFiles(directory=self._settings.desk)),
            Route("/returns/{path:path}", self.collected),
            Route("/versions/{form_id}/{period}/{scope_code}", self.versions),
            Route("/versions/{form_id}/{period}/{scope_code}/差异.csv", self.changes),
            *theirs,
        ]

    def first_page(self, _request: Request) -> HTMLResponse:
        """When the last night succeeded, and what waits for a person."""
        now = beijing_now()
        return HTMLResponse(front_page(self._settings, last_success(self._instance), now))

    def collected(self, request: Request) -> Response:
        """What lies to be collected: a folder's listing or a file."""
        try:
            found = folder_page(self._settings.returns, request.path_params["path"])
        except FileNotFoundError:
            return HTMLResponse("没有这个文件。", 404)
        return HTMLResponse(found) if isinstance(found, str) else FileResponse(found)

    def versions(self, request: Request) -> Response:
        """The versions of a scope's form and what the last, or the one asked for, changed."""
        try:
            return HTMLResponse(version_page(self._settings, *_asked(request)))
        except (NoVersionError, NoFiguresError) as error:
            return HTMLResponse(str(error), 404)

    def changes(self, request: Request) -> Response:
        """The same changes as CSV."""
        try:
            content = version_csv(self._settings, *_asked(request))
        except (NoVersionError, NoFiguresError) as error:
            return HTMLResponse(str(error), 404)
        return Response(content, media_type="text/csv; charset=utf-8")


def _asked(request: Request) -> tuple[str, str, str, int | None]:
    """Form, period and scope of the address, and the version where one is named."""
    place = request.path_params
    number = request.query_params.get("version", "")
    chosen = int(number) if number.isdigit() else None
    return place["form_id"], place["period"], place["scope_code"], chosen


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
