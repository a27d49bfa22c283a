"""Dates, weekdays and clock times in a sentence, resolved against the day of publication where that can be done.

``low`` and ``high`` of a date are ISO days (``2025-11-01``, inclusive) and of a clock time ``HH:MM``; both are
empty where the day cannot be told (a weekday without a day of publication).
"""

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from compare.records import Token
from compare.text.figure_clocks import PLURAL_NOUN, find_spoken_times, said_half, zone_behind
from compare.text.figure_day_spans import is_one_span, not_before, within_week
from compare.text.figure_days import (
    OF_YEAR,
    DatePassage,
    nearest_day,
    nearest_month,
    nearest_weekday,
    span_around,
    weekday_number,
)
from compare.text.figure_month_names import MONTH_NAMES, MONTHS, is_person, joined_year
from compare.text.figure_slash_days import find_slash_days
from compare.text.figure_tenses import hangs_on_ahead, is_told_at, tense_at
from compare.text.figure_years import YEAR, find_decades, find_seasons, find_years
from compare.text.numeral_words import UNITS

__all__ = ["DatePassage", "find_dates"]

_DAY_NAMES = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_SHORT_DAYS = r"Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun"
# [0-9] and not \d, which takes the digits of every script: "20٢٣" is no year of an ISO day.
_DAY = r"(?P<day>[12]?[0-9]|3[01])(?:st|nd|rd|th)?"
# The 21 of "from Nov. 10 to 21, drew"; not of "from Nov. 10 to 21 people were barred", "from 3 June to 14 July".
_LAST_DAY = (
    r"(?:[12]?[0-9]|3[01])(?:st|nd|rd|th)?(?:[;:)]|[.,](?!\d)|$|\s(?:at|in|on|and|or|for|with|by|when|which|who|will|was|were|is|"
    r"are|has|had|have|drew|this|last|next|as|after|before|to|because|due|during)\b)"
)
# "The toll rose Nov. 28 to 30", "was moved from Nov. 5 to 12": no span of days.
_MOVED = re.compile(
    r"\b(?:rose|risen|fell|fallen|climbed|grew|jumped|dropped|increased|declined)\s(?:[^\s;]+\s){0,3}(?<!from\s)$"
    r"|\b(?:moved|postponed|delayed|pushed|changed|rescheduled)\s(?:[^\s;]+\s){0,2}from\s$"
)
# "Won 2-3 November at home", "voted 5 to 9 November".
_COUNTS_BEFORE = re.compile(r"\b(?:voted|won|lost|beat|drew|killed|(?:rose|fell|grew|climbed)(?:\sfrom)?)\s$")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)")
_BETWEEN, _ON = re.compile(r"\bbetween\s(?:the\s)?$", re.IGNORECASE), re.compile(r"\bon\s(?:the\s)?$", re.IGNORECASE)
_FULL = re.compile(
    rf"(?<!\w)(?:(?P<month>{MONTH_NAMES})\s{_DAY}(?![\d%]|\.\d)(?:(?:\s?[-–]\s?|\s(?:through|to)\s(?={_LAST_DAY}))"
    rf"(?P<last>[12]?[0-9]|3[01])(?!\d))?(?:(?:,\s?|\s){YEAR}(?!\d))?"
    rf"|(?:(?P<first2>[12]?[0-9]|3[01])(?:st|nd|rd|th)?(?:\s?[-–]\s?|\s(?:to|until|through)\s|(?P<and>\sand\s)))?(?P<day2>[12]?[0-9]|3[01])(?:st|nd|rd|"
    rf"th)?(?:\s(?:of\s)?)(?P<month2>{MONTH_NAMES})(?!\w)(?:,?\s(?P<year2>(?:1[5-9]|20)[0-9]{{2}})(?!\d))?"
    rf"|(?P<y4>(?:19|20)[0-9]{{2}})-(?P<m4>[01][0-9])-(?P<d4>[0-3][0-9])(?:T[\d:.]+Z?)?"
    rf"|(?P<m3>0?[1-9]|1[0-2])[/.](?P<d3>[0-2]?[0-9]|3[01])[/.](?P<y3>(?:19|20)[0-9]{{2}})(?!\d)"
    rf"|(?:the\s)?(?:Fourth|4th)\sof\sJuly)"
)
_MONTH_ONLY = re.compile(
    rf"(?<!\w)(?P<month>(?:{MONTH_NAMES}))(?!\w|\.?\s\d)(?:,?\s(?:of\s)?{YEAR}(?!\d))?"
    rf"|(?<!\w)(?P<month2>(?:{MONTH_NAMES}))(?:,?\s(?:of\s)?(?P<year2>(?:1[5-9]|20)[0-9]{{2}}))(?!\d)"
)
_MONTH_CUE = re.compile(
    r"(?:\b(?:in|since|from|until|till|by|of|during|last|next|this|early|late|mid|for|before|after|through|to|between|"
    r"and|every|"
    r"on|between|starting|was|is|the|a|its|their)|-|,|\()[\s-]*$",
    re.IGNORECASE,
)
# The first half of a double name: "Maarten-Jan Bakkum"; not of "Mid-Dec.", "Sept-Dec".
_HALF_NAME = re.compile(rf"\b(?!(?:Mid|Early|Late|Pre|Post|{MONTH_NAMES})-)[A-Z][^\W\d_]+-$")
_PEOPLE = {"April", "May", "June", "August"}
_MONTH_PART = re.compile(r"\b(early|mid|late)[\s-]$", re.IGNORECASE)
_MONTH_PARTS = {"early": ("01", "10"), "mid": ("11", "20"), "late": ("21", "")}
_WEEKDAY = re.compile(
    rf"(?<!\w)(?P<name>{_DAY_NAMES})(?P<plural>s)?(?!\w|-)|(?<!\w)(?P<short>{_SHORT_DAYS})\.(?=,?\s(?:{MONTH_NAMES}|"
    rf"\d))"
)
_WEEKDAY_BEFORE = re.compile(rf"\b(?P<name>{_DAY_NAMES}),?\s$")
_BEHIND = re.compile(r",?\s")
_NAMED_DAY = re.compile(
    r"\b(?:Black|Good|Cyber|Easter|Super|Ash|Bloody|Palm|Giving|Shrove|Maundy|Super Bowl|Freaky|Ruby|Holy|Sheffield)\s$"
)
_NAMED_DAY_AFTER = re.compile(r"\s(?:Times|Night\sFootball|Night\sLive|Mirror|Telegraph|Express|Mail|Post|Herald)\b")
_UNTIL = re.compile(
    r"(?P<between>\bbetween\s)?(?<![\d.:$£€#-])(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-5][0-9]))?\s?"
    r"(?(between)and|(?:to|until|till|[-–—]))\s?$"
)
_TIME = re.compile(
    r"(?<![\d.,:$£€])(?:(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?)?\s?(?P<half>[aApP])\.?[mM]\b\.?"
    r"|(?P<hour24>[01]?\d|2[0-3])(?::|(?=\d\d\s(?:GMT|UTC|BST|CET)\b))(?P<minute24>[0-5]\d)(?::[0-5]\d)?(?![\d:])"
    r"|12\s(?P<twelve>noon|midnight)\b)"
)
# "12 midnight patrols" are patrols; "at 12 noon flights resumed" is a time.
_AT = re.compile(r"\bat\s$", re.IGNORECASE)
_COUNTED = re.compile(rf"\s(?:{PLURAL_NOUN})\b")
_NUMBERS = "two three four five six seven eight nine ten".split()
# Before "two years ago", so that it is a time that others are set against: "higher than", "12% more than".
_THAN = re.compile(
    r"(?:\b(?!rather|later|longer|sooner|earlier|older|fewer|number|other)[a-z]+er|\b(?:worse|times\s(?:more|less))|"
    r"(?:%|\bper\s?cent)\s(?:more|less|fewer))\sthan\s(?:it\s(?:was|had\sbeen)\s|they\swere\s)?$"
)
_RELATIVE = re.compile(
    r"(?<!\w)(?:(?<!\bthe\s)(?P<which>last|next|this)\s(?P<span>week|month|year|weekend|decade|century)(?!\w|-)"
    r"|(?P<day>yesterday|tomorrow|(?<!USA )today|tonight)(?!['’\w])|an?\s(?P<ago>day|week|month|year|decade|"
    r"century)\sago(?!\w)"
    rf"|(?P<number>[1-9]\d?|{'|'.join(_NUMBERS)})\s(?P<agos>day|week|month|year|decade)s\sago(?!\w))",
    re.IGNORECASE,
)


