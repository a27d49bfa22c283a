"""Train the coverage and link models on ../shared, held out by story, and write compare/data/coverage_model.json.

    python scripts/train_coverage.py [--shared ../shared] [--write]

Prints the held-out scores (leave one story out); with --write the models fitted on everything replace the shipped
ones, with the held-out scores in the same file.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from coverage_fit import (
    ABSENT_PRECISION,
    STRENGTH,
    choose_thresholds,
    fit_calibrated,
    held_inside,
    link_model,
)
from labelled import (
    PROPOSITION_WEIGHT,
    Example,
    GoldStory,
    claims_links,
    link_examples,
    machine_examples,
    proposition_examples,
    read_claims,
    read_stories,
    story_examples,
)
from proposition_scores import judge_propositions, proposition_figures

from compare.evaluation import Judgement, judge_gold, score
from compare.matching.coverage import label_of
from compare.matching.model import CoverageModel

OUTPUT = Path(__file__).parents[1] / "compare" / "data" / "coverage_model.json"


def main() -> None:
    """Train, print, and write when asked."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments.add_argument("--write", action="store_true")
    given = arguments.parse_args()
    stories, examples = read_examples(given.shared)
    judged = held_out(stories, examples)
    report = summarise(judged, proposition_figures(judge_propositions(examples)))
    print(json.dumps(report, indent=1))
    if given.write:
        claims = [claims_links(story) for story in read_claims(given.shared / "bench" / "claims.jsonl")]
        write(examples, report, link_model([link_examples(story) for story in stories], claims))


def read_examples(shared: Path) -> tuple[list[GoldStory], list[Example]]:
    """The gold stories, and the examples of every set; ends the program where the sets are not there."""
    if not (shared / "stories").is_dir():
        sys.exit(f"{shared}: no stories there; the labelled sets are not part of this repository")
    stories = read_stories(shared / "stories")
    examples = [example for story in stories for example in story_examples(story)]
    examples += proposition_examples(shared / "bench" / "propsegment.jsonl")
    examples += machine_examples(shared / "stories" / "many.jsonl.gz")
    return stories, examples


def held_out(stories: Sequence[GoldStory], examples: Sequence[Example]) -> dict[str, list[Judgement]]:
    """Judgements of each gold story by models that never saw it, one list a strictness."""
    judged: dict[str, list[Judgement]] = {strictness: [] for strictness in ABSENT_PRECISION}
    for story in stories:
        train = [example for example in examples if example.group != story.id]
        model = fit_calibrated(train)
        cuts = absent_cuts(train)
        rows = judge_gold(story.id, story.matches, story.gold, model)
        for strictness, cut in cuts.items():
            judged[strictness] += relabelled(rows, model, cut)
    return judged


def absent_cuts(examples: Sequence[Example]) -> dict[str, float]:
    """The threshold of ``absent`` for every strictness."""
    held = held_inside(examples).calibrated()
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


def write(examples: Sequence[Example], report: dict[str, object], link: tuple[object, float, dict[str, float]]) -> None:
    """Fit on everything; thresholds come from the held-out probabilities."""
    model = fit_calibrated(examples)
    links, threshold, link_record = link
    thresholds = asdict(replace(model.thresholds, link=threshold)) | {"absent": absent_cuts(examples)}
    record = {
        "about": "Logistic regressions of scripts/train_coverage.py; docs/method.md says what the features mean.",
        "trained_on": {
            "gold_stories": sorted({example.group for example in examples if example.gold}),
            "gold_judgements": sum(example.gold for example in examples),
            "propsegment_judgements": sum(example.group.startswith("propsegment") for example in examples),
            "machine_judgements": sum(example.group.startswith("machine") for example in examples),
            "strength": STRENGTH,
            "proposition_weight": PROPOSITION_WEIGHT,
        },
        "held_out": {**report, "link": link_record},
        "thresholds": thresholds,
        "present": asdict(model.present),
        "stated": asdict(model.stated),
        "link": asdict(links),  # type: ignore[call-overload]
    }
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
