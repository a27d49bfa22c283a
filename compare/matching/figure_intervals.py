"""Do two figures for one thing agree? Intervals are compared, and the judgement is given in words.

What counts as agreement: equal numbers; a number inside the other's range or hedge; a number that rounds to the other
one as that is written; a bound ("more than 80") and a number just beyond it. Nothing is converted between currencies.
"""

import re
from decimal import Decimal

from compare.matching.figure_judgement import Judgement
from compare.matching.figure_periods import judge_days, judge_times
from compare.records import Figure
from compare.text.figure_units import unit_named

__all__ = ["OTHER_TALLY", "TALLIES", "Judgement", "comparable", "is_vague", "judge", "written_step"]

_DAYS = frozenset({"date", "weekday"})
TALLIES = frozenset({"vote", "score"})
OTHER_TALLY = "the tallies are not the same"
# A writer who says "more than 80" has 81 to 85 in mind, not 120: half a step of the number as written, and at
# least a twentieth, beyond the bound.
_BEYOND = Decimal("0.05")
# Rounding never hides more than a tenth: "$5 billion" is no rounding of "$5.7 billion".
_ROUNDED_AWAY = Decimal("0.10")
_HEDGED = Decimal("0.10")  # how far "about" and "nearly" reach, see figure_hedges
_TIDIED = Decimal(1).scaleb(-9)  # their ends are rounded
_STEP = Decimal("0.0001")  # of a spread
_DIGITS = re.compile(r"\d[\d,]*(?:\.(?P<decimals>\d+))?|\.(?P<fraction>\d+)")
# The words for lengths of time in the base unit of each: seconds up to the week, months above.
_SPANS = {"min": 60, "hour": 3600, "day": 86400, "week": 604800}
_SPANS |= {"month": 1, "year": 12, "decade": 120, "centur": 1200}
_SPAN = re.compile("|".join(_SPANS), re.IGNORECASE)
_LETTERS = re.compile(r"[a-z]+")
_FOOT_AND = re.compile(r"(?:foot|feet|ft)[-\s]\d+$")  # "6-foot-1"; the inches are not named
_INCH = Decimal("0.0254")
_PENCE = re.compile(r"(?:pound|dollar|euro)s?\b.*\b(?:pence|pennies|cents?)\b")
_SPEED = "kilometre_per_hour"
_BY_FIVE = re.compile(r"(?<![\d.,])\d+[05](?![\d.,])")
_NO_SHARE = 10**6  # no share earns or costs as much
_EXACT_BELOW = 100  # a plain count below this is meant to the unit: 10 dead are not 12


def comparable(a: Figure, b: Figure) -> bool:
    """Whether two figures are of one kind and unit, so that they could be figures for one thing."""
    if a.kind in _DAYS and b.kind in _DAYS:
        return bool(a.low and b.low)
    if (a.kind in TALLIES and b.kind in TALLIES) or a.kind == b.kind == "time":
        return bool(a.low and b.low)
    if {a.kind, b.kind} == {"percent", "points"}:
        return True
    if {a.kind, b.kind} == {"age", "count"}:  # "Lieberman, 75" and "his age, 75", not "aged 5" and "5 girls"
        counted = a.measures if a.kind == "count" else b.measures
        return (a.low, a.high) == (b.low, b.high) and counted in {"", "age"}
    return a.kind == b.kind and a.unit == b.unit and not _is_share_and_sum(a, b)


def _is_share_and_sum(a: Figure, b: Figure) -> bool:
    """Whether one is an amount a share and the other one of millions: "$1.25 a share" and "$1.25 billion"."""
    shares = [figure.measures.endswith("per share") for figure in (a, b)]
    return a.kind == "money" and shares[0] != shares[1] and abs(_middle(b if shares[0] else a)) >= _NO_SHARE


