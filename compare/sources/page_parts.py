"""The parts of a page that are no article: cut out before it is read, unless the article is in them."""

import re
from typing import Any

from compare.sources.layouts import paragraphs_of_bare_article
from compare.sources.page_lines import (
    BLOCKS,
    KEEP_SHARE,
    SENTENCE_END,
    has_words,
    is_sentence,
    names_of,
    paragraph_length,
    sentence_length,
    with_blocks,
)
from compare.text.sentences import is_one_sentence

__all__ = ["drop_from_line", "drop_note_marks", "prune"]

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
    r"(?:^|[^a-z])(?<!\bno-)(?<!\bnot-)(?<!\bwith-)(?<!\bhas-)(?:by-?lines?|author-?(?:bio|box|info|card|name)s?|contributors?|captions?|credits?|photo-?credit|related|recommended"
    r"|recirc(?:ulation)?|most-?(?:read|viewed|popular)|trending|newsletters?|subscribe|sign-?up|comments?|disqus|share"
    r"|sharing|social|promo|advert(?:isement)?s?|ads?|ad-?(?:slot|unit|wrapper)|sponsor(?:ed)?|outbrain|taboola|cookies?"
    r"|consent|gdpr|breadcrumbs?|tags|tag-?list|topics|read-?more|more-?(?:from|on|stories)|pull-?quotes?|timestamp|date-?published"
    r"|publish(?:ed)?-?date|print-?only|donat(?:e|ion)|membership|rollover-?people)(?:$|[^a-z])"
)
# Inside a sentence a name says nothing: "share-price" is a figure, "related-link" the subject. These are cards over it.
_CARD_NAMES = re.compile(r"(?:^|[^a-z])(?:rollover-people-block|print-only)(?:$|[^a-z])")
_HIDDEN_NAMES = re.compile(
    r"(?:^|[^a-z])(?<!not-)(?:sr-only|visually-?hidden|screen-reader(?:-text|-only)?)(?:$|[^a-z])"
)
_HIDING = frozenset(("aria-hidden", "style"))  # by these trafilatura drops an element, also by "overflow:hidden"
_NOTE_MARK = r"\[?(?:\d{1,3}|[*†‡§]|[a-z])\]?"
_NOTE_MARKS = re.compile(rf"\s*{_NOTE_MARK}(?:[\s,]+{_NOTE_MARK})*\s*")
_AROUND_MARKS = "[](), \t\r\n\xa0"
_NOTE_NAMES = re.compile(r"note|(?<![a-z\d])(?:fn|ftn|edn)(?:ref)?(?![a-z])")
_CLOSING = ".,;:!?)”’"
_LONGEST_SAID = 600  # signs of a line that tell whether its sentence goes on
_LONGEST_END = 9  # signs that tell whether a sentence has ended
_SHORTEST_ARTICLE = 200  # characters
_BODIES = frozenset("article body content entry main post story text".split())  # classes of an article's text
_SEPARATORS = " \t\r\n\xa0|·•/"
# In the middle of a line trafilatura drops these with their words, or breaks the line (q).
_LOST_IN_LINES = ("button", "label", "output", "q", "time")


