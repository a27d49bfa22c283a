"""Learn when two figures measure the same thing, and write compare/data/figure_alignment.json.

    python scripts/train_figure_alignment.py [--stories ../shared/stories]

Pairs that differ decide, as agreeing ones look alike through the number itself: positive are gold pairs in which one
number was changed in the text (scripts/figure_plants.py), negative all pairs of the six gold stories that no gold row
joins and whose numbers differ. Pairs that a rule forbids are left out. Scores are of stories left out of training.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from figure_labelled import fit, record_of, write_models
from figure_plants import Reader, gold_pairs, plants
from sklearn.metrics import average_precision_score, roc_auc_score

from compare.matching.cache import Cache
from compare.matching.figure_pairs import FEATURES, Candidate, pair_up

_ROOT = Path(__file__).resolve().parent.parent
_STRENGTH = 0.3  # of .1, .3 and 1: AUC on stories left out .866, .866, .862
STORIES = ("basil-12", "basil-13", "basil-17", "basil-25", "basil-28", "basil-34")


def main() -> int:
    """Print the scores and write the model."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=Path, default=_ROOT.parent / "shared" / "stories")
    stories = parser.parse_args().stories
    if not stories.is_dir():
        print(f"{stories}: no gold stories there; give their folder with --stories", file=sys.stderr)
        return 2
    reader, rows = Reader(Cache()), []
    for name in STORIES:
        rows += [(name, *row) for row in _rows(name, stories, reader)]
    groups = np.array([row[0] for row in rows])
    table, labels = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    held_out = np.zeros(len(rows))
    for name in STORIES:
        mean, scale, model = fit(table[groups != name], labels[groups != name], _STRENGTH)
        held_out[groups == name] = model.predict_proba((table[groups == name] - mean) / scale)[:, 1]
    scores = {
        "auc": round(float(roc_auc_score(labels, held_out)), 4),
        "ap": round(float(average_precision_score(labels, held_out)), 4),
        "pairs": len(rows),
        "same_thing": int(labels.sum()),
    }
    print(scores)
    record = {
        **record_of(FEATURES, fit(table, labels, _STRENGTH)),
        "trained_on": f"{len(STORIES)} gold stories: {', '.join(STORIES)}; one changed number a positive pair",
        "held_out": scores,
    }
    write_models(record)  # those of the two scripts to be run after this stay
    return 0


def _rows(name: str, stories: Path, reader: Reader) -> list[tuple[tuple[float, ...], int]]:
    reading = reader.story(name, stories)
    pairs = gold_pairs(stories / name / "gold" / "figures.csv", reading.figures)
    joined = {frozenset((pair.a.id, pair.b.id)) for pair in pairs if pair.a and pair.b}
    found = pair_up(
        reading.articles, reading.prepared.sentences, reading.figures, reading.matches, reading.prepared.encoded
    )
    rows = [(pair.features, 0) for pair in found if _ids(pair) not in joined and _counts(pair)]
    differing = {
        frozenset((pair.a.id, pair.b.id)) for pair in pairs if pair.a and pair.b and pair.relation == "differs"
    }
    rows += [(pair.features, 1) for pair in found if _ids(pair) in differing and _counts(pair)]
    for figure, _, articles in plants(reading, pairs):
        partners = {next(iter(ids - {figure.id})) for ids in joined if figure.id in ids and len(ids) == 2}
        changed = reader.read(articles)
        found = pair_up(
            articles, changed.prepared.sentences, changed.figures, changed.matches, changed.prepared.encoded
        )
        wanted = {frozenset((figure.id, partner)) for partner in partners}
        rows += [(pair.features, 1) for pair in found if _ids(pair) in wanted and _counts(pair)]
    print(name, len(rows), "pairs,", sum(label for _, label in rows), "of the same thing")
    return rows


def _ids(pair: Candidate) -> frozenset[str]:
    return frozenset((pair.a.figure.id, pair.b.figure.id))


def _counts(pair: Candidate) -> bool:
    """Whether the model will ever be asked about it: the numbers differ and no rule forbids it."""
    differs = pair.judgement is not None and pair.judgement.relation in {"differs", "updated"}
    return differs and not pair.alignment.obstacle and not pair.alignment.doubt


if __name__ == "__main__":
    raise SystemExit(main())
