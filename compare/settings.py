"""Every adjustable value of a run, with its reason. A run writes the settings that it used into ``run.json``."""

from dataclasses import dataclass

__all__ = ["DEFAULT_MODEL", "Settings"]

DEFAULT_MODEL = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one comparison.

    Attributes:
        model: sentence-transformers name or folder; the default's weights come with a package.
        candidates: sentences of the other article that are verified, the nearest by sentence vector first.
            Evidence was among the first 8 for 97 % of the gold judgements; more costs time and changes nothing.
        unclear_margin: a probability this close to its threshold is not called; see docs/accuracy.md for what the
            margin buys.
        link_probability: sentences are one claim when the symmetrised probability that each states the other
            is above this on average.
    """

    model: str = DEFAULT_MODEL
    candidates: int = 8
    unclear_margin: float = 0.05
    link_probability: float = 0.5
