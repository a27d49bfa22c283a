"""Two weekdays that a sentence joins: "on Saturday or Sunday", "from Friday until Monday"."""

import re
from datetime import date, timedelta

from compare.text.figure_days import PAST

__all__ = ["is_one_span", "not_before", "within_week"]

# What stands between two days of which the second is no earlier: "Saturday or Sunday", "voted Monday, followed by the
# council on Tuesday", and, with no verb in the past, "Friday and Nevada on Saturday".
_SPAN = re.compile(
    r"^(?:\s(?:morning|afternoon|evening|night)s?)?,?\s(?:and|or|through|to|(?:well\s)?into|until)(?: then)?\s"
    r"(?:on\s|early\s|late\s|possibly\s|perhaps\s)*$|\bfollowed by\b[^,;.]*\s$"
)
_LISTED = re.compile(r"\band(?:\s(?!that|who|which)[\w’'-]+){1,5}\son\s(?:early\s|late\s)?$")
# Before the first and between the two of "from 5 a.m. Friday until 12:01 a.m. Monday".
_CLOCK = r"(?:\d\d?(?::\d\d)?(?:\s?[AaPp]\.?[Mm]\.?)?|noon|midnight|early|late|on|about)\s"
_FROM = re.compile(rf"\bfrom\s(?:{_CLOCK}){{0,3}}$", re.IGNORECASE)
_UNTIL = re.compile(
    rf"^(?:\s(?:morning|afternoon|evening|night))?\s(?:until|till|to|through)\s(?:at least\s)?(?:{_CLOCK}){{0,3}}$"
)
_WEEK = 7


def not_before(day: date, earlier: date, between: str) -> date:
    """The day a week on, where the sentence joins it to an ``earlier`` one that it would else lie before.

    Of 34 weekdays so joined in 721 stories seven did: "call King Salman later on Saturday or Sunday", of that Saturday.
    All seven were read, and lie ahead.
    """
    joined = _SPAN.search(between) or (_LISTED.search(between) and not PAST.search(between))
    return day + timedelta(weeks=1) if day < earlier and joined else day


def is_one_span(first: re.Match[str], last: re.Match[str]) -> bool:
    """Whether two weekdays of a sentence begin and end one span."""
    text = first.string
    opens = _FROM.search(text, max(0, first.start() - 40), first.start())
    return opens is not None and _UNTIL.match(text[first.end() : last.start()]) is not None


def within_week(first: date, last: date, *, told: bool) -> tuple[date, date]:
    """First and last day of a span; where they were reckoned more than a week apart the surer one bounds the other.

    Of "from Friday until Monday" the first is surely over where its verb ``told`` so; else the last, by the words
    before it, is surely yet to come.
    """
    if (last - first).days <= _WEEK:
        return first, last
    between = timedelta(days=(last - first).days % _WEEK or _WEEK)
    return (first, first + between) if told else (last - between, last)
