"""Decisions through the whole of it: written at night, filled in, dropped, sealed, in the figures.

One home lives through a November; each test takes up where the one before left it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from orchestration.figures import warehouse_of
from orchestration.intake import Intake
from orchestration.questions import open_questions, write_desk_workbook
from orchestration.settings import Settings
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from tests.pipeline.decision_files import SIGNED, count, decisions, fill, night, take_in, told
from tests.pipeline.small_home import (
    SEMESTER,
    drop,
    enrolment,
    make_home,
    register,
    school_of,
    staff,
)

LATE, RIVAL, WORD, LATER = "360702", "360703", "360704", "360733"
START = datetime(2026, 9, 10, 20)
CLEAN = 12 * 20


def pupils(settings: Settings, unit: str) -> float | None:
    """M01-like: enrolled pupils of a unit's one school, as counted now."""
    rows = warehouse_of(settings).read("int_enrolment__effective")
    own = rows.filter(pl.col("school_code") == school_of(unit))
    return own["enrolled_count"].sum() if own.height else None


def known_words(settings: Settings) -> dict[str, str]:
    """Question ids by kind; one of a kind in these tests."""
    asked = open_questions(settings)
    return dict(asked.select("kind", "question_id").iter_rows())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Register and enrolment in September; on 10 November a correction, two rivals and a word."""
    settings = make_home(tmp_path_factory.mktemp("decisions") / "home")
    drop(settings, "F00", SEMESTER, "3607", register())
    Intake(settings).run(START)
    for unit in (LATE, LATER):
        drop(settings, "F01", SEMESTER, unit, enrolment(unit))
    Intake(settings).run(datetime(2026, 9, 14, 20))
    drop(settings, "F01", SEMESTER, LATE, enrolment(LATE, 25))
    drop(settings, "F01", SEMESTER, RIVAL, enrolment(RIVAL, 21), "一.csv")
    drop(settings, "F01", SEMESTER, RIVAL, enrolment(RIVAL, 22), "二.csv")
    odd = [{**row, "sex": "男崽" if row["sex"] == "男" else "女"} for row in enrolment(WORD)]
    drop(settings, "F01", SEMESTER, WORD, odd)
    drop(settings, "F07", SEMESTER, LATE, staff(LATE))
    Intake(settings).run(datetime(2026, 11, 10, 20))
    night(settings, datetime(2026, 11, 10, 21))
    yield settings


def test_the_night_asks_for_what_waits_and_nothing_else(home: Settings):
    asked = open_questions(home)
    assert asked["kind"].to_list() == ["late_correction", "rival", "unknown_word"]
    assert asked["scope_code"].to_list() == [school_of(LATE), school_of(RIVAL), None]
    assert asked["choices"].to_list() == [
        "采用;不采用",
        "采用第1份;采用第2份;都退回",
        "男;女;不采用",
    ]
    assert "第1份“一.csv”12行，第2份“二.csv”12行" in asked["words"][1]
    assert asked["words"][2].startswith("“男崽”不在“性别”的选项里，已在学籍基数表中出现6次")
    assert pupils(home, LATE) == CLEAN
    assert pupils(home, RIVAL) is None


@pytest.fixture(scope="module")
def answered(home: Settings) -> Path:
    """The officer's file: all three answered, filled in once and kept."""
    return fill(
        home.desk / "待办.xlsx",
        home.home / "kept" / "待办.xlsx",
        {
            "锁定": {"choice": "采用"},
            "同一批": {"choice": "采用第2份"},
            "男崽": {"choice": "男"},
        },
    )


def test_answers_take_effect_from_the_moment_the_file_came(home: Settings, answered: Path):
    shutil.copy(answered, home.inbox / "随便叫什么.xlsx")
    at = datetime(2026, 11, 12, 8)
    batch = take_in(home, at)
    assert batch.findings.is_empty()
    sealed = [(d.payload["kind"], d.who, d.occurred_at) for d in decisions(home)]
    assert sorted(sealed) == [
        (kind, SIGNED["who"], at) for kind in ("late_correction", "rival", "unknown_word")
    ]
    night(home, datetime(2026, 11, 12, 21))
    assert pupils(home, LATE) == 12 * 25
    assert pupils(home, RIVAL) == 12 * 22
    assert open_questions(home).is_empty()
    count(home, datetime(2026, 11, 11, 20))
    assert pupils(home, LATE) == CLEAN, "as known before the decision"
    count(home)


def test_the_same_file_again_is_told_and_changes_nothing(home: Settings, answered: Path):
    before = decisions(home)
    shutil.copy(answered, home.inbox / "再放一次.xlsx")
    batch = take_in(home, datetime(2026, 11, 13, 8))
    assert [rule for rule, _, _ in told(batch)] == ["D01.R06"] * 3
    assert decisions(home) == before


def test_a_file_refused_for_a_word_counts_when_sent_again_as_it_was(home: Settings):
    odd = [{**row, "sex": "男崽" if row["sex"] == "男" else "女"} for row in enrolment(WORD)]
    drop(home, "F01", SEMESTER, WORD, odd)
    batch = take_in(home, datetime(2026, 11, 14, 8))
    assert batch.findings.is_empty()
    assert batch.replayed == (), "the same bytes say more than before"
    night(home, datetime(2026, 11, 14, 21))
    # The first time only the girls' rows were accepted; after the lock the rest is a correction.
    assert known_words(home).keys() == {"late_correction"}


