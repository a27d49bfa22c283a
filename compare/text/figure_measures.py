"""What a figure measures, by the parse: "people killed", "votes against", "barrels per day"; empty if unsure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from compare.records import Token
from compare.text.figure_drafts import Draft
from compare.text.figure_heads import noun_of, top_of
from compare.text.figure_hedges import is_foretold
from compare.text.figure_participles import participle_of

__all__ = ["measure"]

_NOUNS = {"NOUN", "PROPN"}
_TIMES = r"(?:second|minute|hour|day|week|month|quarter|year|night)"
_RATE = re.compile(
    rf"(?:\s[a-z]+){{0,2}}?(?:\s(?:per|each|every)\s|\s?/\s?|\san?\s(?!{_TIMES}\s(?:ago|earlier|before|later|after)\b))"
    rf"(?P<per>{_TIMES}|annum|share|barrel|gallon|person|head|capita|household|tonne|ton|pound|ounce|mile|acre|unit|game|"
    r"gram|kilogram|square\s(?:foot|metre|meter)|sq\s(?:ft|m)|litre|liter)(?![\w-])"
)
_COMPARED = re.compile(
    r",?\s\(?(?:(?:up|down)\sfrom|compared\s(?:with|to)|against|versus|from)\s(?:about\s|around\s|just\s|nearly\s)?"
)
# Behind the amount that another is compared with; "$10 a month, compared with $100 for a full year" is of two lengths.
_ENDS_COMPARED = re.compile(
    r"[.,;)]|$|\s(?:earlier|before|last|a\s(?:week|month|quarter|year)\s(?:ago|earlier|before)|on\s[A-Z]|in\s(?:[A-Z]|\d{4}))"
)
# Verbs that say nothing about what is counted.
_LIGHT = set(
    (
        "be have do say tell include see make take get give come go become remain need want call find know "
        "put think expect believe report show feature represent account involve seem appear keep use let help "
        "mean contain comprise total number reach hit exceed average cost range consist belong face announce "
        "add note estimate claim warn ask feel like love hope try start begin continue stop follow lead bring "
        "turn run look talk speak write"
    ).split()
)
_TOTALS = set("number total toll count tally share percentage proportion amount population ranks".split())
_CHANGES = set("rise fall climb drop grow increase decrease jump reach stand hit exceed surge shrink be".split())
_PLACES_AND_TIMES = set(
    "january february march april may june july august september october november december year worth".split()
)
_EXTENTS = {"worth", "high", "tall", "long", "wide", "deep", "thick", "old", "away"}
# Adjectives that stand for the people they describe: "45 dead and 120 injured", "112 were missing".
_CASUALTIES = re.compile(
    r"\s(?:(?:was|were|is|are|(?:have|has|had)(?:\salso)?\sbeen|remain(?:ed|s)?|still|also|reported|feared)\s){0,3}"
    r"(dead|killed|injured|wounded|missing|hurt|arrested|hospitali[sz]ed|displaced|detained|"
    r"homeless)(?!\s[a-z]+s\b)\b"
)
_PART_BEFORE = re.compile(r"\b(?:includ(?:ing|ed|es)|among\s(?:them|those)|mostly)\s(?:[a-z]+\s){0,2}$")
# What people are killed in or at. The dead of other nouns are of these: "attacked 30 sheep, killing 12".
_THINGS = set(
    "bus car truck lorry train boat ship vessel ferry plane helicopter vehicle tank site building house home apartment "
    "flat school shop store market church mosque temple synagogue hospital hotel clinic camp tent village town "
    "city base post station checkpoint office factory bridge target place location district neighborhood".split()
)
_HARMS = {"kill", "injure", "wound", "hurt", "maim"}
_PERSON_BEFORE = re.compile(
    r"([A-Za-z]+)\s(?:aged?|ages|under|over|above|below|(?:older|younger)\sthan|between|in\s(?:his|her|"
    r"their)(?:\s(?:early|mid|late))?)"
    r"(?:\s(?:under|over|about|between|the\sage\sof|of))*\s$"
)
_SIDE_AFTER = re.compile(r"\s(against|for|in\sfavou?r)\b")
_SIDES = {"against", "for"}


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A sentence with its parse, its drafts and the noun that each was found to count, by index of the token."""

    text: str
    drafts: Sequence[Draft]
    tokens: Sequence[Token]
    children: list[list[int]]
    nouns: list[int | None]


