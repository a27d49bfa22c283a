"""``compare run`` and ``compare show``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compare.cli.printing import say
from compare.settings import DEFAULT_MODEL, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from compare.records import Article, Comparison, Story

__all__ = ["CORPORA", "LENIENT", "MODEL", "RESULTS", "STRICT", "chosen_articles", "register", "run_story", "strictness"]

CORPORA = typer.Option("--corpora", metavar="DIR", help="Folder of stories [default: corpora/, then COMPARE_CORPORA].")
RESULTS = typer.Option("--results", metavar="DIR", help="Folder that results are written to.")
MODEL = typer.Option(
    "--model",
    metavar="NAME",
    help="compare-small, all-MiniLM-L6-v2 as published, or a sentence-transformers folder or name.",
)
STRICT = typer.Option("--strict", help="Call a claim absent only on stronger grounds; more is unclear.")
LENIENT = typer.Option("--lenient", help="Call a claim absent on weaker grounds; less is unclear.")
_AGAINST = ("other_outlet", "outlet", "confidence", "text", "other_text", "detail")
_VIEWS = {
    "claims": ("claims", ("claim_id", "claim", "stated_by", "partly_by", "absent_from", "unclear_for", "confidence")),
    "coverage": ("coverage", ("sentence_id", "other_outlet", "label", "p_stated", "p_present", "sentence", "evidence")),
    "differences": ("differences", ("kind", *_AGAINST)),
    "exclusive": ("differences", ("outlet", "confidence", "text", "other_text", "detail")),
    "omitted": ("differences", _AGAINST),
    "partial": ("differences", _AGAINST),
    "figure_omitted": ("differences", _AGAINST),
    "origins": ("articles", ("outlet", "origin", "complete", "complete_reason", "published", "words")),
    "figures": (
        "figure_differences",
        ("relation", "measures", "outlet_a", "surface_a", "outlet_b", "surface_b", "spread", "confidence", "reason"),
    ),
    "skipped": ("skipped", ("kind", "id", "reason", "detail")),
}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("run")(run)
    app.command("show")(show)


def run(
    story: Annotated[str, typer.Argument(help="Id of a story, as `compare list` shows it.")],
    corpora: Annotated[Path | None, CORPORA] = None,
    results: Annotated[Path, RESULTS] = Path("results"),
    outlet: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only these outlets, by id or name; repeat.")
    ] = None,
    model: Annotated[str, MODEL] = DEFAULT_MODEL,
    format: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="csv or jsonl; repeat. [default: csv]")
    ] = None,
    cache: Annotated[bool, typer.Option(help="Keep and use encodings, parses and matched pairs.")] = True,
    strict: Annotated[bool, STRICT] = False,
    lenient: Annotated[bool, LENIENT] = False,
    open_: Annotated[bool, typer.Option("--open", help="Open the report in the browser.")] = False,
) -> None:
    """Compare a story's articles, write the tables and the report, and show a summary.

    Example: compare run maduro-call
    """
    from compare.output.terminal import print_summary
    from compare.sources.corpus import check_id

    console = _console()
    settings = Settings(model, strictness(strict=strict, lenient=lenient))
    plots = results / check_id(story) / "plots"
    before = sorted(plots.glob("*"))
    comparison, files = run_story(story, corpora, results, outlet or (), settings, format or ("csv",), cache=cache)
    folder = results / comparison.story.id
    print_summary(comparison, folder, files, console)
    if len(before) > len(sorted(plots.glob("*"))):
        say(f"{plots}: removed, they showed other results; `compare plot {story}` draws new ones", err=True)
    if open_:
        from compare.cli.report import show_report

        show_report(folder / "report.html")


def strictness(*, strict: bool, lenient: bool) -> str:
    """The setting of two flags."""
    from compare.errors import BadInput

    if strict and lenient:
        raise BadInput("--strict --lenient: they exclude each other; give one of them, or none for the standard")
    return "strict" if strict else "lenient" if lenient else "standard"


def run_story(
    name: str,
    corpora: Path | None,
    results: Path,
    outlets: "list[str] | tuple[str, ...]",
    settings: Settings,
    formats: "list[str] | tuple[str, ...]",
    *,
    cache: bool,
) -> "tuple[Comparison, list[Path]]":
    """Load, compare and write one story; the records and the files written."""
    from compare.cli.cache import open_store
    from compare.errors import UnknownName
    from compare.output.results import write_results
    from compare.output.table_formats import FORMATS
    from compare.pipeline import compare_story

    for chosen in formats:
        if chosen not in FORMATS:
            raise UnknownName("format", chosen, FORMATS)
    story, articles = chosen_articles(name, corpora, outlets)
    store = open_store(use=cache)
    with _progress() as advance:
        comparison = compare_story(story, articles, settings=settings, store=store, advance=advance)
    return comparison, write_results(comparison, results, formats)


def chosen_articles(name: str, corpora: Path | None, outlets: "Sequence[str]") -> "tuple[Story, tuple[Article, ...]]":
    """A story and the articles that the user wants compared.

    Raises:
        BadInput: there is no such story or outlet, its files are wrong, or one outlet alone is named.
    """
    from compare.errors import BadInput
    from compare.sources.corpus import load_articles, load_story

    story = load_story(name, corpora)
    articles = load_articles(story, outlets)
    if outlets and len(articles) < 2:
        raise BadInput(f"--outlet {articles[0].outlet}: a comparison needs two; give a second --outlet, or none")
    return story, articles


def show(
    story: Annotated[str, typer.Argument(help="Id of a story that was run.")],
    view: Annotated[str, typer.Argument(help=f"One of {', '.join(_VIEWS)}.")] = "claims",
    results: Annotated[Path, RESULTS] = Path("results"),
) -> None:
    """Show a table of the last results; computes nothing.

    Example: compare show maduro-call exclusive
    """
    from compare.errors import UnknownName
    from compare.output.results import read_results
    from compare.output.terminal import print_rows
    from compare.sources.corpus import check_id

    if view not in _VIEWS:
        raise UnknownName("view", view, _VIEWS)
    check_id(story)
    table, columns = _VIEWS[view]
    rows = read_results(story, results).rows(table)
    if table == "differences" and view != table:
        rows = [row for row in rows if row["kind"] == view]
    print_rows(rows, columns, _console())


def _console() -> "Console":
    from rich.console import Console

    return Console()


@contextmanager
def _progress() -> "Iterator[Callable[[str, int, int], None]]":
    """A bar on the error stream for the long stages; nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    names = {"parse": "Parsing sentences", "encode": "Encoding sentences"}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(names[stage], total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield advance
