"""Rates by outlet with what else moves them taken out, their intervals, and tests against "no outlet differs".

The unit of chance is the story: claims of one story stand or fall together, so stories, never claims, are drawn again
(cluster bootstrap; Davison and Hinkley 1997, Bootstrap Methods and their Application, section 3.8) and labels are
permuted only within a story.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Estimates", "Observations", "adjust_p", "estimate_rates", "median_intervals", "permutation_test"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

DRAWS = 1000
PERMUTATIONS = 2000
SEED = 20240501  # fixed: the same results give the same summary
# Different rows that rates are standardised over, drawn where there are more. Over 4,000 of them the 1,000 samples of
# 50 outlets take 1.2 s, those of their 2,450 pairs a minute.
_REFERENCE = 4000
# Standard deviation of the prior on an outlet's log-odds: weak (it moves a rate of 18 of 20 by less than .01), and
# keeps an outlet that states 20 of 20 finite (Gelman et al. 2008, Annals of Applied Statistics 2(4), use 2.5 too).
_PRIOR = 2.5


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """Occasions on which an outlet could have done something, and whether it did.

    Attributes:
        units: names of the outlets (or owners, ratings, pairs); ``unit`` counts into them.
        unit, story, article: (n,) of each occasion; articles are numbered so that a story's are consecutive.
        outcome: (n,) 1 where it did, else 0; any number for medians.
        covariates: (n, k) what else moves the outcome; standardised here, not by the caller.
    """

    units: tuple[str, ...]
    unit: Ints
    story: Ints
    article: Ints
    outcome: Floats
    covariates: Floats

    def counts(self) -> Ints:
        """(units,) occasions of each."""
        return np.bincount(self.unit, minlength=len(self.units))

    def story_counts(self) -> Ints:
        """(units,) stories that the occasions are from."""
        pairs = np.unique(np.stack([self.unit, self.story], axis=1), axis=0)
        return np.bincount(pairs[:, 0], minlength=len(self.units))


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """(units,) each: shares between 0 and 1 with the ends of their 95 % intervals; NaN where nothing was seen."""

    raw: Floats
    raw_low: Floats
    raw_high: Floats
    adjusted: Floats
    low: Floats
    high: Floats


def estimate_rates(seen: Observations, draws: int = DRAWS, seed: int = SEED) -> Estimates:
    """Raw and adjusted rates with percentile intervals of a story-clustered bootstrap.

    Adjusted: a logistic regression of the outcome on the outlet and the covariates; an outlet's rate is the mean of
    what the model predicts if all occasions had been its own (predictive margins: Graubard and Korn 1999, Biometrics
    55(2), 652-659). So outlets are compared at the same article lengths and publication times.
    """
    stories, story = np.unique(seen.story, return_inverse=True)
    design = _design(seen.covariates)
    rows, times = _reference(design, seen.story)
    ones = np.ones(len(design))
    start = _fit(seen, design, ones, np.zeros(len(seen.units) + design.shape[1]))
    raws, margins = [], []
    random = np.random.default_rng(seed)
    for _ in range(draws):
        drawn = np.bincount(random.integers(0, len(stories), len(stories)), minlength=len(stories))
        weights = drawn[story].astype(np.float64)
        raws.append(_raw(seen, weights))
        margins.append(
            _margins(_fit(seen, design, weights, start), design[rows], weights[rows] * times, len(seen.units))
        )
    raw_low, raw_high = _ends(np.array(raws))
    low, high = _ends(np.array(margins))
    whole = _margins(start, design[rows], times, len(seen.units))
    raw = _raw(seen, ones)
    raw_low, raw_high = _widened(raw, raw_low, raw_high, seen.story_counts())
    low, high = _widened(raw, low, high, seen.story_counts())
    return Estimates(raw, raw_low, raw_high, whole, low, high)


def median_intervals(seen: Observations, draws: int = DRAWS) -> tuple[Floats, Floats, Floats]:
    """(units,) median outcome and the ends of its interval, stories drawn again."""
    random = np.random.default_rng(SEED)
    found = np.full((3, len(seen.units)), np.nan)
    for number in range(len(seen.units)):
        mine = seen.unit == number
        if mine.any():
            found[:, number] = _median(seen.outcome[mine], seen.story[mine], draws, random)
    return found[0], found[1], found[2]


def permutation_test(
    seen: Observations, chosen: npt.NDArray[np.bool_], permutations: int = PERMUTATIONS, seed: int = SEED
) -> tuple[float, float, Floats]:
    """Test against "no outlet differs from the others in its stories": labels permuted among the articles of a story.

    The model without outlets is fitted once; what it leaves unexplained is summed by article, and articles swap labels
    with the others of their story, keeping their own length, time and remainder (Freedman and Lane 1983, Journal of
    Business & Economic Statistics 1(4), 292-298). An outlet's score is the squared sum of its articles' remainders by
    the variance of that sum under permutation; ``_remainders`` has expectation 0 there, so that doing it less often
    than the others counts as much as more often, in stories of whatever level. The statistic is the sum of the scores.

    Args:
        seen: the occasions.
        chosen: (units,) those that count; the others' articles are permuted with them.
        permutations: how many.
        seed: of the random numbers.

    Returns:
        The statistic, the p of all outlets together, and (units,) the two-sided p of each; NaN for those not chosen.
        An outlet whose articles never stood beside another's has a p of 1.
    """
    unit, story, remainder = _remainders(seen)
    spread = _permuted_variance(unit, story, remainder, len(seen.units))
    there = _scores(unit, remainder, spread)
    random = np.random.default_rng(seed)
    beyond, beyond_each = 0, np.zeros(len(seen.units))
    total = float(there[chosen].sum())
    for _ in range(permutations):
        shuffled = unit[np.argsort(story + random.random(len(story)))]
        scores = _scores(shuffled, remainder, spread)
        beyond += scores[chosen].sum() >= total - 1e-9
        beyond_each += scores >= there - 1e-9
    each = np.where(chosen, (1 + beyond_each) / (1 + permutations), np.nan)
    return total, (1 + beyond) / (1 + permutations), each


def adjust_p(values: Sequence[float]) -> list[float]:
    """P values corrected for their number by false discovery rate (Benjamini and Hochberg 1995); NaN stays."""
    order = sorted((number for number, value in enumerate(values) if not np.isnan(value)), key=lambda n: -values[n])
    adjusted = [float("nan")] * len(values)
    least = 1.0
    for place, number in enumerate(order):
        least = min(least, values[number] * len(order) / (len(order) - place))
        adjusted[number] = least
    return adjusted


def _design(covariates: Floats) -> Floats:
    """(n, 1 + k) a column of ones and the covariates in standard deviations; those that do not vary are left out."""
    spread = covariates.std(axis=0)
    varying = covariates[:, spread > 1e-9]
    standard = (varying - varying.mean(axis=0)) / np.maximum(spread[spread > 1e-9], 1e-9)
    return np.column_stack([np.ones(len(covariates)), standard])


def _reference(design: Floats, story: Ints) -> tuple[Ints, Floats]:
    """Rows that stand for all occasions, and how many occasions each stands for.

    Occasions of one article have the same covariates, so the mean over the articles, each as often as it has occasions,
    is the mean over all. Rows are drawn, not taken at even steps: a table in which outlets alternate would give one.
    """
    _, rows, times = np.unique(np.column_stack([story, design]), axis=0, return_index=True, return_counts=True)
    chosen = np.sort(np.random.default_rng(SEED).permutation(len(rows))[:_REFERENCE])
    return rows[chosen], times[chosen].astype(np.float64)


def _sigmoid(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -35, 35))))


def _fit(seen: Observations, design: Floats, weights: Floats, start: Floats) -> Floats:
    """(units + columns,) log-odds of a penalised logistic regression, by Newton's method.

    The outlets' block of the Hessian is diagonal, so that only a system of the few covariates has to be solved
    (Schur complement): a step costs a pass over the rows, however many outlets there are.
    """
    count, columns = len(seen.units), design.shape[1]
    found = start.copy()
    # A trace of ridge on the covariates, for draws in which one of them does not vary.
    ridge = np.diag([0.0, *[1e-3] * (columns - 1)]) + 1e-9 * np.eye(columns)
    for _ in range(25):
        chance = _sigmoid(found[seen.unit] + design @ found[count:])
        error, spread = weights * (seen.outcome - chance), weights * chance * (1 - chance)
        slope = np.bincount(seen.unit, error, count) - found[:count] / _PRIOR**2
        own = np.bincount(seen.unit, spread, count) + 1 / _PRIOR**2
        across = np.stack([np.bincount(seen.unit, spread * column, count) for column in design.T], axis=1)
        shared = design.T @ (spread[:, None] * design) + ridge
        rest = design.T @ error - ridge @ found[count:]
        step = np.linalg.solve(shared - across.T @ (across / own[:, None]), rest - across.T @ (slope / own))
        change = np.concatenate([(slope - across @ step) / own, step])
        found += np.clip(change, -3, 3)
        if np.abs(change).max() < 1e-6:
            break
    return found


def _margins(fitted: Floats, design: Floats, weights: Floats, count: int) -> Floats:
    shared = design @ fitted[count:]
    return np.array([np.average(_sigmoid(shared + own), weights=weights) for own in fitted[:count]])


def _raw(seen: Observations, weights: Floats) -> Floats:
    count = len(seen.units)
    total = np.bincount(seen.unit, weights, count)
    return np.where(total > 0, np.bincount(seen.unit, weights * seen.outcome, count) / np.maximum(total, 1), np.nan)


def _ends(drawn: Floats) -> tuple[Floats, Floats]:
    """2.5th and 97.5th percentile of each column over the draws that have a number there; NaN where none has.

    A raw rate has none where the outlet was not drawn; its adjusted rate is then what the prior alone gives.
    """
    seen = ~np.isnan(drawn).all(axis=0)
    ends = np.full((2, drawn.shape[1]), np.nan)
    ends[:, seen] = np.nanpercentile(drawn[:, seen], [2.5, 97.5], axis=0)
    return ends[0], ends[1]


def _widened(raw: Floats, low: Floats, high: Floats, stories: Ints) -> tuple[Floats, Floats]:
    """The ends, for outlets that always or never did it, whose draws all agree, at least as wide as chance allows.

    None in k independent stories is likely up to a rate of 1 - .05^(1/k), about 3/k (Hanley and Lippman-Hand 1983,
    JAMA 249(13), 1743-1745).
    """
    chance = 1 - 0.05 ** (1 / np.maximum(stories, 1))
    low = np.where(raw == 1, np.minimum(low, 1 - chance), np.where(raw == 0, 0.0, low))
    high = np.where(raw == 0, np.maximum(high, chance), np.where(raw == 1, 1.0, high))
    return low, high


def _median(values: Floats, story: Ints, draws: int, random: np.random.Generator) -> tuple[float, float, float]:
    names, index = np.unique(story, return_inverse=True)
    groups = [values[index == number] for number in range(len(names))]
    drawn = [
        float(np.median(np.concatenate([groups[number] for number in random.integers(0, len(groups), len(groups))])))
        for _ in range(draws)
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(np.median(values)), float(low), float(high)


def _remainders(seen: Observations) -> tuple[Ints, Ints, Floats]:
    """(articles,) unit, story and what neither covariates nor the story's level explain, in order of stories.

    Three steps. The story's level is taken out occasion by occasion: taken out article by article, an outlet of long
    articles in stories of a high level would seem to differ (300 simulated corpora without a difference: 100 % rejected
    at 5 %, so 5 %). An article of many occasions varies more, so its remainder is divided by its binomial standard
    deviation in units of the story's mean one (else 14 %, so 6 %). And the mean over the story's articles, which is
    the exact expectation when labels are permuted within the story, is subtracted.
    """
    design = _design(seen.covariates)
    nobody = Observations(("",), np.zeros(len(seen.unit), np.int64), seen.story, seen.article, seen.outcome, design)
    odds = design @ _fit(nobody, design, np.ones(len(design)), np.zeros(1 + design.shape[1]))[1:]
    _, first, article = np.unique(seen.article, return_index=True, return_inverse=True)
    done: Floats = np.bincount(article, seen.outcome).astype(np.float64)
    by_story = np.argsort(seen.story[first], kind="stable")
    first, done, occasions = first[by_story], done[by_story], np.bincount(article)[by_story]
    story = np.unique(seen.story[first], return_inverse=True)[1]
    chance = _sigmoid(odds[first] + _levels(odds[first], occasions, done, story)[story])
    spread = np.sqrt(occasions * chance * (1 - chance))
    # Where nobody or everybody did it no article differs from another: no more may be left there than rounding.
    standard = np.where(spread > 1e-3, (done - occasions * chance) / np.maximum(spread, 1e-3), 0.0)
    articles = np.bincount(story)
    standard *= np.sqrt(np.bincount(story, spread**2) / articles)[story]
    return seen.unit[first], story, standard - (np.bincount(story, standard) / articles)[story]


def _levels(odds: Floats, occasions: Ints, done: Floats, story: Ints) -> Floats:
    """(stories,) what is added to the log-odds of a story's articles, so that as many are expected as there were."""
    total = np.bincount(story, done)
    low, high = np.full(len(total), -70.0), np.full(len(total), 70.0)
    for _ in range(50):  # halving: as sure as it is slow, and it is done once
        middle = (low + high) / 2
        few = np.bincount(story, occasions * _sigmoid(odds + middle[story])) < total
        low, high = np.where(few, middle, low), np.where(few, high, middle)
    return np.asarray((low + high) / 2)


def _permuted_variance(unit: Ints, story: Ints, remainder: Floats, count: int) -> Floats:
    """(units,) variance of the sum of a unit's remainders when labels are permuted within stories.

    Of k articles drawn without replacement from a story's m: k (m - k) / (m (m - 1)) times their sum of squares.
    """
    pairs, own = np.unique(story * count + unit, return_counts=True)
    among, squares = np.bincount(story)[pairs // count], np.bincount(story, remainder**2)[pairs // count]
    parts = own * (among - own) / (among * np.maximum(among - 1, 1)) * squares
    return np.asarray(np.bincount(pairs % count, parts, count), dtype=np.float64)


def _scores(unit: Ints, remainder: Floats, spread: Floats) -> Floats:
    """(units,) squared sum of each unit's remainders by its variance under permutation."""
    return np.asarray(np.bincount(unit, remainder, len(spread)) ** 2 / np.maximum(spread, 1e-9))
