"""Times of day as they are spoken: "six o'clock", "half past six", "a quarter to nine in the evening"; and zones."""

import re
from collections.abc import Iterator
from datetime import date

from compare.text.figure_days import DatePassage
from compare.text.numeral_words import UNITS

__all__ = ["PLURAL_NOUN", "find_spoken_times", "said_half", "zone_behind"]

# What is counted and not a time, as in "12 midnight patrols".
PLURAL_NOUN = r"people|men|women|children|(?!(?:was|is|as|this|its|his|has|says)\b)[a-z]{2,}s"
_HOURS = "one two three four five six seven eight nine ten eleven twelve".split()
_MINUTES = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_HOUR = (
    rf"(?:1[0-2]|[1-9]|{'|'.join(_HOURS)})(?![\w-]|[.,:]\d|%|\s(?:hundred|[a-z]+illion|thousand|per\s?cent|cents|of)\b)"
)
# "Ten to eight" and "five to four" are votes more often than times; "the first half past two games" is no time.
_SPOKEN = re.compile(
    rf"(?<![\w$£€.-])(?:(?:(?<!first )(?<!second )half past|(?:a )?quarter (?P<to>to|past|after)"
    rf"|(?:five|ten|twenty(?:-five)?) past) (?P<hour>{_HOUR})(?: o['’]?clock\b)?|(?P<even>{_HOUR}) ?o['’]?clock\b)",
    re.IGNORECASE,
)
_DAYTIME = re.compile(r"\s(?:in the (?P<part>morning|afternoon|evening)|(?P<night>at night)|(?P<half>[ap])\.?m\b)")
# "3:30 Tuesday afternoon", "9:15 at night"; "Tuesday afternoon at 3:30".
_PART_BEHIND = re.compile(
    r",?\s(?:on\s)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s)?(?:in\sthe\s|at\s)?(?P<part>morning|afternoon|evening|"
    r"night)\b"
)
_PART_BEFORE = re.compile(r"\b(?P<part>morning|afternoon|evening|night)\s(?:at|around|about)\s$")
# Before a time that a noun in the plural or a share follows: "at half past six trains stopped".
_AT = re.compile(r"\b(?:at|by|until|till|around|about|before|after)\s$", re.IGNORECASE)
# Without one of these, or the half of the day, "cut its rate by a quarter to 3" tells no time, nor "sold a quarter to
# two", "in the quarter after two bad years".
_AT_A_QUARTER = re.compile(r"\b(?:at|until|till|before|after)\s(?:about\s|around\s|just\s)?$", re.IGNORECASE)
_COUNTED = re.compile(rf"\s(?:per|in (?:two|three|four|five|ten)|day|week|month|quarter|year|{PLURAL_NOUN})\b|%")
_HALF_DAY = 12 * 60  # minutes
# "5 p.m. ET", "9 a.m. Eastern on Tuesday", "(6 a.m. Kyiv time)"; not "5 p.m. Pacific Coast crews", nor "ET/PT", one
# clock time in two zones, nor "5 p.m. This time".
_ZONE = re.compile(
    r",?\s\(?(?:(?P<american>[ECMP]D?T|[ECP]ST"
    r"|(?:Eastern|Central|Mountain|Pacific)(?!\s(?!(?:Standard|Daylight|Time|[MTWFS][a-z]+day)\b)[A-Z]))"
    r"|(?P<other>MST|GMT|UTC|BST|CES?T|[IJK]ST)"
    r"|(?P<named>local time|(?!(?:This|That|The|Last|Next|Each|Every|Some|Any|No|More|One|\w+day)\s)"
    r"(?:[A-Z][a-z]+\s){1,2}[Tt]ime))(?![\w-]|/[A-Z])"
)
_ONE_ZONE = {"UTC": "GMT", "CEST": "CET"}


def find_spoken_times(text: str, _published: date | None) -> Iterator[DatePassage]:
    """Empty ``low`` and ``high`` where the words do not say which half of the day is meant."""
    for match in _SPOKEN.finditer(text):
        before = text[max(0, match.start() - 16) : match.start()]
        if match["hour"] and _COUNTED.match(text, match.end()) and not _AT.search(before):
            continue
        sure = match["even"] or match.group().lower().startswith("half") or _DAYTIME.match(text, match.end())
        if not sure and (not _AT_A_QUARTER.search(before) or _COUNTED.match(text, match.end())):
            continue
        clock = _clock(match)
        yield DatePassage(match.start(), match.end(), "time", clock, clock)


def said_half(text: str, start: int, end: int, hour: int) -> int:
    """The hour, 0 to 23, of a clock time from 1:00 to 12:59 by the part of the day beside it; as it is without one."""
    part = _PART_BEHIND.match(text, end) or _PART_BEFORE.search(text, max(0, start - 24), start)
    if part is None:
        return hour
    return hour % 12 + (12 if _is_late(part["part"], hour % 12) else 0)


def zone_behind(text: str, end: int) -> str:
    """The zone named right behind a time of day that ends there, by one name: "ET" for EST, EDT and Eastern time too.

    Writers say "EST" in summer as well. MST stays apart, since Arizona keeps it all year. Empty where none is named.
    """
    match = _ZONE.match(text, end)
    if match is None:
        return ""
    if match["american"]:
        return f"{match['american'][0]}T"
    zone = match["other"] or match["named"]
    return _ONE_ZONE.get(zone, zone)


def _is_late(part: str | None, hour: int) -> bool:
    """Whether an hour, 0 to 11, of a part of the day is one of the second half: night begins at six."""
    return part in {"afternoon", "evening"} or (part == "night" and hour >= 6)


def _clock(match: re.Match[str]) -> str:
    daytime = _DAYTIME.match(match.string, match.end())
    if daytime is None:
        return ""
    hour = (match["hour"] or match["even"]).lower()
    number = int(hour) if hour.isdigit() else int(UNITS[hour])
    words = match.group().lower().removeprefix("a ").split()
    past = _MINUTES[words[0]] * (-1 if match["to"] and match["to"].lower() == "to" else 1) if match["hour"] else 0
    minutes = (number * 60 + past) % _HALF_DAY
    late = daytime["half"] == "p" or _is_late("night" if daytime["night"] else daytime["part"], minutes // 60)
    minutes += _HALF_DAY if late else 0
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
