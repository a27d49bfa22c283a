"""What speaks against a sentence being stated although its words are there.

The other article denies it, says the opposite, or names another. "The Senate passed the bill" and "the Senate did not
pass the bill" lie side by side for any encoder, and the reader (matching/reader.py) looks at content words alone. Three
logistic regressions, one for each kind, weigh what contrasts (matching/contrast_features.py); they were learned from
edited sentences (scripts/train_contrasts.py), since two outlets rarely contradict each other.
"""

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from compare.matching.contrast_features import CONTRAST_FEATURES, ContrastKind, contrast_features
from compare.matching.model import Logistic
from compare.matching.passages import EncodedSentence

__all__ = ["CONTRAST_NOTES", "Contrast", "find_contrast"]

CONTRAST_NOTES: dict[ContrastKind, str] = {
    "negation": "may deny it",
    "opposite": "may say the opposite",
    "name": "may name another",
}
_FILE = Path(__file__).parents[1] / "data" / "contrast_model.json"


@dataclass(frozen=True, slots=True)
class Contrast:
    """The likeliest contrast of a sentence with its evidence.

    Attributes:
        probability: that the evidence does not state the sentence for this reason.
        words: spans of the sentence's text that it hangs on.
    """

    kind: ContrastKind
    probability: float
    words: tuple[tuple[int, int], ...]


def find_contrast(claim: EncodedSentence, evidence: Sequence[EncodedSentence], known: AbstractSet[str]) -> Contrast:
    """The likeliest of the three kinds.

    Args:
        claim: the sentence.
        evidence: sentences of the other article, the best first.
        known: the names of both articles.
    """
    features, words = contrast_features(claim, evidence, known)
    found = []
    for kind, model in _models().items():
        table = np.array([[features[kind].get(name, 0.0) for name in CONTRAST_FEATURES[kind]]])
        # Where no word contrasts nothing is weighed: what the evidence has word for word stays as sure as it is.
        probability = float(model.probability(table)[0]) if words[kind] else 0.0
        found.append(Contrast(kind, probability, tuple(words[kind])))
    return max(found, key=lambda contrast: contrast.probability)


@cache
def _models() -> dict[ContrastKind, Logistic]:
    """As scripts/train_contrasts.py wrote them."""
    held = json.loads(_FILE.read_text(encoding="utf-8"))["models"]
    return {kind: Logistic.from_record(held[kind], CONTRAST_FEATURES[kind], _FILE.name) for kind in CONTRAST_FEATURES}
