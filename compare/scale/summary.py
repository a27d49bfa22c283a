"""Statistics over stories, from the result tables alone: rates by outlet, each with its interval and n, and tests."""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from compare.errors import ResultsError
from compare.output.table_formats import csv_text, neutralise
from compare.scale.grouping import Grouping
from compare.scale.index import MadeWith, made_with
from compare.scale.observations import MEASURES, Measure, Occasions, observe_story, read_story
from compare.scale.statistics import (
    DRAWS,
    PERMUTATIONS,
    SEED,
    Observations,
    adjust_p,
    estimate_rates,
    median_intervals,
    permutation_test,
)

__all__ = ["FEWEST", "FEWEST_STORIES", "PairRate", "Rate", "Summary", "Test", "cell", "summarise", "write_summary"]

FEWEST = 20  # occasions: below this a rate is hidden, since its interval spans 40 points or more
FEWEST_STORIES = 10  # stories: drawing fewer again gives intervals that are too narrow


@dataclass(frozen=True, slots=True)
class Rate:
    """An outlet's value of a measure. Rates are shares of n; NaN where it is too few, and ``hidden`` says so.

    Attributes:
        raw: the share (for placement the median) as counted, with the ends of its 95 % interval.
        adjusted: the share at the same article length and publication time as all others; NaN where not adjusted.
        p, p_corrected: of "as the others in its stories", and corrected for all tests of the summary.
    """

    unit: str
    measure: str
    n: int
    stories: int
    hidden: str
    raw: float
    raw_low: float
    raw_high: float
    adjusted: float
    low: float
    high: float
    p: float
    p_corrected: float


@dataclass(frozen=True, slots=True)
class PairRate:
    """How much of what ``other`` states ``unit`` states too."""

    unit: str
    other: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class Test:
    """The permutation test of a measure against "no outlet differs"."""

    measure: str
    units: int
    n: int
    statistic: float
    p: float
    p_corrected: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that the summary's tables and page show."""

    by: str
    shared_by: int
    stories: int
    articles: int
    ungrouped: int
    rates: tuple[Rate, ...]
    pairs: tuple[PairRate, ...]
    tests: tuple[Test, ...]
    draws: int
    permutations: int
    made: MadeWith = field(default_factory=MadeWith)


