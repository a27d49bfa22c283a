"""Measure the reading of figures on the labelled sets and print the bars of the issue: 1 NewsQuant, 2 news figures, 3 Recognizers, 7 speed.

    python scripts/benchmark_figures.py [--bench ../shared/bench] [--peers] [--errors newsquant]

NewsQuant has other conventions than ``compare.text.figures``. The mapping, applied to ours and to every peer alike:

* Dates, clock times, ordinals, votes and scores are not annotated there: such figures of ours are not scored.
* A change "from X to Y" is one range there and two figures here: two neighbours with "from" before and "to" between them count as one range.
  A range that the other side gives as its two ends counts as both ends found.
* "one of the …" is 1 there and a pronoun here, and vague words ("thousands") are intervals of another width: such gold is not scored.
* A hedge moves a bound, not the value: ``> 80`` and ``~ 80`` have the value 80; ``up`` and ``down`` (a direction, which is no bound) count as ``=``.
* Values are compared in base units: 5 km is 5 there and 5,000 metre here.

``strict`` is the same without the first three rules, and with ``up`` and ``down`` counted as errors.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from compare.records import Figure, Sentence, Token
from compare.text.figure_units import unit_named
from compare.text.figures import find_figures
from compare.text.numerals import scan_numerals
from compare.text.parse import SpacyParser

_BENCH = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"
_UNSCORED = {"date", "weekday", "time", "ordinal", "vote", "score"}
_SEED_DAY = date(2025, 12, 1)  # the day of the seed article that the relative dates of news_figures refer to


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


def main() -> int:
    """Print the report; exit code 2 where the labelled sets are not there."""
    options = _options()
    if not options.bench.is_dir():
        print(f"{options.bench}: no labelled sets there; give their folder with --bench", file=sys.stderr)
        return 2
    parser = SpacyParser()
    systems: dict[str, Callable[[Sequence[str]], list[list[Reading]]]] = {"compare": lambda texts: _ours(texts, parser)}
    if options.peers:
        systems |= _peers()
    newsquant = _rows(options.bench / "newsquant.jsonl")
    for name, read in systems.items():
        _report_newsquant(name, newsquant, read([row["text"] for row in newsquant]), options.errors == "newsquant" and name == "compare")
    _report_news_figures(_rows(options.bench / "news_figures.jsonl"), parser, options.errors == "news_figures")
    for kind in ("number", "percent", "currency"):
        _report_recognizers(kind, _rows(options.bench / f"recognizers_{kind}.jsonl"), parser, options.errors == "recognizers")
    _report_speed([row["text"] for row in newsquant], parser)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=_BENCH, help="folder of the labelled sets")
    parser.add_argument("--peers", action="store_true", help="also run quantulum3 and Recognizers-Text where they are installed")
    parser.add_argument("--errors", choices=["newsquant", "news_figures", "recognizers"], help="list the errors on one set")
    return parser.parse_args()


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _figures(texts: Sequence[str], parser: SpacyParser) -> list[tuple[Figure, ...]]:
    return [
        find_figures(Sentence("x", 0, len(text), 0, text), tokens, _SEED_DAY)
        for text, tokens in zip(texts, parser.parse(texts), strict=True)
    ]


# --- NewsQuant -------------------------------------------------------------------------------------------------------


def _ours(texts: Sequence[str], parser: SpacyParser) -> list[list[Reading]]:
    return [[_reading(figure) for figure in figures] for figures in _figures(texts, parser)]


def _reading(figure: Figure) -> Reading:
    unit = "age" if figure.kind == "age" else figure.unit
    change = {">=": ">", "<=": "<"}.get(figure.bound, figure.bound)
    unscored = figure.kind in _UNSCORED
    values = () if figure.kind in {"date", "weekday", "time"} else tuple(_values(figure))
    vague = figure.bound == "~" and (not figure.high or not re.search(r"\d", figure.surface)) and "s" in figure.surface[-1:]
    return Reading(figure.start, figure.end, values, unit, figure.measures, change, vague, unscored)


def _values(figure: Figure) -> Iterable[tuple[float, float]]:
    """The values a figure may have been written as: of a hedged one the middle or an end of its interval."""
    low, high = (float(bound) if bound else None for bound in (figure.low, figure.high))
    ends = [each for each in (low, high) if each is not None]
    if len(ends) == 2 and figure.bound == "=":
        return [(ends[0], ends[1])]
    middle = [sum(ends) / 2, ends[0], ends[-1]] if figure.bound == "~" else ends
    pair = [(ends[0], ends[1])] if len(ends) == 2 else []
    return [(each, each) for each in middle] + pair


_MONEY = {
    "dollar": "USD", "cent": "USD", "euro": "EUR", "pound sterling": "GBP", "japanese yen": "JPY", "chinese yuan": "CNY",
    "shekel": "ILS", "malaysian ringgit": "MYR", "canadian dollar": "CAD", "australian dollar": "AUD", "indian rupee": "INR",
    "new zealand dollar": "NZD", "sen": "MYR", "pence": "GBP", "swiss franc": "CHF", "hong kong dollar": "HKD", "penny": "GBP",
    "p": "GBP", "penny sterling": "GBP", "singapore dollar": "SGD", "russian ruble": "RUB", "korean won": "KRW",
}  # fmt: skip
_MINOR = {"cent": 0.01, "sen": 0.01, "pence": 0.01, "penny": 0.01, "penny sterling": 0.01}
_NAMES = {
    "percentage": "percent", "metric ton": "tonne", "pound-mass": "pound", "square feet": "square foot", "sqm": "square metre",
    "kilopound per square inch": "ksi", "parts-per-billion": "ppb", "part per million": "ppm", "penny sterling": "-", "pound foot": "lb-ft",
    "newton metre": "Nm", "gigaton": "gigaton", "gauge": "gauge", "megabit per second": "Mbps", "basis point": "basis point",
}  # fmt: skip


def _gold(quantity: dict[str, Any], text: str) -> Gold:
    name = quantity["unit"].removeprefix("% ").strip()
    name, rate = _split_rate(name)
    unit = unit_named(_NAMES.get(name, name)) if name != "-" else None
    ends = (float(quantity["value"]), float(quantity["value2"] if quantity["value2"] is not None else quantity["value"]))
    low, high = min(ends), max(ends)
    base_name, factor, offset = name, _MINOR.get(name, 1.0), 0.0
    if unit is not None:
        base_name, factor, offset = unit.base, float(unit.factor), float(unit.offset)
    elif name in _MONEY:
        base_name = _MONEY[name]
    elif name == "year of age":
        base_name = "age"
    known = unit is not None or name in _MONEY or name == "year of age"
    surface = re.split(r" (?:an?|per|each|every) ", quantity["unit_surface"])[0]
    nouns = () if known or name == "-" else tuple(_lemma(each.split()[-1]) for each in (surface, name) if each.strip("- %"))
    one_of = quantity["value"] == 1 and quantity["value2"] is None and re.search(r"\b[Oo]ne (?:of|that)\b", text) is not None
    vague = re.search(r"\b(?:[Dd]ozens|[Hh]undreds|[Tt]housands|[Mm]illions|[Bb]illions|[Tt]ens) of\b", text) is not None
    return Gold(
        (low, high), (low * factor + offset, high * factor + offset), base_name if known else "", rate, nouns, quantity["change"],
        one_of or (vague and high >= 9 * low and low != high),
    )


def _split_rate(name: str) -> tuple[str, str]:
    if " per " not in name or unit_named(name) is not None or name in _NAMES:
        return name, ""
    name, rate = name.split(" per ", 1)
    return name, rate


def _lemma(word: str) -> str:
    word = word.lower().strip(".,'’")
    irregular = {"people": "person", "children": "child", "men": "man", "women": "woman", "fishermen": "fisherman", "lives": "life"}
    if word in irregular:
        return irregular[word]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _report_newsquant(name: str, rows: list[dict[str, Any]], readings: list[list[Reading]], errors: bool) -> None:
    for lenient in (True, False):
        counts: Counter[str] = Counter()
        for row, read in zip(rows, readings, strict=True):
            golds = [_gold(quantity, row["text"]) for quantity in row["quantities"]]
            _count(row["text"], golds, read, counts, lenient, errors and lenient)
        scores = "  ".join(f"{what} {_f1(counts, key):.3f}" for what, key in (("value", "value"), ("value+unit", "unit"), ("value+bound", "change")))
        precision, recall = counts["value"] / max(1, counts["read"]), counts["value"] / max(1, counts["gold"])
        label = "mapped" if lenient else "strict"
        print(f"1 newsquant {label:6} {name:16} {scores}   P {precision:.3f} R {recall:.3f}  gold {counts['gold']} read {counts['read']}")


def _f1(counts: Counter[str], key: str) -> float:
    return 2 * counts[key] / max(1, counts["gold"] + counts["read"])


def _count(text: str, golds: list[Gold], read: list[Reading], counts: Counter[str], lenient: bool, errors: bool) -> None:
    if lenient:
        golds = [gold for gold in golds if not gold.ignored]
        read = [each for each in read if not each.unscored and not each.vague]
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
            print(f"   {'unit ' if not unit else ''}{'change' if not change else ''} {text[best.start:best.end]!r} ours {best.unit}|{best.noun}|{best.change} gold {gold.unit}|{gold.nouns}|{gold.rate}|{gold.change}   <- {text[:150]}")
    if errors and (missed or free):
        print(f"   MISSED {[gold.raw for gold in missed]} EXTRA {[text[each.start:each.end] for each in free]}   <- {text[:230]}")
    counts.update({"gold": len(golds), "read": len(read)})


def _as_ranges(text: str, golds: list[Gold], read: list[Reading]) -> list[Reading]:
    """Ours in NewsQuant's shape: two ends of a gold range, written side by side, become one; a range of ours that gold has as two ends, two."""
    ranges = [gold for gold in golds if gold.raw[0] != gold.raw[1]]
    merged: list[Reading] = []
    for each in sorted(read, key=lambda reading: reading.start):
        before = merged[-1] if merged else None
        if before is not None and each.start - before.end <= 24 and len(before.values) == 1 and len(each.values) == 1:
            both = tuple(sorted((before.values[0][0], each.values[0][1])))
            pair = Reading(before.start, each.end, ((both[0], both[1]),), each.unit or before.unit, each.noun or before.noun, before.change)
            if any(_same(pair.values[0], gold) for gold in ranges):
                merged[-1] = pair
                continue
        single = len(each.values) == 1 and each.values[0][0] != each.values[0][1]
        if single and not any(_same(each.values[0], gold) for gold in ranges):
            low, high = each.values[0]
            ends = [Reading(each.start, each.end, ((end, end),), each.unit, each.noun, each.change) for end in (low, high)]
            if all(any(_same(end.values[0], gold) for gold in golds) for end in ends):
                merged.extend(ends)
                continue
        merged.append(each)
    return merged