def find_dates(text: str, published: date | None, tokens: Sequence[Token] = ()) -> tuple[DatePassage, ...]:
    """The dates of a sentence from left to right, none overlapping. Full dates win over months, months over years.

    ``tokens``, its parse, tell by the verb over a day whether it is over or yet to come, where words do not.
    """
    if not any(character.isdigit() for character in text) and _CAPITAL_OR_RELATIVE.search(text) is None:
        return ()
    if published is not None and not 1000 <= published.year <= 9000:
        published = None  # no newspaper's day, and the days around it may not exist in the calendar
    found: list[DatePassage] = []
    for read in _readers(tokens):
        for passage in read(text, published):
            if all(passage.end <= other.start or other.end <= passage.start for other in found):
                found.append(passage)
    return tuple(sorted(found, key=lambda passage: passage.start))


_CAPITAL_OR_RELATIVE = re.compile(
    rf"\b(?:{MONTH_NAMES}|{_DAY_NAMES})|\b(?i:last|next|this|yesterday|tomorrow|today|tonight|ago|o['’]?clock|past|quarter|4th|"
    rf"Fourth)\b"
)


def _full_dates(text: str, published: date | None, tokens: Sequence[Token]) -> Iterator[DatePassage]:
    yield from filter(None, (_full_date(match, published, tokens) for match in _FULL.finditer(text)))


