"""Result tables into occasions: where an outlet could have stated a claim, stated it first, or had another figure."""

import csv
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from compare.errors import ResultsError
from compare.matching.figure_intervals import OTHER_TALLY
from compare.publication import Span, is_before, time_span
from compare.scale.statistics import Observations

__all__ = ["MEASURES", "Measure", "Occasions", "StoryTables", "observe_story", "read_story"]

# Owner or rating of an outlet, or the outlet itself; None leaves it out (it still counts as one of the others).
GroupOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is counted: its name in the tables, a heading, what one occasion is and what counts."""

    name: str
    heading: str
    occasion: str
    counted: str
    adjusted: bool = True
    median: bool = False


MEASURES = (
    Measure("states", "states", "a claim that at least K other outlets state", "it states the claim"),
    Measure("leaves_out", "leaves out", "a claim that at least K other outlets state", "the claim is absent from it"),
    Measure(
        "first",
        "first",
        "a claim that it and another outlet state, where publication times tell who was first",
        "its article was published first of theirs",
        adjusted=False,  # publication time decides it: at equal times nobody is first
    ),
    Measure(
        "exclusive",
        "exclusive, own",
        "a claim that it states and that is unclear for none of the others",
        "the claim is absent from all others and rests on its own reporting, not on wire copy",
    ),
    Measure(
        "figure_differs",
        "figures differ",
        "a pair of its figure and another outlet's for one thing",
        "the two differ: neither the same, nor compatible (rounding, hedges), nor updated",
    ),
    Measure(
        "figure_higher",
        "its figure higher",
        "a pair of figures that differ and have an order; tallies of votes and scores have none",
        "its figure is the higher one",
        adjusted=False,
    ),
    Measure(
        "placement",
        "placement",
        "a claim that it and another outlet state, with a sentence of its own among the claim's",
        "where the claim first stands in its article: 0 is the beginning, 1 the end (median)",
        adjusted=False,
        median=True,
    ),
)


@dataclass(frozen=True, slots=True)
class StoryTables:
    """The tables of a story that the summary reads, as rows of text."""

    story_id: str
    articles: Sequence[Mapping[str, str]]
    claims: Sequence[Mapping[str, str]]
    sentences: Sequence[Mapping[str, str]]
    figure_differences: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class _Piece:
    """An article: its place in the story, and what else moves rates."""

    outlet: str
    number: int
    covariates: tuple[float, float, float]
    published: Span | None
    length: int


@dataclass(slots=True)
class Occasions:
    """The occasions of a measure, gathered story by story."""

    units: dict[str, int] = field(default_factory=dict)
    unit: list[int] = field(default_factory=list)
    story: list[int] = field(default_factory=list)
    article: list[int] = field(default_factory=list)
    outcome: list[float] = field(default_factory=list)
    covariates: list[tuple[float, float, float]] = field(default_factory=list)

    def add(self, name: str, story: int, article: int, outcome: float, covariates: tuple[float, float, float]) -> None:
        """Note one occasion."""
        self.unit.append(self.units.setdefault(name, len(self.units)))
        self.story.append(story)
        self.article.append(article)
        self.outcome.append(outcome)
        self.covariates.append(covariates)

    def arrays(self) -> Observations:
        """All of them, units in alphabetical order."""
        names = sorted(self.units)
        place = {self.units[name]: number for number, name in enumerate(names)}
        return Observations(
            tuple(names),
            np.array([place[number] for number in self.unit], dtype=np.int64),
            np.array(self.story, dtype=np.int64),
            np.array(self.article, dtype=np.int64),
            np.array(self.outcome, dtype=np.float64),
            np.array(self.covariates, dtype=np.float64).reshape(-1, 3),
        )


def read_story(results: Path, story_id: str) -> StoryTables:
    """The tables of a story.

    Raises:
        ResultsError: one is missing or lacks a column.
    """
    columns = {
        "articles": {"outlet", "published", "words", "origin"},
        "claims": {"stated_by", "partly_by", "absent_from", "unclear_for", "reporting", "sentence_ids"},
        "sentences": {"sentence_id", "outlet", "start", "end"},
        "figure_differences": {"outlet_a", "outlet_b", "low_a", "high_a", "low_b", "high_b", "relation", "reason"},
    }
    tables = {name: _read(results / story_id / f"{name}.csv", wanted) for name, wanted in columns.items()}
    return StoryTables(story_id, **tables)


def observe_story(
    tables: StoryTables, first_article: int, group_of: GroupOf, shared_by: int
) -> Iterator[tuple[str, str, int, float, tuple[float, float, float]]]:
    """(measure, unit, article, outcome, covariates) of every occasion; ``pairs`` has units ``a`` tab ``b``."""
    pieces = {piece.outlet: piece for piece in _pieces(tables, first_article)}
    sentences = {row["sentence_id"]: row for row in tables.sentences}
    for claim in tables.claims:
        for measure, outlet, unit, outcome in _of_claim(claim, pieces, sentences, group_of, shared_by):
            yield measure, unit, pieces[outlet].number, outcome, pieces[outlet].covariates
    for row in tables.figure_differences:
        for measure, outlet, unit, outcome in _of_figures(row, group_of):
            yield measure, unit, pieces[outlet].number, outcome, pieces[outlet].covariates


def _read(path: Path, wanted: set[str]) -> list[dict[str, str]]:
    csv.field_size_limit(2**27)
    again = f"run `compare batch {path.parent.name}` again"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if not wanted <= set(reader.fieldnames or ()):
                raise ResultsError(f"{path}: its columns are not this version's; {again}")
            rows = [{name: row[name] for name in wanted} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ResultsError(f"{path}: cannot be read; {again}") from error
    for place, row in enumerate(rows, 1):
        if None in row.values():  # a row with too few cells
            raise ResultsError(f"{path}: row {place} breaks off; {again}")
    return rows


def _pieces(tables: StoryTables, first_article: int) -> Iterator[_Piece]:
    times = {row["outlet"]: time_span(row["published"]) for row in tables.articles}
    middles = {outlet: span.first + (span.last - span.first) / 2 for outlet, span in times.items() if span}
    first = min(middles.values(), default=None)
    ends: dict[str, int] = {}
    for row in tables.sentences:
        ends[row["outlet"]] = max(ends.get(row["outlet"], 1), int(row["end"]))
    for place, row in enumerate(tables.articles):
        outlet, span = row["outlet"], times[row["outlet"]]
        hours = (middles[outlet] - first).total_seconds() / 3600 if span and first else 0.0
        moves = (math.log(max(1, int(row["words"]))), math.log1p(hours), 0.0 if span else 1.0)
        yield _Piece(outlet, first_article + place, moves, span, ends.get(outlet, 1))


def _names(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def _of_claim(
    claim: Mapping[str, str],
    pieces: Mapping[str, _Piece],
    sentences: Mapping[str, Mapping[str, str]],
    group_of: GroupOf,
    shared_by: int,
) -> Iterator[tuple[str, str, str, float]]:
    """(measure, outlet, unit, outcome)."""
    stated = _names(claim["stated_by"])
    verdicts = {
        outlet: verdict
        for verdict in ("stated_by", "partly_by", "absent_from", "unclear_for")
        for outlet in _names(claim[verdict])
    }
    for outlet, verdict in verdicts.items():
        own = group_of(outlet)
        if own is None:
            continue
        others = [other for other in stated if _apart(outlet, other, group_of)]
        if verdict != "unclear_for":
            if len(others) >= shared_by:
                yield "states", outlet, own, float(verdict == "stated_by")
                yield "leaves_out", outlet, own, float(verdict == "absent_from")
            for group in dict.fromkeys(group_of(other) for other in others):
                if group is not None:
                    yield "pairs", outlet, f"{own}\t{group}", float(verdict == "stated_by")
    for outlet in stated:
        own = group_of(outlet)
        if own is not None:
            yield from _of_stated(claim, outlet, own, pieces, sentences, group_of)


def _of_stated(
    claim: Mapping[str, str],
    outlet: str,
    own: str,
    pieces: Mapping[str, _Piece],
    sentences: Mapping[str, Mapping[str, str]],
    group_of: GroupOf,
) -> Iterator[tuple[str, str, str, float]]:
    others = {
        verdict: [other for other in _names(claim[verdict]) if _apart(outlet, other, group_of)]
        for verdict in ("stated_by", "partly_by", "unclear_for")
    }
    if not others["unclear_for"]:
        lacking = not others["stated_by"] and not others["partly_by"]
        yield "exclusive", outlet, own, float(lacking and claim["reporting"] == "own")
    if not others["stated_by"]:
        return
    first = _first([pieces[one] for one in (outlet, *others["stated_by"])], group_of)
    if first:
        yield "first", outlet, own, float(first == outlet)
    starts = [
        int(sentences[name]["start"]) for name in _names(claim["sentence_ids"]) if sentences[name]["outlet"] == outlet
    ]
    if starts:
        yield "placement", outlet, own, min(starts) / pieces[outlet].length


def _apart(outlet: str, other: str, group_of: GroupOf) -> bool:
    """Whether the two are each other's "others": not one outlet, nor two of one owner or rating."""
    group = group_of(outlet)
    return outlet != other and (group is None or group != group_of(other))


