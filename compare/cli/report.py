"""``compare open`` and ``compare plot``: the pictures of a comparison."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compare.cli.run import CORPORA, LENIENT, MODEL, RESULTS, STRICT, chosen_articles, strictness
from compare.settings import DEFAULT_MODEL, Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.records import Comparison

__all__ = ["register", "show_report"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("open")(open_report)
    app.command("plot")(plot)


def open_report(
    story: Annotated[str, typer.Argument(help="Id of a story that was run.")],
    results: Annotated[Path, RESULTS] = Path("results"),
) -> None:
    """Open the report of the last results in the browser; computes nothing.

    Example: compare open maduro-call
    """
    from compare.errors import ResultsError
    from compare.sources.corpus import check_id

    check_id(story)
    report = results / story / "report.html"
    if not report.is_file():
        raise ResultsError(f"{report}: there is no report; run `compare run {story}` first")
    show_report(report)


def show_report(report: Path) -> None:
    """Open the file in the user's browser, and print where it is: on a machine without one that is what helps."""
    import webbrowser

    opened = webbrowser.open(report.resolve().as_uri())
    typer.echo(f"{report}" if opened else f"{report}: no browser here; open the file on another machine")


def plot(
    story: Annotated[str, typer.Argument(help="Id of a story, as `compare list` shows it.")],
    corpora: Annotated[Path | None, CORPORA] = None,
    results: Annotated[Path, RESULTS] = Path("results"),
    outlet: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only these outlets; repeat.")] = None,
    model: Annotated[str, MODEL] = DEFAULT_MODEL,
    strict: Annotated[bool, STRICT] = False,
    lenient: Annotated[bool, LENIENT] = False,
    cache: Annotated[bool, typer.Option(help="Keep and use encodings, parses and matched pairs.")] = True,
) -> None:
    """Write the report's pictures as SVG and PNG, with a text for readers who cannot see them, to DIR/STORY/plots.

    A later run whose results differ removes them.

    Example: compare plot maduro-call
    """
    from compare.output.plots import write_plots

    settings = Settings(model, strictness(strict=strict, lenient=lenient))
    comparison = _compare(story, corpora, outlet or (), settings, cache=cache)
    files = write_plots(comparison, results / story / "plots")
    for file in files:
        typer.echo(str(file))


def _compare(
    name: str, corpora: Path | None, outlets: "Sequence[str]", settings: Settings, *, cache: bool
) -> "Comparison":
    from compare.cli.cache import open_store
    from compare.pipeline import compare_story

    story, articles = chosen_articles(name, corpora, outlets)
    return compare_story(story, articles, settings=settings, store=open_store(use=cache))
