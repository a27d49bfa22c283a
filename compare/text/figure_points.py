"""Whether bare "points" are percentage points or those of a game or an index."""

import re
from decimal import Decimal

__all__ = ["is_percent_point"]

# As in "a quarter-point cut", which is one of interest rates.
_RATE_MOVES = re.compile(r"\s(?:(?:interest[\s-])?rate\s)?(?:cut|hike|rise|increase|reduction)s?\b")
# Makes bare points percentage points. A lead or a margin does so among voters: those of a league are its own points.
_PERCENT_NEAR = re.compile(r"percentage|\bpolls?\b|%|per ?cent|\brates?\b|\bapproval\b", re.IGNORECASE)
_LEAD = re.compile(
    r"\b(?:leads?|leading|led|margins?|ahead|behind|trail(?:s|ed|ing)?)\b|\b(?:won|wins?|winning)\b[^,;]*\sby\b"
)
_ELECTORAL = re.compile(
    r"\b(?:[Vv]ot(?:ers?|es?|ing)|polling|[Ss]urveys?|[Ee]lections?|electorate|candidates?|nominee|part(?:y|ies)|runoff|primar(?:y|ies)|"
    r"[Pp]ollsters?|YouGov|Ipsos|Gallup|Quinnipiac|Democrat(?:s|ic)?|Republicans?|GOP|Labour|Tor(?:y|ies)|Conservatives?|Liberals?)\b"
)
_OTHER_POINTS = re.compile(
    r"\b(?:index|Dow|S&P|Nasdaq|FTSE|Nikkei|Hang Seng|DAX|CAC|shares|stocks|scored|games?|league|standings|playoffs?|"
    r"rebounds?|assists?|touchdowns?|coach)\b"
)
_MOST_PERCENT = 100
_CLAUSE = 120
# What moves by parts of a point, whatever the markets make of it: "cut rates by half a point, sending stocks higher".
_RATES = re.compile(r"\b(?:rates?|borrowing costs|inflation)\b[^,;]*$", re.IGNORECASE)


def is_percent_point(text: str, number: Decimal | None, end: int) -> bool:
    """Whether that many points, written up to ``end``, are of percent; None is a number that is not told."""
    if number is not None and number < 1 and _RATE_MOVES.match(text, end):
        return True
    if number is not None and number <= 1 and _RATES.search(text[max(0, end - _CLAUSE) : end]):
        return True
    if _OTHER_POINTS.search(text) or (number is not None and number > _MOST_PERCENT):
        return False
    return bool(_PERCENT_NEAR.search(text) or (_LEAD.search(text) and _ELECTORAL.search(text)))
