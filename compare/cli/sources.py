"""The commands that bring articles in: ``new``, ``add``, ``fetch`` and ``import``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compare.cli.printing import say
from compare.errors import BadInput, JobFailed

if TYPE_CHECKING:
    from compare.records import Skipped
    from compare.sources.client import FetchSettings
    from compare.sources.fetch import FetchResult
    from compare.sources.importing import ImportReport

__all__ = ["register"]

_SHOWN = 40  # reasons on the terminal; a file holds all

Corpora = Annotated[
    Path | None, typer.Option("--corpora", help="Corpora folder (default: corpora/, else COMPARE_CORPORA).")
]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("new")(new)
    app.command("add")(add)
    app.command("fetch")(fetch)
    app.command("import")(import_)


def new(
    story: Annotated[str, typer.Argument(help="Id of the story: small letters, digits, '.', '_', '-'.")],
    title: Annotated[str, typer.Option("--title", help="What the story is about, in one line.")],
    corpora: Corpora = None,
) -> None:
    """Make a story without articles.

    Example: compare new harbour-fire --title "Fire in the harbour"
    """
    from compare.sources.editing import how_to_add, new_story

    path = new_story(_corpora_to_write(corpora), story, title)
    typer.echo(f"{path}: made; {how_to_add(story)}")


def add(
    story: Annotated[str, typer.Argument(help="Id of the story.")],
    source: Annotated[
        str, typer.Argument(help="Address, .txt or .md text, saved .html page, .warc(.gz) file, or a folder of pages.")
    ],
    outlet: Annotated[str, typer.Option("--outlet", help="Outlet's id or name; else told by the page's domain.")] = "",
    published: Annotated[str, typer.Option("--published", help="Date, as 2026-01-31 or 2026-01-31T09:30:00Z.")] = "",
    corpora: Corpora = None,
) -> None:
    """Add an article to a story, from the web or from files.

    Example: compare add harbour-fire https://www.example.org/news/fire --outlet example
    """
    from compare.sources.adding import add_source, is_address
    from compare.sources.corpus import find_corpora

    report = add_source(find_corpora(corpora), _story_id(story), source, outlet=outlet, published=published)
    _list_skipped(report.skipped)
    _list_skipped(report.notes)
    next_step = f"; `compare fetch {story}` asks for the page" if is_address(source) else ""
    say(f"{story}: added {', '.join(report.added)}{next_step}")


def fetch(
    story: Annotated[str | None, typer.Argument(help="Id of the story.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Fetch every story of the corpora folder.")] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask for every page anew, not only for what changed.")
    ] = False,
    archive: Annotated[
        str,
        typer.Option("--archive", help="Web-archive prefix for pages that are gone (https://web.archive.org/web/2/)."),
    ] = "",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Ask also hosts with private addresses that a story names.")
    ] = False,
    delay: Annotated[float, typer.Option("--delay", min=0.0, help="Seconds between two requests to one host.")] = 1.0,
    page_seconds: Annotated[
        float, typer.Option("--page-seconds", min=1.0, help="Seconds that one page may take.")
    ] = 60.0,
    user_agent: Annotated[str, typer.Option("--user-agent", help="How to name yourself to the sites.")] = "",
    corpora: Corpora = None,
) -> None:
    """Fetch the articles of a story that have an address; run again, it asks only for what changed.

    Example: compare fetch harbour-fire
    """
    from compare.cli.cache import check_cache
    from compare.sources.client import USER_AGENT, FetchSettings

    folders = _chosen_stories(story, all_, corpora)
    if archive and not archive.startswith(("http://", "https://")):
        raise BadInput(f"--archive {archive!r}: not an http or https address")
    settings = FetchSettings(
        user_agent=user_agent or USER_AGENT,
        delay=delay,
        page_seconds=page_seconds,
        allow_private=allow_private,
        archive=archive,
    )
    check_cache()
    _report_fetch(_fetch_with_progress(folders, settings, refresh=refresh))


def _chosen_stories(story: str | None, all_: bool, corpora: Path | None) -> list[Path]:
    from compare.sources.corpus import find_corpora, list_stories, story_folder

    folder = find_corpora(corpora)
    if bool(story) == all_:
        raise BadInput("fetch: name one story, or give --all")
    return [story_folder(story, folder)] if story else [folder / one for one in list_stories(folder)]


def import_(
    table: Annotated[
        Path, typer.Argument(help="CSV, TSV or JSONL (also .gz), Parquet, or SQLite in NELA-GT's layout.")
    ],
    maps: Annotated[
        list[str] | None, typer.Option("--map", help="FIELD=COLUMN, where the name does not tell (text=content).")
    ] = None,
    story: Annotated[
        str, typer.Option("--story", help="Story that all rows belong to, for tables without such a column.")
    ] = "",
    corpora: Corpora = None,
) -> None:
    """Import a table of articles into the corpora folder; rows that cannot be used are listed with the reason.

    Example: compare import articles.csv --map text=content --map outlet=source
    """
    from compare.output.naming import counted

    folder = _corpora_to_write(corpora)
    report = _import_with_progress(table, folder, _read_maps(maps or []), story)
    _list_skipped(report.skipped)
    _list_skipped(report.notes)
    path = folder / f"{table.name}.skipped.csv"
    if report.skipped or report.notes:
        _write_skipped(path, [*report.skipped, *report.notes])
        rows, notes = len(report.skipped), len(report.notes)
        held = [f"{counted(rows, 'row')} left out"] * bool(rows) + [counted(notes, "note")] * bool(notes)
        typer.echo(f"{path}: {' and '.join(held)}", err=True)
    else:
        path.unlink(missing_ok=True)  # of an import before
    typer.echo(
        f"{folder}: {counted(report.articles, 'article')} in {counted(report.stories, 'story', 'stories')} "
        f"({report.written:,} written, {report.unchanged:,} unchanged), {counted(len(report.outlets), 'new outlet')}, "
        f"{counted(len(report.skipped), 'row')} left out"
    )
    if not report.articles:
        raise JobFailed(f"{table}: no row became an article; the reasons are above")


def _corpora_to_write(given: Path | None) -> Path:
    """The corpora folder, or where it will be: ``new`` and ``import`` may make it.

    Raises:
        BadInput: it is a file, or lies in one.
    """
    from compare.sources.corpus import find_corpora

    try:
        folder = find_corpora(given)
    except BadInput:
        folder = given or Path("corpora")
    for place in (folder, *folder.parents):
        if place.is_file():
            raise BadInput(f"{place}: is a file; name a folder with --corpora")
    return folder


def _story_id(story: str) -> str:
    from compare.sources.corpus import ID_PATTERN, NOT_AN_ID

    if not ID_PATTERN.fullmatch(story):
        raise BadInput(f"story {story!r}: {NOT_AN_ID}")
    return story


def _read_maps(maps: Sequence[str]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for one in maps:
        field, sign, column = one.partition("=")
        if not (field and sign and column):
            raise BadInput(f"--map {one!r}: write it as FIELD=COLUMN, such as text=content")
        if field in chosen:
            raise BadInput(f"--map {one}: {field} is {chosen[field]} already; give a field one column")
        chosen[field] = column
    return chosen


def _fetch_with_progress(folders: Sequence[Path], settings: "FetchSettings", *, refresh: bool) -> "list[FetchResult]":
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from compare.sources.fetch import fetch_stories
    from compare.sources.page_cache import PageCache, cache_folder

    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("fetching", total=None)

        def announce(result: "FetchResult") -> None:
            progress.update(task, advance=1, description=f"fetching ({result.story_id} {result.outlet})")

        return fetch_stories(
            folders,
            settings,
            PageCache(cache_folder()),
            refresh=refresh,
            announce=announce,
            expect=lambda total: progress.update(task, total=total),
        )


def _report_fetch(results: "Sequence[FetchResult]") -> None:
    """Print one line an article that is not simply there.

    Raises:
        JobFailed: a page gave no text.
    """
    from compare.output.naming import counted

    for one in results:
        if one.reason:
            say(f"{one.story_id} {one.outlet}: {one.state}: {one.reason}", err=one.state == "failed")
        elif one.state != "unchanged":
            say(f"{one.story_id} {one.outlet}: {one.state}: {counted(one.words, 'word')}")
    counts = {
        state: sum(one.state == state for one in results) for state in ("new", "changed", "unchanged", "kept", "failed")
    }
    typer.echo(", ".join(f"{count} {state}" for state, count in counts.items()))
    if counts["failed"]:
        old = sum(one.stays for one in results)
        kinds = ((counts["failed"] - old, "no text"), (old, "the text of another address, which is not compared"))
        total = counted(len(results), "article")
        facts = [f"{count} of {total} {'has' if count == 1 else 'have'} {what}" for count, what in kinds if count]
        raise JobFailed(f"fetch: {', '.join(facts)}; the reasons are above")


def _import_with_progress(table: Path, folder: Path, maps: dict[str, str], story: str) -> "ImportReport":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from compare.sources.importing import import_table
    from compare.sources.tables import open_table

    opened = open_table(table, maps)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]:,} rows"),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    try:
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task(f"importing {table.name}", total=opened.size or None, rows=0)
            rows = 0

            def advance() -> None:
                nonlocal rows
                rows += 1
                if rows % 50 == 0:
                    progress.update(task, completed=opened.done, rows=rows)

            return import_table(opened, folder, columns=maps, story=story, advance=advance)
    finally:
        opened.close()


def _list_skipped(skipped: "Sequence[Skipped]") -> None:
    for one in skipped[:_SHOWN]:
        where = " ".join(part for part in (one.kind, one.id) if part)
        say(f"{where}: {one.reason}{f' ({one.detail})' if one.detail else ''}", err=True)
    if len(skipped) > _SHOWN:
        typer.echo(f"… and {len(skipped) - _SHOWN:,} more", err=True)


def _write_skipped(path: Path, skipped: "Sequence[Skipped]") -> None:
    from compare.output.table_formats import csv_text, neutralise
    from compare.sources.files import write_file

    header = ("story_id", "kind", "id", "reason", "detail")
    rows = ((one.story_id, one.kind, one.id, one.reason, one.detail) for one in skipped)
    # The table's words are untrusted: a leading sign would make a spreadsheet run the cell.
    write_file(path, csv_text(header, ([neutralise(cell) for cell in row] for row in rows)))
