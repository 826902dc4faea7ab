"""The process that reads one file after another, under limits, until its pipe closes.

Run as ``python -m orchestration.reading_worker`` by ``reading``, which tells in words what a file
broke. It imports the reader only, writes no file and opens no connection.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from typing import IO

from orchestration.reading_message import OUT_OF_MEMORY, pack, read_message, write_message
from validations.form_titles import hand_over
from validations.unreadable import ReadLimits, UnreadableWorkbookError
from validations.workbook_reader import read_workbook


def main() -> None:
    """Answer each (name, content) with the workbook, or with the words why not."""
    limits = json.loads(sys.argv[1])
    questions, answers = sys.stdin.buffer, _own_standard_output()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt ends
    hand_over(limits["titles"])
    _limit_process(limits["memory_bytes"])
    limits_of_file = ReadLimits(**limits["of_file"])
    write_message(answers, [b"ready"])
    while (question := read_message(questions)) is not None:
        name, content = question
        _limit_time(limits["cpu_seconds"], limits["wall_seconds"])
        try:
            blocks = _answer(content, name.decode(), limits_of_file)
            signal.setitimer(signal.ITIMER_REAL, 0)
            write_message(answers, blocks)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)  # nothing in this process can be relied on any more
        except BrokenPipeError:
            os._exit(0)


def _answer(content: bytes, name: str, limits: ReadLimits) -> list[bytes]:
    """A workbook has a block of JSON and frames, a refusal two blocks of words."""
    try:
        return [b"read", *pack(read_workbook(content, name, limits))]
    except UnreadableWorkbookError as error:
        return [b"refused", error.words.encode(), error.fix.encode()]


def _own_standard_output() -> IO[bytes]:
    """The pipe to the parent; what libraries print goes nowhere, it may hold what they read."""
    answers = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  - a device, needed by its number
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    return answers


def _limit_process(memory_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(cpu_seconds: int, wall_seconds: float) -> None:
    """End this process when one file takes too long, even if nobody is left to end it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + 1 + cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_REAL, wall_seconds)


if __name__ == "__main__":
    main()
