"""Learn what speaks against a sentence being stated, and write it into compare/data/contrast_model.json.

    python scripts/train_contrasts.py

Two outlets rarely contradict each other, so it learns from sentences that were edited: a language model wrote for 594
sentences that the other article states, wholly, by its label and the program's, versions that deny it, say the opposite
or name another, and such as keep the meaning (contrast sets: Gardner et al., 2020). scripts/contrast_edits.csv says of
each which parts of the sentence it keeps and what it puts in; it holds no news text. An edited sentence is read twice:
beside what the other article says, and beside that article with the sentence as it was in the place of its evidence
(``verbatim``). Negative are also all sentences of the training stories that the other article states and the program
calls so: of these each kind may cost a few. Stories that were kept from training, and the gold stories, tell how many
edited sentences are still called stated.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from coverage_fit import fit_logistic
from edited_articles import SentenceEdit
from labelled import Matcher, machine_pairs, matcher_with, read_stories

from compare.matching.cache import Cache
from compare.matching.contrast_features import CONTRAST_FEATURES, ContrastKind, Spans, contrast_features
from compare.matching.coverage import ArticleMatch, contrast_evidence, likeness_probabilities, shipped_model
from compare.matching.encode import SentenceTransformerEncoder
from compare.matching.features import pair_features
from compare.matching.model import Logistic
from compare.matching.passages import EncodedSentence, Passages
from compare.matching.reader import Reader, load_reader
from compare.pipeline import encode_sentences
from compare.records import Figure, Sentence
from compare.sources.corpus import load_articles, load_story
from compare.text.figures import find_figures
from compare.text.parse import SpacyParser

_MODEL = Path(__file__).resolve().parent.parent / "compare" / "data" / "contrast_model.json"
_EDITS = Path(__file__).parent / "contrast_edits.csv"
_LEARNED: dict[ContrastKind, tuple[str, ...]] = {
    "negation": ("negation",),
    "opposite": ("opposite",),
    "name": ("speaker", "roles"),
}
# Share of the sentences that are stated and called so which each kind may take back. With .005 of opposites four of the
# 24 rows that they took back in 721 stories were right; with .001 as many edited sentences are found word for word.
_COST: dict[ContrastKind, float] = {"negation": 0.005, "opposite": 0.001, "name": 0.005}
_AS_IS = 10.0  # weight of a sentence as it stands beside an edited one
_STRENGTH = 0.3

Features = dict[ContrastKind, dict[str, float]]


@dataclass(frozen=True)
class Row:
    """A sentence beside evidence.

    Attributes:
        part: ``train``, ``held`` or ``gold``.
        kind: of its edit; ``as it is`` where it has none.
        verbatim: whether the evidence is the sentence as it was.
        p_stated: without contrasts.
        told: the kinds for which a word contrasts.
    """

    part: str
    kind: str
    verbatim: bool
    p_stated: float
    features: Features
    told: frozenset[ContrastKind]


@dataclass(frozen=True)
class Workshop:
    """What it takes to read a sentence that no article has."""

    encoder: SentenceTransformerEncoder
    reader: Reader
    parser: SpacyParser
    store: Cache

    def encode(self, texts: Sequence[str]) -> dict[str, EncodedSentence]:
        """Vectors and parse of each text."""
        return encode_sentences(texts, self.encoder, self.store, self.parser)


def main() -> None:
    """Read all sentences, fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    shared = parser.parse_args().shared
    encoder = SentenceTransformerEncoder()
    reader = load_reader(encoder.sha256)
    if reader is None:
        raise SystemExit("the default model has no reader; see scripts/train_reader.py")
    shop = Workshop(encoder, reader, SpacyParser(), Cache())
    rows = list(read_rows(shared, shop, matcher_with(encoder, reader)))
    models = {kind: fit(kind, rows) for kind in CONTRAST_FEATURES}
    write(models, measure(models, rows), rows)


def read_edits() -> dict[tuple[str, str], list[SentenceEdit]]:
    """By the hashes of the article and of the other one."""
    found = defaultdict(list)
    with _EDITS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            edit = SentenceEdit(int(row["start"]), row["kind"], tuple(row["edit"].split("|")))
            found[row["article_sha256"], row["other_article_sha256"]].append(edit)
    return found


def read_rows(shared: Path, shop: Workshop, match: Matcher) -> Iterator[Row]:
    """Every sentence that may be stated, and every edited one."""
    edits = read_edits()
    stories = shared / "stories"
    for story in read_stories(stories, match):
        hashes = {one.outlet: one.sha256[:12] for one in load_articles(load_story(story.id, stories))}
        for one in story.matches:
            found = edits.get((hashes[one.outlet], hashes[one.other_outlet]), [])
            yield from edited_rows("gold", one, found, shop)
    for pair in machine_pairs(stories / "many.jsonl.gz", match):
        part = "held" if pair.held else "train"
        for one, answers, articles in zip(
            pair.matches, pair.answers, (pair.articles, pair.articles[::-1]), strict=True
        ):
            stated = [number for number, answer in answers.items() if answer.label == "stated"]
            yield from plain_rows(part, one, stated)
            yield from edited_rows(part, one, edits.get(articles, []), shop)


def plain_rows(part: str, match: ArticleMatch, stated: Sequence[int]) -> Iterator[Row]:
    """The sentences that the other article states, as they are."""
    names = match.source.names | match.target.names
    likely = likeness_probabilities(match.pair, shipped_model())[1]
    for number in stated:
        if likely[number] >= shipped_model().thresholds.stated:
            evidence = contrast_evidence(match.target, match.pair, number)
            found = contrast_features(match.source.sentences[number], evidence, names)
            yield made_row(part, "as it is", False, float(likely[number]), found)


