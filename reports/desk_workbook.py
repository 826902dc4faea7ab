"""The workbook desk/待办.xlsx: what waits for the office and what it may start, to be filled in.

Which questions there are is given; how a filled one is read and judged belongs in ``validations``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from reports.blocks import (
    Block,
    Column,
    Entry,
    EntryField,
    Heading,
    ItemList,
    ItemLists,
    KeyValues,
    Note,
    Sheet,
    Table,
    Title,
    Value,
    Workbook,
)
from reports.form_words import example_words, prompt_words
from reports.formatting import chinese_time
from reports.wording import lines, say, section
from validations.code_lists import options
from validations.decision_choices import choices_of
from validations.decision_sheets import LOCKED, decision_meta, question_number
from validations.form_columns import Column as FormColumn
from validations.form_columns import sheet_columns
from validations.forms.decisions import (
    FORM_ID,
    INITIATIVE_SHEET,
    QUESTION_SHEET,
    TEMPLATE_VERSION,
    InitiativeSheet,
    QuestionSheet,
)
from validations.initiatives import NEEDED, alias_lists
from validations.parameter_values import may_change, parameter_titles, value_words

_QUESTION_WIDTHS = (21.0, 11.0, 10.0, 15.0, 15.0, 18.0, 62.0, 16.0, 28.0, 12.0)
_INITIATIVE_WIDTHS = (12.0, 18.0, 16.0, 16.0, 30.0, 30.0, 14.0, 16.0, 13.0, 28.0, 12.0)
_EXPLAIN_GRID = (18.0, 40.0, 34.0, 14.0, 14.0)
_ENTERED = ("choice", "reason", "who")


@dataclass(frozen=True)
class Question:
    """One question: its id, the cells of its row by column, and what it is about."""

    question_id: str
    cells: Mapping[str, str | None]
    about: Mapping[str, str]

    @property
    def number(self) -> str:
        """The 事项编号 of the row."""
        return question_number(self.question_id, self.cells, self.about)


def build_desk_workbook(
    questions: Sequence[Question],
    drafts: Mapping[str, str],
    written_at: datetime,
    filled: Mapping[str, Mapping[str, str]] | None = None,
    parameters: pl.DataFrame | None = None,
    is_rehearsal: bool = False,
) -> Workbook:
    """The 待办表 as of ``written_at``.

    ``parameters`` are rows of ``rpt_parameter``, shown where they may be changed.

    ``drafts`` maps months that may be signed to the digest of their figures; ``filled`` answers
    questions by id (choice, reason, who), for a decision that was taken elsewhere.
    """
    choices = {choices_of(question.about) for question in questions}
    names = {one: f"choices_{number}" for number, one in enumerate(sorted(choices), start=1)}
    asked = {question.question_id: question.about for question in questions}
    meta = {
        "form_id": FORM_ID,
        "template_version": TEMPLATE_VERSION,
        "period": f"{written_at:%Y-%m}",
        "unit_code": "3607",
        "revision": "1",
        "issued_at": written_at.isoformat(timespec="seconds"),
    }
    when = chinese_time(written_at)
    return Workbook(
        title=say("decisions.title"),
        sheets=(
            _explain(when, len(questions), _parameter_blocks(parameters, written_at)),
            _question_sheet(questions, names, filled or {}),
            _initiative_sheet(),
            _items(names),
            Sheet(
                say("form.meta_sheet"),
                (KeyValues(tuple({**meta, **decision_meta(asked, drafts)}.items())),),
                (24.0, 40.0),
                is_protected=True,
                is_very_hidden=True,
            ),
        ),
        header_left=say("decisions.title"),
        header_right=say("decisions.header_right", written_at=when),
        banner=say("mark.rehearsal_banner") if is_rehearsal else "",
    )


def _question_sheet(
    questions: Sequence[Question],
    names: Mapping[tuple[str, ...], str],
    filled: Mapping[str, Mapping[str, str]],
) -> Sheet:
    columns = sheet_columns(QuestionSheet)
    sources = tuple(names[choices_of(question.about)] for question in questions)
    fields = tuple(
        _field(column, width, sources if column.name == "choice" else ())
        for column, width in zip(columns, _QUESTION_WIDTHS, strict=True)
    )
    filled_columns = tuple(
        tuple(_cell(question, column.name, filled) for question in questions) for column in columns
    )
    return Sheet(
        QUESTION_SHEET,
        (Entry(fields, filled_columns, has_guide=False),),
        widths=_QUESTION_WIDTHS,
        freeze=(1, 2),
        is_protected=True,
        tab="orange",
    )


def _cell(question: Question, name: str, filled: Mapping[str, Mapping[str, str]]) -> Value:
    if name == "question_id":
        return question.number
    if name in LOCKED:
        return question.cells.get(name)
    return filled.get(question.question_id, {}).get(name)


def _initiative_sheet() -> Sheet:
    sources = {"kind": "initiatives", "form": "forms", "name": "names"}
    fields = tuple(
        _field(column, width, source=sources.get(column.name, ""))
        for column, width in zip(sheet_columns(InitiativeSheet), _INITIATIVE_WIDTHS, strict=True)
    )
    return Sheet(
        INITIATIVE_SHEET,
        (Entry(fields, (), has_guide=True),),
        widths=_INITIATIVE_WIDTHS,
        freeze=(3, 1),
        is_protected=True,
        tab="blue",
    )


def _field(
    column: FormColumn, width: float, sources: tuple[str, ...] = (), source: str = ""
) -> EntryField:
    is_locked = column.is_prefilled
    tone = "required" if column.is_required or column.name in _ENTERED else "optional"
    return EntryField(
        header=column.title,
        name=column.name,
        example=example_words(column),
        kind=column.kind,
        prompt=column.help if is_locked else prompt_words(column),
        tone="prefilled" if is_locked else tone,
        width=width,
        source=source,
        is_locked=is_locked,
        sources=sources,
    )


def _explain(when: str, count: int, parameters: tuple[Block, ...]) -> Sheet:
    waiting = () if count else (Note((say("decisions.none"),), style="body"),)
    return Sheet(
        say("form.explain_sheet"),
        (
            Title(say("decisions.title"), say("decisions.subtitle", written_at=when, count=count)),
            *waiting,
            Heading(say("decisions.how")),
            Note(lines("decisions.how_lines"), style="body"),
            Heading(say("decisions.needs")),
            _needs(),
            *parameters,
        ),
        _EXPLAIN_GRID,
        is_protected=True,
        tab="red",
    )


def _needs() -> Table:
    titles = {column.name: column.title for column in sheet_columns(InitiativeSheet)}
    headers = section("decisions.need_headers").values()
    rows = tuple(
        (label, "、".join(titles[name] for name in NEEDED[kind]), say(f"decisions.effects.{kind}"))
        for kind, label in zip(NEEDED, options("initiative"), strict=True)
    )
    styles = ("name", "text", "text")
    columns = tuple(Column(header, style) for header, style in zip(headers, styles, strict=True))
    return Table("needs", columns, rows, span=(1, 1, 3))


def _parameter_blocks(parameters: pl.DataFrame | None, on: datetime) -> tuple[Block, ...]:
    """What may be changed: each span that holds today or is still to begin."""
    if parameters is None:
        return ()
    lasts = pl.col("valid_to").is_null() | (pl.col("valid_to") >= on.date())
    shown = parameters.filter("is_open_to_change", lasts).sort("purpose", "valid_from")
    headers = section("decisions.parameter_headers").values()
    styles = ("text", "text", "centre", "centre")
    columns = tuple(Column(header, style) for header, style in zip(headers, styles, strict=True))
    rows = tuple(
        (
            row["purpose"],
            value_words(row["parameter"], row["value"]),
            row["unit_of_measure"],
            row["valid_from"].isoformat(),
        )
        for row in shown.iter_rows(named=True)
    )
    return (
        Heading(say("decisions.parameters")),
        Note((say("decisions.parameters_note"),)),
        Table("parameters", columns, rows, span=(2, 1, 1, 1)),
    )


def _items(names: Mapping[tuple[str, ...], str]) -> Sheet:
    """字典: the lists behind the drop-downs."""
    changeable = [words for words, name in parameter_titles().items() if may_change(name)]
    given = {
        "initiatives": ("initiative", options("initiative")),
        "forms": ("form", options("form")),
        "names": ("name", (*alias_lists(), *changeable)),
    }
    lists = [
        ItemList(name, say(f"decisions.list_headings.{heading}"), tuple(items))
        for name, (heading, items) in given.items()
    ]
    heading = say("decisions.list_headings.choices")
    lists += [ItemList(name, heading, choices) for choices, name in names.items()]
    return Sheet(
        say("form.items_sheet"),
        (ItemLists(tuple(lists)),),
        (16.0, 28.0, 60.0, *(20.0 for _ in names)),
        freeze=(1, 0),
        is_protected=True,
    )
