"""Days written as month and day with a slash: "the week ending 6/27"."""

import calendar
import re
from collections.abc import Iterator
from datetime import date
from math import gcd

from compare.text.figure_days import DatePassage, nearest_day

__all__ = ["find_slash_days"]

_JOINTS = (
    r"and|or|at|in|when|with|to|through|until|because|after|before|as|by|but|that|which|who|is|was|will|were|has|had|"
    r"have|would|said|from|while|where|if"
)
# With a noun behind it is a share or a measure: "for 3/4 of them", "on 1/2 acre". 9/11 is a name.
_SLASH_DAY = re.compile(
    r"\b(?:(?P<sure>ending|since)|on|for|by|through)(?:\son)?\s(?!9/11\b)"
    r"(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12][0-9]|3[01])"
    rf"(?![\w/⁄%-]|[.,]\d)(?!\s(?!(?:{_JOINTS})\b)[\w%])",
    re.IGNORECASE,
)
_USUAL_PARTS = frozenset({2, 3, 4, 5, 6, 8, 10, 16})
_LEAP = 2024


def find_slash_days(text: str, published: date | None) -> Iterator[DatePassage]:
    """Of the year that a day without one is of. What may as well be a share ("cut by 1/3") is none."""
    for match in _SLASH_DAY.finditer(text):
        month, day = int(match["month"]), int(match["day"])
        share = month < day and day in _USUAL_PARTS and gcd(month, day) == 1
        if (match["sure"] or not share) and day <= calendar.monthrange(_LEAP, month)[1]:
            around = text[: match.start("month")], text[match.end() :]
            meant = nearest_day(None, month, day, around, published)
            yield DatePassage(match.start("month"), match.end(), "date", meant, meant)
