"""What a figure measures, read from the parse: "people killed", "votes against", "barrels per day"; empty rather than guessed."""

import re
from collections.abc import Sequence

from compare.records import Token
from compare.text.figure_drafts import Draft
from compare.text.figure_heads import noun_of, top_of

__all__ = ["measure"]

_NOUNS = {"NOUN", "PROPN"}
_RATE = re.compile(
    r"(?:\s[a-z]+){0,2}?(?:\s(?:per|an?|each|every)\s|\s?/\s?)"
    r"(?P<per>second|minute|hour|day|week|month|quarter|year|annum|night|share|barrel|gallon|person|head|capita|household|tonne|ton|"
    r"pound|ounce|mile|acre|unit|game|gram|kilogram|square\s(?:foot|metre|meter)|sq\s(?:ft|m)|litre|liter)(?![\w-])(?!\s(?:ago|earlier|before|later|after))"
)
# Verbs that say nothing about what is counted.
_LIGHT = set(
    "be have do say tell include see make take get give come go become remain need want call find know put think expect "
    "believe report show feature represent account involve seem appear keep use let help mean contain comprise total number "
    "reach hit exceed average cost range consist belong face announce add note estimate claim warn ask feel like love hope "
    "try start begin continue stop follow lead bring turn run look talk speak write".split()
)
_TOTALS = {"number", "total", "toll", "count", "tally", "share", "percentage", "proportion", "amount", "population", "ranks"}
_CHANGES = {"rise", "fall", "climb", "drop", "grow", "increase", "decrease", "jump", "reach", "stand", "hit", "exceed", "surge", "shrink", "be"}
# Verbs whose past participle is not the lemma and "ed", for "killing 27 people" and "27 people fled".
_IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "hold:held shoot:shot lose:lost send:sent sell:sold buy:bought build:built take:taken steal:stolen "
        "catch:caught leave:left pay:paid spend:spent win:won cut:cut hurt:hurt flee:fled lay:laid "
        "strike:struck wear:worn throw:thrown withdraw:withdrawn drive:driven fly:flown grow:grown hide:hidden fight:fought "
        "teach:taught bear:born beat:beaten break:broken choose:chosen deal:dealt draw:drawn fall:fallen feed:fed "
        "freeze:frozen hang:hung hear:heard lend:lent meet:met quit:quit rise:risen set:set shed:shed "
        "shut:shut sink:sunk sit:sat sleep:slept speed:sped split:split spread:spread stand:stood swear:sworn "
        "sweep:swept swim:swum tear:torn wake:woken wound:wounded ban:banned plan:planned stop:stopped rob:robbed "
        "kidnap:kidnapped acquit:acquitted commit:committed submit:submitted admit:admitted drop:dropped trap:trapped strip:stripped skip:skipped "
        "ship:shipped stab:stabbed "
    ).split()
)
_PLACES_AND_TIMES = set(
    "january february march april may june july august september october november december year worth".split()
)
# Adjectives that stand for the people they describe: "45 dead and 120 injured".
_CASUALTIES = re.compile(r"\s(dead|killed|injured|wounded|missing|hurt|arrested|hospitali[sz]ed|displaced|detained|homeless)(?!\s[a-z]+s\b)\b")
_SIDES = {"against", "for"}


def measure(text: str, drafts: Sequence[Draft], tokens: Sequence[Token]) -> list[str]:
    """One description a draft, lower case. Without a parse only rates ("per day") are told."""
    nouns = [_counted(draft, tokens) for draft in drafts] if tokens else [None] * len(drafts)
    children = _children(tokens)
    found: list[str] = []
    for place, draft in enumerate(drafts):
        words: list[str] = []
        noun = nouns[place]
        if noun is None and tokens and draft.kind in {"count", "percent", "ratio"}:
            noun, words = _elided(text, place, draft, drafts, nouns, tokens, children)
            nouns[place] = noun
        if noun is None and place + 1 < len(drafts) and _is_from_to(text, draft, drafts[place + 1]):
            noun = nouns[place + 1] or _elided(text, place + 1, drafts[place + 1], drafts, nouns, tokens, children)[0]
        casualties = _CASUALTIES.match(text, draft.end)
        if noun is None and casualties and draft.kind == "count":
            words = [casualties[1]]
        if noun is not None:
            words = _described(text, draft, noun, tokens, children) if not words else words
        rate = _RATE.match(text, draft.end)
        if rate and draft.kind in {"count", "money", "measure"}:
            words = [*words, "per", rate["per"].lower()]
        found.append(" ".join(words))
    return found


