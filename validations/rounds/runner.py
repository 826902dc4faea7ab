"""The round check of one month, from figures to verdict and pages.

What is checked stands in `checks`; who is told, and what is held back, is orchestration's.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, datetime
from pathlib import Path

import polars as pl

from validations.code_lists import read_seed
from validations.parameters import SEED_PARAMETERS, Parameters
from validations.rounds.checks import RoundLimits, checks_with
from validations.rounds.data_docs import write_data_docs
from validations.rounds.expectations import run_checks
from validations.rounds.frames import FRAMES
from validations.rounds.round_input import RoundInput, no_contradictions, no_places
from validations.rounds.verdict import Verdict, status_of
from validations.rounds.verdict_page import write_verdict_page


def run_round_check(
    month: str,
    figures: pl.DataFrame,
    reporting: pl.DataFrame,
    out_dir: Path,
    run_time: datetime,
    parameters: Parameters = SEED_PARAMETERS,
    contradictions: pl.DataFrame | None = None,
    no_sums: pl.DataFrame | None = None,
) -> Verdict:
    """May month (`2026-10`) be published? Writes verdict.html and data_docs/ into `out_dir`.

    `figures` is fct_figures of all months before suppression, `reporting` rpt_reporting,
    `run_time` naive Beijing time; equal inputs give equal pages. The folder is replaced whole.
    `parameters` give the limits in force; `contradictions` is
    rpt_cross_finding, without which no register counts as suddenly empty; `no_sums` is
    int_no_sums, without which every metric must add up to the city's.
    """
    limits = _limits(date.fromisoformat(f"{month}-01"), parameters)
    given = RoundInput(
        month=month,
        figures=figures,
        reporting=reporting,
        metrics=read_seed("code_metric"),
        unit_codes=tuple(read_seed("code_reporting_unit")["unit_code"]),
        volume_minimum=limits.volume_minimum,
        contradictions=no_contradictions() if contradictions is None else contradictions,
        no_sums=no_places() if no_sums is None else no_sums,
    )
    checks = checks_with(limits)
    frames = {name: FRAMES[name](given) for name in dict.fromkeys(c.frame for c in checks)}
    out_dir.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out_dir.parent, prefix=".round-") as scratch:
        project, pages = Path(scratch) / "gx", Path(scratch) / "pages"
        project.mkdir()
        pages.mkdir()
        results = run_checks(checks, frames, month, run_time, project)
        raw = project / "gx" / "uncommitted" / "data_docs" / "local_site"
        write_data_docs(raw, pages / "data_docs", month, checks)
        write_verdict_page(pages / "verdict.html", month, run_time, results, "data_docs/index.html")
        _make_private(pages)
        shutil.rmtree(out_dir, ignore_errors=True)
        pages.rename(out_dir)
    return Verdict(
        status=status_of(results),
        results=results,
        page=out_dir / "verdict.html",
        data_docs=out_dir / "data_docs",
    )


def _make_private(pages: Path) -> None:
    """The pages show figures before suppression: their owner alone may read them."""
    for path in (pages, *pages.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _limits(on: date, parameters: Parameters) -> RoundLimits:
    return RoundLimits(
        min_received_share=float(parameters.value("round_min_received_share", on)),
        volume_change=float(parameters.value("round_volume_change_limit", on)),
        volume_minimum=int(parameters.value("round_volume_minimum", on)),
    )
