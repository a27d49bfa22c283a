"""Stories on disk: ``<corpora>/<story-id>/story.toml`` and the article files it names.

The layout is described in ``docs/corpora.md``. Loading never writes. Every check lives here once:
``inspect_story`` collects all problems for ``compare check``; ``load_story`` raises the first.
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from compare.errors import BadInput, StoryError, UnknownName, check_given, given_names
from compare.records import Article, ArticleRef, Outlet, Skipped, Story
from compare.sources.completeness import judge
from compare.sources.fetched import completed, gave_no_text, left_out, read_fetched
from compare.sources.formats import MissingText, UnreadableText, read_text
from compare.sources.outlets import inspect_outlets, read_outlets
from compare.sources.toml_files import ID_PATTERN, LONGEST_FIELD, Problem, first_of, is_text, read_toml
from compare.sources.values import NO_DATE, iso_moment, plain_line, why_no_address
from compare.text.language import why_not_english

__all__ = [
    "ID_PATTERN",
    "IS_RESERVED",
    "NOT_AN_ID",
    "RESERVED",
    "Problem",
    "check_id",
    "find_corpora",
    "inspect_story",
    "list_stories",
    "load_articles",
    "load_story",
    "read_outlets",
    "story_folder",
    "story_folders",
]

NOT_AN_ID = "not a story id (small letters, digits, '.', '_', '-')"
_STORY_KEYS = {"title", "articles"}
_ARTICLE_KEYS = {"outlet", "headline", "url", "published", "file"}
_LANGUAGE = "language"  # the field of the problem that leaves an article out and stops nothing else
# What lies beside the folders of the stories: of their articles, and of the results of `compare batch` and `summary`.
RESERVED = frozenset({"outlets.toml", "combined", "parquet", "summary", "index.csv"})
IS_RESERVED = "the name of a file or folder that lies beside the stories; name the story otherwise"


def find_corpora(given: str | Path | None = None) -> Path:
    """The corpora folder: the one given, else ``corpora/`` here, else ``COMPARE_CORPORA``.

    Raises:
        BadInput: no such folder.
    """
    named = os.environ.get("COMPARE_CORPORA")
    tried = [Path(given)] if given else [Path("corpora")] + ([Path(named)] if named else [])
    for folder in tried:
        if folder.is_dir():
            return folder
    shown = " or ".join(str(folder) for folder in tried)
    raise BadInput(f"{shown}: no such folder; name one with --corpora or COMPARE_CORPORA")


def list_stories(corpora: Path) -> list[str]:
    """Ids of the stories of a corpora folder, sorted; a folder that may not be looked into counts as one.

    Raises:
        BadInput: the corpora folder cannot be read.
    """
    return [name for name in story_folders(corpora) if ID_PATTERN.fullmatch(name)]


def story_folders(corpora: Path) -> list[str]:
    """As ``list_stories``, with the folders whose names are no ids."""
    try:
        with os.scandir(corpora) as entries:
            return sorted(entry.name for entry in entries if _is_folder(entry) and _holds_story(Path(entry)))
    except OSError as error:
        raise BadInput(f"{corpora}: cannot be read: {error.strerror}; name another folder with --corpora") from error


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder or a link to one; where that may not be seen it is, and a link to itself is none."""
    try:
        return entry.is_dir()
    except OSError as error:
        return isinstance(error, PermissionError)


def _holds_story(folder: Path) -> bool:
    """Whether there is a ``story.toml``. Where that may not be seen it is taken for one: reading it says why."""
    try:
        return stat.S_ISREG((folder / "story.toml").stat().st_mode)
    except OSError as error:
        return isinstance(error, PermissionError)


def load_story(story: str | Path, corpora: str | Path | None = None) -> Story:
    """Load a story by its id in ``corpora``, or by the path of its folder.

    Raises:
        WrongObject: no id and no path.
        UnknownName: no such story.
        StoryError: its files are wrong; the message is the first problem and how many more there are. An article
            whose page gave no text, or was not fetched from its new address, or that is not English, is no error:
            it is listed in ``left_out``.
    """
    check_given("load_story", story, (str, Path), "the id of a story, or the Path of its folder")
    check_given("load_story", corpora, (str, os.PathLike, type(None)), "the corpora folder by its name or Path")
    folder = story_folder(story, corpora)
    loaded, problems = inspect_story(folder)
    if loaded is None:
        raise StoryError(first_of(problems, str(story)))
    articles = loaded.articles
    foreign = {problem.path: problem.fact.partition(": ")[2] for problem in problems if problem.field == _LANGUAGE}
    without = left_out(folder, articles) | {
        ref.outlet: Skipped(folder.name, "article", ref.outlet, "not English", foreign[path])
        for ref in articles
        if (path := f"{folder.name}/{ref.file}") in foreign
    }
    missing = {f"{folder.name}/{ref.file}" for ref in articles if ref.outlet in without}
    serious = [problem for problem in problems if problem.field != "outlets.toml" and problem.path not in missing]
    if serious:
        raise StoryError(first_of(serious, loaded.id))
    kept = tuple(ref for ref in articles if ref.outlet not in without)
    reasons = tuple(without[ref.outlet] for ref in articles if ref.outlet in without)
    return replace(loaded, articles=kept, left_out=reasons)


