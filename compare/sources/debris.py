"""What in a page's text is no reporting: by-lines, dates, captions, calls to read or share, cards about a person."""

import re
from itertools import pairwise

__all__ = ["clean_lines", "readable"]

_BY_LINE = re.compile(
    r"by\s+[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]*|,|\s+and|\s+for|\s+in|\s+the|\s+of|\s*[|/&])*", re.ASCII
)
_DAY = (
    r"(?:on|at)?\s*(?::|\||\d|(?:mon|tue|wed|thu|fri|sat|sun)\w*,? \w+ \d|(?:mon|tue|wed|thu|fri|sat|sun)\w*,? \d"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.? \d)"
)
# Each has to match a whole line in small letters.
_DEBRIS = tuple(
    re.compile(form)
    for form in (
        r"(?:by|written by|reported by|reporting by)\b.{0,80}"
        r"\b(?:reporter|correspondent|editor|staff|writer|bureau|press)\b.{0,40}(?<!\.)",
        rf"(?:first )?(?:published|updated|posted|last (?:updated|modified))\s*{_DAY}[^.]{{0,90}}\.?",
        r"(?:read|see|watch|listen|view|more|related) ?(?:more|also|next|now|on this|here)?\s*:.*",
        r"(?:read more|related|related (?:stories|articles|content|topics).*|more on this story)",
        r"you may (?:also )?like.*",
        r"(?:click|tap) here\b.*",
        r"(?:advertisement|sponsored|story continues below.*|article continues (?:after|below).*|share (?:this|on).*)",
        r".{0,60}\b(?:sign up|subscribe)\b.{0,120}\b(?:newsletter|inbox)\b.{0,300}",
        r"(?:.{0,60}[.!?:,–—] )?(?:please |you can |click here to |to )?(?:sign up|subscribe)\b.{0,120}"
        r"\b(?:briefing|email|alerts?|updates)\b.{0,120}",
        r"(?:get|want) .{0,100}\b(?:in|to) your inbox\b.{0,80}",
        r".{0,300}\((?:ap |reuters |afp )?(?:photo|image|picture|file photo)s?\b[^)]{0,80}\)\.?",
        r"(?:photo|photograph|image|picture|video|graphic|illustration)s?\s*(?:credit|:|via|courtesy).{0,200}",
        r"(?:image|media|photo) (?:caption|copyright|source).{0,300}",
        r"(?:follow|like|join) (?:us|\w+(?: \w+)?|@\w+) on (?:twitter|facebook|x|instagram|telegram|whatsapp).{0,120}",
        r"(?:©|\(c\)|copyright (?:©|\(c\)|\d{4})).{0,200}|copyright .{0,120}\ball rights reserved.{0,80}",
        r"(?:\d+ )?comments?(?: \(\d+\))?|leave a (?:comment|reply)|join the conversation.*|show comments?",
        r"all rights reserved.*|\d+ min(?:ute)?s? read|(?:print|save|email|share|gift)(?: (?:this|article))*",
    )
)
_PICTURE_BY = re.compile(r"(?:photo|photograph|image|picture|video|graphic|illustration)s? by [A-Z].{0,200}")
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u2060\u2066-\u2069\ufeff]")  # "corona\u00advirus" is another word
# The Hill shows a card beside a name: the full name and three headlines, which text of its pages has in mid-sentence
# ("Sen. Cory Booker Cory Anthony BookerOutsider candidates outpoll … percent MORE (N.J.)"). Of 1,702 real articles 134
# have 553. Either a headline is glued to the last name, or first and last name come twice.
_WORD = r"[\w.'’-]{1,30}"
_NAME = r"[^\W\d_a-z][\w.'’-]{1,30}"
_CARDS = tuple(
    re.compile(rf"\b(?P<name>{name}(?:,? (?:Jr|Sr|III|II)\b\.?)?){full_name}[^\n]{{10,}}\Z")
    for name, full_name in (
        (rf"(?P<last>{_NAME})", rf" (?:\(?{_WORD}\)? ){{0,6}}?(?P=last)(?=[A-Z0-9'‘“])"),
        (rf"(?P<first>{_NAME}) (?P<last>{_NAME})", rf" ?(?P=first) (?:\(?{_NAME}\)? ){{0,4}}?(?P=last)"),
    )
)
_CARD_END, _LONGEST_CARD, _MOST_CARDS = " MORE", 950, 100  # characters; a page's text with more is no article
_LONGEST_DEBRIS = 400  # characters
_TITLE_LINES = 2
_LONG_TITLE = 15  # letters


def clean_lines(text: str, headline: str = "") -> str:
    """The text without lines that are no reporting, and without its headline at the top.

    But for cards only whole lines go, and only those that are nothing else; of lines that repeat each other (pull
    quotes) the first stays.
    """
    title = _letters(headline)
    kept: dict[str, None] = {}
    for line in readable(text).split("\n"):
        words = " ".join(line.split()).removeprefix("- ")
        if words and not _is_debris(words) and not (len(kept) < _TITLE_LINES and _is_title(words, title)):
            kept.setdefault(words)
    return "\n".join(kept) + "\n" if kept else ""


def readable(text: str) -> str:
    """The text without soft hyphens and marks of no width, and with a name where a name and its card were."""
    parts = _UNSEEN.sub("", text).split(_CARD_END)
    if len(parts) > _MOST_CARDS:
        return _CARD_END.join(parts)
    return "".join(_until_card(*part) for part in pairwise(parts)) + parts[-1]


def _until_card(part: str, after: str) -> str:
    """What comes before the end of a card, as far as the name that the card is about."""
    near = part[-_LONGEST_CARD:]
    found = next(filter(None, (card.search(near) for card in _CARDS)), None)
    if found is None or after[:1].isalnum():
        return part + _CARD_END
    return part[: len(part) - len(near) + found.end("name")]


def _is_title(line: str, title: str) -> bool:
    """Whether a line is the headline; ``<title>`` has the site's name behind it."""
    letters = _letters(line)
    return bool(letters) and (letters == title or (len(letters) >= _LONG_TITLE and title.startswith(letters)))


def _is_debris(line: str) -> bool:
    if len(line) > _LONGEST_DEBRIS:
        return False
    small = line.lower().strip(" -–—|•·▶►>")
    first = line[:1].lower() + line[1:]
    named = _BY_LINE.fullmatch(first) or _PICTURE_BY.fullmatch(first)
    return named is not None or any(form.fullmatch(small) for form in _DEBRIS)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
