"""What an issue keeps beside its pages, so that what it said can be compared later.

Figures before suppression and which submission counted; restricted, never served and never mailed.
What has changed since is `errata`'s affair.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from orchestration.figures import warehouse_of
from orchestration.release import issued_months
from orchestration.settings import Settings
from orchestration.stores import atomic

FROZEN_FIGURES, FROZEN_COUNTED = "frozen_figures.parquet", "frozen_counted.parquet"
_SCOPE = ("form_id", "period", "unit_code", "scope_code")


@dataclass(frozen=True)
class Statement:
    """What was last said of a month: by which issue, as known when, from which submissions.

    `figures` are rows of `fct_figures` of that month; `counted` has one row a form, period and
    scope with the submission that counted; `release_digest` names the code and seeds.
    """

    month: str
    issue_no: int
    known_at: datetime
    release_digest: str
    figures: pl.DataFrame
    counted: pl.DataFrame


def frozen_files(settings: Settings, month: str) -> Mapping[str, bytes]:
    """The frozen files of an issue of `month`, by name.

    Figures of the month itself in every grain; of months issued before those an edition may show,
    since an issue that carries errata is the latest word on them.
    """
    warehouse = warehouse_of(settings)
    told = sorted(issued_months(settings) - {month})
    figures = warehouse.read("fct_figures").filter(
        (pl.col("month") == month) | (pl.col("month").is_in(told) & pl.col("is_leader_grain"))
    )
    return {
        FROZEN_FIGURES: _parquet(figures.sort("figure_id")),
        FROZEN_COUNTED: _parquet(counted_submissions(warehouse.read("rpt_submission_life"))),
    }


def counted_submissions(life: pl.DataFrame) -> pl.DataFrame:
    """The register reduced to what counts: a row a form, period and scope with its submission."""
    return (
        life.filter(pl.col("counted_submission_id").is_not_null())
        .select(*_SCOPE, "counted_submission_id", "counted_version_no")
        .sort(_SCOPE)
    )


def statements(settings: Settings, before: int) -> list[Statement]:
    """The last word of issues numbered below `before` on each month they spoke of, by month.

    Issues made before figures were frozen say nothing here.
    """
    last: dict[str, Statement] = {}
    for folder in _issue_folders(settings, before):
        record = atomic.read_json(folder / "issue.json")
        figures = pl.read_parquet(folder / FROZEN_FIGURES)
        counted = pl.read_parquet(folder / FROZEN_COUNTED)
        for (month,), rows in figures.group_by("month"):
            last[str(month)] = Statement(
                month=str(month),
                issue_no=record["issue_no"],
                known_at=datetime.fromisoformat(record["known_at"]),
                release_digest=record["release_digest"],
                figures=rows,
                counted=counted,
            )
    return [last[month] for month in sorted(last)]


def _issue_folders(settings: Settings, before: int) -> list[Path]:
    numbered = [p for p in settings.issued.glob("*") if p.name.isdigit() and int(p.name) < before]
    whole = [p for p in numbered if (p / FROZEN_FIGURES).exists() and (p / "issue.json").exists()]
    return sorted(whole, key=lambda path: int(path.name))


def _parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()
