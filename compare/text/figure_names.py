"""Digits and number words that are names, not figures: F-35, Boeing 737, Highway 101, 9/11, phone numbers, URLs."""

import re
from collections.abc import Iterator

from compare.text.figure_programmes import find_programmes
from compare.text.figure_units import CURRENCY_PREFIX, UNIT, unit_of

__all__ = ["find_names", "find_numbered"]

_DESIGNATORS = (
    r"article|section|title|chapter|amendment|room|channel|flight|gate|platform|line|page|pages|pp\.|paragraph|phase|"
    r"category|level|grade|type|tier|part|step|version|episode|game|round|route|highway|interstate|exit|terminal|pier|"
    r"unit|apartment|apt\.?|suite|no\.|nos\.|nrs?\.|#|proposition|prop\.?|clause|item|table|class|volume|vol\.|"
    r"precinct|ward|zone|"
    r"SB|AB|HB|HR|H\.R\.|S\.B\.|H\.B\.|engine|ladder|stage|lap|hole|day|week|psalm|verse|opus|symphony|code|zip|"
    r"postcode"
)
# A number after these in any case is an identifier; "day 3", "week 5", "game 6" are places in a row, not counts.
_AFTER_DESIGNATOR = re.compile(
    rf"(?<![\w-])(?i:{_DESIGNATORS})\s?(?:(?-i:[A-Z])?\d[\w./:-]*\w|\d|[A-Z]\d*\b|(?i:one|two|three|four|five|six|"
    rf"seven|eight|nine|ten))(?![\w])(?!\s?%|,\d|-\d)"
)
_SPELLED = re.compile(
    r"(?<![\w$£€¥])(?:"
    r"[A-Z]+(?:['’]s)?[A-Za-z]*[-–]\d+[\w-]*(?:\.\d+)?"  # F-35, COVID-19, Kh-101, Su-25SM3
    r"|[A-Z][A-Za-z]*\s-\d{2}(?!\d)"  # COVID -19
    r"|(?!RM\d|Rs\d|Y=)[A-Za-z]+(?<!\bsub)(?<!\bminus)\d[\w.+/-]*"  # G7, iPhone15, RAV4
    r"|(?<![-:])\d{1,2}[A-Z]{1,2}\d\w*"  # 9M729, 3Q19
    r"|[A-Za-z]+\.\d+\b"  # ID.3
    r"|(?:\d+(?:st|nd|rd|th)|(?:[Ff]irst|[Ss]econd|[Tt]hird|[A-Za-z]+th))\s[Aa]mendment\b"
    # Of 19 such as "number one", "phase-one" and of 7 laws and cases that were read as counts none is one.
    r"|(?i:number|phase)[\s-](?i:one|two|three|four|five|\d{1,2})\b(?!\s(?:in|of|out|million|billion|thousand|hundred|"
    r"percent|point|times)\b|[,.]\d|\s?%)"
    r"|(?:(?:House|Senate|Assembly|Council)\sBill|Resolution|Executive\sOrder|Case)\s\d+(?![,.]?\d|\s?%)"
    r"|(?:Sections|Amendments|Propositions|Articles)\s\d+(?:\sand\s\d+)?(?![,.]?\d|\s?%)"
    r"|(?:Third|Fourth|Fifth)\s(?:Reich|Republic|Avenue|Ave|Street|Circuit)|First\s(?:Lady|Minister|Nations?|Family)"
    r"|Air\sForce\s(?:One|Two)|Marine\s(?:One|Two)|Fox\s(?:One|Two)|Formula\s(?:One|1)|World\sWar\s(?:One|Two|\d)|"
    r"(?:Article|Chapter)\s[IVX]+"
    r"|9/11|7/7|24/7|50[/-]50|4x4|20/20|(?<=[Cc]all\s)911|(?<=[Cc]alled\s)911|(?<=[Cc]alling\s)911|"
    r"(?<=[Dd]ialed\s)911|911(?=\s(?:call|operator|dispatch|caller))|999(?=\scall)"
    r"|(?:Sept(?:ember|\.)?\s11|Jan(?:uary|\.)?\s6)(?:th)?(?:,?\s2001|,?\s2021)?(?=,?\s(?:terror|attack|famil|victim|"
    r"hijack|memorial|commission|"
    r"committee|riot|insurrection|defendant|conspirator|plot|panel|case))"
    r"|Catch-?22|Area\s51|Big\s(?:\d+|Ten|Twelve)|Fortune\s\d+|Pac-12|Group\sof\s(?:Seven|Eight|\d+)|"
    r"Gang\sof\s(?:Eight|Six|Four|\d)|\d+chan|21st\sCentury"
    r"|(?:P5\+1|E3|G-?\d+)"
    r"|(?i:covid[-–\s]?19|individual[-\s](?:1|2|one|two)(?!-)|(?:over|under)-\d\ds|zero[-\s](?:tolerance|sum)|"
    r"one-for-\d+|two-bit|(?:five|four|three)-star|(?:five|six|seven|eight)-figure)\b|(?i:SEAL\sTeam\s(?:Six|6))\b"
    r"|(?<!\b[Hh](?:is|er)\s)(?<!\b[Tt]heir\s)(?<!\bmy\s)(?<!\bour\s)(?<!\byour\s)\b(?:[Tt]he|[Ll]ate|"
    r"[Ee]arly|[Mm]id)[\s-]\d0s\b|Tonight\sShow|March\sfor\s(?:Our\s)?Li(?:fe|ves)|Global\sZero|"
    r"second-class|15\sminutes\sof\sfame|[Aa]\sthousand\sways"
    r"|7[0-8]7(?:-\d+)?s?(?=\s(?:M[Aa][Xx]|Dreamliner|jet|plane|airliner|aircraft))|[A-Z]{2,}\s\d{4,}-\d+|\d{2}ers\b|"
    r"\d{1,5}\sblock\sof\b"
    r")"
)
_ADDRESS = re.compile(
    r"(?<![\w$£€])\d{1,5}(?:[-–]\d{1,4})?[A-Z]?(?:\s[NSEW]\.?)?"
    # No address: "a 5-4 Supreme Court ruling", "the 2011 Occupy Wall Street movement".
    r"(?!\s(?:[\w.]+\s)?(?:Supreme|Appeals|Appellate|District|Circuit|Federal|Superior|"
    r"High(?!\sStreet)|Criminal|Crown|County|Wall)\s(?:Court|Street)\b)"
    r"(?:\s(?:[A-Z][\w.]*|\d+(?:st|nd|rd|th))){1,3}\s"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Boulevard|Blvd|Lane|Ln|Way|Place|Pl|Court|Ct|Square|Terrace|Highway|"
    r"Parkway)\b"
)
_STREET_ORDINAL = re.compile(r"\b(?:\d+(?:st|nd|rd|th))\s(?:Street|St|Avenue|Ave|Congressional\sDistrict)\b")
_CONTACT = re.compile(
    r"https?://\S+|www\.\S+|\S+@\w\S*|(?<!\w)[@#]\w+|\b[\w-]+\.(?:com|org|net|gov|co\.uk|edu)(?:/\S*)?"
    r"|(?<![\w$£€.,])(?:\+\d{1,3}[\s-]?)?(?:\(\d{3,5}\)\s?|\d{3,5}[-.\s])?(?!(?:1[89]|20)\d\d-(?:1[89]|20)\d\d)\d{3,4}[-.]\d{4}(?:/\d{3,})?(?!\d|,\d)"
    r"|(?<![\w$£€])\+\d[\d\s()-]{7,}\d|(?<![\w$£€])1-\d{3}-\d{3}-\d{4}|(?<!\w)(?:0\d{2,4}\s\d{3,4}\s\d{3,4})(?!\d)"
)
_DOTTED = re.compile(
    r"(?<![\w$£€,])\d+(?:\.\d+){2,}|(?<![\w$£€])\d{1,3}(?:-\d{1,3}){2,}(?![\w-])|(?<![\w$£€])\d+(?:/\d+){2,}"
)
# Results by the stopwatch, "2:17:16" and "4:01.32": no times of day unless half a day or a zone is named.
_STOPWATCH = re.compile(
    r"(?<![\w:.])[0-9]{1,3}:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]++)?+|\.[0-9]++)(?![\d:])"
    r"(?!\s?[\(]?(?:[aApP]\.?[mM]\b|GMT|UTC|BST|IST|JST|MSK|C?E[SD]?T\b|CEST|[CMP][SD]?T\b|AE[SD]T|Z\b|"
    r"(?:Eastern|Central|Mountain|Pacific|local|universal)\b))"
)
# Climate conferences, "COP29" and "COP 30": of pesos no sum this small, without a separator or scale, is written so.
_CONFERENCE = re.compile(
    r"(?<!\w)COP[\s-]?[0-9]{1,2}(?![0-9]|[.,][0-9]|\s?(?i:k|m|mn|bn|tn|thousand|million|billion|trillion)\b)"
)
# Numbers joined by a cross, "4x100m" and "12 x 18 feet": neither stands alone. Powers of ten ("1.3 × 10^6") are read.
_JOINED = re.compile(
    r"(?<![\w$£€¥.,])(?!\d+\.\d+\s?[xX×]\s?10[1-9]|\d+\s?×\s?10[1-9])\d+(?:[.,]\d+)*+"
    r"(?:(?:\s[xX×]\s?|[xX×])(?!10\s?(?:\^|[-−+]\s?\d))\d+(?:[.,]\d+)*+)+"
)
# Boeing's airliners, "the 737-8", "a 777-300ER", "two 787s"; the European Parliament votes "717-8" too.
_AIRLINER = re.compile(r"(?<![\w$£€¥.,+-])7[0-8]7(?:-(?:[1-9]00|[7-9]|10)[A-Z]{0,2}s?|s)(?![\w%-]|[.,]\d)")
_VOTED_BEFORE = re.compile(
    r"\b(?:vot\w+|passed|approved|rejected|adopted|backed|upheld|majority|margin|tally)\b[^,;]*"
    r"(?<!\b[Tt]he)(?<!\bits)(?<!\bnew)(?<!\ba)(?<!\bBoeing)\s$"
)
_VOTE_AFTER = re.compile(r"\s(?:vot\w+|majority|margin|decision|tally|win|victory)\b")
# The number alone is one beside words of aircraft, and where nothing is counted: "the 737 people on the plane".
_LONE_AIRLINER = re.compile(
    r"\b(?:an?|the|its|this|that|another|each|every|one|new)\s(?P<type>7[0-8]7)"
    r"(?=['’]s\b|[.,;:)”\"](?!\d)|$|\s(?:was|is|has|had|will|would|can|could|that|which|and|or|to|into|crash\w*|flew|took|"
    r"landed|made|fleet|program|programme|production|cockpit|fuselage)\b)",
    re.IGNORECASE,
)
_OF_AIRCRAFT = re.compile(
    r"\b(?:boeing|airbus|aircraft|airlin\w+|aviation|jets?|jetliners?|planes?|flights?|pilots?|cockpit|runway|takeoff)\b",
    re.IGNORECASE,
)
_FARTHEST = 60
_ENUMERATOR = re.compile(r"^\s*(?:\(?\d{1,2}[.)](?=\s+\S)|\(?[ivx]{1,4}\)|#\d+)\s*")
_CAPITALISED = re.compile(
    r"(?<![\w.,'’-])(?P<word>(?:[A-Z&]|i[A-Z])[\w&.'’/-]*(?:\s&\s[A-Z])?)\s(?P<number>\d{1,4}[A-Za-z]?|One|Two|Three|"
    r"Seven)(?![\w/]|,\d|\.\d|\s?%|:\d|\s?[-–]\s?\d)"
)
# Function words, which are capitalised only because a sentence or headline begins with them.
_NOT_A_NAME = set(
    (
        "A About After Again All Almost Also Although Among An And Another Approximately Around As At Before "
        "Between But By Despite During Each Even Every Exactly Far Fewer For From Had Has Have He Her Here "
        "His How However I If In Including Into Is It Its Just Last Less Like Many Meanwhile More Most Nearly "
        "No Not Now Of On Once Only Or Other Our Out Over Past Roughly She Since So Some Still Than That The "
        "Their Then There These They This Those Though Through To Today Total Under Until Up Upwards Was We "
        "Were What When Where Whether Which While Who Why With Within Without You Your Killed Kills Dead "
        "Police Officials Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March "
        "April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept "
        "Oct Nov Dec Mr Mrs Ms Dr Estimated First Second Both Either Neither Spent Paid Lost Worth Aged Age "
        "Sub Minus Plus Maximum Minimum Give Book Total ALL And"
    ).split()
)
_COUNT_AFTER = re.compile(
    r"(?:\s(?:more|other|new|of|or|and|to)\b|\s(?:[a-z]+[ -]){0,2}?(?:[a-z]{2,}(?<!ou)(?<!s)s|people|men|women|"
    r"children|police)(?![\w])|-[a-z]|\s?°|\s(?:million|billion|thousand|hundred|percent|per cent|degrees?|"
    r"[a-z]{1,3}/h|km|mph|kg|bn|m|year|yen|ft)\b)"
)


