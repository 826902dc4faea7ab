"""Spellings a home has decided to know: put into the seeds' own words before rows are judged.

Seeds come first: a word they know keeps its meaning. Without such a decision nothing is changed.
"""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from validations.code_lists import label_of
from validations.form_columns import Column, columns_of
from validations.form_rows import FormText
from validations.vocabulary import code_of, word_key

_Aliases = Mapping[str, Mapping[str, str]]
_SEVERAL = ("；", ";", "、", "，", ",", "/", "\n")


def with_home_spellings(given: Mapping[str, FormText], aliases: _Aliases) -> dict[str, FormText]:
    """The rows of every sheet with this home's words put into labels; ``aliases`` by list."""
    if not any(aliases.values()):
        return dict(given)
    return {sheet_id: _translated(text, aliases) for sheet_id, text in given.items()}


def _translated(text: FormText, aliases: _Aliases) -> FormText:
    changed = []
    for column in columns_of(text.sheet):
        known = aliases.get(_list_of(column) or "", {})
        if known:
            words = _labels(text.rows[column.name], column, known)
            if words:
                changed.append(pl.col(column.name).replace(words))
    return replace(text, rows=text.rows.with_columns(changed)) if changed else text


def _list_of(column: Column) -> str | None:
    return "yes_no" if column.kind == "boolean" else column.list_name


def _labels(cells: pl.Series, column: Column, known: Mapping[str, str]) -> dict[str, str]:
    """Cell as it stands -> label, for the different cells that hold a word of this home."""
    name = str(_list_of(column))
    found = {}
    for cell in cells.drop_nulls().unique(maintain_order=True):
        put = _several if column.kind == "multi" else _label
        label = put(cell, name, known)
        if label != cell:
            found[cell] = label
    return found


def _label(word: str, list_name: str, known: Mapping[str, str]) -> str:
    code = known.get(word_key(word))
    if code is None or code_of(list_name, word) is not None:
        return word
    return label_of(list_name, code)


def _several(cell: str, list_name: str, known: Mapping[str, str]) -> str:
    """A cell of several words, each put into its label; without any of ours it is left alone."""
    plain = cell
    for sign in _SEVERAL:
        plain = plain.replace(sign, "；")
    parts = [part.strip() for part in plain.split("；")]
    labels = [_label(part, list_name, known) for part in parts]
    return cell if labels == parts else "；".join(labels)
