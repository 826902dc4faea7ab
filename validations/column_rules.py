"""The checks every column has of itself, as rules with words: required, type, range, list.

Their ids are ``<sheet>.<column>.<suffix>``. Rules over several cells stand on the form class.
"""

from functools import cache

from validations.code_lists import options
from validations.form_columns import Column, columns_of
from validations.forms import RULES, SHEETS, Rule, Severity

# pandera's name of a check -> suffix of the rule.
SUFFIX_OF_CHECK = {
    "not_nullable": "required",
    "greater_than_or_equal_to": "range",
    "less_than_or_equal_to": "range",
    "in_list": "list",
    "all_in_list": "list",
    "str_matches": "pattern",
    "str_length": "length",
}
_OPTIONS_SHOWN = 12


@cache
def column_rules(sheet_id: str) -> dict[str, Rule]:
    """Rule id -> rule, for every column of a sheet; words name {value} and {detail}."""
    return {
        rule.rule_id: rule
        for column in columns_of(SHEETS[sheet_id])
        for rule in _rules_of(sheet_id, column)
    }


def all_form_rules() -> dict[str, Rule]:
    """Every rule of every form: those of its columns and those of its class."""
    found = dict(RULES)
    for sheet_id in SHEETS:
        found |= column_rules(sheet_id)
    return found


def _rules_of(sheet_id: str, column: Column) -> list[Rule]:
    severity = Severity(column.severity)
    title = f"“{column.title}”"
    rules = []

    def add(suffix: str, severity: Severity, words: str, fix: str) -> None:
        rule_id = f"{sheet_id}.{column.name}.{suffix}"
        rules.append(Rule(rule_id, severity, (column.name,), title + words, fix))

    if column.is_required:
        add("required", Severity.MUST_FIX, "没有填写。", f"请填写。{column.help}")
    if column.kind in ("integer", "decimal", "date", "boolean"):
        add("type", Severity.MUST_FIX, "{detail}。", f"请改正。{column.help}")
    if column.minimum is not None or column.maximum is not None:
        add("range", severity, f"{_limits(column)}，现为 {{value}}。", "请核对后改正。")
    if column.list_name and column.kind != "boolean":
        add("list", severity, "的“{value}”不在选项中{detail}。", _choices(column.list_name))
    if column.pattern:
        fix = f"应为：{column.help}" + (f"例如 {column.example}。" if column.example else "")
        add("pattern", severity, "的“{value}”不对{detail}。", fix)
    if column.longest is not None:
        add("length", severity, f"超过 {column.longest} 字。", "请缩短，只写必要的话。")
    if not column.is_required:
        add("blank", Severity.NOTE, "的“{value}”按空白处理。", "没有内容的格子请直接留空。")
    if column.kind == "integer" and column.unit_of_measure:
        add("zero", Severity.NOTE, "的“{value}”按 0 处理。", "没有的请直接填 0。")
    return rules


def _limits(column: Column) -> str:
    if column.maximum is None:
        return f"不能小于 {column.minimum:.15g}"
    if column.minimum is None:
        return f"不能大于 {column.maximum:.15g}"
    return f"应在 {column.minimum:.15g}–{column.maximum:.15g} 之间"


def _choices(list_name: str) -> str:
    words = options(list_name)
    if len(words) <= _OPTIONS_SHOWN:
        return f"可填：{'、'.join(words)}。"
    return f"请从下拉列表或字典中选择，如：{'、'.join(words[:3])}。"
