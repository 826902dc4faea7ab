"""dbt's unit tests, run here because the nightly build leaves them out."""

from __future__ import annotations

from datetime import datetime

from tests.warehouse_bench import WarehouseBench

LAST_DAY = datetime(2026, 11, 30, 20)


def test_every_worked_example_holds_in_the_sql(bench: WarehouseBench) -> None:
    bench.fresh_lake()
    bench.run(LAST_DAY)
    statuses = bench._invoke(["test", "--select", "test_type:unit"], LAST_DAY, may_fail=True)
    assert len(statuses) >= 20
    assert {name: status for name, status in statuses.items() if status != "pass"} == {}
