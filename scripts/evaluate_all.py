"""Every accuracy figure of coverage and claims, with its n, interval and baselines, held out, beside pinned floors.

    scripts/evaluate [--shared ../shared] [--write] [--lower-floors]

Intervals are 95 % percentile bootstraps over stories (or clusters, or questions), 1,000 draws, seeded; with so few of
them they are too narrow (docs/accuracy.md). Exit code 1
where a figure is below its floor in scripts/measured.json (an error above it) or the model that ships is not the one
that its labels give, 2 where the labelled data are not those the floors were pinned on. --write records the figures
and raises floors to .005 below them; only --lower-floors lowers one.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from coverage_fit import Fitted, fit_models
from grouping_scores import Answers, claims_scores, judge_answers, judge_claims
from labelled import Matcher, matcher_of, read_stories
from proposition_scores import balanced, balanced_cut, judge_propositions, proposition_figures
from train_coverage import absent_record, held_out, read_material

from compare.errors import BadInput
from compare.evaluation import Judgement, judge_gold, score
from compare.matching.coverage import shipped_model
from compare.settings import DEFAULT_MODEL

MEASURED = Path(__file__).parent / "measured.json"
DRAWS = 1000
SLACK = 0.005  # of a floor below what was measured: arithmetic of another processor moves a third digit
ANSWERS = {"answer": "answers", "text": "answers' sentences"}
LABELS = Path(__file__).parent / "machine_labels.csv.gz"
FILES = ("propsegment.jsonl", "claims.jsonl", "answers.jsonl")
CORPORA = Path(__file__).resolve().parent.parent / "corpora"
DEMO = "maduro-call"  # the other stories there were written to share hardly a word
# Arithmetic of another processor moves the third digit of a coefficient, and a threshold by some steps of its grid; a
# new rule of where sentences end, or which are claims, takes and adds a few rows (since the models were fitted: .039).
DRIFT = {"coefficients": 0.06, "intercept": 0.06, "curve": 0.1, "thresholds": 0.05}
# Scores of compare.evaluation that are reported, by the name they are reported under.
COVERAGE = {
    "present_auc": "AUC present",
    "stated_auc": "AUC stated",
    "present_f1": "F1 present",
    "stated_f1": "F1 stated",
    "hit": "evidence hit@1",
    "absent_precision_70": "precision of absent at recall .70",
    "absent_precision_75": "precision of absent at recall .75",
    "cosine_present_auc": "cosine of the default model: AUC present",
    "cosine_stated_auc": "cosine of the default model: AUC stated",
    "tfidf_present_auc": "TF-IDF: AUC present",
    "tfidf_stated_auc": "TF-IDF: AUC stated",
}
Group = TypeVar("Group")
Scores = dict[str, float]


@dataclass(frozen=True)
class Metric:
    """A figure with the bounds of its interval; ``n`` says over what."""

    value: float
    low: float
    high: float
    n: str


def main() -> None:
    """Measure, print, compare with the floors, write when asked."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments.add_argument("--write", action="store_true", help="record the figures and raise the floors")
    arguments.add_argument("--lower-floors", action="store_true", help="with --write: let floors sink too")
    given = arguments.parse_args()
    pinned = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.is_file() else {}
    digest = data_digest(given.shared)
    if pinned and pinned["data_sha256"] != digest and not given.write:
        sys.stderr.write(f"{given.shared}: not the data that the floors of {MEASURED.name} were pinned on; --write\n")
        sys.exit(2)
    metrics, tables = measure(given.shared)
    floors = {name: floor for name, floor in pinned.get("floors", {}).items() if name in metrics}
    for name, metric in metrics.items():
        print(f"{name}\t{metric.value:.3f}\t{metric.low:.3f}\t{metric.high:.3f}\t{metric.n}\t{floors.get(name, '')}")
    broken = [name for name, floor in floors.items() if sign(name) * (metrics[name].value - floor) < 0]
    if given.write and (given.lower_floors or not broken):
        write(metrics, tables, digest, {} if given.lower_floors else floors)
    elif broken:
        sys.exit("; ".join(f"{name}: {metrics[name].value:.3f}, its floor is {floors[name]}" for name in broken))