def _same(value: tuple[float, float], gold: Gold) -> bool:
    return any(all(abs(a - b) <= 1e-6 * max(1e-9, abs(b)) + 1e-12 for a, b in zip(value, target, strict=True)) for target in (gold.raw, gold.base)) or (
        gold.unit == "celsius" and all(abs(a - b) < 0.02 for a, b in zip(value, gold.base, strict=True))
    )


def _unit_right(gold: Gold, read: Reading) -> bool:
    noun, _, rate = read.noun.partition("per ") if read.noun.startswith("per ") else read.noun.partition(" per ")
    if gold.rate and (unit_named(gold.rate) or gold.rate) != (unit_named(rate) or rate):
        return False
    if gold.unit:
        return read.unit == gold.unit
    words = {_lemma(word) for word in noun.replace("-", " - ").split()}
    if not gold.nouns:
        return not read.unit and not noun
    return not (words.isdisjoint(gold.nouns)) or read.unit in gold.nouns


def _change_right(gold: Gold, read: Reading, lenient: bool) -> bool:
    return ("=" if lenient and gold.change in {"up", "down"} else gold.change) == read.change


# --- peers -----------------------------------------------------------------------------------------------------------


def _peers() -> dict[str, Callable[[Sequence[str]], list[list[Reading]]]]:
    found: dict[str, Callable[[Sequence[str]], list[list[Reading]]]] = {}
    try:
        import quantulum3.classifier
        import quantulum3.parser

        quantulum3.classifier.USE_CLF = False  # its pickle needs an older scikit-learn
        found["quantulum3"] = lambda texts: [_quantulum(text, quantulum3.parser) for text in texts]
    except ImportError as error:
        print(f"quantulum3 skipped: {error}")
    try:
        import ms_recognizers_number as number
        import ms_recognizers_number_with_unit as with_unit

        models = _recognizer_models(number, with_unit)
        found["recognizers-text"] = lambda texts: [_recognized(text, models) for text in texts]
    except ImportError as error:
        print(f"recognizers-text skipped: {error}")
    return found


