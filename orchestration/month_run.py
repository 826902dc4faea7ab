"""One month from the inbox to the mail, in this process, with a progress bar and plain words.

The same jobs as in the UI, one after the other; no step of the work is written here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.in_process import JobOutcome, JobRunner
from orchestration.intake import Intake
from orchestration.publish import BULLETIN, FIGURES, read_draft
from orchestration.reading import reading
from orchestration.release import (
    Draft,
    NotReleasedError,
    held_words,
    issue_number,
    issued_months,
    require_release,
)
from orchestration.round_check import FOLDER
from orchestration.run_words import step_words
from orchestration.settings import Settings, load_settings
from orchestration.stores import atomic
from orchestration.stores.outbox import Outbox
from orchestration.stores.vault import Vault

if TYPE_CHECKING:
    from rich.progress import Progress

_NO_DATA = frozenset({"NoDataForMonthError", "NoFiguresError", "NothingReceivedError"})
DONE, FAILED, NO_DATA = 0, 1, 2


@dataclass(frozen=True)
class MonthOutcome:
    """What to tell the person at the terminal, and the command's exit code."""

    lines: tuple[str, ...]
    exit_code: int


def run_month(settings: Settings, month: str, now: datetime | None) -> MonthOutcome:
    """Run the nightly job for a month and, where it may leave, its issue.

    Exit code 0 also where the draft waits for a signature; 1 where a run failed or the draft is
    held, of an issued month too; 2 where there is no data for the month.
    """
    with _progress() as progress:
        task = progress.add_task("准备（约十秒）", total=None)
        runner = JobRunner(settings, now)
        outcome = _run(runner, progress, task, "nightly", month)
        if not outcome.success:
            return _failed(outcome)
        draft = read_draft(settings, month)
        try:
            if month not in issued_months(settings):
                require_release(settings, draft)
        except NotReleasedError as error:
            waiting = FAILED if draft.verdict == "hold" else DONE
            return MonthOutcome((*_where(settings, month), str(error)), waiting)
        outcome = _run(runner, progress, task, "issue_bulletin", month)
    if not outcome.success:
        return _failed(outcome)
    held = _held_lines(settings, draft)
    lines = (*_where(settings, month), *_mail_lines(settings), *held)
    return MonthOutcome(lines, FAILED if held else DONE)


def rehearse_month(home: Path, month: str) -> MonthOutcome:
    """Fill a home with the invented city's files, wave by wave, then run its month.

    Waves taken in before are left out, so it may be interrupted and repeated.
    """
    from orchestration.instance import current_manifest
    from orchestration.rehearsal.ahead import waves_written_ahead
    from orchestration.rehearsal.waves import SETTINGS

    if not (home / "settings.toml").exists():
        atomic.write_bytes(home / "settings.toml", SETTINGS.encode("utf-8"))
    settings = load_settings(home)
    done = {batch_id[:15] for batch_id in Vault(settings.vault).batch_ids()}
    with (
        _progress() as progress,
        waves_written_ahead(settings.scratch / "rehearsal") as ahead,
        reading(settings.reading) as read,
    ):
        task = progress.add_task("编造演练数据", total=None)
        # The models are parsed while the other process invents the city.
        current_manifest(settings)
        evenings = ahead.begin(lambda evening: f"{evening:%Y%m%dT%H%M%S}" not in done)
        progress.update(task, total=len(evenings))
        for evening in evenings:
            progress.update(task, description=f"接收 {evening:%Y-%m-%d} 的报送")
            ahead.drop(evening, settings.inbox)
            Intake(settings, read=read).run(evening)
            progress.advance(task)
    return run_month(settings, month, None)


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )


def _run(runner: JobRunner, progress: Progress, task: int, job: str, month: str) -> JobOutcome:
    from rich.progress import TaskID

    progress.reset(TaskID(task), total=runner.step_count(job))

    def on_step(step_key: str, has_ended: bool) -> None:
        progress.update(TaskID(task), description=step_words(step_key), advance=int(has_ended))

    return runner.run(job, month, on_step)


def _failed(outcome: JobOutcome) -> MonthOutcome:
    words = outcome.words or "运行没有完成。"
    if outcome.error in _NO_DATA:
        return MonthOutcome((words,), NO_DATA)
    place = step_words(outcome.failed_step)
    return MonthOutcome((f"“{place}”一步没有完成：{words}",), FAILED)


def _where(settings: Settings, month: str) -> tuple[str, ...]:
    folder = settings.month_folder(month)
    return (
        f"简报：{folder / BULLETIN}",
        f"数据：{folder / FIGURES}",
        f"核验：{folder / FOLDER / 'verdict.html'}",
        f"界面：xinqing ui --home {settings.home}",
    )


def _held_lines(settings: Settings, draft: Draft) -> tuple[str, ...]:
    """What is told where the month has left the house and its new draft may not."""
    if draft.verdict != "hold":
        return ()
    number = issue_number(settings, draft.month)
    return (f"已印发的第 {number} 期不变；{held_words(draft)}",)


def _mail_lines(settings: Settings) -> tuple[str, ...]:
    messages = Outbox(settings.outbox).messages()
    if not messages:
        return (f"邮件：没有收件人（{settings.recipients_file.name}），未发送。",)
    counts: dict[str, int] = {}
    for message in messages:
        counts[message.state_zh] = counts.get(message.state_zh, 0) + 1
    return ("邮件：" + "，".join(f"{state} {count} 封" for state, count in counts.items()),)
