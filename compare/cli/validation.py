"""``compare sample`` and ``compare validate``: how right the verdicts are on one's own stories, by one's own coders."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compare.cli.printing import say
from compare.cli.run import RESULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compare.scale.coding_sheet import Sheet
    from compare.scale.sampling import Drawn, Verdict
    from compare.scale.validation import Estimate, Validation

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("sample")(sample)
    app.command("validate")(validate)


def sample(
    sheet: Annotated[Path, typer.Argument(help="CSV file to write; must not be there yet.")] = Path("coding.csv"),
    results: Annotated[Path, RESULTS] = Path("results"),
    rows: Annotated[int, typer.Option("--rows", metavar="N", help="Sentences to draw.")] = 200,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed draws others.")] = 1,
) -> None:
    """Draw sentences for people to label, as many of each verdict, without telling the verdict.

    Coders write stated, partly, absent or no_claim under `label`; `compare validate` tells how right the verdicts are.

    Example: compare sample coding.csv --rows 200
    """
    from compare.errors import BadInput
    from compare.scale.coding_sheet import sheet_text
    from compare.scale.sampling import draw
    from compare.sources.files import write_file

    if sheet.exists():
        raise BadInput(f"{sheet}: is there already, perhaps with labels; name another file")
    drawn = draw(_verdicts(results), rows, seed)
    write_file(sheet, sheet_text(drawn, results))
    _tell_drawn(drawn, sheet)


def _verdicts(results: Path) -> "Iterator[Verdict]":
    """Of all stories there, with a bar of those that were read where the error stream is a terminal."""
    from rich.console import Console
    from rich.progress import track

    from compare.scale.index import compared_stories, made_with
    from compare.scale.sampling import read_verdicts

    stories = compared_stories(results)
    made_with(results, stories)
    console = Console(stderr=True)
    watched = track(stories, "Reading stories", console=console, transient=True, disable=not console.is_terminal)
    return read_verdicts(results, watched)


def _tell_drawn(drawn: "Drawn", sheet: Path) -> None:
    from compare.output.naming import counted
    from compare.scale.sampling import VERDICTS

    parts = (f"{drawn.of(label):,} of {drawn.counts[label]:,} {label}" for label in VERDICTS)
    stories = counted(len({row.story_id for row in drawn.rows}), "story", "stories")
    typer.echo(f"{sheet}\t{counted(len(drawn.rows), 'sentence')} of {stories}: {', '.join(parts)}")
    typer.echo(
        "Read the text in `other_text`, write stated, partly, absent or no_claim under `label`; a copy of the file for "
        f"every coder. Then: compare validate {sheet}"
    )


def validate(
    sheets: Annotated[list[Path], typer.Argument(metavar="SHEET...", help="Labelled sheets, one of every coder.")],
    results: Annotated[Path, RESULTS] = Path("results"),
) -> None:
    """Tell from labelled sheets how right the verdicts are, and how far coders agree.

    Example: compare validate coding-ann.csv coding-ben.csv
    """
    from compare.errors import BadInput
    from compare.scale.coding_sheet import read_sheet
    from compare.scale.validation import validate as judged
    from compare.scale.validation import validation_text
    from compare.sources.files import write_file

    if len({path.resolve() for path in sheets}) < len(sheets):
        raise BadInput(f"{' '.join(map(str, sheets))}: a sheet twice would agree with itself; name each once")
    read = [read_sheet(path) for path in sheets]
    found = judged(_verdicts(results), read)
    path = results / "validation.csv"
    write_file(path, validation_text(found))
    _tell(found, read)
    typer.echo(str(path))


def _tell(found: "Validation", sheets: "Sequence[Sheet]") -> None:
    from rich.console import Console

    from compare.output.naming import counted
    from compare.output.terminal import print_rows
    from compare.scale.sampling import VERDICTS

    columns = ("verdict", "n", "right", "found", "coders say", "compare says")
    measures = ("right", "found", "share", "called")
    lines = []
    for verdict in VERDICTS:
        cells = [_share(found.of(measure, verdict)) for measure in measures]
        right = found.of("right", verdict)
        lines.append(dict(zip(columns, (verdict, str(right.n) if right else "", *cells), strict=True)))
    print_rows(lines, columns, Console())
    none, alpha = found.of("no_claim"), found.of("alpha")
    called = found.of("called", VERDICTS[0])
    of = f" of {called.n:,} on whole articles" if called else ""
    labelled = f"{counted(found.rows, 'verdict')}{of} labelled in {counted(len(sheets), 'sheet')}"
    agreed = f"; Krippendorff's alpha {_share(alpha) or 'not told by one label'} on {alpha.n:,}" if alpha else ""
    no_claim = f"; no claim: {_share(none)}" if _share(none) else "; a verdict without a label leaves cells empty"
    typer.echo(f"{labelled}{agreed}{no_claim}")
    rows = {key for sheet in sheets for key in sheet.rows}
    if found.rows < len(rows):
        empty = f"{len(rows) - found.rows:,} of {counted(len(rows), 'row')} have no label"
        say(f"{empty}; the rates take them for a chance part, so finish the sheet", err=True)
    typer.echo("95 % intervals for these results, not for other stories; docs/validation.md says how")


def _share(one: "Estimate | None") -> str:
    if one is None or math.isnan(one.value):
        return ""
    ends = "" if math.isnan(one.low) else f" ({one.low:.2f} to {one.high:.2f})"
    return f"{one.value:.2f}{ends}"
