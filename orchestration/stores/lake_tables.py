"""Columns and types of every table of the lake, the same for each batch.

Form tables come from the form classes; what a column means is said there, not here.
"""

from __future__ import annotations

from functools import cache

import polars as pl

Schema = dict[str, pl.DataType | type[pl.DataType]]

_STAMP = pl.Datetime("us")

SUBMISSIONS: Schema = {
    "submission_id": pl.String,
    "batch_id": pl.String,
    "received_at": _STAMP,
    "file_name": pl.String,
    "file_sha256": pl.String,
    "file_size": pl.Int64,
    "form_id": pl.String,
    "template_version": pl.String,
    "revision": pl.Int32,
    "period": pl.String,
    "unit_code": pl.String,
    "declared_by": pl.String,
    "status": pl.String,
    "rows_read": pl.Int64,
    "rows_accepted": pl.Int64,
    "rows_rejected": pl.Int64,
    "rows_held": pl.Int64,
    "must_fix_count": pl.Int64,
    "explain_count": pl.Int64,
    "note_count": pl.Int64,
}

SUBMISSION_SCOPES: Schema = {
    "submission_id": pl.String,
    "batch_id": pl.String,
    "received_at": _STAMP,
    "form_id": pl.String,
    "period": pl.String,
    "unit_code": pl.String,
    "scope_code": pl.String,
    "revision": pl.Int32,
    "rows_read": pl.Int64,
    "rows_accepted": pl.Int64,
    "rows_rejected": pl.Int64,
    "is_nil": pl.Boolean,
    "is_declared": pl.Boolean,
    "must_fix_count": pl.Int64,
    "content_digest": pl.String,
}

FINDINGS: Schema = {
    "submission_id": pl.String,
    "batch_id": pl.String,
    "received_at": _STAMP,
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

EVENTS: Schema = {
    "event_id": pl.String,
    "event_type": pl.String,
    "occurred_at": _STAMP,
    "who": pl.String,
    "subject": pl.String,
    "payload": pl.String,
}


@cache
def lake_tables() -> dict[str, Schema]:
    """Every table of the lake with its columns, form tables included."""
    from validations.form_columns import lake_schema
    from validations.forms import FORMS

    fixed = {
        "submissions": SUBMISSIONS,
        "submission_scopes": SUBMISSION_SCOPES,
        "findings": FINDINGS,
        "events": EVENTS,
    }
    return fixed | {form.lake_table: dict(lake_schema(form)) for form in FORMS.values()}
