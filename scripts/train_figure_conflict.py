"""Learn which figures that differ are for one thing, and write it into compare/data/figure_alignment.json.

    python scripts/train_figure_conflict.py CORPORA [--workers 2]

CORPORA is a folder made by ``compare import ../shared/stories/many.jsonl.gz --corpora CORPORA``. Positive are figures
that two outlets agree on, after the number was changed in one of them (scripts/figure_plants.py), and pairs of the
stories as they are that a language model, which read both sentences, judged figures for one thing that differ or were
updated (scripts/figure_labelled.py: 1,900 of the likeliest pairs of an earlier model and 300 others).
Negative are all other pairs that differ in the stories as they are. Neither the gold stories, the demo nor the
sentence pairs of ../shared/bench are seen. Scores and thresholds are of stories left out of training.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from figure_labelled import (
    KINDS,
    all_pairs,
    fit,
    held_out,
    key_of,
    options_of,
    over_stories,
    read_labels,
    readings,
    record_of,
    write_models,
)
from figure_plants import Reading, change, other_surface

from compare.matching.figure_choice import agreed, explained, may_differ
from compare.matching.figure_conflict import (
    CONFIDENCE_FEATURES,
    CONFLICT_FEATURES,
    apart,
    confidence_rows,
    conflict_rows,
)
from compare.matching.figure_pairs import Candidate
from compare.records import Article, Figure
from compare.sources.corpus import list_stories

# Pairs of a story, as it is, that may come out as likely as a difference. Most are blocked by what else the articles
# say (docs/accuracy-figures.md has the rows that remain).
_A_STORY = {"number": 0.15, "calendar": 0.02}
_STRENGTH = 0.1
# Labels of pairs that are for one thing.
ONE_THING = frozenset({"differs", "updated"})
_BY_CHANCE = 12  # counts up to this agree by chance
_WEIGHED = 0.1  # the least probability of pairs from which it is learned how often such pairs are right


@dataclass(frozen=True)
class Row:
    """A pair of figures that differ.

    Attributes:
        apart: by what share of the larger number.
        planted: whether one of them was changed to make them so.
        explained: whether the articles give a reason why they differ.
        label: what was judged of a pair as it is; empty where nobody judged it.
    """

    story: str
    kind: str
    features: tuple[float, ...]
    apart: float
    planted: bool
    explained: bool
    label: str = ""


def main() -> None:
    """Read the stories, fit both kinds, write."""
    options = options_of(__doc__)
    rows, stories = over_stories(options, read_stories), len(list_stories(options.corpora))
    models = {kind: fitted([row for row in rows if row.kind == kind], stories, kind) for kind in KINDS}
    write_models({"conflict": models})


def read_stories(corpora: Path, names: Sequence[str]) -> list[Row]:
    """The rows of some stories."""
    rows, labels = [], read_labels()
    for name, reader, reading in readings(corpora, names):
        pairs = all_pairs(reading)
        found = [pair for pair in pairs if asked(pair)]
        given = [labels.get(key_of(name, pair), "") for pair in found]
        rows += as_rows(name, found, pairs, given, planted=False)
        for figure, partner, changed in planted(reading, pairs, random.Random(name)):
            pairs = all_pairs(reader.read(changed))
            found = [pair for pair in pairs if asked(pair) and joins(pair, figure, partner)]
            rows += as_rows(name, found, pairs, [""] * len(found), planted=True)
    return rows


def asked(pair: Candidate) -> bool:
    """Whether the model is ever asked about the pair."""
    return pair.judgement is not None and pair.judgement.relation == "differs" and may_differ(pair)


def joins(pair: Candidate, figure: Figure, partner: Figure) -> bool:
    """Whether the pair is of the planted figure, known by its place, and the one that agreed with it."""
    sides = {(side.outlet, side.start) for side in (pair.a.figure, pair.b.figure)}
    return sides == {(figure.outlet, figure.start), (partner.outlet, partner.start)}


def as_rows(
    name: str, chosen: Sequence[Candidate], pairs: Sequence[Candidate], labels: Sequence[str], *, planted: bool
) -> list[Row]:
    """The features of some pairs of a story."""
    table, why = conflict_rows(chosen, pairs).tolist(), explained(pairs)
    return [
        Row(name, pair.kind, tuple(row), apart(pair), planted, tuple(sorted(ids_of(pair))) in why, label)
        for pair, row, label in zip(chosen, table, labels, strict=True)
    ]


def ids_of(pair: Candidate) -> tuple[str, str]:
    """Of its figures."""
    return pair.a.figure.id, pair.b.figure.id


def planted(
    reading: Reading, pairs: Sequence[Candidate], chance: random.Random
) -> Iterator[tuple[Figure, Figure, tuple[Article, ...]]]:
    """Up to three telling numbers, a small count and a day that two outlets agree on, each changed in one of them."""
    same = [pair for pair in agreed(pairs) if pair.judgement and pair.judgement.relation == "same"]
    groups: dict[str, list[Candidate]] = {"telling": [], "small": [], "day": []}
    for pair in same:
        figure = pair.a.figure
        if figure.kind in {"weekday", "date"}:
            groups["day"] += [pair] * (pair.link >= 0.2)
        elif figure.kind == "count" and float(figure.low or 0) <= _BY_CHANCE:
            groups["small"] += [pair] * (pair.link >= 0.2)
        elif figure.kind not in {"ordinal", "time"}:
            groups["telling"].append(pair)
    for group, most in (("telling", 3), ("small", 1), ("day", 1)):
        chance.shuffle(groups[group])
        for pair in groups[group][:most]:
            figure, partner = (pair.a.figure, pair.b.figure)[:: chance.choice((1, -1))]
            surface = other_surface(figure.surface, figure.kind)
            if surface:
                yield figure, partner, tuple(change(article, figure, surface) for article in reading.articles)


def fitted(rows: Sequence[Row], stories: int, kind: str) -> dict[str, object]:
    """The record of one kind: coefficients, threshold by held-out stories, and what it finds there."""
    table = np.array([row.features for row in rows])
    labels = np.array([row.planted or row.label in ONE_THING for row in rows])
    agree = np.array([row.label == "compatible" for row in rows])  # one thing, yet no difference: nothing to learn from
    all_chances = held_out(table, labels, [row.story for row in rows], _STRENGTH, agree)
    confidence = confidence_of(rows, all_chances)
    table, labels, chances = table[~agree], labels[~agree], all_chances[~agree]
    rows = [row for row in rows if row.label != "compatible"]
    real, judged = np.array([row.label in ONE_THING for row in rows]), np.array([bool(row.label) for row in rows])
    found = {}
    for rate in (0.03, 0.06, 0.1, 0.15, 0.2, 0.3):
        threshold = float(np.sort(chances[~labels])[::-1][int(rate * stories)])
        above = chances > threshold
        found[f"{rate}"] = {
            "from": round(threshold, 3),
            "planted": round(float(above[labels & ~real].mean()), 3),
            "real": round(float(above[real].mean()), 3),
            "right_of_judged": round(float(real[above & judged].mean()), 3),
        }
    threshold = float(np.sort(chances[~labels])[::-1][int(_A_STORY[kind] * stories)])
    told = f"{(labels & ~real).sum()} planted, {real.sum()} real, {(~labels).sum()} others"
    print(kind, f"{told}; found at pairs a story:", found)
    return {
        **record_of(CONFLICT_FEATURES, fit(table, labels, _STRENGTH)),
        "threshold": round(threshold, 3),
        "confidence": confidence,
        "trained_on": f"{stories} stories; {told}",
        "held_out": {"pairs_a_story": _A_STORY[kind], "found": found},
    }


def confidence_of(rows: Sequence[Row], chances: np.ndarray) -> dict[str, object]:
    """How often pairs of so high a held-out probability, so far apart, are right in stories as they are."""
    kept = [
        place
        for place, row in enumerate(rows)
        if row.label and not row.explained and not row.planted and chances[place] >= _WEIGHED
    ]
    table = confidence_rows(chances[kept], [rows[place].apart for place in kept])
    right = np.array([rows[place].label in ONE_THING for place in kept])
    stories = [rows[place].story for place in kept]
    print(
        f"  confidence: {right.sum()} right of {len(kept)}; held out:",
        _by_third(held_out(table, right, stories, 1.0), right),
    )
    return record_of(CONFIDENCE_FEATURES, fit(table, right, 1.0))


def _by_third(chances: np.ndarray, right: np.ndarray) -> list[tuple[float, float]]:
    """Mean probability and share that is right, of the least likely third, the middle one and the likeliest."""
    parts = np.array_split(np.argsort(chances), 3)
    return [(round(float(chances[part].mean()), 3), round(float(right[part].mean()), 3)) for part in parts]


if __name__ == "__main__":
    main()
