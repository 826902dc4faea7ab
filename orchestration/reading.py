"""Strange files are read in processes of their own, under limits, so that none stops a batch.

What a workbook holds is ``validations.workbook_reader``'s affair; here is who runs it and for how
long. The processes end with the batch, and by themselves when this process is gone.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import TYPE_CHECKING

from orchestration.reading_message import OUT_OF_MEMORY, read_message, unpack, write_message
from orchestration.settings import PROJECT, ReadingSettings
from validations.form_titles import form_titles
from validations.unreadable import UnreadableWorkbookError

if TYPE_CHECKING:
    from validations.workbook_reader import ReadWorkbook

# How a file is read: bytes and name -> workbook, or UnreadableWorkbookError.
Read = Callable[[bytes, str], "ReadWorkbook"]

# The reader threads of a library would only take address space from the limit.
_ENVIRONMENT = {"POLARS_MAX_THREADS": "1", "MALLOC_ARENA_MAX": "2", "RUST_BACKTRACE": "0"}
_ENDS_WITHIN_SECONDS = 5
_SEND_AGAIN = "请把数据复制到新下发的空白表（只粘贴数值），或分成几个文件报送。"


@contextmanager
def reading(settings: ReadingSettings) -> Iterator[Read]:
    """A reader of workbooks that may be called from as many threads as there are processes.

    Processes start when they are first needed and are all gone when the block is left.
    """
    pool = _Pool(settings)
    try:
        yield pool.read
    finally:
        pool.close()


class _Pool:
    """As many places as processes may run; a place is empty until its process is needed."""

    def __init__(self, settings: ReadingSettings) -> None:
        self._settings = settings
        self._places: queue.LifoQueue[_Reader | None] = queue.LifoQueue()
        for _ in range(settings.processes):
            self._places.put(None)

    def read(self, content: bytes, name: str) -> ReadWorkbook:
        """Read in the next free process.

        Raises:
            UnreadableWorkbookError: as the reader does, and for a file that breaks a limit.
        """
        reader = self._places.get()
        try:
            if reader is not None:
                try:
                    return reader.read(content, name)
                except _ReaderEndedError as end:
                    if end.is_certain:
                        raise
                    # What earlier files left in its memory is not this file's fault.
            reader = _Reader(self._settings)
            return reader.read(content, name)
        except _ReaderEndedError as end:
            raise UnreadableWorkbookError(end.words, _SEND_AGAIN) from None
        finally:
            self._places.put(reader if reader is not None and reader.is_running else None)

    def close(self) -> None:
        """End every process; those still busy, which only an interrupt leaves, are killed."""
        with suppress(queue.Empty):
            while True:
                reader = self._places.get_nowait()
                if reader is not None:
                    reader.close()


class _ReaderEndedError(Exception):
    """A process ended on a file; ``is_certain`` where the file alone is the cause."""

    def __init__(self, words: str, *, is_certain: bool) -> None:
        super().__init__(words)
        self.words = words
        self.is_certain = is_certain


class _Reader:
    """One reading process and the pipes to it."""

    def __init__(self, settings: ReadingSettings) -> None:
        self._settings = settings
        limits = {
            "memory_bytes": settings.memory_mb * 1_000_000,
            "cpu_seconds": settings.cpu_seconds,
            # Ours comes first; theirs is for when we are gone.
            "wall_seconds": settings.wall_seconds + _ENDS_WITHIN_SECONDS,
            "of_file": asdict(settings.of_file),
            "titles": sorted(form_titles()),
        }
        paths = [str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "orchestration.reading_worker", json.dumps(limits)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_without_secrets() | _ENVIRONMENT | {"PYTHONPATH": os.pathsep.join(paths)},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._questions, self._answers = self._process.stdin, self._process.stdout
        self._is_fresh = True
        if read_message(self._answers) is None:
            self.close()
            raise OSError(
                "读取工作簿的进程启动不了：请检查内存是否够用、settings.toml 的 [reading]。"
            )

    @property
    def is_running(self) -> bool:
        """Whether the process can take another file."""
        return self._process.poll() is None

    def read(self, content: bytes, name: str) -> ReadWorkbook:
        """The workbook, or the error the reader raised.

        Raises:
            _ReaderEndedError: the process ended on this file.
        """
        overdue = threading.Event()

        def stop() -> None:
            overdue.set()  # before the process can end of it
            self._process.kill()

        clock = threading.Timer(self._settings.wall_seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            write_message(self._questions, [name.encode("utf-8", "replace"), content])
            answer = read_message(self._answers)
        except BrokenPipeError:
            answer = None
        finally:
            clock.cancel()
        if answer is None:
            raise self._ended(is_overdue=overdue.is_set())
        self._is_fresh = False
        if answer[0] == b"refused":
            raise UnreadableWorkbookError(*(words.decode() for words in answer[1:]))
        return unpack(answer[1:])

    def close(self) -> None:
        """Let the process end by closing its pipe; kill it where it is slow to."""
        with suppress(BrokenPipeError):
            self._questions.close()
        self._answers.close()
        try:
            self._process.wait(_ENDS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _ended(self, *, is_overdue: bool) -> _ReaderEndedError:
        """Which limit the file broke, by the way its process ended."""
        self.close()
        code, limits = self._process.returncode, self._settings
        if is_overdue or code == -signal.SIGALRM:
            words = f"读这个文件用了 {limits.wall_seconds:g} 秒还没有读完，已经停止。"
            return _ReaderEndedError(words, is_certain=True)
        if code == -signal.SIGXCPU:
            words = f"读这个文件用的计算时间超过 {limits.cpu_seconds} 秒，已经停止。"
            return _ReaderEndedError(words, is_certain=True)
        if code in (OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL):
            words = f"读这个文件要用的内存超过 {limits.memory_mb} MB，没有读完。"
            return _ReaderEndedError(words, is_certain=self._is_fresh)
        words = "文件的内容使读取程序中断，没有读完。"
        return _ReaderEndedError(words, is_certain=self._is_fresh)


def _without_secrets() -> dict[str, str]:
    """The environment without keys and passwords: who reads strange files must not hold them."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XINQING_", "DBT_ENV_SECRET_"))
    }
