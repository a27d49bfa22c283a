"""What in a page's text is no reporting: by-lines, dates, captions, calls to read or share, cards about a person."""

import re
from itertools import pairwise

from compare.text.debris_forms import DATED, MONTH, NETWORK, WEEKDAY, ZONE

__all__ = ["clean_lines", "readable"]

_BY_LINE = re.compile(
    r"by\s+[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]*|,|\s+and|\s+for|\s+in|\s+the|\s+of|\s*[|/&])*", re.ASCII
)
# Verbs of somebody who tells something; calls to readers have none of them.
_TELLS = (
    r"\b(?:according to|add(?:s|ed)|advised|announced|appeared|argued|asked|became|began|came|claimed|could|did|died"
    r"|dominates?|emerged|fell|found|gave|grew|had|has|held|led|left|lists? \d+|lost|made|means?|meant|reported"
    r"|reveals?|rose|ruled|said|saw|say|says|shows?|showed|shown|stands|stood|suggests?|told|took|warn(?:s|ed)|was|went|were|will"
    r"|won|would|wrote)\b"
)
_ENDED = r"[.!?][\"'”’)\]]*\Z"
_STATEMENT = re.compile(rf".*{_TELLS}.*{_ENDED}")
# Each part is taken whole, so that a line that is nearly one is read soon.
_TIME_PART = (
    rf"(?:on|at|and|of|today|yesterday|(?:an?|\d+) (?:hour|hr|minute|min|day|week|month|year)s? ago|modified"
    r"|\d+ ?[hmd] ago|just now|\d+[ -]min(?:ute)?s? read|(?:africa|america|asia|australia|europe)/\w+"
    rf"|{WEEKDAY}|{MONTH}|{ZONE}|{DATED})\b|(?:(?<=\d\d )|(?<=[ap]m )|(?<=[ap]\.m\. ))[a-z]{{2,5}}\b"
    r"|\+?\d[\d:./t-]*(?:st\b|nd\b|rd\b|th\b|[ap]m\b|z\b)?|[][,;|.()/:~•·–—-]"
)
_TIMES = rf"(?>\s*(?:{_TIME_PART}))+"
_SECTION = r"\s*(?:the )?[^\s.!?|/•·]+(?: [^\s.!?|/•·]+){0,2}"  # or a site's name; a headline has more words
# Each has to match a whole line in small letters.
_DEBRIS = tuple(
    re.compile(form)
    for form in (
        rf"(?!.*{_TELLS}|.*{_ENDED})(?:by|written by|reported by|reporting by)\b.{{0,80}}"
        r"\b(?:reporter|correspondent|editor|staff|writer|bureau|press)\b.{0,40}",
        # Nothing but times, or a section or name behind a bar: "Updated on Dec. 1, the toll is 87" says something.
        rf"{DATED}{_TIMES}(?:(?<=[|/•·]){_SECTION}(?:\s*[|/•·]{_SECTION})*|\s(?:by|in) (?!.*{_TELLS})[^.!?]{{1,60}})?",
        rf"(?:posted|published) in [^.!?,]{{1,40}} on\b{_TIMES}",
        r"(?:read|see|watch|listen|view|more|related) ?(?:more|also|next|now|on this|here)?\s*:.*",
        r"(?:read more|related|more on this story)",
        rf"related (?:stories|articles|content|topics)\b(?!.*{_TELLS}.*{_ENDED}).*",
        rf"you may (?:also )?like(?: these| this| to read)?(?:\s*:.*|\W*|\b(?!.*{_ENDED}).*)",
        r"you might (?:also )?like(?: these| this| to read)?\W*",
        r"skip (?:recommendations|past newsletter promotion)(?: and continue reading)?|end of recommendations"
        r"|after newsletter promotion|our standards: .{0,40}\btrust principles\W*",
        r"a (?:post|photo|video) shared by [^.!?]{1,60}\(@[\w.]+\)\W*",
        r"listen to this (?:article|story)(?: here| now| in \w+ minutes?)?\W*",
        r"(?:advertisement|sponsored|story continues below.*|article continues (?:after|below).*)",
        r"share (?:this|on)(?: (?:this|article|story|post|page|video|link|on|via|by|with|your|friends|e-?mail|and"
        rf"|social|media|{NETWORK})|,)*\W*|share (?:this|on)\b(?!.*{_ENDED}).*",
        r".{0,300}\((?:ap |reuters |afp )?(?:photo|image|picture|file photo)s?\b"
        r"(?! (?:and|or|only|messages?|evidence|attached|above|below)\b)[^)]{0,80}\)\.?",
        r"(?:photo|photograph|image|picture|video|graphic|illustration)s?\s*(?:credits?\s*)?:.{0,200}",
        rf"(?!.*{_TELLS}.*{_ENDED})(?:photo|photograph|image|picture|video|graphic|illustration)s?"
        r"\s*(?:credits?|via|courtesy)\b"
        r".{0,200}",
        r"(?:©|(?:\(c\)|copyright) ?(?:©|\(c\)|copyright|\d{4}\b)).{0,200}|\(c\).{0,60}\ball rights reserved.{0,80}",
        rf"\(c\)(?!.*{_ENDED}).{{0,60}}",
        r"(?:\d+ )?comments?(?: \(\d+\))?|leave a (?:comment|reply)|show comments?",
        rf"all rights reserved(?: by .{{1,60}}|(?!, .*{_TELLS}.*{_ENDED})\s*[.,;:!|©–—-].*)?",
        r"\d+ min(?:ute)?s? read|(?:print|save|email|share|gift)(?: (?:this|article))*",
        # Calls, whatever they say of somebody.
        r"(?:click|tap) here(?: (?:to|for|if)|, if you)\b.*|join the conversation\s*:.*",
        r"want [^?]{0,80}\?.{0,100}\binbox\b.{0,80}",
        r"(?:please )?(?:sign up|subscribe)(?: here| now| today)? (?:to|for) our\b[^,]{0,120}"
        r"\b(?:newsletter|inbox|briefing|alerts?)\b.{0,120}",
        r"(?:please )?(?:sign up|subscribe) here (?:to|for) [^,]{1,160}",
        r"get our [^,]{1,100}\b(?:in|to) your inbox\b.{0,80}",
        r"share this (?:article|story|post|page|video) with your (?:friends|family|followers)(?: and [a-z]+)?\W*",
        r"(?:please )?(?:sign up|subscribe)(?: here| now| today)? (?:to|for) .{0,160}\b(?:in|to) your inbox\W*",
        rf"(?:follow|like|join) (?:us|\w+(?: \w+)?|@\w+) on {NETWORK} (?:for|where (?:we|you))\b.{{0,120}}",
        r"copyright .{0,120}\. all rights reserved\..{0,120}",
    )
)
# These too, but for those that say what somebody said or did.
_CALLS = tuple(
    re.compile(form)
    for form in (
        r"(?:click|tap) here\b.*",
        r"join the conversation\b.*",
        r"(?=.*\b(?:our|your|you agree)\b).{0,60}\b(?:sign up|subscribe)\b.{0,120}\b(?:newsletter|inbox)\b.{0,300}",
        r"(?:.{0,60}[.!?:–—] )?(?:please |you can |click here to )?(?:sign up|subscribe)\b.{0,120}"
        r"\b(?:newsletter|inbox|briefing|email|alerts?|updates)\b.{0,300}",
        r"(?:get|want) .{0,100}\b(?:in|to) your inbox\b.{0,80}",
        # "Like Trump on Twitter, the senator attacks judges daily." compares.
        rf"(?!like (?!us\b).{{1,40}} on {NETWORK}, (?:the|an?|mrs?\.?|ms\.?) .*{_ENDED})"
        rf"(?:follow|like|join) (?:us|\w+(?: \w+)?|@\w+) on {NETWORK}.{{0,120}}",
        r"copyright .{0,120}\ball rights reserved.{0,80}",
    )
)
_PICTURE_LABEL = re.compile(
    rf"(?!(?:Image|Media|Photo) (?:Copyright|Source) .*{_TELLS}.*{_ENDED})"  # a company's name
    r"(?:[Ii]mage|[Mm]edia|[Pp]hoto|IMAGE|MEDIA|PHOTO) (?:[Cc]aption|[Cc]opyright|[Ss]ource|CAPTION|COPYRIGHT|SOURCE)"
    r"(?:\s*[:,.©–—-].{0,300}|\s*|\s+(?:[^\sa-z]|(?:an?|the)\b).{0,300})"
)
_PICTURE_BY = re.compile(
    rf"(?!.*{_TELLS})(?:photo|photograph|image|picture|video|graphic|illustration)s? by [A-Z].{{0,200}}"
)
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
    if any(form.fullmatch(first) for form in (_BY_LINE, _PICTURE_BY)) or _PICTURE_LABEL.fullmatch(line):
        return True
    forms = _DEBRIS if _STATEMENT.match(small) else (*_DEBRIS, *_CALLS)
    return any(form.fullmatch(small) for form in forms)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
