"""Header spellings against the forms: each leads to a column of its form and to that one only."""

import polars as pl
import pytest

from validations.code_lists import read_seed
from validations.forms import FORMS

ALIASES = read_seed("alias_header")


def titles_of(form_id: str) -> dict[str, str]:
    columns = FORMS[form_id].main.columns.to_schema().columns
    return {str(column.title): name for name, column in columns.items()}


@pytest.mark.parametrize("form_id", sorted(set(ALIASES["form_id"]) - {"*"}))
def test_a_spelling_leads_to_a_column_of_its_form(form_id):
    named = set(ALIASES.filter(form_id=form_id)["column_name"])
    assert named <= set(titles_of(form_id).values())


def test_a_spelling_for_all_forms_leads_to_a_column_of_at_least_two():
    columns = [set(titles_of(form_id).values()) for form_id in FORMS]
    for name in ALIASES.filter(form_id="*")["column_name"].unique():
        assert sum(name in of_form for of_form in columns) >= 2


@pytest.mark.parametrize("form_id", sorted(FORMS))
def test_no_spelling_is_the_title_of_a_column(form_id):
    titles = titles_of(form_id)
    spellings = ALIASES.filter(pl.col("form_id").is_in([form_id, "*"]))["alias"].to_list()
    assert not set(spellings) & set(titles)
