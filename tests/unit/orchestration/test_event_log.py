"""The event log that keeps its files open says what Dagster's own would."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from dagster import AssetKey, DagsterInstance, MaterializeResult, asset, materialize
from dagster._core.storage.event_log import SqliteEventLogStorage

from orchestration.event_log import OpenEventLog
from orchestration.instance import prepare_home
from orchestration.settings import load_settings

RUNS = 12


@asset
def counted() -> MaterializeResult[None]:
    return MaterializeResult(metadata={"行数": 3})


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DagsterInstance:
    for name in ("XINQING_HOME", "DAGSTER_HOME", "DAGSTER_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, "")
    prepare_home(load_settings(tmp_path / "数据 目录"))
    return DagsterInstance.get()


def test_dagsters_own_class_reads_the_same_and_threads_may_ask_at_once(
    instance: DagsterInstance,
) -> None:
    run_ids = [materialize([counted], instance=instance).run_id for _ in range(RUNS)]
    log = instance.event_log_storage
    assert isinstance(log, OpenEventLog)
    with ThreadPoolExecutor(4) as threads:
        said = dict(zip(run_ids, threads.map(instance.all_logs, run_ids), strict=True))
    folder = Path(log.path_for_shard("index")).parent
    assert {path.stem for path in folder.glob("*.db")} == {"index", *run_ids}
    own = SqliteEventLogStorage(str(folder))
    for run_id in run_ids:
        entries = [record.event_log_entry for record in own.get_records_for_run(run_id).records]
        assert entries == said[run_id]
        kinds = [entry.dagster_event.event_type_value for entry in entries if entry.dagster_event]
        assert kinds.count("ASSET_MATERIALIZATION") == kinds.count("PIPELINE_SUCCESS") == 1
    history = own.fetch_materializations(AssetKey("counted"), limit=100).records
    assert sorted(record.run_id for record in history) == sorted(run_ids)


def test_files_of_old_runs_do_not_stay_open(instance: DagsterInstance) -> None:
    run_ids = [materialize([counted], instance=instance).run_id for _ in range(RUNS)]
    opened = [str(path.resolve()) for path in Path("/proc/self/fd").iterdir() if path.exists()]
    still = {run_id for run_id in run_ids if any(f"{run_id}.db" in path for path in opened)}
    assert run_ids[-1] in still
    assert len(still) < 8
    assert instance.all_logs(run_ids[0])
