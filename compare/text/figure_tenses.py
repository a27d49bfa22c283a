"""Whether what is told of a day is over or yet to come, by the verb that the day hangs on in the parse."""

from collections.abc import Sequence
from typing import Literal

from compare.records import Token

__all__ = ["Tense", "tense_at"]

Tense = Literal["", "ahead", "past"]

_MODALS = frozenset("will would shall should must may might can could ’ll 'll ’d 'd".split())
_PRESENT, _FINITE_PAST = frozenset({"VBZ", "VBP"}), frozenset({"VBD", "VBN"})
_PLANS = frozenset("expect schedule plan set due slate intend prepare hope aim want need promise vow pledge".split())
# What is told of in the present with its day is a timetable: "the treaty expires on 15 October".
_TIMETABLE = frozenset(
    "expire resume begin start open end close conclude return reconvene convene run premiere lapse".split()
)
_UNTIL = frozenset({"by", "until", "till"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_AUXILIARIES = frozenset({"aux", "auxpass"})


def tense_at(start: int, tokens: Sequence[Token]) -> Tense:
    """Of the verb over the day at an offset of its sentence; empty where it says neither, or there is no parse."""
    path, verb = _verb_over(start, tokens)
    if verb is None:
        return ""
    if _tells_ahead(path, verb, tokens):
        return "ahead"
    until = any(tokens[at].lemma == "until" for at in path)  # "was adjourned until 3 November"
    return "past" if _tells_past(verb, tokens) and not until else ""


def _tells_ahead(path: Sequence[int], verb: int, tokens: Sequence[Token]) -> bool:
    """Whether what is told will, must or is expected to happen."""
    deadline = _names_deadline(path, verb, tokens)
    if _is_over(verb, tokens) or (not deadline and any(tokens[at].dep in _SUBJECTS for at in path)):
        return False  # "the inquiry into the fire on 1 October will begin"
    words = {tokens[at].lemma.lower() for at in path}
    helpers = _helpers(verb, tokens)
    if any(each.lemma.lower() in _MODALS for each in helpers) or _is_plan(verb, tokens):
        return True
    if any(each.lemma == "to" for each in helpers):
        return _is_plan(tokens[verb].head, tokens)
    if not any(each.tag in _PRESENT for each in (tokens[verb], *helpers)):
        return False
    effect = any(each.head == verb and each.lemma == "effect" for each in tokens)
    return effect or tokens[verb].lemma in _TIMETABLE or bool(words & _UNTIL) or deadline


def _tells_past(verb: int, tokens: Sequence[Token]) -> bool:
    """Whether what is told is over: "she left office in November", "men charged in November"."""
    helpers = _helpers(verb, tokens)
    if any(each.lemma == "to" for each in helpers) and tokens[verb].head != verb:
        verb = tokens[verb].head  # "failed to appear"
        helpers = _helpers(verb, tokens)
    return _is_over(verb, tokens) or (tokens[verb].tag in _FINITE_PAST and not helpers)


def _verb_over(start: int, tokens: Sequence[Token]) -> tuple[list[int], int | None]:
    """The tokens from the one at an offset up to its verb, and that verb; None where the sentence has none there."""
    at = next((n for n, token in enumerate(tokens) if token.start <= start < token.end), None)
    path: list[int] = []
    while at is not None and at not in path:
        if path and tokens[at].pos in {"VERB", "AUX"}:
            return path, at
        if path and tokens[at].lemma == "due":
            return path, at
        path.append(at)
        at = tokens[at].head
    return path, None


def _helpers(verb: int, tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.head == verb and token.dep in _AUXILIARIES]


def _is_over(verb: int, tokens: Sequence[Token]) -> bool:
    """Whether a verb or its auxiliary is in the past: "opened", "was opened", "should have opened"."""
    helpers = _helpers(verb, tokens)
    modal = any(each.lemma.lower() in _MODALS for each in helpers)
    have = any(each.lemma in {"have", "'ve", "’ve"} for each in helpers)
    return have or (not modal and any(each.tag == "VBD" for each in (tokens[verb], *helpers)))


def _is_plan(at: int, tokens: Sequence[Token]) -> bool:
    """Whether a word says what somebody plans, now: "is expected", "plans", "due", but not "was due", "had planned"."""
    if tokens[at].lemma not in _PLANS or _is_over(at, tokens):
        return False
    over = tokens[at].head
    return not (tokens[at].dep == "acomp" and _is_over(over, tokens))


def _names_deadline(path: Sequence[int], verb: int, tokens: Sequence[Token]) -> bool:
    subjects = [n for n, token in enumerate(tokens) if token.head == verb and token.dep in _SUBJECTS]
    return any(tokens[at].lemma == "deadline" for at in (*path, *subjects))
