"""From a bare number to a draft of a figure: its currency, unit, percent sign, age or ordinal."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from compare.text.figure_ages import NOUN_NEXT, find_age
from compare.text.figure_points import is_percent_point
from compare.text.figure_units import CURRENCY_PREFIX, CURRENCY_SUFFIX, UNIT, Unit, currency_code, unit_named, unit_of
from compare.text.numeral_words import ORDINALS, SCALES, SHORT_SCALE, TENS, UNITS
from compare.text.numerals import Numeral

__all__ = ["Draft", "compose", "find_age_decades", "find_ordinals"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A figure in the making. Offsets count from the start of the sentence.

    Attributes:
        low, high: in base units, None where the interval is open.
        raw, scale: the number as written, in the written unit, and the scale word in it ("billion").
        written: the unit as written, None for a plain number and for money.
        hedged: whether words said the bound; a neighbour in coordination may take it over.
        explicit: whether its unit or currency was written with it and not taken from a neighbour.
        times: what one of the written unit or coin is in the base unit, for a neighbour that takes the unit over.
    """

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    kind: str
    unit: str = ""
    bound: str = "="
    approximate: bool = False
    hedged: bool = False
    raw: Decimal = Decimal(0)
    scale: Decimal = Decimal(1)
    written: Unit | None = None
    times: Decimal = Decimal(1)
    measures: str = ""


_SIGN = re.compile(r"(?<![\w)%\]])[-−]$")
_SCALES = SHORT_SCALE | {"bn": SHORT_SCALE["billion"], "m": SHORT_SCALE["million"]}
_PERCENT_SCALE = re.compile(rf"\s?(?P<scale>{'|'.join(_SCALES)})(?!\w)", re.IGNORECASE)
_DECADE_AGE = re.compile(
    r"\bin\s(?:his|her|their|my|our|your)\s(?:(?P<part>early|mid|late)[\s-])?(?P<tens>[1-9])0['’]?s(?!\w)"
    r"|\bin\s(?:his|her|their|my)\s(?:(?P<part2>early|mid|late)[\s-])?(?P<word>twenties|thirties|forties|fifties|"
    r"sixties|seventies|eighties|nineties)",
    re.IGNORECASE,
)
_DECADE_WORDS = "twenties thirties forties fifties sixties seventies eighties nineties".split()
_ORDINAL = re.compile(
    rf"(?<![\w$£€.-])(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})*)(?:st|nd|rd|th)(?!\w)"
    rf"|(?P<tens>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?P<unit>{'|'.join(ORDINALS)})"
    rf"|(?P<word>{'|'.join(word for word in ORDINALS if word not in {'first'})}))(?=[\s-]+[a-z]|\s?[,.;)]|"
    rf"$)(?!\s(?:half\b|of\s(?:the|all|its|an?)\b))",
    re.IGNORECASE,
)
# A clause that opens with "Second," or "Third," counts reasons: of 45 so read none is a place in a row.
_OPENS = re.compile(r"(?:^|[.;:!?—–]\s?)[\s“\"‘'(]*(?:(?:And|But|and|but)\s)?$")
# Makes "second" a unit of time: "per" always, else where no noun follows ("60 frames a second", not "a second term").
_PER = re.compile(
    r"\bper\s$|(?P<each>\b(?:each|every|times\sa)"
    rf"|(?:\d|\b(?:{'|'.join([*UNITS, *TENS, 'hundred', *SCALES])}))"
    r"\s(?:[a-z]+\s){0,2}(?!(?:second|minute|hour|day|week|month|year|decade)s\s)[a-z]+s\s(?:of\s[a-z]+\s)?a)\s$",
    re.IGNORECASE,
)
# Behind an ordinal, where its noun comes later: "a second, larger fire", "every second, third and fourth house".
_NOUN_LATER = re.compile(
    rf",\s(?:{'|'.join(ORDINALS)}|more|less|even|larger|bigger|smaller|stronger|weaker|longer|shorter|older|younger|newer|"
    r"worse|deadlier|separate|similar|unrelated|different)\b(?!\sthan\b)",
    re.IGNORECASE,
)
_MAGNITUDE_BEFORE = re.compile(r"(?:\ba\s)?\bmagnitude(?:\sof)?[\s-]$", re.IGNORECASE)
_MAGNITUDE_AFTER = re.compile(r"[\s-]magnitude\b", re.IGNORECASE)
_HALF_UNIT = re.compile(
    r"(?:\s(?:of\s)?an?\s|-|\s)(?P<unit>hour|day|year|century|decade|month|minute|mile|inch|pound|"
    r"acre|ton|tonne|gallon|pint)s?(?!\w)",
    re.IGNORECASE,
)
_PART_OF_POINT = re.compile(r"(?:\s(?:of\s)?an?\s|-|\s)(?P<percent>percentage[\s-])?points?(?!\w)", re.IGNORECASE)
# What may stand between a number and its unit of time: "a couple of days", "97 straight months", "six more years". Of
# 49 that so are no longer counts 49 are spans.
_OF_TIME = re.compile(
    r"\s(?:of|more|straight|consecutive|successive|full|whole|entire|long|short|extra|additional|further|other|solid|"
    r"previous|prior|past|separate|fiscal|academic)"
    r"(?=\s(?:minute|hour|day|week|month|year|decade)s(?![\w-]))"
)
_STRONG = re.compile(r"-strong(?!\w)")
_WEIGHT_AFTER = re.compile(r"\s(?:of\s(?!the\b|its\b|public)|heavier|lighter|per\ssquare)")
_IN_MONEY = re.compile(r"\s\((?:about\s|around\s|roughly\s|some\s)?(?:[A-Z]{1,3})?[$€¥]")
_STERLING = re.compile(r"£|\bsterling\b|\bpence\b|\bBritish\b")


