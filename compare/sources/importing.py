"""``compare import``: a table of articles becomes story folders.

Every article is recorded in its story's ``fetched.json`` with the table and row that it is from. So the same import
twice changes nothing, and a text that a person wrote or changed is never overwritten.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from compare.errors import BadInput, StoryError
from compare.records import ArticleRef, Outlet, Skipped
from compare.sources.corpus import ID_PATTERN, IS_RESERVED, NOT_AN_ID, RESERVED, inspect_story, read_outlets
from compare.sources.debris import readable
from compare.sources.editing import add_articles, add_outlets, outlet_id, story_text
from compare.sources.fetched import is_ours, read_fetched, sha256_of, write_fetched
from compare.sources.files import make_id, write_file
from compare.sources.formats import LARGEST_FILE, normalise
from compare.sources.tables import Row, Table, choose_columns
from compare.sources.values import NO_DATE, plain_line, table_moment

__all__ = ["ImportReport", "import_table", "story_id_for"]

_LONGEST_FIELD = 2_000  # characters of a headline or address
_TIDIED = "headlines inside its sentences or marks of no width were taken out: offsets into the table's text may be off"
_MOST_PENDING = 2_000  # stories held in memory before they are written


@dataclass(slots=True)
class ImportReport:
    """What an import did. ``skipped`` are rows that became no article, ``notes`` what was odd about rows that did."""

    stories: int = 0
    articles: int = 0
    written: int = 0
    unchanged: int = 0
    outlets: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row that can be used."""

    row: int
    story: str
    title: str
    reference: ArticleRef
    text: str
    notes: tuple[str, ...]


class _Unusable(Exception):
    """A row that becomes no article; the message is the reason."""


@dataclass(slots=True)
class _Import:
    """An import under way."""

    corpora: Path
    table: str
    columns: Mapping[str, tuple[str, ...]]
    story: str
    outlets: dict[str, Outlet]
    report: ImportReport = field(default_factory=ImportReport)
    ids: dict[str, str] = field(default_factory=dict)  # outlet ids by the table's names
    seen: dict[tuple[str, str], int] = field(default_factory=dict)  # rows by story and outlet
    pending: dict[str, list[_Entry]] = field(default_factory=dict)
    stories: set[str] = field(default_factory=set)
    damaged: dict[str, str] = field(default_factory=dict)  # by story, why its record cannot be read; empty where it can


def import_table(
    table: Table,
    corpora: Path,
    *,
    columns: Mapping[str, str] | None = None,
    story: str = "",
    advance: Callable[[], None] = lambda: None,
) -> ImportReport:
    """Write a table's articles into ``corpora``.

    Args:
        table: as ``open_table`` gives it.
        corpora: folder; made where it does not exist.
        columns: which column holds what, where its name does not tell.
        story: id of the story that all rows belong to, for tables without a column of stories.
        advance: called after each row.

    Raises:
        BadInput: a column is missing or given wrongly, or there are no rows.
        JobFailed: the disk refuses.
    """
    chosen = choose_columns(table.columns, columns or {})
    _require(table, chosen, story)
    work = _Import(corpora, table.path.name, chosen, story, read_outlets(corpora) if corpora.is_dir() else {})
    known = set(work.outlets)
    _take_all(table, work, known, advance)
    work.report.stories = len(work.stories)
    if not work.report.articles and not work.report.skipped:
        raise BadInput(f"{table.path}: no rows below the header; nothing was written")
    return work.report


def _take_all(table: Table, work: _Import, known: Collection[str], advance: Callable[[], None]) -> None:
    try:
        for row in table.rows:
            if isinstance(row, Skipped):
                work.report.skipped.append(row)
            else:
                _take(row, work)
            advance()
            if len(work.pending) > _MOST_PENDING:
                _write_pending(work)
    finally:  # what was read stays, also when the user stops it: the next import goes on from there
        _write_pending(work)
        new = [one for one in work.outlets.values() if one.id not in known]
        work.report.outlets = add_outlets(work.corpora, new) if new else []


