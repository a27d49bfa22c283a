"""Do the summary's intervals cover the truth, does its test hold its level, and does it find what is there?

.venv/bin/python scripts/simulate_summary.py [--runs 400] [--stories 150] [--only coverage|few|test]

Simulated corpora with known rates. ``coverage``: stories of two to five of six outlets. A story has claims that others
share; an outlet states one with a chance that depends on the outlet (its known rate), the length of its article, the
hours since the first article, and chance that all claims of one article and all of one story have in common. Longer
articles are likelier for some outlets, so that raw rates are off the truth. The truth is each outlet's mean chance over
a large drawn population. ``few``: outlets of 10 to 15 stories or of about 60, rare and frequent outcomes. ``test``:
outlet T in stories of another level than the rest, with articles as long as the others' or three times as long.
"""

import argparse
from collections.abc import Callable
from functools import partial

import numpy as np

from compare.scale.statistics import Observations, estimate_rates, permutation_test

EFFECTS = np.array([-0.8, -0.4, 0.0, 0.0, 0.4, 0.8])
LENGTH_OF_OUTLET = np.array([0.5, -0.3, 0.0, 0.3, -0.2, 0.4])
T = 4  # the outlet of the level tests; the others are 0 to 3


def main() -> None:
    """Run and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--runs", type=int, default=400)
    arguments.add_argument("--stories", type=int, default=150)
    arguments.add_argument("--draws", type=int, default=400)
    arguments.add_argument("--only", choices=("coverage", "few", "test"))
    given = arguments.parse_args()
    if given.only in (None, "coverage"):
        cover(given.runs, given.stories, given.draws)
    if given.only in (None, "few"):
        for outlets, stories in ((15, 62), (6, 120)):
            for rate in (0.02, 0.1, 0.55):
                cover_few(given.runs, outlets, stories, rate, given.draws)
    if given.only in (None, "test"):
        test_levels(given.runs)


def cover(runs: int, stories: int, draws: int) -> None:
    """Coverage of the adjusted rates' intervals, and how often the test rejects where no outlet differs."""
    truth = true_rates()
    raw_truth_missed, covered, rejected = [], [], []
    for number in range(runs):
        random = np.random.default_rng(1000 + number)
        seen = corpus(random, stories, EFFECTS)
        found = estimate_rates(seen, draws=draws, seed=number)
        covered.append((found.low <= truth) & (truth <= found.high))
        raw_truth_missed.append(found.raw - truth)
        null = corpus(np.random.default_rng(500_000 + number), stories, np.zeros(6))
        _, p, each = permutation_test(null, np.ones(6, bool), permutations=400, seed=number)
        rejected.append([p <= 0.05, *(each <= 0.05)])
    each = np.mean(covered, axis=0)
    print(f"{runs} corpora of {stories} stories, about {len(seen.unit)} occasions, {draws} draws")
    print("true rates            ", " ".join(f"{value:.3f}" for value in truth))
    print("raw minus true, mean  ", " ".join(f"{value:+.3f}" for value in np.mean(raw_truth_missed, axis=0)))
    print("intervals that cover  ", " ".join(f"{value:.3f}" for value in each), f"all: {np.mean(covered):.4f}")
    shares = np.mean(rejected, axis=0)
    print(f"null corpora rejected at 5 %: {shares[0]:.4f}; each outlet {' '.join(f'{one:.3f}' for one in shares[1:])}")


def cover_few(runs: int, outlets: int, stories: int, rate: float, draws: int) -> None:
    """Coverage where every outlet has one known rate: of those shown, with 10 to 15 stories where outlets are many."""
    raw, adjusted = [], []
    for number in range(runs):
        seen = alike(np.random.default_rng(number), rate, outlets, stories)
        found, many = estimate_rates(seen, draws=draws, seed=number), seen.story_counts()
        shown = (seen.counts() >= 20) & (many >= 10) & ((many <= 15) | (outlets == 6))
        raw += list(((found.raw_low <= rate) & (rate <= found.raw_high))[shown])
        adjusted += list(((found.low <= rate) & (rate <= found.high))[shown])
    name = "about 60 stories" if outlets == 6 else "10 to 15 stories"
    print(f"{name}, rate {rate}: {len(raw)} intervals cover: raw {np.mean(raw):.3f}, adjusted {np.mean(adjusted):.3f}")


def alike(random: np.random.Generator, rate: float, outlets: int, stories: int) -> Observations:
    """Stories of three outlets, all with one rate; claims of a story and of an article correlate by .1 each."""
    rows: list[tuple[int, int, int]] = []
    outcomes: list[float] = []
    for story in range(stories):
        level = random.beta(rate * 9, (1 - rate) * 9)
        for outlet in random.choice(outlets, 3, replace=False):
            claims = 1 + int(random.poisson(7))
            chance = random.beta(max(level, 1e-3) * 9, max(1 - level, 1e-3) * 9)
            rows += [(int(outlet), story, 1 + rows[-1][2] if rows else 0)] * claims
            outcomes += list((random.random(claims) < chance).astype(float))
    return _observations(outlets, rows, outcomes)


