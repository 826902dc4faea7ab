"""Prepare a home for Dagster: folders, `dagster.yaml` without telemetry, and dbt's manifest.

Definitions and runs do not belong here.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from orchestration.figures import warehouse_of
from orchestration.settings import Settings
from orchestration.stores import atomic
from orchestration.stores.lock import store_lock
from orchestration.stores.warehouse import PROJECT_DIR

# Pools: one run at a time may write the warehouse. No telemetry and no first-visit window.
DAGSTER_YAML = """\
# Written by xinqing; changes here are overwritten.
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  pools:
    granularity: run
    default_limit: 1
  runs:
    max_concurrent_runs: 2
retention:
  schedule:
    purge_after_days: 90
  sensor:
    purge_after_days: {skipped: 7, failure: 30, success: 90}
event_log_storage:
  module: orchestration.event_log
  class: OpenEventLog
  config:
    base_dir: <history>
"""


# A run writes the warehouse anew beside the old one, and needs about as much again to sort in.
_LEAST_FREE_BYTES = 100_000_000
_FREE_PER_WAREHOUSE_BYTE = 2


class TooLittleSpaceError(RuntimeError):
    """The disk has too little room for a run; the words say how much is needed."""


def prepare_home(settings: Settings) -> None:
    """Create the folders of a home and Dagster's configuration, and point the process at them.

    Raises `TooLittleSpaceError` before anything is begun that the disk could not hold.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    _require_space(settings)
    for folder in (settings.inbox, settings.vault, settings.lake, settings.dagster):
        folder.mkdir(parents=True, exist_ok=True)
    configuration = settings.dagster / "dagster.yaml"
    # The place where Dagster keeps it by itself, written out since the home may have been moved.
    history = json.dumps(str(settings.dagster.absolute() / "history" / "runs"), ensure_ascii=False)
    wanted = DAGSTER_YAML.replace("<history>", history).encode("utf-8")
    if not configuration.exists() or configuration.read_bytes() != wanted:
        atomic.write_bytes(configuration, wanted)
    os.environ["XINQING_HOME"] = str(settings.home)
    os.environ["DAGSTER_HOME"] = str(settings.dagster)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "true"


def _require_space(settings: Settings) -> None:
    warehouse = settings.warehouse.stat().st_size if settings.warehouse.exists() else 0
    needed = max(_LEAST_FREE_BYTES, _FREE_PER_WAREHOUSE_BYTE * warehouse)
    free = shutil.disk_usage(settings.home).free
    if free < needed:
        raise TooLittleSpaceError(
            f"磁盘空间不足：{settings.home} 所在磁盘还剩 {free // 1_000_000} MB，运行一次至少需要 "
            f"{needed // 1_000_000} MB。已收到的文件都在，腾出空间后重新运行即可。"
        )


def current_manifest(settings: Settings) -> Path:
    """Path of dbt's manifest, parsed anew only where the dbt project changed since."""
    warehouse = warehouse_of(settings)
    stamp_file = settings.scratch / "dbt" / "manifest.stamp"
    stamp = _project_stamp()
    with store_lock(settings.scratch / "dbt.lock", "解析指标模型"):
        is_current = (
            warehouse.manifest.exists()
            and stamp_file.exists()
            and stamp_file.read_text(encoding="utf-8") == stamp
        )
        if not is_current:
            warehouse.parse()
            atomic.write_bytes(stamp_file, stamp.encode("utf-8"))
    return warehouse.manifest


def _project_stamp() -> str:
    """Names, sizes and times of the dbt project's files: cheap, and different after any edit."""
    lines = []
    for path in sorted(PROJECT_DIR.rglob("*")):
        if path.suffix in {".sql", ".yml", ".csv", ".md"} and "target" not in path.parts:
            stat = path.stat()
            lines.append(f"{path.relative_to(PROJECT_DIR)} {stat.st_size} {stat.st_mtime_ns}")
    return "\n".join(lines)
