"""Every two outlets' figures of one kind and unit, with what speaks for their measuring the same thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from compare.matching.coverage import ArticleMatch, link_probabilities, probabilities, shipped_model
from compare.matching.figure_alignment import Alignment, align, alignment_model
from compare.matching.figure_frames import Frame, frame_of
from compare.matching.figure_intervals import Judgement, judge
from compare.matching.model import log_odds
from compare.matching.passages import EncodedSentence
from compare.publication import Span, is_before, time_span
from compare.records import Article, Figure, Sentence
from compare.text.claimhood import DEBRIS

__all__ = ["FEATURES", "Candidate", "candidates", "pair_up"]

FEATURES = ("own", "least", "most", "link", "heads", "calendar", "calendar_own", "calendar_link")
# The day on which a picture was taken is no figure of the story.
_UNPAIRED = DEBRIS | {"caption", "heading"}
# Counts that only grow while news comes in.
_GROWING = frozenset({"dead", "hurt", "sick", "held", "moved"})
_UNTOLD = 0.5  # of a figure beside which no word stands, or in a sentence that is no claim


@dataclass(frozen=True, eq=False)
class Candidate:
    """Two outlets' figures of one kind and unit, before it is decided whether they are for one thing.

    Attributes:
        link: probability that their sentences tell of the same.
        cosine: of the two sentences' vectors.
        probability: that they measure the same thing, by what is weighed so far; it decides which pairs are reported.
        present: log-odds that the other article states part of the sentence; of the two the larger.
        told: mean probability that the other article says what the words beside the figure say.
        confidence: of a pair that is reported, the share of such pairs of real stories that are right.
    """

    a: Frame
    b: Frame
    alignment: Alignment
    link: float
    cosine: float
    probability: float
    judgement: Judgement | None
    present: float = 0.0
    told: float = _UNTOLD
    confidence: float = 0.0

    @property
    def kind(self) -> str:
        """Which of the second models weighs it: ``number`` or ``calendar``."""
        return "calendar" if self.a.is_calendar else "number"

    @property
    def features(self) -> tuple[float, ...]:
        """In the order of ``FEATURES``."""
        parts = self.alignment
        calendar = float(self.a.is_calendar)
        both = calendar * parts.own, calendar * self.link
        return parts.own, parts.score, parts.better, self.link, parts.heads, calendar, *both


def candidates(
    articles: Sequence[Article],
    sentences: Sequence[Sentence],
    figures: Sequence[Figure],
    matches: Sequence[ArticleMatch],
    encoded: Mapping[str, EncodedSentence],
) -> list[Candidate]:
    """Every two figures of two articles that are of one kind and unit, with their probability."""
    found = pair_up(articles, sentences, figures, matches, encoded)
    if not found:
        return []
    table = np.array([pair.features for pair in found])
    chances = alignment_model(FEATURES).probability(table)
    return [replace(pair, probability=round(float(chance), 4)) for pair, chance in zip(found, chances, strict=True)]


def pair_up(
    articles: Sequence[Article],
    sentences: Sequence[Sentence],
    figures: Sequence[Figure],
    matches: Sequence[ArticleMatch],
    encoded: Mapping[str, EncodedSentence],
) -> list[Candidate]:
    """The same before the model has weighed them, all of probability 0; the article named first gives ``a``."""
    told = {sentence.id for sentence in sentences if sentence.not_claim not in _UNPAIRED}
    frames = _frames(sentences, [figure for figure in figures if figure.sentence_id in told], encoded)
    by_outlet = {
        article.outlet: [frames[one.id] for one in figures if one.outlet == article.outlet and one.id in frames]
        for article in articles
    }
    directed = {(match.outlet, match.other_outlet): match for match in matches}
    times = {article.outlet: time_span(article.published) for article in articles}
    found = []
    for place, first in enumerate(articles):
        for second in articles[place + 1 :]:
            key = first.outlet, second.outlet
            if key in directed:
                beside = _Sentences(directed[key], directed[key[::-1]])
                later = _later(times[first.outlet], times[second.outlet])
                found += _between(by_outlet[first.outlet], by_outlet[second.outlet], beside, later)
    return found


class _Sentences:
    """What is known of the sentences of two articles, by the figures in them."""

    def __init__(self, match: ArticleMatch, back: ArticleMatch) -> None:
        self._links: npt.NDArray[np.float64] = link_probabilities(match, back)
        self._cosine = match.pair.cosine
        self._ways = _Way(match), _Way(back)

    def of(self, a: Frame, b: Frame) -> dict[str, float]:
        """``link``, ``cosine``, ``present`` and ``told`` of a candidate."""
        (row, column) = (way.rows.get(side.figure.sentence_id) for way, side in zip(self._ways, (a, b), strict=True))
        if row is None or column is None:
            return {"link": 0.0, "cosine": 0.0}
        one, other = self._ways
        return {
            "link": float(self._links[row, column]),
            "cosine": float(self._cosine[row, column]),
            "present": float(max(one.present[row], other.present[column])),
            "told": (one.told(a, row) + other.told(b, column)) / 2,
        }


class _Way:
    """One article beside another: ``present`` are log-odds, ``rows`` the claims by their sentences' ids."""

    def __init__(self, match: ArticleMatch) -> None:
        self.present = log_odds(probabilities(match, shipped_model(read=match.read))[0])
        self.rows = {sentence.id: number for number, sentence in enumerate(match.claims)}
        self._match = match
        self._told: dict[str, float] = {}  # by figure: each is set beside many others

    def told(self, frame: Frame, row: int) -> float:
        """Mean over the words beside the figure."""
        if frame.figure.id not in self._told:
            of_sentence = self._match.pair.word_support[self._match.source.words_of(row)]
            near = [word.row for word in frame.near]
            self._told[frame.figure.id] = float(of_sentence[near].mean()) if near else _UNTOLD
        return self._told[frame.figure.id]


