"""Train the coverage and link models on ../shared and write compare/data/coverage_model.json.

    python scripts/train_coverage.py [--shared ../shared] [--write]

Two models: of the default encoder with its reader, and of the published MiniLM without one, which serves every other
encoder. Their regressions learn from machine-labelled stories; the gold stories are never learned from and only
calibrate, each by the curve and thresholds of the others where it is scored. Prints the scores; with --write
they go into the file with the models, whose curve and thresholds then come from all gold stories.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from claim_pairs import ClaimPairs, claim_pairs
from coverage_fit import (
    ABSENT_PRECISION,
    QUESTIONS,
    STRENGTH,
    Fitted,
    choose_thresholds,
    claim_model,
    fit_links,
    fit_models,
    probabilities,
)
from labelled import (
    MACHINE,
    ClaimsStory,
    Example,
    GoldStory,
    claims_links,
    link_examples,
    machine_examples,
    machine_pairs,
    matcher_of,
    proposition_examples,
    read_claims,
    read_stories,
    story_examples,
)
from proposition_scores import judge_propositions, proposition_figures

from compare.evaluation import Judgement, judge_gold, score
from compare.matching.coverage import label_of
from compare.matching.model import CoverageModel
from compare.settings import DEFAULT_MODEL, PLAIN_MODEL

OUTPUT = Path(__file__).parents[1] / "compare" / "data" / "coverage_model.json"
MODELS = {"reader": DEFAULT_MODEL, "features": PLAIN_MODEL}


@dataclass(frozen=True)
class Material:
    """The labelled sets as one encoder sees them."""

    stories: list[GoldStory]
    examples: list[Example]
    claims: list[ClaimsStory]
    pairs: list[ClaimPairs]


def main() -> None:
    """Train, print, and write when asked."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments.add_argument("--write", action="store_true")
    given = arguments.parse_args()
    records = {}
    for name, model in MODELS.items():
        material = read_material(given.shared, model)
        fitted = fit_models(material.examples)
        judged = held_out(material.stories, fitted)
        report = summarise(judged, proposition_figures(judge_propositions(material.examples)))
        print(name, json.dumps(report, indent=1), flush=True)
        records[name] = record_of(model, material, fitted, report)
    if given.write:
        about = "Models of scripts/train_coverage.py; docs/method.md says what the features mean."
        text = json.dumps({"about": about, "models": records}, indent=1)
        OUTPUT.write_text(text + "\n", encoding="utf-8")


def read_material(shared: Path, model: str = DEFAULT_MODEL) -> Material:
    """Every labelled set; ends the program where the sets are not there."""
    if not (shared / "stories").is_dir():
        sys.exit(f"{shared}: no stories there; the labelled sets are not part of this repository")
    match = matcher_of(model)
    stories = read_stories(shared / "stories", match)
    examples = [example for story in stories for example in story_examples(story)]
    examples += proposition_examples(shared / "bench" / "propsegment.jsonl", match)
    pairs = []
    for pair in machine_pairs(shared / "stories" / "many.jsonl.gz", match):
        pairs.append(claim_pairs(pair, len(examples)))
        examples += machine_examples(pair)
    return Material(stories, examples, read_claims(shared / "bench" / "claims.jsonl", match), pairs)


def held_out(stories: Sequence[GoldStory], fitted: Fitted) -> dict[str, list[Judgement]]:
    """Judgements of each gold story, calibrated without it, one list a strictness."""
    judged: dict[str, list[Judgement]] = {strictness: [] for strictness in ABSENT_PRECISION}
    for story in stories:
        model = fitted.calibrated(story.id)
        rows = judge_gold(story.id, story.matches, story.gold, model)
        for strictness, cut in absent_cuts(fitted, story.id).items():
            judged[strictness] += relabelled(rows, model, cut)
    return judged


