"""Pages whose article is not one element of paragraphs: bare text, line breaks, tables, one article for each post.

trafilatura reads paragraphs of one element. Beside them it drops bare text, tables, and every ``<article>`` but the
first.
"""

import re
from collections.abc import Callable
from typing import Any

from compare.sources.metadata import json_ld_scripts
from compare.sources.page_lines import (
    KEEP_SHARE,
    has_words,
    is_inline,
    is_sentence,
    names_of,
    paragraph_length,
    sentence_length,
    words_beside_links,
)

__all__ = [
    "give_paragraphs",
    "join_posts",
    "keep_one_article",
    "paragraphs_of_bare_article",
    "says_live",
    "unfold_layout",
]

_LAYOUT_SHARE = 0.5  # of the page's text: a table that holds more is the page's layout
_FEWEST_BREAKS = 4
_BARE_BLOCKS = ("div", "center", "section", "article")  # trafilatura drops their own text beside paragraphs
_NOT_BARE = ("p", "ul", "ol", "dl", "blockquote", "table", "img")  # the words beside a picture are its caption
_BODIES = (*_BARE_BLOCKS, "main", "form", "td", "font", "span")
_PLAYERS = ("img", "picture", "video", "audio", "iframe", "object", "embed", "canvas", "svg", "figure")
_LINE_MARKS = ("br", "script", "style")  # between a picture and its caption they are nothing
_PLAIN = frozenset(("align", "dir", "lang", "style"))  # attributes of a block that is a line and not a box
_LEADS = frozenset(("lead", "lede", "intro", "standfirst"))
_SHORTEST_LEAD = 60  # characters, of one that is not called a lead: "Listen to this article in five minutes."
_PROSE = 250  # characters of paragraphs; beside fewer trafilatura reads blocks, which more paragraphs would cost
_NEARLY_ALL = 0.95
_FEWEST_BLOCKS = 3  # between the paragraphs: fewer may be a caption and a note
_LIVE = re.compile(r"\"@type\"\s*:\s*\[?\s*\"(?:https?://schema\.org/)?LiveBlogPosting\"")
_COMMENTS = re.compile(r"(?:^|[^a-z])(?:comments?|disqus|discussions?|repl(?:y|ies)|responses?|threads?)(?:$|[^a-z])")
_FEWEST_POSTS = 3
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FEWEST_PARAGRAPHS = 3  # of a whole article: cards and teasers have fewer
_SITE_BEHIND = re.compile(r"\s[|–—·-]\s")


