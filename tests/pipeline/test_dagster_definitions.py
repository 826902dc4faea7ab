"""What Dagster loads: jobs, clock, sensors, checks; and that loading a module opens nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from orchestration.release import Draft, freeze
from orchestration.settings import Settings
from tests.pipeline.small_home import SEMESTER, drop, enrolment, make_home

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_home(tmp_path_factory.mktemp("dagster") / "home", release="auto")


@pytest.fixture(scope="module")
def definitions(settings: Settings) -> Iterator[object]:
    before = {name: os.environ.get(name) for name in ("XINQING_HOME", "DAGSTER_HOME")}
    os.environ["XINQING_HOME"] = str(settings.home)
    from orchestration.definitions import build_definitions

    yield build_definitions()
    for name, value in before.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


def test_importing_the_wiring_opens_nothing_and_loads_nothing_heavy(tmp_path: Path) -> None:
    script = (
        "import sys, orchestration.definitions, orchestration.cli\n"
        "heavy = {'great_expectations', 'pandera', 'pandas', 'matplotlib', 'dbt', 'dagster_dbt'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    environment = {**os.environ, "XINQING_HOME": str(tmp_path / "nowhere"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
    assert list(tmp_path.iterdir()) == []


def test_the_jobs_are_those_of_the_handbook(definitions) -> None:  # type: ignore[no-untyped-def]
    nightly = definitions.resolve_job_def("nightly")
    steps = {node.name for node in nightly.nodes}
    assert {"inbox_batch", "figures", "round_check", "bulletin", "outbox", "desk"} <= steps
    assert {"county_copies", "county_todo", "reminders"} <= steps
    assert "issue" not in steps
    issue = definitions.resolve_job_def("issue_bulletin")
    assert {"round_check", "bulletin", "bulletin_written_page", "issue", "mail"} <= {
        node.name for node in issue.nodes
    }
    for name in ("sign_month", "issue_forms", "take_in", "draft_bulletins"):
        assert definitions.resolve_job_def(name).description


def test_everything_an_officer_meets_is_described_in_chinese(definitions) -> None:  # type: ignore[no-untyped-def]
    for spec in definitions.resolve_all_asset_specs():
        assert spec.key.path[-1].isascii()
        assert any("\u4e00" <= sign <= "\u9fff" for sign in spec.description or ""), spec.key


def test_dbt_tests_gate_round_and_page_are_asset_checks(definitions) -> None:  # type: ignore[no-untyped-def]
    checks = {key.name for key in definitions.resolve_asset_graph().asset_check_keys}
    assert {"gate_result", "round_holds", "written_page"} <= checks
    assert len(checks) > 30


def test_only_one_writer_of_the_warehouse_at_a_time(definitions, settings: Settings) -> None:  # type: ignore[no-untyped-def]
    graph = definitions.resolve_asset_graph()
    pools = {
        key.path[-1]: graph.get(key).pools
        for key in graph.get_all_asset_keys()
        if graph.get(key).is_materializable
    }
    assert pools["inbox_batch"] == pools["fct_figures"] == {"warehouse"}
    yaml = (settings.dagster / "dagster.yaml").read_text(encoding="utf-8")
    assert "default_limit: 1" in yaml
    assert "telemetry:\n  enabled: false" in yaml


def test_the_night_runs_at_half_past_two_in_beijing(definitions) -> None:  # type: ignore[no-untyped-def]
    schedule = definitions.resolve_schedule_def("every_night")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("30 2 * * *", "Asia/Shanghai")


def ask_schedule(definitions, day: datetime):  # type: ignore[no-untyped-def]
    from dagster import build_schedule_context

    schedule = definitions.resolve_schedule_def("every_night")
    context = build_schedule_context(
        scheduled_execution_time=day.replace(tzinfo=ZoneInfo("Asia/Shanghai")),
        resources=definitions.resources,
        repository_def=definitions.get_repository_def(),
    )
    return schedule.evaluate_tick(context)


def test_a_night_before_the_first_file_does_nothing(definitions) -> None:  # type: ignore[no-untyped-def]
    answer = ask_schedule(definitions, datetime(2026, 11, 22, 2, 30))
    assert "尚未收到" in (answer.skip_message or "")


def test_a_night_drafts_the_open_month_before_and_the_running_one(  # type: ignore[no-untyped-def]
    definitions, settings: Settings
) -> None:
    path = drop(settings, "F01", SEMESTER, "360702", enrolment("360702"))
    nights = {
        "the first of a month closes the month before": datetime(2026, 11, 1, 2, 30),
        "later in the month": datetime(2026, 11, 22, 2, 30),
    }
    months = {
        name: [request.partition_key for request in ask_schedule(definitions, day).run_requests]
        for name, day in nights.items()
    }
    assert list(months.values()) == [["2026-09", "2026-10"], ["2026-10", "2026-11"]]
    draft = Draft("2026-10", settings.home, 1, datetime(2026, 11, 2), "d", "pass", (), {})
    freeze(settings, draft, lambda number: {}, datetime(2026, 11, 3))
    (after_issue,) = ask_schedule(definitions, nights["later in the month"]).run_requests
    assert after_issue.partition_key == "2026-11"
    path.unlink()


def test_the_inbox_sensor_asks_once_for_files_at_rest(tmp_path: Path) -> None:
    from dagster import DagsterInstance, build_sensor_context

    from orchestration.office import Office
    from orchestration.sensors import inbox_sensor

    settings = make_home(tmp_path / "home")
    office = Office(home=str(settings.home))
    cursor: str | None = None

    def look() -> list[str | None]:
        nonlocal cursor
        with DagsterInstance.ephemeral() as instance:
            context = build_sensor_context(instance=instance, cursor=cursor)
            result = inbox_sensor(context, office=office)
        cursor = result.cursor
        return [request.run_key for request in result.run_requests or []]

    path = drop(settings, "F01", SEMESTER, "360702", enrolment("360702"))
    assert look() == []  # seen for the first time: it may still grow
    (first_key,) = look()
    assert look() == []  # asked for already
    path.write_bytes(path.read_bytes() + b"\r\n")
    assert look() == []
    (second_key,) = look()
    assert second_key != first_key
    path.unlink()
    assert look() == []
    assert json.loads(cursor or "") == {}
