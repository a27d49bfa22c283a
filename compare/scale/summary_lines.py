"""The summary for the terminal: a line an outlet, the most claims first."""

import math
from collections.abc import Mapping

from compare.scale.observations import MEASURES
from compare.scale.summary import Rate, Summary

__all__ = ["COLUMNS", "summary_lines"]

COLUMNS = tuple(measure.heading for measure in MEASURES)
_MOST = 40  # lines; rates.csv has all


def summary_lines(summary: Summary) -> tuple[list[dict[str, str]], int]:
    """Rows for ``print_rows``, of outlets with a rate to show, those with most claims first; and how many more."""
    rates: dict[str, dict[str, Rate]] = {}
    for rate in summary.rates:
        rates.setdefault(rate.unit, {})[rate.measure] = rate
    shown = [unit for unit, found in rates.items() if any(not rate.hidden for rate in found.values())]
    shown.sort(key=lambda unit: (-rates[unit]["exclusive"].n if "exclusive" in rates[unit] else 0, unit))
    return [_line(summary.by, unit, rates[unit]) for unit in shown[:_MOST]], max(0, len(shown) - _MOST)


def _line(by: str, unit: str, rates: Mapping[str, Rate]) -> dict[str, str]:
    cells = {measure.heading: _cell(rates.get(measure.name)) for measure in MEASURES}
    return {by: unit, **cells}


def _cell(rate: Rate | None) -> str:
    if rate is None:
        return "n=0"
    if rate.hidden:
        return f"{rate.hidden} ({rate.n})"
    adjusted = not math.isnan(rate.adjusted)
    at, low, high = (rate.adjusted, rate.low, rate.high) if adjusted else (rate.raw, rate.raw_low, rate.raw_high)
    mark = "*" if rate.p_corrected < 0.05 else ""
    return f"{at:.2f}{mark} [{low:.2f}, {high:.2f}] n={rate.n}"