def measure(text: str, drafts: Sequence[Draft], tokens: Sequence[Token]) -> list[str]:
    """One description a draft, lower case. Without a parse only rates ("per day") and casualties are told."""
    nouns: list[int | None] = [_counted(text, draft, tokens) if tokens else None for draft in drafts]
    parsed = _Parsed(text, drafts, tokens, _children(tokens), nouns)
    return [" ".join(_words(parsed, place) + _rate(text, drafts, place)) for place in range(len(drafts))]


def _words(parsed: _Parsed, place: int) -> list[str]:
    draft, noun = parsed.drafts[place], parsed.nouns[place]
    words: list[str] = []
    if noun is None and parsed.tokens:
        noun, words = _elided(parsed, place)
        if noun is None and place + 1 < len(parsed.drafts) and _is_from_to(parsed, place):
            noun = parsed.nouns[place + 1]
            noun = _elided(parsed, place + 1)[0] if noun is None else noun
        parsed.nouns[place] = noun
    if words:
        return words
    if noun is not None:
        return _described(parsed, draft, noun)
    casualties = _CASUALTIES.match(parsed.text, draft.end) if draft.kind == "count" else None
    return [casualties[1]] if casualties else []


def _rate(text: str, drafts: Sequence[Draft], place: int) -> list[str]:
    draft = drafts[place]
    rate = _RATE.match(text, draft.end) if draft.kind in {"count", "money", "measure"} else None
    if rate is None and place and draft.kind == drafts[place - 1].kind == "money":
        rate = _rate_before(text, drafts[place - 1], draft)
    return ["per", rate["per"].lower()] if rate else []


def _rate_before(text: str, earlier: Draft, draft: Draft) -> re.Match[str] | None:
    """That of "$2.10 per share, up from $1.80", where the second amount is of the first one's size."""
    rate = _RATE.match(text, earlier.end)
    if rate is None or earlier.unit != draft.unit or earlier.scale != draft.scale:
        return None
    compared = _COMPARED.fullmatch(text, rate.end(), draft.start) and _ENDS_COMPARED.match(text, draft.end)
    return rate if compared else None


def _is_from_to(parsed: _Parsed, place: int) -> bool:
    """The lower end of "from 690 million to 811 million", "200, maybe 250 people"."""
    draft, following = parsed.drafts[place], parsed.drafts[place + 1]
    between = parsed.text[draft.end : following.start]
    return (
        draft.kind == following.kind == "count"
        and re.fullmatch(r"\sto\s|\sor\s|,?\s(?:maybe|perhaps)\s", between) is not None
    )


def _children(tokens: Sequence[Token]) -> list[list[int]]:
    children: list[list[int]] = [[] for _ in tokens]
    for place, token in enumerate(tokens):
        if token.head != place and 0 <= token.head < len(tokens):
            children[token.head].append(place)
    return children


def _counted(text: str, draft: Draft, tokens: Sequence[Token]) -> int | None:
    """The noun after the number, or after its "of"; for an age the person."""
    if draft.kind in {"vote", "score"} or is_foretold(text, draft):
        return None
    times = next((place for place, token in enumerate(tokens) if token.start >= draft.end), None)
    if draft.kind == "count" and times is not None and tokens[times].lemma == "time" and tokens[times].tag == "NNS":
        return times
    of = _of_object(draft, tokens)
    if of is not None:
        return of
    if draft.unit == "barrel" and (top := top_of(draft.start, draft.end, tokens)) is not None:
        return top
    noun = noun_of(draft, tokens)
    if noun is not None and tokens[noun].lemma in _EXTENTS:
        return None
    if draft.kind == "age":
        person = _aged(text, draft, tokens)
        return noun if person is None else person
    if noun is not None and draft.kind == "duration" and tokens[noun].start - draft.end > 25:
        return None
    return noun


