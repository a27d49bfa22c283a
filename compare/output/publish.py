"""Results folders that are whole or absent: written beside the old one, then exchanged in one step."""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from compare.errors import BadInput, JobFailed

__all__ = ["exchange", "publish"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def publish(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Replace ``folder`` with one that holds ``files`` (relative name to text); files that others put there stay.

    Plots of a comparison whose tables were others go: they would show what no table says.

    A run killed at any moment leaves the old folder or the new one. What a killed run left beside it is removed
    by the next.

    Raises:
        BadInput: the place can't be written, or is a file or a link, which is left as it is.
        JobFailed: the disk is full or fails.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        kind = "link" if folder.is_symlink() else "file"
        raise BadInput(
            f"{folder}: is a {kind}, no folder of results; move it away, or name another place with --results"
        )
    fresh = folder.with_name(f".{folder.name}.new")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(fresh, ignore_errors=True)
        for name, text in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        _keep_foreign(folder, fresh, files)
        exchange(fresh, folder)
    except OSError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        refused = JobFailed if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO) else BadInput
        raise refused(
            f"{folder}: results can't be written ({error.strerror}); name another folder with --results"
        ) from error
    return [folder / name for name in files]


def _keep_foreign(old: Path, fresh: Path, files: Mapping[str, str]) -> None:
    """Copy what is not ours (a reader's notes, plots that still fit) into the new folder."""
    from compare.output.tables import FORMATS, TABLES

    ours = {f"{table.name}.{ending}" for table in TABLES for ending in FORMATS} | {"run.json", "report.html", "texts"}
    for entry in sorted(old.iterdir()) if old.is_dir() else []:
        if entry.name not in ours and entry.name not in files:
            if entry.is_dir() and not entry.is_symlink():
                stale = entry.name == "plots" and not _fits(old, files)
                shutil.copytree(entry, fresh / entry.name, symlinks=True, ignore=_plots if stale else None)
                if stale and not any((fresh / entry.name).iterdir()):
                    (fresh / entry.name).rmdir()
            else:
                shutil.copy2(entry, fresh / entry.name, follow_symlinks=False)


def _fits(old: Path, files: Mapping[str, str]) -> bool:
    """Whether the old folder has the results of the same comparison, perhaps in other formats."""
    both = [name for name in files if (old / name).is_file()]
    return "run.json" in both and all((old / name).read_bytes() == files[name].encode() for name in both)


def _plots(folder: str, names: Sequence[str]) -> set[str]:
    """Of a folder's files, what ``compare plot`` writes: a reader's own beside them stay."""
    from compare.output.plots import PLOTS

    return {name for name in names if name in PLOTS} if Path(folder).name == "plots" else set()


def exchange(fresh: Path, folder: Path) -> None:
    """Put ``fresh`` in the place of ``folder``, in one step where the system can, and remove the old one.

    Raises:
        OSError: the disk refuses.
    """
    if not folder.exists():
        fresh.rename(folder)
        return
    if sys.platform.startswith("linux") and _swap(fresh, folder):
        shutil.rmtree(fresh, ignore_errors=True)
        return
    # Elsewhere there is no atomic exchange of folders: a run killed between these lines leaves only the new one.
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _swap(one: Path, other: Path) -> bool:
    """renameat2(2) with RENAME_EXCHANGE; false where the C library or file system has none."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    done = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_RENAME_EXCHANGE))
    return bool(done == 0)
