"""Putting a finished file in its place: aside in the same folder first, then one rename.

What is in the file belongs to whoever made it; which folder it goes to, in ``orchestration``.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_aside(content: bytes, path: Path) -> None:
    """Write ``content`` to ``path`` so that no reader ever sees half of it.

    Where the disk is full or the process dies, a file already at ``path`` stays as it was; an
    OSError is raised on after the unfinished file is removed.
    """
    aside = path.with_name(f".{path.name}.part")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
