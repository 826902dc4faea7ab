"""Columns and types of every table of the lake, the same for each batch.

What the gate writes is stated by the gate and the form classes; only the events are our own.
"""

from __future__ import annotations

from functools import cache

import polars as pl

Schema = dict[str, pl.DataType | type[pl.DataType]]

EVENTS: Schema = {
    "event_id": pl.String,
    "event_type": pl.String,
    "occurred_at": pl.Datetime("us"),
    "who": pl.String,
    "subject": pl.String,
    "payload": pl.String,
}


@cache
def lake_tables() -> dict[str, Schema]:
    """Every table of the lake with its columns, form tables included."""
    from validations.findings import FINDING_SCHEMA
    from validations.form_columns import lake_schema
    from validations.forms import SHEETS
    from validations.scope_table import SCOPE_SCHEMA
    from validations.submission_table import SUBMISSION_SCHEMA

    fixed: dict[str, Schema] = {
        "submissions": SUBMISSION_SCHEMA,
        "submission_scopes": SCOPE_SCHEMA,
        "findings": FINDING_SCHEMA,
        "events": EVENTS,
    }
    return fixed | {sheet.lake_table: dict(lake_schema(sheet)) for sheet in SHEETS.values()}
