"""NewsQuant's conventions and ours, and the score of one reader of figures on it.

The mapping, applied to ours and to every peer alike (``mapped``):

* Dates, clock times, ordinals, votes and scores are not annotated there: such figures of ours are not scored.
* A change "from X to Y" is one range there and two figures here: two neighbours whose ends are those of a range of the
  gold count as that range, and a range whose two ends the gold lists one by one counts as both.
* "one of the …" is 1 there and a pronoun here, and vague words ("thousands") are intervals of another width: such gold,
  and vague figures of ours, are not scored.
* A hedge moves a bound, not the value: ``> 80`` and ``~ 80`` have the value 80. ``up`` and ``down`` are directions, not
  bounds, and count as ``=``.
* Values are compared in base units: 5 km is 5 there and 5,000 metre here.

``plain`` is the same without the second and third rule, and with ``up`` and ``down`` counted as errors of the bound.
A noun as unit is right when the last word of the gold's unit is among the words of ours.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from compare.records import Figure
from compare.text.figure_units import unit_named

_UNSCORED = {"date", "weekday", "time", "ordinal", "vote", "score"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one system read: the values it may stand for in base units, unit, counted noun and bound."""

    start: int
    end: int
    values: tuple[tuple[float, float], ...]
    unit: str
    noun: str
    change: str
    vague: bool = False
    unscored: bool = False


@dataclass(frozen=True, slots=True)
class Gold:
    """One quantity of NewsQuant; ``base`` is its value in base units."""

    raw: tuple[float, float]
    base: tuple[float, float]
    unit: str
    rate: str
    nouns: tuple[str, ...]
    change: str
    ignored: bool


def reading(figure: Figure) -> Reading:
    """A figure of ours as the benchmark sees it."""
    unit = "age" if figure.kind == "age" else figure.unit
    change = {">=": ">", "<=": "<"}.get(figure.bound, figure.bound)
    unscored = figure.kind in _UNSCORED
    found = () if figure.kind in {"date", "weekday", "time"} else tuple(values(figure))
    vague = (
        figure.bound == "~" and (not figure.high or not re.search(r"\d", figure.surface)) and "s" in figure.surface[-1:]
    )
    return Reading(figure.start, figure.end, found, unit, figure.measures, change, vague, unscored)


def values(figure: Figure) -> Iterable[tuple[float, float]]:
    """The values a figure may have been written as: of a hedged one the middle or an end of its interval."""
    low, high = (float(bound) if bound else None for bound in (figure.low, figure.high))
    ends = [each for each in (low, high) if each is not None]
    if len(ends) == 2 and figure.bound == "=":
        return [(ends[0], ends[1])]
    middle = [sum(ends) / 2, ends[0], ends[-1]] if figure.bound == "~" else ends
    pair = [(ends[0], ends[1])] if len(ends) == 2 else []
    return [(each, each) for each in middle] + pair


MONEY = {
    "dollar": "USD", "cent": "USD", "euro": "EUR", "pound sterling": "GBP", "japanese yen": "JPY",
    "chinese yuan": "CNY",
    "shekel": "ILS", "malaysian ringgit": "MYR", "canadian dollar": "CAD", "australian dollar": "AUD",
    "indian rupee": "INR",
    "new zealand dollar": "NZD", "sen": "MYR", "pence": "GBP", "swiss franc": "CHF", "hong kong dollar": "HKD",
    "penny": "GBP",
    "p": "GBP", "penny sterling": "GBP", "singapore dollar": "SGD", "russian ruble": "RUB", "korean won": "KRW",
}  # fmt: skip
_MINOR = {"cent": 0.01, "sen": 0.01, "pence": 0.01, "penny": 0.01, "penny sterling": 0.01}
NAMES = {
    "percentage": "percent", "metric ton": "tonne", "pound-mass": "pound", "square feet": "square foot",
    "sqm": "square metre",
    "kilopound per square inch": "ksi", "parts-per-billion": "ppb", "part per million": "ppm", "penny sterling": "-",
    "pound foot": "lb-ft",
    "newton metre": "Nm", "gigaton": "gigaton", "gauge": "gauge", "megabit per second": "Mbps",
    "basis point": "basis point",
}  # fmt: skip


