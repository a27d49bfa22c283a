"""``compare add``: an address, a text or saved pages become articles of a story.

What can be refused is refused before anything is written. Then come ``outlets.toml``, ``fetched.json`` of a page,
``story.toml`` and last the text: wherever that breaks off, nothing lies in the way, the same command goes on from
there, and another page may take the place.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from compare.errors import BadInput, StoryError
from compare.records import ArticleRef, Outlet, Skipped, Story
from compare.sources.corpus import inspect_story, read_outlets
from compare.sources.editing import add_outlets, outlet_id, outlets_for_host, with_article_replaced, with_articles
from compare.sources.extract import NoArticle
from compare.sources.fetch import article_entry
from compare.sources.fetched import (
    differing_fields,
    is_ours,
    read_fetched,
    table_fields,
    write_fetched,
    written_tables,
)
from compare.sources.files import inside, write_file
from compare.sources.formats import UnreadableText, read_text
from compare.sources.page_reader import PageReader
from compare.sources.values import NO_DATE, iso_moment, why_no_address
from compare.sources.warc import SAVED_KINDS, SavedPage, read_saved

__all__ = ["AddReport", "add_source", "is_address"]

_TEXT_KINDS = (".txt", ".md")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_BEGINS_WITH_HOST = re.compile(r"www\.|(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/", re.IGNORECASE)


@dataclass(slots=True)
class AddReport:
    """Outlets whose articles were added, what was left out with the reason, and what was odd about what was added."""

    added: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the user asked for."""

    story: Story
    corpora: Path
    outlets: Mapping[str, Outlet]
    outlet: str
    published: str


def add_source(corpora: Path, story_id: str, source: str, *, outlet: str = "", published: str = "") -> AddReport:
    """Add an article to a story.

    Args:
        corpora: the corpora folder.
        story_id: id of a story in it.
        source: an http(s) address, which ``compare fetch`` will ask for; a ``.txt`` or ``.md`` file; a saved ``.html``
            page; a WARC file; or a folder of saved pages and WARC files.
        outlet: id or name; where it is empty, the domain of the page's address decides.
        published: ISO 8601 date, empty where the page says it or nobody knows.

    Raises:
        BadInput: no such story or file, no date, or no outlet can be told.
    """
    if published and not iso_moment(published):
        raise BadInput(f"--published {published!r}: {NO_DATE}")
    wish = _Wish(_story(corpora / story_id), corpora, read_outlets(corpora), outlet.strip(), iso_moment(published))
    if is_address(source):
        return _add_address(wish, _address(source))
    path = Path(source)
    if not (path.is_file() or path.is_dir()):
        raise BadInput(f"{source}: no such file; {_what_to_give(source)}")
    if path.suffix.lower() in _TEXT_KINDS and path.is_file():
        return _add_text(wish, path)
    if path.is_file() and not path.name.lower().endswith(SAVED_KINDS):
        raise BadInput(f"{source}: kind {path.suffix!r} is not read; use {', '.join((*_TEXT_KINDS, *SAVED_KINDS))}")
    return _add_pages(wish, path)


def _story(folder: Path) -> Story:
    if not (folder / "story.toml").is_file():
        fact = "no story.toml" if folder.is_dir() else "no such story"
        raise BadInput(f"{folder}: {fact}; `compare new {folder.name} --title …` makes it")
    story, problems = inspect_story(folder)
    if story is None:
        raise StoryError(f"{problems[0]}; repair it first")
    return story


def is_address(source: str) -> bool:
    """Whether a page is to be asked for, and not a file read."""
    return _SCHEME.match(source) is not None


def _what_to_give(source: str) -> str:
    """The next step where a source is neither an address nor a file."""
    if _BEGINS_WITH_HOST.match(source):
        return f"for an address write `https://{source}`"
    return f"give a text ({', '.join(_TEXT_KINDS)}), a page ({', '.join(SAVED_KINDS)}) or an http address"


def _address(source: str) -> str:
    """An address that a page can be fetched from, its scheme in small letters.

    Raises:
        BadInput: there is none such.
    """
    scheme, _, rest = source.partition("://")
    if fact := why_no_address(source):
        is_web = scheme.lower() in ("http", "https")
        step = "give it as the browser shows it" if is_web else "save the page and add the file"
        raise BadInput(f"{source[:80]!r}: {fact}; {step}")
    return f"{scheme.lower()}://{rest}"


