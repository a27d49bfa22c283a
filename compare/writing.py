"""Files that are whole or absent: written beside their place under another name, then renamed. A lock on a folder."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["holding", "replacing"]


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A name beside ``path`` to write under; it takes its place at the end, and is gone where anything fails.

    Raises:
        OSError: the disk refuses; ``path`` is as it was.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def holding(folder: Path, *, together: bool = False, wait: bool = True) -> Iterator[bool]:
    """The lock of a folder, alone or ``together`` with others who want it so; it ends with the block or the process.

    No file is left: the folder itself is locked. Whether it is held is the value: not where another holds it and
    ``wait`` is false, and not where folders have no locks (Windows, NFS).

    Raises:
        OSError: the folder can't be opened.
    """
    if sys.platform == "win32":
        yield False
        return
    import fcntl

    opened = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(opened, (fcntl.LOCK_SH if together else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
            held = True
        except OSError:
            held = False
        yield held
    finally:
        os.close(opened)
