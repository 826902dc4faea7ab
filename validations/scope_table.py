"""The table ``submission_scopes``: what came of each school — rows, a nil report, or nothing.

Which submission counts for a school is decided in the warehouse, not here.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from validations.findings import Finding, file_finding
from validations.form_columns import columns_of
from validations.forms import FORMS, SHEETS, Form, FormSheet, Severity
from validations.forms.fields import SCHOOL_CODE

SCOPE_SCHEMA: dict[str, Any] = {
    "submission_id": pl.String,
    "batch_id": pl.String,
    "received_at": pl.Datetime("us"),
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
COUNT_SCHEMA = {
    name: SCOPE_SCHEMA[name]
    for name in (
        "submission_id",
        "scope_code",
        "rows_read",
        "rows_accepted",
        "rows_rejected",
        "is_nil",
        "is_declared",
    )
}
_DIGEST_OF_NOTHING = hashlib.sha256(b"").hexdigest()


def scope_counts(form: Form, sheets: Sequence[pl.DataFrame], listed: pl.DataFrame) -> pl.DataFrame:
    """Per submission and scope: rows read, accepted, rejected, nil, declared, digest of content.

    ``sheets`` are all data rows with ``scope_code`` and ``is_rejected``, a frame a sheet of the
    form; a submission that lists schools speaks for those alone (and for its unit's own rows),
    another for those in its rows.
    """
    keys = ["submission_id", "scope_code"]
    counted = (
        pl.concat(rows.select(*keys, "is_rejected") for rows in sheets)
        .filter(pl.col("scope_code").is_not_null())
        .group_by(keys, maintain_order=True)
        .agg(
            rows_read=pl.len().cast(pl.Int64),
            rows_rejected=pl.col("is_rejected").sum().cast(pl.Int64),
        )
    )
    listing = listed["submission_id"].unique().implode()
    is_unit = ~pl.col("scope_code").str.contains(SCHOOL_CODE)
    all_scopes = counted.join(listed.select(*keys, "says_nil"), on=keys, how="full", coalesce=True)
    is_listed = pl.col("says_nil").is_not_null()
    speaks = is_listed | is_unit | ~pl.col("submission_id").is_in(listing)
    counts = all_scopes.filter(speaks).with_columns(
        pl.col("rows_read", "rows_rejected").fill_null(0), is_listed.alias("is_declared")
    )
    is_nil = pl.col("says_nil").fill_null(False) & (pl.col("rows_read") == 0)
    return counts.select(
        *keys,
        "rows_read",
        (pl.col("rows_read") - pl.col("rows_rejected")).alias("rows_accepted"),
        "rows_rejected",
        is_nil.alias("is_nil"),
        "is_declared",
    ).sort(keys)


def scope_findings(counts: pl.DataFrame, listed: pl.DataFrame) -> list[Finding]:
    """S01 for a listed school with neither rows nor nil, S02 for one with both."""
    keys = ["submission_id", "scope_code"]
    found = []
    for row in listed.join(counts, on=keys, how="inner").iter_rows(named=True):
        is_empty = row["rows_read"] == 0
        if is_empty != row["says_nil"]:
            values = {"name": row["name"], "scope": row["scope_code"]}
            found.append(
                file_finding(
                    row["submission_id"],
                    "S01" if is_empty else "S02",
                    values | {"count": row["rows_read"]},
                    sheet=row["sheet"],
                    cell=row["cell"],
                    row_number=row["row_number"],
                    scope_code=row["scope_code"],
                )
            )
    return found


def scope_table(
    counts: pl.DataFrame, accepted: Mapping[str, pl.DataFrame], found: pl.DataFrame
) -> pl.DataFrame:
    """The counted scopes with their faults and the digest of what was ``accepted`` by sheet."""
    keys = ["submission_id", "scope_code"]
    must_fix = (
        found.filter(severity=Severity.MUST_FIX.value)
        .group_by(keys)
        .agg(must_fix_count=pl.len().cast(pl.Int64))
    )
    return (
        counts.join(must_fix, on=keys, how="left", maintain_order="left")
        .join(content_digests(accepted), on=keys, how="left", maintain_order="left")
        .with_columns(
            pl.col("must_fix_count").fill_null(0),
            pl.col("content_digest").fill_null(_DIGEST_OF_NOTHING),
        )
    )


def content_digests(accepted: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """SHA-256 of the accepted rows of each submission and scope, whatever their order.

    ``accepted`` by sheet; a submission is of one form, so no other sheets' rows meet.
    """
    keys = ["submission_id", "scope_code"]
    schema = {name: SCOPE_SCHEMA[name] for name in keys} | {"line": pl.String}
    parts = [
        rows.select(*keys, _line(SHEETS[sheet_id]).alias("line"))
        for sheet_id, rows in accepted.items()
    ]
    lines = (
        pl.concat([pl.DataFrame(schema=schema), *parts])
        .group_by(keys)
        .agg(pl.col("line").sort().str.join("\x1e"))
    )
    digests = [hashlib.sha256(text.encode()).hexdigest() for text in lines["line"]]
    return lines.select(keys).with_columns(pl.Series("content_digest", digests, dtype=pl.String))


def _line(sheet: FormSheet) -> pl.Expr:
    """A row as text; further sheets of a form say which they are."""
    cells = [pl.col(c.name).cast(pl.String).fill_null("\x00") for c in columns_of(sheet)]
    mark = [] if sheet.sheet_id in FORMS else [pl.lit(f"{sheet.sheet_id}\x1d")]
    return pl.concat_str([*mark, *cells], separator="\x1f")
