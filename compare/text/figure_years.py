"""Years without a month: alone, two that follow each other, decades and centuries."""

import re
from collections.abc import Iterator
from datetime import date

from compare.text.figure_days import DatePassage

__all__ = ["YEAR", "find_decades", "find_seasons", "find_years"]

YEAR = r"(?P<year>(?:1[5-9]|20)[0-9]{2})"
# Words that make four digits a count and not a year: a unit, a plural noun or a scale after it.
_NOT_YEAR_AFTER = (
    r"(?!\s?(?:%|°)|,\d|\.\d|-?\s?(?:percent|per cent|million|billion|trillion|bn|hundred|thousand|dollars?|euros?|"
    r"pounds?|yen|yuan|"
    r"sq|square|km|kg|mph|hp|miles?|feet|ft|metres?|meters?|tons?|tonnes?|acres|barrels?|people|times|calories|"
    r"points?|men|women|children|troops|parts|hours|days|years|calories)\b)"
)
_BEFORE_COUNT = r"(?<![$£€¥.,/+~#])(?<!\w)(?<!\d-)"
_YEAR_PARTS = {"early": ("01-01", "04-30"), "mid": ("05-01", "08-31"), "late": ("09-01", "12-31")}
_SEASON = re.compile(
    r"(?<![\d$£€-])(?P<first>(?:1[89]|20)[0-9]{2})\s?[/–-]\s?(?P<second>[0-9]{2}|(?:1[89]|20)[0-9]{2})(?!\d|"
    r",\d|-\d)" + _NOT_YEAR_AFTER
)
_DECADE = re.compile(
    r"(?<![\w$£€])(?:(?P<part>early|mid|late)[\s-])?(?P<prefix>in (?:his|her|their|my|your) )?(?:(?P<century>1[5-9]|"
    r"20)(?P<tens>[0-9])0['’]?s|['‘’](?P<short>[0-9])0s)\b",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(
    rf"{_BEFORE_COUNT}(?:(?P<part>early|mid|late)[\s-])?{YEAR}(?!\w|\s?-\s?\d|-(?!era|style|based|to|"
    rf"election)[a-z]|\d)(?!:\d){_NOT_YEAR_AFTER}",
    re.IGNORECASE,
)
_YEAR_CUE = re.compile(
    r"(?:\b(?:in|since|by|from|until|till|before|after|during|of|to|through|between|and|for|the|early|late|mid|around|"
    r"circa|"
    r"spring|summer|fall|autumn|winter|season|year|years|end|start|over|election|then|on|or|back|a|an|its|his|her|"
    r"their|our|was|"
    r"[A-Z][\w.]*)|[,(;—–-]|^)[\s\"'“‘]*$"
)
_COUNT_CUE = re.compile(
    r"(?:\b(?:about|roughly|nearly|almost|approximately|some|than|over|least|most|to|exactly|estimated|only|just|"
    r"additional|another|other|all))\s$"
)
_PLURAL_AFTER = re.compile(r"\s(?:[a-z]+\s)?[a-z]{2,}s(?![\w])")
_NOT_PLURAL = re.compile(
    r"\s(?:(?:[a-z]+\s)?(?:elections|sales|results|finals|playoffs|games|protests)|was|is|has|does|as|its|this|"
    r"towards|across|goes|says|his|always|"
    r"perhaps|(?:and|to|but|or|in|at|for|on|by|after|when|with|that|from)\s[a-z]+)(?!\w)"
)
_YEAR_SPAN = re.compile(r"\b(?:[Bb]etween|[Ff]rom)\s(?:1[5-9]|20)\d\d\s(?:and|to)\s$")
# Years that only forecasts name, after a word that counts do not follow ("rose to 2100", "a total of 2100" do) and
# before no noun or unit.
_FAR_YEAR = re.compile(
    r"\b(?:(?:in|by|until|till|since|before)\s(?:the\syear\s)?|the\syear\s|"
    r"(?:start|beginning|middle|end|spring|summer|autumn|fall|winter)\sof\s|"
    r"(?:from|between)\s(?:1[5-9]|20)\d\d\s(?:to|and)\s)(?P<year>21[0-9]{2})"
    r"(?=$|[.;:!?,)\]”’\"'](?!\d)|\s?[—–](?!\s?\d)|\s[(“\"]|\s(?:and|or|but|if|as|unless|under|with|without|"
    r"than|compared|relative|because|when|while|even|according|depending|due|thanks|the|that|which|it|they|we|is|are|"
    r"was|would|could|will|may|might|should|said|says)\b)",
    re.IGNORECASE,
)
_SINCE_AT_LEAST = re.compile(r"\b(?:since|from|until|till)\sat\s(?:least|most)\s$")


def find_seasons(text: str, _published: date | None) -> Iterator[DatePassage]:
    """Two years that follow each other: "the 2019-20 season"."""
    for match in _SEASON.finditer(text):
        first, second = match["first"], match["second"]
        last = second if len(second) == 4 else first[:2] + second
        if int(first) < int(last) <= int(first) + 150 and int(last) < 2100:
            yield DatePassage(match.start(), match.end(), "date", f"{first}-01-01", f"{last}-12-31")


def find_decades(text: str, _published: date | None) -> Iterator[DatePassage]:
    """Decades and centuries, or an early, middle or late part of one: "the late 1990s"."""
    for match in _DECADE.finditer(text):
        if match["century"] is None and match["prefix"]:
            continue  # "in his ’70s" is an age
        tens = match["tens"] or match["short"]
        year = int((match["century"] or ("20" if int(tens) < 3 else "19")) + tens + "0")
        years = 100 if tens == "0" and year < 2000 else 10  # "the 1800s"
        yield DatePassage(
            match.start(),
            match.end(),
            "date",
            *_part_of(year, year + years - 1, match["part"]),
            match["part"] is not None,
        )


def _part_of(first: int, last: int, part: str | None) -> tuple[str, str]:
    third = (last - first) // 3
    low, high = {
        "early": (first, first + third),
        "mid": (first + third, last - third),
        "late": (last - third, last),
    }.get((part or "").lower(), (first, last))
    return f"{low}-01-01", f"{high}-12-31"


def find_years(text: str, _published: date | None) -> Iterator[DatePassage]:
    """Years that stand alone, as far as what is around them does not make them a count: "2,017 men", "2017 men"."""
    for far in _FAR_YEAR.finditer(text):
        yield DatePassage(*far.span("year"), "date", f"{far['year']}-01-01", f"{far['year']}-12-31")
    for match in _YEAR_ALONE.finditer(text):
        before = text[: match.start("year")]
        # News writes 2,017 for a count; 2,000 is the one that often loses its comma.
        recent = 1980 <= int(match["year"]) <= 2035 and match["year"] != "2000"
        if recent or _YEAR_SPAN.search(before) or _SINCE_AT_LEAST.search(before):
            pass
        elif _PLURAL_AFTER.match(text, match.end()) and not _NOT_PLURAL.match(text, match.end()):
            if (
                _COUNT_CUE.search(before)
                or not _YEAR_CUE.search(before)
                or not re.search(
                    r"\b(?:in|since|of|the|by|during|after|before|his|her|their|its|our|my|a)\s$|['’]s?\s$", before
                )
            ):
                continue
        elif not _YEAR_CUE.search(before) and not match["part"] and _COUNT_CUE.search(before):
            continue
        year, part = match["year"], match["part"]
        first, last = _YEAR_PARTS.get((part or "").lower(), ("01-01", "12-31"))
        yield DatePassage(match.start(), match.end(), "date", f"{year}-{first}", f"{year}-{last}", part is not None)