def _plain_reading(start: int, end: int, value: tuple[float, float], unit_name: str) -> Reading:
    name, rate = _split_rate(unit_name.lower().replace("-", " "))
    unit = unit_named(_NAMES.get(name, name)) or unit_named(name.removesuffix("s"))
    base = unit.base if unit else _MONEY.get(name, "age" if name == "year" and "old" in unit_name else "")
    noun = "" if unit or base or name == "dimensionless" else name
    return Reading(start, end, (value,), base, f"{noun} per {rate}".strip() if rate else noun, "=")


def _quantulum(text: str, parser: Any) -> list[Reading]:
    try:
        quantities = parser.parse(text)
    except Exception as error:  # it raises on some of these sentences; they count as nothing read
        print(f"   quantulum3 raised {type(error).__name__} on {text[:60]!r}")
        return []
    readings = []
    for quantity in quantities:
        spread = quantity.uncertainty or 0.0
        value = (quantity.value - spread, quantity.value + spread)
        readings.append(_plain_reading(*quantity.span, value, quantity.unit.name))
    return readings


def _recognizer_models(number: Any, with_unit: Any) -> list[Any]:
    culture = "en-us"
    plain, united = number.NumberRecognizer(culture), with_unit.NumberWithUnitRecognizer(culture)
    return [
        united.get_currency_model(), united.get_dimension_model(), united.get_temperature_model(), united.get_age_model(),
        plain.get_percentage_model(), plain.get_number_model(),
    ]  # fmt: skip