def test_levels(runs: int) -> None:
    """The test's power where T differs from its others and not from all, and its size where it only seems to."""

    def rejected(name: str, draw: Callable[[np.random.Generator], Observations]) -> None:
        found = []
        for number in range(runs):
            seen = draw(np.random.default_rng(number))
            _, p, each = permutation_test(seen, np.ones(5, bool), permutations=400, seed=number)
            found.append([p, *each])
        shares = np.mean(np.array(found) <= 0.05, axis=0)
        typical = f"median p of T {np.median(np.array(found)[:, 1 + T]):.3f}"
        print(f"{name}: rejected at 5 %: overall {shares[0]:.3f}, T {shares[1 + T]:.3f},", end=" ")
        print(f"others {shares[1 : 1 + T].mean():.3f}; {typical}")

    rejected("T .50 where its others state .80, all others .50", lambda random: two_levels(random, 0.5))
    rejected("T .80 where its others state .80, all others .50", lambda random: two_levels(random, 0.8))
    for usual, times, apart in ((0, 1, 0.0), (0, 1, -0.5), (0, 3, 0.0), (0, 3, -0.5), (-3, 3, 0.0)):
        name = f"T in easier stories, usual log-odds {usual}, articles times {times}, {apart:+.1f} from its others"
        rejected(name, partial(mixed_levels, usual=usual, times=times, apart=apart))


def two_levels(random: np.random.Generator, rate: float) -> Observations:
    """40 stories of T and one other that states .80 of eight claims, 160 of two others that state .50."""
    rows: list[tuple[int, int, int]] = []
    outcomes: list[float] = []
    for story in range(200):
        others = 0.8 if story < 40 else 0.5
        pair = [T, int(random.integers(4))] if story < 40 else random.choice(4, 2, replace=False)
        for place, outlet in enumerate(pair):
            rows += [(int(outlet), story, 2 * story + place)] * 8
            outcomes += list((random.random(8) < (rate if outlet == T else others)).astype(float))
    return _observations(5, rows, outcomes)


def mixed_levels(random: np.random.Generator, usual: float, times: int, apart: float) -> Observations:
    """150 stories of two to four outlets; T is in the 40 that are 1.4 log-odds easier, with ``times`` the claims."""
    rows: list[tuple[int, int, int]] = []
    outcomes: list[float] = []
    for story in range(150):
        level = usual + random.normal(1.4 if story < 40 else 0.0, 0.4)
        others = random.choice(4, int(random.integers(1, 4)) + (story >= 40), replace=False)
        for outlet in [T, *others] if story < 40 else others:
            claims = int(random.integers(2, 9)) * (times if outlet == T else 1)
            log_odds = level + random.normal(0, 0.4) + (apart if outlet == T else 0.0)
            rows += [(int(outlet), story, 1 + rows[-1][2] if rows else 0)] * claims
            outcomes += list((random.random(claims) < 1 / (1 + np.exp(-log_odds))).astype(float))
    return _observations(5, rows, outcomes)


def _observations(outlets: int, rows: list[tuple[int, int, int]], outcomes: list[float]) -> Observations:
    """Of rows of outlet, story and article, without anything to adjust for."""
    unit, story, article = np.array(rows, dtype=np.int64).T
    names = tuple(f"outlet-{number}" for number in range(outlets))
    return Observations(names, unit, story, article, np.array(outcomes), np.zeros((len(rows), 3)))


def true_rates() -> np.ndarray:
    """(outlets,) mean chance to state a claim, were all articles of a large population the outlet's."""
    random = np.random.default_rng(7)
    population = corpus(random, 40_000, EFFECTS, population=True)
    return np.asarray(population.outcome.reshape(-1, len(EFFECTS)).mean(axis=0))


def corpus(random: np.random.Generator, stories: int, effects: np.ndarray, *, population: bool = False) -> Observations:
    """A simulated corpus; as a population, the chance of every occasion under every outlet instead of outcomes."""
    rows: list[tuple[int, int, int, float, float]] = []
    outcomes: list[object] = []
    article = 0
    for story in range(stories):
        present = random.choice(len(effects), size=random.integers(2, 6), replace=False)
        hours = np.where(np.arange(len(present)) == 0, 0.0, random.exponential(6, len(present)))
        claims = int(random.integers(2, 9))
        common = random.normal(0, 0.4)
        for outlet, hour in zip(present, hours, strict=True):
            words = LENGTH_OF_OUTLET[outlet] + random.normal(6.4, 0.5)
            base = 0.2 + common + random.normal(0, 0.4) + 0.8 * (words - 6.4) + 0.3 * (np.log1p(hour) - 1.2)
            if population:
                outcomes += [1 / (1 + np.exp(-(base + effects)))] * claims
            else:
                outcomes += list(random.random(claims) < 1 / (1 + np.exp(-(base + effects[outlet]))))
            rows += [(outlet, story, article, words, np.log1p(hour))] * claims
            article += 1
    units = tuple(f"outlet-{number}" for number in range(len(effects)))
    table = np.array(rows)
    return Observations(
        units,
        table[:, 0].astype(np.int64),
        table[:, 1].astype(np.int64),
        table[:, 2].astype(np.int64),
        np.array(outcomes, dtype=np.float64),
        table[:, 3:],
    )


if __name__ == "__main__":
    main()