def _first(pieces: Sequence[_Piece], group_of: GroupOf) -> str:
    """The outlet whose article was surely published before all its others; empty where that can't be told."""
    for piece in pieces:
        others = (other for other in pieces if _apart(piece.outlet, other.outlet, group_of))
        if all(is_before(piece.published, other.published) for other in others):
            return piece.outlet
    return ""


def _of_figures(row: Mapping[str, str], group_of: GroupOf) -> Iterator[tuple[str, str, str, float]]:
    sides = (row["outlet_a"], row["outlet_b"])
    groups = [group_of(outlet) for outlet in sides]
    if sides[0] == sides[1] or (groups[0] is not None and groups[0] == groups[1]):
        return  # two outlets of one owner or rating: no comparison between groups
    differs = row["relation"] == "differs"
    higher = _higher(row) if differs else 0
    for side, outlet in enumerate(sides):
        unit = groups[side]
        if unit is None:
            continue
        yield "figure_differs", outlet, unit, float(differs)
        if higher:
            yield "figure_higher", outlet, unit, float((higher > 0) == (side == 0))


def _higher(row: Mapping[str, str]) -> int:
    """1 where the first figure is the higher one, -1 where the second is, 0 where they have no order.

    A tally has two numbers, and of 52 to 48 and 51 to 49 neither is the higher one.
    """
    if row["reason"] == OTHER_TALLY:
        return 0
    a, b = (_middle(row[f"low_{side}"], row[f"high_{side}"]) for side in "ab")
    if a is None or b is None or a == b:
        return 0
    return 1 if a > b else -1


def _middle(low: str, high: str) -> float | None:
    """Middle of an interval, the closed end of an open one; None for dates, whose order is no height."""
    try:
        ends = [float(end) for end in (low, high) if end]
    except ValueError:
        return None
    return sum(ends) / len(ends) if ends else None
