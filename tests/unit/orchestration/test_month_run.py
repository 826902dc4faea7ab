"""What the person at the terminal is told of a month that was run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from orchestration import month_run
from orchestration.in_process import JobOutcome, OnStep
from orchestration.release import Draft
from orchestration.settings import Settings
from orchestration.stores.vault import Event, Vault

NOW = datetime(2026, 11, 5, 9)
MONTH = "2026-10"


class EveryJobEndsWell:
    """Jobs that have nothing to do, in the place of Dagster's."""

    def __init__(self, settings: Settings, now: datetime | None = None) -> None:
        """Take what the real runner takes."""

    def step_count(self, job: str) -> int:
        """Count no steps."""
        return 0

    def run(self, job: str, month: str, on_step: OnStep) -> JobOutcome:
        """Succeed."""
        return JobOutcome("run", success=True)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(month_run, "JobRunner", EveryJobEndsWell)
    settings = Settings(home=tmp_path, release="auto")
    payload = {"issue_no": 1}
    Vault(settings.vault).record(Event("issued-1", "issued", NOW, "自动发布", MONTH, payload))
    return settings


def drafted(settings: Settings, monkeypatch: pytest.MonkeyPatch, verdict: str) -> None:
    draft = Draft(MONTH, settings.home, 1, NOW, "digest", verdict, ("缺三县报送", "环比突变"), {})
    monkeypatch.setattr(month_run, "read_draft", lambda *_: draft)


def test_a_new_draft_of_an_issued_month_that_is_held_is_told_with_its_reasons(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(settings, monkeypatch, "hold")
    outcome = month_run.run_month(settings, MONTH, NOW)
    words = outcome.lines[-1]
    assert "第 1 期" in words
    assert "暂缓" in words
    assert "缺三县报送；环比突变" in words
    assert outcome.exit_code == month_run.FAILED


def test_a_sound_draft_of_an_issued_month_is_told_as_any(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(settings, monkeypatch, "pass")
    outcome = month_run.run_month(settings, MONTH, NOW)
    assert "暂缓" not in "".join(outcome.lines)
    assert outcome.exit_code == month_run.DONE
