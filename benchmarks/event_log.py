"""What it takes to record a run in Dagster's own event log, and in ours that keeps files open.

A step of many assets, as the figures are one, runs turn about with either; the best of three
counts. Ends with 1 where ours takes more than half as long.

    python benchmarks/event_log.py [--assets 200]
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

ROUNDS = 3
TELEMETRY = "telemetry:\n  enabled: false\n"
OURS = """\
event_log_storage:
  module: orchestration.event_log
  class: OpenEventLog
  config:
    base_dir: {folder}/history/runs
"""


def main() -> None:
    """Print both times, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=int, default=200)
    count = parser.parse_args().assets
    own, ours = [], []
    for _ in range(ROUNDS):
        own.append(seconds(count, ""))
        ours.append(seconds(count, OURS))
    ratio = min(ours) / min(own)
    print(f"assets: {count}")
    print(f"Dagster's own: {min(own):.2f} s")
    print(f"files kept open: {min(ours):.2f} s, {ratio:.2f} times")
    raise SystemExit(1 if ratio > 0.5 else 0)


def seconds(count: int, configuration: str) -> float:
    """One run of a step with that many assets, in a fresh home of Dagster's."""
    import dagster

    names = [f"model_{number}" for number in range(count)]

    @dagster.multi_asset(specs=[dagster.AssetSpec(name) for name in names])
    def figures():  # type: ignore[no-untyped-def]
        for name in names:
            yield dagster.MaterializeResult(asset_key=name, metadata={"用时（秒）": 0.1})

    with tempfile.TemporaryDirectory() as folder:
        text = TELEMETRY + configuration.format(folder=folder)
        Path(folder, "dagster.yaml").write_text(text, encoding="utf-8")
        os.environ["DAGSTER_HOME"] = folder
        with dagster.DagsterInstance.get() as instance:
            start = perf_counter()
            result = dagster.materialize(
                [figures],
                instance=instance,
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            )
            assert result.success
            return perf_counter() - start


if __name__ == "__main__":
    main()