def _full_date(match: re.Match[str], published: date | None, tokens: Sequence[Token]) -> DatePassage | None:
    text, groups = match.string, match.groupdict()
    month_name = groups["month"] or groups["month2"]
    day = groups["day"] or groups["day2"] or groups["d3"] or groups["d4"]
    year = groups["year"] or groups["year2"] or groups["y3"] or groups["y4"]
    if month_name is None and day is None:
        month, day = 7, "4"
    else:
        month = MONTHS[month_name[:3].lower()] if month_name else int(groups["m3"] or groups["m4"])
    if groups["month"] and _is_modal_may(text, match.start(), month_name):
        return None
    year = year or joined_year(text, match.start(), match.end(), month)
    named = _WEEKDAY_BEFORE.search(text, max(0, match.start() - 12), match.start())
    spans = groups["first2"] is not None and _opens_span(match)  # "12 to 14 October"
    start, end = match.start("day2") if groups["first2"] and not spans else match.start(), match.end()
    tense = tense_at(start, tokens) or (tense_at(match.start("day2"), tokens) if spans else "")
    weekday = named["name"] if named else ""
    first, last = (groups["first2"], day) if spans else (day, groups["last"])
    around = _around(match)
    low = high = nearest_day(year, month, int(first or 0), around, published, tense=tense, weekday=weekday)
    if low and last:
        high = nearest_day(low[:4], month, int(last), around, published)
        if not spans and _is_no_span(match, low, high):
            high, end = low, _end_of_day(match)
    return DatePassage(start, end, "date", low, max(low, high))


def _end_of_day(match: re.Match[str]) -> int:
    """Where the first day of what is no span ends."""
    ordinal = _ORDINAL.match(match.string, match.end("day"))
    return ordinal.end() if ordinal else match.end("day")


def _is_no_span(match: re.Match[str], low: str, high: str) -> bool:
    """Whether the number behind a day is no day: "the toll rose Nov. 28 to 30", "Nov. 28 to 31"."""
    if "to" not in match.string[match.end("day") : match.start("last")].split():
        return False
    before = match.string[max(0, match.start() - 40) : match.start()]
    return high <= low or (not match["year"] and _MOVED.search(before) is not None)


