"""Is this the whole article? A truncated article looks exactly like one that leaves things out.

Signs, strongest first: wording of a subscription wall at the end; an end inside a sentence; a beginning that goes on
from something; far fewer words than the page declares; a page that is a video; a text far shorter than its siblings'.
How often each is right, and the figures behind every threshold, are in ``docs/sources.md``.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile
from statistics import median
from typing import Any, Literal

from compare.records import Article
from compare.text.claimhood import why_not_claim
from compare.text.debris_forms import CONSENT, FULL_NAME, WALL
from compare.text.openings import BULLET

__all__ = ["judge"]

Verdict = tuple[Literal["yes", "cut", "unknown"], str]

_TAIL = 700  # characters: walls stand at the end, and whole articles quote such words in their middle
_SHORTENED = re.compile(
    r"(?:\[\s*(?:…|\.\.\.|\+\s?\d+ chars)\s*\]|(?:…|\.\.\.)\s*\[\+\d+ chars\]|(?:…|\.\.\.)\s*\(?(?:read )?more\)?"
    # Where it goes on: "Read more at harbourpost.example"; "Read more on the harbour" is a link to something else.
    r"|^\(?(?:(?:read|see) more|(?:read )?(?:the )?full story|read on)"
    r"(?: (?:at|on) (?:(?:https?://)?[\w-]+\.[\w./-]+|[A-Z][^.!?]{0,40}[’']s (?:web)?site))?\.?\)?)"
    r"(?:\s*(?:…|\.\.\.|»|>+|→))?$",
    re.IGNORECASE,
)
_CONSENT = re.compile(rf"\b{CONSENT}\b", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…][\"'“”’»)\]*]*$|[—–-]{1,3}$|[”\"»)\]]$")
_BROKEN_OFF = re.compile(r"(?<!\s)\s*(?:…|(?<!\.)\.{3,})$")
# Words that no English sentence ends with, for a last line without a full stop.
_OPEN_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a an the of to in on at by for from with and or but nor that which who whose whom if because while when where
        as than is are was were be been being has have had will would could should may might must can its their his her
        our your my this these those into over under between among against about after before during without within
        through said says not no very more most such also until since although though so""",
    )
)
# What stands behind articles without a full stop: credits, links, biographies, captions of videos.
_CREDIT = re.compile(
    "|".join(
        (
            r"contribut(?:ed|ing|ors?)|reporting by|report(?:ed|ing) (?:from|by)|editing by|writing by",
            r"with (?:reporting|files)|write to|additional reporting|copyright (?:\d|[©(])|©|https?://\S+$|www\.\S+$",
            # "vowed to follow the order", "said on www.example.com that" are of the article.
            r"\bfollow (?:him|her|them|us|me|@|(?-i:[A-Z]))|(?:^\W*|[.!?][”\"]? )follow\b|@[\w.]+\W*$|\(@\w+\)",
            r"email protected|^(?:image|media) copyright\b",
            r"read (?:more|or share)|^\W*(?:\d+ things to )?watch\b|more (?:on|from)|more\b.{0,30}:",
            r"[\w ]{1,40}:\S|click here|sign up|go deeper",
            r"all rights reserved",
            r"is (?:a|the|an) .{0,60}(?:reporter|correspondent|editor|writer|columnist|author|professor|fellow)",
        )
    ),
    re.IGNORECASE,
)
# What stands behind the last sentence of an article, which is judged without it.
_BEHIND = frozenset({"promotion", "note", "by-line", "timestamp", "caption"})
_LINK_BEHIND = re.compile(
    r"AD|.{1,80}[:–-] here|With [A-Z]\w+ wires?(?: services?)?|[A-Z][A-Z ]{3,}: [‘“'\"].*|.*\bcontact us\b.*:"
    r"|More (?:on|from) [^.!?]{1,60}|(?:https?://|www\.)\S+"
    rf"|{FULL_NAME} is (?:an?|the) .{{0,60}}"
    r"(?:reporter|correspondent|editor|writer|columnist)\b[^.!?]{0,80}\.?"
)
_LINES_BEHIND = 12
_LONGEST_LINK = 20  # words
_RULE = "_*-—– \t\r\ufeff"  # what a line between article and credits is made of
_LAST_SENTENCE = re.compile(r"(?<=[.!?]) +")
# "… and they rejected it.” Ann Vane": who wrote it, or the start of a sentence.
_NAME_BEHIND = re.compile(r"[.!?][”\"’)]* (?:[A-Z][\w.’'-]*|of|de|van|von)(?: (?:[A-Z][\w.’'-]*|of|de|van|von)){1,3}$")
_SAYS = r"(?:said|says|added|wrote|told|argued|asked|tweeted|continued|explained|noted|testified)\b"
_GOES_ON = re.compile(
    r"(?:But(?!\sfor\b)|And(?!\sthen\b)|Nor)\s"
    r"|(?:He|She)\s(?:also\s|then\s)?(?:added|said\sthat|noted|continued)\b"
    rf"|[“\"][^”\"]*[”\"]\s(?:Mr|Ms|Mrs)\.\s\w+\s{_SAYS}"
)
# Papers that write "Mr. Oake" give the whole name first, or with it ("Mr. Alan Oake"). "Mr. Chairman" is no name, "Mr.
# Bean" a figure whom all know, and a letter or a transcript names whom its readers know.
_TITLED = re.compile(
    r"\b(?<!Mr\. and )(?<!Dear )(?!^\w+\. [\w-]+:)(?:Mr|Ms|Mrs)\. "
    r"(?!(?:Nice|Bean|President|Speaker|Chief|Chair\w*|Secretary|Mayor|Minister|Justice|Judge|Ambassador|Governor|Vice|Prime"
    r"|Attorney|Foreman)\b)([A-Z][\w-]++)(?! [A-Z])"
)
_SPEECH = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|(?<!\w)‘[^‘’]*(?:’\w[^‘’]*)*(?:’|$)")
_FIRST_LINES = 6  # by-lines, captions and headings stand above the first line of an article
_SOMEBODY = re.compile(rf"[“\"][^”\"]*[”\"]\s(?:he|she|they|[A-Z]\w+)\s{_SAYS}")
_FEWEST_WORDS = 60  # the shortest of 1,738 real articles has 242
_VIDEO_WORDS = 150
_DECLARED_SHARE = 0.7  # of the words that the page declares, which count headline and captions too
_DECLARED_FLOOR = 0.9
# Of the siblings' median: the least of the 36 whole articles has .35; of 1,702 others 3 % are below .3, all long.
_SIBLING_SHARE = 0.33
_SIBLING_WORDS = 300
_LOCKED_WORDS = 250


