"""Make a month's pages from the figures: suppression, bulletin, figures.csv, and the draft folder.

Arithmetic is dbt's and layout is `reports`'; whether a page may leave is decided in `release`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from orchestration.county_editions import edition_pages
from orchestration.figures import warehouse_of
from orchestration.release import Draft, issue_number
from orchestration.scorecards import open_problems, scorecard_pages
from orchestration.settings import Settings
from orchestration.shown import Shown, shown_of
from orchestration.stores import atomic
from orchestration.stores.warehouse import Warehouse

if TYPE_CHECKING:
    from reports.bulletin_input import BulletinInput

BULLETIN, FIGURES, MAIL = "bulletin.xlsx", "figures.csv", "mail.json"
VERDICT, DRAFT = "verdict.json", "draft.json"


class NoDataForMonthError(RuntimeError):
    """Nothing known by now concerns the month; the words name the months there are."""


@dataclass(frozen=True)
class Signed:
    """What the pages of an issue show and those of a draft do not."""

    who: str | None
    on: date


def month_figures(
    settings: Settings, month: str, warehouse: Warehouse | None = None
) -> pl.DataFrame:
    """Every figure up to the month, before suppression; of the home's warehouse or of another.

    Raises `NoFiguresError` before the first build, `NoDataForMonthError` for a month with nothing.
    """
    figures = (warehouse or warehouse_of(settings)).read("fct_figures")
    if month not in figures["month"]:
        known = sorted(figures["month"].unique())
        span = f"现有数据的月份是 {known[0]} 至 {known[-1]}" if known else "目前没有任何月份的数据"
        raise NoDataForMonthError(f"{month} 没有数据：{span}。请先收到这个月的报送。")
    return figures.filter(pl.col("month") <= month)


def figures_digest(figures: pl.DataFrame, month: str) -> str:
    """SHA-256 over a month's figures before suppression, whenever they became known."""
    rows = figures.filter(pl.col("month") == month).drop("known_at").sort("figure_id")
    return hashlib.sha256(rows.write_csv().encode()).hexdigest()


def known_at(figures: pl.DataFrame) -> datetime:
    """The moment of knowledge the figures were built for."""
    moment = figures["known_at"].max()
    if isinstance(moment, str):
        return datetime.fromisoformat(moment)
    if not isinstance(moment, datetime):
        raise TypeError(f"known_at is {type(moment).__name__}")
    return moment


def render(
    settings: Settings,
    month: str,
    number: int,
    signed: Signed | None = None,
    warehouse: Warehouse | None = None,
) -> Mapping[str, bytes]:
    """The files of a month: workbook, `figures.csv`, what its mail says, and counties' editions.

    All are made of the same figures after disclosure. Equal figures, number, signature and earlier
    issues give equal bytes. `warehouse` is another than the home's where a month is issued again
    as it was known once.
    """
    with (warehouse or warehouse_of(settings)).held() as source:
        given, figures = month_input(settings, month, number, signed, source)
        return pages_of(given, figures, source)


def month_input(
    settings: Settings, month: str, number: int, signed: Signed | None, warehouse: Warehouse
) -> tuple[BulletinInput, pl.DataFrame]:
    """What a month's pages are made from, and its figures after suppression; raises as those."""
    from orchestration.errata import errata

    every = month_figures(settings, month, warehouse)
    moment = known_at(every)
    shown = shown_of(warehouse, every, month, moment.date())
    given = replace(
        _input(settings, warehouse, month, number, signed, shown, moment),
        errata=errata(settings, number, warehouse),
    )
    return given, shown.figures


def pages_of(
    given: BulletinInput, figures: pl.DataFrame, warehouse: Warehouse
) -> Mapping[str, bytes]:
    """The files of an edition of the bulletin from its input and its figures."""
    from reports.bulletin import build_bulletin
    from reports.figures_csv import figures_bytes
    from reports.message import mail_content
    from reports.workbook import workbook_bytes

    return {
        BULLETIN: workbook_bytes(build_bulletin(given), given.known_at),
        FIGURES: figures_bytes(figures),
        MAIL: mail_content(given).to_json().encode("utf-8"),
        **edition_pages(given, _schools(warehouse)),
        **scorecard_pages(given, warehouse),
    }


