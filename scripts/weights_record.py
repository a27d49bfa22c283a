"""compare/data/weights.json: what each file of weights is, what made it, and how it did on stories it never saw."""

import argparse
import csv
import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from edited_articles import ARTICLE_EDITS
from machine_labels import MACHINE_LABELS

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "compare" / "data" / "weights.json"
ENCODER = RECORD.with_name("encoder.safetensors")


def labelled_options(about: str | None) -> argparse.ArgumentParser:
    """What every script that learns from labels can be told; ``about`` is its docstring."""
    parser = argparse.ArgumentParser(description=(about or "").partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    return parser


def training_options(about: str | None, passes: int) -> argparse.Namespace:
    """The same, of a script that trains for some passes and writes where it is asked to."""
    parser = labelled_options(about)
    parser.add_argument("--passes", type=int, default=passes)
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


def recorded(file: Path) -> dict[str, dict[str, float]]:
    """The scores that are noted of a file of weights, by set."""
    entries = json.loads(RECORD.read_text(encoding="utf-8"))["weights"]
    return next(entry["held_out"] for entry in entries if entry["file"] == file.name)


def record_weights(file: Path, script: str, passes: int, held_out: Mapping[str, Mapping[str, float]]) -> None:
    """Note a file of weights that has just been written, in the place of what was known of it.

    ``held_out`` are scores by set: the stories kept from training, and the gold stories.
    """
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    with gzip.open(MACHINE_LABELS, "rt", encoding="utf-8", newline="") as labels:
        stories = [row["story_id"] for row in csv.DictReader(labels)]
    payload = file.read_bytes()
    made = {
        "file": file.name,
        "sha256": hashlib.sha256(payload).hexdigest(),
        "bytes": len(payload),
        "script": script,
        "passes": passes,
        "held_out": {
            name: {key: round(value, 3) for key, value in scores.items()} for name, scores in held_out.items()
        },
    }
    record["labels"] |= {
        "sha256": hashlib.sha256(MACHINE_LABELS.read_bytes()).hexdigest(),
        "judgements": len(stories),
        "stories": len(set(stories)),
    }
    record["labels"]["edits"] = {
        "file": f"scripts/{ARTICLE_EDITS.name}",
        "sha256": hashlib.sha256(ARTICLE_EDITS.read_bytes()).hexdigest(),
    }
    entries = {entry["file"]: entry for entry in record["weights"]}
    kept = {key: value for key, value in entries.get(file.name, {}).items() if key in {"made_from"}}
    entries[file.name] = made | kept
    record["weights"] = list(entries.values())
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