def _is_from_to(text: str, draft: Draft, following: Draft) -> bool:
    """The lower end of "from 690 million to 811 million", "200, maybe 250 people"."""
    between = text[draft.end : following.start]
    return draft.kind == following.kind == "count" and re.fullmatch(r"\sto\s|\sor\s|,?\s(?:maybe|perhaps)\s", between) is not None


def _children(tokens: Sequence[Token]) -> list[list[int]]:
    children: list[list[int]] = [[] for _ in tokens]
    for place, token in enumerate(tokens):
        if token.head != place and 0 <= token.head < len(tokens):
            children[token.head].append(place)
    return children


def _counted(draft: Draft, tokens: Sequence[Token]) -> int | None:
    """The noun after the number, or after its "of"; for an age the person."""
    if draft.kind in {"vote", "score"}:
        return None
    times = next((place for place, token in enumerate(tokens) if token.start >= draft.end), None)
    if draft.kind == "count" and times is not None and tokens[times].lemma == "time" and tokens[times].tag == "NNS":
        return times
    of = _of_object(draft, tokens)
    if of is not None:
        return of
    if draft.unit == "barrel" and (top := top_of(draft, tokens)) is not None:
        return top
    noun = noun_of(draft, tokens)
    if noun is not None and tokens[noun].lemma == "worth":
        return None
    if noun is None and draft.kind == "age":
        return _aged(draft, tokens)
    if noun is not None and draft.kind == "duration" and tokens[noun].start - draft.end > 25:
        return None
    return noun


def _of_object(draft: Draft, tokens: Sequence[Token]) -> int | None:
    top = top_of(draft, tokens)
    if top is None or draft.kind in {"age", "duration", "ordinal"}:
        return None
    for place in range(top + 1, min(top + 4, len(tokens))):
        token = tokens[place]
        if token.lemma in {"of", "in"} and token.start >= draft.end - 1 and token.start - draft.end < 8 and token.dep == "prep":
            if token.lemma == "in" and draft.kind != "money":
                return None
            objects = [at for at in range(place + 1, len(tokens)) if tokens[at].head == place and tokens[at].dep == "pobj"]
            named = {tokens[at].dep for at in range(place + 1, objects[0]) if tokens[at].head == objects[0]} if objects else set()
            if token.lemma == "in" and named & {"det", "poss"}:  # "$29,000 in her account" is where, "$5m in aid" is what
                return None
            if objects and tokens[objects[0]].pos in _NOUNS and tokens[objects[0]].lemma not in _PLACES_AND_TIMES:
                return objects[0]
            return None
    return None


def _aged(draft: Draft, tokens: Sequence[Token]) -> int | None:
    """ "residents aged 65", "children under five": the person before the age."""
    top = top_of(draft, tokens)
    for _ in range(4):
        if top is None or tokens[top].head == top:
            return None
        top = tokens[top].head
        if tokens[top].pos == "NOUN" and tokens[top].end <= draft.start and tokens[top].lemma != "age":
            return top
        if tokens[top].pos in {"VERB", "AUX"} and tokens[top].lemma != "age":
            return None
    return None


