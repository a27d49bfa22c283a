"""An on-disk cache of what is dear to compute (encodings, parses, pairs of articles), keyed by model and text.

One SQLite file, shared between runs and processes. A write is a transaction, so a crash in the middle leaves
the old entries; every payload carries its checksum, so a damaged entry is a miss and is computed again.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from compare.errors import JobFailed

__all__ = ["Cache", "CacheInfo", "NoCache", "Store", "cache_path", "entry_key"]

_DIGEST_BYTES = 16
_CHUNK = 400  # keys a query; SQLite allows 999 variables


class Store(Protocol):
    """Where payloads are kept between runs."""

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The payloads that are there and undamaged."""
        ...

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """Keep the payloads, all or none."""
        ...


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What ``compare cache info`` shows; ``size`` in bytes."""

    path: Path
    entries: int
    size: int


def cache_path() -> Path:
    """``COMPARE_CACHE`` where set, else the user's cache folder."""
    named = os.environ.get("COMPARE_CACHE")
    if named:
        return Path(named) / "cache.sqlite"
    import platformdirs

    return Path(platformdirs.user_cache_dir("compare-outlets")) / "cache.sqlite"


def entry_key(kind: str, model: str, text: str) -> bytes:
    """The key of a text under a model: equal for equal text in every story."""
    return hashlib.blake2b(f"{kind}\0{model}\0{text}".encode(), digest_size=20).digest()


class NoCache:
    """Remembers nothing (``--no-cache``)."""

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Nothing."""
        return {}

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """Drop the payloads."""


class Cache:
    """The cache in one SQLite file; made on the first write."""

    def __init__(self, path: Path | None = None) -> None:
        """Open nothing yet; ``path`` defaults to ``cache_path()``."""
        self.path = path or cache_path()

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The payloads found; an entry whose checksum is wrong counts as missing."""
        wanted = list(dict.fromkeys(keys))
        if not self.path.exists():
            return {}
        found = {}
        try:
            with self._connection() as connection:
                for first in range(0, len(wanted), _CHUNK):
                    chunk = wanted[first : first + _CHUNK]
                    marks = ",".join("?" * len(chunk))
                    rows = connection.execute(f"SELECT key, digest, payload FROM entries WHERE key IN ({marks})", chunk)
                    found.update({key: payload for key, digest, payload in rows if digest == _digest(payload)})
        except sqlite3.OperationalError:
            # Locked, no table yet, too many open files, a disk error: the file may be whole and another process at
            # work in it. A file that is damaged is a DatabaseError that is not an OperationalError.
            return found
        except sqlite3.DatabaseError:
            self._set_aside()
        return found

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """Keep the payloads in one transaction.

        Raises:
            JobFailed: the cache folder can't be written.
        """
        if not entries:
            return
        rows = [(key, _digest(payload), payload) for key, payload in entries.items()]
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._connection() as connection:
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, digest BLOB, payload BLOB) WITHOUT ROWID"
                )
                connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)
        except (OSError, sqlite3.DatabaseError) as error:
            raise JobFailed(
                f"{self.path}: cache can't be written ({error}); use --no-cache or COMPARE_CACHE"
            ) from error

    def info(self) -> CacheInfo:
        """Entries and size."""
        if not self.path.exists():
            return CacheInfo(self.path, 0, 0)
        try:
            with self._connection() as connection:
                entries = int(connection.execute("SELECT count(*) FROM entries").fetchone()[0])
        except sqlite3.DatabaseError:
            entries = 0
        return CacheInfo(self.path, entries, self.path.stat().st_size)

    def clear(self) -> CacheInfo:
        """Remove the file; what it held is returned."""
        before = self.info()
        for path in self._files():
            path.unlink(missing_ok=True)
        return before

    def _files(self) -> list[Path]:
        return [self.path, *(self.path.with_name(self.path.name + suffix) for suffix in ("-journal", "-wal", "-shm"))]

    def _set_aside(self) -> None:
        """A file that is no database any more is of no use to anyone: make room for a new one."""
        for path in self._files():
            path.unlink(missing_ok=True)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=30)
        try:
            with connection:
                yield connection
        finally:
            connection.close()


def _digest(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=_DIGEST_BYTES).digest()
