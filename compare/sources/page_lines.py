"""The lines of a page before it is read: which elements are a piece of one, and which words make a sentence."""

import re
from typing import Any

__all__ = [
    "BLOCKS",
    "KEEP_SHARE",
    "SENTENCE_END",
    "has_words",
    "is_inline",
    "is_sentence",
    "names_of",
    "paragraph_length",
    "sentence_length",
    "with_blocks",
    "words_beside_links",
]

# Tags that begin and end a line; an element that neither is one nor holds one is part of a line.
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 head header hr html iframe legend li main menu nav noscript ol option p pre script"
    " section select style summary svg table tbody td template textarea tfoot th thead title tr ul video".split()
)
SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.!?][\"'”’)]*\s*$")  # not "U.S.", nor an initial
KEEP_SHARE = 0.3  # of the page's paragraph text: a part that holds more is the article, whatever it is called
_FEWEST_WORDS = 4  # of a sentence: "It was dry here."; labels and times have fewer, or no full stop
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_PROSE = ("a", "button", "script", "style")  # menus and teasers are nothing but links


def is_inline(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether an element is a piece of a line."""
    return next(element.iter(*BLOCKS), None) is None


def with_blocks(tree: Any) -> set[Any]:  # noqa: ANN401 - lxml has no types
    """All elements that are not inline, found in one walk."""
    found: set[Any] = set()
    for one in tree.iter(*BLOCKS):
        while one is not None and one not in found:
            found.add(one)
            one = one.getparent()
    return found


def has_words(text: str | None) -> bool:
    """Whether a text has a letter or figure."""
    return re.search(r"\w", text or "") is not None


def names_of(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """What a page calls an element, in small letters with hyphens: "relatedLinks" is "related-links"."""
    names = " ".join(filter(None, map(element.get, ("class", "id", "rel"))))
    return _CAMEL.sub("-", names[:500]).lower()


def paragraph_length(element: Any) -> int:  # noqa: ANN401 - lxml has no types
    """Characters of the paragraphs in an element."""
    return sum(len("".join(paragraph.itertext())) for paragraph in element.iter("p"))


def sentence_length(element: Any) -> int:  # noqa: ANN401 - lxml has no types
    """Characters of the sentences in an element, in paragraphs or not."""
    return sum(len(line) for line in _lines_beside_links(element) if is_sentence(line))


def is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does and has the words of one."""
    return SENTENCE_END.search(text) is not None and len(text.split()) >= _FEWEST_WORDS


def words_beside_links(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """The text of an element without that of links and buttons."""
    if next(element.iter(*_NO_PROSE), None) is None:
        return "".join(element.itertext())
    return "".join(_lines_beside_links(element))


def _lines_beside_links(element: Any) -> list[str]:  # noqa: ANN401 - lxml has no types
    import lxml.etree

    lines = [[""]]
    walk = lxml.etree.iterwalk(element, events=("start", "end"))
    for event, one in walk:
        if one.tag == "br" or one.tag in BLOCKS:
            lines.append([])
        if event == "end":
            lines[-1].append((one.tail or "") if one is not element else "")
        elif one.tag in _NO_PROSE:
            walk.skip_subtree()
        else:
            lines[-1].append(one.text or "")
    return ["".join(line) for line in lines]
