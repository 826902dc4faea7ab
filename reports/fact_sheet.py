"""答复函数据附表: the figures for the answer to one suggestion, in the letter's own order.

Every number is the warehouse's and its words are `fact_words`'; here it gets its place and period.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from reports.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    Note,
    Sheet,
    Table,
    Title,
    Value,
    Workbook,
)
from reports.fact_words import (
    Row,
    caution_of,
    explanation_of,
    rounding_of,
    sentence_of,
    text_of,
    words_of,
)
from reports.formatting import MARKS, NOT_APPLICABLE, chinese_date, chinese_month, chinese_time
from reports.official_words import published_words
from reports.series_words import reach_words
from reports.wording import say
from validations.code_lists import label_of

_GRID = (7.0, 25.0, 19.0, 19.0, 30.0, 6.0, 13.0, 9.0, 31.0)


@dataclass(frozen=True)
class FactSheetInput:
    """One suggestion (a row of ``rpt_suggestion``) and its letter's rows of ``rpt_letter_figure``.

    ``figures`` are those of the unit that answers, of this suggestion or of none.
    """

    month: str
    unit_name: str
    known_at: datetime
    is_rehearsal: bool
    suggestion: Row
    figures: pl.DataFrame

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The figures in the letter's order."""
        return self.figures.sort("sort_no").to_dicts()


def build_fact_sheet(given: FactSheetInput) -> Workbook:
    """The workbook for one suggestion: its handling and figures, and the sentences."""
    title = say("letters.title", unit=given.unit_name, no=given.suggestion["suggestion_no"])
    subtitle = say(
        "letters.subtitle",
        month=chinese_month(given.month),
        known_at=chinese_time(given.known_at),
    )
    head = Title(title, subtitle)
    return Workbook(
        title=title,
        sheets=(_figures_sheet(given, head), _sentences_sheet(given, head)),
        header_left=title,
        header_right=say("letters.header_mark"),
        banner=say("mark.rehearsal_banner") if given.is_rehearsal else "",
    )


def warnings(given: FactSheetInput) -> tuple[str, ...]:
    """What stands in the way of signing: figures without data, and totals below those published."""
    empty = _named(row for row in given.rows if row["status"] != "ok")
    due = _named(row for row in given.rows if row["is_to_be_explained"])
    month = chinese_month(given.month)
    told = (say("letters.empty", month=month, names=empty), say("letters.to_explain", names=due))
    return tuple(words for words, names in zip(told, (empty, due), strict=True) if names)


def _named(rows: Iterable[Row]) -> str:
    return "、".join(f"{row['figure_id']}{row['name_zh']}" for row in rows)


def fact_sheet_name(suggestion_id: str) -> str:
    """What the workbook of a suggestion is called."""
    return say("letters.file_name", suggestion=suggestion_id)


def _figures_sheet(given: FactSheetInput, head: Title) -> Sheet:
    blocks: list[Block] = [head, *(Note((one,), style="restricted") for one in warnings(given))]
    if not any(row["is_to_be_explained"] for row in given.rows):
        blocks.append(Note((say("letters.nothing_to_explain"),), style="body"))
    blocks += [
        Heading(say("letters.handling")),
        _handling(given),
        Note((say("letters.signatures"),)),
    ]
    for heading, rows in _sections(given):
        blocks += [Heading(heading), _table(heading, rows)]
    blocks.append(Note(tuple(say("letters.notes").splitlines())))
    return Sheet(say("letters.sheets.figures"), tuple(blocks), _GRID, repeat=2)


def _sentences_sheet(given: FactSheetInput, head: Title) -> Sheet:
    blocks: list[Block] = [head, Note((say("letters.sentences_note"),))]
    for heading, rows in _sections(given):
        lines = [_line(row) for row in rows if row["status"] == "ok"]
        if lines:
            blocks += [Heading(heading), *lines]
    return Sheet(say("letters.sheets.sentences"), tuple(blocks), _GRID, repeat=2, tab="green")


def _line(row: Row) -> Note:
    """One sentence with its figure's id, in red where it may not be signed as it stands."""
    caution, sentence = caution_of(row), sentence_of(row)
    if sentence is None:
        blanks = {"name": row["name_zh"], "said": words_of(row), "figure": row["figure_id"]}
        return Note((say("letters.no_sentence", **blanks),), style="restricted")
    line = say("letters.sentence", text=sentence, figure=row["figure_id"])
    if caution:
        return Note((line + say("letters.caution", why=caution),), style="restricted")
    return Note((line,), style="body")


