"""From a page to an article: its text, one paragraph a line, and what the page says of itself.

``trafilatura`` finds the main text (F1 .964 on the Zyte benchmark, the best of eight libraries tried). Before it runs,
parts that name themselves as something else are cut out of the page; after it, lines that are plainly no reporting.
Both only remove: boilerplate that stays would become a claim that "only this outlet" makes.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from compare.sources.debris import clean_lines
from compare.sources.formats import normalise
from compare.sources.metadata import PageFacts, read_facts
from compare.sources.values import plain_line

__all__ = ["EXTRACTOR", "Extracted", "NoArticle", "extract_page", "extractor_version"]

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
    import lxml.html
    import trafilatura

    _refuse_bombs(html)
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except lxml.etree.LxmlError as error:
        raise NoArticle("no readable HTML; save the article's text by hand") from error
    facts = _with_headline(read_facts(tree, url), tree)
    _prune(tree)
    _unfold_layout(tree)
    found = trafilatura.bare_extraction(
        tree, url=url or None, favor_precision=True, include_comments=False, include_tables=False,
        include_formatting=False, include_images=False, include_links=False, with_metadata=False,
    )  # fmt: skip
    raw = str(getattr(found, "text", None) or "")
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
_DROPPED_TAGS = (
    "aside",
    "nav",
    "footer",
    "form",
    "figure",
    "figcaption",
    "button",
    "noscript",
    "iframe",
    "template",
    "dialog",
)
_DROPPED_NAMES = re.compile(
    r"(?:^|[^a-z])(?:by-?lines?|author-?(?:bio|box|info|card|name)s?|contributors?|captions?|credits?|photo-?credit|related|recommended"
    r"|recirc(?:ulation)?|most-?(?:read|viewed|popular)|trending|newsletters?|subscribe|sign-?up|comments?|disqus|share"
    r"|sharing|social|promo|advert(?:isement)?s?|ads?|ad-?(?:slot|unit|wrapper)|sponsor(?:ed)?|outbrain|taboola|cookies?"
    r"|consent|gdpr|breadcrumbs?|tags|tag-?list|topics|read-?more|more-?(?:from|on|stories)|pull-?quotes?|timestamp|date-?published"
    r"|publish(?:ed)?-?date|print-?only|donat(?:e|ion)|membership|rollover-?people)(?:$|[^a-z])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LAYOUT_SHARE = 0.5  # of the page's text: a table that holds more is the page's layout
_FEWEST_BREAKS = 4
_KEEP_SHARE = 0.3  # of the page's paragraph text: a part that holds more is the article, whatever it is called


def _prune(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
    limit = _KEEP_SHARE * _paragraph_length(tree)
    for element in list(tree.iter(*_DROPPED_TAGS)) + [one for one in tree.iter("*") if _is_named_away(one)]:
        parent = element.getparent()
        if (
            parent is not None
            and element.tag not in ("html", "body", "article", "main")
            and _paragraph_length(element) <= limit
        ):
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


def _unfold_layout(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Make paragraphs of old layouts: tables that hold the article, and text divided by line breaks.

    trafilatura leaves tables out (they are figures and results in today's pages) and found nothing in such pages.
    """
    whole = max(1, len(tree.text_content()))
    for table in list(tree.iter("table")):
        if len(table.text_content()) > _LAYOUT_SHARE * whole:
            for element in table.iter("table", "tbody", "tr", "td", "th"):
                element.tag = "div"
    for element in list(tree.iter("div", "td", "section", "article", "p", "font", "span")):
        if len(element.findall("br")) >= _FEWEST_BREAKS:
            _paragraphs_from_breaks(element)


def _paragraphs_from_breaks(element: Any) -> None:  # noqa: ANN401 - lxml has no types
    import lxml.html

    children = list(element)
    paragraph = lxml.html.Element("p")
    paragraph.text, element.text = element.text, None
    made = [paragraph]
    for child in children:
        element.remove(child)
        if child.tag == "br":
            made.append(paragraph := lxml.html.Element("p"))
            paragraph.text = child.tail
        else:
            paragraph.append(child)
    element.extend(one for one in made if one.text_content().strip())
    if element.tag == "p":
        element.tag = "div"


def _with_headline(facts: PageFacts, tree: Any) -> PageFacts:  # noqa: ANN401 - lxml has no types
    """Fill the headline from the page's ``<h1>`` or ``<title>``.

    Author and date are not guessed: trafilatura dates all of 181 pages, also those that give no date.
    """
    for path in (".//h1", ".//title"):
        element = tree.find(path)
        words = plain_line("".join(element.itertext())) if element is not None else ""
        if words and not facts.headline:
            return replace(facts, headline=words[:1_000])
    return facts


_CONSENT = re.compile(
    r"\b(?:we (?:and our partners )?use cookies|(?:accept|manage|reject)(?: all)? cookies"
    r"|cookie (?:policy|settings|preferences)|before you continue|your privacy (?:choices|matters|is important)"
    r"|we (?:and our|value) .{0,40}partners|consent to)\b",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"\b(?:enable|turn on|requires?|activate) javascript|javascript is (?:disabled|required)", re.IGNORECASE
)
_ROBOT = re.compile(
    r"\b(?:are you a robot|verify (?:that )?you are (?:a )?human|unusual traffic|checking your browser|captcha)\b",
    re.IGNORECASE,
)


def _no_article(text: str, facts: PageFacts) -> str:
    """Why a text is no article; empty where it may be one."""
    if len(text) < 5 * _SHORTEST:  # wording of these kinds also occurs in real articles, which are longer
        for form, reason in (
            (_CONSENT, "a consent page"),
            (_SCRIPT, "a page that needs JavaScript"),
            (_ROBOT, "a check for robots"),
        ):
            if len(form.findall(text)) > (0 if len(text) < 2 * _SHORTEST else 1):
                return f"{reason} instead of the article; save the page by hand and `compare add` the file"
    if len(text) < _SHORTEST and not (facts.video and text):
        return f"only {len(text.split())} words of text found in the page; save the article's text by hand"
    return ""


def _is_whole(html: str) -> bool:
    return (
        bool(re.search(r"</(?:html|body)\s*>", html[-4_000:], re.IGNORECASE)) or "<body" not in html[:200_000].lower()
    )
