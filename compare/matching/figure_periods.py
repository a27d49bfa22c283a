"""Do two days, periods or times of day agree?"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from compare.matching.figure_judgement import Judgement
from compare.records import Figure

__all__ = ["judge_days", "judge_times"]

_LONGER = 4  # periods that differ more in length than this are not set against each other
_WEEK_OF_DAYS, _MONTH_OF_DAYS, _YEAR_OF_DAYS = 7, 28, 365
# "July last year" and "yesterday" say their year; "last July" may be of this year or the one before.
_YEAR = re.compile(r"\d{4}|\b(?:this|last|next|yesterday|today|tomorrow|tonight|ago)\b", re.IGNORECASE)
_HOLDS = 13  # a year may hold the month that another outlet names, a month hardly the day
_DAY = 24 * 60  # minutes
# Hours from UTC in winter and in summer, of the zones that a time may name (text/figure_clocks.py).
_OFFSETS = {"ET": (-5, -4), "CT": (-6, -5), "MT": (-7, -6), "MST": (-7, -7), "PT": (-8, -7)}
_OFFSETS |= {"GMT": (0, 0), "BST": (1, 1), "CET": (1, 2), "JST": (9, 9), "KST": (9, 9)}
_ANY_ZONE = {"", "local time"}  # it may be the other's
_AGO = re.compile(r"(?P<number>\S+)\s(?:day|week|month|year|decade)s\sago", re.IGNORECASE)


def judge_days(a: Figure, b: Figure) -> Judgement | None:
    """The relation of two days or periods; None where they may be of two things."""
    first = [date.fromisoformat(end) for end in (a.low, a.high or a.low)]
    second = [date.fromisoformat(end) for end in (b.low, b.high or b.low)]
    if first == second:
        return Judgement("same", Decimal(0), "the same day or period")
    # "Monday" in an article of Monday may be that day or the one before: the name says more than the reckoning.
    begin_alike = a.kind == b.kind == "date" and _yearless(a, b) and _in_year(first[0]) == _in_year(second[0])
    if begin_alike and _in_year(first[1]) == _in_year(second[1]):
        return Judgement("same", Decimal(0), "the same day or month of the year")
    if _is_day_span(a) and _is_day_span(b):
        days = max(abs((one - other).days) for one, other in zip(first, second, strict=True))
        return Judgement("differs", Decimal(days), f"they begin or end {_counted(days, 'day')} apart")
    if a.kind == b.kind == "weekday" and first[0].weekday() == second[0].weekday():
        return Judgement("same", Decimal(0), "the same weekday")
    lengths = sorted((ends[1] - ends[0]).days + 1 for ends in (first, second))
    apart = (max(first[0], second[0]) - min(first[1], second[1])).days
    if begin_alike or apart <= 0:
        if lengths[1] > _HOLDS * lengths[0] and not begin_alike:
            return None  # that both fell into this year says nothing
        nested = begin_alike or (first[0] - second[0]).days * (first[1] - second[1]).days <= 0
        return Judgement("compatible", Decimal(0), "one period lies in the other" if nested else "they overlap")
    if lengths[1] > _LONGER * lengths[0] or ((a.approximate or b.approximate) and not _are_two_agos(a, b, apart)):
        return None  # a day and a year that does not hold it: two things rather than two accounts of one
    return Judgement("differs", Decimal(apart), f"{_between(first, second, lengths[0], apart)} apart")


def _between(first: Sequence[date], second: Sequence[date], shorter: int, days: int) -> str:
    """Whole weeks, months and years from start to start, else the days from one's end to the start of the other."""
    early, late = sorted((first[0], second[0]))
    months = 12 * (late.year - early.year) + late.month - early.month
    if shorter >= _YEAR_OF_DAYS and months % 12 == 0:
        return _counted(months // 12, "year")
    if shorter >= _MONTH_OF_DAYS and months:
        return _counted(months, "month")
    if shorter >= _WEEK_OF_DAYS and (late - early).days % _WEEK_OF_DAYS == 0:
        return _counted((late - early).days // _WEEK_OF_DAYS, "week")
    return _counted(days, "day")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit if number == 1 else unit + 's'}"


def _yearless(a: Figure, b: Figure) -> bool:
    """Whether either is a day or month by its name alone, its year only reckoned from that of publication."""
    short = all(figure.low[:7] == (figure.high or figure.low)[:7] for figure in (a, b))
    return short and not all(_YEAR.search(figure.surface) for figure in (a, b))


def _is_day_span(figure: Figure) -> bool:
    """As in "10 to 12 October"; not a month or the part of one, nor "next week"."""
    first, last = date.fromisoformat(figure.low), date.fromisoformat(figure.high or figure.low)
    short = 0 < (last - first).days < _MONTH_OF_DAYS - 1
    return short and not figure.approximate and any(character.isdigit() for character in figure.surface)


def _are_two_agos(a: Figure, b: Figure, apart: int) -> bool:
    """As "two years ago" and "five years ago"; "2 years ago" and "two" may be a day apart, around New Year."""
    first, second = _AGO.search(a.surface), _AGO.search(b.surface)
    if first is None or second is None or first.group().lower() == second.group().lower():
        return False
    return apart > 1 or first["number"].isdigit() == second["number"].isdigit()


def _in_year(day: date) -> tuple[int, int]:
    """February ends on one day in all years."""
    return day.month, 28 if (day.month, day.day) == (2, 29) else day.day


def judge_times(a: Figure, b: Figure) -> Judgement | None:
    """The relation of two times of day; None where one is read, but not by the clock, or zones leave it open."""
    zones = {a.unit, b.unit}
    if len(zones) == 2 and not zones & _ANY_ZONE:
        return _judge_zones(a, b)
    judged = _judge_clocks(a, b)
    return judged if judged is None or judged.agrees or len(zones) == 1 else None


def _judge_zones(a: Figure, b: Figure) -> Judgement | None:
    """Of times in two zones. Which of summer time and winter time is meant is not known, so that either may agree."""
    if not (a.low and b.low) or a.unit not in _OFFSETS or b.unit not in _OFFSETS:
        return None
    ahead = {theirs - ours for ours, theirs in zip(_OFFSETS[a.unit], _OFFSETS[b.unit], strict=True)}
    judged = [found for hours in ahead if (found := _judge_clocks(_moved(a, hours), b))]
    nearest = min(judged, key=lambda found: (found.spread, found.relation != "same"))
    sure = nearest.agrees or len(ahead) == 1
    return replace(nearest, reason=f"{nearest.reason} ({a.unit}, {b.unit})") if sure else None


def _moved(figure: Figure, hours: int) -> Figure:
    low, high = ((_minutes(end) + 60 * hours) % _DAY for end in (figure.low, figure.high))
    return replace(figure, low=f"{low // 60:02d}:{low % 60:02d}", high=f"{high // 60:02d}:{high % 60:02d}")


def _judge_clocks(a: Figure, b: Figure) -> Judgement | None:
    if (a.low, a.high) == (b.low, b.high):
        return Judgement("same", Decimal(0), "the same time of day")
    if not (a.low and b.low):
        return None  # "midnight" of an unknown zone and the like: read, but not as a time
    apart = _minutes_apart(a, b)
    if not apart:
        return Judgement("compatible", Decimal(0), "one span of time reaches into the other")
    if apart <= 5:  # "8.39am" and "8.40am": clocks and reports are rounded to five minutes
        return Judgement("compatible", Decimal(apart), f"{_counted(apart, 'minute')} apart")
    return Judgement("differs", Decimal(apart), f"{_counted(apart, 'minute')} apart")


def _minutes_apart(a: Figure, b: Figure) -> int:
    """The shorter way round the clock from the end of one to the start of the other, 0 where they share a minute."""
    (first, end), (second, other_end) = ((_minutes(one.low), _minutes(one.high)) for one in (a, b))
    # Counted from the start of a span its end lies ahead, after midnight too.
    if (second - first) % _DAY <= (end - first) % _DAY or (first - second) % _DAY <= (other_end - second) % _DAY:
        return 0
    return min((second - end) % _DAY, (first - other_end) % _DAY)


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])
