"""Rows of a table become articles of a story: what cannot be used is left out before anything of it is written.

``fetched.json`` keeps of every row the sha256 of its text and what was written of it into ``story.toml``. What is still
so is the program's, and the next import of the row changes it; what a person wrote or changed stays.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from compare.errors import BadInput, StoryError
from compare.records import ArticleRef, Skipped
from compare.sources.corpus import inspect_story
from compare.sources.editing import add_articles, replace_article, story_text
from compare.sources.fetched import is_ours, read_fetched, sha256_of, write_fetched
from compare.sources.files import inside, write_file

__all__ = ["ImportReport", "UsableRow", "place_rows"]

_FIELDS = ("headline", "url", "published")


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
    if new and (refused := _add(folder, new)):
        reasons |= {row.number: refused for row in new}
    records = {}
    for row in rows:
        if reasons[row.number]:
            report.skipped.append(Skipped(folder.name, "row", str(row.number), reasons[row.number]))
        else:
            records[row.reference.outlet] = _place(story, row, table, report)
    if records:
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


def _add(folder: Path, rows: Sequence[UsableRow]) -> str:
    """Put rows into ``story.toml`` that it does not name, or why it cannot take them."""
    path = folder / "story.toml"
    references = [row.reference for row in rows]
    if not path.exists():
        write_file(path, story_text(rows[0].title, references))
        return ""
    try:
        add_articles(folder, references)
    except StoryError as error:
        return str(error)
    return ""


def _place(story: _Story, row: UsableRow, table: str, report: ImportReport) -> dict[str, Any]:
    """Write the row's text, and what ``story.toml`` says of it where a row said that; its record."""
    reference = row.reference
    named = story.named.get(reference.outlet, reference)
    before = _written(reference, story.records.get(reference.outlet))
    replaced = named == before != reference and replace_article(story.folder, named, reference)
    notes = list(row.notes)
    if named != reference and not replaced:
        other = " and ".join(key for key in _FIELDS if getattr(named, key) != getattr(reference, key))
        notes.append(f"{story.folder.name}/story.toml says another {other}; it stays, correct it there by hand")
    path = story.folder / reference.file
    new_text = sha256_of(path) != row.sha256
    if new_text:
        write_file(path, row.text)
    report.articles += 1
    report.written += new_text or replaced
    report.unchanged += not (new_text or replaced)
    report.notes += [Skipped(story.folder.name, "note", str(row.number), note) for note in notes]
    return _record(row, table, reference if named == reference or replaced else before)


def _written(reference: ArticleRef, record: Mapping[str, Any] | None) -> ArticleRef | None:
    """The article as a row wrote it into ``story.toml``; none where no row did."""
    fields = (record or {}).get("story_toml")
    if not isinstance(fields, dict):
        return None
    return replace(reference, **{key: str(fields.get(key) or "") for key in _FIELDS})


def _record(row: UsableRow, table: str, written: ArticleRef | None) -> dict[str, Any]:
    record = {
        "file": row.reference.file,
        "table": table,
        "row": row.number,
        "text_sha256": row.sha256,
        "words": len(row.text.split()),
    }
    return record | ({"story_toml": {key: getattr(written, key) for key in _FIELDS}} if written else {})
