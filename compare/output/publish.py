"""Results folders that are whole or absent: written beside the old one, then exchanged in one step."""

import ctypes
import errno
import os
import shutil
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from compare.errors import BadInput, JobFailed
from compare.writing import holding

__all__ = ["exchange", "publish"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def publish(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Replace ``folder`` with one that holds ``files`` (relative name to text); files that others put there stay.

    So do the report and the plots of the same comparison; those of another go: they would show what no table says.

    A run killed at any moment leaves the old folder or the new one. Where folders can't be exchanged in one step it
    may leave the old one under another name; the next run puts it back. What else a killed run left beside it is
    removed by the next that finds no other at work. Of two runs at the same time the last to end is left, whole.

    Raises:
        BadInput: the place can't be written, or is a file or a link, which is left as it is.
        JobFailed: the disk is full or fails.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        kind = "link" if folder.is_symlink() else "file"
        raise BadInput(
            f"{folder}: is a {kind}, no folder of results; move it away, or name another place with --results"
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _workplace(folder) as fresh:
            for name, text in files.items():
                path = fresh / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("w", encoding="utf-8", newline="") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
            with _alone(folder):
                _keep_foreign(folder, fresh, files)
                exchange(fresh, folder)
    except OSError as error:
        refused = JobFailed if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO) else BadInput
        raise refused(
            f"{folder}: results can't be written ({error.strerror}); name another folder with --results"
        ) from error
    return [folder / name for name in files]


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """An empty folder of this run's own, in one beside ``folder`` that all runs share and that the last removes.

    They share one because looking for their names would mean to list a results folder of a million stories a million
    times. Whoever works in it holds it, so that who can have it alone finds only what killed runs left.
    """
    shared = folder.with_name(f".{folder.name}.new")
    fresh = shared / uuid.uuid4().hex
    with ExitStack() as at_work:
        with _alone(folder):
            if shared.is_dir():
                with holding(shared, wait=False) as nobody_else:
                    if nobody_else:
                        shutil.rmtree(shared, ignore_errors=True)
            fresh.mkdir(parents=True)
            at_work.enter_context(holding(shared, together=True))
        try:
            yield fresh
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
            with suppress(OSError), _alone(folder):  # not empty: another run is at work
                shared.rmdir()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other runs from exchanging ``folder`` meanwhile; if one was killed between two names, its old one is back.

    The lock is that of the folder around it, which is never exchanged: other stories wait too, for a few renames.
    """
    with holding(folder.parent):
        old = _set_aside(folder)
        if old.is_dir() and not folder.exists():
            old.rename(folder)
        yield


def _keep_foreign(old: Path, fresh: Path, files: Mapping[str, str]) -> None:
    """Copy into the new folder what is not ours (a reader's notes), and what is and still fits."""
    from compare.output.table_formats import FORMATS
    from compare.output.tables import TABLES

    fits = _fits(old, files)
    tables = {f"{table.name}.{ending}" for table in TABLES for ending in FORMATS}
    gone = {"run.json", "texts", *tables, *files, *(() if fits else ("report.html",))}
    for entry in sorted(old.iterdir()) if old.is_dir() else []:
        if entry.name not in gone:
            if entry.is_dir() and not entry.is_symlink():
                stale = entry.name == "plots" and not fits
                shutil.copytree(entry, fresh / entry.name, symlinks=True, ignore=_plots if stale else None)
                if stale and not any((fresh / entry.name).iterdir()):
                    (fresh / entry.name).rmdir()
            else:
                shutil.copy2(entry, fresh / entry.name, follow_symlinks=False)


def _fits(old: Path, files: Mapping[str, str]) -> bool:
    """Whether the old folder has the results of the same comparison, perhaps in other formats.

    ``run.json`` has the digests of all that was read and of what read it; ``batch.json`` that of an earlier batch.
    """
    both = [name for name in files if name != "batch.json" and (old / name).is_file()]
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
    # Elsewhere there is no atomic exchange of folders: a run killed between the renames leaves both beside the place.
    old = _set_aside(folder)
    shutil.rmtree(old, ignore_errors=True)
    folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _set_aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def _swap(one: Path, other: Path) -> bool:
    """renameat2(2) with RENAME_EXCHANGE; false where the C library or file system has none."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    done = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_RENAME_EXCHANGE))
    return bool(done == 0)
