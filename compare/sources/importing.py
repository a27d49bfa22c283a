"""``compare import``: a table of articles becomes story folders.

Every article is recorded in its story's ``fetched.json`` with the table and row that it is from. So the same import
twice changes nothing, and what a person wrote or changed is never overwritten.
"""

import hashlib
import html
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from html.entities import html5
from pathlib import Path

from compare.errors import BadInput, StoryError
from compare.records import ArticleRef, Outlet, Skipped
from compare.sources.corpus import ID_PATTERN, IS_RESERVED, NOT_AN_ID, RESERVED, read_outlets
from compare.sources.debris import readable
from compare.sources.editing import add_outlets, outlet_id
from compare.sources.fetched import read_fetched
from compare.sources.files import make_id
from compare.sources.formats import LARGEST_FILE, has_markup, is_page, normalise
from compare.sources.placing import ImportReport, UsableRow, place_rows
from compare.sources.tables import Row, Table, choose_columns
from compare.sources.values import NO_DATE, lost_zone, plain_line, possible_days, table_moment, why_no_address

__all__ = ["ImportReport", "import_table", "story_id_for"]

_LONGEST_FIELD = 2_000  # characters of a headline or address
_TIDIED = "headlines inside its sentences or marks of no width were taken out: offsets into the table's text may be off"
_DECODED = (
    "character references such as &amp; were read as what they stand for: offsets into the table's text may be off"
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MOST_PENDING = 2_000  # stories held in memory before they are written


class _Unusable(Exception):
    """A row that becomes no article; the message is the reason."""


@dataclass(slots=True)
class _Import:
    """An import under way."""

    corpora: Path
    table: str
    columns: Mapping[str, tuple[str, ...]]
    names: Collection[str]  # of the table's columns
    given: Mapping[str, str]
    story: str
    outlets: dict[str, Outlet]
    report: ImportReport = field(default_factory=ImportReport)
    ids: dict[str, str] = field(default_factory=dict)  # outlet ids by the table's names
    seen: dict[tuple[str, str], int] = field(default_factory=dict)  # rows by story and outlet
    pending: dict[str, list[UsableRow]] = field(default_factory=dict)
    stories: set[str] = field(default_factory=set)
    placed: set[str] = field(default_factory=set)  # outlets with an article
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
    given = columns or {}
    chosen = choose_columns(table.columns, given)
    _require(table, chosen, story)
    outlets = read_outlets(corpora) if corpora.is_dir() else {}
    work = _Import(corpora, table.path.name, chosen, set(table.columns), given, story, outlets)
    _take_all(table, work, set(work.outlets), advance)
    work.report.stories = len(work.stories)
    if not work.report.articles and not work.report.skipped:
        raise BadInput(f"{table.path}: no rows below the header; nothing was written")
    return work.report


def _take_all(table: Table, work: _Import, known: set[str], advance: Callable[[], None]) -> None:
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
        unknown = work.placed - known
        new = [one for one in work.outlets.values() if one.id in unknown]
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
    for column in (one for names in chosen.values() for one in names):
        if table.columns.count(column) > 1:
            raise BadInput(f"{table.path}: more than one column is named {column!r}; give each a name of its own")
    if story and not ID_PATTERN.fullmatch(story):
        raise BadInput(f"--story {story!r}: {NOT_AN_ID}; try {make_id(story)!r}")
    if story in RESERVED:
        raise BadInput(f"--story {story!r} is {IS_RESERVED}")


def _take(row: Row, work: _Import) -> None:
    try:
        story, usable = _read_row(row, work)
    except _Unusable as error:
        work.report.skipped.append(Skipped(work.story, "row", str(row.number), str(error)))
        return
    work.seen[story, usable.reference.outlet] = row.number
    work.pending.setdefault(story, []).append(usable)


def _write_pending(work: _Import) -> None:
    for story, rows in work.pending.items():
        placed = place_rows(work.corpora / story, rows, work.table, work.report)
        work.placed |= placed
        if placed:
            work.stories.add(story)
    work.pending.clear()


def _read_row(row: Row, work: _Import) -> tuple[str, UsableRow]:
    """The id of the row's story, and what becomes an article of it."""
    columns = _columns_of(row, work)
    cell = {name: _first(row.cells, columns[name]) for name in ("story", "outlet", "headline", "url", "title")}
    raw = row.cells.get(columns["text"][0], "")
    given = _usable_text(raw)
    story = work.story or story_id_for(cell["story"])
    if not story:
        raise _Unusable(f"no story in column {columns['story'][0]!r}")
    if story in RESERVED:
        raise _Unusable(f"story {story!r} is {IS_RESERVED}")
    if not cell["outlet"]:
        raise _Unusable(f"no outlet in column {columns['outlet'][0]!r}")
    _require_record(story, work)
    outlet = _outlet(cell["outlet"], work)
    if earlier := work.seen.get((story, outlet)):
        raise _Unusable(
            f"outlet {outlet!r} has an article in story {story!r} from row {earlier}; one article an outlet"
        )
    published, undated = _published([row.cells.get(column, "") for column in columns["published"]])
    reference = ArticleRef(
        outlet=outlet,
        file=f"articles/{outlet}.txt",
        headline=cell["headline"][:_LONGEST_FIELD].rstrip(),  # as ``story.toml`` gives it back
        url=_address(cell["url"]),
        published=published,
    )
    title = cell["title"] or reference.headline or story
    text = readable(given)
    decoded = _DECODED if _without_references(raw) != raw else ""
    notes = tuple(filter(None, [row.note, undated, decoded, "" if text == given else _TIDIED]))
    return story, UsableRow(row.number, title[:_LONGEST_FIELD], reference, text, notes)


def _columns_of(row: Row, work: _Import) -> Mapping[str, tuple[str, ...]]:
    """Which columns hold what in this row: a JSON line may have others than the lines before it.

    A field that it has no column for is looked for where the first lines have it, which is then named as missing.
    """
    if row.cells.keys() == work.names:
        return work.columns
    by_name = choose_columns(list(row.cells), {})
    return {name: names if name in work.given else by_name[name] or names for name, names in work.columns.items()}


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
    plain = _without_references(cell)
    if is_page(plain):
        raise _Unusable("its text is a web page; save it as a file and `compare add` that")
    if has_markup(plain):
        raise _Unusable(
            "its text has HTML tags; take them out of the column, or save it as .html and `compare add` that"
        )
    text = normalise(plain).strip("\n")
    if not re.search(r"\w", text):
        raise _Unusable("no text")
    return text + "\n"


def _without_references(text: str) -> str:
    """The text with the characters that ``&#8217;`` and ``&nbsp;`` stand for; feeds write ``&amp;nbsp;`` too."""
    for _ in range(2):
        text = _REFERENCE.sub(_character, text)
    return text


def _character(found: re.Match[str]) -> str:
    # The standard library also takes the beginning of a word for one: ``&notable;``.
    return html.unescape(found[0]) if found[0][1] == "#" or found[0][1:] in html5 else found[0]


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
    return address if not why_no_address(address) and len(address) <= _LONGEST_FIELD else ""


def _published(cells: list[str]) -> tuple[str, str]:
    """ISO 8601 of the first cell that is a date; and what to say where its zone is lost or none of the cells is one."""
    for cell in cells:
        if found := table_moment(cell):
            zone = lost_zone(cell)[:60]
            return found, f"time zone {zone!r} is not read, the time has none; write it like +01:00" if zone else ""
    odd = next(filter(None, (cell.strip() for cell in cells)), "")
    return "", f"{odd[:60]!r} is {_why_undated(odd)}; the article has no date" if odd else ""


def _why_undated(cell: str) -> str:
    days = possible_days(cell)
    if not days:
        return NO_DATE
    named = " or ".join(f"{one.day} {one:%B %Y}" for one in map(date.fromisoformat, days))
    return f"{named}; write {' or '.join(days)}"
