"""Kill intake at random touches of a file, as often as wanted, and compare the ends.

`python benchmarks/kill_intake.py 200` takes some ten minutes on one core; the test suite does 40.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run the test with another count; it prints how many kills over how many homes."""
    count = sys.argv[1] if len(sys.argv) > 1 else "200"
    command = [sys.executable, "-m", "pytest", "-q", "-s", "tests/pipeline/test_kill_often.py"]
    environment = os.environ | {"XINQING_TEST_KILLS": count}
    raise SystemExit(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode)


if __name__ == "__main__":
    main()
