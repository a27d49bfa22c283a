"""Which pairs of figures are reported: those that surely agree, and those that differ and nothing speaks against."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from compare.matching.figure_agreement import agreements
from compare.matching.figure_conflict import conflicts
from compare.matching.figure_frames import Frame
from compare.matching.figure_pairs import Candidate

__all__ = ["agreed", "choose", "explained", "may_differ"]

_RELATIVE = re.compile(r"(?:this|next|last|past|a)\s", re.IGNORECASE)
_FAR, _TOO_FAR = Decimal("0.45"), Decimal("0.8")  # a factor of five is another thing, or a misread number
_FARTHEST = Decimal("0.9")
_SURELY = 0.85  # the probability that numbers so far apart need
# As many pairs of figures of 240 stories were above it as with an encoder before.
_LINKED = 0.05
# How likely it is, at least, that two figures that are taken to say the same do so: right ones of the demo have .6 and
# more, by way of .30 and .39 came two wrong ones in stories with a planted difference.
_CARRIED = 0.5
_VOUCHED, _ONE_CONTEXT = 0.6, 0.8  # figures that agree and stand in one context vouch for each other
_REPLANNED = 0.4  # of five such pairs that were seen two are right: docs/accuracy-figures.md has them
_CLOSE = 0.1  # a pair this much less likely than a figure's best partner is still reported


def choose(pairs: Sequence[Candidate]) -> list[Candidate]:
    """The pairs that measure one thing: those that agree, then those that differ and that nothing speaks against."""
    agreeing = agreed(pairs)
    differing = _differences(pairs)
    return agreeing + differing + _carried(pairs, agreeing, differing)


def agreed(pairs: Sequence[Candidate]) -> list[Candidate]:
    """The pairs that agree and that the model of agreements holds likely."""
    return [pair for pair, threshold in agreements(pairs) if pair.probability >= threshold]


def _differences(pairs: Sequence[Candidate]) -> list[Candidate]:
    """Those that the model of conflicts holds likely, each figure with its likeliest partners of an outlet."""
    why = explained(pairs)
    likely = [
        pair
        for pair, threshold in conflicts(pairs)
        if may_differ(pair) and _key(pair) not in why and pair.probability >= _needed(pair, threshold)
    ]
    held = {_key(pair) for pair in likely}
    likely += [
        replace(pair, probability=_REPLANNED, confidence=_REPLANNED)
        for pair in pairs
        if _replanned(pair) and may_differ(pair) and _key(pair) not in held
    ]
    best = _best(likely)
    fits = {side: pair for pair in likely for side in _sides(pair) if pair.probability == best[side]}
    return [pair for pair in likely if all(_fits(pair, fits[side], place) for place, side in enumerate(_sides(pair)))]


def _replanned(pair: Candidate) -> bool:
    """One outlet has somebody's act planned for another day than that on which it happened in the other's account.

    "The House voted on Wednesday to override" and "expected to begin in the Senate on Wednesday, followed by the House
    on Thursday": one is planned, the same name acts, and what is a verb in one sentence is a word of the other.
    """
    a, b = pair.a, pair.b
    if pair.judgement is None or pair.judgement.relation != "differs" or a.planned == b.planned:
        return False
    return _one_name(a.actor, b.actor) and bool(_acts(a) & _stems(b) | _acts(b) & _stems(a))


def _one_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """As "Lee" and "Daniel Lewis Lee"; the Judiciary Committee is not the Intelligence Committee."""
    return one[-1:] == other[-1:] != () and (set(one) <= set(other) or set(other) <= set(one))


def _acts(frame: Frame) -> set[str]:
    return {word.stem for word in frame.words if word.pos == "VERB"}


def _stems(frame: Frame) -> set[str]:
    return {word.stem for word in frame.words if word.pos != "PROPN"}


def explained(pairs: Sequence[Candidate]) -> set[tuple[str, str]]:
    """Pairs, by their figures' ids in order, that differ for a reason which the articles give."""
    return _told_there(pairs) | _added_up(pairs)


def _told_there(pairs: Sequence[Candidate]) -> set[tuple[str, str]]:
    """Pairs one figure of which stands in the other's sentence too: elected in 1990, re-elected in 1995."""
    told = set()
    for pair in pairs:
        if pair.judgement and pair.judgement.relation == "same":
            told.add((pair.a.figure.id, pair.b.figure.sentence_id))
            told.add((pair.b.figure.id, pair.a.figure.sentence_id))
    return {
        _key(pair)
        for pair in pairs
        if (pair.a.figure.id, pair.b.figure.sentence_id) in told
        or (pair.b.figure.id, pair.a.figure.sentence_id) in told
    }


def _added_up(pairs: Sequence[Candidate]) -> set[tuple[str, str]]:
    """Pairs of a part and a total: eleven fighters and six soldiers are the seventeen dead of the other outlet."""
    # By total, its value and the sentence of the parts: the parts' ids by their values.
    parts: dict[tuple[str, str, str], dict[Decimal, list[str]]] = {}
    for pair in pairs:
        if not pair.a.is_calendar and pair.judgement:
            for part, total in ((pair.a.figure, pair.b.figure), (pair.b.figure, pair.a.figure)):
                if total.low and part.low and part.low == part.high:
                    members = parts.setdefault((total.id, total.low, part.sentence_id), {})
                    members.setdefault(Decimal(part.low), []).append(part.id)
    found = set()
    for (total_id, low, _), members in parts.items():
        whole = Decimal(low)
        for value, ids in members.items():
            others = members.get(whole - value, ())
            # Two figures, where both are half of it.
            if others and (others is not ids or len(ids) > 1):
                found |= {_pair_key(total_id, one) for one in ids}
    return found


