"""The summary as one HTML page: loads nothing, runs nothing; a plot of intervals and the numbers for each measure."""

import base64
import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from compare.output.naming import counted
from compare.output.safe_text import shown
from compare.scale.observations import MEASURES, Measure

if TYPE_CHECKING:
    from compare.scale.summary import Rate, Summary

__all__ = ["render_summary"]

_LEFT, _RIGHT, _ROW = 200.0, 690.0, 22
_COLUMNS = ("n", "stories", "rate", "95 %", "adjusted", "95 %", "p", "p corrected")


@dataclass(frozen=True, slots=True)
class _Row:
    """An outlet's line of a plot, in SVG units."""

    name: str
    n: int
    y: int
    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class _Plot:
    """A measure's plot and table."""

    heading: str
    occasion: str
    counted: str
    verdict: str
    height: int
    mean: float
    rows: tuple[_Row, ...]
    ticks: tuple[_Tick, ...]
    table: tuple[tuple[str, ...], ...]


def render_summary(summary: "Summary") -> str:
    """The page; the same summary gives the same bytes."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    style = _asset("summary.css")
    environment = Environment(
        loader=FunctionLoader(_asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=lambda value: shown(value) if type(value) is str else value,
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    plots = [_plot(measure, summary) for measure in MEASURES]
    page = environment.get_template("summary.html")
    return page.render(summary=summary, plots=plots, columns=_COLUMNS, policy=policy, style=style)


def _asset(name: str) -> str:
    return files("compare.scale").joinpath("templates", name).read_text(encoding="utf-8")


def _plot(measure: Measure, summary: "Summary") -> _Plot:
    rates = [rate for rate in summary.rates if rate.measure == measure.name]
    drawn = sorted((rate for rate in rates if not rate.hidden), key=lambda rate: (-_value(rate)[0], rate.unit))
    top = _top([_value(rate)[2] for rate in drawn])
    values = [_value(rate)[0] for rate in drawn]
    return _Plot(
        heading=measure.heading[:1].upper() + measure.heading[1:],
        occasion=measure.occasion.replace("K", str(summary.shared_by)),
        counted=measure.counted,
        verdict=_verdict(measure, summary, len(rates) - len(drawn)),
        height=_ROW * len(drawn) + 30,
        mean=_x(sum(values) / len(values) if values else 0.0, top),
        rows=tuple(_row(rate, place, top) for place, rate in enumerate(drawn)),
        ticks=tuple(_Tick(_x(top * step / 5, top), f"{top * step / 5:.2f}") for step in range(6)),
        table=tuple(_line(rate) for rate in sorted(rates, key=lambda rate: (bool(rate.hidden), rate.unit))),
    )


def _value(rate: "Rate") -> tuple[float, float, float]:
    """What is drawn: adjusted where there is such a rate."""
    if math.isnan(rate.adjusted):
        return rate.raw, rate.raw_low, rate.raw_high
    return rate.adjusted, rate.low, rate.high


def _top(highs: Sequence[float]) -> float:
    """End of the scale: 1, or less where all intervals end below a half."""
    highest = max(highs, default=1.0)
    return next(end for end in (0.1, 0.2, 0.5, math.inf) if highest <= end) if highest <= 0.5 else 1.0


def _x(value: float, top: float) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * min(value / top, 1.0), 1)


def _row(rate: "Rate", place: int, top: float) -> _Row:
    at, low, high = (_x(value, top) for value in _value(rate))
    name = rate.unit if len(rate.unit) <= 28 else rate.unit[:27] + "…"
    return _Row(name, rate.n, _ROW * place + 14, at, low, high)


def _verdict(measure: Measure, summary: "Summary", hidden: int) -> str:
    are = "is" if hidden == 1 else "are"
    few = f" {counted(hidden, summary.by)} with too few occasions or stories {are} not drawn." if hidden else ""
    for test in summary.tests:
        if test.measure == measure.name and not math.isnan(test.p):
            p = "p < .001" if test.p_corrected < 0.001 else f"p = {test.p_corrected:.3f}"
            return (
                f"Permutation test against “no {summary.by} differs”: {p}, corrected for the number of tests; "
                f"{test.units} {summary.by}s, {test.n:,} occasions.{few}"
            )
    return f"No test: too few occasions or stories, or a median.{few}"


def _line(rate: "Rate") -> tuple[str, ...]:
    from compare.scale.summary import cell

    if rate.hidden:
        return (rate.unit, str(rate.n), str(rate.stories), *[rate.hidden] * 4, "", "")
    adjusted = "" if math.isnan(rate.adjusted) else f"{rate.low:.3f}–{rate.high:.3f}"
    return (
        rate.unit,
        str(rate.n),
        str(rate.stories),
        cell(rate.raw),
        f"{rate.raw_low:.3f}–{rate.raw_high:.3f}",
        cell(rate.adjusted),
        adjusted,
        cell(rate.p),
        cell(rate.p_corrected),
    )
