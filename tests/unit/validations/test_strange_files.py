"""Workbooks nobody here made: each is read or told in words, and none takes the reader down."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data"
# Address space, not memory: polars alone reserves one gigabyte.
LIMIT_BYTES = 4 << 30

READ_ALL = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from validations.workbook_reader import UnreadableWorkbookError, read_workbook
for path in sorted(Path(sys.argv[2]).iterdir()):
    print(path.name, end=": ", flush=True)
    try:
        book = read_workbook(path, path.name)
        print("read", len(book.sheets), "sheets")
    except UnreadableWorkbookError as error:
        print("told", error.words)
"""


@pytest.mark.real_input
@pytest.mark.parametrize("folder", ["messy_workbooks", "hostile_workbooks", "payloads"])
def test_every_strange_file_is_read_or_told(folder: str) -> None:
    if not (DATA / folder).exists():
        pytest.skip(f"the folder {folder} of real files is not beside this project")
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(LIMIT_BYTES), str(DATA / folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-300:] + done.stderr[-500:]
    lines = done.stdout.splitlines()
    assert len(lines) == len(list((DATA / folder).iterdir()))
    assert sum(": read" in line for line in lines) >= len(lines) / 3


@pytest.mark.real_input
def test_the_school_census_of_another_country_is_told_to_be_no_form() -> None:
    census = DATA / "inep_escolas_tocantins_2025" / "Escolas-to.xlsx"
    if not census.exists():
        pytest.skip("the census workbook is not beside this project")
    from tests.filled_workbooks import incoming, judge

    content = census.read_bytes()
    folder = ("F01", "2026-2027-1", "360702")
    result = judge(incoming(content, census.name), incoming(content, census.name, "s2", folder))
    assert result.findings.select("submission_id", "rule_id").rows() == [
        ("s1", "W03"),
        ("s2", "W10"),
    ]
    assert all("这不是心晴的报表" in words for words in result.findings["words"])
    assert result.submissions["rows_accepted"].to_list() == [0, 0]
