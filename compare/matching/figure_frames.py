"""What a figure hangs on: the words of its sentence by their distance from it in the dependency parse."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from compare.matching.figure_clauses import actor, deed, moved, planned, speaks
from compare.matching.passages import EncodedSentence
from compare.records import Figure, Sentence, Token
from compare.text.figure_heads import MODIFIES, top_of
from compare.text.words import FUNCTION_WORDS

__all__ = ["CLASSES", "PEOPLE", "Floats", "Frame", "Word", "frame_of"]

Floats = npt.NDArray[np.float32]

# What happened to those counted; the nearest word to the figure decides. Dead are not injured.
_CLASSES = {
    "dead": "kill die dead death fatal fatality slay slain perish deceased toll murder deadly",
    "hurt": "injure injured injury wound wounded hurt hospitalize hospitalise hospitalized hospitalised",
    "missing": "missing unaccounted vanish disappear",
    "held": "arrest arrested detain detained jail custody detainee",
    "moved": "displace displaced evacuate evacuated flee homeless relocate relocated evacuee",
    "sick": "infect infected infection sicken sick",
    "saved": "rescue rescued survive survivor survived",
}
CLASSES: Mapping[str, str] = {word: name for name, words in _CLASSES.items() for word in words.split()}
_ASKED = frozenset("demand ask seek request want need propose proposal urge insist call plea desire".split())
_GIVEN = frozenset("approve grant pass award receive give allocate agree secure spend offer sign appropriate".split())
# Words beside the figure without which it is another quantity.
_QUALIFIERS = frozenset(
    "new average median each every daily weekly monthly annual yearly hourly annually minimum maximum net gross "
    "registered likely female male women men black white senior total overall combined global worldwide".split()
)
_OTHERS = frozenset("other others another additional further extra".split())
_MORE_AFTER = re.compile(r"\s(?:[a-z]+\s)?(?:more\b(?!\sthan)|others?\b)")
_PART_AFTER = re.compile(r"(?:\s[a-z]+)?\s(?:out\s)?of\s(?:the|their|its|his|her|those|these|them|which|whom)\b")
_WITHIN_BEFORE = re.compile(r"\b(?:including|among\sthem|of\s(?:whom|which|them))\s(?:[a-z]+\s){0,2}$", re.IGNORECASE)
_CHANGE_BEFORE = re.compile(
    r"\b(?:by|up|down|rose|fell|grew|gained|lost|jumped|dropped|plunged|tumbled|soared|slid|climbed|surged|"
    r"(?:increase|decrease|drop|decline|rise|fall|gain|loss|cut|cuts|jump|growth|lead|margin)s?\sof|"
    r"another|additional|advanced|shed|added)\s(?:an?\s)?(?:about\s|nearly\s|almost\s|roughly\s|some\s|around\s|"
    r"more\sthan\s|over\s|at\sleast\s|as\smuch\sas\s|up\sto\s)*$",
    re.IGNORECASE,
)
_AGENT_BEFORE = re.compile(r"\bby\s(?:[a-z]+\s){0,2}$")
_CHANGE_AFTER = re.compile(
    r"\s(?:[a-z]+\s)?(?:increase|decrease|drop|decline|rise|jump|cut|reduction|gain|higher|lower|cheaper|more\sthan|"
    r"fewer|less\sthan|above|below|growth|lead|hike)\b"
)
_WITH_ATTACKER = re.compile(
    r"[^.;:\d]{0,60}?\bincluding\s(?:the\s|an?\s)?(?:(?:suspected|alleged|lone|apparent)\s)?"
    r"(?:shooter|gunm[ae]n|attacker|suspect|bomber|assailant|killer|perpetrator|driver)s?\b(?!['’])"
)
_CALENDAR = frozenset({"date", "weekday", "time"})
PEOPLE = frozenset(
    "people person victim man woman civilian resident other individual passenger life troop soldier service member "
    "personnel serviceman sailor child migrant worker body source".split()
)
_NEAR = 0.4  # words of this weight or more stand beside the figure
_FADES = 0.68  # a word's weight falls by this for every step of the parse between it and the figure


@dataclass(frozen=True, slots=True)
class Word:
    """A content word: its row in the sentence's vectors, stem, part of speech and weight for the figure (0 to 1)."""

    row: int
    stem: str
    pos: str
    weight: float


