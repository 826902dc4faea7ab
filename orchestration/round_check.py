"""Ask the round check about a month and keep its verdict beside the draft.

What is checked stands in `validations.rounds`; what a hold means is decided in `release`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.decisions import known_by
from orchestration.figures import warehouse_of
from orchestration.publish import VERDICT, figures_digest, known_at, month_figures
from orchestration.settings import Settings
from orchestration.stores import atomic

if TYPE_CHECKING:
    from validations.rounds.verdict import Verdict

FOLDER = "round_check"


def check_round(settings: Settings, month: str) -> Verdict:
    """Run the month's checks, write their pages, and record the verdict with the figures' digest.

    Raises as `month_figures` does. The same figures give the same pages.
    """
    from validations.rounds.runner import run_round_check

    figures = month_figures(settings, month)
    folder = settings.month_folder(month)
    folder.mkdir(parents=True, exist_ok=True)
    verdict = run_round_check(
        month,
        figures,
        warehouse_of(settings).read("rpt_reporting"),
        folder / FOLDER,
        known_at(figures),
        known_by(settings, known_at(figures)).parameters,
        warehouse_of(settings).read("rpt_cross_finding"),
        warehouse_of(settings).read("int_no_sums"),
    )
    failed = [result for result in verdict.results if not result.passed]
    holding = [r for r in failed if r.severity == "阻断" or r.is_broken]
    record = {
        "status": verdict.status,
        "reasons": [f"{r.name_zh}：{r.detail_zh}" for r in holding],
        "warnings": [f"{r.name_zh}：{r.detail_zh}" for r in failed if r not in holding],
        "figures_digest": figures_digest(figures, month),
        "known_at": known_at(figures).isoformat(),
        "results": [
            {"name": r.name_zh, "severity": r.severity, "passed": r.passed, "detail": r.detail_zh}
            for r in verdict.results
        ],
    }
    atomic.write_json(folder / VERDICT, record)
    return verdict
