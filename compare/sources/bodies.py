"""The bytes of a page: unpacked within a limit, and decoded to text in the encoding that they are really in."""

import codecs
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

__all__ = ["ACCEPTED_ENCODINGS", "BodyTooLarge", "UnreadableBody", "decode_text", "unpack"]

ACCEPTED_ENCODINGS = "gzip, deflate, br"
_GZIP_BITS = zlib.MAX_WBITS | 16
_GZIP_START = b"\x1f\x8b"
# An empty member has 20 bytes and every new one copies the rest of its chunk: this many copy 650 MB at worst.
_MOST_MEMBERS = 10_000
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# The WHATWG encoding standard reads these labels as Windows-1252: pages that say Latin-1 hold curly quotes.
_WESTERN = {"iso8859-1", "ascii", "cp1252", "latin-1"}
# Python calls these text encodings too, but they are for source code and domain names, or only there to fail.
_NO_CHARSETS = {"undefined", "unicode-escape", "raw-unicode-escape", "idna", "punycode"}


class BodyTooLarge(Exception):
    """A body over the limit, packed or unpacked."""


class UnreadableBody(Exception):
    """A body that cannot be unpacked; the message is the fact."""


def unpack(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """Join ``chunks`` of a body with HTTP content ``encoding``, never holding more than ``limit`` bytes and a chunk.

    httpx's own decoders have no bound: 64 KB of Brotli can unpack to gigabytes in one call.

    Raises:
        BodyTooLarge: more than ``limit`` bytes arrive or come out.
        UnreadableBody: an unknown encoding or damaged data.
    """
    name = encoding.strip().lower()
    if name not in _UNPACKERS:
        raise UnreadableBody(f"content encoding {name[:40]!r} is not read")
    body = bytearray()
    try:
        for piece in _UNPACKERS[name](_counted(chunks, limit), limit):
            body += piece
            if len(body) > limit:
                raise BodyTooLarge
    except zlib.error as error:
        raise UnreadableBody(f"damaged {name} data") from error
    return bytes(body)


def _counted(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    arrived = 0
    for chunk in chunks:
        arrived += len(chunk)
        if arrived > limit:
            raise BodyTooLarge
        yield chunk


def _plain(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    yield from chunks


def _gzip(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    yield from _zlib(chunks, limit, _GZIP_BITS)


def _deflate(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Zlib data as the standard says, or raw deflate as some servers send."""
    rest = iter(chunks)
    first = next(rest, b"")
    wrapped = len(first) >= 2 and first[0] & 0x0F == 8 and int.from_bytes(first[:2], "big") % 31 == 0
    yield from _zlib([first], limit, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS, rest)


def _zlib(chunks: Iterable[bytes], limit: int, bits: int, more: Iterable[bytes] = ()) -> Iterator[bytes]:
    """Unpacked pieces. Gzip data may be several members in a row (RFC 1952, 2.2); what is none of it is passed over."""
    unpacker = zlib.decompressobj(bits)
    members = 1
    behind = b""  # the first two bytes behind a member: they tell whether another one begins, also where a chunk ends
    for chunk in chain(chunks, more):
        pending, behind = behind + chunk, b""
        while pending:
            if unpacker.eof:
                if bits != _GZIP_BITS or not pending.startswith(_GZIP_START):
                    behind = pending[:2]
                    break
                members += 1
                if members > _MOST_MEMBERS:
                    raise UnreadableBody(f"the packed data has over {_MOST_MEMBERS:,} members")
                unpacker = zlib.decompressobj(bits)
            yield unpacker.decompress(pending, limit + 1)
            pending = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if not unpacker.eof:
        raise UnreadableBody("the packed data ends too early")


def _brotli(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    import brotli  # type: ignore[import-untyped]

    unpacker = brotli.Decompressor()
    try:
        for chunk in chunks:
            yield unpacker.process(chunk, output_buffer_limit=limit + 1)
            while not unpacker.can_accept_more_data():
                yield unpacker.process(b"", output_buffer_limit=limit + 1)
    except brotli.error as error:
        raise UnreadableBody("damaged br data") from error
    if not unpacker.is_finished():
        raise UnreadableBody("the packed data ends too early")


_UNPACKERS: dict[str, Callable[[Iterable[bytes], int], Iterator[bytes]]] = {
    "": _plain,
    "identity": _plain,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}


def decode_text(raw: bytes, declared: str = "") -> tuple[str, str]:
    """The text of a page and the encoding it was read in.

    Order: byte-order mark; UTF-8 where all of it is valid (text in another encoding hardly ever is, while headers
    are often wrong); the HTTP header's charset ``declared``; the page's own ``<meta>``; Windows-1252. What the chosen
    encoding cannot read becomes U+FFFD.
    """
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return raw.decode(name, errors="replace"), name
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    found = _META_CHARSET.search(raw[:4096])
    for label in (declared, found.group(1).decode("ascii") if found else ""):
        name = _codec(label)
        if name and name != "utf-8":
            try:
                return raw.decode(name), name
            except UnicodeError:  # not every codec's failure is a UnicodeDecodeError
                continue
    name = "utf-8" if _mostly_utf8(raw) else "cp1252"
    return raw.decode(name, errors="replace"), name


def _mostly_utf8(raw: bytes) -> bool:
    """Cut inside a character or with a stray byte it is still UTF-8: at most 1 in 20 of its non-ASCII bytes fail."""
    text = raw.decode("utf-8", errors="replace")
    return text.count("\ufffd") * 20 <= sum(byte > 127 for byte in raw)


def _codec(label: str) -> str:
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name if label else ""
    except (LookupError, ValueError):
        return ""
    if name in _WESTERN:
        return "cp1252"
    # Python also knows "encodings" that are no charsets (rot13, zip); a page must not choose those.
    return name if name and name not in _NO_CHARSETS and codecs.lookup(name)._is_text_encoding else ""
