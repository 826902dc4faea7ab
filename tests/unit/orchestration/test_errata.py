"""Why a figure of an issue reads otherwise now, and what of it may be told."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from orchestration.errata import _behind, _explained, _why, _why_without, _without_traces
from orchestration.frozen import Statement
from orchestration.release import release_digest
from orchestration.stores.vault import Event

THEN, LATER = datetime(2026, 11, 4, 20), datetime(2026, 11, 20, 20)
STATEMENT = Statement("2026-10", 1, THEN, release_digest(), pl.DataFrame(), pl.DataFrame())


def scope(form_id: str = "F02", unit: str = "360702", **changed: Any) -> dict[str, Any]:
    return {
        "form_id": form_id,
        "period": "2026-2027-1R1" if form_id == "F02" else "2026-2027-1",
        "unit_code": unit,
        "scope_code": "2136000001",
        "form_name": "心理筛查结果明细",
        "scope_name": "第一小学",
        "old_id": "a",
        "old_version_no": 1,
        "counted_submission_id": "b",
        "counted_version_no": 2,
        "why": {"修正"},
        **changed,
    }


def decided(**payload: str) -> Event:
    return Event("e1", "decided", LATER, "张科长", "x", payload)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, {"修正"}),
        ({"old_id": None}, {"迟报"}),
        ({"counted_submission_id": None}, {"撤回"}),
    ],
)
def test_a_scope_is_corrected_late_or_withdrawn(changed: dict[str, Any], why: set[str]) -> None:
    assert _why(scope(**changed), []) == why


def test_what_was_adopted_by_decision_says_so() -> None:
    assert _why(scope(), [decided(submission_id="b")]) == {"修正", "决定"}
    assert _why(scope(), [decided(submission_id="other")]) == {"修正"}
    same = {"form_id": "F02", "period": "2026-2027-1R1", "scope_code": "2136000001"}
    assert _why(scope(), [decided(**same)]) == {"修正", "决定"}


def test_a_figure_rests_on_changes_of_its_forms_its_unit_and_its_year() -> None:
    here, there = scope(), scope(unit="360704")
    staff, last_year = scope("F07"), scope(period="2025-2026-1R1")
    every = [here, there, staff, last_year]
    unit = {"form_ids": "F01;F02", "unit_code": "360702", "month": "2026-10"}
    assert _behind(unit, every) == [here]
    assert _behind({**unit, "unit_code": "3607"}, every) == [here, there]
    register = scope("F00", "3607")
    assert _behind(unit, [there, register]) == [register], "else the register of schools"


def test_without_any_submission_it_was_a_decision_or_the_rules() -> None:
    assert _why_without([], STATEMENT) == {"口径"}
    assert _why_without([decided(kind="parameter")], STATEMENT) == {"决定"}
    assert _why_without([decided(kind="sign_off")], STATEMENT) == {"口径"}


def figures(**changed: Any) -> pl.DataFrame:
    row = {
        "figure_id": "M02.360702.2026-10",
        "month": "2026-10",
        "metric_id": "M02",
        "variant": "",
        "slice": "",
        "metric_name": "筛查覆盖率",
        "unit_code": "360702",
        "unit_name": "章贡区",
        "unit_of_measure": "%",
        "form_ids": "F01;F02",
        "is_sensitive": False,
        "status": "ok",
        "numerator": Decimal(100),
        "denominator": Decimal(200),
        "value": Decimal("0.5"),
        "status_new": "ok",
        "numerator_new": Decimal(101),
        "denominator_new": Decimal(200),
        "value_new": Decimal("0.505"),
    }
    return pl.DataFrame([{**row, **changed}])


def test_a_figure_hidden_in_either_reading_is_hidden_in_both() -> None:
    for name in ("status", "status_new"):
        (row,) = _without_traces(figures(**{name: "suppressed"}), THEN).to_dicts()
        assert (row["status"], row["status_new"]) == ("suppressed", "suppressed")
        assert row["value"] is row["value_new"] is row["numerator"] is None


def test_a_sensitive_figure_that_moved_by_a_few_pupils_shows_neither_reading() -> None:
    (open_row,) = _without_traces(figures(), THEN).to_dicts()
    assert open_row["numerator_new"] == 101
    (row,) = _without_traces(figures(is_sensitive=True), THEN).to_dicts()
    assert (row["status"], row["numerator_new"]) == ("suppressed", None)
    moved = figures(is_sensitive=True, numerator_new=Decimal(150))
    (row,) = _without_traces(moved, THEN).to_dicts()
    assert row["numerator_new"] == 150


def test_a_row_names_its_submissions_and_stops_at_three() -> None:
    names = {name: f"old_{name}" for name in ("status", "numerator", "denominator", "value")}
    changed = figures().rename(names | {f"{name}_new": f"new_{name}" for name in names})
    (row,) = _explained(changed, STATEMENT, [scope()], []).to_dicts()
    assert row["submissions"] == "第一小学心理筛查结果明细（2026-2027-1R1）第2版"
    assert (row["issue_no"], row["why"]) == (1, "修正")
    (row,) = _explained(changed, STATEMENT, [scope()] * 5, []).to_dicts()
    assert row["submissions"].endswith("等5份")