def _opens_span(match: re.Match[str]) -> bool:
    """Whether the day before the dated one begins a span: "12 to 14 October", "between 10 and 12", "on 10 and 11"."""
    first, last = int(match["first2"]), int(match["day2"])
    if match["and"] is None:
        counted = _COUNTS_BEFORE.search(match.string, max(0, match.start() - 20), match.start())
        return first < last and counted is None
    before = (match.string, max(0, match.start() - 14), match.start())
    return first < last and bool(_BETWEEN.search(*before) or (last == first + 1 and _ON.search(*before)))


def _is_modal_may(text: str, start: int, month_name: str | None) -> bool:
    return month_name == "May" and start > 0 and text[:start].rstrip()[-1:].isalpha() and "May " not in text


def _months(text: str, published: date | None, tokens: Sequence[Token]) -> Iterator[DatePassage]:
    for match in _MONTH_ONLY.finditer(text):
        year = match["year"] or match["year2"]
        name = match["month"] or match["month2"]
        cue = _MONTH_CUE.search(text, max(0, match.start() - 12), match.start())
        if name not in calendar.month_name and _HALF_NAME.search(text, max(0, match.start() - 24), match.start()):
            continue
        if year is None and name in _PEOPLE and is_person(text, match.start(), match.end()):
            continue
        if year is None and (name in {"May", "March", "August", "April", "June"} or name.endswith(".")) and not cue:
            continue
        low = high = ""
        number = MONTHS[name[:3].lower()]
        year = year or joined_year(text, match.start(), match.end(), number)
        if year is None and published is not None:
            year = nearest_month(number, _around(match), published, tense_at(match.start(), tokens)) or None
        if year is not None:
            low = date(int(year), number, 1).isoformat()
            high = date(int(year), number, calendar.monthrange(int(year), number)[1]).isoformat()
        part = _MONTH_PART.search(text, max(0, match.start() - 6), match.start())
        if part and low:
            first, last = _MONTH_PARTS[part[1].lower()]
            low, high = f"{low[:8]}{first}", f"{low[:8]}{last}" if last else high
        whole = OF_YEAR.match(text, match.end()) or match  # "July last year"
        yield DatePassage(match.start(), whole.end(), "date", low, high, part is not None)


def _around(match: re.Match[str]) -> tuple[str, str]:
    """The sentence before and after a match."""
    return match.string[: match.start()], match.string[match.end() :]


def _weekdays(text: str, published: date | None, tokens: Sequence[Token]) -> Iterator[DatePassage]:
    found: list[DatePassage] = []
    earlier: tuple[date, re.Match[str]] | None = None
    for match in _WEEKDAY.finditer(text):
        named = _NAMED_DAY.search(text, max(0, match.start() - 12), match.start())
        if named or _NAMED_DAY_AFTER.match(text, match.end()):
            continue
        day = ""
        if published is not None and not match["plural"]:
            meant = _meant(match, published, earlier and (earlier[0], earlier[1].end()), tokens)
            if earlier and is_one_span(earlier[1], match):
                opening, meant = within_week(earlier[0], meant, told=is_told_at(earlier[1].start(), tokens))
                found[-1] = replace(found[-1], low=opening.isoformat(), high=opening.isoformat())
            earlier, day = (meant, match), meant.isoformat()
        found.append(DatePassage(match.start(), match.end(), "weekday", day, day))
    yield from found


