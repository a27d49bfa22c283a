"""Figures for one thing on a common scale: what the interval plots of the report and of ``compare plot`` draw."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from compare.output.naming import day, outlet_names
from compare.records import Comparison, Figure, FigureDifference, Relation

__all__ = ["Interval", "Judgement", "Scale", "Tick", "Topic", "topics"]

_ORDER: tuple[Relation, ...] = ("differs", "updated", "compatible", "same")
_ROOM = 0.08  # of the scale left free at either end, where arrows of open bounds end
_DATES = ("date", "weekday")
_DAY = 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on the scale, in per cent of its width."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to per cent of the width; empty ``ticks`` where the figures cannot be placed."""

    low: float
    high: float
    ticks: tuple[Tick, ...] = ()

    def place(self, value: float | None) -> float | None:
        """Per cent of the width, None where there is no value; the middle where the scale is a single value."""
        if value is None:
            return None
        share = (value - self.low) / (self.high - self.low) if self.low < self.high else 0.5
        return round(100 * (_ROOM + (1 - 2 * _ROOM) * share), 2)


@dataclass(frozen=True, slots=True)
class Interval:
    """One outlet's figure. ``low`` and ``high`` are places on the scale, None where open or not known."""

    outlet: str
    name: str
    number: int
    figure: Figure
    sentence: str
    low: float | None
    high: float | None

    @property
    def is_point(self) -> bool:
        """A single value, not a range or a bound."""
        return self.low is not None and self.low == self.high

    @property
    def sign(self) -> str:
        """What stands before the figure as written, where it is no plain value: the hedge may lie outside of it."""
        return {">=": "≥", ">": ">", "<=": "≤", "<": "<", "~": "≈"}.get(self.figure.bound, "")

    @property
    def hollow(self) -> bool:
        """Drawn as a ring: the value itself is approximate or not included."""
        return self.figure.approximate or self.figure.bound in ("<", ">", "~")


@dataclass(frozen=True, slots=True)
class Judgement:
    """How two of the figures relate, as ``figure_differences.csv`` has it."""

    first: Interval
    second: Interval
    row: FigureDifference


@dataclass(frozen=True, slots=True)
class Topic:
    """A measured thing: the figures that outlets give for it, and how they relate."""

    claim_id: str
    measures: str
    unit: str
    relation: Relation
    scale: Scale
    intervals: tuple[Interval, ...]
    judgements: tuple[Judgement, ...]


def topics(comparison: Comparison) -> tuple[Topic, ...]:
    """Every measured thing that two outlets give a figure for: differing ones first, then the surest."""
    found = [_topic(rows, comparison) for rows in _connected(comparison.figure_differences)]
    return tuple(
        sorted(
            found,
            key=lambda topic: (
                _ORDER.index(topic.relation),
                -max(each.row.confidence for each in topic.judgements if each.row.relation == topic.relation),
                topic.claim_id,
                topic.measures,
            ),
        )
    )


def _connected(rows: Sequence[FigureDifference]) -> list[list[FigureDifference]]:
    """Rows that share a figure, directly or through others, are about one thing, whatever claims they stand in."""
    group: dict[str, list[FigureDifference]] = {}
    for row in rows:
        first = group.setdefault(row.figure_a.id, [])
        second = group.setdefault(row.figure_b.id, first)
        if second is not first:
            first += second
            group |= {figure.id: first for moved in second for figure in (moved.figure_a, moved.figure_b)}
            group[row.figure_b.id] = first
        first.append(row)
    return list({id(found): found for found in group.values()}.values())


def _named(rows: Sequence[FigureDifference]) -> str:
    """What most rows say is measured."""
    names = Counter(row.measures for row in rows)
    return max(names, key=lambda name: (bool(name), names[name]))


def _topic(rows: Sequence[FigureDifference], comparison: Comparison) -> Topic:
    figures = {figure.id: figure for row in rows for figure in (row.figure_a, row.figure_b)}
    scale = Scale(0.0, 1.0) if any(_is_apart(row) for row in rows) else _scale(figures.values())
    intervals = {interval.figure.id: interval for interval in _intervals(figures, scale, comparison)}
    judgements = [Judgement(intervals[row.figure_a.id], intervals[row.figure_b.id], row) for row in rows]
    return Topic(
        claim_id=next((row.claim_id for row in rows if row.claim_id), ""),
        measures=_named(rows),
        unit=rows[0].figure_a.unit,
        relation=min((row.relation for row in rows), key=_ORDER.index),
        scale=scale,
        intervals=tuple(intervals.values()),
        judgements=tuple(sorted(judgements, key=lambda each: _ORDER.index(each.row.relation))),
    )


