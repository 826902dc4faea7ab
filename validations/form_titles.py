"""The titles of all sheets and columns of forms, also where the forms themselves are not loaded.

Loading the forms takes seconds, and a process that reads strange files should load little: it is
handed the titles by the one that started it.
"""

from collections.abc import Iterable
from functools import cache

_handed: list[frozenset[str]] = []


def hand_over(titles: Iterable[str]) -> None:
    """Take these for the titles of all forms, in a process that is not to load them."""
    _handed[:] = [frozenset(titles)]


def form_titles() -> frozenset[str]:
    """Titles of sheets, titles of columns and their English names."""
    return _handed[0] if _handed else _titles_of_forms()


@cache
def _titles_of_forms() -> frozenset[str]:
    from validations.form_columns import columns_of
    from validations.forms import SHEETS

    columns = [column for sheet in SHEETS.values() for column in columns_of(sheet)]
    sheets = {sheet.title for sheet in SHEETS.values()}
    return frozenset(sheets | {c.title for c in columns} | {c.name for c in columns})
