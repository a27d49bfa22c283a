"""Learn which figures that agree are for one thing, and write it into compare/data/figure_alignment.json.

    python scripts/train_figure_agreement.py CORPORA [--workers 2]

CORPORA is a folder made by ``compare import ../shared/stories/many.jsonl.gz --corpora CORPORA``. It learns from 2,900
pairs of these stories that were judged one by one (scripts/figure_labelled.py): 1,600 of those that an earlier model
reported, 800 that it held unlikely and 540 that a rule forbade. Rarer kinds were drawn more often, so every judged pair
counts for as many as there are of its kind where scores and thresholds are found, on stories left out of training. The
gold stories, the demo and the sentence pairs of ../shared/bench are not seen.
"""

from collections.abc import Sequence
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
from sklearn.metrics import average_precision_score, roc_auc_score

from compare.matching.figure_agreement import AGREEMENT_FEATURES, agreement_rows, may_agree

_STRENGTH = 0.03  # of .01, .03 and .1 the AUCs on stories left out differ by less than .001
_BINS = (0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)  # of the first model's probability


@dataclass(frozen=True)
class Row:
    """A pair of figures that agree.

    Attributes:
        probability: by the first model, that they are for one thing.
        obstacle: whether a rule says that they are not.
        label: what was judged of it; empty where nobody judged it.
    """

    story: str
    kind: str
    features: tuple[float, ...]
    probability: float
    obstacle: bool
    label: str


def main() -> None:
    """Read the stories, fit both kinds, write."""
    options = options_of(__doc__)
    rows = over_stories(options, read_stories)
    write_models({"agreement": {kind: fitted([row for row in rows if row.kind == kind], kind) for kind in KINDS}})


def read_stories(corpora: Path, names: Sequence[str]) -> list[Row]:
    """The rows of some stories."""
    rows, labels = [], read_labels()
    for name, _, reading in readings(corpora, names):
        pairs = all_pairs(reading)
        found = [pair for pair in pairs if may_agree(pair)]
        for pair, row in zip(found, agreement_rows(found, pairs).tolist(), strict=True):
            label = labels.get(key_of(name, pair), "")
            rows.append(Row(name, pair.kind, tuple(row), pair.probability, bool(pair.alignment.obstacle), label))
    return rows


def fitted(rows: Sequence[Row], kind: str) -> dict[str, object]:
    """The record of one kind: coefficients, the threshold of the best F1 on held-out stories, and what it finds."""
    judged = [row for row in rows if row.label]
    table, labels = np.array([row.features for row in judged]), np.array([row.label == "compatible" for row in judged])
    chances = held_out(table, labels, [row.story for row in judged], _STRENGTH)
    weights = _stands_for(rows, judged)
    first = np.array([row.probability for row in judged])
    auc, before = (round(float(roc_auc_score(labels, by, sample_weight=weights)), 3) for by in (chances, first))
    scores = {
        "auc": auc,
        "auc_of_the_first_model": before,
        "ap": round(float(average_precision_score(labels, chances, sample_weight=weights)), 3),
        "judged": len(judged),
        "one_thing": int(labels.sum()),
    }
    found = {f"{least:.2f}": _at(least, chances, labels, weights) for least in np.arange(0.3, 0.81, 0.02)}
    threshold = max(found, key=lambda least: found[least]["f1"])
    tenths = {least: values for least, values in found.items() if least.endswith("0")}
    print(kind, scores, *found.items(), f"threshold {threshold}", sep="\n  ")
    return {
        **record_of(AGREEMENT_FEATURES, fit(table, labels, _STRENGTH)),
        "threshold": float(threshold),
        "trained_on": f"{len(judged)} judged pairs of {len({row.story for row in judged})} stories",
        "held_out": {**scores, "found": tenths, "reliability": _reliability(chances, labels, weights)},
    }


def _stands_for(rows: Sequence[Row], judged: Sequence[Row]) -> np.ndarray:
    """(judged,) how many pairs of all stories each judged one stands for."""
    of_all, of_judged = (_bins(part) for part in (rows, judged))
    count = 2 * (len(_BINS) + 1)
    share = np.bincount(of_all, minlength=count) / np.maximum(1, np.bincount(of_judged, minlength=count))
    return np.asarray(share[of_judged])


def _bins(rows: Sequence[Row]) -> np.ndarray:
    """By the first model's probability, and by whether a rule forbids the pair."""
    likely = np.digitize([row.probability for row in rows], _BINS)
    return np.asarray(2 * likely + np.array([row.obstacle for row in rows]))


def _at(least: float, chances: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    """Precision, recall, F1 and the number of pairs that a threshold lets pass in all stories."""
    above = chances >= least
    right, rows = weights[above & labels].sum(), weights[above].sum()
    precision, recall = right / rows, right / weights[labels].sum()
    f1 = 2 * precision * recall / (precision + recall)
    scores = {"precision": precision, "recall": recall, "f1": f1}
    return {name: round(float(value), 3) for name, value in scores.items()} | {"pairs": round(float(rows))}


def _reliability(chances: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> list[list[float]]:
    """Mean probability and share of one thing in each fifth of the scale."""
    places = np.minimum((chances * 5).astype(int), 4)
    rows = [(chances[places == place], labels[places == place], weights[places == place]) for place in range(5)]
    return [[round(float(np.average(part, weights=each)), 3) for part in (mean, right)] for mean, right, each in rows]


if __name__ == "__main__":
    main()
