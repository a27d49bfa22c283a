"""Numbers that are somebody's age: "aged 40", "6-year-old", "Mary Ross, 52, said", "who was 31"."""

import re

from compare.text.figure_units import UNIT
from compare.text.numerals import Numeral

__all__ = ["NOUN_NEXT", "find_age"]

_AGE_AFTER = re.compile(
    r"(?P<glue>\s?-?\s?)(?P<unit>year|yr|month|week|day)s?(?:\s?-\s?|\s)(?:olds?(?!\w)|of\sage(?!\w))", re.IGNORECASE
)
_AGE_BEFORE = re.compile(
    r"\b(?:aged|ages?|ages?\sof|turned|turning|turns)(?:\s(?:under|over|about|around|between|at\sleast|"
    r"just|from|only))*\s$",
    re.IGNORECASE,
)
_PEOPLE_BEFORE = re.compile(
    r"\b(?:children|kids|people|those|adults|anyone|everyone|men|women|girls|boys|voters|residents|americans|patients|"
    r"workers|youths|drivers|pupils)"
    r"\s(?:aged\s)?(?:under|over|above|younger\sthan|older\sthan)\s$",
    re.IGNORECASE,
)
_AGE_SUFFIX = re.compile(r"\s(?:or|and)\s(?:older|younger|over|under|above)\b(?!\s\d)", re.IGNORECASE)
NOUN_NEXT = re.compile(
    r"\s?-?(?!(?:are|were|is|was|have|had|has|who|in|at|to|and|or|of|on|by|from|with|for|will|would|can|could|may|"
    r"should|must|do|did|when|as)\b)[A-Za-z%°]"
)
_BESIDE_NAME = re.compile(r"[A-Z][\w'’.-]*,\s(?:now\s)?$")
_PERSON = (
    "(?:man|woman|boy|girl|teenager|victim|suspect|driver|father|mother|husband|wife|widow|son|daughter|brother|sister|"
    "minister|president|senator|mayor|governor|judge|lawyer|teacher|professor|doctor|nurse|officer|soldier|veteran|actor|"
    "actress|singer|musician|author|writer|director|founder|owner|farmer|player|coach|champion|star|leader|chairman)"
)
_YOUNG = re.compile(
    r"\b(?:man|woman|boys?|girls?|teenagers?|children|brothers?|sisters?|sons?|daughters?|twins|victims?|suspects?|driver|"
    r"father|mother|husband|wife|who|students)\b"
)
_YOUNGEST = 12
_OF_CHILDREN = (
    r"(?:[\s-]of[\s-](?:[1-9]|one|two|three|four|five|six|seven|eight|nine|ten))?"  # "the mother of four, 36,"
)
_BESIDE_PERSON = re.compile(rf"\b(?:{_PERSON}{_OF_CHILDREN}|who),\s(?:now\s)?$")
_PEOPLE = (
    r"(?:men|women|boys|girls|children|teenagers|victims|suspects|drivers|brothers|sisters|sons|daughters|twins|"
    r"parents|students|defendants|friends|tourists)"
)
_BOTH = re.compile(rf"\b{_PEOPLE},\sboth\s(?:now\s)?$")
# "Two men, 25 and 31, were charged", "four children, 3, 5, 7 and 9".
_LISTED_BEFORE = re.compile(rf"\b{_PEOPLE},\s(?:[1-9]\d?,\s)*(?P<last>[1-9]\d?,?\sand\s)?$")
_ENDS_LIST = re.compile(r"(?:,(?!\s(?:\d|respectively|in\b|on\b))|\.?$|;|\))")
_LISTED_AFTER = re.compile(rf"(?:,\s[1-9]\d?)*,?\sand\s[1-9]\d?{_ENDS_LIST.pattern}")
# A second number that makes the first none of years: "he is 6-4 up", "was 5 for 12", "is 20 to 30 points ahead".
_WITH_ANOTHER = re.compile(
    r"\s?[-–]\s?\d|\s(?:to|for)\s\d|\sof\s\d+\b(?!\s[A-Z])|\s(?:or|and)\s\d[\d.,]*\s?-?(?!(?:years?|months?|weeks?|days?|hours?|ft|feet|foot|cm|m|met(?:er|re)s?|inch(?:es)?|when|at|in|who|and|or|were|was|by|on|as)\b)[a-z%°]"
)
_IN_PAREN = re.compile(r"[A-Z][\w'’-]+\s\($")
_ENDS_APPOSITION = re.compile(r"(?:,|\.$|;|\)|\swho\b|\sof\b)")
_ENDS_AGE = re.compile(r",(?!\s\d)|\.?$|;|\)|\swho\b")
_NOW, _HE = re.compile(r"(?:^|[,(]\s?)[Nn]ow\s$"), re.compile(r",\ss?he\s(?!said|says|told|added)")
_WHO_WAS = re.compile(r"\b(?:[Ww]ho|[Hh]e|[Ss]he)\s(?:was|is|were)\s(?:only\s|just\s)?$")
# Less sure: "the driver was 12 on the grid", "Ms Chan is 7 in the world", "he is now 3 in the standings".
_PERSON_WAS = re.compile(
    rf"\b(?:(?!(?:player|coach|champion|star|leader|driver)\b){_PERSON}|(?:Mrs?|Ms|Dr|Sir)\.?(?:\s[A-Z][\w'’-]*)+)"
    r"\s(?:was|is|were)\s(?:only\s|just\s|now\s)?$|\b(?:[Ww]ho|[Hh]e|[Ss]he)\s(?:was|is|were)\snow\s$"
)
_ENDS_WAS = re.compile(r"[.,;)]|$|\s(?:when|at\sthe\stime|and\s(?!\d))")


