"""Faults of cells → findings with address, words and the value as it may be shown.

Only rows at fault are looked at one by one. What is a fault is decided before.
"""

from collections.abc import Callable, Iterator
from datetime import date
from string import Formatter
from typing import Any

import polars as pl

from validations.cell_values import ruined_by_float
from validations.code_lists import UnknownCodeError, label_of
from validations.column_rules import column_rules
from validations.file_rules import FILE_RULES
from validations.findings import Finding, found_frame
from validations.form_columns import Column, columns_of
from validations.forms import RULES, Form, Rule, Severity
from validations.vocabulary import why_unknown

_SHOWN_LENGTH = 40
_OWN = ("title", "value", "detail", "row", "scope")
_ADDRESS = ("submission_id", "sheet", "row_number", "scope_code")


def row_findings(
    form: Form,
    faults: pl.DataFrame,
    text: pl.DataFrame,
    typed: pl.DataFrame,
    letters: dict[tuple[str, str, str], str],
) -> pl.DataFrame:
    """Findings for the faults of one form's rows.

    ``text`` and ``typed`` are the same rows before and after conversion, ``text`` with personal
    data masked; ``letters`` gives (submission, sheet, column) -> column letter.
    """
    found: list[Finding] = []
    columns = {column.name: column for column in columns_of(form)}
    for (rule_id,), group in faults.group_by("rule_id", maintain_order=True):
        rule = _rule(form, str(rule_id))
        fields = _fields(rule)
        say = _sayer(rule, columns)
        in_rows = [name for name in fields if name in typed.columns and name not in _OWN]
        places = typed.select(_ADDRESS).gather(group["row"]).rows()
        values = typed.select(in_rows).gather(group["row"]).iter_rows(named=True) if in_rows else ()
        reasons = _is_explained(typed, group, rule)
        for place, fault, given, is_explained in zip(
            places, group.iter_rows(named=True), _or_empty(values), reasons, strict=False
        ):
            name = fault["column_name"]
            shown = _shown(columns[name], text[name][fault["row"]])
            submission_id, sheet, row_number, scope_code = place
            given |= {"row": row_number, "scope": scope_code}
            words, fix = say(given, shown, fault["detail"], columns[name])
            letter = letters.get((submission_id, sheet, name), "A")
            found.append(
                Finding(
                    submission_id=submission_id,
                    rule_id=rule.rule_id,
                    severity=rule.severity,
                    words=words,
                    fix=fix,
                    sheet=sheet,
                    cell=f"{letter}{row_number}",
                    row_number=row_number,
                    column_name=name,
                    scope_code=scope_code,
                    value_shown=shown,
                    is_explained=is_explained,
                )
            )
    return found_frame(found)


def _rule(form: Form, rule_id: str) -> Rule:
    return RULES.get(rule_id) or FILE_RULES.get(rule_id) or column_rules(form.form_id)[rule_id]


def _fields(rule: Rule) -> list[str]:
    """The names in braces of a rule's words and fix."""
    parts = (*Formatter().parse(rule.words), *Formatter().parse(rule.fix))
    return sorted({name for _, name, _, _ in parts if name})


def _or_empty(values: Any) -> Iterator[dict[str, Any]]:
    yield from values
    while True:
        yield {}


def _is_explained(typed: pl.DataFrame, group: pl.DataFrame, rule: Rule) -> list[bool]:
    """Whether each row gives its reason: a code, and words where the code is 其他."""
    if rule.severity is not Severity.EXPLAIN:
        return [False] * group.height
    is_given = (pl.col("explain_code") != "other") | pl.col("explain").is_not_null()
    rows = typed.select("explain_code", "explain").gather(group["row"])
    return rows.select(is_given.fill_null(False)).to_series().to_list()


def _sayer(
    rule: Rule, columns: dict[str, Column]
) -> Callable[[dict[str, Any], str | None, str | None, Column], tuple[str, str]]:
    """A function that fills the words of a rule for one row."""

    def say(
        given: dict[str, Any], shown: str | None, detail: str | None, column: Column
    ) -> tuple[str, str]:
        values = {name: _in_words(name, value, columns) for name, value in given.items()}
        values["title"] = column.title
        values["value"] = "（空）" if shown is None else shown
        values["detail"] = _why(rule, column, shown) if detail is None else detail
        return rule.words.format_map(values), rule.fix.format_map(values)

    return say


def _why(rule: Rule, column: Column, shown: str | None) -> str:
    """What more is known of a wrong code or word; empty if nothing."""
    why = None
    if shown and rule.rule_id.endswith(".pattern"):
        why = ruined_by_float(shown)
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
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
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
