"""From a page to an article: its text, one paragraph a line, and what the page says of itself.

``trafilatura`` finds the main text (F1 .964 on the Zyte benchmark, the best of eight libraries tried). Before it runs,
parts that name themselves as something else are cut out of the page; after it, lines that are plainly no reporting.
Both only remove, and from the middle of a line nothing that a reader sees: boilerplate that stays would become a claim
that "only this outlet" makes.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from compare.sources.debris import clean_lines
from compare.sources.formats import LARGEST_FILE, normalise
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
# Inside a sentence a name says nothing: "share-price" is a figure, "related-link" the subject. These are cards over it.
_CARD_NAMES = re.compile(r"(?:^|[^a-z])(?:rollover-people-block|print-only)(?:$|[^a-z])")
_HIDDEN_NAMES = re.compile(r"(?:^|[^a-z])(?:sr-only|visually-hidden)(?:$|[^a-z])")
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.!?][\"'”’)]*\s*$")  # not "U.S.", nor an initial
_CLOSING = ".,;:!?)”’"
_SEPARATORS = " \t\r\n\xa0|·•/"
# Tags that begin and end a line; an element that neither is one nor holds one is part of a line.
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 head header hr html iframe legend li main menu nav noscript ol option p pre script"
    " section select style summary svg table tbody td template textarea tfoot th thead title tr ul video".split()
)
# In the middle of a line trafilatura drops these with their words, or breaks the line (q).
_LOST_IN_LINES = ("button", "label", "output", "q", "time")
_LAYOUT_SHARE = 0.5  # of the page's text: a table that holds more is the page's layout
_FEWEST_BREAKS = 4
_BARE_BLOCKS = ("div", "center", "section", "article")  # trafilatura drops their own text beside paragraphs
_KEEP_SHARE = 0.3  # of the page's paragraph text: a part that holds more is the article, whatever it is called


def _prune(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
    limit = _KEEP_SHARE * _paragraph_length(tree)
    parts = list(tree.iter(*_DROPPED_TAGS)) + [one for one in tree.iter("*") if _is_named_away(one)]
    within = _within_lines(tree, {one for one in parts if _is_inline(one)})
    for element in parts:
        parent = element.getparent()
        if (
            parent is not None
            and element not in within
            and element.tag not in ("html", "body", "article", "main")
            and _paragraph_length(element) <= limit
        ):
            _remove(element, parent)
    for element in within:
        _make_plain(element)


def _names(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('rel') or ''}"
    return _CAMEL.sub("-", names[:500]).lower()


def _is_named_away(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return bool(_DROPPED_NAMES.search(_names(element)))


def _is_inline(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return next(element.iter(*_BLOCKS), None) is None


def _within_lines(tree: Any, doubtful: set[Any]) -> set[Any]:  # noqa: ANN401 - lxml has no types
    """The inline elements beside which their line has words that are not of ``doubtful`` elements.

    What follows the last sentence of a line is not among them, nor are cards and what is hidden.
    """
    import lxml.etree

    seen, depth = 0, 0  # texts with words so far, and how many doubtful elements are open
    begun, said = [0], ""  # ``seen`` where each line begins, and the last signs of the line so far
    opened: dict[Any, tuple[int, int, bool]] = {}
    closed: dict[Any, tuple[int, int]] = {}
    for event, element in lxml.etree.iterwalk(tree, events=("start", "end")):
        if element.tag == "br" or element.tag in _BLOCKS:
            begun.append(seen)
            said = ""
        if event == "start":
            depth += element in doubtful
            opened[element] = len(begun), seen, _SENTENCE_END.search(said) is None or _is_closed_behind(element)
            text = element.text or ""
        else:
            depth -= element in doubtful
            closed[element] = len(begun), seen
            text = element.tail or ""
        if not depth:
            seen += bool(re.search(r"\w", text))
            said = (said + text.rstrip(_SEPARATORS))[-9:]
    begun.append(seen)
    return {
        element
        for element, (line, before, in_sentence) in opened.items()
        if ((begun[line - 1] < before and in_sentence) or closed[element][1] < begun[closed[element][0]])
        and _is_inline(element)
        and not _CARD_NAMES.search(_names(element))
        and not (element in doubtful and _is_hidden(element))
    }


def _is_closed_behind(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether the sign behind an element is of its sentence, as in "the U.N. <a>Council</a>."."""
    return (element.tail or " ")[0] in _CLOSING


def _is_hidden(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return (
        element.get("hidden") is not None
        or (element.get("aria-hidden") or "").strip().lower() == "true"
        or re.search(r"display\s*:\s*none", element.get("style") or "", re.IGNORECASE) is not None
        or _HIDDEN_NAMES.search(_names(element)) is not None
    )


def _make_plain(element: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Leave trafilatura no reason to take an element out of its line; what is hidden it may."""
    if element.tag in _LOST_IN_LINES:
        element.tag = "span"
    if not re.search("hid|display", f"{_names(element)} {element.get('style')}"):
        for name in ("class", "id", "rel", "style"):
            element.attrib.pop(name, None)


def _paragraph_length(element: Any) -> int:  # noqa: ANN401 - lxml has no types
    return sum(len("".join(paragraph.itertext())) for paragraph in element.iter("p"))


def _remove(element: Any, parent: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take an element out and keep the text behind it, unless that only separates it from the next."""
    if element.tail:
        if not element.tail.strip(_SEPARATORS):
            element.tail = " "
        gap = "" if _is_closed_behind(element) else " "
        before = element.getprevious()
        if before is None:
            parent.text = f"{parent.text or ''}{gap}{element.tail}"
        else:
            before.tail = f"{before.tail or ''}{gap}{element.tail}"
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
    for element in reversed(list(tree.iter("div", "td", "section", "article", "p", "font", "span"))):
        if len(element.findall("br")) < _FEWEST_BREAKS:
            continue
        if element.tag in ("font", "span") and element.getparent().tag in ("p", "font", "span"):
            element.drop_tag()  # the words around it are of its first and last line
        else:
            _paragraphs_from_breaks(element)


def _paragraphs_from_breaks(element: Any) -> None:  # noqa: ANN401 - lxml has no types
    for child in list(element):
        if child.tag in _BARE_BLOCKS and next(child.iter("p", "ul", "ol", "dl", "blockquote", "table"), None) is None:
            for block in list(child.iter(*_BARE_BLOCKS)):
                _paragraphs_between_blocks(block)
    _paragraphs_between_blocks(element)


def _paragraphs_between_blocks(element: Any) -> None:  # noqa: ANN401 - lxml has no types
    import lxml.html

    children = list(element)
    paragraph = lxml.html.Element("p")
    paragraph.text, element.text = element.text, None
    made = [paragraph]
    for child in children:
        element.remove(child)
        if child.tag == "br" or not _is_inline(child):
            made += [child, paragraph := lxml.html.Element("p")]
            paragraph.text, child.tail = child.tail, None
        else:
            paragraph.append(child)
    element.extend(one for one in made if one.text_content().strip())
    if element.tag in ("p", "center"):
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
    if (size := len(text.encode())) > LARGEST_FILE:
        return f"its text has {size:,} bytes (limit {LARGEST_FILE:,}); save the article's own text by hand"
    if len(text) < _SHORTEST and not (facts.video and text):
        return f"only {len(text.split())} words of text found in the page; save the article's text by hand"
    return ""


def _is_whole(html: str) -> bool:
    return (
        bool(re.search(r"</(?:html|body)\s*>", html[-4_000:], re.IGNORECASE)) or "<body" not in html[:200_000].lower()
    )
