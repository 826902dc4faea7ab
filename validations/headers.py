"""Where the header of a form stands in a sheet, and which column is which.

Columns are found by Chinese header, by alias or by English name, in any order, under any number
of title rows. What the cells below hold is not looked at here.
"""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import polars as pl

from validations.cell_values import folded
from validations.code_lists import read_seed
from validations.findings import Finding, file_finding
from validations.form_columns import Column
from validations.workbook_reader import TextSheet

ROWS_LOOKED_AT = 40
EXAMPLE_MARKS = ("例：", "例:")
# A row is the header when it names this share of the required columns.
_ENOUGH = 1 / 3
_LIKE = 0.6


@dataclass(frozen=True)
class Header:
    """The header of a sheet: its row (from 1), letter by column, and what did not fit.

    ``first_data_row`` is below the rows of English names and examples.
    """

    row: int
    first_data_row: int
    letters: dict[str, str]
    doubled: dict[str, tuple[str, ...]]
    unknown: dict[str, str]


def find_header(sheet: TextSheet, columns: Sequence[Column], form_id: str) -> Header | None:
    """The row that names most columns of the form; None where no row names enough of them."""
    known = _known_headers(tuple(columns), form_id)
    needed = max(2, round(sum(column.is_required for column in columns) * _ENOUGH))
    best, best_count = None, 0
    rows = sheet.cells.head(ROWS_LOOKED_AT).rows()
    for number, row in enumerate(rows, 1):
        names = {name for text in row if text and (name := _name_of(text, known))}
        if len(names) > best_count:
            best, best_count = number, len(names)
        if best_count == len(columns):
            break
    if best is None or best_count < needed:
        return None
    return _header(best, rows, sheet.cells.columns, known)


def _header(
    number: int, rows: list[tuple[str | None, ...]], letters: list[str], known: dict[str, str]
) -> Header:
    found: dict[str, list[str]] = {}
    unknown: dict[str, str] = {}
    for letter, text in zip(letters, rows[number - 1], strict=True):
        name = _name_of(text, known) if text else None
        if name:
            found.setdefault(name, []).append(letter)
        elif text and text.strip():
            unknown[letter] = text.strip()
    single = {name: where[0] for name, where in found.items() if len(where) == 1}
    return Header(
        row=number,
        first_data_row=_first_data_row(number, rows, letters, found, known),
        letters=single,
        doubled={name: tuple(where) for name, where in found.items() if len(where) > 1},
        unknown=unknown,
    )


def columns_in_row(
    row: Sequence[str | None], columns: Sequence[Column], form_id: str
) -> dict[int, str]:
    """Place in a row (from 0) -> column its cell heads; of two like cells the first counts."""
    known = _known_headers(tuple(columns), form_id)
    found: dict[int, str] = {}
    for at, text in enumerate(row):
        name = _name_of(text, known) if text else None
        if name and name not in found.values():
            found[at] = name
    return found


def _first_data_row(
    number: int,
    rows: list[tuple[str | None, ...]],
    letters: list[str],
    found: dict[str, list[str]],
    known: dict[str, str],
) -> int:
    """Pass over a row of names and a row of examples right below the header."""
    declared = {letter for where in found.values() for letter in where}
    for row in rows[number : number + 3]:
        cells = [
            text for letter, text in zip(letters, row, strict=True) if text and letter in declared
        ]
        is_names = len(cells) > 1 and all(_name_of(text, known) for text in cells)
        is_examples = bool(cells) and all(text.startswith(EXAMPLE_MARKS) for text in cells)
        if not (is_names or is_examples):
            break
        number += 1
    return number + 1


def rows_below(sheet: TextSheet, header: Header, columns: Sequence[Column]) -> pl.DataFrame:
    """The rows under a header as text in the form's columns, with ``row_number``.

    A column the sheet lacks, or has twice, is null.
    """
    return sheet.cells.select(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("row_number"),
        *(
            pl.col(header.letters[column.name]).alias(column.name)
            if column.name in header.letters
            else pl.lit(None, pl.String).alias(column.name)
            for column in columns
        ),
    ).slice(header.first_data_row - 1)


def header_findings(
    submission_id: str, sheet: TextSheet, header: Header, columns: Sequence[Column]
) -> list[Finding]:
    """What is wrong with a header, in words; H01 and H02 take the sheet."""
    found = []
    guesses = _guesses(header, columns)
    for column in columns:
        cells = header.doubled.get(column.name, ())
        if cells:
            where = "、".join(f"{letter}{header.row}" for letter in cells)
            values = {"title": column.title, "cells": where}
            found.append(_at(submission_id, "H02", sheet, header, cells[-1], column, values))
        elif column.name not in header.letters:
            rule_id = "H01" if column.is_required else "H04"
            letter = guesses.get(column.name)
            guess = f"“{header.unknown[letter]}”是不是这一列？" if letter else ""
            values = {"title": column.title, "guess": guess}
            where = letter or sheet.cells.columns[0]
            found.append(_at(submission_id, rule_id, sheet, header, where, column, values))
    titles = {column.name: column.title for column in columns}
    for letter, text in header.unknown.items():
        meant = next((titles[name] for name, where in guesses.items() if where == letter), None)
        guess = f"是“{meant}”的，请改正表头。" if meant else ""
        values = {"header": text[:30], "guess": guess}
        found.append(_at(submission_id, "H03", sheet, header, letter, None, values))
    return found


def _at(
    submission_id: str,
    rule_id: str,
    sheet: TextSheet,
    header: Header,
    letter: str,
    column: Column | None,
    values: dict[str, str],
) -> Finding:
    return file_finding(
        submission_id,
        rule_id,
        values,
        sheet=sheet.name,
        cell=f"{letter}{header.row}",
        column_name=column.name if column else None,
    )


def _guesses(header: Header, columns: Sequence[Column]) -> dict[str, str]:
    """Missing column -> letter of the unknown header most like its title."""
    guesses: dict[str, str] = {}
    left = dict(header.unknown)
    for column in columns:
        if column.name in header.letters or column.name in header.doubled:
            continue
        like = difflib.get_close_matches(column.title, left.values(), n=1, cutoff=_LIKE)
        if like:
            letter = next(letter for letter, text in left.items() if text == like[0])
            guesses[column.name] = letter
            del left[letter]
    return guesses


@lru_cache(maxsize=4096)
def _header_keys(text: str) -> tuple[str, ...]:
    """A header bare of spaces, marks and width; then the same without what is in brackets."""
    plain = re.sub(r"\s+", "", folded(text)).casefold()
    whole = re.sub(r"[^\w]", "", plain)
    bare = re.sub(r"[^\w]", "", re.sub(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】", "", plain))
    return (whole,) if bare in ("", whole) else (whole, bare)


def _name_of(text: str, known: dict[str, str]) -> str | None:
    if len(text) > 60:
        return None
    return next((known[key] for key in _header_keys(text) if key in known), None)


@cache
def _known_headers(columns: tuple[Column, ...], form_id: str) -> dict[str, str]:
    """Header key -> column name: English names, aliases of the form, Chinese titles on top."""
    names = [column.name for column in columns]
    aliases = read_seed("alias_header").filter(
        pl.col("form_id").is_in(["*", form_id]) & pl.col("column_name").is_in(names)
    )
    known = {_header_keys(name)[0]: name for name in names}
    known |= {
        _header_keys(alias)[0]: name
        for alias, name in aliases.select("alias", "column_name").iter_rows()
    }
    return known | {_header_keys(column.title)[0]: column.name for column in columns}
