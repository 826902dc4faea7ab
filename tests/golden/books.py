"""The golden workbooks: name of the file, and how its bytes are made now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reports.blocks import Workbook
from reports.bulletin import build_bulletin
from reports.findings_workbook import build_findings
from reports.submission_form import build_form
from reports.workbook import workbook_bytes
from tests.golden import sample, sample_findings, sample_form

FOLDER = Path(__file__).parent


def _bulletin() -> bytes:
    return workbook_bytes(build_bulletin(sample.bulletin_input()), sample.KNOWN_AT)


def _rehearsal() -> bytes:
    given = sample.bulletin_input(is_rehearsal=True)
    return workbook_bytes(build_bulletin(given), sample.KNOWN_AT)


def _without_rules(book: Workbook) -> bytes:
    """A form without its first sheet, whose rules change with every real form."""
    return workbook_bytes(replace(book, sheets=book.sheets[1:]), sample_form.ISSUED_AT)


def _blank() -> bytes:
    return _without_rules(
        build_form(
            sample_form.FORM, "2026-2027-1", "360702", sample_form.ISSUED_AT, sample_form.scope()
        )
    )


def _filled() -> bytes:
    book = build_form(
        sample_form.FORM,
        "2026-2027-1",
        "360702",
        sample_form.ISSUED_AT,
        sample_form.scope(),
        rows={sample_form.FORM.form_id: sample_form.rows()},
        revision=2,
    )
    return _without_rules(book)


def _findings() -> bytes:
    at = sample_findings.RECEIVED_AT
    return workbook_bytes(
        build_findings(sample_findings.SUBMISSION, sample_findings.findings(), at), at
    )


BOOKS: dict[str, Callable[[], bytes]] = {
    "bulletin.xlsx": _bulletin,
    "bulletin_rehearsal.xlsx": _rehearsal,
    "form_blank.xlsx": _blank,
    "form_filled.xlsx": _filled,
    "findings.xlsx": _findings,
}
