"""Pages whose article is not one element of paragraphs: bare text, line breaks, tables, one article for each post.

trafilatura reads paragraphs of one element. Beside them it drops bare text, tables, and every ``<article>`` but the
first.
"""

import re
from collections import Counter
from collections.abc import Callable
from itertools import islice
from typing import Any

from compare.sources.page_lines import KEEP_SHARE, is_inline, is_sentence, paragraph_length, words_beside_links

__all__ = ["give_paragraphs", "join_posts", "says_live", "unfold_layout"]

_LAYOUT_SHARE = 0.5  # of the page's text: a table that holds more is the page's layout
_FEWEST_BREAKS = 4
_BARE_BLOCKS = ("div", "center", "section", "article")  # trafilatura drops their own text beside paragraphs
_NOT_BARE = ("p", "ul", "ol", "dl", "blockquote", "table", "img")  # the words beside a picture are its caption
_MAY_BE_BARE = (*_BARE_BLOCKS, "main", "form", "td", "font", "span")
_OF_A_CARD = ("img", "picture", "video", "h1", "h2", "h3", "h4", "h5", "h6", "input", "button")
_CARD_DEPTH = 5  # elements around a bare text that may make it a caption or a card
_FEWEST_LINES = 3  # of bare sentences in one element: fewer may be a caption and its credit
_LIVE = re.compile(r"\"@type\"\s*:\s*\[?\s*\"(?:https?://schema\.org/)?LiveBlogPosting\"")
_FEWEST_POSTS = 3
_SHORTEST_POST = 200  # characters of paragraphs; teasers have fewer
_POSTS_SHARE = 0.5  # of the page's paragraphs


