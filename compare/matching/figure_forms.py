"""Figures that two articles give in different forms: 412 mm and 16.2 inches, "four in ten" and 41 percent.

An encoder hardly knows that they are one number, and their words have no stem in common. The figures of a sentence are
read anyway (text/figures.py), and whether two can be one number is a matter of intervals
(matching/figure_intervals.py); so the words of two that agree count as equal. On six stories written for this, with 15
figures an article and hardly a word in common, AUC of present rose from .835 to .857 and of stated from .807 to .855;
on real news, where one sentence in forty has such a figure, by less than .001 (docs/trials.md).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from compare.matching.figure_intervals import TALLIES, comparable, is_vague, judge
from compare.records import Figure

__all__ = ["FigureWords", "agreeing_words"]

Rows = npt.NDArray[np.int64]

# Days and hours are in every sentence of a story, and ordinals number anything.
_UNTOLD = frozenset({"date", "weekday", "time", "ordinal"})
_WIDE = Decimal("0.25")  # of its larger end: "12 to 69", "$30 billion to $60 billion"
_ROUNDED, _BOUNDED = 1.12, 2.0  # how many times larger or smaller a number that agrees may be
_SMALL = 12  # counts up to this agree by chance


@dataclass(frozen=True, slots=True)
class FigureWords:
    """A figure and the rows of its words among those of its article."""

    figure: Figure
    rows: tuple[int, ...]

    @property
    def tells(self) -> bool:
        """Whether another figure that agrees with it is likely the same one."""
        one = self.figure
        if one.kind in _UNTOLD or not (one.low or one.high) or is_vague(one):
            return False
        if one.low and one.high and one.kind not in TALLIES and _is_wide(Decimal(one.low), Decimal(one.high)):
            return False
        return one.kind != "count" or not one.high or abs(Decimal(one.high)) > _SMALL


def _is_wide(low: Decimal, high: Decimal) -> bool:
    """Whether an interval holds so much that most numbers of its kind would fit."""
    return high - low > _WIDE * max(abs(low), abs(high))


def agreeing_words(a: Sequence[FigureWords], b: Sequence[FigureWords]) -> tuple[Rows, Rows]:
    """(k,) rows of A's words and (k,) of B's: every word of a figure with every word of one that can be its number."""
    pairs = [
        (row, other)
        for one, mate in _near(a, b)
        if comparable(one.figure, mate.figure) and (found := judge(one.figure, mate.figure)) and found.agrees
        for row in one.rows
        for other in mate.rows
    ]
    rows = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return rows[:, 0], rows[:, 1]


def _near(a: Sequence[FigureWords], b: Sequence[FigureWords]) -> Iterator[tuple[FigureWords, FigureWords]]:
    """Figures that are near enough to agree, of whatever kinds.

    Two tables of 3,600 figures each take 114 s if every two are judged.
    """
    low, high = np.array([_reach(one.figure) for one in b], dtype=np.float64).reshape(-1, 2).T
    for one in a:
        least, most = _reach(one.figure)
        for column in np.flatnonzero((low <= most) & (least <= high)).tolist():
            yield one, b[column]


def _reach(figure: Figure) -> tuple[float, float]:
    """Between which sizes a number lies that may agree with it: rounding hides a tenth, a bound or a half more."""
    least, most = sorted(abs(float(end)) for end in (figure.low or figure.high, figure.high or figure.low))
    plain = figure.low and figure.high and figure.kind not in ("duration", "age")
    return least / (_ROUNDED if plain else _BOUNDED), most * (_ROUNDED if plain else _BOUNDED)
