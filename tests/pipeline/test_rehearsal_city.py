"""The whole invented city through the real parts: what was planted is what is found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

import polars as pl
import pytest

from orchestration.figures import build_figures, warehouse_of
from orchestration.intake import Intake
from orchestration.rehearsal.city import build_city
from orchestration.rehearsal.planting import Planted
from orchestration.rehearsal.screening import due_cohorts, screening_rows
from orchestration.rehearsal.waves import SETTINGS, planted_faults, waves
from orchestration.settings import Settings, load_settings
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from reports.disclosure import suppress
from tests.pipeline.score_recount import (
    COUNTIES,
    UNITS,
    Counts,
    count_differences,
    list_differences,
    score_differences,
    scored_metrics,
)
from tests.pipeline.taking_in import figure
from tests.slow.accepted import Accepted
from tests.slow.scored_rows import scored_counts
from validations.rounds.runner import run_round_check
from validations.tripwire_book import safe_name

MONTH, ROUND = "2026-10", "2026-2027-1R1"


@dataclass(frozen=True)
class Rehearsed:
    """A home after all waves, with what intake said and how the build ended."""

    settings: Settings
    submissions: pl.DataFrame
    findings: pl.DataFrame
    replayed: Counter[str]
    figures: pl.DataFrame
    cross: pl.DataFrame


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    home = tmp_path_factory.mktemp("rehearsal") / "home"
    (home / "inbox").mkdir(parents=True)
    (home / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    settings = load_settings(home)
    reports = []
    for wave in waves():
        wave.write(settings.inbox)
        reports += Intake(settings).run(wave.received_at).batches
    result = build_figures(settings)
    assert result.published, [(node.unique_id, node.message) for node in result.failed]
    submissions = pl.concat([report.submissions for report in reports])
    names = dict(submissions.select("submission_id", "file_name").iter_rows())
    warehouse = warehouse_of(settings)
    return Rehearsed(
        settings=settings,
        submissions=submissions,
        findings=pl.concat([report.findings for report in reports]),
        replayed=Counter(names[number] for report in reports for number in report.replayed),
        figures=warehouse.read("fct_figures"),
        cross=warehouse.read("rpt_cross_finding"),
    )


def place_of(fault: Planted) -> tuple[object, ...]:
    """Where a finding stands: evening, file and, unless all of it is at fault, sheet and row."""
    file = (fault.received_at, safe_name(PurePosixPath(fault.path).name))
    return file if fault.row_number is None else (*file, fault.sheet, fault.row_number)


def places(findings: pl.DataFrame, *more: str) -> list[tuple[object, ...]]:
    """The place of each finding, by its row and by its file, each with the columns of `more`."""
    columns = ("received_at", "file_name", "sheet", "row_number", *more)
    rows = list(findings.select(columns).iter_rows())
    return [*rows, *((*row[:2], *row[4:]) for row in rows)]


def test_every_file_has_a_receipt_and_no_row_is_lost(city: Rehearsed) -> None:
    assert city.submissions.height == sum(len(wave.files) for wave in waves())
    read, accepted, rejected = (
        city.submissions[f"rows_{what}"] for what in ("read", "accepted", "rejected")
    )
    assert (read == accepted + rejected).all()
    assert read.sum() > 80_000


def test_what_was_planted_for_the_gate_is_found_at_its_row(city: Rehearsed) -> None:
    found = set(places(city.findings, "rule_id", "severity"))
    missing = [
        (fault.kind, rule)
        for fault in planted_faults()
        if fault.found_by == "gate"
        for rule in fault.rule_ids
        if (*place_of(fault), rule, fault.severity) not in found
    ]
    assert missing == []


def test_nothing_else_must_be_mended_than_what_was_planted(city: Rehearsed) -> None:
    planted = {(*place_of(fault), rule) for fault in planted_faults() for rule in fault.rule_ids}
    must_fix = city.findings.filter(pl.col("severity") == "必改")
    others = [
        (*row, words)
        for *row, words in must_fix.select(
            "received_at", "file_name", "sheet", "row_number", "rule_id", "words"
        ).iter_rows()
        if tuple(row) not in planted and (*row[:2], row[4]) not in planted
    ]
    assert others == []


def test_odd_but_clear_values_are_taken_without_a_fault(city: Rehearsed) -> None:
    blamed = set(places(city.findings.filter(pl.col("severity") != "提示")))
    harmless = [f for f in planted_faults() if f.found_by == "nobody" and f.row_number is not None]
    assert len(harmless) >= 8
    assert [f.kind for f in harmless if place_of(f) in blamed] == []


def test_what_was_planted_for_the_warehouse_is_found(city: Rehearsed) -> None:
    found = city.cross.select("file_name", "rule_id", "scope_code", "row_number").to_dicts()
    missing = [
        fault.kind
        for fault in planted_faults()
        if fault.found_by == "warehouse"
        and not any(
            row["file_name"] == PurePosixPath(fault.path).name
            and row["rule_id"] in fault.rule_ids
            and (fault.scope_code is None or row["scope_code"] == fault.scope_code)
            and (fault.row_number is None or row["row_number"] == fault.row_number)
            for row in found
        )
    ]
    assert missing == []


CASE_RULES = ("X03", "X04", "X05", "X06", "X94", "X95", "X96", "X97", "X98")


def test_cases_are_blamed_only_where_a_fault_was_planted(city: Rehearsed) -> None:
    planted = [fault for fault in planted_faults() if fault.found_by == "warehouse"]

    def is_planted(row: dict[str, object]) -> bool:
        return any(
            row["file_name"] == PurePosixPath(fault.path).name
            and row["rule_id"] in fault.rule_ids
            and (fault.scope_code is None or row["scope_code"] == fault.scope_code)
            and (fault.row_number is None or row["row_number"] == fault.row_number)
            for fault in planted
        )

    of_cases = city.cross.filter(pl.col("rule_id").is_in(CASE_RULES)).to_dicts()
    assert [(row["rule_id"], row["words"]) for row in of_cases if not is_planted(row)] == []


def test_the_same_file_again_changes_nothing(city: Rehearsed) -> None:
    again = [f for f in planted_faults() if f.kind == "同一个文件又来一次"]
    # Of two like files in one batch either may be the one that repeats the other.
    names = {PurePosixPath(fault.path).name for fault in again}
    assert sum(city.replayed[name] for name in names) == len(again) == 2


def test_a_unit_without_faults_has_the_figures_its_rows_have(city: Rehearsed) -> None:
    schools = [
        s for s in build_city().schools if s.unit_code == "360730" and s.is_open(date(2026, 9, 10))
    ]
    due = sum(c.size - sum(c.away) for school in schools for c in due_cohorts(school, 2026))
    valid, tried = set(), set()
    for school in schools:
        for row in screening_rows(school, ROUND):
            if row["consent"] == "同意":
                tried.add(row["pupil_token"])
                if row["validity_score"] == "" or int(row["validity_score"]) < 7:
                    valid.add(row["pupil_token"])
    for metric, pupils in (("M02", valid), ("M03", tried)):
        row = figure(city.figures, f"{metric}.360730.{MONTH}")
        assert (row["numerator"], row["denominator"]) == (len(pupils), due)


def test_the_standard_of_800_pupils_is_tried_on_both_sides(city: Rehearsed) -> None:
    by_role = build_city().by_role
    exactly, over = by_role("exactly_800"), by_role("over_800")
    required = warehouse_of(city.settings).read("fct_school_staffing", month=MONTH)
    pupils = dict(required.select("school_code", "pupil_count").iter_rows())
    assert (pupils[exactly.code], pupils[over.code]) == (800, 801)


def test_who_is_silent_or_partial_is_not_counted_as_zero(city: Rehearsed) -> None:
    silent = figure(city.figures, f"M02.360734.{MONTH}")
    assert (silent["status"], silent["numerator"]) == ("not_reported", None)
    partial = figure(city.figures, f"M02.360726.{MONTH}")
    assert partial["is_partial"]
    # Three schools sent rows, a fourth its counts.
    assert partial["received_count"] == 4


def test_small_counts_at_a_risk_level_are_starred_for_leaders(city: Rehearsed) -> None:
    here = city.figures.filter(pl.col("month") == MONTH, pl.col("school_code").is_null())
    shown = suppress(here, "leaders", date(2026, 10, 31))
    starred = shown.filter(pl.col("status") == "suppressed")
    assert starred.height > 20
    assert starred["value"].null_count() == starred.height


def test_the_month_may_be_published_with_warnings(
    city: Rehearsed, tmp_path_factory: pytest.TempPathFactory
) -> None:
    verdict = run_round_check(
        MONTH,
        city.figures,
        warehouse_of(city.settings).read("rpt_reporting"),
        tmp_path_factory.mktemp("round") / "check",
        waves()[-1].received_at,
        no_sums=warehouse_of(city.settings).read("int_no_sums"),
    )
    failed = {result.check_id for result in verdict.results if not result.passed}
    assert verdict.status == "warn"
    assert failed == {"R05", "R09"}


def test_every_countys_score_is_what_its_figures_and_findings_earn(city: Rehearsed) -> None:
    read = warehouse_of(city.settings).read
    scored = read("rpt_scorecard", month=MONTH).filter(pl.col("group_code") == "")
    assert scored.height == 20
    assert scored["score"].n_unique() > 5
    assert list(score_differences(read)) == []


def test_what_was_planted_as_kept_back_is_deducted_and_no_pupil_is_named(city: Rehearsed) -> None:
    deducted = warehouse_of(city.settings).read("rpt_deduction")
    kept_back = city.cross.filter(pl.col("rule_id").is_in(["X04", "X98"]))
    counties = kept_back.filter(pl.col("unit_code") != "3607SZ")
    assert deducted.filter(pl.col("month") == deducted["month"].max()).height == counties.height > 0
    assert "pupil_token" not in deducted.columns


def test_the_rectification_list_carries_over_as_all_months_say(city: Rehearsed) -> None:
    read = warehouse_of(city.settings).read
    listed = read("rpt_rectification", month=MONTH)
    assert listed.filter(pl.col("class_code") == "safety").height > 0
    assert list(list_differences(read)) == []


# Scored or listed, and not counted from accepted rows: what was owed and when it came (M42) stands
# in receipts and the calendar of dates due, not in any row.
RESTING_ON_THE_FIGURE = frozenset({("M42", "a", ""), ("M42", "b", "")})


@pytest.fixture(scope="module")
def from_rows(city: Rehearsed) -> Counts:
    """What the accepted rows of the lake come to, without the warehouse's figures and models.

    Only which submission counts for a form, period and scope is taken from it.
    """
    lake = Lake(city.settings.lake, lake_tables())
    told = Accepted(lake.read, warehouse_of(city.settings).read("int_submissions__effective"))
    known_at = waves()[-1].received_at
    return {MONTH: scored_counts(told, [row["unit_code"] for row in UNITS], MONTH, known_at)}


def test_all_that_is_scored_or_listed_is_counted_from_rows_but_what_is_named(
    from_rows: Counts,
) -> None:
    wanted = {(*metric, unit) for metric in scored_metrics() for unit in COUNTIES}
    missing = {key[:3] for key in wanted - from_rows[MONTH].keys()}
    assert missing == RESTING_ON_THE_FIGURE
    assert sum(count.status == "ok" for count in from_rows[MONTH].values()) > 350


def test_figures_items_and_listed_values_are_what_the_accepted_rows_come_to(
    city: Rehearsed, from_rows: Counts
) -> None:
    assert list(count_differences(warehouse_of(city.settings).read, from_rows)) == []


def test_scores_and_list_are_what_the_accepted_rows_earn(
    city: Rehearsed, from_rows: Counts
) -> None:
    read = warehouse_of(city.settings).read
    assert list(score_differences(read, from_rows)) == []
    assert list(list_differences(read, from_rows)) == []
