"""A submitter's own workbook with its wrong cells marked: fill, note, and a list in front.

Sheets, values, widths, formats and formulas stay theirs: only the parts that bear a mark are
touched. What is wrong is worded by the rules, what a receipt says by ``receipt``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from reports.annotated_book import Book, SheetPart
from reports.annotated_cells import Place, SheetXml, address_of, deselected, place_of
from reports.annotated_list import Line, ListContent, list_sheet, record_sheet
from reports.annotated_notes import write_notes
from reports.annotated_package import NotMarkableError, Package
from reports.annotated_styles import Styles
from reports.findings_workbook import SHOWN, column_examples, column_titles, ordered
from reports.formatting import chinese_date, chinese_time
from reports.receipt import receipt_facts
from reports.theme import NOTE_CLOSING, NOTE_OPENING
from reports.wording import lines, say
from validations.forms.rules import Severity
from validations.sheet_names import LIST_SHEET_KEY, MARKS_SHEET, RETURN_SHEET

__all__ = ["NotMarkableError", "Return", "annotate", "is_marked"]

_MARKED = (Severity.MUST_FIX, Severity.EXPLAIN)
_IN_A_NOTE = 6
_FILL_KEY = "fill_"


@dataclass(frozen=True)
class Return:
    """What a return is made of: a row of submissions, its findings, and what is said around them.

    ``places`` gives an original cell (sheet, cell) for one of the returned workbook, where a file
    was laid out anew; ``kind`` then says in words what had been sent.
    """

    submission: Mapping[str, Any]
    findings: pl.DataFrame
    kept_until: date | None = None
    is_rehearsal: bool = False
    kind: str = ""
    places: Mapping[tuple[str, str], str] | None = None


@dataclass(frozen=True)
class _Fault:
    """A finding with the visible cell it is shown at, None where it is listed only."""

    said: Mapping[str, Any]
    part: str | None = None
    place: Place | None = None


def is_marked(finding: Mapping[str, Any]) -> bool:
    """Whether a finding colours a cell: to be mended, or to be explained and not explained yet."""
    return finding["severity"] in _MARKED and not finding.get("is_explained")


def annotate(content: bytes, said: Return) -> bytes:
    """The workbook ``content`` (xlsx) with its faults marked, as bytes; equal input, equal bytes.

    Marks, notes and list of an earlier return are taken off first. Raises ``NotMarkableError``
    where the package is built in a way that cannot be changed safely.
    """
    package = Package.read(content)
    book = Book(package)
    record = _remove_earlier(book, content)
    style_part = book.related(book.part, "styles")
    style_name = package.find(style_part.target) if style_part else None
    styles = Styles(package.parts.get(style_name or ""), book.namespace, _originals(record))
    sheets = book.sheets()
    _keep_strings(book)
    faults = _placed(said.findings, sheets)
    _mark_sheets(book, sheets, faults, styles, is_marked_before=bool(record))
    name = _free_sheet_name([sheet.name for sheet in sheets])
    content_of_list = _list_content(said, faults, {sheet.part: sheet.name for sheet in sheets})
    xml = list_sheet(content_of_list, styles, book.namespace)
    book.add_sheet(name, xml, is_first=True)
    fills = [(f"{_FILL_KEY}{n}", text) for n, text in enumerate(styles.originals, start=1)]
    marks = record_sheet([(LIST_SHEET_KEY, name), *fills], book.namespace)
    book.add_sheet(MARKS_SHEET, marks, is_first=False)
    _keep_styles(book, style_name, styles)
    book.save()
    return package.write()


def _remove_earlier(book: Book, content: bytes) -> dict[str, str]:
    """Take the sheets of an earlier return out; returns what its hidden one remembers."""
    names = [sheet.name for sheet in book.sheets()]
    if MARKS_SHEET not in names:
        return {}
    import fastexcel

    try:
        reader = fastexcel.read_excel(content)
        cells = reader.load_sheet(MARKS_SHEET, header_row=None, dtypes="string").to_polars()
    except Exception as error:  # whatever a broken sheet makes the reader raise
        raise NotMarkableError("the record of marks cannot be read") from error
    record = {str(row[0]): str(row[1]) for row in cells.iter_rows()} if cells.width > 1 else {}
    for name in (record.get(LIST_SHEET_KEY), MARKS_SHEET):
        if name in names:
            book.remove_sheet(str(name))
    return record or {LIST_SHEET_KEY: ""}


def _originals(record: Mapping[str, str]) -> list[str]:
    """The submitter's fills under our marks, as remembered, in order."""
    found: list[str] = []
    while text := record.get(f"{_FILL_KEY}{len(found) + 1}"):
        found.append(text)
    return found


def _keep_styles(book: Book, name: str | None, styles: Styles) -> None:
    package = book.package
    if name is None:
        name = package.free_name("xl/styles{n}.xml")
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
        package.declare(name, kind)
        book.relate(book.part, "styles", name)
    package.parts[name] = styles.xml()


def _keep_strings(book: Book) -> None:
    """Programs expect a table of shared strings where a sheet has text of its own, as ours have."""
    package, space = book.package, book.namespace
    related = book.related(book.part, "sharedStrings")
    name = package.find(related.target) if related else None
    if name is not None and b"<si" in package.parts[name][:4096].replace(b":si", b"<si"):
        return
    if name is None:
        package.parts.pop(package.find("xl/sharedStrings.xml") or "", None)
        name = "xl/sharedStrings.xml"
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        package.declare(name, kind)
        book.relate(book.part, "sharedStrings", name)
    text = f'<sst xmlns="{space}" count="1" uniqueCount="1"><si><t>{RETURN_SHEET}</t></si></sst>'
    package.parts[name] = text.encode()


