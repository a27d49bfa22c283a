"""Which pairs of figures are reported: those that surely agree, and those that differ and nothing speaks against."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from compare.matching.figure_pairs import Candidate

__all__ = ["choose"]

_AGREEING = frozenset({"same", "compatible"})
# Least probability of measuring the same thing; chosen on held-out stories (docs/accuracy-figures.md).
_DIFFERS = 0.7
_DIFFERS_DAYS = 0.35
_DIFFERS_IN_CONTEXT = 0.25  # of days whose words stand in all but the same context
_VERY_LIKE = 0.78
_ONE_STATEMENT = 0.51
_AGREES = 0.25
_AGREES_PLAIN = 0.4  # of weekdays and small counts, which agree by chance
_RELATIVE = re.compile(r"(?:this|next|last|past|a)\s", re.IGNORECASE)
_FAR, _TOO_FAR = Decimal("0.45"), Decimal("0.8")  # a factor of five is another thing, or a misread number
_LIKE, _SOMEWHAT, _MOSTLY = 0.54, 0.4, 0.58  # cosine of the figures' own words; share of their surroundings found
_ONE_CLAIM = 0.68
_LINKED = 0.04
_SMALL = 12
_CARRIED = 0.2
_VOUCHED, _ONE_CONTEXT = 0.6, 0.85  # equal days whose words stand in one context vouch for each other
_CLOSE = 0.1  # a pair this much less likely than a figure's best partner is still reported
_BETTER = 0.3  # an agreement of that much lower a probability still speaks against a difference


def choose(pairs: Sequence[Candidate]) -> list[Candidate]:
    """The pairs that measure one thing: those that agree, then those that differ and that nothing speaks against."""
    agreeing = _agreements(pairs)
    differing = _differences(pairs, agreeing)
    return agreeing + differing + _carried(pairs, agreeing, differing)


def _agreements(pairs: Sequence[Candidate]) -> list[Candidate]:
    likely = [
        pair
        for pair in pairs
        if pair.judgement
        and pair.judgement.relation in _AGREEING
        and not pair.alignment.obstacle
        and pair.probability >= (_AGREES if _is_telling(pair) else _AGREES_PLAIN)
    ]
    best = _best(likely)
    return [pair for pair in likely if pair.probability >= min(best[side] for side in _sides(pair)) - _BETTER / 2]


def _is_telling(pair: Candidate) -> bool:
    """Whether the number would hardly agree by chance: not a weekday or a count up to twelve."""
    figure = pair.a.figure
    if figure.kind in {"weekday", "ordinal", "time"} or not figure.low:
        return False
    return figure.kind == "date" or figure.kind != "count" or float(figure.low) > _SMALL


def _differences(pairs: Sequence[Candidate], agreeing: Sequence[Candidate]) -> list[Candidate]:
    against = [pair for pair in agreeing if _speaks_against(pair)]
    agreed, agreed_here = _best(against), _best_within(against)
    open_pairs = [pair for pair in pairs if not pair.alignment.obstacle and not pair.alignment.doubt]
    best = _best(open_pairs)
    fits = {side: pair for pair in open_pairs for side in _sides(pair) if pair.probability == best.get(side)}
    return [
        pair
        for pair in pairs
        if pair.judgement
        and pair.judgement.relation not in _AGREEING
        and _may_differ(pair)
        and pair.probability >= _least(pair)
        and all(agreed.get(side, 0.0) < pair.probability - _margin(pair) for side in _sides(pair))
        and all(agreed_here.get(side, 0.0) < pair.probability - _BETTER for side in _sides_within(pair))
        and all(_fits(pair, fits[side], place) for place, side in enumerate(_sides(pair)))
    ]


def _least(pair: Candidate) -> float:
    """The probability from which two figures that differ are reported."""
    if not pair.a.is_calendar:
        return _DIFFERS
    return _DIFFERS_IN_CONTEXT if pair.alignment.own >= _VERY_LIKE else _DIFFERS_DAYS


def _fits(pair: Candidate, best: Candidate, place: int) -> bool:
    """Whether a figure's partner is its best one, or as good, or says the same as that."""
    if pair.probability >= best.probability - _CLOSE:
        return True
    partner = (pair.b, pair.a)[place].figure
    other = (best.a if best.a.figure.outlet == partner.outlet else best.b).figure
    return (partner.low, partner.high) == (other.low, other.high)


def _vouches(pair: Candidate) -> bool:
    return pair.alignment.own >= _ONE_CONTEXT and pair.link >= _LINKED


def _speaks_against(pair: Candidate) -> bool:
    """Whether an agreement leaves no room for a difference: a day that lies in the same week does."""
    assert pair.judgement is not None
    return not pair.a.is_calendar or pair.judgement.relation == "same"


