"""Runs a month's checks through Great Expectations and turns its answers into words.

The only module that imports Great Expectations, and only inside its functions: the import
costs ten seconds. Limits and words are in `checks`, the look of the pages is in `data_docs`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from validations.rounds.checks import Check
from validations.rounds.verdict import CheckResult

FAULTS_SHOWN = 20
FAULTS_IN_DETAIL = 3


def run_checks(
    checks: Sequence[Check],
    frames: Mapping[str, pl.DataFrame],
    month: str,
    run_time: datetime,
    project: Path,
) -> tuple[CheckResult, ...]:
    """Carry out all checks, one suite a frame, and leave raw Data Docs under `project`.

    `run_time` is naive Beijing time and is only printed. A check that raised comes back as
    broken: not passed, and said to be no verdict on the data.
    """
    context = _quiet_context(project)
    source = context.data_sources.add_pandas("round")
    results: dict[str, CheckResult] = {}
    for name in dict.fromkeys(check.frame for check in checks):
        here = [check for check in checks if check.frame == name]
        answers = _validate(context, source, name, here, frames[name], month, run_time)
        for check in here:
            results[check.check_id] = _in_words(check, answers.get(check.check_id), frames[name])
    context.build_data_docs()
    return tuple(results[check.check_id] for check in checks)


def _quiet_context(project: Path) -> Any:
    """A file context in `project` that sends nothing anywhere and draws no progress bars."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx

    context: Any = gx.get_context(mode="file", project_root_dir=project)
    context.variables.progress_bars = {"globally": False}
    return context


def _validate(
    context: Any,
    source: Any,
    name: str,
    checks: Sequence[Check],
    frame: pl.DataFrame,
    month: str,
    run_time: datetime,
) -> dict[str, Any]:
    """The answers of one suite, by check id."""
    import great_expectations as gx
    from great_expectations.core.run_identifier import RunIdentifier

    batch = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe(month)
    suite = context.suites.add(gx.ExpectationSuite(name=name))
    for check in checks:
        suite.add_expectation(_expectation(check))
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(name=name, data=batch, suite=suite)
    )
    outcome = definition.run(
        batch_parameters={"dataframe": _to_pandas(frame)},
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": ["subject", "found_zh"],
        },
        # The clock on the wall is printed as it stands: UTC here is a label, not a conversion.
        run_id=RunIdentifier(run_name=month, run_time=run_time.replace(tzinfo=UTC)),
    )
    return {answer.expectation_config.meta["check_id"]: answer for answer in outcome.results}


def _expectation(check: Check) -> Any:
    from great_expectations.expectations.core.expect_column_values_to_be_between import (
        ExpectColumnValuesToBeBetween,
    )

    make: Any = ExpectColumnValuesToBeBetween
    return make(
        column=check.column,
        min_value=check.minimum,
        max_value=check.maximum,
        severity="critical" if check.severity == "阻断" else "warning",
        notes=f"{check.check_id} {check.name_zh}：{check.expected_zh}",
        meta={"check_id": check.check_id},
    )


def _to_pandas(frame: pl.DataFrame) -> Any:
    import pandas as pd

    return pd.DataFrame(frame.to_dict(as_series=False), columns=frame.columns)


def _in_words(check: Check, answer: Any, frame: pl.DataFrame) -> CheckResult:
    """One answer as a result: passed, faults found, or the check itself broken."""
    if answer is None or (broken := _exception_of(answer.exception_info)) is not None:
        reason = "没有结果" if answer is None else broken
        return CheckResult(
            check.check_id,
            check.name_zh,
            check.severity,
            passed=False,
            is_broken=True,
            expected_zh=check.expected_zh,
            detail_zh=f"检查本身出错，未能得出结论（这不代表数据有误，须先修复检查）：{reason}",
        )
    places = answer.result.get("unexpected_index_list") or []
    faults = tuple(f"{place['subject']}：{place['found_zh']}" for place in places[:FAULTS_SHOWN])
    return CheckResult(
        check.check_id,
        check.name_zh,
        check.severity,
        passed=bool(answer.success),
        expected_zh=check.expected_zh,
        faults=faults,
        detail_zh=_detail(bool(answer.success), frame.height, len(places), faults),
    )


def _detail(passed: bool, checked: int, found: int, faults: Sequence[str]) -> str:
    if passed:
        return f"核对 {checked} 项，全部符合" if checked else "本月没有需要核对的项目"
    more = " 等" if found > FAULTS_IN_DETAIL else ""
    return f"核对 {checked} 项，{found} 项不符：" + "；".join(faults[:FAULTS_IN_DETAIL]) + more


def _exception_of(info: Any) -> str | None:
    """The message of a check that raised; None where it was carried out.

    Great Expectations nests one entry a metric where a metric raised, and none where not.
    """
    if not isinstance(info, Mapping):
        return None
    if info.get("raised_exception"):
        return str(info.get("exception_message"))
    nested = [entry for entry in info.values() if isinstance(entry, Mapping)]
    messages = {
        str(entry["exception_message"]).strip() for entry in nested if entry.get("raised_exception")
    }
    return "；".join(sorted(messages)) if messages else None