def find_names(text: str) -> list[tuple[int, int]]:
    """Passages (start, end) of a sentence whose digits and number words name something, in no order."""
    found = [
        match.span()
        for pattern in (_CONTACT, _SPELLED, _AFTER_DESIGNATOR, _ADDRESS, _STREET_ORDINAL, _DOTTED, _ENUMERATOR)
        for match in pattern.finditer(text)
        if not _is_money(text, match)
    ]
    for pattern in (_STOPWATCH, _CONFERENCE, _JOINED):
        found += [match.span() for match in pattern.finditer(text)]
    return [*found, *find_programmes(text), *_find_airliners(text)]


def _find_airliners(text: str) -> Iterator[tuple[int, int]]:
    for match in _AIRLINER.finditer(text):
        before = text[max(0, match.start() - _FARTHEST) : match.start()]
        if not _VOTE_AFTER.match(text, match.end()) and not _VOTED_BEFORE.search(before):
            yield match.span()
    if _OF_AIRCRAFT.search(text):
        yield from (match.span("type") for match in _LONE_AIRLINER.finditer(text))


def find_numbered(text: str) -> list[tuple[int, int]]:
    """Passages such as "Boeing 737" and "iPhone 11": a capitalised word and a number. Weaker evidence than a date."""
    return [match.span() for match in _CAPITALISED.finditer(text) if _is_named(text, match)]


