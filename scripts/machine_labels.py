"""What a language model said of sentences of real stories: scripts/machine_labels.csv.gz, and the articles it names."""

import csv
import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from compare.sources.formats import normalise

MACHINE_LABELS = Path(__file__).parent / "machine_labels.csv.gz"
HELD = 12  # every so many machine-labelled stories are kept from training, for calibration


@dataclass(frozen=True)
class Judgement:
    """What was said of a sentence beside an article; both are named by the hash of their text.

    Attributes:
        start: of the sentence in its article.
        evidence: where the sentences that were named start in the other article.
        missing: as in ``Answer``.
    """

    story: str
    article: str
    other: str
    start: int
    label: str
    evidence: tuple[int, ...]
    missing: tuple[tuple[int, int], ...] | None


def article_texts(path: Path) -> dict[str, str]:
    """The articles of ``many.jsonl.gz`` by the beginning of the SHA-256 of their text."""
    texts: dict[str, str] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            text = normalise(json.loads(line)["text"])
            texts[hashlib.sha256(text.encode()).hexdigest()[:12]] = text
    return texts


def read_judgements() -> list[Judgement]:
    """All of scripts/machine_labels.csv.gz."""
    with gzip.open(MACHINE_LABELS, "rt", encoding="utf-8", newline="") as file:
        return [
            Judgement(
                row["story_id"],
                row["article_sha256"],
                row["other_article_sha256"],
                int(row["start"]),
                row["label"],
                tuple(int(span.partition("-")[0]) for span in row["evidence"].split(";") if span),
                _spans(row["missing"]),
            )
            for row in csv.DictReader(file)
        ]


def held_stories(rows: Sequence[Judgement]) -> set[str]:
    """Every twelfth story, which is kept from all training."""
    return set(sorted({row.story for row in rows})[::HELD])


def _spans(written: str) -> tuple[tuple[int, int], ...] | None:
    """Of ``0-12;30-41``; "-" is none, and nothing written is not known."""
    if not written:
        return None
    parts = (span.split("-") for span in written.split(";") if span != "-")
    return tuple((int(start), int(end)) for start, end in parts)