def _recognized(text: str, models: list[Any]) -> list[Reading]:
    """All models, those with units first; what overlaps an earlier result is dropped."""
    readings: list[Reading] = []
    for model in models:
        for result in model.parse(text):
            start, end = result.start, result.end + 1
            if any(start < other.end and other.start < end for other in readings):
                continue
            resolution = result.resolution or {}
            try:
                value = float(str(resolution.get("value")).rstrip("%"))
            except ValueError:
                continue
            unit = "percentage" if result.type_name == "percentage" else str(resolution.get("unit") or "-").lower()
            readings.append(_plain_reading(start, end, (value, value), unit))
    return readings


# --- our own gold ----------------------------------------------------------------------------------------------------

_OPS = {"~<": {"~", "<", "<="}, "~>": {"~", ">", ">="}, "vague": {"~", ">="}, "range": {"=", "~"}}
_KINDS = {
    "length": "measure", "area": "measure", "volume": "measure", "mass": "measure", "speed": "measure", "temperature": "measure",
    "magnitude": "measure", "percentage_points": "points", "energy": "measure", "power": "measure",
}  # fmt: skip


def _report_news_figures(rows: list[dict[str, Any]], parser: SpacyParser, errors: bool) -> None:
    counts: Counter[str] = Counter()
    for row, figures in zip(rows, _figures([row["text"] for row in rows], parser), strict=True):
        _count_news(row, list(figures), counts, errors)
    f1 = 2 * counts["span"] / (counts["gold"] + counts["read"])
    core = 2 * counts["core span"] / (counts["core gold"] + counts["core read"])
    shares = "  ".join(
        f"{what} {counts[what] / max(1, counts[f'{what} of']):.3f} ({counts[what]}/{counts[f'{what} of']})"
        for what in ("exact span", "value", "date value", "hedged bound", "bound", "unit", "kind", "noun")
    )
    print(f"2 news_figures span F1 {f1:.3f} (without dates, times, ordinals {core:.3f})  {shares}  non-figures read {counts['false']}/{counts['non']}")


def _count_news(row: dict[str, Any], figures: list[Figure], counts: Counter[str], errors: bool) -> None:
    free = list(figures)
    outside = {"date", "time", "ordinal", "weekday"}
    for gold in row["quantities"]:
        core = gold["kind"] not in outside
        best = max(free, key=lambda figure: min(figure.end, gold["end"]) - max(figure.start, gold["start"]), default=None)
        counts.update({"gold": 1, "core gold": int(core)})
        found = best is not None and min(best.end, gold["end"]) > max(best.start, gold["start"])
        if best is None or not found:
            best = None
        else:
            free.remove(best)
            counts.update({"span": 1, "core span": int(core), "core read": int(core)})
        _judge(row["text"], gold, best, counts, errors)
    for non in row["non_quantities"]:
        if non["why"] == "rate":
            continue
        read = any(figure.start < non["end"] and non["start"] < figure.end for figure in figures)
        counts.update({"non": 1, "false": int(read)})
        if errors and read:
            print("   NON-FIGURE READ", non["span"], "<-", row["text"][:120])
    counts.update({"read": len(figures), "core read": sum(figure.kind not in outside for figure in free)})
    if errors and free:
        print("   EXTRA", [figure.surface for figure in free], "<-", row["text"][:150])


