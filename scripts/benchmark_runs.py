"""Speed as ratios measured side by side: cached run, added outlet, throughput beside bare encoding, --help, memory.

scripts/benchmark [--shared ../shared]
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]

# Both halves run in one process with the same threads: the whole comparison of every story without a cache, and what
# any user of sentence-transformers would do. Models are loaded and warm before either is timed; memory is that of the
# first half, since bare encoding takes more (batches of 32 texts of any length).
_THROUGHPUT = """
import resource, sys, time
from pathlib import Path
from compare import compare_story, load_articles, load_story
from compare.matching.cache import NoCache
from compare.matching.encode import SentenceTransformerEncoder
from compare.output.results import write_results
from compare.sources.corpus import list_stories
from compare.text.parse import SpacyParser
from compare.text.sentences import split_sentences

folder, results = Path(sys.argv[1]), Path(sys.argv[2])
stories = [load_story(name, folder) for name in list_stories(folder)]
stories = [story for story in stories if len(story.articles) > 1]
texts = [s.text for story in stories for article in load_articles(story) for s in split_sentences(article)]
encoder, parser = SentenceTransformerEncoder(), SpacyParser()
compare_story(stories[0], encoder=encoder, parser=parser, store=NoCache())
bare = whole = peak = 0.0
for _ in range(2):
    start = time.perf_counter()
    for story in stories:
        write_results(compare_story(story, encoder=encoder, parser=parser, store=NoCache()), results)
    whole += time.perf_counter() - start
    peak = peak or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    encoder._model.encode(texts)
    bare += time.perf_counter() - start
print(len(texts), bare / 2, whole / 2, peak)
"""


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    shared = arguments.parse_args().shared
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        shutil.copytree(ROOT / "corpora", place / "corpora")
        first = timed(lambda: run(place, "run", "maduro-call"))
        cached = min(timed(lambda: run(place, "run", "maduro-call")) for _ in range(3))
        print(
            f"cached run / first run of the demo: {cached:.2f} s / {first:.2f} s = {cached / first:.3f} (at most 0.167)"
        )
        shown = min(timed(lambda: run(place, "--help")) for _ in range(5))
        sklearn = min(timed(lambda: python(place, "import sklearn.cluster")) for _ in range(5))
        ratio = f"{shown:.2f} s / {sklearn:.2f} s = {shown / sklearn:.2f}"
        print(f"compare --help / import sklearn.cluster: {ratio} (at most 0.40)")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        if (shared / "stories").is_dir():
            peak = max(peak, throughput(shared / "stories", place / "results"))
        else:
            print(f"{shared}: no stories there; throughput not measured")
    print(f"peak memory of any of these, bare encoding aside: {peak / 1024:.0f} MB (at most 1500)")


def throughput(folder: Path, results: Path) -> int:
    """Sentences a second, whole job without a cache beside bare encoding, in one process; the former's memory in kB."""
    code = [sys.executable, "-c", _THROUGHPUT, str(folder), str(results)]
    done = subprocess.run(code, capture_output=True, text=True, check=True)
    count, bare, whole, peak = (float(value) for value in done.stdout.split()[-4:])
    print(
        f"whole job / bare encode, {count:.0f} sentences: {count / whole:.0f} / {count / bare:.0f} sentences a second "
        f"= {bare / whole:.2f} (at least 0.60)"
    )
    return int(peak)


def run(place: Path, *arguments: str) -> None:
    """The command, in a place of its own."""
    environment = {**os.environ, "COMPARE_CACHE": str(place / "cache")}
    subprocess.run(
        [str(Path(sys.executable).parent / "compare"), *arguments],
        cwd=place,
        env=environment,
        capture_output=True,
        check=True,
    )


def python(place: Path, code: str) -> None:
    """A Python statement in a process of its own."""
    subprocess.run([sys.executable, "-c", code], cwd=place, check=True)


def timed(work: Callable[[], None]) -> float:
    """Seconds that it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
