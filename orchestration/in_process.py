"""Run Dagster jobs in this process, with their steps told to whoever draws a progress bar.

The jobs are those of the UI, and the runs are recorded beside its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from orchestration.instance import prepare_home
from orchestration.run_words import cause_of
from orchestration.settings import Settings

if TYPE_CHECKING:
    from dagster import DagsterEvent, Definitions, ExecuteInProcessResult

OnStep = Callable[[str, bool], None]


@dataclass(frozen=True)
class JobOutcome:
    """How a run ended; `error` is the class name of the cause, `words` its message in Chinese."""

    run_id: str
    success: bool
    failed_step: str = ""
    error: str = ""
    words: str = ""


class JobRunner:
    """The jobs of one home, loaded once and run one after the other.

    Loading takes seconds: Dagster, dbt and the manifest. `now` fixes the clock for rehearsals.
    """

    def __init__(self, settings: Settings, now: datetime | None = None) -> None:
        from dagster import DagsterInstance

        from orchestration.definitions import build_definitions

        prepare_home(settings)
        self._definitions: Definitions = build_definitions()
        self._instance = DagsterInstance.get()
        self._now = f"{now:%Y-%m-%d %H:%M:%S}" if now else ""

    def step_count(self, job: str) -> int:
        """How many steps a run of the job has."""
        return len(list(self._definitions.resolve_job_def(job).graph.nodes))

    def run(self, job: str, month: str, on_step: OnStep) -> JobOutcome:
        """Run a job for a month; `on_step` hears a step's key, and whether it has ended."""
        run_id = str(uuid.uuid4())

        def hear(event: Any) -> None:
            if event.dagster_event is not None:
                _tell(event.dagster_event, on_step)

        self._instance.add_event_listener(run_id, hear)
        result = self._definitions.resolve_job_def(job).execute_in_process(
            run_id=run_id,
            instance=self._instance,
            partition_key=month,
            raise_on_error=False,
            run_config={
                "resources": {"office": {"config": {"now": self._now}}},
                "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
            },
        )
        return _outcome(run_id, result)


def _tell(event: DagsterEvent, on_step: OnStep) -> None:
    if event.step_key and event.event_type_value == "STEP_START":
        on_step(event.step_key, False)
    elif event.step_key and event.event_type_value in ("STEP_SUCCESS", "STEP_FAILURE"):
        on_step(event.step_key, True)


def _outcome(run_id: str, result: ExecuteInProcessResult) -> JobOutcome:
    for event in result.all_events:
        if event.event_type_value == "STEP_FAILURE":
            error, words = cause_of(event)
            return JobOutcome(run_id, False, event.step_key or "", error, words)
    return JobOutcome(run_id, result.success)
