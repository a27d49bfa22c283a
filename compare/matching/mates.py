"""Which word of the evidence says what a word of the claim says: an equal one, a like one, or its opposite.

The opposites are listed in ``data/opposites.txt``: 2,286 pairs of words of news, written for this by a language model
that had seen the most frequent words of 721 real stories and none of their sentences.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from compare.matching.passages import EncodedSentence

__all__ = ["EQUAL", "Mate", "find_mates", "is_turned"]

EQUAL = 1.0  # added where their stems are equal
_OPPOSITE = 0.6  # added where they are opposites
_FARTHER = 0.15  # taken off for each sentence of evidence before the word's
_SLACK = 0.5  # an agreeing word that is so little less like is preferred: evidence may say a word twice
_SHORTEST = 3  # letters; a word that a prefix is put before or taken from has more
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
_OPPOSITES = Path(__file__).parents[1] / "data" / "opposites.txt"


@dataclass(frozen=True, slots=True)
class Mate:
    """A word of the claim and the word of the evidence that says it.

    Attributes:
        word, other: places among the tokens of the claim and of the evidence.
        which: the sentence of the evidence, by number.
        opposite: whether they are opposites.
    """

    word: int
    likeness: float
    which: int
    other: int
    opposite: bool


@cache
def _listed() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _OPPOSITES.read_text(encoding="utf-8").splitlines():
        word, _, others = line.partition(": ")
        for other in others.split():
            found.setdefault(word, set()).add(other)
            found.setdefault(other, set()).add(word)
    return {word: frozenset(others) for word, others in found.items()}


@lru_cache(maxsize=10_000)
def _opposites(lemma: str) -> frozenset[str]:
    """Those listed, and the word with or without a prefix that denies it: likely, unlikely."""
    shorter = {lemma.removeprefix(prefix) for prefix in _PREFIXES if lemma.startswith(prefix)}
    longer = {prefix + lemma for prefix in _PREFIXES} if len(lemma) > _SHORTEST else set()
    return _listed().get(lemma, frozenset()) | {one for one in shorter if len(one) > _SHORTEST} | longer


def find_mates(claim: EncodedSentence, evidence: Sequence[EncodedSentence]) -> Iterator[Mate]:
    """For each content word of the claim the word of the evidence that says it; where two do, one that agrees."""
    others = [
        (which, one, word, place)
        for which, one in enumerate(evidence)
        for word, place in enumerate(one.places)
        if place >= 0
    ]
    if not others:
        return
    kept = [np.array(one.places, dtype=int) >= 0 for one in evidence]
    vectors = [one.encoding.word_vectors[rows] for one, rows in zip(evidence, kept, strict=True) if rows.any()]
    theirs = np.concatenate(vectors).astype(np.float32)
    near = claim.encoding.word_vectors.astype(np.float32) @ theirs.T
    near -= _FARTHER * np.array([which for which, _, _, _ in others], dtype=np.float32)
    stems, lemmas = defaultdict(list), defaultdict(list)
    for column, (_, one, word, place) in enumerate(others):
        stems[one.words[word][0]].append(column)
        lemmas[one.tokens[place].lemma].append(column)
    denied = np.array([one.assertions.denied[place] for _, one, _, place in others])
    elsewhere = [one.assertions.denials != claim.assertions.denials for one in evidence]
    comparable = np.array([elsewhere[which] for which, _, _, _ in others])
    for likeness, (stem, _), place in zip(near, claim.words, claim.places, strict=True):
        if place < 0:
            continue
        equal = stems.get(stem, [])
        found = _opposites(claim.tokens[place].lemma) & lemmas.keys()
        opposite = np.zeros(len(others), dtype=bool)
        opposite[[column for lemma in found for column in lemmas[lemma]]] = True
        opposite[equal] = False
        likeness[equal] += EQUAL
        likeness[opposite] += _OPPOSITE
        agrees = ((denied != claim.assertions.denied[place]) & comparable) == opposite
        chosen = np.where(agrees & (likeness >= likeness.max() - _SLACK), likeness, -np.inf)
        column = int((chosen if np.isfinite(chosen).any() else likeness).argmax())
        which, _, _, mate = others[column]
        yield Mate(place, float(likeness[column]), which, mate, bool(opposite[column]))


def is_turned(claim: EncodedSentence, evidence: Sequence[EncodedSentence], mate: Mate) -> bool:
    """Whether one says what the other denies, or its opposite; "not guilty" and "innocent" are one.

    Two sentences with the same denials deny the same, whatever the parser makes of one of them.
    """
    here, there = claim.assertions, evidence[mate.which].assertions
    differ = here.denied[mate.word] != there.denied[mate.other] and here.denials != there.denials
    return differ != mate.opposite
