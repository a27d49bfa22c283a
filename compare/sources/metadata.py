"""What a page says of itself: JSON-LD of schema.org first, OpenGraph and ``<meta>`` second.

Measured on the 181 pages of the Zyte benchmark, JSON-LD keeps the time of day and the date of change, which
trafilatura's own reader drops, and says whether the article is free to read and how many words it has.
"""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from compare.sources.values import iso_moment, plain_line

__all__ = ["PageFacts", "json_ld_scripts", "read_facts", "read_json_ld"]

_ARTICLE_TYPES = {
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "backgroundnewsarticle",
    "opinionnewsarticle", "reviewnewsarticle", "blogposting", "liveblogposting", "socialmediaposting", "report",
}  # fmt: skip
_VIDEO_TYPES = {"videoobject", "clip", "movie", "broadcastevent"}
_LONGEST_SCRIPT = 2_000_000
_MOST_NODES = 20_000
_LONGEST = 1_000
_EARLIEST_YEAR = "1700"  # JSON-LD in the wild holds dates such as 0001-01-01


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page declares; empty or None where it declares nothing.

    Attributes:
        published, modified: ISO 8601, with the time of day where the page gives it.
        free_to_read: schema.org's ``isAccessibleForFree``.
        declared_words: ``wordCount``, else the words of ``articleBody``.
        video: whether the page calls itself a video.
    """

    headline: str = ""
    byline: str = ""
    published: str = ""
    modified: str = ""
    site_name: str = ""
    canonical_url: str = ""
    free_to_read: bool | None = None
    declared_words: int | None = None
    video: bool = False


def read_facts(tree: Any, url: str = "") -> PageFacts:  # noqa: ANN401 - lxml has no types
    """The facts of a parsed page; ``url`` is where it is from, where that is known."""
    nodes = [node for source in json_ld_scripts(tree) for node in read_json_ld(source)]
    meta = _read_meta(tree)
    canonical = _canonical(tree, meta, url)
    article = _choose_article(nodes, (canonical, url), meta.get("og:title", ""))
    video = _is_video(article, nodes, meta)
    return PageFacts(
        headline=_first(article.get("headline"), meta.get("og:title"), meta.get("twitter:title")),
        byline=_first(_names(article.get("author")), meta.get("author"), meta.get("article:author_name")),
        published=_date(article.get("datePublished")) or _date(meta.get("article:published_time")),
        modified=_date(article.get("dateModified")) or _date(meta.get("article:modified_time")),
        site_name=_first(_names(article.get("publisher")), meta.get("og:site_name"), meta.get("application-name")),
        canonical_url=canonical,
        free_to_read=_free(article),
        declared_words=_declared_words(article),
        video=video,
    )


def json_ld_scripts(tree: Any) -> list[str]:  # noqa: ANN401 - lxml has no types
    """The JSON-LD scripts of a page; their type may have capitals, and a charset behind it."""
    return [
        script.text or ""
        for script in tree.iter("script")
        if (script.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json"
    ]


def read_json_ld(source: str) -> list[Mapping[str, Any]]:
    """Every object of a JSON-LD script, in order; nothing where it is no JSON or beyond bounds."""
    if len(source) > _LONGEST_SCRIPT:
        return []
    try:
        # strict=False: line breaks inside strings are the commonest fault of publishers' JSON-LD
        return list(_objects(json.loads(source.strip().rstrip(";"), strict=False)))
    except (ValueError, RecursionError):
        return []


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    waiting = deque([value])
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        one = waiting.popleft()
        if isinstance(one, dict):
            yield one
            waiting.extendleft(one[key] for key in ("video", "mainEntityOfPage", "mainEntity", "@graph") if key in one)
        elif isinstance(one, list):
            waiting.extendleft(reversed(one))


def _types(node: Mapping[str, Any]) -> set[str]:
    value = node.get("@type", "")
    names = value if isinstance(value, list) else [value]
    return {str(name).rpartition("/")[2].rpartition(":")[2].lower() for name in names}


def _choose_article(nodes: list[Mapping[str, Any]], known: tuple[str, ...], title: str) -> Mapping[str, Any]:
    """The article that the page is about: lists of related stories are articles too, but have other addresses.

    Of several none of which has the page's address or headline, those of another address are of other pages.
    """
    articles = [node for node in nodes if _types(node) & _ARTICLE_TYPES]
    if len(articles) == 1:
        return articles[0]
    here = {_bare(address) for address in known if address}
    for node in articles:
        if here & {_bare(address) for address in _addresses(node)}:
            return node
    named = [node for node in articles if title and _tidy(str(node.get("headline", ""))) == _tidy(title)]
    return max(named or [node for node in articles if not here or not any(_addresses(node))], key=len, default={})


def _bare(address: str) -> str:
    """An address without what one page's addresses differ by: scheme, ``www.``, query, fragment, last slash."""
    return re.sub(r"^[a-z]+://(?:www\.)?|[?#].*$", "", address.strip(), flags=re.IGNORECASE).rstrip("/").lower()


def _addresses(node: Mapping[str, Any]) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            yield value


def _is_video(article: Mapping[str, Any], nodes: list[Mapping[str, Any]], meta: Mapping[str, str]) -> bool:
    declared = any(_types(node) & _VIDEO_TYPES for node in nodes)
    return meta.get("og:type", "").startswith("video") or (declared and not article)


def _read_meta(tree: Any) -> dict[str, str]:  # noqa: ANN401 - lxml has no types
    found: dict[str, str] = {}
    for element in tree.iterfind(".//meta"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        value = element.get("content")
        if key and value and len(value) <= _LONGEST:
            found.setdefault(key, value)
    return found


def _canonical(tree: Any, meta: Mapping[str, str], url: str) -> str:  # noqa: ANN401 - lxml has no types
    given = [element.get("href") or "" for element in tree.iterfind(".//link[@rel='canonical']")]
    for one in (*given, meta.get("og:url", "")):
        try:
            address = urljoin(url, plain_line(one)) if one and len(one) <= _LONGEST else ""
        except ValueError:
            continue
        if address.startswith(("http://", "https://")):
            return address
    return ""


def _free(article: Mapping[str, Any]) -> bool | None:
    value = article.get("isAccessibleForFree")
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(str(value).strip().lower().rpartition("/")[2])


def _declared_words(article: Mapping[str, Any]) -> int | None:
    count = str(article.get("wordCount", "")).strip()
    if count.isdecimal() and 0 < int(count[:9]) < 1_000_000:
        return int(count)
    body = article.get("articleBody")
    return len(re.sub(r"<[^<>]*>", " ", body).split()) or None if isinstance(body, str) else None


def _names(value: object) -> str:
    """``{"name": …}``, a list of them or plain text, as ``A; B``."""
    entries = value if isinstance(value, list) else [value]
    names = [entry.get("name") if isinstance(entry, dict) else entry for entry in entries[:20]]
    return "; ".join(
        dict.fromkeys(_tidy(name) for name in names if isinstance(name, str) and not name.startswith("http"))
    )


def _first(*values: object) -> str:
    return next(filter(None, (_tidy(value) for value in values if isinstance(value, str))), "")


def _tidy(value: str) -> str:
    import html

    return plain_line(html.unescape(value))[:_LONGEST]


def _date(value: object) -> str:
    """ISO 8601 of a date that the standard library can read, else empty."""
    found = iso_moment(value) if isinstance(value, str) else ""
    return found if found >= _EARLIEST_YEAR else ""
