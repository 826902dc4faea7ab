"""The verdicts on workbooks made by others: hostile, messy, and good ones of ours among them.

The table names files, what became of each and how the first sentence to its sender begins; nothing
of what is in a file stands in it.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import polars as pl

from orchestration.reading import reading
from orchestration.settings import ReadingSettings
from tests.filled_workbooks import RECEIVED, good_rows, incoming, workbook
from validations.gate import GateResult, IncomingFile, check_batch

DATA = Path(__file__).parents[2].parent / "shared" / "data"
FOLDERS = ("hostile_workbooks", "messy_workbooks")
TABLE = Path(__file__).parent / "strange_files.csv"
_NOT_SENT = ("MANIFEST.csv", "SOURCE.md")
# As if each had been laid into a folder that says what it is.
_DECLARED = ("F01", "2026-2027-1", "360702")


def strange_files() -> list[IncomingFile]:
    """Every file of both folders, declared as a form by its folder."""
    paths = [
        path
        for folder in FOLDERS
        for path in sorted((DATA / folder).iterdir())
        if path.name not in _NOT_SENT
    ]
    return [incoming(path.read_bytes(), path.name, path.name, _DECLARED) for path in paths]


def good_files() -> list[IncomingFile]:
    """Forms without a fault."""
    return [
        incoming(workbook(form_id, good_rows(form_id, 5)), f"{form_id}.xlsx", form_id)
        for form_id in ("F01", "F02", "F04", "F07")
    ]


def judge_strange(files: list[IncomingFile]) -> GateResult:
    """One batch through the gate, read in processes as intake does it."""
    with reading(ReadingSettings()) as read:
        return check_batch(files, RECEIVED, "20261102T200000-000000", read=read)


def verdicts(result: GateResult) -> str:
    """The table as CSV: file, status, rule, how the first sentence begins."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["file", "status", "rule_id", "words"])
    for file in result.submissions.iter_rows(named=True):
        found = result.findings.filter(pl.col("submission_id") == file["submission_id"])
        wrong = found.filter(severity="必改")
        first = (found if wrong.is_empty() else wrong).row(0, named=True) if found.height else {}
        words = first.get("words", "").partition("。")[0]
        if first.get("rule_id", "").startswith("T"):  # where it stands and its mask are content
            words = words[max(words.find("整个"), 0) :]
        words = re.sub("“[^”]*”", "“…”", words)
        carried = found.filter(rule_id="W19")["words"].to_list()
        told = "；".join([words, *(text.partition("，")[0] for text in carried)])
        writer.writerow([file["submission_id"], file["status"], first.get("rule_id", ""), told])
    return stream.getvalue()


def batch_of_all() -> list[IncomingFile]:
    """The strange files with the good ones strewn among them."""
    good, batch = good_files(), strange_files()
    apart = len(batch) // len(good) + 1
    for number, file in enumerate(good):
        batch.insert(number * apart, file)
    return batch


def update_table() -> str:
    """Write the table anew; a word on what was done."""
    if not all((DATA / folder).exists() for folder in FOLDERS):
        return "left alone, the strange files are not here"
    table = verdicts(judge_strange(batch_of_all()))
    is_same = TABLE.exists() and TABLE.read_text("utf-8") == table
    TABLE.write_text(table, "utf-8")
    return "same" if is_same else "rewritten"