def absent_cuts(fitted: Fitted, left_out: str = "") -> dict[str, float]:
    """The threshold of ``absent`` for every strictness."""
    held = fitted.held.without(left_out).calibrated()
    return {strictness: choose_thresholds(held, strictness).absent for strictness in ABSENT_PRECISION}


def relabelled(rows: Sequence[Judgement], model: CoverageModel, cut: float) -> list[Judgement]:
    """The same judgements under another threshold of ``absent``."""
    thresholds = replace(model.thresholds, absent=cut)
    return [replace(row, label=label_of(row.p_stated, row.p_present, thresholds)) for row in rows]


def summarise(judged: dict[str, list[Judgement]], propositions: dict[str, float]) -> dict[str, object]:
    """The held-out record: pooled, by story, the propositions, and the precision that each strictness keeps."""
    standard = judged["standard"]
    groups = sorted({row.group for row in standard})
    return {
        "pooled": rounded(asdict(score(standard))),
        "stories": {group: rounded(asdict(score([row for row in standard if row.group == group]))) for group in groups},
        "propsegment": rounded(propositions),
        "strictness": {name: rounded(absent_record(name, rows)) for name, rows in judged.items()},
    }


def rounded(scores: dict[str, float]) -> dict[str, float]:
    """To the three digits that are written."""
    return {key: round(value, 3) for key, value in scores.items()}


def absent_record(strictness: str, judged: Sequence[Judgement]) -> dict[str, float]:
    """How often ``absent`` and an exclusive sentence are right, and how many of them are found."""
    sentences: dict[tuple[str, str], list[Judgement]] = {}
    for row in judged:
        sentences.setdefault((row.group, row.sentence_id), []).append(row)
    called = [row for row in judged if row.label == "absent"]
    true = [row for row in judged if row.gold == "absent"]
    alone = [rows for rows in sentences.values() if all(row.label == "absent" for row in rows)]
    truly_alone = [rows for rows in sentences.values() if all(row.gold == "absent" for row in rows)]
    right = [rows for rows in alone if rows in truly_alone]
    return {
        "wanted": ABSENT_PRECISION[strictness],
        "absent_called": len(called),
        "absent_precision": sum(row.gold == "absent" for row in called) / max(1, len(called)),
        "absent_recall": sum(row.label == "absent" for row in true) / len(true),
        "exclusive_called": len(alone),
        "exclusive_precision": len(right) / max(1, len(alone)),
        "exclusive_recall": len(right) / len(truly_alone),
        "unclear": sum(row.label == "unclear" for row in judged) / len(judged),
    }


def record_of(model: str, material: Material, fitted: Fitted, report: dict[str, object]) -> dict[str, object]:
    """What is written of one model."""
    calibrated, examples = fitted.calibrated(), material.examples
    claim, threshold, claim_record = claim_model(material.pairs, stated_probabilities(calibrated, examples))
    links = [claims_links(story) for story in material.claims] + [link_examples(story) for story in material.stories]
    return {
        "encoder": model,
        "trained_on": {
            "gold_stories": sorted({example.group for example in examples if example.gold}),
            "gold_judgements": sum(example.gold for example in examples),
            "machine_judgements": sum(example.group.startswith(MACHINE) and not example.held for example in examples),
            "machine_judgements_that_calibrate": sum(example.held for example in examples),
            "strength": STRENGTH,
        },
        "held_out": {**report, "claim": claim_record},
        "thresholds": asdict(replace(calibrated.thresholds, claim=threshold)) | {"absent": absent_cuts(fitted)},
        "present": asdict(calibrated.present),
        "stated": asdict(calibrated.stated),
        "link": asdict(fit_links(links)),
        "claim": asdict(claim),
    }


def stated_probabilities(model: CoverageModel, examples: Sequence[Example]) -> np.ndarray:
    """(examples,) as the program has them: never above that of present."""
    models = zip((model.present, model.stated), QUESTIONS, strict=True)
    present, stated = (probabilities(part, examples, question) for part, question in models)
    return np.asarray(np.minimum(present, stated))


if __name__ == "__main__":
    main()
