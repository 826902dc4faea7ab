"""Which version of a blank form a workbook was made from, and whether it is still taken.

After a new version comes out the older one is taken for some days more (``template_window_days``).
What the columns of a form are is its class's affair: an older workbook is read by its headers, so
a column that a new version adds should be optional until the window has closed.
"""

from datetime import date, timedelta
from typing import Any

import polars as pl

from validations.code_lists import read_seed
from validations.parameters import Parameters


def version_fault(
    form_id: str, version: str, received_on: date, parameters: Parameters
) -> tuple[str, dict[str, str]] | None:
    """The rule and words' values for a workbook of a version; None where it is right.

    W09 is an older version within its window, W16 one after it, W17 a version never handed out.
    A version handed out ahead of its first day is right.
    """
    versions = _versions(form_id)
    started = [one for one in versions if one["valid_from"] <= received_on.isoformat()]
    current = str((started or versions)[-1]["template_version"])
    known = [one for one in versions if one["template_version"] == version]
    if not known:
        return "W17", {"version": version[:20], "current": current}
    last = known[0]["valid_to"]
    if last is None or date.fromisoformat(last) >= received_on:
        return None
    ended = date.fromisoformat(last)
    until = ended + timedelta(days=int(parameters.value("template_window_days", ended)))
    values = {"version": version, "current": current, "until": until.isoformat()}
    return ("W09" if received_on <= until else "W16"), values


def _versions(form_id: str) -> list[dict[str, Any]]:
    """The versions of a form's blank, by the day they came into force."""
    versions = read_seed("code_form_version").filter(pl.col("form_id") == form_id)
    return versions.sort("valid_from").to_dicts()
