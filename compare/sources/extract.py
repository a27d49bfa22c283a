"""From a page to an article: its text, one paragraph a line, and what the page says of itself.

``trafilatura`` finds the main text (F1 .964 on the Zyte benchmark, the best of eight libraries tried). Before it runs,
parts that name themselves as something else are cut out of the page; after it, lines that are plainly no reporting.
Both only remove: boilerplate that stays would become a claim that "only this outlet" makes.
"""

import re
from dataclasses import dataclass
from typing import Any

from compare.sources.formats import normalise
from compare.sources.metadata import PageFacts, read_facts

__all__ = ["EXTRACTOR", "Extracted", "NoArticle", "clean_lines", "extract_page", "extractor_version"]

EXTRACTOR = "trafilatura"
# Below this many characters a page's "text" was cookie wording or a script notice (measured in docs/sources.md).
_SHORTEST = 200
_MOST_TAGS = 60_000  # 200,000 took trafilatura 12 s and 1.3 GB; news pages have under 10,000
_MOST_ATTRIBUTES = 2_000  # of one tag; libxml2 needs quadratic time for them, 9 s for 100,000
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


class NoArticle(Exception):
    """A page without an article's text; the message is the reason, in one line."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """An article read from a page. ``whole_page`` is false where the page's HTML breaks off before its end."""

    text: str
    facts: PageFacts
    version: str
    whole_page: bool = True


def extractor_version() -> str:
    """The version of trafilatura."""
    from importlib.metadata import version

    return version(EXTRACTOR)


def extract_page(html: str, url: str = "") -> Extracted:
    """The article of a page.

    Raises:
        NoArticle: a consent or script page, too little text, or a page built to exhaust the reader.
    """
    import lxml.html  # type: ignore[import-untyped]
    import trafilatura

    _refuse_bombs(html)
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except lxml.etree.LxmlError as error:
        raise NoArticle("no readable HTML; save the article's text by hand") from error
    facts = read_facts(tree)
    _prune(tree)
    found = trafilatura.bare_extraction(
        tree, url=url or None, favor_precision=True, include_comments=False, include_tables=False,
        include_formatting=False, include_images=False, include_links=False, with_metadata=False,
    )  # fmt: skip
    raw = str(getattr(found, "text", None) or "")
    facts = _with_defaults(facts, tree)
    text = clean_lines(normalise(raw), facts.headline)
    if reason := _no_article(text, facts):
        raise NoArticle(reason)
    return Extracted(text, facts, extractor_version(), _is_whole(html))


def _refuse_bombs(html: str) -> None:
    tags = html.count("<")
    if tags > _MOST_TAGS:
        raise NoArticle(f"the page has {tags:,} tags (limit {_MOST_TAGS:,}); save the article's text by hand")
    for match in _LONG_TAG.finditer(html):
        count = len(_QUOTED.sub("", match.group()).split())
        if count > _MOST_ATTRIBUTES:
            raise NoArticle(f"a tag has {count:,} attributes (limit {_MOST_ATTRIBUTES:,}); save the text by hand")


