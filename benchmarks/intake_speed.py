"""How fast the gate takes in a round of screening, beside bare reading of the same files.

Makes 300 filled F02 workbooks of 500 rows in a temporary folder, then in one fresh process
measures, turn about: fastexcel alone on two threads, read + normalise + gate in this process, and
the same with reading in two processes under limits, as intake does it. Prints the times, their
ratio to bare reading (limit 3) and the peak memory of that process (limit 1 GB).

    python benchmarks/intake_speed.py [--workbooks 300] [--rows 500]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from validations.incoming import Read

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

RATIO_LIMIT = 3.0
MEMORY_LIMIT_MB = 1000
ROUNDS = 3


def write_workbook(folder: Path, number: int, rows: int) -> None:
    """One school's filled form; every row is good, as most are."""
    from tests.filled_workbooks import good_row, school, workbook

    filled = [
        good_row("F02", number * rows + row) | {"school_code": school(number + 1)}
        for row in range(rows)
    ]
    scope = [[school(number + 1), "示例小学", None, None]]
    (folder / f"{number:04}.xlsx").write_bytes(workbook("F02", filled, scope=scope))


def make_workbooks(folder: Path, workbooks: int, rows: int) -> None:
    """All workbooks, on both cores."""
    with ProcessPoolExecutor(2) as pool:
        for done in [pool.submit(write_workbook, folder, n, rows) for n in range(workbooks)]:
            done.result()


def read_bare(contents: list[bytes]) -> int:
    """The data sheets as fastexcel gives them, on two threads; returns the rows read."""
    import fastexcel

    from validations.forms import FORMS

    title = FORMS["F02"].main.title

    def read(content: bytes) -> int:
        return int(fastexcel.read_excel(content).load_sheet(title).to_polars().height)

    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(read, contents))


def take_in_apart(contents: list[bytes]) -> int:
    """The same with the files read in processes of their own, whose start counts."""
    from orchestration.reading import reading
    from orchestration.settings import ReadingSettings

    with reading(ReadingSettings()) as read:
        return take_in(contents, read)


def take_in(contents: list[bytes], read: Read | None = None) -> int:
    """The same files through reader, normaliser and gate; returns the rows accepted."""
    from tests.filled_workbooks import RECEIVED
    from validations.gate import IncomingFile, check_batch
    from validations.workbook_reader import read_workbook

    files = [
        IncomingFile(f"s{n:04}", f"{n:04}.xlsx", "0" * 64, content, None, None, None)
        for n, content in enumerate(contents)
    ]
    result = check_batch(files, RECEIVED, "20261102T200000-000000", read=read or read_workbook)
    return int(result.submissions["rows_accepted"].sum())


def measure(folder: Path) -> None:
    """Both ways, turn about, the best of each."""
    contents = [path.read_bytes() for path in sorted(folder.glob("*.xlsx"))]
    bare: list[Taken] = []
    gate: list[Taken] = []
    apart: list[Taken] = []
    for _ in range(ROUNDS):
        bare.append(timed(read_bare, contents))
        gate.append(timed(take_in, contents))
        apart.append(timed(take_in_apart, contents))
    ratio = min(apart).seconds / min(bare).seconds
    processor = min(one.processor for one in gate) / min(one.processor for one in bare)
    peak = peak_memory_mb()
    print(f"workbooks {len(contents)}, rows accepted {gate[0].rows}")
    print(f"bare fastexcel, two threads  {min(bare).seconds:6.2f} s   all: {listed(bare)}")
    print(f"read + normalise + gate      {min(gate).seconds:6.2f} s   all: {listed(gate)}")
    print(f"the same, read in processes  {min(apart).seconds:6.2f} s   all: {listed(apart)}")
    print(f"ratio                        {ratio:6.2f}     limit {RATIO_LIMIT}")
    print(f"ratio of processor time      {processor:6.2f}     steadier on a busy machine")
    print(f"peak memory                  {peak:6.0f} MB  limit {MEMORY_LIMIT_MB}")
    if ratio > RATIO_LIMIT or peak > MEMORY_LIMIT_MB:
        raise SystemExit(1)


class Taken(NamedTuple):
    """One measured run: by the clock, by the processor, and its rows."""

    seconds: float
    processor: float
    rows: int


def timed(work: Callable[[list[bytes]], int], contents: list[bytes]) -> Taken:
    """Run once and take the time."""
    start, used = perf_counter(), process_time()
    rows = work(contents)
    return Taken(perf_counter() - start, process_time() - used, rows)


def peak_memory_mb() -> float:
    """Peak resident memory of this process image, in MB.

    From /proc where there is one: ``ru_maxrss`` would carry over the peak of the parent.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(text for text in status.read_text().splitlines() if text.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def listed(runs: list[Taken]) -> str:
    """Times by the clock as one line."""
    return ", ".join(f"{run.seconds:.2f}" for run in runs)


def main() -> None:
    """Make the workbooks, then measure in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workbooks", type=int, default=300)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        measure(given.measure)
        return
    with tempfile.TemporaryDirectory() as folder:
        start = perf_counter()
        make_workbooks(Path(folder), given.workbooks, given.rows)
        print(f"made in {perf_counter() - start:.0f} s")
        command = [sys.executable, __file__, "--measure", folder]
        raise SystemExit(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    main()
