"""The officer's page on a month: the verdict, the reasons, and every check with what it found.

One self-contained Chinese page that prints on A4; the English annex is made in `data_docs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from markupsafe import Markup

from validations.rounds.verdict import CheckResult, Status, status_of

_HEADLINES: dict[Status, str] = {
    "pass": "可以发布：全部检查通过。",
    "warn": "可以发布，但有警示：请经办人过目后再发。",
    "hold": "暂缓发布：有阻断项未通过，须处理后重新核查。",
}


def write_verdict_page(
    path: Path, month: str, run_time: datetime, results: Sequence[CheckResult], data_docs: str
) -> None:
    """Write the page to `path`; `data_docs` is the annex's address relative to it."""
    from jinja2 import Environment

    template = Path(__file__).with_name("verdict.html.j2").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, keep_trailing_newline=True, trim_blocks=True)
    status = status_of(results)
    failed = [result for result in results if not result.passed]
    held = [result for result in failed if result.severity == "阻断" or result.is_broken]
    page = environment.from_string(template).render(
        month_zh=f"{month[:4]}年{int(month[5:])}月",
        run_time=run_time.strftime("%Y-%m-%d %H:%M"),
        results=results,
        reasons=[*held, *(result for result in failed if result not in held)],
        passed=len(results) - len(failed),
        warned=len(failed) - len(held),
        held=len(held),
        status=status,
        headline=_HEADLINES[status],
        data_docs=data_docs,
        mark=_mark,
    )
    path.write_text(page, encoding="utf-8")


def _mark(result: CheckResult) -> Markup:
    """The result cell of one check, with its colour."""
    if result.passed:
        kind, words = "good", "✓ 通过"
    elif result.is_broken:
        kind, words = "bad", "！检查出错"
    elif result.severity == "阻断":
        kind, words = "bad", "✕ 阻断"
    else:
        kind, words = "caution", "! 警示"
    return Markup('<td class="mark {}">{}</td>').format(kind, words)
