"""A process that runs steps of the work in forked children and kills each before its n-th touch.

A touch is the opening, moving or removing of a file of the home. Forking spares the seconds of
imports; the kill is the kernel's own. What the homes should look like in the end is told by the
test.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEVER = 10**9
_TOUCHES = frozenset(
    {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate"}
)


@dataclass(frozen=True)
class End:
    """How a child ended: to its end, with what an officer would be told, or neither: killed."""

    ended: bool
    words: str = ""

    @property
    def killed(self) -> bool:
        """Whether nothing could be told."""
        return not self.ended and not self.words


@dataclass
class Helper:
    """The process that forks; `run` is asked once at a time."""

    process: subprocess.Popen[str]

    def run(self, home: Path, work: str, moment: datetime, touches: int = NEVER) -> End:
        """Let a child do `work` (a name of `WORKS`), killed before so many touches."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        question = [str(home), work, moment.isoformat(), touches]
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return End(*json.loads(self.process.stdout.readline()))


@contextmanager
def running_helper() -> Iterator[Helper]:
    """A helper for the length of a `with` block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.pipeline.kill_helper"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield Helper(process)
        assert process.stdin is not None
        process.stdin.close()


def main() -> None:
    """Answer each question with how it ended and what was told."""
    import pandera.polars  # noqa: F401 - what every child needs is imported once, before the fork
    import pyarrow  # noqa: F401
    import pyrage  # noqa: F401

    import orchestration.delivery
    import orchestration.intake
    import orchestration.returns  # noqa: F401
    import validations.gate  # noqa: F401

    for line in sys.stdin:
        home, work, moment, touches = json.loads(line)
        told, tell = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(told)
            _run(Path(home), work, datetime.fromisoformat(moment), touches, tell)
        os.close(tell)
        with os.fdopen(told, encoding="utf-8") as words:
            said = words.read()
        _, status = os.waitpid(child, 0)
        ended = os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0
        sys.stdout.write(json.dumps([ended, said]) + "\n")
        sys.stdout.flush()


def _run(home: Path, work: str, moment: datetime, touches: int, tell: int) -> None:
    left = [touches]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in _TOUCHES and str(home) in str(arguments[0]):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    try:
        WORKS[work](home, moment)
    except BaseException as error:
        from orchestration.run_words import full_disk_words

        os.write(tell, (full_disk_words(error) or repr(error)).encode())
        os._exit(1)
    os._exit(0)


def _take_in(home: Path, moment: datetime) -> None:
    from orchestration.intake import Intake
    from orchestration.settings import Settings
    from validations.gate import check_batch
    from validations.workbook_reader import read_workbook

    settings = Settings(home=home, settle_seconds=0)
    Intake(settings, gate=partial(check_batch), read=read_workbook).run(moment)


def _publish(home: Path, moment: datetime) -> None:
    from orchestration.delivery import issue_month, queue_issue
    from orchestration.publish import make_draft
    from orchestration.settings import Settings

    settings = Settings(home=home, release="auto", recipients_file=home / "recipients.csv")
    month = f"{moment:%Y-%m}"
    make_draft(settings, month)
    queue_issue(settings, issue_month(settings, month, moment), moment)


def _replay(home: Path, moment: datetime) -> None:
    from orchestration.replay import rebuild_lake
    from orchestration.settings import Settings

    rebuild_lake(Settings(home=home))


def _build(home: Path, moment: datetime) -> None:
    from orchestration.assets.warehouse import _failed_words
    from orchestration.figures import build_figures
    from orchestration.settings import Settings

    result = build_figures(Settings(home=home))
    if not result.published:
        raise RuntimeError(_failed_words(result))


def _keys(home: Path, moment: datetime) -> None:
    """Make the home's keys, as the first run does."""
    from orchestration.stores.keys import Keys

    Keys(home).store_key()
    Keys(home).recipient()


def _queue(home: Path, moment: datetime) -> None:
    from email.message import EmailMessage

    from orchestration.stores.outbox import Outbox

    message = EmailMessage()
    message["Subject"] = "通知"
    for number in range(60):
        Outbox(home / "outbox").queue(f"key-{number}", "a@example.invalid", message, moment)


WORKS = {
    "take_in": _take_in,
    "build": _build,
    "publish": _publish,
    "replay": _replay,
    "keys": _keys,
    "queue": _queue,
}


if __name__ == "__main__":
    main()
