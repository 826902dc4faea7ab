"""The gate: a batch of files → accepted rows, findings, and what became of each submission.

It judges a file against itself, the seeds and what the office decided; other files, the register
of schools and the past are the warehouse's affair (X-rules).
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from validations.decided import NOTHING_KNOWN, Known
from validations.decisions import judge_decisions
from validations.findings import FINDING_SCHEMA, Finding, file_finding, found_frame
from validations.form_columns import lake_schema
from validations.form_rows import UNMAPPED_SCHEMA, FormRows, judge_rows
from validations.forms import FORMS, SHEETS
from validations.home_spellings import with_home_spellings
from validations.incoming import IncomingFile, OpenedFile, Read, gather, open_file
from validations.scope_table import (
    COUNT_SCHEMA,
    SCOPE_SCHEMA,
    scope_counts,
    scope_findings,
    scope_table,
)
from validations.scopes import listed_frame
from validations.submission_table import SUBMISSION_SCHEMA, submission_table
from validations.workbook_reader import read_workbook

__all__ = ["GateResult", "IncomingFile", "check_batch"]

# Reading is bound by the two cores of a small server; more threads gain nothing.
READERS = 2


@dataclass(frozen=True)
class GateResult:
    """What the gate makes of a batch, as frames of the lake's tables.

    ``rows`` has every form's lake table, empty ones too; ``unmapped`` (list_name, word, count)
    are words of lists that no seed knows; ``decisions`` what the office decided, not yet sealed.
    """

    submissions: pl.DataFrame
    scopes: pl.DataFrame
    findings: pl.DataFrame
    rows: dict[str, pl.DataFrame]
    unmapped: pl.DataFrame
    decisions: pl.DataFrame


def check_batch(
    files: Sequence[IncomingFile],
    received_at: datetime,
    batch_id: str,
    known: Known = NOTHING_KNOWN,
    *,
    read: Read = read_workbook,
    readers: int = READERS,
) -> GateResult:
    """Read and judge every file; ``received_at`` (Beijing time) is the only clock.

    ``known`` is what the home had decided by then: spellings, questions settled, parameters.
    A file that cannot be read is a submission with a finding, never an exception; ``read`` is
    called from ``readers`` threads and may have the reading done elsewhere.
    """
    received_on, parameters = received_at.date(), known.parameters
    with ThreadPoolExecutor(readers) as pool:
        opened = list(pool.map(lambda file: open_file(file, received_on, parameters, read), files))
    given = with_home_spellings(gather(opened, received_on), known.aliases)
    judged = {sheet_id: judge_rows(text, parameters) for sheet_id, text in given.items()}
    decided = judge_decisions([file.decisions for file in opened if file.decisions], known)
    counts = _counts(opened, judged)
    found = _findings(opened, judged, counts, decided.findings)
    stamp = (
        pl.lit(batch_id).alias("batch_id"),
        pl.lit(received_at, pl.Datetime("us")).alias("received_at"),
    )
    submissions = submission_table(opened, judged, counts, found, decided.rows)
    said = submissions.select(
        "submission_id", "form_id", "period", "unit_code", "file_name", "revision"
    )
    return GateResult(
        submissions=submissions.with_columns(stamp).select(*SUBMISSION_SCHEMA),
        scopes=scope_table(counts, {id_: rows.accepted for id_, rows in judged.items()}, found)
        .join(said, on="submission_id", maintain_order="left")
        .with_columns(stamp)
        .select(*SCOPE_SCHEMA),
        findings=found.join(said, on="submission_id", maintain_order="left")
        .with_columns(stamp)
        .select(*FINDING_SCHEMA),
        rows=_accepted(judged),
        unmapped=_unmapped(judged),
        decisions=decided.frame(),
    )


_Judged = dict[str, FormRows]


def _counts(opened: Sequence[OpenedFile], judged: _Judged) -> pl.DataFrame:
    """What came of each scope of each submission; a blocked submission reports no nil."""
    blocked = [file.submission_id for file in opened if _is_blocked(file)]
    parts = [pl.DataFrame(schema=COUNT_SCHEMA)]
    for form in FORMS.values():
        listed = listed_frame(file.listed for file in opened if _is_of(file, form.form_id))
        rows = [judged[s.sheet_id].rows for s in form.sheets if s.sheet_id in judged]
        if rows:
            parts.append(scope_counts(form, rows, listed))
    is_nil = pl.col("is_nil") & ~pl.col("submission_id").is_in(blocked)
    return pl.concat(parts).with_columns(is_nil)


def _is_of(file: OpenedFile, form_id: str) -> bool:
    return file.declares.form is not None and file.declares.form.form_id == form_id


def _is_blocked(file: OpenedFile) -> bool:
    """Whether nothing of the file can count: not read, wrongly declared, or no sound sheet."""
    has_sound_sheet = any(not sheet.is_spoilt for sheet in file.sheets)
    return file.is_unreadable or bool(file.declares.must_fix) or not has_sound_sheet


def _findings(
    opened: Sequence[OpenedFile],
    judged: _Judged,
    counts: pl.DataFrame,
    of_decisions: Sequence[Finding],
) -> pl.DataFrame:
    """All findings, those of a file together: file, sheet, then row by row."""
    # A file that counts for nobody is told why; that its schools lack rows would be no news.
    listed = listed_frame(file.listed for file in opened if not _is_blocked(file))
    of_files = [finding for file in opened for finding in file.findings]
    of_scopes = scope_findings(counts, listed)
    found = pl.concat(
        [
            found_frame([*of_files, *_empty_files(opened, judged), *of_scopes, *of_decisions]),
            *(rows.findings for rows in judged.values()),
        ]
    )
    order = pl.DataFrame(
        {"submission_id": [file.submission_id for file in opened]},
        schema={"submission_id": pl.String},
    ).with_row_index("order")
    return (
        found.join(order, on="submission_id", how="left", maintain_order="left")
        .sort("order", "row_number", nulls_last=False, maintain_order=True)
        .drop("order")
    )


def _empty_files(opened: Sequence[OpenedFile], judged: _Judged) -> list[Finding]:
    """A sound file with no data row and no list of schools says nothing of anybody (W14)."""
    filled = {
        submission_id
        for rows in judged.values()
        for submission_id in rows.rows["submission_id"].unique()
    }
    return [
        file_finding(
            file.submission_id,
            "W14",
            {"sheet": file.sheets[0].name},
            sheet=file.sheets[0].name,
            cell=file.sheets[0].first_cell,
        )
        for file in opened
        if not _is_blocked(file) and file.submission_id not in filled and not file.listed.schools
    ]


def _accepted(judged: _Judged) -> dict[str, pl.DataFrame]:
    return {
        sheet.lake_table: judged[sheet_id].accepted.drop("scope_code")
        if sheet_id in judged
        else pl.DataFrame(schema=lake_schema(sheet))
        for sheet_id, sheet in SHEETS.items()
    }


def _unmapped(judged: _Judged) -> pl.DataFrame:
    """Unknown words over all forms, the most frequent first."""
    words = pl.concat(
        [pl.DataFrame(schema=UNMAPPED_SCHEMA), *(rows.unmapped for rows in judged.values())]
    )
    return (
        words.group_by("list_name", "word")
        .agg(pl.col("count").sum())
        .sort("count", "list_name", "word", descending=[True, False, False])
    )
