"""``compare batch`` and ``compare summary``: many stories."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compare.cli.cache import check_cache
from compare.cli.printing import say
from compare.cli.run import CORPORA, LENIENT, MODEL, RESULTS, STRICT, strictness
from compare.errors import BadInput
from compare.settings import DEFAULT_MODEL, Settings

if TYPE_CHECKING:
    from compare.scale.batch import BatchReport
    from compare.scale.chunks import Outcome
    from compare.scale.summary import Summary
    from compare.scale.workers import Workers

__all__ = ["register"]

_SHOWN = 20  # failures on the terminal; index.csv has all
_MOST_WORKERS = 8  # by default: each holds a model, about 1 GB


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("batch")(batch)
    app.command("summary")(summary)


def batch(
    stories: Annotated[list[str] | None, typer.Argument(metavar="[STORY]…", help="Ids of stories.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every story of the corpora folder.")] = False,
    corpora: Annotated[Path | None, CORPORA] = None,
    results: Annotated[Path, RESULTS] = Path("results"),
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, metavar="N", help="Processes [default: one a core, at most 8].")
    ] = None,
    scheduler: Annotated[
        str, typer.Option("--scheduler", metavar="ADDRESS", help="Work on this Dask cluster (tcp://host:8786).")
    ] = "",
    model: Annotated[str, MODEL] = DEFAULT_MODEL,
    format: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="csv (always written), jsonl, parquet; repeat. [default: csv, parquet if installed]"
        ),
    ] = None,
    strict: Annotated[bool, STRICT] = False,
    lenient: Annotated[bool, LENIENT] = False,
    cache: Annotated[bool, typer.Option(help="Keep and use encodings, parses and matched pairs.")] = True,
) -> int:
    """Compare many stories; run again, it does only what is new or changed.

    Example: compare batch --all --workers 2
    """
    from compare.scale.batch import run_batch
    from compare.scale.combine import parquet_available
    from compare.sources.corpus import find_corpora, list_stories

    folder = find_corpora(corpora)
    names = _chosen(stories or [], all_, folder, list_stories(folder))
    tables, parquet = _formats(format, parquet_available())
    _check_places(results, cache=cache and not scheduler)
    place = _workers(workers, scheduler)
    with _progress(len(names)) as announce:
        report = run_batch(
            names,
            folder,
            results,
            place,
            settings=Settings(model, strictness(strict=strict, lenient=lenient)),
            formats=tables,
            cache=cache,
            complete=all_,
            announce=announce,
        )
    _combine(results, parquet=parquet)
    return _tell(report, results)


def _chosen(stories: list[str], all_: bool, folder: Path, known: list[str]) -> list[str]:
    from compare.sources.corpus import story_folder

    if bool(stories) == all_:
        raise BadInput("batch: name stories, or give --all")
    for name in stories:
        story_folder(name, folder)
    if not known:
        raise BadInput(f"{folder}: no stories; `compare import` makes them from a table")
    return list(dict.fromkeys(stories)) or known


def _formats(given: list[str] | None, parquet_there: bool) -> tuple[list[str], bool]:
    from compare.errors import UnknownName
    from compare.output.table_formats import FORMATS

    for name in given or []:
        if name not in {*FORMATS, "parquet"}:
            raise UnknownName("format", name, {*FORMATS, "parquet"})
    if given and "parquet" in given and not parquet_there:
        raise BadInput("--format parquet: pyarrow is not installed; run `pip install '.[parquet]'` in the checkout")
    tables = [name for name in given or ["csv"] if name != "parquet"]
    return tables, "parquet" in given if given else parquet_there


def _check_places(results: Path, *, cache: bool) -> None:
    if results.exists() and not results.is_dir():
        raise BadInput(f"{results}: is a file; name a folder with --results")
    if cache:
        check_cache(", or give --no-cache")


def _workers(count: int | None, scheduler: str) -> "Workers":
    from compare.scale.workers import ClusterWorkers, LocalWorkers
    from compare.settings import cores

    if scheduler and count:
        raise BadInput("--workers: the cluster of --scheduler has its own number of workers")
    return ClusterWorkers(scheduler) if scheduler else LocalWorkers(count or min(cores(), _MOST_WORKERS))


@contextmanager
def _progress(total: int) -> "Iterator[Callable[[Outcome], None]]":
    """Stories done, rate and time left on the error stream; nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Comparing stories", total=total, rate="")
        failed = 0

        def announce(outcome: "Outcome") -> None:
            nonlocal failed
            failed += outcome.status == "failed"
            speed = next(one for one in bar.tasks if one.id == task).speed
            rate = f"{speed * 60:.0f} a minute" if speed else ""
            text = "Comparing stories" + (f" ({failed} failed)" if failed else "")
            bar.update(task, advance=1, rate=rate, description=text)

        yield announce