def _add_address(wish: _Wish, url: str) -> AddReport:
    outlet, host = _outlet_of(wish, url)
    if outlet in {one.outlet for one in wish.story.articles}:
        raise BadInput(f"story {wish.story.id}: has an article of {outlet!r} already; one article an outlet")
    reference = ArticleRef(outlet, f"articles/{outlet}.txt", url=url, published=wish.published)
    story_text = with_articles(wish.story.folder, [reference])
    return AddReport([outlet], notes=_name_article(wish, outlet, host, story_text))


def _add_text(wish: _Wish, path: Path) -> AddReport:
    if not wish.outlet:
        raise BadInput(f"{path.name}: name its outlet with --outlet")
    outlet = outlet_id(wish.outlet, wish.outlets)
    try:
        read_text(path)
    except UnreadableText as error:
        raise BadInput(f"{path.name}: {error}") from error
    wanted = ArticleRef(outlet, f"articles/{outlet}{path.suffix.lower()}", published=wish.published)
    raw = path.read_bytes()
    reference, story_text = _place(wish, wanted, raw)
    notes = _name_article(wish, outlet, "", story_text)
    target = inside(wish.story.folder, reference.file)
    if not (target.is_file() and target.read_bytes() == raw):
        write_file(target, raw)
    return AddReport([outlet], notes=notes)


def _place(wish: _Wish, reference: ArticleRef, raw: bytes | None = None) -> tuple[ArticleRef, str]:
    """Where an article goes: to the place that ``story.toml`` names for its outlet if nothing is there, else a new one.

    With it comes the ``story.toml`` that names it, empty where it is named. What the program wrote there of a page
    whose text is gone gives way to what this page says. A text that lies in the new place already and is ``raw`` to the
    byte is no obstacle: a person put it into the folder beforehand, or copied it there.

    Raises:
        BadInput: the outlet has a text in this story, a file is in the way, its date is another, or ``story.toml``
            cannot take it.
    """
    named = {one.outlet: one for one in wish.story.articles}.get(reference.outlet)
    target = named or reference
    entry = read_fetched(wish.story.folder).get(reference.outlet)
    path = inside(wish.story.folder, target.file)
    there = path.is_file() and not (named is None and path.read_bytes() == raw)
    if there and (named is None or (entry or {}).get("text_sha256") or not is_ours(path, entry)):
        raise BadInput(
            f"story {wish.story.id}: has a text of {reference.outlet!r} already, {target.file}; one article an outlet"
        )
    if named and path.suffix != Path(reference.file).suffix:
        raise BadInput(
            f"story {wish.story.id}: names {target.file} for {reference.outlet!r}; give a {path.suffix} file"
        )
    ours = named in written_tables(reference, entry)
    if named and raw is None and ours and (changed := with_article_replaced(wish.story.folder, named, reference)):
        return reference, changed if named != reference else ""
    if named and wish.published not in ("", named.published):
        date = f'published = "{wish.published}"'
        raise BadInput(f"story {wish.story.id}: names {reference.outlet!r} already; write {date} in its story.toml")
    return target, "" if named else with_articles(wish.story.folder, [target])


def _add_pages(wish: _Wish, path: Path) -> AddReport:
    report = AddReport()
    with PageReader() as reader:
        for page in read_saved(path):
            if isinstance(page, Skipped):
                report.skipped.append(page)
                continue
            try:
                _add_page(_renewed(wish), page, reader, report)
            except (BadInput, NoArticle) as error:
                report.skipped.append(Skipped(wish.story.id, "page", page.url or page.source, str(error)))
    if not report.added:
        reasons = "; ".join(f"{one.id}: {one.reason}" for one in report.skipped[:3])
        more = f" (and {len(report.skipped) - 3} more)" if len(report.skipped) > 3 else ""
        raise BadInput(f"{path.name}: no article was added: {reasons or 'it holds no pages'}{more}")
    return report


def _renewed(wish: _Wish) -> _Wish:
    """The wish with the story as it is now, after the page before this one."""
    story, _ = inspect_story(wish.story.folder)
    return _Wish(story or wish.story, wish.corpora, wish.outlets, wish.outlet, wish.published)


