"""Where a figure sits in the dependency parse: its own top token and the noun that it counts."""

from collections.abc import Sequence

from compare.records import Token
from compare.text.figure_drafts import Draft

__all__ = ["MODIFIES", "head_of", "noun_of", "top_of"]

# Relations of a figure to the noun that it counts.
MODIFIES = frozenset({"nummod", "quantmod", "compound", "amod", "nmod", "npadvmod", "advmod", "predet"})
_NOUNS = {"NOUN", "PROPN"}


def top_of(start: int, end: int, tokens: Sequence[Token]) -> int | None:
    """Index of the token of a figure that the others of it hang on, None where no token overlaps it."""
    inside = [at for at, token in enumerate(tokens) if token.start < end and token.end > start and token.tag != "$"]
    if not inside:
        return None
    top = inside[-1]
    for _ in inside:
        if tokens[top].head == top or tokens[top].head not in inside:
            break
        top = tokens[top].head
    return top


def noun_of(draft: Draft, tokens: Sequence[Token]) -> int | None:
    """Index of the noun a draft modifies ("15,000 *troops*", "a 25% *stake*"), None where it modifies none."""
    top = top_of(draft.start, draft.end, tokens)
    if top is None:
        return None
    for _ in range(3):  # through "10 to 15 people" and compound numbers, never far
        token = tokens[top]
        if token.dep not in MODIFIES or token.head == top:
            return None
        top = token.head
        if tokens[top].pos in _NOUNS and tokens[top].start >= draft.end:
            return top
    return None


def head_of(draft: Draft, tokens: Sequence[Token]) -> int | None:
    """The counted noun, or the figure's own top token where it stands alone ("$5m and €3m")."""
    noun = noun_of(draft, tokens)
    return noun if noun is not None else top_of(draft.start, draft.end, tokens)
