"""Tables of articles: CSV, TSV and JSON lines (gzipped too), Parquet, and SQLite as NELA-GT has it.

A table is read row by row. A row that cannot be read is a ``Skipped`` with its reason, and the next one is read.
"""

import gzip
import json
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from compare.errors import BadInput, JobFailed, UnknownName
from compare.records import Skipped
from compare.sources.formats import LARGEST_FILE
from compare.sources.rows import read_delimited, read_lines

__all__ = ["COLUMNS", "TABLE_KINDS", "Row", "Table", "choose_columns", "open_table"]

# What a column may be called, by what it holds; the first that a table has is taken, all of those of ``published``.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "story": ("story_id", "story", "event_id", "event", "cluster_id", "cluster", "topic_id"),
    "outlet": ("outlet", "source", "publisher", "source_name", "news_outlet", "outlet_name", "site"),
    "text": ("text", "content", "body", "article_text", "maintext", "full_text", "article"),
    "headline": ("headline", "title"),
    "url": ("url", "link", "source_url"),
    "published": ("published", "published_at", "publish_date", "date_published", "publication_date", "date",
                  "published_utc"),
    "title": ("story_title", "event_title", "topic"),
}  # fmt: skip
TABLE_KINDS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".sqlite", ".sqlite3", ".db")
_PACKED = (".csv", ".tsv", ".jsonl", ".ndjson")
_MOST_ROWS_PER_BATCH = 64
_DAMAGED = (OSError, EOFError, zlib.error)  # what gzip raises for damaged data; zlib.error is neither of the others


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number (of the line in text files, else counted from 1) and its cells. ``note`` says what was odd."""

    number: int
    cells: Mapping[str, str]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """An open table: its columns, and where reading stands, in bytes of the file (``size`` in all; 0 unknown)."""

    path: Path
    columns: Sequence[str]
    rows: Iterator[Row | Skipped]
    size: int
    position: Callable[[], int]
    close: Callable[[], None]

    @property
    def done(self) -> int:
        """Bytes of the file that were read."""
        return self.position()


def choose_columns(columns: Sequence[str], given: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Which columns hold what: those ``given`` (``text=content``), the others by their names.

    Raises:
        UnknownName: a column or a field that does not exist.
    """
    for field, column in given.items():
        if field not in COLUMNS:
            raise UnknownName("--map field", field, COLUMNS)
        if column not in columns:
            raise UnknownName("column", column, columns)
    by_name = {_folded(one): one for one in reversed(columns)}
    chosen = {}
    for field, names in COLUMNS.items():
        found = (
            (given[field],)
            if field in given
            else tuple(by_name[_folded(name)] for name in names if _folded(name) in by_name)
        )
        chosen[field] = found if field == "published" else found[:1]
    return chosen


def _folded(column: str) -> str:
    """A column's name by its letters and digits: ``published_at``, ``Published at`` and ``publishedAt`` are one."""
    return re.sub(r"[^a-z0-9]+", "", column.lower())


def open_table(path: Path, columns: Mapping[str, str] | None = None) -> Table:
    """Open a table by the ending of its name.

    Args:
        path: file of the table.
        columns: which column holds what (``text=content``); they tell which table of a database is meant.

    Raises:
        BadInput: no such file, a kind that is not read, or no table in it.
    """
    if not path.is_file():
        fact = "is a folder" if path.is_dir() else "no such file"
        raise BadInput(f"{path}: {fact}; give a table ({', '.join(TABLE_KINDS)}; text tables also .gz)")
    name = path.name.lower()
    kind = "." + name.removesuffix(".gz").rpartition(".")[2]
    packed = name.endswith(".gz")
    if kind not in TABLE_KINDS or (packed and kind not in _PACKED):
        raise BadInput(f"{path}: kind {kind!r} is not read; use {', '.join(TABLE_KINDS)} (text tables also .gz)")
    if kind == ".parquet":
        return _open_parquet(path)
    if kind in (".sqlite", ".sqlite3", ".db"):
        return _open_sqlite(path, columns or {})
    raw = path.open("rb")
    file = cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else cast(BinaryIO, raw)
    try:
        names, rows = _open_json(file) if kind in (".jsonl", ".ndjson") else _open_delimited(file, kind, path)
        if not names:
            header = kind in (".csv", ".tsv")
            needed = "the first line must name the columns" if header else "each line must be a JSON object"
            raise BadInput(f"{path}: no rows; {needed}")
    except _DAMAGED as error:
        raw.close()
        raise BadInput(f"{path}: cannot be read ({error}); is it really {kind}{'.gz' if packed else ''}?") from error
    except BadInput:
        raw.close()
        raise
    return Table(path, names, _to_the_end(rows, path), path.stat().st_size, raw.tell, raw.close)