def _placed(findings: pl.DataFrame, sheets: Sequence[SheetPart]) -> list[_Fault]:
    """Findings in the order of the list, with the cells they are shown at."""
    visible = {sheet.name: sheet.part for sheet in sheets if sheet.is_visible}
    return [
        _Fault(finding, visible.get(finding["sheet"] or ""), _place(finding))
        for finding in ordered(findings).iter_rows(named=True)
    ]


def _place(finding: Mapping[str, Any]) -> Place | None:
    """The finding's cell, or the first of its row; none for what concerns a sheet or the file."""
    if finding["rule_id"].startswith("W"):
        return None
    try:
        return place_of(finding["cell"] or "")
    except ValueError:
        row = finding["row_number"]
        return (int(row), 1) if row else None


def _mark_sheets(
    book: Book,
    sheets: Sequence[SheetPart],
    faults: Sequence[_Fault],
    styles: Styles,
    *,
    is_marked_before: bool,
) -> None:
    by_part: dict[str, list[_Fault]] = {}
    for fault in faults:
        if fault.part and fault.place and is_marked(fault.said):
            by_part.setdefault(fault.part, []).append(fault)
    old = styles.unmarked() if is_marked_before else {}
    noted = {id(fault) for fault in faults[:SHOWN]}
    for sheet in sheets:
        mine = by_part.get(sheet.part, [])
        xml = deselected(book.package.parts[sheet.part])
        if mine or (is_marked_before and b"sheetData" in xml):
            marked = SheetXml(xml).restyle(old) if old else SheetXml(xml)
            by_place = _by_place(mine, marked)
            severities = {place: _worst(some) for place, some in by_place.items()}
            marked.mark(severities, styles.marked)
            notes = {
                place: _note([fault for fault in some if id(fault) in noted], len(some))
                for place, some in by_place.items()
                if any(id(fault) in noted for fault in some)
            }
            write_notes(book, sheet.part, marked, notes)
            xml = marked.xml()
        book.package.parts[sheet.part] = xml


def _by_place(faults: Sequence[_Fault], sheet: SheetXml) -> dict[Place, list[_Fault]]:
    """Faults by the cell that shows them: of a merged range only the first can be seen."""
    merged = sheet.merged()
    found: dict[Place, list[_Fault]] = {}
    for fault in faults:
        assert fault.place is not None
        row, column = fault.place
        shown = next(
            (
                first
                for first, last in merged
                if first[0] <= row <= last[0] and first[1] <= column <= last[1]
            ),
            fault.place,
        )
        found.setdefault(shown, []).append(fault)
    return found


def _worst(faults: Sequence[_Fault]) -> str:
    return next((s for s in _MARKED if any(f.said["severity"] == s for f in faults)), _MARKED[0])


def _note(faults: Sequence[_Fault], count: int) -> str:
    """The words of a cell's note: each fault, what would be right, an example, its rule."""
    parts = [NOTE_OPENING]
    for fault in faults[:_IN_A_NOTE]:
        said = fault.said
        parts.append(say("returns.note", **{k: said[k] for k in ("severity", "words", "fix")}))
        example = column_examples(said["form_id"]).get(said["column_name"] or "")
        if example:
            parts.append(example)
        if said["severity"] == Severity.EXPLAIN:
            parts.append(say("returns.note_explain"))
        parts.append(say("returns.note_rule", rule=said["rule_id"]))
    if count > _IN_A_NOTE:
        parts.append(say("returns.note_more", count=count - _IN_A_NOTE))
    return "\n".join([*parts, NOTE_CLOSING])


def _list_content(said: Return, faults: Sequence[_Fault], names: Mapping[str, str]) -> ListContent:
    submission, findings = said.submission, said.findings
    advice = [*lines("returns.laid_out", kind=said.kind)] if said.kind else []
    advice += lines("returns.again")
    if said.kept_until:
        advice.append(say("returns.kept_until", until=chinese_date(said.kept_until)))
    titles = column_titles(submission["form_id"])
    hidden = len(faults) - SHOWN
    return ListContent(
        title=say("findings.title"),
        subtitle=say(
            "findings.subtitle",
            file=submission["file_name"],
            when=chinese_time(submission["received_at"]),
        ),
        banner=say("mark.rehearsal_banner") if said.is_rehearsal else "",
        facts=receipt_facts(submission),
        totals=dict(findings.group_by("severity").len().iter_rows()),
        advice=[f"{n}. {text}" for n, text in enumerate(advice, start=1)],
        faults=[_line(said, fault, titles, names) for fault in faults[:SHOWN]],
        more=say("findings.more", count=hidden) if hidden > 0 else "",
    )


def _line(said: Return, fault: _Fault, titles: Mapping[str, str], names: Mapping[str, str]) -> Line:
    finding, link = fault.said, ""
    column = finding["column_name"]
    cell = finding["cell"] or ""
    if fault.part and fault.place:
        name = names[fault.part].replace("'", "''")
        link = f"'{name}'!{address_of(fault.place)}"
        cell = cell or address_of(fault.place)
    original = (said.places or {}).get((finding["sheet"] or "", cell))
    if original:
        cell = say("returns.original_cell", cell=cell, original=original)
    shown = (
        finding["sheet"], cell, titles.get(column, column) if column else "",
        finding.get("value_shown"), finding["words"], finding["fix"], finding["rule_id"],
    )  # fmt: skip
    texts = tuple("" if text is None else str(text) for text in shown)
    return Line(finding["severity"], bool(finding.get("is_explained")), texts, link)


def _free_sheet_name(names: Sequence[str]) -> str:
    name, number = RETURN_SHEET, 1
    folded = {one.casefold() for one in names}
    while name in folded:
        number += 1
        name = f"{RETURN_SHEET}{number}"
    return name
