"""Words of a sentence: which carry content, and the stem under which they are compared."""

import re
from collections.abc import Iterable, Sequence

from compare.records import Token

__all__ = ["FUNCTION_WORDS", "content_words", "covering_tokens", "stem"]

_WORD = re.compile(r"[^\W_]+(?:['’.\-/,][^\W_]+)*")

# Words that any two English sentences share, the verbs of saying, which attribute and do not assert, and titles,
# which one outlet gives and the other drops.
_LISTED = """
    a about after against all also am an and any are aren't as at be because been before being between both but by can
    can't could couldn't did didn't do does doesn't doing don't down during each few for from further had hadn't has
    hasn't have haven't having he he'd he'll he's her here hers herself him himself his how i i'd i'll i'm i've if in
    into is isn't it it's its itself just me more most my myself no nor not of off on once only or other our ours
    ourselves out over own same she she's should so some such than that that's the their theirs them themselves then
    there there's these they they're this those through to too under until up very was wasn't we we're we've were
    weren't what when where which while who whom whose why will with won't would wouldn't you you're your yours
    said say says saying told tells added adding according
    mr mrs ms mx dr
"""
FUNCTION_WORDS = frozenset(_LISTED.split())
_POSSESSIVE = re.compile(r"['’]s?$")
# Longest first: "creations" loses "ations", not "s".
_INFLECTED = ("ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "ers", "er", "ies", "ed", "es")
_SUFFIXES = (*_INFLECTED, "al", "ly", "s", "e", "y")
_SHORTEST_STEM = 4


def content_words(text: str) -> list[tuple[int, int]]:
    """Spans of the words that are no function words, in order; figures count as words."""
    return [
        match.span()
        for match in _WORD.finditer(text)
        if _POSSESSIVE.sub("", match.group().lower()).replace("’", "'") not in FUNCTION_WORDS
        and match.group().lower().replace("’", "'") not in FUNCTION_WORDS
    ]


def stem(word: str, token: Token | None) -> str:
    """The form under which a word is compared: its lemma without one derivational ending, names as they are.

    "resignation" and "resigned" meet at "resign"; a lighter hand than Porter's, which joins "general" and "generous".
    """
    plain = _POSSESSIVE.sub("", word.lower())
    if token is None or token.pos in ("PROPN", "NUM"):
        return plain
    lemma = _POSSESSIVE.sub("", token.lemma) if token.end - token.start >= len(plain) else plain
    for suffix in _SUFFIXES:
        if lemma.endswith(suffix) and len(lemma) - len(suffix) >= _SHORTEST_STEM:
            return lemma[: -len(suffix)]
    return lemma


def covering_tokens(spans: Iterable[tuple[int, int]], tokens: Sequence[Token]) -> list[Token | None]:
    """For each word, in order, the token that shares most characters: the tokeniser cuts "Trump’s" in two."""
    found = []
    first = 0  # tokens are in order: what ends before one word shares nothing with the next
    for start, end in spans:
        while first < len(tokens) and tokens[first].end <= start:
            first += 1
        best, most = None, 0
        for token in tokens[first:]:
            if token.start >= end:
                break
            shared = min(token.end, end) - max(token.start, start)
            if shared > most:
                best, most = token, shared
        found.append(best)
    return found