def _needed(pair: Candidate, threshold: float) -> float:
    """The further apart two numbers are, the surer it must be that they are for one thing.

    Of 29 real differences of two outlets 2 have numbers apart by half of the larger; of pairs that merely
    have one unit most do.
    """
    assert pair.judgement is not None
    if pair.a.is_calendar or pair.judgement.spread < _FAR:
        return threshold
    return _SURELY if pair.judgement.spread < _TOO_FAR and _nearest(pair) < _FARTHEST else 2.0


def _nearest(pair: Candidate) -> Decimal:
    """By what share of the larger number the other is smaller, from the ends of hedges and bounds that lie nearest.

    ``spread`` is a share of the farthest end: "roughly 700" and "more than two dozen" are .79 apart by it.
    """
    figures = (pair.a.figure, pair.b.figure)
    ends = sorted((Decimal(figure.low or figure.high), Decimal(figure.high or figure.low)) for figure in figures)
    (_, smaller), (larger, _) = ends
    return 1 - smaller / larger if larger > 0 else Decimal(0)


def _fits(pair: Candidate, best: Candidate, place: int) -> bool:
    """Whether a figure's partner is its best one, or as good, or says the same as that."""
    if pair.probability >= best.probability - _CLOSE:
        return True
    partner = (pair.b, pair.a)[place].figure
    other = (best.a if best.a.figure.outlet == partner.outlet else best.b).figure
    return (partner.low, partner.high) == (other.low, other.high)


def _vouches(pair: Candidate) -> bool:
    return pair.alignment.own >= _ONE_CONTEXT and pair.link >= _LINKED


def _says_the_same(pair: Candidate) -> bool:
    """Whether they agree: numbers however hedged or bounded, days only where both are the same day."""
    if pair.judgement is None or pair.alignment.obstacle:
        return False
    return pair.judgement.relation == "same" or (pair.judgement.agrees and not pair.a.is_calendar)


def _speaks_against(pair: Candidate) -> bool:
    """Whether an agreement leaves no room for a difference: one with the day on which something was said does."""
    return _says_the_same(pair) and not (pair.a.is_calendar and (pair.a.speaks or pair.b.speaks))


def _carried(
    pairs: Sequence[Candidate], agreeing: Sequence[Candidate], differing: Sequence[Candidate]
) -> list[Candidate]:
    """Differences that follow from others: if A says what B says and B differs from C, so does A where it differs.

    A sentence such as "The pair had it out on Friday" shares no word with the other outlet's, but with a third's.
    """
    same: dict[str, dict[str, float]] = {}
    for pair in pairs:
        if _says_the_same(pair):
            chance = max(pair.probability, _VOUCHED if _vouches(pair) else 0.0)
            a, b = pair.a.figure.id, pair.b.figure.id
            if chance >= _CARRIED:
                same.setdefault(a, {})[b] = same.setdefault(b, {})[a] = chance
    apart = {_key(pair): pair for pair in differing}
    against = _best([pair for pair in agreeing if _speaks_against(pair)])

    def through(start: str, end: str) -> list[tuple[float, float, bool]]:
        """How likely and how sure the difference is by way of each figure that says the same; is it of a plan?"""
        found = ((chance, apart.get(_pair_key(other, end))) for other, chance in same.get(start, {}).items())
        return [
            (chance * pair.probability, chance * pair.confidence, _replanned(pair)) for chance, pair in found if pair
        ]

    found = []
    for pair in pairs:
        if _key(pair) in apart or not pair.judgement or pair.judgement.agrees or not may_differ(pair):
            continue
        first, second = pair.a.figure.id, pair.b.figure.id
        strongest, sure, replanned = max(through(first, second) + through(second, first), default=(0.0, 0.0, False))
        # A plan names several days, and the deed's may well be another's: that agreement speaks against nothing.
        blocked = not replanned and any(against.get(side, 0.0) >= strongest for side in _sides(pair))
        if strongest and not blocked:
            found.append(replace(pair, probability=strongest, confidence=round(sure, 4)))
    return found


def may_differ(pair: Candidate) -> bool:
    """Nothing says that these are two things; "one" is an article more often than a number."""
    if pair.alignment.obstacle or pair.alignment.doubt:
        return False
    if any(_RELATIVE.match(frame.figure.surface) for frame in (pair.a, pair.b)):
        return False  # "this week" is as long as the writer makes it
    if not pair.a.is_calendar and pair.judgement and not pair.judgement.spread:
        return False  # "below 50 percent", "more than 50 percent": what is asked for, or two moments of one count
    return not any(
        frame.figure.kind == "count" and frame.figure.surface.lower() in {"one", "a", "an"}
        for frame in (pair.a, pair.b)
    )


def _key(pair: Candidate) -> tuple[str, str]:
    return _pair_key(pair.a.figure.id, pair.b.figure.id)


def _pair_key(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _sides(pair: Candidate) -> tuple[tuple[str, str], tuple[str, str]]:
    """Each figure with the outlet that it is compared with."""
    return (pair.a.figure.id, pair.b.figure.outlet), (pair.b.figure.id, pair.a.figure.outlet)


def _best(pairs: Sequence[Candidate]) -> dict[tuple[str, str], float]:
    best: dict[tuple[str, str], float] = {}
    for pair in pairs:
        for side in _sides(pair):
            best[side] = max(best.get(side, 0.0), pair.probability)
    return best
