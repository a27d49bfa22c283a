"""Measure the comparison of figures, for bars 4, 5 and 6 of the issue.

    python scripts/benchmark_figure_differences.py [--shared ../shared] [--only 4 5 6]

4 the gold figure pairs of the six stories, of the demo and of the six invented stories that share hardly a word, with
every other ``differs`` row listed for a verdict;
5 planted differences: in turn every figure of a gold ``same`` pair is changed in its outlet's text, once at that place
alone and once wherever the outlet writes it, and the whole pipeline is run; 6 sentence pairs of two outlets.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from figure_plants import GoldPair, Reader, Reading, gold_pairs, plants

from compare.matching.cache import Cache
from compare.matching.figure_differences import compare_figures, compare_sentence_figures
from compare.records import Article, Figure, FigureDifference

_ROOT = Path(__file__).resolve().parent.parent
_STORIES = ("basil-12", "basil-13", "basil-17", "basil-25", "basil-28", "basil-34")
_DEMO = "maduro-call"
_REWORDED = ("chipmaker-earnings", "cup-semifinal", "dam-breach", "drug-trial", "mayor-verdict", "rail-strike")


def main() -> int:
    """Print the report; exit code 2 where the labelled sets are not there."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=_ROOT.parent / "shared")
    parser.add_argument("--only", nargs="*", default=["4", "5", "6"])
    options = parser.parse_args()
    if not options.shared.is_dir():
        print(f"{options.shared}: no labelled sets there; give their folder with --shared", file=sys.stderr)
        return 2
    reader = Reader(Cache())
    stories = [(name, options.shared / "stories") for name in _STORIES]
    stories += [(name, _ROOT / "corpora") for name in (_DEMO, *_REWORDED)]
    readings = {name: reader.story(name, folder) for name, folder in stories}
    gold = {
        name: gold_pairs(folder / name / "gold" / "figures.csv", readings[name].figures) for name, folder in stories
    }
    if "4" in options.only:
        _report_gold(readings, gold)
    if "5" in options.only:
        _report_plants(reader, {name: readings[name] for name in (*_STORIES, _DEMO)}, gold)
    if "6" in options.only:
        _report_sentences(reader, options.shared / "bench")
    return 0


def _compare(reading: Reading) -> tuple[FigureDifference, ...]:
    prepared = reading.prepared
    return compare_figures(reading.articles, prepared.sentences, reading.figures, reading.matches, (), prepared.encoded)


def _ids(row: FigureDifference) -> frozenset[str]:
    return frozenset((row.figure_a.id, row.figure_b.id))


def _pair(pair: GoldPair) -> frozenset[str]:
    return frozenset(figure.id for figure in (pair.a, pair.b) if figure)


def _report_gold(readings: dict[str, Reading], gold: dict[str, list[GoldPair]]) -> None:
    found, total, extra = Counter[str](), Counter[str](), Counter[str]()
    for name, reading in readings.items():
        rows = {_ids(row): row for row in _compare(reading)}
        joined = {_pair(pair) for pair in gold[name]}
        for pair in gold[name]:
            row = rows.get(_pair(pair)) if pair.a and pair.b else None
            group = _group(name)
            kind = group + ("agree" if pair.relation in {"same", "compatible"} else pair.relation)
            total[kind] += 1
            agrees = row is not None and row.relation in {"same", "compatible"}
            differs = row is not None and row.relation in {"differs", "updated"}
            found[kind] += agrees if kind.endswith("agree") else differs
            total[group + "wrongly differs"] += kind.endswith("agree") and differs
        for ids, row in rows.items():
            if row.relation in {"differs", "updated"}:
                extra[_group(name)] += ids not in joined
                mark = "gold" if ids in joined else "VERDICT?"
                a, b = row.figure_a, row.figure_b
                print(f"  {mark:8} {row.relation} {a.id} {a.surface} | {b.id} {b.surface} | {row.measures}")
    for kind, count in total.items():
        if not kind.endswith("wrongly differs"):
            print(f"4 {kind}: {found[kind]} of {count} = {found[kind] / count:.3f}")
    for group, stories in (("", _STORIES), ("reworded ", _REWORDED)):
        print(f"4 {group}agreeing gold pairs reported as differs: {total[f'{group}wrongly differs']}")
        print(f"4 {group}differs rows outside the gold: {extra[group]}, {extra[group] / len(stories):.2f} a story")


def _group(name: str) -> str:
    return "demo " if name == _DEMO else "reworded " if name in _REWORDED else ""