def summarise(
    results: Path,
    stories: Sequence[str],
    group_of: Grouping = lambda outlet: outlet,
    *,
    by: str = "outlet",
    shared_by: int = 2,
    draws: int = DRAWS,
    permutations: int = PERMUTATIONS,
    advance: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> Summary:
    """Count over the stories and estimate.

    Args:
        results: folder of result folders.
        stories: ids of those to count.
        group_of: what an outlet is counted as; None leaves it out, though it still counts among "the others".
        by: what the groups are called: outlet, owner or rating.
        shared_by: at how many *other* outlets (of other groups) a claim counts as one that others share.
        draws: bootstrap samples.
        permutations: of labels.
        advance: told (stage, done, total).

    Raises:
        ResultsError: a table is missing or from another version, no story has two outlets, or stories were compared
            with other settings, weights or outlets than others.
    """
    made = made_with(results, stories)
    gathered: dict[str, Occasions] = {measure.name: Occasions() for measure in MEASURES} | {"pairs": Occasions()}
    articles = ungrouped = 0
    for number, story in enumerate(stories):
        tables = read_story(results, story)
        try:
            for name, unit, article, outcome, moves in observe_story(tables, articles, group_of, shared_by):
                gathered[name].add(unit, number, article, outcome, moves)
        except (KeyError, ValueError) as error:
            raise ResultsError(
                f"{results / story}: its tables do not fit; run `compare batch {story}` again"
            ) from error
        articles += len(tables.articles)
        ungrouped += sum(group_of(row["outlet"]) is None for row in tables.articles)
        advance("read", number + 1, len(stories))
    if articles and ungrouped == articles:
        a = "an" if by == "owner" else "a"
        raise ResultsError(f"outlets.toml: no outlet that was compared has {a} {by}; add some, or leave --by out")
    if not gathered["exclusive"].unit:
        raise ResultsError(f"{results}: no claims to count; run `compare batch --all` first")
    rates, tests = _estimate(gathered, draws, permutations, advance)
    pairs = list(_pairs(gathered["pairs"].arrays(), draws)) if gathered["pairs"].unit else []
    advance("estimate", len(MEASURES) + 1, len(MEASURES) + 1)
    found = tuple(rates), tuple(pairs), tuple(tests)
    return Summary(by, shared_by, len(stories), articles, ungrouped, *found, draws, permutations, made)


def write_summary(summary: Summary, results: Path) -> list[Path]:
    """Write ``summary/rates.csv``, ``pairs.csv``, ``tests.csv``, ``summary.json`` and ``index.html``.

    Raises:
        BadInput: the folder can't be written.
    """
    from compare.output.publish import publish
    from compare.scale.summary_page import render_summary

    numbers = ("n", "stories", "rate", "rate_low", "rate_high", "adjusted", "adjusted_low", "adjusted_high")
    rates = [(row.unit, row.measure, *_cells(row), cell(row.p), cell(row.p_corrected)) for row in summary.rates]
    pairs = [(row.unit, row.other, *_cells(row.rate)) for row in summary.pairs]
    tests = [
        (row.measure, str(row.units), str(row.n), cell(row.statistic), cell(row.p), cell(row.p_corrected))
        for row in summary.tests
    ]
    about = summary.made.record() | {
        "by": summary.by,
        "shared_by": summary.shared_by,
        "stories": summary.stories,
        "articles": summary.articles,
        "articles_without_group": summary.ungrouped,
        "fewest_occasions": FEWEST,
        "fewest_stories": FEWEST_STORIES,
        "bootstrap_draws": summary.draws,
        "permutations": summary.permutations,
        "seed": SEED,
    }
    files = {
        "rates.csv": _csv((summary.by, "measure", *numbers, "p", "p_corrected"), rates),
        "pairs.csv": _csv((summary.by, f"other_{summary.by}", *numbers), pairs),
        "tests.csv": _csv(("measure", "units", "n", "statistic", "p", "p_corrected"), tests),
        "summary.json": json.dumps(about, indent=1, sort_keys=True) + "\n",
        "index.html": render_summary(summary),
    }
    return publish(results / "summary", files)


def _estimate(
    gathered: Mapping[str, Occasions], draws: int, permutations: int, advance: Callable[[str, int, int], None]
) -> tuple[list[Rate], list[Test]]:
    rates: list[Rate] = []
    tests: list[Test] = []
    for number, measure in enumerate(MEASURES):
        if gathered[measure.name].unit:
            found, test = _measure(measure, gathered[measure.name].arrays(), draws, permutations)
            rates += found
            tests += [test] if test else []
        advance("estimate", number + 1, len(MEASURES) + 1)
    return _corrected(rates, tests)


def cell(value: float) -> str:
    """A number with four decimals, empty where there is none."""
    return "" if math.isnan(value) else f"{value:.4f}"


def _cells(rate: Rate) -> tuple[str, ...]:
    values = (rate.raw, rate.raw_low, rate.raw_high, rate.adjusted, rate.low, rate.high)
    return (str(rate.n), str(rate.stories), *(rate.hidden or cell(value) for value in values))


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    # Only names are others' text; a number that begins with a minus sign is ours.
    return csv_text(header, ([*(neutralise(name) for name in row[:2]), *row[2:]] for row in rows))


def _measure(measure: Measure, seen: Observations, draws: int, permutations: int) -> tuple[list[Rate], Test | None]:
    counts, stories = seen.counts(), seen.story_counts()
    chosen = (counts >= FEWEST) & (stories >= FEWEST_STORIES)
    none = np.full(len(seen.units), np.nan)
    if measure.median:
        values = (*median_intervals(seen, draws), none, none, none)
        return _rates(seen, measure.name, values, none), None
    if not measure.adjusted:
        seen = replace(seen, covariates=seen.covariates[:, :0])
    found = estimate_rates(seen, draws)
    adjusted = (found.adjusted, found.low, found.high) if measure.adjusted else (none, none, none)
    statistic, p, each = (
        permutation_test(seen, chosen, permutations) if chosen.sum() > 1 else (math.nan, math.nan, none)
    )
    rates = _rates(seen, measure.name, (found.raw, found.raw_low, found.raw_high, *adjusted), each)
    return rates, Test(measure.name, int(chosen.sum()), int(counts[chosen].sum()), statistic, p, math.nan)


def _rates(seen: Observations, measure: str, values: Sequence[np.ndarray], p: np.ndarray) -> list[Rate]:
    counts, stories = seen.counts(), seen.story_counts()
    rates = []
    for number, unit in enumerate(seen.units):
        n, many = int(counts[number]), int(stories[number])
        hidden = f"n<{FEWEST}" if n < FEWEST else f"stories<{FEWEST_STORIES}" if many < FEWEST_STORIES else ""
        raw, raw_low, raw_high, adjusted, low, high = (math.nan if hidden else float(value[number]) for value in values)
        rates.append(
            Rate(
                unit, measure, n, many, hidden, raw, raw_low, raw_high, adjusted, low, high, float(p[number]), math.nan
            )
        )
    return rates


def _pairs(seen: Observations, draws: int) -> Iterator[PairRate]:
    """Every pair that was ever in one story; the model is fitted to those with enough occasions."""
    chosen = (seen.counts() >= FEWEST) & (seen.story_counts() >= FEWEST_STORIES)
    values = np.full((6, len(seen.units)), np.nan)
    if chosen.any():
        kept = chosen[seen.unit]
        place = np.cumsum(chosen) - 1
        few = Observations(
            tuple(unit for unit, keep in zip(seen.units, chosen, strict=True) if keep),
            place[seen.unit[kept]],
            seen.story[kept],
            seen.article[kept],
            seen.outcome[kept],
            seen.covariates[kept],
        )
        found = estimate_rates(few, draws)
        values[:, chosen] = [found.raw, found.raw_low, found.raw_high, found.adjusted, found.low, found.high]
    for rate in _rates(seen, "states", list(values), np.full(len(seen.units), np.nan)):
        unit, other = rate.unit.split("\t")
        yield PairRate(unit, other, rate)


def _corrected(rates: Sequence[Rate], tests: Sequence[Test]) -> tuple[list[Rate], list[Test]]:
    """All outlets' tests of all measures are one family, the overall tests another."""
    each, overall = adjust_p([rate.p for rate in rates]), adjust_p([test.p for test in tests])
    return (
        [replace(rate, p_corrected=p) for rate, p in zip(rates, each, strict=True)],
        [replace(test, p_corrected=p) for test, p in zip(tests, overall, strict=True)],
    )
