"""The clause that a figure stands in: who acts, what changes, whether it is said, or still to come."""

from collections.abc import Sequence

from compare.records import Token

__all__ = ["actor", "deed", "moved", "planned", "speaks"]

_SPEAKING = frozenset(
    "say tell announce report write declare add confirm deny tweet state warn note argue claim comment speak post "
    "reply acknowledge own admit issue publish disclose release statement interview remark".split()
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_PLANS = frozenset("expect schedule plan set due slate intend prepare".split())
_AHEAD = frozenset({"will", "would", "’ll", "'ll"})
_MOVING = frozenset(
    "rise fall gain lose jump drop plunge tumble soar slide climb surge add shed advance slip decline dip rally close "
    "finish end be grow shrink sink".split()
)
_REACH = 4  # steps of the parse from a day to the verb that tells whose it is


def speaks(top: int, tokens: Sequence[Token]) -> bool:
    """Whether the verb that a token hangs on is one of saying."""
    for at in _above(top, tokens):
        if tokens[at].lemma in _SPEAKING:
            return True
        if tokens[at].pos in {"VERB", "AUX"}:
            return False
    return False


def actor(top: int, tokens: Sequence[Token]) -> tuple[str, ...]:
    """The words of the name that is the subject of what a token hangs on, or acts in its passive; its head last."""
    for at in _above(top, tokens):
        below = [n for n, token in enumerate(tokens) if token.head == at and n != at]
        acting = [n for n in below if tokens[n].dep in _SUBJECTS]
        acting += [
            n
            for n, token in enumerate(tokens)
            if token.dep == "pobj" and tokens[token.head].dep == "agent" and token.head in below
        ]
        if acting:
            head = next((n for n in acting if tokens[n].pos == "PROPN"), None)
            return () if head is None else _name(head, tokens)
    return ()


def deed(top: int, tokens: Sequence[Token]) -> tuple[str, ...]:
    """Lemmas of the subject and the verb that a token hangs on: "The deployment started in August"; else none."""
    verb = next((at for at in _above(top, tokens) if tokens[at].pos == "VERB"), None)
    if verb is None:
        return ()
    subject = _subject(verb, tokens)
    if subject is None or tokens[subject].pos == "PRON":
        return ()
    return tokens[subject].lemma, tokens[verb].lemma


def _subject(verb: int, tokens: Sequence[Token]) -> int | None:
    return next((n for n, token in enumerate(tokens) if token.head == verb != n and token.dep in _SUBJECTS), None)


def _name(head: int, tokens: Sequence[Token]) -> tuple[str, ...]:
    before = [token.lemma for token in tokens if token.head == head and token.dep == "compound"]
    return *before, tokens[head].lemma


def planned(top: int, tokens: Sequence[Token]) -> bool:
    """Whether what a token hangs on is still to come: "is expected to begin", "will vote"."""
    above = _above(top, tokens)
    ahead = {token.head for token in tokens if token.dep == "aux" and token.lemma in _AHEAD}
    return any(tokens[at].lemma in _PLANS or at in ahead for at in above)


def moved(top: int, tokens: Sequence[Token]) -> frozenset[str]:
    """Names of what rises or falls by a figure, as lemmas: Hang and Seng of "the Hang Seng index added 0.9%"."""
    for at in _above(top, tokens):
        if tokens[at].lemma not in _MOVING:
            continue
        subject = _subject(at, tokens)
        if subject is not None:
            names = (n for n, token in enumerate(tokens) if token.pos == "PROPN")
            return frozenset(tokens[n].lemma for n in names if n == subject or subject in _above(n, tokens))
    return frozenset()


def _above(top: int, tokens: Sequence[Token]) -> list[int]:
    """What a token hangs on, what that hangs on, and so on: four of them at most."""
    found: list[int] = []
    while len(found) < _REACH and top < len(tokens) and tokens[top].head != top:
        top = tokens[top].head
        found.append(top)
    return found
