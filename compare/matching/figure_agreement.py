"""Two figures that agree: are they for one thing, or one number or day by chance?

Every story has its years, weekdays and small counts, and two outlets have them in sentences of two things: of what the
first model holds likelier than not two in three are for one thing. A second one weighs the same words and what that
leaves out: the kind of figure, how it is written, what else the two articles say, and what the reader makes of both
sentences. It was learned from pairs of real stories that were judged one by one (scripts/train_figure_agreement.py).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from compare.matching.figure_alignment import agreement_model, resemblance
from compare.matching.figure_pairs import Candidate
from compare.matching.figure_surroundings import Surroundings, surroundings
from compare.matching.model import log_odds
from compare.records import Figure

__all__ = ["AGREEMENT_FEATURES", "agreement_rows", "agreements", "may_agree"]

_KINDS = ("count", "money", "percent", "duration", "age", "ordinal", "vote", "measure", "weekday", "date", "time")
AGREEMENT_FEATURES = (
    "alignment",
    "better",
    "own",
    "near",
    "told",
    "present",
    "agrees_here",
    "agrees_linked",
    "rival",
    "one_actor",
    "other_actor",
    "speaks",
    "compatible",
    "same_words",
    "year",
    "small",
    "telling",
    "obstacle",
    *_KINDS,
)
_LIKELY_ENOUGH = 0.2  # pairs below this probability of alignment were not judged, and are never weighed
_SMALL, _TELLING = 12, 3  # a small count agrees by chance, a number of three significant digits hardly ever

Table = npt.NDArray[np.float64]


def agreements(pairs: Sequence[Candidate]) -> list[tuple[Candidate, float]]:
    """The pairs that agree and may be for one thing, each with its probability, and the threshold of its kind."""
    chosen = [pair for pair in pairs if may_agree(pair)]
    weighed = []
    for pair, row in zip(chosen, agreement_rows(chosen, pairs), strict=True):
        model, threshold = agreement_model(pair.kind, AGREEMENT_FEATURES)
        chance = round(float(model.probability(row[None, :])[0]), 4)
        weighed.append((replace(pair, probability=chance, confidence=chance), threshold))
    return weighed


def may_agree(pair: Candidate) -> bool:
    """Whether the model is asked about the pair."""
    return pair.judgement is not None and pair.judgement.agrees and pair.probability >= _LIKELY_ENOUGH


def agreement_rows(chosen: Sequence[Candidate], pairs: Sequence[Candidate]) -> Table:
    """(chosen, features); ``pairs`` are all pairs of the story, against which they are weighed."""
    rows = [_row(pair, beside) for pair, beside in zip(chosen, surroundings(chosen, pairs), strict=True)]
    return np.array(rows, dtype=np.float64).reshape(len(chosen), len(AGREEMENT_FEATURES))


def _row(pair: Candidate, around: Surroundings) -> list[float]:
    a, b = pair.a, pair.b
    words = pair.alignment.better, pair.alignment.own, resemblance(a, b).near
    named, one_actor = bool(a.actor and b.actor), a.actor[-1:] == b.actor[-1:]
    figures = a.figure, b.figure  # every column is the same whichever comes first
    kinds = {figure.kind for figure in figures}
    return [
        float(log_odds(pair.probability)),
        *words,
        pair.told,
        pair.present,
        around.here,
        around.linked,
        around.rival,
        float(named and one_actor),
        float(named and not one_actor),
        float(a.speaks + b.speaks),
        float(pair.judgement is not None and pair.judgement.relation == "compatible"),
        float(a.figure.surface.lower() == b.figure.surface.lower()),
        float(any(figure.kind == "date" and figure.surface.isdigit() for figure in figures)),
        float(not a.is_calendar and all(map(_is_small, figures))),
        float(not a.is_calendar and min(_digits(a.figure), _digits(b.figure)) >= _TELLING),
        float(bool(pair.alignment.obstacle)),
        *(float(kind in kinds) for kind in _KINDS),
    ]


def _is_small(figure: Figure) -> bool:
    return abs(float(figure.high or figure.low or 0)) <= _SMALL


def _digits(figure: Figure) -> int:
    """Significant ones, of the longer end."""
    return max(len("".join(filter(str.isdigit, end)).strip("0")) for end in (figure.low, figure.high))