def _add_page(wish: _Wish, page: SavedPage, reader: PageReader, report: AddReport) -> None:
    article = reader.read(page.content, page.charset, page.url)
    facts = article.facts
    # A crawler may name a page `urn:…`; whitespace goes when the story is loaded.
    said = (page.url, facts.canonical_url)
    url = next((one for one in said if not why_no_address("".join(one.split()))), "")
    outlet, host = _outlet_of(wish, url)
    published = wish.published or facts.published
    wanted = ArticleRef(outlet, f"articles/{outlet}.txt", facts.headline, url, published)
    reference, story_text = _place(wish, wanted)
    entry = article_entry(article, fetched=page.saved, file=reference.file)
    entry |= {"saved_page": page.source, "requested_url": url}
    if story_text or reference == wanted:
        entry["story_toml"] = table_fields(reference)
    folder, entries = wish.story.folder, read_fetched(wish.story.folder)
    report.notes += _know_outlet(wish, outlet, host) + _odd_table(wish, reference, wanted)
    write_fetched(folder, {**entries, outlet: entry | _replaced_table(wish, outlet, story_text)})
    if story_text:
        write_file(folder / "story.toml", story_text)
    write_file(inside(folder, reference.file), article.text)
    write_fetched(folder, {**entries, outlet: entry})
    report.added.append(outlet)


def _replaced_table(wish: _Wish, outlet: str, story_text: str) -> dict[str, dict[str, str]]:
    """What the entry keeps of the outlet's table in ``story.toml`` until ``story_text`` has replaced it."""
    replaced = [table_fields(one) for one in wish.story.articles if one.outlet == outlet and story_text]
    return {"before_story_toml": replaced[0]} if replaced else {}


def _odd_table(wish: _Wish, named: ArticleRef, page: ArticleRef) -> list[Skipped]:
    """A note where ``story.toml`` says something else of an article than its page: it is the one that counts."""
    said = {key: getattr(named, key) for key in differing_fields(named, page) if getattr(page, key)}
    # A day is no other date than a moment of it.
    other = [key for key, value in said.items() if value and not (key == "published" and page.published[:10] == value)]
    if not other:
        return []
    fact = f"{wish.story.id}/story.toml says another {' and '.join(other)} than its page"
    return [Skipped(wish.story.id, "note", named.outlet, f"{fact}; it stays, correct it there by hand")]


def _outlet_of(wish: _Wish, url: str) -> tuple[str, str]:
    """The outlet of a page and the host of its address.

    Raises:
        BadInput: none was given and no outlet of ``outlets.toml``, or more than one, has the address's domain.
    """
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError as error:
        raise BadInput(f"{url[:80]!r}: not an address") from error
    if wish.outlet:
        return outlet_id(wish.outlet, wish.outlets), host
    found = outlets_for_host(host, wish.outlets)
    if len(found) != 1:
        where = f"no outlet of outlets.toml has the domain {host!r}" if host else "it does not say its address"
        if found:
            where = f"{' and '.join(found)} of outlets.toml have the domain {host!r}"
        raise BadInput(f"{where}; name the outlet with --outlet")
    return found[0], host


def _name_article(wish: _Wish, outlet: str, host: str, story_text: str) -> list[Skipped]:
    """Write the outlet, and then ``story_text`` unless it is empty: a story may only name outlets that are known."""
    notes = _know_outlet(wish, outlet, host)
    if story_text:
        write_file(wish.story.folder / "story.toml", story_text)
    return notes


def _know_outlet(wish: _Wish, outlet: str, host: str) -> list[Skipped]:
    """Add the outlet to ``outlets.toml`` where it is not in it; what to say of it.

    The domain is not added where another outlet has it: the next page from there would be of two outlets.
    """
    if known := wish.outlets.get(outlet):
        if wish.outlet.casefold() in ("", outlet, known.name.casefold()):
            return []
        return [Skipped(wish.story.id, "note", outlet, f"outlet {wish.outlet[:60]!r} is taken for {known.name!r}")]
    others = outlets_for_host(host, wish.outlets)
    add_outlets(wish.corpora, [Outlet(outlet, wish.outlet or outlet, domain="" if others else host)])
    if not others:
        return []
    reason = f"is in outlets.toml without a domain: {host} is that of {' and '.join(others)}"
    return [Skipped(wish.story.id, "note", outlet, reason)]