def judge(a: Figure, b: Figure, *, later: int = 0, moves: bool = False) -> Judgement | None:
    """The relation of two comparable figures; None where it cannot be told.

    Args:
        a: one figure.
        b: the other.
        later: 1 where the article of ``b`` was published after that of ``a``, -1 the other way round.
        moves: whether the count can only grow as news comes in (people killed, cases), so that a higher one in a
            later article is an update.
    """
    if a.kind in _DAYS:
        return judge_days(a, b)
    if a.kind == "time":
        return judge_times(a, b)
    if a.kind in TALLIES:
        return _judge_tallies(a, b)
    if a.kind != b.kind and "points" in (a.kind, b.kind) and a.low != b.low:
        return None  # five per cent is not five points
    judged = _judge_numbers(a, b)
    if judged and judged.relation == "differs" and moves and later:
        first, second = (a, b) if later > 0 else (b, a)
        if _middle(second) > _middle(first):
            reason = f"{judged.reason}; the higher count is in the later article"
            return Judgement("updated", judged.spread, reason)
    return judged


def written_step(figure: Figure) -> Decimal:
    """What the last digit that was written stands for, in base units: 100,000 of "$5.7 million", 0.3048 of "1,106ft".

    Zero for whole numbers below a hundred and for words without a scale, which are meant to the unit.
    """
    if figure.kind == "ordinal":
        return Decimal(0)  # a rank is never rounded: the 100th is not the 105th
    value = abs(Decimal(figure.low or figure.high or "0"))
    smallest = _smallest_part(figure)
    if smallest is not None:
        return smallest
    match = _DIGITS.search(figure.surface)
    if match is None:
        whole = value == value.to_integral_value() and value >= _EXACT_BELOW and figure.kind in {"count", "money"}
        step = Decimal(10) ** _zeros(int(value)) if whole else Decimal(0)
        return 5 * step if "half" in figure.surface.lower() else step  # "half a million" counts in halves
    mantissa = Decimal(match.group().replace(",", ""))
    decimals = match["decimals"] or match["fraction"]
    if not mantissa:
        return Decimal(0)
    if decimals:
        return value * Decimal(10) ** -len(decimals) / mantissa
    plain_count = figure.kind in {"count", "age"} and mantissa == value
    if mantissa < _EXACT_BELOW:
        return Decimal(0) if plain_count else value / mantissa
    return value * Decimal(10) ** _zeros(int(mantissa)) / mantissa


def _smallest_part(figure: Figure) -> Decimal | None:
    """One of the smallest unit of a figure in two, to which it is exact ("two hours, 14 minutes"); None of others.

    A whole measure in words ("six feet") is exact to its unit, as one in digits is: it may be 6 feet 1 inch.
    """
    if figure.kind not in {"duration", "measure", "money"} or not figure.low or figure.low != figure.high:
        return None
    surface = figure.surface.lower()
    if figure.kind == "money":
        return Decimal("0.01") if _PENCE.search(surface) else None
    if _FOOT_AND.search(surface):
        return _INCH
    units = [unit_named(name) for name in _LETTERS.findall(surface)]
    factors = {unit.factor for unit in units if unit and unit.base == figure.unit}  # no hour of "60 miles an hour"
    if len(factors) == 1 and figure.kind == "measure" and _DIGITS.search(surface) is None:
        return min(factors) if Decimal(figure.low) / min(factors) % 1 == 0 else None
    return min(factors) if len(factors) > 1 else None


def _zeros(number: int) -> int:
    text = str(number)
    return len(text) - len(text.rstrip("0"))


def _middle(figure: Figure) -> Decimal:
    low, high = (Decimal(end) if end else None for end in (figure.low, figure.high))
    if low is None or high is None:
        return low if low is not None else high if high is not None else Decimal(0)
    return (low + high) / 2