def _combine(results: Path, *, parquet: bool) -> None:
    from compare.output.naming import counted
    from compare.scale.combine import combine_tables, remove_combined
    from compare.scale.index import read_index

    names = sorted(name for name, row in read_index(results).items() if row.status == "compared")
    if not names:
        return remove_combined(results)
    tables, partitioned = combine_tables(results, names, parquet=parquet)
    for made in tables:
        typer.echo(f"{made.path}\t{counted(made.rows, 'row')} of {counted(len(names), 'story', 'stories')}")
    if partitioned:
        typer.echo(f"{partitioned[0].path.parent}\t{counted(len(partitioned), 'table')}, partitioned by story")


def _tell(report: "BatchReport", results: Path) -> int:
    """Counts and the first failures; exit code 1 where a story failed."""
    from compare.output.naming import counted

    failed = [row for row in report.outcomes.values() if row.status == "failed"]
    for row in failed[:_SHOWN]:
        say(f"{row.story_id}: failed: {row.reason}", err=True)
    if len(failed) > _SHOWN:
        typer.echo(f"… and {len(failed) - _SHOWN:,} more", err=True)
    if report.gone:
        gone = counted(len(report.gone), "story of earlier runs is", "stories of earlier runs are")
        typer.echo(f"{gone} in the corpora folder no more: not counted", err=True)
    new, held = report.count("compared", fresh=True), report.count("compared", fresh=False)
    typer.echo(f"{results / 'index.csv'}\t{new:,} compared, {held:,} unchanged, {len(failed):,} failed")
    return 1 if failed else 0


def summary(
    corpora: Annotated[Path | None, CORPORA] = None,
    results: Annotated[Path, RESULTS] = Path("results"),
    by: Annotated[str, typer.Option("--by", help="outlet, owner or rating (as outlets.toml has them).")] = "outlet",
    rater: Annotated[str, typer.Option("--rater", metavar="NAME", help="Whose ratings, with --by rating.")] = "",
    shared_by: Annotated[
        int,
        typer.Option(
            "--shared-by",
            min=1,
            metavar="K",
            help="How many other outlets must state a claim for it to count as shared.",
        ),
    ] = 2,
) -> None:
    """Count over the results of many stories: rates by outlet with intervals and tests.

    Example: compare summary --by owner
    """
    from compare.scale.grouping import group_outlets
    from compare.scale.index import compared_stories
    from compare.scale.summary import summarise, write_summary

    group_of = group_outlets(by, rater, corpora)
    stories = compared_stories(results)
    with _summary_progress() as advance:
        found = summarise(results, stories, group_of, by=by, shared_by=shared_by, advance=advance)
    files = write_summary(found, results)
    _tell_summary(found)
    for file in files:
        typer.echo(str(file))


def _tell_summary(found: "Summary") -> None:
    from rich.console import Console

    from compare.output.naming import counted
    from compare.output.terminal import print_rows
    from compare.scale.observations import MEASURES
    from compare.scale.summary import FEWEST, FEWEST_STORIES
    from compare.scale.summary_lines import COLUMNS, summary_lines

    lines, more = summary_lines(found)
    counts = f"{counted(found.stories, 'story', 'stories')}, {counted(found.articles, 'article')}"
    if not lines:
        limits = f"under {FEWEST} occasions or under {FEWEST_STORIES} stories"
        typer.echo(f"no rate is shown: each {found.by} has {limits} (n in rates.csv)")
        typer.echo(f"{counts}; docs/summary.md says how")
        return
    print_rows(lines, (found.by, *COLUMNS), Console())
    if more:
        typer.echo(f"… and {more:,} more in rates.csv")
    adjusted = [measure.heading for measure in MEASURES if measure.adjusted]
    typer.echo(
        f"{counts}; with 95 % intervals and n, {', '.join(adjusted)} at the same article length and time of "
        "publication, the others as counted (placement: the median); * corrected p under .05; docs/summary.md says how"
    )


@contextmanager
def _summary_progress() -> "Iterator[Callable[[str, int, int], None]]":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    names = {"read": "Reading stories", "estimate": "Estimating rates"}
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks = {stage: bar.add_task(name, total=None) for stage, name in names.items()}
        yield lambda stage, done, total: bar.update(tasks[stage], completed=done, total=total)
