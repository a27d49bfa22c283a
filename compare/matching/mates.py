"""Which word of the evidence says what a word of the claim says: an equal one, a like one, or its opposite.

The opposites are listed in ``data/opposites.txt``: 2,424 pairs of words of news, written for this by a language model
that had seen the most frequent words of 721 real stories and none of their sentences. "For" and "against" after a verb
that takes sides are opposites too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from compare.matching.passages import EncodedSentence, Floats

__all__ = ["EQUAL", "Mate", "find_mates"]

EQUAL = 1.0  # added where their stems are equal
_OPPOSITE = 0.6  # added where they are opposites
_FARTHER = 0.15  # taken off for each sentence of evidence before the word's
_SLACK = 0.5  # an agreeing word that is so little less like is preferred: evidence may say a word twice
_AS_MUCH = 0.8  # sentences with this share of the most stems of the claim that one has are as like as that
_THE_SAME = 0.8  # of the words of the claim and of a sentence, all alike but few: its denial is one too
_NONE: frozenset[str] = frozenset()
_OPPOSITES = Path(__file__).parents[1] / "data" / "opposites.txt"


@dataclass(frozen=True, slots=True)
class Mate:
    """A word of the claim and the word of the evidence that says it.

    Attributes:
        word, other: places among the tokens of the claim and of the evidence.
        which: the sentence of the evidence, by number.
        opposite: whether they are opposites.
        turned: whether one says what the other denies, or its opposite; "not guilty" and "innocent" are one. Two
            sentences with the same denials deny the same, whatever the parser makes of one of them.
    """

    word: int
    likeness: float
    which: int
    other: int
    opposite: bool
    turned: bool


@cache
def _listed() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _OPPOSITES.read_text(encoding="utf-8").splitlines():
        word, _, others = line.partition(": ")
        for other in others.split():
            found.setdefault(word, set()).add(other)
            found.setdefault(other, set()).add(word)
    return {word: frozenset(others) for word, others in found.items()}


def find_mates(claim: EncodedSentence, evidence: Sequence[EncodedSentence]) -> Iterator[Mate]:
    """For each content word of the claim the word of the evidence that says it; where two do, one that agrees."""
    others = [
        (which, word, place)
        for which, one in enumerate(evidence)
        for word, place in enumerate(one.places)
        if place >= 0
    ]
    if not others:
        return
    stems, lemmas = defaultdict(list), defaultdict(list)
    for column, (which, word, place) in enumerate(others):
        stems[evidence[which].words[word][0]].append(column)
        lemmas[evidence[which].tokens[place].lemma].append(column)
    own = claim.assertions
    denied = np.array([evidence[which].assertions.denied[place] for which, _, place in others])
    comparable = np.array([evidence[which].assertions.denials != own.denials for which, _, _ in others])
    sides = np.array([evidence[which].assertions.side(place) for which, _, place in others])
    held = _shares(claim, evidence)[[which for which, _, _ in others]]
    for likeness, (stem, _), place in zip(_nearness(claim, evidence, others), claim.words, claim.places, strict=True):
        if place < 0:
            continue
        opposite = np.zeros(len(others), dtype=bool)
        for lemma in _listed().get(claim.tokens[place].lemma, _NONE) & lemmas.keys():
            opposite[lemmas[lemma]] = True
        equal = stems.get(stem, [])
        opposite[equal] = sides[equal] * own.side(place) < 0
        likeness[equal] += EQUAL
        likeness[opposite] += _OPPOSITE
        turned = ((denied != own.denied[place]) & comparable) != opposite
        column = _best(likeness, turned, held)
        which, _, mate = others[column]
        yield Mate(place, float(likeness[column]), which, mate, bool(opposite[column]), bool(turned[column]))
    yield from _particles(claim, evidence)


def _particles(claim: EncodedSentence, evidence: Sequence[EncodedSentence]) -> Iterator[Mate]:
    """The mates of words such as "over" in "the strike is over", which is no content word.

    Each is in the first sentence of the evidence that says it of a subject too.
    """
    own = claim.assertions
    for place in sorted(own.states.difference(claim.places)):
        for which, one in enumerate(evidence):
            there = one.assertions
            same = (at for at in sorted(there.states) if one.tokens[at].lemma == claim.tokens[place].lemma)
            if (at := next(same, None)) is not None:
                turned = there.denied[at] != own.denied[place] and there.denials != own.denials
                yield Mate(place, EQUAL + 1 - _FARTHER * which, which, at, opposite=False, turned=turned)
                break


def _nearness(
    claim: EncodedSentence, evidence: Sequence[EncodedSentence], others: Sequence[tuple[int, int, int]]
) -> Floats:
    """(words of the claim, others) cosine, less for later sentences; ``others`` are sentence, word and token."""
    kept = [np.array(one.places, dtype=int) >= 0 for one in evidence]
    vectors = [one.encoding.word_vectors[rows] for one, rows in zip(evidence, kept, strict=True) if rows.any()]
    near = claim.encoding.word_vectors.astype(np.float32) @ np.concatenate(vectors).astype(np.float32).T
    return near - _FARTHER * np.array([which for which, _, _ in others], dtype=np.float32)


def _shares(claim: EncodedSentence, evidence: Sequence[EncodedSentence]) -> npt.NDArray[np.float64]:
    """(sentences,) how many of the claim's words have their stem in each; none where another is the claim but for few.

    Of a short claim many a sentence has all the words: beside "the company would not appeal" the "28 days to appeal" of
    another sentence are no mate of "the company would appeal".
    """
    held = np.array([float(len(claim.stems & one.stems)) for one in evidence])
    same = np.array([_alike(claim, one) >= _THE_SAME for one in evidence])
    return held * same if same.any() else held


def _alike(claim: EncodedSentence, other: EncodedSentence) -> float:
    """Which share of the words of both, as lemmas, the two have in common (Dice's coefficient)."""
    mine, theirs = (Counter(token.lemma for token in one.tokens) for one in (claim, other))
    return 2 * (mine & theirs).total() / max(1, mine.total() + theirs.total())


def _best(likeness: Floats, turned: npt.NDArray[np.bool_], held: npt.NDArray[np.float64]) -> int:
    """The likeliest, or one that is little less like and not turned.

    Where the sentences that hold most of the claim have an equal word or an opposite, it is one of theirs: "rose" in
    "Oil prices rose" is no mate of "shares rose" beside "shares fell".
    """
    likely = np.where(held >= _AS_MUCH * held.max(), likeness, -np.inf)
    if likely.max() >= EQUAL:
        likeness = likely
    agreeing = ~turned & (likeness >= likeness.max() - _SLACK)
    return int((np.where(agreeing, likeness, -np.inf) if agreeing.any() else likeness).argmax())
