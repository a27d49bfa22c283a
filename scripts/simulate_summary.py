"""Do the summary's intervals cover the truth, and does its test hold its level? Simulated corpora with known rates.

.venv/bin/python scripts/simulate_summary.py [--runs 400] [--stories 150]

Each corpus has stories of two to five of six outlets. A story has claims that others share; an outlet states one with a
chance that depends on the outlet (its known rate), the length of its article, the hours since the first article, and
chance that all claims of one article and all of one story have in common. Longer articles are likelier for some
outlets, so that raw rates are off the truth. The truth is each outlet's mean chance over a large drawn population.
"""

import argparse

import numpy as np

from compare.scale.statistics import Observations, estimate_rates, permutation_test

EFFECTS = np.array([-0.8, -0.4, 0.0, 0.0, 0.4, 0.8])
LENGTH_OF_OUTLET = np.array([0.5, -0.3, 0.0, 0.3, -0.2, 0.4])


def main() -> None:
    """Run and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--runs", type=int, default=400)
    arguments.add_argument("--stories", type=int, default=150)
    arguments.add_argument("--draws", type=int, default=400)
    given = arguments.parse_args()
    truth = true_rates()
    raw_truth_missed, covered, rejected = [], [], []
    for number in range(given.runs):
        random = np.random.default_rng(1000 + number)
        seen = corpus(random, given.stories, EFFECTS)
        found = estimate_rates(seen, draws=given.draws, seed=number)
        covered.append((found.low <= truth) & (truth <= found.high))
        raw_truth_missed.append(found.raw - truth)
        null = corpus(np.random.default_rng(500_000 + number), given.stories, np.zeros(6))
        _, p, _ = permutation_test(null, np.ones(6, bool), permutations=400, seed=number)
        rejected.append(p <= 0.05)
    each = np.mean(covered, axis=0)
    print(f"{given.runs} corpora of {given.stories} stories, about {len(seen.unit)} occasions, {given.draws} draws")
    print("true rates            ", " ".join(f"{value:.3f}" for value in truth))
    print("raw minus true, mean  ", " ".join(f"{value:+.3f}" for value in np.mean(raw_truth_missed, axis=0)))
    print("intervals that cover  ", " ".join(f"{value:.3f}" for value in each), f"all: {np.mean(covered):.4f}")
    print(f"null corpora rejected at 5 %: {np.mean(rejected):.4f}")


def true_rates() -> np.ndarray:
    """(outlets,) mean chance to state a claim, were all articles of a large population the outlet's."""
    random = np.random.default_rng(7)
    population = corpus(random, 40_000, EFFECTS, population=True)
    return population.outcome.reshape(-1, len(EFFECTS)).mean(axis=0)


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
