"""What is wrong with the header of a sheet, in words: columns missing, doubled or unknown.

Where a header stands is found by ``headers``.
"""

import difflib
from collections.abc import Sequence

from validations.findings import Finding, file_finding
from validations.form_columns import Column
from validations.headers import Header
from validations.workbook_reader import TextSheet

_LIKE = 0.6


def header_findings(
    submission_id: str, sheet: TextSheet, header: Header, columns: Sequence[Column]
) -> list[Finding]:
    """What is wrong with a header, in words; H01, H02 and H05 take the sheet."""
    found = []
    if header.again is not None:
        cell = f"{sheet.cells.columns[0]}{header.again}"
        told = {"row": header.again}
        found.append(file_finding(submission_id, "H05", told, sheet=sheet.name, cell=cell))
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
