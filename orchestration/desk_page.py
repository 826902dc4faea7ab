"""The officer's desk: one Chinese page of files, written by each night and each issue.

It reads what other steps wrote, starts nothing and computes no figure. Which rows it shows stands
in `desk_frames`, how it looks in its template.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from orchestration import desk_frames, nights
from orchestration.figures import warehouse_of
from orchestration.front_page import month_lines, open_messages
from orchestration.questions import open_questions, write_desk_workbook
from orchestration.settings import Settings
from orchestration.stores import atomic
from orchestration.stores.warehouse import Warehouse
from orchestration.work_calendar import days_ahead
from reports.plain_csv import csv_bytes

PAGE, REGISTER, DECISIONS = "desk.html", "报送台账.csv", "待办.xlsx"
EXPLANATIONS = "各单位说明.csv"
_LISTED = 40


@dataclass(frozen=True)
class Look:
    """What is said of nights: the last good one, the next, those missed, a clock set back."""

    last: datetime | None
    next: datetime
    late_after: datetime
    missed: tuple[str, ...]
    is_clock_back: bool


def close_night(settings: Settings, at: datetime) -> Path:
    """Write the desk as the last step of a night that went well."""
    nights.record_night(settings, at)
    return write_desk(settings, at)


def write_desk(settings: Settings, at: datetime) -> Path:
    """Write page, register of submissions and 待办.xlsx into `desk/`; returns the page's path.

    Raises `NoFiguresError` before the first build.
    """
    warehouse = warehouse_of(settings)
    rows = desk_frames.register(warehouse, at.date())
    atomic.write_bytes(settings.desk / REGISTER, _register_bytes(rows))
    explained = desk_frames.explanations(warehouse)
    atomic.write_bytes(settings.desk / EXPLANATIONS, _explanation_bytes(explained))
    write_desk_workbook(settings, at)
    page = settings.desk / PAGE
    atomic.write_bytes(page, _render(settings, warehouse, rows, at).encode("utf-8"))
    return page


def look_at_nights(settings: Settings, now: datetime) -> Look:
    """The nights as they stand at `now`."""
    following = nights.next_night(now)
    return Look(
        last=nights.last_success(settings),
        next=following,
        late_after=following + nights.GRACE,
        missed=tuple(f"{day:%m月%d日}" for day in nights.missed_nights(settings, now)),
        is_clock_back=nights.is_clock_back(settings, now),
    )


def _render(settings: Settings, warehouse: Warehouse, rows: pl.DataFrame, at: datetime) -> str:
    from jinja2 import Environment, FileSystemLoader

    since = _since(settings, at)
    running = desk_frames.current(rows, at.date())
    wanting = desk_frames.wanting(running, warehouse)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("desk_page.html.j2").render(
        title=settings.title,
        is_rehearsal=settings.is_rehearsal,
        made_at=at,
        since=since,
        nights=look_at_nights(settings, at),
        months=month_lines(settings),
        held=[line for line in month_lines(settings) if line.verdict == "hold"],
        questions=_questions(settings),
        has_decisions=(settings.desk / DECISIONS).exists(),
        decisions=DECISIONS,
        register=REGISTER,
        forms=desk_frames.form_names(running),
        units=desk_frames.unit_lines(running),
        wanting=wanting[:_LISTED],
        wanting_count=len(wanting),
        versions=desk_frames.new_versions(running, since)[:_LISTED],
        received=desk_frames.received_count(settings, since),
        findings=desk_frames.findings_by_rule(settings, warehouse, since).to_dicts(),
        explained=desk_frames.explanations(warehouse).head(_LISTED).to_dicts(),
        explanations=EXPLANATIONS,
        quarantined=desk_frames.quarantined(settings)[:_LISTED],
        messages=open_messages(settings),
        calendar=days_ahead(warehouse, at.date()),
        returns=_return_folders(settings),
    )


def _questions(settings: Settings) -> list[dict[str, Any]]:
    """What waits for a decision, oldest first."""
    asked = open_questions(settings).select("kind", "words", "since")
    return asked.sort("since", nulls_last=True).to_dicts()


def _since(settings: Settings, at: datetime) -> datetime:
    """What is new is what came after the night before this one."""
    earlier = [moment for moment in nights.successes(settings) if moment.date() < at.date()]
    return earlier[-1] if earlier else at - timedelta(days=1)


def _return_folders(settings: Settings) -> list[tuple[str, int]]:
    """Folders of units with something to collect, and how many files."""
    folders = sorted(path for path in settings.returns.glob("*") if path.is_dir())
    return [(f.name, sum(1 for p in f.rglob("*") if p.is_file())) for f in folders]


def _explanation_bytes(rows: pl.DataFrame) -> bytes:
    """All reasons as a spreadsheet opens them."""
    return csv_bytes(rows.rename(desk_frames.EXPLANATION_HEADERS))


def _register_bytes(rows: pl.DataFrame) -> bytes:
    """The register as a spreadsheet opens it: UTF-8 with BOM, Chinese headers, 是 and 否."""
    headers = desk_frames.REGISTER_HEADERS
    words = [
        pl.when(pl.col(name)).then(pl.lit("是")).otherwise(pl.lit("否")).alias(name)
        for name in ("is_late", "is_correction")
    ]
    shown = rows.with_columns(*words, pl.col("last_received_at").dt.strftime("%Y-%m-%d %H:%M"))
    return csv_bytes(shown.select(list(headers)).rename(headers))
