"""Writing whole files or none, inside their folder, and making ids out of names."""

import re
import unicodedata
from pathlib import Path

from compare.errors import BadInput, JobFailed
from compare.writing import replacing

__all__ = ["inside", "make_id", "write_file"]

_LONGEST_ID = 60  # ID_PATTERN allows 80; the rest is room for a file's ending


def write_file(path: Path, content: str | bytes) -> None:
    """Write ``content`` (text as UTF-8, line ends as given) beside ``path``, then rename: never half a file.

    Raises:
        JobFailed: the disk refuses.
    """
    raw = content.encode("utf-8") if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as part:
            part.write_bytes(raw)
    except OSError as error:
        step = "it is as it was; put that right and run the same command again"
        raise JobFailed(f"{path}: cannot be written: {error.strerror}; {step}") from error


def inside(folder: Path, name: str) -> Path:
    """The path ``name`` within ``folder``, links followed.

    Raises:
        BadInput: it lies outside.
    """
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise BadInput(f"{folder.name}: file {name!r} lies outside this folder; name one inside it")
    return path


def make_id(name: str) -> str:
    """An id from any name: ``Fox News (Online)`` becomes ``fox-news-online``; empty where nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").replace("&", " and ")).strip("-")
    return words[:_LONGEST_ID].rstrip("-")
