"""Which part of a sentence the other article does not support: the ``missing`` of a ``partly`` row."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from compare.records import Coverage, FigureDifference, Sentence
from compare.text.numeral_words import SHORT_SCALE
from compare.text.openings import dateline_end

__all__ = ["missing_spans", "without_agreed"]

Span = tuple[int, int]
Floats = npt.NDArray[np.float32]

# Read by the reader, a word is missing where the other article says it with less than this probability: the best F1 of
# words on one half of the stories kept out (of .4, .5, .55 and .6). Of the words so marked in the other half .72 are
# missing, and .75 of those that are missing are marked. By the rules below, which serve without a reader, .66 and .63.
_SAID = 0.6
# Where that is one word without a digit, it is right .52 of the time and covers half of what is missing .24. With up to
# four words that are said with less than .85, at most half of the sentence, one of them is right .71 of the time, and
# .59 cover half: 91 of 1,055 sentences of stories kept out, which chose both (of 1 to 6 words, .8 to .95), F1 of words
# .47 instead of .32.
_GUESSED, _HARDLY_SAID = 4, 0.85
# Without a reader, the support of a word is 0 (nothing like it in the evidence) to 1 (the same stem). A claim unit is
# missing whole when its words reach less than this on average and another unit of the sentence reaches more; elsewhere
# single words are.
_UNIT_SUPPORT = 0.45
_UNIT_GAP = 0.08
_WORD_SUPPORT = 0.25
# Within a missing unit, words of this support are there after all: at its edges each, inside where two stand together.
_THERE = 0.7
# What one outlet writes and the other drops by its style book: never missing, unless between words that are.
_STYLE = re.compile(
    r"(?:sens?|reps?|govs?|gens?|lt|col|capt|rev|[a-z]|[rdi]-[a-z]+(?:\.[a-z]+)*|jr|sr)\.?"
    r"|(?-i:However|Finally|Indeed|Meanwhile|Moreover|Though|Therefore)",
    re.IGNORECASE,
)
# A figure and a name are missing whole: "5:41 p.m." and not "41 pm", "North Korea" and not "Korea".
_FIGURE = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}(?:,\s\d{4})?\b"
    r"|[$£€]?\d+(?:[.,:/-]\d+)*"
    rf"(?:\s?(?:(?i:[ap]\.?m)\b\.?|%|(?:{'|'.join(SHORT_SCALE)}|percent|per\scent)\b))?"
)
_NAME = re.compile(r"(?<![\w’'-])[A-Z][\w’'-]{1,40}(?<=[a-z])(?:\s[A-Z][\w’'-]{1,40}(?<=[a-z]))+")
_BRACKETED = re.compile(r"\[\w\]$")
# A partly stated sentence is not missing whole: above this share of its weight, only its worse half is marked.
_MOST = 0.85
_EXACT = ("NUM", "PROPN")
_AGREED = 0.5  # confidence of two figures that agree
_WORD, _DIGIT = re.compile(r"\w"), re.compile(r"\d")


def missing_spans(
    text: str,
    spans: Sequence[Span],
    units: Sequence[Sequence[int]],
    support: Floats,
    weights: Floats,
    kinds: Sequence[str],
    *,
    read: bool,
) -> tuple[tuple[Span, ...], bool]:
    """Spans of the sentence, in order and disjoint, never empty where there is a word; and whether they are a guess.

    They are where one word without a digit is all that the article surely does not say.

    Args:
        text: the sentence.
        spans: of its content words.
        units: the words of each claim unit, by number.
        support: (words,) how likely the other article says what the word says; without a reader, how well the
            sentences support it that together do so best.
        weights: (words,) how much each word tells.
        kinds: part of speech of each word.
        read: whether there is a reader.
    """
    if not spans:
        return (), False
    style = _by_style(text, spans)
    support = np.where(style, 1.0, support).astype(np.float32)
    lacking = _unlikely(support) if read else _unsupported_parts(units, support, weights, kinds)
    lacking |= {word for word, own in enumerate(style) if own and {word - 1, word + 1} <= lacking}
    lacking = _whole(text, spans, lacking)
    guessed = len(lacking) == 1 and not any(_DIGIT.search(text, *spans[word]) for word in lacking)
    if guessed and read:
        lacking = _whole(text, spans, lacking | _least_likely(support))
    return _joined(text, spans, sorted(lacking)), guessed


def _least_likely(support: Floats) -> set[int]:
    """Some words that the other article says least likely, at most half of all."""
    count = min(_GUESSED, len(support) // 2)
    return {word for word in np.argsort(support, kind="stable")[:count].tolist() if support[word] < _HARDLY_SAID}


def _unlikely(support: Floats) -> set[int]:
    """The words that the other article hardly says.

    The least likely one where there is none; only the worse half where it says none, since it says something.
    """
    lacking = support < _SAID
    if lacking.all():
        lacking = support <= np.median(support)
    return set(np.flatnonzero(lacking).tolist()) or {int(support.argmin())}


def _unsupported_parts(
    units: Sequence[Sequence[int]], support: Floats, weights: Floats, kinds: Sequence[str]
) -> set[int]:
    """The same without a reader: clauses, figures, names and runs of words that nothing supports."""
    lacking = _lacking_units(units, support, weights) | _lacking_words(support, kinds)
    if weights[sorted(lacking)].sum() > _MOST * weights.sum():
        return set(np.flatnonzero(support <= np.median(support)).tolist())
    if not lacking:
        return set(_unsupported(min(units, key=lambda unit: _mean(unit, support, weights)), support))
    return lacking


def _whole(text: str, spans: Sequence[Span], lacking: set[int]) -> set[int]:
    """With the rest of every figure that lacks a part, and of every name that lacks its last."""
    starts = [start for start, _ in spans]

    def inside(whole: re.Match[str]) -> range:
        return range(bisect_left(starts, whole.start()), bisect_left(starts, whole.end()))

    figures = [words for whole in _FIGURE.finditer(text) if not lacking.isdisjoint(words := inside(whole))]
    names = [words for whole in _NAME.finditer(text) if (words := inside(whole)) and words[-1] in lacking]
    return lacking.union(*figures, *names)


def _by_style(text: str, spans: Sequence[Span]) -> list[bool]:
    """Which words are a dateline, an abbreviated title or a party with its state."""
    body = dateline_end(text)
    return [start < body or _STYLE.fullmatch(text[start:end]) is not None for start, end in spans]


def _lacking_units(units: Sequence[Sequence[int]], support: Floats, weights: Floats) -> set[int]:
    scores = [_mean(unit, support, weights) for unit in units]
    bar = min(_UNIT_SUPPORT, max(scores) - _UNIT_GAP)
    weak = (unit for unit, score in zip(units, scores, strict=True) if score < bar)
    return {word for unit in weak for word in _unsupported(unit, support)}


def _mean(unit: Sequence[int], support: Floats, weights: Floats) -> float:
    return float(np.average(support[list(unit)], weights=weights[list(unit)]))


def _unsupported(unit: Sequence[int], support: Floats) -> Iterable[int]:
    """A missing unit's words but those that are there: at its edges, and inside where two stand together."""
    there = [bool(support[word] >= _THERE) for word in unit]
    if all(there):
        return unit
    first, last = there.index(False), len(there) - 1 - there[::-1].index(False)
    return [
        word
        for place, word in enumerate(unit[first : last + 1], first)
        if not (there[place] and (there[place - 1] or there[place + 1]))
    ]