def judge(article: Article, siblings: Sequence[Article], page: Mapping[str, Any] | None) -> Verdict:
    """Whether an article is whole.

    Args:
        article: the one in question.
        siblings: the story's articles; the one in question may be among them.
        page: its entry of ``fetched.json`` where it came from a page.

    Returns:
        ``cut`` where the text shows that something is missing, ``unknown`` where that cannot be told, else ``yes``;
        and the reason in words, empty for ``yes``.
    """
    text = article.text.rstrip()
    words = len(text.split())
    signs = _wall(text), _consent(text, words), _declared(words, page or {}), _unfinished(text, siblings), _begun(text)
    for sign in signs:
        if sign:
            return sign
    return _video(words, page or {}) or _short(article, words, siblings) or _unclear(words, page or {}) or ("yes", "")


def _wall(text: str) -> Verdict | None:
    found = WALL.search(text[-_TAIL:])
    if found:
        return "cut", f"ends with a subscription wall ({_quoted(found.group())})"
    last = text.rpartition("\n")[2]
    if found := _SHORTENED.search(last):
        return "cut", f"ends with {_quoted(found.group())}, so the text goes on elsewhere"
    return None


def _consent(text: str, words: int) -> Verdict | None:
    if words < 2 * _FEWEST_WORDS and (found := _CONSENT.search(text)):
        return "cut", f"a consent page, not the article ({_quoted(found.group())})"
    return None


def _declared(words: int, page: Mapping[str, Any]) -> Verdict | None:
    declared = page.get("declared_words")
    if isinstance(declared, int) and declared > 0 and words < _DECLARED_SHARE * declared:
        return "cut", f"{words} words, but the page declares {declared}"
    return None


def _begun(text: str) -> Verdict | None:
    """A beginning that goes on from what is not there, or quotes somebody whom nobody has introduced."""
    first = text.lstrip().partition("\n")[0]
    if _GOES_ON.match(first):
        return "cut", f"begins inside the article ({_quoted(' '.join(first.split()[:8]))})"
    if stranger := _not_introduced(text):
        return "cut", f"begins inside the article: nobody has introduced {_quoted(stranger)}"
    if found := _SOMEBODY.match(first):
        return "unknown", f"begins with a quotation of somebody not introduced ({_quoted(found[0][-60:])})"
    return None


def _not_introduced(text: str) -> str:
    """The "Mr. Oake" of the first line of prose whom neither the words before name nor the line in full; else empty."""
    lines = list(islice(filter(None, map(str.strip, text.split("\n"))), _FIRST_LINES))
    place = next((place for place, line in enumerate(lines) if _is_prose(line)), None)
    if place is None:
        return ""
    titled = _TITLED.search(_SPEECH.sub(lambda said: " " * len(said[0]), lines[place]))
    if not titled:
        return ""
    name = _unaccented(titled[1])
    before = _unaccented("\n".join([*lines[:place], lines[place][: titled.start()]]))
    full = rf"\b(?!(?:Mr|Ms|Mrs)\. )(?-i:[A-Z])[\w.’'-]* {name}\b"
    known = re.search(rf"\b{name}", before, re.IGNORECASE) or re.search(full, _unaccented(lines[place]), re.IGNORECASE)
    return "" if known else titled[0]


