"""How fast faulty workbooks come back marked.

Makes filled F02 workbooks of 500 rows with a fault in every tenth row, judges them, then measures
the marking alone (package opened, cells, notes and list written) and, beside it, receipts of good
files. Prints both times; ends with 1 where the marked ones take 60 s or more for a hundred.

    python benchmarks/returns_speed.py [--workbooks 100] [--rows 500]
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from functools import partial
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

LIMIT_SECONDS_A_HUNDRED = 60.0
ISSUED = datetime(2026, 9, 1)  # noqa: DTZ001  naive Beijing time, as everywhere


def filled(rows: int, number: int) -> bytes:
    """One school's form as handed out, every tenth row with two faults."""
    import polars as pl

    from reports.submission_form import build_form
    from reports.workbook import workbook_bytes
    from tests.filled_workbooks import PERIODS, UNIT, good_row, school
    from validations.forms import FORMS

    code = school(number + 1)
    every = [good_row("F02", number * rows + row) | {"school_code": code} for row in range(rows)]
    for row in every[::10]:
        row |= {"sex": "未知", "total_score": 999}
    scope = pl.DataFrame({"school_code": [code], "school_name": ["示例小学"]})
    frame = pl.DataFrame(every, infer_schema_length=None)
    book = build_form(FORMS["F02"], PERIODS["F02"], UNIT, ISSUED, scope, rows={"F02": frame})
    return workbook_bytes(book, ISSUED)


def main() -> None:
    """Make, judge, mark, and compare with the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workbooks", type=int, default=100)
    parser.add_argument("--rows", type=int, default=500)
    given = parser.parse_args()

    from orchestration.return_files import make_return
    from reports.annotated_return import Return
    from tests.filled_workbooks import incoming, judge
    from validations.workbook_reader import read_workbook

    with ProcessPoolExecutor(2) as pool:
        contents = list(pool.map(partial(filled, given.rows), range(given.workbooks)))
    files = [incoming(c, f"{n:04}.xlsx", f"s-{n:04}") for n, c in enumerate(contents)]
    result = judge(*files)
    findings = result.findings.partition_by("submission_id", as_dict=True)
    until = date(2026, 12, 2)
    start = perf_counter()
    size = marks = 0
    submissions = list(result.submissions.sort("submission_id").iter_rows(named=True))
    for content, submission in zip(contents, submissions, strict=True):
        said = Return(submission, findings[submission["submission_id"],], until)
        made = make_return(said, lambda content=content: content, read_workbook)
        assert made.kind == "marked", made.kind
        size, marks = size + len(made.content), marks + said.findings.height
    seconds = perf_counter() - start
    start = perf_counter()
    for submission in submissions:
        empty = result.findings.clear()
        make_return(Return(submission | {"status": "accepted"}, empty), None, read_workbook)
    receipts = perf_counter() - start
    print(f"workbooks {len(contents)} of {given.rows} rows, {marks} faults, {size / 1e6:.1f} MB")
    a_hundred = seconds / len(contents) * 100
    print(f"marked    {seconds:6.2f} s   a hundred: {a_hundred:.2f} s (limit 60)")
    print(f"receipts  {receipts:6.2f} s")
    if a_hundred >= LIMIT_SECONDS_A_HUNDRED:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
