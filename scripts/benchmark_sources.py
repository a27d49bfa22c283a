"""Measure the sources part: extraction, import, completeness and origins. Needs the development dependencies.

    python scripts/benchmark_sources.py [--stories FOLDER]

FOLDER holds whole articles of one story in folders ``*/articles/*.txt`` and a table ``many.jsonl.gz``.
"""

# ruff: noqa: E402 - the builders of the tests have to be on the path first

import argparse
import gzip
import json
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import page_layouts
from conftest import article
from test_completeness import WALLS
from test_extract import PAGES, extracted, f1
from test_origins import origins_of, plant, sharing

from compare.records import Article
from compare.sources.completeness import judge
from compare.sources.importing import import_table
from compare.sources.tables import open_table


def read_stories(folder: Path) -> list[list[Article]]:
    """The whole articles, by story."""
    return [
        [article(path.stem, path.read_text(encoding="utf-8")) for path in sorted((story / "articles").glob("*.txt"))]
        for story in sorted(folder.glob("basil-*"))
    ]


def read_table(path: Path) -> list[list[Article]]:
    """The articles of the table, by story."""
    stories: dict[str, list[Article]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            stories[row["story_id"]].append(article(row["outlet"], row["text"]))
    return list(stories.values())


def measure_extraction() -> Iterator[str]:
    """Bar 2."""
    scores = {layout.__name__: f1(extracted(n), page_layouts.body(n)) for n, layout in PAGES}
    yield f"extraction: mean F1 {statistics.mean(scores.values()):.3f} over {len(scores)} layouts"
    yield f"extraction: lowest {min(scores.values()):.3f} ({min(scores, key=lambda name: scores[name])})"


def measure_import(table: Path) -> Iterator[str]:
    """Bar 3."""
    with tempfile.TemporaryDirectory() as folder:
        for run in ("first", "second"):
            begun = time.perf_counter()
            opened = open_table(table)
            report = import_table(opened, Path(folder))
            opened.close()
            seconds = time.perf_counter() - begun
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            yield (
                f"import, {run} time: {report.articles:,} articles, {report.written:,} written, "
                f"{len(report.skipped)} left out, {seconds:.1f} s, peak {peak} MB"
            )


def cut(text: str, how: str, rng: random.Random) -> str:
    """An article cut at 10 to 60 % of its length."""
    text = text[: round(len(text) * rng.uniform(0.1, 0.6))]
    if how == "at a word":
        return text.rpartition(" ")[0]
    sentence_ends = [*re.finditer(r"[.!?][”\"]?\s", text)]
    if how != "at a character" and sentence_ends:
        text = text[: sentence_ends[-1].end()]
    return text + ("\n" + rng.choice(WALLS) if how == "at a sentence, with a wall text" else "")


def measure_completeness(stories: list[list[Article]], many: list[list[Article]]) -> Iterator[str]:
    """Bar 4, and what it does not ask for: cuts at the end of a sentence, and articles as found on the web."""
    whole = Counter(judge(one, story, None)[0] for story in stories for one in story)
    yield f"completeness, whole articles: {dict(whole)}"
    for how in ("at a character", "at a word", "at a sentence, with a wall text", "at a sentence"):
        rng = random.Random(11)
        verdicts = Counter(
            judge(article(one.outlet, cut(one.text, how, rng)), story, None)[0]
            for _ in range(5)
            for story in stories
            for one in story
        )
        yield f"completeness, cut {how}: {verdicts['cut']} of {verdicts.total()} found"
    found = Counter(judge(one, story, None)[0] for story in many for one in story)
    yield f"completeness, articles as found on the web: {dict(found)}"


def measure_origins(stories: list[list[Article]], many: list[list[Article]]) -> Iterator[str]:
    """Bar 5, at several rates of editing, and what is found in real stories."""
    whole = sum(len(sharing(origins_of(*story))) for story in stories)
    yield f"origins, articles that share text among the whole ones: {whole}"
    for rate in (0.0, 0.1, 0.2, 0.3):
        rng = random.Random(7)
        hits = false = 0
        for number in range(20):
            planted, pair = plant(stories[number % len(stories)], rng, rate)
            found = sharing(origins_of(*planted))
            hits += found.issuperset(pair)
            false += len(found.difference(pair))
        yield f"origins, {rate:.0%} of the words edited: {hits} of 20 copies found, {false} other articles"
    begun = time.perf_counter()
    shared = sum(len(sharing(origins_of(*story))) for story in many)
    total = sum(map(len, many))
    yield f"origins, real stories: {shared} of {total:,} articles share text, {time.perf_counter() - begun:.1f} s"


def main() -> None:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=Path, default=ROOT.parent / "shared" / "stories")
    folder = parser.parse_args().stories
    if not folder.is_dir():
        sys.exit(f"{folder}: no such folder; name one with --stories")
    stories, many = read_stories(folder), read_table(folder / "many.jsonl.gz")
    for lines in (
        measure_extraction(),
        measure_import(folder / "many.jsonl.gz"),
        measure_completeness(stories, many),
        measure_origins(stories, many),
    ):
        for line in lines:
            print(line, flush=True)


if __name__ == "__main__":
    main()
