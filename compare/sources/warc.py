"""Pages saved by hand or by a crawler: ``.html`` files, ``.warc`` and ``.warc.gz`` files, and folders of them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compare.errors import BadInput
from compare.records import Skipped
from compare.sources.bodies import BodyTooLarge, UnreadableBody, unpack

__all__ = ["SAVED_KINDS", "SavedPage", "read_saved"]

SAVED_KINDS = (".html", ".htm", ".xhtml", ".warc", ".warc.gz")
_LARGEST = 10_000_000  # bytes of one page, as for pages from the web
_CHUNK = 65_536
_PAGE_KINDS = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page from a file. ``url`` is empty where the file does not say it; ``saved`` is when it was saved, ISO 8601."""

    source: str
    content: bytes
    url: str = ""
    charset: str = ""
    saved: str = ""


def read_saved(path: Path) -> Iterator[SavedPage | Skipped]:
    """The pages of a file, or of a folder's files in the order of their names; and what is none, with the reason.

    Raises:
        BadInput: a folder that holds none.
    """
    if path.is_dir():
        files = sorted(one for one in path.rglob("*") if one.is_file() and _is_saved(one))
        if not files:
            raise BadInput(f"{path}: holds no saved pages ({', '.join(SAVED_KINDS)})")
        for file in files:
            yield from _read_file(file)
    else:
        yield from _read_file(path)


def _is_saved(path: Path) -> bool:
    return path.name.lower().endswith(SAVED_KINDS)


def _read_file(path: Path) -> Iterator[SavedPage | Skipped]:
    if path.name.lower().endswith((".warc", ".warc.gz")):
        yield from _read_warc(path)
        return
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        yield Skipped("", "page", path.name, f"cannot be read: {error.strerror}")
        return
    if len(content) > _LARGEST:
        yield Skipped("", "page", path.name, f"over {_LARGEST:,} bytes; is it an article?")
    else:
        yield SavedPage(path.name, content)


def _read_warc(path: Path) -> Iterator[SavedPage | Skipped]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        with path.open("rb") as opened:
            first = opened.read(5)
    except OSError as error:
        yield Skipped("", "page", path.name, f"cannot be read: {error.strerror}")
        return
    if not first.startswith((b"WARC/", b"\x1f\x8b")):
        yield Skipped("", "page", path.name, "no WARC file")
        return
    others: Counter[str] = Counter()
    with path.open("rb") as file:
        try:
            for record in ArchiveIterator(file):
                if record.rec_type not in ("response", "resource"):
                    continue
                kind = _header(record, "Content-Type").partition(";")[0].strip().lower()
                if kind in _PAGE_KINDS:
                    yield _read_record(record, path.name)
                else:
                    others[kind[:60] or "no content type"] += 1
        # AttributeError: warcio 1.8 asks for a header's value where the cut left none.
        except (ArchiveLoadFailed, AttributeError, OSError, ValueError, EOFError) as error:
            yield Skipped(
                "",
                "page",
                path.name,
                "the WARC file is damaged; the pages before this point were read",
                str(error)[:200],
            )
    for kind, count in sorted(others.items()):
        yield Skipped("", "page", path.name, f"{count} record{'s' * (count > 1)} of kind {kind}, no web page")


def _read_record(record: Any, source: str) -> SavedPage | Skipped:  # noqa: ANN401 - warcio has no types
    from warcio.bufferedreaders import ChunkedDataReader

    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    if status != "200":
        return Skipped("", "page", url or source, f"the server had answered {str(status)[:3]}")
    stream = record.raw_stream
    if _header(record, "Transfer-Encoding").lower() == "chunked":
        stream = ChunkedDataReader(stream)
    try:
        content = unpack(iter(lambda: stream.read(_CHUNK), b""), _header(record, "Content-Encoding"), _LARGEST)
    except BodyTooLarge:
        return Skipped("", "page", url or source, f"over {_LARGEST:,} bytes; is it an article?")
    except UnreadableBody as error:
        return Skipped("", "page", url or source, str(error))
    if _breaks_off(record):
        return Skipped("", "page", url or source, "the record breaks off; its page is not whole")
    charset = _CHARSET.search(_header(record, "Content-Type"))
    saved = str(record.rec_headers.get_header("WARC-Date") or "")
    return SavedPage(source, content, url, charset.group(1) if charset else "", saved[:30])


def _breaks_off(record: Any) -> bool:  # noqa: ANN401 - warcio has no types
    """Whether the file ends before the length that the record states: ``limit`` is what is left of it to read."""
    while record.raw_stream.read(_CHUNK):  # what stands behind the last chunk of a chunked body
        pass
    return bool(getattr(record.raw_stream, "limit", 0) > 0)


def _header(record: Any, name: str) -> str:  # noqa: ANN401 - warcio has no types
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header(name) or "").strip()
