"""Findings: the record of one fault, and many of them as a frame.

What the rules say stands in the form classes and in ``file_rules``; how a fault is found does
not belong here either.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import polars as pl

from validations.file_rules import FILE_RULES
from validations.forms.rules import Severity
from validations.tripwire import without_personal

FINDING_SCHEMA: dict[str, Any] = {
    "submission_id": pl.String,
    "batch_id": pl.String,
    "received_at": pl.Datetime("us"),
    "form_id": pl.String,
    "period": pl.String,
    "unit_code": pl.String,
    "scope_code": pl.String,
    "file_name": pl.String,
    "sheet": pl.String,
    "cell": pl.String,
    "row_number": pl.Int64,
    "column_name": pl.String,
    "rule_id": pl.String,
    "severity": pl.String,
    "words": pl.String,
    "fix": pl.String,
    "value_shown": pl.String,
    "is_explained": pl.Boolean,
}


@dataclass(frozen=True)
class Finding:
    """One fault of one file: where, which rule, and both sentences ready to be read."""

    submission_id: str
    rule_id: str
    severity: Severity
    words: str
    fix: str
    sheet: str | None = None
    cell: str | None = None
    row_number: int | None = None
    column_name: str | None = None
    scope_code: str | None = None
    value_shown: str | None = None
    is_explained: bool = False


FOUND_SCHEMA = {name: FINDING_SCHEMA[name] for name in (f.name for f in fields(Finding))}


def found_frame(findings: Iterable[Finding]) -> pl.DataFrame:
    """Findings as a frame in the columns of ``Finding``."""
    rows = [
        tuple(
            value.value if isinstance(value := getattr(finding, name), Severity) else value
            for name in FOUND_SCHEMA
        )
        for finding in findings
    ]
    return pl.DataFrame(rows, schema=FOUND_SCHEMA, orient="row")


def file_finding(
    submission_id: str, rule_id: str, values: dict[str, Any] | None = None, **where: Any
) -> Finding:
    """A finding under one of ``FILE_RULES``, its words filled with ``values``.

    A header or a sheet's name may hold personal numbers too; they are masked here.
    """
    rule = FILE_RULES[rule_id]
    given = {
        name: without_personal(value, is_bare_watched=False) if isinstance(value, str) else value
        for name, value in (values or {}).items()
    }
    return Finding(
        submission_id=submission_id,
        rule_id=rule_id,
        severity=rule.severity,
        words=rule.words.format_map(given),
        fix=rule.fix.format_map(given),
        **where,
    )
