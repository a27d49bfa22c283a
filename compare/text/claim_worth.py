"""How likely a reader takes a sentence for a claim: that it says something of the story that can be quoted.

"We'll see what happens now." and the headline of another article are sentences like others, and no other outlet has
them: unranked, they would lead every list of what only one outlet states. Such models are known as check-worthiness
(Hassan et al., 2017, ClaimBuster); this one asks less, whether there is a claim at all. It was learned from sentences
of real stories that were judged one by one (scripts/train_claim_worth.py).
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from compare.records import Token
from compare.text.words import content_words

__all__ = ["FEATURES", "claim_worth", "worth_features"]

FEATURES = (
    "words",
    "content",
    "few",
    "fewest",
    "names",
    "nouns",
    "verbs",
    "adjectives",
    "adverbs",
    "no_subject",
    "name_acts",
    "noun_acts",
    "third_acts",
    "first_acts",
    "you_act",
    "points",
    "command",
    "no_end",
    "exclaims",
    "goes_on",
    "small",
    "parted",
    "capitals",
    "quotes",
    "all_quoted",
    "first_person",
    "addresses",
    "for_comment",
    "signposts",
    "staff",
)
_POINTING = frozenset("it that this these those there which such".split())
_PERSONS = {"third_acts": {"he", "she", "they"}, "first_acts": {"i", "we"}, "you_act": {"you"}, "points": _POINTING}
_FEW, _FEWEST = 5, 3  # content words
_END = re.compile(r"[.!?…][\"”’')\]]*$")
_GOES_ON = re.compile(r"[“\"]?(?:And|But|So|Or|Yet|Well|Now|Perhaps|Maybe|Not)\b")
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]?")
_FIRST = re.compile(r"\b(?:I|[Mm]y|me)\b")
_ADDRESSES = re.compile(r"\b(?:you|your)\b", re.IGNORECASE)
_FOR_COMMENT = re.compile(r"\b(?:for comment|reached out|respond(?:ed)? to)\b", re.IGNORECASE)
_SIGNPOSTS = re.compile(
    r"\b(?:unclear|remains to be seen|we[’']ll see|who knows|time will tell|let me|thank you|read|check out|here[’']s|"
    r"subscribe|newsletter|email|column|podcast|video|photo|click|below|above|following)\b",
    re.IGNORECASE,
)
_STAFF = re.compile(r"\b(?:contributed|reporter|correspondent|writer|editor)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Model:
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float


def claim_worth(text: str, tokens: Sequence[Token]) -> float:
    """Probability, 0 to 1 with four decimals, that the sentence is a claim; ``tokens`` are its parse."""
    model = _model()
    odds = model.intercept + sum(
        weight * (value - mean) / scale
        for weight, value, mean, scale in zip(
            model.coefficients, worth_features(text, tokens), model.mean, model.scale, strict=True
        )
    )
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 4)


def worth_features(text: str, tokens: Sequence[Token]) -> tuple[float, ...]:
    """A value for each of ``FEATURES``: counts as logarithms, shares, and 0 or 1 for what is there or not."""
    words, content = text.split(), len(content_words(text))
    kinds = [token.pos for token in tokens]
    outside = len(_QUOTED.sub("", text).split())
    quotes = "“" in text or '"' in text
    counted = (math.log1p(kinds.count(kind)) for kind in ("PROPN", "NOUN", "VERB", "ADJ", "ADV"))
    return (
        math.log1p(len(words)),
        math.log1p(content),
        float(content < _FEW),
        float(content < _FEWEST),
        *counted,
        *_acting(text, tokens),
        float(_END.search(text) is None),
        float("!" in text),
        float(_GOES_ON.match(text) is not None),
        float(text[:1].islower()),
        float("|" in text or text[:1] == "—"),
        sum(word[:1].isupper() for word in words) / max(1, len(words)),
        float(quotes),
        float(quotes and outside <= _FEWEST),
        *(float(form.search(text) is not None) for form in (_FIRST, _ADDRESSES, _FOR_COMMENT, _SIGNPOSTS, _STAFF)),
    )


def _acting(text: str, tokens: Sequence[Token]) -> tuple[float, ...]:
    """Who the sentence is about, by the subject of its main verb; and whether it tells the reader to do something."""
    root = next((place for place, token in enumerate(tokens) if token.dep == "ROOT"), 0)
    subjects = [token for token in tokens if token.dep in ("nsubj", "nsubjpass", "expl") and token.head == root]
    if not subjects:
        command = bool(tokens) and tokens[root].tag == "VB"
        return 1.0, 0.0, 0.0, *(0.0 for _ in _PERSONS), float(command)
    first = subjects[0]
    word = text[first.start : first.end].lower()
    named = float(first.pos == "PROPN"), float(first.pos == "NOUN")
    return 0.0, *named, *(float(word in words) for words in _PERSONS.values()), 0.0


@cache
def _model() -> _Model:
    record = json.loads(resources.files("compare").joinpath("data/claim_worth.json").read_text(encoding="utf-8"))
    if tuple(record["features"]) != FEATURES:
        raise ValueError("data/claim_worth.json: other features; run scripts/train_claim_worth.py")
    mean, scale, coefficients = (tuple(record[name]) for name in ("mean", "scale", "coefficients"))
    return _Model(mean, scale, coefficients, record["intercept"])