def test_an_unlock_lets_what_waits_count_and_what_comes_until_its_day(home: Settings):
    written = write_desk_workbook(home, datetime(2026, 11, 14, 22))
    unlock = {
        "kind": "解锁",
        "form": "学籍基数表",
        "period": SEMESTER,
        "scope": WORD,
        "day": "2026-11-20",
    }
    fill(written, home.inbox / "解锁.xlsx", initiatives=[unlock])
    assert take_in(home, datetime(2026, 11, 15, 8)).findings.is_empty()
    night(home, datetime(2026, 11, 15, 21))
    assert pupils(home, WORD) == CLEAN
    assert open_questions(home).is_empty()
    drop(home, "F01", SEMESTER, WORD, enrolment(WORD, 30))
    take_in(home, datetime(2026, 11, 20, 23))
    drop(home, "F01", SEMESTER, WORD, enrolment(WORD, 31))
    take_in(home, datetime(2026, 11, 21, 1))
    night(home, datetime(2026, 11, 21, 21))
    assert pupils(home, WORD) == 12 * 30, "the second came a day too late"
    assert known_words(home).keys() == {"late_correction"}


def test_what_was_withdrawn_counts_for_nothing_and_may_be_sent_again(home: Settings):
    sent = Lake(home.lake, lake_tables()).read("submissions")
    first = sent.filter((pl.col("unit_code") == LATER) & (pl.col("form_id") == "F01"))
    written = write_desk_workbook(home, datetime(2026, 11, 21, 22))
    withdraw = {"kind": "撤回报送", "submission": first["submission_id"][0]}
    fill(written, home.inbox / "撤回.xlsx", initiatives=[withdraw])
    take_in(home, datetime(2026, 11, 22, 8))
    count(home)
    assert pupils(home, LATER) is None
    drop(home, "F01", SEMESTER, LATER, enrolment(LATER))
    assert take_in(home, datetime(2026, 11, 23, 8)).replayed == ()
    count(home)
    assert pupils(home, LATER) == CLEAN


def test_a_parameter_holds_from_its_day_and_is_known_from_its_arrival(home: Settings):
    written = write_desk_workbook(home, datetime(2026, 11, 23, 22))
    change = {"kind": "调整参数", "name": "plan_days", "value": 8, "day": "2026-12-01"}
    fill(written, home.inbox / "参数.xlsx", initiatives=[change])
    assert take_in(home, datetime(2026, 11, 24, 8)).findings.is_empty()
    count(home)
    spans = warehouse_of(home).read("int_parameters", parameter="plan_days").sort("valid_from")
    assert spans["value"].to_list() == ["10", "8"]
    assert [str(day) for day in spans["valid_to"]] == ["2026-11-30", "None"]
    count(home, datetime(2026, 11, 23, 20))
    assert warehouse_of(home).read("int_parameters", parameter="plan_days").height == 1
    count(home)


def test_the_lake_made_anew_from_the_vault_is_the_same_lake(home: Settings):
    lake = Lake(home.lake, lake_tables())
    before = {table: lake.read(table).sort(pl.all()) for table in lake_tables()}
    count(home, None, "fct_figures", "rpt_finding_count")
    figures = warehouse_of(home).read("fct_figures").sort("figure_id")
    shutil.rmtree(home.lake)
    Intake(home).run(datetime(2026, 11, 25, 8))
    count(home, None, "fct_figures", "rpt_finding_count")
    for table, rows in before.items():
        assert lake.read(table).sort(pl.all()).equals(rows), table
    assert warehouse_of(home).read("fct_figures").sort("figure_id").equals(figures)


def test_the_offices_own_form_is_no_report_of_a_unit(home: Settings):
    counted = warehouse_of(home).read("rpt_finding_count")
    told_to_the_office = Lake(home.lake, lake_tables()).read("findings").filter(form_id="D01")
    assert told_to_the_office.height == 3
    assert not counted["rule_id"].str.starts_with("D01").any()


def test_the_round_check_takes_the_limits_of_the_office(home: Settings):
    from orchestration.round_check import check_round

    written = write_desk_workbook(home, datetime(2026, 11, 26, 22))
    name = "发布前核查：任一到期报表的报送率低于此值，当月通报暂缓发布"
    change = {"kind": "调整参数", "name": name, "value": "0%", "day": "2026-09-01"}
    judged = ("fct_figures", "int_no_sums", "rpt_reporting", "rpt_cross_finding")
    count(home, None, *judged)
    before = check_round(home, "2026-10")
    fill(written, home.inbox / "比例.xlsx", initiatives=[change])
    assert take_in(home, datetime(2026, 11, 27, 8)).findings.is_empty()
    count(home, None, *judged)
    after = check_round(home, "2026-10")
    blocked = [r.name_zh for r in before.results if not r.passed]
    still = [r.name_zh for r in after.results if not r.passed]
    assert set(still) < set(blocked)