def _of_object(draft: Draft, tokens: Sequence[Token]) -> int | None:
    top = top_of(draft.start, draft.end, tokens)
    if top is None or draft.kind in {"age", "duration", "ordinal"}:
        return None
    for place in range(top + 1, min(top + 4, len(tokens))):
        token = tokens[place]
        if (
            token.lemma in {"of", "in"}
            and token.start >= draft.end - 1
            and token.start - draft.end < 8
            and token.dep == "prep"
        ):
            if token.lemma == "in" and draft.kind != "money":
                return None
            objects = [
                at for at in range(place + 1, len(tokens)) if tokens[at].head == place and tokens[at].dep == "pobj"
            ]
            named = (
                {tokens[at].dep for at in range(place + 1, objects[0]) if tokens[at].head == objects[0]}
                if objects
                else set()
            )
            if token.lemma == "in" and named & {
                "det",
                "poss",
            }:  # "$29,000 in her account" is where, "$5m in aid" is what
                return None
            if objects and tokens[objects[0]].pos in _NOUNS and tokens[objects[0]].lemma not in _PLACES_AND_TIMES:
                return objects[0]
            return None
    return None


def _aged(text: str, draft: Draft, tokens: Sequence[Token]) -> int | None:
    """As in "residents aged 65", "children under five", "a man in his 70s": the person before the age."""
    before = _PERSON_BEFORE.search(text, max(0, draft.start - 50), draft.start)
    if before is None:
        return None
    return next((at for at, token in enumerate(tokens) if token.end == before.end(1) and token.pos in _NOUNS), None)


def _elided(parsed: _Parsed, place: int) -> tuple[int | None, list[str]]:
    """A noun left out: "27 people were killed and 300 injured", "the number of refugees rose to 4 million"."""
    draft, tokens = parsed.drafts[place], parsed.tokens
    top = top_of(draft.start, draft.end, tokens)
    verb = _governing_verb(top, tokens) if top is not None and draft.kind == "count" else None
    if top is None or verb is None:
        return None, []
    total = _total_of(verb, parsed)
    if total is not None and tokens[top].dep in {"pobj", "dobj", "attr", "prep", "npadvmod", "nummod", "conj"}:
        return total, []
    denied = any(tokens[child].dep == "neg" for child in parsed.children[verb])
    earlier = None if denied else _earlier_subject(top, verb, place, parsed)
    if earlier is None:
        return None, []
    if tokens[top].dep == "dobj" and tokens[verb].lemma in _HARMS and _is_place_or_doer(earlier, verb, parsed):
        return None, ["people", _participle(parsed.text, tokens[verb])]
    noun, happened = tokens[earlier], _CASUALTIES.match(parsed.text, draft.end)
    what = happened[1] if happened else _participle(parsed.text, tokens[verb])
    return earlier, [parsed.text[noun.start : noun.end].lower(), what]


def _governing_verb(place: int, tokens: Sequence[Token]) -> int | None:
    for _ in range(4):
        if tokens[place].pos == "VERB" and tokens[place].tag != "CD":
            return place
        if tokens[place].head == place:
            return None
        place = tokens[place].head
    return place if tokens[place].pos in {"VERB", "AUX"} else None


def _total_of(verb: int, parsed: _Parsed) -> int | None:
    """The noun of "the number of refugees", where that is the subject of a verb of change."""
    tokens, children = parsed.tokens, parsed.children
    if tokens[verb].lemma not in _CHANGES:
        return None
    for subject in children[verb]:
        if tokens[subject].dep in {"nsubj", "nsubjpass"} and tokens[subject].lemma in _TOTALS:
            for of in children[subject]:
                if tokens[of].lemma == "of":
                    return next(
                        (at for at in children[of] if tokens[at].dep == "pobj" and tokens[at].pos in _NOUNS), None
                    )
    return None


def _earlier_subject(top: int, verb: int, place: int, parsed: _Parsed) -> int | None:
    """The counted noun of the clause before ("27 people … and 300 injured"), or of "of 720 patients, 41 died"."""
    tokens = parsed.tokens
    role = tokens[top].dep in {"nsubj", "nsubjpass", "conj", "dobj"}
    if role and tokens[verb].lemma not in _LIGHT and (whole := _whole_before(top, verb, parsed)) is not None:
        return whole
    if not role or tokens[verb].dep not in {"conj", "ccomp", "advcl"}:
        return None
    for earlier in range(place - 1, -1, -1):
        noun = parsed.nouns[earlier]
        if noun is None or parsed.drafts[earlier].kind != "count" or _is_part(parsed, earlier):
            continue
        if tokens[noun].tag in {"NNS", "NN"} and tokens[noun].end <= tokens[top].start:
            return noun
    return None