def _judge(text: str, gold: dict[str, Any], figure: Figure | None, counts: Counter[str], errors: bool) -> None:
    checks: dict[str, bool] = {}
    checks["exact span"] = figure is not None and figure.surface == gold["span"]
    if gold["kind"] in {"date", "time"}:
        checks["date value"] = figure is not None and _date_right(gold, figure)
    else:
        checks["value"] = figure is not None and _value_right(gold, figure)
        checks["bound"] = figure is not None and figure.bound in _OPS.get(gold["op"], {gold["op"]})
        if gold["op"] not in {"=", "range"}:
            checks["hedged bound"] = checks["bound"]
        if gold["unit"] not in {None, "1", "index_point"}:
            unit = unit_named(gold["unit"]) if gold["kind"] != "age" else None
            checks["unit"] = figure is not None and figure.unit == (unit.base if unit else gold["unit"])
    if figure is not None:
        checks["kind"] = figure.kind == _KINDS.get(gold["kind"], gold["kind"]) or (gold["kind"], figure.kind) in {
            ("date", "weekday"), ("score", "vote"), ("count", "points"),
        }  # fmt: skip
    if gold["counted_noun"]:
        words = {_lemma(word) for word in figure.measures.split()} if figure else set()
        checks["noun"] = _lemma(gold["counted_noun"].split()[-1]) in words
    for what, right in checks.items():
        counts.update({f"{what} of": 1, what: int(right)})
    wrong = [what for what, right in checks.items() if not right]
    if errors and wrong:
        ours = (figure.surface, figure.kind, figure.low, figure.high, figure.unit, figure.bound, figure.measures) if figure else None
        shown = {key: gold[key] for key in ("span", "low", "high", "kind", "unit", "op", "counted_noun")}
        print("   ", wrong, ours, shown, "<-", text[:100])


def _value_right(gold: dict[str, Any], figure: Figure) -> bool:
    low, high = gold["low"], gold["high"]
    if gold["kind"] == "score":
        low, high = sorted(gold["value"])
    unit = unit_named(gold["unit"]) if gold["unit"] and gold["kind"] not in {"age", "count"} else None
    factor, offset = (float(unit.factor), float(unit.offset)) if unit else (1.0, 0.0)
    for want, have in ((low, figure.low), (high, figure.high)):
        if (want is None) != (not have):
            return False
        if want is not None and abs(float(have) - (want * factor + offset)) > max(0.011 if offset else 0, 1e-6 * abs(want * factor)):
            return False
    return True


def _date_right(gold: dict[str, Any], figure: Figure) -> bool:
    value, low = str(gold["value"]), figure.low
    if not low:
        return False
    if re.fullmatch(r"\d\d:\d\d", value):
        return low == value
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return low == value
    if re.fullmatch(r"\d\d-\d\d", value):
        return low[5:] == value
    if re.fullmatch(r"\d\d", value):
        return low[5:7] == value
    if re.match(r"\d{4}", value):
        return low[:4] == value[:4]
    if value in {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}:
        return date.fromisoformat(low).strftime("%A").lower() == value
    return True


# --- a peer's own tests ----------------------------------------------------------------------------------------------

# Not news-like: strings and sums typed at an assistant, arithmetic, other languages' separators, chat.
_NOT_NEWS = re.compile(
    r"\^|\de[+-]?\d|\dx10|(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twentieth|thirtieth|hundredth|illionth|first)s?\b(?=$| (?:\?|is))|"
    r"\bover\b(?= (?:\d|one|three|twenty))|trillionth|hundred-?fifths|thousand fifths|fifths|\bnr|SCP|\d \d{3} \d|dz|dozs|\{|(?:[a-z] ){3}| \. [a-z] \."
)