def _judge_numbers(a: Figure, b: Figure) -> Judgement | None:
    if not (a.low or a.high) or not (b.low or b.high):
        return None
    if (a.low, a.high) == (b.low, b.high):
        if a.bound == b.bound or {a.bound, b.bound} <= {">", ">="} or {a.bound, b.bound} <= {"<", "<="}:
            return Judgement("same", Decimal(0), "the same number")
        return Judgement("compatible", Decimal(0), "the same number, hedged differently")
    shared = (a.low and a.low == b.low) or (a.high and a.high == b.high)
    if shared and _as_written(a) == _as_written(b):  # not "40" and "40 to 90", nor 450 and "about 500"
        return Judgement("compatible", Decimal(0), "the same number, bounded differently")
    gap, largest = _gap(_extent(a), _extent(b))
    if not gap and (meeting := _meeting(a, b)):
        return meeting
    if not gap and _is_written_range(a) and _is_written_range(b):
        spread = (abs(_middle(a) - _middle(b)) / largest).quantize(_STEP)
        return Judgement("differs", spread, "the ranges share only an end")
    if gap <= 0:
        return Judgement("compatible", Decimal(0), "their ranges, hedges or bounds overlap")
    if is_vague(a) or is_vague(b):
        return None
    spread = max((gap / largest).quantize(_STEP), _STEP)  # not 0 for 1,234,567 and 1,234,568: they do differ
    bounded = [figure.surface for figure in (a, b) if not (figure.low and figure.high)]
    if not bounded and _is_rounded(a, b):
        return Judgement("compatible", spread, "one is the other rounded as it is written")
    inside = bounded and _within_bounds(a, b)
    if gap <= _half_unit(a, b) and (inside or not bounded):
        return Judgement("compatible", spread, "one is the other in whole units")
    reason = f"the numbers are {_apart(a, b)} apart"
    return Judgement("differs", spread, f"within the bound, but far from it: {reason}" if inside else reason)


def _meeting(a: Figure, b: Figure) -> Judgement | None:
    """The judgement of two that meet at a number which one of them leaves out: "fewer than 40" and "40 to 90".

    Three of three real pairs such as "up to $400 million" and "more than $400m" told of one sum.
    """
    for above, below in ((a, b), (b, a)):
        if above.low and above.low == below.high and (above.bound == ">" or below.bound == "<"):
            if above.bound == ">" and below.bound == "<":
                return Judgement("differs", Decimal(0), "one says less, the other more")
            return Judgement("compatible", Decimal(0), "they only meet at an end")
    return None


def _is_written_range(figure: Figure) -> bool:
    """As in "5.25% to 5.5%"; not what a hedge made an interval, nor "two or three", which says either."""
    both = figure.low and figure.high and figure.low != figure.high
    return bool(both) and figure.bound == "=" and " or " not in figure.surface


def _apart(a: Figure, b: Figure) -> str:
    """The numbers as they are written, of ranges the nearest ends, in percent of the larger of the two.

    ``spread`` has what hedges and bounds leave, as a share of the farthest end.
    """
    (_, smaller), (larger, _) = sorted((_as_written(a), _as_written(b)))
    percent = ((larger - smaller) / max(abs(smaller), abs(larger)) * 100).quantize(Decimal("0.1"))
    return f"{percent} %" if percent else "less than 0.1 %"