def _require(table: Table, chosen: Mapping[str, tuple[str, ...]], story: str) -> None:
    has = ", ".join(table.columns[:30])
    for needed in ("text", "outlet"):
        if not chosen[needed]:
            raise BadInput(
                f"{table.path}: no column for the {needed}; it has {has}; name one with --map {needed}=COLUMN"
            )
    if not chosen["story"] and not story:
        hint = "name one with --map story=COLUMN, or put all rows into one story with --story ID"
        raise BadInput(f"{table.path}: no column for the story; it has {has}; {hint}")
    if story and not ID_PATTERN.fullmatch(story):
        raise BadInput(f"--story {story!r}: {NOT_AN_ID}; try {make_id(story)!r}")
    if story in RESERVED:
        raise BadInput(f"--story {story!r} is {IS_RESERVED}")


def _take(row: Row, work: _Import) -> None:
    try:
        entry = _read_row(row, work)
    except _Unusable as error:
        work.report.skipped.append(Skipped(work.story, "row", str(row.number), str(error)))
        return
    for note in entry.notes:
        _note(work, entry, note)
    work.seen[entry.story, entry.reference.outlet] = row.number
    work.stories.add(entry.story)
    work.report.articles += 1
    _write_text(entry, work)


def _read_row(row: Row, work: _Import) -> _Entry:
    cell = {name: _first(row.cells, work.columns[name]) for name in ("story", "outlet", "headline", "url", "title")}
    given = _usable_text(row.cells.get(work.columns["text"][0], ""))
    story = work.story or story_id_for(cell["story"])
    if not story:
        raise _Unusable(f"no story in column {work.columns['story'][0]!r}")
    if story in RESERVED:
        raise _Unusable(f"story {story!r} is {IS_RESERVED}")
    if not cell["outlet"]:
        raise _Unusable(f"no outlet in column {work.columns['outlet'][0]!r}")
    _require_record(story, work)
    outlet = _outlet(cell["outlet"], work)
    if earlier := work.seen.get((story, outlet)):
        raise _Unusable(
            f"outlet {outlet!r} has an article in story {story!r} from row {earlier}; one article an outlet"
        )
    published, undated = _published([row.cells.get(column, "") for column in work.columns["published"]])
    reference = ArticleRef(
        outlet=outlet,
        file=f"articles/{outlet}.txt",
        headline=cell["headline"][:_LONGEST_FIELD],
        url=_address(cell["url"]),
        published=published,
    )
    title = cell["title"] or reference.headline or story
    text = readable(given)
    notes = tuple(filter(None, [row.note, undated, "" if text == given else _TIDIED]))
    return _Entry(row.number, story, title[:_LONGEST_FIELD], reference, text, notes)


def _require_record(story: str, work: _Import) -> None:
    """Without it nothing tells which texts of the story a person wrote: its rows are left out, and no others."""
    if story not in work.damaged:
        try:
            read_fetched(work.corpora / story)
            work.damaged[story] = ""
        except StoryError as error:
            work.damaged[story] = str(error)
    if work.damaged[story]:
        raise _Unusable(work.damaged[story])


def _first(cells: Mapping[str, str], columns: tuple[str, ...]) -> str:
    """The cell of the first of ``columns``, on one line."""
    return plain_line(cells.get(columns[0], "")[: 2 * _LONGEST_FIELD]) if columns else ""


def _usable_text(cell: str) -> str:
    if len(cell) > LARGEST_FILE or len(cell.encode("utf-8", "replace")) > LARGEST_FILE:
        raise _Unusable(f"its text has over {LARGEST_FILE:,} bytes; is it one article?")
    text = normalise(cell).strip("\n")
    if not re.search(r"\w", text):
        raise _Unusable("no text")
    return text + "\n"


