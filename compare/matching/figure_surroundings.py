"""What else two articles say of two figures: another that agrees, a rival that fits as well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compare.matching.figure_pairs import Candidate
from compare.records import Figure

__all__ = ["Surroundings", "surroundings"]

_Around = Mapping[tuple[str, str], Sequence[Candidate]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Of a pair of figures, all other pairs that one of them makes with the other's article; probabilities, 0 to 1.

    Attributes:
        here: of the likeliest figure in the partner's own sentence that agrees.
        linked: that a figure which agrees stands in a sentence of the same claim.
        both: the smaller of the two figures' likeliest agreements elsewhere.
        rival: of the likeliest figure that says something else.
    """

    here: float
    linked: float
    both: float
    rival: float


def surroundings(chosen: Sequence[Candidate], pairs: Sequence[Candidate]) -> list[Surroundings]:
    """Of the ``chosen``; ``pairs`` are all pairs of the story."""
    around: dict[tuple[str, str], list[Candidate]] = {}
    for pair in pairs:
        if not pair.alignment.obstacle:
            for figure, mate in _sides(pair):
                around.setdefault((figure.id, mate.outlet), []).append(pair)
    return [_of(pair, around) for pair in chosen]


def _sides(pair: Candidate) -> tuple[tuple[Figure, Figure], tuple[Figure, Figure]]:
    return (pair.a.figure, pair.b.figure), (pair.b.figure, pair.a.figure)


def _of(pair: Candidate, around: _Around) -> Surroundings:
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
    return Surroundings(here, linked, min(agreeing), rival)
