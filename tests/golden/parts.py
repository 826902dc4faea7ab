"""Compare two workbooks part by part (the members of the zip) and say what differs."""

from __future__ import annotations

import difflib
import zipfile
from io import BytesIO


def parts_of(workbook: bytes) -> dict[str, str]:
    """Every part of an .xlsx as text, one XML element a line."""
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        return {
            name: archive.read(name).decode("utf-8", "replace").replace("><", ">\n<")
            for name in archive.namelist()
        }


def differences(expected: bytes, actual: bytes) -> list[str]:
    """One entry a part that is missing, new or different, with the first lines of its diff."""
    old, new = parts_of(expected), parts_of(actual)
    found = [f"missing part {name}" for name in old.keys() - new.keys()]
    found += [f"new part {name}" for name in new.keys() - old.keys()]
    for name in sorted(old.keys() & new.keys()):
        if old[name] != new[name]:
            diff = difflib.unified_diff(
                old[name].splitlines(), new[name].splitlines(), "golden", "now", n=1, lineterm=""
            )
            found.append("\n".join([f"part {name} differs:", *list(diff)[:20]]))
    return found