def _margin(pair: Candidate) -> float:
    """How much less likely an agreement elsewhere in the article may be and still speak against a difference."""
    return 0.15 if pair.a.figure.kind == "weekday" else -0.05


def _carried(
    pairs: Sequence[Candidate], agreeing: Sequence[Candidate], differing: Sequence[Candidate]
) -> list[Candidate]:
    """Differences that follow from others: if A says what B says and B differs from C, so does A.

    A sentence such as "The pair had it out on Friday" shares no word with the other outlet's, but with a third's.
    """
    same: dict[str, dict[str, float]] = {}
    for pair in pairs:
        if pair.judgement and pair.judgement.relation == "same" and not pair.alignment.obstacle:
            chance = max(pair.probability, _VOUCHED if _vouches(pair) else 0.0)
            a, b = pair.a.figure.id, pair.b.figure.id
            same.setdefault(a, {})[b] = same.setdefault(b, {})[a] = chance
    apart = {_key(pair): pair.probability for pair in differing}
    agreed = _best([pair for pair in agreeing if _speaks_against(pair)])
    found = []
    for pair in pairs:
        if _key(pair) in apart or not pair.judgement or pair.judgement.relation in _AGREEING or not _may_differ(pair):
            continue
        first, second = pair.a.figure.id, pair.b.figure.id
        through = [p * apart.get(_pair_key(x, second), 0.0) for x, p in same.get(first, {}).items()]
        through += [p * apart.get(_pair_key(x, first), 0.0) for x, p in same.get(second, {}).items()]
        strongest = max(through, default=0.0)
        blocked = any(agreed.get(side, 0.0) >= strongest for side in _sides(pair))
        if strongest >= _CARRIED and not blocked:
            found.append(replace(pair, probability=strongest))
    return found


def _may_differ(pair: Candidate) -> bool:
    """Nothing says that these are two things; "one" is an article more often than a number."""
    if pair.alignment.obstacle or pair.alignment.doubt:
        return False
    if any(_RELATIVE.match(frame.figure.surface) for frame in (pair.a, pair.b)):
        return False  # "this week" is as long as the writer makes it
    if pair.a.figure.kind == "weekday" and (pair.a.speaks or pair.b.speaks) and pair.link < _ONE_STATEMENT:
        return False  # two statements may well have been made on two days, or after what they are about
    if not _resemble(pair):
        return False
    return not any(
        frame.figure.kind == "count" and frame.figure.surface.lower() in {"one", "a", "an"}
        for frame in (pair.a, pair.b)
    )


def _resemble(pair: Candidate) -> bool:
    """Whether the two stand in like contexts: the more so, the further apart the numbers are.

    Of 29 real differences of two outlets 2 have numbers apart by half of the larger; of pairs that merely
    have one unit most do.
    """
    own, least = pair.alignment.own, pair.alignment.score
    if pair.a.is_calendar:
        return True
    assert pair.judgement is not None
    tally = pair.a.figure.kind in {"vote", "score"}
    if pair.judgement.spread >= _TOO_FAR and not tally:
        return False
    if pair.alignment.heads and pair.link >= _ONE_CLAIM and min(own, least) >= _SOMEWHAT:
        return True  # one noun counted, in sentences that surely state one claim
    if pair.judgement.spread >= _FAR and not tally:
        return own >= _LIKE and least >= _MOSTLY
    return own >= _LIKE or (own >= _SOMEWHAT and least >= _MOSTLY)


def _key(pair: Candidate) -> tuple[str, str]:
    return _pair_key(pair.a.figure.id, pair.b.figure.id)


def _pair_key(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _sides(pair: Candidate) -> tuple[tuple[str, str], tuple[str, str]]:
    """Each figure with the outlet that it is compared with."""
    return (pair.a.figure.id, pair.b.figure.outlet), (pair.b.figure.id, pair.a.figure.outlet)


def _sides_within(pair: Candidate) -> tuple[tuple[str, str], tuple[str, str]]:
    """Each figure with the sentence that it is compared with."""
    return (pair.a.figure.id, pair.b.figure.sentence_id), (pair.b.figure.id, pair.a.figure.sentence_id)


def _best_within(pairs: Sequence[Candidate]) -> dict[tuple[str, str], float]:
    best: dict[tuple[str, str], float] = {}
    for pair in pairs:
        for side in _sides_within(pair):
            best[side] = max(best.get(side, 0.0), pair.probability)
    return best


def _best(pairs: Sequence[Candidate]) -> dict[tuple[str, str], float]:
    best: dict[tuple[str, str], float] = {}
    for pair in pairs:
        for side in _sides(pair):
            best[side] = max(best.get(side, 0.0), pair.probability)
    return best