def _to_the_end(rows: Iterator[Row | Skipped], path: Path) -> Iterator[Row | Skipped]:
    """The rows; a file that turns out damaged ends them with that reason."""
    try:
        yield from rows
    except _DAMAGED as error:
        yield Skipped(
            "", "row", path.name, "the file breaks off or is damaged; the rows before this point were read", str(error)
        )


def _open_delimited(file: BinaryIO, kind: str, path: Path) -> tuple[list[str], Iterator[Row | Skipped]]:
    first = file.readline(1_000_000)
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInput(f"{path}: is UTF-16; save it as UTF-8")
    file.seek(3 if first.startswith(b"\xef\xbb\xbf") else 0)
    delimiter = "\t" if kind == ".tsv" else max(",;\t|", key=lambda one: first.count(one.encode()))
    records = read_delimited(file, delimiter)
    header = [_decode(cell.encode("latin-1"))[0].strip() for cell in next(records, (None, []))[1]]
    if any("\r" in cell for cell in header):
        raise BadInput(f"{path}: its lines end in CR alone, as old Macs wrote them; save it with LF or CRLF")
    return header, _delimited_rows(records, header)


def _delimited_rows(records: Iterator[Any], header: Sequence[str]) -> Iterator[Row | Skipped]:
    for record, cells in records:
        if record.reason:
            yield _skip(record.line, record.reason)
            continue
        yield _row(record.line, header, [_decode(cell.encode("latin-1")) for cell in cells])


def _row(number: int, columns: Iterable[str], decoded: Sequence[tuple[str, bool]], *, odd: bool = False) -> Row:
    odd = odd or any(other for _, other in decoded)
    texts = (text for text, _ in decoded)
    return Row(number, dict(zip(columns, texts, strict=True)), "not UTF-8; read as Windows-1252" if odd else "")


def _decode(raw: bytes) -> tuple[str, bool]:
    """Bytes as UTF-8 or else Windows-1252; and whether it is the latter."""
    try:
        return raw.decode("utf-8"), False
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), True


def _open_json(file: BinaryIO) -> tuple[list[str], Iterator[Row | Skipped]]:
    """Rows of JSON lines; the columns are those of the first 100 rows, together."""
    rows = _json_rows(file)
    first = [row for _, row in zip(range(100), rows, strict=False)]
    columns = dict.fromkeys(name for row in first if isinstance(row, Row) for name in row.cells)
    return list(columns), _chain(first, rows)


def _chain(first: Sequence[Row | Skipped], rest: Iterator[Row | Skipped]) -> Iterator[Row | Skipped]:
    yield from first
    yield from rest


def _json_rows(file: BinaryIO) -> Iterator[Row | Skipped]:
    for record in read_lines(file):
        if record.reason:
            yield _skip(record.line, record.reason)
            continue
        text, other = _decode(record.raw.removeprefix(b"\xef\xbb\xbf"))
        try:
            values = json.loads(text)
            if isinstance(values, dict):
                row: Row | Skipped = _row(record.line, values, list(map(_cell, values.values())), odd=other)
            else:
                row = _skip(record.line, "not a JSON object with the columns as keys")
        except RecursionError:
            row = _skip(record.line, "nested too deeply")
        except ValueError as error:
            row = _skip(record.line, "not JSON", str(error)[:120])
        yield row