def _report_recognizers(kind: str, rows: list[dict[str, Any]], parser: SpacyParser, errors: bool) -> None:
    passed = news = news_passed = 0
    figures = _figures([row["text"] for row in rows], parser)
    for row, found in zip(rows, figures, strict=True):
        why = _failure(kind, row, list(found))
        newslike = _is_newslike(row["text"]) and all(str(quantity["raw"]) not in {"null", "None"} for quantity in row["quantities"])
        passed, news, news_passed = passed + (not why), news + newslike, news_passed + (newslike and not why)
        if errors and why:
            print(f"   {row['id']} {'news' if newslike else 'other'} {row['text'][:110]!r}: {why}")
    print(f"3 recognizers {kind:8} {passed}/{len(rows)} = {passed / len(rows):.3f}; news-like English {news_passed}/{news} = {news_passed / max(1, news):.3f}")


def _is_newslike(text: str) -> bool:
    """A sentence of four words at least, in plain English notation: not a bare numeral, formula or order typed at an assistant.

    Rows whose gold is a unit word without a number ("the % of increase") hold no figure and are left out by the caller.
    """
    words = re.findall(r"[A-Za-z]{2,}", text)
    return len(words) >= 4 and _NOT_NEWS.search(text) is None


def _failure(kind: str, row: dict[str, Any], figures: list[Figure]) -> str:
    if kind == "currency":
        figures = [figure for figure in figures if figure.kind == "money"]
    elif kind == "percent":
        figures = [figure for figure in figures if figure.kind == "percent"]
    else:
        figures = [figure for figure in figures if figure.kind not in {"date", "weekday", "time", "ordinal"}]
    wanted = [_wanted(quantity) for quantity in row["quantities"]]
    free = list(figures)
    for value, code in wanted:
        best = next((figure for figure in free if _reads(figure, value, code)), None)
        if best is None:
            return f"not read: {value:g} {code}" + (f"; read {[(each.surface, each.low, each.high, each.unit) for each in free]}" if free else "")
        free.remove(best)
    return f"read too much: {[figure.surface for figure in free]}" if free else ""


_MINOR_NAMES = {"Cent": ("USD", 0.01), "Pence": ("GBP", 0.01), "Penny": ("", 0.01), "Sen": ("MYR", 0.01), "Satoshi": ("BTC", 1e-8)}
_PEER_NAMES = {"Dollar": "USD", "Pound": "GBP", "Bitcoin": "BTC", "Rupee": "INR", "Netherlands guilder": "guilder", "Finnish markka": "FIM"}


def _wanted(quantity: dict[str, Any]) -> tuple[float, str]:
    raw = str(quantity["raw"]).rstrip("%")
    value = float(raw) if re.fullmatch(r"-?[\d.]+(?:E[+-]?\d+)?", raw) else float("nan")
    if quantity["type"] != "currency":
        return value, ""
    code, coin = _MINOR_NAMES.get(quantity["unit"], (quantity["iso"] or _PEER_NAMES.get(quantity["unit"], ""), 1.0))
    return value * coin, code


def _reads(figure: Figure, value: float, code: str) -> bool:
    if code and figure.unit != code:
        return False
    pairs = list(_values(figure)) + [(float(end), float(end)) for end in (figure.low, figure.high) if end]
    factor = 1.0
    unit = re.search(r"[A-Za-z]+$", figure.surface)
    if unit and figure.kind in {"duration", "measure"} and (known := unit_named(unit[0])) is not None:
        factor = float(known.factor)
    return any(abs(low - value * scale) <= 1e-6 * max(1.0, abs(value * scale)) for low, _ in pairs for scale in (1.0, factor))


# --- speed -----------------------------------------------------------------------------------------------------------


def _report_speed(texts: list[str], parser: SpacyParser) -> None:
    texts = texts * 4
    sentences = [Sentence("x", 0, len(text), 0, text) for text in texts]
    parses: list[tuple[Token, ...]] = parser.parse(texts[: len(texts) // 4]) * 4
    started = time.perf_counter()
    parser.parse(texts[: len(texts) // 4])
    parsing = len(texts) / 4 / (time.perf_counter() - started)
    runs: dict[str, Callable[[], object]] = {
        "numerals": lambda: [list(scan_numerals(text)) for text in texts],
        "figures without a parse": lambda: [find_figures(sentence, (), _SEED_DAY) for sentence in sentences],
        "figures with a parse": lambda: [find_figures(s, tokens, _SEED_DAY) for s, tokens in zip(sentences, parses, strict=True)],
    }
    for name, run in runs.items():
        seconds = min(_timed(run) for _ in range(3))
        print(f"7 speed {name}: {len(texts) / seconds:,.0f} sentences a second")
    print(f"7 speed spaCy parse alone, for comparison: {parsing:,.0f} sentences a second")


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
