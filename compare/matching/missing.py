"""Which part of a sentence the other article does not support: the ``missing`` of a ``partly`` row."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from compare.matching.features import EncodedSentence
from compare.text.units import split_units

__all__ = ["missing_spans"]

Span = tuple[int, int]

# Support of a word is 0 (nothing like it in the evidence) to 1 (the same stem). A claim unit whose words reach less
# than this on average is missing as a whole; within a supported unit, single words below the second value are.
_UNIT_SUPPORT = 0.42
_WORD_SUPPORT = 0.25


def missing_spans(
    sentence: EncodedSentence, support: npt.NDArray[np.float32], weights: npt.NDArray[np.float32]
) -> tuple[Span, ...]:
    """Spans of the sentence, in order and disjoint.

    Args:
        sentence: the claim.
        support: (words,) of its content words, by the best evidence sentence and the one that adds most to it.
        weights: (words,) how much each word tells.
    """
    spans = [(int(start), int(end)) for start, end in sentence.encoding.spans]
    lacking = [span for span, found in zip(spans, support, strict=True) if found < _WORD_SUPPORT]
    for unit in split_units(sentence.tokens):
        inside = [
            number for number, span in enumerate(spans) if any(a < span[1] and span[0] < b for a, b in unit.spans)
        ]
        if inside and float(np.average(support[inside], weights=weights[inside])) < _UNIT_SUPPORT:
            lacking += (
                [(spans[inside[0]][0], spans[inside[-1]][1])] if len(unit.spans) == 1 else [spans[n] for n in inside]
            )
    return _joined(sentence.text, lacking)


def _joined(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Overlapping spans and those with only short words between them become one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and (start <= merged[-1][1] or _only_glue(text[merged[-1][1] : start])):
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def _only_glue(between: str) -> bool:
    """Function words and blanks, without the punctuation that ends a thought."""
    return not any(mark in between for mark in '.;:!?“”"') and len(between.split()) <= 3