def give_paragraphs(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Put bare sentences into paragraphs where they stand among the article's sentences."""
    bare = {}
    for element in tree.iter(*_MAY_BE_BARE):
        lines = [] if element.tag in ("font", "span") and is_inline(element) else _bare_lines(element)
        if lines := list(filter(is_sentence, lines)):
            bare[element] = lines
    paragraphs = {one: [words] for one in tree.iter("p") if is_sentence(words := words_beside_links(one))}
    signs: dict[Any, Counter[int]] = {}
    for one, lines in (*bare.items(), *paragraphs.items()):
        depth = _depth(one)
        for around in (one, *one.iterancestors()):
            signs.setdefault(around, Counter())[depth] += sum(map(len, lines))
    for element in [one for one, lines in bare.items() if _is_of_article(one, lines, signs)]:
        _paragraphs_between_blocks(element, lambda line: is_sentence(words_beside_links(line)))


def _bare_lines(element: Any) -> list[str]:  # noqa: ANN401 - lxml has no types
    lines = [element.text or ""]
    for child in element:
        if child.tag == "br" or not is_inline(child):
            lines.append(child.tail or "")
        else:
            lines[-1] += words_beside_links(child) + (child.tail or "")
    return lines


def _depth(element: Any) -> int:  # noqa: ANN401 - lxml has no types
    """How deep the lines of an element stand; a paragraph that is all of its parent stands where that does."""
    depth = sum(1 for _ in element.iterancestors())
    if element.tag == "p":
        return depth - (len(element.getparent()) == 1)
    return depth + any(not is_inline(child) for child in element)


def _is_of_article(element: Any, lines: list[str], signs: dict[Any, Counter[int]]) -> bool:  # noqa: ANN401
    """Whether bare lines stand among sentences that are no deeper and are many of the page's.

    What stands with a picture, a heading, a field or a link before that is a caption or a card; footers are too small.
    ``signs`` has how many an element's sentences have, by their depth.
    """
    many = KEEP_SHARE * signs[element.getroottree().getroot()].total()
    own = sum(map(len, lines))
    beside = len(lines) >= _FEWEST_LINES or signs[element].total() > own
    if not beside and next(element.iter(*_OF_A_CARD), None) is not None:
        return False
    depth, inside = _depth(element), element
    for around in (element, *islice(element.iterancestors(), _CARD_DEPTH)):
        if around.tag in ("body", "a"):
            return False
        among = sum(count for deep, count in signs[around].items() if deep <= depth)
        if (beside or among > own) and among >= many:
            return True
        if not beside and (among > own or _has_card_beside(around, inside)):
            return False
        inside = around
    return False


def _has_card_beside(around: Any, inside: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return any(
        next(child.iter("a", *_OF_A_CARD), None) is not None
        for child in around
        if around is not inside and child is not inside
    )


def unfold_layout(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
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
        if child.tag in _BARE_BLOCKS and next(child.iter(*_NOT_BARE), None) is None:
            for block in list(child.iter(*_BARE_BLOCKS)):
                _paragraphs_between_blocks(block)
    _paragraphs_between_blocks(element)


def _paragraphs_between_blocks(element: Any, wanted: Callable[[Any], bool] = lambda _: True) -> None:  # noqa: ANN401
    """Put what stands between the blocks of an element into paragraphs, where the paragraph is ``wanted``."""
    import lxml.html

    children = list(element)
    paragraph = lxml.html.Element("p")
    paragraph.text, element.text = element.text, None
    made, new = [paragraph], [paragraph]
    for child in children:
        element.remove(child)
        if child.tag == "br" or not is_inline(child):
            made += [child, paragraph := lxml.html.Element("p")]
            new.append(paragraph)
            paragraph.text, child.tail = child.tail, None
        else:
            paragraph.append(child)
    element.extend(one for one in made if len(one) or one not in new or (one.text or "").strip())
    for one in new:
        if one.getparent() is not None and not (one.text_content().strip() and wanted(one)):
            one.drop_tag()
    if element.tag in ("p", "center"):
        element.tag = "div"


def says_live(tree: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether a page declares that it is a live report."""
    return any(_LIVE.search(one.text or "") for one in tree.iterfind(".//script[@type='application/ld+json']"))


def join_posts(tree: Any, *, live: bool) -> None:  # noqa: ANN401 - lxml has no types
    """Make one article of the posts of a live report, each of which is an ``<article>``.

    Posts stand side by side and hold most of the page's paragraphs. They are no teasers: those are short and their
    heading is a link to another page. Whole articles one below another have a main heading each.
    """
    beside: dict[Any, list[Any]] = {}
    for article in tree.iter("article"):
        around = article.getparent()
        if around is not None:
            beside.setdefault(around.getparent() if around.tag == "li" else around, []).append(article)
    whole = paragraph_length(tree)
    signs_of_a_post = any if live else all
    for around, articles in beside.items():
        posts = [one for one in articles if signs_of_a_post((_is_long(one), not _leads_elsewhere(one)))]
        if (
            len(posts) >= _FEWEST_POSTS
            and sum(map(paragraph_length, posts)) >= _POSTS_SHARE * whole
            and sum(one.find(".//h1") is not None for one in posts) < 2
        ):
            for teaser in articles:
                if teaser not in posts and _leads_elsewhere(teaser):
                    teaser.drop_tree()
            _join(around, posts)


def _is_long(article: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return paragraph_length(article) >= _SHORTEST_POST


def _leads_elsewhere(article: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return any(
        "#" not in link.get("href", "#")
        for heading in article.iter("h1", "h2", "h3", "h4")
        for link in [*heading.iter("a"), *heading.iterancestors("a")]
    )


def _join(around: Any, posts: list[Any]) -> None:  # noqa: ANN401 - lxml has no types
    import lxml.html

    for post in posts:
        post.tag = "div"
    if around.tag in ("ol", "ul"):
        for one in around:
            one.tag = "div"
        around.tag = "div"
        around = around if around.getparent().tag == "body" else around.getparent()
    if around.tag == "body":
        whole = lxml.html.Element("div")
        posts[0].addprevious(whole)
        whole.extend(posts)
        around = whole
    around.set("itemprop", "articleBody")  # trafilatura looks for this first