# Tags that never hold reporting, and names that publishers give to such parts. Whole words of class and id only.
_DROPPED_TAGS = ("aside", "nav", "footer", "form", "figure", "figcaption", "button", "noscript", "iframe", "template", "dialog")
_DROPPED_NAMES = re.compile(
    r"(?:^|[^a-z])(?:by-?lines?|author-?(?:bio|box|info|card|name)s?|contributors?|captions?|credits?|photo-?credit|related|recommended"
    r"|recirc(?:ulation)?|most-?(?:read|viewed|popular)|trending|newsletters?|subscribe|sign-?up|comments?|disqus|share"
    r"|sharing|social|promo|advert(?:isement)?s?|ads?|ad-?(?:slot|unit|wrapper)|sponsor(?:ed)?|outbrain|taboola|cookies?"
    r"|consent|gdpr|breadcrumbs?|tags|tag-?list|topics|read-?more|more-?(?:from|on|stories)|pull-?quotes?|timestamp|date-?published"
    r"|publish(?:ed)?-?date|print-?only|donat(?:e|ion)|membership)(?:$|[^a-z])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_KEEP_SHARE = 0.3  # of the page's paragraph text: a part that holds more is the article, whatever it is called


def _prune(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
    limit = _KEEP_SHARE * _paragraph_length(tree)
    for element in list(tree.iter(*_DROPPED_TAGS)) + [one for one in tree.iter("*") if _is_named_away(one)]:
        parent = element.getparent()
        if parent is not None and element.tag not in ("html", "body", "article", "main") and _paragraph_length(element) <= limit:
            _remove(element, parent)


def _is_named_away(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('rel') or ''}"
    return bool(_DROPPED_NAMES.search(_CAMEL.sub("-", names[:500]).lower()))


def _paragraph_length(element: Any) -> int:  # noqa: ANN401 - lxml has no types
    return sum(len("".join(paragraph.itertext())) for paragraph in element.iter("p"))


def _remove(element: Any, parent: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take an element out and keep the text behind it."""
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = f"{parent.text or ''} {element.tail}"
        else:
            before.tail = f"{before.tail or ''} {element.tail}"
    parent.remove(element)


def _with_defaults(facts: PageFacts, tree: Any) -> PageFacts:  # noqa: ANN401 - lxml has no types
    """Fill the headline from the page's ``<h1>`` or ``<title>``.

    Author and date are not guessed: trafilatura dates all of 181 pages, also those that give no date.
    """
    from dataclasses import replace

    for path in (".//h1", ".//title"):
        element = tree.find(path)
        words = " ".join("".join(element.itertext()).split()) if element is not None else ""
        if words and not facts.headline:
            return replace(facts, headline=words[:1_000])
    return facts


_DEBRIS = (
    re.compile(r"by\s+[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]*|,|\s+and|\s+for|\s+in|\s+the|\s+of|\s*[|/&])*", re.ASCII),
    re.compile(r"(?:by|written by|reported by|reporting by)\b.{0,80}\b(?:reporter|correspondent|editor|staff|writer|bureau|press)\b.{0,40}"),
    re.compile(r"(?:first )?(?:published|updated|posted|last (?:updated|modified))\b[^.]{0,90}\.?"),
    re.compile(r"(?:read|see|watch|listen|view|more) ?(?:more|also|next|now|on this|here)?\s*:.*"),
    re.compile(r"(?:read more|related|related (?:stories|articles|content|topics).*|more on this story|you may (?:also )?like.*)"),
    re.compile(r"(?:click|tap) here\b.*"),
    re.compile(r"(?:advertisement|sponsored|story continues below.*|article continues (?:after|below).*|share (?:this|on).*)"),
    re.compile(r".{0,60}\b(?:sign up|subscribe)\b.{0,120}\b(?:newsletter|inbox|briefing|email|alerts?|updates)\b.{0,120}"),
    re.compile(r"(?:get|want) .{0,100}\b(?:in|to) your inbox\b.{0,80}"),
    re.compile(r".{0,300}\((?:ap |reuters |afp )?(?:photo|image|picture|file photo)s?\b[^)]{0,80}\)\.?"),
    re.compile(r"(?:photo|photograph|image|picture|video|graphic|illustration)s?\s*(?:credit|by|:|via|courtesy).{0,200}"),
    re.compile(r"(?:image|media|photo) (?:caption|copyright|source).{0,300}"),
    re.compile(r"(?:follow|like|join) (?:us|\w+(?: \w+)?|@\w+) on (?:twitter|facebook|x|instagram|telegram|whatsapp).{0,120}"),
    re.compile(r"(?:©|copyright\b|\(c\)).{0,200}"),
    re.compile(r"(?:\d+ )?comments?(?: \(\d+\))?|leave a (?:comment|reply)|join the conversation.*|show comments?"),
    re.compile(r"all rights reserved.*|\d+ min(?:ute)?s? read|(?:print|save|email|share|gift)(?: (?:this|article))*"),
)  # fmt: skip
_LONGEST_DEBRIS = 400
_CASED = _DEBRIS[0]


def clean_lines(text: str, headline: str = "") -> str:
    """The text without lines that are no reporting: by-lines, dates, captions, calls to read, share or subscribe.

    Only whole lines go, and only those that are nothing else. The headline at the top goes too.
    """
    title = _letters(headline)
    kept: list[str] = []
    for line in text.split("\n"):
        words = " ".join(line.split())
        repeated = bool(kept) and words == kept[-1]
        if words and not repeated and not _is_debris(words) and not (len(kept) < 2 and title and _letters(words) == title):
            kept.append(words)
    return "\n".join(kept) + "\n" if kept else ""


def _is_debris(line: str) -> bool:
    if len(line) > _LONGEST_DEBRIS:
        return False
    small = line.lower().strip(" -–—|•·▶►>")
    first = line[:1].lower() + line[1:]
    return bool(_CASED.fullmatch(first)) or any(form.fullmatch(small) for form in _DEBRIS[1:])


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


_CONSENT = re.compile(
    r"\b(?:we (?:and our partners )?use cookies|(?:accept|manage|reject)(?: all)? cookies|cookie (?:policy|settings|preferences)"
    r"|before you continue|your privacy (?:choices|matters|is important)|we (?:and our|value) .{0,40}partners|consent to)\b",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"\b(?:enable|turn on|requires?|activate) javascript|javascript is (?:disabled|required)", re.IGNORECASE)
_ROBOT = re.compile(r"\b(?:are you a robot|verify (?:that )?you are (?:a )?human|unusual traffic|checking your browser|captcha)\b", re.IGNORECASE)


def _no_article(text: str, facts: PageFacts) -> str:
    """Why a text is no article; empty where it may be one."""
    if len(text) < 5 * _SHORTEST:  # wording of these kinds also occurs in real articles, which are longer
        for form, reason in ((_CONSENT, "a consent page"), (_SCRIPT, "a page that needs JavaScript"), (_ROBOT, "a check for robots")):
            if len(form.findall(text)) > (0 if len(text) < 2 * _SHORTEST else 1):
                return f"{reason} instead of the article; save the page by hand and `compare add` the file"
    if len(text) < _SHORTEST and not (facts.video and text):
        return f"only {len(text.split())} words of text found in the page; save the article's text by hand"
    return ""


def _is_whole(html: str) -> bool:
    return bool(re.search(r"</(?:html|body)\s*>", html[-4_000:], re.IGNORECASE)) or "<body" not in html[:200_000].lower()
