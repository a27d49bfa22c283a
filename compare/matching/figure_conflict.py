"""Two figures that differ: are they for one thing, given all else that the two articles say?

Real differences are rare (about one in ten stories); other things counted in like words are everywhere. So a second
model weighs what the first leaves out: the words of both sentences, an agreeing figure elsewhere, a rival that fits
as well. It was learned from stories in which an agreeing number was changed in one outlet, against all pairs that
differ in 721 real stories as they are (scripts/train_figure_conflict.py).
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from compare.matching.figure_alignment import conflict_model, resemblance
from compare.matching.figure_pairs import Candidate
from compare.records import Figure

__all__ = ["CONFLICT_FEATURES", "LIKELY_ENOUGH", "conflict_rows", "conflicts"]

CONFLICT_FEATURES = (
    "link",
    "cosine",
    "own",
    "beside",
    "near",
    "least",
    "names",
    "shared",
    "weekday",
    "vote",
    "ordinal",
    "agrees_here",
    "agrees_linked",
    "agrees_both",
    "rival",
)
LIKELY_ENOUGH = 0.12  # pairs below this probability of alignment are never weighed
_EDGE = 1e-4

Table = npt.NDArray[np.float64]


def conflicts(pairs: Sequence[Candidate]) -> list[tuple[Candidate, float, float]]:
    """The pairs that differ and may be for one thing, each with its probability and the threshold of its kind."""
    chosen = [pair for pair in pairs if _differs(pair)]
    table = conflict_rows(chosen, pairs)
    weighed = []
    for pair, row in zip(chosen, table, strict=True):
        model, threshold = conflict_model("calendar" if pair.a.is_calendar else "number", CONFLICT_FEATURES)
        weighed.append((pair, round(float(model.probability(row[None, :])[0]), 4), threshold))
    return weighed


def _differs(pair: Candidate) -> bool:
    if pair.judgement is None or pair.judgement.agrees or pair.probability < LIKELY_ENOUGH:
        return False
    return not pair.alignment.obstacle and not pair.alignment.doubt


def conflict_rows(chosen: Sequence[Candidate], pairs: Sequence[Candidate]) -> Table:
    """(chosen, features); ``pairs`` are all pairs of the story, against which they are weighed."""
    around: dict[tuple[str, str], list[Candidate]] = {}
    for pair in pairs:
        if not pair.alignment.obstacle:
            for figure, mate in _sides(pair):
                around.setdefault((figure.id, mate.outlet), []).append(pair)
    rows = [[*_own(pair), *_context(pair, around)] for pair in chosen]
    return np.array(rows, dtype=np.float64).reshape(len(chosen), len(CONFLICT_FEATURES))


def _sides(pair: Candidate) -> tuple[tuple[Figure, Figure], tuple[Figure, Figure]]:
    return (pair.a.figure, pair.b.figure), (pair.b.figure, pair.a.figure)


def _own(pair: Candidate) -> Iterable[float]:
    link = min(max(pair.link, _EDGE), 1 - _EDGE)
    alike = resemblance(pair.a, pair.b)
    kind = pair.a.figure.kind
    sentences = float(np.log(link / (1 - link))), pair.cosine
    words = pair.alignment.own, pair.alignment.score, alike.near, alike.least, alike.names, alike.shared
    return *sentences, *words, *(float(kind == one) for one in ("weekday", "vote", "ordinal"))


def _context(pair: Candidate, around: Mapping[tuple[str, str], Sequence[Candidate]]) -> tuple[float, ...]:
    here, linked, agreeing, rival = 0.0, 0.0, [0.0, 0.0], 0.0
    for side, (figure, mate) in enumerate(_sides(pair)):
        for other in around.get((figure.id, mate.outlet), ()):
            if other is pair:
                continue
            partner = other.b.figure if other.a.figure.id == figure.id else other.a.figure
            if other.judgement and other.judgement.agrees:
                agreeing[side] = max(agreeing[side], other.probability)
                linked = max(linked, other.link)
                here = max(here, other.probability * (partner.sentence_id == mate.sentence_id))
            elif (partner.low, partner.high) != (mate.low, mate.high):
                rival = max(rival, other.probability)
    return here, linked, min(agreeing), rival