def _gap(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    """How far apart two intervals lie, negative where they overlap, and the largest of their ends."""
    return max(one[0], other[0]) - min(one[1], other[1]), max(map(abs, one + other))


def is_vague(figure: Figure) -> bool:
    """Dozens, scores, hundreds: no number that another could contradict."""
    return figure.bound == "~" and not (figure.low and figure.high)


def _extent(figure: Figure) -> tuple[Decimal, Decimal]:
    """The interval that a reader takes the figure for; open ends are closed near the bound."""
    low, high = (Decimal(end) if end else None for end in (figure.low, figure.high))
    if low is not None and high is not None:
        return low, high
    if low is not None:
        return low, low + (abs(low) * 10 if is_vague(figure) else _beyond(figure, low))
    assert high is not None
    return high - _beyond(figure, high), high


def _beyond(figure: Figure, end: Decimal) -> Decimal:
    """How far beyond its bound a reader expects the number: "more than 80" up to 85, "at least 32" hardly 35."""
    step = written_step(figure)
    if not step and end == end.to_integral_value():
        step = Decimal(10) ** _zeros(int(abs(end)))
    return max(step / 2, abs(end) * _BEYOND)


def _within_bounds(a: Figure, b: Figure) -> bool:
    low = max(Decimal(figure.low) for figure in (a, b) if figure.low) if a.low or b.low else None
    high = min(Decimal(figure.high) for figure in (a, b) if figure.high) if a.high or b.high else None
    return low is None or high is None or low <= high


def _rounding(a: Figure, b: Figure) -> Decimal:
    """How far apart two numbers may lie when one is the other rounded; nothing where both are written as finely."""
    steps = sorted((written_step(a), written_step(b)))
    if not steps[1]:
        return Decimal(0)
    ratio = steps[1] / steps[0] if steps[0] else Decimal(0)
    power = ratio and Decimal(10) ** (len(str(int(ratio))) - 1) == ratio.quantize(Decimal("0.0001"))
    if a.kind == "measure" and not power:  # written in two units: each was rounded
        if a.unit == _SPEED and _are_by_five(a, b):
            steps = [5 * step for step in steps]
        return (steps[0] + steps[1]) / 2
    return steps[1] / 2 if steps[1] > steps[0] else Decimal(0)


def _are_by_five(a: Figure, b: Figure) -> bool:
    """Whether both numbers were rounded to five: 185 mph are 295 kph, and not 290, which was rounded to ten."""
    numbers = [_BY_FIVE.search(figure.surface) for figure in (a, b)]
    return all(numbers) and max(int(number.group()) for number in numbers if number) % 10 == 5


def _is_rounded(a: Figure, b: Figure) -> bool:
    """Whether one number is the other rounded as it is written; what a hedge allows is not added to it."""
    gap, largest = _gap(_as_written(a), _as_written(b))
    return gap <= largest * _ROUNDED_AWAY and gap <= _rounding(a, b)


def _as_written(figure: Figure) -> tuple[Decimal, Decimal]:
    """The number itself of one that a hedge or bound made an interval ("about 1,000"); of other ranges both ends."""
    low, high = Decimal(figure.low or figure.high), Decimal(figure.high or figure.low)
    if figure.bound in {"<", ">"}:  # "just under 10", "just over 10"
        return (high, high) if figure.bound == "<" else (low, low)
    for number in (high, (low + high) / 2) if figure.bound == "~" else ():  # "nearly 10", "about 10"
        if abs(number - low - abs(number) * _HEDGED) <= abs(number) * _TIDIED:
            return number, number
    return low, high


def _half_unit(a: Figure, b: Figure) -> Decimal:
    """Half the coarser unit of two lengths of time in two units: 41 years are four decades, 36 hours two days."""
    words = [_SPAN.findall(figure.surface.lower()) for figure in (a, b)]
    if a.kind != "duration" or not all(words):
        return Decimal(0)
    units = sorted(min(_SPANS[word] for word in found) for found in words)
    return Decimal(units[1]) / 2 if units[0] != units[1] else Decimal(0)


def _judge_tallies(a: Figure, b: Figure) -> Judgement:
    if (a.low, a.high) == (b.low, b.high):
        return Judgement("same", Decimal(0), "the same tally")
    gaps = [abs(Decimal(one) - Decimal(other)) for one, other in ((a.low, b.low), (a.high, b.high)) if one and other]
    largest = max(Decimal(end) for figure in (a, b) for end in (figure.low, figure.high) if end)
    spread = (max(gaps) / largest).quantize(Decimal("0.0001")) if gaps and largest else Decimal(0)
    return Judgement("differs", spread, OTHER_TALLY)