def _meant(match: re.Match[str], published: date, earlier: tuple[date, int] | None, tokens: Sequence[Token]) -> date:
    """The day that a weekday is: by the date behind it ("Tuesday, June 30"), else by its sentence.

    ``earlier`` is the weekday before it in the sentence, and where that ends.
    """
    text, number = match.string, weekday_number(match["name"] or match["short"])
    comma = _BEHIND.match(text, match.end()) if match["name"] else None
    behind = comma and _FULL.match(text, comma.end())
    dated = behind and _full_date(behind, published, tokens)
    if dated and dated.low and date.fromisoformat(dated.low).weekday() == number:
        return date.fromisoformat(dated.low)
    tense, hangs = tense_at(match.start(), tokens), hangs_on_ahead(match.start(), tokens)
    day = nearest_weekday(number, _around(match), published, tense=tense, hangs=hangs)
    return not_before(day, earlier[0], text[earlier[1] : match.start()]) if earlier else day


def _times(text: str, published: date | None) -> Iterator[DatePassage]:
    found: list[DatePassage] = []
    for match in _TIME.finditer(text):
        if match["twelve"]:
            counted = _COUNTED.match(text, match.end()) and not _AT.search(text, 0, match.start())
            clock = "12:00" if match["twelve"] == "noon" else "00:00"
            found += [] if counted else [DatePassage(match.start(), match.end(), "time", clock, clock)]
            continue
        hour, minute = int(match["hour"] or match["hour24"]), int(match["minute"] or match["minute24"] or 0)
        if match["half"]:
            hour = hour % 12 + (12 if match["half"] in "pP" else 0)
        elif 1 <= hour <= 12 and not match["hour24"].startswith("0") and not zone_behind(text, match.end()):
            hour = said_half(text, match.start(), match.end(), hour)
        end = match.end()
        if (
            text[end - 1] == "."
            and text[end - 2] in "mM"
            and (end >= len(text) or not text[match.start() : end].count(".") > 1)
        ):
            end -= 1  # the full stop of the sentence, unless it is "p.m."
        clock = f"{hour:02d}:{minute:02d}"
        start, opening = _opening(text, match, hour)
        if found and found[-1].start >= start:
            found.pop()  # the 11:30 of "11:30 to 2 p.m."
        found.append(DatePassage(start, end, "time", opening or clock, clock))
    yield from found


def _opening(text: str, match: re.Match[str], until: int) -> tuple[int, str]:
    """Where a span of time begins in the text, and by the clock: the 6 of "6 to 8 p.m."; empty where it is none."""
    before = _UNTIL.search(text, max(0, match.start() - 24), match.start()) if match["half"] else None
    if before is None or not 1 <= int(before["hour"]) <= 12:
        return match.start(), ""
    hour = int(before["hour"]) % 12 + (12 if until >= 12 else 0)
    if hour > until:
        hour -= 12  # "11 to 2 p.m."
    return (before.start("hour"), f"{hour:02d}:{before['minute'] or '00'}") if hour >= 0 else (match.start(), "")


def _relative(text: str, published: date | None) -> Iterator[DatePassage]:
    for match in _RELATIVE.finditer(text):
        if match["number"] and not _THAN.search(text, max(0, match.start() - 40), match.start()):
            continue  # a length of time
        low = high = ""
        if published is not None:
            span = (match["span"] or match["ago"] or match["agos"] or "day").lower()
            shift = {"last": -1, "next": 1, "this": 0, "yesterday": -1, "tomorrow": 1, "today": 0, "tonight": 0}.get(
                (match["which"] or match["day"] or "").lower(), -1
            )
            if match["number"]:
                number = match["number"].lower()
                shift = -int(number if number.isdigit() else UNITS[number])
            if not match["span"] and span in {"decade", "century"}:  # "a decade ago" is a year, "last decade" ten
                span, shift = "year", shift * (10 if span == "decade" else 100)
            low, high = span_around(published, span, shift)
        yield DatePassage(match.start(), match.end(), "date", low, high, bool(match["ago"] or match["agos"]))


_Reader = Callable[[str, date | None], Iterator[DatePassage]]


def _readers(tokens: Sequence[Token]) -> tuple[_Reader, ...]:
    return (
        partial(_full_dates, tokens=tokens),
        find_slash_days,
        find_seasons,
        _times,
        find_spoken_times,
        partial(_months, tokens=tokens),
        partial(_weekdays, tokens=tokens),
        find_decades,
        find_years,
        _relative,
    )
