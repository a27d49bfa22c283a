"""``fetched.json``: for each article that the program wrote, where it came from, by its outlet's id.

It is also the proof of ownership: a file whose sha256 is not the one written here was written or changed by a person,
and is never overwritten. The entry is written before the text, so that an interruption between the two leaves a file
that is still known: ``before_sha256`` is the text that it replaces, and is gone once the new one is in place. So are
``story_toml``, what the program wrote of the article into ``story.toml``, and ``before_story_toml``.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from compare.errors import StoryError
from compare.records import ArticleRef, Skipped
from compare.sources.files import write_file
from compare.sources.values import iso_moment, plain_line

__all__ = [
    "FETCHED",
    "completed",
    "differing_fields",
    "gave_no_text",
    "has_moved",
    "is_ours",
    "left_out",
    "read_fetched",
    "sha256_of",
    "table_fields",
    "write_fetched",
    "written_tables",
]

FETCHED = "fetched.json"
_LARGEST = 20_000_000
_TABLE_FIELDS = ("headline", "url", "published")


def read_fetched(folder: Path) -> dict[str, Mapping[str, Any]]:
    """The entries of a story's ``fetched.json``, by outlet; empty where there is no such file.

    An entry that is no table is passed over, so that one damaged entry costs one article's record and no more.

    Raises:
        StoryError: the file is not JSON.
    """
    path = folder / FETCHED
    if not path.is_file():
        return {}
    shown = f"{folder.name}/{FETCHED}"
    try:
        if path.stat().st_size > _LARGEST:
            raise StoryError(f"{shown}: over {_LARGEST:,} bytes; delete it and run `compare fetch {folder.name}`")
        table = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise StoryError(f"{shown}: not JSON; delete it and run `compare fetch {folder.name} --refresh`") from error
    except OSError as error:
        raise StoryError(f"{shown}: cannot be read: {error.strerror}") from error
    entries = table.get("articles") if isinstance(table, dict) else None
    if not isinstance(entries, dict):
        raise StoryError(f"{shown}: articles: not a table; delete the file and run `compare fetch {folder.name}`")
    return {outlet: entry for outlet, entry in entries.items() if isinstance(entry, dict)}


def write_fetched(folder: Path, entries: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the entries, sorted; nothing is written where nothing changes."""
    text = json.dumps({"articles": entries}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    raw = text.encode("utf-8", "replace")  # the name of a saved page may have bytes that are no UTF-8
    path = folder / FETCHED
    if not path.is_file() or path.read_bytes() != raw:
        write_file(path, raw)


def sha256_of(path: Path) -> str:
    """Hexadecimal sha256 of a file's bytes; empty where there is no such file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def is_ours(path: Path, entry: Mapping[str, Any] | None) -> bool:
    """Whether the program may write ``path``: it does not exist, or is as the program left it, finished or not."""
    found = sha256_of(path)
    return not found or (entry is not None and found in (entry.get("text_sha256"), entry.get("before_sha256")))


def table_fields(reference: ArticleRef) -> dict[str, str]:
    """What an entry's ``story_toml`` keeps of the article's table in ``story.toml``."""
    return {key: getattr(reference, key) for key in _TABLE_FIELDS}


def written_tables(reference: ArticleRef, entry: Mapping[str, Any] | None) -> list[ArticleRef]:
    """The article as the program wrote it into ``story.toml``, and as it was before where that broke off."""
    tables = [(entry or {}).get(key) for key in ("story_toml", "before_story_toml")]
    return [
        replace(reference, **{key: str(table.get(key) or "") for key in _TABLE_FIELDS})
        for table in tables
        if isinstance(table, dict)
    ]


def differing_fields(one: ArticleRef, other: ArticleRef) -> list[str]:
    """Which of headline, address and date differ."""
    return [key for key in _TABLE_FIELDS if getattr(one, key) != getattr(other, key)]


def left_out(folder: Path, references: Iterable[ArticleRef] = ()) -> dict[str, Skipped]:
    """By outlet, the articles of a story that have no text because their page gave none, with the reason.

    One whose text a person has saved since has one: where ``fetched.json`` has its file, or where ``references`` has
    it, the articles of ``story.toml``. One whose text was fetched from another address than it has there has none yet.
    """
    named = {one.outlet: one for one in references}
    found = {}
    for outlet, entry in read_fetched(folder).items():
        reference = named.get(outlet)
        reason, url = "", str(entry.get("requested_url", ""))
        if gave_no_text(entry) and not _is_there(
            folder, (reference and reference.file) or str(entry.get("file") or "")
        ):
            reason = str(entry["reason"])
        elif reference and has_moved(reference, entry) and _is_of_page(folder, reference.file, entry):
            steps = f"run `compare fetch {folder.name}`, or put the page's text into {reference.file}"
            reason, url = f"its text is of {url}, not of the url in story.toml; {steps}", reference.url
        if reason:
            found[outlet] = Skipped(folder.name, "article", outlet, reason, url)
    return found


def has_moved(reference: ArticleRef, entry: Mapping[str, Any] | None) -> bool:
    """Whether the text was fetched from another address than ``story.toml`` has now.

    A saved page was not fetched: its own address differs from that of ``story.toml`` by as little as a tracking mark.
    """
    if entry is None or not entry.get("final_url"):
        return False
    return reference.url not in ("", entry.get("requested_url"), entry["final_url"])


def gave_no_text(entry: Mapping[str, Any] | None) -> bool:
    """Whether the page was asked for and gave no text; the entry's ``reason`` says why."""
    return entry is not None and bool(entry.get("reason")) and not entry.get("text_sha256")


def _is_there(folder: Path, file: str) -> bool:
    path = (folder / file).resolve()
    return path.is_relative_to(folder.resolve()) and path.is_file()


def _is_of_page(folder: Path, file: str, entry: Mapping[str, Any]) -> bool:
    """Whether a text is there and is as it was read from the page, and not a person's."""
    return _is_there(folder, file) and is_ours((folder / file).resolve(), entry)


def completed(reference: ArticleRef, entry: Mapping[str, Any] | None) -> ArticleRef:
    """The reference with what the page said where ``story.toml`` says nothing; what a person wrote stays."""
    if entry is None:
        return reference
    return replace(
        reference,
        headline=reference.headline or plain_line(str(entry.get("headline") or "")),
        url=reference.url or plain_line(str(entry.get("final_url") or "")),
        published=reference.published or iso_moment(str(entry.get("published") or "")),
    )
