"""A process that runs intakes in forked children and kills each before its n-th touch of a file.

Forking spares the seconds of imports; the kill is the kernel's own. What the homes should look like
in the end is told by the test.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import datetime
from functools import partial
from pathlib import Path

_TOUCHES = frozenset(
    {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate"}
)


def main() -> None:
    """Answer each line `[home, moment, n]` with whether the intake ran to its end."""
    import pandera.polars  # noqa: F401 - what every child needs is imported once, before the fork
    import pyarrow  # noqa: F401
    import pyrage  # noqa: F401

    import orchestration.intake
    import orchestration.returns  # noqa: F401
    import validations.gate  # noqa: F401

    for line in sys.stdin:
        home, moment, touches = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(Path(home), datetime.fromisoformat(moment), touches)
        _, status = os.waitpid(child, 0)
        ended = os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0
        sys.stdout.write(json.dumps(ended) + "\n")
        sys.stdout.flush()


def _run(home: Path, moment: datetime, touches: int) -> None:
    from orchestration.intake import Intake
    from orchestration.settings import Settings
    from validations.gate import check_batch

    left = [touches]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in _TOUCHES and str(home) in str(arguments[0]):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    try:
        settings = Settings(home=home, settle_seconds=0)
        Intake(settings, gate=partial(check_batch), write_returns=lambda *_: ()).run(moment)
    except BaseException as error:
        sys.stderr.write(f"{error!r}\n")
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
