"""What else two articles say of two figures: another that agrees, a rival that fits as well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compare.matching.figure_pairs import Candidate
from compare.records import Figure

__all__ = ["Surroundings", "surroundings"]

_Ends = tuple[str, str]
_Around = Mapping[tuple[str, str], "_Others"]


@dataclass(frozen=True, slots=True)
class _Others:
    """The pairs that one figure makes with one article, the likeliest first, so that each pair looks at few of them.

    Attributes:
        agreeing, linked: those that agree, by their probability and by that of their sentences.
        here: those that agree, by the partner's sentence.
        rivals: of those that do not, the highest probability for each number of the partner.
    """

    agreeing: Sequence[Candidate]
    linked: Sequence[Candidate]
    here: Mapping[str, Sequence[Candidate]]
    rivals: Sequence[tuple[float, _Ends]]


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
    around: dict[tuple[str, str], list[tuple[Figure, Candidate]]] = {}
    for pair in pairs:
        if not pair.alignment.obstacle:
            for figure, mate in _sides(pair):
                around.setdefault((figure.id, mate.outlet), []).append((mate, pair))
    others = {key: _others(found) for key, found in around.items()}
    return [_of(pair, others) for pair in chosen]


def _sides(pair: Candidate) -> tuple[tuple[Figure, Figure], tuple[Figure, Figure]]:
    return (pair.a.figure, pair.b.figure), (pair.b.figure, pair.a.figure)


def _others(found: Sequence[tuple[Figure, Candidate]]) -> _Others:
    agreeing: list[Candidate] = []
    here: dict[str, list[Candidate]] = {}
    rivals: dict[_Ends, float] = {}
    for partner, pair in sorted(found, key=lambda one: -one[1].probability):
        if pair.judgement and pair.judgement.agrees:
            agreeing.append(pair)
            here.setdefault(partner.sentence_id, []).append(pair)
        else:
            rivals.setdefault((partner.low, partner.high), pair.probability)
    linked = sorted(agreeing, key=lambda pair: -pair.link)
    return _Others(agreeing, linked, here, [(chance, ends) for ends, chance in rivals.items()])


def _of(pair: Candidate, around: _Around) -> Surroundings:
    here, linked, agreeing, rival = 0.0, 0.0, [0.0, 0.0], 0.0
    for side, (figure, mate) in enumerate(_sides(pair)):
        others = around.get((figure.id, mate.outlet))
        if others is None:
            continue
        agreeing[side] = max((other.probability for other in _first_beside(pair, others.agreeing)), default=0.0)
        linked = max([linked, *(other.link for other in _first_beside(pair, others.linked))])
        beside = _first_beside(pair, others.here.get(mate.sentence_id, ()))
        here = max([here, *(other.probability for other in beside)])
        ends = mate.low, mate.high
        rival = max(rival, next((chance for chance, other in others.rivals if other != ends), 0.0))
    return Surroundings(here, linked, min(agreeing), rival)


def _first_beside(pair: Candidate, ranked: Sequence[Candidate]) -> Sequence[Candidate]:
    """The first that is not the pair itself, if there is one."""
    return [other for other in ranked[:2] if other is not pair][:1]
