"""The verdict a month gets, and the pages that say so."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from validations.rounds import expectations, runner
from validations.rounds.checks import CHECKS
from validations.rounds.runner import run_round_check
from validations.rounds.verdict import CheckResult, Verdict, status_of

RUN_TIME = datetime(2026, 11, 4, 20, 0)


def check(figures: pl.DataFrame, reporting: pl.DataFrame, out: Path) -> Verdict:
    return run_round_check("2026-10", figures, reporting, out, RUN_TIME)


def failed(verdict: Verdict) -> list[str]:
    return [result.check_id for result in verdict.results if not result.passed]


def test_a_sound_month_passes_and_equal_inputs_give_equal_pages(
    figures: pl.DataFrame, reporting: pl.DataFrame, tmp_path: Path
) -> None:
    first = check(figures, reporting, tmp_path / "a")
    second = check(figures.reverse(), reporting.reverse(), tmp_path / "b")
    assert (first.status, failed(first)) == ("pass", [])
    assert [result.check_id for result in first.results] == [known.check_id for known in CHECKS]
    pages = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.*"))
    assert len(pages) > 15
    for page in pages:
        assert (tmp_path / "a" / page).read_bytes() == (tmp_path / "b" / page).read_bytes(), page
    assert second.page == tmp_path / "b" / "verdict.html"


def test_a_blocking_fault_holds_and_the_page_names_it(
    figures: pl.DataFrame, reporting: pl.DataFrame, tmp_path: Path
) -> None:
    wrong = pl.col("figure_id") == "M21.3607.2026-10"
    spoiled = figures.with_columns(
        numerator=pl.when(wrong).then(Decimal(20)).otherwise("numerator").cast(pl.Decimal(18, 2))
    )
    verdict = check(spoiled, reporting, tmp_path / "out")
    assert (verdict.status, failed(verdict)) == ("hold", ["R06"])
    page = verdict.page.read_text(encoding="utf-8")
    assert "暂缓发布" in page
    assert "全市 20，各单位合计 21" in page


def test_a_warning_does_not_hold(
    figures: pl.DataFrame, reporting: pl.DataFrame, tmp_path: Path
) -> None:
    over = pl.col("figure_id") == "M03.360702.2026-10"
    spoiled = figures.with_columns(
        value=pl.when(over).then(Decimal("1.2")).otherwise("value").cast(pl.Decimal(18, 6))
    )
    verdict = check(spoiled, reporting, tmp_path / "out")
    assert (verdict.status, failed(verdict)) == ("warn", ["R05"])
    assert "可以发布，但有警示" in verdict.page.read_text(encoding="utf-8")


def test_too_few_submitters_hold_by_the_dated_share(
    figures: pl.DataFrame, reporting: pl.DataFrame, tmp_path: Path
) -> None:
    few = reporting.with_columns(
        received_count=pl.when(pl.col("month") == "2026-10").then(2).otherwise("received_count")
    )
    verdict = check(figures, few, tmp_path / "out")
    assert (verdict.status, failed(verdict)) == ("hold", ["R01"])
    result = verdict.results[0]
    assert result.expected_zh == "承载学生数据的每张到期报表，报送率不低于 60%"
    assert len(result.faults) == 3


def test_a_check_that_raised_is_called_broken_not_bad_data(
    figures: pl.DataFrame,
    reporting: pl.DataFrame,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frames = {**runner.FRAMES, "coverage": lambda given: pl.DataFrame({"subject": ["a"]})}
    monkeypatch.setattr(runner, "FRAMES", frames)
    verdict = check(figures, reporting, tmp_path / "out")
    assert (verdict.status, failed(verdict)) == ("hold", ["R05"])
    broken = next(result for result in verdict.results if result.check_id == "R05")
    assert broken.is_broken
    assert "检查本身出错" in broken.detail_zh
    assert "检查出错" in verdict.page.read_text(encoding="utf-8")


def test_no_page_refers_to_anything_outside(
    figures: pl.DataFrame, reporting: pl.DataFrame, tmp_path: Path
) -> None:
    spoiled = figures.with_columns(
        value=pl.when(pl.col("metric_id") == "M04")
        .then(Decimal(2))
        .otherwise("value")
        .cast(pl.Decimal(18, 6))
    )
    verdict = check(spoiled, reporting, tmp_path / "out")
    pages = [verdict.page, *verdict.data_docs.rglob("*.*")]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"https?:|//[a-z]|<script|<img|@import|url\(", text), page
        for target in re.findall(r'(?:href|src)="([^"]+)"', text):
            assert (page.parent / target).resolve().is_file(), (page, target)
    found = (verdict.data_docs / "results" / "rates.html").read_text(encoding="utf-8")
    assert "M04.360702.2026-10" in found


def test_running_again_replaces_the_pages_whole(
    figures: pl.DataFrame, reporting: pl.DataFrame, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "old.html").write_text("旧")
    check(figures, reporting, out)
    assert sorted(path.name for path in out.iterdir()) == ["data_docs", "verdict.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_verdict_is_the_gravest_of_its_results() -> None:
    good = CheckResult("a", "", "阻断", passed=True, detail_zh="")
    warned = CheckResult("b", "", "警示", passed=False, detail_zh="")
    broken = CheckResult("c", "", "警示", passed=False, detail_zh="", is_broken=True)
    assert status_of([good]) == "pass"
    assert status_of([good, warned]) == "warn"
    assert status_of([warned, broken]) == "hold"


def test_great_expectations_is_told_to_send_nothing(
    figures: pl.DataFrame, reporting: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    monkeypatch.setenv("GX_ANALYTICS_ENABLED", "true")
    expectations._quiet_context(tmp_path)
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