def drop_note_marks(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take out the marks of footnotes, which would be read as figures: "killed 87<sup><a>2</a></sup>" is not 872."""
    for link in [one for one in tree.iter("a") if _is_note_mark(one)]:
        drop_from_line(link)


def drop_from_line(element: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take out a piece of a line, with what is empty without it: trafilatura drops the words behind that."""
    around = element.getparent()
    element.drop_tree()
    while around.tag not in BLOCKS and not "".join(around.itertext()).strip(_AROUND_MARKS):
        emptied, around = around, around.getparent()
        if around is None:  # an element that went with another piece of it
            return
        emptied.drop_tree()


def _is_note_mark(link: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether a link to a place in a page is nothing but a mark, and raised or named as that of a note."""
    _, hash_sign, place = (link.get("href") or "").partition("#")
    if not hash_sign or _NOTE_MARKS.fullmatch("".join(link.itertext())) is None:
        return False
    raised = next(link.iterancestors("sup"), None)
    if raised is not None and _NOTE_MARKS.fullmatch("".join(raised.itertext())):
        return True
    names = f"{place} {link.get('class')} {link.get('role')}".lower()
    # A figure may be a link that opens something, or one to words on another page ("#:~:text=").
    is_place = bool(place) and ":~:" not in place
    return (is_place or "footnote" in names) and _NOTE_NAMES.search(names) is not None


def prune(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take out what names itself as something else and what is hidden from readers.

    A part with much of the page's paragraphs is the article, whatever it is called; paywalls hide the article itself.
    """
    limit = KEEP_SHARE * paragraph_length(tree)
    _show_much(tree, limit)
    named, unseen = _named_and_hidden(tree)
    parts, hidden = [*tree.iter(*_DROPPED_TAGS), *dict.fromkeys([*named, *unseen])], set(unseen)
    blocks = with_blocks(tree)
    within = _within_lines(tree, {one for one in parts if one not in blocks}, blocks) - hidden
    bare = [
        one
        for one in parts
        if one in blocks and one not in hidden and paragraph_length(one) <= limit and _is_bare_article(one, tree)
    ]
    for element in parts:
        parent = element.getparent()
        if (
            parent is not None
            and element not in within
            and element not in bare
            and element.tag not in ("html", "body", "article", "main")
            and paragraph_length(element) <= limit
        ):
            _remove(element, parent)
    for element in within:
        _make_plain(element)
    for element in bare:
        paragraphs_of_bare_article(element)
        _drop_names(element)


def _show_much(tree: Any, limit: float) -> None:  # noqa: ANN401 - lxml has no types
    """Leave trafilatura no reason to drop an element with much of the page's paragraphs as hidden."""
    for element in tree.iter("*"):
        if _HIDING.intersection(element.keys()) and paragraph_length(element) > limit:
            for name in _HIDING:
                element.attrib.pop(name, None)


def _named_and_hidden(tree: Any) -> tuple[list[Any], list[Any]]:  # noqa: ANN401 - lxml has no types
    """The elements that name themselves as something else, and those that are hidden or cards over a line."""
    named, hidden = [], []
    for element in tree.iter("*"):
        if not element.keys():
            continue
        names = names_of(element)
        is_named = bool(names) and _DROPPED_NAMES.search(names) is not None
        if is_named:
            named.append(element)
        if _is_hidden(element, names, is_named=is_named) or (is_named and _CARD_NAMES.search(names)):
            hidden.append(element)
    return named, hidden


def _is_bare_article(element: Any, tree: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether a part holds the article in bare sentences, as a form around the whole page does.

    Another part may do so only if it is also called a body and nothing else on the page can be the article.
    """
    if element.tag != "form" and _BODIES.isdisjoint((element.get("class") or "").lower().split()):
        return False
    paragraphs = paragraph_length(tree) - paragraph_length(element)
    if len("".join(element.itertext())) < max(_SHORTEST_ARTICLE, paragraphs):
        return False
    inside = sentence_length(element)
    outside = max(paragraphs, sentence_length(tree) - inside)
    most = KEEP_SHARE * inside if element.tag == "form" else _SHORTEST_ARTICLE
    return inside >= _SHORTEST_ARTICLE and outside < most


def _within_lines(tree: Any, doubtful: set[Any], blocks: set[Any]) -> set[Any]:  # noqa: ANN401 - lxml has no types
    """The elements that are no ``blocks`` and beside which their line has words that are not of ``doubtful`` elements.

    Nothing behind the last sentence of a line is among them but another sentence that is not ``doubtful``.
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
            of_sentence = element in blocks or _is_of_sentence(element, said, doubtful)
            opened[element] = len(begun), seen, of_sentence
            text = element.text or ""
        else:
            depth -= element in doubtful
            closed[element] = len(begun), seen
            text = element.tail or ""
        if not depth:
            seen += has_words(text)
            said = (said + text)[-_LONGEST_SAID:]
    begun.append(seen)
    return {
        element
        for element, (line, before, of_sentence) in opened.items()
        if element not in blocks
        and ((begun[line - 1] < before and of_sentence) or closed[element][1] < begun[closed[element][0]])
    }


def _is_of_sentence(element: Any, said: str, doubtful: set[Any]) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether an element is of the sentence before it, or is one that names itself as nothing else."""
    said = said.rstrip(_SEPARATORS)
    if SENTENCE_END.search(said[-_LONGEST_END:]) is None or _is_closed_behind(element):
        return True
    text = "".join(element.itertext())
    return is_one_sentence(said, text) or (element not in doubtful and is_sentence(text))


def _is_closed_behind(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether the sign behind an element is of its sentence, as in "the U.N. <a>Council</a>."."""
    return (element.tail or " ")[0] in _CLOSING


def _is_hidden(element: Any, names: str, *, is_named: bool) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether readers do not see an element, or see the same in the one beside it.

    trafilatura drops what screen readers do not say; to the eye that may be the first letter of a word.
    """
    if element.get("hidden", "until-found").strip().lower() != "until-found":  # readers can open what is that
        return True
    style = element.get("style")
    if style and re.search(r"display\s*:\s*none", style, re.IGNORECASE):
        return True
    if _is_unheard(element):
        return is_named or any(_is_unseen(names_of(one)) for one in _beside(element))
    return _is_unseen(names) and not any(map(_is_unheard, _beside(element)))


def _is_unseen(names: str) -> bool:
    return bool(names) and _HIDDEN_NAMES.search(names) is not None


def _is_unheard(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return (element.get("aria-hidden") or "").strip().lower() == "true"


def _beside(element: Any) -> list[Any]:  # noqa: ANN401 - lxml has no types
    """The next inline elements with words before and behind an inline element, where no words stand between."""
    found = []
    for step, texts in (("getprevious", "previous"), ("getnext", "next")):
        one, gap = getattr(element, step)(), element.tail if texts == "next" else None
        while one is not None and not has_words(gap):
            gap = one.tail
            if has_words("".join(one.itertext())):
                found.append(one)
                break
            one = getattr(one, step)()
    return found


def _make_plain(element: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Leave trafilatura no reason to take an element out of its line; what is hidden it may."""
    if element.tag in _LOST_IN_LINES:
        element.tag = "span"
    if _is_unheard(element) and (element.tail or "")[:1].isalnum():
        element.attrib.pop("aria-hidden")  # the first letter of the word behind it
    if not re.search("hid|display", f"{names_of(element)} {element.get('style')}"):
        _drop_names(element)


def _drop_names(element: Any) -> None:  # noqa: ANN401 - lxml has no types
    for name in ("class", "id", "rel", "style"):
        element.attrib.pop(name, None)


def _remove(element: Any, parent: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take an element out and keep the text behind it, unless that only separates it from the next."""
    if element.tail:
        if not element.tail.strip(_SEPARATORS):
            element.tail = " "
        is_twin = _is_unheard(element) and has_words("".join(element.itertext()))
        gap = "" if is_twin or _is_closed_behind(element) else " "
        before = element.getprevious()
        if before is None:
            parent.text = f"{parent.text or ''}{gap}{element.tail}"
        else:
            before.tail = f"{before.tail or ''}{gap}{element.tail}"
    parent.remove(element)
