"""What starts a run without a clock: new files at rest, and a run that failed.

They remember what they saw, never when they looked. What a run does stands in `jobs`.
"""

import hashlib
import json

from dagster import (
    DefaultSensorStatus,
    RunFailureSensorContext,
    RunRequest,
    SensorEvaluationContext,
    SensorResult,
    SkipReason,
    run_failure_sensor,
    sensor,
)

from orchestration.delivery import send_mail
from orchestration.jobs import take_in
from orchestration.notices import note_failed_run
from orchestration.office import Office
from orchestration.run_words import cause_of
from orchestration.stores.inbox import Inbox

_Seen = dict[str, dict[str, int | str]]


@sensor(
    job=take_in,
    minimum_interval_seconds=30,
    default_status=DefaultSensorStatus.RUNNING,
    description="收件目录有写完的新文件时启动接收；正在写入的文件留到下一次。",
)
def inbox_sensor(context: SensorEvaluationContext, office: Office) -> SensorResult:
    """Ask for one run when files unchanged since the last look have not been asked for yet."""
    inbox = Inbox(office.settings().inbox)
    before: _Seen = json.loads(context.cursor or "{}")
    now: _Seen = {}
    fresh = []
    for arrival in inbox.look():
        mark: dict[str, int | str] = {"size": arrival.size, "mtime": arrival.mtime_ns}
        seen = before.get(arrival.path, {})
        now[arrival.path] = mark
        if {name: seen.get(name) for name in mark} != mark:
            continue
        if "sha256" in seen:
            mark["sha256"] = seen["sha256"]
        elif digests := inbox.digests([arrival]):
            mark["sha256"] = digests[arrival.path]
            fresh.append(arrival.path)
    cursor = json.dumps(now, ensure_ascii=False, sort_keys=True)
    if not fresh:
        return SensorResult(skip_reason=SkipReason("没有新的、已写完的文件。"), cursor=cursor)
    content = "\n".join(f"{path}\0{now[path]['sha256']}" for path in sorted(fresh))
    run_key = hashlib.sha256(content.encode()).hexdigest()
    return SensorResult(run_requests=[RunRequest(run_key=run_key)], cursor=cursor)


@run_failure_sensor(
    minimum_interval_seconds=15,
    default_status=DefaultSensorStatus.RUNNING,
    description="任何运行失败时，给值班人员发一封邮件，说明哪一步、为什么。",
)
def failure_sensor(context: RunFailureSensorContext, office: Office) -> None:
    """Tell the officer of a failed run, once a run."""
    step, words = "", context.failure_event.message or ""
    for event in context.get_step_failure_events():
        step, words = event.step_key or "", cause_of(event)[1]
        break
    run, settings = context.dagster_run, office.settings()
    if note_failed_run(settings, run.run_id, run.job_name, step, words, office.clock()):
        send_mail(settings, office.clock)
