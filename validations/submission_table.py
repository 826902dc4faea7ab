"""The table ``submissions``: one row a file, its counts, and what became of it.

Counts are taken from rows and findings as they stand; nothing is judged here.
"""

from collections.abc import Sequence
from typing import Any

import polars as pl

from validations.form_rows import FormRows
from validations.forms import Severity
from validations.incoming import OpenedFile
from validations.tripwire_book import safe_name

SUBMISSION_SCHEMA: dict[str, Any] = {
    "submission_id": pl.String,
    "batch_id": pl.String,
    "received_at": pl.Datetime("us"),
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
_SAID = (
    "submission_id",
    "file_name",
    "file_sha256",
    "file_size",
    "form_id",
    "template_version",
    "revision",
    "period",
    "unit_code",
    "declared_by",
)
_ROW_SCHEMA: dict[str, Any] = {
    "submission_id": pl.String,
    "is_rejected": pl.Boolean,
    "is_held": pl.Boolean,
}


def submission_table(
    opened: Sequence[OpenedFile],
    judged: dict[str, FormRows],
    counts: pl.DataFrame,
    found: pl.DataFrame,
    decided: pl.DataFrame,
) -> pl.DataFrame:
    """One row a file, in the order given, without the batch's own columns.

    ``decided`` has the rows of 待办表: submission_id, is_rejected.
    """
    said = pl.DataFrame(
        [
            {
                "submission_id": file.submission_id,
                "file_name": safe_name(file.file_name),
                "file_sha256": file.sha256,
                "file_size": file.size,
                "form_id": file.declares.form_id,
                "template_version": file.declares.template_version,
                "revision": file.declares.revision,
                "period": file.declares.period,
                "unit_code": file.declares.unit_code,
                "declared_by": file.declares.declared_by,
                "is_unreadable": file.is_unreadable,
                "quarantined_rows": file.quarantined_rows,
            }
            for file in opened
        ],
        schema={name: SUBMISSION_SCHEMA[name] for name in _SAID}
        | {"is_unreadable": pl.Boolean, "quarantined_rows": pl.Int64},
    )
    nil = counts.group_by("submission_id").agg(has_nil=pl.col("is_nil").any())
    return (
        said.join(
            _row_counts(judged, decided), on="submission_id", how="left", maintain_order="left"
        )
        .join(_finding_counts(found), on="submission_id", how="left", maintain_order="left")
        .join(nil, on="submission_id", how="left", maintain_order="left")
        .with_columns(pl.col("^rows_.*|.*_count$").fill_null(0), pl.col("has_nil").fill_null(False))
        .with_columns(
            pl.max_horizontal(name, pl.col("quarantined_rows").fill_null(0)).alias(name)
            for name in ("rows_read", "rows_rejected")
        )
        .with_columns(_status().alias("status"))
    )


def _status() -> pl.Expr:
    """What became of a submission; totals left out are no fault of it.

    Personal data anywhere in a workbook take all of it, whatever else is right in it.
    """
    has_something = (pl.col("rows_accepted") > 0) | pl.col("has_nil")
    return (
        pl.when("is_unreadable")
        .then(pl.lit("unreadable"))
        .when(pl.col("quarantined_rows").is_not_null())
        .then(pl.lit("quarantined"))
        .when(~has_something)
        .then(pl.lit("rejected"))
        .when(pl.col("must_fix_count") > 0)
        .then(pl.lit("partly_accepted"))
        .otherwise(pl.lit("accepted"))
    )


def _row_counts(judged: dict[str, FormRows], decided: pl.DataFrame) -> pl.DataFrame:
    """Rows read, accepted, rejected, held by submission; totals and notes count as rejected."""
    parts = [pl.DataFrame(schema=_ROW_SCHEMA), decided.with_columns(is_held=False)]
    for rows in judged.values():
        is_held = pl.col("is_held") if "is_held" in rows.rows.columns else pl.lit(False)
        parts.append(rows.rows.select("submission_id", "is_rejected", is_held.alias("is_held")))
        left_out = rows.left_out.select("submission_id", is_rejected=True, is_held=False)
        parts.append(left_out)
    is_out = pl.col("is_rejected")
    return (
        pl.concat(parts)
        .group_by("submission_id")
        .agg(
            rows_read=pl.len().cast(pl.Int64),
            rows_accepted=(~is_out).sum().cast(pl.Int64),
            rows_rejected=is_out.sum().cast(pl.Int64),
            rows_held=(pl.col("is_held") & ~is_out).sum().cast(pl.Int64),
        )
    )


def _finding_counts(found: pl.DataFrame) -> pl.DataFrame:
    return found.group_by("submission_id").agg(
        (pl.col("severity") == severity.value).sum().cast(pl.Int64).alias(f"{name}_count")
        for name, severity in (
            ("must_fix", Severity.MUST_FIX),
            ("explain", Severity.EXPLAIN),
            ("note", Severity.NOTE),
        )
    )
