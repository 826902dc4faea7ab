"""All rows of one sheet of a form in a batch: sorted, converted, checked; accepted or not, why.

Files, scopes and counts are the gate's affair. One pandera call does for every workbook.
"""

from dataclasses import dataclass

import polars as pl

from validations.findings import FOUND_SCHEMA
from validations.form_columns import Column, columns_of, lake_schema
from validations.forms import Form, FormSheet
from validations.normalise import normalise
from validations.parameters import Parameters
from validations.row_checks import FAULT_SCHEMA, check_rows, concat_faults
from validations.row_findings import row_findings
from validations.row_kinds import sort_rows
from validations.scopes import scope_of_rows


@dataclass(frozen=True)
class FormRows:
    """``rows`` are typed data rows with scope_code and is_rejected, ``accepted`` the lake's.

    ``left_out`` are totals and notes, rejected too; ``unmapped`` words of lists no seed knows.
    """

    rows: pl.DataFrame
    left_out: pl.DataFrame
    accepted: pl.DataFrame
    findings: pl.DataFrame
    unmapped: pl.DataFrame


@dataclass(frozen=True)
class FormText:
    """The text rows of one sheet of a form, and what is known of them beside.

    ``rows``: submission_id, sheet, row_number, is_1904, declared_period, declared_unit,
    received_on, then the sheet's columns as text. ``cell_faults``: submission_id, sheet,
    row_number, letter, rule_id, detail. ``letters``: (submission, sheet, column) -> letter.
    ``blocked``: (submission, sheet) none of whose rows count. ``listed``: schools a workbook lists.
    """

    form: Form
    sheet: FormSheet
    rows: pl.DataFrame
    cell_faults: pl.DataFrame
    letters: dict[tuple[str, str, str], str]
    blocked: pl.DataFrame
    listed: pl.DataFrame


def judge_rows(given: FormText, parameters: Parameters) -> FormRows:
    """Sort, convert and check the rows of a sheet by the parameters in force."""
    sheet, columns = given.sheet, columns_of(given.sheet)
    sorted_rows = sort_rows(given.rows.with_row_index("row"), columns)
    text = sorted_rows.data
    if text.is_empty() and sorted_rows.left_out.is_empty():
        return _nothing(given)
    known = _known_faults(given, text)
    faults = _all_faults(given, text, known, columns, parameters)
    typed = faults.rows
    findings = [
        row_findings(sheet, faults.faults, text, typed, given.letters),
        _left_out_findings(given, sorted_rows.left_out),
    ]
    rows = typed.with_columns(is_rejected=_is_rejected(typed, findings[0], given.blocked))
    return FormRows(
        rows=rows,
        left_out=sorted_rows.left_out,
        accepted=_accepted(sheet, rows),
        findings=pl.concat(findings),
        unmapped=_unmapped(faults.faults, text, columns),
    )


def _is_rejected(typed: pl.DataFrame, findings: pl.DataFrame, blocked: pl.DataFrame) -> pl.Series:
    """Rows with a 必改 of their own, and all rows of a sheet that does not count."""
    place = ["submission_id", "sheet", "row_number"]
    wrong = findings.filter(severity="必改").select(place).unique()
    marked = typed.select(place)
    for bad, keys in ((wrong, place), (blocked, place[:2])):
        is_bad = pl.col("is_bad").fill_null(False)
        marks = marked.select(keys).join(
            bad.with_columns(is_bad=True), on=keys, how="left", maintain_order="left"
        )
        marked = marked.with_columns(marks.select(is_bad.alias("_".join(["in", keys[-1]]))))
    return marked["in_row_number"] | marked["in_sheet"]


def _nothing(given: FormText) -> FormRows:
    rows = given.rows.clear().with_columns(
        scope_code=pl.lit(None, pl.String), is_rejected=pl.lit(False)
    )
    return FormRows(
        rows=rows,
        left_out=rows,
        accepted=pl.DataFrame(schema=lake_schema(given.sheet) | {"scope_code": pl.String}),
        findings=pl.DataFrame(schema=FOUND_SCHEMA),
        unmapped=pl.DataFrame(schema=UNMAPPED_SCHEMA),
    )


@dataclass(frozen=True)
class _Checked:
    rows: pl.DataFrame
    faults: pl.DataFrame


def _known_faults(given: FormText, text: pl.DataFrame) -> pl.DataFrame:
    """Faults seen before conversion: cells that cannot be trusted.

    ``row`` is the position in ``text``.
    """
    if given.cell_faults.is_empty():
        return concat_faults([])
    names = pl.DataFrame(
        [(*key, letter) for key, letter in given.letters.items()],
        schema=["submission_id", "sheet", "column_name", "letter"],
        orient="row",
    )
    places = text.select("submission_id", "sheet", "row_number").with_row_index("row")
    cells = given.cell_faults.join(names, on=["submission_id", "sheet", "letter"]).join(
        places, on=["submission_id", "sheet", "row_number"]
    )
    return concat_faults([cells])


