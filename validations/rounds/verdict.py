"""What a round check concludes, as plain values.

How the checks are run is in `expectations`, how the verdict is printed in `verdict_page`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["阻断", "警示"]
Status = Literal["pass", "warn", "hold"]


@dataclass(frozen=True)
class CheckResult:
    """One check of one month: passed or not, and in words what was expected and found.

    `is_broken` tells a check that could not be carried out from one that found bad data;
    `faults` names what was found, one line each.
    """

    check_id: str
    name_zh: str
    severity: Severity
    passed: bool
    detail_zh: str
    expected_zh: str = ""
    faults: tuple[str, ...] = ()
    is_broken: bool = False


@dataclass(frozen=True)
class Verdict:
    """Whether a month may be published, why, and where the officer reads it."""

    status: Status
    results: tuple[CheckResult, ...]
    page: Path
    data_docs: Path


def status_of(results: Sequence[CheckResult]) -> Status:
    """The verdict over all checks: broken or failed blocking ones hold, failed warnings warn."""
    failed = [result for result in results if not result.passed]
    if any(result.severity == "阻断" or result.is_broken for result in failed):
        return "hold"
    return "warn" if failed else "pass"
