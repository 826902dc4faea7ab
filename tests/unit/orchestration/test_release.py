from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from orchestration.release import (
    Draft,
    NotReleasedError,
    freeze,
    issue_number,
    release_digest,
    sign,
    signature,
)
from orchestration.settings import Settings
from orchestration.stores import atomic
from orchestration.stores.vault import Vault

NOW = datetime(2026, 11, 5, 9)
PAGES = {"bulletin.xlsx": b"pages", "figures.csv": b"figures"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, release="signed")


def draft_of(month: str, verdict: str = "pass") -> Draft:
    return Draft(month, Path("nowhere"), 1, NOW, f"digest of {month}", verdict, ("应报未报",), {})


def pages(number: int) -> Mapping[str, bytes]:
    return PAGES


def test_a_held_month_is_neither_signed_nor_issued(settings: Settings) -> None:
    held = draft_of("2026-10", "hold")
    with pytest.raises(NotReleasedError, match="应报未报"):
        sign(settings, held, "张科长", NOW)
    with pytest.raises(NotReleasedError, match="暂缓"):
        freeze(settings.model_copy(update={"release": "auto"}), held, pages, NOW)
    assert not settings.issued.exists()


def test_an_unsigned_month_waits_and_a_signed_one_is_frozen(settings: Settings) -> None:
    draft = draft_of("2026-10")
    with pytest.raises(NotReleasedError, match="尚未签发"):
        freeze(settings, draft, pages, NOW)
    sign(settings, draft, " 张科长 ", NOW)
    issue = freeze(settings, draft, pages, NOW)
    record = atomic.read_json(issue.folder / "issue.json")
    assert (issue.number, issue.is_new, record["signed_by"]) == (1, True, "张科长")
    assert record["release_digest"] == release_digest()
    assert (issue.folder / "bulletin.xlsx").read_bytes() == b"pages"


def test_changed_figures_must_be_signed_again(settings: Settings) -> None:
    draft = draft_of("2026-10")
    sign(settings, draft, "张科长", NOW)
    changed = replace(draft, figures_digest="other")
    assert signature(settings, changed) is None
    with pytest.raises(NotReleasedError, match="签发后数据又有变化"):
        freeze(settings, changed, pages, NOW)


def test_a_month_is_issued_once_and_numbers_run_on(settings: Settings) -> None:
    auto = settings.model_copy(update={"release": "auto"})
    first = freeze(auto, draft_of("2026-09"), pages, NOW)
    again = freeze(auto, draft_of("2026-09"), lambda number: {"other": b""}, NOW)
    second = freeze(auto, draft_of("2026-10"), pages, NOW)
    assert (first.number, again.number, second.number) == (1, 1, 2)
    assert not again.is_new
    assert sorted(path.name for path in first.folder.iterdir()) == [
        "bulletin.xlsx",
        "figures.csv",
        "issue.json",
    ]
    assert issue_number(auto, "2026-11") == 3


def test_an_issue_whose_event_was_lost_in_a_crash_is_still_issued(settings: Settings) -> None:
    auto = settings.model_copy(update={"release": "auto"})
    freeze(auto, draft_of("2026-10"), pages, NOW)
    (event,) = (settings.vault / "events").glob("issued-*.json")
    event.unlink()
    again = freeze(auto, draft_of("2026-10"), lambda number: {"other": b""}, NOW)
    assert (again.number, again.is_new) == (1, False)
    assert len(Vault(settings.vault).events("issued")) == 1


def test_pages_that_cannot_be_made_leave_no_issue(settings: Settings) -> None:
    auto = settings.model_copy(update={"release": "auto"})

    def full(number: int) -> Mapping[str, bytes]:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        freeze(auto, draft_of("2026-10"), full, NOW)
    assert issue_number(auto, "2026-10") == 1
    assert freeze(auto, draft_of("2026-10"), pages, NOW).is_new
