"""Pages kept on this machine, so that a newer extractor can read them again without asking the site again."""

import gzip
import hashlib
import os
import zlib
from pathlib import Path

from compare.sources.files import write_file

__all__ = ["PageCache", "cache_folder"]

_LARGEST = 20_000_000


def cache_folder() -> Path:
    """``COMPARE_CACHE``, else the user's cache folder."""
    from platformdirs import user_cache_path

    named = os.environ.get("COMPARE_CACHE")
    return Path(named) if named else user_cache_path("compare-outlets")


class PageCache:
    """Pages by the sha256 of their bytes, which ``fetched.json`` holds: what is damaged is as good as absent."""

    def __init__(self, folder: Path) -> None:
        """Keep pages in ``folder``/pages."""
        self._folder = folder / "pages"

    def put(self, content: bytes) -> str:
        """Keep a page, also where its file is there and damaged; its sha256."""
        digest = hashlib.sha256(content).hexdigest()
        if self.get(digest) is None:
            write_file(self._path(digest), gzip.compress(content, 6, mtime=0))
        return digest

    def get(self, digest: str) -> bytes | None:
        """A page, None where it is not kept."""
        path = self._path(digest)
        if len(digest) != 64 or not digest.isalnum() or not path.is_file():
            return None
        try:
            content = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(path.read_bytes(), _LARGEST)
        except (OSError, zlib.error):
            return None
        return content if hashlib.sha256(content).hexdigest() == digest else None

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / f"{digest}.html.gz"
