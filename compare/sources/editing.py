"""Adding to ``story.toml`` and ``outlets.toml`` without touching what a person wrote there.

New tables are put behind the text that is there, and the result is parsed before it is written: comments, order and
spelling stay as they are.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from compare.errors import BadInput, StoryError
from compare.records import ArticleRef, Outlet
from compare.sources.corpus import ID_PATTERN, IS_RESERVED, NOT_AN_ID, RESERVED
from compare.sources.files import make_id, write_file

__all__ = [
    "add_outlets",
    "how_to_add",
    "new_story",
    "outlet_id",
    "outlets_for_host",
    "replace_article",
    "story_text",
    "toml_text",
    "with_article_replaced",
    "with_articles",
]


def new_story(corpora: Path, story_id: str, title: str) -> Path:
    """Make ``story.toml`` of a story without articles, and its folder where there is none; the path of the file.

    Raises:
        BadInput: no story id, or one that is reserved; no title; or there is such a story.
    """
    if not ID_PATTERN.fullmatch(story_id):
        hint = make_id(story_id)
        raise BadInput(f"story {story_id!r}: {NOT_AN_ID}; try {hint or 'story-1'!r}")
    if story_id in RESERVED:
        raise BadInput(f"story {story_id!r} is {IS_RESERVED}")
    if not title.strip():
        raise BadInput(f"story {story_id}: the title is empty; give one with --title")
    path = corpora / story_id / "story.toml"
    if path.exists():
        raise BadInput(f"story {story_id}: exists already; {how_to_add(story_id)}")
    write_file(path, story_text(title, ()))
    return path


def how_to_add(story_id: str) -> str:
    """What to do next with a story without articles."""
    return f"add articles with `compare add {story_id} URL`, or `compare add {story_id} FILE --outlet NAME`"


def story_text(title: str, references: Sequence[ArticleRef]) -> str:
    """A whole ``story.toml``."""
    return f"title = {toml_text(' '.join(title.split()))}\n" + "".join(_article_table(one) for one in references)


def with_articles(folder: Path, references: Sequence[ArticleRef]) -> str:
    """The story's ``story.toml`` with ``[[articles]]`` tables behind it.

    Raises:
        StoryError: the file cannot take them: it is not TOML, or its articles are written in another way.
    """
    tables = "".join(_article_table(one) for one in references)
    before, text = _read(folder / "story.toml", f"{folder.name}/story.toml")
    after = _parse_with(text, tables, f"{folder.name}/story.toml")
    if len(after.get("articles", [])) != len(before.get("articles", [])) + len(references):
        raise StoryError(
            f"{folder.name}/story.toml: articles: not written as [[articles]] tables; add the article by hand"
        )
    return _joined(text, tables)


def replace_article(folder: Path, before: ArticleRef, after: ArticleRef) -> bool:
    """Put another ``[[articles]]`` table in the place of one that stands as ``with_articles`` has it; whether one did.

    Raises:
        StoryError: the file is not TOML.
    """
    changed = with_article_replaced(folder, before, after)
    if changed:
        write_file(folder / "story.toml", changed)
    return bool(changed)


def with_article_replaced(folder: Path, before: ArticleRef, after: ArticleRef) -> str:
    """The ``story.toml`` that ``replace_article`` writes; empty where it writes none."""
    _, text = _read(folder / "story.toml", f"{folder.name}/story.toml")
    old = _article_table(before)
    changed = text.replace(old, _article_table(after))
    # A key that a person put behind the table would be there twice.
    return changed if text.count(old) == 1 and _is_toml(changed) else ""


def add_outlets(corpora: Path, outlets: Sequence[Outlet]) -> list[str]:
    """Put outlets that ``outlets.toml`` does not have behind it; the ids added. Entries that are there stay.

    Raises:
        StoryError: the file is not TOML.
    """
    path = corpora / "outlets.toml"
    before, text = _read(path, "outlets.toml") if path.exists() else ({}, "")
    new = {one.id: one for one in outlets if one.id not in before}
    if new:
        tables = "".join(_outlet_table(one) for one in new.values())
        _parse_with(text, tables, "outlets.toml")
        write_file(path, _joined(text, tables))
    return sorted(new)


def outlets_for_host(host: str, outlets: Mapping[str, Outlet]) -> list[str]:
    """Ids of the outlets whose domain is ``host`` or above it, those with the longest such domain, sorted."""
    host = host.lower().rstrip(".")
    fitting = [
        (len(domain), one.id)
        for one in outlets.values()
        if (domain := one.domain.lower().removeprefix("www.")) and (host == domain or host.endswith("." + domain))
    ]
    return sorted(one for length, one in fitting if length == max(fitting)[0])


def outlet_id(name: str, outlets: Mapping[str, Outlet]) -> str:
    """The id for an outlet given by id or name, capitals or not; a known one comes before a new one.

    Raises:
        BadInput: no id can be made of it.
    """
    if name in outlets:
        return name
    for one in outlets.values():
        if one.name.casefold() == name.strip().casefold():
            return one.id
    if ID_PATTERN.fullmatch(name):
        return name
    made = make_id(name)
    if not made:
        raise BadInput(f"outlet {name!r}: no id can be made of it; give one of small letters and digits with --outlet")
    return made


def toml_text(value: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for DEL, which TOML wants escaped too."""
    clean = value.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate has no place in a TOML file
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")


def _article_table(reference: ArticleRef) -> str:
    fields = {
        "outlet": reference.outlet,
        "headline": reference.headline,
        "url": reference.url,
        "published": reference.published,
        "file": reference.file,
    }
    lines = [f"{key} = {toml_text(value)}" for key, value in fields.items() if value]
    return "\n[[articles]]\n" + "\n".join(lines) + "\n"


def _outlet_table(outlet: Outlet) -> str:
    domain = f"domain = {toml_text(outlet.domain)}\n" if outlet.domain else ""
    key = outlet.id if "." not in outlet.id else toml_text(outlet.id)
    return f"\n[{key}]\nname = {toml_text(outlet.name)}\n{domain}"


def _read(path: Path, shown: str) -> tuple[dict[str, Any], str]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return tomllib.loads(text), text
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise StoryError(f"{shown}: not TOML ({error}); repair it first") from error
    except OSError as error:
        raise StoryError(f"{shown}: cannot be read: {error.strerror}") from error


def _parse_with(text: str, tables: str, shown: str) -> dict[str, Any]:
    try:
        return tomllib.loads(_joined(text, tables))
    except tomllib.TOMLDecodeError as error:
        raise StoryError(f"{shown}: cannot take another table ({error}); add it by hand") from error


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _joined(text: str, tables: str) -> str:
    if not text:
        return tables.lstrip("\n")
    return text + ("" if text.endswith("\n") else "\n") + tables
