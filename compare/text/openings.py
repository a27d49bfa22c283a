"""What opens a sentence and says nothing in it: the bullet of a list, the place and agency of a report."""

import re

__all__ = ["BULLET", "body_start", "dateline_end"]

BULLET = re.compile(r"\s*[●•▪■◆‣]\s*")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
# "ROME", "MARLOW, Conn.", "ROME, March 3, 2026", "MARLOW, Conn., 3 March"
_CAPITALS = rf"[A-Z][A-Z .,'’-]{{2,60}}(?:(?<=, )(?!{_DATE})[A-Z][a-z]+\.?(?:, | ?))?(?:(?<=, ){_DATE} ?)?"
_AGENCY = r"\((?:Reuters|REUTERS|CNN|AP|AFP|UPI)\)"
# Initials in brackets behind a place and a date sign a report, whoever they are of.
_ANY_AGENCY = r"\((?:[A-Z]{2,5}|Reuters|Xinhua|Yonhap|Kyodo|dpa)\)"
_NAMES = r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}"
# "MARLOW, Conn. (AP) — The bridge"; without a dash a place alone goes before, or a place and a date: "Paris (CNN) The
# bridge", "New Delhi, March 4 (IANS) The bridge".
_SIGNED = re.compile(
    rf"(?:{_CAPITALS}\([^)]{{2,20}}\)\s*[—―–-]{{1,2}}\s+"
    rf"|(?:[A-Z][\w .,'’-]{{0,40}})?{_AGENCY}\s*[—―–-]{{1,2}}\s+"
    rf"|{_NAMES}, (?:{_NAMES}, )?{_DATE} {_ANY_AGENCY}(?:\s*[—―–-]{{1,2}}|:)?\s+"
    r"|(?!The |Agence |Associated |United Press )"
    rf"(?:[A-Z][\w.,'’-]*(?: [A-Z][\w.,'’-]*){{0,3}} ?)?{_AGENCY}\s+)(?![\sa-z])"
)
_UNSIGNED = re.compile(rf"{_CAPITALS}(?:\s*(?P<long>[—―]{{1,2}})|(?<=\s)(?P<short>[–-]{{1,2}}))\s+(?=[“\"‘']?[A-Z\d])")
# Nothing is reported from these: "U.S. – China trade", "NATO — The alliance said it".
_ACRONYM = re.compile(
    r"(?:A |THE )?"
    r"(?:(?:[A-Z]\.){2,}|(?:US|USA|UK|UN|EU|AU|UAE|USSR|DRC|PRC|DPRK|GOP|DNC|RNC|ANC|SNP|DUP|BJP|AKP|PKK|PLO|IRA|IDF"
    r"|ISIS|ISIL|NATO|OPEC|OECD|ASEAN|WHO|IMF|WTO|IAEA|ICC|IOC|FIFA|UEFA|UNICEF|UNESCO|UNHCR|FBI|CIA|NSA|DOJ|DHS|EPA"
    r"|FDA|CDC|ICE|IRS|SEC|FEC|FTC|FCC|NASA|NOAA|FEMA|NHS|NBA|NFL|NHL|MLB|NCAA|NRA|ACLU|NAACP|BBC|CNN|NBC|CBS|ABC|NPR"
    r"|PBS|AP|AFP|UPI|AI|HIV|AIDS|COVID|DNA))\s*[—―–-]"
)


def body_start(text: str) -> int:
    """Where the sentence itself begins, behind its bullet and its dateline; 0 where nothing follows them."""
    bullet = BULLET.match(text)
    start = dateline_end(text, bullet.end() if bullet else 0)
    return start if start < len(text) else 0


def dateline_end(text: str, start: int = 0) -> int:
    """Where the dateline ends that begins at ``start``; ``start`` itself where none does."""
    signed = _SIGNED.match(text, start)
    if signed:
        return signed.end()
    place = None if _ACRONYM.match(text, start) else _UNSIGNED.match(text, start)
    if place is None:
        return start
    # One dash more of the kind closes a parenthesis: "UNHCR — The agency for refugees — said so".
    again = re.split(rf"\s{place['long'] or place['short']}\s+", text[place.end() :])[1:]
    return start if len(again) == 1 and again[0][:1].islower() else place.end()
