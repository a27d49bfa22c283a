"""Do the intervals of `compare validate` hold? Corpora with known truth, sheets drawn from them, shares that cover it.

    python scripts/simulate_validation.py [--corpora 300] [--draws 300] [--rows 200] [--errors 1] [--stated .12]

Every story has its own shares of verdicts and its own rate of errors (standard deviation of .8 on the log-odds), so
that rows of one story resemble each other as those of real ones do. Prints, by number of stories, how often the 95 %
interval holds the true value of all the corpus's verdicts, and how far it reaches to either side (mean). With --errors
.1 verdicts other than `unclear` are wrong a tenth as often, so that most sheets show none of some kinds of error;
--stated is the share of verdicts that are `stated`.
"""

import argparse
from collections import defaultdict

import numpy as np

from compare.scale.coding_sheet import CODES
from compare.scale.sampling import VERDICTS
from compare.scale.validation import Labels, estimate

# Of a verdict (row) the chance of each label; about those of docs/accuracy.md.
_TRUTH = np.array(
    [[0.75, 0.18, 0.05, 0.02], [0.15, 0.55, 0.27, 0.03], [0.03, 0.13, 0.8, 0.04], [0.15, 0.4, 0.42, 0.03]]
)
_CALLED = np.array([0.22, 0.52, 0.14])  # partly, absent, unclear
_OWN, _ERRORS = 0.5, 0.8  # standard deviations between stories, on the log scale


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=int, default=300)
    parser.add_argument("--draws", type=int, default=300)
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--errors", type=float, default=1.0)
    parser.add_argument("--stated", type=float, default=0.12)
    options = parser.parse_args()
    random = np.random.default_rng(20261130)
    for stories in (5, 30, 200):
        held: dict[str, list[tuple[bool, float]]] = defaultdict(list)
        for _ in range(options.corpora):
            for name, inside, reach in one_corpus(random, stories, options):
                held[name].append((inside, reach))
        for name, values in held.items():
            inside, reach = np.mean(values, axis=0)
            print(f"{stories} stories, {name}: holds {inside:.3f}, reaches {reach:.3f}", flush=True)


def one_corpus(random: np.random.Generator, stories: int, options: argparse.Namespace) -> list[tuple[str, bool, float]]:
    """Which intervals of a sheet hold the truth, and their half widths, by measure and label."""
    story, verdict, code = corpus(random, stories, options)
    drawn = np.concatenate(
        [sheet(random, np.flatnonzero(verdict == kind), options.rows // 4) for kind in range(len(VERDICTS))]
    )
    counts = np.bincount(verdict, minlength=len(VERDICTS)).astype(np.float64)
    found = estimate(Labels(verdict[drawn], story[drawn], np.eye(len(CODES))[code[drawn]], counts), options.draws)
    claim = code != CODES.index("no_claim")
    results = []
    for label in ("stated", "partly", "absent"):
        called, so = verdict == VERDICTS.index(label), code == CODES.index(label)
        truths = {
            "right": (called & so).sum() / (called & claim).sum(),
            "found": (called & so).sum() / so.sum(),
            "share": so.sum() / claim.sum(),
        }
        for measure, truth in truths.items():
            shown = found.of(measure, label)
            if shown is not None:
                inside = bool(shown.low <= truth <= shown.high)
                results.append((f"{measure} {label}", inside, (shown.high - shown.low) / 2))
    return results


def corpus(
    random: np.random.Generator, stories: int, options: argparse.Namespace
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Story, verdict and label of every row."""
    rate = np.where(np.eye(len(_TRUTH)) > 0, _TRUTH, _TRUTH * options.errors)
    rate[VERDICTS.index("unclear")] = _TRUTH[VERDICTS.index("unclear")]
    called = np.append(options.stated, _CALLED * (1 - options.stated) / _CALLED.sum())
    parts = []
    for story in range(stories):
        size = int(random.lognormal(4.4, 0.6)) + 20
        shares = called * np.exp(random.normal(0, _OWN, len(called)))
        verdict = random.choice(len(VERDICTS), size, p=shares / shares.sum())
        truth = rate * np.exp(random.normal(0, _ERRORS, rate.shape))
        truth /= truth.sum(1, keepdims=True)
        code = np.array([random.choice(len(CODES), p=truth[kind]) for kind in verdict])
        parts.append((np.full(size, story), verdict, code))
    story_of, verdicts, codes = (np.concatenate(column) for column in zip(*parts, strict=True))
    return story_of, verdicts, codes


def sheet(random: np.random.Generator, rows: np.ndarray, wanted: int) -> np.ndarray:
    """As many rows drawn, or all."""
    return random.permutation(rows)[:wanted]


if __name__ == "__main__":
    main()
