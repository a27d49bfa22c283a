"""Pairs of figures of real stories that were judged one by one, and what three scripts that learn from pairs share.

scripts/figure_labels.csv names a figure by story, outlet and offset; it holds no news text. A language model read both
sentences, the sentence before each and the days of publication, and said whether the two figures are for one thing
and ``differs``, are ``updated`` or agree after all (``compatible``), or are for two things (``other``).
"""

import argparse
import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

import numpy as np
from figure_plants import Reader, Reading
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from compare.errors import CompareError
from compare.matching.cache import Cache
from compare.matching.figure_pairs import Candidate, candidates
from compare.sources.corpus import list_stories

MODEL = Path(__file__).resolve().parent.parent / "compare" / "data" / "figure_alignment.json"
KINDS = ("number", "calendar")
_LABELS = Path(__file__).parent / "figure_labels.csv"
_FOLDS = 5

Row = TypeVar("Row")
Key = tuple[str, frozenset[tuple[str, int]]]
Fit = tuple[np.ndarray, np.ndarray, LogisticRegression]  # mean, scale, and what was learned from (x - mean) / scale


def options_of(doc: str) -> argparse.Namespace:
    """``corpora`` and ``workers`` of the command line."""
    parser = argparse.ArgumentParser(description=doc.partition("\n")[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def read_labels() -> dict[Key, str]:
    """What was judged of pairs of figures, by story and places."""
    with _LABELS.open(encoding="utf-8", newline="") as file:
        return {
            (
                row["story_id"],
                frozenset({(row["outlet_a"], int(row["start_a"])), (row["outlet_b"], int(row["start_b"]))}),
            ): row["label"]
            for row in csv.DictReader(file)
        }


def key_of(story: str, pair: Candidate) -> Key:
    """A pair's story and places."""
    return story, frozenset((side.figure.outlet, side.figure.start) for side in (pair.a, pair.b))


def all_pairs(reading: Reading) -> list[Candidate]:
    """Every two figures of a story, weighed for alignment."""
    prepared = reading.prepared
    return candidates(reading.articles, prepared.sentences, reading.figures, reading.matches, prepared.encoded)


def over_stories(options: argparse.Namespace, rows_of: Callable[[Path, Sequence[str]], list[Row]]) -> list[Row]:
    """What a function makes of all stories, part by part in several processes."""
    names = list_stories(options.corpora)
    parts = [names[place :: options.workers * 8] for place in range(options.workers * 8)]
    rows: list[Row] = []
    with ProcessPoolExecutor(options.workers) as pool:
        for number, found in enumerate(pool.map(rows_of, [options.corpora] * len(parts), parts), 1):
            rows += found
            print(f"{number} of {len(parts)} parts, {len(rows)} pairs", flush=True)
    return rows


def readings(corpora: Path, names: Sequence[str]) -> Iterator[tuple[str, Reader, Reading]]:
    """Stories, read; one that cannot be is named and left out."""
    reader = Reader(Cache())
    for name in names:
        try:
            yield name, reader, reader.story(name, corpora)
        except CompareError as error:
            print(f"left out: {error}")


def fit(table: np.ndarray, labels: np.ndarray, strength: float) -> Fit:
    """A logistic regression of standardised features."""
    spread = table.std(axis=0)
    mean, scale = table.mean(axis=0), np.where(spread > 0, spread, 1.0)
    return mean, scale, LogisticRegression(C=strength, max_iter=3000).fit((table - mean) / scale, labels)


def held_out(
    table: np.ndarray, labels: np.ndarray, stories: Sequence[str], strength: float, left_out: np.ndarray | None = None
) -> np.ndarray:
    """(rows,) the probability of each row by a model that saw nothing of its story, nor any row that is left out."""
    found = np.zeros(len(labels))
    for learn, test in GroupKFold(_FOLDS).split(table, labels, stories):
        kept = learn if left_out is None else learn[~left_out[learn]]
        mean, scale, model = fit(table[kept], labels[kept], strength)
        found[test] = model.predict_proba((table[test] - mean) / scale)[:, 1]
    return found


def write_models(models: Mapping[str, object]) -> None:
    """Into the file of models, whose other entries stay as and where they are."""
    record = json.loads(MODEL.read_text(encoding="utf-8")) | models
    MODEL.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    print(f"wrote {MODEL}")


def record_of(features: Sequence[str], fitted: Fit) -> dict[str, object]:
    """The model as ``compare.matching.model.Logistic`` reads it."""
    mean, scale, model = fitted
    return {
        "features": list(features),
        "mean": mean.round(6).tolist(),
        "scale": scale.round(6).tolist(),
        "coefficients": model.coef_[0].round(6).tolist(),
        "intercept": round(float(model.intercept_[0]), 6),
    }