def _all_faults(
    given: FormText,
    text: pl.DataFrame,
    known: pl.DataFrame,
    columns: tuple[Column, ...],
    parameters: Parameters,
) -> _Checked:
    """Convert the rows and gather every fault of every cell."""
    sheet = given.sheet
    converted = normalise(text.drop("row"), columns)
    told = known.select("row", "column_name").unique()
    problems = converted.problems.join(told, on=["row", "column_name"], how="anti").select(
        "row",
        "column_name",
        pl.format(f"{sheet.sheet_id}.{{}}.{{}}", "column_name", "suffix").alias("rule_id"),
        "detail",
    )
    spoilt = pl.concat(
        [
            told,
            converted.problems.filter(suffix="type").select("row", "column_name"),
            _missing_cells(given, text, columns),
        ]
    ).unique()
    scope = scope_of_rows(given.form, sheet).alias("scope_code")
    rows = sheet.add_context(converted.rows, parameters).with_columns(scope)
    strangers = _strangers(given.form, rows, given.listed)
    return _Checked(
        rows, concat_faults([known, problems, check_rows(sheet, rows, spoilt), strangers])
    )


def _missing_cells(
    given: FormText, text: pl.DataFrame, columns: tuple[Column, ...]
) -> pl.DataFrame:
    """Cells of columns a sheet has not, or has twice: told once at the header, not row by row."""
    parts = [pl.DataFrame(schema={name: FAULT_SCHEMA[name] for name in ("row", "column_name")})]
    place = text.select("submission_id", "sheet").with_row_index("row")
    for (submission_id, sheet), rows in place.group_by("submission_id", "sheet"):
        for column in columns:
            if (str(submission_id), str(sheet), column.name) not in given.letters:
                parts.append(rows.select("row", pl.lit(column.name).alias("column_name")))
    return pl.concat(parts)


def _strangers(form: Form, rows: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """Rows of a school that the workbook's own list leaves out (S03)."""
    if listed.is_empty() or "school_code" not in rows.columns or form.scope_kind != "school":
        return pl.DataFrame(schema=FAULT_SCHEMA)
    listing = listed["submission_id"].unique().implode()
    of_listing = rows.with_row_index("row").filter(
        pl.col("submission_id").is_in(listing), pl.col("scope_code") == pl.col("school_code")
    )
    strangers = of_listing.join(listed, on=["submission_id", "scope_code"], how="anti")
    return strangers.select(
        "row",
        pl.lit("school_code").alias("column_name"),
        pl.lit("S03").alias("rule_id"),
        pl.lit(None, pl.String).alias("detail"),
    )


def _left_out_findings(given: FormText, left_out: pl.DataFrame) -> pl.DataFrame:
    """Totals and notes, each told at the cell that tells."""
    if left_out.is_empty():
        return pl.DataFrame(schema=FOUND_SCHEMA)
    places = left_out.with_row_index("position")
    told = places.select(pl.col("position").alias("row"), "column_name", "rule_id")
    faults = concat_faults([told.with_columns(detail=pl.lit(None, pl.String))])
    rows = left_out.with_columns(scope_code=pl.lit(None, pl.String))
    findings = row_findings(given.sheet, faults, rows, rows, given.letters)
    # Notes carry names: their words are shown nowhere.
    return findings.with_columns(value_shown=pl.lit(None, pl.String))


def _accepted(sheet: FormSheet, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as the lake keeps them (plus scope_code); a held row loses its results."""
    kept = rows.filter(~pl.col("is_rejected"))
    if sheet.results:
        kept = kept.with_columns(
            pl.when(~pl.col("is_held")).then(pl.col(name)).alias(name) for name in sheet.results
        )
    return kept.select(*lake_schema(sheet), "scope_code")


UNMAPPED_SCHEMA = {"list_name": pl.String, "word": pl.String, "count": pl.Int64}


def _unmapped(
    faults: pl.DataFrame, text: pl.DataFrame, columns: tuple[Column, ...]
) -> pl.DataFrame:
    """Unknown words of lists with how often each came, to be mapped by an officer."""
    parts = [pl.DataFrame(schema=UNMAPPED_SCHEMA)]
    for column in columns:
        rule = pl.col("rule_id").str.ends_with(f".{column.name}.list")
        rows = faults.filter(rule)["row"]
        if column.list_name and len(rows):
            words = text[column.name].gather(rows).alias("word").to_frame()
            parts.append(
                words.group_by("word", maintain_order=True)
                .agg(
                    pl.lit(column.list_name).alias("list_name"),
                    pl.len().cast(pl.Int64).alias("count"),
                )
                .select(list(UNMAPPED_SCHEMA))
            )
    return pl.concat(parts)