def _is_part(parsed: _Parsed, place: int) -> bool:
    """Whether a number counts some of those before it: "25 people, including three children"."""
    start = parsed.drafts[place].start
    return _PART_BEFORE.search(parsed.text, max(0, start - 40), start) is not None


def _is_place_or_doer(noun: int, verb: int, parsed: _Parsed) -> bool:
    """Whether the dead are not of this noun: the buses that were hit, or the gunmen who shot and killed."""
    token = parsed.tokens[noun]
    own = any(parsed.tokens[child].dep == "nsubj" for child in parsed.children[verb])
    return token.lemma.lower() in _THINGS or (token.dep == "nsubj" and token.head != verb and not own)


def _whole_before(top: int, verb: int, parsed: _Parsed) -> int | None:
    """The counted noun of "of 720 patients", where that stands before the number and its verb."""
    tokens, children = parsed.tokens, parsed.children
    parts = [of for of in children[verb] if tokens[of].lemma == "of" and of < min(top, verb)]
    return next((at for of in parts for at in children[of] if at in parsed.nouns), None)


def _described(parsed: _Parsed, draft: Draft, noun: int) -> list[str]:
    """Modifiers between number and noun, the noun, and the verb or side that restricts it."""
    text, tokens, children = parsed.text, parsed.tokens, parsed.children
    left = [
        at
        for at in sorted(children[noun])
        if tokens[at].dep in {"compound", "amod"}
        and draft.end <= tokens[at].start < tokens[noun].start
        and tokens[at].tag not in {"CD", "JJS"}
    ]
    words = [_whole_word(text, tokens[at], draft.end) for at in [*left, noun]]
    restriction = (
        _restriction(text, noun, draft, tokens, children) if draft.kind in {"count", "percent", "ratio"} else ""
    )
    return [*words, restriction] if restriction else words


def _whole_word(text: str, token: Token, floor: int) -> str:
    """The token in lower case with what hyphens join to its front ("fact-checking")."""
    start = token.start
    while (start - 1 > floor and text[start - 1] in "-‑–") or (
        start > floor + 1 and start < token.start and text[start - 1].isalnum()
    ):
        start -= 1
    return text[start : token.end].lower()


def _restriction(text: str, noun: int, draft: Draft, tokens: Sequence[Token], children: list[list[int]]) -> str:
    for child in children[noun]:
        token = tokens[child]
        if token.dep == "acl" and token.tag == "VBN" and token.lemma not in _LIGHT and child > noun:
            return _participle(text, token)
        if (
            token.dep == "prep"
            and token.lemma in _SIDES
            and tokens[noun].lemma in {"vote", "ballot", "lawmaker", "senator", "member"}
        ):
            return token.lemma
    side = _SIDE_AFTER.match(text, tokens[noun].end)
    if side and tokens[noun].lemma in {"vote", "ballot"}:
        return side[1]
    top = noun
    if tokens[noun].dep == "pobj" and tokens[tokens[noun].head].lemma == "of" and tokens[noun].start > draft.end:
        top = tokens[tokens[noun].head].head  # "dozens of villagers were missing": the verb's subject is "dozens"
    climbed = tokens[top].dep == "conj"
    while tokens[top].dep == "conj" and tokens[top].head != top and tokens[tokens[top].head].pos in _NOUNS:
        top = tokens[top].head
    verb = tokens[tokens[top].head]
    if verb.pos != "VERB" or verb.lemma in _LIGHT or (climbed and verb.tag == "VBG") or tokens[top].head == top:
        return ""
    return _participle(text, verb) if tokens[top].dep in {"nsubjpass", "nsubj", "dobj"} else ""


def _participle(text: str, verb: Token) -> str:
    """The past participle of a verb, so that "killed 27 people" and "27 people were killed" read the same."""
    written, lemma = text[verb.start : verb.end].lower(), verb.lemma
    if written.isalpha() and (verb.tag == "VBN" or (verb.tag == "VBD" and written.endswith("ed"))):
        return written
    if lemma == "miss" and verb.tag == "VBG":
        return "missing"
    if not lemma.isalpha() or len(lemma) < 3:
        return ""
    return participle_of(lemma, written)
