"""What a first run of the demo costs now beside an earlier commit: seconds and memory, in turns, in one run.

    python scripts/benchmark_commits.py [EARLIER] [--times 5]

EARLIER is a commit, by default the last one before coverage was judged inside the sentence. Both run on the demo as it
stands here, with an empty cache each time.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_BEFORE_UNITS = "88c855f"


def main() -> None:
    """Run both in turns and print the ratio of the medians."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("earlier", nargs="?", default=_BEFORE_UNITS)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        subprocess.run(
            ["git", "worktree", "add", "--detach", place / "earlier", options.earlier], cwd=_ROOT, check=True
        )
        try:
            measure(place, options.times)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", place / "earlier"], cwd=_ROOT, check=True)


def measure(place: Path, times: int) -> None:
    """Print every run, the medians and their ratio."""
    seconds: dict[str, list[float]] = {"earlier": [], "now": []}
    memory = dict.fromkeys(seconds, 0.0)
    for turn in range(times):
        for title, code in (("earlier", place / "earlier"), ("now", _ROOT)):
            taken, megabytes = first_run(code, place / f"{title}-{turn}")
            seconds[title].append(taken)
            memory[title] = max(memory[title], megabytes)
            print(f"{title}: {taken:.2f} s, {megabytes:.0f} MB", flush=True)
    medians = {title: statistics.median(values) for title, values in seconds.items()}
    print(
        f"now / earlier: {medians['now']:.2f} / {medians['earlier']:.2f} s = {medians['now'] / medians['earlier']:.2f}"
    )
    print(f"memory: {memory['now']:.0f} MB now, {memory['earlier']:.0f} MB earlier")


def first_run(code: Path, place: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of a run with nothing in its cache."""
    more = {"PYTHONPATH": str(code), "COMPARE_CACHE": str(place / "cache"), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-m", "compare", "run", "maduro-call", "--corpora", str(_ROOT / "corpora")]
    start = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--results", str(place / "results")], cwd=code, env=os.environ | more, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    taken = time.perf_counter() - start
    if status:
        sys.exit(f"{code}: the run ended with {os.waitstatus_to_exitcode(status)}")
    return taken, used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
