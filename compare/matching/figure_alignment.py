"""Do two figures measure the same thing? What each hangs on must be found beside the other, in both directions."""

import json
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import numpy as np

from compare.matching.figure_frames import CLASSES, PEOPLE, Floats, Frame
from compare.matching.figure_intervals import comparable
from compare.matching.model import Logistic

__all__ = [
    "Alignment",
    "Resemblance",
    "agreement_model",
    "align",
    "alignment_model",
    "confidence_model",
    "conflict_model",
    "resemblance",
]

_FILE = "figure_alignment.json"
# Cosines of two words in context, by the default model, at which they are strangers and at which they mean the same.
# .39 to .58, .35 to .64 and .30 to .70 tell figures for one thing worse (AUC on gold stories left out .829, .829 and
# .831 for .841), the first also numbers that agree in 721 stories (F1 .811 for .828).
_STRANGER, _SAME = 0.42, 0.64
# Credits of pictures and signatures of posts have days of their own.
_STAMP = re.compile(
    r"FILE PHOTO|REUTERS/|\bGetty\b|AP Photo|\bAFP\b|Photo(?:graph)? by|\(@\w+\)|pic\.twitter\.com|via AP\b"
)
# What a distance is reckoned from: "435 miles southeast of Wilmington".
_RECKONED_FROM = re.compile(
    r"\s(?:away\s|out\s|inland\s|offshore\s)?(?:to\sthe\s)?(?:[a-z-]*(?:north|south|east|west)[a-z-]*\s)?"
    r"(?:of|from|off)\s(?:the\s)?(?P<place>[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*)"
)
_ANYONE = frozenset("people person other individual life victim source".split())
_FORCES = frozenset("troop soldier member personnel serviceman marine force".split())
_ANCHORS_ALIKE = 0.3
_NO_NAMES = 0.5
_HEADS_ALIKE = 0.55  # cosine in context at which two counted nouns are taken for one; .60 with the encoder before