def find_age(text: str, numeral: Numeral) -> tuple[int, str] | None:
    """Where an age that begins with this number ends, and its unit; None where it is no age."""
    if numeral.low is None or numeral.low > 125 or numeral.form == "fraction":
        return None
    after = _AGE_AFTER.match(text, numeral.end)
    if after:
        return after.end(), {"yr": "year"}.get(after["unit"].lower(), after["unit"].lower())
    before = text[max(0, numeral.start - 40) : numeral.start]
    bare = NOUN_NEXT.match(text, numeral.end) is None
    years = UNIT.match(text, numeral.end)
    if _AGE_BEFORE.search(before) or (_PEOPLE_BEFORE.search(before) and (bare or years)):
        return years.end() if years and years["unit"].lower() in {"years", "year"} else numeral.end, "year"
    if _AGE_SUFFIX.match(text, numeral.end) and numeral.scale == 1 and (numeral.low % 1 == 0):
        return numeral.end, "year"
    if (
        text[numeral.end : numeral.end + 1] == "s"
        or "." in text[numeral.start : numeral.end]
        or numeral.form != "digits"
        or numeral.low % 1
        or not 0 < numeral.low < 111
    ):
        return None
    return (numeral.end, "year") if _is_told(text, numeral, before) else None


def _is_told(text: str, numeral: Numeral, before: str) -> bool:
    """Whether a bare number stands where an age does: behind a name or a person, in brackets, after "who was"."""
    if _WITH_ANOTHER.match(text, numeral.end):
        return _is_listed(text, numeral)
    beside = _BESIDE_NAME.search(before) is not None and _ENDS_APPOSITION.match(text, numeral.end) is not None
    person = _BESIDE_PERSON.search(before) or _BOTH.search(before)
    beside |= (
        person is not None
        and _may_be_as_young(numeral, person.group())
        and _ENDS_AGE.match(text, numeral.end) is not None
    )
    in_brackets = numeral.low > 9 and _IN_PAREN.search(before) is not None and text.startswith(")", numeral.end)
    now = _NOW.search(before) is not None and _HE.match(text, numeral.end) is not None
    was = _WHO_WAS.search(before) is not None and NOUN_NEXT.match(text, numeral.end) is None
    was |= _PERSON_WAS.search(before) is not None and _ENDS_WAS.match(text, numeral.end) is not None
    return beside or in_brackets or now or was or _is_listed(text, numeral)


def _may_be_as_young(numeral: Numeral, before: str) -> bool:
    """Whether a person named so may be of that age: no "champion, 6," or "tourists, 1 and 2, were seeded"."""
    return (numeral.low or 0) > _YOUNGEST or _YOUNG.search(before) is not None


def _is_listed(text: str, numeral: Numeral) -> bool:
    before = _LISTED_BEFORE.search(text, max(0, numeral.start - 60), numeral.start)
    after = _ENDS_LIST if before and before["last"] else _LISTED_AFTER
    return (
        before is not None and _may_be_as_young(numeral, before.group()) and after.match(text, numeral.end) is not None
    )
