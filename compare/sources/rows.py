"""Records of a delimited file, one by one, so that a damaged one costs itself and no other.

The standard library's reader takes an unclosed quotation mark for a cell that holds the rest of the file, and a cell of
50 MB needs 200 MB in it. So records are cut out here, on bytes, and each is then parsed by the standard library alone.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

__all__ = ["LONGEST_RECORD", "Record", "read_delimited", "read_lines"]

LONGEST_RECORD = 16_000_000  # bytes; an article may have 2 MB
_CHUNK = 1_000_000
# Outside quotation marks a lone CR ends the record for the standard library, and the rest would be lost; Latin-1 has no
# such sign.
_RETURN = "\u2028"
_MOST_RESTARTS = 1_000  # each reads the rest of the file again
_NOT_CLOSED = "a quotation mark in it is not closed, or not doubled"
_THOUSANDS = re.compile(rb"\d,\d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a table file: its raw bytes, or why there are none. ``line`` counts from 1."""

    line: int
    raw: bytes = b""
    reason: str = ""


def read_lines(file: BinaryIO) -> Iterator[Record]:
    """The lines of a file, without their ends; those beyond the limit as a reason. Blank lines are passed over."""
    number = 0
    while line := file.readline(LONGEST_RECORD):
        number += 1
        if len(line) >= LONGEST_RECORD and not line.endswith(b"\n"):
            size = len(line) + _skip_line(file)
            yield Record(number, reason=f"{size:,} bytes is over the limit of {LONGEST_RECORD:,}")
        elif line.strip():
            yield Record(number, line.rstrip(b"\r\n"))


def _skip_line(file: BinaryIO) -> int:
    size = 0
    while chunk := file.readline(_CHUNK):
        size += len(chunk)
        if chunk.endswith(b"\n"):
            break
    return size


def read_delimited(file: BinaryIO, delimiter: str) -> Iterator[tuple[Record, list[str]]]:
    """The records of a CSV or TSV file with their cells; the first is the header, whose cells every record must have.

    A record with a quotation mark that is not closed or not doubled, or that runs over lines and does not fit, is given
    up with its first line, and reading goes on with the next that could begin one.
    """
    width = 0
    restarts = 0
    line = 0
    ahead = b""
    marked: set[bool] = set()  # of the good records below the header, whether they have quotation marks
    while True:
        start = line + 1
        found = _next_record(file, delimiter.encode(), ahead)
        if found is None:
            return
        lines, second, record, fits = found
        ahead = b""
        line += lines
        cells = _parse(record, delimiter) if fits else []
        if fits and not record.strip():
            continue
        if not width and cells:
            width = len(cells)
        elif len(cells) == width:
            marked.add(b'"' in record)
        if len(cells) == width:
            yield Record(start, record), cells
        elif second is not None:
            if lines > 1 and restarts < _MOST_RESTARTS:
                restarts += 1
                file.seek(second)
                line = start
            passed, ahead = _pass_over(file, _beginning(delimiter.encode(), width, marked))
            line += passed
            yield Record(start, reason=_NOT_CLOSED + (f" (lines {start} to {line})" if line > start else "")), []
        elif not fits:
            yield Record(start, reason=f"over the limit of {LONGEST_RECORD:,} bytes"), []
        else:
            yield Record(start, reason=f"{len(cells)} cells, where the header has {width}"), []


def _pass_over(file: BinaryIO, beginning: re.Pattern[bytes]) -> tuple[int, bytes]:
    """How many lines there are before the next that could begin a record, and that one, as far as it was read."""
    passed = 0
    while line := file.readline(_CHUNK):
        # Two numbers with thousands cut a line of prose into three cells.
        if beginning.match(line) and (b'"' in line or not _THOUSANDS.search(line)):
            break
        if not line.endswith(b"\n"):
            _skip_line(file)
        passed += 1
    return passed, line


def _beginning(delimiter: bytes, width: int, marked: set[bool]) -> re.Pattern[bytes]:
    """What the first line of a record looks like: ``width`` cells, or fewer and a quotation that stays open.

    Behind a mark that is not doubled come lines of prose. In a table of three columns one with two commas would be an
    article of a made-up outlet; but commas in prose have a space behind them, and no bare cell holds a mark. Where all
    records have marks, a line without one ends the article that was given up.
    """
    cut = re.escape(delimiter)
    open_text = rb'"(?:[^"]++|"")*+'
    cell = rb'(?:%b"|[^\s"%b][^"%b]*+)?+' % (open_text, cut, cut)
    before, more = rb"(?:%b%b){0,%d}" % (cell, cut, width - 1), rb"(?:%b%b){%d}" % (cut, cell, width - 1)
    some = b"" if False in marked or not marked else rb'(?=[^"]*+")'
    return re.compile(rb"%b(?:%b%b\Z|%b%b\r?\n?\Z)" % (some, before, open_text, cell, more))


def _next_record(file: BinaryIO, delimiter: bytes, ahead: bytes) -> tuple[int, int | None, bytes, bool] | None:
    """Lines read, where the second line starts, the bytes, and whether it fits the limit and closes its quotations.

    Where it does not, the second line's start is given only if reading there again makes sense. ``ahead`` is what was
    read of the first line already.
    """
    parts: list[bytes] = []
    size = lines = 0
    inside = odd = False
    second: int | None = None
    while chunk := ahead or file.readline(_CHUNK):
        ahead = b""
        if chunk.endswith(b'"'):
            chunk += file.read(1)  # a doubled mark must not be cut in two
        inside, wrong = _scan(chunk, inside, delimiter)
        odd = odd or wrong
        size += len(chunk)
        if size <= LONGEST_RECORD:
            parts.append(chunk)
        if not chunk.endswith(b"\n"):
            continue
        lines += 1
        if second is None:
            second = file.tell()
        if not inside:
            break
    if not size:
        return None
    if second is None:
        second = file.tell()
    # What stands behind a mark that was closed in mid-cell may be no part of the record, nor the record whole.
    broken = inside or odd
    fits = size <= LONGEST_RECORD and not broken
    again = broken or (lines > 1 and size <= LONGEST_RECORD)
    return max(1, lines), second if again else None, b"".join(parts).rstrip(b"\r\n"), fits


def _scan(chunk: bytes, inside: bool, delimiter: bytes) -> tuple[bool, bool]:
    """Whether a quotation is open behind ``chunk``, and whether one was closed in the middle of a cell."""
    at = 0
    odd = False
    while (mark := chunk.find(b'"', at)) >= 0:
        at = mark + 1
        if not inside:
            inside = mark == 0 or chunk[mark - 1 : mark] == delimiter
        elif chunk[at : at + 1] == b'"':
            at += 1
        else:
            inside = False
            odd = odd or chunk[at : at + 1] not in (delimiter, b"\r", b"\n", b"")
    return inside, odd


def _parse(raw: bytes, delimiter: str) -> list[str]:
    """The cells of one record; Latin-1 keeps every byte, so that each cell can be decoded for itself."""
    csv.field_size_limit(2 * LONGEST_RECORD)
    text = raw.decode("latin-1").replace("\r", _RETURN)
    return [cell.replace(_RETURN, "\r") for cell in next(csv.reader([text], delimiter=delimiter), [])]
