"""The pages behind the desk's links: versions of a form, what changed, what lies to collect.

Made when asked for and kept nowhere, since rows of pupils may be in them. What differs is decided
in `versions`.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.settings import Settings
from orchestration.versions import OUTCOMES, difference, versions_of
from reports.plain_csv import BOM, harmless

if TYPE_CHECKING:
    from jinja2 import Template


def version_page(
    settings: Settings, form_id: str, period: str, scope_code: str, number: int | None
) -> str:
    """Every version of a form, and what version `number` (else the last) changed.

    Raises `NoVersionError` where nothing of the scope was received.
    """
    versions = versions_of(settings, form_id, period, scope_code)
    chosen = number or versions[-1]["version_no"]
    compared = (
        difference(settings, form_id, period, scope_code, newer=chosen) if chosen > 1 else None
    )
    return _template("version_page.html.j2").render(
        settings=settings,
        versions=versions,
        outcomes=OUTCOMES,
        chosen=chosen,
        compared=compared,
        address=f"/versions/{form_id}/{period}/{scope_code}",
    )


def version_csv(
    settings: Settings, form_id: str, period: str, scope_code: str, number: int | None
) -> bytes:
    """The changes of one version as a spreadsheet opens them: UTF-8 with BOM."""
    compared = difference(settings, form_id, period, scope_code, newer=number)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("变化", "行", "栏目", "原来", "现在"))
    for change in compared.changes:
        cells = (change.kind, change.key, change.column, change.old, change.new)
        writer.writerow([harmless(cell) for cell in cells])
    return BOM + out.getvalue().encode("utf-8")


def folder_page(root: Path, path: str) -> str | Path:
    """A listing of a folder under `root`, or the file itself.

    Raises `FileNotFoundError` for what is not there or not under `root`.
    """
    place = (root / path).resolve()
    if not place.is_relative_to(root.resolve()) or not place.exists():
        raise FileNotFoundError(path)
    if place.is_file():
        return place
    entries = sorted(
        (f"{entry.name}/" if entry.is_dir() else entry.name)
        for entry in place.iterdir()
        if not entry.name.startswith(".")
    )
    return _template("folder_page.html.j2").render(path=path.strip("/"), entries=entries)


def _template(name: str) -> Template:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