def give_paragraphs(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Put bare sentences into paragraphs where they stand between the paragraphs of the article.

    The article is an element whose own paragraphs are many of the page's.
    """
    lengths: dict[Any, int] = {}
    for one in tree.iter("p"):
        if is_sentence(words := words_beside_links(one)):
            lengths[one.getparent()] = lengths.get(one.getparent(), 0) + len(words)
    enough = KEEP_SHARE * sum(lengths.values())
    for body, length in lengths.items():
        if length < enough or body.tag not in _BODIES:
            continue
        blocks = _bare_blocks(body)
        bare = sum(len(words_beside_links(block)) for block in blocks) + _bare_length(body)
        if bare and (length >= _PROSE or length + bare >= _NEARLY_ALL * sentence_length(body)):
            for block in blocks:
                block.tag = "p"
            _paragraphs_of_bare_sentences(body)


def paragraphs_of_bare_article(element: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Put the sentences of an article without paragraphs into some."""
    for body in [one for one in element.iter(*_BODIES) if one is element or not is_inline(one)]:
        if len(body.findall("br")) < _FEWEST_BREAKS:
            _paragraphs_of_bare_sentences(body)
    if element.tag == "form":
        element.tag = "div"


def _bare_length(body: Any) -> int:  # noqa: ANN401 - lxml has no types
    """Characters of the bare text of an element."""
    return sum(len((text or "").strip()) for text in (body.text, *(child.tail for child in body)))


def _bare_blocks(body: Any) -> list[Any]:  # noqa: ANN401 - lxml has no types
    """The blocks before the last paragraph that are lines as paragraphs are: a lead, or several without a name."""
    lead, blocks, begun = [], [], False
    children = list(body)
    ends = [at for at, one in enumerate(children) if one.tag == "p" and is_sentence(words_beside_links(one))]
    for one in children[: ends[-1] if ends else 0]:
        begun = begun or one.tag == "p"
        if one.tag == "div" and _is_bare_block(one):
            plain = _PLAIN.issuperset(one.keys())
            if plain:
                blocks.append(one)
            is_long = plain and len(words_beside_links(one).strip()) >= _SHORTEST_LEAD
            if not begun and (is_long or not _LEADS.isdisjoint((one.get("class") or "").lower().split())):
                lead.append(one)
    return list(dict.fromkeys(lead[:1] + (blocks if len(blocks) >= _FEWEST_BLOCKS else [])))


def _is_bare_block(block: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return (
        block.find("br") is None
        and all(map(is_inline, block))
        and is_sentence(words_beside_links(block))
        and not _is_caption(block)
    )


def _is_caption(line: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether a line holds or follows a picture, a player, or an element without words, which scripts fill with one."""
    before = line.getprevious()
    while before is not None and before.tag in _LINE_MARKS and not has_words(before.tail):
        before = before.getprevious()
    return _has_player(line) or (
        before is not None
        and before.tag not in _LINE_MARKS
        and (not has_words("".join(before.itertext())) or _has_player(before))
    )


def _has_player(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return any(one.tag in _PLAYERS or "-" in one.tag or one.get("data-src") is not None for one in element.iter("*"))


def _paragraphs_of_bare_sentences(body: Any) -> None:  # noqa: ANN401 - lxml has no types
    if any(has_words(text) for text in (body.text, *(child.tail for child in body))):
        _paragraphs_between_blocks(body, _is_bare_sentence)


def _is_bare_sentence(line: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether a line is a sentence, has words in no element of its own, and is no caption."""
    own = any(has_words(text) for text in (line.text, *(child.tail for child in line)))
    return own and is_sentence(words_beside_links(line)) and not _is_caption(line)


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
    return any(_LIVE.search(source) for source in json_ld_scripts(tree))


def join_posts(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Make one article of the posts of a page that declares itself a live report, each of which is an ``<article>``.

    Posts stand side by side, each alone in an element or not, have a heading or a time each, and hold nearly all of the
    page's paragraphs. Inside an article they are read as they are; cards have a heading that is a link to another page.
    """
    beside: dict[Any, list[Any]] = {}
    for article in tree.iter("article"):
        around = article.getparent()
        if around is not None:
            is_alone = around.tag == "li" or (len(around) == 1 and around.tag != "article")
            beside.setdefault(around.getparent() if is_alone else around, []).append(article)
    most = (1 - KEEP_SHARE) * paragraph_length(tree)
    for around, articles in beside.items():
        posts = [one for one in articles if _has_head(one) and not _leads_elsewhere(one)]
        if (
            len(posts) >= _FEWEST_POSTS
            and sum(map(paragraph_length, posts)) > most
            and not any(one.tag == "article" or _is_of_comments(one) for one in (around, *around.iterancestors()))
            and not any(_is_of_comments(one) or _is_of_comments(one.getparent()) for one in posts)
        ):
            for card in articles:
                if card not in posts and _leads_elsewhere(card):
                    card.drop_tree()
            _join(around, posts)


def _has_head(article: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return next(article.iter(*_HEADINGS, "time"), None) is not None


def _is_of_comments(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return _COMMENTS.search(names_of(element)) is not None


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


def keep_one_article(tree: Any, headline: str) -> None:  # noqa: ANN401 - lxml has no types
    """Take out the other articles of a page that loads one below the other as readers scroll.

    ``headline`` is what the page declares. Whole articles have headings of one rank; the page's own is that with its
    headline, or the first where each ``<h1>`` is one of theirs: below another they are the sections of one article.
    """
    heads = {article: _heading(article) for article in tree.iter("article") if _is_whole_article(article)}
    named = [article for article, head in heads.items() if _is_headline(head, headline)]
    if not named and all(any(one in heads for one in title.iterancestors("article")) for title in tree.iter("h1")):
        named = [article for article in list(heads)[:1] if heads[article].tag == "h1"]
    for article, head in heads.items():
        if named and article is not named[0] and head.tag == heads[named[0]].tag:
            article.drop_tree()


def _heading(article: Any) -> Any:  # noqa: ANN401 - lxml has no types
    """The first heading of the highest rank: the section's name may stand above it in a lower one."""
    return next((head for rank in _HEADINGS for head in article.iter(rank)), None)


def _is_whole_article(article: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether an article is in no other, and has a heading and the paragraphs of one."""
    if next(article.iterancestors("article"), None) is not None or _heading(article) is None:
        return False
    return sum(is_sentence(words_beside_links(one)) for one in article.iter("p")) >= _FEWEST_PARAGRAPHS


def _is_headline(head: Any, headline: str) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether a heading has the words of a headline, which may have the site's name behind it."""
    words, *others = (
        re.findall(r"\w+", one.casefold())
        for one in ("".join(head.itertext()), headline, _SITE_BEHIND.split(headline)[0])
    )
    return bool(words) and words in others