def compose(text: str, numeral: Numeral) -> Draft:
    """Add to a number what stands around it: currency first, then age, unit, percent, else a count or ratio."""
    start = numeral.start
    sign = _SIGN.search(text, max(0, start - 2), start)
    draft = Draft(start, numeral.end, numeral.low, numeral.high, "count", raw=numeral.low, scale=numeral.scale)
    if numeral.form == "vague":
        draft = replace(draft, bound="~", approximate=True, hedged=True)
    elif sign and numeral.low is not None:
        draft = replace(draft, start=sign.start(), low=-numeral.low, high=-numeral.low, raw=-numeral.low)
    for read in (_money, _age, _magnitude, _with_unit, _fraction):
        found = read(text, draft, numeral)
        if found is not None:
            return found
    strong = _STRONG.match(text, draft.end)
    return replace(draft, end=strong.end()) if strong else draft


def _money(text: str, draft: Draft, numeral: Numeral) -> Draft | None:
    prefix = CURRENCY_PREFIX.search(text, max(0, numeral.start - 8), numeral.start)
    suffix = CURRENCY_SUFFIX.match(text, numeral.end)
    if numeral.form == "vague" and suffix is None and text.startswith(" of ", numeral.end):  # "billions of dollars"
        suffix = CURRENCY_SUFFIX.match(text, numeral.end + 3)
    if suffix and _is_other_word(text, draft, suffix):
        suffix = None
    match = prefix or suffix
    if match is None:
        return None
    code, coin = currency_code(match)
    start, end, times = draft.start, draft.end, coin
    if prefix:
        start = prefix.end() - len(prefix[0].lstrip())
        start = _signed(text, start)
        if suffix and suffix.start() == numeral.end and currency_code(suffix)[0] == code and not suffix["symbol"]:
            end = suffix.end()
    else:
        assert suffix is not None
        end = suffix.end()
        late = _PERCENT_SCALE.match(text, end)
        if late and suffix["code"] and draft.scale == 1:
            times, end = times * _SCALES[late["scale"].lower()], late.end()
    low, high = _times(draft.low, times), _times(draft.high, times)
    if start < draft.start and low is not None and text[start] in "-−" and low > 0:
        low, high = -low, None if high is None else -high
    return replace(draft, start=start, end=end, low=low, high=high, kind="money", unit=code, times=times)


def _signed(text: str, start: int) -> int:
    sign = _SIGN.search(text, max(0, start - 2), start)
    return sign.start() if sign else start


def _is_other_word(text: str, draft: Draft, suffix: re.Match[str]) -> bool:
    """A currency's name that is here a weight ("243 pounds") or another word ("won", "mark")."""
    name = (suffix["name"] or "").lower()
    if name == "mark":  # "passed the three million mark"; money is "marks", or "Deutsche mark"
        return True
    if name in {"pound", "pounds"}:
        return _is_weight(text, draft, suffix)
    return name in {"won", "real", "marks"} and (draft.scale < 1000 or text.startswith(" the ", suffix.end()))


def _is_weight(text: str, draft: Draft, suffix: re.Match[str]) -> bool:
    """As in "243 pounds" is a weight unless it is large, or the sentence has other signs of sterling."""
    if draft.scale >= 10**6 or _STERLING.search(text) or _IN_MONEY.match(text, suffix.end()):
        return False
    return _WEIGHT_AFTER.match(text, suffix.end()) is not None or draft.scale == 1