def _sections(given: FactSheetInput) -> Iterator[tuple[str, list[Row]]]:
    """The letter's paragraphs in order, each with its heading and rows."""
    by_heading: dict[str, list[Row]] = {}
    for row in given.rows:
        is_numbered = len(row["section"]) == 1
        heading = f"{row['section']}、{row['heading']}" if is_numbered else row["heading"]
        by_heading.setdefault(heading, []).append(row)
    yield from by_heading.items()


def _table(key: str, rows: list[Row]) -> Table:
    styles = ("code", "text", "count", "text", "text", "count", "text", "decimal_auto", "text")
    names = ("id", "name", "value", "words", "period", "rows", "previous", "difference", "about")
    columns = tuple(
        Column(say(f"letters.columns.{name}"), "text" if style == "decimal_auto" else style)
        for name, style in zip(names, styles, strict=True)
    )
    return Table(key, columns, tuple(_row(row) for row in rows))


def _row(row: Row) -> tuple[Value | Cell, ...]:
    tone = "must_fix" if row["is_to_be_explained"] else "explain" if row["is_partial"] else ""
    previous = row["previous_value"]
    return (
        row["figure_id"],
        row["name_zh"],
        _value(row),
        words_of(row),
        _period(row),
        Cell(NOT_APPLICABLE, "centre") if _is_without_rows(row) else row["row_count"],
        NOT_APPLICABLE if previous is None else published_words(previous, rounding_of(row)),
        NOT_APPLICABLE if row["difference"] is None else _signed(row["difference"]),
        Cell(explanation_of(row), "text", tone),
    )


def _is_without_rows(row: Row) -> bool:
    return row["way"] in ("code", "identifier", "enumeration", "policy") and not row["row_count"]


def _value(row: Row) -> Cell:
    if row["status"] != "ok":
        return Cell(MARKS[row["status"]], "centre", "mark")
    if row["value"] is None:
        return Cell(text_of(row), "code")
    if row["style"] == "year":
        return Cell(words_of(row).removesuffix(row["unit_word"]), "code")
    return Cell(row["value"], "rate" if row["style"] == "tenths" else "count")


def _signed(number: Decimal) -> str:
    return f"{number.normalize():+f}" if number else "0"


def _period(row: Row) -> str:
    """From when to when: a stock has no first day, what is stated or listed has no period."""
    if row["way"] != "figure" or row["ends_on"] is None:
        return NOT_APPLICABLE
    ends = chinese_date(row["ends_on"])
    if row["starts_on"] is None:
        return say("letters.as_of", day=ends)
    span = say("letters.span", first=chinese_date(row["starts_on"]), last=ends)
    reach = reach_words(row)
    return span + (say("letters.told", told=reach) if reach else "")


def _handling(given: FactSheetInput) -> Table:
    """The handling of the suggestion itself, three pairs a row."""
    told = given.suggestion
    missing = say("letters.not_yet")
    signed = told["signed_count"]
    pairs: list[tuple[str, Value | Cell]] = [
        ("suggestion", _number_of(told)),
        ("session", told["session"]),
        ("kind", label_of("suggestion_kind", told["suggestion_kind"])),
        ("subject", told["suggestion_title"]),
        ("class", _label("class_code", told["class_code"]) or missing),
        ("disclosure", _label("disclosure", told["disclosure"]) or missing),
        ("assigned", _day(told["assigned_on"]) or missing),
        ("answer_by", _day(told["answer_by_on"]) or missing),
        ("answered", _day(told["answered_on"]) or missing),
        ("signatures", _signatures(told) if signed is not None else missing),
        ("attitude", _label("satisfaction", told["attitude"]) or missing),
        ("result", _label("satisfaction", told["result"]) or missing),
    ]
    cells = [(say(f"letters.of_suggestion.{key}"), value) for key, value in pairs]
    rows = tuple(
        tuple(part for pair in cells[at : at + 3] for part in pair) for at in range(0, 12, 3)
    )
    columns = tuple(Column(say(f"letters.pair.{key}"), style) for key, style in _PAIRS * 3)
    return Table("handling", columns, rows, span=(1, 2, 1, 1, 1, 3))


_PAIRS = (("item", "text"), ("content", "text"))


def _number_of(told: Row) -> str:
    return say("letters.number", no=told["suggestion_no"], id=told["suggestion_id"])


def _signatures(told: Row) -> Cell:
    words = say("letters.signed", signed=told["signed_count"], proposers=told["proposer_count"])
    return Cell(words, "text", "met" if told["is_fully_signed"] else "must_fix")


def _label(list_name: str, code: str | None) -> str:
    return label_of(list_name, code) if code else ""


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""
