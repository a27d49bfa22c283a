"""The parts of a page that are no article: cut out before it is read, unless the article is in them."""

import re
from typing import Any

from compare.sources.page_lines import BLOCKS, KEEP_SHARE, SENTENCE_END, is_inline, is_sentence, paragraph_length
from compare.text.sentences import is_one_sentence

__all__ = ["prune"]

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
_HIDDEN_NAMES = re.compile(
    r"(?:^|[^a-z])(?<!not-)(?:sr-only|visually-?hidden|screen-reader(?:-text|-only)?)(?:$|[^a-z])"
)
_CLOSING = ".,;:!?)”’"
_LONGEST_SAID = 600  # signs of a line that tell whether its sentence goes on
_SEPARATORS = " \t\r\n\xa0|·•/"
# In the middle of a line trafilatura drops these with their words, or breaks the line (q).
_LOST_IN_LINES = ("button", "label", "output", "q", "time")


def prune(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take out what names itself as something else and what is hidden from readers.

    A part with much of the page's paragraphs is the article, whatever it is called; paywalls hide the article itself.
    """
    limit = KEEP_SHARE * paragraph_length(tree)
    parts = list(tree.iter(*_DROPPED_TAGS)) + [one for one in tree.iter("*") if _is_named_away(one) or _is_hidden(one)]
    within = _within_lines(tree, {one for one in parts if is_inline(one)})
    for element in parts:
        parent = element.getparent()
        if (
            parent is not None
            and element not in within
            and element.tag not in ("html", "body", "article", "main")
            and paragraph_length(element) <= limit
        ):
            _remove(element, parent)
    for element in within:
        _make_plain(element)


def _names(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('rel') or ''}"
    return _CAMEL.sub("-", names[:500]).lower()


def _is_named_away(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return bool(_DROPPED_NAMES.search(_names(element)))


def _within_lines(tree: Any, doubtful: set[Any]) -> set[Any]:  # noqa: ANN401 - lxml has no types
    """The inline elements beside which their line has words that are not of ``doubtful`` elements.

    Nothing behind the last sentence of a line is among them but another sentence that is not ``doubtful``, and neither
    are cards and what is hidden.
    """
    import lxml.etree

    seen, depth = 0, 0  # texts with words so far, and how many doubtful elements are open
    begun, said = [0], ""  # ``seen`` where each line begins, and the end of the line so far
    opened: dict[Any, tuple[int, int, bool]] = {}
    closed: dict[Any, tuple[int, int]] = {}
    for event, element in lxml.etree.iterwalk(tree, events=("start", "end")):
        if element.tag == "br" or element.tag in BLOCKS:
            begun.append(seen)
            said = ""
        if event == "start":
            depth += element in doubtful
            opened[element] = len(begun), seen, _is_of_sentence(element, said, doubtful)
            text = element.text or ""
        else:
            depth -= element in doubtful
            closed[element] = len(begun), seen
            text = element.tail or ""
        if not depth:
            seen += bool(re.search(r"\w", text))
            said = (said + text)[-_LONGEST_SAID:]
    begun.append(seen)
    return {
        element
        for element, (line, before, of_sentence) in opened.items()
        if ((begun[line - 1] < before and of_sentence) or closed[element][1] < begun[closed[element][0]])
        and is_inline(element)
        and not _CARD_NAMES.search(_names(element))
        and not _is_hidden(element)
    }


def _is_of_sentence(element: Any, said: str, doubtful: set[Any]) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether an element is of the sentence before it, or is one that names itself as nothing else."""
    if SENTENCE_END.search(said := said.rstrip(_SEPARATORS)) is None or _is_closed_behind(element):
        return True
    text = "".join(element.itertext())
    return is_one_sentence(said, text) or (element not in doubtful and is_sentence(text))


def _is_closed_behind(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether the sign behind an element is of its sentence, as in "the U.N. <a>Council</a>."."""
    return (element.tail or " ")[0] in _CLOSING


def _is_hidden(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return (
        element.get("hidden") is not None
        or _is_unheard(element)
        or re.search(r"display\s*:\s*none", element.get("style") or "", re.IGNORECASE) is not None
        or (_HIDDEN_NAMES.search(_names(element)) is not None and not _is_read_instead(element))
    )


def _is_unheard(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return (element.get("aria-hidden") or "").strip().lower() == "true"


def _is_read_instead(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether it says for screen readers what its neighbour says for the eye, as with a large first letter."""
    return any(
        one is not None and _is_unheard(one) and re.search(r"\w", "".join(one.itertext()))
        for one in (element.getprevious(), element.getnext())
    )


def _make_plain(element: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Leave trafilatura no reason to take an element out of its line; what is hidden it may."""
    if element.tag in _LOST_IN_LINES:
        element.tag = "span"
    if not re.search("hid|display", f"{_names(element)} {element.get('style')}"):
        for name in ("class", "id", "rel", "style"):
            element.attrib.pop(name, None)


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