def _is_money(text: str, match: re.Match[str]) -> bool:
    """As in "RM79", "USD1,700", "US$5": letters and digits that are a currency and an amount."""
    digits = re.search(r"\d", match[0])
    if digits is None or digits.start() == 0:
        return False
    return CURRENCY_PREFIX.search(text, max(0, match.start() - 3), match.start() + digits.start()) is not None


def _is_named(text: str, match: re.Match[str]) -> bool:
    """As in "Boeing 737", "S&P 500", "Game 6": a capitalised word and a bare number that counts nothing after it."""
    word = match["word"].rstrip(".'’")
    if word in _NOT_A_NAME or CURRENCY_PREFIX.search(text, match.start(), match.start("number")):
        return False
    unit = UNIT.match(text, match.end())
    if _COUNT_AFTER.match(text, match.end()) or (unit and unit_of(unit)):
        return _INDEX_WORD.search(text[max(0, match.start() - 12) : match.start("number")]) is not None
    return len(match["number"]) > 1 or not match["number"].isdigit() or match.start() > 0


_INDEX_WORD = re.compile(
    r"(?:Boeing|Airbus|S\s?&?\s?P(?:/\w+)?|FTSE|Nasdaq|NASDAQ|Nikkei|Stoxx|STOXX|CAC|DAX|ASX|TSX|Russell|Dow|iPhone|"
    r"Galaxy|Windows|Model|Flight|Formula|Apollo|Fortune|Max|MAX|Case)\s$"
)
