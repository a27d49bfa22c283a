"""Credits to news agencies: who wrote an article that several outlets print."""

import re
from dataclasses import dataclass

__all__ = ["Credit", "find_credit"]

# How each agency signs: in brackets behind a dateline, and spelled out. Initials alone are credits only in brackets:
# "PA" and "AP" mean other things elsewhere ("Sen. Bob Casey (D-Pa.)"). CNN and BBC sign their own reporting so.
_AGENCIES = {
    "Associated Press": (r"AP|A\.P\.|(?:The )?Associated Press", r"Associated Press"),
    "Reuters": (r"Reuters|Thomson Reuters", r"Reuters"),
    "AFP": (r"AFP|Agence France[- ]Presse", r"AFP|Agence France[- ]Presse"),
    "PA Media": (r"PA|PA Media|Press Association", r"PA Media|Press Association"),
    "UPI": (r"UPI|United Press International", r"United Press International"),
    "dpa": (r"dpa|DPA", r"Deutsche Presse-Agentur"),
    "EFE": (r"EFE", r"Agencia EFE"),
    "Xinhua": (r"Xinhua", r"Xinhua(?: News Agency)?"),
    "TASS": (r"TASS", r"TASS news agency"),
    "ANSA": (r"ANSA", r"ANSA news agency"),
    "Kyodo": (r"Kyodo|Kyodo News", r"Kyodo News"),
    "Yonhap": (r"Yonhap", r"Yonhap(?: News Agency)?"),
    "PTI": (r"PTI|Press Trust of India", r"Press Trust of India"),
    "ANI": (r"ANI", r"Asian News International"),
    "AAP": (r"AAP", r"Australian Associated Press"),
    "Canadian Press": (r"(?<=[A-Z]{3} \()CP|The Canadian Press", r"Canadian Press"),  # not the Communist Party
    "TNS": (r"TNS|Tribune News Service", r"Tribune News Service"),
}
_HEAD, _TAIL = 700, 1_200  # characters
# Most articles name no agency there, and the patterns below take their time.
_MENTIONS = {
    agency: re.compile(rf"(?<![A-Za-z])(?:{forms})(?![A-Za-z])|(?i:{spelled})")
    for agency, (forms, spelled) in _AGENCIES.items()
}


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency and what the article says of it: that it wrote the article (``runs``) or contributed to it."""

    agency: str
    runs: bool
    quote: str


def find_credit(text: str) -> Credit | None:
    """The first credit to an agency that an article's head or end gives; None where there is none.

    "(AP) —" after a dateline, a by-line or copyright of an agency, or Reuters' "(Reporting by …; Editing by …)" say
    that the agency wrote it; "The Associated Press contributed to this report" says that some of it may be.
    """
    head, tail = text[:_HEAD], text[-_TAIL:]
    named = [agency for agency, mention in _MENTIONS.items() if mention.search(head) or mention.search(tail)]
    for agency in named:
        forms, spelled = _AGENCIES[agency]
        found = _dateline(forms, spelled).search(head) or _signature(spelled).search(tail)
        if found:
            return Credit(agency, True, _line(found.group()))
    if found := _REUTERS_SIGNATURE.search(tail):
        return Credit("Reuters", True, _line(found.group()))
    for agency in named:
        forms, spelled = _AGENCIES[agency]
        if found := _contribution(forms, spelled).search(tail):
            return Credit(agency, False, _line(found.group()))
    return None


_REUTERS_SIGNATURE = re.compile(
    r"\((?:Additional )?[Rr]eporting by [^()]{3,300}?;[^()]{0,300}?[Ee]diting by [^()]{3,200}\)?"
)


def _dateline(forms: str, spelled: str) -> "re.Pattern[str]":
    # "Image source, Reuters" and "Smoke over the port (AFP)" stand under pictures, in articles of any outlet.
    by_line = rf"^(?i:by )?(?:{_NO_PICTURE}[^\n,]{{3,60}}, )?(?i:the )?(?i:{spelled})(?: (?:writers?|reporters?))?\s*$"
    behind = rf"\((?:{forms})\)\s*[—–:-]"
    alone = rf"^{_NO_PICTURE}(?:[A-Z][\w.’'/-]*,? ){{1,4}}\((?:{forms})\)\s*$"
    return re.compile(rf"{behind}|{alone}|^(?:{forms}) ?[—–-]+ |{by_line}", re.MULTILINE)


_NO_PICTURE = r"(?![^\n]*(?i:image|photo|picture|video|getty|source|courtesy))"


def _signature(spelled: str) -> "re.Pattern[str]":
    # With a year: "Image copyright Reuters" stands under the pictures of many outlets.
    return re.compile(
        rf"(?i:copyright|©)\s*(?:\((?i:c)\)\s*)?\d{{4}},?\s*(?i:by )?(?i:the )?(?:{spelled})\b"
        rf"|^[—–-]+ ?(?:{spelled})\s*$",
        re.MULTILINE,
    )


def _contribution(forms: str, spelled: str) -> "re.Pattern[str]":
    return re.compile(
        rf"(?:{spelled})[^.\n]{{0,120}}\bcontributed\b|\b[Cc]ontribut(?:ed|ing|ions?)\b[^.\n]{{0,200}}(?:{spelled})"
        rf"|(?i:with|from) (?:\w+ ){{0,3}}(?:reporting|reports?|files|material|information|wires?)"
        rf"[^.\n]{{0,60}}(?:{spelled})"
        rf"|(?:{spelled}) (?:and [\w ]{{2,40}} )?(?:material|reports?|wires?)[^.\n]{{0,60}}\b(?:used|included)"
        rf"|\((?:{forms})(?:/[\w ]+)?\)\s*\Z"
    )


def _line(text: str) -> str:
    return " ".join(text.split())[:120]
