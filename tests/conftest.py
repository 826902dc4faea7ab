"""What every test may ask for: a warehouse to build, parsed once a session.

Properties draw the same examples on every run, so that a red suite speaks of the change in hand;
`make fuzz` draws others.
"""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.warehouse_bench import WarehouseBench

settings.register_profile("same", derandomize=True)
settings.register_profile("fresh", derandomize=False, print_blob=True)
settings.load_profile("same")


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> WarehouseBench:
    """One bench for the session; a test that needs a lake of its own asks it for a fresh one."""
    return WarehouseBench(tmp_path_factory.mktemp("bench"))
