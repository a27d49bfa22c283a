"""A digest of the program's own text: what a changed line of the method, a threshold or a coefficient changes."""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import metadata, resources
from pathlib import Path

__all__ = ["program_sha256", "source_sha256"]

_KINDS = {".py", ".json", ".html", ".css", ".js", ".txt"}  # the weights have digests of their own


@cache
def program_sha256() -> str:
    """Of all of it, but the weights: two results with one digest, one model and one input are the same."""
    package = Path(str(resources.files("compare")))
    found = sorted(path.relative_to(package).as_posix() for path in package.rglob("*") if path.suffix in _KINDS)
    return source_sha256(found)


def source_sha256(names: Sequence[str]) -> str:
    """Hexadecimal sha256 of files of the package, such as ``matching/encode.py``, by their names and texts."""
    package = resources.files("compare")
    digest = hashlib.sha256()
    try:
        for name in names:
            text = package.joinpath(name).read_bytes().replace(b"\r\n", b"\n")
            digest.update(name.encode() + b"\0" + text + b"\0")
    except OSError:  # an installation without sources
        return hashlib.sha256(metadata.version("compare-outlets").encode()).hexdigest()
    return digest.hexdigest()
