"""What a person reads after a run: who said what, who alone, who left what out, with the evidence under it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from compare.records import Comparison, Difference

__all__ = ["print_rows", "print_summary"]

_SHOWN = 5  # of each kind; the files have all
_CONTROL = {code: None for code in (*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def print_summary(comparison: Comparison, folder: Path, files: Sequence[Path], console: Console) -> None:
    """The summary of a run; plain text where the console is no terminal."""
    for block in _summary(comparison):
        console.print(block, highlight=False, soft_wrap=not console.is_terminal)
    names = ", ".join(path.name for path in files if path.parent == folder)
    console.print(Text(f"\n{len(files)} files in {folder}: {names}"), highlight=False, soft_wrap=True)


def print_rows(rows: Sequence[dict[str, str]], columns: Sequence[str], console: Console) -> None:
    """Rows of a results table: a grid on a terminal, tab-separated lines when piped."""
    if not console.is_terminal:
        for line in (columns, *([row[column] for column in columns] for row in rows)):
            console.print(Text("\t".join(_clean(cell) for cell in line)), soft_wrap=True)
        return
    grid = Grid(show_lines=True)
    for column in columns:
        grid.add_column(column, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(_clean(row[column])) for column in columns))
    console.print(grid)


def _summary(comparison: Comparison) -> Iterable[RenderableType]:
    yield Text(_clean(comparison.story.title), style="bold")
    yield _outlets(comparison)
    yield _shared(comparison)
    rows = comparison.differences
    yield from _section("Only one outlet states", [row for row in rows if row.kind == "exclusive"], _spread_by_outlet)
    yield from _section("Left out by one, stated by others", [row for row in rows if row.kind == "omitted"], _spread_by_other)
    yield from _section("Stated in part", [row for row in rows if row.kind == "partial"], _spread_by_other)


def _outlets(comparison: Comparison) -> RenderableType:
    grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name, right in (("outlet", False), ("published", False), ("words", True), ("claims", True), ("exclusive", True), ("leaves out", True)):
        grid.add_column(name, justify="right" if right else "left", style="" if right else "cyan" if name == "outlet" else "")
    for article in comparison.articles:
        claims = [claim for claim in comparison.claims if article.outlet in claim.stated_by]
        exclusive = sum(claim.exclusive_to == article.outlet for claim in claims)
        left_out = sum(row.kind == "omitted" and row.other_outlet == article.outlet for row in comparison.differences)
        cells = (article.outlet, article.published[:10], len(article.text.split()), len(claims), exclusive, left_out)
        grid.add_row(*(str(cell) for cell in cells))
    return Padding(grid, (1, 0))


def _shared(comparison: Comparison) -> RenderableType:
    total = len(comparison.articles)
    claims = comparison.claims
    by_all = sum(len(claim.stated_by) == total for claim in claims)
    by_one = sum(bool(claim.exclusive_to) for claim in claims)
    by_some = sum(1 < len(claim.stated_by) < total for claim in claims)
    open_ = len(claims) - by_all - by_one - by_some
    line = f"{len(claims)} claims: {by_all} stated by all {total}, {by_some} by some, {by_one} by one alone, {open_} by one with others in part or unclear."
    return Text(line)


def _section(title: str, rows: Sequence[Difference], spread) -> Iterable[RenderableType]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    if not rows:
        return
    chosen = spread(rows)[:_SHOWN]
    yield Text(f"\n{title} ({len(chosen)} of {len(rows)}, surest first for each outlet)", style="bold")
    for row in chosen:
        yield _difference(row)


def _difference(row: Difference) -> RenderableType:
    head = Text.assemble((row.outlet, "cyan"), f" {row.confidence:.2f}  ", _clean(row.text))
    against = row.other_outlet or row.detail.partition("nearest passage is in ")[2].partition(";")[0]
    verb = {"exclusive": "nearest in", "omitted": "left out by", "partial": "in part in"}[row.kind]
    note = "nearest: " if row.kind == "omitted" else ""
    tail = Text.assemble(f"{verb} ", (against, "cyan"), f": {note}{_clean(row.other_text)}", style="dim")
    return Padding(Group(head, Padding(tail, (0, 0, 0, 2))), (0, 0, 0, 2))


def _spread_by_outlet(rows: Sequence[Difference]) -> list[Difference]:
    """Each outlet's surest first, so that one talkative outlet does not fill the screen."""
    return _round_robin(rows, [row.outlet for row in rows])


def _spread_by_other(rows: Sequence[Difference]) -> list[Difference]:
    return _round_robin(rows, [row.other_outlet for row in rows])


def _round_robin(rows: Sequence[Difference], keys: Sequence[str]) -> list[Difference]:
    seen: dict[str, int] = {}
    order = []
    for place, (row, key) in enumerate(zip(rows, keys, strict=True)):
        seen[key] = seen.get(key, 0) + 1
        order.append((seen[key], place, row))
    return [row for _, _, row in sorted(order, key=lambda entry: entry[:2])]


def _clean(text: str) -> str:
    """Untrusted text without control and bidirectional marks, which could redraw the terminal."""
    return text.translate(_CONTROL)


