"""The words around a form: 说明 sheet, prompts, examples, names of periods and units.

Everything comes from the form class, its rules and the seeds; layout of the data sheet belongs in
``submission_form``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from reports.blocks import Block, Cell, Heading, Note, Table, Title
from reports.blocks import Column as TableColumn
from reports.rule_words import can_hit, named
from reports.theme import SEVERITY_TONES
from reports.wording import lines, say
from validations.code_lists import label_of, labels, read_seed
from validations.file_rules import FILE_RULES
from validations.form_columns import Column, all_columns, columns_of
from validations.forms import RULES, Form, FormSheet, Rule

_MONTH = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(20\d{2})Q([1-4])")
_CITY = "3607"


def unit_words(unit_code: str) -> str:
    """The name of a reporting unit, or of the city."""
    return say("form.city") if unit_code == _CITY else label_of("unit", unit_code)


def period_words(period: str) -> str:
    """A period in words: 2026-2027学年第一学期（秋）, with 第1轮, 2026年10月, 2026年第4季度."""
    if is_month := _MONTH.fullmatch(period):
        return say("form.month", year=is_month[1], month=int(is_month[2]))
    if is_quarter := _QUARTER.fullmatch(period):
        return say("form.quarter", year=is_quarter[1], quarter=is_quarter[2])
    semester, _, number = period.partition("R")
    year, _, half = semester.rpartition("-")
    if half not in ("1", "2") or "-" not in year:
        return period
    words = say(f"form.semester_{half}", year=year)
    return say("form.round", semester=words, number=number) if number else words


def example_words(column: Column) -> str:
    """The cell of the example row; its first characters tell a reader to skip the row."""
    if not column.example:
        return say("form.example_none")
    return say("form.example", example=column.example)


def kind_words(column: Column) -> str:
    """What may be typed, as 0至5000的整数 or 请从下拉中选择."""
    if column.kind in ("integer", "decimal"):
        return _number_words(column)
    if column.kind == "text" and column.longest is not None:
        return say("form.prompt_longest", longest=column.longest)
    return say(f"form.prompt_{column.kind}")


def _number_words(column: Column) -> str:
    kind = say(f"form.prompt_{column.kind}")
    low, high = (None if n is None else f"{n:.15g}" for n in (column.minimum, column.maximum))
    if low is not None and high is not None:
        return say("form.prompt_between", minimum=low, maximum=high, kind=kind)
    return kind if low is None else say("form.prompt_least", minimum=low, kind=kind)


def prompt_words(column: Column) -> str:
    """The input message of a column, shown when a cell of it is chosen."""
    unit = column.unit_of_measure
    return say(
        "form.prompt",
        required=say("form.required" if column.is_required else "form.optional"),
        kind=kind_words(column),
        unit=say("form.prompt_unit", unit=unit) if unit else "",
        help=column.help,
    )


def explain_blocks(form: Form, period: str, unit_code: str) -> tuple[Block, ...]:
    """The sheet 说明: purpose, basis, readers, minutes, how to fill, columns, rules."""
    subtitle = say(
        "form.subtitle",
        unit=unit_words(unit_code),
        period=period_words(period),
        version=form.template_version,
    )
    return (
        Title(f"{form.form_id} {form.title}", subtitle),
        Heading(say("form.facts")),
        _facts(form, period, unit_code),
        Heading(say("form.how")),
        Note(_how(form), style="body"),
        *_column_blocks(form),
        Heading(say("form.rules")),
        Note((say("form.rules_note", form_id=form.form_id),)),
        _rules(form),
        Heading(say("form.file_rules")),
        _file_rules(),
        Heading(say("form.cross_rules")),
        _cross_rules(form.form_id),
    )


def _how(form: Form) -> tuple[str, ...]:
    """How to fill the form; one with several data sheets says that they go together."""
    how = lines("form.how_lines", sheet="、".join(sheet.title for sheet in form.sheets))
    return (*how, say("form.how_several")) if len(form.sheets) > 1 else how


def _facts(form: Form, period: str, unit_code: str) -> Table:
    facts = {
        "purpose": form.purpose,
        "legal_basis": form.legal_basis,
        "readers": form.readers,
        "minutes": say("form.minutes_value", minutes=form.minutes),
        "unit": unit_words(unit_code),
        "period": f"{period_words(period)}（{period}）",
        "never": say("form.never_value"),
    }
    columns = (TableColumn(say("form.fact"), "name"), TableColumn(say("form.fact_value")))
    rows = tuple((say(f"form.{key}"), value) for key, value in facts.items())
    return Table("facts", columns, rows, span=(1, 4))


def _column_blocks(form: Form) -> list[Block]:
    """A table of columns for each data sheet, under the sheet's name where there are several."""
    if len(form.sheets) == 1:
        return [Heading(say("form.columns")), _columns(form.main)]
    return [
        block
        for sheet in form.sheets
        for block in (Heading(say("form.columns_of", sheet=sheet.title)), _columns(sheet))
    ]


