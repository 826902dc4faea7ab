"""A disk of a few pages in memory, that can be filled to the last page and freed again."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_BALLAST = ".ballast"


@dataclass(frozen=True)
class Disk:
    """A file system of its own at `folder`."""

    folder: Path

    def leave(self, pages: int) -> None:
        """Fill the disk until so many pages are free; with fewer, nothing is done."""
        room = os.statvfs(self.folder)
        taken = (room.f_bavail - pages) * room.f_frsize
        if taken > 0:
            with (self.folder / _BALLAST).open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, taken)

    def leave_files(self, count: int) -> None:
        """Fill the disk with empty files until so many more may be made."""
        (self.folder / _BALLAST).mkdir()
        for number in range(os.statvfs(self.folder).f_favail - count):
            (self.folder / _BALLAST / str(number)).touch()

    def free(self) -> None:
        """Take away what filled the disk."""
        subprocess.run(["rm", "-rf", str(self.folder / _BALLAST)], check=True)


@contextmanager
def small_disk(folder: Path, megabytes: int, files: int = 5_000) -> Iterator[Disk]:
    """A disk of that size for the length of a `with` block; raises `OSError` if not allowed."""
    folder.mkdir(parents=True)
    options = f"size={megabytes}m,nr_inodes={files}"
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise OSError(made.stderr.strip() or "mount failed")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