def _lacking_words(support: Floats, kinds: Sequence[str]) -> set[int]:
    """Words without support: figures and names each, other words where two stand together."""
    lacking = set(np.flatnonzero(support < _WORD_SUPPORT).tolist())
    return {word for word in lacking if kinds[word] in _EXACT or {word - 1, word + 1} & lacking}


def _joined(text: str, spans: Sequence[Span], numbers: Sequence[int]) -> tuple[Span, ...]:
    """Neighbouring words with only function words between them become one span."""
    merged: list[Span] = []
    last = -2
    for number in numbers:
        start, end = spans[number]
        start -= 3 if _BRACKETED.search(text, 0, start) else 0  # "[w]itnesses"
        end += "." in text[start:end] and text[end : end + 1] == "."  # F.B.I.
        if number == last + 1 and _only_glue(text[merged[-1][1] : start]):
            merged[-1] = merged[-1][0], end
        else:
            merged.append((start, end))
        last = number
    return tuple(merged)


def _only_glue(between: str) -> bool:
    """Function words, blanks, the full stops of abbreviations (a sentence has no other inside), the colon of 5:41."""
    return between == ":" or (not any(mark in between for mark in ';:!?“”"') and len(between.split()) <= 3)


def without_agreed(
    coverage: Sequence[Coverage], compared: Sequence[FigureDifference], sentences: Sequence[Sentence]
) -> tuple[Coverage, ...]:
    """The rows with no figure in ``missing`` that the other outlet gives too, in whatever form ("8million").

    Where nothing else is missing the figure stays: what it counts may be what is not there.
    """
    start = {sentence.id: sentence.start for sentence in sentences}
    agreed: dict[tuple[str, str], list[Span]] = {}
    for row in compared:
        if row.relation in ("same", "compatible") and row.confidence >= _AGREED:
            for figure, mate in ((row.figure_a, row.figure_b), (row.figure_b, row.figure_a)):
                place = start[figure.sentence_id]
                span = figure.start - place, figure.end - place
                agreed.setdefault((figure.sentence_id, mate.outlet), []).append(span)
    text = {sentence.id: sentence.text for sentence in sentences}
    given = (agreed.get((row.sentence_id, row.other_outlet)) for row in coverage)
    return tuple(
        replace(row, missing=_less(row.missing, figures, text[row.sentence_id])) if figures else row
        for row, figures in zip(coverage, given, strict=True)
    )


def _less(missing: Sequence[Span], figures: Sequence[Span], text: str) -> tuple[Span, ...]:
    left = list(missing)
    for start, end in figures:
        parts = [part for a, b in left for part in ((a, min(b, start)), (max(a, end), b)) if part[0] < part[1]]
        left = [(a, b) for a, b in parts if _WORD.search(text, a, b)]
    return tuple(_tight(text, a, b) for a, b in left) or tuple(missing)


def _tight(text: str, start: int, end: int) -> Span:
    """Without white space and commas at the ends."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip(" ,;")), end - (len(part) - len(part.rstrip(" ,;")))
