"""X17: one fact is asked on one form. The register of columns is whole; its exceptions say why."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from reports.blocks import Table
from reports.form_words import explain_blocks
from reports.wording import say
from validations.code_lists import read_seed
from validations.form_columns import columns_of
from validations.forms import FORMS

Row = dict[str, Any]
REGISTER: list[Row] = read_seed("code_form_column").to_dicts()
EXCUSED = {"key", "check", "instead", "explain"}


def address(row: Row) -> tuple[str, str, str]:
    return row["form_id"], row["sheet_id"], row["column_name"]


def asked_needlessly(register: list[Row]) -> list[tuple[str, str, str]]:
    """Columns that ask what another asks already, or what could be reckoned from others."""
    first: dict[str, Row] = {}
    found = []
    for row in register:
        if row["role"] == "fact":
            is_first = first.setdefault(row["fact"], row) is row
            if row["derived_from"] or not is_first:
                found.append(address(row))
    return found


def unexplained_twins(register: list[Row]) -> list[tuple[str, str, str]]:
    """Columns of one name or header that are said to ask different facts, and do not say why."""
    found = []
    for key in ("column_name", "title_zh"):
        alike = defaultdict(list)
        for row in register:
            alike[row[key]].append(row)
        for rows in alike.values():
            if len({row["fact"] for row in rows}) > 1:
                found += [address(row) for row in rows if not row["reason"]]
    return found


def test_every_column_of_every_form_is_in_the_register_as_the_form_has_it() -> None:
    of_forms = {
        (form.form_id, sheet.sheet_id, column.name): (column.title, column.is_prefilled)
        for form in FORMS.values()
        for sheet in form.sheets
        for column in columns_of(sheet)
    }
    registered = {
        address(row): (row["title_zh"], row["is_prefilled"] == "true") for row in REGISTER
    }
    assert registered == of_forms


def test_no_fact_is_asked_twice_and_none_that_could_be_reckoned() -> None:
    assert asked_needlessly(REGISTER) == []


def test_columns_that_look_alike_ask_one_thing_or_say_how_they_differ() -> None:
    assert unexplained_twins(REGISTER) == []


def test_every_exception_gives_its_reason() -> None:
    assert {row["role"] for row in REGISTER} == EXCUSED | {"fact"}
    bare = [address(row) for row in REGISTER if row["role"] in EXCUSED and not row["reason"]]
    assert bare == []
    loose = {address(row) for row in REGISTER if row["role"] == "check" and not row["derived_from"]}
    assert loose == set()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"fact": "学籍基数：在籍学生数"}, True),
        ({"derived_from": "在籍学生数"}, True),
        ({"fact": "学籍基数：在籍学生数", "role": "key"}, False),
    ],
)
def test_a_second_question_for_the_same_fact_is_found(changed: Row, expected: bool) -> None:
    added = {
        **dict.fromkeys(REGISTER[0]),
        "form_id": "F13",
        "sheet_id": "F13",
        "column_name": "pupil_n",
        "title_zh": "学生数",
        "role": "fact",
        "fact": "学生数",
        **changed,
    }
    assert (asked_needlessly([*REGISTER, added]) == [("F13", "F13", "pupil_n")]) == expected


def test_a_header_asked_again_under_another_fact_is_found() -> None:
    added = {**REGISTER[0], "form_id": "F13", "column_name": "again", "title_zh": "在籍学生数"}
    found = unexplained_twins([*REGISTER, {**added, "fact": "又一次", "reason": None}])
    assert ("F13", added["sheet_id"], "again") in found


@pytest.mark.parametrize("form_id", sorted(FORMS))
def test_each_blank_states_its_burden_in_minutes_as_the_seed_has_it(form_id: str) -> None:
    (seeded,) = (row for row in read_seed("code_form").to_dicts() if row["form_id"] == form_id)
    facts = [
        row
        for block in explain_blocks(FORMS[form_id], "2026-10", "360702")
        if isinstance(block, Table) and block.key == "facts"
        for row in block.rows
    ]
    assert FORMS[form_id].minutes == int(seeded["minutes"])
    assert (say("form.minutes"), f"约{seeded['minutes']}分钟") in facts