def _frames(
    sentences: Sequence[Sentence], figures: Sequence[Figure], encoded: Mapping[str, EncodedSentence]
) -> dict[str, Frame]:
    together: dict[str, list[Figure]] = {}
    for figure in figures:
        together.setdefault(figure.sentence_id, []).append(figure)
    texts = {sentence.id: sentence for sentence in sentences if sentence.id in together}
    return {
        figure.id: frame_of(
            figure, texts[owner], encoded[texts[owner].text], [other for other in group if other is not figure]
        )
        for owner, group in together.items()
        for figure in group
    }


def _later(first: Span | None, second: Span | None) -> int:
    return is_before(first, second) - is_before(second, first)


def _between(first: Sequence[Frame], second: Sequence[Frame], beside: _Sentences, later: int) -> list[Candidate]:
    found = []
    for a in first:
        for b in second:
            alignment = align(a, b)
            if alignment is None:
                continue
            moves = bool({a.happened, b.happened} & _GROWING)
            judgement = _but_for_the_attacker(judge(a.figure, b.figure, later=later, moves=moves), a, b)
            found.append(Candidate(a, b, alignment, probability=0.0, judgement=judgement, **beside.of(a, b)))
    return found


def _but_for_the_attacker(judgement: Judgement | None, a: Frame, b: Frame) -> Judgement | None:
    """Three dead and "four (including the gunman)" are the same dead."""
    if judgement is None or judgement.relation != "differs" or a.with_attacker == b.with_attacker:
        return judgement
    if "dead" not in {a.happened, b.happened}:
        return judgement
    more, fewer = (a.figure, b.figure) if a.with_attacker else (b.figure, a.figure)
    if more.kind != "count":
        return judgement
    ends = more.low, more.high, fewer.low, fewer.high
    if not all(ends) or more.low != more.high or fewer.low != fewer.high or Decimal(more.low) - 1 != Decimal(fewer.low):
        return judgement
    return Judgement("compatible", judgement.spread, "one counts the attacker too")
