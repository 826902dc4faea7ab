"""Where the header of a form stands in a sheet, and which column is which.

Columns are found by Chinese header, by alias or by English name, in any order, under any number
of title rows. What is wrong with a header is said by ``header_findings``; what the cells below hold
is not looked at here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import polars as pl

from validations.cell_values import folded
from validations.code_lists import read_seed
from validations.form_columns import Column
from validations.workbook_reader import TextSheet

ROWS_LOOKED_AT = 40
EXAMPLE_MARKS = ("例：", "例:")
# A row is the header when it names this share of the required columns.
_ENOUGH = 1 / 3


@dataclass(frozen=True)
class Header:
    """The header of a sheet: its row (from 1), letter by column, and what did not fit.

    ``first_data_row`` is below the rows of English names and examples. ``again`` is the row of a
    second header further down, where a sheet holds several tables.
    """

    row: int
    first_data_row: int
    letters: dict[str, str]
    doubled: dict[str, tuple[str, ...]]
    unknown: dict[str, str]
    again: int | None = None


def find_header(sheet: TextSheet, columns: Sequence[Column], form_id: str) -> Header | None:
    """The row that names most columns of the form; None where no row names enough of them."""
    known = _known_headers(tuple(columns), form_id)
    needed = max(2, round(sum(column.is_required for column in columns) * _ENOUGH))
    rows = sheet.cells.head(ROWS_LOOKED_AT).rows()
    named = _named(rows, known, len(columns))
    counts = [len(set(names) - {None}) for names in named]
    if not counts or max(counts) < 2:
        return None
    best = counts.index(max(counts))
    top, last = _spanned(named, best)
    if len(set(_lowest(named[top : last + 1])) - {None}) < needed:
        return None
    header = _header(top, last, rows, sheet.cells.columns, named)
    return replace(header, again=_second_header(sheet.cells, header, known, needed))


_Names = list[str | None]


def _named(rows: list[tuple[str | None, ...]], known: dict[str, str], most: int) -> list[_Names]:
    """The columns that the cells of each row name; little is looked at below a full header."""
    named: list[_Names] = []
    end = len(rows)
    for number, row in enumerate(rows):
        if number >= end:
            break
        named.append([_name_of(text, known) if text else None for text in row])
        if end == len(rows) and len(set(named[-1]) - {None}) == most:
            end = min(end, number + 4)
    return named


def _spanned(named: list[_Names], best: int) -> tuple[int, int]:
    """The rows (from 0) of a header that is spread over up to three, its cells merged downwards.

    A row beside the best one belongs to it where it names columns that the best one does not.
    """
    top = last = best
    while top > 0 and best - top < 2 and _adds(named[top - 1], named[top : last + 1]):
        top -= 1
    for names in named[best + 1 : top + 3]:
        if not _adds(names, named[top : last + 1]):
            break
        last += 1
    return top, last


def _adds(names: _Names, header: list[_Names]) -> bool:
    """Whether a row names more columns, and none where the header already has one."""
    lowest = _lowest(header)
    known = set(lowest)
    return any(name and name not in known for name in names) and not any(
        name and there for name, there in zip(names, lowest, strict=True)
    )


def _lowest(header: list[_Names]) -> _Names:
    return [
        next((name for name in reversed(names) if name), None)
        for names in zip(*header, strict=True)
    ]


def _header(
    top: int,
    last: int,
    rows: list[tuple[str | None, ...]],
    letters: list[str],
    named: list[_Names],
) -> Header:
    found: dict[str, list[str]] = {}
    unknown: dict[str, str] = {}
    texts = [
        next((text for text in reversed(cells) if text and text.strip()), None)
        for cells in zip(*rows[top : last + 1], strict=True)
    ]
    for letter, name, text in zip(letters, _lowest(named[top : last + 1]), texts, strict=True):
        if name:
            found.setdefault(name, []).append(letter)
        elif text:
            unknown[letter] = text.strip()
    single = {name: where[0] for name, where in found.items() if len(where) == 1}
    declared = {letter for where in found.values() for letter in where}
    return Header(
        row=last + 1,
        first_data_row=_first_data_row(last + 1, rows, letters, declared, named),
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


def _second_header(
    cells: pl.DataFrame, header: Header, known: dict[str, str], needed: int
) -> int | None:
    """The row of another header below the data; looked for where a cell repeats a title."""
    below = cells.slice(header.first_data_row - 1)
    titles = cells.row(header.row - 1, named=True)
    of_form = {
        letter: title
        for letter, title in titles.items()
        if title and letter in header.letters.values()
    }
    if not of_form:  # every column stands twice, or the lowest row of the header names none
        return None
    # One look at all cells; in most sheets no title stands again.
    texts = pl.concat([below[letter].rename("text") for letter in of_form])
    if not texts.is_in(list(of_form.values())).any():
        return None
    repeated = {
        row for letter, title in of_form.items() for row in (below[letter] == title).arg_true()
    }
    names = set(header.letters)
    for number in sorted(repeated):
        there = {_name_of(text, known) for text in below.row(number) if text} & names
        if len(there) >= needed:
            return int(number) + header.first_data_row
    return None


def _first_data_row(
    number: int,
    rows: list[tuple[str | None, ...]],
    letters: list[str],
    declared: set[str],
    named: list[_Names],
) -> int:
    """Pass over a row of names and a row of examples right below the header, which ends there."""
    for row, names in zip(rows[number : number + 3], named[number : number + 3], strict=False):
        cells = [
            (text, name)
            for letter, text, name in zip(letters, row, names, strict=True)
            if text and letter in declared
        ]
        is_names = len(cells) > 1 and all(name for _, name in cells)
        is_examples = bool(cells) and all(text.startswith(EXAMPLE_MARKS) for text, _ in cells)
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