def story_id_for(name: str) -> str:
    """The id of a table's story: its name where that is an id; else made of it, with a hash that keeps names apart."""
    if not name or ID_PATTERN.fullmatch(name):
        return name
    return f"{make_id(name)[:50]}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}".lstrip("-")


def _outlet(name: str, work: _Import) -> str:
    if name not in work.ids:
        try:
            made = outlet_id(name, work.outlets)
        except BadInput as error:
            raise _Unusable(f"no outlet id can be made of {name[:60]!r}") from error
        work.ids[name] = made
        known = work.outlets.setdefault(made, Outlet(made, name[:200]))
        if known.name != name[:200] and name != made:
            work.report.notes.append(Skipped("", "note", made, f"outlet {name[:60]!r} is taken for {known.name!r}"))
    return work.ids[name]


def _address(cell: str) -> str:
    address = "".join(cell.split())
    return address if address.startswith(("http://", "https://")) and len(address) <= _LONGEST_FIELD else ""


def _published(cells: list[str]) -> tuple[str, str]:
    """ISO 8601 of the first cell that is a date; and what to say where some have text and none is one."""
    for cell in cells:
        if found := table_moment(cell):
            return found, ""
    odd = next(filter(None, (cell.strip() for cell in cells)), "")
    return "", f"{odd[:60]!r} is {NO_DATE}; the article has no date" if odd else ""


def _write_text(entry: _Entry, work: _Import) -> None:
    folder = work.corpora / entry.story
    path = folder / entry.reference.file
    digest = hashlib.sha256(entry.text.encode()).hexdigest()
    found = sha256_of(path)
    if found == digest:
        work.report.unchanged += 1
    elif not is_ours(path, read_fetched(folder).get(entry.reference.outlet) if found else None):
        reason = f"{entry.story}/{entry.reference.file} was written or changed by hand; it stays"
        work.report.skipped.append(Skipped(entry.story, "row", str(entry.row), reason))
        return
    else:
        write_file(path, entry.text)
        work.report.written += 1
    work.pending.setdefault(entry.story, []).append(entry)


def _write_pending(work: _Import) -> None:
    """Write ``story.toml`` and ``fetched.json`` of the stories at hand; what is there already is not touched."""
    for story, entries in work.pending.items():
        folder = work.corpora / story
        if (folder / "story.toml").exists():
            entries = _new_in_story(folder, entries, work)
        else:
            write_file(folder / "story.toml", story_text(entries[0].title, [one.reference for one in entries]))
        records = {one.reference.outlet: _record(one, work) for one in entries}
        if records:
            write_fetched(folder, {**read_fetched(folder), **records})
    work.pending.clear()


def _new_in_story(folder: Path, entries: list[_Entry], work: _Import) -> list[_Entry]:
    """Add to a story what it does not name yet; the entries whose files it names as ours do."""
    loaded, problems = inspect_story(folder)
    if loaded is None:
        for entry in entries:
            work.report.skipped.append(
                Skipped(folder.name, "row", str(entry.row), f"its story cannot be read: {problems[0]}")
            )
        return []
    named = {one.outlet: one.file for one in loaded.articles}
    new = [one for one in entries if one.reference.outlet not in named]
    if new:
        add_articles(folder, [one.reference for one in new])
    fitting = []
    for entry in entries:
        if named.get(entry.reference.outlet, entry.reference.file) == entry.reference.file:
            fitting.append(entry)
        else:
            reason = f"{folder.name}/story.toml names another file for {entry.reference.outlet!r}; that one stays"
            work.report.skipped.append(Skipped(folder.name, "row", str(entry.row), reason))
    return fitting


def _record(entry: _Entry, work: _Import) -> dict[str, Any]:
    return {
        "file": entry.reference.file,
        "table": work.table,
        "row": entry.row,
        "text_sha256": hashlib.sha256(entry.text.encode()).hexdigest(),
        "words": len(entry.text.split()),
    }


def _note(work: _Import, entry: _Entry, note: str) -> None:
    work.report.notes.append(Skipped(entry.story, "note", str(entry.row), note))
