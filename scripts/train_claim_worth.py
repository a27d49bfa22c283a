"""Learn which sentences are claims worth a row, and write it into compare/data/claim_worth.json.

    python scripts/train_claim_worth.py CORPORA

CORPORA is a folder made by ``compare import ../shared/stories/many.jsonl.gz --corpora CORPORA``. It learns from 2,000
sentences that an earlier program called exclusive, each read by a language model with what stands before and after it
(scripts/claim_labels.csv; it holds no news text): a ``claim``; ``empty``, which says nothing by itself; ``own``, of the
outlet's own reporting; ``debris`` of the page; ``damaged``. Short sentences, those without a name or figure and those
that begin with a pronoun were drawn more often, so each counts for as many as it stands for. Scores are of stories
left out. The gold stories, the demo and ../shared/bench are not seen.
"""

import argparse
import csv
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from coverage_fit import fit_logistic
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from compare.sources.corpus import load_articles, load_story
from compare.text.claim_worth import FEATURES, worth_features
from compare.text.parse import SpacyParser
from compare.text.sentences import split_sentences

_MODEL = Path(__file__).resolve().parent.parent / "compare" / "data" / "claim_worth.json"
_LABELS = Path(__file__).parent / "claim_labels.csv"
_FOLDS = 10
_STRENGTH = 0.03  # of .003, .01, .03 and .1 the AUCs on stories left out are .887, .893, .894 and .891


def main() -> None:
    """Read the sentences, score on stories left out, fit on all, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpora", type=Path)
    corpora = parser.parse_args().corpora
    with _LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = dict(sentences(corpora, rows))
    kept = [row for row in rows if key_of(row) in texts]
    told = [texts[key_of(row)] for row in kept]
    table = np.array(
        [worth_features(text, tokens) for text, tokens in zip(told, SpacyParser().parse(told), strict=True)]
    )
    answers = np.array([row["label"] == "claim" for row in kept])
    weights = np.array([float(row["stands_for"]) for row in kept])
    weights /= weights.mean()
    chances = np.zeros(len(kept))
    for learn, test in GroupKFold(_FOLDS).split(table, answers, [row["story_id"] for row in kept]):
        model = fit_logistic(table[learn], answers[learn], weights[learn], FEATURES, _STRENGTH)
        chances[test] = model.probability(table[test])
    write(table, answers, weights, scores(answers, chances, weights), f"{len(kept)} of {len(rows)} judged sentences")


def key_of(row: dict[str, str]) -> tuple[str, str, str]:
    """A sentence's story, outlet and place."""
    return row["story_id"], row["outlet"], row["start"]


def sentences(corpora: Path, rows: list[dict[str, str]]) -> Iterator[tuple[tuple[str, str, str], str]]:
    """The texts of the judged sentences, as far as they are still cut so."""
    wanted = {key_of(row) for row in rows}
    for story in sorted({row["story_id"] for row in rows}):
        for article in load_articles(load_story(story, corpora)):
            for sentence in split_sentences(article):
                key = story, article.outlet, str(sentence.start)
                if key in wanted:
                    yield key, sentence.text


def scores(answers: np.ndarray, chances: np.ndarray, weights: np.ndarray) -> dict[str, object]:
    """Of stories left out: AUC, average precision of what is no claim, and what each tenth said and held."""
    tenths = np.array_split(np.argsort(chances, kind="stable"), 10)
    return {
        "auc": round(float(roc_auc_score(answers, chances, sample_weight=weights)), 3),
        "ap_of_no_claims": round(float(average_precision_score(~answers, 1 - chances, sample_weight=weights)), 3),
        "no_claims": round(float(np.average(~answers, weights=weights)), 3),
        "reliability": [
            [round(float(np.average(part[tenth], weights=weights[tenth])), 3) for part in (chances, answers)]
            for tenth in tenths
        ],
    }


def write(
    table: np.ndarray, answers: np.ndarray, weights: np.ndarray, held_out: dict[str, object], trained_on: str
) -> None:
    """The model of all rows, as ``compare.text.claim_worth`` reads it, with what was measured."""
    model = fit_logistic(table, answers, weights, FEATURES, _STRENGTH)
    record = {
        "features": list(FEATURES),
        "mean": list(model.mean),
        "scale": list(model.scale),
        "coefficients": list(model.coefficients),
        "intercept": model.intercept,
        "trained_on": trained_on,
        "held_out": held_out,
    }
    _MODEL.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    print(trained_on, json.dumps(held_out, indent=2), f"wrote {_MODEL}", sep="\n")


if __name__ == "__main__":
    main()