def _age(text: str, draft: Draft, numeral: Numeral) -> Draft | None:
    age = find_age(text, numeral)
    return replace(draft, end=age[0], kind="age", unit=age[1]) if age else None


def _magnitude(text: str, draft: Draft, numeral: Numeral) -> Draft | None:
    before = _MAGNITUDE_BEFORE.search(text, max(0, draft.start - 16), draft.start)
    after = _MAGNITUDE_AFTER.match(text, draft.end)
    if draft.low is None or draft.low > 12 or not (before or after):
        return None
    start = before.start() if before else draft.start
    if before and before[0][:2].lower() == "a ":
        start += 2
    return replace(draft, start=start, end=after.end() if after else draft.end, kind="measure", unit="magnitude")


def _with_unit(text: str, draft: Draft, numeral: Numeral) -> Draft | None:
    filled = _OF_TIME.match(text, draft.end)
    match = UNIT.match(text, filled.end() if filled else draft.end)
    if match is None or (unit := unit_of(match)) is None:
        return None
    if match["unit"].lower() in {"second", "seconds"} and "-" in match["glue"] and numeral.form == "vague":
        return None
    if unit.base == "point" and is_percent_point(text, draft.low, draft.start, match.end()):
        unit = unit_named("percentage point") or unit
    low, high = (None if each is None else unit.to_base(each) for each in (draft.low, draft.high))
    return replace(
        draft, end=match.end(), low=low, high=high, kind=unit.kind, unit=unit.base, written=unit, times=unit.factor
    )


def _fraction(text: str, draft: Draft, numeral: Numeral) -> Draft | None:
    if numeral.form != "fraction":
        return None
    points = _PART_OF_POINT.match(text, draft.end)
    if points:
        percent = points["percent"] or is_percent_point(text, draft.low, draft.start, points.end())
        unit = unit_named("percentage point" if percent else "point")
        return replace(draft, end=points.end(), kind="points", unit=unit.base if unit else "", written=unit)
    match = _HALF_UNIT.match(text, draft.end)
    if match:
        unit = unit_of(UNIT.match(f" {match['unit']}") or match)
        if unit is not None and draft.low is not None:
            value = unit.to_base(draft.low)
            return replace(draft, end=match.end(), low=value, high=value, kind=unit.kind, unit=unit.base, written=unit)
    return replace(draft, kind="ratio")


def find_age_decades(text: str) -> list[Draft]:
    """As in "in his 70s", "in her early forties": an age between bounds."""
    drafts = []
    for match in _DECADE_AGE.finditer(text):
        tens = int(match["tens"]) if match["tens"] else _DECADE_WORDS.index(match["word"].lower()) + 2
        first = tens * 10
        low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(
            (match["part"] or match["part2"] or "").lower(), (0, 9)
        )
        start = match.start("tens") if match["tens"] else match.start("word")
        drafts.append(
            Draft(
                start,
                match.end(),
                Decimal(first + low),
                Decimal(first + high),
                "age",
                "year",
                hedged=True,
                raw=Decimal(first),
            )
        )
    return drafts


def find_ordinals(text: str) -> list[Draft]:
    """As in "27th", "third", "twenty-first" where they stand before a noun; "first" is too often an adverb."""
    drafts = []
    for match in _ORDINAL.finditer(text):
        opens = _OPENS.search(text, max(0, match.start() - 8), match.start())
        if match["word"] and opens and text.startswith(",", match.end()):
            continue
        if match["word"] and _is_time(text, match):
            continue
        word = (match["word"] or match["unit"] or "").lower()
        value = Decimal(match["digits"].replace(",", "")) if match["digits"] else Decimal(ORDINALS[word])
        if match["tens"]:
            value += {
                name: 10 * place
                for place, name in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
            }[match["tens"].lower()]
        drafts.append(Draft(match.start(), match.end(), value, value, "ordinal", raw=value))
    return drafts


def _is_time(text: str, ordinal: re.Match[str]) -> bool:
    """As in "per second", "40 litres a second", "each second of delay"."""
    before = _PER.search(text, max(0, ordinal.start() - 50), ordinal.start())
    if ordinal["word"].lower() != "second" or before is None:
        return False
    return before["each"] is None or not (
        NOUN_NEXT.match(text, ordinal.end()) or _NOUN_LATER.match(text, ordinal.end())
    )


def _times(value: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if value is None else value * factor