def edited_rows(part: str, match: ArticleMatch, edits: Sequence[SentenceEdit], shop: Workshop) -> Iterator[Row]:
    """Each edited sentence in its place in the article, beside the other article.

    And beside that article with the sentence as it was in the place of its evidence.
    """
    places = {sentence.start: number for number, sentence in enumerate(match.claims)}
    kept = [(edit, places[edit.start]) for edit in edits if edit.start in places]
    made = shop.encode([edit.apply(match.claims[number].text) for edit, number in kept])
    for edit, number in kept:
        sentence = match.source.sentences[number]
        changed = made[edit.apply(sentence.text)]
        figures = find_figures(Sentence("", 0, len(changed.text), 0, changed.text), changed.tokens, None)
        own = exchanged(match.source, number, changed, figures)
        same = exchanged(match.target, int(match.pair.evidence[number]), sentence, match.source.figures[number])
        for verbatim, other in ((False, match.target), (True, same)):
            pair = pair_features(own, other, shop.reader)[0]
            chance = float(likeness_probabilities(pair, shipped_model())[1][number])
            evidence = contrast_evidence(other, pair, number)
            names = match.source.names | match.target.names
            yield made_row(part, edit.kind, verbatim, chance, contrast_features(own.sentences[number], evidence, names))


def made_row(
    part: str, kind: str, verbatim: bool, p_stated: float, found: tuple[Features, dict[ContrastKind, Spans]]
) -> Row:
    """A row of what ``contrast_features`` found."""
    features, words = found
    return Row(part, kind, verbatim, p_stated, features, frozenset(one for one in words if words[one]))


def exchanged(passages: Passages, number: int, sentence: EncodedSentence, figures: tuple[Figure, ...]) -> Passages:
    """An article with another sentence, which has these figures, in the place of one of its own."""
    return Passages(
        (*passages.sentences[:number], sentence, *passages.sentences[number + 1 :]),
        (*passages.figures[:number], figures, *passages.figures[number + 1 :]),
    )


def fit(kind: ContrastKind, rows: Sequence[Row]) -> Logistic:
    """The regression of one kind on the sentences with a word that contrasts, moved until it costs what it may."""
    asked = [row for row in rows if row.part == "train" and row.kind in ("as it is", "same", *_LEARNED[kind])]
    learned = [row for row in asked if kind in row.told]
    answers = np.array([row.kind in _LEARNED[kind] for row in learned])
    weights = np.array([_AS_IS if row.kind == "as it is" else 1.0 for row in learned])
    model = fit_logistic(table(kind, learned), answers, weights, CONTRAST_FEATURES[kind], _STRENGTH)
    stated = [row for row in asked if row.kind == "as it is"]
    low, high = -10.0, 10.0
    for _ in range(40):
        middle = (low + high) / 2
        moved = replace(model, intercept=model.intercept + middle)
        if np.mean(taken_back(stated, chances(kind, moved, stated))) > _COST[kind]:
            high = middle
        else:
            low = middle
    return replace(model, intercept=round(model.intercept + low, 4))


def chances(kind: ContrastKind, model: Logistic, rows: Sequence[Row]) -> np.ndarray:
    """(n,) how likely each contrasts, as the program has it."""
    return np.where([kind in row.told for row in rows], model.probability(table(kind, rows)), 0.0)


def table(kind: ContrastKind, rows: Sequence[Row]) -> np.ndarray:
    """(n, features) of a kind."""
    return np.array([[row.features[kind].get(name, 0.0) for name in CONTRAST_FEATURES[kind]] for row in rows])


def taken_back(rows: Sequence[Row], contrast: np.ndarray) -> np.ndarray:
    """(n,) whether each sentence that was called stated no longer is."""
    before = np.array([row.p_stated for row in rows])
    threshold = shipped_model().thresholds.stated
    return np.asarray((before >= threshold) & (before * (1 - contrast) < threshold))


def measure(models: dict[ContrastKind, Logistic], rows: Sequence[Row]) -> dict[str, dict[str, list[float]]]:
    """By part and evidence: how many are called stated by what is alike, and the share that still is with contrasts."""
    scores: dict[str, dict[str, list[float]]] = {}
    for part in ("train", "held", "gold"):
        for verbatim in (False, True):
            found = scores[f"{part}{', verbatim' if verbatim else ''}"] = {}
            for kind in ("as it is", "same", "negation", "opposite", "speaker", "roles", "certainty"):
                some = [row for row in rows if (row.part, row.verbatim, row.kind) == (part, verbatim, kind)]
                called = [row for row in some if row.p_stated >= shipped_model().thresholds.stated]
                if called:
                    contrast = np.max([chances(one, model, called) for one, model in models.items()], axis=0)
                    found[kind] = [len(called), round(1 - float(np.mean(taken_back(called, contrast))), 3)]
    return scores


def write(models: dict[ContrastKind, Logistic], scores: dict[str, dict[str, list[float]]], rows: Sequence[Row]) -> None:
    """As ``compare.matching.contrasts`` reads it, with what was measured."""
    edits = sum(row.kind != "as it is" and not row.verbatim and row.part == "train" for row in rows)
    plain = sum(row.kind == "as it is" and row.part == "train" for row in rows)
    record = {
        "models": {
            kind: {
                "features": list(model.features),
                "mean": list(model.mean),
                "scale": list(model.scale),
                "coefficients": list(model.coefficients),
                "intercept": model.intercept,
            }
            for kind, model in models.items()
        },
        "trained_on": f"{edits} edited sentences, each beside two kinds of evidence, and {plain} as they are",
        "still_stated": scores,
    }
    _MODEL.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    print(record["trained_on"], json.dumps(scores, indent=2), f"wrote {_MODEL}", sep="\n")


if __name__ == "__main__":
    main()