def _schools(warehouse: Warehouse) -> pl.DataFrame:
    """Codes and names of the schools known by then."""
    return warehouse.read("dim_school").select("school_code", "school_name")


def _input(
    settings: Settings,
    warehouse: Warehouse,
    month: str,
    number: int,
    signed: Signed | None,
    shown: Shown,
    moment: datetime,
) -> BulletinInput:
    from reports.bulletin_input import BulletinInput
    from validations.code_lists import read_seed

    return BulletinInput(
        month=month,
        issue_no=number,
        title=settings.title,
        known_at=moment,
        is_rehearsal=settings.is_rehearsal,
        figures=shown.figures,
        cases=shown.cases,
        bands=shown.bands,
        city_only=shown.city_only,
        kpi=shown.kpi,
        headlines=warehouse.read("rpt_headline", month=month),
        reach=warehouse.read("rpt_reach", month=month),
        reporting=warehouse.read("rpt_reporting", month=month),
        missing=warehouse.read("rpt_missing_submission", month=month),
        finding_counts=warehouse.read("rpt_finding_count", month=month),
        policies=warehouse.read("rpt_policy", month=month),
        streaks=warehouse.read("rpt_streak", month=month),
        training_hours=warehouse.read("rpt_training_hours", month=month),
        room_gaps=warehouse.read("rpt_room_gap", month=month),
        series=warehouse.read("rpt_series", month=month),
        metrics=read_seed("code_metric"),
        units=read_seed("code_reporting_unit"),
        rectification=open_problems(warehouse, month),
        signed_by=signed.who if signed else None,
        issued_on=signed.on if signed else None,
    )


def make_draft(settings: Settings, month: str) -> Draft:
    """Write a month's pages into `bulletins/<month>/`, and last `draft.json` that vouches for them.

    Needs the verdict of the round check beside it. An issued month gets a draft again, never a
    second issue.
    """
    folder = settings.month_folder(month)
    every = month_figures(settings, month)
    digest = figures_digest(every, month)
    verdict, reasons = _verdict_on(folder, digest)
    number = issue_number(settings, month)
    pages = render(settings, month, number)
    (folder / DRAFT).unlink(missing_ok=True)
    for name, content in pages.items():
        atomic.write_bytes(folder / name, content)
    draft = Draft(
        month=month,
        folder=folder,
        issue_no=number,
        known_at=known_at(every),
        figures_digest=digest,
        verdict=verdict,
        reasons=reasons,
        files={name: hashlib.sha256(content).hexdigest() for name, content in pages.items()},
    )
    _write_draft(draft)
    return draft


def read_draft(settings: Settings, month: str) -> Draft:
    """The draft as it stands; raises `NoDataForMonthError` where there is none."""
    folder = settings.month_folder(month)
    if not (folder / DRAFT).exists():
        raise NoDataForMonthError(f"{month} 还没有草稿：请先运行 xinqing run --month {month}。")
    raw = atomic.read_json(folder / DRAFT)
    return Draft(
        month=raw["month"],
        folder=folder,
        issue_no=raw["issue_no"],
        known_at=datetime.fromisoformat(raw["known_at"]),
        figures_digest=raw["figures_digest"],
        verdict=raw["verdict"],
        reasons=tuple(raw["reasons"]),
        files=raw["files"],
    )


def _write_draft(draft: Draft) -> None:
    record = {
        "month": draft.month,
        "issue_no": draft.issue_no,
        "known_at": draft.known_at.isoformat(),
        "figures_digest": draft.figures_digest,
        "verdict": draft.verdict,
        "reasons": list(draft.reasons),
        "files": dict(draft.files),
    }
    atomic.write_json(draft.folder / DRAFT, record)


def _verdict_on(folder: Path, digest: str) -> tuple[str, tuple[str, ...]]:
    """The round check's verdict on exactly these figures, with reasons; none holds the month."""
    path = folder / VERDICT
    verdict = atomic.read_json(path) if path.exists() else {}
    if verdict.get("figures_digest") != digest:
        return "hold", ("这些数据还没有经过发布前核验",)
    return verdict["status"], tuple(verdict["reasons"])
