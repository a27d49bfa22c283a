"""``compare open`` and ``compare plot``: the pictures of a comparison."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compare.cli.run import CORPORA, LENIENT, MODEL, RESULTS, STRICT, chosen_articles, strictness
from compare.settings import DEFAULT_MODEL, Settings

if TYPE_CHECKING:
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
    outlet: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only these outlets, by id or name; repeat.")
    ] = None,
    model: Annotated[str | None, MODEL] = None,
    strict: Annotated[bool, STRICT] = False,
    lenient: Annotated[bool, LENIENT] = False,
    cache: Annotated[bool, typer.Option(help="Keep and use encodings, parses and matched pairs.")] = True,
) -> None:
    """Write the report's pictures as SVG and PNG, with a text for readers who cannot see them, to DIR/STORY/plots.

    Outlets, model and strictness are those of the results in DIR/STORY; the options are for a story without results. A
    later run whose results differ removes the pictures.

    Example: compare plot maduro-call
    """
    from compare.cli.cache import open_store
    from compare.output.plots import write_plots
    from compare.pipeline import compare_story
    from compare.sources.corpus import check_id, load_articles

    folder = results / check_id(story)
    settings = Settings(model or DEFAULT_MODEL, strictness(strict=strict, lenient=lenient))
    made = _made_with(folder)
    chosen, articles = chosen_articles(story, corpora, outlet or ())
    if made:
        names = ", ".join(sorted(article.outlet for article in articles)) if outlet else ""
        _require(folder, "outlets", names, ", ".join(made.outlets))
        _require(folder, "model", model or "", made.settings.model)
        _require(folder, "strictness", settings.strictness if strict or lenient else "", made.settings.strictness)
        settings = made.settings
        articles = load_articles(chosen, [one.outlet for one in articles if one.outlet in made.outlets])
    comparison = compare_story(chosen, articles, settings=settings, store=open_store(use=cache))
    _require_tables(folder, comparison)
    for file in write_plots(comparison, folder / "plots"):
        typer.echo(str(file))


@dataclass(frozen=True, slots=True)
class _Made:
    """What results were made with; the outlets in alphabetical order."""

    settings: Settings
    outlets: tuple[str, ...]


def _made_with(folder: Path) -> _Made | None:
    """What the results of a folder were made with; None where there are none.

    Raises:
        ResultsError: their record is damaged or of another version.
    """
    from compare.errors import ResultsError, WrongObject
    from compare.output.results import read_results

    path = folder / "run.json"
    if not path.is_file():
        return None
    run = read_results(folder.name, folder.parent).run
    try:
        return _Made(Settings(**run["settings"]), tuple(sorted(run["inputs"])))
    except (KeyError, TypeError, WrongObject) as error:
        raise ResultsError(f"{path}: written by another version; run `compare run {folder.name}` again") from error


def _require(folder: Path, name: str, given: str, made: str) -> None:
    """Refuse an option whose pictures would say something else than the tables beside them."""
    from compare.errors import BadInput

    if given and given != made:
        raise BadInput(
            f"{folder}: made with {name} {made}, not {given}; leave that option out, or give it to "
            f"`compare run {folder.name}` first"
        )


def _require_tables(folder: Path, comparison: "Comparison") -> None:
    """Refuse a comparison other than that of the tables, as when a text was corrected since.

    Raises:
        ResultsError: a table, a text or ``run.json`` that is there would now be another.
    """
    from compare.errors import ResultsError
    from compare.output.results import result_files
    from compare.output.table_formats import FORMATS

    for name, text in result_files(comparison, tuple(FORMATS)).items():
        path = folder / name
        if path.is_file() and path.read_bytes() != text.encode():
            raise ResultsError(
                f"{path}: of another comparison, as the story, the program or the machine has changed; run "
                f"`compare run {folder.name}` again"
            )
