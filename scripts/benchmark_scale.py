"""The bars of many stories, as ratios measured in one run: time beside bare encoding, growth, memory, a lost worker.

.venv/bin/python scripts/benchmark_scale.py CORPORA [--stories 200] [--workers 2] [--cluster]

CORPORA is a folder made by `compare import many.jsonl.gz`. Everything is written below a temporary folder.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

_BARE = """
import sys, time
from pathlib import Path
from compare.matching.encode import SentenceTransformerEncoder
from compare.sources.corpus import list_stories, load_articles, load_story
from compare.text.sentences import split_sentences
folder = Path(sys.argv[1])
texts = [s.text for name in list_stories(folder) for article in load_articles(load_story(name, folder))
         for s in split_sentences(article)]
model = SentenceTransformerEncoder()._model
model.encode(texts[:64])
start, cpu = time.perf_counter(), time.process_time()
model.encode(texts)
print(len(texts), time.perf_counter() - start, time.process_time() - cpu)
"""


_OUTLETS = (3, 6, 12, 23, 46)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("corpora", type=Path)
    arguments.add_argument("--stories", type=int, default=200)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--cluster", action="store_true", help="also on a local Dask cluster, a worker killed")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        few = first_stories(given.corpora, given.stories, place / "corpora")
        print(f"load average before: {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} cores")
        sentences, bare, bare_cpu = bare_encoding(few, place)
        print(f"bare encode of {sentences:.0f} sentences: {bare:.1f} s, {bare_cpu:.1f} s of processor")
        measure_batch("empty caches", few, place, "first", given.workers, bare, bare_cpu, 1.5)
        measure_batch("full caches", few, place, "second", given.workers, bare, bare_cpu, 0.25)
        measure_batch("nothing new", few, place, "second", given.workers, bare, bare_cpu, 0.25)
        print("tables of both runs byte-equal:", same_tables(place / "first", place / "second"))
        if given.cluster:
            on_cluster(few, place)
        measure_outlets(given.corpora)
        print(f"load average after: {os.getloadavg()[0]:.1f}")


def first_stories(corpora: Path, count: int, target: Path) -> Path:
    """A folder of the first stories, linked."""
    target.mkdir()
    for folder in sorted(path.parent for path in corpora.glob("*/story.toml"))[:count]:
        (target / folder.name).symlink_to(folder.resolve())
    if (corpora / "outlets.toml").is_file():
        (target / "outlets.toml").symlink_to((corpora / "outlets.toml").resolve())
    return target


def bare_encoding(corpora: Path, place: Path) -> list[float]:
    """Sentences, seconds and processor seconds of ``SentenceTransformer.encode`` over the corpus."""
    code = [sys.executable, "-c", _BARE, str(corpora)]
    done = subprocess.run(code, capture_output=True, text=True, check=True, env=environment(place))
    return [float(value) for value in done.stdout.split()[-3:]]


def measure_batch(
    title: str, corpora: Path, place: Path, results: str, workers: int, bare: float, bare_cpu: float, bar: float
) -> None:
    """One run of the command: seconds beside bare encoding, peak memory of a worker on the way."""
    before, start = os.times(), time.perf_counter()
    command = batch_command(corpora, place / results, "--workers", str(workers))
    process = subprocess.Popen(command, env=environment(place), stdout=subprocess.DEVNULL)
    with sampled_memory(process.pid, place / results) as peaks:
        code = process.wait()
    wall, after = time.perf_counter() - start, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    shown = ", ".join(f"{count}: {peak} MB" for count, peak in sorted(peaks.items()))
    print(
        f"{title}: {wall:.1f} s, {cpu:.1f} s of processor, exit {code}; / bare = {wall / bare:.2f} of the clock, "
        f"{cpu / bare_cpu:.2f} of the processor (at most {bar}); largest process after stories done: {shown}"
    )


@contextmanager
def sampled_memory(pid: int, results: Path) -> Iterator[dict[int, int]]:
    """Resident MB of the largest process of the tree, by stories done: the highest until 50, 100, 150 …."""
    peaks: dict[int, int] = {}
    ended = threading.Event()

    def sample() -> None:
        while not ended.wait(0.3):
            done = len(list(results.glob("*/run.json"))) if results.is_dir() else 0
            sizes = [resident(one) for one in (pid, *children(pid))]
            step = 50 * (done // 50 + 1)
            peaks[step] = max(peaks.get(step, 0), *sizes)

    watcher = threading.Thread(target=sample, daemon=True)
    watcher.start()
    yield peaks
    ended.set()
    watcher.join()


def measure_outlets(corpora: Path) -> None:
    """One story of more and more outlets, made of articles of many: seconds beyond parsing and encoding."""
    from compare import compare_story, load_articles, load_story
    from compare.matching.cache import NoCache
    from compare.matching.encode import SentenceTransformerEncoder
    from compare.pipeline import prepare
    from compare.sources.corpus import list_stories
    from compare.text.parse import SpacyParser

    stories = [load_story(name, corpora) for name in list_stories(corpora)]
    texts = (article for story in stories for article in load_articles(story))
    fitting = (article for article in texts if 500 < len(article.text.split()) < 1050)
    articles = [
        replace(article, outlet=f"outlet-{n:02}") for n, article in zip(range(max(_OUTLETS)), fitting, strict=False)
    ]
    encoder = SentenceTransformerEncoder()
    known = prepare(articles, encoder, NoCache(), SpacyParser()).encoded
    for count in _OUTLETS:
        start, cpu = time.perf_counter(), time.process_time()
        made = compare_story(stories[0], articles[:count], encoder=encoder, store=NoCache(), known=known)
        wall, cpu = time.perf_counter() - start, time.process_time() - cpu
        rows = f"{len(made.sentences):,} sentences, {len(made.coverage):,} rows of coverage"
        print(f"{count} outlets, {rows}: {wall:.1f} s, {cpu:.1f} s of processor (46: at most 20)")


def children(pid: int) -> list[int]:
    """Processes started by a process."""
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def resident(pid: int) -> int:
    """MB in memory."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20
    except OSError:
        return 0


