"""Programmes and groups named after days ("Fox News Sunday", the "Tuesday Group"), and lengths of videos (2:01)."""

import re
from collections.abc import Iterator

__all__ = ["find_programmes"]

_OPEN, _CLOSE = r"[“\"‘']", r"[,.]?[”\"’']"
_SHOW = r"(?:This\sWeek|T(?:oday|ODAY)|Last\sWeek\sTonight|CBS\sThis\sMorning|CBS\sSunday\sMorning)"
_PROGRAMME = re.compile(
    rf"(?<=[“\"‘']){_SHOW}(?={_CLOSE})(?!,[”\"’']\s(?:\w+\s){{1,3}}said\b)"  # told "This Week" that
    rf"|\b(?:ABC|NBC|CBS)(?:\sNews)?(?:['’]s?)?\s{_OPEN}?{_SHOW}\b(?!['’]s)"  # ABC's "This Week with …"
    rf"|\b[Tt]he\s{_OPEN}?T(?:oday|ODAY){_CLOSE}?\s[Ss]how\b|(?<=—\s)TODAY(?=\s\(@)"
    r"|\b(?:Fox|FOX)\sNews\sSunday\b(?!\s(?:morning|afternoon|evening|night|that)\b)"
    r"|\bSunday\sMorning\sFutures\b|\b(?:Sunday|Monday|Thursday|Saturday)\sNight\s(?:Live|Football)\b"
    r"|\bTuesday\sGroup\b"
    r"|(?<!\b[Ii]n\s)(?<!\b[Bb]y\s)(?<!\b[Ss]ince\s)(?<!\b[Uu]ntil\s)(?<!\b[Ll]ast\s)(?<!\b[Tt]his\s)(?<!\b[Oo]f\s)"
    r"(?<!late\s)(?<!early\s)(?<!mid-)\bMarch\s(?:[Ff]or|[Oo]n)\s[A-Z][a-z]+"
)
# Words of a video player. Of 49 times so dropped all are lengths; of 50 days of programmes and groups 48 are none.
_PLAYER = re.compile(
    r"\b(?:Play\sVideo|MUST\sWATCH|Must\sWatch|WATCH(?:\sNOW|:)|Now\sPlaying|NOW\sPLAYING)|\bListen\s·|\bVideo\s[|·]"
)
_LENGTH = re.compile(r"(?<![\d.,:$£€])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])(?!\s?[aApP]\.?\s?[mM]\b)")
_WHOLE = re.compile(rf"\s*(?:{_LENGTH.pattern})\s*")


def find_programmes(text: str) -> Iterator[tuple[int, int]]:
    """Passages (start, end) that would else be read as days or clock times, in no order."""
    yield from (match.span() for match in _PROGRAMME.finditer(text))
    if _PLAYER.search(text) or _WHOLE.fullmatch(text):
        yield from (match.span() for match in _LENGTH.finditer(text))