@dataclass(frozen=True, eq=False)
class Frame:
    """A figure in its sentence.

    Attributes:
        words: every content word of the sentence that is no number, by weight.
        head: lemma of the noun that is counted, empty where there is none.
        happened: ``dead``, ``hurt`` … of the nearest word that says so, else empty.
        asked: ``asked``, ``given`` or empty.
        marks: qualifiers that make it another quantity ("other", "average", "change", "part").
        periods: years of the dates in the sentence.
        speaks: whether the verb that it hangs on is one of saying.
        actor: the words of the name that is the subject of the verb a day hangs on, or acts in its passive, its head
            last; empty where there is none. The House in "the House voted on Wednesday" and "followed by the House".
        deed: lemmas of the subject and the verb that a day or time hangs on; empty where there are none.
        planned: whether a day is of something still to come: "is expected to begin", "will vote".
        moved: names of what changes by the figure: Hang and Seng of "the Hang Seng index added 0.9%".
        with_attacker: whether who killed is counted among the dead: "four people (including the gunman)".
    """

    figure: Figure
    sentence: EncodedSentence
    words: tuple[Word, ...]
    head: str
    head_row: int
    happened: str
    asked: str
    marks: frozenset[str]
    periods: frozenset[str]
    speaks: bool
    actor: tuple[str, ...] = ()
    deed: tuple[str, ...] = ()
    planned: bool = False
    moved: frozenset[str] = frozenset()
    with_attacker: bool = False

    @cached_property
    def vectors(self) -> Floats:
        """(n, d) of ``words``."""
        rows = [word.row for word in self.words]
        return self.sentence.encoding.word_vectors[rows].astype(np.float32)

    @cached_property
    def weights(self) -> npt.NDArray[np.float64]:
        """(n,) of ``words``."""
        return np.array([word.weight for word in self.words])

    @cached_property
    def total(self) -> float:
        """Of ``weights``."""
        return float(self.weights.sum())

    @cached_property
    def nearness(self) -> npt.NDArray[np.float64]:
        """(n,) how much a likeness to each of ``words`` counts: all of it beside the figure, a third far from it."""
        return np.minimum(1.0, 0.35 + 1.3 * self.weights)

    @cached_property
    def stem_codes(self) -> npt.NDArray[np.int64]:
        """(n,) a number for the stem of each of ``words``, the same in all frames of this process."""
        return np.array([hash(word.stem) for word in self.words], dtype=np.int64)

    @cached_property
    def own_vector(self) -> Floats | None:
        """(d,) the vector of the figure's own first word: what it means in its context."""
        start, end = self.local
        for row, (first, last) in enumerate(self.sentence.encoding.spans):
            if first < end and start < last:
                vector: Floats = self.sentence.encoding.word_vectors[row].astype(np.float32)
                return vector
        return None

    @cached_property
    def local(self) -> tuple[int, int]:
        """Offsets of the figure in its sentence."""
        start = self.figure.start - int(self.figure.sentence_id.rpartition("@")[2])
        return start, start + len(self.figure.surface)

    @property
    def is_calendar(self) -> bool:
        """Whether it is a day, period or time of day."""
        return self.figure.kind in _CALENDAR

    @cached_property
    def near(self) -> tuple[Word, ...]:
        """The words beside the figure."""
        return tuple(word for word in self.words if word.weight >= _NEAR)

    @cached_property
    def near_names(self) -> frozenset[str]:
        """Stems of the names beside the figure."""
        return frozenset(word.stem for word in self.near if word.pos == "PROPN")


def frame_of(figure: Figure, sentence: Sentence, encoded: EncodedSentence, others: Sequence[Figure]) -> Frame:
    """The frame of a figure; ``others`` are the other figures of the sentence."""
    start, end = figure.start - sentence.start, figure.end - sentence.start
    tokens = encoded.tokens
    top = top_of(start, end, tokens) or 0  # the first token where the parse stops before the figure
    noun = _noun(top, end, figure, tokens)
    steps = _steps(noun if noun is not None else top, top, tokens)
    taken = [(start, end)] + [(other.start - sentence.start, other.end - sentence.start) for other in others]
    words, place = _words(encoded, steps, taken)
    head = tokens[noun] if noun is not None else None
    row = place.get(noun, -1) if noun is not None else -1
    named = head.lemma if head else _measured(figure)
    marks = _marks(encoded.text, start, end, steps, tokens, figure, named)
    return Frame(
        figure=figure,
        sentence=encoded,
        words=words,
        head=named,
        head_row=row,
        happened=_happened(figure, named, steps, tokens),
        asked=_asked(steps, tokens),
        marks=marks,
        moved=moved(top, tokens) if "change" in marks else frozenset(),
        with_attacker=_WITH_ATTACKER.match(encoded.text, end) is not None,
        speaks=speaks(top, tokens),
        actor=actor(top, tokens) if figure.kind == "weekday" else (),
        deed=deed(top, tokens) if figure.kind in _CALENDAR else (),
        planned=figure.kind == "weekday" and planned(top, tokens),
        periods=frozenset(other.low[:4] for other in others if other.kind == "date" and other.low),
    )


def _noun(top: int, end: int, figure: Figure, tokens: Sequence[Token]) -> int | None:
    """The counted noun: the head of the number, or the noun after its "of"; ``measures`` was made the same way."""
    if not tokens or figure.kind in _CALENDAR:
        return None
    written = figure.measures.split(" per ")[0].split()
    at = top
    for _ in range(3):
        token = tokens[at]
        if token.dep not in MODIFIES or token.head == at:
            break
        at = token.head
        if tokens[at].pos in {"NOUN", "PROPN"} and tokens[at].start >= end:
            return at
    after = [n for n, token in enumerate(tokens) if token.start >= end and token.pos in {"NOUN", "PROPN"}]
    for candidate in after[:4]:
        word = tokens[candidate].lemma
        if any(part == word or part.rstrip("s") == word.rstrip("s") for part in written):
            return candidate
    return None