def load_articles(story: Story, outlets: Sequence[str] = ()) -> tuple[Article, ...]:
    """Read the story's articles, those of ``outlets`` only where any are named, in the order of ``story.toml``.

    An outlet is named by its id, or by its name in ``outlets.toml``.

    Raises:
        WrongObject: no story, or no list of outlets.
        UnknownName: an outlet that the story does not have.
        BadInput: an outlet whose article is left out, or a name that two have.
        StoryError: an article that cannot be read.
    """
    check_given("load_articles", story, Story, "what load_story returns")
    outlets = given_names("load_articles", outlets, 'outlets as a list, such as ["bbc", "cnn"]')
    wanted = {_outlet_named(name, story) for name in outlets}
    pages = read_fetched(story.folder)
    chosen = [completed(ref, pages.get(ref.outlet)) for ref in story.articles if not wanted or ref.outlet in wanted]
    articles = tuple(_read_article(story.folder, ref) for ref in chosen)
    return tuple(_judged(article, articles, pages.get(article.outlet)) for article in articles)


def _outlet_named(name: str, story: Story) -> str:
    """The id of the outlet that is named by its id or name, capitals or not, where its article is one to compare."""
    known = [ref.outlet for ref in story.articles]
    without = {row.id: row.reason for row in story.left_out}
    ids = [*known, *without]
    named = name.strip().casefold()
    found = [one for one in ids if named in (one, story.outlet_name(one).casefold())]
    chosen = name if name in ids else found[0] if found else ""
    if not chosen:
        raise UnknownName(f"outlet of story {story.id}", name, known)
    if chosen != name and len(found) > 1:
        raise BadInput(f"--outlet {name}: {' and '.join(found)} of story {story.id} have this name; give the id")
    if chosen in without:
        raise BadInput(f"--outlet {name}: its article of story {story.id} is left out: {without[chosen]}")
    return chosen


def inspect_story(folder: Path) -> tuple[Story | None, list[Problem]]:
    """Read ``story.toml`` and everything it names; the story where it can be told, and every problem."""
    path = folder / "story.toml"
    shown = f"{folder.name}/story.toml"
    try:
        table = read_toml(path)
    except StoryError as error:
        return None, [Problem(shown, "syntax", str(error))]
    problems: list[Problem] = [Problem(shown, key, "unknown key") for key in sorted(set(table) - _STORY_KEYS)]
    if folder.name in RESERVED:
        problems.append(Problem(shown, "id", f"{folder.name!r} is {IS_RESERVED}"))
    title = table.get("title")
    if not is_text(title):
        problems.append(Problem(shown, "title", "missing or not a text"))
    outlets, outlet_problems = inspect_outlets(folder.parent)
    pages, page_problems = _inspect_fetched(folder)
    problems += outlet_problems + page_problems
    references = []
    for number, entry in enumerate(_tables(table.get("articles")), 1):
        reference, faults = _inspect_reference(shown, number, entry)
        problems += faults
        if reference:
            references.append(reference)
            problems += _inspect_article(folder, number, reference, outlets, pages.get(reference.outlet))
    if not references:
        fact = f"none; `compare add {folder.name} FILE --outlet NAME` adds one (or an [[articles]] table by hand)"
        problems.append(Problem(shown, "articles", fact))
    problems += [
        Problem(shown, f"articles[{number}].outlet", f"{reference.outlet!r} appears twice; one article an outlet")
        for number, reference in enumerate(references, 1)
        if reference.outlet in {earlier.outlet for earlier in references[: number - 1]}
    ]
    problems += _shared_files(folder, references)
    story = Story(folder.name, " ".join(str(title).split()), folder, tuple(references), outlets)
    return story, problems


def check_id(story: str) -> str:
    """The story id as given.

    Raises:
        BadInput: it is no id, and could lead out of its folder.
    """
    if not ID_PATTERN.fullmatch(story):
        raise BadInput(f"story {story!r}: {NOT_AN_ID}; `compare list` shows them")
    return story


def story_folder(story: str | Path, corpora: str | Path | None) -> Path:
    """The folder of a story given by id or path."""
    if isinstance(story, Path):
        folder = Path(story).resolve()
        if not _holds_story(folder):
            raise BadInput(f"{story}: no story.toml in this folder")
        return folder
    root = find_corpora(corpora)
    folder = root / check_id(story)
    if _holds_story(folder):
        return folder
    if folder.is_dir():
        raise BadInput(f"{folder}: no story.toml; `compare new {story} --title …` makes it")
    raise UnknownName(f"story in {root}", story, list_stories(root))


