"""Reading in processes of their own: the same workbooks, and words for what breaks a limit."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from orchestration.reading import reading
from orchestration.settings import ReadingSettings
from tests.filled_workbooks import good_rows, workbook, write_xlsx
from validations.unreadable import UnreadableWorkbookError
from validations.workbook_reader import read_workbook

ROOT = Path(__file__).parents[3]
GOOD = workbook("F01", good_rows("F01", 4), scope=[["2136000001", "一小", None, None]])
ONE = ReadingSettings(processes=1)


def workers() -> set[int]:
    """Reading processes started by this process that are still there."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        if b"orchestration.reading_worker" in command and parent == os.getpid():
            found.add(int(folder.name))
    return found


def long_text_bomb(cells: int) -> bytes:
    """One text of 32,000 letters that every cell points to: small in the file, vast when read."""
    made = zipfile.ZipFile(io.BytesIO(write_xlsx({"数据": [["x"]]})))
    row = '<row r="{0}"><c r="A{0}" t="s"><v>0</v></c></row>'
    rows = "".join(map(row.format, range(1, cells + 1)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name in made.namelist():
            part = made.read(name).decode()
            if name.endswith("sheet1.xml"):
                head, _, rest = part.partition("<sheetData>")
                part = f"{head}<sheetData>{rows}</sheetData>{rest.partition('</sheetData>')[2]}"
            if name.endswith("sharedStrings.xml"):
                part = part.replace("<t>x</t>", f"<t>{'长' * 32_000}</t>")
            book.writestr(name, part)
    return stream.getvalue()


def told(settings: ReadingSettings, content: bytes, name: str = "a.xlsx") -> str:
    """The words for a file, after which a good one is read by the same reader all the same."""
    with reading(settings) as read:
        with pytest.raises(UnreadableWorkbookError) as error:
            read(content, name)
        assert error.value.fix
        assert read(GOOD, "good.xlsx").meta is not None
    return error.value.words


def test_a_workbook_read_apart_is_the_one_read_here() -> None:
    here = read_workbook(GOOD, "a.xlsx")
    with reading(ONE) as read:
        there = read(GOOD, "a.xlsx")
    assert there.meta == here.meta
    assert (there.name, there.kind, there.carried) == (here.name, here.kind, here.carried)
    pairs = [(there.scope, here.scope), *zip(there.sheets, here.sheets, strict=True)]
    for mine, other in pairs:
        assert mine is not None
        assert other is not None
        assert mine.cells.equals(other.cells)
        assert mine.faults.equals(other.faults)
        assert (mine.name, mine.hidden_rows) == (other.name, other.hidden_rows)


def test_a_refusal_carries_the_readers_own_words() -> None:
    assert told(ONE, b"%PDF-1.7") == "这是PDF 文件，不是工作簿。"


def test_a_file_that_takes_more_memory_than_allowed_is_told() -> None:
    words = told(ReadingSettings(processes=1, memory_mb=1500), long_text_bomb(100_000))
    assert words == "读这个文件要用的内存超过 1500 MB，没有读完。"


def test_a_file_whose_cells_repeat_a_long_text_is_told_before_it_fills_this_process() -> None:
    assert "大得不正常" in told(ReadingSettings(processes=1, unpacked_mb=20), long_text_bomb(2_000))


def test_a_file_that_takes_too_much_processor_time_is_told() -> None:
    wide = b"\n".join([b"1," * 90] * 200_000)
    limited = ReadingSettings(processes=1, cpu_seconds=1, memory_mb=8000)
    assert told(limited, wide, "a.csv") == "读这个文件用的计算时间超过 1 秒，已经停止。"


def test_a_process_that_is_stopped_is_told_by_the_clock_and_replaced() -> None:
    with reading(ReadingSettings(processes=1, wall_seconds=20)) as read:
        read(GOOD, "a.xlsx")
        (stalled,) = workers()
        os.kill(stalled, signal.SIGSTOP)
        with reading(ReadingSettings(processes=1)) as other:
            assert other(GOOD, "b.xlsx").meta
        with pytest.raises(UnreadableWorkbookError, match="用了 20 秒还没有读完"):
            read(GOOD, "a.xlsx")
        assert stalled not in workers()
        assert read(GOOD, "a.xlsx").meta
    assert workers() == set()


def test_what_another_file_left_behind_is_not_held_against_the_next() -> None:
    with reading(ONE) as read:
        read(GOOD, "a.xlsx")
        for worker in workers():
            os.kill(worker, signal.SIGKILL)
        assert read(GOOD, "b.xlsx").meta


@pytest.mark.parametrize(
    ("limit", "words"),
    [({"sheets": 2}, "3 张工作表"), ({"rows": 5}, "大得不正常"), ({"cells": 20}, "大得不正常")],
)
def test_the_limits_of_a_home_are_the_readers(limit: dict[str, int], words: str) -> None:
    sheets = {name: [["x"] * 5] * 8 for name in ("一", "二", "三")}
    limited = ReadingSettings(processes=1, **limit)  # type: ignore[arg-type]
    with (
        reading(limited) as read,
        pytest.raises(UnreadableWorkbookError, match=words) as error,
    ):
        read(write_xlsx(sheets), "a.xlsx")
    assert error.value.fix


def test_no_more_processes_run_than_allowed_and_none_is_left() -> None:
    with reading(ReadingSettings(processes=2)) as read, ThreadPoolExecutor(4) as threads:
        books = list(threads.map(lambda n: read(GOOD, f"{n}.xlsx"), range(12)))
        assert len(workers()) <= 2
    assert [book.name for book in books] == [f"{n}.xlsx" for n in range(12)]
    assert workers() == set()


def test_processes_end_when_the_one_that_started_them_is_killed() -> None:
    code = """
import sys, time
from orchestration.reading import reading
from orchestration.settings import ReadingSettings
with reading(ReadingSettings(processes=1)) as read:
    read(b"a,b", "a.csv")
    print("read", flush=True)
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"read\n"
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
        assert children
        parent.kill()
    until = time.monotonic() + 20
    while any(Path(f"/proc/{child}").exists() for child in children):
        assert time.monotonic() < until, "a reading process outlives its parent"
        time.sleep(0.05)


def test_a_reading_process_loads_nothing_heavy_even_while_it_reads(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(GOOD)
    code = (
        "import sys, pathlib, orchestration.reading_worker as worker;"
        "worker.hand_over(['学校标识码', '学籍基数']);"
        "worker.read_workbook(pathlib.Path(sys.argv[1]), 'a.xlsx');"
        "print(sorted({'dagster', 'dbt', 'pandera', 'pandas', 'duckdb'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "a.xlsx")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
