"""Whether bare "points" are percentage points or those of a game, an index or a plan."""

import re
from decimal import Decimal

__all__ = ["is_percent_point"]

# As in "a quarter-point cut", which is one of interest rates.
_RATE_MOVES = re.compile(r"\s(?:(?:interest[\s-])?rate\s)?(?:cut|hike|rise|increase|reduction)s?\b")
_PLAN = re.compile(
    r"\s(?:[\w-]+\s){0,2}?(?:plan|agenda|proposal|program|programme|framework|deal|list|manifesto|strategy|blueprint|"
    r"draft|roadmap|formula)s?\b"
)
_PERCENT_NEAR = re.compile(r"percentage|\bpolls?\b|%|per ?cent")
# A rate or approval that itself moved: "approval of the president fell five points".
_RATE_MOVED = re.compile(
    r"(?<!exchange\s)(?<!\bwin\s)\b(?:[Rr]ates?|[Aa]pproval)\s(?:(?!and\s|as\s|while\s|but\s)[^\s,;]{1,20}\s){0,6}?(?:rose|fell|climbed|dropped|"
    r"slipped|jumped|grew|declined|up|down)\s(?:by\s|about\s|nearly\s|another\s)?$"
)
# Who leads or wins among voters does so in percent, in a league by its own points.
_LEAD = re.compile(
    r"\b(?:leads|leading|led)\b(?!\sto\b)|\b(?:ahead|behind|trail(?:s|ed|ing)?)\b"
    r"|\b(?:won|wins?|winning)\b[^,;]{0,80}\sby\b"
)
_ELECTORAL = re.compile(
    r"\b(?:[Vv]ot(?:ers?|es?|ing)|polling|[Ss]urveys?|[Ee]lections?|electorate|candidates?|nominee|part(?:y|ies)|runoff|primar(?:y|ies)|"
    r"[Pp]ollsters?|YouGov|Ipsos|Gallup|Quinnipiac|Democrat(?:s|ic)?|Republicans?|GOP|Labour|Tor(?:y|ies)|Conservatives?|Liberals)\b"
)
_OTHER_POINTS = re.compile(r"\b(?:index|Dow|S&P|Nasdaq|FTSE|Nikkei|Hang Seng|DAX|CAC|shares|stocks|scored|game)\b")
_OF_A_TEAM = re.compile(
    r"\b(?:championships?|match(?:es)?|teams?|seasons?|title|win rate|MVP|jury|tie|table|[Cc]up|half-time|games|league|"
    r"standings|playoffs?|rebounds?|assists?|touchdowns?|coach)\b"
)
# The noun says so wherever it stands, unless of a team: "Reed's lead has shrunk to two points".
_LEAD_NOUN = re.compile(r"\blead\b|margin")
_OFFICE = re.compile(
    r"\b(?:[Ss]enat(?:e|ors?)|Sen\.|[Gg]overnors?|Gov\.|[Pp]residen(?:t|tial)|incumbent|[Cc]ongress\w*)"
)
# Where the clause of a number begins and ends; what is told of a time is another clause.
_PARTS = re.compile(r"[,;]|\s(?:and|but|as|while|after|before|during|since|ahead\sof)\s")
_MOST_PERCENT = 100
_CLAUSE = 120
# What moves by parts of a point, whatever the markets make of it: "cut rates by half a point, sending stocks higher".
_RATES = re.compile(r"\b(?:rates?|borrowing costs|inflation)\b[^,;]*$", re.IGNORECASE)


def is_percent_point(text: str, number: Decimal | None, start: int, end: int) -> bool:
    """Whether that many points, from ``start`` to ``end`` of a text, are of percent; None is a number not told."""
    if number is not None and number < 1 and _RATE_MOVES.match(text, end):
        return True
    before = text[max(0, start - _CLAUSE) : start]
    if number is not None and number <= 1 and _RATES.search(before):
        return True
    if _PLAN.match(text, end) or (number is not None and number > _MOST_PERCENT) or _OTHER_POINTS.search(text):
        return False
    if _PERCENT_NEAR.search(text):
        return True
    noun = _LEAD_NOUN.search(text) is not None
    if _OF_A_TEAM.search(text) and not (noun and (_ELECTORAL.search(text) or _OFFICE.search(text))):
        return False
    return noun or bool(_RATE_MOVED.search(before) or _is_lead(text, start, end))


def _is_lead(text: str, start: int, end: int) -> bool:
    before = _PARTS.split(text[max(0, start - _CLAUSE) : start])[-1]
    clause = before + text[start:end] + _PARTS.split(text[end : end + _CLAUSE])[0]
    return _LEAD.search(clause) is not None and _ELECTORAL.search(clause) is not None
