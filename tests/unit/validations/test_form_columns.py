"""A form class read back as columns: what the blank, the lake and the dictionary rely on."""

from itertools import groupby

import polars as pl
import pytest

from validations.cell_values import read_code, read_date, read_decimal, read_integer
from validations.code_lists import list_names, options, read_seed
from validations.column_rules import all_form_rules, column_rules
from validations.file_rules import FILE_RULES
from validations.form_columns import all_columns, columns_of, lake_schema, sheet_columns
from validations.forms import FORMS, SHEETS, Scope
from validations.normalise import normalise
from validations.vocabulary import code_of

ALL_SHEETS = [sheet.columns for sheet in SHEETS.values()] + [Scope]


@pytest.mark.parametrize("sheet", ALL_SHEETS)
def test_every_column_has_header_help_and_a_title_of_its_own(sheet: type) -> None:
    columns = sheet_columns(sheet)
    assert len({column.title for column in columns}) == len(columns)
    for column in columns:
        assert column.title
        assert column.help.endswith("。")
        assert len(column.help) <= 255, "the limit of an input message"


@pytest.mark.parametrize("form_id", sorted(FORMS))
def test_a_name_means_one_column_on_all_sheets_of_a_form(form_id: str) -> None:
    """Lists of faults and of unknown words go by form and name."""
    for name, columns in groupby(
        sorted(all_columns(FORMS[form_id]), key=lambda column: column.name),
        key=lambda column: column.name,
    ):
        meanings = {(column.title, column.kind, column.list_name) for column in columns}
        assert len(meanings) == 1, name


@pytest.mark.parametrize("sheet", ALL_SHEETS)
def test_lists_are_known_and_a_list_column_names_one(sheet: type) -> None:
    for column in sheet_columns(sheet):
        if column.list_name:
            assert column.list_name in list_names()
        assert (column.kind == "list") <= (column.list_name is not None)


@pytest.mark.parametrize("sheet_id", sorted(SHEETS))
def test_an_example_is_a_value_the_gate_takes(sheet_id: str) -> None:
    columns = columns_of(SHEETS[sheet_id])
    text = pl.DataFrame(
        {column.name: [column.example or None] for column in columns},
        schema_overrides={column.name: pl.String for column in columns},
    )
    result = normalise(text.with_columns(is_1904=False), columns)
    assert result.problems.is_empty()
    for column in columns:
        value = result.rows[column.name][0]
        if column.list_name and column.kind == "list" and value is not None:
            assert column.example in options(column.list_name)


@pytest.mark.parametrize("form_id", sorted(FORMS))
def test_what_the_form_says_of_itself_is_what_the_seed_says(form_id: str) -> None:
    form = FORMS[form_id]
    seed = read_seed("code_form").filter(form_id=form_id).row(0, named=True)
    assert seed["name_zh"] == form.title
    assert seed["period_kind"] == form.period_kind
    assert seed["kind"] == form.kind
    assert seed["scope_kind"] == form.scope_kind
    assert seed["template_version"] == form.template_version
    assert int(seed["minutes"]) == form.minutes


def test_the_lake_keeps_the_address_first_and_held_where_results_may_be_held() -> None:
    for sheet in SHEETS.values():
        names = list(lake_schema(sheet))
        assert names[:3] == ["submission_id", "sheet", "row_number"]
        assert ("is_held" in names) == bool(sheet.results)
        assert set(sheet.results) <= set(names)


def test_no_column_is_called_like_what_the_gate_lays_beside_a_row() -> None:
    beside = {"submission_id", "sheet", "row_number", "is_1904", "scope_code", "is_rejected"}
    beside |= {"declared_period", "declared_unit", "received_on", "row", "scope"}
    for sheet_id, sheet in SHEETS.items():
        assert not beside & {column.name for column in columns_of(sheet)}, sheet_id


def test_identifiers_of_rules_are_unique_over_forms_columns_and_files() -> None:
    form_rules = all_form_rules()
    assert not set(form_rules) & set(FILE_RULES)
    assert {rule_id.split(".")[0] for rule_id in form_rules} == set(SHEETS)
    assert all(rule.rule_id == rule_id for rule_id, rule in {**form_rules, **FILE_RULES}.items())


def test_each_required_column_has_a_required_rule_and_no_other() -> None:
    for sheet_id, sheet in SHEETS.items():
        for column in columns_of(sheet):
            rule_id = f"{sheet_id}.{column.name}.required"
            assert (rule_id in column_rules(sheet_id)) == column.is_required


def test_every_label_and_alias_of_every_list_leads_to_a_code_of_it() -> None:
    for list_name in ("sex", "grade", "stage", "level", "unit", "instrument", "explain_code"):
        for label in options(list_name):
            assert code_of(list_name, label) is not None
            assert code_of(list_name, f" {label}　") == code_of(list_name, label)
    assert code_of("unit", "蓉江") is None
    assert code_of("level", "一级") is None


def test_quick_conversion_and_cell_by_cell_reading_agree() -> None:
    """The quick way is only a shortcut: a clean cell means the same either way."""
    columns = {column.name: column for column in columns_of(FORMS["F02"].main)}
    quick = {
        "attempt_no": (["1", "02", "7"], lambda text: read_integer(text, False).value),
        "total_score": (["1", "2.5", "0.0"], lambda text: read_decimal(text).value),
        "test_date": (
            ["2026-10-12", "2026-10-12 00:00:00", "2026-10-12 08:30:00"],
            lambda text: read_date(text).value,
        ),
        "school_code": (["2136000001"], lambda text: read_code(text).value),
    }
    for name, (texts, read) in quick.items():
        frame = pl.DataFrame({name: texts, "is_1904": [False] * len(texts)})
        typed = normalise(frame, [columns[name]]).rows[name].to_list()
        assert typed == [read(text) for text in texts]
