"""What a sentence asserts of its words: which are denied, who does what to whom, and who says it.

Read from the dependency parse alone. Two sentences of one story may share every word but "not", or the names that
stand before and after a verb, and their vectors hardly differ; these are the places where they do.
"""

import unicodedata
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from compare.records import Token
from compare.text.assertion_words import (
    ASKING,
    BOUNDS,
    DENYING,
    FACTIVE,
    NEGATIONS,
    NO_DENIAL,
    NO_ONE,
    PARTICLES,
    REFUSAL,
    REFUSING,
    SAYING,
    TITLES,
)
from compare.text.figure_month_names import is_of_calendar

__all__ = ["Assertions", "plain_name"]

# Words of names and titles that are spelt otherwise elsewhere.
_SPELLINGS = dict(
    pair.split("=")
    for pair in "adviser=advisor centre=center defence=defense labour=labor theatre=theater harbour=harbor "
    "programme=program organisation=organization".split()
)
_TAKING_SIDES = frozenset("vote ballot rule argue decide testify campaign lobby speak advise come be stand".split())
# Relations over which a denial reaches down from the word above.
_WITHIN = frozenset(
    "xcomp ccomp pcomp acomp attr oprd dobj pobj prep nsubj nsubjpass csubj csubjpass agent acl advmod npadvmod dative "
    "amod compound prt poss nmod nummod".split()
)
_CLAUSAL = frozenset({"xcomp", "ccomp", "pcomp"})
_ASKED = _CLAUSAL | {"csubj", "csubjpass", "acl"}
_FOUND = frozenset({"dobj", "attr", "nsubjpass"})  # what is or is not found or planned
_SUBJECTS, _OBJECTS = frozenset({"nsubj", "csubj"}), frozenset({"dobj", "dative"})
_NO_ARGUMENTS = frozenset("nsubj nsubjpass dobj attr expl advmod npadvmod pobj".split())
_PREDICATIVE = frozenset("acomp attr ROOT ccomp conj oprd relcl advcl".split())
_YEAR_DIGITS = 4
_DEEPEST = 40  # steps up a parse, which may have a loop


