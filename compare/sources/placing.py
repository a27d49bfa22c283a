"""Rows of a table become articles of a story: what cannot be used is left out before anything of it is written.

``fetched.json`` keeps of every row the sha256 of its text and what was written of it into ``story.toml``. What is still
so is the program's, and the next import of the row changes it; what a person wrote or changed stays. The record is
written first and says what it was before, too, so that an import that breaks off leaves nothing that looks like a
person's.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from compare.errors import BadInput, StoryError
from compare.records import ArticleRef, Skipped
from compare.sources.corpus import inspect_story
from compare.sources.editing import replace_article, story_text, with_articles
from compare.sources.fetched import (
    differing_fields,
    is_ours,
    read_fetched,
    sha256_of,
    table_fields,
    write_fetched,
    written_tables,
)
from compare.sources.files import inside, write_file

__all__ = ["ImportReport", "UsableRow", "place_rows"]


@dataclass(slots=True)
class ImportReport:
    """What an import did. ``skipped`` are rows that became no article, ``notes`` what was odd about rows that did.

    An article is ``written`` where its text or its table in ``story.toml`` changed.
    """

    stories: int = 0
    articles: int = 0
    written: int = 0
    unchanged: int = 0
    outlets: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class UsableRow:
    """A row with a story, an outlet and a text."""

    number: int
    title: str
    reference: ArticleRef
    text: str
    notes: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """Of the text, as ``fetched.json`` has it."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Story:
    """A story as it was before the import: what ``story.toml`` and ``fetched.json`` say of its articles, by outlet."""

    folder: Path
    named: Mapping[str, ArticleRef]
    records: Mapping[str, Mapping[str, Any]]


def place_rows(folder: Path, rows: Sequence[UsableRow], table: str, report: ImportReport) -> set[str]:
    """Write a story's articles, its ``story.toml`` and its record; the outlets whose rows became articles.

    Raises:
        StoryError: the record cannot be read.
        JobFailed: the disk refuses.
    """
    named, broken = _named(folder)
    story = _Story(folder, named, read_fetched(folder))
    reasons = {row.number: broken or _why_not(story, row) for row in rows}
    new = [row for row in rows if not reasons[row.number] and row.reference.outlet not in named]
    with_new, refused = _with_new(folder, new)
    reasons |= {row.number: refused for row in new if refused}
    left_out = [row for row in rows if reasons[row.number]]
    report.skipped += [Skipped(folder.name, "row", str(row.number), reasons[row.number]) for row in left_out]
    taken = [row for row in rows if not reasons[row.number]]
    if not taken:
        return set()
    there = {row.number: sha256_of(folder / row.reference.file) for row in taken}
    ahead = {row.reference.outlet: _record_ahead(story, row, table, there[row.number]) for row in taken}
    if {**story.records, **ahead} != story.records:
        write_fetched(folder, {**story.records, **ahead})
    if with_new:
        write_file(folder / "story.toml", with_new)
    records = {row.reference.outlet: _place(story, row, table, there[row.number], report) for row in taken}
    write_fetched(folder, {**story.records, **records})
    return set(records)


def _named(folder: Path) -> tuple[dict[str, ArticleRef], str]:
    """The articles that ``story.toml`` names, by outlet; and why it cannot be read, if it is there."""
    if not (folder / "story.toml").exists():
        return {}, ""
    loaded, problems = inspect_story(folder)
    if loaded is None:
        return {}, f"its story cannot be read: {problems[0]}"
    return {one.outlet: one for one in loaded.articles}, ""


def _why_not(story: _Story, row: UsableRow) -> str:
    """Why the row's text cannot be put where it belongs; empty where it can."""
    outlet, file = row.reference.outlet, row.reference.file
    if story.named.get(outlet, row.reference).file != file:
        return f"{story.folder.name}/story.toml names another file for {outlet!r}; that one stays"
    try:
        path = inside(story.folder, file)
    except BadInput as error:
        return str(error)
    if sha256_of(path) != row.sha256 and not is_ours(path, story.records.get(outlet)):
        return f"{story.folder.name}/{file} was written or changed by hand; it stays"
    return ""


def _with_new(folder: Path, rows: Sequence[UsableRow]) -> tuple[str, str]:
    """The ``story.toml`` with rows that it does not name, empty without any; or why it cannot take them."""
    references = [row.reference for row in rows]
    if not rows:
        return "", ""
    if not (folder / "story.toml").exists():
        return story_text(rows[0].title, references), ""
    try:
        return with_articles(folder, references), ""
    except StoryError as error:
        return "", str(error)


def _place(story: _Story, row: UsableRow, table: str, there: str, report: ImportReport) -> dict[str, Any]:
    """Write the row's text, and what ``story.toml`` says of it where a row said that; its record.

    ``there`` is the sha256 of the text that is in its place, empty where there is none.
    """
    reference = row.reference
    named, written = _tables(story, row)
    replaced = named != reference and named in written and replace_article(story.folder, named, reference)
    notes = list(row.notes)
    if named != reference and not replaced:
        other = " and ".join(differing_fields(named, reference))
        notes.append(f"{story.folder.name}/story.toml says another {other}; it stays, correct it there by hand")
    new_text = there != row.sha256
    if new_text:
        write_file(story.folder / reference.file, row.text)
    report.articles += 1
    report.written += new_text or replaced
    report.unchanged += not (new_text or replaced)
    report.notes += [Skipped(story.folder.name, "note", str(row.number), note) for note in notes]
    return _record(row, table, reference if replaced else _known(story, row))


def _tables(story: _Story, row: UsableRow) -> tuple[ArticleRef, list[ArticleRef]]:
    """The article as ``story.toml`` has it, and as the program wrote it there."""
    outlet = row.reference.outlet
    return story.named.get(outlet, row.reference), written_tables(row.reference, story.records.get(outlet))


def _known(story: _Story, row: UsableRow) -> ArticleRef | None:
    """The article as the program wrote it into ``story.toml``, if it did, before this row replaces it."""
    named, written = _tables(story, row)
    return named if named == row.reference or named in written else next(iter(written), None)


def _record_ahead(story: _Story, row: UsableRow, table: str, there: str) -> dict[str, Any]:
    """The record while the row is placed, with the text and the table that are there until then."""
    named, written = _tables(story, row)
    replaces = named != row.reference and named in written
    record = _record(row, table, row.reference if replaces else _known(story, row))
    if there not in ("", row.sha256):
        record["before_sha256"] = there
    return record | ({"before_story_toml": table_fields(named)} if replaces else {})


def _record(row: UsableRow, table: str, written: ArticleRef | None) -> dict[str, Any]:
    record = {
        "file": row.reference.file,
        "table": table,
        "row": row.number,
        "text_sha256": row.sha256,
        "words": len(row.text.split()),
    }
    return record | ({"story_toml": table_fields(written)} if written else {})