def _is_apart(row: FigureDifference) -> bool:
    """Two days that are the same but for a year or week that was reckoned wrongly: no line has a place for both.

    Nor has one for the clocks of two zones, whatever their times.
    """
    a, b = row.figure_a, row.figure_b
    if a.kind == "time":
        return a.unit != b.unit and (a.low, a.high) != (b.low, b.high)
    return row.relation == "same" and a.kind in _DATES and (a.high < b.low or b.high < a.low)


def _intervals(figures: dict[str, Figure], scale: Scale, comparison: Comparison) -> Iterable[Interval]:
    names = outlet_names(comparison)
    order = {outlet: number for number, outlet in enumerate(names, 1)}
    text = {sentence.id: sentence.text for sentence in comparison.sentences}
    placed = bool(scale.ticks)
    for figure in sorted(figures.values(), key=lambda each: (order.get(each.outlet, 0), each.start)):
        yield Interval(
            outlet=figure.outlet,
            name=names.get(figure.outlet, figure.outlet),
            number=order.get(figure.outlet, 0),
            figure=figure,
            sentence=text.get(figure.sentence_id, ""),
            low=scale.place(_value(figure, figure.low, scale.low)) if placed else None,
            high=scale.place(_value(figure, figure.high, scale.low)) if placed else None,
        )


def _value(figure: Figure, bound: str, first: float) -> float | None:
    """The bound on a number line; None where open or not to be read.

    Days are counted; clock times are minutes, those before the ``first`` of the scale of the day after.
    """
    try:
        if figure.kind in _DATES:
            return float(date.fromisoformat(bound).toordinal())
        if ":" in bound:
            return first + (_minutes(bound) - first) % _DAY
        value = float(Decimal(bound))
    except (ValueError, InvalidOperation):
        return None
    return value if math.isfinite(value) else None


def _minutes(clock: str) -> float:
    hour, minute = clock.split(":")
    return float(int(hour) * 60 + int(minute))


def _first_minute(figures: Iterable[Figure]) -> float:
    """Where the shortest way round the clock begins that holds all times of day; 0 where there are none.

    "11:58 p.m." and "12:01 a.m." are three minutes apart, and a span may run over midnight.
    """
    spans = [(_minutes(each.low), _minutes(each.high)) for each in figures if each.kind == "time" and each.low]
    starts = sorted(start for start, _ in spans)
    lengths = {first: max((start - first) % _DAY + (end - start) % _DAY for start, end in spans) for first in starts}
    return min(lengths, key=lambda first: lengths[first], default=0.0)


def _scale(figures: Collection[Figure]) -> Scale:
    first = _first_minute(figures)
    ends = {
        value: _label(figure, bound)
        for figure in figures
        for bound in (figure.low, figure.high)
        if (value := _value(figure, bound, first)) is not None
    }
    if not ends:
        return Scale(0.0, 1.0)
    scale = Scale(min(ends), max(ends))
    chosen = dict.fromkeys((scale.low, scale.high))
    return replace(scale, ticks=tuple(Tick(scale.place(value) or 0.0, ends[value]) for value in chosen))


def _label(figure: Figure, bound: str) -> str:
    if figure.kind in _DATES:
        return day(bound)
    if ":" in bound:
        return bound
    value, sign = abs(Decimal(bound)), "-" if Decimal(bound) < 0 else ""
    # A converted unit has decimals that nobody wrote: 1,106 ft is not 337.1088 m to a reader.
    value = round(value, 2) if value >= 1 and value != round(value, 2) else value
    whole, dot, rest = f"{value:f}".partition(".")
    number = f"{sign}{int(whole):,}{dot}{rest}" if len(whole) < 40 else bound
    units = {"percent": " %", "USD": " US$", "EUR": " €", "GBP": " £", "": ""}
    return number + units.get(figure.unit, f" {figure.unit.replace('_', ' ')}")
