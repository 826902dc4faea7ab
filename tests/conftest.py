"""What every test may ask for: a warehouse to build, parsed once a session."""

from __future__ import annotations

import pytest

from tests.warehouse_bench import WarehouseBench


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> WarehouseBench:
    """One bench for the session; a test that needs a lake of its own asks it for a fresh one."""
    return WarehouseBench(tmp_path_factory.mktemp("bench"))
