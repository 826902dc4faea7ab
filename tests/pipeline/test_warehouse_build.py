"""A lake with nothing in it must build and pass: the first night of a new home."""

from __future__ import annotations

from datetime import datetime

from tests.warehouse_bench import WarehouseBench

PASSED = {"success", "pass", "no-op"}


def test_an_empty_lake_builds_passes_and_has_no_months(bench: WarehouseBench):
    bench.fresh_lake()
    statuses = bench.build(datetime(2026, 11, 30, 20), "--exclude-resource-type", "unit_test")
    assert {name: status for name, status in statuses.items() if status not in PASSED} == {}
    assert bench.rows("fct_figures").is_empty()