def data_digest(shared: Path) -> str:
    """sha256 over all that is read: labels, and the texts that they are of."""
    stories = shared / "stories"
    folders = [*sorted(stories.glob("*")), *sorted(CORPORA.glob("*"))]
    gold = [folder for folder in folders if (folder / "gold" / "coverage.csv").is_file()]
    files = [file for folder in gold for file in (folder / "gold" / "coverage.csv", *sorted(folder.glob("articles/*")))]
    files += [stories / "many.jsonl.gz", LABELS, *(shared / "bench" / name for name in FILES)]
    digest = hashlib.sha256()
    for file in files:
        if not file.is_file():
            sys.exit(f"{file}: not there; the labelled sets are not part of this repository")
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def measure(shared: Path) -> tuple[dict[str, Metric], dict[str, object]]:
    """All figures, and the tables of calibration and strictness."""
    material = read_material(shared)
    fitted = fit_models(material.examples)
    require_shipped(fitted)
    judged = held_out(material.stories, fitted)
    by_story = grouped(judged["standard"])
    n = f"{len(judged['standard'])} judgements, {len(by_story)} stories"
    metrics = bootstrap(by_story, coverage_scores, n)
    match = matcher_of(DEFAULT_MODEL)
    metrics |= reworded(match)
    clusters = judge_propositions(material.examples)
    n = f"{sum(len(cluster.values) for cluster in clusters)} judgements, {len(clusters)} clusters"
    metrics |= bootstrap(clusters, proposition_figures, n)
    groupings = judge_claims(material.claims)
    n = f"{sum(len(one.truth) for one in groupings)} sentences, {len(groupings)} stories"
    metrics |= bootstrap(groupings, claims_scores, n)
    for field, title in ANSWERS.items():
        answers = judge_answers(shared / "bench" / "answers.jsonl", field, match)
        n = f"{sum(len(one.same) for one in answers)} pairs, {len(answers)} questions"
        metrics |= bootstrap(with_calls(answers), partial(answer_figures, title=title), n)
    tables = {
        "reliability": {name: reliability(judged["standard"], name) for name in ("present", "stated")},
        "strictness": {name: absent_record(name, rows) for name, rows in judged.items()},
    }
    return metrics, tables


def require_shipped(fitted: Fitted) -> None:
    """What ships is what the labels give: all below is measured on models fitted here, fold by fold."""
    made, ships = fitted.calibrated(), shipped_model()
    apart = {
        f"{name} {part}": float(np.max(np.abs(np.subtract(getattr(here, part), getattr(there, part)))))
        for name, here, there in (("present", made.present, ships.present), ("stated", made.stated, ships.stated))
        for part in ("coefficients", "intercept", "curve")
    }
    cuts = "absent", "present", "stated"
    apart["thresholds"] = max(abs(getattr(made.thresholds, cut) - getattr(ships.thresholds, cut)) for cut in cuts)
    moved = [f"{name} by {value:.3f}" for name, value in apart.items() if value > DRIFT[name.split()[-1]]]
    if moved:
        sys.exit(f"coverage_model.json is not what its labels give: {', '.join(moved)}; run scripts/train_coverage.py")


def grouped(judged: Sequence[Judgement]) -> list[list[Judgement]]:
    """Judgements story by story."""
    groups: dict[str, list[Judgement]] = {}
    for row in judged:
        groups.setdefault(row.group, []).append(row)
    return list(groups.values())


