"""The pages of the UI show a month's folder, and nothing of what is restricted in it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from starlette.exceptions import HTTPException

from orchestration.web import DraftFiles


@pytest.fixture
def pages(tmp_path: Path) -> DraftFiles:
    copy = tmp_path / "2026-11" / "restricted" / "360702章贡区" / "县级限阅.xlsx"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(b"case numbers")
    (tmp_path / "2026-11" / "bulletin.xlsx").write_bytes(b"bulletin")
    return DraftFiles(directory=tmp_path)


def status(pages: DraftFiles, path: str) -> int:
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
    try:
        return asyncio.run(pages.get_response(pages.get_path(scope), scope)).status_code
    except HTTPException as error:
        return error.status_code


def test_the_bulletin_is_served(pages: DraftFiles) -> None:
    assert status(pages, "/2026-11/bulletin.xlsx") == 200


@pytest.mark.parametrize(
    "path",
    [
        "/2026-11/restricted/360702章贡区/县级限阅.xlsx",
        "/2026-11/x/../restricted/360702章贡区/县级限阅.xlsx",
        "/2026-11//restricted/./360702章贡区/县级限阅.xlsx",
    ],
)
def test_a_restricted_copy_is_not(pages: DraftFiles, path: str) -> None:
    assert status(pages, path) == 404
