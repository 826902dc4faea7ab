"""The 待办表 as an officer fills it in: open the written file, type into cells, drop it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from openpyxl import load_workbook

from orchestration.figures import latest_known_at
from orchestration.intake import BatchReport, Intake
from orchestration.questions import write_desk_workbook
from orchestration.settings import Settings
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables
from orchestration.stores.vault import Event, Vault
from tests.warehouse_bench import WarehouseBench
from validations.form_columns import sheet_columns
from validations.forms.decisions import (
    INITIATIVE_SHEET,
    QUESTION_SHEET,
    InitiativeSheet,
    QuestionSheet,
)

SIGNED = {"reason": "已与学校核实", "who": "数据专员"}
FIRST_INITIATIVE = 4
_MODELS = ("rpt_open_question", "rpt_parameter", "int_enrolment__effective")


def count(settings: Settings, known_at: datetime | None = None, *more: str) -> None:
    """What decisions bear on, and `more` models, as known at a moment, by default now.

    dbt compiles once a home.
    """
    lake = Lake(settings.lake, lake_tables())
    lake.ensure_schema()
    lake.commit_events(Vault(settings.vault).events())
    moment = known_at or latest_known_at(lake)
    assert moment is not None
    _bench(settings.home).run(moment, *_MODELS, *more)


@cache
def _bench(home: Path) -> WarehouseBench:
    return WarehouseBench(home)


def night(settings: Settings, at: datetime) -> Path:
    """Figures and the 待办表, as each night leaves them; returns the table's path."""
    count(settings)
    return write_desk_workbook(settings, at)


def fill(
    written: Path,
    to: Path,
    answers: Mapping[str, Mapping[str, object]] | None = None,
    initiatives: list[Mapping[str, object]] | None = None,
) -> Path:
    """Type answers into rows whose 说明 holds a text, and initiatives below each other; save."""
    book = load_workbook(written)
    questions = book[QUESTION_SHEET]
    place = {c.name: n for n, c in enumerate(sheet_columns(QuestionSheet), start=1)}
    for text, cells in (answers or {}).items():
        rows = [
            row
            for row in range(2, questions.max_row + 1)
            if text in str(questions.cell(row, place["words"]).value)
        ]
        assert len(rows) == 1, (text, rows)
        for name, value in {**SIGNED, **cells}.items():
            questions.cell(rows[0], place[name]).value = value
    start = {c.name: n for n, c in enumerate(sheet_columns(InitiativeSheet), start=1)}
    for row, cells in enumerate(initiatives or [], start=FIRST_INITIATIVE):
        for name, value in {**SIGNED, **cells}.items():
            book[INITIATIVE_SHEET].cell(row, start[name]).value = value
    to.parent.mkdir(parents=True, exist_ok=True)
    book.save(to)
    return to


def take_in(settings: Settings, at: datetime) -> BatchReport:
    """The one batch that lies in the inbox."""
    (batch,) = Intake(settings).run(at).batches
    return batch


def decisions(settings: Settings) -> list[Event]:
    """Every decision sealed so far."""
    return Vault(settings.vault).events("decided")


def told(batch: BatchReport) -> list[tuple[str, str | None, str | None]]:
    """Rule, sheet and cell of each finding of a batch."""
    return [tuple(row) for row in batch.findings.select("rule_id", "sheet", "cell").rows()]
