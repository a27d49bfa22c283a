"""Where in each article the shared claims stand: what one outlet leads with may be at another's end."""

from collections.abc import Mapping
from dataclasses import dataclass

from compare.output.naming import outlet_names, positions
from compare.records import Claim, Comparison

__all__ = ["Mark", "PlacedClaim", "Stripe", "placed_claims", "share_level", "stripes"]

_MARK = 0.03  # width of a mark as a share of the plot: closer marks are drawn one below the other
_NUMBERED = 12  # outlets; with more, marks are too many to stand apart and become ticks


@dataclass(frozen=True, slots=True)
class Mark:
    """Where an outlet first states a claim: ``at`` from 0 (lede) to 1 (end), on one of the plot's levels."""

    outlet: str
    name: str
    number: int
    at: float
    level: int = 0


@dataclass(frozen=True, slots=True)
class PlacedClaim:
    """A claim of two or more outlets with a mark for each."""

    claim_id: str
    text: str
    marks: tuple[Mark, ...]

    @property
    def spread(self) -> float:
        """From the earliest to the latest place."""
        places = [mark.at for mark in self.marks]
        return max(places) - min(places)

    @property
    def levels(self) -> int:
        """How many lines the marks take."""
        return 1 + max(mark.level for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Stripe:
    """A sentence as a stripe of its article's bar; ``level`` 0 (nobody else states it) to 4 (all do), -1 no claim."""

    start: float
    width: float
    level: int


def placed_claims(comparison: Comparison) -> tuple[PlacedClaim, ...]:
    """Claims that sentences of two or more outlets state whole: those of most first, of equals the most widely placed.

    An outlet whose sentence states but a part, or that states the claim in no sentence of the group, has no mark.
    """
    place = positions(comparison)
    names = outlet_names(comparison)
    numbers = {outlet: number for number, outlet in enumerate(names, 1)}
    outlet_of = {sentence.id: sentence.outlet for sentence in comparison.sentences}
    text = {sentence.id: sentence.text for sentence in comparison.sentences}
    placed = []
    for claim in comparison.claims:
        first = _first_places(claim, outlet_of, place)
        if len(first) > 1:
            marks = [Mark(outlet, names[outlet], numbers[outlet], at) for outlet, at in first.items()]
            placed.append(PlacedClaim(claim.id, text[claim.representative], _on_levels(marks, len(names))))
    return tuple(sorted(placed, key=lambda each: (-len(each.marks), -each.spread, each.claim_id)))


def stripes(comparison: Comparison, stated_by_others: Mapping[str, int]) -> dict[str, tuple[Stripe, ...]]:
    """Every article as a bar of its sentences, shaded by how many other outlets state each."""
    length = {article.outlet: max(1, len(article.text)) for article in comparison.articles}
    others = len(comparison.articles) - 1
    bars: dict[str, list[Stripe]] = {outlet: [] for outlet in length}
    for sentence in comparison.sentences:
        level = share_level(stated_by_others.get(sentence.id, 0), others) if sentence.is_claim else -1
        size = length[sentence.outlet]
        start, width = 100 * sentence.start / size, 100 * (sentence.end - sentence.start) / size
        bars[sentence.outlet].append(Stripe(round(start, 2), round(width, 2), level))
    return {outlet: tuple(bar) for outlet, bar in bars.items()}


def share_level(number: int, others: int) -> int:
    """0 for none of the others, then the quarter that the share falls into: 4 is more than three quarters of them."""
    return -(-4 * number // others) if others > 0 else 0


def _first_places(claim: Claim, outlet_of: Mapping[str, str], place: Mapping[str, float]) -> dict[str, float]:
    first: dict[str, float] = {}
    for sentence_id in claim.sentence_ids:
        outlet = outlet_of[sentence_id]
        if outlet in claim.stated_by:
            first[outlet] = min(place[sentence_id], first.get(outlet, 1.0))
    return first


def _on_levels(marks: list[Mark], outlets: int) -> tuple[Mark, ...]:
    """Marks that would cover one another, moved to the next free level."""
    in_order = sorted(marks, key=lambda mark: (mark.at, mark.number))
    if outlets > _NUMBERED:
        return tuple(in_order)
    ends: list[float] = []  # of the last mark on each level
    done = []
    for mark in in_order:
        level = next((index for index, end in enumerate(ends) if mark.at - end >= _MARK), len(ends))
        ends[level : level + 1] = [mark.at]
        done.append(Mark(mark.outlet, mark.name, mark.number, mark.at, level))
    return tuple(done)
