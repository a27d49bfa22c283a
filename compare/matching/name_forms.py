"""Names that one article writes short and the other in full: NRA, Calif., and what they stand for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Given names and how news writes them short.
_SAME = (
    "william bill will", "michael mike", "robert bob rob", "richard rick dick", "james jim", "joseph joe", "thomas tom",
    "elizabeth liz beth", "matthew matt", "daniel dan", "david dave", "donald don", "edward ed", "steven steve",
    "stephen steve", "anthony tony", "andrew andy", "charles charlie chuck", "christopher chris", "gregory greg",
    "jeffrey jeff", "jerrold jerry", "gerald jerry", "john jack", "jonathan jon", "kenneth ken", "lawrence larry",
    "nicholas nick", "patrick pat", "peter pete", "raymond ray", "ronald ron", "samuel sam", "timothy tim",
    "theodore ted", "walter walt", "benjamin ben", "bernard bernie", "deborah debbie deb", "susan sue",
    "katherine kate kathy", "kathleen kathy", "margaret maggie", "patricia pat patty", "rebecca becky",
    "barbara barb", "jennifer jen", "jacob jake", "joshua josh", "zachary zach", "alexander alex", "alexandria alex",
    "frederick fred", "leonard len lenny", "philip phil", "vincent vince",
)  # fmt: skip

__all__ = ["NameForms", "name_forms", "written_otherwise"]

_CAPITALISED = r"[A-Z][\w’'-]*+"  # whole or not at all: "B-B-B-…" of 5,000 characters took a second
_RUN = re.compile(
    rf"\b(?!(?:The|A|An|In|On|At|For|But|And)\b){_CAPITALISED}(?:\s+(?:(?:of|for|the|and|on|in)\s+){{0,2}}{_CAPITALISED})+"
)
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,6}\b")
_SHORTENED = re.compile(r"([A-Z][a-z]{2,4})\.")
_GENITIVE = re.compile(r"[’']s?$")
_SHORTEST, _LONGEST = 2, 6  # letters of an acronym
_SHORTEST_RUN = 3  # letters of a run whose acronym is looked for


@dataclass(frozen=True, slots=True)
class NameForms:
    """The names of an article as it writes them; rows are those of its words.

    Attributes:
        initials: of every run of capitalised words and of every part of one.
        acronyms: without their points.
        cut: words cut short before a point, as "Calif".
        runs: initials of a run of three names or more, and the rows of its words.
        short: rows of words that are acronyms, and their letters.
        capitalised: rows of the other words with a capital, and the words.
        plain: every word in small letters, without points and genitive.
        names: those of them that have a capital or are acronyms.
        named: rows of every run, and of every other word with a capital by itself, with these forms of the words.
    """

    initials: frozenset[str]
    acronyms: frozenset[str]
    cut: tuple[str, ...]
    runs: tuple[tuple[str, tuple[int, ...]], ...]
    short: tuple[tuple[int, str], ...]
    capitalised: tuple[tuple[int, str], ...]
    plain: frozenset[str]
    names: frozenset[str]
    named: tuple[tuple[tuple[int, str], ...], ...]


def name_forms(sentences: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> NameForms:
    """Of an article's sentences with the spans of their words; a sentence without words has one row."""
    initials: set[str] = set()
    acronyms: set[str] = set()
    cut: dict[str, None] = {}
    runs: list[tuple[str, tuple[int, ...]]] = []
    short: list[tuple[int, str]] = []
    capitalised: list[tuple[int, str]] = []
    plain: set[str] = set()
    named: list[tuple[tuple[int, str], ...]] = []
    row = 0
    for text, spans in sentences:
        plain |= {_plain(text[start:end]) for start, end in spans}
        acronyms |= {_letters(match.group()) for match in _ACRONYM.finditer(text)}
        cut |= dict.fromkeys(match.group(1) for match in _SHORTENED.finditer(text))
        alone = dict(enumerate(spans, row))
        for match in _RUN.finditer(text):
            letters = _of(match.group())
            initials |= set(_parts(letters))
            inside = [n for n, (start, end) in enumerate(spans, row) if match.start() <= start and end <= match.end()]
            runs += [(letters, tuple(inside))] if len(letters) >= _SHORTEST_RUN else []
            named.append(tuple((n, _plain(text[slice(*alone.pop(n))])) for n in inside))
        named += [((n, _plain(text[a:b])),) for n, (a, b) in alone.items() if text[a].isupper()]
        for number, (start, end) in enumerate(spans, row):
            word = text[start:end]
            if _ACRONYM.fullmatch(word):
                short.append((number, _letters(word)))
            elif word[:1].isupper():
                capitalised.append((number, word))
        row += max(1, len(spans))
    names = frozenset(_plain(word) for _, word in (*capitalised, *short))
    found = tuple(runs), tuple(short), tuple(capitalised), frozenset(plain), names, tuple(named)
    return NameForms(frozenset(initials), frozenset(acronyms), tuple(cut), *found)


def written_otherwise(a: NameForms, b: NameForms) -> list[int]:
    """Rows of A's words that are names, or of a name, that B writes in its other form.

    Or as words of the language: "Abuse of Power" and "abuse his power", "the Government", "U.S." and "US". A name of
    several words is there whole or not at all.
    """
    rows = [row for letters, members in a.runs if letters in b.acronyms for row in members]
    rows += [row for row, letters in a.short if letters in b.initials]
    rows += [row for name in a.named if all(_is_there(word, b) for _, word in name) for row, _ in name]
    rows += [row for row, word in a.capitalised if b.cut and word.startswith(b.cut)]
    cut = {word for word in a.cut if any(full.startswith(word) for _, full in b.capitalised)}
    return rows + [row for row, word in a.capitalised if word in cut]


def _is_there(word: str, forms: NameForms) -> bool:
    return word in forms.plain or not forms.names.isdisjoint(_ALSO.get(word, ()))


def _also() -> dict[str, frozenset[str]]:
    """The other forms of every name, and of the party."""
    found: dict[str, set[str]] = {}
    for names in (line.split() for line in _SAME):
        for name in names:
            found.setdefault(name, set()).update(names)
    # One way only: "Republican senators" say more than that the article has the word GOP.
    return {name: frozenset(forms) for name, forms in found.items()} | {"gop": frozenset({"republican", "republicans"})}


_ALSO = _also()


def _parts(letters: str) -> Iterator[str]:
    for start in range(len(letters)):
        for end in range(start + _SHORTEST, min(len(letters), start + _LONGEST) + 1):
            yield letters[start:end]


def _of(run: str) -> str:
    return "".join(word[0] for word in run.split() if word[0].isupper())


def _plain(word: str) -> str:
    return _GENITIVE.sub("", word.replace(".", "").lower())


def _letters(acronym: str) -> str:
    return acronym.replace(".", "")
