"""The permutation test over stories: what it is centred on, what it finds, what it takes for no difference. Ratings."""

from itertools import permutations, product

import numpy as np
import pytest

from compare.errors import BadInput
from compare.scale import statistics
from compare.scale.grouping import group_outlets
from compare.scale.statistics import Observations, permutation_test

T = 4  # the outlet that is looked at; the others are 0 to 3
ALL = np.ones(5, bool)


def observations(rows, outcomes, outlets=5):
    """Of rows of outlet, story and article; nothing to adjust for."""
    unit, story, article = np.array(rows).T
    names = tuple(f"outlet-{number}" for number in range(outlets))
    return Observations(names, unit, story, article, np.array(outcomes, float), np.zeros((len(rows), 3)))


def two_levels(rate, seed):
    """T beside one other, which states .80 of eight claims, in 40 stories; two others at .50 in 160."""
    random = np.random.default_rng(seed)
    rows, outcomes = [], []
    for story in range(200):
        others = 0.8 if story < 40 else 0.5
        pair = [T, random.integers(4)] if story < 40 else random.choice(4, 2, replace=False)
        for place, outlet in enumerate(pair):
            rows += [(outlet, story, 2 * story + place)] * 8
            outcomes += list(random.random(8) < (rate if outlet == T else others))
    return observations(rows, outcomes)


@pytest.mark.parametrize("rate", [0.5, 0.99])
def test_an_outlet_that_differs_from_its_stories_others_is_found_whatever_all_others_do(rate):
    """T states as many claims as the outlets of other stories, or more than its own stories' others."""
    for seed in range(5):
        assert permutation_test(two_levels(rate, seed), ALL, 400)[2][T] < 0.01


def test_an_outlet_that_is_as_its_stories_others_is_not_found():
    """T is in the stories of which everybody states more: that is the stories' doing."""
    found = [permutation_test(two_levels(0.8, seed), ALL, 200)[2][T] for seed in range(20)]
    assert sum(p <= 0.05 for p in found) <= 3


def long_articles(seed):
    """T, with three times the claims of the others, is in the 40 of 150 stories in which everybody states more."""
    random = np.random.default_rng(seed)
    rows, outcomes = [], []
    for story in range(150):
        easy = story < 40
        chance = 1 / (1 + np.exp(-random.normal(1.4 if easy else 0.0, 0.4)))
        others = random.choice(4, random.integers(1, 4) + (not easy), replace=False)
        for place, outlet in enumerate([T, *others] if easy else others):
            claims = random.integers(2, 9) * (3 if outlet == T else 1)
            rows += [(outlet, story, 10 * story + place)] * claims
            outcomes += list(random.random(claims) < chance)
    return observations(rows, outcomes)


def test_long_articles_in_stories_of_a_high_level_are_no_difference():
    """Nobody differs; a level taken out by article and not by claim finds T in every corpus."""
    found = [permutation_test(long_articles(seed), ALL, 200) for seed in range(20)]
    assert sum(each[T] <= 0.05 for _, _, each in found) <= 3
    assert sum(p <= 0.05 for _, p, _ in found) <= 3


def test_stories_in_which_nobody_did_it_say_nothing():
    """T's long articles are only in those: what the lengths predict for them is no difference."""
    random = np.random.default_rng(2)
    rows = [(outlet, story, 3 * story + outlet % 3) for story in range(40) for outlet in (T, 0, 2) for _ in range(5)]
    rows += [(outlet, story, 3 * story + outlet) for story in range(40, 100) for outlet in (0, 1, 2) for _ in range(5)]
    seen = observations(rows, [story >= 40 and random.random() < 0.4 for _, story, _ in rows])
    length = np.where(seen.unit == T, 2.0, 0.0) + random.normal(0, 1, 300)[seen.article]
    seen = Observations(
        *(getattr(seen, name) for name in ("units", "unit", "story", "article", "outcome")), length[:, None]
    )
    assert permutation_test(seen, ALL, 200)[2][T] == 1


def test_the_score_is_centred_and_scaled_by_what_permutation_gives():
    """Every permutation of three small stories: the sums' mean is 0, their variance the one that is divided by."""
    random = np.random.default_rng(3)
    rows = [
        (outlet, story, 10 * story + place)
        for story, outlets in enumerate(((0, 1, 2), (0, 0, 1), (2, 1)))
        for place, outlet in enumerate(outlets)
        for _ in range(random.integers(1, 6))
    ]
    seen = observations(rows, random.random(len(rows)) < 0.6, outlets=3)
    unit, story, remainder = statistics._remainders(seen)
    own = [list(permutations(unit[story == number])) for number in range(3)]
    sums = np.array([np.bincount(np.concatenate(labels), remainder, 3) for labels in product(*own)])
    assert sums.mean(axis=0) == pytest.approx(np.zeros(3), abs=1e-12)
    assert statistics._permuted_variance(unit, story, remainder, 3) == pytest.approx(sums.var(axis=0))


def test_an_outlet_that_was_never_beside_another_has_a_p_of_one():
    """Nothing can be said of it, and the others' p is a number."""
    seen = two_levels(0.5, 1)
    alone = np.where(seen.unit == T, seen.story + 1000, seen.story)
    _, p, each = permutation_test(Observations(seen.units, seen.unit, alone, seen.article, *both(seen)), ALL, 50)
    assert each[T] == 1
    assert np.isfinite(each).all()
    assert 0 < p <= 1


def both(seen):
    """Outcomes and covariates."""
    return seen.outcome, seen.covariates


def rated(folder, *ratings):
    """The group of outlet a with these (label, as_of) by R."""
    tables = ", ".join(f'{{by = "R", label = "{label}"{dated(as_of)}}}' for label, as_of in ratings)
    (folder / "outlets.toml").write_text(f'[a]\nname = "A"\nratings = [{tables}]\n')
    return group_outlets("rating", "", folder)("a")


def dated(as_of):
    """The key, as a text."""
    return f', as_of = "{as_of}"' if as_of else ""


def test_of_two_ratings_by_one_rater_the_later_counts(tmp_path):
    """Whatever their order in the file."""
    old, new = ("left", "2019-05-01"), ("centre", "2024-05-01")
    assert rated(tmp_path, old, new) == rated(tmp_path, new, old) == "centre (R)"
    assert rated(tmp_path, ("left", "2019"), ("left", "2019"), ("centre", "2024-05")) == "centre (R)"


@pytest.mark.parametrize("dates", [("2024-05-01", "2024-05-01"), ("", ""), ("2024", "2024-05-01")])
def test_two_ratings_of_one_date_are_refused(tmp_path, dates):
    """Which of the two counts is not ours to choose."""
    with pytest.raises(BadInput, match=r"^outlets\.toml: a has two ratings by R of one date; keep one$"):
        rated(tmp_path, ("left", dates[0]), ("centre", dates[1]))


@pytest.mark.parametrize("date", ["", "May 2024"])
def test_a_rating_whose_date_cannot_be_compared_is_refused(tmp_path, date):
    """It may be the later one or not."""
    with pytest.raises(BadInput, match="a has two ratings by R, one without an as_of such as 2024-05-31; date it"):
        rated(tmp_path, ("left", "2019-05-01"), ("centre", date))