def gold_of(quantity: dict[str, Any], text: str) -> Gold:
    """One quantity with its value in base units and its unit split into name, rate and counted noun."""
    name = quantity["unit"].removeprefix("% ").strip()
    name, rate = split_rate(name)
    unit = unit_named(NAMES.get(name, name)) if name != "-" else None
    ends = (
        float(quantity["value"]),
        float(quantity["value2"] if quantity["value2"] is not None else quantity["value"]),
    )
    low, high = min(ends), max(ends)
    base_name, factor, offset = name, _MINOR.get(name, 1.0), 0.0
    if unit is not None:
        base_name, factor, offset = unit.base, float(unit.factor), float(unit.offset)
    elif name in MONEY:
        base_name = MONEY[name]
    elif name == "year of age":
        base_name = "age"
    known = unit is not None or name in MONEY or name == "year of age"
    surface = re.split(r" (?:an?|per|each|every) ", quantity["unit_surface"])[0]
    nouns = (
        () if known or name == "-" else tuple(lemma(each.split()[-1]) for each in (surface, name) if each.strip("- %"))
    )
    one_of = (
        quantity["value"] == 1 and quantity["value2"] is None and re.search(r"\b[Oo]ne (?:of|that)\b", text) is not None
    )
    vague = (
        re.search(r"\b(?:[Dd]ozens|[Hh]undreds|[Tt]housands|[Mm]illions|[Bb]illions|[Tt]ens) of\b", text) is not None
    )
    return Gold(
        (low, high),
        (low * factor + offset, high * factor + offset),
        base_name if known else "",
        rate,
        nouns,
        quantity["change"],
        one_of or (vague and high >= 9 * low and low != high),
    )


def split_rate(name: str) -> tuple[str, str]:
    """As in "dollar per share" as unit and rate; the rate is empty where the whole is one unit ("mile per hour")."""
    if " per " not in name or unit_named(name) is not None or name in NAMES:
        return name, ""
    name, rate = name.split(" per ", 1)
    return name, rate


def lemma(word: str) -> str:
    """A noun without its plural ending, well enough to compare two words."""
    word = word.lower().strip(".,'’")
    irregular = {
        "people": "person",
        "children": "child",
        "men": "man",
        "women": "woman",
        "fishermen": "fisherman",
        "lives": "life",
    }
    if word in irregular:
        return irregular[word]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def report_newsquant(name: str, rows: list[dict[str, Any]], readings: list[list[Reading]], errors: bool) -> None:
    """Print the scores of one reader, with the mapping and without; ``errors`` lists what it got wrong."""
    for lenient in (True, False):
        counts: Counter[str] = Counter()
        for row, read in zip(rows, readings, strict=True):
            golds = [gold_of(quantity, row["text"]) for quantity in row["quantities"]]
            _count(row["text"], golds, read, counts, lenient, errors and lenient)
        scores = "  ".join(
            f"{what} {_f1(counts, key):.3f}"
            for what, key in (("value", "value"), ("value+unit", "unit"), ("value+bound", "change"))
        )
        precision, recall = counts["value"] / max(1, counts["read"]), counts["value"] / max(1, counts["gold"])
        label = "mapped" if lenient else "plain"
        print(
            f"1 newsquant {label:6} {name:16} {scores}   P {precision:.3f} R {recall:.3f}  "
            f"gold {counts['gold']} read {counts['read']}"
        )


def _f1(counts: Counter[str], key: str) -> float:
    return 2 * counts[key] / max(1, counts["gold"] + counts["read"])


