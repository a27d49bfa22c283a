"""Two figures that differ: are they for one thing, given all else that the two articles say?

Real differences are rare (about one in ten stories); other things counted in like words are everywhere. So a second
model weighs what the first leaves out: the words of both sentences, an agreeing figure elsewhere, a rival that fits
as well. It was learned from stories in which an agreeing number was changed in one outlet, against all pairs that
differ in 721 real stories as they are (scripts/train_figure_conflict.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from compare.matching.figure_alignment import confidence_model, conflict_model, resemblance
from compare.matching.figure_pairs import Candidate
from compare.matching.figure_surroundings import surroundings
from compare.matching.model import log_odds

__all__ = [
    "CONFIDENCE_FEATURES",
    "CONFLICT_FEATURES",
    "LIKELY_ENOUGH",
    "apart",
    "confidence_rows",
    "conflict_rows",
    "conflicts",
]

CONFLICT_FEATURES = (
    "link",
    "cosine",
    "own",
    "beside",
    "near",
    "least",
    "names",
    "shared",
    "one_deed",
    "weekday",
    "vote",
    "ordinal",
    "agrees_here",
    "agrees_linked",
    "agrees_both",
    "rival",
)
CONFIDENCE_FEATURES = ("odds", "apart")
LIKELY_ENOUGH = 0.12  # pairs below this probability of alignment are never weighed

Table = npt.NDArray[np.float64]


def conflicts(pairs: Sequence[Candidate]) -> list[tuple[Candidate, float]]:
    """The pairs that differ and may be for one thing, each with its probability, and the threshold of its kind."""
    chosen = [pair for pair in pairs if _differs(pair)]
    weighed = []
    for pair, row in zip(chosen, conflict_rows(chosen, pairs), strict=True):
        model, threshold = conflict_model(pair.kind, CONFLICT_FEATURES)
        chance = round(float(model.probability(row[None, :])[0]), 4)
        sure = confidence_model(pair.kind, CONFIDENCE_FEATURES).probability(confidence_rows([chance], [apart(pair)]))
        weighed.append((replace(pair, probability=chance, confidence=round(float(sure[0]), 4)), threshold))
    return weighed


def confidence_rows(chances: npt.ArrayLike, distances: Sequence[float]) -> Table:
    """(pairs, features) of what tells how often such pairs of unaltered stories are right: odds, and how far apart.

    The model itself was told mostly of planted differences, which all are as far apart; real ones are close, as a rule.
    """
    return np.column_stack([log_odds(chances), distances])


def apart(pair: Candidate) -> float:
    """By what share of the larger number; nothing is known of days."""
    return 0.0 if pair.a.is_calendar or pair.judgement is None else float(pair.judgement.spread)


def _differs(pair: Candidate) -> bool:
    if pair.judgement is None or pair.judgement.agrees or pair.probability < LIKELY_ENOUGH:
        return False
    return not pair.alignment.obstacle and not pair.alignment.doubt


def conflict_rows(chosen: Sequence[Candidate], pairs: Sequence[Candidate]) -> Table:
    """(chosen, features); ``pairs`` are all pairs of the story, against which they are weighed."""
    rows = [
        [*_own(pair), around.here, around.linked, around.both, around.rival]
        for pair, around in zip(chosen, surroundings(chosen, pairs), strict=True)
    ]
    return np.array(rows, dtype=np.float64).reshape(len(chosen), len(CONFLICT_FEATURES))


def _own(pair: Candidate) -> Iterable[float]:
    alike = resemblance(pair.a, pair.b)
    kind = pair.a.figure.kind
    sentences = float(log_odds(pair.link)), pair.cosine
    words = pair.alignment.own, pair.alignment.score, alike.near, alike.least, alike.names, alike.shared
    one_deed = float(pair.a.deed == pair.b.deed != ())
    return *sentences, *words, one_deed, *(float(kind == one) for one in ("weekday", "vote", "ordinal"))
