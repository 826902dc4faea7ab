"""Faults of cells → findings with address, words and the value as it may be shown.

Only rows at fault are looked at one by one. What is a fault is decided before.
"""

from datetime import date
from functools import cache
from string import Formatter
from typing import Any

import polars as pl

from validations.cell_values import ruined_by_float
from validations.code_lists import UnknownCodeError, label_of
from validations.column_rules import column_rules
from validations.file_rules import FILE_RULES
from validations.findings import FOUND_SCHEMA
from validations.form_columns import Column, columns_of
from validations.forms import RULES, FormSheet, Rule, Severity
from validations.vocabulary import why_unknown

_SHOWN_LENGTH = 40
_OWN = ("title", "value", "detail")
_Said = tuple[str, str, str | None]  # words, fix, value shown
_ADDRESS = ("submission_id", "sheet", "row_number", "scope_code")


def row_findings(
    sheet: FormSheet,
    faults: pl.DataFrame,
    text: pl.DataFrame,
    typed: pl.DataFrame,
    letters: dict[tuple[str, str, str], str],
) -> pl.DataFrame:
    """Findings for the faults of one sheet's rows.

    ``text`` and ``typed`` are the same rows before and after conversion, ``text`` with personal
    data masked; ``letters`` gives (submission, sheet, column) -> column letter.
    """
    parts = [pl.DataFrame(schema=FOUND_SCHEMA)]
    for (rule_id,), group in faults.group_by("rule_id", maintain_order=True):
        rule = _rule(sheet, str(rule_id))
        parts.append(_findings_of_rule(sheet, rule, group, text, typed, letters))
    return pl.concat(parts)


def _findings_of_rule(
    sheet: FormSheet,
    rule: Rule,
    group: pl.DataFrame,
    text: pl.DataFrame,
    typed: pl.DataFrame,
    letters: dict[tuple[str, str, str], str],
) -> pl.DataFrame:
    """All findings under one rule; like rows share their sentences."""
    columns = {column.name: column for column in columns_of(sheet)}
    rows, names = group["row"], group["column_name"].to_list()
    places = typed.select(_ADDRESS).gather(rows)
    named = _fields(rule) & {*typed.columns, "row", "scope"} - set(_OWN)
    said = typed.with_columns(row="row_number", scope="scope_code").select(sorted(named))
    given = said.gather(rows).rows() if named else [()] * len(names)
    cells = [text[name][row] for name, row in zip(names, rows, strict=True)]

    @cache
    def say(values: tuple[Any, ...], name: str, cell: str | None, detail: str | None) -> _Said:
        return _say(
            rule, dict(zip(sorted(named), values, strict=True)), columns, name, cell, detail
        )

    sentences = [
        say(*key) for key in zip(given, names, cells, group["detail"].to_list(), strict=True)
    ]
    where = zip(places["submission_id"], places["sheet"], names, strict=True)
    letter = pl.Series([letters.get(place, "A") for place in where], dtype=pl.String)
    return places.with_columns(
        pl.lit(rule.rule_id).alias("rule_id"),
        pl.lit(rule.severity.value).alias("severity"),
        pl.Series("words", [said[0] for said in sentences], dtype=pl.String),
        pl.Series("fix", [said[1] for said in sentences], dtype=pl.String),
        (letter + places["row_number"].cast(pl.String)).alias("cell"),
        pl.Series("column_name", names, dtype=pl.String),
        pl.Series("value_shown", [said[2] for said in sentences], dtype=pl.String),
        _is_explained(typed, rows, rule).alias("is_explained"),
    ).select(list(FOUND_SCHEMA))


def _rule(sheet: FormSheet, rule_id: str) -> Rule:
    return RULES.get(rule_id) or FILE_RULES.get(rule_id) or column_rules(sheet.sheet_id)[rule_id]


def _fields(rule: Rule) -> set[str]:
    """The names in braces of a rule's words and fix."""
    parts = (*Formatter().parse(rule.words), *Formatter().parse(rule.fix))
    return {name for _, name, _, _ in parts if name}


def _is_explained(typed: pl.DataFrame, rows: pl.Series, rule: Rule) -> pl.Series:
    """Whether each row gives its reason: a code, and words where the code is 其他."""
    if rule.severity is not Severity.EXPLAIN:
        return pl.Series([False]).new_from_index(0, len(rows))
    is_given = (pl.col("explain_code") != "other") | pl.col("explain").is_not_null()
    reasons = typed.select("explain_code", "explain").gather(rows)
    return reasons.select(is_given.fill_null(False)).to_series()


def _say(
    rule: Rule,
    given: dict[str, Any],
    columns: dict[str, Column],
    name: str,
    cell: str | None,
    detail: str | None,
) -> _Said:
    """Words, fix and the value shown, for one row and one cell."""
    values = {key: _in_words(key, value, columns) for key, value in given.items()}
    shown = _shown(columns[name], cell)
    is_noted = rule.rule_id.endswith((".blank", ".zero"))  # a sign for nothing, fit to show
    value = detail if is_noted else shown
    values["title"] = columns[name].title
    values["value"] = "（空）" if value is None else value
    values["detail"] = _why(rule, columns[name], shown) if detail is None else detail
    return rule.words.format_map(values), rule.fix.format_map(values), shown


def _why(rule: Rule, column: Column, shown: str | None) -> str:
    """What more is known of a wrong code or word; empty if nothing."""
    why = None
    if shown and rule.rule_id.endswith(".pattern"):
        why = ruined_by_float(shown, column.pattern)
    elif shown and column.list_name and rule.rule_id.endswith(".list"):
        why = why_unknown(column.list_name, shown)
    return f"（{why}）" if why else ""


def _in_words(name: str, value: Any, columns: dict[str, Column]) -> str:
    """A value of a row as a person writes it: labels for codes, ISO days, no trailing .0."""
    if value is None:
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.15g}" if abs(value) < 1e15 else f"{value:.0f}"
    if isinstance(value, date):
        return value.isoformat()
    column = columns.get(name)
    list_name = "unit" if name == "declared_unit" else column.list_name if column else None
    if list_name is None or not isinstance(value, str):
        return str(value)
    return "；".join(_label(list_name, code) for code in value.split(";"))


def _label(list_name: str, code: str) -> str:
    try:
        return label_of(list_name, code)
    except UnknownCodeError:
        return code


def _shown(column: Column, text: str | None) -> str | None:
    """The cell as a finding may show it: free text never, a token only if it looks like one."""
    if text is None or column.kind == "text":
        return None
    if column.name.endswith("_token") and not text.isascii():
        return "（已隐去）"
    return text[:_SHOWN_LENGTH]
