"""One submission's return: its own workbook marked, a list of faults alone, or a light receipt.

The same for intake, for the night and for a dry run; where a return is put is theirs to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from orchestration.reading import Read

if TYPE_CHECKING:
    from reports.annotated_return import Return
    from validations.workbook_reader import ReadWorkbook

Kind = Literal["receipt", "marked", "list"]
_SEALED = ("quarantined", "unreadable")
_CELL = re.compile(r"[A-Z]+\d+")
_PERSONAL = re.compile(r"T\d+")
# What we put before a name ourselves; a return that is sent again does not gather them.
_OURS = re.compile(r"^(\d{4}-)?((回执|已标注|问题清单)_)+")


@dataclass(frozen=True)
class ReturnFile:
    """A return as a file: what kind it is, its name and its bytes."""

    kind: Kind
    name: str
    content: bytes


def make_return(said: Return, original: Callable[[], bytes] | None, read: Read) -> ReturnFile:
    """The return of one submission; ``original`` gives its bytes, None where nobody may.

    A file with nothing to mend or explain gets a receipt. One that was not opened, or holds
    personal data, or cannot be marked, gets the list alone. A full disk or memory is raised.
    """
    from reports.annotated_return import is_marked

    if not any(is_marked(finding) for finding in said.findings.iter_rows(named=True)):
        if said.submission["status"] not in _SEALED:
            return _receipt(said)
    elif original is not None and not _is_sealed(said):
        try:
            return _marked(said, original(), read)
        except (OSError, MemoryError):
            raise
        except Exception:  # noqa: S110  an odd workbook must cost nobody but itself
            pass
    return _list(said)


def base_name(file_name: str) -> str:
    """A file's name without what an earlier return put before it, and without its extension."""
    return _OURS.sub("", PurePath(file_name).stem) or PurePath(file_name).stem


def _is_sealed(said: Return) -> bool:
    rules = said.findings["rule_id"]
    is_personal = any(_PERSONAL.fullmatch(rule) for rule in rules)
    return said.submission["status"] in _SEALED or is_personal


def _marked(said: Return, content: bytes, read: Read) -> ReturnFile:
    from reports.annotated_book import extension_of, is_xlsx
    from reports.annotated_layout import lay_out
    from reports.annotated_return import NotMarkableError, annotate
    from reports.wording import section

    if is_xlsx(content):
        made = annotate(content, _with_cells(said, content, read))
        return ReturnFile("marked", _name(said, "marked", extension_of(content)), made)
    book = read(content, said.submission["file_name"])
    laid = lay_out(book, said.submission, said.findings)
    if laid is None:
        raise NotMarkableError("nothing to lay out")
    kinds = section("returns.kinds")
    anew = replace(
        said, findings=laid.findings, kind=kinds.get(book.kind, kinds["other"]), places=laid.places
    )
    return ReturnFile("marked", _name(said, "marked", ".xlsx"), annotate(laid.content, anew))


def _receipt(said: Return) -> ReturnFile:
    from reports.receipt import build_receipt
    from reports.workbook import workbook_bytes

    told = [
        [" ".join(filter(None, (row["sheet"], row["cell"]))), row["words"], row["rule_id"]]
        for row in said.findings.iter_rows(named=True)
    ]
    book = build_receipt(said.submission, told, said.is_rehearsal)
    received_at: datetime = said.submission["received_at"]
    return ReturnFile("receipt", _name(said, "receipt", ".xlsx"), workbook_bytes(book, received_at))


def _list(said: Return) -> ReturnFile:
    from reports.findings_workbook import build_findings
    from reports.workbook import workbook_bytes

    received_at: datetime = said.submission["received_at"]
    is_sealed = said.submission["status"] != "unreadable" and _is_sealed(said)
    book = build_findings(
        said.submission, said.findings, received_at, said.is_rehearsal, is_sealed=is_sealed
    )
    return ReturnFile("list", _name(said, "list", ".xlsx"), workbook_bytes(book, received_at))


def _name(said: Return, kind: Kind, extension: str) -> str:
    from reports.wording import say

    name = base_name(said.submission["file_name"])
    return say(f"returns.file_names.{kind}", file_name=name) + extension


def _with_cells(said: Return, content: bytes, read: Read) -> Return:
    """Findings that name a row and a column only, led to the cell by the header of their sheet."""
    rows = list(said.findings.iter_rows(named=True))
    if not any(_lacks_cell(row) for row in rows):
        return said
    letters = _letters(read(content, said.submission["file_name"]), said.submission["form_id"])
    cells = []
    for row in rows:
        letter = letters.get((row["sheet"], row["column_name"]))
        is_led = letter is not None and _lacks_cell(row)
        cells.append(f"{letter}{row['row_number']}" if is_led else row["cell"])
    cell = pl.Series("cell", cells, dtype=pl.String)
    return replace(said, findings=said.findings.with_columns(cell))


def _lacks_cell(finding: Mapping[str, Any]) -> bool:
    is_placed = _CELL.fullmatch(finding["cell"] or "") is not None
    return bool(finding["row_number"] and finding["column_name"]) and not is_placed


def _letters(book: ReadWorkbook, form_id: str | None) -> dict[tuple[str, str], str]:
    """(Sheet, column name) → the letter of the column."""
    from validations.data_sheets import headed_sheets
    from validations.forms import FORMS

    form = FORMS.get(form_id or "")
    if form is None:
        return {}
    return {
        (headed.sheet.name, name): letter
        for headed in headed_sheets(book, form)
        for name, letter in headed.header.letters.items()
    }
