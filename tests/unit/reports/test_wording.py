"""Every wording a page asks for is there, and blanks are filled or missed aloud."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reports import wording

REPORTS = Path(wording.__file__).parent


def asked_keys() -> set[str]:
    """Keys given to ``say`` and ``lines`` in full anywhere in the package."""
    pattern = re.compile(r'\b(?:say|lines)\(\s*"([a-z_.0-9]+)"')
    return {key for path in REPORTS.glob("*.py") for key in pattern.findall(path.read_text())}


def test_every_wording_asked_for_in_full_is_there() -> None:
    assert len(asked_keys()) > 40
    assert [key for key in sorted(asked_keys()) if not wording.has(key)] == []


def test_a_blank_that_is_not_filled_is_an_error() -> None:
    with pytest.raises(KeyError):
        wording.say("bulletin.header_right", month="2026年10月")


def test_a_wording_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="no wording"):
        wording.say("bulletin.nothing")


def test_no_page_carries_chinese_of_its_own() -> None:
    """Words live in wording.toml; codes' labels in the seeds; fonts and marks in three modules.

    Some modules print none: they read a draft letter, and know by which words it counts.
    """
    allowed = {"theme.py", "formatting.py", "bulletin_input.py"}
    allowed |= {
        "draft_lint.py", "number_reading.py", "draft_claims.py", "draft_time.py", "draft_words.py",
        "draft_known.py",
    }  # fmt: skip
    docstrings = re.compile(r'""".*?"""|#[^\n]*', re.DOTALL)
    found = {
        path.name: re.findall(r"[一-鿿]+", docstrings.sub("", path.read_text()))
        for path in REPORTS.glob("*.py")
        if path.name not in allowed
    }
    assert {name: words for name, words in found.items() if words} == {}