def bootstrap(groups: Sequence[Group], figures: Callable[[Sequence[Group]], Scores], n: str) -> dict[str, Metric]:
    """Figures over all groups, with what 95 % of draws of as many groups give."""
    random = np.random.default_rng(20261122)
    draws: dict[str, list[float]] = {}
    for _ in range(DRAWS):
        try:
            drawn = figures([groups[int(i)] for i in random.integers(len(groups), size=len(groups))])
        except (BadInput, ValueError):  # a draw without both answers has no score
            continue
        for name, value in drawn.items():
            draws.setdefault(name, []).append(value)
    bounds = {name: np.nanpercentile(values, (2.5, 97.5)).tolist() for name, values in draws.items()}
    return {
        name: Metric(round(value, 3), round(bounds[name][0], 3), round(bounds[name][1], 3), n)
        for name, value in figures(groups).items()
    }


def reworded(match: Matcher) -> dict[str, Metric]:
    """The stories of corpora/ that share hardly a word, by the model that ships; nothing was learned from them."""
    stories = [story for story in read_stories(CORPORA, match) if story.id != DEMO]
    judged = [judge_gold(story.id, story.matches, story.gold, shipped_model()) for story in stories]
    n = f"{sum(map(len, judged))} judgements, {len(judged)} stories"
    found = bootstrap(judged, coverage_scores, n)
    return {f"reworded, {name}": metric for name, metric in found.items()}


def coverage_scores(stories: Sequence[list[Judgement]]) -> Scores:
    """Of stories pooled."""
    rows = [row for story in stories for row in story]
    scores = asdict(score(rows))
    errors = {f"calibration error {name}": calibration_error(rows, name) for name in ("present", "stated")}
    return {name: scores[key] for key, name in COVERAGE.items()} | errors


def calibration_error(rows: Sequence[Judgement], question: str) -> float:
    """Expected calibration error over ten bins of equal width (Guo et al., 2017), weighted by their rows."""
    table = reliability(rows, question)
    total = sum(row["n"] for row in table)
    return sum(row["n"] * abs(row["mean"] - row["share"]) for row in table) / total


def reliability(rows: Sequence[Judgement], question: str) -> list[dict[str, float]]:
    """Bin by bin: its rows, the mean probability and the share for which it was so."""
    values = np.array([row.p_present if question == "present" else row.p_stated for row in rows])
    truth = np.array([row.gold != "absent" if question == "present" else row.gold == "stated" for row in rows])
    bins = np.minimum((values * 10).astype(int), 9)
    return [
        {
            "from": number / 10,
            "n": int((bins == number).sum()),
            "mean": round(float(values[bins == number].mean()), 3),
            "share": round(float(truth[bins == number].mean()), 3),
        }
        for number in range(10)
        if (bins == number).any()
    ]


def with_calls(answers: Sequence[Answers]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Same or not by the threshold of the other questions, beside the truth."""
    called = []
    for one in answers:
        others = [other for other in answers if other is not one]
        cut = balanced_cut(
            np.concatenate([other.values for other in others]), np.concatenate([other.same for other in others])
        )
        called.append((one.same, one.values >= cut))
    return called


def answer_figures(questions: Sequence[tuple[np.ndarray, np.ndarray]], title: str) -> Scores:
    """Balanced accuracy over all pairs."""
    truth, called = (np.concatenate(column) for column in zip(*questions, strict=True))
    return {f"{title} balanced accuracy": balanced(truth, called)}


def sign(name: str) -> int:
    """1 where more is better, -1 for an error, whose floor is a ceiling."""
    return -1 if "error" in name else 1


def write(metrics: dict[str, Metric], tables: dict[str, object], digest: str, floors: Scores) -> None:
    """Record what was measured; a floor never sinks below the one given."""
    raised = {}
    for name, metric in metrics.items():
        if ":" not in name:  # a baseline has no floor
            near = round(metric.value - sign(name) * SLACK, 3)
            raised[name] = sign(name) * max(sign(name) * near, sign(name) * floors.get(name, near))
    record = {
        "about": "Written by scripts/evaluate --write; docs/accuracy.md shows it.",
        "data_sha256": digest,
        "floors": raised,
        "metrics": {name: asdict(metric) for name, metric in metrics.items()},
        **tables,
    }
    MEASURED.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
