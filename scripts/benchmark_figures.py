"""Measure the reading of figures on the labelled sets, for bars 1, 2, 3 and 7 of the issue.

    python scripts/benchmark_figures.py [--bench ../shared/bench] [--peers] [--errors newsquant]

1 NewsQuant (conventions: ``benchmark_newsquant.py``), 2 our own hard news sentences, 3 the test cases of
Recognizers-Text, 7 speed. Nothing is tuned here: what is printed is what the package reads.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmark_newsquant import Reading, lemma, reading, report_newsquant, values
from benchmark_peers import Reader, peers

from compare.records import Figure, Sentence, Token
from compare.text.figure_units import unit_named
from compare.text.figures import find_figures
from compare.text.numerals import scan_numerals
from compare.text.parse import SpacyParser

_BENCH = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"
_SEED_DAY = date(2025, 12, 1)  # the day of the seed article that the relative dates of news_figures refer to


def main() -> int:
    """Print the report; exit code 2 where the labelled sets are not there."""
    options = _options()
    if not options.bench.is_dir():
        print(f"{options.bench}: no labelled sets there; give their folder with --bench", file=sys.stderr)
        return 2
    parser = SpacyParser()
    systems: dict[str, Reader] = {"compare": lambda texts: _ours(texts, parser)}
    if options.peers:
        systems |= peers()
    newsquant = _rows(options.bench / "newsquant.jsonl")
    for name, read in systems.items():
        report_newsquant(
            name,
            newsquant,
            read([row["text"] for row in newsquant]),
            options.errors == "newsquant" and name == "compare",
        )
    _report_news_figures(_rows(options.bench / "news_figures.jsonl"), parser, options.errors == "news_figures")
    for kind in ("number", "percent", "currency"):
        _report_recognizers(
            kind, _rows(options.bench / f"recognizers_{kind}.jsonl"), parser, options.errors == "recognizers"
        )
    _report_speed([row["text"] for row in newsquant], parser)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=_BENCH, help="folder of the labelled sets")
    parser.add_argument(
        "--peers", action="store_true", help="also run quantulum3 and Recognizers-Text where they are installed"
    )
    parser.add_argument(
        "--errors", choices=["newsquant", "news_figures", "recognizers"], help="list the errors on one set"
    )
    return parser.parse_args()


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _figures(texts: Sequence[str], parser: SpacyParser) -> list[tuple[Figure, ...]]:
    return [
        find_figures(Sentence("x", 0, len(text), 0, text), tokens, _SEED_DAY)
        for text, tokens in zip(texts, parser.parse(texts), strict=True)
    ]


# --- readers ----------------------------------------------------------------------------------------------------


def _ours(texts: Sequence[str], parser: SpacyParser) -> list[list[Reading]]:
    return [[reading(figure) for figure in figures] for figures in _figures(texts, parser)]


# --- our own gold ----------------------------------------------------------------------------------------------------

_OPS = {"~<": {"~", "<", "<="}, "~>": {"~", ">", ">="}, "vague": {"~", ">="}, "range": {"=", "~"}}
_KINDS = {
    "length": "measure", "area": "measure", "volume": "measure", "mass": "measure", "speed": "measure",
    "temperature": "measure",
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
    print(
        f"2 news_figures span F1 {f1:.3f} (without dates, times, ordinals {core:.3f})  {shares}  "
        f"non-figures read {counts['false']}/{counts['non']}"
    )


def _count_news(row: dict[str, Any], figures: list[Figure], counts: Counter[str], errors: bool) -> None:
    free = list(figures)
    outside = {"date", "time", "ordinal", "weekday"}
    for gold in row["quantities"]:
        core = gold["kind"] not in outside
        best = max(
            free, key=lambda figure: min(figure.end, gold["end"]) - max(figure.start, gold["start"]), default=None
        )
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
        words = {lemma(word) for word in figure.measures.split()} if figure else set()
        checks["noun"] = lemma(gold["counted_noun"].split()[-1]) in words
    for what, right in checks.items():
        counts.update({f"{what} of": 1, what: int(right)})
    wrong = [what for what, right in checks.items() if not right]
    if errors and wrong:
        ours = (
            (figure.surface, figure.kind, figure.low, figure.high, figure.unit, figure.bound, figure.measures)
            if figure
            else None
        )
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
        if want is not None and abs(float(have) - (want * factor + offset)) > max(
            0.011 if offset else 0, 1e-6 * abs(want * factor)
        ):
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
    r"\^|\de[+-]?\d|\dx10|(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twentieth|thirtieth|hundredth|"
    r"illionth|first)s?\b(?=$| (?:\?|is))|"
    r"\bover\b(?= (?:\d|one|three|twenty))|trillionth|hundred-?fifths|thousand fifths|fifths|\bnr|SCP|\d \d{3} \d|dz|"
    r"dozs|\{|(?:[a-z] ){3}| \. [a-z] \."
)


def _report_recognizers(kind: str, rows: list[dict[str, Any]], parser: SpacyParser, errors: bool) -> None:
    passed = news = news_passed = 0
    figures = _figures([row["text"] for row in rows], parser)
    for row, found in zip(rows, figures, strict=True):
        why = _failure(kind, row, list(found))
        newslike = _is_newslike(row["text"]) and all(
            str(quantity["raw"]) not in {"null", "None"} for quantity in row["quantities"]
        )
        passed, news, news_passed = passed + (not why), news + newslike, news_passed + (newslike and not why)
        if errors and why:
            print(f"   {row['id']} {'news' if newslike else 'other'} {row['text'][:110]!r}: {why}")
    print(
        f"3 recognizers {kind:8} {passed}/{len(rows)} = {passed / len(rows):.3f}; "
        f"news-like English {news_passed}/{news} = {news_passed / max(1, news):.3f}"
    )


def _is_newslike(text: str) -> bool:
    """Four words at least, in plain English notation: no bare numeral or formula.

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
            return f"not read: {value:g} {code}" + (
                f"; read {[(each.surface, each.low, each.high, each.unit) for each in free]}" if free else ""
            )
        free.remove(best)
    return f"read too much: {[figure.surface for figure in free]}" if free else ""


_MINOR_NAMES = {
    "Cent": ("USD", 0.01),
    "Pence": ("GBP", 0.01),
    "Penny": ("", 0.01),
    "Sen": ("MYR", 0.01),
    "Satoshi": ("BTC", 1e-8),
}
_PEER_NAMES = {
    "Dollar": "USD",
    "Pound": "GBP",
    "Bitcoin": "BTC",
    "Rupee": "INR",
    "Netherlands guilder": "guilder",
    "Finnish markka": "FIM",
}


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
    pairs = list(values(figure)) + [(float(end), float(end)) for end in (figure.low, figure.high) if end]
    factor = 1.0
    unit = re.search(r"[A-Za-z]+$", figure.surface)
    if unit and figure.kind in {"duration", "measure"} and (known := unit_named(unit[0])) is not None:
        factor = float(known.factor)
    return any(
        abs(low - value * scale) <= 1e-6 * max(1.0, abs(value * scale)) for low, _ in pairs for scale in (1.0, factor)
    )


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
        "figures with a parse": lambda: [
            find_figures(s, tokens, _SEED_DAY) for s, tokens in zip(sentences, parses, strict=True)
        ],
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
