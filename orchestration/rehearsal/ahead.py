"""The waves' files, written by a second process while the first takes in the waves before.

Which files a wave has is `waves`' affair; nothing is taken in here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

from orchestration.rehearsal.waves import waves
from orchestration.stores import atomic


class Ahead:
    """Waves written under `folder`, one folder an evening, by the one process of `pool`."""

    def __init__(self, pool: ProcessPoolExecutor, folder: Path) -> None:
        self._pool = pool
        self._folder = folder
        self._evenings = pool.submit(_evenings)
        self._written: dict[datetime, Future[None]] = {}

    def begin(self, is_wanted: Callable[[datetime], bool]) -> tuple[datetime, ...]:
        """Begin to write the wanted evenings; returns them in order, once the city stands."""
        wanted = [evening for evening in self._evenings.result() if is_wanted(evening)]
        self._written = {
            evening: self._pool.submit(_write, self._folder, evening) for evening in wanted
        }
        return tuple(wanted)

    def drop(self, evening: datetime, inbox: Path) -> None:
        """Move the files of an evening into the inbox, waiting until they are written."""
        self._written[evening].result()
        written = _place(self._folder, evening)
        for path in sorted(written.rglob("*")):
            if path.is_file():
                place = inbox / path.relative_to(written)
                place.parent.mkdir(parents=True, exist_ok=True)
                path.replace(place)


@contextmanager
def waves_written_ahead(folder: Path) -> Iterator[Ahead]:
    """A second process that invents the city at once; its folder is gone when this ends."""
    atomic.remove_folder(folder)
    # A fresh interpreter: the threads of polars do not survive a fork.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            yield Ahead(pool, folder)
        finally:
            pool.shutdown(cancel_futures=True)
            atomic.remove_folder(folder)


def _place(folder: Path, evening: datetime) -> Path:
    return folder / f"{evening:%Y%m%dT%H%M%S}"


def _evenings() -> tuple[datetime, ...]:
    return tuple(wave.received_at for wave in waves())


def _write(folder: Path, evening: datetime) -> None:
    wave = next(wave for wave in waves() if wave.received_at == evening)
    wave.write(_place(folder, evening))
