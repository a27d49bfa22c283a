"""Claim units: the checkable claims that one sentence joins, told apart by its dependency parse.

A unit begins at the head of a clause (main, coordinated, relative, adverbial, reported) or of an apposition and holds
the words under that head that no other unit holds. It keeps what it needs to be understood: the subject it shares
with the clause above it, its negation, its modality.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from compare.records import Token

__all__ = ["ClaimUnit", "split_units", "stated_spans"]

_CLAUSES = frozenset({"ROOT", "relcl", "advcl", "ccomp", "acl", "appos", "parataxis"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
# A clause of fewer words says too little to be looked up by itself: "he added", "as expected".
_FEWEST_WORDS = 3
_JOINTS = " ,;\t\n"  # what stands between units belongs to the text of none


@dataclass(frozen=True, slots=True)
class ClaimUnit:
    """One claim of a sentence.

    Attributes:
        spans: its passages in the sentence, in order; more than one where another unit stands inside it.
        kind: the head's relation to the clause above it: ROOT, conj, relcl, advcl, ccomp, acl, appos or parataxis.
        subject: span of the subject, its own or the one it shares; empty (0, 0) where it has none.
        head: its head, by number among the tokens.
        modal: the head's modal verb ("may", "would"), empty where it states plainly.
    """

    spans: tuple[tuple[int, int], ...]
    kind: str
    subject: tuple[int, int]
    head: int
    modal: str


def split_units(tokens: Sequence[Token]) -> tuple[ClaimUnit, ...]:
    """The units of a sentence in reading order; every token is in exactly one. No tokens, no units."""
    heads = _unit_heads(tokens)
    members: dict[int, list[int]] = {head: [] for head in heads}
    for index in range(len(tokens)):
        members[_owner(index, tokens, heads)].append(index)
    kept = _merge_small(members, tokens)
    units = [_make_unit(head, found, tokens) for head, found in kept.items() if found]
    return tuple(sorted(units, key=lambda unit: unit.spans))


def stated_spans(unit: ClaimUnit, text: str) -> tuple[tuple[int, int], ...]:
    """The spans of a unit of this sentence without the joints at their ends, nor those that are joints alone."""
    trimmed = []
    for start, end in unit.spans:
        bare = text[start:end].lstrip(_JOINTS)
        first = end - len(bare)
        if bare:
            trimmed.append((first, first + len(bare.rstrip(_JOINTS))))
    return tuple(trimmed)


def _unit_heads(tokens: Sequence[Token]) -> set[int]:
    return {index for index, token in enumerate(tokens) if token.head == index or _opens_unit(index, tokens)}


def _opens_unit(index: int, tokens: Sequence[Token]) -> bool:
    token = tokens[index]
    if token.dep in _CLAUSES:
        return token.pos in ("VERB", "AUX") or token.dep == "appos"
    return token.dep == "conj" and token.pos in ("VERB", "AUX")


def _owner(index: int, tokens: Sequence[Token], heads: set[int]) -> int:
    seen = set()
    while index not in heads and index not in seen:
        seen.add(index)
        index = tokens[index].head
    return index if index in heads else min(heads)


def _merge_small(members: dict[int, list[int]], tokens: Sequence[Token]) -> dict[int, list[int]]:
    """Units with too few words go to the unit above them, those without a letter or digit to one beside them."""
    kept = {head: list(found) for head, found in members.items()}
    for head in sorted(kept, key=lambda head: (-_depth(head, tokens), head)):
        words = [index for index in kept[head] if tokens[index].pos not in ("PUNCT", "SPACE")]
        if len(words) < _FEWEST_WORDS and tokens[head].head != head:
            above = _owner(tokens[head].head, tokens, set(kept) - {head})
            if above != head:
                kept[above] = sorted(kept[above] + kept.pop(head))
    for head in [head for head, found in kept.items() if not _says_something(found, tokens)]:
        beside = min(kept.keys() - {head}, key=lambda other: (abs(other - head), other), default=head)
        if beside != head:
            kept[beside] = sorted(kept[beside] + kept.pop(head))
    return kept


def _says_something(found: Sequence[int], tokens: Sequence[Token]) -> bool:
    return any(character.isalnum() for index in found for character in tokens[index].lemma)


def _depth(index: int, tokens: Sequence[Token]) -> int:
    depth = 0
    while tokens[index].head != index and depth <= len(tokens):
        index, depth = tokens[index].head, depth + 1
    return depth


def _make_unit(head: int, found: Sequence[int], tokens: Sequence[Token]) -> ClaimUnit:
    children = [index for index, token in enumerate(tokens) if token.head == head and index != head]
    modal = next((tokens[index].lemma for index in children if tokens[index].tag == "MD"), "")
    return ClaimUnit(
        spans=_runs(found, tokens),
        kind=tokens[head].dep,
        subject=_subject(head, tokens),
        head=head,
        modal=modal,
    )


def _runs(found: Sequence[int], tokens: Sequence[Token]) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    last = -2
    for index in sorted(found):
        if index == last + 1:
            spans[-1] = (spans[-1][0], tokens[index].end)
        else:
            spans.append((tokens[index].start, tokens[index].end))
        last = index
    return tuple(spans)


def _subject(head: int, tokens: Sequence[Token]) -> tuple[int, int]:
    """Of the clause, else of the clause that it is coordinated with or hangs on."""
    seen: set[int] = set()
    while head not in seen:
        seen.add(head)
        for index, token in enumerate(tokens):
            if token.head == head and token.dep in _SUBJECTS and token.tag not in ("WDT", "WP"):
                return _phrase(index, tokens)
        if tokens[head].dep in ("relcl", "acl", "appos"):
            return _phrase(tokens[head].head, tokens, without=head)
        head = tokens[head].head
    return 0, 0


def _phrase(head: int, tokens: Sequence[Token], without: int = -1) -> tuple[int, int]:
    """Span of a noun phrase: its head and what stands before it under it; "No. 10" has its number behind it."""
    under = [index for index in range(head + 1) if index != without and _under(index, head, tokens)]
    numbers = [token for token in tokens[head + 1 : head + 2] if token.pos == "NUM"]
    last = numbers[0] if numbers and tokens[head].lemma in ("no.", "nos.") else tokens[head]
    return tokens[min(under, default=head)].start, last.end


def _under(index: int, head: int, tokens: Sequence[Token]) -> bool:
    for _ in tokens:
        if index == head:
            return True
        if tokens[index].head == index:
            return False
        index = tokens[index].head
    return False