def _measured(figure: Figure) -> str:
    words = figure.measures.split(" per ")[0].split()
    return words[-1] if words and figure.kind in {"count", "percent", "ratio"} else ""


def _steps(start: int, also: int, tokens: Sequence[Token]) -> dict[int, int]:
    """Steps in the parse from the figure or its noun to every token; a coordinated figure's own clause comes first."""
    edges: list[list[int]] = [[] for _ in tokens]
    for at, token in enumerate(tokens):
        if token.head != at and 0 <= token.head < len(tokens):
            edges[at].append(token.head)
            edges[token.head].append(at)
    steps = {place: 0 for place in (start, also) if place < len(tokens)}
    ring = list(steps)
    while ring:
        following = []
        for at in ring:
            for other in edges[at]:
                if other not in steps:
                    steps[other] = steps[at] + _cost(at, other, tokens)
                    following.append(other)
        ring = sorted(following, key=lambda place: steps[place])
    return steps


def _cost(at: int, other: int, tokens: Sequence[Token]) -> int:
    """Prepositions and auxiliaries lie on the way; a step between clauses or list members counts double."""
    if tokens[other].pos in {"ADP", "AUX", "PART"} and tokens[other].dep == "prep":
        return 0
    lower = tokens[at] if tokens[at].head == other else tokens[other]
    return 2 if lower.dep in {"conj", "ccomp", "advcl", "parataxis", "appos", "relcl"} else 1


def _words(
    encoded: EncodedSentence, steps: Mapping[int, int], taken: Sequence[tuple[int, int]]
) -> tuple[tuple[Word, ...], dict[int, int]]:
    """The words by weight, and the row of each token that has one."""
    found, place = [], {}
    for row, (span, at) in enumerate(zip(encoded.spans, encoded.places, strict=True)):
        if any(span[0] < end and start < span[1] for start, end in taken):
            continue
        token = encoded.tokens[at] if at >= 0 else None
        stem, kind = encoded.words[row]
        if kind == "NUM" and (not token or token.pos == "NUM") and any(map(str.isdigit, encoded.text[slice(*span)])):
            continue
        place[at] = row
        found.append(Word(row, stem, token.pos if token else "", _FADES ** max(0, steps.get(at, 8))))
    return tuple(sorted(found, key=lambda word: (-word.weight, word.row))), place


def _happened(figure: Figure, head: str, steps: Mapping[int, int], tokens: Sequence[Token]) -> str:
    if figure.kind not in {"count", "percent", "ratio"}:
        return ""
    restriction = [CLASSES[word] for word in _lemmas(figure.measures) if word in CLASSES]
    if restriction:
        return restriction[-1]
    reach = 3 if not head else 2 if head in PEOPLE else 1  # "five boats in the attack that killed" are not dead
    near = [
        (steps[at], at, CLASSES[token.lemma])
        for at, token in enumerate(tokens)
        if token.lemma in CLASSES and steps.get(at, 9) <= reach
    ]
    return min(near)[2] if near else ""


def _lemmas(measures: str) -> list[str]:
    """The words of ``measures`` as they stand and without a plural or past ending."""
    forms = []
    for word in measures.split():
        forms += [word, word.removesuffix("s"), word.removesuffix("ed"), word.removesuffix("d")]
    return forms


def _asked(steps: Mapping[int, int], tokens: Sequence[Token]) -> str:
    near = sorted(
        (steps[at], "asked" if token.lemma in _ASKED else "given")
        for at, token in enumerate(tokens)
        if token.lemma in _ASKED | _GIVEN and steps.get(at, 9) <= 3
    )
    return near[0][1] if near else ""


def _marks(
    text: str, start: int, end: int, steps: Mapping[int, int], tokens: Sequence[Token], figure: Figure, head: str
) -> frozenset[str]:
    before, after = text[max(0, start - 60) : start], text[end : end + 40]
    marks = set()
    for at, token in enumerate(tokens):
        beside = steps.get(at, 9) <= 1 and abs(token.start - start) < 45
        if beside and token.lemma in _QUALIFIERS and token.lemma not in FUNCTION_WORDS:
            marks.add(token.lemma)
        if steps.get(at, 9) <= 1 and token.lemma in _OTHERS and -22 < token.start - end < 25 and token.dep != "advmod":
            marks.add("other")
    if _MORE_AFTER.match(after):
        marks.add("other")
    agent = head in PEOPLE and _AGENT_BEFORE.search(before)  # "was told by two people" is no change by two
    if figure.kind not in _CALENDAR and not agent and (_CHANGE_BEFORE.search(before) or _CHANGE_AFTER.match(after)):
        marks.add("change")
    if figure.kind == "count" and (_PART_AFTER.match(after) or _WITHIN_BEFORE.search(before)):
        marks.add("part")
    if " per " in f" {figure.measures}":
        marks.add("per " + figure.measures.rpartition("per ")[2])
    return frozenset(marks)