def _elided(
    text: str,
    place: int,
    draft: Draft,
    drafts: Sequence[Draft],
    nouns: Sequence[int | None],
    tokens: Sequence[Token],
    children: list[list[int]],
) -> tuple[int | None, list[str]]:
    """A noun left out: "27 people were killed and more than 300 injured", "the number of refugees rose to 4 million"."""
    top = top_of(draft, tokens)
    if top is None:
        return None, []
    verb = _governing_verb(top, tokens)
    if draft.kind == "count" and verb is not None:
        total = _total_of(verb, tokens, children)
        if total is not None and tokens[top].dep in {"pobj", "dobj", "attr", "prep", "npadvmod", "nummod", "conj"}:
            return total, []
        earlier = _earlier_subject(top, verb, place, drafts, nouns, tokens)
        if earlier is not None:
            return earlier, [_lower(tokens, earlier), _participle(text, tokens[verb])]
    return None, []


def _governing_verb(place: int, tokens: Sequence[Token]) -> int | None:
    for _ in range(4):
        if tokens[place].pos == "VERB" and tokens[place].tag != "CD":
            return place
        if tokens[place].head == place:
            return None
        place = tokens[place].head
    return place if tokens[place].pos in {"VERB", "AUX"} else None


def _total_of(verb: int, tokens: Sequence[Token], children: list[list[int]]) -> int | None:
    if tokens[verb].lemma not in _CHANGES:
        return None
    for subject in children[verb]:
        if tokens[subject].dep in {"nsubj", "nsubjpass"} and tokens[subject].lemma in _TOTALS:
            for of in children[subject]:
                if tokens[of].lemma == "of":
                    return next((at for at in children[of] if tokens[at].dep == "pobj" and tokens[at].pos in _NOUNS), None)
    return None


def _earlier_subject(
    top: int, verb: int, place: int, drafts: Sequence[Draft], nouns: Sequence[int | None], tokens: Sequence[Token]
) -> int | None:
    if not (tokens[top].dep in {"nsubj", "nsubjpass", "conj", "dobj"} and tokens[verb].dep in {"conj", "ccomp", "advcl"}):
        return None
    for earlier in range(place - 1, -1, -1):
        noun = nouns[earlier]
        if noun is not None and drafts[earlier].kind == "count" and tokens[noun].tag in {"NNS", "NN"} and tokens[noun].end <= tokens[top].start:
            return noun
    return None


def _described(text: str, draft: Draft, noun: int, tokens: Sequence[Token], children: list[list[int]]) -> list[str]:
    """Modifiers between number and noun, the noun, and the verb or side that restricts it."""
    left = [
        at
        for at in sorted(children[noun])
        if tokens[at].dep in {"compound", "amod"} and draft.end <= tokens[at].start < tokens[noun].start and tokens[at].tag not in {"CD", "JJS"}
    ]
    words = [_whole_word(text, tokens[at], draft.end) for at in [*left, noun]]
    restriction = _restriction(text, noun, draft, tokens, children) if draft.kind in {"count", "percent", "ratio"} else ""
    return [*words, restriction] if restriction else words


def _whole_word(text: str, token: Token, floor: int) -> str:
    """The token in lower case with what hyphens join to its front ("fact-checking")."""
    start = token.start
    while start - 1 > floor and text[start - 1] in "-‑–" or (start > floor + 1 and start < token.start and text[start - 1].isalnum()):
        start -= 1
    return text[start : token.end].lower()


def _restriction(text: str, noun: int, draft: Draft, tokens: Sequence[Token], children: list[list[int]]) -> str:
    for child in children[noun]:
        token = tokens[child]
        if token.dep == "acl" and token.tag == "VBN" and token.lemma not in _LIGHT and child > noun:
            return _participle(text, token)
        if token.dep == "prep" and token.lemma in _SIDES and tokens[noun].lemma in {"vote", "ballot", "lawmaker", "senator", "member"}:
            return token.lemma
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
    if not lemma.isalpha() or len(lemma) < 3:
        return ""
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma]
    if lemma.endswith("e"):
        return f"{lemma}d"
    if lemma.endswith("y") and lemma[-2:-1] not in set("aeiou"):
        return f"{lemma[:-1]}ied"
    return f"{lemma}ed"


def _lower(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].lemma
