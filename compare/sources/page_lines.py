"""The lines of a page before it is read: which elements are a piece of one, and which words make a sentence."""

import re
from typing import Any

__all__ = ["BLOCKS", "KEEP_SHARE", "SENTENCE_END", "is_inline", "is_sentence", "paragraph_length", "words_beside_links"]

# Tags that begin and end a line; an element that neither is one nor holds one is part of a line.
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 head header hr html iframe legend li main menu nav noscript ol option p pre script"
    " section select style summary svg table tbody td template textarea tfoot th thead title tr ul video".split()
)
SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.!?][\"'”’)]*\s*$")  # not "U.S.", nor an initial
KEEP_SHARE = 0.3  # of the page's paragraph text: a part that holds more is the article, whatever it is called
_FEWEST_WORDS = 4  # of a sentence: "It was dry here."; labels and times have fewer, or no full stop


def is_inline(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether an element is a piece of a line."""
    return next(element.iter(*BLOCKS), None) is None


def paragraph_length(element: Any) -> int:  # noqa: ANN401 - lxml has no types
    """Characters of the paragraphs in an element."""
    return sum(len("".join(paragraph.itertext())) for paragraph in element.iter("p"))


def is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does and has the words of one."""
    return SENTENCE_END.search(text) is not None and len(text.split()) >= _FEWEST_WORDS


def words_beside_links(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """The text of an element without that of links and buttons: menus and teasers are nothing but links."""
    return "".join(element.xpath(".//text()[not(ancestor::a or ancestor::button)]"))
