"""The forms a rule between forms can hit, as the seed lists them, are those the models name."""

from __future__ import annotations

import re
from pathlib import Path

from reports.rule_words import can_hit
from validations.code_lists import read_seed

MODELS = Path(__file__).resolve().parents[3] / "dbt_project" / "models"
# A rule about the forms themselves; no submission breaks it.
OF_NO_SUBMISSION = {"X17"}


def union_parts(path: Path) -> list[str]:
    sql = re.sub(r"--[^\n]*", "", path.read_text("utf-8"))
    return re.split(r"\bunion all\b", sql)


def forms_by_model() -> dict[str, set[str]]:
    """The one form rpt_cross_finding gives to all rows of a model that names none."""
    found: dict[str, set[str]] = {}
    for part in union_parts(MODELS / "marts" / "rpt_cross_finding.sql"):
        forms = set(re.findall(r"'form_id': \"'(F\d\d)'\"", part))
        found |= dict.fromkeys(re.findall(r"ref\('(int_cross__\w+)'\)", part), forms)
    return found


def hits_of_models() -> tuple[set[tuple[str, str]], set[str]]:
    """(rule, form) pairs named in SQL, and rules whose form comes with the row."""
    given = forms_by_model()
    pairs: set[tuple[str, str]] = set()
    open_rules: set[str] = set()
    for path in sorted((MODELS / "intermediate").glob("int_cross__*.sql")):
        everywhere = set(re.findall(r"'(F\d\d)' as form_id", path.read_text("utf-8")))
        for part in union_parts(path):
            # A part may open with the CTEs before it; what it selects comes last.
            rules = re.findall(r"'(X\d\d)' as rule_id", part)
            for number, rule in enumerate(rules):
                own = part.split(f"'{rule}' as rule_id")[1]
                own = own.split("' as rule_id")[0] if number + 1 < len(rules) else own
                named = set(re.findall(r"'(F\d\d)' as form_id", own))
                handed_on = re.search(r"\n\s+(\w+\.)?form_id,", own)
                forms = named or (everywhere if handed_on else given[path.stem] or everywhere)
                pairs |= {(rule, form) for form in forms}
                if not forms:
                    open_rules.add(rule)
    return pairs, open_rules


def test_the_forms_of_a_rule_are_those_its_models_name() -> None:
    pairs, open_rules = hits_of_models()
    seed = read_seed("code_cross_rule")
    listed = {
        (row["rule_id"], form)
        for row in seed.iter_rows(named=True)
        for form in row["form_ids"].split(";")
        if form != "none"
    }
    every_form = {rule for rule, form in listed if form == "*"}
    assert len(pairs) > 30
    assert open_rules - {"X02"} == every_form
    assert {one for one in listed if one[0] not in every_form | {"X02"}} == {
        one for one in pairs if one[0] not in every_form
    }
    assert set(seed["rule_id"]) - {rule for rule, _ in listed} == OF_NO_SUBMISSION


def test_a_form_tells_only_of_rules_that_can_hit_it() -> None:
    assert can_hit("F04;F06", "F06")
    assert can_hit("*", "F06")
    assert not can_hit("F04;F06", "F05")
    assert not can_hit("none", "F05")
