"""What a sentence and its evidence have that contrasts, as numbers.

Each content word of a claim is set beside the word of the evidence that says it, and what the two parses make of these
is compared: denied or not, an opposite word, other names before and after a verb, another speaker.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from typing import Literal

from compare.matching.mates import EQUAL, Mate, find_mates
from compare.matching.passages import EncodedSentence
from compare.text.assertions import Assertions, plain_name

__all__ = ["CONTRAST_FEATURES", "ContrastKind", "Spans", "contrast_features"]

Spans = list[tuple[int, int]]  # of a sentence's text
ContrastKind = Literal["negation", "opposite", "name"]

# Of every kind: mean likeness (matching/mates.py) of the claim's words to their mates; share of the words with an equal
# mate; share whose stem the first sentence has; share of the two that is word for word the same.
_SHARED = ("mean_likeness", "stems", "stems_first", "verbatim")
CONTRAST_FEATURES: dict[ContrastKind, tuple[str, ...]] = {
    "negation": (
        "main",  # likeness of the best mate that one of the two denies, of the main predicate
        "any",  # of any
        "likeness",  # the same, equal stems counting 1 more
        "share",  # of the predicates that are turned, by denial or opposite
        "count",
        "agreeing",  # predicates that are not
        "main_agrees",
        "one_sided",  # the claim has a negation and no evidence has; or the first evidence has and the claim not
        "both_deny",
        "subject",  # the turned predicate has the same subject
        "object",
        "first",  # its mate is in the first sentence
        "any_verbatim",  # times the share that is word for word
        *_SHARED,
    ),
    "opposite": (
        "main",  # likeness of the best opposite, of the main predicate
        "any",
        "likeness",
        "arguments",  # share of what stands around it that stands around its mate
        "agrees",  # an opposite that is denied on one side: it says the same
        "agreeing",
        "any_verbatim",
        *_SHARED,
    ),
    "name": (
        "speaker",  # both name a speaker, and not the same
        "speaker_same",
        "speaker_gone",  # the speaker's name stands nowhere in the evidence
        "exchanged",  # likeness of a verb whose subject is the other's object
        "actor",  # of one before which another name stands
        "actor_same",
        "new_names",  # share of the names that the evidence has not
        "replaced",  # a name in the place of another, the rest word for word
        "replaced_verbatim",
        "new_names_verbatim",
        "speaker_verbatim",
        *_SHARED,
    ),
}
_BESIDE_VERBATIM = ("any", "replaced", "new_names", "speaker")  # they tell most where the rest is word for word
_LIKE = 0.52  # cosine from which two words in context may stand for each other
_LONGEST = 200  # words that are set side by side: a pasted page of one word would take minutes
_NEAR = 4  # words between a verb and its negation that are shown with them


def contrast_features(
    claim: EncodedSentence, evidence: Sequence[EncodedSentence], known: AbstractSet[str]
) -> tuple[dict[ContrastKind, dict[str, float]], dict[ContrastKind, Spans]]:
    """By kind its features, zero where not named, and the words of the claim that they hang on."""
    mates = list(find_mates(claim, evidence))
    words, others = claim.assertions.words[:_LONGEST], evidence[0].assertions.words[:_LONGEST]
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    shared = _likeness(claim, evidence, mates) | {"verbatim": matcher.ratio()}
    places: dict[ContrastKind, set[int]] = {"negation": set(), "opposite": set(), "name": set()}
    features: dict[ContrastKind, dict[str, float]] = {
        "negation": shared | _negation(claim, evidence, mates, places["negation"]),
        "opposite": shared | _opposition(claim, evidence, mates, places["opposite"]),
        "name": shared | _naming(claim, evidence, mates, known, places["name"]),
    }
    replaced = _replaced(matcher, claim.assertions, evidence[0].assertions, known)
    features["name"]["replaced"] = float(bool(replaced))
    places["name"] |= replaced
    for found in features.values():
        found |= {f"{name}_verbatim": shared["verbatim"] * found.get(name, 0.0) for name in _BESIDE_VERBATIM}
    return features, {kind: _passages(claim, some) for kind, some in places.items()}


def _passages(claim: EncodedSentence, places: AbstractSet[int]) -> Spans:
    """Spans of tokens, those side by side as one."""
    spans: Spans = []
    for place in sorted(places):
        token = claim.tokens[place]
        if spans and not claim.text[spans[-1][1] : token.start].strip():
            spans[-1] = spans[-1][0], token.end
        else:
            spans.append((token.start, token.end))
    return spans


def _likeness(claim: EncodedSentence, evidence: Sequence[EncodedSentence], mates: Sequence[Mate]) -> dict[str, float]:
    """How much of the claim the evidence says at all: a "not" matters where the rest is the same."""
    return {
        "mean_likeness": _mean([min(mate.likeness, 1.6) for mate in mates]),
        "stems": _mean([float(mate.likeness > EQUAL and not mate.opposite) for mate in mates]),
        "stems_first": _mean([float(stem in evidence[0].stems) for stem, _ in claim.words]),
    }


def _negation(
    claim: EncodedSentence,
    evidence: Sequence[EncodedSentence],
    mates: Sequence[Mate],
    places: set[int],
) -> dict[str, float]:
    own, others = claim.assertions, [one.assertions for one in evidence]
    mine = bool(own.negations)
    pairs = [mate for mate in mates if mate.word in own.predicates and mate.likeness >= _LIKE]
    turned = [mate for mate in pairs if mate.turned and not _is_left_out(claim, mate, mates)]
    plain = [mate for mate in turned if not mate.opposite]
    agreeing = [mate for mate in pairs if not mate.turned]
    found = {
        "share": len(turned) / max(1, len(pairs)),
        "count": float(len(turned)),
        "agreeing": float(len(agreeing)),
        "main_agrees": _most(mate for mate in agreeing if mate.word in own.main),
        "one_sided": float(not any(mine == bool(other.negations) for other in others[: None if mine else 1])),
        "both_deny": float(mine and bool(others[0].negations)),
    }
    if not plain:
        return found
    best = max(plain, key=lambda mate: mate.likeness)
    places |= _denied_words(claim, evidence, plain)
    here, there = _arguments(claim, best.word), _arguments(evidence[best.which], best.other)
    return found | {
        "main": _most(mate for mate in plain if mate.word in own.main),
        "any": _most(plain),
        "likeness": best.likeness,
        "subject": float(bool(here[0] & there[0])),
        "object": float(bool(here[1] & there[1])),
        "first": float(best.which == 0),
    }


def _is_left_out(claim: EncodedSentence, mate: Mate, mates: Sequence[Mate]) -> bool:
    """Whether the evidence has the word of another clause, and nothing of this one.

    Beside "we fought for the harbour" this is so of "fight" in "we did not fight for money, we fought for the harbour".
    """
    equal = [one for one in mates if one.likeness > EQUAL]
    agreeing = {one.word for one in equal if (one.which, one.other) == (mate.which, mate.other) and not one.turned}
    if not agreeing:
        return False
    said = (one.word for one in equal if one.word != mate.word)
    return not any(claim.assertions.nearest(word, {mate.word, *agreeing}) == mate.word for word in said)


def _denied_words(claim: EncodedSentence, evidence: Sequence[EncodedSentence], turned: Sequence[Mate]) -> set[int]:
    """The word that one of the two denies, with what stands between it and its "not".

    A verb where there is one, the one with a negation of its own on either side, the main one.
    """
    own = claim.assertions

    def fitness(mate: Mate) -> tuple[bool, bool, bool, float]:
        other = evidence[mate.which].assertions
        itself = own.own_denials(mate.word) + other.own_denials(mate.other) > 0
        return claim.tokens[mate.word].pos == "VERB", itself, mate.word in own.main, mate.likeness

    verb = max(turned, key=fitness).word
    negations = own.negations
    near = [place for place in negations if abs(place - verb) <= _NEAR]
    return {verb, *(between for place in near for between in range(min(place, verb), max(place, verb)))} | negations


def _opposition(
    claim: EncodedSentence,
    evidence: Sequence[EncodedSentence],
    mates: Sequence[Mate],
    places: set[int],
) -> dict[str, float]:
    own = claim.assertions
    good = [mate for mate in mates if mate.likeness >= _LIKE]
    opposed = [mate for mate in good if mate.opposite and mate.turned]
    found = {
        "agrees": float(any(mate.opposite and mate not in opposed for mate in good)),
        "agreeing": float(sum(mate.word in own.predicates and mate not in opposed for mate in good)),
    }
    if not opposed:
        return found
    places |= {mate.word for mate in opposed}
    best = max(opposed, key=lambda mate: mate.likeness)
    mine, theirs = _arguments(claim, best.word), _arguments(evidence[best.which], best.other)
    both = mine[0] | mine[1]
    return found | {
        "main": _most(mate for mate in opposed if mate.word in own.main),
        "any": _most(opposed),
        "likeness": best.likeness,
        "arguments": len(both & (theirs[0] | theirs[1])) / max(1, len(both)),
    }


def _naming(
    claim: EncodedSentence,
    evidence: Sequence[EncodedSentence],
    mates: Sequence[Mate],
    known: AbstractSet[str],
    places: set[int],
) -> dict[str, float]:
    """Who says it and who does it, by the names that stand there."""
    own, first = claim.assertions, evidence[0].assertions
    there = {plain_name(word) for one in evidence for word in one.assertions.words}
    mine = {plain_name(own.words[place]): place for place in range(len(claim.tokens)) if own.is_name(place, known)}
    new = mine.keys() - there
    found = _speakers(own, first, there, known, places) | _actors(claim, evidence, mates, known, places)
    found["new_names"] = len(new) / max(1, len(mine))
    if not places:
        places |= {mine[name] for name in new}
    return found


def _speakers(
    own: Assertions,
    other: Assertions,
    there: AbstractSet[str],
    known: AbstractSet[str],
    places: set[int],
) -> dict[str, float]:
    mine, theirs = own.names(own.sources(), known), other.names(other.sources(), known)
    if not mine:
        return {}
    same = bool(mine.keys() & theirs.keys())
    if theirs and not same:
        places |= set(mine.values())
    named = {"speaker": float(not same), "speaker_same": float(same)} if theirs else {}
    return named | {"speaker_gone": float(not mine.keys() & there)}


def _replaced(matcher: SequenceMatcher[str], own: Assertions, other: Assertions, known: AbstractSet[str]) -> set[int]:
    """The names that stand where the evidence, else word for word the same, has another."""
    places: set[int] = set()
    for what, start, end, other_start, other_end in matcher.get_opcodes():
        mine = {place for place in range(start, end) if own.is_name(place, known)}
        theirs = {
            plain_name(other.words[place]) for place in range(other_start, other_end) if other.is_name(place, known)
        }
        if what == "replace" and mine and theirs and {plain_name(own.words[place]) for place in mine} != theirs:
            places |= mine
    return places


def _actors(
    claim: EncodedSentence,
    evidence: Sequence[EncodedSentence],
    mates: Sequence[Mate],
    known: AbstractSet[str],
    places: set[int],
) -> dict[str, float]:
    """How alike the verbs are before which other names stand, and those whose subject and object change places."""
    found = {"actor": 0.0, "exchanged": 0.0, "actor_same": 0.0}
    for mate in mates:
        one = evidence[mate.which]
        verbs = claim.tokens[mate.word].pos == one.tokens[mate.other].pos == "VERB"
        if not verbs or mate.likeness < _LIKE:
            continue
        strength = min(mate.likeness, 1.0)
        mine, theirs = _arguments(claim, mate.word, known), _arguments(one, mate.other, known)
        sides = claim.assertions.actors(mate.word)
        who = claim.assertions.names(sides[0], known)
        whose = one.assertions.names(one.assertions.actors(mate.other)[0], known)
        if _crossed(mine[0], theirs) or _crossed(mine[1], theirs[::-1]):
            found["exchanged"] = max(found["exchanged"], strength)
            places |= {place for side in sides for place in side}
        if who and whose:
            same = bool(who.keys() & whose.keys())
            name = "actor_same" if same else "actor"
            found[name] = max(found[name], float(same) or strength)
            places |= set() if same else set(who.values())
    return found


def _crossed(mine: set[str], theirs: tuple[set[str], set[str]]) -> bool:
    """Whether these stand where they do not there, but on the other side of the verb."""
    return bool(mine & theirs[1]) and not mine & theirs[0]


def _arguments(
    sentence: EncodedSentence, verb: int, known: AbstractSet[str] = frozenset()
) -> tuple[set[str], set[str]]:
    """The lemmas and names of who does it, and of whom or what it is done to."""
    asserted = sentence.assertions
    sides = asserted.actors(verb)
    subjects, objects = (
        {sentence.tokens[place].lemma for place in side if sentence.tokens[place].pos in ("NOUN", "PROPN")}
        | asserted.names(side, known).keys()
        for side in sides
    )
    return subjects, objects


def _most(mates: Iterator[Mate] | Sequence[Mate]) -> float:
    return max((min(mate.likeness, 1.0) for mate in mates), default=0.0)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
