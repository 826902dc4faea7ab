"""What a rule says of itself: its words without any row's values, for pages that give no examples.

A finding's own words name what somebody typed; a rule's words name columns. Pages for leaders and
blank forms show only these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from reports.wording import say
from validations.code_lists import read_seed
from validations.column_rules import all_form_rules
from validations.file_rules import FILE_RULES
from validations.form_columns import columns_of
from validations.forms import SHEETS

_EVERY_FORM = "*"
_BLANK = re.compile(r"\{(\w+)\}")


def named(words: str, titles: Mapping[str, str]) -> str:
    """A rule's words with 【header】 where a finding would show a value; ``titles`` by column.

    A blank that is no column becomes an ellipsis; words that are nothing else are empty.
    """

    def fill(blank: re.Match[str]) -> str:
        title = titles.get(blank[1])
        return f"【{title}】" if title else say("form.blank")

    blank = say("form.blank")
    told = re.sub(f"{blank}{{2,}}", blank, _BLANK.sub(fill, words))
    return "" if told == blank else told


def can_hit(form_ids: str, form_id: str) -> bool:
    """Whether a rule of these forms, as `code_cross_rule` lists them, can find fault with one."""
    listed = form_ids.split(";")
    return _EVERY_FORM in listed or form_id in listed


def rule_sentence(rule_id: str) -> str:
    """What the rule of an id says, of a form, a file or across forms.

    A rule worded case by case, or no longer in force, is told as such.
    """
    return _sentences().get(rule_id) or say("rule.case_by_case")


@cache
def _sentences() -> dict[str, str]:
    """Rule id -> its words; those of a form name the columns of its sheet."""
    titles = {
        sheet_id: {column.name: column.title for column in columns_of(sheet)}
        for sheet_id, sheet in SHEETS.items()
    }
    told = {rule.rule_id: named(rule.words, {}) for rule in FILE_RULES.values()}
    for rule_id, rule in all_form_rules().items():
        told[rule_id] = named(rule.words, titles.get(rule_id.partition(".")[0], {}))
    for row in read_seed("code_cross_rule").iter_rows(named=True):
        told[row["rule_id"]] = named(row["words"], {})
    return told