def _count(
    text: str, golds: list[Gold], read: list[Reading], counts: Counter[str], lenient: bool, errors: bool
) -> None:
    read = [each for each in read if not each.unscored]
    if lenient:
        golds = [gold for gold in golds if not gold.ignored]
        read = [each for each in read if not each.vague]
        read = _as_ranges(text, golds, read)
    free = list(read)
    missed = []
    for gold in golds:
        fitting = [each for each in free if any(_same(value, gold) for value in each.values)]
        fitting.sort(key=lambda each: (not _unit_right(gold, each), not _change_right(gold, each, lenient)))
        if not fitting:
            missed.append(gold)
            continue
        best = fitting[0]
        free.remove(best)
        unit, change = _unit_right(gold, best), _change_right(gold, best, lenient)
        counts.update({"value": 1, "unit": int(unit), "change": int(change)})
        if errors and not (unit and change):
            print(
                f"   {'' if unit else 'unit '}{'' if change else 'bound '}"
                f"{text[best.start : best.end]!r} ours {best.unit}|"
                f""
                f"{best.noun}|{best.change} gold {gold.unit}|{gold.nouns}|{gold.rate}|{gold.change}   <- {text[:150]}"
            )
    if errors and (missed or free):
        extra = [text[each.start : each.end] for each in free]
        print(f"   MISSED {[gold.raw for gold in missed]} EXTRA {extra}   <- {text[:230]}")
    counts.update({"gold": len(golds), "read": len(read)})


def _as_ranges(text: str, golds: list[Gold], read: list[Reading]) -> list[Reading]:
    """Ours in NewsQuant's shape: see the second rule of the module."""
    ranges = [gold for gold in golds if gold.raw[0] != gold.raw[1]]
    merged: list[Reading] = []
    for each in sorted(read, key=lambda reading: reading.start):
        before = merged[-1] if merged else None
        if before is not None and each.start - before.end <= 24 and len(before.values) == 1 and len(each.values) == 1:
            both = tuple(sorted((before.values[0][0], each.values[0][1])))
            pair = Reading(
                before.start,
                each.end,
                ((both[0], both[1]),),
                each.unit or before.unit,
                each.noun or before.noun,
                before.change,
            )
            if any(_same(pair.values[0], gold) for gold in ranges):
                merged[-1] = pair
                continue
        single = len(each.values) == 1 and each.values[0][0] != each.values[0][1]
        if single and not any(_same(each.values[0], gold) for gold in ranges):
            low, high = each.values[0]
            ends = [
                Reading(each.start, each.end, ((end, end),), each.unit, each.noun, each.change) for end in (low, high)
            ]
            if all(any(_same(end.values[0], gold) for gold in golds) for end in ends):
                merged.extend(ends)
                continue
        merged.append(each)
    return merged


def _same(value: tuple[float, float], gold: Gold) -> bool:
    return any(
        all(abs(a - b) <= 1e-6 * max(1e-9, abs(b)) + 1e-12 for a, b in zip(value, target, strict=True))
        for target in (gold.raw, gold.base)
    ) or (gold.unit == "celsius" and all(abs(a - b) < 0.02 for a, b in zip(value, gold.base, strict=True)))


def _unit_right(gold: Gold, read: Reading) -> bool:
    noun, _, rate = read.noun.partition("per ") if read.noun.startswith("per ") else read.noun.partition(" per ")
    if gold.rate and (unit_named(gold.rate) or gold.rate) != (unit_named(rate) or rate):
        return False
    if gold.unit:
        return read.unit == gold.unit
    words = {lemma(word) for word in noun.replace("-", " - ").split()}
    if not gold.nouns:
        return not read.unit and not noun
    return not (words.isdisjoint(gold.nouns)) or read.unit in gold.nouns


def _change_right(gold: Gold, read: Reading, lenient: bool) -> bool:
    return ("=" if lenient and gold.change in {"up", "down"} else gold.change) == read.change
