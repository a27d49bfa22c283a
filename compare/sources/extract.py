"""From a page to an article: its text, one paragraph a line, and what the page says of itself.

``trafilatura`` finds the main text (F1 .964 on the Zyte benchmark, the best of eight libraries tried). Before it runs,
what it would not see as text is put into paragraphs (``layouts``), and parts that name themselves as something else are
cut out of the page (``page_parts``); after it, lines that are plainly no reporting. From the middle of a line nothing
goes that a reader sees; boilerplate that stays would become a claim that "only this outlet" makes.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from compare.sources.debris import clean_lines
from compare.sources.formats import LARGEST_FILE, normalise
from compare.sources.layouts import give_paragraphs, join_posts, keep_one_article, says_live, unfold_layout
from compare.sources.metadata import PageFacts, read_facts
from compare.sources.page_parts import drop_note_marks, prune
from compare.sources.raised import drop_withdrawn, write_out_raised
from compare.sources.values import plain_line
from compare.text.debris_forms import CONSENT

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
    declared = read_facts(tree, url)
    facts = _with_headline(declared, tree)
    live = says_live(tree)
    drop_note_marks(tree)
    drop_withdrawn(tree)
    write_out_raised(tree)
    give_paragraphs(tree)
    prune(tree)
    unfold_layout(tree)
    if live:
        join_posts(tree)
    else:
        keep_one_article(tree, declared.headline)
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
    # People who are reported consent to things too, so that a text which was pasted is not judged by these.
    rf"\b(?:{CONSENT}|before you continue|we (?:and our|value) .{{0,40}}partners|consent to)\b",
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
