"""Which sentences only ask, and which state something before they ask."""

import re
from collections.abc import Iterator, Sequence

from compare.records import Article, Token
from compare.text.assertion_words import ASKING
from compare.text.sentences import split_sentences
from compare.text.words import content_words

__all__ = ["is_question"]

_QUESTION = re.compile(r"\?[”\"’)\]]*$")
_SPEECH_OPENS = re.compile(r"[“\"‘]")
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_FEWEST_SAID = 4  # words before a quoted question that tell who asks it, and what of
# Split without its quotation marks, a quotation that is kept whole comes apart.
_UNQUOTED = str.maketrans('“”"‘', "    ")
# "The council cut 300 jobs — and who will do the work?"; "You cut 300 jobs — in one day?" states nothing.
_DASH = re.compile(r"\s?[—–]\s?|\s--?\s")
_ASKS = re.compile(
    r"(?:(?:and|but|so|or|then|now|yet|for|with|by|to|from|in|at|of),?\s+){0,2}"
    r"(?:who|whom|whose|what|when|where|which|why|how|(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|"
    r"should|must|may|might)(?:n[’']t)?)\b",
    re.IGNORECASE,
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_BELOW = frozenset({"acl", "advcl", "csubj", "csubjpass", "pcomp", "relcl"})  # clauses that no one asserts
_SHORTEST_STATED, _FEWEST_TOLD = 3, 2  # words, and those that say anything: as of a sentence that is no fragment


def is_question(text: str, tokens: Sequence[Token] = ()) -> bool:
    """A question of the desk or a speaker; what is said around a quoted question ("…?” he asked.") is a claim.

    So is what is stated before one, in a sentence of the same quotation or before a dash.

    Args:
        text: one sentence.
        tokens: its parse; without it, what is stated before the question is not told.
    """
    if not _QUESTION.search(text):
        return False
    if any(_states(text, start, end, tokens) for start, end in _before_question(text)):
        return False
    asked = text.rindex("?")
    closed = max(text.rfind("”", 0, asked), text.rfind('"', 0, asked), 0)
    opened = None if text[asked + 1 :].strip('”"’') else _SPEECH_OPENS.search(text, closed, asked)
    return not opened or len(_WORD.findall(text[: opened.start()])) < _FEWEST_SAID


def _before_question(text: str) -> Iterator[tuple[int, int]]:
    """The sentences inside before the last, and what stands before a dash behind which the last asks."""
    pieces = split_sentences(Article("", text.translate(_UNQUOTED), ""))
    yield from ((piece.start, piece.end) for piece in pieces[:-1] if not _QUESTION.search(piece.text))
    for piece in pieces[-1:]:
        dash = _DASH.search(piece.text)
        if dash and _ASKS.match(piece.text, dash.end()):
            yield piece.start, piece.start + dash.start()


def _states(text: str, start: int, end: int, tokens: Sequence[Token]) -> bool:
    """Whether a passage has a main clause with a subject before its finite verb, and says enough to be a claim."""
    passage = text[start:end]
    if len(_WORD.findall(passage)) < _SHORTEST_STATED or len(content_words(passage)) < _FEWEST_TOLD:
        return False
    inside = [place for place, token in enumerate(tokens) if start <= token.start and token.end <= end]
    return any(tokens[place].dep in _SUBJECTS and _is_asserted(text, tokens, place, inside) for place in inside)


def _is_asserted(text: str, tokens: Sequence[Token], subject: int, inside: Sequence[int]) -> bool:
    """Whether a subject's verb is finite, behind it, and neither asks nor depends: "if it passes", "what he said"."""
    verb = tokens[subject].head
    around = [place for place in inside if place == verb or tokens[place].head == verb]
    finite = [place for place in around if tokens[place].tag in _FINITE]
    opening = {text[tokens[place].start : tokens[place].end].lower() for place in around if place <= subject}
    return (
        verb in inside
        and bool(finite)
        and subject < finite[0]
        and tokens[verb].dep not in _BELOW
        and opening.isdisjoint(ASKING)
        and not any(tokens[place].dep == "mark" for place in around)
    )
