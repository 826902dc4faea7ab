"""The words of every product, read from ``wording.toml``.

No sentence is composed here beyond filling blanks; code lists (stages, units, forms …) keep their
labels in the seeds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("wording.toml")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def say(key: str, **blanks: object) -> str:
    """The wording at a dotted key with its blanks filled.

    Raises:
        KeyError: no wording at that key, or a blank of it was not given.
    """
    found = _at(key)
    if not isinstance(found, str):
        raise KeyError(f"{key} is not a wording")
    return found.format(**blanks)


def lines(key: str, **blanks: object) -> tuple[str, ...]:
    """The list of wordings at a dotted key, blanks filled in each; KeyError as ``say``."""
    found = _at(key)
    if not isinstance(found, list):
        raise KeyError(f"{key} is not a list of wordings")
    return tuple(line.format(**blanks) for line in found)


def section(key: str) -> Mapping[str, str]:
    """The wordings under a dotted key, in the order of the file; KeyError where there is none."""
    found = _at(key)
    if not isinstance(found, dict):
        raise KeyError(f"{key} is not a section")
    return found


def has(key: str) -> bool:
    """Whether there is a wording at a dotted key."""
    try:
        _at(key)
    except KeyError:
        return False
    return True


def _at(key: str) -> Any:
    found: Any = _words()
    for part in key.split("."):
        if not isinstance(found, dict) or part not in found:
            raise KeyError(f"no wording {key}")
        found = found[part]
    return found