@dataclass(frozen=True, slots=True)
class Alignment:
    """How far two figures are for one thing.

    Attributes:
        score: share of what each hangs on that is found beside the other, the poorer direction, 0 to 1.
        better: the better direction.
        own: cosine of the two figures' own words in context.
        heads: 1 where the counted nouns are one word, 0 where not or where there is none.
        obstacle: why they are figures for two things, in words; empty where nothing says so.
        doubt: why numbers that differ may be figures for two things; no hindrance where the numbers agree.
    """

    score: float
    better: float
    own: float
    heads: float
    obstacle: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How alike two figures' sentences are, word by word, whatever their numbers.

    Attributes:
        near: mean share of the words beside each figure that are found beside the other, 0 to 1.
        least: mean share of all words found in the other sentence, the poorer direction.
        names: the same of names, a half where one sentence has none.
        shared: logarithm of one more than the number of stems in both.
    """

    near: float
    least: float
    names: float
    shared: float


def align(a: Frame, b: Frame) -> Alignment | None:
    """Compare two frames; None where the figures are of different kinds or units.

    Args:
        a: one figure's frame.
        b: the other's.
    """
    if not comparable(a.figure, b.figure):
        return None
    alike = _alike(a, b)
    there, here = _found(a, b, alike), _found(b, a, alike.T)
    own = float(a.own_vector @ b.own_vector) if a.own_vector is not None and b.own_vector is not None else 0.0
    heads = float(a.head == b.head and bool(a.head))
    return Alignment(min(there, here), max(there, here), own, heads, _obstacle(a, b), _doubt(a, b))


def resemblance(a: Frame, b: Frame) -> Resemblance:
    """Compare the sentences of two figures."""
    alike = _alike(a, b)
    if not alike.size:
        return Resemblance(0.0, 0.0, _NO_NAMES, 0.0)
    beside = alike[: len(a.near), : len(b.near)]
    near = (beside.max(axis=1).mean() + beside.max(axis=0).mean()) / 2 if beside.size else 0.0
    there, here = alike.max(axis=1), alike.max(axis=0)
    names = [found[[word.pos == "PROPN" for word in frame.words]] for found, frame in ((there, a), (here, b))]
    named = min(float(found.mean()) for found in names) if all(found.size for found in names) else _NO_NAMES
    shared = len({word.stem for word in a.words} & {word.stem for word in b.words})
    return Resemblance(float(near), float(min(there.mean(), here.mean())), named, float(np.log1p(shared)))


@cache
def _record() -> Mapping[str, Any]:
    text = resources.files("compare").joinpath("data", _FILE).read_text(encoding="utf-8")
    record: Mapping[str, Any] = json.loads(text)
    return record


@cache
def alignment_model(features: tuple[str, ...]) -> Logistic:
    """The packaged model: probability that two figures measure the same thing."""
    return Logistic.from_record(_record(), features, _FILE)


@cache
def agreement_model(kind: str, features: tuple[str, ...]) -> tuple[Logistic, float]:
    """The packaged model of figures that agree, ``number`` or ``calendar``, and its threshold."""
    return _second_model("agreement", kind, features)


@cache
def conflict_model(kind: str, features: tuple[str, ...]) -> tuple[Logistic, float]:
    """The packaged model of figures that differ, ``number`` or ``calendar``, and its threshold."""
    return _second_model("conflict", kind, features)


@cache
def confidence_model(kind: str, features: tuple[str, ...]) -> Logistic:
    """Of figures that differ: how often such pairs are right in stories as they are."""
    return Logistic.from_record(_record()["conflict"][kind]["confidence"], features, _FILE)


def _second_model(name: str, kind: str, features: tuple[str, ...]) -> tuple[Logistic, float]:
    record = _record()[name][kind]
    return Logistic.from_record(record, features, _FILE), float(record["threshold"])


def _alike(a: Frame, b: Frame) -> Floats:
    """(words of A, words of B) how far each pair of words means the same, 0 to 1."""
    if not a.words or not b.words:
        return np.zeros((len(a.words), len(b.words)), dtype=np.float32)
    near = (a.vectors @ b.vectors.T - _STRANGER) / (_SAME - _STRANGER)
    np.minimum(np.maximum(near, 0, out=near), 1, out=near)  # np.clip takes thrice the time of a matrix so small
    alike: Floats = np.maximum(near, a.stem_codes[:, None] == b.stem_codes)
    return alike


def _found(frame: Frame, other: Frame, alike: Floats) -> float:
    """Weighted share of the frame's words found in the other's, those far from the other figure counting less."""
    if not alike.size:
        return 0.0
    found = (alike * other.nearness).max(axis=1)
    return float((frame.weights * found).sum() / frame.total)


def _obstacle(a: Frame, b: Frame) -> str:
    if a.happened != b.happened and a.happened and b.happened:
        return f"{a.happened} are not {b.happened}"
    if a.figure.kind == b.figure.kind == "count" and not _same_head(a, b):
        first, second = sorted((a.head, b.head))
        return f"“{first}” are not “{second}”"
    if a.is_calendar and (names := _other_names(a, b)):
        return names
    if _apart(a.moved, b.moved):
        return f"“{min(a.moved)}” is not “{min(b.moved)}”"
    if a.figure.unit == "metre" and (places := _other_places(a, b)):
        return places
    return ""


def _other_places(a: Frame, b: Frame) -> str:
    """As in "435 miles southeast of Wilmington" and "400 miles south of Bermuda": distances from two places."""
    first, second = (_RECKONED_FROM.match(frame.sentence.text, frame.local[1]) for frame in (a, b))
    if first and second and _apart({*first["place"].split()}, {*second["place"].split()}):
        return f"from “{first['place']}” is not from “{second['place']}”"
    return ""


def _apart(one: Set[str], other: Set[str]) -> bool:
    """Whether both name something, and nothing that the other does."""
    return bool(one and other) and not one & other


def _other_names(a: Frame, b: Frame) -> str:
    """As in "the House voted on Wednesday" and "the Senate on Wednesday": beside each date stand names, none shared."""
    first, second = a.near_names, b.near_names
    if a.figure.kind == b.figure.kind == "weekday" and _apart(first, second):
        return f"“{min(first)}” is not “{min(second)}”"
    return ""


def _doubt(a: Frame, b: Frame) -> str:
    if a.happened != b.happened and a.figure.kind == b.figure.kind == "count":
        return f"only one counts the {a.happened or b.happened}"
    if a.figure.kind == "money" and a.asked and b.asked and a.asked != b.asked:
        return "asked for is not given"
    if a.figure.kind == b.figure.kind == "age" and not _share_name(a, b):
        return "ages of two people"
    marks = a.marks ^ b.marks
    if marks:
        return f"only one is marked “{min(marks)}”"
    if a.is_calendar and a.figure.surface.lower() == b.figure.surface.lower():
        return "the same words, reckoned from two days"
    if a.is_calendar and (_is_stamped(a.sentence.text) or _is_stamped(b.sentence.text)):
        return "the day of a picture or a post"
    if a.figure.kind != b.figure.kind:
        return "a weekday is reckoned and a date is written"
    if a.is_calendar and (a.speaks or b.speaks):
        return "the day of a statement, which may well be made twice"
    if a.is_calendar and _is_year(a) and _is_year(b) and not _same_anchor(a, b):
        return "years of two things"
    if _apart(a.periods, b.periods):
        return "different years"
    return ""


@lru_cache(maxsize=4096)
def _is_stamped(text: str) -> bool:
    return _STAMP.search(text) is not None


def _share_name(a: Frame, b: Frame) -> bool:
    return bool(a.near_names & b.near_names)


def _is_year(frame: Frame) -> bool:
    return frame.figure.low.endswith("-01-01") and frame.figure.high.endswith("-12-31")


def _same_anchor(a: Frame, b: Frame) -> bool:
    """Whether some word beside the one date stands, or has a likeness, beside the other."""
    alike = _alike(a, b)[: len(a.near), : len(b.near)]
    return bool(alike.size) and float(alike.max()) >= _ANCHORS_ALIKE


def _same_head(a: Frame, b: Frame) -> bool:
    # "207 killed" and "500 wounded" are people too; which fate is another rule's matter.
    heads = {"people" if head in CLASSES else head for head in (a.head, b.head)}
    if len(heads) == 1 or "" in heads or heads <= _FORCES:
        return True
    if heads & _ANYONE:
        return heads <= PEOPLE
    if heads <= PEOPLE:
        return False  # sailors are not troops, and children not women
    if a.head_row < 0 or b.head_row < 0:
        return False
    vectors = a.sentence.encoding.word_vectors[a.head_row], b.sentence.encoding.word_vectors[b.head_row]
    return float(vectors[0].astype(np.float32) @ vectors[1].astype(np.float32)) >= _HEADS_ALIKE
