"""Header spellings against the sheets: each leads to a column of its sheet and to that one only."""

import polars as pl
import pytest

from validations.code_lists import read_seed
from validations.forms import SHEETS

ALIASES = read_seed("alias_header")


def titles_of(sheet_id: str) -> dict[str, str]:
    columns = SHEETS[sheet_id].columns.to_schema().columns
    return {str(column.title): name for name, column in columns.items()}


@pytest.mark.parametrize("sheet_id", sorted(set(ALIASES["form_id"]) - {"*"}))
def test_a_spelling_leads_to_a_column_of_its_sheet(sheet_id):
    named = set(ALIASES.filter(form_id=sheet_id)["column_name"])
    assert named <= set(titles_of(sheet_id).values())


def test_a_spelling_for_all_forms_leads_to_a_column_of_at_least_two():
    columns = [set(titles_of(sheet_id).values()) for sheet_id in SHEETS]
    for name in ALIASES.filter(form_id="*")["column_name"].unique():
        assert sum(name in of_sheet for of_sheet in columns) >= 2


@pytest.mark.parametrize("sheet_id", sorted(SHEETS))
def test_no_spelling_is_the_title_of_a_column(sheet_id):
    titles = titles_of(sheet_id)
    spellings = ALIASES.filter(pl.col("form_id").is_in([sheet_id, "*"]))["alias"].to_list()
    assert not set(spellings) & set(titles)
