"""Rewrite the golden workbooks and verdicts: ``python -m tests.golden.update``.

Look at the rendered pages, and read the verdicts, before committing what this writes.
"""

from __future__ import annotations

import sys

from tests.golden.books import BOOKS, FOLDER
from tests.golden.parts import differences
from tests.golden.strange_verdicts import update_table


def main() -> None:
    """Write every golden workbook that differs and name it."""
    for name, make in BOOKS.items():
        path, now = FOLDER / name, make()
        changed = differences(path.read_bytes(), now) if path.exists() else ["new"]
        if changed:
            path.write_bytes(now)
        sys.stdout.write(f"{name}: {f'{len(changed)} part(s) rewritten' if changed else 'same'}\n")
    sys.stdout.write(f"strange_files.csv: {update_table()}\n")


if __name__ == "__main__":
    main()
