"""``compare sample`` and ``compare validate``: how right the verdicts are on one's own stories, by one's own coders."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compare.cli.printing import say
from compare.cli.run import RESULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from compare.scale.listed_rows import Listed
    from compare.scale.sampling import Drawn, Verdict
    from compare.scale.validation import Estimate, Validation

__all__ = ["register"]

_VERDICTS = "verdicts"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("sample")(sample)
    app.command("validate")(validate)


def sample(
    sheet: Annotated[Path, typer.Argument(help="CSV file to write; must not be there yet.")] = Path("coding.csv"),
    results: Annotated[Path, RESULTS] = Path("results"),
    of: Annotated[
        str,
        typer.Option(
            "--of",
            metavar="KIND",
            help="verdicts, as many of each; or rows of differences.csv: exclusive, omitted or partial.",
        ),
    ] = _VERDICTS,
    rows: Annotated[
        int,
        typer.Option(
            "--rows", metavar="N", help="Sentences to draw; an exclusive one has a line for every other outlet."
        ),
    ] = 200,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed draws others.")] = 1,
) -> None:
    """Draw sentences for people to label, without telling the verdict.

    Coders write stated, partly, absent or no_claim under `label`; `compare validate` tells how right the verdicts are.

    Examples: compare sample coding.csv --rows 200;
    compare sample exclusive.csv --of exclusive --rows 100
    """
    from compare.errors import BadInput, UnknownName
    from compare.scale.coding_sheet import sheet_text
    from compare.scale.listed_rows import KINDS, draw_listed
    from compare.scale.sampling import draw
    from compare.sources.files import write_file

    if of not in (_VERDICTS, *KINDS):
        raise UnknownName("--of", of, (_VERDICTS, *KINDS))
    if sheet.exists():
        raise BadInput(f"{sheet}: is there already, perhaps with labels; name another file")
    if of == _VERDICTS:
        drawn = draw(_verdicts(results), rows, seed)
    else:
        drawn = draw_listed(_listed(results, of), of, rows, seed)
    write_file(sheet, sheet_text(drawn, results))
    _tell_drawn(drawn, sheet)


def _verdicts(results: Path) -> "Iterator[Verdict]":
    from compare.scale.sampling import read_verdicts

    return read_verdicts(results, _stories(results))


def _listed(results: Path, kind: str) -> "Iterator[Listed]":
    from compare.scale.listed_rows import read_listed

    return read_listed(results, _stories(results), kind)


def _stories(results: Path) -> "Iterable[str]":
    """Of all stories there, with a bar of those that were read where the error stream is a terminal."""
    from rich.console import Console
    from rich.progress import track

    from compare.scale.index import compared_stories, made_with

    stories = compared_stories(results)
    made_with(results, stories)
    console = Console(stderr=True)
    return track(stories, "Reading stories", console=console, transient=True, disable=not console.is_terminal)


def _tell_drawn(drawn: "Drawn", sheet: Path) -> None:
    from compare.output.naming import counted

    parts = (f"{drawn.taken[label]:,} of {count:,} {label}" for label, count in drawn.counts.items())
    stories = counted(len({row.story_id for row in drawn.rows}), "story", "stories")
    typer.echo(f"{sheet}\t{counted(len(drawn.rows), 'line')} of {stories}: {', '.join(parts)}")
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
    from compare.scale.listed_rows import kind_of
    from compare.scale.listed_validation import validate_listed
    from compare.scale.validation import validate as judged
    from compare.scale.validation import validation_text
    from compare.sources.files import write_file

    if len({path.resolve() for path in sheets}) < len(sheets):
        raise BadInput(f"{' '.join(map(str, sheets))}: a sheet twice would agree with itself; name each once")
    read = [read_sheet(path) for path in sheets]
    kind, *others = dict.fromkeys(kind_of(sheet.drawn_from) for sheet in read)
    if others:
        raise BadInput(
            f"{' '.join(map(str, sheets))}: drawn from rows of different kinds; validate each kind by itself"
        )
    found = validate_listed(_listed(results, kind), kind, read) if kind else judged(_verdicts(results), read)
    path = results / (f"validation-{kind}.csv" if kind else "validation.csv")
    write_file(path, validation_text(found))
    if kind:
        _tell_listed(found, kind, len(read))
    else:
        _tell_verdicts(found, len(read))
    typer.echo(str(path))


def _tell_verdicts(found: "Validation", sheets: int) -> None:
    from compare.scale.sampling import VERDICTS

    measures = {"right": "right", "found": "found", "coders say": "share", "compare says": "called"}
    _print_shares("verdict", VERDICTS, measures, found)
    none, called = found.of("no_claim"), found.of("called", VERDICTS[0])
    no_claim = f"; no claim: {_share(none)}" if _share(none) else "; a verdict without a label leaves cells empty"
    _tell_labelled(found, "verdict", called, sheets, no_claim)


def _tell_listed(found: "Validation", kind: str, sheets: int) -> None:
    _print_shares("row", (kind,), {"right": "right", "no claim": "no_claim", "confidence": "confidence"}, found)
    _tell_labelled(found, "row", found.of("confidence", kind), sheets)


def _print_shares(head: str, names: "Sequence[str]", measures: "Mapping[str, str]", found: "Validation") -> None:
    """A line a name: labels that `right` rests on, and the estimates of every measure."""
    from rich.console import Console

    from compare.output.terminal import print_rows

    columns = (head, "n", *measures)
    lines = []
    for name in names:
        right = found.of("right", name)
        cells = [_share(found.of(measure, name)) for measure in measures.values()]
        lines.append(dict(zip(columns, (name, str(right.n) if right else "", *cells), strict=True)))
    print_rows(lines, columns, Console())


def _tell_labelled(found: "Validation", noun: str, of: "Estimate | None", sheets: int, more: str = "") -> None:
    """How much was judged, how far coders agree, and what is left to do."""
    from compare.output.naming import counted

    alpha = found.of("alpha")
    agreed = f"; Krippendorff's alpha {_share(alpha) or 'not told by one label'} on {alpha.n:,}" if alpha else ""
    total = f" of {of.n:,} on whole articles" if of else ""
    typer.echo(f"{counted(found.rows, noun)}{total} labelled in {counted(sheets, 'sheet')}{agreed}{more}")
    if found.begun:
        begun = f"{counted(found.begun, 'row')} labelled beside some of the other articles alone"
        say(f"{begun}: no rate yet, since such a row can only turn out wrong before its end; label the rest", err=True)
    elif found.rows < found.drawn:
        empty = f"{found.drawn - found.rows:,} of {counted(found.drawn, 'row')} are not judged yet"
        say(f"{empty}; the rates take them for a chance part, so finish the sheet", err=True)
    typer.echo("95 % intervals for these results, not for other stories; docs/validation.md says how")


def _share(one: "Estimate | None") -> str:
    if one is None or math.isnan(one.value):
        return ""
    ends = "" if math.isnan(one.low) else f" ({one.low:.2f} to {one.high:.2f})"
    return f"{one.value:.2f}{ends}"
