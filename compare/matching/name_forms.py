"""Names that one article writes short and the other in full: NRA, Calif., and what they stand for."""

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from compare.matching.passages import Passages

__all__ = ["written_otherwise"]

_CAPITALISED = r"[A-Z][\w’'-]*"
_RUN = re.compile(
    rf"\b(?!(?:The|A|An|In|On|At|For|But|And)\b){_CAPITALISED}(?:\s+(?:(?:of|for|the|and|on|in)\s+){{0,2}}{_CAPITALISED})+"
)
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,6}\b")
_SHORTENED = re.compile(r"([A-Z][a-z]{2,4})\.")
_SHORTEST, _LONGEST = 2, 6  # letters of an acronym


def written_otherwise(a: Passages, b: Passages) -> npt.NDArray[np.bool_]:
    """(words of A,) whether the word is a name, or of a name, that B writes in its other form."""
    there = [sentence.text for sentence in b.sentences]
    spelled = {initials for text in there for initials in _initials(text)}
    short = {_letters(match.group()) for text in there for match in _ACRONYM.finditer(text)}
    cut = tuple({match.group(1) for text in there for match in _SHORTENED.finditer(text)})
    found = []
    for sentence in a.sentences:
        text, spans = sentence.text, [(int(start), int(end)) for start, end in sentence.encoding.spans]
        full = [
            match.span()
            for match in _RUN.finditer(text)
            if len(_of(match.group())) >= 3 and _of(match.group()) in short
        ]
        found += [
            any(first <= start and end <= last for first, last in full) or _is_short(text[start:end], spelled, cut)
            for start, end in spans
        ] or [False]
    return np.array(found, dtype=np.bool_)


def _is_short(word: str, spelled: set[str], cut: tuple[str, ...]) -> bool:
    if _ACRONYM.fullmatch(word):
        return _letters(word) in spelled
    return bool(cut) and word[:1].isupper() and word.startswith(cut)


def _initials(text: str) -> Iterable[str]:
    """Those of every run of capitalised words and of every part of one."""
    for match in _RUN.finditer(text):
        letters = _of(match.group())
        for start in range(len(letters)):
            for end in range(start + _SHORTEST, min(len(letters), start + _LONGEST) + 1):
                yield letters[start:end]


def _of(run: str) -> str:
    return "".join(word[0] for word in run.split() if word[0].isupper())


def _letters(acronym: str) -> str:
    return acronym.replace(".", "")