def _tables(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (entry if isinstance(entry, dict) else {} for entry in value)


def _inspect_reference(path: str, number: int, entry: Mapping[str, Any]) -> tuple[ArticleRef | None, list[Problem]]:
    where = f"articles[{number}]"
    problems = [Problem(path, f"{where}.{key}", "unknown key") for key in sorted(set(entry) - _ARTICLE_KEYS)]
    outlet, file = entry.get("outlet"), entry.get("file")
    if not isinstance(outlet, str) or not ID_PATTERN.fullmatch(outlet):
        fact = f"{outlet!r} is not an outlet id (small letters, digits, '.', '_', '-')" if outlet else "missing"
        problems.append(Problem(path, f"{where}.outlet", fact))
    if not is_text(file):
        problems.append(Problem(path, f"{where}.file", "missing"))
    elif "\0" in str(file):
        problems.append(Problem(path, f"{where}.file", f"{file!r} holds a character that no file name has"))
    for key in ("headline", "url"):
        if key in entry and not is_text(entry[key], empty=True):
            problems.append(Problem(path, f"{where}.{key}", f"not a text of at most {LONGEST_FIELD:,} characters"))
    url = "".join(str(entry.get("url", "")).split())
    if url and (fact := why_no_address(url)):
        step = "write it as the browser shows it, with https://, or leave it out"
        problems.append(Problem(path, f"{where}.url", f"{url[:80]!r}: {fact}; {step}"))
    published, fault = _read_date(entry.get("published", ""))
    if fault:
        problems.append(Problem(path, f"{where}.published", fault))
    if problems:
        return None, problems
    headline = plain_line(entry.get("headline", ""))
    return ArticleRef(str(outlet), str(file), headline, url, published), []


def _shared_files(folder: Path, references: Sequence[ArticleRef]) -> Iterator[Problem]:
    """A problem for each article whose file is that of another outlet before it, also by another spelling or a link."""
    owners: dict[Path, str] = {}
    for number, reference in enumerate(references, 1):
        owner = owners.setdefault((folder / reference.file).resolve(), reference.outlet)
        if owner != reference.outlet:
            fact = f"{reference.file!r} is the file of {owner!r} already; give each outlet its own"
            yield Problem(f"{folder.name}/story.toml", f"articles[{number}].file", fact)


def _read_date(value: object) -> tuple[str, str]:
    """ISO text of a TOML date, date-time or string, and what is wrong with it."""
    found = iso_moment(str(value))
    return found, "" if found or value == "" else f"{str(value)!r} is {NO_DATE}"


def _inspect_fetched(folder: Path) -> tuple[dict[str, Mapping[str, Any]], list[Problem]]:
    try:
        return read_fetched(folder), []
    except StoryError as error:
        path, _, fact = str(error).partition(": ")
        return {}, [Problem(path, "record", fact)]


def _inspect_article(
    folder: Path, number: int, reference: ArticleRef, outlets: Mapping[str, Outlet], page: Mapping[str, Any] | None
) -> list[Problem]:
    problems = []
    if outlets and reference.outlet not in outlets:
        fact = f"outlet {reference.outlet!r} is not in it; it has {', '.join(sorted(outlets))}"
        problems.append(Problem(f"{folder.name}/story.toml", "outlets.toml", fact))
    try:
        article = _read_article(folder, reference)
    except StoryError as error:
        path, _, fact = str(error).partition(": text: ")
        if isinstance(error.__cause__, MissingText):
            if gave_no_text(page):
                return problems  # left out, with that reason: see ``left_out``
            fact = _why_missing(folder, number, reference, page)
        return [*problems, Problem(path, "text", fact)]
    if foreign := why_not_english(article.text):
        problems.append(Problem(f"{folder.name}/{reference.file}", _LANGUAGE, f"not English: {foreign}"))
    return problems


def _why_missing(folder: Path, number: int, reference: ArticleRef, page: Mapping[str, Any] | None) -> str:
    """What to do about a text that is not there."""
    if not reference.url or not reference.file.endswith(".txt"):
        return f"no such file; put the text there, or correct `file` of articles[{number}] in story.toml"
    fact = "no such file" if page else "not fetched yet"
    return f"{fact}; run `compare fetch {folder.name}`, or put the text there"


def _read_article(folder: Path, reference: ArticleRef) -> Article:
    shown = f"{folder.name}/{reference.file}"
    path = (folder / reference.file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise StoryError(f"{folder.name}/story.toml: text: file {reference.file!r} lies outside the story's folder")
    try:
        text = read_text(path)
    except UnreadableText as error:
        raise StoryError(f"{shown}: text: {error}") from error
    article = Article(
        outlet=reference.outlet,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        headline=reference.headline,
        url=reference.url,
        published=reference.published,
    )
    return replace(article, origin=reference.outlet)


def _judged(article: Article, articles: Sequence[Article], page: Mapping[str, Any] | None) -> Article:
    """The article with what can be told of its completeness."""
    siblings = [other for other in articles if other.outlet != article.outlet]
    verdict, reason = judge(article, siblings, page)
    return replace(article, complete=verdict, complete_reason=reason)
