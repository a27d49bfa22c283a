"""Learn which figures that differ are for one thing, and write it into compare/data/figure_alignment.json.

    python scripts/train_figure_conflict.py CORPORA [--workers 2]

CORPORA is a folder made by ``compare import ../shared/stories/many.jsonl.gz --corpora CORPORA``. Positive are figures
that two outlets agree on, after the number was changed in one of them (scripts/figure_plants.py), and pairs of the
stories as they are that a language model, which read both sentences, judged figures for one thing that differ or were
updated (scripts/figure_labels.csv: 1,900 of the likeliest pairs of an earlier model and 300 others, by offset).
Negative are all other pairs that differ in the stories as they are. Neither the gold stories, the demo nor the
sentence pairs of ../shared/bench are seen. Scores and thresholds are of stories left out of training.
"""

import argparse
import csv
import json
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from figure_plants import Reader, Reading, change, other_surface
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from compare.errors import CompareError
from compare.matching.cache import Cache
from compare.matching.figure_choice import agreements, may_differ
from compare.matching.figure_conflict import CONFLICT_FEATURES, conflict_rows
from compare.matching.figure_pairs import Candidate, candidates
from compare.records import Figure
from compare.sources.corpus import list_stories

_TARGET = Path(__file__).resolve().parent.parent / "compare" / "data" / "figure_alignment.json"
# Pairs of a story, as it is, that may come out as likely as a difference. Most are blocked by what else the articles
# say (docs/accuracy-figures.md has the rows that remain).
_A_STORY = {"number": 0.15, "calendar": 0.02}
_STRENGTH = 0.1
_FOLDS = 5
# Labels of pairs that are for one thing.
ONE_THING = frozenset({"differs", "updated"})
_LABELS = Path(__file__).parent / "figure_labels.csv"
_BY_CHANCE = 12  # counts up to this agree by chance


@dataclass(frozen=True)
class Row:
    """A pair of figures that differ.

    Attributes:
        planted: whether one of them was changed to make them so.
        label: what was judged of a pair as it is; empty where nobody judged it.
    """

    story: str
    kind: str
    features: tuple[float, ...]
    planted: bool
    label: str = ""


def main() -> None:
    """Read the stories, fit both kinds, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    names = list_stories(options.corpora)
    parts = [names[place :: options.workers * 8] for place in range(options.workers * 8)]
    rows: list[Row] = []
    with ProcessPoolExecutor(options.workers) as pool:
        for number, found in enumerate(pool.map(read_stories, [options.corpora] * len(parts), parts), 1):
            rows += found
            print(f"{number} of {len(parts)} parts, {len(rows)} pairs", flush=True)
    record = json.loads(_TARGET.read_text(encoding="utf-8"))
    record["conflict"] = {
        kind: fitted([row for row in rows if row.kind == kind], len(names), kind) for kind in _A_STORY
    }
    _TARGET.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    print(f"wrote {_TARGET}")


def read_stories(corpora: Path, names: Sequence[str]) -> list[Row]:
    """The rows of some stories; one that cannot be read is named and left out."""
    reader, rows, labels = Reader(Cache()), [], read_labels()
    for name in names:
        try:
            reading = reader.story(name, corpora)
        except CompareError as error:
            print(f"left out: {error}")
            continue
        pairs = all_pairs(reading)
        found = [pair for pair in pairs if asked(pair)]
        rows += [
            replace(row, label=labels.get(key_of(name, pair), ""))
            for pair, row in zip(found, as_rows(name, found, pairs, planted=False), strict=True)
        ]
        for figure, partner, changed in planted(reading, pairs, random.Random(name)):
            pairs = all_pairs(reader.read(changed))
            found = [pair for pair in pairs if asked(pair) and joins(pair, figure, partner)]
            rows += as_rows(name, found, pairs, planted=True)
    return rows


def read_labels() -> dict[tuple[str, frozenset[tuple[str, int]]], str]:
    """What was judged of pairs of figures, by story and places."""
    with _LABELS.open(encoding="utf-8", newline="") as file:
        return {
            (
                row["story_id"],
                frozenset({(row["outlet_a"], int(row["start_a"])), (row["outlet_b"], int(row["start_b"]))}),
            ): row["label"]
            for row in csv.DictReader(file)
        }


def key_of(story: str, pair: Candidate) -> tuple[str, frozenset[tuple[str, int]]]:
    """A pair's story and places."""
    return story, frozenset((side.figure.outlet, side.figure.start) for side in (pair.a, pair.b))


