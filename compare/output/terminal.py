"""What a person reads after a run: who said what, who alone, who left what out, with the evidence under it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple
from operator import attrgetter
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from compare.output.answer import article_cautions, outlet_counts, share_counts
from compare.output.naming import counted
from compare.output.safe_text import UNSEEN
from compare.records import Comparison, Difference, Figure, FigureDifference

__all__ = ["print_rows", "print_summary"]

_SHOWN = 5  # of each kind; the files have all
_FIGURES_SHOWN = 12
_CONTROL = dict.fromkeys(UNSEEN)  # removed: lines are aligned by hand
_IN_A_CELL = _CONTROL | str.maketrans("\t\r\n", "   ")  # there they would end it


def print_summary(comparison: Comparison, folder: Path, files: Sequence[Path], console: Console) -> None:
    """The summary of a run; plain text where the console is no terminal."""
    for indent, line in _summary(comparison):
        if console.is_terminal:
            console.print(Padding(line, (0, 0, 0, indent)), highlight=False)
        else:
            console.print(Text(" " * indent + line.plain if isinstance(line, Text) else line), soft_wrap=True)
    names = [path.name for path in files if path.parent == folder]
    texts = f" and texts/ ({len(files) - len(names)})" if len(files) > len(names) else ""
    files_line = f"\n{len(files)} files in {folder}: {', '.join(names)}{texts}"
    console.print(Text(files_line), highlight=False, soft_wrap=True)
    console.print(Text(f"Report: {folder / 'report.html'}"), highlight=False, soft_wrap=True)


def print_rows(rows: Sequence[dict[str, str]], columns: Sequence[str], console: Console) -> None:
    """Rows of a results table: a grid on a terminal, tab-separated lines when piped."""
    if not console.is_terminal:
        for line in (columns, *([row[column] for column in columns] for row in rows)):
            # Not by console.print, which makes spaces of tabs.
            console.file.write("\t".join(cell.translate(_IN_A_CELL) for cell in line) + "\n")
        console.file.flush()  # a reader that is gone is found out here, where the command line expects it
        return
    grid = Grid(show_lines=True)
    for column in columns:
        grid.add_column(column, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(_clean(row[column])) for column in columns))
    console.print(grid)


def _summary(comparison: Comparison) -> Iterator[tuple[int, Text]]:
    """Indent and text of every line."""
    yield 0, Text(_clean(comparison.story.title), style="bold")
    yield 0, Text()
    yield from ((0, line) for line in _outlets(comparison))
    yield 0, Text()
    told = [Text(_clean(line), style="yellow") for line in article_cautions(comparison)]
    yield from ((0, line) for line in (*told, *([Text()] if told else ())))
    yield 0, _shared(comparison)
    yield from _figures(comparison)
    for kind, (title, outlet_of) in _SECTIONS.items():
        rows = [row for row in comparison.differences if row.kind == kind]
        chosen = sorted(_round_robin(rows, outlet_of)[:_SHOWN], key=lambda row: -row.confidence)
        if chosen:
            yield 0, Text()
            yield 0, Text(f"{title} ({_choice(chosen, rows, outlet_of)})", style="bold")
        for row in chosen:
            yield from _difference(row)


def _outlets(comparison: Comparison) -> list[Text]:
    """Aligned by hand: a terminal and a pipe get the same lines."""
    names = ("outlet", "published", "words", "claims", "exclusive", "leaves out")
    rows: list[tuple[str, ...]] = [names]
    counts = outlet_counts(comparison)
    for article in comparison.articles:
        numbers = map(str, astuple(counts[article.outlet]))
        rows.append((article.outlet, article.published[:10], *numbers))
    widths = [max(len(row[column]) for row in rows) for column in range(len(names))]
    lines = []
    for row in rows:
        left = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
        right = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=True)]
        lines.append(Text("  ".join(left + right), style="dim" if row is names else ""))
    return lines


def _shared(comparison: Comparison) -> Text:
    by_all, by_some, by_one, rest = share_counts(comparison)
    return Text(
        f"{counted(len(comparison.claims), 'claim')}: {by_all} stated by all {len(comparison.articles)}, {by_some} by "
        f"some, {by_one} by one alone, {rest} stated in full by one outlet, and by some others in part or unclearly."
    )


def _figures(comparison: Comparison) -> Iterator[tuple[int, Text]]:
    """The figures that differ, then the compatible ones, a line each; the surest first."""
    differing = [row for row in comparison.figure_differences if row.relation in {"differs", "updated"}]
    compatible = [row for row in comparison.figure_differences if row.relation == "compatible"]
    differing.sort(key=lambda row: -row.confidence)
    if differing:
        shown = differing[:_FIGURES_SHOWN]
        yield 0, Text()
        counted = f"{len(shown)} of {len(differing)}, the surest first"
        updated = any(row.relation == "updated" for row in differing)
        title = "Figures that differ or were updated" if updated else "Figures that differ"
        yield 0, Text(f"{title} ({counted})", style="bold")
        for row in shown:
            yield 2, _figure_line(row, f"{row.relation}: {row.reason}")
    if compatible:
        shown = sorted(compatible, key=lambda row: -row.confidence)[:_FIGURES_SHOWN]
        yield 0, Text()
        yield 0, Text(f"Compatible figures ({len(shown)} of {len(compatible)}, the surest first)", style="bold")
        for row in shown:
            yield 2, _figure_line(row, row.reason)


def _figure_line(row: FigureDifference, reason: str) -> Text:
    a, b = row.figure_a, row.figure_b
    return Text.assemble(
        f"{row.confidence:.2f}  {_clean(row.measures) or a.kind}: ",
        (a.outlet, "cyan"),
        f" {_written(a)}, ",
        (b.outlet, "cyan"),
        f" {_written(b)} ({_clean(reason)})",
    )


def _difference(row: Difference) -> Iterator[tuple[int, Text]]:
    yield 2, Text.assemble((row.outlet, "cyan"), f" {row.confidence:.2f}  ", _clean(row.text))
    against = row.other_outlet or row.other_sentence_id.partition("@")[0]
    verb = {"exclusive": "nearest, in", "omitted": "not in", "partial": "in part, in"}[row.kind]
    nearest = "; nearest:" if row.kind == "omitted" else ":"
    yield 4, Text.assemble(f"{verb} ", (against, "cyan"), f"{nearest} {_clean(row.other_text)}", style="dim")
    if row.kind == "partial":
        yield 4, Text(_clean(row.detail.rpartition("; p_present")[0]), style="dim")


def _round_robin(rows: Sequence[Difference], outlet_of: Callable[[Difference], str]) -> list[Difference]:
    """Every outlet's surest row, then its second …, so that one talkative outlet does not fill the screen.

    A claim is there once; the files have every row.
    """
    seen: dict[str, int] = {}
    shown: set[str] = set()
    order = []
    for place, row in enumerate(rows):
        if row.claim_id not in shown:
            shown.add(row.claim_id)
            seen[outlet_of(row)] = seen.get(outlet_of(row), 0) + 1
            order.append((seen[outlet_of(row)], place, row))
    return [row for _, _, row in sorted(order, key=lambda entry: entry[:2])]


def _choice(chosen: Sequence[Difference], rows: Sequence[Difference], outlet_of: Callable[[Difference], str]) -> str:
    """How many of the rows are shown, and which."""
    shown = f"{len(chosen)} of {len(rows)}"
    if len(chosen) == len(rows):
        return f"{shown}, the surest first"
    outlets, all_outlets = {outlet_of(row) for row in chosen}, {outlet_of(row) for row in rows}
    return f"{shown}: the surest of {'each outlet' if outlets == all_outlets else counted(len(outlets), 'outlet')}"


# Title of each kind, and by whose outlet its rows are spread.
_SECTIONS: dict[str, tuple[str, Callable[[Difference], str]]] = {
    "exclusive": ("Only one outlet states", attrgetter("outlet")),
    "omitted": ("Left out by one, stated by others", attrgetter("other_outlet")),
    "partial": ("Stated in part", attrgetter("other_outlet")),
}


def _written(figure: Figure) -> str:
    """As written, with its bound: the hedge before a figure is not part of it."""
    return f"{figure.bound if figure.bound != '=' else ''}{_clean(figure.surface)}"


def _clean(text: str) -> str:
    """Untrusted text without control and bidirectional marks, which could redraw the terminal."""
    return text.translate(_CONTROL)