def _columns(sheet: FormSheet) -> Table:
    headers = ("form.column", "form.column_kind", "form.required", "form.column_help")
    styles = ("name", "text", "centre", "text")
    columns = tuple(TableColumn(say(h), s) for h, s in zip(headers, styles, strict=True))
    rows = tuple(
        (
            column.title,
            kind_words(column),
            say("form.required" if column.is_required else "form.optional"),
            column.help,
        )
        for column in columns_of(sheet)
    )
    return Table(f"columns_{sheet.sheet_id}", columns, rows, span=(1, 1, 1, 2))


def _rules(form: Form) -> Table:
    titles = {column.name: column.title for column in all_columns(form)}
    own = [
        RULES[rule_id]
        for sheet in form.sheets
        for rule_id in sorted(RULES)
        if rule_id.startswith(f"{sheet.sheet_id}.")
    ]
    return _rule_table("rules", _rule_rows(own, titles))


def _file_rules() -> Table:
    """Rules that hold for every form; those worded case by case are left out."""
    rows = [row for row in _rule_rows(FILE_RULES.values(), {}) if row[2]]
    return _rule_table("file_rules", rows)


def _rule_rows(rules: Iterable[Rule], titles: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    return [
        (rule.rule_id, str(rule.severity), named(rule.words, titles), named(rule.fix, titles))
        for rule in rules
    ]


def _cross_rules(form_id: str) -> Table:
    """Rules between forms whose findings can stand at this form."""
    seed = read_seed("code_cross_rule")
    rows = [
        (row["rule_id"], row["severity"], named(row["words"], {}), named(row["fix"], {}))
        for row in seed.iter_rows(named=True)
        if can_hit(row["form_ids"], form_id)
    ]
    return _rule_table("cross_rules", rows)


def _rule_table(key: str, rows: list[tuple[str, str, str, str]]) -> Table:
    headers = ("form.rule_id", "form.severity", "form.rule_words", "form.rule_fix")
    styles = ("text", "centre", "text", "text")
    columns = tuple(TableColumn(say(h), s) for h, s in zip(headers, styles, strict=True))
    cells = tuple(
        (rule_id, Cell(severity, "centre", SEVERITY_TONES.get(severity, "")), words, fix)
        for rule_id, severity, words, fix in rows
    )
    return Table(key, columns, cells, span=(1, 1, 2, 1))


def instrument_table() -> Table:
    """The combinations of version, norm and scale an instrument is accepted in, with its ranges."""
    headers = lines("form.instrument_headers")
    styles = ("text",) * 4 + ("centre",) * 4
    columns = tuple(TableColumn(h, s) for h, s in zip(headers, styles, strict=True))
    seed = read_seed("code_instrument_version")
    rows = tuple(_instrument_row(row) for row in seed.iter_rows(named=True))
    return Table("instruments", columns, rows)


def _instrument_row(row: Mapping[str, Any]) -> tuple[str, ...]:
    coded = ("instrument", "instrument_version", "norm_set", "score_scale")
    subs = ""
    if int(row["sub_count"] or 0):
        low, high = _plain(row["sub_min"]), _plain(row["sub_max"])
        subs = say("form.subs", count=row["sub_count"], low=low, high=high)
    return (
        *(known_label(name, row[name]) for name in coded),
        say("form.grades", low=_grade(row["grade_min"]), high=_grade(row["grade_max"])),
        say("form.range", low=_plain(row["total_min"]), high=_plain(row["total_max"])),
        subs,
        _plain(row["validity_void_from"]) if row["validity_void_from"] else "",
    )


def known_label(list_name: str, code: str) -> str:
    """The label of a code, or the code itself where its list does not hold it."""
    by_code = {known: label for label, known in labels(list_name).items()}
    return by_code.get(code, code)


def _grade(sort_no: str) -> str:
    seed = read_seed("code_grade")
    for row in seed.iter_rows(named=True):
        if row["sort_no"] == sort_no:
            return str(row["label"])
    return sort_no


def _plain(number: str | None) -> str:
    return "" if number is None else f"{Decimal(number).normalize():f}"