@dataclass(frozen=True, eq=False)
class Assertions:
    """A sentence read so. Words are named by their place among its tokens."""

    text: str
    tokens: tuple[Token, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Each token's text in lower case, with straight apostrophes."""
        return tuple(self.text[token.start : token.end].lower().replace("’", "'") for token in self.tokens)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Of each token, in order."""
        found: list[list[int]] = [[] for _ in self.tokens]
        for place, token in enumerate(self.tokens):
            if token.head != place:
                found[token.head].append(place)
        return tuple(tuple(places) for places in found)

    @cached_property
    def negations(self) -> frozenset[int]:
        """The words that deny."""
        return frozenset(place for place in range(len(self.tokens)) if self._denies(place))

    @cached_property
    def denials(self) -> tuple[str, ...]:
        """All words that deny, or deny what depends on them, in alphabetical order."""
        verbs = (token.lemma for token in self.tokens if token.lemma in DENYING | REFUSING | REFUSAL)
        return tuple(sorted([*verbs, *(self.words[place].replace("n't", "not") for place in self.negations)]))

    @cached_property
    def denied(self) -> tuple[bool, ...]:
        """Whether an odd number of denials reaches each token."""
        if not self.denials and all(token.lemma != "keep" for token in self.tokens):
            return (False,) * len(self.tokens)  # most sentences
        known: dict[int, int] = {}
        return tuple(self._denials(place, known, 0) % 2 == 1 for place in range(len(self.tokens)))

    @cached_property
    def main(self) -> frozenset[int]:
        """What the sentence is about: its main verb, below those of saying and refusing, and what completes it."""
        place = next((place for place, token in enumerate(self.tokens) if token.head == place), -1)
        below = ({"ccomp"}, SAYING), ({"xcomp", "ccomp", "dobj"}, DENYING | REFUSING)
        for relations, lemmas in below:
            for _ in range(3):
                under = self._under(place, relations) if place >= 0 else []
                if not under or self.tokens[place].lemma not in lemmas:
                    break
                place = under[0]
        if place < 0:
            return frozenset()
        what = self._under(place, {"acomp", "attr", "xcomp", "dobj", "oprd"})
        return frozenset({place, *what, *(at for at in self.states if self._state_of(at) == place)})

    @cached_property
    def states(self) -> frozenset[int]:
        """What a subject is or is not behind a preposition or by a particle: "in favour", "at fault", "over"."""
        return frozenset(place for place in range(len(self.tokens)) if self._state_of(place) >= 0)

    @cached_property
    def predicates(self) -> frozenset[int]:
        """The words that may be denied: verbs, what is said of a subject, ``main``; not the denying verbs."""
        return frozenset(
            place
            for place, token in enumerate(self.tokens)
            if (
                place in self.main | self.states
                or (token.pos in ("VERB", "AUX") and token.dep != "amod")
                or (token.pos == "ADJ" and token.dep in _PREDICATIVE)
            )
            and not (token.lemma in DENYING | REFUSING and self._under(place, {"xcomp", "ccomp", "dobj"}))
        )

    @cached_property
    def inner_names(self) -> frozenset[str]:
        """Its names, but for the first word, which has a capital anyway."""
        return frozenset(
            plain_name(self.words[place])
            for place, token in enumerate(self.tokens)
            if place and token.pos == "PROPN" and self.text[token.start : token.start + 1].isupper()
        )

    def sources(self) -> list[int]:
        """The heads of those who say something in it."""
        found = []
        for place, token in enumerate(self.tokens):
            if token.pos == "VERB" and token.lemma in SAYING:
                found += self._under(place, {"nsubj"})
            elif self.words[place] == "according":
                found += [one for to in self.children[place] for one in self._under(to, {"pobj"})]
        return found

    def side(self, place: int) -> int:
        """1 where it is for what follows, -1 against it, else 0: "voted for", "came out against", "in favor of"."""
        if self.tokens[place].lemma not in _TAKING_SIDES:
            return 0
        after = {self.words[child] for child in self._under(place, {"prep"})}
        favour = any(
            self.words[below] in ("favor", "favour")
            for child in self._under(place, {"prep"})
            for below in self.children[child]
        )
        return int("for" in after or favour) - int("against" in after)

    def actors(self, verb: int) -> tuple[list[int], list[int]]:
        """Who does it, and to whom or what; a passive is turned round, and a subject may be that of the verb above."""
        own = self.children[verb]
        subjects, objects = self._under(verb, _SUBJECTS), self._under(verb, _OBJECTS)
        passive = self._under(verb, {"nsubjpass"})
        for by in (place for place in own if self.tokens[place].dep == "agent"):
            subjects += self._under(by, {"pobj"})
        for _ in range(4):
            if subjects or passive or self.tokens[verb].dep not in ("conj", "xcomp", "advcl"):
                break
            verb = self.tokens[verb].head
            subjects = self._under(verb, _SUBJECTS)
        return subjects, objects + passive

    def names(self, heads: Sequence[int], known: AbstractSet[str]) -> dict[str, int]:
        """Of the phrases with these heads, with their places; ``known`` are names that the tagger may miss."""
        places = sorted(place for head in heads for place in self._phrase(head) if self.is_name(place, known))
        return {plain_name(self.words[place]): place for place in places}

    def is_name(self, place: int, known: AbstractSet[str]) -> bool:
        """A capital and the tagger's word for it, or that of the articles: at the start "Trump said" has a noun."""
        token, word = self.tokens[place], self.words[place]
        capital = self.text[token.start : token.start + 1].isupper()
        named = token.pos == "PROPN" or plain_name(word) in known
        return capital and named and word not in TITLES and not is_of_calendar(self.text, self.tokens, place)

    def nearest(self, place: int, above: AbstractSet[int]) -> int:
        """The first of ``above`` on the way up the parse from a word, -1 where there is none."""
        for _ in range(_DEEPEST):
            if place in above:
                return place
            place = self.tokens[place].head
        return -1

    def own_denials(self, place: int) -> int:
        """The denials that stand at a word itself."""
        return sum(
            self._no_argument(child)
            or (
                child in self.negations
                and self.words[child] != "without"
                and self.tokens[child].dep not in ("cc", "conj")
            )
            for child in self.children[place]
        )

    def _denies(self, place: int) -> bool:
        word, dep = self.words[place], self.tokens[place].dep
        following, then = (*self.words[place + 1 : place + 3], "", "")[:2]
        if word == "no":
            bound = following in BOUNDS and then == "than"
            counted = bound or following == "doubt" or self._is_number_sign(place)
            return dep in ("det", "neg", "advmod", "preconj") and not counted
        if word == "not" and following in NO_DENIAL:
            return False
        return word in NEGATIONS or word == "without" or dep == "neg"

    def _is_number_sign(self, place: int) -> bool:
        """Of "No": "No 10 said", "Room No 7", "No 9 Harry Dean", "a No 10 aide"; not "No 2020 elections were held"."""
        token, number = self.tokens[place], place + 1
        if self.text[token.start : token.end] != "No" or not self.words[number : number + 1]:
            return False
        if not self.words[number].isdigit() or self.words[number + 1 : number + 2] == ("-",):
            return False
        if place and self.words[place - 1] in ("a", "the"):
            return True
        # A rank stands before a name, a year before that of an event: "No 2020 Olympics were held".
        nouns = {"NOUN", "PROPN"} if len(self.words[number]) == _YEAR_DIGITS else {"NOUN"}
        heads = (self.tokens[at].head for at in (place, number))
        return not any(head > number and self.tokens[head].pos in nouns for head in heads)

    def _state_of(self, place: int) -> int:
        """The "be" whose subject a word says the state of, -1 where it says none."""
        token = self.tokens[place]
        top = token.head if token.dep == "pobj" else place
        bare = token.lemma in PARTICLES and not self.children[place]
        above = self.tokens[top].head
        if above == top or self.tokens[above].lemma != "be" or self.tokens[above].dep in ("aux", "auxpass"):
            return -1
        behind = self.tokens[top].dep in ("prep", "advmod", "prt", "acomp") and top > above
        return above if behind and (bare or token.dep == "pobj") else -1

    def _under(self, place: int, relations: AbstractSet[str]) -> list[int]:
        return [child for child in self.children[place] if self.tokens[child].dep in relations]

    def _phrase(self, head: int) -> list[int]:
        """The words of a noun phrase: its head with what names it."""
        found: list[int] = []
        left = [head]
        while left and len(found) < _DEEPEST:
            place = left.pop()
            found.append(place)
            left += self._under(place, {"compound", "nmod", "flat", "amod", "poss"})
            left += [child for child in self._under(place, {"appos"}) if self.tokens[child].pos == "PROPN"]
        return found

    def _no_argument(self, place: int) -> bool:
        """A part that denies the whole clause: "no evidence", "none", "not a word"."""
        if self.tokens[place].dep not in _NO_ARGUMENTS:
            return False
        if self.words[place] in NO_ONE:
            return True
        nominal = self.tokens[place].dep in ("nsubj", "nsubjpass", "attr", "dobj")
        wanted = {"no", "neither", "not"} if nominal else {"no", "neither"}
        return any(self.words[child] in wanted and child in self.negations for child in self.children[place])

    def _denials(self, place: int, known: dict[int, int], depth: int) -> int:
        if place in known:
            return known[place]
        token, head = self.tokens[place], self.tokens[place].head
        count = known[place] = self.own_denials(place)
        if depth < _DEEPEST and head != place:
            if token.dep in _WITHIN and not self._is_open(place):
                if token.dep != "acl" or self._is_content(place):
                    above = self._denials(head, known, depth + 1)
                else:
                    above = self.own_denials(head) + self._reversed(head)
                # A denying part is counted where its clause is.
                count += above + self._reversed(place) - self._no_argument(place)
            elif token.dep == "conj" and self._shares_auxiliaries(place):
                count += self._denials(head, known, depth + 1)
        known[place] = count
        return count

    def _is_open(self, place: int) -> bool:
        """What no denial above reaches: a question, a fact that somebody does or does not know, a main clause.

        The parser hangs the first of two main clauses under the second: "The valve closed; nobody was hurt".
        """
        token = self.tokens[place]
        if token.dep == "amod":
            return self._is_before_no(place)
        if token.dep == "ccomp":
            main = place < token.head and not (self._under(place, {"mark"}) or self._reversed(place))
            if main or self.tokens[token.head].lemma in FACTIVE:
                return True
        first = self._first(place)
        opens = first + (self.tokens[first].pos == "ADP")  # "in which town"
        return token.dep in _ASKED and not ASKING.isdisjoint(self.words[opens : opens + 1])

    def _is_before_no(self, place: int) -> bool:
        """Of "false" in "is false - no witness saw it", which the parser gives to the witness."""
        between = range(place + 1, self.tokens[place].head)
        return any(
            child in between and self.words[child] == "no" for child in self._under(self.tokens[place].head, {"det"})
        )

    def _first(self, place: int) -> int:
        """The first word at or below one."""
        for _ in range(_DEEPEST):
            left = min(self.children[place], default=place)
            if left >= place:
                break
            place = left
        return place

    def _is_content(self, place: int) -> bool:
        """Of "that he paid" and "to pay" behind what is found, planned or not: "did not find evidence that he paid"."""
        head = self.tokens[self.tokens[place].head]
        opened = any(self.words[child] in ("that", "to") for child in self._under(place, {"mark", "aux"}))
        return opened and head.dep in _FOUND and head.lemma not in REFUSAL

    def _reversed(self, place: int) -> bool:
        """Whether the word above denies this one, as "refuse", "deny" and "without" do."""
        dep, head = self.tokens[place].dep, self.tokens[place].head
        lemma = self.tokens[head].lemma
        if dep in _CLAUSAL and lemma in DENYING | REFUSING:
            return True
        if dep == "dobj":
            return lemma in DENYING
        if dep == "prep" and lemma in REFUSING | {"keep"}:
            return self.words[place] == "from"
        return (dep in ("acl", "prep") and lemma in REFUSAL) or (
            self.words[head] == "without" and dep in ("pobj", "pcomp")
        )

    def _shares_auxiliaries(self, place: int) -> bool:
        """Of "sleep" in "did not eat or sleep": no subject or auxiliary of its own, no "but" between."""
        joined = {self.words[child] for child in self._under(self.tokens[place].head, {"cc"})}
        own = self._under(place, {"nsubj", "nsubjpass", "aux", "auxpass", "neg"})
        return "but" not in joined and (not own or "nor" in joined)


def plain_name(word: str) -> str:
    """A name without what outlets write otherwise: "U.S." and "US", "Oake's" and "Oake", "Beyoncé", "Defence"."""
    bare = unicodedata.normalize("NFKD", word.removesuffix("'s")).replace(".", "")
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return _SPELLINGS.get(letters, letters)