def on_cluster(corpora: Path, place: Path) -> None:
    """A local cluster of two workers and an empty cache, one killed when a third is done; tables as the first run's."""
    dask = str(Path(sys.executable).parent / "dask")
    unseen = subprocess.DEVNULL
    scheduler = subprocess.Popen([dask, "scheduler", "--port", "18786", "--no-dashboard"], stdout=unseen, stderr=unseen)
    address = "tcp://127.0.0.1:18786"
    worker = [dask, "worker", address, "--nworkers", "1", "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    started = [
        subprocess.Popen(worker, env=environment(place, "empty"), stdout=unseen, stderr=unseen) for _ in range(2)
    ]
    try:
        start = time.perf_counter()
        command = batch_command(corpora, place / "cluster", "--scheduler", address)
        run = subprocess.Popen(command, env=environment(place), stdout=subprocess.DEVNULL)
        third = len(list(corpora.glob("*/story.toml"))) // 3
        while run.poll() is None and len(list((place / "cluster").glob("*/run.json"))) < third:
            time.sleep(0.1)
        started[0].kill()
        print(f"cluster, a worker killed: exit {run.wait()}, {time.perf_counter() - start:.1f} s")
        print("its tables byte-equal:", same_tables(place / "first", place / "cluster"))
    finally:
        for process in (*started, scheduler):
            process.kill()
            process.wait()


def batch_command(corpora: Path, results: Path, *more: str) -> list[str]:
    """The command line."""
    program = [sys.executable, "-m", "compare", "batch", "--all", "--corpora", str(corpora)]
    return [*program, "--results", str(results), *more]


def same_tables(one: Path, other: Path) -> bool:
    """Whether both results folders hold the same CSV and JSON, byte for byte."""
    files = [
        {path.relative_to(root) for path in root.rglob("*.*") if path.suffix in (".csv", ".json")}
        for root in (one, other)
    ]
    differing = [name for name in files[0] & files[1] if (one / name).read_bytes() != (other / name).read_bytes()]
    for name in sorted(differing)[:5]:
        print("  differs:", name)
    return bool(files[0]) and files[0] == files[1] and not differing


def environment(place: Path, cache: str = "cache") -> dict[str, str]:
    """A cache of its own."""
    return {**os.environ, "COMPARE_CACHE": str(place / cache), "HF_HUB_OFFLINE": "1"}


if __name__ == "__main__":
    main()