def _is_prose(line: str) -> bool:
    """Whether a line is of the article's text: an end as sentences have, and no debris, caption, question or item."""
    parts = line, _LAST_SENTENCE.split(line)[-1]
    return bool(_ENDED.search(line)) and not BULLET.match(line) and not any(why_not_claim(part) for part in parts)


def _unaccented(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))


def _unfinished(text: str, siblings: Sequence[Article]) -> Verdict | None:
    """An end inside a sentence. Credits, links and captions behind the article end without a full stop too.

    Above those that end as an article does a short line without an end is mostly a link or an item of a list: only a
    word that no sentence ends with shows a cut there.
    """
    lines = list(_from_the_end(text))
    passed = list(takewhile(_is_behind, lines))
    whole = next(iter(lines[len(passed) :]), "")
    last = _BROKEN_OFF.sub("", whole)
    if not last or _is_end(last) or _why_last(last) in _BEHIND:
        return None
    words = last.split()
    may_be_link = len(words) < _LONGEST_LINK and any(_is_end(line) for line in passed)
    if last[-1] == ":" and not may_be_link:
        return "unknown", f"announces something that the text does not hold ({_quoted(' '.join(words[-6:]))})"
    if words[-1].strip("\"'“”‘’").lower() in _OPEN_WORDS or last[-1] in ",;":
        return "cut", f"ends inside a sentence ({_quoted(' '.join(words[-6:]))})"
    if may_be_link:
        return None
    if last != whole:
        return "unknown", f"its last sentence is broken off ({_quoted(whole[-40:])})"
    if _in_quotation(last) or _is_half_word(words[-1], text, siblings):
        return "cut", f"ends inside a quotation or a word ({_quoted(' '.join(words[-6:]))})"
    if _reads_on(last, words) and not _NAME_BEHIND.search(last):
        return "cut", f"ends without a full stop ({_quoted(' '.join(words[-6:]))})"
    return "unknown", f"its last line is no sentence ({_quoted(' '.join(words[-6:]))})"


def _from_the_end(text: str) -> Iterator[str]:
    return islice((line.strip() for line in reversed(text.split("\n")) if line.strip(_RULE)), _LINES_BEHIND)


def _is_end(line: str) -> bool:
    bare = _BROKEN_OFF.sub("", line)
    return bool(_ENDED.search(bare) or _CREDIT.search(bare))


def _is_behind(line: str) -> bool:
    """Whether a line is of the page and stands behind the article: as a whole, or as a caption with its credit."""
    if _LINK_BEHIND.fullmatch(line) or why_not_claim(line) in _BEHIND:
        return True
    return _why_last(line) == "caption"


def _why_last(line: str) -> str:
    """Why the last sentence of a line is no claim; empty where it is one."""
    return why_not_claim(_LAST_SENTENCE.split(line)[-1])


def _reads_on(last: str, words: Sequence[str]) -> bool:
    """Whether a last line without a full stop is the start of a sentence rather than a heading or a list of names."""
    if re.search(r"[.!?][\"'”’)]*\s+\S", last):
        return True
    small = sum(word[:1].islower() for word in words)
    return len(words) >= 4 and small * 2 >= len(words)


def _in_quotation(line: str) -> bool:
    return line.rfind("“") > line.rfind("”") or line.count('"') % 2 == 1


def _is_half_word(word: str, text: str, siblings: Sequence[Article]) -> bool:
    """Whether the last word stands nowhere else in the story but begins a word that does."""
    half = re.sub(r"\W", "", word).lower()
    known = set(re.findall(r"\w+", " ".join([text.rstrip()[: -len(word)], *(one.text for one in siblings)]).lower()))
    return len(half) > 1 and half not in known and any(one.startswith(half) for one in known)


def _video(words: int, page: Mapping[str, Any]) -> Verdict | None:
    if page.get("video") and words < _VIDEO_WORDS:
        return "cut", f"a video with {words} words of text"
    return None


def _short(article: Article, words: int, siblings: Sequence[Article]) -> Verdict | None:
    others = [len(one.text.split()) for one in siblings if one.outlet != article.outlet]
    if words < _FEWEST_WORDS:
        return "cut" if others and median(others) > 3 * words else "unknown", f"only {words} words"
    if others and words < min(_SIBLING_WORDS, _SIBLING_SHARE * median(others)):
        return "cut", f"{words} words, where the story's other articles have {median(others):.0f}"
    return None


def _unclear(words: int, page: Mapping[str, Any]) -> Verdict | None:
    declared = page.get("declared_words")
    if page.get("free_to_read") is False and not (isinstance(declared, int) and words >= _DECLARED_FLOOR * declared):
        if words < _LOCKED_WORDS:
            return "cut", f"the page says that it is not free to read, and gives {words} words"
        return "unknown", "the page says that it is not free to read"
    if page.get("whole_page") is False:
        return "unknown", "the page's HTML breaks off before its end"
    return None


def _quoted(text: str) -> str:
    return '"' + " ".join(text.split())[:60] + '"'
