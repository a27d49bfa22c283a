"""How two figures stand to each other, in one word and in a few."""

from dataclasses import dataclass
from decimal import Decimal

from compare.records import Relation

__all__ = ["Judgement"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How two figures stand to each other.

    Attributes:
        spread: distance between the intervals as a share of the larger figure, in days for dates, minutes for times;
            between the middles of ranges that share an end.
        reason: in words.
    """

    relation: Relation
    spread: Decimal
    reason: str

    @property
    def agrees(self) -> bool:
        """Whether the two figures can both be right."""
        return self.relation in {"same", "compatible"}