def all_pairs(reading: Reading) -> list[Candidate]:
    """Every two figures of a story, weighed for alignment."""
    prepared = reading.prepared
    return candidates(reading.articles, prepared.sentences, reading.figures, reading.matches, prepared.encoded)


def asked(pair: Candidate) -> bool:
    """Whether the model is ever asked about the pair."""
    return pair.judgement is not None and pair.judgement.relation == "differs" and may_differ(pair)


def joins(pair: Candidate, figure: Figure, partner: Figure) -> bool:
    """Whether the pair is of the planted figure, known by its place, and the one that agreed with it."""
    sides = {(side.outlet, side.start) for side in (pair.a.figure, pair.b.figure)}
    return sides == {(figure.outlet, figure.start), (partner.outlet, partner.start)}


def as_rows(name: str, chosen: Sequence[Candidate], pairs: Sequence[Candidate], *, planted: bool) -> list[Row]:
    """The features of some pairs of a story."""
    table = conflict_rows(chosen, pairs)
    kinds = ["calendar" if pair.a.is_calendar else "number" for pair in chosen]
    return [Row(name, kind, tuple(row), planted) for kind, row in zip(kinds, table.tolist(), strict=True)]


def planted(
    reading: Reading, pairs: Sequence[Candidate], chance: random.Random
) -> Iterator[tuple[Figure, Figure, tuple]]:  # type: ignore[type-arg]
    """Up to three telling numbers, a small count and a day that two outlets agree on, each changed in one of them."""
    agreed = [pair for pair in agreements(pairs) if pair.judgement and pair.judgement.relation == "same"]
    groups: dict[str, list[Candidate]] = {"telling": [], "small": [], "day": []}
    for pair in agreed:
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


def fitted(rows: Sequence[Row], stories: int, kind: str) -> dict:  # type: ignore[type-arg]
    """The record of one kind: coefficients, threshold by held-out stories, and what it finds there."""
    rows = [row for row in rows if row.label != "compatible"]  # one thing, yet no difference
    table = np.array([row.features for row in rows])
    labels = np.array([row.planted or row.label in ONE_THING for row in rows])
    groups = np.array([row.story for row in rows])
    held_out = np.zeros(len(rows))
    for learn, test in GroupKFold(_FOLDS).split(table, labels, groups):
        mean, scale, model = _fit(table[learn], labels[learn])
        held_out[test] = model.predict_proba((table[test] - mean) / scale)[:, 1]
    mean, scale, model = _fit(table, labels)
    real, judged = np.array([row.label in ONE_THING for row in rows]), np.array([bool(row.label) for row in rows])
    found = {}
    for rate in (0.03, 0.06, 0.1, 0.15, 0.2, 0.3):
        threshold = float(np.sort(held_out[~labels])[::-1][int(rate * stories)])
        above = held_out > threshold
        found[f"{rate}"] = {
            "from": round(threshold, 3),
            "planted": round(float(above[labels & ~real].mean()), 3),
            "real": round(float(above[real].mean()), 3),
            "right_of_judged": round(float(real[above & judged].mean()), 3),
        }
    threshold = float(np.sort(held_out[~labels])[::-1][int(_A_STORY[kind] * stories)])
    told = f"{(labels & ~real).sum()} planted, {real.sum()} real, {(~labels).sum()} others"
    print(kind, f"{told}; found at pairs a story:", found)
    return {
        "features": list(CONFLICT_FEATURES),
        "mean": mean.round(6).tolist(),
        "scale": scale.round(6).tolist(),
        "coefficients": model.coef_[0].round(6).tolist(),
        "intercept": round(float(model.intercept_[0]), 6),
        "threshold": round(threshold, 3),
        "trained_on": f"{stories} stories; {told}",
        "held_out": {"pairs_a_story": _A_STORY[kind], "found": found},
    }


def _fit(table: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, LogisticRegression]:
    spread = table.std(axis=0)
    mean, scale = table.mean(axis=0), np.where(spread > 0, spread, 1.0)
    return mean, scale, LogisticRegression(C=_STRENGTH, max_iter=3000).fit((table - mean) / scale, labels)


if __name__ == "__main__":
    main()