def _cell(value: object) -> tuple[str, bool]:
    """A cell as text, and whether it was bytes that are not UTF-8.

    Paragraphs in a list are lines, and of an object its name counts (``{"id": …, "name": "BBC"}``). What is neither is
    empty, and so is the "not a number" that pandas writes for a missing value.
    """
    if isinstance(value, bytes):
        return _decode(value)
    if value is None or value != value:
        return "", False
    if isinstance(value, dict):
        name = value.get("name")
        return _cell(name) if isinstance(name, str | bytes) else ("", False)
    if isinstance(value, list):
        parts = [_cell(one) for one in value]
        return "\n".join(text for text, _ in parts if text), any(other for _, other in parts)
    return str(value), False


def _open_parquet(path: Path) -> Table:
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise BadInput(f"{path}: Parquet needs pyarrow; install it with: pip install '.[parquet]'") from error
    try:
        file = parquet.ParquetFile(path)
    except (arrow.ArrowException, OSError) as error:
        raise BadInput(f"{path}: not a Parquet file ({str(error)[:80]})") from error
    rows = _parquet_rows(file, arrow.ArrowException)
    return Table(path, list(file.schema_arrow.names), rows, 0, lambda: 0, file.close)


def _parquet_rows(file: Any, failure: type[Exception]) -> Iterator[Row | Skipped]:  # noqa: ANN401 - pyarrow has no types
    number = 0
    try:
        for batch in file.iter_batches(batch_size=_MOST_ROWS_PER_BATCH):
            for values in batch.to_pylist():
                number += 1
                yield _row(number, values, list(map(_cell, values.values())))
    except (failure, OSError, UnicodeDecodeError) as error:
        yield _skip(number + 1, "the file is damaged from here on", str(error)[:120])


def _open_sqlite(path: Path, given: Mapping[str, str]) -> Table:
    """The table of a database that has the columns given and one of text: NELA-GT's is ``newsdata`` or ``articles``."""
    try:
        with closing(_connect(path)) as database:
            names = [_name(row[0]) for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            columns = {
                name: [_name(row[1]) for row in database.execute(f"PRAGMA table_info({_quote(name)})")]
                for name in names
            }
    except sqlite3.Error as error:
        raise BadInput(f"{path}: not an SQLite database ({error})") from error
    fitting = [
        name
        for name in names
        if set(given.values()) <= set(columns[name]) and choose_columns(columns[name], given)["text"]
    ]
    if not fitting:
        wanted = [*given.values(), *([] if "text" in given else [" or ".join(COLUMNS["text"][:3])])]
        has = ", ".join(f"{name} ({', '.join(columns[name][:30])})" for name in names[:10]) or "no tables"
        hint = "; name its column of text with --map text=COLUMN"
        raise BadInput(f"{path}: no table with the column {' and '.join(wanted)}; it has {has}{hint}")
    chosen = next((name for name in ("newsdata", "articles") if name in fitting), fitting[0])
    return Table(path, columns[chosen], _sqlite_rows(path, chosen, columns[chosen]), 0, lambda: 0, lambda: None)


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    database.text_factory = bytes
    database.execute("PRAGMA trusted_schema = OFF")
    return database


def _sqlite_rows(path: Path, table: str, columns: Sequence[str]) -> Iterator[Row | Skipped]:
    # One character more than an article may have tells a cell that is too large without loading it.
    cells = ", ".join(f"substr({_quote(name)}, 1, {LARGEST_FILE + 1})" for name in columns)
    number = 0
    try:
        with closing(_connect(path)) as database:
            for values in database.execute(f"SELECT {cells} FROM {_quote(table)}"):
                number += 1
                yield _row(number, columns, list(map(_cell, values)))
    except sqlite3.Error as error:
        if not number:
            raise JobFailed(f"{path}: cannot be read ({error})") from error
        yield _skip(number + 1, "the database is damaged from here on", str(error)[:120])


def _name(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _skip(number: int, reason: str, detail: str = "") -> Skipped:
    return Skipped("", "row", str(number), reason, detail)
