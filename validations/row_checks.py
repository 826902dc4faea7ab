"""One pandera call over all rows of a form, and which of its failures are worth telling.

A failure that only follows from a fault already told at the same cell is dropped. The words are
made in ``row_findings``.
"""

from collections.abc import Sequence
from typing import Any

import pandera.polars as pa
import polars as pl

from validations.column_rules import SUFFIX_OF_CHECK
from validations.forms import RULES, FormSheet

# row: index of the row; column_name: the cell; rule_id; detail: words for {detail}, if any.
FAULT_SCHEMA: dict[str, Any] = {
    "row": pl.UInt32,
    "column_name": pl.String,
    "rule_id": pl.String,
    "detail": pl.String,
}


def check_rows(sheet: FormSheet, rows: pl.DataFrame, spoilt: pl.DataFrame) -> pl.DataFrame:
    """Faults of typed rows with context, in the columns of ``FAULT_SCHEMA``.

    ``spoilt`` (row, column_name) are cells whose fault is known: nothing more is said of them,
    nor of a rule that looks at them.
    """
    failures = _failures(sheet, rows)
    own = failures.filter(~pl.col("rule_id").is_in(list(RULES)))
    own = own.join(spoilt, on=["row", "column_name"], how="anti")
    spoilt = pl.concat([spoilt, own.select("row", "column_name")]).unique()
    return pl.concat([own, _untouched(failures, spoilt, rows)])


def _failures(sheet: FormSheet, rows: pl.DataFrame) -> pl.DataFrame:
    """What pandera finds, its checks named by rule id."""
    if rows.is_empty():
        return pl.DataFrame(schema=FAULT_SCHEMA)
    try:
        sheet.columns.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases: pl.DataFrame = error.failure_cases
    else:
        return pl.DataFrame(schema=FAULT_SCHEMA)
    if cases["index"].null_count():
        broken = cases.filter(pl.col("index").is_null()).head(1).to_dicts()
        raise TypeError(f"{sheet.sheet_id}: the rows do not fit their own class: {broken}")
    # A check shows as its error text: the rule's id, or pandera's name with its limits.
    name = (
        pl.col("check")
        .str.extract(r"^(\w+)")
        .replace_strict(SUFFIX_OF_CHECK, default=None, return_dtype=pl.String)
    )
    own_id = pl.format(f"{sheet.sheet_id}.{{}}.{{}}", "column", name)
    return cases.select(
        pl.col("index").cast(pl.UInt32).alias("row"),
        pl.col("column").alias("column_name"),
        pl.when(name.is_null()).then("check").otherwise(own_id).alias("rule_id"),
        pl.lit(None, pl.String).alias("detail"),
    ).unique(maintain_order=True)


def _untouched(failures: pl.DataFrame, spoilt: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Failures of class rules none of whose cells is spoilt, placed at the cell at fault."""
    kept: list[pl.DataFrame] = [pl.DataFrame(schema=FAULT_SCHEMA)]
    for (rule_id,), found in failures.group_by("rule_id", maintain_order=True):
        rule = RULES.get(str(rule_id))
        if rule is None:
            continue
        touched = spoilt.filter(pl.col("column_name").is_in(rule.columns)).select("row")
        found = found.join(touched, on="row", how="anti")
        if rule.at is not None and not found.is_empty():
            at = rows[rule.at].gather(found["row"])
            found = found.with_columns(at.fill_null(rule.columns[0]).alias("column_name"))
        kept.append(found)
    return pl.concat(kept)


def concat_faults(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Faults from several sources as one frame."""
    return pl.concat(
        [pl.DataFrame(schema=FAULT_SCHEMA), *(part.select(list(FAULT_SCHEMA)) for part in parts)]
    )