def _report_plants(reader: Reader, readings: dict[str, Reading], gold: dict[str, list[GoldPair]]) -> None:
    found, total, strange = Counter[str](), Counter[str](), 0
    for name, reading in readings.items():
        known = {_surfaces(row) for row in _compare(reading) if row.relation in {"differs", "updated"}}
        agreed = {_ids(row) for row in _compare(reading) if row.relation in {"same", "compatible"}}
        for figure, changed, articles in plants(reading, gold[name]):
            kind = "calendar" if figure.kind in {"date", "weekday", "time"} else "number"
            partners = _partners(gold[name], figure)
            rows = [row for row in _compare(reader.read(articles)) if row.relation in {"differs", "updated"}]
            hits = {_partner(row, figure, changed) for row in rows} & partners
            total[kind] += len(partners)
            found[kind] += len(hits)
            known_pairs = agreed | {_pair(pair) for pair in gold[name]}
            legit = {ids - {figure.id} for ids in known_pairs if figure.id in ids}
            for row in rows:
                other = _partner(row, figure, changed)
                if _surfaces(row) not in known and other not in partners and frozenset((other,)) not in legit:
                    strange += 1
                    pair = f"{row.figure_a.id} {row.figure_a.surface} | {row.figure_b.id} {row.figure_b.surface}"
                    print(f"  VERDICT? {name}, {figure.surface} made {changed}: {row.relation} {pair} | {row.measures}")
            everywhere = tuple(_everywhere(article, figure, changed) for article in reading.articles)
            rows = [row for row in _compare(reader.read(everywhere)) if row.relation in {"differs", "updated"}]
            found[kind + " everywhere"] += len({_partner(row, figure, changed) for row in rows} & partners)
            total[kind + " everywhere"] += len(partners)
    for kind, count in total.items():
        print(f"5 plants, {kind}: {found[kind]} of {count} = {found[kind] / count:.3f}")
    for group in ("", " everywhere"):
        reported, count = (sum(counter[kind + group] for kind in ("number", "calendar")) for counter in (found, total))
        print(f"5 plants{group}: {reported} of {count} = {reported / count:.3f}")
    print(f"5 other differs rows that the plants brought: {strange}")


def _partners(pairs: Sequence[GoldPair], figure: Figure) -> set[str]:
    """Ids of the figures that are the same as this one by the gold labels."""
    same = [_pair(pair) for pair in pairs if pair.relation == "same"]
    return {other for ids in same if figure.id in ids for other in ids - {figure.id}}


def _surfaces(row: FigureDifference) -> tuple[str, ...]:
    return tuple(sorted(f"{figure.outlet} {figure.surface} {figure.kind}" for figure in (row.figure_a, row.figure_b)))


def _partner(row: FigureDifference, figure: Figure, changed: str) -> str:
    """Id of the other outlet's figure where the row has the planted one, else empty."""
    for one, other in ((row.figure_a, row.figure_b), (row.figure_b, row.figure_a)):
        if one.outlet == figure.outlet and (one.surface in changed or changed in one.surface):
            return other.id
    return ""


def _everywhere(article: Article, figure: Figure, changed: str) -> Article:
    if article.outlet != figure.outlet:
        return article
    text = article.text.replace(figure.surface, changed)
    return replace(article, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())


def _report_sentences(reader: Reader, bench: Path) -> None:
    rows = _rows(bench / "figure_pairs.jsonl")
    flagged, total = _flag(reader, rows, [row["relation"] for row in rows])
    differ = [kind for kind in total if kind.startswith("differ")]
    hits, positive = sum(flagged[kind] for kind in differ), sum(total[kind] for kind in differ)
    precision, recall = hits / max(1, flagged.total()), hits / positive
    print(f"6 figure_pairs: P {precision:.3f} R {recall:.3f} F1 {2 * hits / (flagged.total() + positive):.3f}")
    agreeing = flagged["same"] + flagged["compatible"], total["same"] + total["compatible"]
    print(
        f"6 unrelated flagged: {flagged['unrelated']} of {total['unrelated']} = "
        f"{flagged['unrelated'] / total['unrelated']:.3f}; same or compatible: {agreeing[0]} of {agreeing[1]} = "
        f"{agreeing[0] / agreeing[1]:.3f}; by kind {dict(flagged)} of {dict(total)}"
    )
    rows = _rows(bench / "entailed_numbers.jsonl")
    flagged, total = _flag(reader, rows, [f"label {row['label']}" for row in rows])
    print("6 entailed_numbers flagged:", {kind: f"{flagged[kind]} of {total[kind]}" for kind in sorted(total)})


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _flag(reader: Reader, rows: Sequence[dict[str, str]], kinds: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    encoded = reader.sentences([row[side] for row in rows for side in "ab"])
    flagged, total = Counter[str](), Counter[str]()
    for row, kind in zip(rows, kinds, strict=True):
        day_a, day_b = (date.fromisoformat(row[key]) if row.get(key) else None for key in ("date_a", "date_b"))
        found = compare_sentence_figures(encoded[row["a"]], encoded[row["b"]], day_a, day_b, reader.network)
        total[kind] += 1
        flagged[kind] += any(difference.relation in {"differs", "updated"} for difference in found)
    return flagged, total


if __name__ == "__main__":
    raise SystemExit(main())
