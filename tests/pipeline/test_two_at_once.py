"""Two processes at the same home at the same time: one waits, and the end is that of one after one.

The kernel's lock decides who is first; where the second comes in between is left to chance.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from orchestration.stores.outbox import Outbox
from tests.pipeline.kill_helper import End, Helper, running_helper
from tests.pipeline.small_home import COUNT_DAY
from tests.pipeline.test_kill_intake import state_of
from tests.pipeline.test_kill_often import filled, without_times

TIMES = 4


@pytest.fixture(scope="module")
def helpers() -> Iterator[list[Helper]]:
    with ExitStack() as stack:
        yield [stack.enter_context(running_helper()) for _ in range(2)]


def at_once(helpers: list[Helper], home: Path, works: tuple[str, str], pause: float) -> list[End]:
    """Let two processes work, the second so many seconds after the first."""

    def run(number: int) -> End:
        time.sleep(pause * number)
        return helpers[number].run(home, works[number], COUNT_DAY + timedelta(seconds=number))

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, range(2)))


@pytest.mark.parametrize("second", ["take_in", "replay"])
def test_the_end_is_the_same_as_of_one_after_the_other(
    tmp_path: Path, helpers: list[Helper], second: str
) -> None:
    calm = filled(tmp_path / "calm")
    assert helpers[0].run(calm.home, "take_in", COUNT_DAY).ended
    chance = random.Random(second)
    for number in range(TIMES):
        settings = filled(tmp_path / f"home{number}")
        assert helpers[0].run(settings.home, "keys", COUNT_DAY).ended
        ends = at_once(helpers, settings.home, ("take_in", second), chance.random() * 0.5)
        assert all(end.ended for end in ends), [end.words for end in ends]
        assert without_times(state_of(settings)) == without_times(state_of(calm)), number


def test_the_same_message_queued_by_two_lies_there_once(
    tmp_path: Path, helpers: list[Helper]
) -> None:
    for number in range(TIMES):
        home = tmp_path / f"home{number}"
        ends = at_once(helpers, home, ("queue", "queue"), 0.0)
        assert all(end.ended for end in ends), [end.words for end in ends]
        messages = Outbox(home / "outbox").messages()
        assert len(messages) == 60
        assert all(message.path.read_bytes() for message in messages)
        assert [path for path in (home / "outbox").iterdir() if "staged" in path.name] == []
